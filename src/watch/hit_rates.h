#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "risk/examination_policy.h"
#include "watch/windows.h"

namespace clearway::watch {

/// The methods that spoke in a decision (JSON as the record keeps it), each once: a rule is a rule whatever its id.
/// What says nothing of a risk, release in principle and notes on the quota, is none.
std::vector<std::string> methods_of(std::string_view decision);

/// Lines of audits after release: green declarations, by expected value and by chance.
inline constexpr std::string_view audit_decile = "audit_decile", audit_random = "audit_random";

struct Count {
  std::int64_t examined = 0, hits = 0;
  double share() const { return examined == 0 ? 0 : static_cast<double>(hits) / static_cast<double>(examined); }
  risk::Interval interval() const { return risk::wilson(hits, examined); }
};

/// What was found, by method and day of the examination.
class Examined {
 public:
  void add(std::string_view method, Date on, bool found);
  Count within(std::string_view method, const Period& period) const;
  std::vector<std::string> methods() const;

 private:
  std::map<std::string, std::map<Date, Count>, std::less<>> methods_;
};

enum class AgainstChance : std::uint8_t { above, not_apart, below, too_few, is_chance };
inline constexpr std::array<std::string_view, 5> against_chance_names = {"above", "not_apart", "below", "too_few",
                                                                         "is_chance"};
inline std::string_view name(AgainstChance against) { return against_chance_names[static_cast<std::size_t>(against)]; }

enum class AgainstReference : std::uint8_t { risen, not_apart, fallen, too_few };
inline constexpr std::array<std::string_view, 4> against_reference_names = {"risen", "not_apart", "fallen", "too_few"};
inline std::string_view name(AgainstReference against) {
  return against_reference_names[static_cast<std::size_t>(against)];
}

/// One method: its hit rate in both windows beside the share drawn by chance. Two rates are apart where their intervals
/// of 95 % (Wilson) do not touch.
struct MethodRate {
  std::string method, chance;  // and what it is measured by: random, of audits audit_random
  Count current, reference, current_chance, reference_chance;
  std::optional<double> lift, reference_lift;  // hit rate / that of chance; nothing where chance found nothing
  AgainstChance against_chance = AgainstChance::too_few;
  AgainstReference against_reference = AgainstReference::too_few;
};

enum class AlarmKind : std::uint8_t { below_chance, fell_against_reference };
inline constexpr std::array<std::string_view, 2> alarm_names = {"below_chance", "fell_against_reference"};
inline std::string_view name(AlarmKind kind) { return alarm_names[static_cast<std::size_t>(kind)]; }

struct Alarm {
  AlarmKind kind = AlarmKind::below_chance;
  std::string method, against;  // by what it is measured: a method, or empty for its reference
  Count current, other;
  std::optional<double> lift, reference_lift;
  Date since;              // the first day from which on it has stood without a break
  bool or_before = false;  // it stood throughout the current window: it may be older
};

struct HitRates {
  std::vector<MethodRate> methods;  // chance first
  std::vector<Alarm> alarms;
};

/// Holds the rates of the two windows against each other. Since when an alarm stands is asked of windows of the same
/// length that end on earlier days.
HitRates hit_rates(const Examined& examined, const Windows& windows, const Settings& settings);

}  // namespace clearway::watch
