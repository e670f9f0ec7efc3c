#pragma once

#include <cstdint>
#include <limits>
#include <optional>

#include "base/decimal.h"

namespace clearway::assessment {

__extension__ using Wide = __int128;

/// Highest amount in won that is computed with; sums of all lines of a declaration stay in 64 bits.
inline constexpr std::int64_t highest_won = std::numeric_limits<std::int64_t>::max() / Decimal::one;

/// `value` x `numerator` / `denominator` of amounts that are not negative, rounded down; nothing out of range.
inline std::optional<std::int64_t> scaled(std::int64_t value, std::int64_t numerator, Wide denominator) {
  const Wide result = Wide{value} * numerator / denominator;
  return result > highest_won ? std::nullopt : std::optional(static_cast<std::int64_t>(result));
}

/// `percent` of `value`, rounded down to whole won.
inline std::optional<std::int64_t> percent_of(std::int64_t value, Decimal percent) {
  return scaled(value, percent.micro(), Wide{100} * Decimal::one);
}
/// `ratio` (0 to 1) of `value`, rounded down; never out of range.
inline std::int64_t part_of(std::int64_t value, Decimal ratio) {
  return static_cast<std::int64_t>(Wide{value} * ratio.micro() / Decimal::one);
}
/// Decimal x decimal in whole won, rounded down.
inline std::optional<std::int64_t> product_won(Decimal a, Decimal b) {
  return scaled(a.micro(), b.micro(), Wide{Decimal::one} * Decimal::one);
}
/// What stays of an amount that is not negative when what is below `unit` is cut off.
inline std::int64_t cut(std::int64_t won, std::int64_t unit) { return won - won % unit; }

}  // namespace clearway::assessment
