#include "risk/engine.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "risk/signals.h"
#include "risk/testing.h"

namespace clearway::risk {
namespace {

using testing::Case;
using testing::Delivered;
using testing::Desk;
using testing::Field;
using testing::Procedure;

Vocabulary vocabulary() {
  Vocabulary result;
  result.field_type = [](Field field) {
    const auto name = declaration::name(field);
    return name == "quantity" || name == "gross_weight" || name == "fob_value" ? Type::number : Type::text;
  };
  result.parameter = [](std::string_view name) -> std::optional<DatedConstant> {
    Constant constant;
    if (name == "law.export.manifest.max_fob" || name == "law.export.simplified.max_fob")
      constant.number = to_micro(2'000'000);
    else if (name == "law.export.manifest.random_max")
      constant.number = 50'000;
    else
      return std::nullopt;
    return DatedConstant{{Date::of(2008, 1, 1), constant}};
  };
  return result;
}

std::string replaced(std::string text, std::string_view what, std::string_view with) {
  const auto at = text.find(what);
  if (at == std::string::npos) throw std::logic_error("not in the policy of the test: " + std::string(what));
  return text.replace(at, what.size(), with);
}

const std::string risk_yaml = R"(
title: {ko: 시험, en: test}
dated: 2026-01-01
owner: test
channels: {orange_from: 0.5, red_from: 1.5}
consequence:
  scale: {1: {ko: 가, en: a}, 2: {ko: 가, en: a}, 3: {ko: 가, en: a}, 4: {ko: 가, en: a}, 5: {ko: 가, en: a}}
  revenue_threshold_krw: 1000000
quotas:
  default: {red: 2, orange: 3}
  offices: {"020": {red: 0, orange: 0}}
random:
  formal: 0.1
  simplified: 0.1
  import: 0.1
  red_share: 0.5
  reveal_after_days: {2026-01-01: 1, 2026-07-01: 30}
  filer_classes:
    minimum_examined: 10
    unknown: good
    classes:
      - {id: excellent, label: {ko: 가, en: a}, hit_rate_below: 0.1, ratio: 0.01}
      - {id: good, label: {ko: 가, en: a}, hit_rate_below: 0.2, ratio: 0.02}
      - {id: to_manage, label: {ko: 가, en: a}, hit_rate_below: 1, ratio: 0.05}
splitting: {window_days: 1, near_limit_from: 0.9}
disclosure: {filer_sees_reasons: false}
rehearsal: {delay_hours: [{from: 2026-01-01, green: 0, orange: 4, red: 24, grade: design}], firm_sizes: [{id: any, label: {ko: 가, en: a}}]}
methods:
  base: {likelihood: 0, cite: c, reason: {ko: 원칙, en: principle}}
  finding_error: {cite: c, reason: {ko: "{errors}건", en: "{errors} errors"}}
  new_trader: {likelihood: 0.1, consequence: 2, period_days: 730, history_needed: 1, cite: c, reason: {ko: 새, en: new}}
  new_combination: {likelihood: 0.05, consequence: 2, cite: c, reason: {ko: 새, en: "to {destination_country}"}}
  since_examination: {likelihood: 0.2, consequence: 2, full_days: 100, full_value_krw: 1000, time_share: 0.5, minimum_declarations: 1, least_likelihood: 0.01, cite: c, reason: {ko: "{exporter.days_since_examination}일", en: "{exporter.days_since_examination} days"}}
  random: {cite: c, reason: {ko: "{ratio}%", en: "ratio {ratio} %"}}
  quota_red: {cite: c, reason: {ko: "{quota}", en: "quota {quota}"}}
  quota_orange: {cite: c, reason: {ko: "{quota}", en: "quota {quota}"}}
)";

std::string rule(std::string_view id, std::string_view when, std::string_view likelihood, std::string_view consequence,
                 bool hard = false) {
  std::string text = "  - {id: ";
  text.append(id)
      .append(", from: 2026-01-01, procedures: [formal, simplified, manifest, import], when: '")
      .append(when);
  text.append("', likelihood: ").append(likelihood).append(", consequence: ").append(consequence);
  if (hard) text += ", hard: true";
  return text + ", cite: c, reason: {ko: 이유, en: reason}}\n";
}

Policy policy_with(const std::string& rules, const std::string& risk = risk_yaml) {
  auto policy = Policy::read(risk, "rules:\n" + rules, vocabulary());
  if (!policy) throw std::logic_error(policy.error().detail);
  return std::move(policy).value();
}

const std::string by_quantity = rule("low", "quantity == 1", "0.1", "2") + rule("middle", "quantity == 2", "0.5", "2") +
                                rule("high", "quantity == 3", "0.8", "3") +
                                rule("hard", "quantity == 4", "0.1", "1", true) +
                                rule("value", "quantity == 5", "0.4", "by_value");

clearance::Finding finding(clearance::Severity severity) {
  clearance::Finding result;
  result.severity = severity;
  return result;
}

std::string first_id(const Policy& policy, const Assessment& assessment) {
  return std::string(policy.reason_id(assessment.reasons.at(0)));
}

const std::string bursts =
    "\nbursts: {window_days: {2026-01-01: 3, 2026-11-01: 1}, usual_from_days: {2026-01-01: 28}}\n";

TEST(Engine, ABurstIsMeasuredAgainstTheOwnUsualPace) {
  const auto policy = policy_with(
      rule("burst",
           "exporter.recent_declarations >= 5 && exporter.recent_declarations > 4 * exporter.usual_declarations", "0.5",
           "2") +
          rule("window", "policy.burst_window_days == 1", "0.1", "1"),
      risk_yaml + bursts);
  const auto declared = [](Desk& desk, std::string_view day, std::string_view trader, int times) {
    for (int i = 0; i < times; ++i) {
      Case c(Procedure::formal, day);
      desk.observe(c.party(trader, "Olivia Sample", "1 Sample Street"));
    }
  };
  const struct {
    std::string_view name, day;
    int each_month, before;
    bool fires;
  } cases[] = {
      {"one a month, then five within three days", "2026-09-10", 1, 4, true},
      {"one a month, then four within three days", "2026-09-10", 1, 3, false},
      {"thirty a month, then five within three days", "2026-09-10", 30, 4, false},
      {"from November on only the day itself counts", "2026-11-10", 1, 4, false},
  };
  for (const auto& test : cases) {
    SCOPED_TRACE(test.name);
    Desk desk(policy);
    for (const auto* month : {"2026-05-01", "2026-06-01", "2026-07-01", "2026-08-01"})
      declared(desk, month, "Sample Trading", test.each_month);
    const auto day = *Date::parse(test.day);
    declared(desk, day.plus_days(-1).text(), "Sample Trading", test.before);
    Case c(Procedure::formal, test.day);
    c.party("Sample Trading", "Olivia Sample", "1 Sample Street");
    EXPECT_EQ(desk.fires(c, "burst"), test.fires);
    EXPECT_EQ(desk.reason("window") != nullptr, test.day == "2026-11-10") << "the policy's window is that of the day";
    // Of somebody who came in May for the first time nothing is usual yet.
    Desk first(policy);
    declared(first, day.plus_days(-2).text(), "Sample Trading", 20);
    EXPECT_FALSE(first.fires(c, "burst"));
  }
}

TEST(Engine, WithoutBurstsInThePolicyNothingIsABurst) {
  const auto policy = policy_with(rule("recent", "has(exporter.recent_declarations)", "0.5", "2"));
  Desk desk(policy);
  Case c(Procedure::formal);
  desk.observe(c);
  EXPECT_FALSE(desk.fires(c, "recent"));
  EXPECT_FALSE(Policy::read(risk_yaml + "\nbursts: {window_days: {2026-01-01: 8}, usual_from_days: {2026-01-01: 1}}\n",
                            "rules:\n" + by_quantity, vocabulary())
                   .ok())
      << "a pace is kept for a week";
}

TEST(Engine, GapsAndDistancesAreSignals) {
  const auto number = [](const Case& c, Variable variable, std::int64_t limit = INT64_MAX) {
    const Observation seen{.day = c.facts().declared_on.days()};
    const History nothing;
    return number_of(variable, {c.declaration(), c.facts(), seen, nothing, {.value_limit_krw = limit}}, 0);
  };
  Case c(Procedure::formal);
  for (const auto variable : {Variable::total_gap, Variable::invoice_gap, Variable::weight_gap, Variable::package_gap,
                              Variable::item_amount_gap, Variable::share_of_limit, Variable::below_limit_krw}) {
    EXPECT_EQ(number(c, variable, 2'000'000), missing) << "nothing was declared: " << info(variable).name;
  }
  c.value(1'900'000);
  c.set(Field::total_fob_krw, "1000").set(Field::item_fob_krw, "600").set(Field::item_fob_krw, "300", 1);
  c.set(Field::invoice_amount, "100").set(Field::line_amount, "80").set(Field::line_amount, "40", 1);
  c.set(Field::gross_weight, "2").set(Field::net_weight, "1.5").set(Field::net_weight, "1", 1);
  c.set(Field::total_packages, "5").set(Field::item_packages, "2").set(Field::item_packages, "4", 1);
  c.set(Field::unit_price, "2.5").set(Field::quantity, "30");
  const struct {
    std::string_view name;
    Variable variable;
    std::int64_t micro;
  } cases[] = {
      {"the items are a tenth below the total", Variable::total_gap, 100'000},
      {"the lines exceed the invoice by a fifth", Variable::invoice_gap, -200'000},
      {"a net weight of 2.5 kg in 2 kg gross", Variable::weight_gap, -250'000},
      {"six packages on the items, five in all", Variable::package_gap, -1'000'000},
      {"30 at 2.5 are 75, not 80", Variable::item_amount_gap, 62'500},
      {"95 % of the limit", Variable::share_of_limit, 950'000},
      {"100,000 won below it", Variable::below_limit_krw, to_micro(100'000)},
  };
  for (const auto& test : cases) EXPECT_EQ(number(c, test.variable, 2'000'000), test.micro) << test.name;
  EXPECT_EQ(number(c, Variable::share_of_limit), missing) << "a procedure without a limit";
  EXPECT_EQ(number(c, Variable::below_limit_krw, 1'000'000), to_micro(-900'000));
  Case one(Procedure::formal);
  one.set(Field::total_fob_krw, "1000").set(Field::item_fob_krw, "600").set(Field::line_amount, "1", 1);
  EXPECT_EQ(number(one, Variable::total_gap), missing) << "an item that does not say cannot be added up";
}

TEST(Engine, ExpectedValueSetsTheChannel) {
  const auto policy = policy_with(by_quantity);
  const struct {
    std::string_view name, quantity;
    double likelihood;
    int consequence;
    Channel channel;
    std::string_view first;
  } cases[] = {
      {"nothing speaks for an irregularity", "0", 0, 1, Channel::green, "method.base"},
      {"expected value 0.2", "1", 0.1, 2, Channel::green, "low"},
      {"expected value 1.0", "2", 0.5, 2, Channel::orange, "middle"},
      {"expected value 2.4", "3", 0.8, 3, Channel::red, "high"},
      {"a hard rule, expected value 0.1", "4", 0.1, 1, Channel::red, "hard"},
  };
  for (const auto& test : cases) {
    SCOPED_TRACE(test.name);
    Desk desk(policy);
    Case c(Procedure::formal);
    c.set(Field::quantity, test.quantity);
    const auto& got = desk.assess(c);
    EXPECT_NEAR(got.likelihood, test.likelihood, 1e-12);
    EXPECT_EQ(got.consequence, test.consequence);
    EXPECT_NEAR(got.expected_value, test.likelihood * test.consequence, 1e-12);
    EXPECT_EQ(got.channel, test.channel);
    EXPECT_EQ(first_id(policy, got), test.first);
  }
}

TEST(Engine, EvidenceJoins) {
  const auto policy = policy_with(rule("a", "quantity >= 1", "0.5", "2") + rule("b", "quantity >= 2", "0.4", "4"));
  Desk desk(policy);
  Case c(Procedure::formal);
  c.set(Field::quantity, "2");
  const auto& got = desk.assess(c);
  EXPECT_NEAR(got.likelihood, 1 - 0.5 * 0.6, 1e-12);
  EXPECT_EQ(got.consequence, 4);
  EXPECT_EQ(first_id(policy, got), "a");
}

TEST(Engine, RevenueIsGradedByValue) {
  const auto policy = policy_with(by_quantity);
  for (const auto& [won, expected] : {std::pair<std::int64_t, int>{999'999, 2}, {1'000'000, 3}}) {
    Desk desk(policy);
    Case c(Procedure::formal);
    c.set(Field::quantity, "5").value(won);
    EXPECT_EQ(desk.assess(c).consequence, expected) << won;
  }
}

TEST(Engine, AnErrorMakesItOrangeAtLeast) {
  const auto policy = policy_with(by_quantity);
  Desk desk(policy);
  Case c(Procedure::formal);
  const std::array errors = {finding(clearance::Severity::error), finding(clearance::Severity::warning)};
  const auto& got = desk.assess(c, errors);
  EXPECT_EQ(got.channel, Channel::orange);
  EXPECT_EQ(first_id(policy, got), "method.finding_error");
  EXPECT_EQ(desk.sentence(got.reasons[0], c, Language::english), "1 errors");
  const std::array warnings = {finding(clearance::Severity::warning)};
  EXPECT_EQ(desk.assess(c, warnings).channel, Channel::green);
  c.set(Field::quantity, "3");
  EXPECT_EQ(desk.assess(c, errors).channel, Channel::red);
  EXPECT_EQ(first_id(policy, desk.assess(c, errors)), "high");
}

TEST(Engine, RandomSelectionFollowsTheDraw) {
  const auto policy = policy_with(by_quantity);
  const struct {
    std::string_view name;
    double draw;
    Channel channel;
  } cases[] = {{"below ratio x red share: goods", 0.0499, Channel::red},
               {"just above: documents", 0.05, Channel::orange},
               {"last below the ratio", 0.0999, Channel::orange},
               {"at the ratio: not selected", 0.1, Channel::green}};
  for (const auto& test : cases) {
    SCOPED_TRACE(test.name);
    Desk desk(policy);
    Case c(Procedure::formal);
    const auto& got = desk.assess(c, {}, test.draw);
    EXPECT_EQ(got.channel, test.channel);
    EXPECT_EQ(desk.reason("method.random") != nullptr, test.channel != Channel::green);
    EXPECT_NEAR(got.likelihood, 0, 1e-12);  // chance is no evidence
    if (test.channel != Channel::green) {
      EXPECT_EQ(desk.sentence(got.reasons[0], c, Language::english), "ratio 10 %");
    }
  }
}

TEST(Engine, ManifestLinesAreDrawnByTheRecordOfTheCourier) {
  const auto policy = policy_with(by_quantity);
  const struct {
    std::string_view name;
    int examined, hits;
    double ratio;
  } cases[] = {{"never examined: the class for the unknown", 0, 0, 0.02},
               {"nine examinations say too little", 9, 9, 0.02},
               {"nothing found in ten", 10, 0, 0.01},
               {"one in ten", 10, 1, 0.02},
               {"two in ten", 10, 2, 0.05},
               {"all of ten", 10, 10, 0.05}};
  for (const auto& test : cases) {
    SCOPED_TRACE(test.name);
    Desk desk(policy);
    Case c(Procedure::manifest);
    c.filer("Sample Courier");
    Case other(Procedure::manifest);
    other.party("Sample Trading 0077", "Buyer", "Street").filer("Sample Courier");
    for (int i = 0; i < test.examined; ++i) desk.examine(other, "2026-10-01", i < test.hits);
    EXPECT_EQ(desk.assess(c, {}, test.ratio - 1e-9).channel != Channel::green, true);
    EXPECT_EQ(desk.assess(c, {}, test.ratio).channel, Channel::green);
  }
}

TEST(Engine, TheQuotaOfOfficeAndDayHolds) {
  const auto policy = policy_with(by_quantity);
  Desk desk(policy);
  Case high(Procedure::formal);
  high.set(Field::quantity, "3");
  std::string channels;
  for (int i = 0; i < 7; ++i) channels += name(desk.assess(high).channel).substr(0, 1);
  EXPECT_EQ(channels, "rrooogg");  // two red, then three orange, then none
  EXPECT_EQ(first_id(policy, desk.assess(high)), "method.quota_red");
  EXPECT_EQ(desk.sentence(desk.assess(high).reasons[0], high, Language::english), "quota 2");
  high.on("2026-11-11");
  EXPECT_EQ(desk.assess(high).channel, Channel::red);  // a new day
  high.set(Field::customs_office, "030");
  EXPECT_EQ(desk.assess(high).channel, Channel::red);  // another office
  high.set(Field::customs_office, "020");
  EXPECT_EQ(desk.assess(high).channel, Channel::green);  // an office without any
}

TEST(Engine, HardRulesErrorsAndChanceDoNotCountAgainstTheQuota) {
  const auto policy = policy_with(by_quantity);
  Desk desk(policy);
  Case hard(Procedure::formal), plain(Procedure::formal), high(Procedure::formal);
  hard.set(Field::quantity, "4");
  high.set(Field::quantity, "3");
  const std::array errors = {finding(clearance::Severity::error)};
  for (int i = 0; i < 10; ++i) {
    EXPECT_EQ(desk.assess(hard).channel, Channel::red);
    EXPECT_EQ(desk.assess(plain, errors).channel, Channel::orange);
    EXPECT_EQ(desk.assess(plain, {}, 0.01).channel, Channel::red);
  }
  EXPECT_EQ(desk.quota().used("040", Date::of(2026, 11, 10)).red, 0U);
  for (int i = 0; i < 2; ++i) EXPECT_EQ(desk.assess(high).channel, Channel::red);
  EXPECT_EQ(desk.assess(high, errors).channel, Channel::orange);  // quota used up, but the error keeps it orange
  EXPECT_EQ(desk.quota().used("040", Date::of(2026, 11, 10)).orange, 0U);
}

const std::string ranked_yaml =
    replaced(risk_yaml, "random:\n",
             "ranking: [{from: 2026-11-01, expected_value_share: 1, memory_days: 10, days_needed: 2, cite: c, grade: "
             "design}]\nrandom:\n") +
    R"(  cut_off_red: {cite: c, reason: {ko: "{cut_off}", en: "red from {cut_off}"}}
  cut_off_orange: {cite: c, reason: {ko: "{cut_off}", en: "orange from {cut_off}"}}
)";

TEST(Engine, PlacesAreKeptForWhatAnOfficeExpectsOfTheDay) {
  // high 2.4 asks for red, middle 1.0 for orange, of which there are two and three.
  const auto policy = policy_with(by_quantity + rule("grave", "quantity == 6", "0.9", "5"), ranked_yaml);
  Desk desk(policy);
  Case high(Procedure::formal), grave(Procedure::formal);
  high.set(Field::quantity, "3");
  grave.set(Field::quantity, "6");
  const auto day = [&](std::string_view date) {
    high.on(date);
    grave.on(date);
    std::string channels;
    for (int i = 0; i < 4; ++i) channels += name(desk.assess(high).channel).substr(0, 1);
    for (int i = 0; i < 2; ++i) channels += name(desk.assess(grave).channel).substr(0, 1);
    return channels;
  };
  EXPECT_EQ(day("2026-10-31"), "rrooog");  // before the ranking: who comes first
  EXPECT_EQ(day("2026-11-10"), "rrooog");  // an office begins without a past
  EXPECT_EQ(day("2026-11-11"), "rrooog");
  EXPECT_EQ(day("2026-11-12"), "gooorr");  // the two graver ones of the afternoon find their places
  high.on("2026-11-13");
  const auto& first = desk.assess(high);
  EXPECT_EQ(first.channel, Channel::green);  // four of one rank will ask for three reviews
  EXPECT_EQ(first_id(policy, first), "method.cut_off_red");
  EXPECT_NE(desk.reason("method.cut_off_orange"), nullptr);
  ASSERT_TRUE(first.cut_off.has_value());
  EXPECT_GT(first.cut_off->red, 2'400'000);
  EXPECT_EQ(first.rank, 2'400'000);
  const auto shown = desk.sentence(first.reasons[0], high, Language::english);
  EXPECT_TRUE(shown.starts_with("red from 4.")) << shown;
  EXPECT_EQ(first.reasons[0].contribution, 0);
}

TEST(Engine, ByRankEverybodyLookedAtTakesAPlaceAndNobodyCompelledIsRefusedOne) {
  const auto policy = policy_with(by_quantity, ranked_yaml);
  Desk desk(policy);
  Case hard(Procedure::formal), plain(Procedure::formal), high(Procedure::formal);
  hard.set(Field::quantity, "4");
  high.set(Field::quantity, "3");
  const std::array errors = {finding(clearance::Severity::error)};
  for (int i = 0; i < 10; ++i) {
    EXPECT_EQ(desk.assess(hard).channel, Channel::red);
    EXPECT_EQ(desk.assess(plain, errors).channel, Channel::orange);
    EXPECT_EQ(desk.assess(plain, {}, 0.01).channel, Channel::red);  // drawn
  }
  const auto used = desk.quota().used("040", Date::of(2026, 11, 10));
  EXPECT_EQ(used.red, 20U);
  EXPECT_EQ(used.orange, 10U);
  EXPECT_EQ(desk.assess(high).channel, Channel::green);  // whose rank would have asked for a place
  EXPECT_EQ(desk.assess(high, errors).channel, Channel::orange);
}

TEST(Engine, WhatIsCountedAgainFromTheRecordIsWhatWasCountedThen) {
  const auto policy = policy_with(by_quantity, ranked_yaml);
  Desk live(policy);
  DayQuota again;
  for (int n = 0; n < 120; ++n) {
    Case c(Procedure::formal);
    c.set(Field::quantity, std::to_string(n % 5 + 1)).on("2026-11-" + std::to_string(10 + n / 20));
    const double draw = n % 9 == 0 ? 0.01 : 0.9;
    const auto& decided = live.assess(c, {}, draw);
    recount(policy, "040", c.facts().declared_on,
            {decided.channel, std::llround(decided.likelihood * 1e6), std::llround(decided.expected_value * 1e6),
             decided.hard || draw < decided.random_ratio},
            again);
  }
  const auto day = Date::of(2026, 11, 15);
  const auto used = live.quota().used("040", day), counted = again.used("040", day);
  EXPECT_EQ(counted.red, used.red);
  EXPECT_EQ(counted.orange, used.orange);
  const auto& ranking = *policy.settings().ranking_on(day);
  const auto cut = live.quota().demand().cut_off("040", day, ranking, {30, 30}, used);
  EXPECT_EQ(again.demand().cut_off("040", day, ranking, {30, 30}, counted), cut);
}

TEST(Engine, NewTradersAndNewCombinations) {
  const auto policy = policy_with(by_quantity);
  Desk desk(policy);
  Case c(Procedure::formal);
  c.set(Field::tariff_code, "3304991000").value(100);
  desk.assess(c);
  EXPECT_EQ(desk.reason("method.new_trader"), nullptr);  // an empty record says nothing
  Case other(Procedure::formal);
  other.party("Sample Trading 0099", "Buyer", "Street");
  desk.observe(other);
  EXPECT_NEAR(desk.assess(c).likelihood, 0.1, 1e-12);
  EXPECT_NE(desk.reason("method.new_trader"), nullptr);
  desk.observe(c);
  desk.assess(c);
  EXPECT_EQ(desk.reason("method.new_trader"), nullptr);
  EXPECT_EQ(desk.reason("method.new_combination"), nullptr);
  c.set(Field::destination_country, "JP");
  desk.assess(c);
  EXPECT_NE(desk.reason("method.new_combination"), nullptr);
  EXPECT_EQ(desk.sentence(*desk.reason("method.new_combination"), c, Language::english), "to JP");
  c.on("2028-11-09");  // 730 days after the last declaration
  desk.assess(c);
  EXPECT_EQ(desk.reason("method.new_trader"), nullptr);
  c.on("2028-11-10");
  desk.assess(c);
  EXPECT_NE(desk.reason("method.new_trader"), nullptr);
}

TEST(Engine, TimeAndValueSinceTheLastExamination) {
  const auto policy = policy_with(by_quantity);
  Desk desk(policy);
  Case c(Procedure::formal, "2026-06-01");
  c.value(500);
  desk.observe(c);
  c.on("2026-07-21");  // 50 of 100 days and 500 of 1,000 won since the first day: half of 0.2
  EXPECT_NEAR(desk.assess(c).likelihood, 0.1, 1e-12);
  desk.examine(c, "2026-07-21", false);
  EXPECT_NEAR(desk.assess(c).likelihood, 0, 1e-12);
  c.on("2027-07-21");  // time in full, no value
  EXPECT_NEAR(desk.assess(c).likelihood, 0.1, 1e-12);
  EXPECT_EQ(desk.sentence(*desk.reason("method.since_examination"), c, Language::english), "365 days");
}

TEST(Engine, TheSameInputGivesTheSameAssessment) {
  const auto& policy = Delivered::get().policy;
  Desk one(policy), two(policy);
  for (int i = 0; i < 300; ++i) {
    Case c(Procedure::manifest, "2026-11-10");
    c.party("Sample Trading 00" + std::to_string(i % 7), "Buyer " + std::to_string(i % 11),
            "Street " + std::to_string(i % 5));
    c.set(Field::tariff_code, i % 2 == 0 ? "3304991000" : "8806229000").value(100'000 + 17'000 * (i % 120), 400);
    const auto first = one.assess(c, {}, i / 300.0);
    const auto& second = two.assess(c, {}, i / 300.0);
    ASSERT_EQ(first.likelihood, second.likelihood);
    ASSERT_EQ(first.channel, second.channel);
    ASSERT_EQ(first.reasons.size(), second.reasons.size());
    for (std::size_t r = 0; r < first.reasons.size(); ++r) {
      ASSERT_EQ(first.reasons[r].source, second.reasons[r].source);
      ASSERT_EQ(first.reasons[r].values, second.reasons[r].values);
    }
    one.observe(c);
    two.observe(c);
  }
  EXPECT_EQ(one.profiles().serialise(), two.profiles().serialise());
}

TEST(Engine, ContributionsSumToTheLikelihood) {
  rc::check("1 - exp(-sum) is the likelihood, strongest first", [] {
    const auto& policy = Delivered::get().policy;
    Desk desk(policy);
    Case c(*rc::gen::element(Procedure::formal, Procedure::simplified, Procedure::manifest, Procedure::import_));
    c.set(Field::tariff_code,
          *rc::gen::element<std::string>("9306300000", "8806229000", "3304991000", "9102119000", "4202921010"));
    c.set(Field::destination_country, *rc::gen::element<std::string>("US", "TJ", "RU", "JP"));
    c.set(Field::quantity, *rc::gen::element<std::string>("1", "60", "300"));
    c.set(Field::reason_of_export, *rc::gen::element<std::string>("A", "B", "C", "D", "F"));
    c.set(Field::exporter_identifier_type, *rc::gen::element<std::string>("02", "04", "05"));
    c.set(Field::unit_price, *rc::gen::element<std::string>("0.05", "5", "80")).set(Field::currency, "USD");
    c.set(Field::goods_description, *rc::gen::element<std::string>("GIFT", "rifle scope", "cream"));
    c.value(*rc::gen::inRange<std::int64_t>(1, 5'000'000), 700);
    const auto& got = desk.assess(c, {}, *rc::gen::element(0.001, 0.03, 0.9));
    double sum = 0;
    bool leading = true;
    double last = 100;
    for (const auto& reason : got.reasons) {
      sum += reason.contribution;
      const auto id = policy.reason_id(reason);
      leading =
          leading && (id == "method.random" || id.starts_with("method.quota") || id.starts_with("method.cut_off") ||
                      (reason.source >= method_count && policy.rules()[reason.source - method_count].hard));
      if (leading) continue;
      RC_ASSERT(reason.contribution <= last);
      last = reason.contribution;
    }
    RC_ASSERT(std::abs(1 - std::exp(-sum) - got.likelihood) < 1e-12);
    RC_ASSERT(got.likelihood >= 0 && got.likelihood < 1);
    RC_ASSERT(std::abs(got.expected_value - got.likelihood * got.consequence) < 1e-12);
  });
}

TEST(Engine, AnotherRuleNeverLowersTheLikelihood) {
  rc::check("adding a rule", [] {
    const auto count = *rc::gen::inRange(1, 6);
    std::string rules;
    double last = 0;
    for (int i = 0; i < count; ++i) {
      rules += rule("r" + std::to_string(i), "quantity >= " + std::to_string(*rc::gen::inRange(0, 4)),
                    "0." + std::to_string(*rc::gen::inRange(0, 10)), "2");
      const auto policy = policy_with(rules);
      Desk desk(policy);
      Case c(Procedure::formal);
      c.set(Field::quantity, "2");
      const auto likelihood = desk.assess(c).likelihood;
      RC_ASSERT(likelihood >= last);
      last = likelihood;
    }
  });
}

TEST(Policy, RulesHoldFromTheirFirstToTheirLastDay) {
  const auto policy = policy_with(
      "  - {id: dated, from: 2026-03-01, until: 2026-03-31, procedures: [formal], when: 'quantity > 0', likelihood: "
      "0.5, "
      "consequence: 2, cite: c, reason: {ko: 가, en: a}}\n");
  for (const auto& [day, expected] :
       {std::pair("2026-02-28", false), {"2026-03-01", true}, {"2026-03-31", true}, {"2026-04-01", false}}) {
    Desk desk(policy);
    Case c(Procedure::formal, day);
    c.set(Field::quantity, "1");
    EXPECT_EQ(desk.fires(c, "dated"), expected) << day;
    Case other(Procedure::manifest, day);
    other.set(Field::quantity, "1");
    EXPECT_FALSE(desk.fires(other, "dated"));
  }
}

TEST(Policy, RefusalsNameFileRulePlaceAndRemedy) {
  const auto good = rule("good", "quantity == 1", "0.1", "2");
  const struct {
    std::string_view name;
    std::string risk, rules;
    std::vector<std::string_view> expected;
  } cases[] = {
      {"random ratio above the law",
       replaced(risk_yaml, "ratio: 0.05", "ratio: 0.06"),
       good,
       {"risk.yaml:", "to_manage", "0.06", "above the limit of the law, 0.05"}},
      {"unknown field",
       risk_yaml,
       rule("bad", "quantitty == 1", "0.1", "2"),
       {"rules.yaml:", "rule bad, when, column 1 near 'quantitty", "did you mean quantity?"}},
      {"likelihood of certainty",
       risk_yaml,
       rule("bad", "quantity == 1", "1", "2"),
       {"rule bad", "likelihood: '1'", "0 to 0.999"}},
      {"consequence", risk_yaml, rule("bad", "quantity == 1", "0.1", "6"), {"rule bad", "consequence", "from 1 to 5"}},
      {"the same id twice", risk_yaml, good + good, {"rule good", "stands twice"}},
      {"unknown key",
       risk_yaml,
       replaced(good, "likelihood", "likelyhood"),
       {"unknown key 'likelyhood'", "did you mean likelihood?"}},
      {"unknown procedure", risk_yaml, replaced(good, "formal,", "normal,"), {"no procedure 'normal'"}},
      {"until before from",
       risk_yaml,
       replaced(good, "procedures", "until: 2025-01-01, procedures"),
       {"until lies before from"}},
      {"unknown place",
       risk_yaml,
       replaced(good, "en: reason", "en: \"{nothing}\""),
       {"{nothing}", "there is no field"}},
      {"place not closed", risk_yaml, replaced(good, "en: reason", "en: \"{quantity\""), {"'{' without '}'"}},
      {"red not above orange",
       replaced(risk_yaml, "red_from: 1.5", "red_from: 0.5"),
       good,
       {"red does not begin above orange"}},
      {"classes out of order",
       replaced(risk_yaml, "hit_rate_below: 0.2", "hit_rate_below: 0.05"),
       good,
       {"does not rise"}},
      {"class for the unknown", replaced(risk_yaml, "unknown: good", "unknown: best"), good, {"no class 'best'"}},
      {"window too long",
       replaced(risk_yaml, "window_days: 1", "window_days: 9"),
       good,
       {"window_days", "from 1 to 8"}},
      {"method missing",
       replaced(risk_yaml, "  base:", "  basis:"),
       good,
       {"unknown key 'basis'", "'base' is missing"}},
      {"broken YAML", risk_yaml, "rules:\n  - {id: x", {"rules.yaml:"}},
      {"no list", risk_yaml, "rules: 5", {"no list of rules"}},
      {"not UTF-8", risk_yaml, "rules: \xFF", {"not valid UTF-8"}},
      {"no reason in Korean", risk_yaml, replaced(good, "ko: 이유, ", ""), {"both languages"}},
  };
  for (const auto& test : cases) {
    SCOPED_TRACE(test.name);
    const auto rules = test.rules.starts_with("rules:") ? test.rules : "rules:\n" + test.rules;
    const auto policy = Policy::read(test.risk, rules, vocabulary());
    ASSERT_FALSE(policy.ok());
    for (const auto part : test.expected)
      EXPECT_NE(policy.error().detail.find(part), std::string::npos) << policy.error().detail;
  }
}

TEST(Policy, EveryProblemIsNamedAtOnce) {
  const auto policy = Policy::read(
      risk_yaml, "rules:\n" + rule("a", "quantitty == 1", "2", "9") + rule("b", "1 == 1 &&", "0.1", "2"), vocabulary());
  ASSERT_FALSE(policy.ok());
  EXPECT_GE(std::count(policy.error().detail.begin(), policy.error().detail.end(), '\n'), 3);
}

TEST(Policy, TheVersionFollowsTheContents) {
  const auto one = policy_with(rule("a", "quantity == 1", "0.1", "2"));
  const auto two = policy_with(rule("a", "quantity == 2", "0.1", "2"));
  EXPECT_NE(one.version(), two.version());
  EXPECT_EQ(one.version(), policy_with(rule("a", "quantity == 1", "0.1", "2")).version());
}

}  // namespace
}  // namespace clearway::risk
