#pragma once

// Readers of kept JSON, inside this folder only.

#include <simdjson.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "seizure/case.h"

namespace clearway::seizure::json {

namespace dom = simdjson::dom;

/// Thrown inside this folder only.
struct Wrong {
  std::string field;
};

inline constexpr std::int64_t largest_krw = 1'000'000'000'000'000;

inline dom::element at(dom::object object, std::string_view name) {
  dom::element value;
  if (object.at_key(name).get(value) != simdjson::SUCCESS) throw Wrong{std::string(name)};
  return value;
}
template <class T>
T value(dom::object object, std::string_view name) {
  T read{};
  if (at(object, name).get(read) != simdjson::SUCCESS) throw Wrong{std::string(name)};
  return read;
}
template <class T>
T value_or(dom::object object, std::string_view name, T fallback) {
  dom::element there;
  if (object.at_key(name).get(there) != simdjson::SUCCESS) return fallback;
  return value<T>(object, name);
}
inline std::string text(dom::object object, std::string_view name) {
  return std::string(value<std::string_view>(object, name));
}
inline std::string text_or(dom::object object, std::string_view name, std::string_view fallback = {}) {
  return std::string(value_or<std::string_view>(object, name, fallback));
}
inline std::int64_t krw(dom::object object, std::string_view name) {
  const auto read = value<std::int64_t>(object, name);
  if (read < 0 || read > largest_krw) throw Wrong{std::string(name)};
  return read;
}
inline std::int64_t krw_or_zero(dom::object object, std::string_view name) {
  dom::element there;
  return object.at_key(name).get(there) == simdjson::SUCCESS ? krw(object, name) : 0;
}
inline std::optional<Date> date(dom::object object, std::string_view name) {
  dom::element there;
  if (object.at_key(name).get(there) != simdjson::SUCCESS) return std::nullopt;
  const auto day = Date::parse(value<std::string_view>(object, name));
  if (!day) throw Wrong{std::string(name)};
  return day;
}
inline Date date_at(dom::object object, std::string_view name) {
  const auto day = date(object, name);
  if (!day) throw Wrong{std::string(name)};
  return *day;
}
inline Instant instant(dom::object object, std::string_view name) {
  const auto at = Instant::parse(value<std::string_view>(object, name));
  if (!at) throw Wrong{std::string(name)};
  return *at;
}
template <class Enum, class Names>
Enum word(dom::object object, std::string_view name, const Names& names) {
  const auto given = value<std::string_view>(object, name);
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] == given) return static_cast<Enum>(i);
  }
  throw Wrong{std::string(name)};
}
template <class Read>
auto list(dom::object object, std::string_view name, const Read& read) {
  std::vector<decltype(read(dom::object()))> all;
  dom::element there;
  if (object.at_key(name).get(there) != simdjson::SUCCESS) return all;
  for (const auto element : value<dom::array>(object, name)) {
    dom::object each;
    if (element.get(each) != simdjson::SUCCESS) throw Wrong{std::string(name)};
    all.push_back(read(each));
  }
  return all;
}
inline std::vector<std::string> texts(dom::object object, std::string_view name) {
  std::vector<std::string> all;
  for (const auto element : value<dom::array>(object, name)) {
    std::string_view read;
    if (element.get(read) != simdjson::SUCCESS) throw Wrong{std::string(name)};
    all.emplace_back(read);
  }
  return all;
}

Debt read_debt(dom::object object);
Claim read_claim(dom::object object);

}  // namespace clearway::seizure::json
