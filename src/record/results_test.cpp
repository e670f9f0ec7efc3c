// What was found of declarations, by whoever looked last, and the lodgings of a period as they were decided.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "record/testing.h"

namespace clearway::record {
namespace {

using testing::change;
using testing::lodge;
using testing::SampleLodgement;

const std::string party = "B2208162517";

Origin on(int day) { return {"tester", "", *Instant::parse("2026-11-" + std::to_string(day) + "T03:00:00.000000Z")}; }

class ResultsTest : public testing::OnBothEngines {
 protected:
  void examine(Store& store, int number, int day, bool found) {
    Change examined;
    examined.party_id = party;
    examined.declaration_id = "D-" + std::to_string(number);
    examined.kind = Kind::examined;
    examined.examination = ExaminationResult{!found, {}, ""};
    ASSERT_TRUE(change(store, examined, on(day)).ok());
  }
  void task(Store& store, int number, const std::string& kind, const std::string& ground, int day, bool found) {
    ExaminationTask task;
    task.party_id = party;
    task.declaration_id = "D-" + std::to_string(number);
    task.kind = kind;
    task.customs_office = "020";
    task.day = Date::of(2026, 11, 20);
    task.ground = ground;
    task.outcome = found ? "discrepancy" : "conforming";
    if (kind == "audit") {
      ASSERT_TRUE(wait<ExaminationTask>([&](auto done) { store.order_task(task, on(day), std::move(done)); }).ok());
    }
    const std::string body = "{\"result\":\"" + task.outcome + "\"}";
    ASSERT_TRUE(
        wait<ExaminationTask>([&](auto done) { store.finish_task(task, body, on(day), std::move(done)); }).ok());
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, ResultsTest, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         testing::engine_name);

TEST_P(ResultsTest, WhoeverLookedLastHolds) {
  const auto store = open();
  for (int number = 1; number <= 5; ++number) ASSERT_TRUE(lodge(*store, SampleLodgement(number)).ok());
  examine(*store, 1, 21, true);                      // the second look finds nothing
  examine(*store, 2, 21, false);                     // the second look finds something
  examine(*store, 3, 22, true);                      // nobody looked again
  task(*store, 1, "second_look", "own", 23, false);  //
  task(*store, 2, "second_look", "own", 24, true);   //
  task(*store, 4, "audit", "random", 24, true);      // never examined, audited after release
  examine(*store, 5, 21, false);                     // audited as well
  task(*store, 5, "audit", "decile", 25, true);      //

  const auto day = [](int number) { return Date::of(2026, 11, static_cast<unsigned>(number)); };
  const struct {
    std::string_view name;
    int from, to, known_on;
    std::map<int, std::vector<bool>> found;  // by day of examination
  } cases[] = {
      {"on the day nobody has looked again", 21, 21, 21, {{21, {false, false, true}}}},
      {"the first second look is known", 21, 22, 23, {{21, {false, false, false}}, {22, {true}}}},
      {"and the other", 21, 22, 24, {{21, {false, false, true}}, {22, {true}}}},
      {"and the audit", 21, 22, 30, {{21, {false, true, true}}, {22, {true}}}},
      {"nothing was examined later", 23, 30, 30, {}},
  };
  for (const auto& c : cases) {
    std::map<int, std::vector<bool>> found;
    ASSERT_TRUE(store
                    ->examined_decisions("", day(c.from), day(c.to), day(c.known_on),
                                         [&](const ExaminedDecision& one) {
                                           EXPECT_NE(one.decision.find("declaration_id"), std::string_view::npos);
                                           found[one.examined_on.days() - day(1).days() + 1].push_back(!one.conforming);
                                         })
                    .ok());
    for (auto& [on_day, results] : found) std::sort(results.begin(), results.end());
    EXPECT_EQ(found, c.found) << c.name;
  }
  int elsewhere = 0;
  ASSERT_TRUE(store->examined_decisions("040", day(1), day(30), day(30), [&](const auto&) { ++elsewhere; }).ok());
  EXPECT_EQ(elsewhere, 0);

  std::map<std::string, bool> last;
  std::size_t results = 0;
  ASSERT_TRUE(store
                  ->each_result([&](const StoredResult& result) {
                    last[std::string(result.declaration_id)] = !result.conforming;
                    ++results;
                  })
                  .ok());
  EXPECT_EQ(results, 8U);
  EXPECT_EQ(last,
            (std::map<std::string, bool>{{"D-1", false}, {"D-2", true}, {"D-3", true}, {"D-4", true}, {"D-5", true}}));

  std::vector<std::string> audits;
  ASSERT_TRUE(store
                  ->audits_done(day(24), day(24),
                                [&](const DoneAudit& audit) {
                                  audits.push_back(audit.on.text() + " " + std::string(audit.ground) +
                                                   (audit.conforming ? " conforming" : " found"));
                                })
                  .ok());
  EXPECT_EQ(audits, std::vector<std::string>{"2026-11-24 random found"});
}

TEST_P(ResultsTest, APeriodIsSampledEvenlyAndAsItWasLodged) {
  const auto store = open();
  EXPECT_FALSE(store->last_recorded_at(0)->has_value());
  for (int number = 1; number <= 40; ++number) {
    SampleLodgement sample(number);
    if (number > 30) sample.declared_on = Date::of(2026, 12, 1);
    ASSERT_TRUE(lodge(*store, sample, on(20)).ok());
  }
  Change amended{party, "D-1", Kind::event, std::nullopt, "{\"event\":\"select\"}", "selected"};
  ASSERT_TRUE(change(*store, amended, on(21)).ok());
  amended = {party, "D-1", Kind::amended, std::nullopt, "{}"};
  amended.facts = "{\"item_description\":\"ceramic vase\"}";
  ASSERT_TRUE(change(*store, amended, on(22)).ok());

  const struct {
    std::string_view name;
    Date from, to;
    std::int64_t most, all;
    std::size_t least_read, most_read;
  } cases[] = {
      {"all of November", Date::of(2026, 11, 1), Date::of(2026, 11, 30), 100, 30, 30, 30},
      {"a third of it", Date::of(2026, 11, 1), Date::of(2026, 11, 30), 10, 30, 9, 11},
      {"December", Date::of(2026, 12, 1), Date::of(2026, 12, 31), 100, 10, 10, 10},
      {"a month without declarations", Date::of(2026, 10, 1), Date::of(2026, 10, 31), 100, 0, 0, 0},
  };
  for (const auto& c : cases) {
    std::size_t read = 0;
    const auto all = store->sampled_decisions(c.from, c.to, c.most, [&](const LodgedDecision& lodged) {
      ++read;
      EXPECT_EQ(lodged.likelihood_ppm, 12'500);
      EXPECT_EQ(lodged.party_id, party);
      EXPECT_EQ(lodged.facts.find("vase"), std::string_view::npos);
    });
    ASSERT_TRUE(all.ok()) << all.error().detail;
    EXPECT_EQ(*all, c.all) << c.name;
    EXPECT_GE(read, c.least_read) << c.name;
    EXPECT_LE(read, c.most_read) << c.name;
  }
  EXPECT_EQ(store->last_recorded_at(0)->value().korean_day(), Date::of(2026, 11, 22));
}

}  // namespace
}  // namespace clearway::record
