#include "accrual/accrue.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>

#include "accrual/steps.h"
#include "law/law.h"

namespace clearway::accrual {
namespace {

Date day(std::string_view text) { return Date::parse(text).value(); }
RateRow row(std::string_view from, Rate rate) { return {day(from), rate, "test", law::Grade::design, std::nullopt}; }
RateTable table(Per per, std::vector<RateRow> rows) { return RateTable::of("rates", per, std::move(rows)).value(); }

Course course(std::int64_t principal, std::string_view first, std::string_view last) {
  Course c;
  c.first = day(first), c.last = day(last);
  c.balances = {{c.first, principal}};
  return c;
}

TEST(RateTable, RefusesRowsByName) {
  const struct {
    std::string_view name;
    std::vector<RateRow> rows;
    std::string_view code, place;
  } cases[] = {
      {"no row", {}, "rates_are_missing", "no row"},
      {"below zero", {row("2020-01-01", {-1, 100})}, "rate_is_negative", "row 1 (2020-01-01)"},
      {"too many places", {row("2020-01-01", {1, 100'000'001})}, "rate_is_too_fine", "row 1"},
      {"above the principal", {row("2020-01-01", {101, 100})}, "rate_is_too_high", "101 %"},
      {"same day twice", {row("2020-01-01", {1, 100}), row("2020-01-01", {2, 100})}, "rates_are_out_of_order", "row 2"},
      {"backwards", {row("2020-01-02", {1, 100}), row("2020-01-01", {2, 100})}, "rates_are_out_of_order", "row 2"},
      {"overlap",
       {{day("2020-01-01"), {1, 100}, "", law::Grade::design, day("2020-06-01")}, row("2020-06-01", {2, 100})},
       "rates_overlap",
       "row 2 (2020-06-01)"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    const auto result = RateTable::of("rates", Per::day, c.rows);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, c.code);
    EXPECT_EQ(result.error().field, "rates");
    EXPECT_NE(result.error().detail.find(c.place), std::string::npos) << result.error().detail;
    EXPECT_FALSE(result.error().fix.empty());
  }
}

TEST(RateTable, FindsTheRowOnBothSidesOfAChangeAndInGaps) {
  const auto rates = table(Per::day, {{day("2020-01-01"), {25, 100'000}, "", law::Grade::design, day("2020-12-31")},
                                      row("2022-02-15", {22, 100'000})});
  EXPECT_EQ(rates.find(day("2019-12-31")), nullptr);
  EXPECT_EQ(rates.find(day("2020-12-31"))->rate, (Rate{1, 4000}));
  EXPECT_EQ(rates.find(day("2021-01-01")), nullptr);
  EXPECT_EQ(rates.find(day("2022-02-15"))->rate, (Rate{11, 50'000}));
  EXPECT_EQ(rates.next_change(day("2020-01-01")), day("2021-01-01"));
  EXPECT_EQ(rates.next_change(day("2021-01-01")), day("2022-02-15"));
  EXPECT_EQ(rates.next_change(day("2022-02-15")), std::nullopt);
}

TEST(Rate, IsWrittenInPercent) {
  EXPECT_EQ((Rate{22, 100'000}).percent(), "0.022");
  EXPECT_EQ((Rate{1, 20}).percent(), "5");
  EXPECT_EQ((Rate{13, 400}).percent(), "3.25");
  EXPECT_EQ((Rate{1, 3}).percent(), "100/3");
  EXPECT_EQ((Rate{}).percent(), "0");
}

TEST(Accrue, Cases) {
  const auto daily = table(Per::day, {row("2019-02-12", {25, 100'000}), row("2022-02-15", {22, 100'000})});
  const struct {
    std::string_view name;
    std::int64_t principal;
    std::string_view first, last;
    std::int64_t days, total;
    std::size_t windows;
  } cases[] = {
      {"one day", 100'000'000, "2026-04-14", "2026-04-14", 1, 22'000, 1},
      {"nothing where the last day is before the first", 100'000'000, "2026-04-14", "2026-04-13", 0, 0, 0},
      {"the old rate to its last day, the new one from its first", 100'000'000, "2022-02-14", "2022-02-15", 2, 47'000,
       2},
      {"five years, with their leap day", 100'000'000, "2026-04-14", "2031-04-13", 1826, 40'172'000, 1},
      {"below ten won nothing", 45'454, "2026-04-14", "2026-04-14", 1, 0, 1},
      {"ten won", 45'455, "2026-04-14", "2026-04-14", 1, 10, 1},
      {"no principal", 0, "2026-04-14", "2026-09-30", 0, 0, 0},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    auto subject = course(c.principal, c.first, c.last);
    subject.rounding = {10, RoundAt::stretch};
    const auto got = accrue(subject, daily).value();
    EXPECT_EQ(got.days, c.days);
    EXPECT_EQ(got.total, c.total);
    EXPECT_EQ(got.windows.size(), c.windows);
  }
}

TEST(Accrue, AYearlyRateIsDividedByTheDaysOfItsYear) {
  const auto rates = table(Per::year, {row("2018-08-21", {325, 10'000}), row("2020-03-30", {275, 10'000})});
  auto subject = course(100'000, "2019-12-16", "2020-04-06");
  subject.first_day_counts = false;
  subject.year_cut = YearCut::where_day_count_changes;
  const auto got = accrue(subject, rates).value();
  ASSERT_EQ(got.windows.size(), 3U);
  EXPECT_EQ(got.windows[0].days, 15);
  EXPECT_EQ(got.windows[0].year_days, 365);
  EXPECT_EQ(got.windows[0].amount, 133);
  EXPECT_EQ(got.windows[1].days, 89);
  EXPECT_EQ(got.windows[1].year_days, 366);
  EXPECT_EQ(got.windows[1].amount, 790);
  EXPECT_EQ(got.windows[2].amount, 60);
  EXPECT_EQ(got.per_day, 7);
}

TEST(Accrue, WindowsAreCutAtEveryYearEndOrOnlyWhereTheDivisorChanges) {
  const auto rates = table(Per::year, {row("2010-01-01", {3, 100})});
  auto subject = course(1'000'000, "2017-06-01", "2021-06-01");
  const auto windows = [&](YearCut cut) {
    subject.year_cut = cut;
    return accrue(subject, rates).value().windows.size();
  };
  EXPECT_EQ(windows(YearCut::where_day_count_changes), 3U);  // to 2019, 2020, from 2021
  EXPECT_EQ(windows(YearCut::every_year_end), 5U);
  subject.day_count = DayCount::fixed_365;
  EXPECT_EQ(windows(YearCut::where_day_count_changes), 1U);
}

TEST(Accrue, ExcludedDaysStandInTheAnswerWithTheirReason) {
  const auto rates = table(Per::day, {row("2022-02-15", {22, 100'000})});
  auto subject = course(100'000'000, "2026-03-18", "2026-09-30");
  subject.rounding = {10, RoundAt::stretch};
  subject.exclusions = {
      {day("2026-03-27"), day("2026-04-13"), "notice_period", "customs-act-42-1-2", law::Grade::statute}};
  const auto got = accrue(subject, rates).value();
  ASSERT_EQ(got.windows.size(), 3U);
  EXPECT_EQ(got.windows[0].days, 9);
  EXPECT_EQ(got.windows[1].days, 0);
  EXPECT_EQ(got.windows[1].excluded, "notice_period");
  EXPECT_EQ(got.windows[1].from, day("2026-03-27"));
  EXPECT_EQ(got.windows[1].to, day("2026-04-13"));
  EXPECT_EQ(got.windows[2].days, 170);
  EXPECT_EQ(got.total, 3'938'000);
}

TEST(Accrue, AMissingRateIsNamedUnlessTheDayIsExcluded) {
  const auto rates = table(Per::day, {row("2022-02-15", {22, 100'000})});
  auto subject = course(1'000'000, "2022-02-14", "2022-02-15");
  const auto refused = accrue(subject, rates);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "rate_is_missing");
  EXPECT_NE(refused.error().detail.find("2022-02-14"), std::string::npos);
  subject.exclusions = {{day("2022-02-14"), day("2022-02-14"), "suspension", "", law::Grade::design}};
  EXPECT_EQ(accrue(subject, rates).value().total, 220);
}

TEST(Accrue, ASumBeyondTheRangeIsRefused) {
  const auto rates = table(Per::day, {row("0001-01-01", {1, 1})});
  const auto refused = accrue(course(1'000'000'000'000'000, "0001-01-01", "9999-12-31"), rates);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "amount_is_too_large");
}

TEST(AccrueMonthly, AMonthCountsOnceItHasElapsed) {
  const auto rates = table(Per::month, {row("2001-01-01", {12, 1000}), row("2019-01-01", {75, 10'000})});
  const struct {
    std::string_view name, due, on;
    std::int64_t months, total;
  } cases[] = {
      {"the last day of the month", "2018-03-31", "2018-04-30", 0, 0},
      {"the day after", "2018-03-31", "2018-05-01", 1, 12'000},
      {"a month from the middle", "2018-03-15", "2018-04-15", 0, 0},
      {"and its next day", "2018-03-15", "2018-04-16", 1, 12'000},
      {"a month without the corresponding day ends with it", "2018-01-30", "2018-02-28", 0, 0},
      {"and has elapsed on the first", "2018-01-30", "2018-03-01", 1, 12'000},
      {"the rate of the day on which it has elapsed", "2018-11-30", "2019-01-01", 1, 7'500},
      {"sixty at most", "2010-01-31", "2018-12-31", 60, 720'000},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    auto subject = course(1'000'000, c.due, c.on);
    subject.rounding = {10, RoundAt::stretch};
    const auto got = accrue_monthly(subject, rates, day(c.due), 60).value();
    EXPECT_EQ(got.months, c.months);
    EXPECT_EQ(got.total, c.total);
  }
}

TEST(AccrueMonthly, WhatIsPaidByTheEndOfAMonthIsNotChargedForIt) {
  const auto rates = table(Per::month, {row("2001-01-01", {12, 1000})});
  auto subject = course(1'000'000, "2018-03-31", "2018-06-01");
  subject.balances = {{day("2018-03-31"), 1'000'000}, {day("2018-05-02"), 400'000}};  // 600,000 paid on 1 May
  EXPECT_EQ(accrue_monthly(subject, rates, day("2018-03-31"), 60).value().total, 12'000 + 4'800);
}

TEST(BelowFloor, ExcludesTheDaysOfTheFloorsAboveTheAmount) {
  const law::Dated<std::int64_t> floors({{1'000'000, "a", law::Grade::statute, std::nullopt, day("2021-12-31")},
                                         {1'500'000, "b", law::Grade::statute, day("2022-01-01"), std::nullopt}});
  EXPECT_EQ(below_floor(999'999, floors, "below_floor").size(), 2U);
  const auto between = below_floor(1'000'000, floors, "below_floor");
  ASSERT_EQ(between.size(), 1U);
  EXPECT_EQ(between[0].from, day("2022-01-01"));
  EXPECT_TRUE(below_floor(1'500'000, floors, "below_floor").empty());
}

TEST(Steps, SayEachWindowInBothLanguages) {
  const auto messages = Messages::load(CLEARWAY_SOURCE_DIR "/messages").value();
  const auto rates = table(Per::day, {row("2022-02-15", {22, 100'000})});
  auto subject = course(100'000'000, "2026-03-26", "2026-04-14");
  subject.exclusions = {{day("2026-03-27"), day("2026-04-13"), "notice_period", "x", law::Grade::statute}};
  const auto got =
      steps(accrue(subject, rates).value(), "penalty.daily", {"납부지연가산세", "late-payment penalty"}, messages);
  ASSERT_EQ(got.size(), 3U);
  EXPECT_EQ(got[0].text.en,
            "late-payment penalty: 2026-03-26 to 2026-03-26, 1 days: KRW 100,000,000 × 1 days × 0.022 % = KRW 22,000");
  EXPECT_EQ(got[1].rule, "penalty.daily.excluded");
  EXPECT_EQ(got[1].text.ko,
            "납부지연가산세: 2026-03-27부터 2026-04-13까지는 부과하지 않음(납부고지일부터 고지서상 납부기한까지)");
  EXPECT_EQ(got[2].amount_krw, 22'000);
}

// --- properties

struct Situation {
  Course course;
  RateTable rates;
};

Situation any_situation(Per per, RoundAt at) {
  const auto start = *rc::gen::inRange(15'000, 20'000);
  const auto length = *rc::gen::inRange(0, 1500);
  Situation s;
  s.course.first = Date::from_days(start);
  s.course.last = Date::from_days(start + length);
  s.course.first_day_counts = *rc::gen::arbitrary<bool>();
  s.course.rounding = {*rc::gen::element<std::int64_t>(1, 10), at};
  s.course.year_cut = *rc::gen::element(YearCut::where_day_count_changes, YearCut::every_year_end);
  std::int64_t amount = *rc::gen::inRange<std::int64_t>(0, 1'000'000'000'000);
  s.course.balances.push_back({s.course.first, amount});
  for (int i = *rc::gen::inRange(0, 5), at_day = start; i > 0; --i) {
    at_day += *rc::gen::inRange(1, 400);
    amount -= *rc::gen::inRange<std::int64_t>(0, amount + 1);
    s.course.balances.push_back({Date::from_days(at_day), amount});
  }
  for (int i = *rc::gen::inRange(0, 3); i > 0; --i) {
    const auto from = start + *rc::gen::inRange(-10, 1500);
    s.course.exclusions.push_back({Date::from_days(from), Date::from_days(from + *rc::gen::inRange(0, 100)),
                                   "suspension", "", law::Grade::design});
  }
  std::vector<RateRow> rows;
  int from = 14'000;
  for (int i = *rc::gen::inRange(1, 6); i > 0; --i) {
    rows.push_back({Date::from_days(from), {*rc::gen::inRange<std::int64_t>(0, 1000), 10'000}, "", {}, std::nullopt});
    from += *rc::gen::inRange(500, 2000);
  }
  s.rates = table(per, std::move(rows));
  return s;
}

RoundAt any_rounding() { return *rc::gen::element(RoundAt::window, RoundAt::stretch, RoundAt::total); }

TEST(Accrue, WindowsTileTheDaysAndSumToTheTotal) {
  EXPECT_TRUE(rc::check("windows follow one another, do not overlap, and their amounts and days sum to the answer", [] {
    const auto s = any_situation(*rc::gen::element(Per::day, Per::year), any_rounding());
    const auto got = accrue(s.course, s.rates).value();
    std::int64_t sum = 0, days = 0;
    Date last = s.course.first.plus_days(-1);
    for (const auto& w : got.windows) {
      RC_ASSERT(w.from > last && w.to >= w.from && w.to <= s.course.last);
      RC_ASSERT(w.amount >= 0 && w.principal > 0);
      if (!w.excluded.empty()) RC_ASSERT(w.amount == 0 && w.days == 0);
      last = w.to, sum += w.amount, days += w.days;
    }
    RC_ASSERT(sum == got.total && days == got.days);
  }));
}

TEST(Accrue, ByTheDayItIsWhatALoopOverDaysGives) {
  EXPECT_TRUE(rc::check("one day after the other, summed exactly and rounded once", [] {
    auto s = any_situation(Per::day, RoundAt::total);
    __extension__ __int128 exact = 0;
    for (auto d = s.course.first; d <= s.course.last; d = d.plus_days(1)) {
      if (d == s.course.first && !s.course.first_day_counts) continue;
      const bool out = std::any_of(s.course.exclusions.begin(), s.course.exclusions.end(),
                                   [&](const auto& e) { return e.from <= d && d <= *e.to; });
      std::int64_t principal = 0;
      for (const auto& b : s.course.balances) principal = b.from <= d ? b.amount : principal;
      const auto& rate = s.rates.find(d)->rate;
      if (!out) exact += __int128{principal} * rate.numerator * (10'000 / rate.denominator);
    }
    const auto unit = s.course.rounding.unit;
    RC_ASSERT(accrue(s.course, s.rates).value().total == static_cast<std::int64_t>(exact / 10'000 / unit * unit));
  }));
}

TEST(Accrue, SplitAtAnyDayItLosesAtMostOneUnitForEachPart) {
  EXPECT_TRUE(rc::check("two parts of a period give what the whole gives, less at most the rounding of one part", [] {
    const auto per = *rc::gen::element(Per::day, Per::year);
    auto s = any_situation(per, any_rounding());
    const auto whole = accrue(s.course, s.rates).value();
    const auto split = *rc::gen::inRange(s.course.first.days(), s.course.last.days() + 1);
    auto left = s.course, right = s.course;
    left.last = Date::from_days(split);
    right.first = left.last.plus_days(1);
    right.first_day_counts = true;
    const auto parts = accrue(left, s.rates).value().total + accrue(right, s.rates).value().total;
    RC_ASSERT(parts <= whole.total);
    RC_ASSERT(whole.total - parts <= s.course.rounding.unit);
  }));
}

TEST(Accrue, LessPrincipalNeverGrowsMore) {
  EXPECT_TRUE(rc::check("a smaller balance on every day never gives more", [] {
    const auto at = any_rounding();
    const auto s = any_situation(*rc::gen::element(Per::day, Per::year), at);
    auto less = s.course;
    for (auto& b : less.balances) b.amount -= *rc::gen::inRange<std::int64_t>(0, b.amount + 1);
    // Balances that become equal join their stretches, which may save the rounding between them.
    const auto slack =
        at == RoundAt::total ? 0 : s.course.rounding.unit * static_cast<std::int64_t>(less.balances.size());
    RC_ASSERT(accrue(less, s.rates).value().total <= accrue(s.course, s.rates).value().total + slack);
  }));
}

}  // namespace
}  // namespace clearway::accrual
