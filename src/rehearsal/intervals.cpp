#include "rehearsal/intervals.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace clearway::rehearsal {
namespace {

constexpr double z = 1.959963984540054;  // 95 %, both sides

double number(std::uint64_t count) { return static_cast<double>(count); }

Interval around(double value, double variance, double lowest, double highest) {
  const double half = z * std::sqrt(std::max(0.0, variance));
  return {value, std::max(lowest, value - half), std::min(highest, value + half)};
}

/// Each of the eight kinds of row with its count: (count, found, first, second).
template <class Visit>
void each_cell(const Cells& cells, const Visit& visit) {
  for (const bool found : {false, true}) {
    for (const bool first : {false, true}) {
      for (const bool second : {false, true}) visit(number(cells.at(found, first, second)), found, first, second);
    }
  }
}

/// A share with the width that Wilson gives a sample of the size at which `variance` would have come about.
Interval share(double value, double variance, double sample) {
  double size = sample;
  if (variance > 0 && value > 0 && value < 1) size = value * (1 - value) / variance;
  const auto interval = wilson(value * size, size);
  return interval ? *interval : Interval{value, 0, 1};
}

}  // namespace

void append_interval(JsonWriter& json, std::string_view name, const std::optional<Interval>& interval) {
  json.key(name);
  if (!interval) {
    json.null();
    return;
  }
  json.begin_object()
      .member("value", interval->value)
      .member("low", interval->low)
      .member("high", interval->high)
      .end_object();
}

std::optional<Interval> wilson(double part, double whole) {
  if (!(whole > 0)) return std::nullopt;
  const double p = part / whole;
  const double scale = 1 + z * z / whole;
  const double middle = (p + z * z / (2 * whole)) / scale;
  const double half = z * std::sqrt(p * (1 - p) / whole + z * z / (4 * whole * whole)) / scale;
  return Interval{p, p <= 0 ? 0 : std::max(0.0, middle - half), p >= 1 ? 1 : std::min(1.0, middle + half)};
}

std::uint64_t Cells::rows() const { return std::accumulate(counts_.begin(), counts_.end(), std::uint64_t{0}); }

std::uint64_t Cells::found() const {
  return at(true, false, false) + at(true, false, true) + at(true, true, false) + at(true, true, true);
}

std::uint64_t Cells::selected(int which) const {
  return hits(which) +
         (which == 0 ? at(false, true, false) + at(false, true, true) : at(false, false, true) + at(false, true, true));
}

std::uint64_t Cells::hits(int which) const {
  return which == 0 ? at(true, true, false) + at(true, true, true) : at(true, false, true) + at(true, true, true);
}

std::optional<Interval> precision_difference(const Cells& cells) {
  const double first_rows = number(cells.selected(0)), second_rows = number(cells.selected(1));
  if (first_rows == 0 || second_rows == 0) return std::nullopt;
  const double first_rate = number(cells.hits(0)) / first_rows, second_rate = number(cells.hits(1)) / second_rows;
  double variance = 0;
  each_cell(cells, [&](double count, bool found, bool first, bool second) {
    const double y = found ? 1 : 0;
    const double e = (second ? (y - second_rate) / second_rows : 0) - (first ? (y - first_rate) / first_rows : 0);
    variance += count * e * e;
  });
  return around(second_rate - first_rate, variance, -1, 1);
}

std::uint64_t RandomSample::rows() const {
  std::uint64_t sum = 0;
  for (const auto& [stratum, count] : strata_) sum += count.rows;
  return sum;
}

std::uint64_t RandomSample::sampled() const {
  std::uint64_t sum = 0;
  for (const auto& [stratum, count] : strata_) sum += count.sample.rows();
  return sum;
}

std::uint64_t RandomSample::found() const {
  std::uint64_t sum = 0;
  for (const auto& [stratum, count] : strata_) sum += count.sample.found();
  return sum;
}

/// Sum over all rows of what `weight` says of a row, estimated stratum by stratum.
template <class Weight>
double RandomSample::total(const Weight& weight) const {
  double sum = 0;
  for (const auto& [stratum, count] : strata_) {
    const double n = number(count.sample.rows());
    if (n == 0) continue;
    double of_sample = 0;
    each_cell(count.sample, [&](double rows, bool found, bool first, bool second) {
      of_sample += rows * weight(found, first, second);
    });
    sum += number(count.rows) * of_sample / n;
  }
  return sum;
}

template <class Weight>
double RandomSample::variance(const Weight& weight) const {
  double sum = 0;
  for (const auto& [stratum, count] : strata_) {
    const double n = number(count.sample.rows()), all = number(count.rows);
    if (n < 2 || all <= n) continue;
    double mean = 0, squares = 0;
    each_cell(count.sample, [&](double rows, bool found, bool first, bool second) {
      const double w = weight(found, first, second);
      mean += rows * w / n;
      squares += rows * w * w;
    });
    const double spread = std::max(0.0, (squares - n * mean * mean) / (n - 1));
    sum += all * all * (1 - n / all) * spread / n;
  }
  return sum;
}

std::optional<Interval> RandomSample::irregular() const {
  const double n = number(sampled()), all = number(rows());
  if (n == 0) return std::nullopt;
  const auto found = [](bool y, bool, bool) { return y ? 1.0 : 0.0; };
  const Interval part = share(total(found) / all, variance(found) / (all * all), n);
  return Interval{part.value * all, part.low * all, part.high * all};
}

std::optional<Interval> RandomSample::recall(int which) const {
  const double irregular = total([](bool y, bool, bool) { return y ? 1.0 : 0.0; });
  if (irregular == 0) return std::nullopt;
  const auto caught = [which](bool y, bool a, bool b) { return y && (which == 0 ? a : b) ? 1.0 : 0.0; };
  const double value = total(caught) / irregular;
  const double spread =
      variance([&](bool y, bool a, bool b) { return y ? ((which == 0 ? a : b) ? 1 - value : -value) / irregular : 0; });
  return share(value, spread, number(found()));
}

std::optional<Interval> RandomSample::recall_difference() const {
  const double irregular = total([](bool y, bool, bool) { return y ? 1.0 : 0.0; });
  if (irregular == 0) return std::nullopt;
  const auto gained = [](bool a, bool b) { return (b ? 1.0 : 0.0) - (a ? 1.0 : 0.0); };
  const double value = total([&](bool y, bool a, bool b) { return y ? gained(a, b) : 0; }) / irregular;
  const double spread = variance([&](bool y, bool a, bool b) { return y ? (gained(a, b) - value) / irregular : 0; });
  return around(value, spread, -1, 1);
}

}  // namespace clearway::rehearsal
