#include "clearance/rules.h"

#include <algorithm>

namespace clearway::clearance {
namespace {
using enum Severity;
using G = law::Grade;
}  // namespace

const std::array<RuleInfo, rule_count> rules = {{
    {Rule::element_required, "element.required", error, {}, G::reconstructed},
    {Rule::element_not_in_procedure, "element.not_in_procedure", warning, {}, G::reconstructed},
    {Rule::element_assigned, "element.assigned", error, {}, G::reconstructed},
    {Rule::item_required, "item.required", error, {}, G::reconstructed},
    {Rule::format_letters, "format.letters", error, {}, G::reconstructed},
    {Rule::format_digits, "format.digits", error, {}, G::reconstructed},
    {Rule::format_length, "format.length", error, {}, G::reconstructed},
    {Rule::format_too_long, "format.too_long", error, {}, G::reconstructed},
    {Rule::format_number, "format.number", error, {}, G::reconstructed},
    {Rule::format_separator, "format.separator", error, {}, G::reconstructed},
    {Rule::format_digits_of_number, "format.digits_of_number", error, {}, G::reconstructed},
    {Rule::format_decimals, "format.decimals", error, {}, G::reconstructed},
    {Rule::format_precision, "format.precision", warning, {}, G::design},
    {Rule::format_number_range, "format.number_range", error, {}, G::reconstructed},
    {Rule::format_date, "format.date", error, {}, G::reconstructed},
    {Rule::code_unknown, "code.unknown", error, {}, G::reconstructed},
    {Rule::check_declarant_code, "check.declarant_code", error, {}, G::reconstructed},
    {Rule::check_trader_code, "check.trader_code", error, "trader-code-notice-7", G::reconstructed},
    {Rule::check_business_number, "check.business_number", error, "nts-brn-practice", G::verify},
    {Rule::check_personal_code, "check.personal_code", error, "trader-code-notice-annex-2", G::verify},
    {Rule::check_country, "check.country", error, "iso-3166-1", G::reconstructed},
    {Rule::check_destination_abroad, "check.destination_abroad", error, {}, G::reconstructed},
    {Rule::check_korean_port, "check.korean_port", error, "un-locode", G::reconstructed},
    {Rule::check_currency, "check.currency", error, "iso-4217", G::reconstructed},
    {Rule::check_customs_office, "check.customs_office", error, "customs-office-codes", G::verify},
    {Rule::check_tariff_chapter, "check.tariff_chapter", error, "hs-convention", G::reconstructed},
    {Rule::check_tariff_length, "check.tariff_length", error, "customs-decree-98", G::reconstructed},
    {Rule::check_description_vague, "check.description_vague", error, "product-design", G::design},
    {Rule::check_description_language, "check.description_language", warning, {}, G::reconstructed},
    {Rule::check_postal_item, "check.postal_item", error, "upu-s10", G::verify},
    {Rule::check_container, "check.container", error, "iso-6346", G::verify},
    {Rule::check_cargo_number, "check.cargo_number", error, "cargo-number-pattern", G::reconstructed},
    {Rule::check_declaration_number, "check.declaration_number", error, "export-notice-12", G::reconstructed},
    {Rule::check_yes_no, "check.yes_no", error, {}, G::reconstructed},
    {Rule::check_positive, "check.positive", error, {}, G::reconstructed},
    {Rule::check_not_negative, "check.not_negative", error, {}, G::reconstructed},
    {Rule::check_not_before_declaration, "check.not_before_declaration", error, {}, G::reconstructed},
    {Rule::check_denied_party, "check.denied_party", error, "product-design", G::design},
    {Rule::value_no_rate, "value.no_rate", error, "customs-decree-246-6", G::statute},
    {Rule::conditional_letter_of_credit, "conditional.letter_of_credit", error, {}, G::reconstructed},
    {Rule::conditional_return_reason, "conditional.return_reason", error, {}, G::reconstructed},
    {Rule::conditional_return_reason_without_return,
     "conditional.return_reason_without_return",
     warning,
     {},
     G::reconstructed},
    {Rule::conditional_freight, "conditional.freight", error, "incoterms-2020", G::reconstructed},
    {Rule::conditional_insurance, "conditional.insurance", error, "incoterms-2020", G::reconstructed},
    {Rule::conditional_permit, "conditional.permit", error, "customs-act-226", G::statute},
    {Rule::conditional_prior_import, "conditional.prior_import", error, {}, G::reconstructed},
    {Rule::conditional_import_cargo, "conditional.import_cargo", error, {}, G::reconstructed},
    {Rule::conditional_container, "conditional.container", error, {}, G::reconstructed},
    {Rule::conditional_bonded_transport, "conditional.bonded_transport", error, {}, G::reconstructed},
    {Rule::conditional_bonded_transport_order, "conditional.bonded_transport_order", error, {}, G::reconstructed},
    {Rule::conditional_drawback_applicant, "conditional.drawback_applicant", error, {}, G::reconstructed},
    {Rule::conditional_manufacturer, "conditional.manufacturer", warning, {}, G::reconstructed},
    {Rule::conditional_composition, "conditional.composition", warning, {}, G::reconstructed},
    {Rule::conditional_paper_submission, "conditional.paper_submission", warning, "export-notice-7-2",
     G::reconstructed},
    {Rule::v1_total_value, "V1.total_value", error, {}, G::reconstructed},
    {Rule::v1_weight, "V1.weight", error, {}, G::reconstructed},
    {Rule::v1_line_amount, "V1.line_amount", error, {}, G::reconstructed},
    {Rule::v1_invoice_total, "V1.invoice_total", error, {}, G::reconstructed},
    {Rule::v2_settlement, "V2.settlement", warning, "customs-decree-246-3-1", G::reconstructed},
    {Rule::v3_transaction_type, "V3.transaction_type", error, "export-notice-35-2", G::notice},
    {Rule::v3_value_limit, "V3.value_limit", error, "export-notice-35-2", G::notice},
    {Rule::v3_permit, "V3.permit", error, "export-notice-7-2", G::notice},
    {Rule::v3_confirmed_goods, "V3.confirmed_goods", error, "export-notice-7-2", G::notice},
    {Rule::v3_contract_mismatch, "V3.contract_mismatch", error, "export-notice-7-2", G::notice},
    {Rule::v3_re_export, "V3.re_export", error, "export-notice-7-2", G::notice},
    {Rule::v4_value_limit, "V4.value_limit", error, "export-notice-36-1-8", G::notice},
    {Rule::v4_drawback, "V4.drawback", error, "export-notice-36-1", G::notice},
    {Rule::v4_permit, "V4.permit", error, "export-notice-36-1", G::notice},
    {Rule::v4_confirmed_goods, "V4.confirmed_goods", error, "export-notice-36-1", G::notice},
    {Rule::v4_contract_mismatch, "V4.contract_mismatch", error, "export-notice-36-1", G::notice},
    {Rule::v4_re_export, "V4.re_export", error, "export-notice-36-1", G::notice},
    {Rule::v5_loading_deadline, "V5.loading_deadline", warning, "customs-act-251-1", G::statute},
    {Rule::v5_loading_maximum, "V5.loading_maximum", error, "customs-act-251-1", G::statute},
    {Rule::v6_specification_lines, "V6.specification_lines", warning, "export-notice-22-1-2", G::notice},
}};

std::optional<Rule> find_rule(std::string_view id) {
  const auto found = std::find_if(rules.begin(), rules.end(), [&](const RuleInfo& entry) { return entry.id == id; });
  if (found == rules.end()) return std::nullopt;
  return found->rule;
}

}  // namespace clearway::clearance
