#include "intake/encoding.h"

#include <simdjson.h>
#include <unicode/ucnv.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <stdexcept>

namespace clearway::intake {
namespace {

constexpr unsigned first_lead = 0x81, first_trail = 0x41, leads = 0xFE - 0x81 + 1, trails = 0xFE - 0x41 + 1;
/// UTF-16 unit of every two-byte code; 0 where there is none. All of CP949 lies in the basic plane.
using Cp949Table = std::array<std::uint16_t, leads * trails>;

Cp949Table make_cp949_table() {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UConverter, decltype(&ucnv_close)> converter(ucnv_open("windows-949-2000", &status),
                                                                     &ucnv_close);
  if (U_FAILURE(status)) throw std::runtime_error("ICU has no converter windows-949-2000");
  ucnv_setToUCallBack(converter.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
  Cp949Table table{};
  for (unsigned lead = 0; lead < leads; ++lead) {
    for (unsigned trail = 0; trail < trails; ++trail) {
      const char bytes[] = {static_cast<char>(lead + first_lead), static_cast<char>(trail + first_trail)};
      std::array<UChar, 4> units{};
      status = U_ZERO_ERROR;
      const auto length = ucnv_toUChars(converter.get(), units.data(), static_cast<std::int32_t>(units.size()), bytes,
                                        sizeof bytes, &status);
      if (U_SUCCESS(status) && length == 1 && units[0] != 0xFFFD) table[lead * trails + trail] = units[0];
    }
  }
  return table;
}

std::uint16_t cp949_unit(unsigned char lead, unsigned char trail) {
  static const Cp949Table table = make_cp949_table();
  if (lead < first_lead || lead == 0xFF || trail < first_trail || trail == 0xFF) return 0;
  return table[(lead - first_lead) * trails + (trail - first_trail)];
}

/// Writes UTF-8 to `out`, which has room for one and a half times the text, and returns its end.
char* write_cp949(char* out, std::string_view text, std::optional<std::size_t>& broken) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c < 0x80) {
      *out++ = static_cast<char>(c);
      continue;
    }
    const auto unit = i + 1 < text.size() ? cp949_unit(c, static_cast<unsigned char>(text[i + 1])) : std::uint16_t{0};
    if (unit == 0) {
      broken = i;
      return out;
    }
    ++i;
    if (unit < 0x800) {
      *out++ = static_cast<char>(0xC0 | (unit >> 6));
    } else {
      *out++ = static_cast<char>(0xE0 | (unit >> 12));
      *out++ = static_cast<char>(0x80 | ((unit >> 6) & 0x3F));
    }
    *out++ = static_cast<char>(0x80 | (unit & 0x3F));
  }
  return out;
}

std::size_t room_for(std::string_view cp949) { return cp949.size() + cp949.size() / 2 + 1; }

bool is_cp949(std::string_view text) {
  std::string ignored;
  return !append_cp949(ignored, text);
}

/// Length of the character at the start of `text`, or 0 if none can stand there.
std::size_t utf8_length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
  const auto lead = byte(0);
  if (lead < 0x80) return 1;
  const auto in = [&](std::size_t i, unsigned low, unsigned high) { return byte(i) >= low && byte(i) <= high; };
  if (lead >= 0xC2 && lead <= 0xDF) return in(1, 0x80, 0xBF) ? 2 : 0;
  if (lead >= 0xE0 && lead <= 0xEF) {
    const auto low = lead == 0xE0 ? 0xA0U : 0x80U, high = lead == 0xED ? 0x9FU : 0xBFU;
    return in(1, low, high) && in(2, 0x80, 0xBF) ? 3 : 0;
  }
  if (lead < 0xF0 || lead > 0xF4) return 0;
  const auto low = lead == 0xF0 ? 0x90U : 0x80U, high = lead == 0xF4 ? 0x8FU : 0xBFU;
  return in(1, low, high) && in(2, 0x80, 0xBF) && in(3, 0x80, 0xBF) ? 4 : 0;
}

}  // namespace

std::optional<std::size_t> first_broken_utf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto length = utf8_length(text.substr(i));
    if (length == 0) return i;
    i += length;
  }
  return std::nullopt;
}

bool is_utf8(std::string_view text) { return simdjson::validate_utf8(text.data(), text.size()); }

bool is_ascii(std::string_view text) {
  std::uint64_t bits = 0;
  std::size_t i = 0;
  for (; i + 8 <= text.size(); i += 8) {
    std::uint64_t word;
    std::memcpy(&word, text.data() + i, 8);
    bits |= word;
  }
  for (; i < text.size(); ++i) bits |= static_cast<unsigned char>(text[i]);
  return (bits & 0x8080808080808080ULL) == 0;
}

std::optional<std::size_t> append_cp949(std::string& out, std::string_view text) {
  std::optional<std::size_t> broken;
  const auto before = out.size();
  out.resize(before + room_for(text));
  const auto* end = write_cp949(out.data() + before, text, broken);
  out.resize(static_cast<std::size_t>(end - out.data()));
  return broken;
}

std::optional<std::string_view> decode_cp949(std::string_view text, Arena& arena, std::size_t& broken) {
  std::optional<std::size_t> at;
  char* out = arena.take(room_for(text));
  const auto length = static_cast<std::size_t>(write_cp949(out, text, at) - out);
  arena.shorten(out, at ? 0 : length);
  if (at) {
    broken = *at;
    return std::nullopt;
  }
  return std::string_view(out, length);
}

std::optional<Encoding> guess_encoding(std::string_view text) {
  if (is_ascii(text)) return std::nullopt;
  std::size_t utf8 = 0, cp949 = 0, other = 0;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    const auto line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (is_ascii(line)) continue;
    if (is_utf8(line)) {
      ++utf8;
    } else {
      ++(is_cp949(line) ? cp949 : other);
    }
  }
  if (utf8 + cp949 + other == 0) return std::nullopt;
  return cp949 > utf8 ? Encoding::cp949 : Encoding::utf8;
}

std::string_view cut(std::string_view text, std::size_t limit) {
  if (text.size() <= limit) return text;
  while (limit > 0 && (static_cast<unsigned char>(text[limit]) & 0xC0) == 0x80) --limit;
  return text.substr(0, limit);
}

std::string_view first_character(std::string_view text) {
  return text.substr(0, text.empty() ? 0 : std::max<std::size_t>(1, utf8_length(text)));
}

std::string hex_bytes(std::string_view text, std::size_t offset) {
  static constexpr char digits[] = "0123456789ABCDEF";
  std::string out;
  for (std::size_t i = offset; i < text.size() && i < offset + 4; ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (i > offset) out += ' ';
    out += {'0', 'x', digits[c >> 4], digits[c & 15]};
  }
  return out;
}

}  // namespace clearway::intake
