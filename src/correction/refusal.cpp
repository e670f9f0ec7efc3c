#include "correction/refusal.h"

#include "accrual/steps.h"

namespace clearway::correction {
namespace {

accrual::TextPlaces places_of(const Refused& refused) {
  return {{"field", accrual::same(refused.field)}, {"value", accrual::same(refused.value)}};
}
std::string key_of(const Refused& refused) { return "correction.refusal." + std::string(name(refused.refusal)); }

}  // namespace

std::string_view name(Refusal refusal) {
  using R = Refusal;
  switch (refusal) {
    case R::case_is_not_json: return "case_is_not_json";
    case R::field_stands_twice: return "field_stands_twice";
    case R::field_is_not_known: return "field_is_not_known";
    case R::field_is_missing: return "field_is_missing";
    case R::value_has_the_wrong_type: return "value_has_the_wrong_type";
    case R::date_is_not_valid: return "date_is_not_valid";
    case R::tax_is_not_known: return "tax_is_not_known";
    case R::amount_is_negative: return "amount_is_negative";
    case R::amount_is_too_large: return "amount_is_too_large";
    case R::case_has_too_many_lines: return "case_has_too_many_lines";
    case R::dates_are_out_of_order: return "dates_are_out_of_order";
    case R::line_is_corrected_twice: return "line_is_corrected_twice";
    case R::line_has_an_open_correction: return "line_has_an_open_correction";
    case R::undeclared_goods_have_no_declared_tax: return "undeclared_goods_have_no_declared_tax";
    case R::nothing_is_corrected: return "nothing_is_corrected";
    case R::calendar_does_not_reach_the_day: return "calendar_does_not_reach_the_day";
    case R::correction_comes_after_the_assessment_limit: return "correction_comes_after_the_assessment_limit";
    case R::refund_is_claimed_too_late: return "refund_is_claimed_too_late";
    case R::appeal_is_pending: return "appeal_is_pending";
    case R::audit_notice_arrived_since_the_draft: return "audit_notice_arrived_since_the_draft";
    case R::payment_lies_after_its_due_date: return "payment_lies_after_its_due_date";
    case R::no_rate_is_known_for_the_day: return "no_rate_is_known_for_the_day";
  }
  return {};
}

Text Refused::text(const Messages& messages) const {
  return accrual::sentence(messages, key_of(*this) + ".text", places_of(*this));
}
Text Refused::fix(const Messages& messages) const {
  return accrual::sentence(messages, key_of(*this) + ".fix", places_of(*this));
}

}  // namespace clearway::correction
