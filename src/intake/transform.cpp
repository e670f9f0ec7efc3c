#include "intake/transform.h"

#include <algorithm>
#include <cctype>
#include <string>

namespace clearway::intake {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

/// The first or last `count` characters, where a character is a code point.
std::string part(const std::string& text, int count, bool from_front) {
  std::string out;
  const auto starts = [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; };
  const auto characters = std::count_if(text.begin(), text.end(), starts);
  const auto first = from_front ? 0 : std::max<std::ptrdiff_t>(0, characters - count);
  std::ptrdiff_t index = -1;
  for (const char c : text) {
    if (starts(c)) ++index;
    if (index >= first && index < first + count) out += c;
  }
  return out;
}

/// The decimal number in `text` times 10^power, exactly, by moving the point.
std::optional<std::string> scaled(std::string_view text, int power) {
  const bool negative = text.starts_with('-');
  const auto body = text.substr(negative ? 1 : 0);
  const auto point = std::min(body.find('.'), body.size());
  std::string digits(body.substr(0, point));
  if (point < body.size()) digits += body.substr(point + 1);
  const bool number = !digits.empty() && point > 0 && std::all_of(digits.begin(), digits.end(), is_digit);
  if (!number) return std::nullopt;
  auto at = static_cast<std::ptrdiff_t>(point) + power;  // of the point in `digits`
  if (at < 1) digits.insert(0, static_cast<std::size_t>(1 - at), '0'), at = 1;
  if (at > static_cast<std::ptrdiff_t>(digits.size())) digits.append(static_cast<std::size_t>(at) - digits.size(), '0');
  std::string whole = digits.substr(0, static_cast<std::size_t>(at));
  std::string fraction = digits.substr(static_cast<std::size_t>(at));
  whole.erase(0, std::min(whole.find_first_not_of('0'), whole.size() - 1));
  while (!fraction.empty() && fraction.back() == '0') fraction.pop_back();
  return (negative ? "-" : "") + whole + (fraction.empty() ? "" : "." + fraction);
}

/// The decimal number in `text` with at most `places` decimals, half away from zero.
std::optional<std::string> rounded(std::string_view text, int places) {
  auto digits = scaled(text, places);
  if (!digits) return std::nullopt;
  const auto point = digits->find('.');
  if (point != std::string::npos) {
    const bool up = (*digits)[point + 1] >= '5';
    digits->resize(point);
    auto at = digits->size();
    for (bool carry = up; carry; carry = (*digits)[at] == '0') {
      if (at == 0 || !is_digit((*digits)[at - 1])) {
        digits->insert(at, 1, '1');
        break;
      }
      --at;
      (*digits)[at] = (*digits)[at] == '9' ? '0' : static_cast<char>((*digits)[at] + 1);
    }
  }
  return scaled(*digits, -places);
}

/// `text` in the layout as yyyy-mm-dd. Whether the day exists is for validation to say.
std::optional<std::string> dated(std::string_view text, std::string_view layout) {
  std::string year, month, day;
  std::size_t i = 0;
  for (const char l : layout) {
    if (l == '*') {
      i = text.size();
      break;
    }
    if (i == text.size()) return std::nullopt;
    const char c = text[i++];
    auto* const target = l == 'y' ? &year : l == 'm' ? &month : l == 'd' ? &day : nullptr;
    if (target == nullptr ? c != l : !is_digit(c)) return std::nullopt;
    if (target != nullptr) *target += c;
  }
  if (i != text.size()) return std::nullopt;
  return year + "-" + month + "-" + day;
}

/// One step; nothing if `text` cannot be read that way.
std::optional<std::string> transformed(std::string text, const Transform& step) {
  using Kind = Transform::Kind;
  switch (step.kind) {
    case Kind::trim: return std::string(trimmed(text));
    case Kind::upper:
      for (char& c : text) c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
      return text;
    case Kind::lower:
      for (char& c : text) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
      return text;
    case Kind::strip: std::erase_if(text, [&](char c) { return step.text.find(c) != std::string::npos; }); return text;
    case Kind::scale: return scaled(text, step.count);
    case Kind::round: return rounded(text, step.count);
    case Kind::prefix: return step.text + text;
    case Kind::suffix: return text + step.text;
    case Kind::pad_left:
      if (text.size() < static_cast<std::size_t>(step.count)) {
        text.insert(0, static_cast<std::size_t>(step.count) - text.size(), step.text.front());
      }
      return text;
    case Kind::date: return dated(text, step.text);
    case Kind::first: return part(text, step.count, true);
    case Kind::last: return part(text, step.count, false);
  }
  return text;
}

/// True if `text` is surely a number as short as rounding to `places` would leave it.
bool is_round(std::string_view text, int places) {
  const auto point = text.find('.');
  const auto strange = std::count_if(text.begin(), text.end(), [](char c) { return !is_digit(c) && c != '.'; });
  if (strange != 0 || text.front() == '0' || text.front() == '.') return false;
  if (point == std::string_view::npos) return true;
  const auto decimals = text.size() - point - 1;
  return decimals >= 1 && decimals <= static_cast<std::size_t>(places) && text.back() != '0' &&
         text.find('.', point + 1) == std::string_view::npos;
}

/// True if `step` surely leaves `text` as it is: then nothing has to be copied, which is the usual case.
bool leaves(std::string_view text, const Transform& step) {
  using Kind = Transform::Kind;
  const auto none = [&](auto&& is) { return std::none_of(text.begin(), text.end(), is); };
  switch (step.kind) {
    case Kind::trim: return !is_blank(text.front()) && !is_blank(text.back());
    case Kind::upper: return none([](char c) { return c >= 'a' && c <= 'z'; });
    case Kind::lower: return none([](char c) { return c >= 'A' && c <= 'Z'; });
    case Kind::strip: return none([&](char c) { return step.text.find(c) != std::string::npos; });
    case Kind::pad_left: return text.size() >= static_cast<std::size_t>(step.count);
    case Kind::first:
    case Kind::last: return text.size() <= static_cast<std::size_t>(step.count);
    case Kind::date:
      return step.text == "yyyy-mm-dd" && text.size() == 10 && text[4] == '-' && text[7] == '-' &&
             std::count_if(text.begin(), text.end(), is_digit) == 8;
    case Kind::round: return is_round(text, step.count);
    case Kind::scale:
    case Kind::prefix:
    case Kind::suffix: return false;
  }
  return false;
}

/// `value` as the table of codes of `rule` translates it; as it is where there is none.
std::optional<std::string_view> looked_up(const ColumnRule& rule, std::string_view column, std::string_view value,
                                          Problem& problem) {
  if (rule.values.empty()) return value;
  const auto found = rule.values.find(value);
  if (found != rule.values.end()) return std::string_view(found->second);
  if (rule.keep_other_values) return value;
  std::string known;
  for (const auto& [code, meaning] : rule.values) known += (known.empty() ? "" : ", ") + code;
  problem = {Cause::code_not_in_mapping, std::string(column), std::string(value), {{"known", known}}};
  return std::nullopt;
}

}  // namespace

bool is_date_layout(std::string_view layout) {
  if (layout.ends_with('*')) layout.remove_suffix(1);
  for (const auto& [letter, length] : {std::pair{'y', 4}, std::pair{'m', 2}, std::pair{'d', 2}}) {
    const auto first = layout.find(letter);
    if (first == std::string_view::npos || std::count(layout.begin(), layout.end(), letter) != length) return false;
    if (layout.find_first_not_of(letter, first) < first + static_cast<std::size_t>(length)) return false;
  }
  return layout.find('*') == std::string_view::npos;
}

std::optional<std::string_view> apply(const ColumnRule& rule, std::string_view column, std::string_view text,
                                      Arena& arena, Problem& problem) {
  if (text.empty()) return text;
  const bool as_it_is =
      std::all_of(rule.transforms.begin(), rule.transforms.end(), [&](const auto& step) { return leaves(text, step); });
  if (as_it_is) return looked_up(rule, column, text, problem);
  std::string value(text);
  for (const auto& step : rule.transforms) {
    auto next = transformed(value, step);
    if (!next) {
      const bool date = step.kind == Transform::Kind::date;
      problem = {date ? Cause::date_not_as_mapped : Cause::number_not_as_mapped,
                 std::string(column),
                 value,
                 {{"layout", step.text}}};
      return std::nullopt;
    }
    value = *std::move(next);
    if (value.empty()) return std::string_view{};
  }
  return looked_up(rule, column, arena.copy(value), problem);
}

}  // namespace clearway::intake
