#pragma once

#include <cstdint>
#include <limits>
#include <string_view>

namespace clearway::clearance {

enum class NumberProblem : std::uint8_t { none, not_a_number, separator, digits, decimals, range };

struct NumberText {
  std::int64_t micro = 0;
  NumberProblem problem = NumberProblem::none;
  bool readable = false;  // `micro` holds the value, even where it has a digit too many
  bool cut = false;       // more than six decimals were given; the rest is left out, towards nought
};

/// Reads "1234.5" exactly. At most `digits` digits, leading noughts aside, of which `decimals` after the point; noughts
/// at the end of the decimals do not count. `separator`: blanks or commas between digits.
inline NumberText read_number(std::string_view text, unsigned digits, unsigned decimals) {
  const auto fail = [](NumberProblem problem) { return NumberText{0, problem, false, false}; };
  const char* p = text.data();
  const char* const end = p + text.size();
  const bool negative = p != end && *p == '-';
  if (negative) ++p;
  std::uint64_t whole = 0;
  const char* const first = p;
  for (; p != end && static_cast<unsigned char>(*p - '0') < 10; ++p) {
    if (whole > 999'999'999'999'999'999ULL) return fail(NumberProblem::range);
    whole = whole * 10 + static_cast<std::uint64_t>(*p - '0');
  }
  const char* significant = first;
  while (significant != p && *significant == '0') ++significant;
  auto length = static_cast<unsigned>(p - significant);
  std::uint64_t fraction = 0;
  unsigned places = 0;
  bool cut = false;
  if (p == first) return fail(NumberProblem::not_a_number);
  if (p != end && *p == '.') {
    const char* last = end;
    if (++p == end) return fail(NumberProblem::not_a_number);
    while (last != p && last[-1] == '0') --last;
    for (; p != last; ++p) {
      if (static_cast<unsigned char>(*p - '0') >= 10) return fail(NumberProblem::not_a_number);
      if (places == 6) {
        cut = true;
        continue;
      }
      fraction = fraction * 10 + static_cast<std::uint64_t>(*p - '0');
      ++places;
    }
    p = end;
    length += places;
  }
  if (p != end) return fail(*p == ',' || *p == ' ' ? NumberProblem::separator : NumberProblem::not_a_number);
  for (unsigned i = places; i < 6 && fraction != 0; ++i) fraction *= 10;
  constexpr std::uint64_t top = std::numeric_limits<std::int64_t>::max() / 1'000'000 - 1;
  if (whole > top) return fail(NumberProblem::range);
  const auto units = static_cast<std::int64_t>(whole * 1'000'000 + fraction);
  NumberText number{negative ? -units : units, NumberProblem::none, true, cut};
  if (places > decimals || cut) {
    number.problem = NumberProblem::decimals;
  } else if (length > digits) {
    number.problem = NumberProblem::digits;
  }
  return number;
}

}  // namespace clearway::clearance
