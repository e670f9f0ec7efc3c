#pragma once

#include <optional>
#include <vector>

#include "base/date.h"
#include "base/decimal.h"
#include "base/result.h"
#include "correction/case.h"
#include "law/calendar.h"
#include "law/law.h"

namespace clearway::correction {

/// The last day of a period of `months` whose first day is counted (Civil Act 160): the day before the same day of the
/// last month, or the last day of that month where it has no such day. A period that is counted from the day after an
/// event begins with that day.
Date last_day_of_months(Date first_day, int months);

/// A period and where it ends. `last_day` is moved to the next working day where something must be done by then.
struct TimeLimit {
  Date starts, last_day, unmoved;
  std::string cite;
  law::Grade grade = law::Grade::verify;
};

/// A step of relief for amended filing.
struct ReliefStep {
  TimeLimit until;
  Decimal share;
};

/// Everything that runs from the dates of one declaration. Missing: the case does not start that period.
struct Periods {
  Date due_on;                             // of the declared tax; of the import where nothing was declared
  std::optional<TimeLimit> supplementary;  // from declaration and payment
  TimeLimit assessment_limit;              // not moved: no time limit of the filer
  std::optional<TimeLimit> refund_claim, later_event, transfer_price;
  std::optional<TimeLimit> valuation_ruling, classification_ruling;
  std::vector<ReliefStep> relief;  // as the law of the day of filing has them
};

/// Fails where a period ends outside the years of the calendar (calendar_does_not_reach); `field` is the day.
Result<Periods> periods_of(const Case& c, const law::Law& law, const law::Calendar& calendar);

}  // namespace clearway::correction
