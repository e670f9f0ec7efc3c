// Every field by itself: obligation, format, code and check.
#include <algorithm>

#include "clearance/tables.h"

namespace clearway::clearance {
namespace {

using declaration::Field;
using law::Check;

constexpr auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
constexpr auto is_letter = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); };
constexpr auto is_capital_or_digit = [](char c) { return (c >= 'A' && c <= 'Z') || is_digit(c); };

template <class Predicate>
inline bool all(std::string_view text, Predicate holds) {
  bool every = true;
  for (const char c : text) every &= holds(c);
  return every;
}

bool is_blank(std::string_view text) {
  return text.front() == ' ' && text.find_first_not_of(' ') == std::string_view::npos;
}

/// Characters as code points.
std::size_t length_of(std::string_view text) {
  std::size_t count = 0;
  for (const char c : text) count += (static_cast<unsigned char>(c) & 0xC0) != 0x80 ? 1 : 0;
  return count;
}

template <std::size_t N>
std::size_t total_length(const std::array<std::string_view, N>& texts) {
  std::size_t even = 0, odd = 0;  // two sums at once
  for (std::size_t i = 0; i + 1 < N; i += 2) {
    even += texts[i].size();
    odd += texts[i + 1].size();
  }
  return even + odd + (N % 2 == 1 ? texts[N - 1].size() : 0);
}

std::string length_text(const FieldCheck& check) {
  return check.least == check.most ? std::to_string(check.most)
                                   : std::to_string(check.least) + "-" + std::to_string(check.most);
}

Rule rule_of(NumberProblem problem) {
  switch (problem) {
    case NumberProblem::separator: return Rule::format_separator;
    case NumberProblem::digits: return Rule::format_digits_of_number;
    case NumberProblem::decimals: return Rule::format_decimals;
    case NumberProblem::range: return Rule::format_number_range;
    case NumberProblem::none:
    case NumberProblem::not_a_number: return Rule::format_number;
  }
  return Rule::format_number;
}

std::string without_separators(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c != ',' && c != ' ') out.push_back(c);
  }
  return out;
}

void mask(std::string& value) {
  constexpr std::size_t shown = 5;
  for (std::size_t i = shown; i < value.size(); ++i) value[i] = '*';
}

/// Up to so many codes are named in a finding.
constexpr std::size_t codes_shown = 12;

std::string code_text(std::uint64_t key) {
  std::string out;
  for (; key != 0; key >>= 8) out.insert(out.begin(), static_cast<char>(key & 0xFF));
  return out;
}

}  // namespace

void Run::add(Rule rule, Field field, std::size_t item, std::string expected, std::string detail) {
  const auto& entry = info(rule);
  std::string value(text(field, item));
  // A finding is read by many; a person's identifier by few.
  if (tables_.catalogue.is_personal(field) && text(Field::exporter_identifier_type) != "04") mask(value);
  findings_.push_back({entry.id, field, static_cast<std::uint16_t>(item), entry.severity, std::move(value),
                       std::move(expected), std::move(detail)});
}

void Run::values() {
  const auto& table = tables_.procedures[static_cast<std::size_t>(declaration_.procedure)];
  declaration_.header.has_number.reset();
  auto known = read(table.header, declaration_.header, 0);
  auto given = total_length(declaration_.header.text);
  for (std::size_t i = 0; i < declaration_.item_count; ++i) {
    auto& item = declaration_.items[i];
    item.has_number.reset();
    known += read(table.item, item, i);
    given += total_length(item.text);
  }
  if (declaration_.item_count == 0) add(Rule::item_required, table.item.front().field);
  // Sums of lengths tell cheaply that nothing stands in a field the procedure does not know.
  if (given != known) absent_fields();
  statements();
}

template <std::size_t N>
std::size_t Run::read(const std::vector<FieldCheck>& checks, declaration::Values<N>& values, std::size_t item) {
  std::size_t length = 0;
  for (const auto& check : checks) {
    const auto text = values.text[check.slot];
    if (text.empty() || is_blank(text)) {
      length += text.size();
      if (check.required) add(Rule::element_required, check.field, item);
      if (check.assigned_date && !check.required) add(Rule::element_assigned, check.field, item);
      continue;
    }
    length += text.size();
    read_value(check, text, values, item);
  }
  return length;
}

void Run::bad_number(const FieldCheck& check, NumberProblem problem, std::string_view text, std::size_t item) {
  const auto allowed = std::to_string(problem == NumberProblem::decimals ? check.decimals : check.most);
  add(rule_of(problem), check.field, item, problem == NumberProblem::separator ? without_separators(text) : allowed);
}

template <std::size_t N>
void Run::read_value(const FieldCheck& check, std::string_view text, declaration::Values<N>& values, std::size_t item) {
  if (check.reading == Reading::number) {
    const auto number = read_number(text, check.most, check.decimals);
    if (number.readable) {
      values.number[check.slot] = number.micro;
      values.has_number.set(check.slot);
    }
    const bool only_cut = number.cut && check.decimals == 6;  // the format allows all that is kept
    if (only_cut) {
      add(Rule::format_precision, check.field, item, Decimal::micro(number.micro).text());
    } else if (number.problem != NumberProblem::none) {
      bad_number(check, number.problem, text, item);
    }
    if (!number.readable) return;
    if (check.check == Check::positive && number.micro <= 0) {
      add(Rule::check_positive, check.field, item);
    } else if (check.check == Check::not_negative && number.micro < 0) {
      add(Rule::check_not_negative, check.field, item);
    }
    return;
  }
  if (check.reading == Reading::date) {
    const auto date = Date::parse(text);
    if (!date) return add(Rule::format_date, check.field, item);
    values.number[check.slot] = date->days();
    values.has_number.set(check.slot);
    return;
  }
  read_text(check, text, item);
}

void Run::read_text(const FieldCheck& check, std::string_view text, std::size_t item) {
  switch (check.reading) {
    case Reading::text:
      // Most texts are shorter in bytes than they may be in characters; only then is nothing to count.
      if (text.size() > check.most && length_of(text) > check.most) {
        return add(Rule::format_too_long, check.field, item, std::to_string(check.most),
                   std::to_string(length_of(text)));
      }
      break;
    case Reading::fixed_text: {
      const auto length = length_of(text);
      if (length < check.least || length > check.most) {
        return add(Rule::format_length, check.field, item, length_text(check), std::to_string(length));
      }
      break;
    }
    case Reading::letters:
    case Reading::digits: {
      const bool letters = check.reading == Reading::letters;
      if (letters ? !all(text, is_letter) : !all(text, is_digit)) {
        return add(letters ? Rule::format_letters : Rule::format_digits, check.field, item, length_text(check));
      }
      if (text.size() < check.least || text.size() > check.most) {
        return add(Rule::format_length, check.field, item, length_text(check), std::to_string(text.size()));
      }
      break;
    }
    case Reading::codes: {
      const auto* const from = tables_.codes.data() + check.codes_from;
      const auto* const to = tables_.codes.data() + check.codes_to;
      if (text.size() > 8 || std::find(from, to, code_key(text)) == to) {
        std::string expected;
        const bool all_fit = static_cast<std::size_t>(to - from) <= codes_shown;
        for (const auto* code = from; all_fit && code != to; ++code)
          expected += (code == from ? "" : ", ") + code_text(*code);
        return add(Rule::code_unknown, check.field, item, expected);
      }
      return;
    }
    case Reading::yes_no:
      if (text != "Y" && text != "N") add(Rule::check_yes_no, check.field, item, "Y, N");
      return;
    case Reading::country:
    case Reading::foreign_country:
      if (!tables_.countries[letters_index(text, 2)]) return add(Rule::check_country, check.field, item);
      if (check.reading == Reading::foreign_country && text == "KR")
        add(Rule::check_destination_abroad, check.field, item);
      return;
    case Reading::currency:
      if (!tables_.currencies[letters_index(text, 3)]) add(Rule::check_currency, check.field, item);
      return;
    case Reading::port:
      if (text.size() != 5 || !std::binary_search(tables_.ports.begin(), tables_.ports.end(), code_key(text))) {
        add(Rule::check_korean_port, check.field, item);
      }
      return;
    case Reading::office: {
      std::size_t number = 1000;
      if (text.size() <= 3 && text.size() >= check.least && all(text, is_digit)) {
        number = 0;
        for (const char c : text) number = number * 10 + static_cast<std::size_t>(c - '0');
      }
      if (number == 1000 || !tables_.offices[number]) add(Rule::check_customs_office, check.field, item);
      return;
    }
    case Reading::tariff: return read_tariff(check, text, item);
    case Reading::number:
    case Reading::date: return;
  }
  if (check.check != Check::none) check_text(check, text, item);
}

void Run::read_tariff(const FieldCheck& check, std::string_view text, std::size_t item) {
  if (!all(text, is_digit)) {
    return add(Rule::format_digits, check.field, item, length_text(check));
  }
  // An import row may carry the six digits that all countries share; never fewer.
  const std::size_t least = std::max<std::size_t>(check.least, 6);
  if (text.size() < least || text.size() > check.most) {
    return add(Rule::check_tariff_length, check.field, item, std::to_string(check.most), std::to_string(text.size()));
  }
  const auto chapter = static_cast<std::size_t>((text[0] - '0') * 10 + (text[1] - '0'));
  if (!tables_.chapters[chapter]) {
    add(Rule::check_tariff_chapter, check.field, item, {}, std::string(text.substr(0, 2)));
  }
}

void Run::check_text(const FieldCheck& check, std::string_view text, std::size_t item) {
  const auto require = [&](bool right, Rule rule) {
    if (!right) add(rule, check.field, item);
  };
  switch (check.check) {
    case Check::declarant_code: return require(all(text, is_capital_or_digit), Rule::check_declarant_code);
    case Check::trader_code: return require(tables_.trader_code->matches(text), Rule::check_trader_code);
    case Check::party_identifier: return check_identifier(check.field, text);
    case Check::denied_party: return require(!tables_.denied_parties.contains(text), Rule::check_denied_party);
    case Check::description:
      if (tables_.vague_words.is_vague(text)) return add(Rule::check_description_vague, check.field, item);
      // Only where no letter of English stands in it.
      if (!is_letter(text.front()) && std::none_of(text.begin(), text.end(), is_letter)) {
        add(Rule::check_description_language, check.field, item);
      }
      return;
    case Check::transport_document:
      if (has_postal_shape(text) && !is_postal_item(text, tables_.postal_weights)) {
        add(Rule::check_postal_item, check.field, item,
            std::to_string(postal_check_digit(text.substr(2, 8), tables_.postal_weights)), std::string(1, text[10]));
      }
      return;
    case Check::container_number:
      if (!is_container(text)) {
        const auto digit = container_check_digit(text);
        add(Rule::check_container, check.field, item,
            digit && text.size() == 11 ? std::to_string(*digit) : std::string());
      }
      return;
    case Check::cargo_number: return require(tables_.cargo_number->matches(text), Rule::check_cargo_number);
    case Check::declaration_number:
      return require(tables_.declaration_number->matches(text), Rule::check_declaration_number);
    case Check::none:
    case Check::country:
    case Check::currency:
    case Check::customs_office:
    case Check::foreign_country:
    case Check::korean_port:
    case Check::not_before_declaration:
    case Check::not_negative:
    case Check::positive:
    case Check::tariff_code:
    case Check::yes_no: return;
  }
}

void Run::check_identifier(Field field, std::string_view text) {
  const auto type = declaration_.text(Field::exporter_identifier_type);
  const bool looks_like_business = type.empty() && text.size() == 10 && all(text, is_digit);
  if (type == "04" || looks_like_business) {
    if (is_business_number(text, tables_.business_weights)) return;
    const bool ten_digits = text.size() == 10 && all(text, is_digit);
    const auto digit =
        ten_digits ? std::to_string(business_number_check_digit(text, tables_.business_weights)) : std::string();
    return add(Rule::check_business_number, field, 0, digit);
  }
  if (type == "05" || (type.empty() && text.front() == 'P')) {
    if (!tables_.personal_code->matches(text)) add(Rule::check_personal_code, field);
  }
}

void Run::absent_fields() {
  const auto& table = tables_.procedures[static_cast<std::size_t>(declaration_.procedure)];
  for (const auto field : table.absent) {
    const auto count = declaration::is_item_field(field) ? declaration_.item_count : 1;
    for (std::size_t item = 0; item < count; ++item) {
      if (!text(field, item).empty()) add(Rule::element_not_in_procedure, field, item);
    }
  }
}

}  // namespace clearway::clearance
