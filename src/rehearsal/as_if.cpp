#include "rehearsal/as_if.h"

#include <algorithm>
#include <utility>

#include "risk/rule_text.h"

namespace clearway::rehearsal {

Result<AsIf> as_if_in_force(const screening::Rulebook& present, const screening::Rulebook& changed, Date from) {
  const auto first = std::max(from, Date::of(1900, 1, 1)).text();
  const auto before = risk::rules_in(present.policy().text().rules_yaml);
  auto text = changed.policy().text();
  AsIf as_if;
  for (auto& rule : risk::rules_in(text.rules_yaml)) {
    const bool same = std::find(before.begin(), before.end(), rule) != before.end();
    if (same || rule.from <= first) continue;
    as_if.rules.push_back(rule.id);
    rule.from = first;
    text.rules_yaml = risk::with_rule(text.rules_yaml, rule);
  }
  auto policy = risk::Policy::read(text, changed.law(), changed.elements());
  if (!policy) return policy.error();
  as_if.rulebook = changed.with_policy(std::move(policy).value());
  return as_if;
}

}  // namespace clearway::rehearsal
