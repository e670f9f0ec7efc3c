#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "assessment/refusal.h"
#include "assessment/step.h"
#include "tariff/rows.h"

namespace clearway::assessment {

/// What is collected, each by itself, so that a correction finds the difference by line and kind. Stored: never
/// renumber.
enum class TaxKind : std::uint8_t {
  duty,
  individual_consumption,
  liquor,
  transport,
  education,
  rural_special,
  value_added,
  simple_rate,       // stands for duty and internal taxes together (Act 81)
  late_declaration,  // penalty, of the whole declaration (Act 241(4))
  undeclared         // penalty of a traveller, of the whole declaration (Act 241(5))
};
inline constexpr std::array<std::string_view, 10> tax_kind_names = {
    "duty",        "individual_consumption", "liquor",    "transport", "education", "rural_special", "value_added",
    "simple_rate", "late_declaration",       "undeclared"};
inline constexpr std::size_t tax_kind_count = tax_kind_names.size();
inline std::string_view name(TaxKind kind) { return tax_kind_names[static_cast<std::size_t>(kind)]; }

/// Won by kind of tax.
class Taxes {
 public:
  std::int64_t& operator[](TaxKind kind) { return won_[static_cast<std::size_t>(kind)]; }
  std::int64_t operator[](TaxKind kind) const { return won_[static_cast<std::size_t>(kind)]; }
  std::int64_t total() const {
    std::int64_t sum = 0;
    for (const auto won : won_) sum += won;
    return sum;
  }
  Taxes& operator+=(const Taxes& other) {
    for (std::size_t i = 0; i < tax_kind_count; ++i) won_[i] += other.won_[i];
    return *this;
  }
  friend bool operator==(const Taxes&, const Taxes&) = default;

 private:
  std::array<std::int64_t, tax_kind_count> won_{};
};

/// How the goods may be cleared, by regime and price.
enum class Clearance : std::uint8_t { general, simple, list, postal, traveller };
inline constexpr std::array<std::string_view, 5> clearance_names = {"general", "simple", "list", "postal", "traveller"};
inline std::string_view name(Clearance clearance) { return clearance_names[static_cast<std::size_t>(clearance)]; }

/// One line, assessed. Amounts in won.
struct LineAssessment {
  std::uint32_t line = 0;
  std::uint64_t tariff_code = 0;
  std::int64_t customs_value = 0;
  std::uint8_t method = 1;  // of valuation, 1 to 6
  tariff::RateKind rate_kind = tariff::RateKind::basic;
  std::uint16_t agreement = 0;  // of the rate, counted from 1; 0: none
  tariff::Charge rate;
  std::int64_t duty_relieved = 0;  // how much of the duty a relief takes away
  Taxes taxes;
};

/// The answer to a declaration. Lines that were refused are missing and named in `problems`; totals are over the
/// others. Steps point into the law and the tariff of the assessor, which must live as long.
struct Assessment {
  bool complete = false;  // every line was assessed
  std::vector<LineAssessment> lines;
  std::int64_t customs_value = 0;
  Taxes taxes;                // lines and penalties
  std::int64_t assessed = 0;  // sum of `taxes`
  std::int64_t payable = 0;   // the same, or nothing below the minimum (Decree 37)
  Clearance clearance = Clearance::general;
  std::vector<Step> steps;
  Problems problems;

  /// Ready for the next declaration, keeping its memory.
  void clear() {
    complete = false;
    lines.clear();
    customs_value = assessed = payable = 0;
    taxes = {};
    clearance = Clearance::general;
    steps.clear();
    problems.clear();
  }
};

}  // namespace clearway::assessment
