#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "declaration/declaration.h"
#include "intake/reject.h"

namespace clearway::intake {

/// A reject before it knows its file and row.
struct Problem {
  Cause cause;
  std::string field;
  std::string value;
  Details details;
};

/// `value` as it may be shown: cut to a limit, valid UTF-8, and only its beginning where `field` is personal.
std::string shown_value(std::string_view field, std::string_view value);
/// The beginning of a personal identifier, the rest as asterisks: "P1234********".
std::string masked(std::string_view value);

/// A row of JSON as it may be shown: personal fields masked, whatever else is wrong with it; empty if it is not valid
/// UTF-8.
std::string shown_json_row(std::string_view row);
/// A row of CSV as it may be shown. `personal_columns` are 0-based and in ascending order.
std::string shown_csv_row(std::string_view row, char delimiter, const std::vector<std::size_t>& personal_columns);

/// The name among `names` that `text` may have meant, judged without case, blanks and hyphens; empty if none is near.
template <class Names>
std::string nearest(std::string_view text, const Names& names);
/// The same among field names and the other keys of a row.
std::string nearest_key(std::string_view text);
/// How many letters must change between the two; names compared as `nearest` compares them.
std::size_t distance(std::string_view a, std::string_view b);

template <class Names>
std::string nearest(std::string_view text, const Names& names) {
  std::string_view best;
  auto best_distance = text.size() / 4 + 2;  // farther than that is another word
  for (const auto& candidate : names) {
    const auto lengths = std::minmax({text.size(), std::string_view(candidate).size()});
    if (lengths.second - lengths.first >= best_distance) continue;
    const auto d = distance(text, candidate);
    if (d < best_distance) best = candidate, best_distance = d;
  }
  return std::string(best);
}

/// Collects names that no field has: each once, with its first row and how often it came.
class UnknownKeys {
 public:
  void add(std::string_view key, std::uint64_t row);
  const std::vector<UnknownKey>& all() const { return keys_; }

 private:
  std::vector<UnknownKey> keys_;
};

}  // namespace clearway::intake
