#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "declaration/declaration.h"

namespace clearway::intake {

/// What a key of a row, or the name of a column, means: the fields first, as declaration::Field numbers them.
using Key = std::uint8_t;
inline constexpr Key key_declaration_id = declaration::field_count;
inline constexpr Key key_examination_result = declaration::field_count + 1;
inline constexpr Key key_items = declaration::field_count + 2;
inline constexpr std::size_t key_count = declaration::field_count + 3;
inline constexpr Key no_key = 0xFF;
static_assert(key_count < no_key);

inline constexpr std::array<std::string_view, key_count> key_names = [] {
  std::array<std::string_view, key_count> names{};
  for (std::size_t i = 0; i < declaration::field_count; ++i) names[i] = declaration::field_names[i];
  names[key_declaration_id] = "declaration_id";
  names[key_examination_result] = "examination_result";
  names[key_items] = "items";
  return names;
}();

/// Looks a name up; no_key if there is none.
Key find_key(std::string_view name);

/// Every key as a JSON text has it, with its closing quote, ready to be compared as one vector.
struct KeyPattern {
  char text[32] = {};
  std::uint32_t mask = 0;   // one bit for each byte of name and quote
  std::uint8_t length = 0;  // of the name
};
inline constexpr std::array<KeyPattern, key_count> key_patterns = [] {
  std::array<KeyPattern, key_count> patterns{};
  for (std::size_t i = 0; i < key_count; ++i) {
    const auto name = key_names[i];
    for (std::size_t j = 0; j < name.size(); ++j) patterns[i].text[j] = name[j];  // a longer name does not compile
    patterns[i].text[name.size()] = '"';
    patterns[i].length = static_cast<std::uint8_t>(name.size());
    patterns[i].mask = static_cast<std::uint32_t>((std::uint64_t{1} << (name.size() + 1)) - 1);
  }
  return patterns;
}();

}  // namespace clearway::intake
