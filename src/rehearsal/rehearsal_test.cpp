#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <unistd.h>

#include "rehearsal/folder.h"
#include "rehearsal/page.h"
#include "rehearsal/rehearse.h"
#include "screening/testing.h"

namespace clearway::rehearsal {
namespace {

using screening::testing::manifest_line;
using screening::testing::manifest_lines;
using screening::testing::rulebook;

std::string shipped(std::string_view file) {
  std::ifstream in(std::string(CLEARWAY_SOURCE_DIR) + "/policy/" + std::string(file));
  return {std::istreambuf_iterator<char>(in), {}};
}

/// The shipped policy with more rules.
std::unique_ptr<const screening::Rulebook> with_rules(const std::string& rules) {
  const auto folder = std::filesystem::temp_directory_path() / ("clearway_rehearsal_policy_" + std::to_string(getpid()));
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "risk.yaml") << shipped("risk.yaml");
  std::ofstream(folder / "rules.yaml") << shipped("rules.yaml") << rules;
  auto policy = risk::Policy::load(folder, rulebook().law(), rulebook().elements());
  std::filesystem::remove_all(folder);
  if (!policy) throw std::logic_error(policy.error().detail);
  return rulebook().with_policy(std::move(policy).value());
}

const std::string hard_rule = R"(
  - id: R4.test
    from: 2026-01-01
    procedures: [manifest]
    when: fob_value >= 900
    likelihood: 0.5
    consequence: 2
    hard: true
    cite: export-notice-36-2
    reason: {ko: 시험, en: test}
)";

/// A folder that exists as long as the object.
struct World {
  std::filesystem::path folder;
  explicit World(const std::string& lines) {
    static int count = 0;
    folder = std::filesystem::temp_directory_path() /
             ("clearway_rehearsal_" + std::to_string(getpid()) + "_" + std::to_string(++count));
    std::filesystem::create_directories(folder);
    write("declarations-2026-11.jsonl", lines);
  }
  ~World() { std::filesystem::remove_all(folder); }
  World(const World&) = delete;
  World& operator=(const World&) = delete;
  void write(const std::string& file, const std::string& text) const { std::ofstream(folder / file) << text; }

  Result<Report> rehearse(const screening::Rulebook& changed, Date from = earliest, Date to = latest) const {
    auto input = open_folder(folder, rulebook(), {});
    if (!input) return input.error();
    Options options;
    options.from = from;
    options.to = to;
    options.secret_of = [](Date day) { return risk::secret_from_seed(7, day); };
    return rehearsal::rehearse(**input, rulebook(), changed, options);
  }
};

TEST(Intervals, WilsonHoldsAtTheEnds) {
  const struct {
    double part, whole, low, high;
  } cases[] = {{0, 10, 0, 0.2775}, {10, 10, 0.7225, 1}, {5, 10, 0.2366, 0.7634}, {1, 1000, 0.0002, 0.0056}};
  for (const auto& c : cases) {
    const auto interval = wilson(c.part, c.whole);
    ASSERT_TRUE(interval);
    EXPECT_NEAR(interval->low, c.low, 1e-4) << c.part;
    EXPECT_NEAR(interval->high, c.high, 1e-4) << c.part;
  }
  EXPECT_FALSE(wilson(0, 0));
}

// Two strata drawn at different ratios: a mean over the sample alone would say 2 of 4.
TEST(Intervals, AStratifiedSampleWeighsItsStrata) {
  RandomSample sample;
  for (int i = 0; i < 100; ++i) sample.count({0, 20'000});
  for (int i = 0; i < 1'000; ++i) sample.count({2, 2'000});
  sample.add({0, 20'000}, true, true, true);
  sample.add({0, 20'000}, false, false, false);
  sample.add({2, 2'000}, true, false, true);
  sample.add({2, 2'000}, false, false, false);
  const auto irregular = sample.irregular();
  ASSERT_TRUE(irregular);
  EXPECT_NEAR(irregular->value, 100 * 0.5 + 1'000 * 0.5, 1e-9);
  EXPECT_LT(irregular->low, irregular->value);
  EXPECT_GT(irregular->high, irregular->value);
  EXPECT_NEAR(sample.recall(0)->value, 50.0 / 550, 1e-9);
  EXPECT_NEAR(sample.recall(1)->value, 1, 1e-9);
  EXPECT_NEAR(sample.recall_difference()->value, 500.0 / 550, 1e-9);
}

TEST(Intervals, APairedDifferenceIsNarrowerWhereBothSelectTheSame) {
  Cells same, apart;
  for (int i = 0; i < 40; ++i) {
    const bool found = i % 4 == 0;
    ++same.at(found, true, true);
    ++apart.at(found, true, false);
    ++apart.at(found, false, true);
  }
  EXPECT_EQ(precision_difference(same)->low, 0);
  EXPECT_EQ(precision_difference(same)->high, 0);
  EXPECT_EQ(precision_difference(apart)->value, 0);
  EXPECT_GT(precision_difference(apart)->high, 0.1);
  EXPECT_FALSE(precision_difference(Cells{}));
}

TEST(Rehearsal, TheSamePolicyTwiceDiffersInNothing) {
  const World world(manifest_lines(1'500));
  const auto same = with_rules("");
  const auto report = world.rehearse(*same);
  ASSERT_TRUE(report.ok()) << report.error().detail;
  EXPECT_EQ(report->declarations, 1'500U);
  EXPECT_EQ(report->newly_selected.declarations, 0U);
  EXPECT_EQ(report->newly_spared.declarations, 0U);
  EXPECT_TRUE(report->rules.empty());
  EXPECT_FALSE(report->settings_changed);
  for (std::size_t c = 0; c < 3; ++c) EXPECT_EQ(report->matrix[c][c], report->sides[0].channels[c]);
  EXPECT_EQ(report->sides[0].channels, report->sides[1].channels);
  EXPECT_GT(report->sides[0].selected(), 0U);
}

// The rehearsal of today's policy decides what screening decides.
TEST(Rehearsal, DecidesAsScreeningDoes) {
  const auto lines = manifest_lines(1'200);
  screening::Screener screener(rulebook(), risk::Draws::from_seed(7));
  auto source = screening::testing::source_of(lines);
  screening::Totals totals;
  const screening::BulkOptions bulk{.threads = 1, .personal_key = screening::keyless_personal_key()};
  ASSERT_TRUE(screening::screen_source(*source, bulk, screener, [](screening::Work&) { return [] { return success(); }; }, [](auto, const auto&) {}, totals).ok());
  const auto report = World(lines).rehearse(rulebook());
  ASSERT_TRUE(report.ok());
  const auto& screened = totals.by_channel[static_cast<std::size_t>(declaration::Procedure::manifest)];
  for (std::size_t c = 0; c < 3; ++c) EXPECT_EQ(report->sides[0].channels[c], screened[c]) << c;
}

TEST(Rehearsal, ANewRuleSelectsWhatItNamesAndSaysSo) {
  const World world(manifest_lines(1'000));  // values 10 to 909, each once and some twice
  std::string labels = "declaration_id,examined_on,basis,result,discrepancies,note\n";
  labels += "TEST-890,2026-11-20,selected,discrepancy,value,\n";   // 900: the rule finds it
  labels += "TEST-891,2026-11-20,selected,conforming,,\n";
  labels += "TEST-3,2026-11-20,selected,discrepancy,value,\n";     // 13: nothing does
  world.write("examinations.csv", labels);
  world.write("truth.csv", "declaration_id,pattern\nTEST-890,R4\nTEST-3,R2\n");
  const auto changed = with_rules(hard_rule);
  const auto report = world.rehearse(*changed);
  ASSERT_TRUE(report.ok()) << report.error().detail;
  ASSERT_EQ(report->rules.size(), 1U);
  EXPECT_EQ(report->rules[0].id, "R4.test");
  EXPECT_EQ(report->rules[0].change, "added");
  const auto& sources = report->sides[1].sources;
  const auto rule = std::find_if(sources.begin(), sources.end(), [](const auto& s) { return s.id == "R4.test"; });
  ASSERT_NE(rule, sources.end());
  EXPECT_EQ(rule->selected, 10U);  // 900 to 909
  EXPECT_EQ(rule->hits.labelled, 2U);
  EXPECT_EQ(rule->hits.found, 1U);
  EXPECT_EQ(report->newly_selected.declarations, report->sides[1].selected() - report->sides[0].selected());
  EXPECT_EQ(report->labelled.labelled, 3U);
  EXPECT_EQ(report->sides[0].missed + report->sides[0].examined.found, 2U);
  EXPECT_EQ(report->sides[1].examined.found, report->sides[0].examined.found + 1);
  EXPECT_TRUE(report->truth_known);
  EXPECT_EQ(report->true_irregular, 2U);
  ASSERT_FALSE(report->newly_selected.examples.empty());
  EXPECT_EQ(report->newly_selected.examples[0].led_by[1], "R4.test");
  std::uint64_t firms = 0, rows = 0;
  for (const auto& band : report->bands) firms += band.firms, rows += band.declarations;
  EXPECT_EQ(rows, 1'000U);
  EXPECT_GT(firms, 30U);
  const auto delay = report->sides[1].channels[1] * 4 + report->sides[1].channels[2] * 24;
  EXPECT_EQ(report->sides[1].delay_micro_hours, static_cast<std::int64_t>(delay) * 1'000'000);
}

TEST(Rehearsal, ARuleThatBeginsLaterIsRehearsedAllTheSame) {
  const World world(manifest_lines(1'000));
  std::string later = hard_rule;
  later.replace(later.find("2026-01-01"), 10, "2030-01-01");
  const auto report = world.rehearse(*with_rules(later), Date::of(2026, 11, 1), Date::of(2026, 11, 20));
  ASSERT_TRUE(report.ok()) << report.error().detail;
  EXPECT_EQ(report->as_if_in_force, std::vector<std::string>{"R4.test"});
  EXPECT_GT(report->newly_selected.declarations, 0U);
  EXPECT_EQ(report->sides[1].policy_version, with_rules(later)->policy_version());
}

TEST(Rehearsal, TheSameInputGivesTheSameBytes) {
  const World world(manifest_lines(3'000));
  const auto changed = with_rules(hard_rule);
  const auto first = world.rehearse(*changed), second = world.rehearse(*changed);
  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_EQ(to_json(*first), to_json(*second));
  const auto page = to_page(*first, screening::testing::messages(), Language::korean);
  EXPECT_NE(page.find("R4.test"), std::string::npos);
  EXPECT_EQ(page.find('{', page.find("</style>")), std::string::npos) << "a place was left unfilled";
  EXPECT_EQ(page, to_page(*second, screening::testing::messages(), Language::korean));
}

TEST(Rehearsal, WhatLiesBeforeThePeriodIsHistoryAlone) {
  const World world(manifest_lines(400));  // days 1 to 20, twenty rows each
  const auto report = world.rehearse(rulebook(), Date::of(2026, 11, 11), Date::of(2026, 11, 15));
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(report->declarations, 100U);
  EXPECT_EQ(report->from, Date::of(2026, 11, 11));
  EXPECT_EQ(report->to, Date::of(2026, 11, 15));
  EXPECT_EQ(report->earlier, 200U);
}

TEST(Rehearsal, BadInputIsRefusedByName) {
  const World world(manifest_lines(10));
  EXPECT_EQ(world.rehearse(rulebook(), Date::of(2020, 1, 1), Date::of(2020, 1, 2)).error().code, "rehearsal_period_is_empty");
  EXPECT_EQ(world.rehearse(rulebook(), Date::of(2026, 1, 2), Date::of(2026, 1, 1)).error().code,
            "rehearsal_period_ends_before_it_begins");
  world.write("examinations.csv", "declaration_id,examined_on,basis\nTEST-1,2026-11-01,random\n");
  EXPECT_EQ(world.rehearse(rulebook()).error().code, "rehearsal_table_not_readable");
  world.write("examinations.csv", "declaration_id,examined_on,basis,result\nTEST-1,yesterday,random,conforming\n");
  const auto bad_day = world.rehearse(rulebook());
  EXPECT_NE(bad_day.error().detail.find("examinations.csv:2"), std::string::npos) << bad_day.error().detail;
  EXPECT_EQ(World("{\"declaration_id\":\n").rehearse(rulebook()).error().code, "rehearsal_row_cannot_be_read");
  EXPECT_EQ(open_folder("/no/such/folder", rulebook(), {}).error().code, "rehearsal_folder_is_empty");
}

TEST(Rehearsal, CanBeStopped) {
  const World world(manifest_lines(3'000));
  auto input = open_folder(world.folder, rulebook(), {});
  Options options;
  options.from = earliest;
  options.to = latest;
  options.secret_of = [](Date day) { return risk::secret_from_seed(7, day); };
  options.progress = [](double) { return false; };
  EXPECT_EQ(rehearse(**input, rulebook(), rulebook(), options).error().code, "rehearsal_was_stopped");
}

}  // namespace
}  // namespace clearway::rehearsal
