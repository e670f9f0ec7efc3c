#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

#include "base/date.h"
#include "base/decimal.h"
#include "law/value.h"

namespace clearway::assessment {

/// The rules of the assessment, in the order in which their steps come. Their sentences stand in
/// messages/assessment.yaml under assessment.step; the names are stored: never renumber.
enum class Rule : std::uint8_t {
  price,
  element_added,
  element_deducted,
  element_left_out,
  element_shared,
  not_insured,
  related_without_influence,
  method_refused,
  method_lacks_evidence,
  comparable,
  domestic_sale,
  production,
  reasonable,
  customs_value,
  rate_basic,
  rate_chosen,
  rate_not_lower,
  claim_refused,
  duty_ad_valorem,
  duty_specific,
  duty_mixed,
  duty_free,
  duty_added,
  small_value_relief,
  small_value_not_open,
  allowance_whole,
  allowance_part,
  allowance_over,
  relief,
  voluntary,
  simple_rate,
  simple_rate_above,
  simple_rate_not_open,
  tax_ad_valorem,
  tax_specific,
  tax_mixed,
  tax_of_taxes,
  tax_relieved,
  value_added,
  value_added_exempt,
  late_declaration,
  undeclared,
  clearance,
  total,
  below_minimum
};
inline constexpr std::array<std::string_view, 45> rule_names = {"price",
                                                                "element_added",
                                                                "element_deducted",
                                                                "element_left_out",
                                                                "element_shared",
                                                                "not_insured",
                                                                "related_without_influence",
                                                                "method_refused",
                                                                "method_lacks_evidence",
                                                                "comparable",
                                                                "domestic_sale",
                                                                "production",
                                                                "reasonable",
                                                                "customs_value",
                                                                "rate_basic",
                                                                "rate_chosen",
                                                                "rate_not_lower",
                                                                "claim_refused",
                                                                "duty_ad_valorem",
                                                                "duty_specific",
                                                                "duty_mixed",
                                                                "duty_free",
                                                                "duty_added",
                                                                "small_value_relief",
                                                                "small_value_not_open",
                                                                "allowance_whole",
                                                                "allowance_part",
                                                                "allowance_over",
                                                                "relief",
                                                                "voluntary",
                                                                "simple_rate",
                                                                "simple_rate_above",
                                                                "simple_rate_not_open",
                                                                "tax_ad_valorem",
                                                                "tax_specific",
                                                                "tax_mixed",
                                                                "tax_of_taxes",
                                                                "tax_relieved",
                                                                "value_added",
                                                                "value_added_exempt",
                                                                "late_declaration",
                                                                "undeclared",
                                                                "clearance",
                                                                "total",
                                                                "below_minimum"};
inline std::string_view name(Rule rule) { return rule_names[static_cast<std::size_t>(rule)]; }

/// A value that a step used. Cheap to note; turned into text only where a step is shown.
struct Input {
  enum class Kind : std::uint8_t {
    won,      // whole won
    decimal,  // millionths
    percent,  // millionths of a percent
    ratio,    // millionths, shown as a percentage
    count,
    day,   // days since 1970
    code,  // of a tariff line
    word,  // up to eight ASCII letters: currency, country, unit
    term,  // a word with a name in both languages: `text` is "group.word" under assessment.term
  };
  const char* name = "";
  Kind kind = Kind::count;
  std::int64_t number = 0;
  const char* text = nullptr;

  static Input won(const char* name, std::int64_t value) { return {name, Kind::won, value}; }
  static Input decimal(const char* name, Decimal value) { return {name, Kind::decimal, value.micro()}; }
  static Input percent(const char* name, Decimal value) { return {name, Kind::percent, value.micro()}; }
  static Input ratio(const char* name, Decimal value) { return {name, Kind::ratio, value.micro()}; }
  static Input count(const char* name, std::int64_t value) { return {name, Kind::count, value}; }
  static Input day(const char* name, Date value) { return {name, Kind::day, value.days()}; }
  static Input code(const char* name, std::uint64_t value) {
    return {name, Kind::code, static_cast<std::int64_t>(value)};
  }
  static Input word(const char* name, std::string_view value) {
    Input input{name, Kind::word, 0};
    std::memcpy(&input.number, value.data(), value.size() < 8 ? value.size() : 8);
    return input;
  }
  static Input term(const char* name, const char* key) { return {name, Kind::term, 0, key}; }
};

/// One step of an assessment as it is noted while computing. It points into the law and the tariff that the assessor
/// holds; `explain` makes a clearway::Step of it that stands alone.
struct Step {
  static constexpr std::size_t most_inputs = 5;
  Rule rule = Rule::price;
  std::uint8_t input_count = 0;
  law::Grade grade = law::Grade::statute;  // how well the law it rests on is known
  bool has_amount = false, has_from = false, has_to = false;
  std::uint32_t line = 0;  // number of the line; 0: the declaration
  const std::string* cite = nullptr;
  Date from, to;  // the period of the law it rests on
  std::int64_t amount = 0;
  std::array<Input, most_inputs> inputs;

  Step& cited(const std::string& source, law::Grade known) { return cite = &source, grade = known, *this; }
  template <class T>
  Step& by(const law::Value<T>& value) {
    return cited(value.cite, value.grade).in(value.from, value.to);
  }
  Step& in(const std::optional<Date>& first, const std::optional<Date>& last) {
    if ((has_from = first.has_value())) from = *first;
    if ((has_to = last.has_value())) to = *last;
    return *this;
  }
  Step& of(std::int64_t won) { return has_amount = true, amount = won, *this; }
  Step& with(const Input& input) {
    if (input_count < most_inputs) inputs[input_count++] = input;
    return *this;
  }
};

}  // namespace clearway::assessment
