#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/result.h"
#include "base/text.h"

namespace clearway::detection {

/// What is looked for, in the order in which findings are given. The names are stored: never renumber.
enum class Detector : std::uint8_t {
  freight_left_out,
  royalty_unreported,
  assist_unreported,
  related_price_moved,
  unit_price_unusual,
  class_differs,
  preference_unproven,
  relief_breached,
  refund_claimed_twice,
  quantity_gap,
  currency_slip,
  confirmation_missing
};
inline constexpr std::array<std::string_view, 12> detector_names = {
    "freight_left_out",     "royalty_unreported", "assist_unreported",   "related_price_moved",
    "unit_price_unusual",   "class_differs",      "preference_unproven", "relief_breached",
    "refund_claimed_twice", "quantity_gap",       "currency_slip",       "confirmation_missing"};
inline constexpr std::size_t detector_count = detector_names.size();
inline std::string_view name(Detector detector) { return detector_names[static_cast<std::size_t>(detector)]; }
std::optional<Detector> parse_detector(std::string_view name);

struct DetectorSettings {
  std::int64_t prior_ppm = 0;
  std::optional<Date> retired_on;  // from this day on it says nothing
  Text reason;                     // why; both empty while it is active
};

/// Thresholds from a day on; shares, logarithms and scores in millionths.
struct Settings {
  Date from;
  std::string cite, grade;
  std::int64_t least_confidence = 0, prior_answers = 1;
  std::int64_t least_firms = 1, least_declarations = 1;
  std::int64_t usual_share = 0, freight_below = 0;
  std::int64_t price_score = 0, least_scale = 0, shrink_firms = 0;
  std::int64_t related_move = 0, related_months = 1;
  std::int64_t slip_from = 0, slip_within = 0, weight_gap = 0;
  std::array<DetectorSettings, detector_count> detectors{};
  const DetectorSettings& of(Detector detector) const { return detectors[static_cast<std::size_t>(detector)]; }
  DetectorSettings& of(Detector detector) { return detectors[static_cast<std::size_t>(detector)]; }
};

/// policy/detection.yaml. Immutable.
struct DetectionPolicy {
  std::vector<Settings> dated;  // oldest first
  std::vector<std::string> currencies;

  /// Error policy_is_not_valid: file, line, place and what would fix it.
  static Result<DetectionPolicy> load(const std::string& policy_folder);
  static Result<DetectionPolicy> read(std::string_view yaml);
  const Settings& on(Date day) const;  // before the first day, the first
};

}  // namespace clearway::detection
