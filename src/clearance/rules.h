#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "clearance/finding.h"
#include "law/value.h"

namespace clearway::clearance {

/// Every rule that can make a finding, in the order in which the findings of one field appear.
enum class Rule : std::uint8_t {
  element_required,
  element_not_in_procedure,
  element_assigned,
  item_required,
  format_letters,
  format_digits,
  format_length,
  format_too_long,
  format_number,
  format_separator,
  format_digits_of_number,
  format_decimals,
  format_precision,
  format_number_range,
  format_date,
  code_unknown,
  check_declarant_code,
  check_trader_code,
  check_business_number,
  check_personal_code,
  check_country,
  check_destination_abroad,
  check_korean_port,
  check_currency,
  check_customs_office,
  check_tariff_chapter,
  check_tariff_length,
  check_description_vague,
  check_description_language,
  check_postal_item,
  check_container,
  check_cargo_number,
  check_declaration_number,
  check_yes_no,
  check_positive,
  check_not_negative,
  check_not_before_declaration,
  check_denied_party,
  value_no_rate,
  conditional_letter_of_credit,
  conditional_return_reason,
  conditional_return_reason_without_return,
  conditional_freight,
  conditional_insurance,
  conditional_permit,
  conditional_prior_import,
  conditional_import_cargo,
  conditional_container,
  conditional_bonded_transport,
  conditional_bonded_transport_order,
  conditional_drawback_applicant,
  conditional_manufacturer,
  conditional_composition,
  conditional_paper_submission,
  v1_total_value,
  v1_weight,
  v1_line_amount,
  v1_invoice_total,
  v2_settlement,
  v3_transaction_type,
  v3_value_limit,
  v3_permit,
  v3_confirmed_goods,
  v3_contract_mismatch,
  v3_re_export,
  v4_value_limit,
  v4_drawback,
  v4_permit,
  v4_confirmed_goods,
  v4_contract_mismatch,
  v4_re_export,
  v5_loading_deadline,
  v5_loading_maximum,
  v6_specification_lines,
};

struct RuleInfo {
  Rule rule{};
  std::string_view id;  // as findings, files and messages name it
  Severity severity = Severity::error;
  std::string_view cite;                         // key into law/sources.yaml; empty: the source of the element
  law::Grade grade = law::Grade::reconstructed;  // of the rule; where the cite is empty, the element's holds
};

inline constexpr std::size_t rule_count = static_cast<std::size_t>(Rule::v6_specification_lines) + 1;
/// In the order of Rule.
extern const std::array<RuleInfo, rule_count> rules;
inline const RuleInfo& info(Rule rule) { return rules[static_cast<std::size_t>(rule)]; }
std::optional<Rule> find_rule(std::string_view id);

}  // namespace clearway::clearance
