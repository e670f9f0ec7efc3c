#pragma once

#include <array>
#include <bitset>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/decimal.h"
#include "declaration/fields.h"  // generated

namespace clearway::declaration {

/// The three export procedures and the import declaration. Kept in this order in records: never renumber.
enum class Procedure : std::uint8_t { formal, simplified, manifest, import_ };
inline constexpr std::size_t procedure_count = 4;
inline constexpr std::array<std::string_view, procedure_count> procedure_names = {"formal", "simplified", "manifest",
                                                                                  "import"};
std::optional<Procedure> parse_procedure(std::string_view text);
inline std::string_view name(Procedure procedure) { return procedure_names[static_cast<std::size_t>(procedure)]; }

constexpr bool is_item_field(Field field) { return static_cast<std::size_t>(field) >= header_field_count; }
inline std::string_view name(Field field) { return field_names[static_cast<std::size_t>(field)]; }
/// Looks a field up by its name; nothing if there is none.
std::optional<Field> find_field(std::string_view name);

/// Values of N fields: the text as sent (empty: not given), and for numbers and dates the value that validation read.
template <std::size_t N>
struct Values {
  std::array<std::string_view, N> text{};
  std::array<std::int64_t, N> number{};  // Decimal::micro(), or days since 1970 for dates; valid where `has_number`
  std::bitset<N> has_number;
  void clear() {
    text.fill({});
    has_number.reset();
  }
};
using Item = Values<item_field_count>;

/// One declaration (or one line of a manifest) as a source sent it. The texts are views into memory that the reader of
/// the source keeps alive as long as the batch. A Declaration is reused from row to row: `clear` keeps its capacity.
struct Declaration {
  std::string_view declaration_id;  // the sender's own reference; unique per sender
  std::uint64_t source_row = 0;     // 1-based line of the file; of its first item where items stand on several lines
  Procedure procedure = Procedure::formal;
  Values<header_field_count> header;
  std::vector<Item> items;  // the first `item_count` are in use
  std::size_t item_count = 0;
  // Outcome of an examination that a historic file may carry. Never an input to a decision.
  std::string_view examination_result;

  void clear();
  Item& add_item();

  std::string_view text(Field field, std::size_t item = 0) const;
  void set(Field field, std::string_view value, std::size_t item = 0);
  std::optional<Decimal> number(Field field, std::size_t item = 0) const;
  std::optional<std::int32_t> day(Field field, std::size_t item = 0) const;
};

inline void Declaration::clear() {
  declaration_id = {};
  examination_result = {};
  header.clear();
  item_count = 0;
}

inline Item& Declaration::add_item() {
  if (item_count == items.size()) items.emplace_back();
  auto& item = items[item_count++];
  item.clear();
  return item;
}

inline std::string_view Declaration::text(Field field, std::size_t item) const {
  const auto i = static_cast<std::size_t>(field);
  if (i < header_field_count) return header.text[i];
  return item < item_count ? items[item].text[i - header_field_count] : std::string_view{};
}

inline void Declaration::set(Field field, std::string_view value, std::size_t item) {
  const auto i = static_cast<std::size_t>(field);
  if (i < header_field_count) {
    header.text[i] = value;
    return;
  }
  while (item_count <= item) add_item();
  items[item].text[i - header_field_count] = value;
}

inline std::optional<Decimal> Declaration::number(Field field, std::size_t item) const {
  const auto i = static_cast<std::size_t>(field);
  if (i < header_field_count) {
    return header.has_number[i] ? std::optional(Decimal::micro(header.number[i])) : std::nullopt;
  }
  if (item >= item_count || !items[item].has_number[i - header_field_count]) return std::nullopt;
  return Decimal::micro(items[item].number[i - header_field_count]);
}

inline std::optional<std::int32_t> Declaration::day(Field field, std::size_t item) const {
  const auto value = number(field, item);
  return value ? std::optional(static_cast<std::int32_t>(value->micro())) : std::nullopt;
}

}  // namespace clearway::declaration
