#include "detection/settings.h"

#include <algorithm>

#include "base/decimal.h"
#include "base/policy_file.h"

namespace clearway::detection {
namespace {

/// Millionths of a number above 0 and up to `most`.
std::int64_t micro(const PolicyFile& file, const YAML::Node& parent, const std::string& key, const std::string& where,
                   std::int64_t most) {
  return file.micro(parent, key, where, 1, most * Decimal::one, "above 0 and up to " + std::to_string(most));
}

DetectorSettings read_detector(const PolicyFile& file, const YAML::Node& node, const std::string& where) {
  DetectorSettings out;
  out.prior_ppm = micro(file, node, "prior", where, 1);
  if (!node["retired_on"]) return out;
  const auto day = Date::parse(file.text(node, "retired_on", where));
  if (!day) file.wrong(node, where, "'retired_on' is no day", "write it as in 2026-05-01");
  out.retired_on = day;
  out.reason = file.both(node, "reason", where);  // no detector is retired without one
  return out;
}

Settings read_settings(const PolicyFile& file, const YAML::Node& node, Date from) {
  const auto where = "dated." + from.text();
  Settings out;
  out.from = from;
  out.cite = file.text(node, "cite", where);
  out.grade = file.text(node, "grade", where);
  out.least_confidence = micro(file, node, "least_confidence", where, 1);
  out.prior_answers = file.whole(node, "prior_answers", where, 1, 10'000);
  out.least_firms = file.whole(node, "least_firms", where, 1, 30);
  out.least_declarations = file.whole(node, "least_declarations", where, 1, 1'000);
  out.usual_share = micro(file, node, "usual_share", where, 1);
  out.freight_below = micro(file, node, "freight_below", where, 1);
  out.price_score = micro(file, node, "price_score", where, 100);
  out.least_scale = micro(file, node, "least_scale", where, 10);
  out.shrink_firms = file.whole(node, "shrink_firms", where, 1, 1'000);
  out.related_move = micro(file, node, "related_move", where, 1);
  out.related_months = file.whole(node, "related_months", where, 1, 120);
  out.slip_from = micro(file, node, "slip_from", where, 10);
  out.slip_within = micro(file, node, "slip_within", where, 10);
  out.weight_gap = micro(file, node, "weight_gap", where, 1);
  const auto detectors = node["detectors"];
  for (std::size_t i = 0; i < detector_count; ++i) {
    const std::string key(detector_names[i]);
    if (!detectors || !detectors[key]) file.wrong(node, where + ".detectors", "'" + key + "' is missing", "add it");
    out.detectors[i] = read_detector(file, detectors[key], where + ".detectors." + key);
  }
  for (const auto& entry : detectors) {
    const auto key = entry.first.as<std::string>();
    if (!parse_detector(key))
      file.wrong(entry.first, where + ".detectors", "'" + key + "' is no detector", "remove it");
  }
  return out;
}

}  // namespace

std::optional<Detector> parse_detector(std::string_view name) {
  const auto at = std::find(detector_names.begin(), detector_names.end(), name);
  if (at == detector_names.end()) return std::nullopt;
  return static_cast<Detector>(at - detector_names.begin());
}

Result<DetectionPolicy> DetectionPolicy::read(std::string_view yaml) {
  return read_policy<DetectionPolicy>("detection.yaml", yaml, [](const PolicyFile& file, const YAML::Node& root) {
    DetectionPolicy policy;
    file.dated(root, "dated",
               [&](Date from, const YAML::Node& node) { policy.dated.push_back(read_settings(file, node, from)); });
    for (const auto& entry : root["currencies"]) policy.currencies.push_back(entry.as<std::string>());
    return policy;
  });
}

Result<DetectionPolicy> DetectionPolicy::load(const std::string& policy_folder) {
  const auto text = policy_text(policy_folder, "detection.yaml");
  if (!text) return text.error();
  return read(*text);
}

const Settings& DetectionPolicy::on(Date day) const { return in_force_on(dated, day); }

}  // namespace clearway::detection
