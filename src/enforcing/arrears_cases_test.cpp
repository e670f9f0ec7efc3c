// Arrears cases in the record, on both engines: opened, entered into, refused, repeated, two officers at once,
// followed.

#include "enforcing/arrears_cases.h"

#include <gtest/gtest.h>

#include "enforcement/fixture_test.h"
#include "record/testing.h"

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
  Kept found() { return find(*store, rules, "B1248100998", "A-1").value().value(); }

  const Rules rules{the_enforcement(), the_calendar()};
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

}  // namespace
}  // namespace clearway::enforcing
