#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

namespace clearway::model {

/// How well scores tell irregular rows (label true) from regular ones. Scores are compared only with one another,
/// except where probabilities are meant: log_loss, brier and calibration. Rows of equal score stand in the order they
/// came in. What is not defined (no row, or rows of one label only) is NaN. Labels are 0 or 1, scores never NaN, and
/// spans have equal lengths.
using Scores = std::span<const float>;
using Labels = std::span<const float>;

/// Likelihood that an irregular row has a higher score than a regular one; equal scores count half.
double area_under_curve(Scores scores, Labels labels);

/// Mean precision at each score that an irregular row has, weighed by the irregular rows there. Rows of equal score are
/// taken together, so their order does not matter.
double average_precision(Scores scores, Labels labels);

/// F1 where rows with score >= threshold are held irregular; 0 where no irregular row is found.
double f1(Scores scores, Labels labels, float threshold);

struct Threshold {
  float threshold = 0;
  double f1 = 0;
};
/// The threshold, one of the scores, with the greatest F1; of several the highest.
Threshold best_f1(Scores scores, Labels labels);

/// The number of rows in the top `percent` of `count`: rounded up, so that some row is looked at wherever there is one.
std::size_t rows_in_top(std::size_t count, double percent);
/// The share of irregular rows among the rows of the top.
double precision_in_top(Scores scores, Labels labels, double percent);
/// The share of all irregular rows that are in the top.
double recall_in_top(Scores scores, Labels labels, double percent);
/// The share of all revenue (or of another amount that is not negative) that is in the top.
double revenue_in_top(Scores scores, std::span<const double> revenue, double percent);

struct CalibrationBin {
  std::size_t rows = 0;
  double mean_probability = 0;
  double irregular_share = 0;
};
/// Ten bins of rows by probability, lowest first; where the rows do not divide by ten, bin i ends before the row
/// floor(count * (i + 1) / 10). An empty bin has 0 rows.
std::array<CalibrationBin, 10> calibration(Scores probabilities, Labels labels);

struct LiftPoint {
  double percent = 0;
  double recall = 0;
  double lift = 0;  // recall against that of a blind choice of as many rows
};
/// One point for each of `percents`.
std::vector<LiftPoint> lift_curve(Scores scores, Labels labels, std::span<const double> percents);

/// Mean of -log of the probability given to what was; probabilities are held within 1e-15 of 0 and 1.
double log_loss(Scores probabilities, Labels labels);
/// Mean square of probability - label.
double brier(Scores probabilities, Labels labels);

}  // namespace clearway::model
