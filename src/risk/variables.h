#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/text.h"
#include "declaration/declaration.h"

namespace clearway::risk {

enum class Type : std::uint8_t { number, text, date, boolean, number_list, text_list };
std::string_view name(Type type);

/// What a number counts; decides how a reason shows it.
enum class Unit : std::uint8_t { none, krw, krw_per_kg, grams, kilograms, days, count, percent };

/// "krw", "days" …; empty for none.
std::string_view unit_name(Unit unit);

/// What a rule may name beside the fields of a declaration: facts derived from it, and what history tells of its
/// parties. Facts of an item come last of the facts.
enum class Variable : std::uint8_t {
  // derived facts of the declaration
  value_krw,
  weight_grams,
  value_per_kg_krw,
  value_per_package_krw,
  weight_per_package_grams,
  item_count,
  declared_weekday,
  share_of_limit,
  below_limit_krw,
  total_gap,
  invoice_gap,
  weight_gap,
  package_gap,
  // derived facts of an item
  hs2,
  hs4,
  hs6,
  item_value_krw,
  item_value_per_kg_krw,
  item_value_per_unit_krw,
  item_weight_per_unit_grams,
  item_amount_gap,
  // history
  exporter_declarations,
  exporter_refused,
  exporter_value_total_krw,
  exporter_value_since_examination_krw,
  exporter_examined,
  exporter_hits,
  exporter_near_limit,
  exporter_days_since_first,
  exporter_days_since_last,
  exporter_days_since_examination,
  exporter_days_since_hit,
  consignee_declarations,
  consignee_examined,
  consignee_hits,
  consignee_days_since_hit,
  manufacturer_declarations,
  manufacturer_hits,
  filer_declarations,
  filer_refused,
  filer_examined,
  filer_hits,
  route_declarations,
  route_examined,
  route_hits,
  product_declarations,
  product_examined,
  product_hits,
  product_value_per_kg_p5_krw,
  product_value_per_kg_p50_krw,
  product_value_per_kg_p95_krw,
  pair_window_total_krw,
  pair_window_declarations,
  pair_declarations,
  address_pair_window_total_krw,
  address_pair_window_declarations,
  phone_pair_window_total_krw,
  phone_pair_window_declarations,
  phone_senders,
  phone_declarations,
  combination_declarations,
  combination_days_since_last,
  repeat_examined,
  repeat_hits,
  exact_repeat_examined,
  exact_repeat_hits,
  exporter_recent_declarations,
  exporter_usual_declarations,
  consignee_recent_declarations,
  consignee_usual_declarations,
  filer_recent_declarations,
  filer_usual_declarations,
  address_recent_declarations,
  address_usual_declarations,
};
inline constexpr std::size_t variable_count = static_cast<std::size_t>(Variable::address_usual_declarations) + 1;
inline constexpr Variable first_item_variable = Variable::hs2;
inline constexpr Variable first_history_variable = Variable::exporter_declarations;

struct VariableInfo {
  std::string_view name;  // as rules write it, e.g. "pair.window_total_krw"
  Type type = Type::number;
  Unit unit = Unit::none;
  Text label;  // what it is, in both languages
};
const VariableInfo& info(Variable variable);
std::optional<Variable> find_variable(std::string_view name);
constexpr bool is_item_variable(Variable variable) {
  return variable >= first_item_variable && variable < first_history_variable;
}
constexpr bool is_history(Variable variable) { return variable >= first_history_variable; }

}  // namespace clearway::risk
