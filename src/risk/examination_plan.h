#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/result.h"
#include "declaration/declaration.h"
#include "risk/assessment.h"
#include "risk/policy.h"

namespace clearway::risk {

// What an office examines of those who wait, in which order: docs/adr/0020-places-by-rank.md.

/// Why a declaration is looked at: chance and what the law or an officer compels, whatever its rank; else by rank, with
/// what led it there.
enum class Ground : std::uint8_t { random, error, hard_rule, officer, rule, model, other_method };
inline constexpr std::array<std::string_view, 7> ground_names = {"random", "error", "hard_rule",   "officer",
                                                                 "rule",   "model", "other_method"};
inline std::string_view name(Ground ground) { return ground_names[static_cast<std::size_t>(ground)]; }
/// Whether nothing may push it out of the plan.
constexpr bool is_compelled(Ground ground) { return ground <= Ground::officer; }

/// The ground of a decision by the ids of its reasons, in their order. `overridden`: an officer changed the channel.
Ground ground_of(std::span<const std::string> reasons, bool overridden, const Policy& policy);
/// Whether its expected value asked for more than the places of the day gave.
bool is_beyond_places(std::span<const std::string> reasons);

/// One that waits.
struct Candidate {
  Channel channel = Channel::orange;  // orange or red: which places it needs
  Ground ground = Ground::rule;
  std::int64_t likelihood_ppm = 0, expected_value_ppm = 0;
};

/// What an office can still examine today is `planned` less `examined`, by channel.
struct Capacity {
  std::int64_t red = 0, orange = 0;
};
inline constexpr std::int64_t largest_capacity = 1'000'000;

enum class Place : std::uint8_t {
  in_plan,        // has one of the places
  over_capacity,  // in the plan, though no place is left: compelled
  waits,          // beyond capacity: examined when others leave a place
  release,        // beyond capacity, and it can wait no longer: to be released unless a place becomes free today
};
inline constexpr std::array<std::string_view, 4> place_names = {"in_plan", "over_capacity", "waits", "release"};
inline std::string_view name(Place place) { return place_names[static_cast<std::size_t>(place)]; }

struct Planned {
  std::size_t candidate = 0;   // index
  Place place = Place::waits;  // in_plan, over_capacity or waits
  std::size_t position = 0;    // in the plan of its channel, from 1
  std::int64_t rank = 0;       // as rank_of
};

/// The plan: chance first, then what is compelled, then by rank; among equals those given first. Every candidate once,
/// in the order of the plan. Refused: a capacity or a number examined that is negative or above `largest_capacity`.
/// Nothing planned: only chance and what is compelled. No ranking: by expected value.
Result<std::vector<Planned>> plan(std::span<const Candidate> candidates, const Capacity& planned,
                                  const Capacity& examined, const Ranking* ranking);
/// The same place on `today` for one whose nearest time limit ends on `last_day`, if it has one.
Place on_day(Place place, std::optional<Date> last_day, Date today);

/// Duty and tax that an irregularity may cost: of an import the duty at the rates declared; of an export the value
/// added tax that may be refunded on its value. Nothing where neither is known. `vat_rate_micro`: law.vat.rate.
std::optional<std::int64_t> at_stake_krw(const declaration::Declaration& declaration, std::int64_t value_krw,
                                         std::int64_t vat_rate_micro);
/// The duty of all items whose price and rate are declared; nothing if there are none. Won, rounded down item by item.
std::optional<std::int64_t> declared_duty_krw(const declaration::Declaration& declaration);
/// likelihood x what is at stake, rounded down.
std::int64_t expected_revenue_krw(std::int64_t likelihood_ppm, std::int64_t stake_krw);

}  // namespace clearway::risk
