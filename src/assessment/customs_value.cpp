// Customs value: Customs Act 18 and 30 to 35, Decree 25 to 29.
#include <algorithm>

#include "assessment/work.h"

namespace clearway::assessment {
namespace {

constexpr std::array<const char*, price_element_names.size()> element_terms = {"element.indirect_payment",
                                                                               "element.commission",
                                                                               "element.brokerage",
                                                                               "element.buying_commission",
                                                                               "element.container",
                                                                               "element.packing",
                                                                               "element.assist",
                                                                               "element.royalty",
                                                                               "element.proceeds",
                                                                               "element.freight",
                                                                               "element.insurance",
                                                                               "element.other_transport",
                                                                               "element.surface_parcel_freight",
                                                                               "element.work_after_import",
                                                                               "element.transport_after_import",
                                                                               "element.import_taxes",
                                                                               "element.deferred_interest"};
constexpr std::array<const char*, ground_names.size()> ground_terms = {
    "ground.restricted", "ground.condition",        "ground.proceeds",  "ground.relationship",
    "ground.not_sold",   "ground.not_quantifiable", "ground.not_proven"};
constexpr std::array<const char*, reasonable_basis_names.size()> basis_terms = {"basis.identical_flexible",
                                                                                "basis.deductive_flexible",
                                                                                "basis.accepted_value",
                                                                                "basis.market_quotation",
                                                                                "basis.domestic_price",
                                                                                "basis.higher_of_two",
                                                                                "basis.export_country_price",
                                                                                "basis.other_production_cost",
                                                                                "basis.third_country_price",
                                                                                "basis.minimum_price",
                                                                                "basis.arbitrary"};
constexpr std::array<const char*, 7> method_terms = {"",         "method.1", "method.2", "method.3",
                                                     "method.4", "method.5", "method.6"};

constexpr auto index(PriceElement kind) { return static_cast<std::size_t>(kind); }

bool is_transport(PriceElement kind) {
  return kind == PriceElement::freight || kind == PriceElement::insurance || kind == PriceElement::other_transport ||
         kind == PriceElement::surface_parcel_freight;
}

/// What becomes of an element in this declaration.
struct Treatment {
  Effect effect = Effect::none;
  Basis basis;
};

class CustomsValues {
 public:
  explicit CustomsValues(Work& work)
      : work_(work),
        elements_(work.terms.elements.on(work.day)),
        methods_(work.terms.methods.on(work.day)),
        value_unit_(work.terms.law.kr.assessment.rounding.value_unit.on(work.day)) {}

  void run() {
    find_term();
    prices();
    decide_parcel_freight();
    for (const auto& element : work_.declaration.elements) share(element);
    for (auto& line : work_.lines) {
      if (line.ok) value(line);
    }
  }

 private:
  void find_term() {
    for (const auto& rule : work_.terms.trade_terms.on(work_.day).value) {
      if (rule.code == work_.declaration.incoterm) term_ = rule;
    }
  }

  /// Lines that were refused count as well, so that the others get no more than their share.
  void prices() {
    const auto& currency = work_.declaration.currency;
    const auto rate = work_.rate_of(currency);
    for (auto& line : work_.lines) {
      const auto won = work_.assessor.rates().to_won(line.line->price, currency, work_.day);
      if (!won && line.ok) work_.refuse_line(line, Refusal::amount_is_out_of_range, "price", line.line->price.text());
      line.price = won.value_or(0);
      total_price_ += line.price;
      if (!line.ok) continue;
      work_.step(Rule::price, line.line->number)
          .by(work_.terms.law.kr.assessment.value.exchange_rate.on(work_.day))
          .of(line.price)
          .with(Input::decimal("price", line.line->price))
          .with(Input::word("currency", currency))
          .with(Input::decimal("exchange_rate", rate))
          .with(Input::day("week_from", declaration::ExchangeRates::week_of(work_.day)));
    }
  }

  /// Freight of small consignments for self-use is that of the surface parcel tariff (Rule 4-3).
  void decide_parcel_freight() {
    const auto& limit = work_.terms.law.kr.assessment.value.surface_parcel_max.on(work_.day).value;
    parcel_freight_ = work_.declaration.self_use && total_price_ <= limit && !term_.freight_included &&
                      has(work_.declaration.elements, PriceElement::surface_parcel_freight);
  }

  static bool has(const std::vector<Element>& elements, PriceElement kind) {
    return std::any_of(elements.begin(), elements.end(), [kind](const Element& e) { return e.kind == kind; });
  }

  Treatment treatment(const Element& element) const {
    const auto& rule = elements_.value[index(element.kind)];
    Treatment treatment{rule.effect, rule.basis};
    const bool included = (element.kind == PriceElement::freight && term_.freight_included) ||
                          (element.kind == PriceElement::insurance && term_.insurance_included) ||
                          (element.kind == PriceElement::surface_parcel_freight && !parcel_freight_) ||
                          (element.kind == PriceElement::freight && parcel_freight_);
    if (included || (rule.effect == Effect::deduct && !element.separately_shown)) treatment.effect = Effect::none;
    return treatment;
  }

  Step& note(Rule rule, std::uint32_t line, const Treatment& treatment, const Element& element, std::int64_t won) {
    return work_.step(rule, line, elements_, treatment.basis)
        .of(won)
        .with(Input::term("element", element_terms[index(element.kind)]))
        .with(Input::decimal("amount", element.amount.value))
        .with(Input::word("currency", element.amount.currency));
  }

  static Rule rule_of(Effect effect) {
    return effect == Effect::add      ? Rule::element_added
           : effect == Effect::deduct ? Rule::element_deducted
                                      : Rule::element_left_out;
  }

  void apply(LineWork& line, const Element& element, Effect effect, std::int64_t won) {
    if (effect == Effect::add) line.added += won;
    if (effect == Effect::deduct) line.deducted += won;
    // Freight that stands in the price is no part of the price of the goods either.
    if (is_transport(element.kind) && (effect == Effect::add || stands_in_price(element.kind))) line.transport += won;
  }
  bool stands_in_price(PriceElement kind) const {
    return (kind == PriceElement::freight && term_.freight_included) ||
           (kind == PriceElement::insurance && term_.insurance_included);
  }

  /// An element of the whole declaration, by the prices of the lines: shares differ by less than a won and add up.
  void share(const Element& element) {
    const auto won =
        work_.assessor.rates().to_won(element.amount.value, element.amount.currency, work_.day).value_or(0);
    const auto treated = treatment(element);
    note(rule_of(treated.effect), 0, treated, element, won);
    std::int64_t before = 0, shared = 0;
    auto* last = static_cast<LineWork*>(nullptr);
    for (auto& line : work_.lines) {
      before += line.price;
      const auto until = total_price_ == 0 ? 0 : static_cast<std::int64_t>(Wide{won} * before / total_price_);
      if (line.ok) {
        give(line, element, treated, until - shared, won);
        last = &line;
      }
      shared = until;
    }
    if (total_price_ == 0 && last != nullptr) give(*last, element, treated, won, won);
  }

  void give(LineWork& line, const Element& element, const Treatment& treated, std::int64_t part, std::int64_t won) {
    apply(line, element, treated.effect, part);
    if (treated.effect == Effect::none || part == 0) return;
    work_.step(Rule::element_shared, line.line->number, elements_, treated.basis)
        .of(treated.effect == Effect::deduct ? -part : part)
        .with(Input::term("element", element_terms[index(element.kind)]))
        .with(Input::won("whole", won))
        .with(Input::won("price", line.price))
        .with(Input::won("prices", total_price_));
  }

  void value(LineWork& line) {
    for (const auto& element : line.line->elements) {
      const auto won = work_.won(element.amount, &line, "elements");
      if (!won) return;
      const auto treated = treatment(element);
      note(rule_of(treated.effect), line.line->number, treated, element, *won);
      apply(line, element, treated.effect, *won);
    }
    if (line.line->valuation && !line.line->valuation->grounds.empty())
      return other_methods(line, *line.line->valuation);
    if (line.line->valuation && line.line->valuation->related) {
      const auto& grounds = work_.terms.grounds.on(work_.day);
      work_.step(Rule::related_without_influence, line.line->number, grounds,
                 grounds.value[static_cast<std::size_t>(Ground::relationship)]);
    }
    if (line.added > highest_won - line.price) return too_large(line);
    const auto value = line.price + line.added - line.deducted;
    if (value < 0) {
      work_.refuse_line(line, Refusal::customs_value_is_negative, "elements", std::to_string(value));
      return;
    }
    settle(line, 1, value);
  }

  void too_large(LineWork& line) {
    work_.refuse_line(line, Refusal::amount_is_out_of_range, "price", line.line->price.text());
  }

  void settle(LineWork& line, std::uint8_t method, std::int64_t value) {
    line.customs_value = cut(value, value_unit_.value);
    line.transport = std::min(line.transport, line.customs_value);
    line.answer.customs_value = line.customs_value;
    line.answer.method = method;
    auto& step = work_.step(Rule::customs_value, line.line->number, methods_, methods_.value[method - 1U])
                     .of(line.customs_value)
                     .with(Input::term("method", method_terms[method]));
    if (method == 1) {
      step.with(Input::won("price", line.price))
          .with(Input::won("added", line.added))
          .with(Input::won("deducted", line.deducted));
    }
  }

  // --- methods 2 to 6

  void other_methods(LineWork& line, const Valuation& valuation) {
    const auto& grounds = work_.terms.grounds.on(work_.day);
    for (const auto ground : valuation.grounds) {
      work_.step(Rule::method_refused, line.line->number, grounds, grounds.value[static_cast<std::size_t>(ground)])
          .with(Input::term("ground", ground_terms[static_cast<std::size_t>(ground)]));
    }
    line.transport = 0;  // of another method the price says nothing
    const std::array<std::uint8_t, 5> order = valuation.computed_before_deductive
                                                  ? std::array<std::uint8_t, 5>{2, 3, 5, 4, 6}
                                                  : std::array<std::uint8_t, 5>{2, 3, 4, 5, 6};
    for (const auto method : order) {
      const auto value = by_method(method, line, valuation);
      if (!line.ok) return;
      if (value) {
        if (*value > highest_won) return too_large(line);
        if (*value < 0) {
          work_.refuse_line(line, Refusal::customs_value_is_negative, "valuation", std::to_string(*value));
          return;
        }
        return settle(line, method, *value);
      }
      work_.step(Rule::method_lacks_evidence, line.line->number, methods_, methods_.value[method - 1U])
          .with(Input::term("method", method_terms[method]));
    }
    work_.refuse_line(line, Refusal::no_method_of_valuation_has_its_evidence, "valuation", "",
                      "identical, similar, deductive, computed, reasonable");
  }

  std::optional<std::int64_t> by_method(std::uint8_t method, LineWork& line, const Valuation& valuation) {
    switch (method) {
      case 2: return comparable(line, valuation, valuation.identical, "valuation.identical");
      case 3: return comparable(line, valuation, valuation.similar, "valuation.similar");
      case 4: return valuation.deductive ? deductive(line, *valuation.deductive) : std::nullopt;
      case 5: return valuation.computed ? computed(line, *valuation.computed) : std::nullopt;
      default: return valuation.reasonable ? reasonable(line, *valuation.reasonable) : std::nullopt;
    }
  }

  /// Decree 25: shipped within the period around the shipment of the goods; those of the same producer first, of
  /// several the lowest.
  std::optional<std::int64_t> comparable(LineWork& line, const Valuation& valuation,
                                         const std::vector<Comparable>& comparables, std::string_view field) {
    if (comparables.empty()) return std::nullopt;
    const auto& law = work_.terms.law.kr.assessment.value;
    const auto& period = (valuation.seasonal ? law.identical_days_seasonal : law.identical_days).on(work_.day);
    if (!valuation.shipped_on) {
      work_.refuse_line(line, Refusal::value_is_missing, "valuation.shipped_on", "");
      return std::nullopt;
    }
    const Comparable* best = nullptr;
    std::int64_t best_won = 0;
    for (const auto& candidate : comparables) {
      const auto apart = std::abs(std::int64_t{candidate.shipped_on.days()} - valuation.shipped_on->days());
      if (apart > period.value) continue;
      auto unit = work_.won(candidate.unit_value, &line, field);
      if (!unit) return std::nullopt;
      if (!candidate.adjustment.currency.empty()) {
        const auto adjustment = work_.won(candidate.adjustment, &line, field);
        if (!adjustment) return std::nullopt;
        *unit += *adjustment;
      }
      const bool better = best == nullptr || (candidate.same_producer && !best->same_producer) ||
                          (candidate.same_producer == best->same_producer && *unit < best_won);
      if (better) best = &candidate, best_won = *unit;
    }
    if (best == nullptr) return std::nullopt;
    if (best_won < 0) return best_won;
    const auto value = scaled(best_won, line.line->quantity.micro(), Decimal::one);
    if (!value) return too_large(line), std::nullopt;
    work_.step(Rule::comparable, line.line->number)
        .by(period)
        .of(*value)
        .with(Input::won("unit_value", best_won))
        .with(Input::decimal("quantity", line.line->quantity))
        .with(Input::day("shipped_on", best->shipped_on))
        .with(Input::count("days", period.value));
    return value;
  }

  std::optional<std::int64_t> deductive(LineWork& line, const DomesticSale& sale) {
    const auto& period = work_.terms.law.kr.assessment.value.deductive_days.on(work_.day);
    if (sale.sold_on > work_.day.plus_days(static_cast<std::int32_t>(period.value))) {
      work_.refuse_claim(line, Refusal::evidence_is_not_acceptable, "valuation.deductive.sold_on", sale.sold_on.text(),
                         "<= " + work_.day.plus_days(static_cast<std::int32_t>(period.value)).text());
      return std::nullopt;
    }
    Wide unit = Wide{sale.unit_price.micro()};
    for (const auto deduction : {sale.profit_and_expenses, sale.transport, sale.taxes, sale.value_added_in_korea})
      unit -= deduction.micro();
    if (unit < 0) return -1;
    const auto value = product_won(Decimal::micro(static_cast<std::int64_t>(unit)), line.line->quantity);
    if (!value) return too_large(line), std::nullopt;
    work_.step(Rule::domestic_sale, line.line->number)
        .by(period)
        .of(*value)
        .with(Input::decimal("unit_price", sale.unit_price))
        .with(Input::decimal("profit_and_expenses", sale.profit_and_expenses))
        .with(Input::decimal("transport", sale.transport))
        .with(Input::decimal("taxes", sale.taxes))
        .with(Input::decimal("quantity", line.line->quantity));
    return value;
  }

  std::optional<std::int64_t> computed(LineWork& line, const Production& production) {
    const auto materials = work_.won(production.materials_and_processing, &line, "valuation.computed");
    if (!materials) return std::nullopt;
    const auto profit = work_.won(production.profit_and_expenses, &line, "valuation.computed");
    if (!profit) return std::nullopt;
    const auto transport = work_.won(production.transport, &line, "valuation.computed");
    if (!transport) return std::nullopt;
    const auto value = *materials + *profit + *transport;
    line.transport = *transport;
    work_.step(Rule::production, line.line->number, methods_, methods_.value[4])
        .of(value)
        .with(Input::won("materials_and_processing", *materials))
        .with(Input::won("profit_and_expenses", *profit))
        .with(Input::won("transport", *transport));
    return value;
  }

  std::optional<std::int64_t> reasonable(LineWork& line, const Reasonable& reasonable) {
    const auto& forbidden = work_.terms.law.kr.assessment.value.forbidden_bases.on(work_.day);
    const auto basis = reasonable_basis_names[static_cast<std::size_t>(reasonable.basis)];
    if (forbidden.value.find("basis", basis)) {
      work_.refuse_claim(line, Refusal::evidence_is_not_acceptable, "valuation.reasonable.basis", basis,
                         forbidden.cite);
      return std::nullopt;
    }
    const auto value = work_.won(reasonable.value, &line, "valuation.reasonable");
    if (!value) return std::nullopt;
    work_.step(Rule::reasonable, line.line->number, methods_, methods_.value[5])
        .of(*value)
        .with(Input::term("basis", basis_terms[static_cast<std::size_t>(reasonable.basis)]))
        .with(Input::decimal("amount", reasonable.value.value))
        .with(Input::word("currency", reasonable.value.currency));
    return value;
  }

  Work& work_;
  const Dated<ElementRules>& elements_;
  const Dated<MethodRules>& methods_;
  const law::Value<std::int64_t>& value_unit_;
  TermRule term_;
  bool parcel_freight_ = false;
  std::int64_t total_price_ = 0;
};

}  // namespace

void find_customs_values(Work& work) { CustomsValues(work).run(); }

}  // namespace clearway::assessment
