#include "law/value.h"

#include <algorithm>
#include <charconv>
#include <stdexcept>

namespace clearway::law {

std::optional<Grade> parse_grade(std::string_view text) {
  const auto it = std::find(grade_names.begin(), grade_names.end(), text);
  if (it == grade_names.end()) return std::nullopt;
  return static_cast<Grade>(it - grade_names.begin());
}

Table::Table(std::vector<std::string> columns, std::vector<std::vector<std::string>> rows)
    : columns_(std::move(columns)), rows_(std::move(rows)) {}

const std::string& Table::text(std::size_t row, std::string_view column) const {
  const auto it = std::find(columns_.begin(), columns_.end(), column);
  if (row >= rows_.size() || it == columns_.end()) {
    throw std::logic_error("Table: no row " + std::to_string(row) + " or no column '" + std::string(column) + "'");
  }
  return rows_[row][static_cast<std::size_t>(it - columns_.begin())];
}

std::int64_t Table::integer(std::size_t row, std::string_view column) const {
  const auto& cell = text(row, column);
  std::int64_t value = 0;
  const auto end = cell.data() + cell.size();
  if (const auto [stop, error] = std::from_chars(cell.data(), end, value); error != std::errc{} || stop != end) {
    throw std::logic_error("Table: '" + cell + "' is no integer");
  }
  return value;
}

Decimal Table::decimal(std::size_t row, std::string_view column) const {
  const auto& cell = text(row, column);
  if (const auto value = Decimal::parse(cell)) return *value;
  throw std::logic_error("Table: '" + cell + "' is no decimal");
}

std::optional<std::size_t> Table::find(std::string_view column, std::string_view value) const {
  for (std::size_t row = 0; row < rows_.size(); ++row) {
    if (text(row, column) == value) return row;
  }
  return std::nullopt;
}

}  // namespace clearway::law
