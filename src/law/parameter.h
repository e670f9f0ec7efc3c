#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/text.h"
#include "law/value.h"

namespace clearway::law {

/// What a parameter file may declare as its `type`. integer, money, count, days, months and years are whole numbers.
enum class Type : std::uint8_t {
  integer,
  money,
  count,
  days,
  months,
  years,
  ratio,
  decimal,
  integers,
  text,
  texts,
  table
};
inline constexpr std::array<std::string_view, 12> type_names = {
    "integer", "money", "count", "days", "months", "years", "ratio", "decimal", "integers", "text", "texts", "table"};
std::optional<Type> parse_type(std::string_view text);
inline std::string_view name(Type type) { return type_names[static_cast<std::size_t>(type)]; }

using Content =
    std::variant<std::int64_t, Decimal, std::string, std::vector<std::int64_t>, std::vector<std::string>, Table>;
/// One line, for people: "2000000", "0.05", "a, b", rows separated by "; ".
std::string text_of(const Content& content);

struct Entry {
  Content content;
  std::string cite;
  Grade grade = Grade::verify;
  std::optional<Date> from, to;
  std::optional<Date> seen;  // where the start is not determined: the oldest text in which the value was seen
  Text note;                 // empty where there is nothing to say
};

/// One file of the law: its values through time, and claims, which are shown but never applied.
struct Parameter {
  std::string id;    // "kr.export.manifest.max_fob"
  std::string file;  // relative to the folder of the law
  Text description;
  Type type = Type::integer;
  std::string unit;
  std::vector<Entry> values;  // oldest first
  std::vector<Entry> claims;

  const Entry* on(Date day) const;  // the value in force; nothing before the first
  /// The id as people write it: without "kr.".
  std::string_view short_id() const;
};

/// A source of law, as law/sources.yaml describes it.
struct Source {
  std::string key;
  Text title;
  Text article;          // empty where the whole text is meant
  std::string evidence;  // where its text was read
  std::string version_read;
};

}  // namespace clearway::law
