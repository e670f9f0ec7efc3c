#include "clearance/validator.h"

#include <algorithm>

#include "base/hash.h"
#include "clearance/sentence.h"
#include "clearance/tables.h"
#include "law/parameters.h"  // generated

namespace clearway::clearance {
namespace {

using declaration::Declaration;
using declaration::Facts;
using declaration::normalised_hash;
using F = declaration::Field;
using declaration::Procedure;

std::uint32_t hs6_of(std::string_view tariff_code) {
  if (tariff_code.size() < 6) return 0;
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 6; ++i) {
    const auto digit = static_cast<unsigned char>(tariff_code[i] - '0');
    if (digit > 9) return 0;
    value = value * 10 + digit;
  }
  return value;
}

std::int64_t grams(Decimal kilograms) { return kilograms.micro() / 1000; }

std::int64_t weight_of(const Declaration& declaration) {
  if (declaration.procedure != Procedure::import_) {
    const auto gross = declaration.number(F::gross_weight);
    return gross && *gross > Decimal() ? grams(*gross) : 0;
  }
  std::int64_t total = 0;
  for (std::size_t i = 0; i < declaration.item_count; ++i) {
    const auto net = declaration.number(F::net_weight, i);
    if (net && *net > Decimal()) total += grams(*net);
  }
  return total;
}

/// What the sender says in place of a manufacturer he does not know names nobody.
bool names_somebody(const law::Law& law, std::string_view manufacturer) {
  const auto& unknown = law.kr.export_.unknown_manufacturer.all().back().value;
  return std::find(unknown.begin(), unknown.end(), manufacturer) == unknown.end();
}

void parties_of_export(const law::Law& law, const Declaration& declaration, Facts& facts) {
  const auto text = [&](F field) { return declaration.text(field); };
  facts.exporter = identity_hash(identify_trader(declaration));
  facts.exporter_phone = normalised_hash(text(F::exporter_phone));
  facts.consignee = normalised_hash(text(F::consignee_name), text(F::destination_country));
  facts.consignee_address = normalised_hash(text(F::consignee_address), text(F::destination_country));
  if (text(F::consignee_name).empty()) facts.consignee = 0;
  if (text(F::consignee_address).empty()) facts.consignee_address = 0;
  const auto manufacturer = text(F::manufacturer_name);
  if (!manufacturer.empty() && names_somebody(law, manufacturer)) facts.manufacturer = normalised_hash(manufacturer);
  facts.route = normalised_hash(text(F::port_of_loading), text(F::destination_country));
}

void parties_of_import(const Declaration& declaration, Facts& facts) {
  const auto text = [&](F field) { return declaration.text(field); };
  facts.exporter = identity_hash(identify_trader(declaration));
  facts.consignee = normalised_hash(text(F::seller_code));
  facts.route = normalised_hash(text(F::departure_country), declaration.text(F::origin_country));
}

std::string with_thousands(std::string_view digits) {
  std::string out;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) out.push_back(',');
    out.push_back(digits[i]);
  }
  return out;
}

/// Amounts of won are easier to read with separators; every other value stays as it is.
std::string shown(std::string_view text, bool amount) {
  const bool digits =
      !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  return amount && digits ? with_thousands(text) : std::string(text);
}

bool is_value_limit(Rule rule) { return rule == Rule::v3_value_limit || rule == Rule::v4_value_limit; }

}  // namespace

Validator::Validator(const law::Law& law, const law::ElementCatalogue& catalogue,
                     const declaration::ExchangeRates& rates, const Messages& messages)
    : tables_(std::make_unique<const ValidationTables>(law, catalogue, rates, messages)) {}
Validator::~Validator() = default;
Validator::Validator(Validator&&) noexcept = default;

void Validator::validate(Declaration& declaration, std::vector<Finding>& findings) const {
  Run run(*tables_, declaration, findings);
  run.values();
  run.between();
}

Facts Validator::derive(const Declaration& declaration) const {
  Facts facts;
  facts.declared_on = Date::from_days(declaration.day(F::declaration_date).value_or(0));
  const auto value = value_in_won(declaration, tables_->rates).krw;
  facts.value_known = value && *value > 0;
  facts.value_krw = facts.value_known ? *value : 0;
  facts.weight_grams = weight_of(declaration);
  facts.hs6 = hs6_of(declaration.text(F::tariff_code));
  facts.product = facts.hs6 != 0 ? mix(facts.hs6) : normalised_hash(declaration.text(F::goods_description));
  facts.filer = normalised_hash(declaration.text(F::declarant_code));
  if (declaration.procedure == Procedure::import_) {
    parties_of_import(declaration, facts);
  } else {
    parties_of_export(tables_->law, declaration, facts);
  }
  set_repeat_keys(declaration, facts);
  return facts;
}

RenderedFinding Validator::render(const Finding& finding, Procedure procedure, Language language) const {
  const auto rule = find_rule(finding.rule);
  if (!rule) throw std::logic_error("no rule '" + std::string(finding.rule) + "'");
  const auto& entry = info(*rule);
  const auto* element = tables_->catalogue.find(procedure, finding.field);
  const bool amount = is_value_limit(*rule);
  const Places places = {
      {"field", tables_->catalogue.label(finding.field).in(language)},
      {"name", std::string(declaration::name(finding.field))},
      {"value", finding.value},
      {"expected", shown(finding.expected, amount)},
      {"detail", shown(finding.detail, amount)},
      {"item", std::to_string(finding.item + 1)},
      {"procedure", tables_->messages.text("procedure.name." + std::string(declaration::name(procedure)), language)},
  };
  const std::string key = "finding." + std::string(entry.id);
  const std::string_view fix =
      finding.expected.empty() && tables_->messages.find(key + ".fix_open") ? ".fix_open" : ".fix";
  RenderedFinding out;
  out.element = element != nullptr ? element->element : std::string();
  out.field = declaration::name(finding.field);
  out.value = finding.value;
  out.rule = entry.id;
  out.text = tables_->messages.text(key + ".text", language, places);
  out.fix = tables_->messages.text(key + std::string(fix), language, places);
  const bool own_source = !entry.cite.empty();
  out.cite = own_source           ? std::string(entry.cite)
             : element != nullptr ? element->cite
                                  : std::string("export-notice-annex");
  out.severity = finding.severity == Severity::error ? "error" : "warning";
  out.item = finding.item + 1U;
  out.grade = law::name(own_source || element == nullptr ? entry.grade : element->grade);
  return out;
}

bool has_error(const std::vector<Finding>& findings) {
  return std::any_of(findings.begin(), findings.end(), [](const Finding& f) { return f.severity == Severity::error; });
}

}  // namespace clearway::clearance
