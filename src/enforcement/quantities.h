#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "enforcement/enforcement.h"

namespace clearway::enforcement {

/// A quantity as the file shows it; `value` is nothing where it is not known.
struct Counted {
  std::optional<std::int64_t> value;
  std::string shown;  // a share to one decimal, cut down; else empty
  std::optional<Date> on;
  std::string evidence;
};

/// `day` later by a parameter of the type days, months or years, as it reads on `on`; nothing where it has no value
/// then.
std::optional<Date> later_by(const law::Parameter& period, Date day, Date on);

/// The quantity on `now.day`. `age`: the parameter of the age of the debts that count.
Counted count(const Standing& now, Quantity quantity, const law::Parameter* age, const law::Law& law);

/// Whether it is so; nothing where the file does not say. Derived findings always say.
std::optional<Found> found(const Standing& now, Finding finding);

}  // namespace clearway::enforcement
