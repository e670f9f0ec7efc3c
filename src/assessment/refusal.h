#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace clearway::assessment {

/// Why a case, a line or a claim is refused, in the order in which it is checked. Stored: never renumber.
enum class Refusal : std::uint8_t {
  // the case: nothing is assessed
  case_is_not_readable,
  field_is_not_known,
  field_stands_twice,
  value_is_missing,
  value_is_not_valid,
  value_is_negative,
  tax_date_is_before_the_tables,
  currency_is_not_known,
  exchange_rate_is_missing,
  incoterm_is_not_known,
  freight_is_missing,
  // a line: left out, the others are assessed
  tariff_code_is_not_known,
  tariff_code_is_not_in_force,
  unit_does_not_match,
  quantity_of_the_rate_is_missing,
  no_method_of_valuation_has_its_evidence,
  customs_value_is_negative,
  amount_is_out_of_range,
  // a claim: refused, the line is assessed without it
  agreement_is_not_known,
  origin_is_not_of_the_agreement,
  proof_of_origin_is_missing,
  no_rate_of_the_agreement,
  recommendation_is_missing,
  recommendation_does_not_cover_the_line,
  relief_is_not_known,
  relief_lacks_its_condition,
  evidence_is_not_acceptable
};
inline constexpr std::array<std::string_view, 27> refusal_names = {"case_is_not_readable",
                                                                   "field_is_not_known",
                                                                   "field_stands_twice",
                                                                   "value_is_missing",
                                                                   "value_is_not_valid",
                                                                   "value_is_negative",
                                                                   "tax_date_is_before_the_tables",
                                                                   "currency_is_not_known",
                                                                   "exchange_rate_is_missing",
                                                                   "incoterm_is_not_known",
                                                                   "freight_is_missing",
                                                                   "tariff_code_is_not_known",
                                                                   "tariff_code_is_not_in_force",
                                                                   "unit_does_not_match",
                                                                   "quantity_of_the_rate_is_missing",
                                                                   "no_method_of_valuation_has_its_evidence",
                                                                   "customs_value_is_negative",
                                                                   "amount_is_out_of_range",
                                                                   "agreement_is_not_known",
                                                                   "origin_is_not_of_the_agreement",
                                                                   "proof_of_origin_is_missing",
                                                                   "no_rate_of_the_agreement",
                                                                   "recommendation_is_missing",
                                                                   "recommendation_does_not_cover_the_line",
                                                                   "relief_is_not_known",
                                                                   "relief_lacks_its_condition",
                                                                   "evidence_is_not_acceptable"};
inline std::string_view name(Refusal refusal) { return refusal_names[static_cast<std::size_t>(refusal)]; }

/// What a refusal stops.
enum class Scope : std::uint8_t { declaration, line, claim };
inline constexpr std::array<std::string_view, 3> scope_names = {"declaration", "line", "claim"};
inline std::string_view name(Scope scope) { return scope_names[static_cast<std::size_t>(scope)]; }

struct Problem {
  Refusal refusal = Refusal::value_is_missing;
  Scope scope = Scope::declaration;
  std::uint32_t line = 0;  // number of the line; 0: the declaration
  std::string field;       // "lines[2].price"
  std::string value;
  std::string expected;  // what would do: nearest codes, allowed words, first day
};
using Problems = std::vector<Problem>;

}  // namespace clearway::assessment
