#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/date.h"
#include "base/text.h"
#include "rehearsal/intervals.h"
#include "risk/assessment.h"

namespace clearway::rehearsal {

/// A period without a first or last day.
inline const Date earliest = Date::of(1, 1, 1), latest = Date::of(9999, 12, 31);

using Channels = std::array<std::uint64_t, 3>;  // by risk::Channel

/// Of some rows: how many were examined (labelled) and where something was found.
struct Hits {
  std::uint64_t labelled = 0, found = 0;
  std::optional<Interval> rate() const { return wilson(static_cast<double>(found), static_cast<double>(labelled)); }
};

struct OfficeSide {
  Channels channels{};
  std::uint64_t days_over_red = 0, days_over_orange = 0;  // more than the quota of office and day
  std::uint64_t capacity_red = 0, capacity_orange = 0;    // quotas of its days with declarations
  std::int64_t delay_micro_hours = 0;
};
struct Office {
  std::string code;
  std::uint64_t declarations = 0, days = 0;
  std::array<OfficeSide, 2> sides;
};

struct BandSide {
  std::uint64_t selected = 0, firms_selected = 0;
  std::int64_t delay_micro_hours = 0;
};
struct Band {
  std::string id;
  Text label;
  std::uint64_t firms = 0, declarations = 0;
  std::array<BandSide, 2> sides;
};

/// A rule or method that led selections of one policy.
struct SourceSide {
  std::string id;
  std::uint64_t selected = 0;
  Hits hits;
  std::uint64_t irregular = 0;  // by the truth of a generated world
};

struct Side {
  std::string policy_version;
  Channels channels{};
  std::uint64_t by_chance_alone = 0;  // selected by the random share and nothing else
  std::uint64_t beyond_capacity = 0;  // whose expected value asked for more than the places of the day gave
  Hits examined;                      // labelled rows it selects
  std::uint64_t missed = 0;           // labelled rows with a finding that it does not select
  std::int64_t delay_micro_hours = 0;
  std::optional<Interval> recall;   // from the random share: of what is irregular, selected without chance
  std::uint64_t true_found = 0;     // of the truth
  std::vector<SourceSide> sources;  // most selections first
  std::uint64_t selected() const { return channels[1] + channels[2]; }
};

struct PatternTruth {
  std::string id;
  std::uint64_t irregular = 0;
  std::array<std::uint64_t, 2> found{};
};

/// A declaration that the two policies treat differently.
struct Example {
  std::string party_id, declaration_id, office;
  std::string procedure;
  Date declared_on;
  std::array<risk::Channel, 2> channels{};
  std::array<std::string, 2> led_by;  // the first reason of each policy that selects it
  std::array<double, 2> expected_value{};
  std::optional<bool> found, irregular;
};

struct Shift {
  std::uint64_t declarations = 0;
  Hits hits;
  std::uint64_t irregular = 0;
  std::vector<Example> examples;  // highest expected value first
};

/// What changed in the rules themselves.
struct RuleChange {
  std::string id, change;  // added, removed, changed
};

struct Report {
  Date from, to;
  std::uint64_t declarations = 0, earlier = 0;  // in the period; before it, for the history alone
  Hits labelled;                                // all rows with a known examination
  Hits random;                                  // those examined because chance drew them
  std::uint64_t drawn = 0;                      // by the draws of the rehearsal, under the first policy
  std::optional<Interval> irregular;            // estimated from the random share
  bool truth_known = false;
  std::uint64_t true_irregular = 0;
  std::array<Side, 2> sides;         // 0: today's policy, 1: the changed one
  std::array<Channels, 3> matrix{};  // [channel of 0][channel of 1]
  Shift newly_selected, newly_spared;
  std::optional<Interval> precision_difference, recall_difference;
  std::vector<Office> offices;  // by code
  std::vector<Band> bands;
  std::vector<PatternTruth> patterns;
  std::vector<RuleChange> rules;
  std::vector<std::string> as_if_in_force;  // rules rehearsed from before their first day on
  bool settings_changed = false;            // anything of risk.yaml
  std::string delay_grade;                  // how well the hours are known
};

/// The report as JSON; the same report gives the same bytes.
std::string to_json(const Report& report);

}  // namespace clearway::rehearsal
