#include "lodging/record_archive.h"

#include <algorithm>
#include <utility>

namespace clearway::lodging {

Result<std::unique_ptr<const screening::Rulebook>> RecordArchive::changed_by(const record::RiskVersion& listed,
                                                                             const screening::Rulebook& present) const {
  const auto version = store_.risk_version(listed.version_id);
  if (!version) return version.error();
  if (listed.kind == risk::VersionKind::model) return present.with_model((*version)->content);
  auto text = risk::PolicyText::unpack((*version)->content);
  if (!text) return text.error();
  auto policy = risk::Policy::read(*text, present.law(), present.elements());
  if (!policy) return policy.error();
  return present.with_policy(std::move(policy).value());
}

Result<std::shared_ptr<const screening::Rulebook>> RecordArchive::find(std::string_view law_version,
                                                                       std::string_view policy_version) const {
  auto found = folders_.find(law_version, policy_version);
  if (found || law_version != installed_.law_version()) return found;
  if (const auto known = known_.find(policy_version); known != known_.end()) return known->second;
  // "policy-…+model-…": each part is a version of its own.
  std::shared_ptr<const screening::Rulebook> rulebook(std::shared_ptr<void>(), &installed_);
  const auto versions = store_.risk_versions();
  if (!versions) return versions.error();
  for (auto rest = policy_version; !rest.empty();) {
    const auto part = rest.substr(0, rest.find('+'));
    rest.remove_prefix(std::min(rest.size(), part.size() + 1));
    if (rulebook->policy_version().find(part) != std::string::npos) continue;  // of the installation
    const auto listed = std::find_if(versions->begin(), versions->end(),
                                     [&](const record::RiskVersion& version) { return version.fingerprint == part; });
    if (listed == versions->end()) return found;
    auto changed = changed_by(*listed, *rulebook);
    if (!changed) return changed.error();
    rulebook = std::move(changed).value();
  }
  if (rulebook->policy_version() == policy_version) return known_.emplace(policy_version, rulebook).first->second;
  return found;
}

}  // namespace clearway::lodging
