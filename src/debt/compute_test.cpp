#include "debt/compute.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <numeric>

#include "debt/answer.h"
#include "debt/case_reader.h"

namespace clearway::debt {
namespace {

const law::Law& the_law() {
  static const auto law = law::Law::load(CLEARWAY_SOURCE_DIR "/law").value();
  return law;
}
const law::Calendar& the_calendar() {
  static const auto calendar = law::load_calendar(CLEARWAY_SOURCE_DIR "/law").value();
  return calendar;
}
const Messages& the_messages() {
  static const auto messages = Messages::load(CLEARWAY_SOURCE_DIR "/messages").value();
  return messages;
}

Date day(std::string_view text) { return Date::parse(text).value(); }

Case read(const std::string& json) {
  Problems problems;
  auto subject = read_case(json, problems);
  for (const auto& problem : problems) ADD_FAILURE() << problem.field << ": " << problem.text(the_messages()).en;
  return subject;
}
Statement computed(const Case& subject) { return compute(subject, the_law(), the_calendar()).value(); }
Statement computed(const std::string& json) { return computed(read(json)); }

const Part* part(const Statement& statement, PartKind kind) {
  for (const auto& part : statement.parts) {
    if (part.kind == kind) return &part;
  }
  return nullptr;
}
std::int64_t amount(const Statement& statement, PartKind kind) {
  const auto* found = part(statement, kind);
  return found == nullptr ? 0 : found->amount;
}

/// A debt of 100,000,000 won accepted on 2026-03-02, as JSON with more fields.
std::string example(const std::string& more) {
  return R"({"principal":100000000,"tax_kind":"customs_duty","accepted":"2026-03-02","notice_date":"2026-03-27")" +
         more + "}";
}

TEST(Debt, TheWorkedExampleToTheWon) {
  const auto got = computed(example(R"(,"notice_due":"2026-04-13","until":"2026-09-30")"));
  ASSERT_TRUE(got.statutory_due && got.notice_due);
  EXPECT_EQ(got.statutory_due->date, day("2026-03-17"));
  const auto* daily = part(got, PartKind::daily);
  ASSERT_NE(daily, nullptr);
  EXPECT_EQ(daily->days, 179);
  EXPECT_EQ(daily->amount, 3'938'000);
  EXPECT_EQ(daily->rate->percent(), "0.022");
  EXPECT_EQ(daily->cite, "customs-act-42-1-2-a");
  ASSERT_EQ(daily->windows.size(), 3U);
  EXPECT_EQ(daily->windows[0].days, 9);
  EXPECT_EQ(daily->windows[1].excluded, "notice_period");
  EXPECT_EQ(daily->windows[2].days, 170);
  ASSERT_TRUE(daily->ceiling);
  EXPECT_EQ(daily->ceiling->days, 1826);
  EXPECT_EQ(daily->ceiling->amount, 40'172'000);
  EXPECT_EQ(amount(got, PartKind::flat), 3'000'000);
  EXPECT_EQ(part(got, PartKind::flat)->cite, "customs-act-42-1-2-b");
  EXPECT_EQ(got.penalty, 6'938'000);
  EXPECT_EQ(got.balance(), 106'938'000);
  EXPECT_EQ(got.one_more_day, 22'000);
}

TEST(Debt, TheDueDatesAreComputedWithTheHolidays) {
  const auto got = computed(example(R"(,"until":"2026-09-30")"));
  EXPECT_EQ(got.notice_due->date, day("2026-04-13"));  // the 15th day, 11 April, is a Saturday
  EXPECT_EQ(got.notice_due->counted_to, day("2026-04-11"));
  EXPECT_EQ(got.penalty, 6'938'000);
}

TEST(Debt, DatesOfService) {
  const struct {
    std::string_view name;
    std::string more;
    std::string_view received, due;
  } cases[] = {
      {"received on the day of the notice", "", "2026-03-27", "2026-04-13"},
      {"received later", R"(,"notice_received":"2026-03-31")", "2026-03-31", "2026-04-15"},
      {"served by publication", R"(,"notice_published":"2026-03-27")", "2026-04-10", "2026-04-27"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    const auto got = computed(example(c.more + R"(,"until":"2026-09-30")"));
    EXPECT_EQ(got.notice_received, day(c.received));
    EXPECT_EQ(got.notice_due->date, day(c.due));
  }
}

TEST(Debt, OnTheEdgesOfItsDates) {
  const struct {
    std::string_view name, until;
    std::int64_t days, daily, flat;
  } cases[] = {
      {"on the statutory due date", "2026-03-17", 0, 0, 0},
      {"the day after", "2026-03-18", 1, 22'000, 0},
      {"the last day before the notice", "2026-03-26", 9, 198'000, 0},
      {"the day of the notice", "2026-03-27", 9, 198'000, 0},
      {"on the notice's due date", "2026-04-13", 9, 198'000, 0},
      {"the day after", "2026-04-14", 10, 220'000, 3'000'000},
      {"five years on", "2031-04-13", 1835, 40'370'000, 3'000'000},
      {"never more than five years", "2036-01-01", 1835, 40'370'000, 3'000'000},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    const auto got = computed(example(R"(,"notice_due":"2026-04-13","until":")" + std::string(c.until) + "\""));
    EXPECT_EQ(part(got, PartKind::daily)->days, c.days);
    EXPECT_EQ(amount(got, PartKind::daily), c.daily);
    EXPECT_EQ(amount(got, PartKind::flat), c.flat);
  }
}

TEST(Debt, BothSidesOfEveryChangeOfARate) {
  // Declared and not paid, unless another cause is said; statutory due date and notice as given.
  const struct {
    std::string_view name;
    std::string json;
    PartKind kind;
    std::int64_t amount;
  } cases[] = {
      {"flat 5 % until 2004-03-30",
       R"("principal":10000000,"accepted":"2004-03-30","statutory_due":"2004-04-14","until":"2004-04-15")",
       PartKind::flat, 500'000},
      {"flat 3 % from 2004-03-31",
       R"("principal":10000000,"accepted":"2004-03-31","statutory_due":"2004-04-15","until":"2004-04-16")",
       PartKind::flat, 300'000},
      {"no interest on a shortfall noticed on 2006-03-23",
       R"("principal":10000000,"cause":"under_declared","statutory_due":"2006-03-13","accepted":"2006-02-26","notice_date":"2006-03-23","until":"2006-03-24")",
       PartKind::daily, 0},
      {"0.013 % a day on one noticed on 2006-03-24",
       R"("principal":10000000,"cause":"under_declared","statutory_due":"2006-03-14","accepted":"2006-02-27","notice_date":"2006-03-24","until":"2006-03-25")",
       PartKind::daily, 13'000},
      {"20 % of the shortfall before 2006-03-24",
       R"("principal":10000000,"cause":"under_declared","statutory_due":"2006-03-13","accepted":"2006-02-26","notice_date":"2006-03-23","until":"2006-03-24")",
       PartKind::under_declaration, 2'000'000},
      {"10 % from then on",
       R"("principal":10000000,"cause":"under_declared","statutory_due":"2006-03-14","accepted":"2006-02-27","notice_date":"2006-03-24","until":"2006-03-25")",
       PartKind::under_declaration, 1'000'000},
      {"monthly floor 0.5 M until 2009: one month added",
       R"("principal":999000,"accepted":"2009-11-15","statutory_due":"2009-11-30","until":"2009-12-31")",
       PartKind::monthly, 0},
      {"the month that has elapsed on 2009-12-31 is charged on it",
       R"("principal":999000,"accepted":"2009-11-14","statutory_due":"2009-11-29","until":"2009-12-31")",
       PartKind::monthly, 11'980},
      {"monthly floor 1.0 M from 2010-01-01",
       R"("principal":999000,"accepted":"2009-11-16","statutory_due":"2009-12-01","until":"2010-01-31")",
       PartKind::monthly, 0},
      {"and one won more is charged",
       R"("principal":1000000,"accepted":"2009-11-16","statutory_due":"2009-12-01","until":"2010-01-31")",
       PartKind::monthly, 12'000},
      {"0.013 % for goods declared on 2015-02-05",
       R"("principal":10000000,"cause":"under_declared","accepted":"2015-02-05","statutory_due":"2015-02-20","notice_date":"2015-03-02","until":"2015-03-02")",
       PartKind::daily, 13'000},
      {"0.03 % for goods declared on 2015-02-06",
       R"("principal":10000000,"cause":"under_declared","accepted":"2015-02-06","statutory_due":"2015-02-20","notice_date":"2015-03-02","until":"2015-03-02")",
       PartKind::daily, 30'000},
      {"0.03 % to 2019-02-11, 0.025 % from 2019-02-12",
       R"("principal":10000000,"cause":"under_declared","accepted":"2018-12-01","statutory_due":"2019-02-10","notice_date":"2019-02-12","until":"2019-02-12")",
       PartKind::daily, 5'500},
      {"1.2 % for a month elapsed on 2018-12-31",
       R"("principal":10000000,"accepted":"2018-11-14","statutory_due":"2018-11-29","until":"2018-12-31")",
       PartKind::monthly, 120'000},
      {"0.75 % for one elapsed on 2019-01-01",
       R"("principal":10000000,"accepted":"2018-11-15","statutory_due":"2018-11-30","until":"2019-01-01")",
       PartKind::monthly, 75'000},
      {"declared on 2019-12-31: monthly surcharge, also after 2020",
       R"("principal":10000000,"accepted":"2019-12-31","statutory_due":"2020-01-15","until":"2020-02-16")",
       PartKind::monthly, 75'000},
      {"and no daily penalty",
       R"("principal":10000000,"accepted":"2019-12-31","statutory_due":"2020-01-15","until":"2020-02-16")",
       PartKind::daily, 0},
      {"declared on 2020-01-01: daily on all unpaid duty",
       R"("principal":10000000,"accepted":"2020-01-01","statutory_due":"2020-01-16","until":"2020-01-17")",
       PartKind::daily, 2'500},
      {"daily floor 1.0 M in 2021",
       R"("principal":1000000,"accepted":"2021-12-01","statutory_due":"2021-12-16","until":"2021-12-17")",
       PartKind::daily, 250},
      {"below it nothing",
       R"("principal":999999,"accepted":"2021-12-01","statutory_due":"2021-12-16","until":"2021-12-17")",
       PartKind::daily, 0},
      {"1.5 M from 2022-01-01, but the days before stay charged",
       R"("principal":1499999,"accepted":"2021-12-01","statutory_due":"2021-12-29","until":"2022-03-01")",
       PartKind::daily, 740},
      {"1.5 M is charged",
       R"("principal":1500000,"accepted":"2022-03-01","statutory_due":"2022-03-16","until":"2022-03-17")",
       PartKind::daily, 330},
      {"0.025 % to 2022-02-14, 0.022 % from 2022-02-15",
       R"("principal":10000000,"accepted":"2022-01-01","statutory_due":"2022-02-13","until":"2022-02-15")",
       PartKind::daily, 4'700},
      {"fraud 40 % when declared in 2024",
       R"("principal":10000000,"cause":"under_declared_fraud","accepted":"2024-12-31","notice_date":"2025-06-02","until":"2025-06-02")",
       PartKind::fraud, 4'000'000},
      {"60 % from 2025-01-01",
       R"("principal":10000000,"cause":"under_declared_fraud","accepted":"2025-01-01","notice_date":"2025-06-02","until":"2025-06-02")",
       PartKind::fraud, 6'000'000},
      {"undeclared 20 %",
       R"("principal":10000000,"cause":"undeclared","imported":"2025-01-01","notice_date":"2025-06-02","until":"2025-06-02")",
       PartKind::undeclared_import, 2'000'000},
      {"smuggled in 2024 40 %",
       R"("principal":10000000,"cause":"undeclared_punished","imported":"2024-12-31","notice_date":"2025-06-02","until":"2025-06-02")",
       PartKind::undeclared_import, 4'000'000},
      {"from 2025-01-01 60 %",
       R"("principal":10000000,"cause":"undeclared_punished","imported":"2025-01-01","notice_date":"2025-06-02","until":"2025-06-02")",
       PartKind::undeclared_import, 6'000'000},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    EXPECT_EQ(amount(computed("{" + c.json + "}"), c.kind), c.amount);
  }
}

TEST(Debt, BeforeTheLimitFellShareAndInterestStayedWithinAFifth) {
  const auto json = [](std::string_view accepted) {
    return R"({"principal":10000000,"cause":"under_declared","accepted":")" + std::string(accepted) +
           R"(","statutory_due":"2009-01-20","notice_date":"2012-01-20","until":"2012-01-20"})";
  };
  const auto limited = computed(json("2008-12-31"));
  EXPECT_EQ(limited.penalty, 2'000'000);
  const auto& windows = part(limited, PartKind::daily)->windows;
  EXPECT_EQ(std::accumulate(windows.begin(), windows.end(), std::int64_t{0},
                            [](std::int64_t sum, const auto& w) { return sum + w.amount; }),
            1'000'000);
  EXPECT_EQ(computed(json("2009-01-01")).penalty, 1'000'000 + 1095 * 1'300);
}

TEST(Debt, WhatIsAssessedHasOneDueDate) {
  const auto got =
      computed(R"({"principal":10000000,"cause":"assessed","notice_date":"2026-03-27","until":"2026-04-15"})");
  EXPECT_EQ(got.statutory_due->date, day("2026-04-13"));
  EXPECT_EQ(amount(got, PartKind::daily), 4'400);
  EXPECT_EQ(amount(got, PartKind::flat), 300'000);
}

TEST(Debt, AnExtensionMovesTheDueDateAndASuspensionStopsTheDays) {
  const auto extended = computed(example(R"(,"extended_to":"2026-03-25","until":"2026-03-26")"));
  EXPECT_EQ(amount(extended, PartKind::daily), 22'000);
  const auto suspended = computed(example(
      R"(,"notice_due":"2026-04-13","suspensions":[{"from":"2026-05-01","to":"2026-05-31"}],"until":"2026-09-30")"));
  EXPECT_EQ(part(suspended, PartKind::daily)->days, 179 - 31);
  const auto deferred = computed(example(
      R"(,"notice_due":"2026-04-13","deferrals":[{"from":"2026-05-01","to":"2026-05-31"}],"until":"2026-09-30")"));
  EXPECT_EQ(part(deferred, PartKind::daily)->days, 179);
  ASSERT_TRUE(deferred.prescription);
  EXPECT_EQ(deferred.prescription->completes, day("2031-05-14"));  // 2031-04-13 and 31 days
}

TEST(Debt, PaymentsGoToCostsThenTaxThenPenalty) {
  struct To {
    std::int64_t costs, tax, penalty, refund;
  };
  const struct {
    std::string_view name;
    std::string payments;
    std::vector<To> to;
    std::int64_t penalty, balance, refund;
  } cases[] = {
      {"on the statutory due date nothing but tax",
       R"([{"date":"2026-03-17","amount":100012000}])",
       {{12'000, 100'000'000, 0, 0}},
       0,
       0,
       0},
      {"before it, too much by a little",
       R"([{"date":"2026-03-10","amount":100012500}])",
       {{12'000, 100'000'000, 0, 500}},
       0,
       0,
       500},
      {"on the notice's due date no flat part",
       R"([{"date":"2026-04-13","amount":100210000}])",
       {{12'000, 100'000'000, 198'000, 0}},
       198'000,
       0,
       0},
      {"part before the notice: flat only on the rest",
       R"([{"date":"2026-03-20","amount":40012000}])",
       {{12'000, 40'000'000, 0, 0}},
       // 3 days on 100 M, 6 and 170 on 60 M
       66'000 + 79'200 + 2'244'000 + 1'800'000,
       60'000'000 + 4'189'200,
       0},
      {"out of order and twice on a day",
       R"([{"id":"b","date":"2026-09-30","amount":1000000},{"id":"c","date":"2026-04-20","amount":60012000},{"id":"a","date":"2026-09-30","amount":2000000}])",
       {{12'000, 60'000'000, 0, 0}, {0, 2'000'000, 0, 0}, {0, 1'000'000, 0, 0}},
       // 9 and 7 days on 100 M, 163 on 40 M
       198'000 + 154'000 + 1'434'400 + 3'000'000,
       37'000'000 + 4'786'400,
       0},
      {"after full settlement all is refunded",
       R"([{"date":"2026-09-30","amount":5},{"date":"2026-04-13","amount":100210000}])",
       {{12'000, 100'000'000, 198'000, 0}, {0, 0, 0, 5}},
       198'000,
       0,
       5},
      {"less than the costs",
       R"([{"date":"2026-04-13","amount":11000}])",
       {{11'000, 0, 0, 0}},
       6'938'000,
       1'000 + 106'938'000,
       0},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    const auto got =
        computed(example(R"(,"notice_due":"2026-04-13","costs":12000,"until":"2026-09-30","payments":)" + c.payments));
    ASSERT_EQ(got.payments.size(), c.to.size());
    for (std::size_t i = 0; i < c.to.size(); ++i) {
      EXPECT_EQ(got.payments[i].to_costs, c.to[i].costs);
      EXPECT_EQ(got.payments[i].to_tax, c.to[i].tax);
      EXPECT_EQ(got.payments[i].to_penalty, c.to[i].penalty);
      EXPECT_EQ(got.payments[i].refund, c.to[i].refund);
    }
    EXPECT_EQ(got.penalty, c.penalty);
    EXPECT_EQ(got.balance(), c.balance);
    EXPECT_EQ(got.refund_due, c.refund);
  }
}

TEST(Debt, OneMoreDayIsOnWhatIsLeft) {
  const auto on = [](std::string_view until, std::string_view payments) {
    return computed(example(R"(,"notice_due":"2026-04-13","until":")" + std::string(until) + R"(","payments":)" +
                            std::string(payments)))
        .one_more_day;
  };
  EXPECT_EQ(on("2026-03-16", "[]"), 0);  // tomorrow is the due date
  EXPECT_EQ(on("2026-03-17", "[]"), 22'000);
  EXPECT_EQ(on("2026-03-26", "[]"), 0);  // tomorrow the notice is made
  EXPECT_EQ(on("2026-04-13", "[]"), 22'000);
  EXPECT_EQ(on("2026-09-30", R"([{"date":"2026-09-30","amount":50000000}])"), 11'000);
  EXPECT_EQ(on("2026-09-30", R"([{"date":"2026-09-30","amount":100000000}])"), 0);
  EXPECT_EQ(on("2031-04-13", "[]"), 0);  // five years are over
}

TEST(Debt, APaymentAfterTheDayAskedIsLeftOut) {
  const auto got = computed(example(R"(,"until":"2026-05-01","payments":[{"date":"2026-05-02","amount":1}])"));
  EXPECT_TRUE(got.payments.empty());
  ASSERT_EQ(got.left_out.size(), 1U);
  EXPECT_EQ(got.tax_left(), 100'000'000);
}

TEST(Debt, CostsOfALaterDayAreNotPaidBefore) {
  const auto got = computed(example(
      R"(,"until":"2026-09-30","costs":[{"date":"2026-06-01","amount":300}],"payments":[{"date":"2026-05-01","amount":100},{"date":"2026-06-01","amount":1000}])"));
  EXPECT_EQ(got.payments[0].to_costs, 0);
  EXPECT_EQ(got.payments[1].to_costs, 300);
  EXPECT_EQ(got.payments[1].to_tax, 700);
}

TEST(Debt, PrescriptionIsLongerForLargeAmounts) {
  const auto small = computed(example(R"(,"until":"2026-09-30")"));
  EXPECT_EQ(small.prescription->years, 5);
  EXPECT_EQ(small.prescription->starts, day("2026-04-14"));
  EXPECT_EQ(small.prescription->completes, day("2031-04-13"));
  const auto large = computed(R"({"principal":500000000,"accepted":"2026-03-02","until":"2026-09-30"})");
  EXPECT_EQ(large.prescription->years, 10);
}

TEST(Debt, ADateBeyondTheCalendarIsNamed) {
  const auto refused =
      compute(read(R"({"principal":1000,"accepted":"2060-01-01","until":"2060-02-01"})"), the_law(), the_calendar());
  ASSERT_FALSE(refused);
  EXPECT_EQ(problem_of(refused.error()).refusal, Refusal::calendar_does_not_reach);
}

// --- properties

Case any_case() {
  Case subject;
  subject.principal = *rc::gen::inRange<std::int64_t>(1, 2'000'000'000);
  if (*rc::gen::inRange(0, 3) == 0) subject.principal = *rc::gen::inRange<std::int64_t>(1, 2'000'000);
  subject.cause =
      *rc::gen::element(Cause::declared, Cause::declared, Cause::assessed, Cause::under_declared, Cause::undeclared);
  const bool old = *rc::gen::inRange(0, 4) == 0;
  const auto start = subject.cause == Cause::undeclared ? Date::of(2016, 1, 1).plus_days(*rc::gen::inRange(0, 3000))
                     : old                              ? Date::of(2001, 1, 1).plus_days(*rc::gen::inRange(0, 6900))
                                                        : Date::of(2020, 1, 1).plus_days(*rc::gen::inRange(0, 2300));
  auto next = start;
  if (subject.cause == Cause::undeclared) {
    subject.imported = start;
  } else if (subject.cause != Cause::assessed) {
    subject.accepted = start;
    next = start.plus_days(15);
    subject.statutory_due = next;
  }
  if (subject.cause == Cause::assessed || *rc::gen::arbitrary<bool>()) {
    subject.notice_date = subject.cause == Cause::assessed ? start : next.plus_days(*rc::gen::inRange(0, 200));
    subject.notice_due = subject.notice_date->plus_days(*rc::gen::inRange(0, 30));
  }
  subject.until = start.plus_days(*rc::gen::inRange(0, 2500));
  const auto payments = *rc::gen::inRange(0, 6);
  for (int i = 0; i < payments; ++i) {
    subject.payments.push_back({std::to_string(i), start.plus_days(*rc::gen::inRange(0, 2500)),
                                *rc::gen::inRange<std::int64_t>(1, subject.principal + 2)});
  }
  if (*rc::gen::inRange(0, 3) == 0)
    subject.costs.push_back({std::nullopt, *rc::gen::inRange<std::int64_t>(0, 100'000)});
  if (*rc::gen::inRange(0, 4) == 0) {
    const auto from = start.plus_days(*rc::gen::inRange(0, 500));
    subject.suspensions.push_back({from, from.plus_days(*rc::gen::inRange(0, 300))});
  }
  return subject;
}

TEST(Debt, NoWonIsLostAndNoBalanceIsNegative) {
  EXPECT_TRUE(rc::check("what is paid is appropriated or to be refunded; balances are never below zero", [] {
    const auto subject = any_case();
    Problems problems;
    check(subject, problems);
    RC_ASSERT(problems.empty());
    const auto got = computed(subject);
    std::int64_t paid = 0, to = 0, refund = 0;
    for (const auto& payment : got.payments) {
      RC_ASSERT(payment.to_costs >= 0 && payment.to_tax >= 0 && payment.to_penalty >= 0 && payment.refund >= 0);
      paid += payment.payment.amount;
      to += payment.to_costs + payment.to_tax + payment.to_penalty;
      refund += payment.refund;
    }
    RC_ASSERT(paid == to + refund && refund == got.refund_due);
    RC_ASSERT(got.costs_left() >= 0 && got.tax_left() >= 0 && got.penalty_left() >= 0);
    RC_ASSERT(to == got.costs_paid + got.tax_paid + got.penalty_paid);
    RC_ASSERT(got.payments.size() + got.left_out.size() == subject.payments.size());
    std::int64_t parts = 0;
    for (const auto& part : got.parts) {
      std::int64_t windows = 0;
      for (const auto& window : part.windows) windows += window.amount;
      RC_ASSERT(part.windows.empty() || windows == part.amount);
      parts += part.amount;
    }
    RC_ASSERT(parts == got.penalty && got.penalty % 10 == 0);
  }));
}

TEST(Debt, TheOrderInWhichPaymentsAreGivenDoesNotMatter) {
  EXPECT_TRUE(rc::check("any order of the same payments gives the same answer to the byte", [] {
    auto subject = any_case();
    const auto first = to_json(subject, computed(subject), the_law(), the_messages());
    std::reverse(subject.payments.begin(), subject.payments.end());
    RC_ASSERT(to_json(subject, computed(subject), the_law(), the_messages()) == first);
    if (!subject.payments.empty())
      std::rotate(subject.payments.begin(), subject.payments.begin() + 1, subject.payments.end());
    RC_ASSERT(to_json(subject, computed(subject), the_law(), the_messages()) == first);
  }));
}

TEST(Debt, WhoPaysMoreNeverOwesMorePenalty) {
  EXPECT_TRUE(rc::check("a payment that grows, comes earlier or is added never adds to the penalty", [] {
    auto subject = any_case();
    const auto before = computed(subject).penalty;
    const auto start = subject.accepted.value_or(subject.imported.value_or(subject.notice_date.value_or(Date{})));
    if (!subject.payments.empty() && *rc::gen::arbitrary<bool>()) {
      subject.payments.back().amount += *rc::gen::inRange<std::int64_t>(0, 1'000'000'000);
    } else {
      subject.payments.push_back(
          {"more", start.plus_days(*rc::gen::inRange(0, 2500)), *rc::gen::inRange<std::int64_t>(1, 1'000'000'000)});
    }
    RC_ASSERT(computed(subject).penalty <= before);
  }));
}

TEST(Debt, TheDayAfterNeverOwesLessPenalty) {
  EXPECT_TRUE(rc::check("penalty charged never falls with time while nothing is paid in between", [] {
    auto subject = any_case();
    subject.payments.clear();
    // A shortfall without a notice is noticed on the day asked, which may be another regime.
    if (subject.cause == Cause::under_declared && !subject.notice_date) subject.cause = Cause::declared;
    const auto before = computed(subject).penalty;
    subject.until = subject.until.plus_days(*rc::gen::inRange(1, 400));
    RC_ASSERT(computed(subject).penalty >= before);
  }));
}

}  // namespace
}  // namespace clearway::debt
