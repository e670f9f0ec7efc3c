#include "accrual/accrue.h"

#include <algorithm>
#include <iterator>

#include "accrual/arithmetic.h"

namespace clearway::accrual {
namespace {

bool is_leap(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

constexpr Wide both_years = 365 * 366;  // a multiple of every divisor of a year

std::int32_t year_days(DayCount count, Date day) {
  switch (count) {
    case DayCount::actual: return is_leap(day.year()) ? 366 : 365;
    case DayCount::fixed_365: return 365;
    case DayCount::fixed_366: return 366;
  }
  return 365;
}

/// Turns exact shares into rounded amounts, so that what the windows are given sums to what is rounded.
class Rounder {
 public:
  Rounder(Rounding rounding, Wide denominator) : rounding_(rounding), denominator_(denominator) {}

  /// A window that does not follow the last one on the same principal starts a stretch.
  void start_stretch() {
    if (rounding_.at == RoundAt::stretch) restart();
  }
  Wide add(Wide exact) {
    if (rounding_.at == RoundAt::window) restart();
    exact_ += exact;
    const auto rounded = floor_to(exact_, denominator_, rounding_.unit);
    const auto added = rounded - rounded_;
    rounded_ = rounded;
    return added;
  }

 private:
  void restart() { exact_ = 0, rounded_ = 0; }
  Rounding rounding_;
  Wide denominator_;
  Wide exact_ = 0;
  Wide rounded_ = 0;
};

/// The first balance that starts after `day`.
auto first_after(const std::vector<Balance>& balances, Date day) {
  return std::upper_bound(balances.begin(), balances.end(), day,
                          [](Date wanted, const Balance& balance) { return wanted < balance.from; });
}

const Balance* balance_on(const std::vector<Balance>& balances, Date day) {
  const auto after = first_after(balances, day);
  return after == balances.begin() ? nullptr : &*std::prev(after);
}

const Exclusion* exclusion_on(const std::vector<Exclusion>& exclusions, Date day) {
  for (const auto& exclusion : exclusions) {
    if (exclusion.from <= day && (!exclusion.to || *exclusion.to >= day)) return &exclusion;
  }
  return nullptr;
}

/// Lowers `next` to `candidate` where that lies after `day`.
void earlier(Date& next, Date day, Date candidate) {
  if (candidate > day) next = std::min(next, candidate);
}

/// The day after `day` on which a new window starts.
Date next_start(const Course& course, const RateTable& rates, Date day) {
  Date next = course.last.plus_days(1);
  const auto after = first_after(course.balances, day);
  if (after != course.balances.end()) earlier(next, day, after->from);
  for (const auto& exclusion : course.exclusions) {
    earlier(next, day, exclusion.from);
    if (exclusion.to) earlier(next, day, exclusion.to->plus_days(1));
  }
  if (const auto change = rates.next_change(day)) earlier(next, day, *change);
  if (course.year_cut == YearCut::where_day_count_changes && rates.per() != Per::year) return next;
  for (int year = day.year() + 1; year <= next.year(); ++year) {
    const auto january = Date::of(year, 1, 1);
    const bool cut = course.year_cut == YearCut::every_year_end ||
                     year_days(course.day_count, january) != year_days(course.day_count, january.plus_days(-1));
    if (cut) {
      earlier(next, day, january);
      break;
    }
  }
  return next;
}

Error rate_missing(const RateTable& rates, Date day) {
  return {"rate_is_missing", rates.name(), "no rate is in force on " + day.text(),
          "add a row that starts on or before " + day.text()};
}

/// Adds what a window is charged; false where the sum passes 64 bits.
bool charge(Accrued& out, Window& window, Wide amount) {
  if (!fits(out.total + amount)) return false;
  window.amount = static_cast<std::int64_t>(amount);
  out.total += window.amount;
  out.days += window.days;
  out.months += window.months;
  return true;
}

Error too_large(const RateTable& rates, const Window& window) {
  return {"amount_is_too_large", rates.name(), "what has grown by " + window.to.text() + " passes 64 bits",
          "check the rates and the dates"};
}

bool same_window(const Window& a, const Window& b) {
  return a.principal == b.principal && a.rate == b.rate && a.excluded == b.excluded && a.cite == b.cite;
}

}  // namespace

Result<Accrued> accrue(const Course& course, const RateTable& rates) {
  Accrued out;
  const bool yearly = rates.per() == Per::year;
  Rounder rounder(course.rounding, Wide{rates.denominator()} * (yearly ? both_years : Wide{1}));
  const Window* before = nullptr;
  for (Date day = course.first; day <= course.last;) {
    const Date next = next_start(course, rates, day);
    const auto* balance = balance_on(course.balances, day);
    if (balance == nullptr || balance->amount == 0) {
      day = next;
      continue;
    }
    Window window;
    window.from = day;
    window.to = next.plus_days(-1);
    window.principal = balance->amount;
    if (const auto* exclusion = exclusion_on(course.exclusions, day)) {
      window.excluded = exclusion->reason;
      window.cite = exclusion->cite;
      window.grade = exclusion->grade;
    } else {
      const auto* row = rates.find(day);
      if (row == nullptr) return rate_missing(rates, day);
      window.days = next.days() - day.days() - (day == course.first && !course.first_day_counts ? 1 : 0);
      window.rate = row->rate;
      window.cite = row->cite;
      window.grade = row->grade;
      if (yearly) window.year_days = year_days(course.day_count, day);
      if (before == nullptr || before->principal != window.principal || !before->excluded.empty() ||
          before->to.plus_days(1) != day) {
        rounder.start_stretch();
      }
      const Wide per_day =
          Wide{window.principal} * rates.scaled(*row) * (yearly ? both_years / window.year_days : Wide{1});
      if (!charge(out, window, rounder.add(per_day * window.days))) return too_large(rates, window);
    }
    out.windows.push_back(std::move(window));
    before = &out.windows.back();
    day = next;
  }
  // Of the principal that is left on the last day; where it was paid before that day nothing grows any more.
  if (before != nullptr && before->to == course.last && !before->rate.is_zero()) {
    const Wide denominator = Wide{before->rate.denominator} * (yearly ? before->year_days : 1);
    out.per_day = static_cast<std::int64_t>(floor_to(Wide{before->principal} * before->rate.numerator, denominator, 1));
  }
  return out;
}

namespace {

/// The last day of month `count` after `due`.
Date month_end(Date due, int count) {
  const auto start = due.plus_days(1);
  const auto corresponding = start.plus_months(count);
  return corresponding.day() == start.day() ? corresponding.plus_days(-1) : corresponding;
}

}  // namespace

Result<Accrued> accrue_monthly(const Course& course, const RateTable& rates, Date due, std::int64_t most_months) {
  Accrued out;
  Rounder rounder(course.rounding, Wide{rates.denominator()});
  std::int64_t principal_before = -1;
  for (int month = 1; month <= most_months; ++month) {
    const auto end = month_end(due, month), charged_on = end.plus_days(1);
    if (charged_on > course.last) break;
    if (charged_on < course.first) continue;
    const auto* balance = balance_on(course.balances, charged_on);
    if (balance == nullptr || balance->amount == 0) continue;
    Window window;
    window.from = month_end(due, month - 1).plus_days(1);
    window.to = end;
    window.principal = balance->amount;
    if (const auto* exclusion = exclusion_on(course.exclusions, charged_on)) {
      window.excluded = exclusion->reason;
      window.cite = exclusion->cite;
      window.grade = exclusion->grade;
      principal_before = -1;
    } else {
      const auto* row = rates.find(charged_on);
      if (row == nullptr) return rate_missing(rates, charged_on);
      if (window.principal != principal_before) rounder.start_stretch();
      principal_before = window.principal;
      window.months = 1;
      window.rate = row->rate;
      window.cite = row->cite;
      window.grade = row->grade;
      const Wide exact = Wide{window.principal} * rates.scaled(*row);
      if (!charge(out, window, rounder.add(exact))) return too_large(rates, window);
    }
    if (!out.windows.empty() && same_window(out.windows.back(), window) &&
        out.windows.back().to.plus_days(1) == window.from) {
      auto& last = out.windows.back();
      last.to = window.to;
      last.months += window.months;
      last.amount += window.amount;
    } else {
      out.windows.push_back(std::move(window));
    }
  }
  return out;
}

std::int64_t share_of(std::int64_t amount, const Rate& rate, std::int64_t unit) {
  return static_cast<std::int64_t>(floor_to(Wide{amount} * rate.numerator, rate.denominator, unit));
}

std::vector<Exclusion> below_floor(std::int64_t amount, const law::Dated<std::int64_t>& floors,
                                   const std::string& reason) {
  std::vector<Exclusion> out;
  for (const auto& floor : floors.all()) {
    if (amount >= floor.value) continue;
    out.push_back({floor.from.value_or(Date::from_days(-719162)), floor.to, reason, floor.cite, floor.grade});
  }
  return out;
}

}  // namespace clearway::accrual
