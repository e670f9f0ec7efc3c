#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/explained.h"
#include "base/messages.h"
#include "ledger/posting.h"
#include "payment/confirmation.h"
#include "payment/order.h"

namespace clearway::payment {

/// What becomes of money that came in. Stored by name, never renamed; payment.outcome.<name> is its sentence.
enum class Outcome : std::uint8_t {
  exact,
  part_payment,
  over_payment,             // the rest is an overpayment
  double_payment,           // the order had been paid
  closed_order,             // cancelled or closed: kept unallocated
  dated_before_the_matter,  // kept unallocated
  unknown_account,          // a number that stands for no order: kept unallocated, nobody's yet
  wrong_account_number,     // its check digit is wrong, or it is no virtual account: the same
  reversed,                 // called back by the bank
};
inline constexpr std::array<std::string_view, 9> outcome_names = {
    "exact",           "part_payment",         "over_payment",
    "double_payment",  "closed_order",         "dated_before_the_matter",
    "unknown_account", "wrong_account_number", "reversed"};
inline std::string_view name(Outcome outcome) { return outcome_names[static_cast<std::size_t>(outcome)]; }
std::optional<Outcome> parse_outcome(std::string_view text);

/// The party in whose ledger money stands as long as nobody knows whose it is.
inline constexpr std::string_view nobody = "-";

/// What a payment meets.
struct Situation {
  bool number_is_well_formed = true;
  std::optional<Order> order;        // whose number it is
  std::optional<Date> matter_from;   // when its matter begins to exist
  std::vector<ChargeAmount> owed{};  // in its matter, as far as it stands on the value date and every later one
};

/// Money to be given back, unless an officer puts it to another use.
struct Proposal {
  std::string ground;  // a row of law/kr/refund/grounds.yaml
  std::int64_t amount_krw = 0;
};

struct Matched {
  Outcome outcome = Outcome::exact;
  bool late = false;  // after the order's due date
  std::string party_id;
  std::int64_t order_krw = 0;  // of it, for the order
  std::vector<ledger::Draft> drafts;
  std::optional<Proposal> refund;
};

/// The matter of one receipt of money.
std::string receipt_matter(std::string_view reference);

/// What a confirmed payment does: every won of it goes to the charges of the order's matter, to overpayments, or to
/// unallocated receipts.
Explained<Matched> match(const ledger::Chart& chart, const Messages& messages, const Confirmation& confirmation,
                         const Situation& situation);

/// A receipt that the bank calls back.
struct Received {
  std::string party_id;
  std::int64_t amount_krw = 0;
  Date value_date;
  bool reversed_before = false;
  std::string order_id;
  std::int64_t order_krw = 0;
  ledger::Draft draft;  // as it was posted
  // Of its matter, everything known.
  ledger::Movements overpayments, unallocated;
  std::vector<ledger::Draft> unpaid_decisions;                   // of refunds out of it
  std::vector<std::pair<Date, std::int64_t>> paid_interest_krw;  // with refunds out of it, by the day they were paid
};

/// Why a reversal is not taken, in the order in which it is checked; nothing where it is.
std::optional<RejectCause> refusal_of_reversal(const Confirmation& confirmation,
                                               const std::optional<Received>& received);

/// Takes the receipt back: refunds decided out of it are withdrawn, what was refunded or used elsewhere has to be
/// recovered from the day on which it left, then the receipt is reversed as it was posted.
Explained<Matched> match_reversal(const Messages& messages, const Confirmation& confirmation, const Received& received);

/// A name as it may be shown: its first character.
std::string masked_payer(std::string_view payer);

}  // namespace clearway::payment
