#include "accrual/rule_pack.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>

namespace clearway::accrual {
namespace {

const std::string good = R"(pack: borduria
title: {ko: "보르두리아", en: "Borduria"}
currency: BOR
minor_unit_digits: 2
day_count: 365
cut_windows: year_end
rounding: {direction: down, unit: 1, at: window}
days: {start: not_counted, until: counted, payment: counted}
payments: {method: parts, before_start: counted, after_until: counted, above_principal: refused}
sources:
  act: "Invented act"
rates:
  plain:
    per: year
    values:
      - {from: 2020-01-01, percent: 3.5, cite: act, grade: design}
      - {from: 2021-01-01, percent: 4, cite: act, grade: design}
charges:
  duty: {interest: plain}
  fine: {interest: none}
default_charge: duty
suspension_reasons:
  storm: {title: {ko: "폭풍", en: "storm"}, overlaps: joined}
suspensions:
  - {from: 2020-05-01, to: 2020-05-10, reason: storm, charges: [duty], cite: act, grade: design}
)";

std::string with(const std::string& from, const std::string& to) {
  auto text = good;
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

PackProblems problems_of(const std::string& yaml) {
  PackProblems problems;
  read_rule_pack("borduria.yaml", yaml, problems);
  return problems;
}

TEST(RulePack, IsReadAsWritten) {
  PackProblems problems;
  const auto pack = read_rule_pack("borduria.yaml", good, problems);
  ASSERT_TRUE(problems.empty()) << problems.front().code;
  EXPECT_EQ(pack.id, "borduria");
  EXPECT_EQ(pack.day_count, DayCount::fixed_365);
  EXPECT_EQ(pack.year_cut, YearCut::every_year_end);
  EXPECT_EQ(pack.rates.at("plain").find(Date::of(2020, 12, 31))->rate.percent(), "3.5");
  EXPECT_EQ(pack.rates.at("plain").find(Date::of(2021, 1, 1))->rate.percent(), "4");
  EXPECT_EQ(pack.charges.at("fine").rates, "");
  EXPECT_TRUE(pack.suspension_reasons.at("storm").joined);
  ASSERT_EQ(pack.suspensions.size(), 1U);
  EXPECT_EQ(pack.suspensions[0].charges, std::vector<std::string>{"duty"});
}

TEST(RulePack, EveryProblemNamesFileLineKeyValueAndRemedy) {
  const struct {
    std::string_view name;
    std::string yaml;
    std::string_view code, key, value;
    int line;
  } cases[] = {
      {"no mapping", "- 1", "file_is_no_mapping", "", "", 1},
      {"no YAML", "a: [", "yaml_is_not_valid", "", "", 1},
      {"not UTF-8", "a: \xff", "file_is_not_utf8", "", "", 0},
      {"an unknown key", with("currency:", "curency: X\ncurrency:"), "key_is_not_known", "curency", "curency", 3},
      {"a key twice", with("pack: borduria\n", "pack: borduria\npack: b\n"), "key_stands_twice", "pack", "pack", 2},
      {"a missing key", with("day_count: 365\n", ""), "key_is_missing", "day_count", "", 1},
      {"one language", with("{ko: \"보르두리아\", en: \"Borduria\"}", "{en: Borduria}"), "text_needs_both_languages",
       "title", "", 2},
      {"an unknown day count", with("365", "360"), "choice_is_not_known", "day_count", "360", 5},
      {"rounding up", with("direction: down", "direction: up"), "choice_is_not_known", "rounding.direction", "up", 7},
      {"a fraction of a digit", with("minor_unit_digits: 2", "minor_unit_digits: 2.5"), "number_is_not_valid",
       "minor_unit_digits", "2.5", 4},
      {"a rate below zero", with("3.5", "-3.5"), "rate_is_negative", "rates.plain.values[1].percent", "-3.5", 16},
      {"a rate above the principal", with("3.5", "100.5"), "rate_is_too_high", "rates.plain.values[1].percent", "100.5",
       16},
      {"no number", with("3.5", "3,5 %"), "key_is_not_known", "rates.plain.values[1].5 %", "5 %", 16},
      {"an impossible day", with("from: 2021-01-01", "from: 2021-02-30"), "date_is_not_valid",
       "rates.plain.values[2].from", "2021-02-30", 17},
      {"out of order", with("from: 2021-01-01", "from: 2019-01-01"), "rates_are_out_of_order", "rates.plain.values[2]",
       "2019-01-01", 17},
      {"overlapping", with("from: 2020-01-01,", "from: 2020-01-01, to: 2021-01-01,"), "rates_overlap",
       "rates.plain.values[2]", "2021-01-01", 17},
      {"ends before it starts", with("from: 2020-01-01,", "from: 2020-01-01, to: 2019-12-31,"),
       "period_ends_before_it_starts", "rates.plain.values[1].to", "2019-12-31", 16},
      {"no rates",
       with("      - {from: 2020-01-01, percent: 3.5, cite: act, grade: design}\n      - {from: 2021-01-01, percent: "
            "4, cite: act, grade: design}\n",
            "      []\n"),
       "rates_are_missing", "rates.plain.values", "", 14},
      {"no citation", with("3.5, cite: act", "3.5"), "key_is_missing", "rates.plain.values[1].cite", "", 16},
      {"a source that is not listed", with("3.5, cite: act", "3.5, cite: bill"), "cite_is_not_in_sources",
       "rates.plain.values[1].cite", "bill", 16},
      {"an unknown grade", with("grade: design", "grade: sure"), "choice_is_not_known", "rates.plain.values[1].grade",
       "sure", 16},
      {"a charge of unknown rates", with("interest: plain", "interest: plane"), "rates_are_not_known",
       "charges.duty.interest", "plane", 19},
      {"an unknown default", with("default_charge: duty", "default_charge: dutty"), "charge_is_not_known",
       "default_charge", "dutty", 21},
      {"an unknown reason", with("reason: storm", "reason: rain"), "reason_is_not_known", "suspensions[1].reason",
       "rain", 25},
      {"a suspension of an unknown charge", with("[duty]", "[dutty]"), "charge_is_not_known",
       "suspensions[1].charges[1]", "dutty", 25},
  };
  const auto messages = Messages::load(CLEARWAY_SOURCE_DIR "/messages").value();
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    const auto problems = problems_of(c.yaml);
    ASSERT_FALSE(problems.empty());
    const auto& first = problems.front();
    EXPECT_EQ(first.code, c.code);
    EXPECT_EQ(first.key, c.key);
    if (!c.value.empty()) {
      EXPECT_EQ(first.value, c.value);
    }
    EXPECT_EQ(first.line, c.line);
    EXPECT_TRUE(first.text(messages).en.starts_with("borduria.yaml:")) << first.text(messages).en;
    EXPECT_FALSE(first.fix(messages).ko.empty());
  }
}

TEST(RulePack, EveryProblemHasItsSentences) {
  const auto messages = Messages::load(CLEARWAY_SOURCE_DIR "/messages").value();
  const std::regex code(R"re((?:problem\(|push_back\(\{|refuse\(name, |Error\{|\? )\s*"([a-z_0-9]+)")re");
  std::set<std::string> codes;
  for (const auto* file : {"rule_pack.cpp", "rate_table.cpp"}) {
    std::ifstream in(std::string(CLEARWAY_SOURCE_DIR "/src/accrual/") + file);
    const std::string text(std::istreambuf_iterator<char>(in), {});
    for (std::sregex_iterator it(text.begin(), text.end(), code), end; it != end; ++it) codes.insert((*it)[1]);
  }
  EXPECT_GT(codes.size(), 20U);
  for (const auto& name : codes) {
    EXPECT_NE(messages.find("pack." + name + ".text"), nullptr) << name;
    EXPECT_NE(messages.find("pack." + name + ".fix"), nullptr) << name;
  }
}

}  // namespace
}  // namespace clearway::accrual
