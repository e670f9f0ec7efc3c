#include "correction/periods.h"

#include "law/parameters.h"  // generated

namespace clearway::correction {
namespace {

/// Ends of periods that a filer must keep; notes when the calendar does not reach.
class Ends {
 public:
  explicit Ends(const law::Calendar& calendar) : calendar_(calendar) {}

  Date moved(Date day) {
    auto next = calendar_.next_working_day(day);
    if (next) return *next;
    if (!error_) error_ = Error{next.error().code, day.text(), next.error().detail, next.error().fix};
    return day;
  }
  template <class T>
  TimeLimit months(Date first_day, int count, const law::Value<T>& value) {
    const auto last = last_day_of_months(first_day, count);
    return {first_day, moved(last), last, value.cite, value.grade};
  }
  const std::optional<Error>& error() const { return error_; }

 private:
  const law::Calendar& calendar_;
  std::optional<Error> error_;
};

int count(std::int64_t value) { return static_cast<int>(value); }

/// The first day on which duty could be assessed (Act 21(4), Decree 6), and the years from there.
TimeLimit assessment_limit(const Case& c, const law::Law& law) {
  const auto& kr = law.kr.correction.limit;
  const auto event = c.declaration.undeclared() ? *c.declaration.imported_on
                     : c.circumstances.provisional_price && c.circumstances.final_price_declared_on
                         ? *c.circumstances.final_price_declared_on
                         : *c.declaration.declared_on;
  const auto& years = c.circumstances.fraud || c.circumstances.punished_as_smuggling ? kr.fraud_years.on(event)
                      : c.declaration.undeclared()                                   ? kr.undeclared_years.on(event)
                                                                                     : kr.years.on(event);
  const auto first = event.plus_days(1);
  const auto last = last_day_of_months(first, 12 * count(years.value));
  return {first, last, last, years.cite, years.grade};
}

}  // namespace

Date last_day_of_months(Date first_day, int months) {
  const auto same = first_day.plus_months(months);
  return same.day() == first_day.day() ? same.plus_days(-1) : same;
}

Result<Periods> periods_of(const Case& c, const law::Law& law, const law::Calendar& calendar) {
  const auto& kr = law.kr.correction;
  const auto& declaration = c.declaration;
  const auto& facts = c.circumstances;
  Ends ends(calendar);
  Periods periods;
  periods.assessment_limit = assessment_limit(c, law);
  if (declaration.undeclared()) {
    periods.due_on = *declaration.imported_on;
    return periods;
  }
  // A tax declaration that is not accepted yet has no due date: as if it were accepted on the day of filing.
  const auto accepted = declaration.accepted_on.value_or(c.filed_on);
  const auto& declared_days = law.kr.due.declared_days.on(accepted);
  periods.due_on = declaration.due_on.value_or(ends.moved(accepted.plus_days(count(declared_days.value))));

  const auto after_declaration = declaration.declared_on->plus_days(1);
  const auto& claim = kr.refund_claim.years.on(*declaration.declared_on);
  periods.refund_claim = ends.months(after_declaration, 12 * count(claim.value), claim);
  if (facts.later_event_known_on) {
    const auto& months = kr.refund_claim.later_event_months.on(c.filed_on);
    periods.later_event = ends.months(facts.later_event_known_on->plus_days(1), count(months.value), months);
  }
  if (facts.transfer_price_adjustment_known_on) {
    const auto& months = kr.refund_claim.transfer_price_months.on(c.filed_on);
    periods.transfer_price =
        ends.months(facts.transfer_price_adjustment_known_on->plus_days(1), count(months.value), months);
  }
  const auto& ruling_months = kr.amended.ruling_months.on(c.filed_on);
  if (facts.valuation_ruling_notified_on) {
    periods.valuation_ruling =
        ends.months(facts.valuation_ruling_notified_on->plus_days(1), count(ruling_months.value), ruling_months);
  }
  if (facts.classification_ruling_notified_on) {
    periods.classification_ruling =
        ends.months(facts.classification_ruling_notified_on->plus_days(1), count(ruling_months.value), ruling_months);
  }
  if (declaration.paid_on) {
    const auto& months = kr.supplementary.months.on(*declaration.paid_on);
    periods.supplementary = ends.months(declaration.paid_on->plus_days(1), count(months.value), months);
    // "From the day on which the supplementary period has passed": the day after it, which is counted.
    const auto passed = periods.supplementary->last_day.plus_days(1);
    const auto& relief = kr.amended.relief.on(c.filed_on);
    for (std::size_t row = 0; row < relief.value.size(); ++row) {
      periods.relief.push_back({ends.months(passed, count(relief.value.integer(row, "months")), relief),
                                relief.value.decimal(row, "share")});
    }
  }
  if (ends.error()) return *ends.error();
  return periods;
}

}  // namespace clearway::correction
