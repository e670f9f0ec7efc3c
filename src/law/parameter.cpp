#include "law/parameter.h"

#include <algorithm>

namespace clearway::law {
namespace {

std::string row_text(const Table& table, std::size_t row) {
  std::string out;
  for (const auto& column : table.columns()) {
    out += (out.empty() ? "" : ", ") + column + "=" + table.text(row, column);
  }
  return out;
}

struct ContentText {
  std::string operator()(std::int64_t value) const { return std::to_string(value); }
  std::string operator()(Decimal value) const { return value.text(); }
  std::string operator()(const std::string& value) const { return value; }
  std::string operator()(const std::vector<std::int64_t>& values) const {
    std::string out;
    for (const auto value : values) out += (out.empty() ? "" : ", ") + std::to_string(value);
    return out;
  }
  std::string operator()(const std::vector<std::string>& values) const {
    std::string out;
    for (const auto& value : values) out += (out.empty() ? "" : ", ") + value;
    return out;
  }
  std::string operator()(const Table& table) const {
    std::string out;
    for (std::size_t row = 0; row < table.size(); ++row) out += (row == 0 ? "" : "; ") + row_text(table, row);
    return out;
  }
};

}  // namespace

std::optional<Type> parse_type(std::string_view text) {
  const auto it = std::find(type_names.begin(), type_names.end(), text);
  if (it == type_names.end()) return std::nullopt;
  return static_cast<Type>(it - type_names.begin());
}

std::string text_of(const Content& content) { return std::visit(ContentText{}, content); }

const Entry* Parameter::on(Date day) const {
  for (auto it = values.rbegin(); it != values.rend(); ++it) {
    if (!it->from || *it->from <= day) return &*it;
  }
  return nullptr;
}

std::string_view Parameter::short_id() const {
  const std::string_view text = id;
  return text.starts_with("kr.") ? text.substr(3) : text;
}

}  // namespace clearway::law
