// The rules between fields: V1 to V6 and the conditional obligations of the reference.
#include <algorithm>

#include "clearance/procedure.h"
#include "clearance/tables.h"
#include "law/parameters.h"  // generated

namespace clearway::clearance {
namespace {

__extension__ using Wide = __int128;
using F = declaration::Field;
using declaration::Procedure;

bool is_among(const std::vector<std::string>& list, std::string_view text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

std::string text_of(Wide micro) {
  constexpr Wide top = 9'000'000'000'000'000'000LL;
  return micro > top || micro < -top ? std::string("> 9000000000000")
                                     : Decimal::micro(static_cast<std::int64_t>(micro)).text();
}

/// One unit of the last digit that was written: "12.50" -> 0.01.
std::int64_t last_digit(std::string_view text) {
  const auto point = text.find('.');
  std::int64_t unit = Decimal::one;
  if (point == std::string_view::npos) return unit;
  for (std::size_t places = text.size() - point - 1; places > 0 && unit > 1; --places) unit /= 10;
  return unit;
}

Wide magnitude(Wide value) { return value < 0 ? -value : value; }

/// The sum of a number over all items; nothing where one of them has none.
std::optional<Wide> sum(const declaration::Declaration& declaration, F field) {
  Wide total = 0;
  for (std::size_t i = 0; i < declaration.item_count; ++i) {
    const auto number = declaration.number(field, i);
    if (!number) return std::nullopt;
    total += number->micro();
  }
  return declaration.item_count == 0 ? std::nullopt : std::optional(total);
}

}  // namespace

ValueInWon value_in_won(const declaration::Declaration& declaration, const declaration::ExchangeRates& rates) {
  if (declaration.procedure == Procedure::import_) {
    const auto total = sum(declaration, F::item_price_krw);
    if (!total) return {};
    return {static_cast<std::int64_t>(*total / Decimal::one), false};
  }
  if (declaration.procedure != Procedure::manifest) {
    const auto total = declaration.number(F::total_fob_krw);
    if (!total) return {};
    return {total->floor_whole(), false};
  }
  const auto value = declaration.number(F::fob_value);
  const auto day = declaration.day(F::declaration_date);
  const auto currency = declaration.text(F::fob_currency);
  if (!value || !day || currency.empty()) return {};
  const auto date = Date::from_days(*day);
  if (const auto won = rates.to_won(*value, currency, date)) return {*won, false};
  return {std::nullopt, !rates.won_per_unit(currency, date)};
}

std::optional<Date> Run::day(Field field) const {
  const auto days = declaration_.day(field);
  return days ? std::optional(Date::from_days(*days)) : std::nullopt;
}

bool Run::permit_declared(std::size_t item) const {
  return given(F::permit_number, item) || given(F::permit_type, item) || says_yes(F::permit_applies, item);
}

void Run::between() {
  declared_on_ = day(F::declaration_date);
  switch (declaration_.procedure) {
    case Procedure::formal:
      exports();
      goods();
      break;
    case Procedure::simplified:
      exports();
      simplified_only();
      break;
    case Procedure::manifest: manifest_only(); break;
    case Procedure::import_: break;
  }
  order_of_dates();
}

void Run::exports() {
  totals();
  lines();
  settlement();
  payment_and_terms();
  kind_and_transport();
  drawback();
  loading_deadline();
}

void Run::order_of_dates() {
  const auto declared = declared_on_;
  if (!declared) return;
  const auto& table = tables_.procedures[static_cast<std::size_t>(declaration_.procedure)];
  for (const auto field : table.not_before) {
    const auto date = day(field);
    if (date && *date < *declared) add(Rule::check_not_before_declaration, field, 0, declared->text());
  }
}

/// V1: the total is the sum of the items, the gross weight at least the sum of the net weights.
void Run::totals() {
  if (const auto total = declaration_.number(F::total_fob_krw)) {
    const auto items = sum(declaration_, F::item_fob_krw);
    if (items && *items != total->micro()) add(Rule::v1_total_value, F::total_fob_krw, 0, text_of(*items));
  }
  if (const auto gross = declaration_.number(F::gross_weight)) {
    const auto net = sum(declaration_, F::net_weight);
    if (net && *net > gross->micro()) add(Rule::v1_weight, F::gross_weight, 0, text_of(*net));
  }
  if (const auto invoice = declaration_.number(F::invoice_amount)) {
    const auto amounts = sum(declaration_, F::line_amount);
    if (amounts && magnitude(*amounts - invoice->micro()) > last_digit(text(F::invoice_amount))) {
      add(Rule::v1_invoice_total, F::invoice_amount, 0, text_of(*amounts));
    }
  }
}

/// V1: quantity times unit price is the line amount, within one unit of its last digit. V6: many lines go to an
/// attachment.
void Run::lines() {
  for (std::size_t i = 0; i < declaration_.item_count; ++i) {
    const auto quantity = declaration_.number(F::quantity, i);
    const auto price = declaration_.number(F::unit_price, i);
    const auto amount = declaration_.number(F::line_amount, i);
    if (!quantity || !price || !amount) continue;
    const Wide product = static_cast<Wide>(quantity->micro()) * price->micro();
    const Wide declared = static_cast<Wide>(amount->micro()) * Decimal::one;
    const Wide tolerance = static_cast<Wide>(last_digit(text(F::line_amount, i))) * Decimal::one;
    if (magnitude(product - declared) > tolerance) {
      add(Rule::v1_line_amount, F::line_amount, i, text_of(product / Decimal::one));
    }
  }
  const auto on = declared_on_.value_or(Date());
  const auto most = tables_.law.kr.export_.specification.lines_max.on(on).value;
  if (declaration_.item_count > static_cast<std::size_t>(most)) {
    add(Rule::v6_specification_lines, F::model_specification, static_cast<std::size_t>(most), std::to_string(most),
        std::to_string(declaration_.item_count));
  }
}

/// V2: the value in won follows from the settlement amount, the rate of the week and the terms (Decree 246(3)1).
void Run::settlement() {
  const auto declared = declaration_.number(F::total_fob_krw);
  const auto amount = declaration_.number(F::invoice_amount);
  const auto on = declared_on_;
  const auto terms = text(F::trade_terms);
  if (!declared || !amount || !on || !tables_.known_terms.contains(terms)) return;
  const auto won = tables_.rates.to_won(*amount, text(F::currency), *on);
  if (!won) return;
  Wide expected = static_cast<Wide>(*won) * Decimal::one;
  if (tables_.freight_terms.contains(terms))
    expected -= declaration_.number(F::freight_krw).value_or(Decimal()).micro();
  const bool insured = tables_.insurance_terms.contains(terms) || tables_.freight_terms.contains(terms);
  if (insured) expected -= declaration_.number(F::insurance_krw).value_or(Decimal()).micro();
  const Wide gap = declared->micro() - expected;
  const Wide tolerance =
      magnitude(expected) / Decimal::one * tables_.law.kr.export_.settlement.tolerance.on(*on).value.micro() +
      Decimal::one;
  // From the works the way to the port is added, delivered duty paid the duties there are contained: one side is open.
  const bool may_be_more = terms == "EXW", may_be_less = terms == "DDP";
  if ((gap > tolerance && !may_be_more) || (gap < -tolerance && !may_be_less)) {
    add(Rule::v2_settlement, F::total_fob_krw, 0, text_of(expected / Decimal::one * Decimal::one));
  }
}

void Run::payment_and_terms() {
  const auto terms = text(F::trade_terms);
  manufacturer();
  need(tables_.letter_of_credit_methods.contains(text(F::payment_method)), Rule::conditional_letter_of_credit,
       F::letter_of_credit_number);
  need(tables_.freight_terms.contains(terms), Rule::conditional_freight, F::freight_krw);
  need(tables_.insurance_terms.contains(terms), Rule::conditional_insurance, F::insurance_krw);
}

/// Class A says that who exports, or exports for others, also made the goods.
void Run::manufacturer() {
  if (text(F::exporter_class) != "A" || !given(F::manufacturer_name)) return;
  const auto exporter = given(F::agent_name) ? text(F::agent_name) : text(F::exporter_name);
  const auto maker = text(F::manufacturer_name);
  if (maker == exporter || declaration::normalised_hash(maker) == declaration::normalised_hash(exporter)) return;
  add(Rule::conditional_manufacturer, F::manufacturer_name, 0, std::string(exporter));
}

void Run::kind_and_transport() {
  const auto kind = text(F::export_kind);
  const bool is_return = kind == "R";
  need(is_return, Rule::conditional_return_reason, F::return_reason);
  need(is_return, Rule::conditional_import_cargo, F::import_cargo_number);
  if (!is_return && !kind.empty() && given(F::return_reason)) {
    add(Rule::conditional_return_reason_without_return, F::return_reason);
  }
  const bool from_import = kind == "D" || says_yes(F::contract_mismatch) || says_yes(F::re_export_condition);
  for (std::size_t i = 0; i < declaration_.item_count; ++i) {
    need(from_import, Rule::conditional_prior_import, F::prior_import_declaration, i);
  }
  need(says_yes(F::container_stuffed), Rule::conditional_container, F::container_number);
  const bool bonded =
      given(F::bonded_transport_declarant) || given(F::bonded_transport_from) || given(F::bonded_transport_to);
  if (!bonded) return;
  need(true, Rule::conditional_bonded_transport, F::bonded_transport_declarant);
  need(true, Rule::conditional_bonded_transport, F::bonded_transport_from);
  need(true, Rule::conditional_bonded_transport, F::bonded_transport_to);
  const auto from = day(F::bonded_transport_from), to = day(F::bonded_transport_to);
  if (from && to && *to < *from) add(Rule::conditional_bonded_transport_order, F::bonded_transport_to, 0, from->text());
}

/// Formal only: permits (Act 226), composition, filing on paper.
void Run::goods() {
  bool permit = false;
  for (std::size_t i = 0; i < declaration_.item_count; ++i) {
    const auto code = text(F::tariff_code, i);
    permit = permit || permit_declared(i);
    const bool explained_away = text(F::permit_applies, i) == "N" && given(F::permit_reason, i);
    const auto listed = tables_.confirmed_goods.find(code);
    if (!listed.empty() && !given(F::permit_number, i) && !explained_away) {
      add(Rule::conditional_permit, F::permit_number, i, {}, std::string(listed));
    }
    if (code.size() < 2 || given(F::composition, i)) continue;
    const auto chapter = static_cast<std::size_t>((code[0] - '0') * 10 + (code[1] - '0'));
    if (chapter < 100 && tables_.composition_chapters[chapter]) {
      add(Rule::conditional_composition, F::composition, i, {}, std::string(code.substr(0, 2)));
    }
  }
  const bool on_paper = permit || says_yes(F::contract_mismatch) || says_yes(F::re_export_condition);
  if (on_paper && given(F::declaration_category) && text(F::declaration_category) != "P") {
    add(Rule::conditional_paper_submission, F::declaration_category, 0, "P");
  }
}

void Run::drawback() {
  if (given(F::wants) && Wants::parse(text(F::wants)).has(Want::drawback)) {
    need(true, Rule::conditional_drawback_applicant, F::drawback_applicant);
  }
}

void Run::value_limit(Rule rule, Field field, std::optional<std::int64_t> value_krw,
                      const law::Dated<std::int64_t>& limit) {
  const auto on = declared_on_;
  if (!on || !value_krw) return;
  const auto most = limit.on(*on).value;
  if (*value_krw > most) add(rule, field, 0, std::to_string(most), std::to_string(*value_krw));
}

/// Export Notice 7(2), 36(1): what must be declared formally.
void Run::exclusions(Rule permit, Rule confirmed, Rule contract_mismatch, Rule re_export) {
  for (std::size_t i = 0; i < declaration_.item_count; ++i) {
    if (permit_declared(i)) add(permit, given(F::permit_number, i) ? F::permit_number : F::permit_applies, i);
    const auto listed = tables_.confirmed_goods.find(text(F::tariff_code, i));
    if (!listed.empty()) add(confirmed, F::tariff_code, i, {}, std::string(listed));
  }
  if (says_yes(F::contract_mismatch)) add(contract_mismatch, F::contract_mismatch);
  if (says_yes(F::re_export_condition)) add(re_export, F::re_export_condition);
}

void Run::simplified_only() {
  const auto on = declared_on_.value_or(Date());
  const auto& type = tables_.law.kr.export_.ecommerce.transaction_type.on(on).value;
  if (given(F::transaction_type) && text(F::transaction_type) != type) {
    add(Rule::v3_transaction_type, F::transaction_type, 0, type);
  }
  value_limit(Rule::v3_value_limit, F::total_fob_krw, value_in_won(declaration_, tables_.rates).krw,
              tables_.law.kr.export_.simplified.max_fob);
  exclusions(Rule::v3_permit, Rule::v3_confirmed_goods, Rule::v3_contract_mismatch, Rule::v3_re_export);
}

void Run::manifest_only() {
  const auto value = value_in_won(declaration_, tables_.rates);
  const bool currency_is_known = tables_.currencies[letters_index(text(F::fob_currency), 3)];
  if (value.no_rate && currency_is_known) {
    const auto week = declaration::ExchangeRates::week_of(*declared_on_);
    add(Rule::value_no_rate, F::fob_currency, 0, {}, week.text());
  }
  const auto& special = tables_.law.kr.export_.manifest.special_categories.on(declared_on_.value_or(Date()));
  if (!given(F::special_category) || !is_among(special.value, text(F::special_category))) {
    value_limit(Rule::v4_value_limit, F::fob_value, value.krw, tables_.law.kr.export_.manifest.max_fob);
  }
  if (given(F::drawback_applicant)) {
    add(Rule::v4_drawback, F::drawback_applicant);
  } else if (given(F::wants) && Wants::parse(text(F::wants)).has(Want::drawback)) {
    add(Rule::v4_drawback, F::wants);
  }
  exclusions(Rule::v4_permit, Rule::v4_confirmed_goods, Rule::v4_contract_mismatch, Rule::v4_re_export);
}

/// V5: the loading deadline is the acceptance plus the loading period, longer only by extension.
void Run::loading_deadline() {
  const auto accepted = day(F::acceptance_date), deadline = day(F::loading_deadline);
  if (!accepted || !deadline) return;
  const auto& loading = tables_.law.kr.export_.loading;
  const auto regular = accepted->plus_days(static_cast<std::int32_t>(loading.days.on(*accepted).value));
  const auto most = accepted->plus_years(static_cast<int>(loading.extension_max.on(*accepted).value));
  if (*deadline > most) {
    add(Rule::v5_loading_maximum, F::loading_deadline, 0, most.text());
  } else if (*deadline != regular) {
    add(Rule::v5_loading_deadline, F::loading_deadline, 0, regular.text());
  }
}

void Run::statements() {
  const auto wanted = text(F::wants);
  if (!wanted.empty()) {
    std::string_view unknown;
    Wants::parse(wanted, &unknown);
    if (!unknown.empty()) {
      std::string expected;
      for (const auto name : want_names) expected += (expected.empty() ? "" : ", ") + std::string(name);
      add(Rule::code_unknown, F::wants, 0, expected);
    }
  }
  const auto special = text(F::special_category);
  if (!special.empty() && !parse_special_category(special)) {
    std::string expected;
    for (std::size_t i = 1; i < special_category_names.size(); ++i) {
      expected += (expected.empty() ? "" : ", ") + std::string(special_category_names[i]);
    }
    add(Rule::code_unknown, F::special_category, 0, expected);
  }
}

}  // namespace clearway::clearance
