#include "model/measures.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <stdexcept>

namespace clearway::model {
namespace {

constexpr double undefined = std::numeric_limits<double>::quiet_NaN();

void require_equal(std::size_t scores, std::size_t labels) {
  if (scores != labels) throw std::logic_error("measures: as many labels as scores are needed");
}

bool irregular(float label) { return label != 0; }

double count_irregular(Labels labels) {
  return static_cast<double>(std::count_if(labels.begin(), labels.end(), irregular));
}

/// Places of the rows, highest score first, equal scores in the order of the rows.
std::vector<std::size_t> by_score(Scores scores) {
  std::vector<std::size_t> order(scores.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return scores[a] > scores[b]; });
  return order;
}

/// Calls visit(score, irregular rows, all rows) for each different score, highest first; both counts are of rows with
/// at least this score.
template <class Visit>
void each_threshold(Scores scores, Labels labels, Visit&& visit) {
  const auto order = by_score(scores);
  double found = 0;
  for (std::size_t place = 0; place < order.size(); ++place) {
    found += irregular(labels[order[place]]) ? 1 : 0;
    if (place + 1 < order.size() && scores[order[place + 1]] == scores[order[place]]) continue;
    visit(scores[order[place]], found, static_cast<double>(place + 1));
  }
}

double f1_of(double found, double looked_at, double all) { return found == 0 ? 0 : 2 * found / (looked_at + all); }

}  // namespace

double area_under_curve(Scores scores, Labels labels) {
  require_equal(scores.size(), labels.size());
  const double all = count_irregular(labels);
  const double regular = static_cast<double>(labels.size()) - all;
  if (all == 0 || regular == 0) return undefined;
  double area = 0;
  double last_found = 0;
  double last_false = 0;
  each_threshold(scores, labels, [&](float, double found, double rows) {
    area += (rows - found - last_false) * (found + last_found) / 2;
    last_found = found;
    last_false = rows - found;
  });
  return area / (all * regular);
}

double average_precision(Scores scores, Labels labels) {
  require_equal(scores.size(), labels.size());
  const double all = count_irregular(labels);
  if (all == 0) return undefined;
  double sum = 0;
  double last_found = 0;
  each_threshold(scores, labels, [&](float, double found, double rows) {
    sum += (found - last_found) * found / rows;
    last_found = found;
  });
  return sum / all;
}

double f1(Scores scores, Labels labels, float threshold) {
  require_equal(scores.size(), labels.size());
  double found = 0;
  double looked_at = 0;
  for (std::size_t row = 0; row < scores.size(); ++row) {
    if (!(scores[row] >= threshold)) continue;
    looked_at += 1;
    found += irregular(labels[row]) ? 1 : 0;
  }
  return f1_of(found, looked_at, count_irregular(labels));
}

Threshold best_f1(Scores scores, Labels labels) {
  require_equal(scores.size(), labels.size());
  const double all = count_irregular(labels);
  Threshold best{std::numeric_limits<float>::infinity(), 0};
  each_threshold(scores, labels, [&](float score, double found, double rows) {
    if (const double value = f1_of(found, rows, all); value > best.f1) best = {score, value};
  });
  return best;
}

std::size_t rows_in_top(std::size_t count, double percent) {
  // 0.07 * 100 is a little more than 7, which must not become 8.
  const double rows = std::ceil(static_cast<double>(count) * percent / 100 - 1e-9 * static_cast<double>(count));
  return static_cast<std::size_t>(std::clamp(rows, 0.0, static_cast<double>(count)));
}

double precision_in_top(Scores scores, Labels labels, double percent) {
  require_equal(scores.size(), labels.size());
  const std::size_t rows = rows_in_top(scores.size(), percent);
  if (rows == 0) return undefined;
  const auto order = by_score(scores);
  double found = 0;
  for (std::size_t place = 0; place < rows; ++place) found += irregular(labels[order[place]]) ? 1 : 0;
  return found / static_cast<double>(rows);
}

double recall_in_top(Scores scores, Labels labels, double percent) {
  const std::size_t rows = rows_in_top(scores.size(), percent);
  const double all = count_irregular(labels);
  if (all == 0) return undefined;
  return rows == 0 ? 0 : precision_in_top(scores, labels, percent) * static_cast<double>(rows) / all;
}

double revenue_in_top(Scores scores, std::span<const double> revenue, double percent) {
  require_equal(scores.size(), revenue.size());
  const double all = std::accumulate(revenue.begin(), revenue.end(), 0.0);
  if (!(all > 0)) return undefined;
  const std::size_t rows = rows_in_top(scores.size(), percent);
  const auto order = by_score(scores);
  double found = 0;
  for (std::size_t place = 0; place < rows; ++place) found += revenue[order[place]];
  return found / all;
}

std::array<CalibrationBin, 10> calibration(Scores probabilities, Labels labels) {
  require_equal(probabilities.size(), labels.size());
  std::vector<std::size_t> order(probabilities.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return probabilities[a] < probabilities[b]; });
  std::array<CalibrationBin, 10> bins;
  for (std::size_t index = 0, place = 0; index < bins.size(); ++index) {
    CalibrationBin& bin = bins[index];
    for (; place < order.size() * (index + 1) / bins.size(); ++place) {
      ++bin.rows;
      bin.mean_probability += static_cast<double>(probabilities[order[place]]);
      bin.irregular_share += irregular(labels[order[place]]) ? 1 : 0;
    }
    if (bin.rows == 0) continue;
    bin.mean_probability /= static_cast<double>(bin.rows);
    bin.irregular_share /= static_cast<double>(bin.rows);
  }
  return bins;
}

std::vector<LiftPoint> lift_curve(Scores scores, Labels labels, std::span<const double> percents) {
  require_equal(scores.size(), labels.size());
  const double all = count_irregular(labels);
  const auto order = by_score(scores);
  std::vector<double> found{0};
  for (const std::size_t row : order) found.push_back(found.back() + (irregular(labels[row]) ? 1 : 0));
  std::vector<LiftPoint> points;
  for (const double percent : percents) {
    const std::size_t rows = rows_in_top(scores.size(), percent);
    LiftPoint point{percent, all == 0 ? undefined : found[rows] / all, undefined};
    if (rows > 0) point.lift = point.recall * static_cast<double>(scores.size()) / static_cast<double>(rows);
    points.push_back(point);
  }
  return points;
}

double log_loss(Scores probabilities, Labels labels) {
  require_equal(probabilities.size(), labels.size());
  if (probabilities.empty()) return undefined;
  double sum = 0;
  for (std::size_t row = 0; row < probabilities.size(); ++row) {
    const double probability = std::clamp(static_cast<double>(probabilities[row]), 1e-15, 1 - 1e-15);
    sum -= std::log(irregular(labels[row]) ? probability : 1 - probability);
  }
  return sum / static_cast<double>(probabilities.size());
}

double brier(Scores probabilities, Labels labels) {
  require_equal(probabilities.size(), labels.size());
  if (probabilities.empty()) return undefined;
  double sum = 0;
  for (std::size_t row = 0; row < probabilities.size(); ++row) {
    const double difference = static_cast<double>(probabilities[row]) - (irregular(labels[row]) ? 1 : 0);
    sum += difference * difference;
  }
  return sum / static_cast<double>(probabilities.size());
}

}  // namespace clearway::model
