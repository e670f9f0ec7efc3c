#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"

namespace clearway::risk {

/// An officer rule as its author writes it: every part as text, checked only when the policy is read.
struct RuleText {
  std::string id, pattern, owner, from, until;
  std::vector<std::string> procedures;
  std::string when, likelihood, consequence;
  bool hard = false;
  std::string cite;
  Text reason;
  friend bool operator==(const RuleText&, const RuleText&);
};

/// The rules of a rules.yaml in their order, as far as it can be read; none of a text that is no YAML.
std::vector<RuleText> rules_in(std::string_view rules_yaml);
/// `rules_yaml` with this rule in the place of the one of its id, or at the end. Comments and all other rules stay as they
/// are. A text that is no YAML comes back unchanged.
std::string with_rule(std::string_view rules_yaml, const RuleText& rule);
std::string without_rule(std::string_view rules_yaml, std::string_view id);

/// A parameter or list of risk.yaml that rules name as policy.<name>.
struct ParameterText {
  std::string name, value, unit;
  bool is_list = false;
  Text meaning;
};
std::vector<ParameterText> parameters_in(std::string_view risk_yaml);

}  // namespace clearway::risk
