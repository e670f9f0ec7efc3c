#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "screening/rulebook.h"

namespace clearway::screening {

/// Finds the law and the policy that an earlier decision names.
class PolicyArchive {
 public:
  virtual ~PolicyArchive() = default;
  /// Error version_is_not_kept: which version is missing, and which there are.
  virtual Result<std::shared_ptr<const Rulebook>> find(std::string_view law_version,
                                                       std::string_view policy_version) const = 0;
};

/// Versions kept as folders: the installed law and policy, and copies of earlier ones. Each pair is loaded when it is
/// first asked for and kept.
class FolderArchive : public PolicyArchive {
 public:
  /// The first of each is the one in force. `messages` must outlive the archive.
  FolderArchive(std::vector<std::string> law_folders, std::vector<std::string> policy_folders,
                const Messages& messages);
  Result<std::shared_ptr<const Rulebook>> find(std::string_view law_version,
                                               std::string_view policy_version) const override;

 private:
  Status load_next() const;
  std::vector<std::pair<std::string, std::string>> unread_;  // law and policy, those in force last
  const Messages& messages_;
  mutable std::size_t left_ = 0;  // of unread_
  mutable std::map<std::pair<std::string, std::string>, std::shared_ptr<const Rulebook>> known_;
};

}  // namespace clearway::screening
