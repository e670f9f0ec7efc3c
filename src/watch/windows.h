#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/date.h"
#include "watch/settings.h"

namespace clearway::watch {

/// Days, both included.
struct Period {
  Date from, to;
  bool holds(Date day) const { return from <= day && day <= to; }
  friend bool operator==(const Period&, const Period&) = default;
};

/// What the reference is a period of.
enum class Ground : std::uint8_t { rehearsed, trained, preceding };
inline constexpr std::array<std::string_view, 3> ground_names = {"rehearsed", "trained", "preceding"};
inline std::string_view name(Ground ground) { return ground_names[static_cast<std::size_t>(ground)]; }

/// What is known of the version in force.
struct Basis {
  std::optional<Date> in_force_since;  // activated by people; what was installed has decided before
  std::optional<Period> rehearsed, trained;
  std::optional<Date> last_recorded;  // by the clock that wrote the newest record
};

struct Windows {
  Period reference, current;
  Ground ground = Ground::preceding;
  Date first_day;  // the first whose results count for a window that ends within the current one
  bool not_yet_in_force =
      false;                     // the day asked lies before the activation: another day is meant, or a clock went back
  bool record_is_ahead = false;  // something was recorded after the day asked
};

/// The windows to hold against each other on `on`. The current one ends there and begins with the version in force; the
/// reference ends before it begins. The period rehearsed comes before the one trained on; where neither lies before
/// the current window, the days just before it.
Windows windows_on(Date on, const Basis& basis, const Settings& settings);

}  // namespace clearway::watch
