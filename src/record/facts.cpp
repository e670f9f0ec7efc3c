#include "record/facts.h"

#include <algorithm>
#include <cctype>

#include "base/text.h"

namespace clearway::record {
namespace {

using declaration::Declaration;
using declaration::Field;

bool is_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isdigit(c) != 0; });
}

// Types of a natural person's number (elements.yaml, exporter_identifier_type): resident, passport, alien, personal
// clearance code. Without a type the shape decides, in favour of the person: 13 digits, or a letter and digits.
bool is_personal(std::string_view type, std::string_view identifier) {
  if (type == "04") return false;
  if (type == "01" || type == "02" || type == "03" || type == "05") return true;
  std::string bare(identifier);
  std::erase(bare, '-');
  if (is_digits(bare)) return bare.size() != 10;
  return true;
}

void append_member(std::string& out, bool& first, std::string_view key, std::string_view value) {
  if (!first) out.push_back(',');
  first = false;
  append_json_string(out, key);
  out.push_back(':');
  append_json_string(out, value);
}

void append_items(std::string& out, const Declaration& declaration) {
  out.append(",\"items\":[");
  for (std::size_t i = 0; i < declaration.item_count; ++i) {
    out.append(i == 0 ? "{" : ",{");
    bool first = true;
    for (std::size_t field = 0; field < declaration::item_field_count; ++field) {
      const auto text = declaration.items[i].text[field];
      if (text.empty()) continue;
      append_member(out, first, declaration::field_names[declaration::header_field_count + field], text);
    }
    out.push_back('}');
  }
  out.push_back(']');
}

}  // namespace

std::string mask(std::string_view identifier) {
  // A birth date or a sex must not show: of a resident number only the year remains.
  std::size_t shown = std::min<std::size_t>(identifier.starts_with('P') ? 5 : 2, identifier.size() / 2);
  for (std::size_t i = 0; i < shown; ++i) {
    if (static_cast<unsigned char>(identifier[i]) > 0x7f) shown = i;  // never half a character
  }
  std::string masked(identifier.substr(0, shown));
  masked.append(identifier.size() - shown, '*');
  return masked;
}

void append_facts(std::string& out, const Declaration& declaration, std::vector<PersonalValue>& personal) {
  out.push_back('{');
  bool first = true;
  append_member(out, first, "declaration_id", declaration.declaration_id);
  append_member(out, first, "procedure", declaration::name(declaration.procedure));
  for (std::size_t i = 0; i < declaration::header_field_count; ++i) {
    const auto text = declaration.header.text[i];
    const auto field = static_cast<Field>(i);
    if (text.empty() || field == Field::procedure) continue;
    if (field == Field::exporter_identifier && is_personal(declaration.text(Field::exporter_identifier_type), text)) {
      personal.push_back({std::string(declaration::name(field)), std::string(text)});
      append_member(out, first, declaration::name(field), mask(text));
      continue;
    }
    append_member(out, first, declaration::name(field), text);
  }
  if (declaration.item_count > 0) append_items(out, declaration);
  out.push_back('}');
}

}  // namespace clearway::record
