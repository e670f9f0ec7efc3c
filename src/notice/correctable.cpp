#include "notice/correctable.h"

#include <algorithm>
#include <map>
#include <utility>

namespace clearway::notice {

std::optional<correction::Tax> tax_of(assessment::TaxKind kind) {
  using K = assessment::TaxKind;
  using correction::Tax;
  switch (kind) {
    case K::duty: return Tax::customs_duty;
    case K::individual_consumption: return Tax::individual_consumption_tax;
    case K::liquor: return Tax::liquor_tax;
    case K::transport: return Tax::transport_energy_environment_tax;
    case K::education: return Tax::education_tax;
    case K::rural_special: return Tax::special_tax_for_rural_development;
    case K::value_added: return Tax::value_added_tax;
    case K::simple_rate:
    case K::late_declaration:
    case K::undeclared: return std::nullopt;
  }
  return std::nullopt;
}

std::vector<correction::LineDifference> proposed_lines(const Notice& notice) {
  const auto& proposed = notice.finding.proposed;
  if (proposed.empty()) return {};
  struct Amounts {
    std::int64_t declared = 0, difference = 0;
  };
  std::map<std::pair<std::uint32_t, correction::Tax>, Amounts> taxes;
  for (const auto& each : proposed) {
    const auto tax = tax_of(each.kind);
    if (!tax) return {};
    taxes[{each.line, *tax}].difference += each.krw;
  }
  for (const auto& each : notice.declared.taxes) {
    const auto tax = tax_of(each.kind);
    const auto& lines = notice.finding.lines;
    const bool concerned = lines.empty() || std::find(lines.begin(), lines.end(), each.line) != lines.end();
    if (tax && (concerned || taxes.contains({each.line, *tax}))) taxes[{each.line, *tax}].declared += each.krw;
  }
  std::vector<correction::LineDifference> lines;
  for (const auto& [place, amounts] : taxes) {
    // A tax does not fall below nothing, whatever was declared of it.
    const auto correct = std::max<std::int64_t>(0, amounts.declared + amounts.difference);
    lines.push_back({std::to_string(place.first), place.second, amounts.declared, correct});
  }
  return lines;
}

correction::Case case_of(const Notice& notice, const Edited& edited, Date filed_on) {
  const auto& declared = notice.declared;
  correction::Case c;
  c.case_id = notice.notice_id;
  c.declaration.number = declared.declaration_number;
  c.declaration.declared_on = declared.declared_on;
  c.declaration.accepted_on = declared.accepted_on;
  c.declaration.due_on = declared.due_on;
  c.declaration.paid_on = declared.paid_on;
  c.lines = edited.lines.empty() ? proposed_lines(notice) : edited.lines;
  c.lines_under_correction = edited.lines_under_correction;
  c.circumstances.audit_notice_on = notice.circumstances.audit_notice_on;
  c.circumstances.assessment_notice_on = notice.circumstances.assessment_notice_on;
  c.circumstances.appeal_pending_since = notice.circumstances.appeal_pending_since;
  c.circumstances.possible_error_notice_on = notice.sent_on;
  c.circumstances.loss_of_relief_is_known = edited.loss_of_relief_is_known;
  c.drafted_on = notice.opened_on;
  c.filed_on = filed_on;
  return c;
}

}  // namespace clearway::notice
