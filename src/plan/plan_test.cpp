#include "plan/plan.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>

#include "debt/compute.h"
#include "debt/instalments.h"

namespace clearway::plan {
namespace {

const law::Law& the_law() {
  static const auto law = law::Law::load(CLEARWAY_SOURCE_DIR "/law").value();
  return law;
}
const law::Calendar& the_calendar() {
  static const auto calendar = law::load_calendar(CLEARWAY_SOURCE_DIR "/law").value();
  return calendar;
}

Date day(std::string_view text) { return Date::parse(text).value(); }

/// Accepted on 2026-01-05, noticed on 2026-02-02 and due on 2026-02-17.
debt::Case noticed(std::int64_t principal) {
  debt::Case subject;
  subject.principal = principal;
  subject.accepted = day("2026-01-05");
  subject.notice_date = day("2026-02-02");
  return subject;
}

Request request(std::int64_t principal, std::string_view on, int parts) {
  Request out;
  out.debts = {noticed(principal)};
  out.on = day(on);
  out.parts = parts;
  return out;
}

Plan made(Kind kind, const Request& asked) { return make(kind, asked, the_law(), the_calendar()).value(); }
Offer offered(const Request& asked) { return offer(asked, the_law(), the_calendar()).value(); }

Standing of(const Plan& plan, std::string_view condition) {
  for (const auto& row : plan.conditions) {
    if (row.condition == condition) return row.standing;
  }
  ADD_FAILURE() << "no condition " << condition;
  return Standing::not_known;
}

/// What the debt comes to if the plan is paid as planned.
debt::Statement settled(const Request& asked, const Plan& plan, std::size_t which) {
  const auto then = after(asked, plan, plan.rows.size(), plan.rows.back().date).value();
  auto subject = then.debts[which];
  subject.until = plan.rows.back().date;
  return debt::compute(subject, the_law(), the_calendar()).value();
}

TEST(Plan, TheWorkedExampleOfTwelvePartsGrowsAsTheReferenceHasIt) {
  auto asked = request(60'000'000, "2026-06-01", 12);
  asked.order = PenaltyOrder::with_each;
  const auto plan = made(Kind::deferral, asked);
  ASSERT_EQ(plan.rows.size(), 12U);
  EXPECT_EQ(plan.rows[0].date, day("2026-07-01"));
  EXPECT_EQ(plan.rows[0].grown, 396'000);
  // The first part is larger by what has grown, and all of it meets tax.
  EXPECT_EQ(plan.rows[0].due.tax, 5'396'000);
  EXPECT_EQ(plan.rows[0].due.penalty, 0);
  // 2026-08-01 is a Saturday: 33 days on 54,604,000 won.
  EXPECT_EQ(plan.rows[1].date, day("2026-08-03"));
  EXPECT_EQ(plan.rows[1].counted_to, day("2026-08-01"));
  EXPECT_EQ(plan.rows[1].grown, 396'420);
  EXPECT_EQ(plan.total.tax, 60'000'000);
  asked.order = PenaltyOrder::with_last;
  const auto last = made(Kind::deferral, asked);
  EXPECT_EQ(last.rows[0].due.tax, 5'000'000);
  EXPECT_EQ(last.rows[1].grown, 399'300);
  // Paid sooner, less grows.
  EXPECT_LT(plan.total.penalty, last.total.penalty);
}

TEST(Plan, OnTheDatesOfThePlanPenaltyIsThatOfTheInstalments) {
  const auto asked = request(60'000'000, "2026-06-01", 12);
  const auto plan = made(Kind::deferral, asked);
  std::vector<Date> dates;
  for (const auto& row : plan.rows) dates.push_back(row.date);
  const auto parts = debt::instalments(60'000'000, day("2026-01-05"), asked.on, dates, the_law()).value();
  for (std::size_t k = 0; k < parts.size(); ++k) {
    EXPECT_EQ(plan.rows[k].due.tax, parts[k].tax) << k;
    EXPECT_EQ(plan.rows[k].grown, parts[k].penalty) << k;
  }
}

TEST(Plan, InstalmentsBeforeTheDueDateBearNoPenalty) {
  const auto plan = made(Kind::instalments, request(9'000'000, "2026-02-10", 6));
  EXPECT_EQ(plan.total.tax, 9'000'000);
  // The notice itself came after the statutory due date: what grew before it stays.
  for (const auto& row : plan.rows) EXPECT_EQ(row.grown, 0);
  EXPECT_EQ(of(plan, "before_the_due_date"), Standing::met);
  EXPECT_EQ(of(plan, "cause_is_recognised"), Standing::not_known);
  EXPECT_EQ(plan.standing(), Standing::not_known);
}

TEST(Plan, AConditionIsMetNotMetOrNotKnown) {
  auto asked = request(60'000'000, "2026-06-01", 12);
  EXPECT_EQ(of(made(Kind::instalments, asked), "before_the_due_date"), Standing::not_met);
  EXPECT_EQ(of(made(Kind::deferral, asked), "security_is_given_or_waived"), Standing::not_known);
  asked.facts.no_conviction = false;
  EXPECT_EQ(of(made(Kind::deferral, asked), "security_is_given_or_waived"), Standing::not_met);
  asked.security_offered = 60'000'000;
  EXPECT_EQ(of(made(Kind::deferral, asked), "security_is_given_or_waived"), Standing::met);
  asked.security_offered = 59'999'999;
  asked.facts.no_conviction = asked.facts.written_plan_is_given = true;
  EXPECT_EQ(made(Kind::deferral, asked).security->waived, Standing::met);
  asked.facts.business_can_recover = asked.facts.no_other_enforcement = asked.facts.no_new_arrears = true;
  EXPECT_EQ(made(Kind::deferral, asked).standing(), Standing::met);
}

TEST(Plan, ATermThatIsTooLongIsCutToTheLongest) {
  const auto got = offered(request(60'000'000, "2026-06-01", 30));
  EXPECT_EQ(of(got.plans[2], "term_is_within_the_limit"), Standing::not_met);
  ASSERT_TRUE(got.nearest);
  EXPECT_EQ(got.nearest->kind, Kind::deferral);
  EXPECT_EQ(got.nearest->parts, 24);
}

TEST(Plan, PartsThatTheIncomeDoesNotCoverBecomeSmaller) {
  auto asked = request(60'000'000, "2026-06-01", 12);
  asked.means = Means{7'000'000, 3'000'000, 0};
  const auto got = offered(asked);
  const auto& means = *got.plans[2].affordability;
  EXPECT_EQ(means.surplus, 4'000'000);
  EXPECT_EQ(means.first_failure, day("2026-07-01"));
  ASSERT_TRUE(got.nearest);
  EXPECT_GT(got.nearest->parts, 14);
  EXPECT_FALSE(got.nearest->plan.affordability->first_failure);
  asked.means = Means{1'000'000, 3'000'000, 0};
  EXPECT_FALSE(offered(asked).nearest);
}

TEST(Plan, WhatCannotBePlannedIsRefused) {
  const auto code = [](const Request& asked) {
    const auto got = offer(asked, the_law(), the_calendar());
    return got ? std::string() : got.error().code;
  };
  EXPECT_EQ(code({}), "debts_are_missing");
  EXPECT_EQ(code(request(60'000'000, "2026-06-01", 0)), "parts_are_out_of_range");
  EXPECT_EQ(code(request(60'000'000, "2026-06-01", 121)), "parts_are_out_of_range");
  EXPECT_EQ(code(request(110, "2026-06-01", 12)), "parts_are_above_the_tax");
  EXPECT_EQ(code(request(60'000'000, "2018-06-01", 12)), "application_is_before_the_law");
  auto asked = request(60'000'000, "2026-06-01", 12);
  asked.pay_on = day("2026-05-31");
  EXPECT_EQ(code(asked), "pay_on_is_before_the_application");
}

TEST(Plan, AMissedPartMakesTheRestDue) {
  const auto asked = request(60'000'000, "2026-06-01", 12);
  const auto plan = made(Kind::deferral, asked);
  const auto got = forecast_missed(asked, plan, 3, the_law(), the_calendar()).value();
  EXPECT_EQ(got.missed, plan.rows[3].date);
  EXPECT_EQ(got.rest.tax, 45'000'000);
  EXPECT_EQ(got.consequences.size(), 3U);
  EXPECT_EQ(forecast_missed(asked, plan, 12, the_law(), the_calendar()).error().code, "part_is_not_in_the_plan");
  EXPECT_EQ(after(asked, plan, 3, asked.on).error().code, "on_is_before_the_paid_parts");
}

Request any_request() {
  Request asked;
  const auto count = *rc::gen::inRange(1, 4);
  for (int i = 0; i < count; ++i) {
    auto subject = noticed(*rc::gen::inRange<std::int64_t>(1'000, 3'000'000'000));
    subject.accepted = subject.accepted->plus_days(*rc::gen::inRange(-1500, 20));
    if (*rc::gen::arbitrary<bool>())
      subject.costs.push_back({std::nullopt, *rc::gen::inRange<std::int64_t>(0, 500'000)});
    asked.debts.push_back(std::move(subject));
  }
  asked.on = day("2026-02-02").plus_days(*rc::gen::inRange(0, 1200));
  asked.parts = *rc::gen::inRange(1, 25);
  asked.order = *rc::gen::element(PenaltyOrder::with_last, PenaltyOrder::with_each);
  return asked;
}

TEST(Plan, EveryPlanSumsToDebtPlusPenaltyAndNoneOverpays) {
  EXPECT_TRUE(rc::check("paid as planned, each debt is settled to the won and nothing is to be refunded", [] {
    const auto asked = any_request();
    for (const auto kind : {Kind::one_payment, Kind::instalments, Kind::deferral}) {
      const auto plan = made(kind, asked);
      Share owed;
      for (std::size_t i = 0; i < asked.debts.size(); ++i) {
        const auto statement = settled(asked, plan, i);
        RC_ASSERT(statement.balance() == 0);
        RC_ASSERT(statement.refund_due == 0);
        owed.costs += statement.costs;
        owed.tax += statement.tax;
        owed.penalty += statement.penalty;
      }
      RC_ASSERT(plan.total.costs == owed.costs && plan.total.tax == owed.tax && plan.total.penalty == owed.penalty);
      RC_ASSERT(plan.rows.back().tax_left == 0);
    }
  }));
}

TEST(Plan, DatesAscendOnWorkingDaysWithinTheLimit) {
  EXPECT_TRUE(rc::check("no part falls on a holiday or after two years", [] {
    const auto asked = any_request();
    const auto plan = made(Kind::deferral, asked);
    for (std::size_t k = 0; k < plan.rows.size(); ++k) {
      RC_ASSERT(the_calendar().is_working_day(plan.rows[k].date));
      RC_ASSERT(plan.rows[k].date > (k == 0 ? asked.on : plan.rows[k - 1].date));
    }
    RC_ASSERT(plan.rows.back().date <= asked.on.plus_years(2));
  }));
}

TEST(Plan, ALongerPlanNeverCostsLess) {
  EXPECT_TRUE(rc::check("one part more costs at least the same penalty", [] {
    auto asked = any_request();
    asked.parts = std::min(asked.parts, 23);
    asked.order = PenaltyOrder::with_last;
    const auto shorter = made(Kind::deferral, asked).total.penalty;
    ++asked.parts;
    RC_ASSERT(made(Kind::deferral, asked).total.penalty >= shorter);
  }));
}

/// Parts that bear their penalty meet tax first, so that the last ones may be penalty only.
TEST(Plan, WhatIsLeftMayBePenaltyOnlyAndIsOnePart) {
  auto asked = request(1'500'000, "2026-02-02", 18);
  asked.debts[0].accepted = asked.debts[0].accepted->plus_days(-1500);
  asked.order = PenaltyOrder::with_each;
  const auto plan = made(Kind::deferral, asked);
  const auto again = after(asked, plan, 17, plan.rows[16].date).value();
  const auto rest = made(Kind::deferral, again);
  ASSERT_EQ(rest.rows.size(), 1U);
  EXPECT_EQ(rest.rows[0].due.tax, 0);
  EXPECT_GT(rest.rows[0].due.penalty, 0);
}

TEST(Plan, PlanningAgainConservesTheWon) {
  EXPECT_TRUE(rc::check("what was paid and the new plan sum to debt plus penalty", [] {
    const auto asked = any_request();
    const auto plan = made(Kind::deferral, asked);
    const auto paid = *rc::gen::inRange<std::size_t>(0, plan.rows.size());
    const auto on = paid == 0 ? asked.on : plan.rows[paid - 1].date;
    auto again = after(asked, plan, paid, on).value();
    auto planned = make(Kind::deferral, again, the_law(), the_calendar());
    if (!planned) {
      RC_ASSERT(planned.error().code == "parts_are_above_the_tax");
      again.parts = std::stoi(planned.error().fix);
      planned = make(Kind::deferral, again, the_law(), the_calendar());
    }
    const auto& rest = planned.value();
    std::int64_t sum = rest.total.total(), owed = 0;
    for (std::size_t k = 0; k < paid; ++k) sum += plan.rows[k].due.total();
    for (std::size_t i = 0; i < asked.debts.size(); ++i) {
      const auto statement = settled(again, rest, i);
      owed += statement.costs + statement.tax + statement.penalty;
      RC_ASSERT(statement.balance() == 0 && statement.refund_due == 0);
    }
    RC_ASSERT(sum == owed);
  }));
}

}  // namespace
}  // namespace clearway::plan
