#include "ruling/validity.h"

#include <algorithm>

#include "correction/periods.h"
#include "law/parameters.h"  // generated

namespace clearway::ruling {
namespace {

int count(std::int64_t value) { return static_cast<int>(value); }

/// The last day of `months` that count from the day after `day`.
Date after_months(Date day, std::int64_t months) {
  return correction::last_day_of_months(day.plus_days(1), count(months));
}

std::optional<Date> moved(const law::Calendar& calendar, Date day) {
  const auto next = calendar.next_working_day(day);
  return next ? std::optional(*next) : std::nullopt;
}

/// Days of the stops since `start` that do not count. A supplement counts again after its last day.
int days_not_counted(const law::Law& law, const Ruling& ruling, Date start, Date today) {
  int days = 0;
  for (const auto& stop : ruling.stops) {
    if (stop.from < start || !stops_the_clock(law, ruling.kind(), stop.why, stop.from)) continue;
    auto to = stop.to.value_or(today);
    if (stop.until) to = std::min(to, *stop.until);
    days += std::max(0, to.days() - stop.from.days());
  }
  return days;
}

}  // namespace

bool stops_the_clock(const law::Law& law, Kind kind, std::string_view whom, Date on) {
  const auto& kr = law.kr.ruling;
  const auto& stops =
      is_valuation(kind) ? kr.valuation.clock_stops.on(on).value : kr.classification.clock_stops.on(on).value;
  return std::find(stops.begin(), stops.end(), whom) != stops.end();
}

std::optional<Date> decision_due(const law::Law& law, const law::Calendar& calendar, const Ruling& ruling, Date today) {
  const auto start = ruling.objected_on ? ruling.objected_on : ruling.filed_on;
  if (!start) return std::nullopt;
  const auto& kr = law.kr.ruling;
  Date last;
  switch (ruling.kind()) {
    case Kind::valuation_general: last = after_months(*start, kr.valuation.decision_months.on(*start).value); break;
    case Kind::valuation_special_relationship:
      last = after_months(*start, kr.valuation.special_decision_months.on(*start).value);
      break;
    case Kind::classification: {
      const auto& days = ruling.objected_on ? kr.classification.review_days : kr.classification.decision_days;
      last = start->plus_days(count(days.on(*start).value));
      break;
    }
  }
  return moved(calendar, last.plus_days(days_not_counted(law, ruling, *start, today)));
}

std::optional<Date> longest_supplement(const law::Law& law, const law::Calendar& calendar, Kind kind, Date today) {
  const auto& kr = law.kr.ruling;
  const auto& days = kind == Kind::classification      ? kr.classification.supplement_days
                     : kind == Kind::valuation_general ? kr.valuation.supplement_days
                                                       : kr.valuation.special_supplement_days;
  return moved(calendar, today.plus_days(count(days.on(today).value)));
}

std::optional<Date> objection_until(const law::Law& law, const law::Calendar& calendar, const Ruling& ruling) {
  if (!ruling.notified_on) return std::nullopt;
  const auto& kr = law.kr.ruling;
  const auto& days = is_valuation(ruling.kind()) ? kr.valuation.objection_days : kr.classification.objection_days;
  return moved(calendar, ruling.notified_on->plus_days(count(days.on(*ruling.notified_on).value)));
}

Date business_year_end(const Application& application, Date day) {
  const auto month = application.business_year_ends >= 1 ? count(application.business_year_ends) : 12;
  const int ahead = (month - static_cast<int>(day.month()) + 12) % 12;
  return Date::of(day.year(), day.month(), 1).plus_months(ahead + 1).plus_days(-1);
}

std::optional<Date> valid_until(const law::Law& law, const Application& application, Date notified_on,
                                std::int64_t extensions) {
  const auto& kr = law.kr.ruling;
  if (application.kind == Kind::classification) {
    const auto years = kr.classification.valid_years.on(notified_on).value;
    return years == 0 ? std::nullopt : std::optional(after_months(notified_on, 12 * years));
  }
  auto years = kr.valuation.valid_years.on(notified_on).value;
  if (application.kind == Kind::valuation_general) return after_months(notified_on, 12 * years);
  years += extensions * kr.valuation.extension_years.on(notified_on).value;
  return business_year_end(application, after_months(notified_on, 12 * years));
}

std::optional<Window> extension_window(const law::Law& law, const Ruling& ruling) {
  if (ruling.kind() != Kind::valuation_special_relationship || !ruling.decided_on || ruling.extensions > 0) return {};
  const auto& kr = law.kr.ruling.valuation;
  const auto last = valid_until(law, ruling.application, *ruling.decided_on);
  return Window{after_months(*ruling.decided_on, 12 * kr.extension_opens_years.on(*ruling.decided_on).value),
                last->plus_days(-count(kr.extension_closes_days.on(*ruling.decided_on).value))};
}

std::optional<ReportDue> report_due(const law::Law& law, const law::Calendar& calendar, const Ruling& ruling) {
  if (ruling.kind() != Kind::valuation_special_relationship || !ruling.decided_on || !ruling.valid_until) return {};
  for (auto end = business_year_end(ruling.application, *ruling.decided_on); end <= *ruling.valid_until;
       end = business_year_end(ruling.application, end.plus_days(1))) {
    const auto there = std::any_of(ruling.reports.begin(), ruling.reports.end(),
                                   [&](const Report& report) { return report.year_end == end && report.accepted; });
    if (there) continue;
    const auto months = law.kr.ruling.valuation.report_months.on(end).value;
    const auto last = after_months(end, months);
    return ReportDue{end, moved(calendar, last).value_or(last)};
  }
  return std::nullopt;
}

std::optional<Date> joint_start_by(const law::Law& law, const law::Calendar& calendar, const Ruling& ruling) {
  if (!ruling.application.joint || !ruling.filed_on) return std::nullopt;
  const auto days = law.kr.ruling.valuation.joint_start_days.on(*ruling.filed_on).value;
  return moved(calendar, ruling.filed_on->plus_days(count(days)));
}

Applied applied_on(const law::Law& law, const Ruling& ruling, Date day, std::optional<Date> shipped_on) {
  Applied applied;
  if (!ruling.decision) return applied;
  applied.decision = &*ruling.decision;
  for (auto earlier = ruling.earlier.rbegin(); earlier != ruling.earlier.rend(); ++earlier) {
    if (day >= earlier->changed_on) {
      if (is_valuation(ruling.kind())) break;
      const auto days = law.kr.ruling.classification.shipped_days.on(earlier->changed_on).value;
      const auto last = earlier->changed_on.plus_days(count(days));
      if (shipped_on && *shipped_on <= last) applied.also_allowed.push_back(&earlier->decision);
      if (!shipped_on) applied.shipped_until = last;
      break;
    }
    if (earlier->reach == Reach::back_to_the_ruling) continue;
    // The filer may take the changed classification back to the first ruling where that is better for it.
    if (earlier->reach == Reach::back_where_favourable) applied.also_allowed.push_back(applied.decision);
    applied.decision = &earlier->decision;
  }
  return applied;
}

}  // namespace clearway::ruling
