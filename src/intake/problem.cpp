#include "intake/problem.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "intake/encoding.h"
#include "intake/keys.h"

namespace clearway::intake {
namespace {

constexpr std::size_t shown_value_limit = 200;
constexpr std::size_t shown_row_limit = 2000;
constexpr std::size_t unknown_key_limit = 100;

/// Letters in lower case; blanks, hyphens and points as underscores.
std::string plain(std::string_view name) {
  std::string out;
  for (const char c : name) {
    const bool separates = c == ' ' || c == '-' || c == '.' || c == '_';
    out += separates ? '_' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return out;
}

bool is_personal(std::string_view name) {
  const auto field = declaration::find_field(name);
  return field && declaration::field_is_personal[static_cast<std::size_t>(*field)];
}

std::string limited(std::string_view text, std::size_t limit) {
  const auto shown = cut(text, limit);
  return std::string(shown) + (shown.size() < text.size() ? "…" : "");
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Masks what looks like a resident or alien registration number (six digits, a hyphen or none, seven digits), or a
/// personal clearance code (P and twelve digits), so that a row that cannot be split gives none away.
void mask_identifiers(std::string& row) {
  for (std::size_t i = 0; i < row.size(); ++i) {
    const bool code = row[i] == 'P' || row[i] == 'p';
    if (!code && !is_digit(row[i])) continue;
    auto end = i + 1;
    std::size_t digits = code ? 0 : 1;
    while (end < row.size() && (is_digit(row[end]) || (!code && digits == 6 && row[end] == '-'))) {
      digits += is_digit(row[end]) ? 1 : 0;
      ++end;
    }
    if (digits == (code ? 12U : 13U)) row.replace(i, end - i, masked(std::string_view(row).substr(i, end - i)));
    if (digits > 0) i = end - 1;
  }
}

/// Where the value that begins at `from` (a JSON string or a bare token) ends.
std::size_t json_value_end(std::string_view row, std::size_t from) {
  if (from >= row.size()) return row.size();
  if (row[from] != '"') return std::min(row.find_first_of(",}] \t", from), row.size());
  auto i = from + 1;
  while (i < row.size() && row[i] != '"') i += row[i] == '\\' ? 2 : 1;
  return std::min(i + 1, row.size());
}

void mask_json_field(std::string& row, std::string_view field) {
  const std::string key = "\"" + std::string(field) + "\"";
  for (std::size_t at = row.find(key); at != std::string::npos; at = row.find(key, at + 1)) {
    const auto value = row.find_first_not_of(" \t:", at + key.size());
    if (value == std::string::npos) return;
    const auto begin = value + (row[value] == '"' ? 1 : 0);
    auto end = json_value_end(row, value);
    if (end > begin && row[value] == '"' && row[end - 1] == '"') --end;
    if (end > begin) row.replace(begin, end - begin, masked(std::string_view(row).substr(begin, end - begin)));
  }
}

}  // namespace

std::string masked(std::string_view value) {
  // Whole characters are kept and covered, and never more than the beginning of a code of thirteen.
  std::size_t characters = 0;
  for (const char c : value) characters += (static_cast<unsigned char>(c) & 0xC0) != 0x80 ? 1 : 0;
  const auto kept = std::min<std::size_t>(5, characters * 2 / 5);
  std::string out;
  std::size_t seen = 0;
  for (const char c : value) {
    const bool starts = (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    if (starts && ++seen > kept) out += '*';
    if (seen <= kept) out += c;
  }
  return out;
}

std::string shown_value(std::string_view field, std::string_view value) {
  if (!is_utf8(value)) return {};
  return limited(is_personal(field) ? masked(value) : std::string(value), shown_value_limit);
}

std::string shown_json_row(std::string_view row) {
  if (!is_utf8(row)) return {};
  // Masked before it is cut: a value that the cut divides would no longer be recognised.
  std::string out(cut(row, 4 * shown_row_limit));
  for (std::size_t i = 0; i < declaration::field_count; ++i) {
    if (declaration::field_is_personal[i]) mask_json_field(out, declaration::field_names[i]);
  }
  mask_identifiers(out);
  return limited(out, shown_row_limit);
}

std::string shown_csv_row(std::string_view row, char delimiter, const std::vector<std::size_t>& personal_columns) {
  if (!is_utf8(row)) return {};
  row = cut(row, 4 * shown_row_limit);
  std::string out;
  std::size_t column = 0, start = 0;
  bool quoted = false;
  for (std::size_t i = 0; i <= row.size(); ++i) {
    if (i < row.size() && row[i] == '"') quoted = !quoted;
    if (i < row.size() && (quoted || row[i] != delimiter)) continue;
    const auto cell = row.substr(start, i - start);
    const bool personal = std::find(personal_columns.begin(), personal_columns.end(), column) != personal_columns.end();
    out += personal ? masked(cell) : std::string(cell);
    if (i < row.size()) out += delimiter;
    start = i + 1;
    ++column;
  }
  mask_identifiers(out);
  return limited(out, shown_row_limit);
}

std::size_t distance(std::string_view left, std::string_view right) {
  const auto a = plain(left.substr(0, 60)), b = plain(right);
  if (a == b) return 0;
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    auto diagonal = std::exchange(row[0], i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const auto replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({replaced, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row[b.size()];
}

std::string nearest_key(std::string_view text) { return nearest(text, key_names); }

void UnknownKeys::add(std::string_view key, std::uint64_t row) {
  key = cut(key, shown_value_limit);
  for (auto& known : keys_) {
    if (known.key == key) {
      ++known.rows;
      return;
    }
  }
  if (keys_.size() < unknown_key_limit) keys_.push_back({std::string(key), nearest_key(key), row, 1});
}

}  // namespace clearway::intake
