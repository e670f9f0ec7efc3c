#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/messages.h"
#include "base/result.h"
#include "base/text.h"

namespace clearway::debt {

/// Why a case is refused, in the order in which it is checked: the text, its fields, their values, then what they say
/// together. Stable names; never renumber.
enum class Refusal : std::uint8_t {
  case_is_too_large,
  case_is_not_json,
  case_is_no_object,
  field_stands_twice,
  field_is_not_known,
  value_has_the_wrong_type,
  amount_is_not_whole,
  amount_is_negative,
  amount_is_too_large,
  date_is_not_valid,
  choice_is_not_known,
  field_is_missing,
  list_is_too_long,
  currency_is_foreign,
  principal_is_zero,
  amount_is_zero,
  payment_id_stands_twice,
  until_is_before_the_debt,
  notice_is_before_the_debt,
  notice_due_is_before_the_notice,
  notice_date_is_missing,
  payment_is_before_the_debt,
  payment_is_after_the_day_asked,
  payments_are_above_the_principal,
  period_ends_before_it_starts,
  charge_is_not_known,
  reason_is_not_known,
  calendar_does_not_reach,
  rate_is_missing,
  sum_is_too_large,
  event_is_before_the_debt,
  event_is_out_of_order,
  service_has_no_notice,
  payment_is_above_what_is_left,
  item_is_already_seized,
  item_is_not_seized,
  entry_is_after_the_release,
  notice_is_not_registered,
  publication_has_no_ground,
  notice_is_addressed_to_the_deceased,
  event_is_after_today,
  ledger_says_it,
  nothing_is_to_be_told,
};
inline constexpr std::array<std::string_view, 43> refusal_names = {"case_is_too_large",
                                                                   "case_is_not_json",
                                                                   "case_is_no_object",
                                                                   "field_stands_twice",
                                                                   "field_is_not_known",
                                                                   "value_has_the_wrong_type",
                                                                   "amount_is_not_whole",
                                                                   "amount_is_negative",
                                                                   "amount_is_too_large",
                                                                   "date_is_not_valid",
                                                                   "choice_is_not_known",
                                                                   "field_is_missing",
                                                                   "list_is_too_long",
                                                                   "currency_is_foreign",
                                                                   "principal_is_zero",
                                                                   "amount_is_zero",
                                                                   "payment_id_stands_twice",
                                                                   "until_is_before_the_debt",
                                                                   "notice_is_before_the_debt",
                                                                   "notice_due_is_before_the_notice",
                                                                   "notice_date_is_missing",
                                                                   "payment_is_before_the_debt",
                                                                   "payment_is_after_the_day_asked",
                                                                   "payments_are_above_the_principal",
                                                                   "period_ends_before_it_starts",
                                                                   "charge_is_not_known",
                                                                   "reason_is_not_known",
                                                                   "calendar_does_not_reach",
                                                                   "rate_is_missing",
                                                                   "sum_is_too_large",
                                                                   "event_is_before_the_debt",
                                                                   "event_is_out_of_order",
                                                                   "service_has_no_notice",
                                                                   "payment_is_above_what_is_left",
                                                                   "item_is_already_seized",
                                                                   "item_is_not_seized",
                                                                   "entry_is_after_the_release",
                                                                   "notice_is_not_registered",
                                                                   "publication_has_no_ground",
                                                                   "notice_is_addressed_to_the_deceased",
                                                                   "event_is_after_today",
                                                                   "ledger_says_it",
                                                                   "nothing_is_to_be_told"};
inline std::string_view name(Refusal refusal) { return refusal_names[static_cast<std::size_t>(refusal)]; }

/// One thing wrong with a case: the field as a path ("payments[2].amount"), its value as it stands there, and what
/// would be right (a list, a nearest name, a bound).
struct Problem {
  Refusal refusal = Refusal::case_is_not_json;
  std::string field, value, expected;

  Text text(const Messages& messages) const;
  Text fix(const Messages& messages) const;
};
using Problems = std::vector<Problem>;

/// The refusal that an Error of a computation stands for: calendar_does_not_reach, rate_is_missing, or
/// sum_is_too_large.
Problem problem_of(const Error& error);

/// In the order of the refusals; those of one kind in the order of the text.
void sort(Problems& problems);

}  // namespace clearway::debt
