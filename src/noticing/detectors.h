#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "detection/precision.h"
#include "detection/settings.h"
#include "notice/pattern.h"
#include "record/matters.h"

namespace clearway::noticing {

inline constexpr std::string_view detector_kind = "detector";
/// Files of customs itself stand under this party.
inline constexpr std::string_view customs_party = "customs";

/// A detector taken out of use, or put back.
struct DetectorTurn {
  Date on;
  bool retired = false;
  std::string by;  // account id
  std::string reason;
};

/// What a detector is worth, and whether it is in force.
struct DetectorState {
  detection::Detector detector{};
  detection::Track track;
  std::int64_t prior_ppm = 0, expected_ppm = 0;  // before any answer, and with them
  bool retired = false;
  std::optional<Date> retired_on;
  std::optional<Text> retired_by_policy;  // the reason of policy/detection.yaml: only the file puts it back
  std::vector<DetectorTurn> turns;        // of the record, oldest first
};

/// Every detector, in the order of detection::Detector.
Result<std::vector<DetectorState>> detectors(const record::Store& store, const detection::DetectionPolicy& policy,
                                             const notice::Lessons& lessons, Date today);

/// Takes a detector out of use, or puts it back, from today on. Errors: detector_is_retired_already,
/// detector_is_in_force_already, detector_is_retired_by_the_policy, version_is_not_current where somebody else turned
/// it at the same time, request_id_was_used_for_another_request. A repetition of the request is harmless.
Status turn_detector(record::Store& store, const detection::DetectionPolicy& policy, detection::Detector detector,
                     bool retire, const std::string& reason, Date today, const record::Origin& origin);

/// The policy with what the record has retired by that day.
detection::DetectionPolicy with_retired(detection::DetectionPolicy policy, const std::vector<DetectorState>& states);

}  // namespace clearway::noticing
