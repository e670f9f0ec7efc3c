// Detection over the record, on both engines: drafts are made once, what was learnt counts, a retired detector is
// quiet.

#include "noticing/detection_runs.h"

#include <gtest/gtest.h>

#include <thread>

#include "assessment/tables.h"
#include "notice/fixture_test.h"
#include "noticing/detectors.h"
#include "record/testing.h"
#include "record/wait.h"
#include "settlement/testing.h"

namespace clearway::noticing {
namespace {

using detection::Detector;
using notice::Action;
using notice::day;

class DetectionRunsTest : public record::testing::OnBothEngines {
 protected:
  void SetUp() override {
    OnBothEngines::SetUp();
    if (database) start();
  }
  void start() {
    runs.reset();
    imports.reset();
    store.reset();
    store = open();
    imports = std::make_unique<importing::Imports>(*store, tables->assessor());
    runs = std::make_unique<DetectionRuns>(*store, *imports, tables->assessor(), policy, rules, world.messages);
  }
  static record::Origin origin(const std::string& request_id = "") {
    return {"officer-1", request_id, *Instant::parse("2026-11-25T03:00:00.000000Z")};
  }
  /// A rate of an agreement claimed without its proof, the duty paid at that rate.
  static detection::Filed unproven(const std::string& id, const std::string& party = "B1248100998",
                                   std::optional<Date> paid_on = day("2026-03-12")) {
    detection::Filed filed;
    filed.declaration_id = id;
    filed.party_id = party;
    filed.seller = "S-1";
    filed.customs_office = "040";
    filed.accepted_on = day("2026-03-03");
    filed.paid_on = paid_on;
    auto& declaration = filed.declaration;
    declaration.declaration_number = "99990-26-" + id;
    declaration.tax_date = day("2026-03-02");
    declaration.departure_country = "CN";
    declaration.currency = "USD";
    declaration.incoterm = "CIF";
    assessment::Line line;
    line.number = 1;
    line.tariff_code = "6403910000";
    line.description = "leather boots";
    line.quantity = Decimal::whole(100);
    line.unit = "2U";
    line.net_weight = Decimal::whole(120);
    line.origin = "CN";
    line.price = Decimal::whole(3'000);
    line.preference = assessment::PreferenceClaim{"kr-cn", "", "", {}};
    declaration.lines.push_back(line);
    filed.paid = {{1, assessment::TaxKind::duty, 100'000}, {1, assessment::TaxKind::value_added, 400'000}};
    return filed;
  }
  void lodge(const detection::Filed& filed) {
    const auto lodged =
        record::wait<std::vector<record::Matter>>([&](auto done) { imports->lodge(filed, origin(), std::move(done)); });
    ASSERT_TRUE(lodged.ok()) << lodged.error().detail;
  }
  DetectionRun run(const std::string& id, Date on = day("2026-11-25")) {
    const auto asked = runs->ask(id, on, origin());
    EXPECT_TRUE(asked.ok()) << asked.error().code << " " << asked.error().detail;
    const auto worked = runs->work(origin().at);
    EXPECT_TRUE(worked.ok()) << worked.error().code << " " << worked.error().detail;
    const auto made = runs->find(id).value().value();
    EXPECT_EQ(name(made.state), "done") << made.failure;
    return made;
  }
  std::vector<notice::Notice> notices() { return all(*store).value(); }
  DetectorState state(Detector detector) {
    return detectors(*store, policy, lessons(*store).value(), day("2026-11-25"))
        .value()[static_cast<std::size_t>(detector)];
  }
  std::string turn(Detector detector, bool retire, const std::string& request_id = "",
                   const std::string& reason = "often wrong") {
    const auto done = turn_detector(*store, policy, detector, retire, reason, day("2026-11-25"), origin(request_id));
    return done ? "done" : done.error().code;
  }

  const notice::World& world = notice::World::instance();
  const Rules rules{world.law, world.calendar, world.quoter, settlement::testing::rules()};
  std::unique_ptr<const assessment::Tables> tables = assessment::Tables::load(world.law).value();
  detection::DetectionPolicy policy =
      detection::DetectionPolicy::load(std::string(CLEARWAY_SOURCE_DIR) + "/policy").value();
  std::unique_ptr<record::Store> store;
  std::unique_ptr<importing::Imports> imports;
  std::unique_ptr<DetectionRuns> runs;
};
INSTANTIATE_TEST_SUITE_P(Engines, DetectionRunsTest, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         record::testing::engine_name);

TEST_P(DetectionRunsTest, WhatIsFoundIsDraftedOnceWithTheDeclarationAsItWasFiled) {
  lodge(unproven("IMP-1"));
  lodge(unproven("IMP-2", "B2208162517"));
  const auto first = run("detection-1");
  EXPECT_EQ(first.declarations, 2);
  EXPECT_EQ(first.drafted, 2);
  EXPECT_EQ(first.detectors.size(), detection::detector_count);
  ASSERT_EQ(notices().size(), 2U);
  const auto notice = notices().front();
  EXPECT_EQ(notice.state, notice::State::drafted);
  EXPECT_EQ(notice.finding.detector, "preference_unproven");
  EXPECT_GT(notice.finding.difference_krw(), 0);
  EXPECT_EQ(notice.declared.customs_office, "040");
  EXPECT_EQ(notice.declared.accepted_on, day("2026-03-03"));
  EXPECT_EQ(notice.declared.paid_on, day("2026-03-12"));
  ASSERT_EQ(notice.declared.taxes.size(), 2U);
  EXPECT_EQ(notice.declared.taxes[0].krw, 100'000) << "as the firm paid it";
  const auto quoted = quote(*store, rules, notice, {}, day("2026-11-25")).value();
  ASSERT_TRUE(quoted.answer.quote);
  EXPECT_EQ(quoted.answer.quote->value.additional->act, correction::Act::amended_filing) << "after six months";

  EXPECT_EQ(run("detection-1").drafted, 2) << "the same run is answered";
  const auto second = run("detection-2");
  EXPECT_EQ(second.drafted, 0);
  EXPECT_EQ(second.known, 2);
  EXPECT_EQ(notices().size(), 2U);
  ASSERT_EQ(runs->runs(10).value().size(), 2U);
  EXPECT_EQ(runs->runs(10).value().front().run_id, "detection-2");
}

TEST_P(DetectionRunsTest, TheRunOfADayIsMadeOnceByWhicheverServer) {
  lodge(unproven("IMP-1"));
  ASSERT_TRUE(runs->follow(day("2026-11-25"), origin().at).ok());
  ASSERT_TRUE(runs->follow(day("2026-11-25"), origin().at).ok());
  EXPECT_EQ(runs->runs(10).value().size(), 1U);
  start();
  ASSERT_TRUE(runs->follow(day("2026-11-25"), origin().at).ok());
  EXPECT_EQ(runs->runs(10).value().size(), 1U) << "after a restart too";
  ASSERT_TRUE(runs->follow(day("2026-11-26"), origin().at).ok());
  EXPECT_EQ(runs->runs(10).value().size(), 2U);
}

TEST_P(DetectionRunsTest, ARunIsAskedForAtOnceAndGoesOnAfterARestart) {
  lodge(unproven("IMP-1"));
  const auto asked = runs->ask("asked", day("2026-11-25"), origin()).value();
  EXPECT_EQ(asked.state, RunState::under_way);
  EXPECT_EQ(asked.declarations, 0);
  EXPECT_EQ(notices().size(), 0U);
  runs->stop();
  ASSERT_TRUE(runs->work(origin().at).ok());
  EXPECT_EQ(runs->find("asked").value()->state, RunState::under_way) << "the server is stopping";
  start();
  ASSERT_TRUE(runs->follow(day("2026-11-26"), origin().at).ok());
  const auto made = runs->find("asked").value().value();
  EXPECT_EQ(made.state, RunState::done);
  EXPECT_EQ(made.on, day("2026-11-25"));
  EXPECT_EQ(made.asked_by, "officer-1");
  EXPECT_EQ(made.drafted, 1);
  EXPECT_EQ(runs->runs(10).value().size(), 2U) << "and the run of the day";
  EXPECT_FALSE(runs->find("never").value());
}

TEST_P(DetectionRunsTest, RunsWaitForOneAnotherUntilManyDo) {
  for (int i = 0; i < 10; ++i) ASSERT_TRUE(runs->ask("run-" + std::to_string(i), day("2026-11-25"), origin()).ok());
  EXPECT_EQ(runs->ask("run-10", day("2026-11-25"), origin()).error().code, "detection_is_running");
  EXPECT_TRUE(runs->ask("run-9", day("2026-11-25"), origin()).ok()) << "a repetition";
  ASSERT_TRUE(runs->work(origin().at).ok());
  const auto made = runs->runs(20).value();
  EXPECT_EQ(made.size(), 10U);
  for (const auto& run : made) EXPECT_EQ(run.state, RunState::done) << run.run_id;
  EXPECT_TRUE(runs->ask("run-10", day("2026-11-25"), origin()).ok());
}

TEST_P(DetectionRunsTest, WhatARunFailsOfIsKeptAndTheNextOneIsMade) {
  record::Matter garbled;
  garbled.party_id = "B1248100998";
  garbled.matter_id = "IMP-9";
  garbled.kind = importing::matter_kind;
  garbled.state = importing::accepted;
  garbled.opened_on = day("2026-03-02");
  garbled.body = "{}";
  ASSERT_TRUE(record::wait<std::vector<record::Matter>>([&](auto done) {
                record::Matters(*store).step({{garbled, "lodged"}}, {}, origin(), std::move(done));
              }).ok());
  ASSERT_TRUE(runs->ask("run", day("2026-11-25"), origin()).ok());
  EXPECT_EQ(runs->work(origin().at).error().code, "body_is_not_readable");
  const auto run = runs->find("run").value().value();
  EXPECT_EQ(run.state, RunState::failed);
  EXPECT_EQ(run.failure, "body_is_not_readable");
  EXPECT_TRUE(runs->work(origin().at).ok()) << "it is not tried again by itself";
}

TEST_P(DetectionRunsTest, TwoServersAtOnceDraftEachFindingOnce) {
  for (int i = 0; i < 8; ++i) lodge(unproven("IMP-" + std::to_string(i), "B124810099" + std::to_string(i)));
  DetectionRuns other(*store, *imports, tables->assessor(), policy, rules, world.messages);
  ASSERT_TRUE(runs->ask("ours", day("2026-11-25"), origin()).ok());
  Status theirs = success();
  std::thread thread([&] { theirs = other.work(origin().at); });
  const auto ours = runs->work(origin().at);
  thread.join();
  EXPECT_TRUE(ours.ok()) << ours.error().detail;
  EXPECT_TRUE(theirs.ok()) << theirs.error().detail;
  EXPECT_EQ(runs->find("ours").value()->state, RunState::done);
  EXPECT_EQ(notices().size(), 8U);
}

TEST_P(DetectionRunsTest, WhatCanNoLongerBeAssessedIsNotAskedAbout) {
  lodge(unproven("IMP-1"));
  const auto late = run("late", day("2031-03-03"));
  EXPECT_EQ(late.too_late, 1);
  EXPECT_EQ(late.drafted, 0);
  EXPECT_EQ(run("in-time", day("2031-03-02")).drafted, 1) << "the last day of five years";
}

TEST_P(DetectionRunsTest, WhatIsDueIsTakenAsPaidInTimeWhereNothingElseIsKnown) {
  lodge(unproven("IMP-1", "B1248100998", std::nullopt));
  run("detection-1");
  EXPECT_EQ(notices().front().declared.paid_on, day("2026-03-18")) << "fifteen days after acceptance";
  const auto soon = declared_of(rules, unproven("IMP-2", "B1248100998", std::nullopt), {}, {1}, day("2026-03-18"));
  EXPECT_FALSE(soon.value().paid_on) << "not due yet";
}

TEST_P(DetectionRunsTest, AnAcceptedExplanationSilencesThePatternAndTeachesTheDetectorAlsoAfterARestart) {
  const auto before = state(Detector::preference_unproven);
  EXPECT_EQ(before.track.answered(), 0);
  auto notice = notice::draft();
  notice.finding.detector = "preference_unproven";
  notice.finding.pattern = "kr-cn S-1 640391";
  notice = notice::after(notice, Action::approve, "2026-03-09");
  notice = notice::after(notice, Action::explain, "2026-03-10", {"the proof is attached"});
  ASSERT_TRUE(keep(*store, notice::after(notice, Action::accept_explanation, "2026-03-11"), origin()).ok());
  lodge(unproven("IMP-7"));
  lodge(unproven("IMP-8", "B2208162517"));
  start();
  const auto made = run("detection-1");
  EXPECT_EQ(made.drafted, 1) << "another firm is asked";
  const auto after = state(Detector::preference_unproven);
  EXPECT_EQ(after.track.explained, 1);
  EXPECT_LT(after.expected_ppm, before.expected_ppm);
}

TEST_P(DetectionRunsTest, ARetiredDetectorMakesNoDraftsUntilItIsPutBack) {
  lodge(unproven("IMP-1"));
  EXPECT_EQ(turn(Detector::preference_unproven, false), "detector_is_in_force_already");
  EXPECT_EQ(turn(Detector::preference_unproven, true, "retire-1"), "done");
  EXPECT_EQ(turn(Detector::preference_unproven, true, "retire-1"), "done") << "a repetition is harmless";
  EXPECT_EQ(turn(Detector::preference_unproven, true, "retire-1", "another reason"),
            "request_id_was_used_for_another_request");
  EXPECT_EQ(turn(Detector::preference_unproven, true, "retire-2"), "detector_is_retired_already");
  start();
  const auto retired = state(Detector::preference_unproven);
  EXPECT_TRUE(retired.retired);
  ASSERT_EQ(retired.turns.size(), 1U);
  EXPECT_EQ(retired.turns[0].by, "officer-1");
  EXPECT_EQ(retired.turns[0].reason, "often wrong");
  const auto quiet = run("detection-1");
  EXPECT_EQ(quiet.drafted, 0);
  EXPECT_EQ(quiet.detectors.size(), detection::detector_count - 1);
  EXPECT_EQ(turn(Detector::preference_unproven, false, "back-1", "its proofs are checked now"), "done");
  EXPECT_EQ(state(Detector::preference_unproven).turns.size(), 2U);
  EXPECT_EQ(run("detection-2").drafted, 1);
}

TEST_P(DetectionRunsTest, WhatThePolicyFileRetiredOnlyTheFilePutsBack) {
  for (auto& settings : policy.dated) {
    settings.of(Detector::currency_slip).retired_on = day("2026-05-01");
    settings.of(Detector::currency_slip).reason = {"자주 틀림", "often wrong"};
  }
  EXPECT_TRUE(state(Detector::currency_slip).retired);
  EXPECT_EQ(state(Detector::currency_slip).retired_by_policy->en, "often wrong");
  EXPECT_EQ(turn(Detector::currency_slip, false), "detector_is_retired_by_the_policy");
}

}  // namespace
}  // namespace clearway::noticing
