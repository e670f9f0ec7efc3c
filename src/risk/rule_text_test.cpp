#include <gtest/gtest.h>

#include "risk/policy_text.h"
#include "risk/rule_text.h"
#include "risk/testing.h"
#include "risk/version_life.h"

namespace clearway::risk {
namespace {

const PolicyText& shipped() {
  static const auto loaded = PolicyText::load(CLEARWAY_SOURCE_DIR "/policy").value();
  return loaded;
}

// Every rule of the delivered policy, written again by the editor, is the same rule, and the file still reads.
TEST(RuleText, ARuleWrittenAgainIsTheSameRule) {
  const auto rules = rules_in(shipped().rules_yaml);
  ASSERT_GT(rules.size(), 20U);
  for (const auto& rule : rules) {
    SCOPED_TRACE(rule.id);
    const auto again = with_rule(shipped().rules_yaml, rule);
    EXPECT_EQ(rules_in(again), rules);
    EXPECT_EQ(std::count(again.begin(), again.end(), '#'), std::count(shipped().rules_yaml.begin(), shipped().rules_yaml.end(), '#'))
        << "comments stay";
  }
}

TEST(RuleText, OnlyTheRuleMeantChanges) {
  auto rules = rules_in(shipped().rules_yaml);
  auto& rule = rules[5];
  rule.when = "destination_country == \"US\" && goods_description.contains(\"\\\\\")";
  rule.reason = {"따옴표 \" 와 역슬래시 \\", "a colon: and # no comment"};
  rule.until = "2027-01-01";
  const auto text = with_rule(shipped().rules_yaml, rule);
  EXPECT_EQ(rules_in(text), rules);
  RuleText added;
  added.id = "R4.new_one";
  added.from = "2026-11-01";
  added.procedures = {"manifest", "formal"};
  added.when = "fob_value >= 1";
  added.likelihood = "0.1";
  added.consequence = "by_value";
  added.cite = "export-notice-36-2";
  added.reason = {"새 규칙", "a new rule"};
  rules.push_back(added);
  const auto longer = with_rule(text, added);
  EXPECT_EQ(rules_in(longer), rules);
  EXPECT_EQ(rules_in(without_rule(longer, "R4.new_one")).size(), rules.size() - 1);
  EXPECT_EQ(without_rule(text, "no.such"), text);
  EXPECT_EQ(with_rule("rules: [", added), "rules: [");
  EXPECT_EQ(rules_in(with_rule("# empty\nrules:\n", added)).size(), 1U);
}

TEST(RuleText, TheWrittenRuleIsReadByThePolicy) {
  const auto& delivered = testing::Delivered::get();
  auto rules = rules_in(shipped().rules_yaml);
  auto rule = rules[0];
  rule.likelihood = "0.123";
  const auto text = with_rule(shipped().rules_yaml, rule);
  std::vector<PolicyProblem> problems;
  const auto policy = Policy::read({shipped().risk_yaml, text}, delivered.law, delivered.elements, &problems);
  ASSERT_TRUE(policy.ok()) << policy.error().detail;
  EXPECT_TRUE(problems.empty());
  EXPECT_DOUBLE_EQ(policy->rules()[0].likelihood, 0.123);
  EXPECT_EQ(policy->text().rules_yaml, text);
  rule.when = "fob_valeu > 1";
  EXPECT_FALSE(Policy::read({shipped().risk_yaml, with_rule(text, rule)}, delivered.law, delivered.elements, &problems).ok());
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_EQ(problems[0].file, "rules.yaml");
  EXPECT_EQ(problems[0].column, 1U);
  EXPECT_EQ(problems[0].rule, rule.id);
  EXPECT_NE(problems[0].fix.find("fob_value"), std::string::npos) << problems[0].fix;
}

TEST(PolicyText, IsKeptAsOneText) {
  const auto packed = shipped().pack();
  EXPECT_EQ(PolicyText::unpack(packed).value(), shipped());
  EXPECT_EQ(shipped().fingerprint(), testing::Delivered::get().policy.version());
  for (const auto& broken : {packed.substr(0, packed.size() - 1), packed + "x", std::string("clearway policy 1\n9999999999\n"),
                             std::string("clearway policy 1\n-1\n"), std::string(), std::string("clearway policy 1\n5\nabc")}) {
    EXPECT_EQ(PolicyText::unpack(broken).error().code, "version_content_is_not_valid");
  }
}

TEST(PolicyText, ParametersHaveNamesUnitsAndMeanings) {
  const auto parameters = parameters_in(shipped().risk_yaml);
  const auto found = std::find_if(parameters.begin(), parameters.end(), [](const auto& p) { return p.name == "policy.far_below"; });
  ASSERT_NE(found, parameters.end());
  EXPECT_EQ(found->value, "0.5");
  EXPECT_FALSE(found->meaning.ko.empty());
}

TEST(VersionLife, TheFirstReasonStandsForAll) {
  using State = VersionState;
  using Step = VersionStep;
  using Refusal = VersionRefusal;
  const struct {
    std::string_view name;
    State state;
    Step step;
    std::string_view actor;
    bool was_active;
    std::optional<Refusal> refusal;
  } cases[] = {
      {"a draft is changed", State::drafted, Step::edit, "author", false, {}},
      {"so is a rehearsed one", State::rehearsed, Step::edit, "author", false, {}},
      {"an approved one no more", State::approved, Step::edit, "author", false, Refusal::version_cannot_be_changed_any_more},
      {"approved before its rehearsal", State::drafted, Step::approve, "other", false, Refusal::version_has_not_been_rehearsed},
      {"approved by its author", State::rehearsed, Step::approve, "author", false, Refusal::approval_needs_a_second_person},
      {"approved by another", State::rehearsed, Step::approve, "other", false, {}},
      {"activated before its rehearsal", State::drafted, Step::activate, "other", false, Refusal::version_has_not_been_rehearsed},
      {"activated before its approval", State::rehearsed, Step::activate, "other", false, Refusal::version_has_not_been_approved},
      {"activated", State::approved, Step::activate, "author", false, {}},
      {"activated twice", State::active, Step::activate, "other", true, Refusal::version_is_in_force_already},
      {"a retired one is no candidate", State::retired, Step::activate, "other", true, Refusal::version_has_not_been_approved},
      {"but may be gone back to", State::retired, Step::roll_back, "other", true, {}},
      {"never in force", State::approved, Step::roll_back, "other", false, Refusal::version_was_never_in_force},
      {"rejected", State::rejected, Step::rehearse, "other", false, Refusal::version_has_been_rejected},
      {"the one in force may be rehearsed", State::active, Step::rehearse, "other", true, {}},
      {"rejected when approved", State::approved, Step::reject, "other", false, {}},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    EXPECT_EQ(refusal_of({c.state, {"author"}, c.was_active}, c.step, c.actor), c.refusal);
  }
}

}  // namespace
}  // namespace clearway::risk
