#include "lodging/in_force.h"

#include <utility>

#include "risk/policy_text.h"

namespace clearway::lodging {

Result<std::unique_ptr<const screening::Rulebook>> with_version(const screening::Rulebook& present,
                                                                const record::RiskVersion& version) {
  if (version.kind == risk::VersionKind::model) return present.with_model(version.content);
  auto text = risk::PolicyText::unpack(version.content);
  if (!text) return text.error();
  auto policy = risk::Policy::read(*text, present.law(), present.elements());
  if (!policy) return policy.error();
  return present.with_policy(std::move(policy).value());
}

Result<std::shared_ptr<const screening::Rulebook>> rulebook_in_force(
    const record::Store& store, std::shared_ptr<const screening::Rulebook> installed) {
  auto rulebook = std::move(installed);
  for (const auto kind : {risk::VersionKind::policy, risk::VersionKind::model}) {
    const auto active = store.active_risk_versions(kind);
    if (!active) return active.error();
    for (const auto& version : *active) {
      if (version.fingerprint == rulebook->policy().version()) continue;
      auto changed = with_version(*rulebook, version);
      if (!changed) return changed.error();
      rulebook = std::move(changed).value();
    }
  }
  return rulebook;
}

}  // namespace clearway::lodging
