#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string_view>
#include <utility>

#include "base/json_writer.h"

namespace clearway::rehearsal {

/// An estimate with its interval of 95 %.
struct Interval {
  double value = 0, low = 0, high = 0;
  friend bool operator==(const Interval&, const Interval&) = default;
};

/// As a member; null where there is none.
void append_interval(JsonWriter& json, std::string_view name, const std::optional<Interval>& interval);

/// A share of `part` in `whole` with the interval of Wilson, which holds at 0 and at 1 too. Nothing of an empty whole.
std::optional<Interval> wilson(double part, double whole);

/// Counts of one kind of row by (found something, selected by the first policy, selected by the second).
class Cells {
 public:
  std::uint64_t& at(bool found, bool first, bool second) { return counts_[index(found, first, second)]; }
  std::uint64_t at(bool found, bool first, bool second) const { return counts_[index(found, first, second)]; }
  std::uint64_t rows() const;
  std::uint64_t found() const;
  /// Rows selected by policy `which` (0, 1); `hits`: only those where something was found.
  std::uint64_t selected(int which) const;
  std::uint64_t hits(int which) const;

 private:
  static std::size_t index(bool found, bool first, bool second) {
    return (found ? 4U : 0U) + (first ? 2U : 0U) + (second ? 1U : 0U);
  }
  std::array<std::uint64_t, 8> counts_{};
};

/// The hit rate of the second policy less that of the first, over the same rows: rows that both select count in both,
/// so the interval is that of a paired difference (linearised).
std::optional<Interval> precision_difference(const Cells& cells);

/// What a stratified random sample says about all rows it was drawn from.
class RandomSample {
 public:
  /// Every row, drawn or not, counts for its stratum: rows of one ratio.
  using Stratum = std::pair<std::uint8_t, std::int64_t>;  // procedure, ratio in millionths
  void count(Stratum stratum) { ++strata_[stratum].rows; }
  void add(Stratum stratum, bool found, bool first, bool second) { ++strata_[stratum].sample.at(found, first, second); }

  std::uint64_t rows() const;
  std::uint64_t sampled() const;
  std::uint64_t found() const;
  /// Irregular among all rows. Selection by chance is independent of risk, so this holds whatever the policy selects.
  std::optional<Interval> irregular() const;
  /// Share of the irregular that policy `which` selects without chance.
  std::optional<Interval> recall(int which) const;
  /// The second recall less the first, over the same sample.
  std::optional<Interval> recall_difference() const;

 private:
  struct Count {
    std::uint64_t rows = 0;
    Cells sample;
  };
  template <class Weight>
  double total(const Weight& weight) const;
  template <class Weight>
  double variance(const Weight& weight) const;
  std::map<Stratum, Count> strata_;
};

}  // namespace clearway::rehearsal
