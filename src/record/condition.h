#pragma once

#include <charconv>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "db/value.h"

namespace clearway::record {

/// A condition put together piece by piece, with its parameters, which it keeps until the statement has run.
class Where {
 public:
  std::string parameter(std::string value) {
    texts_.push_back(std::move(value));
    values_.emplace_back(texts_.back());
    return "$" + std::to_string(values_.size());
  }
  std::string parameter(std::int64_t value) {
    values_.emplace_back(value);
    return "$" + std::to_string(values_.size());
  }
  void also(const std::string& condition) { text_ += (text_.empty() ? "" : " AND ") + condition; }
  template <class T>
  void equal(std::string_view column, const std::optional<T>& value) {
    if (value) also(std::string(column) + " = " + parameter(*value));
  }
  const std::string& text() const { return text_; }
  const std::vector<db::Value>& values() const { return values_; }

 private:
  std::string text_;
  std::deque<std::string> texts_;  // Values are views: a deque does not move them
  std::vector<db::Value> values_;
};

inline std::string one_of(Where& where, std::string_view column, const std::vector<std::string>& values) {
  std::string list;
  for (const auto& value : values) list += (list.empty() ? "" : ", ") + where.parameter(value);
  return std::string(column) + " IN (" + list + ")";
}

inline std::optional<std::int64_t> parse_integer(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failed != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace clearway::record
