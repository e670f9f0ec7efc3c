#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/explained.h"
#include "base/messages.h"
#include "law/law.h"
#include "ledger/posting.h"
#include "payment/order.h"

namespace clearway::payment {

enum class RefundState : std::uint8_t { proposed, decided, paid, withdrawn };
inline constexpr std::array<std::string_view, 4> refund_state_names = {"proposed", "decided", "paid", "withdrawn"};
inline std::string_view name(RefundState state) { return refund_state_names[static_cast<std::size_t>(state)]; }
std::optional<RefundState> parse_refund_state(std::string_view text);

/// Money to be given back to the payer out of one matter: a receipt, or what a reduced charge had brought.
struct Refund {
  std::string refund_id, party_id, matter_id, ground;
  RefundState state = RefundState::proposed;
  std::int64_t principal_krw = 0, interest_krw = 0;
  Date paid_in_on;  // when the money had come in: interest runs from the day after
  Date proposed_on;
  std::optional<Date> decided_on, paid_on;
};

/// Why a refund is refused, in the order in which it is checked. Never renamed.
enum class RefundRefusal : std::uint8_t {
  ground_is_unknown,
  refund_is_not_proposed,
  refund_is_not_decided,
  refund_needs_a_second_person,  // whoever decided it does not also release its payment
  decided_before_it_was_paid_in,
  nothing_is_left_to_refund,
  paid_out_before_it_was_decided,
};
std::string_view name(RefundRefusal refusal);

/// Interest on a refund, to the won below which nothing is paid: principal x days x yearly rate / days of a year, from
/// the day after the money came in to the day of the decision, each day at its own rate (Customs Act 48). Nothing for a
/// ground that bears none.
Explained<std::int64_t> interest_on(const law::Law& law, const Messages& messages, std::string_view ground,
                                    std::int64_t principal_krw, Date paid_in_on, Date decided_on);
bool is_ground(const law::Law& law, std::string_view ground, Date day);

/// What may be refunded out of a matter on a day: its overpayments first, then what is unallocated.
struct Refundable {
  std::int64_t overpayments_krw = 0, unallocated_krw = 0;
};

/// Checked before `decide`.
std::optional<RefundRefusal> refusal_to_decide(const law::Law& law, const Refund& refund, const Refundable& there,
                                               Date day);
/// The decision: the refund (as much of it as is still there, with interest) and its transaction.
struct Decided {
  Refund refund;
  ledger::Draft draft;
};
Explained<Decided> decide(const law::Law& law, const Messages& messages, const Refund& refund, const Refundable& there,
                          Date day);

/// `actor` releases the payment of what `decided_by` decided.
std::optional<RefundRefusal> refusal_to_pay(const Refund& refund, std::string_view decided_by, std::string_view actor,
                                            Date day);
/// Paid out of the account at the bank.
ledger::Draft payment_of(const Refund& refund, Date day);

/// Unallocated money or an overpayment of a receipt used for what is owed in another matter of the same party (Customs
/// Act 46(2) for overpayments). `amounts` as appropriate() gave them.
ledger::Draft allocation_of(std::string transaction_id, std::string_view receipt_matter, std::string_view from_account,
                            std::string_view matter_id, const std::vector<ChargeAmount>& amounts, Date day);

/// Money that nobody owned goes to the party whose it is: out of the ledger of nobody, and into that of the party.
struct Moved {
  ledger::Draft out, in;
};
Moved move_of(std::string_view receipt_matter, Date received_on, std::int64_t amount_krw, Date day);

/// A charge is owed no longer. As far as it had been paid, the money becomes an overpayment of the matter; `owed_krw`
/// is what still stands on its receivable from `day` on.
ledger::Draft reduction_of(std::string transaction_id, std::string_view matter_id, const ChargeAmount& amount,
                           std::int64_t owed_krw, Date day, std::string cite, std::string note);

}  // namespace clearway::payment
