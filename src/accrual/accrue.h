#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "accrual/rate_table.h"
#include "base/date.h"
#include "base/result.h"

namespace clearway::accrual {

/// What a yearly rate is divided by for one day: the days of its year, or always the same.
enum class DayCount : std::uint8_t { actual, fixed_365, fixed_366 };
/// Where windows are cut besides changes of rate, principal and exclusion: where a yearly rate gets another divisor, or
/// at the end of every year.
enum class YearCut : std::uint8_t { where_day_count_changes, every_year_end };

/// Amounts are cut down to a multiple of `unit` minor units, either each window, each stretch (days that follow one
/// another on the same principal, none left out between them), or once the whole.
enum class RoundAt : std::uint8_t { window, stretch, total };
struct Rounding {
  std::int64_t unit = 1;
  RoundAt at = RoundAt::window;
};

/// The principal from a day on, until the next one.
struct Balance {
  Date from;
  std::int64_t amount = 0;
  friend bool operator==(const Balance&, const Balance&) = default;
};

/// Days that are not charged: a period between notice and its due date, a suspension, what is beyond a cap, what is
/// below a floor. Both days are part of it; without `to` it never ends. Of several on one day the first of the list
/// gives the reason.
struct Exclusion {
  Date from;
  std::optional<Date> to;
  std::string reason;  // snake_case; messages accrual.excluded.<reason>
  std::string cite;
  law::Grade grade = law::Grade::verify;
};

/// What grows over which days. Nothing grows where `last` is before `first`.
struct Course {
  Date first, last;               // both are part of it
  bool first_day_counts = true;   // else the first day stands in its window but is not charged
  std::vector<Balance> balances;  // oldest first; a day before the first one has no principal
  std::vector<Exclusion> exclusions;
  DayCount day_count = DayCount::actual;
  YearCut year_cut = YearCut::where_day_count_changes;
  Rounding rounding;
};

/// Days with one principal, one rate and one reason.
struct Window {
  Date from, to;               // both are part of it
  std::int32_t days = 0;       // charged: none where excluded
  std::int32_t months = 0;     // charged, where the rate is for elapsed months
  Rate rate;                   // zero where excluded
  std::int32_t year_days = 0;  // what a yearly rate was divided by; 0 for other rates
  std::int64_t principal = 0;
  /// Charged here. Where rounding is by stretch or total, what the window adds to the rounded sum, so that windows
  /// always sum to the total.
  std::int64_t amount = 0;
  std::string cite;  // of the rate, or of the exclusion
  law::Grade grade = law::Grade::verify;
  std::string excluded;  // the reason; empty where charged
};

struct Accrued {
  std::vector<Window> windows;  // in the order of days; none without principal
  std::int64_t total = 0;       // in minor units
  std::int64_t days = 0;        // charged
  std::int64_t months = 0;      // charged
  /// What one more day would add at the rate of the last window, rounded down to one minor unit; 0 for monthly rates.
  std::int64_t per_day = 0;
};

/// Interest by the day. Errors: rate_is_missing (a charged day without a rate; names table and day),
/// amount_is_too_large (the sum passes 64 bits).
/// Amounts must lie between 0 and most_amount.
Result<Accrued> accrue(const Course& course, const RateTable& rates);

/// An add-on for each month that has elapsed since `due`, at the rate of the day after that month's end, on the
/// principal still unpaid then; at most `most_months`. Errors as accrue. A month that starts on the day after `due`
/// ends on the day before the corresponding day of the next month, or on its last day where it has no such day (Civil
/// Act 160). `course.last` is the day of reckoning; a month that ends on that day has not elapsed.
Result<Accrued> accrue_monthly(const Course& course, const RateTable& rates, Date due, std::int64_t most_months);

/// A share taken once, rounded down; `rate` is not above one.
std::int64_t share_of(std::int64_t amount, const Rate& rate, std::int64_t unit);

/// Exclusions of the days on which `amount` lies below a dated floor. A floor of no start holds from the beginning.
std::vector<Exclusion> below_floor(std::int64_t amount, const law::Dated<std::int64_t>& floors,
                                   const std::string& reason);

}  // namespace clearway::accrual
