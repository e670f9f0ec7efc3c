#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "watch/report.h"

namespace clearway::watch {
namespace {

Date day(std::string_view text) { return *Date::parse(text); }

const WatchPolicy& policy() {
  static const auto loaded = WatchPolicy::load(std::string(CLEARWAY_SOURCE_DIR) + "/policy").value();
  return loaded;
}

const Messages& messages() {
  static const auto loaded = Messages::load(std::string(CLEARWAY_SOURCE_DIR) + "/messages").value();
  return loaded;
}

Settings settings() {
  Settings settings = policy().on(day("2026-11-25"));
  settings.current_days = 28;
  settings.reference_days = 84;
  settings.least_examined = 30;
  settings.least_declarations = 200;
  settings.bins = 10;
  settings.categories = 5;
  settings.shifted_from = 0.1;
  settings.drifted_from = 0.25;
  settings.unseen_from = 0.1;
  return settings;
}

TEST(WatchPolicy, SaysWhatIsWrongWithIt) {
  std::ifstream in(std::string(CLEARWAY_SOURCE_DIR) + "/policy/watch.yaml");
  const std::string delivered{std::istreambuf_iterator<char>(in), {}};
  ASSERT_TRUE(WatchPolicy::read(delivered).ok());
  const struct {
    std::string_view name, from, to, said;
  } cases[] = {
      {"a day that is none", "2026-01-01:", "2026-13-01:", "is no day after the one before it"},
      {"no days", "current_days: 28", "current_days: 0", "'current_days' is no whole number from 1 to 366"},
      {"half a bin", "bins: 10", "bins: 2.5", "'bins' is no whole number from 2 to 100"},
      {"a drift below a shift", "drifted_from: 0.25", "drifted_from: 0.05", "'drifted_from' lies below 'shifted_from'"},
      {"a share above one", "unseen_from: 0.1", "unseen_from: 2", "'unseen_from' is not above 0 and up to 1"},
      {"no grade", "grade: design\n", "graded: design\n", "'grade' is missing"},
      {"a signal that is none", "- exporter.hits", "- exporter.luck", "'exporter.luck' is no signal"},
      {"no YAML", "watched:", "watched: [", "watch.yaml:"},
  };
  for (const auto& c : cases) {
    auto text = delivered;
    const auto at = text.rfind(c.from);
    ASSERT_NE(at, std::string::npos) << c.name;
    text.replace(at, c.from.size(), c.to);
    const auto read = WatchPolicy::read(text);
    ASSERT_FALSE(read.ok()) << c.name;
    EXPECT_NE(read.error().detail.find(c.said), std::string::npos) << c.name << ": " << read.error().detail;
    EXPECT_EQ(read.error().code, "policy_is_not_valid") << c.name;
  }
}

TEST(WatchPolicy, TheValuesOfTheDayHold) {
  auto dated = policy();
  dated.dated = {settings(), settings()};
  dated.dated[0].from = day("2026-01-01");
  dated.dated[1].from = day("2027-01-01");
  dated.dated[1].bins = 20;
  EXPECT_EQ(dated.on(day("2025-06-01")).bins, 10U);
  EXPECT_EQ(dated.on(day("2026-12-31")).bins, 10U);
  EXPECT_EQ(dated.on(day("2027-01-01")).bins, 20U);
}

TEST(Windows, TheReferenceEndsBeforeTheCurrentDaysBegin) {
  const struct {
    std::string_view name, since, rehearsed_from, rehearsed_to, trained_from, trained_to;
    std::string_view reference_from, reference_to, current_from;
    Ground ground;
    bool not_yet = false;
  } cases[] = {
      {"installed, never rehearsed: the days before", "", "", "", "", "", "2026-08-06", "2026-10-28", "2026-10-29",
       Ground::preceding},
      {"rehearsed on the summer: its last twelve weeks", "2026-09-15", "2026-01-01", "2026-08-31", "", "", "2026-06-09",
       "2026-08-31", "2026-10-29", Ground::rehearsed},
      {"in force for five days: these alone, against what was rehearsed", "2026-11-21", "2026-10-01", "2026-10-31", "",
       "", "2026-10-01", "2026-10-31", "2026-11-21", Ground::rehearsed},
      {"rehearsed on days that are current: only those before", "2026-10-01", "2026-10-20", "2026-11-20", "", "",
       "2026-10-20", "2026-10-28", "2026-10-29", Ground::rehearsed},
      {"rehearsed on current days alone: what it was trained on", "2026-10-01", "2026-11-01", "2026-11-20",
       "2025-01-01", "2025-12-31", "2025-10-09", "2025-12-31", "2026-10-29", Ground::trained},
      {"trained on what comes later, by a clock ahead: the days before", "", "", "", "2027-01-01", "2027-02-01",
       "2026-08-06", "2026-10-28", "2026-10-29", Ground::preceding},
      {"a training that ends before it begins", "", "", "", "2026-02-01", "2026-01-01", "2026-08-06", "2026-10-28",
       "2026-10-29", Ground::preceding},
      {"activated after the day asked", "2026-12-01", "2026-10-01", "2026-10-20", "", "", "2026-10-01", "2026-10-20",
       "2026-10-29", Ground::rehearsed, true},
  };
  for (const auto& c : cases) {
    Basis basis;
    if (!c.since.empty()) basis.in_force_since = day(c.since);
    if (!c.rehearsed_from.empty()) basis.rehearsed = Period{day(c.rehearsed_from), day(c.rehearsed_to)};
    if (!c.trained_from.empty()) basis.trained = Period{day(c.trained_from), day(c.trained_to)};
    const auto got = windows_on(day("2026-11-25"), basis, settings());
    EXPECT_EQ(got.reference.from.text(), c.reference_from) << c.name;
    EXPECT_EQ(got.reference.to.text(), c.reference_to) << c.name;
    EXPECT_EQ(got.current.from.text(), c.current_from) << c.name;
    EXPECT_EQ(got.current.to.text(), "2026-11-25") << c.name;
    EXPECT_EQ(got.ground, c.ground) << c.name;
    EXPECT_EQ(got.not_yet_in_force, c.not_yet) << c.name;
    EXPECT_FALSE(got.record_is_ahead) << c.name;
  }
  Basis ahead;
  ahead.last_recorded = day("2026-11-26");
  EXPECT_TRUE(windows_on(day("2026-11-25"), ahead, settings()).record_is_ahead);
}

/// `count` values from `first` on in steps, in millionths.
std::vector<std::int64_t> steps(int count, std::int64_t first, std::int64_t step = 1) {
  std::vector<std::int64_t> values;
  for (int i = 0; i < count; ++i) values.push_back((first + i * step) * 1'000'000);
  return values;
}

std::vector<std::int64_t> operator+(std::vector<std::int64_t> a, const std::vector<std::int64_t>& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

std::vector<std::int64_t> times(int count, std::int64_t value) {
  return std::vector<std::int64_t>(static_cast<std::size_t>(count), value);
}

TEST(Drift, IsTheDistanceOfTwoDistributions) {
  const struct {
    std::string_view name;
    std::vector<std::int64_t> reference, current;
    std::size_t code_digits;
    Standing standing;
    double least, most;  // of the index
    double unseen;
  } cases[] = {
      {"the same prices", steps(1000, 1), steps(1000, 1), 0, Standing::steady, 0, 0, 0},
      {"half as many, spread alike", steps(1000, 1), steps(500, 1, 2), 0, Standing::steady, 0, 0.001, 0},
      {"everything a tenth dearer", steps(1000, 1), steps(1000, 101), 0, Standing::drifted, 0.2, 2, 0.1},
      {"a fifth moves from the lowest to the highest", steps(1000, 1), steps(800, 201) + steps(200, 801), 0,
       Standing::drifted, 1, 3, 0},
      {"a little more of the highest", steps(1000, 1), steps(450, 1, 2) + times(150, 950'000'000), 0, Standing::shifted,
       0.1, 0.25, 0},
      {"mostly zero before and now", times(900, 0) + steps(100, 1), times(450, 0) + steps(50, 1, 2), 0,
       Standing::steady, 0, 0.01, 0},
      {"always one value, now another", times(500, 5), times(500, 6), 0, Standing::drifted, 5, 20, 1},
      {"a third is no longer given", steps(600, 1), steps(400, 1) + times(200, missing), 0, Standing::drifted, 0.25, 20,
       0},
      {"never given, neither before nor now", times(500, missing), times(500, missing), 0, Standing::steady, 0, 0, 0},
      {"never given, now it is", times(500, missing), steps(500, 1), 0, Standing::drifted, 5, 20, 1},
      {"chapters as before", times(300, 33) + times(200, 61), times(150, 33) + times(100, 61), 2, Standing::steady, 0,
       0.001, 0},
      {"a chapter that never came before", times(300, 33) + times(200, 61),
       times(270, 33) + times(180, 61) + times(50, 93), 2, Standing::drifted, 0.25, 5, 0.1},
      {"two hundred are needed", steps(1000, 1), steps(199, 5000), 0, Standing::too_few, 0, 20, 1},
      {"nothing in the current days", steps(1000, 1), {}, 0, Standing::too_few, 0, 0, 0},
      {"nothing in the reference", {}, steps(1000, 1), 0, Standing::too_few, 0, 0, 1},
  };
  for (const auto& c : cases) {
    const auto got = drift_of({"sample", {"", ""}, c.code_digits, c.reference, c.current}, false, settings());
    EXPECT_EQ(name(got.standing), name(c.standing)) << c.name << ": " << got.stability_index;
    EXPECT_GE(got.stability_index, c.least) << c.name;
    EXPECT_LE(got.stability_index, c.most) << c.name;
    EXPECT_NEAR(got.unseen, c.unseen, 0.0005) << c.name;
  }
}

TEST(Drift, WhatGrowsWithTheRecordRaisesNothing) {
  const Signal declarations{"exporter.declarations", {"", ""}, 0, steps(1000, 1), steps(1000, 1001)};
  EXPECT_EQ(drift_of(declarations, true, settings()).standing, Standing::grows);
  EXPECT_EQ(drift_of(declarations, false, settings()).standing, Standing::drifted);
}

TEST(Drift, TheBinThatMovedMostIsNamed) {
  const Signal weight{"weight_grams", {"", ""}, 0, steps(1000, 1), steps(500, 1, 2) + times(500, missing)};
  const auto got = drift_of(weight, false, settings());
  EXPECT_EQ(got.bins[got.moved].kind, Bin::Kind::not_given);
  EXPECT_DOUBLE_EQ(got.bins[got.moved].current, 0.5);
  EXPECT_DOUBLE_EQ(got.current_missing, 0.5);
}

RC_GTEST_PROP(Drift, BinsHoldEveryValueOnceAndTheIndexIsNeverNegative, ()) {
  const auto value = rc::gen::oneOf(rc::gen::inRange<std::int64_t>(-20, 20), rc::gen::just(missing));
  const auto reference = *rc::gen::container<std::vector<std::int64_t>>(value);
  const auto current = *rc::gen::container<std::vector<std::int64_t>>(value);
  const auto digits = *rc::gen::element<std::size_t>(0, 2);
  const auto got = drift_of({"sample", {"", ""}, digits, reference, current}, false, settings());
  double before = 0, now = 0;
  for (const auto& bin : got.bins) {
    before += bin.reference;
    now += bin.current;
  }
  RC_ASSERT(std::abs(before - (reference.empty() ? 0 : 1)) < 1e-9);
  RC_ASSERT(std::abs(now - (current.empty() ? 0 : 1)) < 1e-9);
  RC_ASSERT(got.stability_index >= 0);
  const auto same = drift_of({"sample", {"", ""}, digits, reference, reference}, false, settings());
  RC_ASSERT(same.stability_index < 1e-9);
  RC_ASSERT(same.unseen == 0);
}

TEST(Methods, AreThoseThatSpokeOfARisk) {
  EXPECT_EQ(methods_of(R"({"declaration_id":"D-1","reasons":[{"id":"method.random","text":"{\"id\":\"R9\"}"},)"
                       R"({"id":"R1.same_consignee"},{"id":"R4.x"},{"id":"H.hits"},{"id":"method.learned"},)"
                       R"({"id":"method.learned"},{"id":"method.quota_red"},{"id":"method.base"}]})"),
            (std::vector<std::string>{"random", "rules", "history", "learned"}));
  EXPECT_TRUE(methods_of(R"({"reasons":[]})").empty());
  EXPECT_TRUE(methods_of("").empty());
}

/// So many examinations on each day of a period, of which the first `hits` found something.
struct Stretch {
  std::string_view method, from, to;
  int examined, hits;
};

Examined examined(const std::vector<Stretch>& stretches) {
  Examined all;
  for (const auto& s : stretches) {
    for (Date on = day(s.from); on <= day(s.to); on = on.plus_days(1)) {
      for (int i = 0; i < s.examined; ++i) all.add(s.method, on, i < s.hits);
    }
  }
  return all;
}

// The current days are 29 October to 25 November, the reference the twelve weeks before.
const std::string_view before = "2026-08-06", last = "2026-10-28", now = "2026-10-29", today = "2026-11-25";

TEST(HitRates, AreHeldAgainstChanceAndAgainstTheReference) {
  const struct {
    std::string_view name;
    std::vector<Stretch> found;
    std::string_view method;
    AgainstChance chance;
    AgainstReference reference;
    std::string_view alarms;
  } cases[] = {
      {"rules find five times what chance finds, as before",
       {{"random", before, today, 10, 1}, {"rules", before, today, 10, 5}},
       "rules",
       AgainstChance::above,
       AgainstReference::not_apart,
       ""},
      {"rules have fallen to what chance finds",
       {{"random", before, today, 10, 1}, {"rules", before, last, 10, 5}, {"rules", now, today, 10, 1}},
       "rules",
       AgainstChance::not_apart,
       AgainstReference::fallen,
       "fell_against_reference since 2026-11-04"},
      {"a model finds less than chance",
       {{"random", before, today, 10, 3}, {"learned", before, last, 10, 6}, {"learned", now, today, 10, 1}},
       "learned",
       AgainstChance::below,
       AgainstReference::fallen,
       "below_chance since 2026-11-20 fell_against_reference since 2026-11-03"},
      {"a new method, all along worse than chance",
       {{"random", before, today, 10, 3}, {"learned", now, today, 10, 0}},
       "learned",
       AgainstChance::below,
       AgainstReference::too_few,
       "below_chance since 2026-10-31"},
      {"one examination a day is too few",
       {{"random", before, today, 1, 1}, {"rules", before, last, 1, 1}, {"rules", now, today, 1, 0}},
       "rules",
       AgainstChance::too_few,
       AgainstReference::too_few,
       ""},
      {"nothing was drawn by chance in these days",
       {{"random", before, last, 10, 1}, {"rules", before, today, 10, 5}},
       "rules",
       AgainstChance::too_few,
       AgainstReference::not_apart,
       ""},
      {"chance itself finds less: nobody's fault",
       {{"random", before, last, 10, 5}, {"random", now, today, 10, 1}},
       "random",
       AgainstChance::is_chance,
       AgainstReference::fallen,
       ""},
      {"audits by expected value are measured by audits by chance",
       {{"random", before, today, 10, 9},
        {"audit_random", before, today, 10, 1},
        {"audit_decile", before, today, 10, 4}},
       "audit_decile",
       AgainstChance::above,
       AgainstReference::not_apart,
       ""},
      {"rules find more than before",
       {{"random", before, today, 10, 1}, {"rules", before, last, 10, 2}, {"rules", now, today, 10, 6}},
       "rules",
       AgainstChance::above,
       AgainstReference::risen,
       ""},
  };
  for (const auto& c : cases) {
    const auto got = hit_rates(examined(c.found), windows_on(day(today), {}, settings()), settings());
    const auto rate = std::find_if(got.methods.begin(), got.methods.end(),
                                   [&](const MethodRate& one) { return one.method == c.method; });
    ASSERT_NE(rate, got.methods.end()) << c.name;
    EXPECT_EQ(name(rate->against_chance), name(c.chance)) << c.name;
    EXPECT_EQ(name(rate->against_reference), name(c.reference)) << c.name;
    std::string alarms;
    for (const auto& alarm : got.alarms) {
      alarms += (alarms.empty() ? "" : " ") + std::string(name(alarm.kind)) + " since " + alarm.since.text();
    }
    EXPECT_EQ(alarms, c.alarms) << c.name;
    EXPECT_EQ(got.methods.front().method, "random") << c.name;  // shown even where it has nothing
  }
}

TEST(HitRates, LiftIsTheRateOverThatOfChance) {
  const auto got = hit_rates(examined({{"random", before, today, 10, 1},
                                       {"rules", before, last, 10, 5},
                                       {"rules", now, today, 10, 4},
                                       {"history", now, today, 10, 4}}),
                             windows_on(day(today), {}, settings()), settings());
  ASSERT_EQ(got.methods.size(), 3U);
  EXPECT_DOUBLE_EQ(got.methods[1].lift.value(), 4);
  EXPECT_DOUBLE_EQ(got.methods[1].reference_lift.value(), 5);
  EXPECT_FALSE(got.methods[2].reference_lift);
}

TEST(HitRates, AnAlarmOlderThanTheCurrentDaysSaysSo) {
  const auto got = hit_rates(examined({{"random", before, today, 10, 3}, {"rules", before, today, 10, 0}}),
                             windows_on(day(today), {}, settings()), settings());
  ASSERT_EQ(got.alarms.size(), 1U);
  EXPECT_EQ(got.alarms[0].since.text(), now);
  EXPECT_TRUE(got.alarms[0].or_before);
}

Given given(std::vector<Stretch> found, Basis basis = {}) {
  Given given;
  given.on = day(today);
  given.windows = windows_on(given.on, basis, policy().on(given.on));
  given.examined = examined(found);
  given.declarations = {1000, 1000};
  return given;
}

TEST(Report, SaysWhatHappenedSinceWhenAndWhatToDo) {
  auto all =
      given({{"random", before, today, 10, 3}, {"learned", before, last, 10, 6}, {"learned", now, today, 10, 1}});
  all.signals = {{"hs2", {"류", "chapter"}, 2, times(300, 3) + times(700, 61), times(100, 3) + times(900, 61)},
                 {"exporter.hits", {"적발", "hits"}, 0, steps(1000, 1), steps(1000, 1001)},
                 {"value_krw", {"가격", "value"}, 0, steps(1000, 1), steps(1000, 901)}};
  const auto report = report_of(all, policy(), messages());
  EXPECT_TRUE(report.alarmed());
  EXPECT_EQ(report.outcome.steps.front().text.en,
            "2026-10-29 to 2026-11-25 was held against the days just before, 2026-08-06 to 2026-10-28.");
  ASSERT_EQ(report.alarms.size(), 2U);
  EXPECT_EQ(report.alarms[0].steps[0].text.en,
            "Learned likelihood: since 2026-11-20 it finds less than chance does: 28 of 280 examined, 10.0 % "
            "(7.0 – 14.1 %); Random: 30.0 % (24.9 – 35.6 %).");
  EXPECT_EQ(report.alarms[0].steps[0].text.ko,
            "배운 가능성: 2026-11-20부터 무작위보다 적게 적발합니다. 검사 280건 중 28건, 10.0%(7.0–14.1%)인데 "
            "무작위는 30.0%(24.9–35.6%)입니다.");
  EXPECT_NE(report.alarms[0].steps[1].text.en.find("roll back"), std::string::npos);
  EXPECT_NE(report.alarms[1].steps[1].text.ko.find("되돌리십시오"), std::string::npos);
  ASSERT_EQ(report.signals.size(), 3U);
  EXPECT_EQ(report.signals[0].value.name, "value_krw");
  EXPECT_EQ(report.signals[1].steps[0].text.en,
            "chapter: has drifted (stability index 0.270, never seen before 0.0 %).");
  EXPECT_EQ(report.signals[1].steps[1].text.en, "03: 30.0 % → 10.0 %");
  EXPECT_EQ(report.signals[0].steps[1].text.ko, "900 초과: 10.0% → 100.0%");
  EXPECT_EQ(report.signals[2].value.standing, Standing::grows);
  EXPECT_NE(to_json(report).find(R"("alarmed":true)"), std::string::npos);
}

TEST(Report, NamesWindowsWithoutDataAndClocksThatJump) {
  Basis later;
  later.in_force_since = day("2026-12-01");
  Basis ahead;
  ahead.last_recorded = day("2026-11-26");
  auto nothing = given({{"random", before, last, 10, 3}});
  nothing.declarations = {1000, 0};
  auto no_reference = given({{"random", now, today, 10, 3}, {"rules", now, today, 10, 0}});
  no_reference.declarations = {0, 1000};
  const struct {
    std::string_view name;
    Given given;
    Outcome outcome;
    std::size_t sentences, methods, alarms;
  } cases[] = {
      {"nothing declared or examined", nothing, Outcome::nothing_recorded, 1, 0, 0},
      {"nothing to hold it against: chance remains", no_reference, Outcome::reference_is_empty, 1, 2, 1},
      {"activated after the day asked", given({{"random", before, today, 10, 3}}, later), Outcome::not_yet_in_force, 1,
       0, 0},
      {"the record goes on after the day asked", given({{"random", before, today, 10, 3}}, ahead), Outcome::watched, 2,
       1, 0},
  };
  for (const auto& c : cases) {
    const auto report = report_of(c.given, policy(), messages());
    EXPECT_EQ(name(report.outcome.value), name(c.outcome)) << c.name;
    EXPECT_EQ(report.outcome.steps.size(), c.sentences) << c.name;
    EXPECT_EQ(report.methods.size(), c.methods) << c.name;
    EXPECT_EQ(report.alarms.size(), c.alarms) << c.name;
    for (const auto& step : report.outcome.steps) {
      EXPECT_EQ(step.text.ko.find('{'), std::string::npos) << step.text.ko;
      EXPECT_EQ(step.text.en.find('{'), std::string::npos) << step.text.en;
    }
  }
}

}  // namespace
}  // namespace clearway::watch
