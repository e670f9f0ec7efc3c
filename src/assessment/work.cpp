#include "assessment/work.h"

namespace clearway::assessment {

void Work::refuse(Refusal refusal, Scope scope, const LineWork* line, std::string_view field, std::string_view value,
                  std::string expected) {
  std::string path(field);
  if (line != nullptr) path = "lines[" + std::to_string(line->line->number) + "]." + path;
  out.problems.push_back({refusal, scope, line == nullptr ? 0 : line->line->number, std::move(path), std::string(value),
                          std::move(expected)});
}

void Work::refuse_claim(const LineWork& line, Refusal refusal, std::string_view field, std::string_view value,
                        std::string expected) {
  refuse(refusal, Scope::claim, &line, field, value, std::move(expected));
  step(Rule::claim_refused, line.line->number).with(Input::count("refusal", static_cast<std::int64_t>(refusal)));
}

std::optional<std::int64_t> Work::won(const Amount& amount, LineWork* line, std::string_view field) {
  const auto& rates = assessor.rates();
  const auto fail = [&](Refusal refusal, std::string_view value, std::string expected) -> std::optional<std::int64_t> {
    if (line != nullptr) {
      refuse_line(*line, refusal, field, value, std::move(expected));
    } else {
      refuse(refusal, Scope::declaration, nullptr, field, value, std::move(expected));
    }
    return std::nullopt;
  };
  if (const auto converted = rates.to_won(amount.value, amount.currency, day)) return converted;
  if (amount.currency != "KRW" && terms.law.codes().currencies.find(amount.currency) == nullptr)
    return fail(Refusal::currency_is_not_known, amount.currency, "ISO 4217");
  if (!rates.won_per_unit(amount.currency, day)) {
    return fail(Refusal::exchange_rate_is_missing, amount.currency,
                rates.first_day().text() + " – " + rates.last_day().text());
  }
  return fail(Refusal::amount_is_out_of_range, amount.value.text() + " " + amount.currency, "");
}

std::optional<Decimal> Work::quantity_in(const LineWork& line, tariff::Unit unit) const {
  const auto& code = assessor.vocabulary().unit_code(unit);
  if (line.line->unit == code) return line.line->quantity;
  if (code == "KG") return line.line->net_weight;
  if (code == "L") return line.line->volume;
  return std::nullopt;
}

std::optional<std::int64_t> Work::charged(LineWork& line, const tariff::Charge& charge, std::int64_t value,
                                          std::string_view field) {
  using tariff::Form;
  const auto too_large = [&]() -> std::optional<std::int64_t> {
    refuse_line(line, Refusal::amount_is_out_of_range, field, line.line->quantity.text());
    return std::nullopt;
  };
  std::int64_t by_value = 0, by_quantity = 0;
  if (tariff::has_percent(charge.form)) {
    const auto part = percent_of(value, charge.percent);
    if (!part) return too_large();
    by_value = *part;
  }
  if (tariff::has_amount(charge.form)) {
    const auto quantity = quantity_in(line, charge.unit);
    if (!quantity) {
      refuse_line(line, Refusal::quantity_of_the_rate_is_missing, field, line.line->unit,
                  assessor.vocabulary().unit_code(charge.unit));
      return std::nullopt;
    }
    auto part = product_won(*quantity, charge.won_per_unit);
    // What is brought free takes the same part of the quantity with it.
    if (part && line.exempt > 0 && line.customs_value > 0) part = scaled(*part, line.taxable(), line.customs_value);
    if (!part) return too_large();
    by_quantity = *part;
  }
  switch (charge.form) {
    case Form::exempt: return 0;
    case Form::ad_valorem: return by_value;
    case Form::specific: return by_quantity;
    case Form::higher_of: return std::max(by_value, by_quantity);
    case Form::lower_of: return std::min(by_value, by_quantity);
    case Form::sum_of: return by_value > highest_won - by_quantity ? too_large() : by_value + by_quantity;
  }
  return 0;
}

}  // namespace clearway::assessment
