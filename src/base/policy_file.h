#pragma once

// For .cpp files that read a file of policy/: YAML must not reach public headers.
#include <yaml-cpp/yaml.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/date.h"
#include "base/result.h"
#include "base/text.h"

namespace clearway {

/// One file of policy/ while it is read. The first problem ends the reading: file, line, place, what is wrong, what
/// would fix it. `where` names the place in words, as in "watched.2026-01-01".
class PolicyFile {
 public:
  /// Thrown by what reads, caught by read_policy.
  struct Wrong {
    Error error;
  };

  explicit PolicyFile(std::string_view name) : name_(name) {}

  [[noreturn]] void wrong(const YAML::Node& node, const std::string& where, const std::string& what,
                          const std::string& fix) const;
  /// What was thrown while YAML was taken apart.
  Error not_yaml(const YAML::Exception& problem) const;

  std::string text(const YAML::Node& parent, const std::string& key, const std::string& where) const;
  /// The same in both languages: {ko: ..., en: ...}.
  Text both(const YAML::Node& parent, const std::string& key, const std::string& where) const;
  /// A list of at least one text.
  std::vector<std::string> texts(const YAML::Node& parent, const std::string& key, const std::string& where) const;
  /// Millionths of a number within bounds given in millionths; `bounds` says them in words.
  std::int64_t micro(const YAML::Node& parent, const std::string& key, const std::string& where, std::int64_t least,
                     std::int64_t most, const std::string& bounds) const;
  std::int64_t whole(const YAML::Node& parent, const std::string& key, const std::string& where, std::int64_t least,
                     std::int64_t most) const;
  /// Calls `read(day, node)` with each value of a map by the days from which they hold, oldest first and at least one.
  template <class Read>
  void dated(const YAML::Node& root, const std::string& key, const Read& read) const {
    std::optional<Date> last;
    for (const auto& entry : root[key]) {
      last = day_after(entry.first, key, last);
      read(*last, entry.second);
    }
    if (!last) wrong(root, key, "is missing or empty", "add a day with its values");
  }

 private:
  Date day_after(const YAML::Node& node, const std::string& where, const std::optional<Date>& last) const;
  std::string name_;
};

/// What `read(file, root)` makes of the text of policy/<name>. Error policy_is_not_valid.
template <class T, class Read>
Result<T> read_policy(std::string_view name, std::string_view yaml, const Read& read) {
  const PolicyFile file(name);
  try {
    return read(file, YAML::Load(std::string(yaml)));
  } catch (const PolicyFile::Wrong& problem) {
    return problem.error;
  } catch (const YAML::Exception& problem) {
    return file.not_yaml(problem);
  }
}

/// The text of a file of the policy. Error policy_is_not_valid.
Result<std::string> policy_text(const std::string& policy_folder, std::string_view name);

/// The value in force on a day of those with their days, oldest first; the first one before its time.
template <class T>
const T& in_force_on(const std::vector<std::pair<Date, T>>& dated, Date day) {
  auto value = dated.rbegin();
  while (value + 1 != dated.rend() && value->first > day) ++value;
  return value->second;
}
/// The same of values that name their day themselves.
template <class T>
const T& in_force_on(const std::vector<T>& dated, Date day) {
  auto value = dated.rbegin();
  while (value + 1 != dated.rend() && value->from > day) ++value;
  return *value;
}

}  // namespace clearway
