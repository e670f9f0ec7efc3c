#include "screening/policy_archive.h"

namespace clearway::screening {

FolderArchive::FolderArchive(std::vector<std::string> law_folders, std::vector<std::string> policy_folders,
                             const Messages& messages)
    : messages_(messages) {
  for (auto law = law_folders.rbegin(); law != law_folders.rend(); ++law) {
    for (auto policy = policy_folders.rbegin(); policy != policy_folders.rend(); ++policy) {
      unread_.emplace_back(*law, *policy);
    }
  }
  left_ = unread_.size();
}

Status FolderArchive::load_next() const {
  const auto& [law, policy] = unread_[--left_];
  auto rulebook = Rulebook::load({law, policy}, messages_);
  if (!rulebook) return rulebook.error();
  std::shared_ptr<const Rulebook> shared = std::move(rulebook).value();
  known_.emplace(std::pair(shared->law_version(), shared->policy_version()), shared);
  return success();
}

Result<std::shared_ptr<const Rulebook>> FolderArchive::find(std::string_view law_version,
                                                            std::string_view policy_version) const {
  const std::pair<std::string, std::string> wanted{law_version, policy_version};
  for (;;) {
    const auto found = known_.find(wanted);
    if (found != known_.end()) return found->second;
    if (left_ == 0) break;
    // A pair that does not fit together (an old policy that names a parameter of law that has gone) is no version that
    // was ever in force; the pair in force must be sound.
    const bool in_force = left_ == unread_.size();
    if (auto loaded = load_next(); !loaded && in_force) return loaded.error();
  }
  std::string there;
  for (const auto& [versions, rulebook] : known_) {
    there += (there.empty() ? "" : ", ") + versions.first + " with " + versions.second;
  }
  return Error{
      "version_is_not_kept", "policy_version",
      "law " + wanted.first + " with policy " + wanted.second + " is not among the versions kept here: " + there,
      "name the folder of a copy with --earlier DIR (holding law/, policy/ or both)"};
}

}  // namespace clearway::screening
