#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/date.h"
#include "risk/assessment.h"
#include "risk/policy.h"
#include "risk/quota_use.h"

namespace clearway::risk {

// Who gets the places of an office and day: docs/adr/0020-places-by-rank.md. A declaration is answered when it arrives,
// so a place has a price: the rank of the one who would get it later in the day.

/// Of those asking for a place, how many had which rank: steps of `rank_step` millionths.
inline constexpr std::int64_t rank_step = 80'000;
inline constexpr std::size_t rank_steps = highest_rank / rank_step + 1;
using Ranks = std::array<std::uint16_t, rank_steps>;
std::size_t step_of(std::int64_t rank);

/// rank = share x expected value + (1 - share) x likelihood, in millionths, 0..highest_rank. Rises with both.
std::int64_t rank_of(std::int64_t likelihood_ppm, std::int64_t expected_value_ppm, const Ranking& ranking);

/// Those who asked for places of one channel, and how many were looked at whatever their rank.
struct Side {
  Ranks asked{};
  std::uint32_t asked_in_all = 0, firm = 0;
  void count(std::int64_t rank);
};

/// A day of an office.
struct OfficeDay {
  std::uint32_t lodged = 0;  // all declarations, also those that asked for nothing
  Side orange, red;
};

/// The rank of the one who would get the last of `left` places later today, on average over `days`, which are days of
/// this office that have ended: each is taken to repeat itself from where as many declarations were lodged as today,
/// `lodged`. A day that would leave a place over counts 0; one that needs all of them for those who are looked at
/// anyway counts highest_rank. Falls with the places left and with what was lodged already. 0 without days.
CutOff cut_off(std::span<const OfficeDay> days, const Quota& planned, const QuotaUse& used, std::uint32_t lodged);

/// What a declaration asked for.
struct Asking {
  Channel asked = Channel::green;  // by rank; green: it did not ask
  std::int64_t rank = 0;
  Channel firm = Channel::green;  // looked at whatever its rank
};

/// The recent days of offices. A fold over declarations in the order of the record; bounded memory, the office that was
/// silent longest makes room.
class Demand {
 public:
  /// Begins `day` at `office`, if it is not under way: to be called for each declaration before it asks.
  void begin(std::string_view office, Date day, const Ranking& ranking);
  /// The cut-offs of the day under way. Both 0 until Ranking::days_needed days have ended, and on any other day.
  CutOff cut_off(std::string_view office, Date day, const Ranking& ranking, const Quota& planned,
                 const QuotaUse& used) const;
  /// Counts a declaration of the day under way, also one that asks for nothing.
  void count(std::string_view office, Date day, const Asking& asking);

 private:
  struct Office {
    std::int32_t day = 0;  // under way
    OfficeDay today;
    std::vector<OfficeDay> ended;  // a ring of Ranking::memory_days
    std::size_t next = 0;          // the place of the oldest, once it is full
  };
  static constexpr std::size_t most_offices = 256;
  std::unordered_map<std::uint64_t, Office> offices_;
};

}  // namespace clearway::risk
