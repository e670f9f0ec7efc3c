// Internal taxes on imports, in their order: individual consumption, liquor, transport, education, rural special, value
// added. Each is assessed and collected with the duty (Act 4).
#include "assessment/work.h"

namespace clearway::assessment {
namespace {

using tariff::InternalTax;

constexpr std::array<const char*, tariff::internal_tax_count> tax_terms = {
    "tax.individual_consumption", "tax.liquor",     "tax.transport", "tax.education",
    "tax.rural_special",          "tax.value_added"};

constexpr TaxKind kind_of(InternalTax tax) {
  return static_cast<TaxKind>(static_cast<std::size_t>(TaxKind::individual_consumption) +
                              static_cast<std::size_t>(tax));
}
static_assert(kind_of(InternalTax::value_added) == TaxKind::value_added);

class LineTaxes {
 public:
  LineTaxes(Work& work, LineWork& line) : work_(work), line_(line), rules_(work.terms.internal_taxes.on(work.day)) {}

  void run() {
    for (const auto tax : {InternalTax::individual_consumption, InternalTax::liquor, InternalTax::transport,
                           InternalTax::education, InternalTax::rural_special}) {
      if (const auto* row = row_of(tax)) charge(*row);
      if (!line_.ok) return;
    }
    value_added();
  }

 private:
  const tariff::TaxRow* row_of(InternalTax tax) const {
    for (const auto& row : line_.tariff.taxes) {
      if (row.tax == tax && row.period.holds(work_.day)) return &row;
    }
    return nullptr;
  }

  std::int64_t taxes_before(std::size_t count) const {
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < count; ++i) sum += taxes()[kind_of(static_cast<InternalTax>(i))];
    return sum;
  }

  std::int64_t base_of(InternalTax tax) const {
    const auto duty = taxes()[TaxKind::duty];
    switch (rules_.value[static_cast<std::size_t>(tax)].base) {
      case Base::value_and_duty: return line_.taxable() + duty;
      // Education and rural special tax stand side by side on the three taxes before them.
      case Base::taxes_before: return taxes_before(static_cast<std::size_t>(InternalTax::education));
      case Base::everything_before: return line_.taxable() + duty + taxes_before(static_cast<std::size_t>(tax));
    }
    return 0;
  }

  Step& note(Rule rule, InternalTax tax) {
    return work_.step(rule, line_.line->number, rules_, rules_.value[static_cast<std::size_t>(tax)].basis)
        .with(Input::term("tax", tax_terms[static_cast<std::size_t>(tax)]));
  }

  bool relieved() const { return line_.relief != nullptr && line_.relief->value_added_too; }

  void charge(const tariff::TaxRow& row) {
    if (relieved()) return;
    const auto& rule = rules_.value[static_cast<std::size_t>(row.tax)];
    const auto whole_base = base_of(row.tax);
    const auto free = row.threshold_won == Decimal{} ? std::optional<std::int64_t>(0)
                                                     : product_won(row.threshold_won, line_.line->quantity);
    const auto base = !free || *free >= whole_base ? 0 : whole_base - *free;
    const auto won = work_.charged(line_, row.charge, base, "quantity");
    if (!won) return;
    const auto tax = cut(*won, work_.tax_unit.value);
    taxes()[kind_of(row.tax)] = tax;
    const bool of_taxes = rule.base == Base::taxes_before;
    auto& step = note(of_taxes                                    ? Rule::tax_of_taxes
                      : row.charge.form == tariff::Form::specific ? Rule::tax_specific
                      : tariff::has_amount(row.charge.form)       ? Rule::tax_mixed
                                                                  : Rule::tax_ad_valorem,
                      row.tax)
                     .of(tax);
    if (tariff::has_percent(row.charge.form))
      step.with(Input::won("base", base)).with(Input::percent("percent", row.charge.percent));
    if (tariff::has_amount(row.charge.form)) {
      step.with(Input::decimal("quantity", work_.quantity_in(line_, row.charge.unit).value_or(Decimal{})))
          .with(Input::decimal("won_per_unit", row.charge.won_per_unit));
    }
  }

  void value_added() {
    if (line_.small_value || relieved()) {
      note(Rule::tax_relieved, InternalTax::value_added).of(0);
      return;
    }
    const auto* row = row_of(InternalTax::value_added);
    if (row != nullptr && row->charge.form == tariff::Form::exempt) {
      note(Rule::value_added_exempt, InternalTax::value_added).of(0);
      return;
    }
    const auto& rate = work_.terms.law.kr.vat.rate.on(work_.day);
    const auto base = base_of(InternalTax::value_added);
    const auto tax = cut(part_of(base, rate.value), work_.tax_unit.value);
    taxes()[TaxKind::value_added] = tax;
    work_.step(Rule::value_added, line_.line->number)
        .by(rate)
        .of(tax)
        .with(Input::won("value", line_.taxable()))
        .with(Input::won("duty", taxes()[TaxKind::duty]))
        .with(Input::won("internal_taxes", taxes_before(static_cast<std::size_t>(InternalTax::value_added))))
        .with(Input::won("base", base))
        .with(Input::ratio("rate", rate.value));
  }

  Taxes& taxes() const { return line_.answer.taxes; }

  Work& work_;
  LineWork& line_;
  const Dated<InternalTaxRules>& rules_;
};

}  // namespace

void add_internal_taxes(Work& work) {
  for (auto& line : work.lines) {
    if (line.ok && !line.simple && line.taxable() > 0) LineTaxes(work, line).run();
  }
}

}  // namespace clearway::assessment
