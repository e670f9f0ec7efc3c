#pragma once

#include <array>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace clearway {

enum class Language : std::uint8_t { korean, english };

/// The same sentence in both languages.
struct Text {
  std::string ko;
  std::string en;
  const std::string& in(Language language) const { return language == Language::korean ? ko : en; }
  friend bool operator==(const Text&, const Text&) = default;
};

inline void append(std::string& out, std::string_view text) { out.append(text); }

inline void append_integer(std::string& out, std::int64_t value) {
  std::array<char, 24> buffer;
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
  out.append(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
}

/// `text` as the inside of a JSON string: quotes, backslashes and control characters escaped; UTF-8 left as it is.
void append_json_escaped(std::string& out, std::string_view text);
inline void append_json_string(std::string& out, std::string_view text) {
  out.push_back('"');
  append_json_escaped(out, text);
  out.push_back('"');
}
/// `units` millionths as the shortest decimal number: 1500000 -> 1.5
void append_micro(std::string& out, std::int64_t units);

bool is_valid_utf8(std::string_view text);

}  // namespace clearway
