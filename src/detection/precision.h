#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "detection/settings.h"
#include "risk/examination_policy.h"

namespace clearway::detection {

/// What became of the findings of a detector that a firm was asked about.
struct Track {
  std::int64_t corrected = 0, explained = 0, no_answer = 0;

  std::int64_t answered() const { return corrected + explained; }
  /// Share of the answered that were errors, with its interval of 95 % (Wilson); nothing without answers.
  std::optional<std::int64_t> precision_ppm() const {
    if (answered() == 0) return std::nullopt;
    return corrected * 1'000'000 / answered();
  }
  risk::Interval interval() const { return risk::wilson(corrected, answered()); }
  /// The share to expect of the next finding: the prior counts as so many answers more.
  std::int64_t expected_ppm(std::int64_t prior_ppm, std::int64_t prior_answers) const {
    return (prior_ppm * prior_answers + corrected * 1'000'000) / (prior_answers + answered());
  }
};
using Tracks = std::array<Track, detector_count>;

}  // namespace clearway::detection
