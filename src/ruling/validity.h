#pragma once

#include <optional>
#include <vector>

#include "law/calendar.h"
#include "law/law.h"
#include "ruling/ruling.h"

namespace clearway::ruling {

// Periods count from the day after the one they are named by (Civil Act 157, 160; Customs Act 8(2)); what somebody must
// do by their last day moves to the next working day (Act 8(3)). Nothing where the calendar does not reach.

/// When the result of application or review is due: days that do not count (Decree 31(3), 106(4)) put it off.
std::optional<Date> decision_due(const law::Law& law, const law::Calendar& calendar, const Ruling& ruling, Date today);
/// The last day that may be set for a supplement asked for on `today`.
std::optional<Date> longest_supplement(const law::Law& law, const law::Calendar& calendar, Kind kind, Date today);
/// The last day on which a review may be applied for; nothing before there is a result.
std::optional<Date> objection_until(const law::Law& law, const law::Calendar& calendar, const Ruling& ruling);
/// Whether time with `whom` counts in the time for deciding.
bool stops_the_clock(const law::Law& law, Kind kind, std::string_view whom, Date on);

/// The last day of declarations that may rest on a ruling notified on `notified_on`; nothing: until it is changed.
std::optional<Date> valid_until(const law::Law& law, const Application& application, Date notified_on,
                                std::int64_t extensions = 0);
/// The last day of the business year that contains `day`.
Date business_year_end(const Application& application, Date day);

/// When an extension may be applied for; nothing for other kinds, and once it was granted.
struct Window {
  Date first, last;
};
std::optional<Window> extension_window(const law::Law& law, const Ruling& ruling);

/// The report that is due next: of which business year, and until when; nothing for other kinds and when all are there.
struct ReportDue {
  Date year_end, until;
};
std::optional<ReportDue> report_due(const law::Law& law, const law::Calendar& calendar, const Ruling& ruling);

/// By when the adjustment together with the tax authority starts (Act 37-2).
std::optional<Date> joint_start_by(const law::Law& law, const law::Calendar& calendar, const Ruling& ruling);

/// What a declaration of `day` rests on, and what it may keep resting on: goods shipped within days of a change keep
/// the earlier classification, and a change that favours the filer reaches back (Act 87(4)).
struct Applied {
  const Decision* decision = nullptr;
  std::vector<const Decision*> also_allowed;
  std::optional<Date> shipped_until;  // of goods that would keep the earlier classification, were their day known
};
Applied applied_on(const law::Law& law, const Ruling& ruling, Date day, std::optional<Date> shipped_on);

}  // namespace clearway::ruling
