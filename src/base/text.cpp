#include "base/text.h"

namespace clearway {

void append_json_escaped(std::string& out, std::string_view text) {
  static constexpr char hex[] = "0123456789abcdef";
  std::size_t start = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c >= 0x20 && c != '"' && c != '\\') continue;
    out.append(text.data() + start, i - start);
    start = i + 1;
    switch (c) {
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      case '\t': out += "\\t"; break;
      default:
        out += "\\u00";
        out += hex[c >> 4];
        out += hex[c & 15];
    }
  }
  out.append(text.data() + start, text.size() - start);
}

void append_micro(std::string& out, std::int64_t units) {
  auto magnitude = static_cast<std::uint64_t>(units);
  if (units < 0) {
    out.push_back('-');
    magnitude = 0 - magnitude;
  }
  append_integer(out, static_cast<std::int64_t>(magnitude / 1'000'000));
  auto fraction = static_cast<std::uint32_t>(magnitude % 1'000'000);
  if (fraction == 0) return;
  char places[7] = {'.'};
  for (int i = 6; i >= 1; --i, fraction /= 10) places[i] = static_cast<char>('0' + fraction % 10);
  std::size_t length = 7;
  while (places[length - 1] == '0') --length;
  out.append(places, length);
}

bool is_valid_utf8(std::string_view text) {
  const auto* p = reinterpret_cast<const unsigned char*>(text.data());
  const auto* const end = p + text.size();
  while (p < end) {
    if (end - p >= 8) {
      std::uint64_t word;
      std::memcpy(&word, p, 8);
      if ((word & 0x8080808080808080ULL) == 0) {
        p += 8;
        continue;
      }
    }
    if (*p < 0x80) {
      ++p;
      continue;
    }
    const int length = *p >= 0xF0 ? 4 : *p >= 0xE0 ? 3 : 2;
    if (*p < 0xC2 || *p > 0xF4 || end - p < length) return false;
    const auto second = p[1];
    if ((second & 0xC0) != 0x80) return false;
    if ((*p == 0xE0 && second < 0xA0) || (*p == 0xED && second > 0x9F) || (*p == 0xF0 && second < 0x90) ||
        (*p == 0xF4 && second > 0x8F)) {
      return false;  // overlong, surrogate, or beyond U+10FFFF
    }
    for (int i = 2; i < length; ++i) {
      if ((p[i] & 0xC0) != 0x80) return false;
    }
    p += length;
  }
  return true;
}

}  // namespace clearway
