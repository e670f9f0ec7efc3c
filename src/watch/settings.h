#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/result.h"

namespace clearway::watch {

/// How far things may move before somebody is told, from a day on. Shares run from 0 to 1.
struct Settings {
  Date from;
  std::int32_t current_days = 1, reference_days = 1;
  std::int64_t least_examined = 1, least_declarations = 1, most_declarations = 1;
  std::size_t bins = 2, categories = 2;
  double shifted_from = 0, drifted_from = 0;  // population stability index
  double unseen_from = 0;                     // share of values that the reference never had
  std::string cite, grade;
};

/// policy/watch.yaml. Immutable.
struct WatchPolicy {
  std::vector<Settings> dated;                    // oldest first
  std::vector<std::string> grow_with_the_record;  // signals that rise by themselves

  /// Error policy_is_not_valid: file, line, place and what would fix it.
  static Result<WatchPolicy> load(const std::string& policy_folder);
  static Result<WatchPolicy> read(std::string_view yaml);
  const Settings& on(Date day) const;  // before the first day, the first
  bool grows(std::string_view signal) const;
};

}  // namespace clearway::watch
