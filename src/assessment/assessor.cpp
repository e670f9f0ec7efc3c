#include "assessment/assessor.h"

#include <algorithm>

#include "assessment/work.h"

namespace clearway::assessment {
namespace {

bool has_element(const std::vector<Element>& elements, std::initializer_list<PriceElement> kinds) {
  return std::any_of(elements.begin(), elements.end(), [&](const Element& element) {
    return std::find(kinds.begin(), kinds.end(), element.kind) != kinds.end();
  });
}

/// A term that leaves the freight out asks for it: of the declaration, or of every line.
void check_freight(Work& work) {
  const auto& terms = work.terms.trade_terms.on(work.day).value;
  const auto& incoterm = work.declaration.incoterm;
  const auto term =
      std::find_if(terms.begin(), terms.end(), [&](const TermRule& rule) { return rule.code == incoterm; });
  if (term == terms.end()) {
    std::string known;
    for (const auto& rule : terms) known += (known.empty() ? "" : ", ") + rule.code;
    return work.refuse(Refusal::incoterm_is_not_known, Scope::declaration, nullptr, "incoterm", incoterm, known);
  }
  const auto has_freight = [](const std::vector<Element>& elements) {
    return has_element(elements, {PriceElement::freight, PriceElement::surface_parcel_freight});
  };
  const auto of_line = [&](const Line& line) {
    return has_freight(line.elements) || (line.valuation && !line.valuation->grounds.empty());
  };
  const auto& lines = work.declaration.lines;
  if (!term->freight_included && !has_freight(work.declaration.elements) &&
      !std::all_of(lines.begin(), lines.end(), of_line)) {
    return work.refuse(Refusal::freight_is_missing, Scope::declaration, nullptr, "freight", incoterm,
                       "{\"amount\": \"…\", \"currency\": \"USD\"}");
  }
  if (term->insurance_included || has_element(work.declaration.elements, {PriceElement::insurance})) return;
  const auto insured = [](const Line& line) { return has_element(line.elements, {PriceElement::insurance}); };
  if (std::any_of(lines.begin(), lines.end(), insured)) return;
  const auto& rules = work.terms.elements.on(work.day);
  work.step(Rule::not_insured, 0, rules, rules.value[static_cast<std::size_t>(PriceElement::insurance)].basis)
      .of(0)
      .with(Input::word("incoterm", incoterm));
}

void check_line(Work& work, LineWork& line) {
  const auto& given = *line.line;
  const auto& tariff = work.assessor.tariff();
  const auto code = tariff::parse_code(given.tariff_code);
  const auto near = [&](std::uint64_t to) {
    std::string text;
    for (const auto other : tariff.near(to, work.day)) text += (text.empty() ? "" : ", ") + tariff::code_text(other);
    return text;
  };
  if (!code) {
    std::uint64_t digits = 0;
    std::size_t count = 0;
    for (const char c : given.tariff_code) {
      if (c >= '0' && c <= '9' && count < 10) digits = digits * 10 + static_cast<std::uint64_t>(c - '0'), ++count;
    }
    for (; count < 10; ++count) digits *= 10;
    return work.refuse_line(line, Refusal::tariff_code_is_not_known, "tariff_code", given.tariff_code, near(digits));
  }
  line.code = line.answer.tariff_code = *code;
  const auto found = tariff.find(*code, work.day, line.tariff);
  if (found != tariff::Tariff::Found::yes) {
    return work.refuse_line(line,
                            found == tariff::Tariff::Found::never ? Refusal::tariff_code_is_not_known
                                                                  : Refusal::tariff_code_is_not_in_force,
                            "tariff_code", given.tariff_code, near(*code));
  }
  const auto unit = line.tariff.row->unit;
  const auto& unit_code = work.assessor.vocabulary().unit_code(unit);
  if (unit != 0 && unit_code != given.unit)
    work.refuse_line(line, Refusal::unit_does_not_match, "unit", given.unit, unit_code);
}

/// Lateness of the declaration (Act 241(4), Decree 247): by days beyond the period, on the customs value, capped.
void late_declaration(Work& work) {
  const auto& stored = work.declaration.stored_on;
  if (!stored) return;
  const auto& law = work.terms.law.kr.import_;
  const auto& period = law.decl.days.on(work.day);
  const auto due = stored->plus_days(static_cast<std::int32_t>(period.value));
  const auto late = std::int64_t{work.day.days()} - due.days();
  if (late <= 0) return;
  const auto& steps = work.terms.late.on(work.day);
  const auto step =
      std::find_if(steps.value.begin(), steps.value.end(), [late](const LateStep& s) { return late <= s.up_to_days; });
  const auto ratio = step == steps.value.end() ? steps.value.back().ratio : step->ratio;
  const auto& cap = law.late.cap.on(work.day);
  const auto penalty = cut(std::min(part_of(work.out.customs_value, ratio), cap.value), work.tax_unit.value);
  work.out.taxes[TaxKind::late_declaration] = penalty;
  work.step(Rule::late_declaration, 0, steps)
      .of(penalty)
      .with(Input::day("due", due))
      .with(Input::count("days", late))
      .with(Input::won("value", work.out.customs_value))
      .with(Input::ratio("ratio", ratio))
      .with(Input::won("cap", cap.value));
}

/// A traveller's goods that were found, not declared (Act 241(5), Decree 247(4)): on all taxes.
void undeclared(Work& work) {
  const auto& traveller = work.declaration.traveller;
  if (!traveller || !traveller->undeclared) return;
  const auto& law = work.terms.law.kr.traveller.undeclared;
  const bool repeated = traveller->surcharged_before >= law.repeat_times.on(work.day).value;
  const auto& ratio = (repeated ? law.repeat_ratio : law.ratio).on(work.day);
  const auto taxes = work.out.taxes.total() - work.out.taxes[TaxKind::late_declaration];
  const auto penalty = cut(part_of(taxes, ratio.value), work.tax_unit.value);
  work.out.taxes[TaxKind::undeclared] = penalty;
  work.step(Rule::undeclared)
      .by(ratio)
      .of(penalty)
      .with(Input::won("taxes", taxes))
      .with(Input::ratio("ratio", ratio.value))
      .with(Input::count("times", traveller->surcharged_before));
}

}  // namespace

bool check_declaration(Work& work) {
  const auto& assessor = work.assessor;
  const auto& declaration = work.declaration;
  const auto first = std::max(assessor.tariff().first_day(), assessor.rates().first_day());
  if (work.day < first) {
    work.refuse(Refusal::tax_date_is_before_the_tables, Scope::declaration, nullptr, "tax_date", work.day.text(),
                ">= " + first.text());
    return false;
  }
  work.won({Decimal{}, declaration.currency}, nullptr, "currency");
  for (const auto& element : declaration.elements) work.won(element.amount, nullptr, "elements");
  const bool dollars = declaration.regime != Regime::general || declaration.self_use;
  if (dollars && declaration.currency != "USD") work.won({Decimal{}, "USD"}, nullptr, "currency");
  check_freight(work);
  return work.out.problems.empty();
}

void finish(Work& work) {
  auto& out = work.out;
  for (auto& line : work.lines) {
    if (!line.ok) continue;
    line.answer.line = line.line->number;
    out.lines.push_back(line.answer);
    out.customs_value += line.customs_value;
    out.taxes += line.answer.taxes;
  }
  late_declaration(work);
  undeclared(work);
  out.assessed = out.taxes.total();
  out.complete = out.lines.size() == work.declaration.lines.size();
  const auto& least = work.terms.law.kr.assessment.min_collect.on(work.day);
  const bool collected = out.assessed >= least.value;
  out.payable = collected ? out.assessed : 0;
  work.step(collected ? Rule::total : Rule::below_minimum)
      .by(least)
      .of(out.payable)
      .with(Input::won("assessed", out.assessed))
      .with(Input::won("minimum", least.value))
      .with(Input::count("lines", static_cast<std::int64_t>(out.lines.size())));
}

Assessor::Assessor(const law::Law& law, const tariff::Vocabulary& vocabulary, const tariff::Tariff& tariff,
                   const declaration::ExchangeRates& rates)
    : terms_(law), vocabulary_(vocabulary), tariff_(tariff), rates_(rates) {}

void Assessor::assess(const ImportDeclaration& declaration, Assessment& out) const {
  out.clear();
  Work work(*this, declaration, out);
  if (!check_declaration(work)) {
    out.steps.clear();
    return;
  }
  out.steps.reserve(declaration.lines.size() * 12 + 16);
  work.lines.resize(declaration.lines.size());
  for (std::size_t i = 0; i < work.lines.size(); ++i) {
    work.lines[i].line = &declaration.lines[i];
    check_line(work, work.lines[i]);
  }
  find_customs_values(work);
  find_exemptions(work);
  find_duties(work);
  grant_reliefs(work);
  add_internal_taxes(work);
  finish(work);
}

Assessment Assessor::assess(const ImportDeclaration& declaration) const {
  Assessment out;
  assess(declaration, out);
  return out;
}

}  // namespace clearway::assessment
