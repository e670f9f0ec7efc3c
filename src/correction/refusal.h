#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/messages.h"
#include "base/text.h"

namespace clearway::correction {

/// Why a case is not quoted, or a part of it not possible. Checked in this order; kept in records: never renumber.
enum class Refusal : std::uint8_t {
  // The case as it is written.
  case_is_not_json = 1,
  field_stands_twice = 2,
  field_is_not_known = 3,
  field_is_missing = 4,
  value_has_the_wrong_type = 5,
  date_is_not_valid = 6,
  tax_is_not_known = 7,
  amount_is_negative = 8,
  amount_is_too_large = 9,
  case_has_too_many_lines = 10,
  // The case as a whole.
  dates_are_out_of_order = 11,
  line_is_corrected_twice = 12,
  line_has_an_open_correction = 13,
  undeclared_goods_have_no_declared_tax = 14,
  nothing_is_corrected = 15,
  calendar_does_not_reach_the_day = 16,
  // What the law no longer allows, or not now.
  correction_comes_after_the_assessment_limit = 17,
  refund_is_claimed_too_late = 18,
  appeal_is_pending = 19,
  audit_notice_arrived_since_the_draft = 20,
  payment_lies_after_its_due_date = 21,
  no_rate_is_known_for_the_day = 22,
};
std::string_view name(Refusal refusal);

/// A refusal and what it is about: `field` and `value` as the case has them, or the day that decides.
struct Refused {
  Refusal refusal{};
  std::string field, value;

  Text text(const Messages& messages) const;
  Text fix(const Messages& messages) const;
};

}  // namespace clearway::correction
