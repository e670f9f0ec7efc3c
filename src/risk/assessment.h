#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace clearway::risk {

/// Kept in this order in records: never renumber.
enum class Channel : std::uint8_t { green, orange, red };
inline constexpr std::array<std::string_view, 3> channel_names = {"green", "orange", "red"};
inline std::string_view name(Channel channel) { return channel_names[static_cast<std::size_t>(channel)]; }

/// Why a declaration was treated as it was. `source` indexes the policy's table of rules and methods; its sentence is a
/// template whose places are filled from `values`.
struct Reason {
  std::uint16_t source = 0;
  std::uint16_t item = 0;
  double contribution = 0;               // evidence, -ln(1 - p); the likelihood is 1 - exp(-sum of the contributions)
  std::array<std::int64_t, 4> values{};  // what the template shows, in the order it names them
};

/// A rank is what those who ask for a place are ordered by: expected value, likelihood or a mix (Ranking), in
/// millionths.
inline constexpr std::int64_t highest_rank = 5'000'000;  // likelihood 1, consequence 5

/// The ranks from which on a declaration gets a place when it arrives (capacity.h). 0: every rank does, highest_rank:
/// none.
struct CutOff {
  std::int64_t red = 0, orange = 0;
  friend bool operator==(const CutOff&, const CutOff&) = default;
};

struct Assessment {
  double likelihood = 0;              // probability of an irregularity, 0..1
  std::uint8_t consequence = 1;       // severity 1..5
  double expected_value = 0;          // likelihood x consequence
  Channel wanted = Channel::green;    // by expected value, before the quota of office and day
  Channel at_least = Channel::green;  // whatever the expected value: by a hard rule, an error or chance
  bool hard = false;                  // a hard rule holds
  Channel channel = Channel::green;   // where it goes
  double random_ratio = 0;            // of random selection, as it applied
  std::int64_t rank = 0;              // where places go by rank
  std::optional<CutOff> cut_off;      // that held for it; where places go by rank and expected value asks for one
  std::vector<Reason> reasons;        // strongest contribution first; what changed the channel stands first of all
  /// The quota has a say only where nothing but expected value asks for more.
  bool asks_quota() const { return wanted > at_least; }
  /// Somebody may look at it, unless the quota is used up.
  bool selected() const { return wanted != Channel::green || at_least != Channel::green; }
  void clear() {
    likelihood = expected_value = random_ratio = 0;
    consequence = 1;
    wanted = at_least = channel = Channel::green;
    hard = false;
    rank = 0;
    cut_off.reset();
    reasons.clear();
  }
};

}  // namespace clearway::risk
