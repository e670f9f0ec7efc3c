#include "detection/settings.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "base/decimal.h"

namespace clearway::detection {
namespace {

/// Ends the reading of the file with its first problem.
struct Wrong {
  Error error;
};

[[noreturn]] void wrong(const YAML::Node& node, const std::string& where, const std::string& what,
                        const std::string& fix) {
  const auto line = node.IsDefined() && node.Mark().line >= 0 ? ":" + std::to_string(node.Mark().line + 1) : "";
  throw Wrong{{"policy_is_not_valid", "policy", "detection.yaml" + line + ": " + where + ": " + what, fix}};
}

/// Millionths of a number above 0 and up to `most`.
std::int64_t micro(const YAML::Node& parent, const std::string& key, const std::string& where, std::int64_t most) {
  const auto value = Decimal::parse(parent[key] && parent[key].IsScalar() ? parent[key].Scalar() : "");
  if (!value || value->micro() <= 0 || value->micro() > most * Decimal::one) {
    wrong(parent, where, "'" + key + "' is not above 0 and up to " + std::to_string(most), "give such a number");
  }
  return value->micro();
}

std::int64_t whole(const YAML::Node& parent, const std::string& key, const std::string& where, std::int64_t most) {
  const auto value = micro(parent, key, where, most);
  if (value % Decimal::one != 0) wrong(parent, where, "'" + key + "' is no whole number", "give one");
  return value / Decimal::one;
}

std::string text(const YAML::Node& parent, const std::string& key, const std::string& where) {
  if (!parent[key] || !parent[key].IsScalar() || parent[key].Scalar().empty()) {
    wrong(parent, where, "'" + key + "' is missing", "add it");
  }
  return parent[key].Scalar();
}

DetectorSettings read_detector(const YAML::Node& node, const std::string& where) {
  DetectorSettings out;
  out.prior_ppm = micro(node, "prior", where, 1);
  if (!node["retired_on"]) return out;
  const auto day = Date::parse(text(node, "retired_on", where));
  if (!day) wrong(node, where, "'retired_on' is no day", "write it as in 2026-05-01");
  out.retired_on = day;
  if (!node["reason"]) wrong(node, where, "is retired without a reason", "add 'reason' in both languages");
  out.reason = {text(node["reason"], "ko", where + ".reason"), text(node["reason"], "en", where + ".reason")};
  return out;
}

Settings read_settings(const YAML::Node& node, Date from) {
  const auto where = "dated." + from.text();
  Settings out;
  out.from = from;
  out.cite = text(node, "cite", where);
  out.grade = text(node, "grade", where);
  out.least_confidence = micro(node, "least_confidence", where, 1);
  out.prior_answers = whole(node, "prior_answers", where, 10'000);
  out.least_firms = whole(node, "least_firms", where, 30);
  out.least_declarations = whole(node, "least_declarations", where, 1'000);
  out.usual_share = micro(node, "usual_share", where, 1);
  out.freight_below = micro(node, "freight_below", where, 1);
  out.price_score = micro(node, "price_score", where, 100);
  out.least_scale = micro(node, "least_scale", where, 10);
  out.shrink_firms = whole(node, "shrink_firms", where, 1'000);
  out.related_move = micro(node, "related_move", where, 1);
  out.related_months = whole(node, "related_months", where, 120);
  out.slip_from = micro(node, "slip_from", where, 10);
  out.slip_within = micro(node, "slip_within", where, 10);
  out.weight_gap = micro(node, "weight_gap", where, 1);
  const auto detectors = node["detectors"];
  for (std::size_t i = 0; i < detector_count; ++i) {
    const std::string key(detector_names[i]);
    if (!detectors || !detectors[key]) wrong(node, where + ".detectors", "'" + key + "' is missing", "add it");
    out.detectors[i] = read_detector(detectors[key], where + ".detectors." + key);
  }
  for (const auto& entry : detectors) {
    const auto key = entry.first.as<std::string>();
    if (!parse_detector(key)) wrong(entry.first, where + ".detectors", "'" + key + "' is no detector", "remove it");
  }
  return out;
}

}  // namespace

std::optional<Detector> parse_detector(std::string_view name) {
  const auto at = std::find(detector_names.begin(), detector_names.end(), name);
  if (at == detector_names.end()) return std::nullopt;
  return static_cast<Detector>(at - detector_names.begin());
}

Result<DetectionPolicy> DetectionPolicy::read(std::string_view yaml) try {
  const auto root = YAML::Load(std::string(yaml));
  DetectionPolicy policy;
  for (const auto& entry : root["dated"]) {
    const auto key = entry.first.as<std::string>();
    const auto day = Date::parse(key);
    if (!day || (!policy.dated.empty() && *day <= policy.dated.back().from)) {
      wrong(entry.first, "dated", "'" + key + "' is no day after the one before it", "write days oldest first");
    }
    policy.dated.push_back(read_settings(entry.second, *day));
  }
  if (policy.dated.empty()) wrong(root, "dated", "is missing or empty", "add a day with its values");
  for (const auto& entry : root["currencies"]) policy.currencies.push_back(entry.as<std::string>());
  return policy;
} catch (const Wrong& problem) {
  return problem.error;
} catch (const YAML::Exception& error) {
  return Error{"policy_is_not_valid", "policy",
               "detection.yaml:" + std::to_string(error.mark.line + 1) + ": " + error.msg, "correct the YAML there"};
}

Result<DetectionPolicy> DetectionPolicy::load(const std::string& policy_folder) {
  std::ifstream in(policy_folder + "/detection.yaml", std::ios::binary);
  if (!in) {
    return Error{"policy_is_not_valid", "policy", "there is no " + policy_folder + "/detection.yaml",
                 "take it from the release"};
  }
  return read(std::string{std::istreambuf_iterator<char>(in), {}});
}

const Settings& DetectionPolicy::on(Date day) const {
  auto value = dated.rbegin();
  while (value + 1 != dated.rend() && value->from > day) ++value;
  return *value;
}

}  // namespace clearway::detection
