#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/explained.h"
#include "base/messages.h"
#include "base/result.h"
#include "seizure/case.h"

namespace clearway::seizure {

/// How work is chosen from a day on.
struct WorkSettings {
  Date from;
  std::map<State, std::int64_t> minutes;  // from a state to the end of the case
  std::array<std::int64_t, asset_names.size()> chance_percent{};
  std::int32_t clock_days = 0, longest_wait_days = 0;
  std::int64_t small_below_krw = 0, small_every = 1, most_per_debtor = 1, minutes_a_day = 0;
  std::string cite, grade;
};

/// policy/casework.yaml. Immutable.
struct WorkPolicy {
  std::vector<WorkSettings> dated;  // oldest first
  /// Error policy_is_not_valid: file, line, place and what would fix it.
  static Result<WorkPolicy> load(const std::string& policy_folder);
  static Result<WorkPolicy> read(std::string_view yaml);
  const WorkSettings& on(Date day) const;  // before the first day, the first
};

/// An officer with the minutes planned already for the day.
struct Hand {
  std::string account;
  std::int64_t busy_minutes = 0;
};

/// Why a file stands where it does. Stored nowhere; the name is the key of its sentence.
enum class Place : std::uint8_t { clock, waited, small, benefit, hardship, debtor_is_full };
inline constexpr std::array<std::string_view, 6> place_names = {"clock",   "waited",   "small",
                                                                "benefit", "hardship", "debtor_is_full"};

struct Planned {
  std::string case_id, party_id;
  Place place = Place::benefit;
  std::int64_t expected_krw = 0, minutes = 0, per_hour_krw = 0;
  std::string officer;  // empty: nobody has time for it today
  std::vector<Step> steps;
};

/// The open files in the order in which they are best worked, each with the officer who takes it today: the one in
/// charge where that one has the time, else whoever has most. Ties by id, so the same files give the same list.
std::vector<Planned> plan_work(const WorkSettings& settings, const Messages& messages, const std::vector<Case>& cases,
                               const std::map<std::string, std::string>& in_charge, std::vector<Hand> hands,
                               Date today);

}  // namespace clearway::seizure
