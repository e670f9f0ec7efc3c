#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace clearway {

/// An exact decimal number with six places, in a 64-bit integer: |value| < 9.2e12. Declared amounts, weights and rates.
/// Sums and differences are exact; products and quotients name their rounding.
class Decimal {
 public:
  static constexpr std::int64_t one = 1'000'000;
  constexpr Decimal() = default;
  static constexpr Decimal micro(std::int64_t units) { return Decimal(units); }
  static constexpr Decimal whole(std::int64_t value) { return Decimal(value * one); }
  /// Digits with an optional sign and one point: "12", "-3.25", "0.000001". Nothing for commas, exponents, blanks,
  /// more than six places that are not zero, or a number out of range.
  static std::optional<Decimal> parse(std::string_view text);

  constexpr std::int64_t micro() const { return units_; }
  constexpr std::int64_t floor_whole() const { return units_ / one - (units_ % one < 0 ? 1 : 0); }
  constexpr double approximate() const { return static_cast<double>(units_) / one; }
  std::string text() const;  // shortest: "12", "3.25"

  constexpr Decimal operator+(Decimal other) const { return Decimal(units_ + other.units_); }
  constexpr Decimal operator-(Decimal other) const { return Decimal(units_ - other.units_); }
  /// Exact product rounded down (towards minus infinity) to six places; saturates at the range.
  Decimal times_floor(Decimal other) const;
  friend constexpr auto operator<=>(const Decimal&, const Decimal&) = default;

 private:
  explicit constexpr Decimal(std::int64_t units) : units_(units) {}
  std::int64_t units_ = 0;
};

}  // namespace clearway
