#include "lodging/record_archive.h"

#include <algorithm>
#include <utility>

#include "lodging/in_force.h"

namespace clearway::lodging {

Result<std::shared_ptr<const screening::Rulebook>> RecordArchive::find(std::string_view law_version,
                                                                       std::string_view policy_version) const {
  auto found = folders_.find(law_version, policy_version);
  if (found || law_version != installed_.law_version()) return found;
  if (const auto known = known_.find(policy_version); known != known_.end()) return known->second;
  // "policy-…+model-…": each part is a version of its own.
  // A model that joined later has no say in what was decided before.
  std::shared_ptr<const screening::Rulebook> rulebook = installed_.with_models_of(policy_version);
  const auto versions = store_.risk_versions();
  if (!versions) return versions.error();
  for (auto rest = policy_version; !rest.empty();) {
    const auto part = rest.substr(0, rest.find('+'));
    rest.remove_prefix(std::min(rest.size(), part.size() + 1));
    if (rulebook->policy_version().find(part) != std::string::npos) continue;  // of the installation
    const auto listed = std::find_if(versions->begin(), versions->end(),
                                     [&](const record::RiskVersion& version) { return version.fingerprint == part; });
    if (listed == versions->end()) return found;
    const auto version = store_.risk_version(listed->version_id);
    if (!version) return version.error();
    auto changed = with_version(*rulebook, **version);
    if (!changed) return changed.error();
    rulebook = std::move(changed).value();
  }
  if (rulebook->policy_version() == policy_version) return known_.emplace(policy_version, rulebook).first->second;
  return found;
}

}  // namespace clearway::lodging
