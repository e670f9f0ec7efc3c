#include "assessment/terms.h"

#include <algorithm>
#include <stdexcept>

#include "law/law.h"
#include "law/parameters.h"
#include "tariff/vocabulary.h"

namespace clearway::assessment {
namespace {

/// The place of a cell among `names`. A word that the program does not know is a fault of the law file.
template <std::size_t N>
std::size_t place(const law::Table& table, std::size_t row, const char* column,
                  const std::array<std::string_view, N>& names) {
  const auto at = std::find(names.begin(), names.end(), table.text(row, column));
  if (at == names.end())
    throw std::logic_error(std::string(column) + ": '" + table.text(row, column) + "' is not known to the assessment");
  return static_cast<std::size_t>(at - names.begin());
}

Basis basis_of(const law::Table& table, std::size_t row) {
  return {&table.text(row, "cite"), law::parse_grade(table.text(row, "grade")).value_or(law::Grade::verify)};
}

template <class Rules, std::size_t N, class Fill>
Rules by_name(const law::Table& table, const char* column, const std::array<std::string_view, N>& names, Fill&& fill) {
  Rules rules{};
  for (std::size_t row = 0; row < table.size(); ++row) fill(rules[place(table, row, column, names)], row);
  if (table.size() != N) throw std::logic_error(std::string(column) + ": a row for each of the names is needed");
  return rules;
}

ElementRules elements_of(const law::Table& table) {
  static constexpr std::array<std::string_view, 3> effects = {"none", "add", "deduct"};
  return by_name<ElementRules>(table, "kind", price_element_names, [&](ElementRule& rule, std::size_t row) {
    rule = {static_cast<Effect>(place(table, row, "effect", effects)), basis_of(table, row)};
  });
}

std::vector<TermRule> trade_terms_of(const law::Table& table) {
  static constexpr std::array<std::string_view, 2> freight = {"added", "included"};
  static constexpr std::array<std::string_view, 2> insurance = {"if_paid", "included"};
  std::vector<TermRule> rules;
  for (std::size_t row = 0; row < table.size(); ++row) {
    rules.push_back({table.text(row, "code"), place(table, row, "freight", freight) == 1,
                     place(table, row, "insurance", insurance) == 1});
  }
  return rules;
}

MethodRules methods_of(const law::Table& table) {
  MethodRules rules{};
  for (std::size_t row = 0; row < table.size(); ++row) {
    const auto method = table.integer(row, "method");
    if (method < 1 || method > 6) throw std::logic_error("method: 1 to 6");
    rules[static_cast<std::size_t>(method - 1)] = basis_of(table, row);
  }
  return rules;
}

GroundRules grounds_of(const law::Table& table) {
  return by_name<GroundRules>(table, "ground", ground_names,
                              [&](Basis& basis, std::size_t row) { basis = basis_of(table, row); });
}

RateKindRules rate_kinds_of(const law::Table& table) {
  static constexpr std::array<std::string_view, 2> effects = {"instead", "added"};
  static constexpr std::array<std::string_view, 4> conditions = {"always", "lower", "lower_than_preference",
                                                                 "before_annex"};
  return by_name<RateKindRules>(table, "kind", tariff::rate_kind_names, [&](RateKindRule& rule, std::size_t row) {
    rule = {table.integer(row, "rank"), place(table, row, "effect", effects) == 1,
            static_cast<Condition>(place(table, row, "condition", conditions)), basis_of(table, row)};
  });
}

InternalTaxRules internal_taxes_of(const law::Table& table) {
  static constexpr std::array<std::string_view, 3> bases = {"value_and_duty", "taxes_before", "everything_before"};
  return by_name<InternalTaxRules>(table, "tax", tariff::internal_tax_names,
                                   [&](InternalTaxRule& rule, std::size_t row) {
                                     rule = {static_cast<Base>(place(table, row, "base", bases)), basis_of(table, row)};
                                   });
}

std::vector<ReliefRule> reliefs_of(const law::Table& table) {
  static constexpr std::array<std::string_view, 5> needs = {"approval", "value", "re_export_by", "exported_on",
                                                            "exported_value"};
  std::vector<ReliefRule> rules;
  for (std::size_t row = 0; row < table.size(); ++row) {
    const auto& code = table.text(row, "code");
    rules.push_back({code, table.decimal(row, "share"), table.text(row, "vat") == "yes", table.integer(row, "months"),
                     std::string(needs[place(table, row, "needs", needs)]), "relief." + code, basis_of(table, row)});
  }
  return rules;
}

std::vector<LeaseStep> lease_of(const law::Table& table) {
  std::vector<LeaseStep> steps;
  for (std::size_t row = 0; row < table.size(); ++row)
    steps.push_back({table.integer(row, "months"), table.decimal(row, "share")});
  return steps;
}

SimpleRate::Prefix prefix_of(const std::string& text) {
  SimpleRate::Prefix prefix{0, 9'999'999'999};
  if (text == "*") return prefix;
  prefix.first = std::stoull(text + std::string(10 - text.size(), '0'));
  prefix.last = std::stoull(text + std::string(10 - text.size(), '9'));
  return prefix;
}

std::vector<SimpleRate> simple_rates_of(const law::Table& table) {
  std::vector<SimpleRate> rates;
  for (std::size_t row = 0; row < table.size(); ++row) {
    SimpleRate rate;
    for (const auto& word : tariff::words(table.text(row, "prefixes"))) rate.prefixes.push_back(prefix_of(word));
    rate.excluded = table.text(row, "class") == "excluded";
    rate.percent = table.decimal(row, "percent");
    rate.above_percent = table.decimal(row, "above_percent");
    rate.base_won = table.integer(row, "base_won");
    rate.above_won = table.integer(row, "above_won");
    rate.term = "simple_rate." + table.text(row, "class");
    rates.push_back(std::move(rate));
  }
  return rates;
}

std::vector<LateStep> late_of(const law::Table& table) {
  std::vector<LateStep> steps;
  for (std::size_t row = 0; row < table.size(); ++row)
    steps.push_back({table.integer(row, "up_to_days"), table.decimal(row, "ratio")});
  return steps;
}

LiquorAllowance liquor_of(const law::Table& table) {
  return {table.decimal(0, "litres"), table.integer(0, "usd"), table.integer(0, "bottles")};
}

std::vector<TobaccoAllowance> tobacco_of(const law::Table& table) {
  std::vector<TobaccoAllowance> allowances;
  for (std::size_t row = 0; row < table.size(); ++row) {
    allowances.push_back({static_cast<Category>(place(table, row, "category", category_names)),
                          table.decimal(row, "quantity"), table.text(row, "unit")});
  }
  return allowances;
}

}  // namespace

Terms::Terms(const law::Law& law_)
    : law(law_),
      elements(law.kr.assessment.value.price_elements, elements_of),
      trade_terms(law.kr.assessment.value.terms, trade_terms_of),
      methods(law.kr.assessment.value.methods, methods_of),
      grounds(law.kr.assessment.value.refusals, grounds_of),
      rate_kinds(law.kr.tariff.rate_kinds, rate_kinds_of),
      internal_taxes(law.kr.assessment.internal_taxes, internal_taxes_of),
      reliefs(law.kr.assessment.relief.kinds, reliefs_of),
      lease(law.kr.assessment.relief.re_export_lease, lease_of),
      simple_rates(law.kr.assessment.simple_rates, simple_rates_of),
      late(law.kr.import_.late.rates, late_of),
      liquor(law.kr.traveller.liquor, liquor_of),
      tobacco(law.kr.traveller.tobacco, tobacco_of) {}

}  // namespace clearway::assessment
