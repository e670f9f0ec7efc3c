// Rulings in the record, on both engines: steps, repetition, declarations held against them, expiry, the register.

#include "registry/rulings.h"

#include <gtest/gtest.h>

#include "record/testing.h"
#include "registry/public_register.h"
#include "ruling/fixture_test.h"

namespace clearway::registry {
namespace {

using ruling::Action;
using ruling::day;
using ruling::Kind;
using ruling::State;

class RulingsTest : public record::testing::OnBothEngines {
 protected:
  void SetUp() override {
    OnBothEngines::SetUp();
    if (database) store = open_store();
  }
  std::unique_ptr<record::Store> open_store() { return std::move(record::Store::open(database->options())).value(); }
  static record::Origin origin(const std::string& request_id = "") {
    return {"tester", request_id, *Instant::parse("2026-03-09T03:00:00.000000Z")};
  }
  Kept keep(const ruling::Ruling& ruling) {
    const auto kept = registry::open(*store, ruling, origin());
    EXPECT_TRUE(kept.ok()) << kept.error().detail;
    return *kept;
  }
  detection::Filed declared(const std::string& id, const std::string& code) const {
    detection::Filed filed;
    filed.declaration_id = id;
    filed.party_id = "B1248100998";
    filed.declaration.tax_date = day("2026-06-01");
    assessment::Line line;
    line.number = 1;
    line.tariff_code = code;
    filed.declaration.lines = {line};
    filed.goods = {{1, "CREAM-50", false, {}}};
    return filed;
  }
  Kept found(const Kept& kept) { return *find(*store, kept.matter.party_id, kept.matter.matter_id).value(); }

  const ruling::World& world = ruling::World::instance();
  const Rules rules{world.law, world.calendar, world.messages};
  std::unique_ptr<record::Store> store;
};
INSTANTIATE_TEST_SUITE_P(Engines, RulingsTest, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         record::testing::engine_name);

TEST_P(RulingsTest, AStepIsTakenOnceAndItsClockStandsInTheFile) {
  const auto kept = keep(ruling::draft());
  const auto filed = take(*store, rules, kept, Action::file, {}, day("2026-03-02"), origin("file-1"));
  ASSERT_TRUE(filed.ok()) << filed.error().detail;
  EXPECT_EQ(filed->kept->matter.due_on, day("2026-04-02"));
  const auto again = take(*store, rules, kept, Action::file, {}, day("2026-03-02"), origin("file-1"));
  ASSERT_TRUE(again.ok() && again->kept);
  EXPECT_EQ(again->kept->matter.version, filed->kept->matter.version);
  EXPECT_EQ(take(*store, rules, kept, Action::file, {}, day("2026-03-02"), origin("file-2")).error().code,
            "version_is_not_current");
  EXPECT_EQ(take(*store, rules, *filed->kept, Action::file, {}, day("2026-03-02"), origin()).value().refused->refusal,
            ruling::Refusal::action_does_not_fit_the_state);
}

TEST_P(RulingsTest, DeclarationsAreKeptAsStepsOfTheRulingOnce) {
  const auto kept = keep(ruling::decided(Kind::classification));
  for (int times = 0; times < 2; ++times) {
    const auto departs = hold(*store, rules, declared("IMP-1", "3401300000"), {}, origin());
    ASSERT_TRUE(departs.ok()) << departs.error().detail;
    EXPECT_EQ(departs->at(0).differences.size(), 1U);
  }
  EXPECT_TRUE(hold(*store, rules, declared("IMP-2", "3304991000"), {}, origin()).value().at(0).differences.empty());
  const auto file = found(kept);
  ASSERT_EQ(file.ruling.held.size(), 2U);
  EXPECT_EQ(file.ruling.held[0].departures, std::vector<std::string>{"tariff_line"});
  const auto steps = record::Matters(*store).history(file.matter).value();
  ASSERT_EQ(steps.size(), 3U);
  EXPECT_EQ(steps[1].event, "declaration_departs");
  EXPECT_EQ(steps[2].event, "declaration_follows");
  auto other = declared("IMP-3", "3401300000");
  other.party_id = "B2208162517";
  EXPECT_TRUE(hold(*store, rules, other, {}, origin()).value().empty()) << "another firm has no ruling";
}

TEST_P(RulingsTest, ExpiresWhenItsValidityIsOver) {
  const auto kept = keep(ruling::decided(Kind::valuation_general));
  EXPECT_EQ(follow(*store, rules, day("2029-03-20"), origin().at).value(), 0U);
  EXPECT_EQ(follow(*store, rules, day("2029-03-21"), origin().at).value(), 1U);
  EXPECT_EQ(found(kept).ruling.state, State::expired);
}

TEST_P(RulingsTest, TheRegisterIsReadAnewAfterADecision) {
  PublicRegister published(*store);
  EXPECT_TRUE(published.entries(day("2026-04-01")).value()->empty());
  keep(ruling::decided(Kind::classification));
  EXPECT_TRUE(published.entries(day("2026-04-01")).value()->empty()) << "of the same day";
  published.forget();
  EXPECT_EQ(published.entries(day("2026-04-01")).value()->size(), 1U);
}

}  // namespace
}  // namespace clearway::registry
