#include "base/decimal.h"

#include <limits>

namespace clearway {

__extension__ using Wide = __int128;

std::optional<Decimal> Decimal::parse(std::string_view text) {
  const bool negative = !text.empty() && text.front() == '-';
  std::size_t i = negative ? 1 : 0;
  if (i == text.size()) return std::nullopt;
  std::uint64_t value = 0;
  int places = -1;  // digits after the point; -1 before it
  bool digit_seen = false;
  constexpr std::uint64_t limit = std::numeric_limits<std::int64_t>::max() / 10 - 1;
  for (; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '.') {
      if (places >= 0 || !digit_seen) return std::nullopt;
      places = 0;
      continue;
    }
    if (c < '0' || c > '9') return std::nullopt;
    digit_seen = true;
    if (places == 6) {
      if (c != '0') return std::nullopt;
      continue;
    }
    if (value > limit) return std::nullopt;
    value = value * 10 + static_cast<std::uint64_t>(c - '0');
    if (places >= 0) ++places;
  }
  if (!digit_seen || places == 0) return std::nullopt;
  for (int p = places < 0 ? 0 : places; p < 6; ++p) {
    if (value > limit) return std::nullopt;
    value *= 10;
  }
  const auto units = static_cast<std::int64_t>(value);
  return Decimal(negative ? -units : units);
}

std::string Decimal::text() const {
  const auto magnitude = units_ < 0 ? 0 - static_cast<std::uint64_t>(units_) : static_cast<std::uint64_t>(units_);
  std::string out = units_ < 0 ? "-" : "";
  out += std::to_string(magnitude / one);
  auto fraction = magnitude % one;
  if (fraction == 0) return out;
  std::string places = std::to_string(fraction + one).substr(1);
  while (places.back() == '0') places.pop_back();
  return out + "." + places;
}

Decimal Decimal::times_floor(Decimal other) const {
  const Wide product = static_cast<Wide>(units_) * other.units_;
  Wide units = product / one;
  if (product % one < 0) --units;
  constexpr Wide top = std::numeric_limits<std::int64_t>::max();
  return Decimal(static_cast<std::int64_t>(units > top ? top : units < -top ? -top : units));
}

}  // namespace clearway
