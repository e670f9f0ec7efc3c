#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "watch/settings.h"

namespace clearway::watch {

/// A value that is not given; risk::missing.
inline constexpr std::int64_t missing = std::numeric_limits<std::int64_t>::min();

/// The values of one signal in the two windows, in any order, one a declaration. Numbers are in millionths. Of a code
/// of `code_digits` digits, the number that they make, only which it is counts.
struct Signal {
  std::string name;
  Text label;
  std::size_t code_digits = 0;  // 0: a number
  std::vector<std::int64_t> reference, current;
};

/// A bin of numbers, above `above` up to and including `up_to`; or a code. Open ends are the ends of the range.
struct Bin {
  enum class Kind : std::uint8_t { numbers, code, other_codes, not_given };
  Kind kind = Kind::numbers;
  std::int64_t above = std::numeric_limits<std::int64_t>::min(), up_to = std::numeric_limits<std::int64_t>::max();
  double reference = 0, current = 0;  // shares
};

enum class Standing : std::uint8_t { steady, shifted, drifted, grows, too_few };
inline constexpr std::array<std::string_view, 5> standing_names = {"steady", "shifted", "drifted", "grows", "too_few"};
inline std::string_view name(Standing standing) { return standing_names[static_cast<std::size_t>(standing)]; }

/// How the distribution of a signal has moved.
struct Drift {
  std::string name;
  Text label;
  std::size_t code_digits = 0;
  Standing standing = Standing::too_few;
  std::int64_t reference = 0, current = 0;  // declarations
  double stability_index = 0;               // population stability index over the bins
  double reference_missing = 0, current_missing = 0;
  double unseen = 0;      // share of the current values that the reference never had: another code, beyond its ends
  std::vector<Bin> bins;  // as they are cut: numbers from the smallest, codes from the most frequent
  std::size_t moved = 0;  // the bin that adds most to the index
};

/// `grows`: it rises with the record by itself. An empty bin counts as half a declaration.
Drift drift_of(const Signal& signal, bool grows, const Settings& settings);

}  // namespace clearway::watch
