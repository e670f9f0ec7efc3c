#include "intake/json_row.h"

#include <algorithm>
#include <string>
#include <utility>

#include "intake/encoding.h"
#include "intake/limits.h"
#include "intake/scan.h"

namespace clearway::intake {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

int hex_digit(char c) {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/// The four hexadecimal digits at `p`, or -1.
int hex_unit(const char* p) {
  int value = 0;
  for (int i = 0; i < 4; ++i) {
    const int digit = hex_digit(p[i]);
    if (digit < 0) return -1;
    value = value * 16 + digit;
  }
  return value;
}

char* put_utf8(char* out, unsigned c) {
  const auto put = [&](unsigned byte) { *out++ = static_cast<char>(byte); };
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xC0 | (c >> 6)), put(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    put(0xE0 | (c >> 12)), put(0x80 | ((c >> 6) & 0x3F)), put(0x80 | (c & 0x3F));
  } else {
    put(0xF0 | (c >> 18)), put(0x80 | ((c >> 12) & 0x3F)), put(0x80 | ((c >> 6) & 0x3F)), put(0x80 | (c & 0x3F));
  }
  return out;
}

std::size_t index(Key key) { return key; }

}  // namespace

/// Which keys an object has had, one bit each.
struct JsonRowReader::Seen {
  std::array<std::uint64_t, key_count / 64 + 1> words{};
  bool twice(Key key) {
    auto& word = words[key >> 6];
    const auto bit = std::uint64_t{1} << (key & 63);
    const bool before = (word & bit) != 0;
    word |= bit;
    return before;
  }
};

bool JsonRowReader::read(std::string_view text, declaration::Declaration& declaration, Arena& arena) {
  begin_ = text.data();
  end_ = begin_ + text.size();
  declaration_ = &declaration;
  arena_ = &arena;
  has_list_ = has_flat_item_ = false;
  problems_.clear();
  declaration.clear();
  const char* p = skip_blanks(begin_);
  if (*p != '{') {
    const bool other = p < end_ && (*p == '[' || *p == '"' || is_digit(*p));
    other ? refuse(p, {Cause::not_an_object, {}, {}, {}}) : expected(p, "{");
    return false;
  }
  p = object(p + 1, Level::declaration);
  if (p == nullptr) return false;
  p = skip_blanks(p);
  if (p != end_) expected(p, {});
  return problems_.empty();
}

const char* JsonRowReader::object(const char* p, Level level) {
  Seen seen;
  auto previous = key_count + (level == Level::item ? 1 : 0);
  p = skip_blanks(p);
  if (*p == '}') return p + 1;
  for (;;) {
    if (*p != '"') return expected_key(p, previous);
    // The key: one of the two that followed the previous one, or else looked up.
    Key key = followers_[previous][0];
    const char* next = p + 1 + key_patterns[key].length + 1;
    if (!matches(p + 1, key_patterns[key].text, key_patterns[key].mask)) [[unlikely]] {
      std::string_view name;
      auto& followers = followers_[previous];
      const auto& second = key_patterns[followers[1]];
      if (matches(p + 1, second.text, second.mask)) {
        key = followers[1];
        next = p + 1 + second.length + 1;
        std::swap(followers[0], followers[1]);
      } else {
        next = this->key(p + 1, name, key);
        if (next == nullptr) return nullptr;
        if (key != no_key) followers = {key, followers[0]};
      }
      if (key == no_key) {
        next = skip_blanks(next);
        if (*next != ':') return expected(next, ":");
        p = unknown_value(skip_blanks(next + 1), name);
        if (p == nullptr) return nullptr;
      }
    }
    if (key != no_key) [[likely]] {
      if (*next != ':') {
        next = skip_blanks(next);
        if (*next != ':') return expected(next, ":");
      }
      p = ++next;
      if (is_blank(*p)) p = skip_blanks(p);
      if (seen.twice(key)) [[unlikely]] {
        p = refuse(p, {Cause::key_doubled, std::string(key_names[key]), {}, {}});
        if (p == nullptr) return nullptr;
      }
      if (*p == '"') [[likely]] {
        std::string_view value;
        const char* stop = string_stop(p + 1);
        if (*stop == '"') [[likely]] {
          value = {p + 1, static_cast<std::size_t>(stop - p - 1)};
          p = stop + 1;
        } else {
          p = unescape(p + 1, stop, key_names[key], value);
          if (p == nullptr) return nullptr;
        }
        p = take(p, key, level, value);
      } else if (key == key_items) {
        p = level == Level::declaration ? items(p) : refuse(nested(p), {Cause::value_is_nested, "items", {}, {}});
      } else {
        std::string_view value;
        p = other_value(p, key_names[key], true, value);
        if (p != nullptr) p = take(p, key, level, value);
      }
      if (p == nullptr) return nullptr;
      previous = index(key);
    }
    if (*p != ',') {
      p = skip_blanks(p);
      if (*p == '}') return p + 1;
      if (*p != ',') return expected(p, ", }");
    }
    ++p;
    if (*p != '"') p = skip_blanks(p);
  }
}

/// Puts a value where it belongs. An empty text is the same as a field that was not given.
const char* JsonRowReader::take(const char* p, Key key, Level level, std::string_view value) {
  if (key < declaration::header_field_count && level == Level::declaration) [[likely]] {
    declaration_->header.text[key] = value;
    return p;
  }
  const bool item_field = key >= declaration::header_field_count && key < declaration::field_count;
  if (item_field) {
    if (level == Level::declaration) {
      if (has_list_) {
        return refuse(
            p, {Cause::item_field_beside_items, std::string(key_names[key]), shown_value(key_names[key], value), {}});
      }
      if (!has_flat_item_ && !value.empty()) {
        declaration_->add_item();
        has_flat_item_ = true;
      }
    }
    if (!value.empty()) {
      declaration_->items[declaration_->item_count - 1].text[key - declaration::header_field_count] = value;
    }
    return p;
  }
  if (level == Level::item) {
    return refuse(p,
                  {Cause::header_field_in_item, std::string(key_names[key]), shown_value(key_names[key], value), {}});
  }
  if (key == key_declaration_id) {
    declaration_->declaration_id = value;
  } else if (key == key_examination_result) {
    declaration_->examination_result = value;
  } else {
    return refuse(p, {Cause::items_not_a_list, "items", shown_value({}, value), {}});
  }
  return p;
}

const char* JsonRowReader::items(const char* p) {
  if (*p == 'n') {  // null: not given
    std::string_view value;
    return other_value(p, "items", true, value);
  }
  if (*p == '{') return refuse(nested(p), {Cause::items_not_a_list, "items", {}, {}});
  if (*p != '[') {
    std::string_view value;
    p = other_value(p, "items", true, value);
    return p == nullptr ? p : refuse(p, {Cause::items_not_a_list, "items", shown_value({}, value), {}});
  }
  if (has_flat_item_) {
    p = refuse(p, {Cause::item_field_beside_items, "items", {}, {}});
    if (p == nullptr) return nullptr;
  }
  has_list_ = true;
  p = skip_blanks(p + 1);
  if (*p == ']') return p + 1;
  for (;;) {
    if (*p == '{') {
      if (declaration_->item_count == max_items) {
        problems_.push_back({Cause::too_many_items, "items", {}, {{"limit", std::to_string(max_items)}}});
        return nullptr;
      }
      declaration_->add_item();
      p = object(p + 1, Level::item);
    } else {
      const char* const value = p;
      p = unknown_value(p, {});
      if (p != nullptr) {
        p = refuse(
            p, {Cause::item_not_an_object, "items", shown_value({}, {value, static_cast<std::size_t>(p - value)}), {}});
      }
    }
    if (p == nullptr) return nullptr;
    p = skip_blanks(p);
    if (*p == ']') return p + 1;
    if (*p != ',') return expected(p, ", ]");
    p = skip_blanks(p + 1);
  }
}

/// The key whose text begins at `p`. Returns what stands behind its quote.
const char* JsonRowReader::key(const char* p, std::string_view& name, Key& found) {
  p = string(p, {}, name);
  if (p != nullptr) found = find_key(name);
  return p;
}

/// The string whose text begins at `p`, behind its quote.
const char* JsonRowReader::string(const char* p, std::string_view name, std::string_view& value) {
  const char* stop = string_stop(p);
  if (*stop != '"') return unescape(p, stop, name, value);
  value = {p, static_cast<std::size_t>(stop - p)};
  return stop + 1;
}

/// Goes on with a string at its first backslash or control character.
const char* JsonRowReader::unescape(const char* begin, const char* stop, std::string_view name,
                                    std::string_view& value) {
  // Unescaped text is never longer. First its end, so that the memory is known.
  const char* last = stop;
  while (*last == '\\' && last + 1 < end_) last = string_stop(last + 2);
  char* const text = arena_->take(static_cast<std::size_t>(last - begin));
  char* out = text;
  const char* p = begin;
  for (;;) {
    std::memcpy(out, p, static_cast<std::size_t>(stop - p));
    out += stop - p;
    if (*stop == '"') break;
    if (*stop != '\\') {
      if (stop >= end_) return expected(end_, "\"");
      return refuse(nullptr, {Cause::control_character,
                              std::string(name),
                              {},
                              {{"position", position(stop)}, {"bytes", hex_bytes({stop, 1}, 0)}}});
    }
    p = escape(stop + 1, out, name);
    if (p == nullptr) return nullptr;
    stop = string_stop(p);
  }
  arena_->shorten(text, static_cast<std::size_t>(out - text));
  value = {text, static_cast<std::size_t>(out - text)};
  return stop + 1;
}

/// One escape, whose letter stands at `p`.
const char* JsonRowReader::escape(const char* p, char*& out, std::string_view name) {
  switch (*p) {
    case '"': *out++ = '"'; return p + 1;
    case '\\': *out++ = '\\'; return p + 1;
    case '/': *out++ = '/'; return p + 1;
    case 'b': *out++ = '\b'; return p + 1;
    case 'f': *out++ = '\f'; return p + 1;
    case 'n': *out++ = '\n'; return p + 1;
    case 'r': *out++ = '\r'; return p + 1;
    case 't': *out++ = '\t'; return p + 1;
    case 'u': break;
    default: return expected(p, "\" \\ / b f n r t u");
  }
  const int unit = hex_unit(p + 1);
  if (unit < 0) return expected(p, "uXXXX");
  const Details where = {{"position", position(p - 1)}};
  if (unit == 0) return refuse(nullptr, {Cause::nul_character, std::string(name), {}, where});
  auto c = static_cast<unsigned>(unit);
  p += 5;
  if (c >= 0xD800 && c <= 0xDFFF) {
    const int low = c < 0xDC00 && p[0] == '\\' && p[1] == 'u' ? hex_unit(p + 2) : -1;
    if (low < 0xDC00 || low > 0xDFFF) return refuse(nullptr, {Cause::lone_surrogate, std::string(name), {}, where});
    c = 0x10000 + ((c - 0xD800) << 10) + (static_cast<unsigned>(low) - 0xDC00);
    p += 6;
  }
  out = put_utf8(out, c);
  return p;
}

const char* JsonRowReader::other_value(const char* p, std::string_view name, bool known, std::string_view& value) {
  if (*p == '-' || is_digit(*p)) return number(p, name, value);
  const auto left = static_cast<std::size_t>(end_ - std::min(p, end_));
  const std::string_view rest(p, left);
  if (rest.starts_with("null")) return p + 4;
  const std::size_t boolean = rest.starts_with("true") ? 4 : rest.starts_with("false") ? 5 : 0;
  if (boolean != 0) {
    if (!known) return p + boolean;
    return refuse(p + boolean, {Cause::value_is_boolean, std::string(name), std::string(rest.substr(0, boolean)), {}});
  }
  if (*p == '{' || *p == '[') return refuse(nested(p), {Cause::value_is_nested, std::string(name), {}, {}});
  return expected(p, "\" 0-9 null");
}

const char* JsonRowReader::number(const char* p, std::string_view name, std::string_view& value) {
  const char* const start = p;
  const auto digits = [&] {
    const char* const first = p;
    while (is_digit(*p)) ++p;
    return p > first;
  };
  if (*p == '-') ++p;
  bool valid = *p == '0' ? (++p, true) : digits();
  if (valid && *p == '.') ++p, valid = digits();
  if (valid && (*p == 'e' || *p == 'E')) {
    ++p;
    if (*p == '+' || *p == '-') ++p;
    valid = digits();
  }
  const bool ends = p >= end_ || *p == ',' || *p == '}' || *p == ']' || is_blank(*p);
  value = {start, static_cast<std::size_t>(p - start)};
  if (valid && ends) return p;
  while (p < end_ && *p != ',' && *p != '}' && *p != ']' && *p != '"' && !is_blank(*p)) ++p;
  return refuse(p, {Cause::number_malformed,
                    std::string(name),
                    shown_value(name, {start, static_cast<std::size_t>(p - start)}),
                    {{"position", position(start)}}});
}

/// Passes over the object or list at `p`; nothing if it does not end.
const char* JsonRowReader::nested(const char* p) {
  std::size_t depth = 0;
  for (;;) {
    if (*p == '"') {
      std::string_view ignored;
      p = string(p + 1, {}, ignored);
      if (p == nullptr) return nullptr;
    } else {
      if (p >= end_) return expected(end_, "} ]");
      if (*p == '{' || *p == '[') ++depth;
      if (*p == '}' || *p == ']') --depth;
      ++p;
    }
    if (depth == 0) return p;
  }
}

/// The value of a key that no field has.
const char* JsonRowReader::unknown_value(const char* p, std::string_view name) {
  if (!name.empty()) unknown_.add(name, row_);
  std::string_view ignored;
  if (*p == '"') return string(p + 1, name, ignored);
  return other_value(p, name, false, ignored);
}

const char* JsonRowReader::refuse(const char* p, Problem problem) {
  if (p == nullptr && !problems_.empty() && problem.cause == Cause::value_is_nested) return nullptr;
  problems_.push_back(std::move(problem));
  return all_problems_ ? p : nullptr;
}

/// No key stands at `p`. Digits behind the comma that followed a number are the rest of a number with thousands commas.
const char* JsonRowReader::expected_key(const char* p, std::size_t previous) {
  const bool rest_of_number =
      is_digit(*p) && p - begin_ >= 2 && p[-1] == ',' && is_digit(p[-2]) && previous < key_count;
  if (!rest_of_number) return expected(p, "\"");
  const auto in_number = [](char c) { return is_digit(c) || c == ',' || c == '.' || c == '-'; };
  const char* first = p - 1;
  while (first > begin_ && in_number(first[-1])) --first;
  while (p < end_ && in_number(*p) && !(*p == ',' && !is_digit(p[1]))) ++p;
  const std::string value(first, p);
  std::string plain = value;
  std::erase(plain, ',');
  const auto field = key_names[previous];
  problems_.push_back({Cause::number_with_commas,
                       std::string(field),
                       shown_value(field, value),
                       {{"plain", shown_value(field, plain)}}});
  return nullptr;
}

/// The text is no JSON at `p`: what could stand there, and what does. Nothing further can be read.
const char* JsonRowReader::expected(const char* p, std::string_view what) {
  if (p >= end_) {
    problems_.push_back(
        {Cause::json_incomplete, {}, {}, {{"position", position(end_)}, {"expected", std::string(what)}}});
    return nullptr;
  }
  const auto found = cut({p, static_cast<std::size_t>(end_ - p)}, 4);
  const auto character = first_character(found);
  problems_.push_back(
      {what.empty() ? Cause::text_after_object : Cause::json_syntax,
       {},
       std::string(character),
       {{"position", position(p)}, {"expected", std::string(what)}, {"found", std::string(character)}}});
  return nullptr;
}

const char* JsonRowReader::skip_blanks(const char* p) const {
  while (p < end_ && is_blank(*p)) ++p;
  return p;
}

std::string JsonRowReader::position(const char* p) const { return std::to_string(p - begin_ + 1); }

}  // namespace clearway::intake
