#pragma once

#include <cstdint>
#include <limits>
#include <optional>

namespace clearway::accrual {

/// Intermediate results: an amount times days times a rate.
__extension__ using Wide = __int128;

/// Principals above this are refused, so that every intermediate result fits into Wide.
inline constexpr std::int64_t most_amount = 1'000'000'000'000'000;

/// `numerator / denominator` towards zero to a multiple of `unit`; none may be negative.
inline Wide floor_to(Wide numerator, Wide denominator, std::int64_t unit) {
  return numerator / denominator / unit * unit;
}
inline bool fits(Wide value) { return value <= std::numeric_limits<std::int64_t>::max(); }

}  // namespace clearway::accrual
