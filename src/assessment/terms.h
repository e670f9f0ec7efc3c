#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "assessment/assessment.h"
#include "assessment/import_declaration.h"
#include "law/value.h"
#include "tariff/rows.h"

namespace clearway::law {
class Law;
}

namespace clearway::assessment {

/// A table of the law, compiled once, with the period and the citation of the value it came from.
template <class T>
struct Dated {
  std::optional<Date> from, to;
  const std::string* cite = nullptr;
  law::Grade grade = law::Grade::verify;
  T value{};
};

/// The values of a table through time.
template <class T>
class Series {
 public:
  template <class Compile>
  Series(const law::Dated<law::Table>& tables, Compile&& compile) {
    for (const auto& table : tables.all())
      items_.push_back({table.from, table.to, &table.cite, table.grade, compile(table.value)});
  }
  /// As law::Dated: a day before the first value gets the first one.
  const Dated<T>& on(Date day) const {
    for (auto item = items_.rbegin(); item != items_.rend(); ++item) {
      if (!item->from || *item->from <= day) return *item;
    }
    return items_.front();
  }

 private:
  std::vector<Dated<T>> items_;
};

/// The source of one row, and how well it is known.
struct Basis {
  const std::string* cite = nullptr;
  law::Grade grade = law::Grade::verify;
};

enum class Effect : std::uint8_t { none, add, deduct };
struct ElementRule {
  Effect effect = Effect::none;
  Basis basis;
};
using ElementRules = std::array<ElementRule, price_element_names.size()>;

/// What a trade term says of freight and insurance.
struct TermRule {
  std::string code;
  bool freight_included = false, insurance_included = false;
};

using MethodRules = std::array<Basis, 6>;
using GroundRules = std::array<Basis, ground_names.size()>;

enum class Condition : std::uint8_t { always, lower, lower_than_preference, before_annex };
struct RateKindRule {
  std::int64_t rank = 0;
  bool added = false;
  Condition condition = Condition::always;
  Basis basis;
};
using RateKindRules = std::array<RateKindRule, tariff::rate_kind_names.size()>;

enum class Base : std::uint8_t { value_and_duty, taxes_before, everything_before };
struct InternalTaxRule {
  Base base = Base::value_and_duty;
  Basis basis;
};
using InternalTaxRules = std::array<InternalTaxRule, tariff::internal_tax_count>;

struct ReliefRule {
  std::string code;
  Decimal share;
  bool value_added_too = false;
  std::int64_t months = 0;
  std::string needs;  // approval, value, re_export_by, exported_on, exported_value
  std::string term;   // "relief.sample"
  Basis basis;
};

struct LeaseStep {
  std::int64_t months = 0;
  Decimal share;
};

struct SimpleRate {
  struct Prefix {
    std::uint64_t first = 0, last = 0;  // ten-digit codes
  };
  std::vector<Prefix> prefixes;
  bool excluded = false;
  Decimal percent, above_percent;
  std::int64_t base_won = 0, above_won = 0;
  std::string term;  // "simple_rate.other"
};

struct LateStep {
  std::int64_t up_to_days = 0;
  Decimal ratio;
};

struct LiquorAllowance {
  Decimal litres;
  std::int64_t usd = 0, bottles = 0;  // 0 bottles: no limit
};
struct TobaccoAllowance {
  Category category = Category::cigarettes;
  Decimal quantity;
  std::string unit;  // STK, ML, G
};

/// The law that an assessment needs, compiled from the files once. Points into the law, which must live as long.
struct Terms {
  explicit Terms(const law::Law& law_);

  const law::Law& law;
  Series<ElementRules> elements;
  Series<std::vector<TermRule>> trade_terms;
  Series<MethodRules> methods;
  Series<GroundRules> grounds;
  Series<RateKindRules> rate_kinds;
  Series<InternalTaxRules> internal_taxes;
  Series<std::vector<ReliefRule>> reliefs;
  Series<std::vector<LeaseStep>> lease;
  Series<std::vector<SimpleRate>> simple_rates;
  Series<std::vector<LateStep>> late;
  Series<LiquorAllowance> liquor;
  Series<std::vector<TobaccoAllowance>> tobacco;
};

}  // namespace clearway::assessment
