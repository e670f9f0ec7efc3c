#include "risk/examination_policy.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>
#include <numeric>

#include "base/decimal.h"

namespace clearway::risk {
namespace {

/// Ends the reading of one file with its first problem.
struct Wrong {
  Error error;
};

[[noreturn]] void wrong(const YAML::Node& node, const std::string& where, const std::string& what,
                        const std::string& fix) {
  const auto line = node.IsDefined() && node.Mark().line >= 0 ? ":" + std::to_string(node.Mark().line + 1) : "";
  throw Wrong{{"policy_is_not_valid", "policy", "examination.yaml" + line + ": " + where + ": " + what, fix}};
}

std::int64_t whole(const YAML::Node& parent, const std::string& key, const std::string& where, std::int64_t most) {
  const auto value = Decimal::parse(parent[key] && parent[key].IsScalar() ? parent[key].Scalar() : "");
  if (!value || value->micro() % 1'000'000 != 0 || value->micro() < 1'000'000 || value->micro() / 1'000'000 > most) {
    wrong(parent, where, "'" + key + "' is no whole number from 1 to " + std::to_string(most), "give one");
  }
  return value->micro() / 1'000'000;
}

double share(const YAML::Node& parent, const std::string& key, const std::string& where) {
  const auto value = Decimal::parse(parent[key] && parent[key].IsScalar() ? parent[key].Scalar() : "");
  if (!value || value->micro() < 0 || value->micro() > 1'000'000) {
    wrong(parent, where, "'" + key + "' is no share from 0 to 1", "give one");
  }
  return static_cast<double>(value->micro()) / 1e6;
}

std::string text(const YAML::Node& parent, const std::string& key, const std::string& where) {
  if (!parent[key] || !parent[key].IsScalar() || parent[key].Scalar().empty()) {
    wrong(parent, where, "'" + key + "' is missing", "add it");
  }
  return parent[key].Scalar();
}

std::vector<std::string> texts(const YAML::Node& parent, const std::string& key, const std::string& where) {
  std::vector<std::string> list;
  if (parent[key] && parent[key].IsSequence()) {
    for (const auto& entry : parent[key]) list.push_back(entry.as<std::string>());
  }
  if (list.empty()) wrong(parent, where, "the list '" + key + "' is missing or empty", "add values");
  return list;
}

void read_audit(const YAML::Node& node, ExaminationPolicy& policy) {
  for (const auto& entry : node) {
    const auto key = entry.first.as<std::string>();
    const auto day = Date::parse(key);
    if (!day || (!policy.audit_shares.empty() && *day <= policy.audit_shares.back().first)) {
      wrong(entry.first, "audit_sample", "'" + key + "' is no day after the one before it", "write days oldest first");
    }
    const auto where = "audit_sample." + key;
    policy.audit_shares.emplace_back(
        *day, AuditShares{share(entry.second, "top_share", where), share(entry.second, "random_share", where),
                          text(entry.second, "cite", where), text(entry.second, "grade", where)});
  }
  if (policy.audit_shares.empty()) wrong(node, "audit_sample", "there are no shares", "add a day with its shares");
}

Checklist read_checklist(const YAML::Node& node) {
  Checklist list;
  list.reasons = texts(node, "for", "checklist");
  const auto where = "checklist of " + list.reasons.front();
  list.cite = text(node, "cite", where);
  list.kinds = texts(node, "kinds", where);
  for (const auto& kind : list.kinds) {
    if (std::find(finding_kinds.begin(), finding_kinds.end(), kind) == finding_kinds.end()) {
      wrong(node["kinds"], where, "'" + kind + "' is no kind of finding",
            "give procedure, value, class, origin, quantity, permit or rights");
    }
  }
  for (const auto& point : node["points"]) list.points.push_back({text(point, "ko", where), text(point, "en", where)});
  if (list.points.empty()) wrong(node, where, "there are no points", "add points: in both languages");
  return list;
}

}  // namespace

bool Checklist::is_for(std::string_view reason_id) const {
  return std::any_of(reasons.begin(), reasons.end(), [&](const std::string& reason) {
    return reason_id == reason || (reason_id.starts_with(reason) && reason_id.substr(reason.size()).starts_with('.'));
  });
}

Result<ExaminationPolicy> ExaminationPolicy::read(std::string_view yaml) try {
  const auto root = YAML::Load(std::string(yaml));
  ExaminationPolicy policy;
  const auto evidence = root["evidence"];
  if (!evidence) wrong(root, "evidence", "is missing", "add it");
  policy.evidence_most_bytes = whole(evidence, "most_bytes", "evidence", 15'000'000);
  policy.evidence_most_files = static_cast<std::size_t>(whole(evidence, "most_files", "evidence", 1'000));
  policy.evidence_types = texts(evidence, "types", "evidence");
  read_audit(root["audit_sample"], policy);
  for (const auto& node : root["checklist"]) policy.checklists.push_back(read_checklist(node));
  if (policy.checklists.empty()) wrong(root, "checklist", "is missing or empty", "add it");
  return policy;
} catch (const Wrong& problem) {
  return problem.error;
} catch (const YAML::Exception& error) {
  return Error{"policy_is_not_valid", "policy",
               "examination.yaml:" + std::to_string(error.mark.line + 1) + ": " + error.msg, "correct the YAML there"};
}

Result<ExaminationPolicy> ExaminationPolicy::load(const std::string& policy_folder) {
  std::ifstream in(policy_folder + "/examination.yaml", std::ios::binary);
  if (!in) {
    return Error{"policy_is_not_valid", "policy", "there is no " + policy_folder + "/examination.yaml",
                 "take it from the release"};
  }
  return read(std::string{std::istreambuf_iterator<char>(in), {}});
}

const AuditShares& ExaminationPolicy::audit_on(Date day) const {
  auto value = audit_shares.rbegin();
  while (value + 1 != audit_shares.rend() && value->first > day) ++value;
  return value->second;
}

std::string_view media_type_of(std::string_view content) {
  if (content.starts_with("%PDF-")) return "application/pdf";
  if (content.starts_with("\xff\xd8\xff")) return "image/jpeg";
  if (content.starts_with("\x89PNG\r\n\x1a\n")) return "image/png";
  if (content.size() >= 12 && content.starts_with("RIFF") && content.substr(8, 4) == "WEBP") return "image/webp";
  return {};
}

std::vector<AuditGround> audit_sample(const std::vector<AuditCandidate>& candidates, const AuditShares& shares) {
  std::vector<AuditGround> grounds(candidates.size(), AuditGround::none);
  std::vector<std::size_t> order(candidates.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return candidates[a].expected_value_ppm > candidates[b].expected_value_ppm;
  });
  const auto top = static_cast<std::size_t>(std::ceil(static_cast<double>(candidates.size()) * shares.top - 1e-9));
  for (std::size_t i = 0; i < std::min(top, order.size()); ++i) grounds[order[i]] = AuditGround::decile;
  // Chance draws from all of them: who is in the top share by expected value as well counts for chance, so that the
  // random part stays a fair sample of the whole.
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    if (candidates[i].draw < shares.random) grounds[i] = AuditGround::random;
  }
  return grounds;
}

Interval wilson(std::int64_t hits, std::int64_t trials) {
  if (trials <= 0) return {};
  constexpr double z = 1.959963984540054;
  const auto n = static_cast<double>(trials);
  const double p = static_cast<double>(hits) / n;
  const double centre = p + z * z / (2 * n);
  const double spread = z * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n));
  const double scale = 1 + z * z / n;
  return {std::max(0.0, (centre - spread) / scale), std::min(1.0, (centre + spread) / scale)};
}

}  // namespace clearway::risk
