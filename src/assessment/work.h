#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "assessment/arithmetic.h"
#include "assessment/assessor.h"
#include "law/law.h"
#include "law/parameters.h"

namespace clearway::assessment {

/// One line while it is computed.
struct LineWork {
  const Line* line = nullptr;
  bool ok = true;  // false: refused, named in the problems
  tariff::Line tariff;
  std::uint64_t code = 0;
  std::int64_t price = 0;  // won
  std::int64_t added = 0, deducted = 0;
  std::int64_t transport = 0;  // freight and insurance in the customs value
  std::int64_t customs_value = 0;
  std::int64_t exempt = 0;   // part of the customs value that a traveller may bring free
  bool small_value = false;  // relieved as a small consignment
  bool simple = false;       // the simple rate stands for all taxes
  const SimpleRate* simple_rate = nullptr;
  const ReliefRule* relief = nullptr;  // granted
  std::int64_t duty_before_relief = 0;
  LineAssessment answer;
  std::int64_t taxable() const { return customs_value - exempt; }
  std::int64_t goods_price() const { return customs_value - transport; }
  /// Bottles or pieces: as declared, else the quantity where it counts pieces, else one.
  Decimal pieces() const { return line->pieces.value_or(line->unit == "U" ? line->quantity : Decimal::whole(1)); }
};

/// One declaration while it is computed.
struct Work {
  Work(const Assessor& assessor_, const ImportDeclaration& declaration_, Assessment& out_)
      : assessor(assessor_),
        terms(assessor_.terms()),
        declaration(declaration_),
        day(declaration_.tax_date),
        tax_unit(terms.law.kr.assessment.rounding.tax_unit.on(day)),
        out(out_) {}

  const Assessor& assessor;
  const Terms& terms;
  const ImportDeclaration& declaration;
  Date day;
  const law::Value<std::int64_t>& tax_unit;
  Assessment& out;
  std::vector<LineWork> lines;

  Step& step(Rule rule, std::uint32_t line = 0) {
    auto& step = out.steps.emplace_back();
    step.rule = rule;
    step.line = line;
    return step;
  }
  /// A step that rests on one row of a table of the law.
  template <class T>
  Step& step(Rule rule, std::uint32_t line, const Dated<T>& table, const Basis& basis) {
    return step(rule, line).cited(*basis.cite, basis.grade).in(table.from, table.to);
  }
  /// A step that rests on a whole table of the law.
  template <class T>
  Step& step(Rule rule, std::uint32_t line, const Dated<T>& table) {
    return step(rule, line).cited(*table.cite, table.grade).in(table.from, table.to);
  }
  void refuse(Refusal refusal, Scope scope, const LineWork* line, std::string_view field, std::string_view value,
              std::string expected);
  /// Refuses the line.
  void refuse_line(LineWork& line, Refusal refusal, std::string_view field, std::string_view value,
                   std::string expected = {}) {
    refuse(refusal, Scope::line, &line, field, value, std::move(expected));
    line.ok = false;
  }
  /// Refuses a claim of the line, which goes on without it.
  void refuse_claim(const LineWork& line, Refusal refusal, std::string_view field, std::string_view value,
                    std::string expected = {});

  /// Won of `amount` at the rate of the week of the tax date; refuses (the line, or all) where there is none.
  std::optional<std::int64_t> won(const Amount& amount, LineWork* line, std::string_view field);
  Decimal rate_of(std::string_view currency) const {
    return assessor.rates().won_per_unit(currency, day).value_or(Decimal{});
  }
  /// True where `won` is at most `usd` dollars at the rate of the week.
  bool within_usd(std::int64_t won, std::int64_t usd) const {
    return Wide{won} * Decimal::one <= Wide{usd} * rate_of("USD").micro();
  }
  /// How much of the line there is in `unit`: its own quantity, net weight or volume.
  std::optional<Decimal> quantity_in(const LineWork& line, tariff::Unit unit) const;
  /// What a charge takes on `value`; refuses the line where the quantity is not known or the amount is out of range.
  std::optional<std::int64_t> charged(LineWork& line, const tariff::Charge& charge, std::int64_t value,
                                      std::string_view field);
};

// The parts, in the order in which they are computed.

/// Checks the declaration itself, in the order of Refusal; false where nothing can be assessed.
bool check_declaration(Work& work);
/// Customs values of all lines (Act 18, 30 to 35).
void find_customs_values(Work& work);
/// Small consignments and what a traveller may bring free: the part of each value that is not taxed (Act 94, 96(1)).
void find_exemptions(Work& work);
/// Rates of duty and duty of all lines (Act 50), without reliefs.
void find_duties(Work& work);
/// Reliefs, simple rates, voluntary declaration (Act 81, 88 to 101).
void grant_reliefs(Work& work);
/// Internal taxes and value added tax.
void add_internal_taxes(Work& work);
/// Penalties, totals, the minimum.
void finish(Work& work);

}  // namespace clearway::assessment
