#include "sample/writer.h"

#include <array>
#include <bitset>

#include "base/text.h"

namespace clearway::sample {

using declaration::Field;
using declaration::field_count;
using declaration::header_field_count;
using declaration::item_field_count;

namespace {

constexpr Field number_fields[] = {
    Field::gross_weight,  Field::total_packages,       Field::total_fob_krw, Field::fob_value,  Field::freight_krw,
    Field::insurance_krw, Field::invoice_amount,       Field::quantity,      Field::unit_price, Field::line_amount,
    Field::net_weight,    Field::statistical_quantity, Field::item_fob_krw,
};

struct Keys {
  std::array<std::string, field_count> text;  // ,"name":
  std::bitset<field_count> number;
  Keys() {
    for (std::size_t i = 0; i < field_count; ++i) text[i] = ",\"" + std::string(declaration::field_names[i]) + "\":";
    for (const auto field : number_fields) number.set(static_cast<std::size_t>(field));
  }
};
const Keys& keys() {
  static const Keys instance;
  return instance;
}

/// A number as JSON writes it; a mistake such as 1,200 stays a string.
bool is_json_number(std::string_view text) {
  bool point = false;
  for (const char c : text) {
    if (c == '.' && !point) {
      point = true;
    } else if (c < '0' || c > '9') {
      return false;
    }
  }
  return text.size() == 1 || text[0] != '0' || text[1] == '.';
}

void append_value(std::string& out, std::size_t field, std::string_view value) {
  out.append(keys().text[field]);
  if (keys().number[field] && is_json_number(value)) {
    out.append(value);
  } else {
    append_json_string(out, value);
  }
}

void append_item(std::string& out, const declaration::Item& item) {
  for (std::size_t i = 0; i < item_field_count; ++i) {
    if (!item.text[i].empty()) append_value(out, header_field_count + i, item.text[i]);
  }
}

}  // namespace

void append_json_line(std::string& out, const declaration::Declaration& declaration) {
  out.append("{\"declaration_id\":");
  append_json_string(out, declaration.declaration_id);
  out.append(",\"procedure\":\"").append(declaration::name(declaration.procedure)).push_back('"');
  for (std::size_t i = 0; i < header_field_count; ++i) {
    if (!declaration.header.text[i].empty()) append_value(out, i, declaration.header.text[i]);
  }
  if (declaration.item_count == 1) {
    append_item(out, declaration.items[0]);
  } else {
    out.append(",\"items\":[");
    for (std::size_t i = 0; i < declaration.item_count; ++i) {
      if (i > 0) out.push_back(',');
      const auto start = out.size();
      append_item(out, declaration.items[i]);
      out[start] = '{';  // instead of the comma before the first key
      out.push_back('}');
    }
    out.push_back(']');
  }
  out.append("}\n");
}

}  // namespace clearway::sample
