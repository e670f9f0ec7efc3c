#pragma once

#include <array>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "arrears/statement.h"
#include "base/messages.h"
#include "ledger/transaction.h"

namespace clearway::arrears {

/// Why an event is not taken, in the order in which it is checked. Names are kept and are keys of
/// messages/arrears.yaml (refused.<name>); never renumber.
enum class Refusal : std::uint8_t {
  event_is_not_entered_by_hand,  // opened
  currency_is_foreign,
  word_is_not_known,
  amount_is_missing,
  amount_is_too_large,
  facts_are_missing,
  facts_do_not_fit,
  day_is_in_the_future,
  day_is_before_the_debt,
  until_is_before_the_day,
  debt_is_extinct,
  debt_is_settled,
  notice_was_not_given,
  notice_is_before_the_debt,
  served_before_it_was_given,
  charge_is_not_known,
  amount_is_above_what_is_charged,
  payment_is_not_known,
  payment_is_reversed_already,
  reversed_before_it_was_paid,
  payment_was_used_elsewhere,
  nothing_to_set_off,
  security_is_not_known,
  security_is_released_already,
  liable_party_is_missing,
  limit_is_above_the_debt,
  principal_has_not_failed,
  value_is_missing,
  share_is_missing,
  share_is_too_small,
  deferral_is_too_long,
  debt_is_deferred_already,
  debt_is_not_deferred,
  debt_is_held_already,
  debt_is_not_held,
  prescription_is_not_complete,
  calendar_does_not_reach,
  rate_is_missing,
  refused_by_the_ledger,
};
inline constexpr std::array<std::string_view, 39> refusal_names = {"event_is_not_entered_by_hand",
                                                                   "currency_is_foreign",
                                                                   "word_is_not_known",
                                                                   "amount_is_missing",
                                                                   "amount_is_too_large",
                                                                   "facts_are_missing",
                                                                   "facts_do_not_fit",
                                                                   "day_is_in_the_future",
                                                                   "day_is_before_the_debt",
                                                                   "until_is_before_the_day",
                                                                   "debt_is_extinct",
                                                                   "debt_is_settled",
                                                                   "notice_was_not_given",
                                                                   "notice_is_before_the_debt",
                                                                   "served_before_it_was_given",
                                                                   "charge_is_not_known",
                                                                   "amount_is_above_what_is_charged",
                                                                   "payment_is_not_known",
                                                                   "payment_is_reversed_already",
                                                                   "reversed_before_it_was_paid",
                                                                   "payment_was_used_elsewhere",
                                                                   "nothing_to_set_off",
                                                                   "security_is_not_known",
                                                                   "security_is_released_already",
                                                                   "liable_party_is_missing",
                                                                   "limit_is_above_the_debt",
                                                                   "principal_has_not_failed",
                                                                   "value_is_missing",
                                                                   "share_is_missing",
                                                                   "share_is_too_small",
                                                                   "deferral_is_too_long",
                                                                   "debt_is_deferred_already",
                                                                   "debt_is_not_deferred",
                                                                   "debt_is_held_already",
                                                                   "debt_is_not_held",
                                                                   "prescription_is_not_complete",
                                                                   "calendar_does_not_reach",
                                                                   "rate_is_missing",
                                                                   "refused_by_the_ledger"};
inline std::string_view name(Refusal refusal) { return refusal_names[static_cast<std::size_t>(refusal)]; }
std::optional<Refusal> parse_refusal(std::string_view text);

struct Refused {
  Refusal refusal{};
  std::string field, value, expected;

  Text text(const Messages& messages) const;
  Text fix(const Messages& messages) const;
};
/// As an Error: the code is the refusal's name, `detail` its value, `fix` what is expected.
Error error_of(const Refused& refused);

/// What the ledger of the party holds, as far as an event depends on it.
struct Books {
  std::vector<ledger::Transaction> transactions;  // of the debt's matters, in their order
  Matters matters;
  /// What is overpaid or unallocated in the matter that an event of set-off names, by account.
  std::map<ledger::Place, ledger::Movements> elsewhere;
};

struct Asked {
  Event event;  // with its two times and its actor
  std::string currency = "KRW";
};

/// The file with the event, and what has to be posted with it.
struct Taken {
  File file;
  std::vector<ledger::Draft> drafts;
};

/// Takes an event on the day on which it is entered, or says why not. Pure.
std::variant<Taken, Refused> take(const Terms& terms, const File& file, const Books& books, const Asked& asked,
                                  Date today);

/// The file of an order that fell due unpaid, opened on `today` with what is known of it. Duty by an order that stands
/// for a notice is due by notice only; any other order is that of a declaration.
File opened(const payment::Overdue& overdue, const payment::Order& order, std::string_view matter_kind,
            std::string debt_id, std::string customs_office, Instant known_at, std::string actor);

}  // namespace clearway::arrears
