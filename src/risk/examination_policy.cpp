#include "risk/examination_policy.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/decimal.h"
#include "base/policy_file.h"

namespace clearway::risk {
namespace {

double share(const PolicyFile& file, const YAML::Node& parent, const std::string& key, const std::string& where) {
  return static_cast<double>(file.micro(parent, key, where, 0, Decimal::one, "a share from 0 to 1")) / 1e6;
}

void read_audit(const PolicyFile& file, const YAML::Node& root, ExaminationPolicy& policy) {
  file.dated(root, "audit_sample", [&](Date from, const YAML::Node& node) {
    const auto where = "audit_sample." + from.text();
    policy.audit_shares.emplace_back(
        from, AuditShares{share(file, node, "top_share", where), share(file, node, "random_share", where),
                          file.text(node, "cite", where), file.text(node, "grade", where)});
  });
}

Checklist read_checklist(const PolicyFile& file, const YAML::Node& node) {
  Checklist list;
  list.reasons = file.texts(node, "for", "checklist");
  const auto where = "checklist of " + list.reasons.front();
  list.cite = file.text(node, "cite", where);
  list.kinds = file.texts(node, "kinds", where);
  for (const auto& kind : list.kinds) {
    if (std::find(finding_kinds.begin(), finding_kinds.end(), kind) == finding_kinds.end()) {
      file.wrong(node["kinds"], where, "'" + kind + "' is no kind of finding",
                 "give procedure, value, class, origin, quantity, permit or rights");
    }
  }
  for (const auto& point : node["points"])
    list.points.push_back({file.text(point, "ko", where), file.text(point, "en", where)});
  if (list.points.empty()) file.wrong(node, where, "there are no points", "add points: in both languages");
  return list;
}

}  // namespace

bool Checklist::is_for(std::string_view reason_id) const {
  return std::any_of(reasons.begin(), reasons.end(), [&](const std::string& reason) {
    return reason_id == reason || (reason_id.starts_with(reason) && reason_id.substr(reason.size()).starts_with('.'));
  });
}

Result<ExaminationPolicy> ExaminationPolicy::read(std::string_view yaml) {
  return read_policy<ExaminationPolicy>("examination.yaml", yaml, [](const PolicyFile& file, const YAML::Node& root) {
    ExaminationPolicy policy;
    const auto evidence = root["evidence"];
    if (!evidence) file.wrong(root, "evidence", "is missing", "add it");
    policy.evidence_most_bytes = file.whole(evidence, "most_bytes", "evidence", 1, 15'000'000);
    policy.evidence_most_files = static_cast<std::size_t>(file.whole(evidence, "most_files", "evidence", 1, 1'000));
    policy.evidence_types = file.texts(evidence, "types", "evidence");
    read_audit(file, root, policy);
    for (const auto& node : root["checklist"]) policy.checklists.push_back(read_checklist(file, node));
    if (policy.checklists.empty()) file.wrong(root, "checklist", "is missing or empty", "add it");
    return policy;
  });
}

Result<ExaminationPolicy> ExaminationPolicy::load(const std::string& policy_folder) {
  const auto text = policy_text(policy_folder, "examination.yaml");
  if (!text) return text.error();
  return read(*text);
}

const AuditShares& ExaminationPolicy::audit_on(Date day) const { return in_force_on(audit_shares, day); }

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
