#pragma once

#include <cstdint>

#include "declaration/declaration.h"
#include "declaration/facts.h"
#include "risk/profiles.h"
#include "risk/variables.h"

namespace clearway::risk {

__extension__ typedef __int128 Wide;  // products and quotients of 64-bit amounts

/// A number that is not given. Comparisons with it never hold.
inline constexpr std::int64_t missing = INT64_MIN;

/// `whole` in millionths, at the ends of the range where it does not fit.
constexpr std::int64_t to_micro(std::int64_t whole) {
  constexpr std::int64_t largest = INT64_MAX / 1'000'000;
  return whole > largest ? INT64_MAX : whole < -largest ? -INT64_MAX : whole * 1'000'000;
}

/// What rules look at: one declaration, what follows from it, and the history before it.
struct Subject {
  const declaration::Declaration& declaration;
  const declaration::Facts& facts;
  const Observation& observation;
  const History& history;
  std::int32_t split_window_days = 1;
};

/// The value of a fact or history signal in millionths, or `missing`. Texts (hs2, hs4, hs6) are not numbers: missing.
std::int64_t number_of(Variable variable, const Subject& subject, std::size_t item);
/// The value of a number field in millionths; of a date field, days since 1970 in millionths.
std::int64_t number_of(declaration::Field field, bool is_date, const declaration::Declaration& declaration,
                       std::size_t item);

}  // namespace clearway::risk
