#include "clearance/tables.h"

#include <algorithm>
#include <stdexcept>

#include "law/parameters.h"  // generated

namespace clearway::clearance {
namespace {

using declaration::Field;
using declaration::Procedure;
using law::Check;

std::uint8_t slot_of(Field field) {
  const auto index = static_cast<std::size_t>(field);
  return static_cast<std::uint8_t>(declaration::is_item_field(field) ? index - declaration::header_field_count : index);
}

/// Lists and patterns are not dated by declaration: the newest holds. What changes the outcome of a case by date
/// (limits, periods) is asked for the day of the declaration.
template <class T>
const T& newest(const law::Dated<T>& dated) {
  return dated.all().back().value;
}

Pattern pattern_of(const law::Dated<std::string>& dated) {
  auto pattern = Pattern::compile(newest(dated));
  if (!pattern) throw std::logic_error("a pattern of the law that cannot be read: " + newest(dated));
  return *pattern;
}

template <std::size_t N>
void read_weights(const law::Dated<std::vector<std::int64_t>>& dated, std::array<std::uint8_t, N>& weights) {
  const auto& values = newest(dated);
  if (values.size() != N) throw std::logic_error("check digit: expected " + std::to_string(N) + " weights");
  for (std::size_t i = 0; i < N; ++i) weights[i] = static_cast<std::uint8_t>(values[i]);
}

void set_chapter(std::bitset<100>& chapters, const std::string& text, bool value) {
  const auto chapter = std::stoul(text);
  if (chapter >= chapters.size()) throw std::logic_error("no chapter of the tariff: " + text);
  chapters.set(chapter, value);
}

/// The reading that a check brings with it, in place of the format.
std::optional<Reading> reading_of(Check check) {
  switch (check) {
    case Check::country: return Reading::country;
    case Check::foreign_country: return Reading::foreign_country;
    case Check::currency: return Reading::currency;
    case Check::korean_port: return Reading::port;
    case Check::customs_office: return Reading::office;
    case Check::tariff_code: return Reading::tariff;
    case Check::yes_no: return Reading::yes_no;
    case Check::none:
    case Check::cargo_number:
    case Check::container_number:
    case Check::declarant_code:
    case Check::declaration_number:
    case Check::denied_party:
    case Check::description:
    case Check::not_before_declaration:
    case Check::not_negative:
    case Check::party_identifier:
    case Check::positive:
    case Check::trader_code:
    case Check::transport_document: return std::nullopt;
  }
  return std::nullopt;
}

Reading reading_of(const law::Format& format) {
  using Kind = law::Format::Kind;
  switch (format.kind) {
    case Kind::letters: return Reading::letters;
    case Kind::digits: return Reading::digits;
    case Kind::any: return format.min_length > 1 ? Reading::fixed_text : Reading::text;
    case Kind::number: return Reading::number;
    case Kind::date: return Reading::date;
  }
  return Reading::text;
}

}  // namespace

ValidationTables::ValidationTables(const law::Law& law_, const law::ElementCatalogue& catalogue_,
                                   const declaration::ExchangeRates& rates_, const Messages& messages_)
    : law(law_), catalogue(catalogue_), rates(rates_), messages(messages_) {
  read_codes();
  read_identifiers();
  read_lists();
  for (std::size_t i = 0; i < declaration::procedure_count; ++i) compile(static_cast<Procedure>(i));
}

void ValidationTables::read_codes() {
  for (const auto& entry : law.codes().countries.entries()) countries.set(letters_index(entry.code, 2));
  for (const auto& entry : law.codes().currencies.entries()) currencies.set(letters_index(entry.code, 3));
  for (const auto& entry : law.codes().customs_offices.entries()) offices.set(std::stoul(entry.code));
  for (const auto& entry : law.codes().korean_ports.entries()) ports.push_back(code_key(entry.code));
  countries.reset(no_letters);
  currencies.reset(no_letters);
  std::sort(ports.begin(), ports.end());
}

void ValidationTables::read_identifiers() {
  read_weights(law.kr.id.brn.weights, business_weights);
  read_weights(law.kr.id.s10.weights, postal_weights);
  personal_code = pattern_of(law.kr.id.pccc.pattern);
  trader_code = pattern_of(law.kr.id.trader.pattern);
  declaration_number = pattern_of(law.kr.id.declaration_number.pattern);
  cargo_number = pattern_of(law.kr.id.cargo.pattern);
}

void ValidationTables::read_lists() {
  vague_words = VagueWords(newest(law.kr.export_.description.vague_words));
  denied_parties = NameList(newest(law.kr.export_.denied_parties));
  const auto& goods = newest(law.kr.export_.confirmed_goods);
  std::vector<std::string> prefixes;
  for (std::size_t row = 0; row < goods.size(); ++row) prefixes.push_back(goods.text(row, "prefix"));
  confirmed_goods = TariffList(prefixes);
  letter_of_credit_methods = CodeSet(newest(law.kr.export_.payment.letter_of_credit));
  if (const auto* terms = catalogue.find(Procedure::formal, Field::trade_terms)) {
    std::vector<std::string> codes_known;
    for (const auto& code : terms->codes) codes_known.push_back(code.code);
    known_terms = CodeSet(codes_known);
  }
  freight_terms = CodeSet(newest(law.kr.export_.terms.freight_required));
  insurance_terms = CodeSet(newest(law.kr.export_.terms.insurance_required));
  const auto last = static_cast<std::size_t>(newest(law.kr.tariff.last_chapter));
  for (std::size_t i = 1; i <= last && i < chapters.size(); ++i) chapters.set(i);
  for (const auto& text : newest(law.kr.tariff.reserved_chapters)) set_chapter(chapters, text, false);
  for (const auto& text : newest(law.kr.export_.composition.chapters)) set_chapter(composition_chapters, text, true);
}

FieldCheck ValidationTables::compile(const law::FieldRule& rule) {
  FieldCheck check;
  check.slot = slot_of(rule.field);
  check.field = rule.field;
  check.check = rule.check;
  check.required = rule.obligation == law::Obligation::mandatory;
  check.assigned_date = rule.field == Field::declaration_date;
  check.least = rule.format.min_length;
  check.most = rule.format.max_length;
  check.decimals = rule.format.decimals;
  check.reading = reading_of(rule.format);
  if (const auto special = reading_of(rule.check)) {
    check.reading = *special;
    check.check = Check::none;
  }
  if (!rule.codes.empty()) {
    check.reading = Reading::codes;
    check.codes_from = static_cast<std::uint16_t>(codes.size());
    for (const auto& code : rule.codes) codes.push_back(code_key(code.code));
    check.codes_to = static_cast<std::uint16_t>(codes.size());
  }
  return check;
}

void ValidationTables::compile(Procedure procedure) {
  auto& table = procedures[static_cast<std::size_t>(procedure)];
  std::bitset<declaration::field_count> known;
  const auto add = [&](const law::FieldRule& rule) {
    known.set(static_cast<std::size_t>(rule.field));
    (declaration::is_item_field(rule.field) ? table.item : table.header).push_back(compile(rule));
    if (rule.check == Check::not_before_declaration) table.not_before.push_back(rule.field);
  };
  for (const auto& rule : catalogue.fields(procedure)) add(rule);
  for (const auto& rule : catalogue.statements()) {
    if (!known[static_cast<std::size_t>(rule.field)]) add(rule);
  }
  for (std::size_t i = 0; i < declaration::field_count; ++i) {
    if (!known[i]) table.absent.push_back(static_cast<Field>(i));
  }
}

}  // namespace clearway::clearance
