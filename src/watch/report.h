#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/explained.h"
#include "base/messages.h"
#include "watch/drift.h"
#include "watch/hit_rates.h"
#include "watch/settings.h"
#include "watch/windows.h"

namespace clearway::watch {

enum class Outcome : std::uint8_t {
  watched,
  nothing_recorded,    // in the current window: neither a declaration nor an examination
  reference_is_empty,  // nothing to hold it against
  not_yet_in_force,    // on the day asked
};
inline constexpr std::array<std::string_view, 4> outcome_names = {"watched", "nothing_recorded", "reference_is_empty",
                                                                  "not_yet_in_force"};
inline std::string_view name(Outcome outcome) { return outcome_names[static_cast<std::size_t>(outcome)]; }

/// A version that decides.
struct VersionInForce {
  std::string version_id, kind, fingerprint, title;
  std::optional<Date> since;
};

struct Given {
  Date on;
  std::vector<VersionInForce> versions;
  Windows windows;
  std::array<std::int64_t, 2> declarations{};  // in the reference, in the current window; signals hold a sample of them
  std::int64_t unreadable = 0;                 // of the sample: decided before inputs were kept, or damaged
  std::vector<Signal> signals;
  Examined examined;
};

/// Everything with its sentence. Nothing is held against anything where the outcome is not `watched`.
struct Report {
  Date on;
  std::vector<VersionInForce> versions;
  Windows windows;
  std::array<std::int64_t, 2> declarations{};
  std::int64_t unreadable = 0;
  std::string cite, grade;
  Explained<Outcome> outcome;            // second step, where there is one: what the clock has to do with it
  std::vector<Explained<Alarm>> alarms;  // first step: what happened; second: what to do
  std::vector<Explained<MethodRate>> methods;
  std::vector<Explained<Drift>> signals;  // the furthest moved first; second step, of what has moved: which values
  bool alarmed() const { return !alarms.empty(); }
};

/// Sentences under `watch.` of `messages`.
Report report_of(const Given& given, const WatchPolicy& policy, const Messages& messages);

/// The report as JSON; sentences in both languages.
std::string to_json(const Report& report);

}  // namespace clearway::watch
