// Plans of payment in the record, on both engines: applied for, decided, a part missed, planned again, paid, ended.

#include "planning/applications.h"

#include <gtest/gtest.h>

#include "record/wait.h"
#include "settlement/testing.h"

namespace clearway::planning {
namespace {

using settlement::testing::issue;
using settlement::testing::order_of;
using settlement::testing::party;
using settlement::testing::rules;

Date day(std::string_view text) { return *Date::parse(text); }

class ApplicationsTest : public record::testing::OnBothEngines {
 protected:
  void SetUp() override {
    OnBothEngines::SetUp();
    if (!database) return;
    store = open();
    auto order = order_of("O-1", 60'000'000, 40'000'000);  // due on 2026-03-17
    order.matter.kind = "declaration";
    ASSERT_TRUE(issue(*store, order).ok());
    ASSERT_EQ(collection::open_overdue(*store, terms(), day("2026-03-18"), noon("2026-03-18")).value(), 1U);
  }
  static const arrears::Terms& terms() {
    static const auto calendar = law::load_calendar(settlement::testing::source + "/law").value();
    static const arrears::Terms the{rules().law, calendar, rules().chart};
    return the;
  }
  static Instant noon(const std::string& on) { return *Instant::parse(on + "T03:00:00.000000Z"); }
  static record::Origin at(const std::string& on, const std::string& request, const std::string& actor = "officer") {
    return {actor, request, noon(on)};
  }
  collection::Kept debt() {
    record::MatterSearch asked;
    asked.every_party = true;
    return collection::kept_of(collection::search(*store, asked)->matters.at(0)).value();
  }
  static Application asked(int parts) {
    Application application;
    application.application_id = "L-1";
    application.parts = parts;
    application.reason = "거래처 부도";
    application.facts.cause_is_recognised = true;
    return application;
  }
  static Decided all_shown() {
    Decided decided;
    decided.granted = true;
    decided.reason = "요건을 모두 확인함";
    decided.facts = {true, true, true, true, true, true};
    return decided;
  }
  Kept applied(int parts = 4) {
    auto taken = apply(*store, terms(), debt(), asked(parts), day("2026-04-01"), at("2026-04-01", "apply", "trader"));
    EXPECT_TRUE(taken.ok()) << taken.error().code << taken.error().detail;
    EXPECT_TRUE(taken->kept);
    return *taken->kept;
  }
  Kept granted(int parts = 4) {
    auto taken = decide(*store, terms(), applied(parts), all_shown(), day("2026-04-01"), at("2026-04-01", "grant"));
    EXPECT_TRUE(taken.ok()) << taken.error().code << taken.error().detail;
    EXPECT_TRUE(taken->kept) << (taken->refused ? taken->refused->value : "");
    return *taken->kept;
  }
  void pay(std::int64_t krw, const std::string& on) {
    arrears::Asked paid;
    paid.event.kind = arrears::EventKind::paid;
    paid.event.on = day(on);
    paid.event.amount = krw;
    paid.event.word = "transfer";
    const auto taken = collection::take(*store, terms(), debt(), paid, day(on), at(on, ""));
    ASSERT_TRUE(taken.ok() && taken->kept);
  }
  std::string debt_state(const char* on) {
    return std::string(arrears::name(collection::statement(*store, terms(), debt(), day(on))->statement.state));
  }
  Kept again() { return *find(*store, party, "L-1").value(); }
  std::size_t follow_on(const std::string& on) { return follow(*store, terms(), day(on), noon(on)).value(); }

  std::unique_ptr<record::Store> store;
};
INSTANTIATE_TEST_SUITE_P(Engines, ApplicationsTest, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         record::testing::engine_name);

TEST_P(ApplicationsTest, AGrantDefersTheDebtUpToTheLastPartAndSaysWhoDecided) {
  const auto kept = granted();
  const auto& plan = kept.application;
  EXPECT_EQ(plan.state, State::running);
  EXPECT_EQ(plan.decision->by, "officer");
  ASSERT_EQ(plan.schedule.size(), 4U);
  EXPECT_EQ(plan.schedule.front().date, day("2026-05-04")) << "the first of May is a holiday, a weekend follows";
  EXPECT_EQ(plan.schedule.front().due.tax, 25'000'000);
  EXPECT_EQ(kept.matter.due_on, std::optional(plan.schedule.front().date));
  EXPECT_EQ(debt_state("2026-04-01"), "deferred");
  EXPECT_EQ(debt().file.events.back().until, std::optional(plan.schedule.back().date));
  // Sent again: the same answer, and no second event.
  const auto events = debt().file.events.size();
  EXPECT_EQ(decide(*store, terms(), kept, all_shown(), day("2026-04-01"), at("2026-04-01", "grant"))
                ->kept->application.schedule,
            plan.schedule);
  EXPECT_EQ(debt().file.events.size(), events);
}

TEST_P(ApplicationsTest, AGrantNeedsEveryConditionAndARefusalNamesTheNearestPlan) {
  const auto kept = applied(4);
  auto decided = all_shown();
  decided.facts.no_new_arrears = false;
  EXPECT_EQ(decide(*store, terms(), kept, decided, day("2026-04-01"), at("2026-04-01", "a"))->refused->refusal,
            Refusal::condition_is_not_met);
  decided.facts.no_new_arrears.reset();
  EXPECT_EQ(decide(*store, terms(), kept, decided, day("2026-04-01"), at("2026-04-01", "b"))->refused->value,
            "no_new_arrears");
  EXPECT_EQ(debt_state("2026-04-01"), "open");
  auto poorer = kept;
  poorer.application.means = plan::Means{20'000'000, 10'000'000, 0};  // a part of four is 25 million
  decided.granted = false;
  const auto refused = decide(*store, terms(), poorer, decided, day("2026-04-01"), at("2026-04-01", "c"));
  ASSERT_TRUE(refused.ok() && refused->kept);
  EXPECT_EQ(refused->kept->application.state, State::refused);
  ASSERT_TRUE(refused->kept->application.decision->nearest);
  EXPECT_GT(refused->kept->application.decision->nearest->parts, 4);
  EXPECT_LE(refused->kept->application.decision->nearest->highest_part, 20'000'000);
}

TEST_P(ApplicationsTest, ADebtHasOneApplicationThatIsOpen) {
  applied();
  auto second = asked(6);
  second.application_id = "L-2";
  EXPECT_EQ(apply(*store, terms(), debt(), second, day("2026-04-02"), at("2026-04-02", "two"))->refused->refusal,
            Refusal::application_is_open_already);
  ASSERT_TRUE(close(*store, terms(), again(), day("2026-04-02"), at("2026-04-02", "back"))->kept);
  EXPECT_EQ(again().application.state, State::withdrawn);
  EXPECT_TRUE(apply(*store, terms(), debt(), second, day("2026-04-02"), at("2026-04-02", "three"))->kept);
  auto many = asked(1'000'000);
  many.application_id = "L-3";
  ASSERT_TRUE(
      close(*store, terms(), *find(*store, party, "L-2").value(), day("2026-04-03"), at("2026-04-03", "x"))->kept);
  EXPECT_EQ(apply(*store, terms(), debt(), many, day("2026-04-03"), at("2026-04-03", "four"))->refused->refusal,
            Refusal::plan_is_not_possible);
}

TEST_P(ApplicationsTest, AMissedPartIsFoundByDaysAskedAnewByTheDebtorAndPlannedAgainByCustoms) {
  granted();
  EXPECT_EQ(follow_on("2026-05-04"), 0U);
  EXPECT_EQ(follow_on("2026-05-05"), 1U);
  EXPECT_EQ(follow_on("2026-05-06"), 0U);
  EXPECT_EQ(again().application.state, State::missed);
  const auto own = replan(*store, terms(), again(), 6, true, day("2026-05-06"), at("2026-05-06", "ask", "trader"));
  ASSERT_TRUE(own.ok() && own->kept);
  EXPECT_EQ(own->kept->application.state, State::missed);
  EXPECT_EQ(own->kept->application.parts_asked, 6);
  const auto planned = replan(*store, terms(), again(), 6, false, day("2026-05-07"), at("2026-05-07", "anew"));
  ASSERT_TRUE(planned.ok()) << planned.error().code << planned.error().detail;
  ASSERT_TRUE(planned->kept) << planned->refused->value;
  const auto& plan = planned->kept->application;
  EXPECT_EQ(plan.state, State::running);
  EXPECT_EQ(plan.schedule.size(), 6U);
  EXPECT_EQ(plan.granted_on, day("2026-04-01"));
  EXPECT_EQ(plan.replanned.size(), 1U);
  EXPECT_EQ(debt_state("2026-05-07"), "deferred");
  EXPECT_EQ(debt().file.events.back().until, std::optional(plan.schedule.back().date));
}

TEST_P(ApplicationsTest, PaidAsPlannedItIsCompletedAndNothingIsLeft) {
  const auto plan = granted(2).application;
  for (const auto& part : plan.schedule) pay(part.due.total(), part.date.text());
  const auto last = plan.schedule.back().date.text();
  EXPECT_EQ(collection::statement(*store, terms(), debt(), plan.schedule.back().date)->statement.balance(), 0);
  EXPECT_EQ(follow_on(last), 1U);
  EXPECT_EQ(again().application.state, State::completed);
  EXPECT_EQ(replan(*store, terms(), again(), 3, false, day(last), at(last, "late"))->refused->refusal,
            Refusal::application_does_not_fit_the_state);
}

TEST_P(ApplicationsTest, APartPaidLateIsMadeGoodAndATermThatIsOverEndsThePlan) {
  const auto plan = granted(2).application;
  EXPECT_EQ(follow_on("2026-05-05"), 1U);
  pay(plan.schedule.front().due.total(), "2026-05-06");
  EXPECT_EQ(follow_on("2026-05-06"), 1U);
  EXPECT_EQ(again().application.state, State::running);
  EXPECT_EQ(follow_on("2026-06-10"), 1U);
  EXPECT_EQ(again().application.state, State::ended);
  EXPECT_EQ(debt_state("2026-06-10"), "open");
}

TEST_P(ApplicationsTest, WhenCustomsEndsAPlanTheDeferralEnds) {
  const auto kept = granted();
  ASSERT_TRUE(close(*store, terms(), kept, day("2026-05-10"), at("2026-05-10", "end"))->kept);
  EXPECT_EQ(again().application.state, State::ended);
  EXPECT_EQ(debt_state("2026-05-10"), "open");
  const auto stale = replan(*store, terms(), kept, 3, false, day("2026-05-10"), at("2026-05-10", "stale"));
  ASSERT_FALSE(stale.ok());
  EXPECT_EQ(stale.error().code, "version_is_not_current");
}

}  // namespace
}  // namespace clearway::planning
