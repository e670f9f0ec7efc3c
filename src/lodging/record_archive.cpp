#include "lodging/record_archive.h"

#include <algorithm>
#include <utility>

namespace clearway::lodging {

Result<std::shared_ptr<const screening::Rulebook>> RecordArchive::find(std::string_view law_version,
                                                                       std::string_view policy_version) const {
  auto found = folders_.find(law_version, policy_version);
  if (found || law_version != installed_.law_version()) return found;
  if (const auto known = known_.find(policy_version); known != known_.end()) return known->second;
  const auto versions = store_.risk_versions();
  if (!versions) return versions.error();
  for (const auto& listed : *versions) {
    if (listed.kind != risk::VersionKind::policy || !policy_version.starts_with(listed.fingerprint)) continue;
    const auto version = store_.risk_version(listed.version_id);
    if (!version) return version.error();
    auto text = risk::PolicyText::unpack((*version)->content);
    if (!text) return text.error();
    auto policy = risk::Policy::read(*text, installed_.law(), installed_.elements());
    if (!policy) return policy.error();
    std::shared_ptr<const screening::Rulebook> rulebook = installed_.with_policy(std::move(policy).value());
    if (rulebook->policy_version() != policy_version) continue;
    known_.emplace(policy_version, rulebook);
    return rulebook;
  }
  return found;
}

}  // namespace clearway::lodging
