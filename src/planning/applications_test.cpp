// Plans of payment in the record, on both engines: applied for, decided, a part missed, planned again, paid, ended.

#include "planning/applications.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "law/parameters.h"  // generated
#include "plan/plan.h"
#include "planning/letter.h"
#include "planning/remedies.h"
#include "planning/reminders.h"
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
  /// Nothing is written about a debt until `let_debts_be_written`: as if all ended just before that.
  void stop_at_the_debt() {
    const bool sqlite = GetParam() == db::Engine::sqlite;
    const auto status = database->connect()->script(
        sqlite
            ? "CREATE TRIGGER stop BEFORE UPDATE ON matter WHEN NEW.kind = 'debt' BEGIN SELECT RAISE(ABORT, 'stop'); "
              "END"
            : "CREATE OR REPLACE FUNCTION stop() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'stop'; "
              "END $$; "
              "CREATE TRIGGER stop BEFORE UPDATE ON matter FOR EACH ROW WHEN (NEW.kind = 'debt') EXECUTE FUNCTION "
              "stop()");
    ASSERT_TRUE(status.ok()) << status.error().detail;
  }
  void let_debts_be_written() {
    const bool sqlite = GetParam() == db::Engine::sqlite;
    const auto status = database->connect()->script(sqlite ? "DROP TRIGGER stop" : "DROP TRIGGER stop ON matter");
    ASSERT_TRUE(status.ok()) << status.error().detail;
  }
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

TEST_P(ApplicationsTest, WhatEndsBetweenThePlanAndTheDebtLosesNothing) {
  const auto kept = applied();
  const auto events = debt().file.events.size();
  stop_at_the_debt();
  EXPECT_FALSE(decide(*store, terms(), kept, all_shown(), day("2026-04-01"), at("2026-04-01", "grant")).ok());
  EXPECT_EQ(again().application.state, State::applied) << "granted without the deferral";
  EXPECT_EQ(debt_state("2026-04-01"), "open");
  let_debts_be_written();
  // The same request once more does all of it.
  ASSERT_TRUE(decide(*store, terms(), kept, all_shown(), day("2026-04-01"), at("2026-04-01", "grant"))->kept);
  EXPECT_EQ(debt_state("2026-04-01"), "deferred");
  EXPECT_EQ(debt().file.events.size(), events + 1);

  const auto running = again();
  stop_at_the_debt();
  EXPECT_FALSE(replan(*store, terms(), running, 7, true, day("2026-04-20"), at("2026-04-20", "anew", "trader")).ok());
  EXPECT_FALSE(close(*store, terms(), running, day("2026-04-20"), at("2026-04-20", "end")).ok());
  EXPECT_EQ(again().application.schedule, running.application.schedule);
  EXPECT_EQ(again().matter.version, running.matter.version);
  EXPECT_EQ(debt().file.events.size(), events + 1);
  let_debts_be_written();
  const auto planned = replan(*store, terms(), running, 7, true, day("2026-04-20"), at("2026-04-20", "anew", "trader"));
  ASSERT_TRUE(planned.ok() && planned->kept);
  EXPECT_EQ(debt().file.events.back().until, std::optional(planned->kept->application.schedule.back().date));
  EXPECT_EQ(debt().file.events.size(), events + 3) << "ended, and deferred anew";
  // Sent again it is answered as it stands, whether an event of the debt belonged to it or not.
  EXPECT_EQ(replan(*store, terms(), running, 7, true, day("2026-04-20"), at("2026-04-20", "anew", "trader"))
                ->kept->application.schedule,
            planned->kept->application.schedule);
  EXPECT_EQ(
      replan(*store, terms(), running, 8, true, day("2026-04-20"), at("2026-04-20", "anew", "trader")).error().code,
      "request_id_was_used_for_another_request");
}

TEST_P(ApplicationsTest, PlannedTwiceOnOneDayIsRefusedByName) {
  EXPECT_EQ(replan(*store, terms(), granted(), 6, false, day("2026-04-01"), at("2026-04-01", "x"))->refused->refusal,
            Refusal::planned_on_this_day);
}

TEST_P(ApplicationsTest, AForecastSaysWhatIsOwedOnTheDayOfThePartAndWhatFollows) {
  const auto plan = granted().application;
  const auto on = day("2026-04-10");
  const auto now = collection::statement(*store, terms(), debt(), on)->statement;
  const auto forecast = forecast_of(terms(), plan, progress_of(plan, now, on), now);
  ASSERT_TRUE(forecast.ok() && *forecast);
  EXPECT_EQ((*forecast)->missed, plan.schedule.front().date);
  // The ledger says the same on that day.
  EXPECT_EQ((*forecast)->rest.total(),
            collection::statement(*store, terms(), debt(), plan.schedule.front().date)->statement.balance());
  ASSERT_EQ((*forecast)->consequences.size(), 3U);
  EXPECT_EQ((*forecast)->consequences.front().consequence, "the_rest_is_due_at_once");
  // A part that was missed: what is owed today.
  const auto later = day("2026-05-20");
  const auto then = collection::statement(*store, terms(), debt(), later)->statement;
  auto missed = plan;
  missed.state = State::missed;
  EXPECT_EQ((*forecast_of(terms(), missed, progress_of(missed, then, later), then))->rest.total(), then.balance());
  auto over = plan;
  over.state = State::ended;
  EXPECT_FALSE(*forecast_of(terms(), over, progress_of(over, now, on), now));
}

TEST_P(ApplicationsTest, SupportIsHandedOverOnceAndOnlyWithConsent) {
  auto application = asked(4);
  application.hardship = true;
  const auto applied = apply(*store, terms(), debt(), application, day("2026-04-01"), at("2026-04-01", "apply"));
  ASSERT_TRUE(applied.ok() && applied->kept);
  EXPECT_EQ(hand_over(*store, again(), "예시구 복지관", day("2026-04-02"), at("2026-04-02", "a"))->refused->refusal,
            Refusal::consent_is_missing);
  ASSERT_TRUE(consent(*store, again(), true, at("2026-04-02", "b", "trader"))->kept);
  ASSERT_TRUE(consent(*store, again(), false, at("2026-04-02", "c", "trader"))->kept);
  EXPECT_FALSE(again().application.welfare_consent);
  ASSERT_TRUE(consent(*store, again(), true, at("2026-04-02", "d", "trader"))->kept);
  const auto handed = hand_over(*store, again(), "예시구 복지관", day("2026-04-03"), at("2026-04-03", "e"));
  ASSERT_TRUE(handed.ok() && handed->kept);
  EXPECT_EQ(handed->kept->application.handed_over->by, "officer");
  EXPECT_EQ(hand_over(*store, again(), "예시구 복지관", day("2026-04-03"), at("2026-04-03", "f"))->refused->refusal,
            Refusal::handed_over_already);
  EXPECT_EQ(consent(*store, again(), false, at("2026-04-03", "g", "trader"))->refused->refusal,
            Refusal::handed_over_already);
  EXPECT_EQ(consent(*store, again(), false, at("2026-04-03", "b", "trader")).error().code,
            "request_id_was_used_for_another_request");
}

TEST_P(ApplicationsTest, EachPartIsRemindedOfOnceForEachOfItsDays) {
  ASSERT_FALSE(granted().application.schedule.empty());  // the first part is due on 2026-05-04
  record::Account account;
  account.account_id = account.sign_in_name = "trader";
  account.role = "trader";
  account.party_id = std::string(party);
  account.display_name = "견본무역";
  account.language = "ko";
  account.active = true;
  ASSERT_TRUE(record::wait<record::Account>([&](auto done) {
                store->put_account(account, at("2026-04-01", "account"), std::move(done));
              }).ok());
  const auto folder = database->folder() + "/outbox";
  std::filesystem::create_directories(folder);
  const auto messages = Messages::load(settlement::testing::source + "/messages").value();
  const MailTools tools{{"관세청 (견본)", "Customs (sample)"},
                        "plans@clearway.sample.invalid",
                        "clearway.sample.invalid",
                        "https://clearway.sample.invalid",
                        messages};
  const auto remind_on = [&](const std::string& on) {
    return remind(*store, terms(), tools, folder, day(on), noon(on)).value();
  };
  const auto mails = [&] {
    return std::distance(std::filesystem::directory_iterator(folder), std::filesystem::directory_iterator());
  };
  EXPECT_EQ(remind_on("2026-04-26"), 0U);
  EXPECT_EQ(remind_on("2026-04-27"), 1U);
  EXPECT_EQ(remind_on("2026-04-28"), 0U) << "once for the seven days before";
  EXPECT_EQ(mails(), 1);
  EXPECT_EQ(remind_on("2026-05-03"), 1U);
  EXPECT_EQ(remind_on("2026-05-04"), 0U);
  EXPECT_EQ(mails(), 2);
  EXPECT_EQ(again().application.reminded.size(), 2U);
}

TEST(Remedies, EveryMeasureThatAPlanChangesCanBeContested) {
  const auto messages = Messages::load(settlement::testing::source + "/messages").value();
  const auto& law = rules().law;
  const auto on = *Date::parse("2026-11-25");
  const auto routes = contest_routes(law, messages, on);
  ASSERT_TRUE(routes.ok()) << routes.error().code << routes.error().detail;
  const auto& effects = law.kr.arrears.plan.effects.on(on).value;
  for (std::size_t i = 0; i < effects.size(); ++i) {
    const auto& measure = effects.text(i, "measure");
    if (measure == "prescription") continue;  // nobody's act
    EXPECT_TRUE(std::any_of(routes->begin(), routes->end(), [&](const auto& one) { return one.measure == measure; }))
        << measure;
  }
  for (const auto& one : *routes) EXPECT_NE(law.find_source(one.cite), nullptr) << one.cite;
  EXPECT_EQ(routes->front().period->en, "within 90 days");
  EXPECT_FALSE(support_in_hardship(law, messages, on).empty());
}

TEST_P(ApplicationsTest, ARefusalSaysUntilWhenItMayBeContested) {
  auto decided = all_shown();
  decided.granted = false;
  const auto refused = decide(*store, terms(), applied(), decided, day("2026-04-01"), at("2026-04-01", "no"));
  ASSERT_TRUE(refused.ok() && refused->kept);
  EXPECT_EQ(contest_by(terms(), refused->kept->application)->value(), day("2026-06-30"));
  EXPECT_EQ(letter_of(refused->kept->application), "plan_refusal");
  auto open = refused->kept->application;
  open.decision.reset();
  EXPECT_FALSE(*contest_by(terms(), open));
}

}  // namespace
}  // namespace clearway::planning
