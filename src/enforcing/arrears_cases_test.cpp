// Arrears cases in the record, on both engines: opened, entered into, refused, repeated, two officers at once,
// followed.

#include "enforcing/arrears_cases.h"

#include <gtest/gtest.h>

#include "enforcement/fixture_test.h"
#include "record/testing.h"
#include "settlement/testing.h"

namespace clearway::enforcing {
namespace {

using namespace enforcement;
using S = StepKind;

class ArrearsCases : public record::testing::OnBothEngines {
 protected:
  void SetUp() override {
    OnBothEngines::SetUp();
    if (database) store = open_store();
  }
  std::unique_ptr<record::Store> open_store() { return OnBothEngines::open(); }
  static record::Origin origin(const std::string& request_id, const std::string& on) {
    return {"officer-1", request_id, *Instant::parse(on + "T03:00:00.000000Z")};
  }
  Kept opened(File file, const std::string& on = "2026-04-14", const std::string& request = "") {
    auto made = enforcing::open(*store, rules, {"A-1", "B1248100998", "040", "D-1", std::move(file)}, day(on),
                                origin(request, on));
    EXPECT_TRUE(made.ok()) << made.error().code;
    EXPECT_TRUE(made.ok() && made->kept);
    return std::move(*made->kept);
  }
  Result<Entered> entered(const Kept& kept, const Event& event, const std::string& on,
                          const std::string& request = "") {
    return enter(*store, rules, kept, event, day(on), origin(request, on));
  }
  Kept found(std::string_view on = "2026-04-20") {
    return find(*store, rules, "B1248100998", "A-1", day(on)).value().value();
  }

  const Rules rules{the_enforcement(), the_calendar(), {the_law(), the_calendar(), settlement::testing::rules().chart}};
  std::unique_ptr<record::Store> store;
};
INSTANTIATE_TEST_SUITE_P(Engines, ArrearsCases, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         record::testing::engine_name);

TEST_P(ArrearsCases, AStepIsTakenOnlyWithItsPreconditions) {
  const auto kept = opened(noticed(30'000'000));
  EXPECT_EQ(kept.matter.state, "arrears");
  EXPECT_EQ(kept.matter.amount_krw, 30'000'000);

  const auto refused = entered(kept, step(day("2026-04-15"), S::seizure), "2026-04-15");
  ASSERT_TRUE(refused.ok());
  ASSERT_TRUE(refused->refused);
  EXPECT_EQ(refused->refused->missing.front().refusal, Refusal::state_does_not_allow_the_step);
  EXPECT_EQ(found().matter.version, kept.matter.version);

  const auto demand = entered(kept, step(day("2026-04-20"), S::demand), "2026-04-20");
  ASSERT_TRUE(demand.ok() && demand->kept);
  EXPECT_EQ(demand->kept->matter.state, "demanded");
  const auto served = entered(*demand->kept, service(day("2026-04-20"), S::demand), "2026-04-21");
  ASSERT_TRUE(served.ok() && served->kept);
  EXPECT_EQ(served->kept->matter.due_on, day("2026-05-12"));

  const auto history = record::Matters(*store).history(found().matter).value();
  ASSERT_EQ(history.size(), 3U);
  EXPECT_EQ(history[2].event, "service");
  EXPECT_EQ(history[2].detail, R"({"date":"2026-04-20","of":"demand"})");
}

TEST_P(ArrearsCases, WhatTheFileCannotHoldIsNamed) {
  const auto kept = opened(noticed(30'000'000));
  const auto too_much = entered(kept, amount(day("2026-04-20"), EventKind::payment, 30'000'001), "2026-04-20");
  ASSERT_TRUE(too_much.ok());
  ASSERT_EQ(too_much->problems.size(), 1U);
  EXPECT_EQ(too_much->problems[0].refusal, debt::Refusal::payment_is_above_what_is_left);
  EXPECT_EQ(too_much->problems[0].field, "amount");
  const auto tomorrow = entered(kept, amount(day("2026-04-21"), EventKind::payment, 1), "2026-04-20");
  ASSERT_EQ(tomorrow->problems.size(), 1U);
  EXPECT_EQ(tomorrow->problems[0].refusal, debt::Refusal::event_is_after_today);
  auto told = step(day("2026-04-20"), S::payment_notice);
  told.kind = EventKind::told;
  told.whom = "credit_bureau";
  const auto nobody = entered(kept, told, "2026-04-20");
  ASSERT_EQ(nobody->problems.size(), 1U);
  EXPECT_EQ(nobody->problems[0].refusal, debt::Refusal::nothing_is_to_be_told);
  EXPECT_EQ(found().matter.version, kept.matter.version);
}

TEST_P(ArrearsCases, OfTwoOfficersAtOnceTheSecondIsTold) {
  const auto kept = opened(noticed(30'000'000));
  ASSERT_TRUE(entered(kept, step(day("2026-04-20"), S::demand), "2026-04-20")->kept);
  // Whether it lacks something is not asked of a file that is no longer as it was read.
  const auto second = entered(kept, step(day("2026-04-20"), S::demand), "2026-04-20");
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.error().code, "version_is_not_current");
  EXPECT_EQ(found().matter.version, kept.matter.version + 1);
}

TEST_P(ArrearsCases, ARepeatedRequestIsHarmless) {
  const auto kept = opened(noticed(30'000'000), "2026-04-14", "r-0");
  EXPECT_EQ(opened(noticed(30'000'000), "2026-04-14", "r-0").matter.version, kept.matter.version);
  const auto demand = step(day("2026-04-20"), S::demand);
  const auto first = entered(kept, demand, "2026-04-20", "r-1");
  ASSERT_TRUE(first.ok() && first->kept);
  const auto again = entered(kept, demand, "2026-04-20", "r-1");
  ASSERT_TRUE(again.ok() && again->kept) << "a demand would be refused now";
  EXPECT_EQ(again->kept->matter.version, first->kept->matter.version);
  const auto other = entered(found(), amount(day("2026-04-20"), EventKind::payment, 1), "2026-04-20", "r-1");
  ASSERT_FALSE(other.ok());
  EXPECT_EQ(other.error().code, "request_id_was_used_for_another_request");
}

TEST_P(ArrearsCases, DaysBringDeadlinesAndEndMeasures) {
  auto file = demanded(30'000'000);
  const auto kept = opened(file, "2026-04-20");
  EXPECT_EQ(kept.matter.state, "demanded");
  EXPECT_EQ(follow(*store, rules, day("2026-05-11"), *Instant::parse("2026-05-11T03:00:00.000000Z")).value(), 0U);
  EXPECT_EQ(follow(*store, rules, day("2026-05-12"), *Instant::parse("2026-05-12T03:00:00.000000Z")).value(), 1U);
  EXPECT_EQ(found().matter.state, "enforceable");
  EXPECT_EQ(found().matter.due_on, day("2031-05-12"));  // prescription
  EXPECT_EQ(follow(*store, rules, day("2026-05-12"), *Instant::parse("2026-05-12T04:00:00.000000Z")).value(), 0U);
  const auto seized = entered(found(), step(day("2026-05-13"), S::seizure), "2026-05-13");
  ASSERT_TRUE(seized.ok() && seized->kept);
  const auto paid = entered(*seized->kept, amount(day("2026-05-20"), EventKind::payment, 30'000'000), "2026-05-20");
  ASSERT_TRUE(paid.ok() && paid->kept);
  EXPECT_EQ(paid->kept->matter.state, "extinct");
  EXPECT_EQ(paid->kept->matter.amount_krw, 0);
  EXPECT_EQ(paid->kept->matter.due_on, std::nullopt);
}

/// A case of a debt of the ledger: 60 million of duty, due on 2026-03-17.
class CasesOfDebts : public ArrearsCases {
 protected:
  void SetUp() override {
    ArrearsCases::SetUp();
    if (!store) return;
    const auto order = settlement::testing::order_of("1", 60'000'000, 0, "B1248100998");
    auto asked = order;
    asked.charges.pop_back();
    ASSERT_TRUE(settlement::testing::issue(*store, asked, origin("", "2026-03-02")).ok());
    ASSERT_EQ(collection::open_overdue(*store, rules.debts, day("2026-03-18"), origin("", "2026-03-18").at).value(),
              1U);
  }
  collection::Kept debt() { return collection::of_matter(*store, "B1248100998", "N-1").value().value(); }
  void happens(arrears::EventKind kind, std::string_view on, std::int64_t krw, std::optional<Date> until = {}) {
    arrears::Event event;
    event.kind = kind;
    event.on = day(on);
    event.amount = krw;
    event.until = until;
    if (kind == arrears::EventKind::paid) event.word = "transfer";
    const auto taken = collection::take(*store, rules.debts, debt(), {event}, event.on, origin("", std::string(on)));
    ASSERT_TRUE(taken.ok() && taken->kept);
    ASSERT_TRUE(follow_debts(*store, rules, {"B1248100998"}, event.on, origin("", std::string(on)).at).ok());
  }
  /// Demanded, and banned from leaving on 2026-05-20.
  Kept banned() {
    File file = demanded(1);
    file.accepted.reset();
    for (const auto what : {Finding::without_just_cause, Finding::claim_not_securable, Finding::flight_feared,
                            Finding::family_emigrated}) {
      file.events.push_back(finding(day("2026-05-15"), what));
    }
    file.events.push_back(step(day("2026-05-20"), S::exit_ban_request));
    auto made = enforcing::open(*store, rules, {"A-1", "B1248100998", "040", debt().file.debt_id, std::move(file)},
                                day("2026-05-20"), origin("", "2026-05-20"));
    EXPECT_TRUE(made.ok() && made->kept) << (made.ok() ? std::string(debt::name(made->problems.front().refusal))
                                                       : made.error().detail);
    const auto standing = rules.enforcement.standing(made->kept->file, day("2026-05-20"));
    EXPECT_TRUE(standing.stands(S::exit_ban_request));
    return std::move(*made->kept);
  }
  bool is_banned(std::string_view on) {
    return rules.enforcement.standing(found(on).file, day(on)).stands(S::exit_ban_request);
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, CasesOfDebts, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         record::testing::engine_name);

TEST_P(CasesOfDebts, TheAmountsAreThoseOfTheLedger) {
  const auto kept = banned();
  EXPECT_TRUE(kept.of_a_debt);
  const auto stated = collection::statement(*store, rules.debts, debt(), day("2026-05-20")).value().statement;
  EXPECT_EQ(kept.file.amount, 60'000'000) << "not the 1 won that was said";
  EXPECT_EQ(kept.matter.amount_krw, stated.balance()) << "the grown penalty counts";
  EXPECT_GT(stated.penalty.left(), 0);
}

TEST_P(CasesOfDebts, AnExitBanEndsOnTheDayOnWhichEnoughIsPaid) {
  banned();
  happens(arrears::EventKind::paid, "2026-06-01", 5'000'000);
  EXPECT_TRUE(is_banned("2026-06-01"));
  happens(arrears::EventKind::paid, "2026-06-08", 20'000'000);
  EXPECT_FALSE(is_banned("2026-06-08"));
  const auto ended = rules.enforcement.standing(found("2026-06-08").file, day("2026-06-08")).ended;
  ASSERT_EQ(ended.size(), 1U);
  EXPECT_EQ(ended[0].on, day("2026-06-08"));
  EXPECT_EQ(ended[0].when, EndsWhen::below);
  happens(arrears::EventKind::paid, "2026-06-15", 100'000'000);
  EXPECT_EQ(found("2026-06-15").matter.state, "extinct");
}

TEST_P(CasesOfDebts, AnExitBanEndsOnTheDayOnWhichAPlanIsGranted) {
  banned();
  happens(arrears::EventKind::deferred, "2026-06-01", 0, day("2027-05-31"));
  EXPECT_FALSE(is_banned("2026-06-01"));
  EXPECT_EQ(found("2026-06-01").matter.state, "deferred");
  const auto refused = entered(found("2026-06-02"), step(day("2026-06-02"), S::seizure), "2026-06-02");
  ASSERT_TRUE(refused.ok() && refused->refused);
  EXPECT_EQ(refused->refused->missing.front().refusal, Refusal::state_does_not_allow_the_step);
  happens(arrears::EventKind::deferral_ended, "2026-07-01", 0);
  EXPECT_EQ(found("2026-07-01").matter.state, "enforceable");
}

TEST_P(CasesOfDebts, WhatTheLedgerSaysIsNotEntered) {
  const auto kept = banned();
  for (const auto& event : {amount(day("2026-05-20"), EventKind::payment, 1), step(day("2026-05-20"), S::deferral),
                            step(day("2026-05-20"), S::hold)}) {
    const auto refused = entered(kept, event, "2026-05-20");
    ASSERT_TRUE(refused.ok());
    ASSERT_FALSE(refused->problems.empty());
    EXPECT_EQ(refused->problems[0].refusal, debt::Refusal::ledger_says_it);
  }
}

TEST_P(CasesOfDebts, TheOtherDebtsOfTheDebtorCount) {
  auto order = settlement::testing::order_of("2", 30'000'000, 0, "B1248100998");
  order.charges.pop_back();
  ASSERT_TRUE(settlement::testing::issue(*store, order, origin("", "2026-04-01")).ok());
  ASSERT_EQ(collection::open_overdue(*store, rules.debts, day("2026-04-02"), origin("", "2026-04-02").at).value(), 1U);
  banned();
  happens(arrears::EventKind::paid, "2026-06-08", 25'000'000);
  EXPECT_TRUE(is_banned("2026-06-08")) << "both together are above 50 million";
}

}  // namespace
}  // namespace clearway::enforcing
