#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.h"

namespace clearway::risk {

/// The two files of a policy, and the one text that a version keeps of them.
struct PolicyText {
  std::string risk_yaml, rules_yaml;

  static Result<PolicyText> load(const std::filesystem::path& directory);
  /// Refused where the parts do not add up to the whole: the bytes are not those of a policy, or cut short.
  static Result<PolicyText> unpack(std::string_view content);
  std::string pack() const;
  /// "policy-" and 12 hexadecimal digits: Policy::version() of these texts, also where they are no valid policy.
  std::string fingerprint() const;
  friend bool operator==(const PolicyText&, const PolicyText&) = default;
};

}  // namespace clearway::risk
