#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace clearway::training {

/// Logistic regression on levels of categorical terms with a normal prior on every weight: log-odds = intercept +
/// sum over terms of spread[t] x v[t][level]. `levels[t]` holds a level of each row, 0 to count[t] - 1.
struct LinearFit {
  double intercept = 0;
  std::vector<std::vector<double>> weights;  // by term and level, spread included
};

/// Labels may be shares between 0 and 1. Minimises the penalised log-loss by L-BFGS; the same input gives the same
/// bits.
LinearFit fit_linear(std::span<const std::vector<std::uint32_t>> levels, std::span<const std::uint32_t> counts,
                     std::span<const double> spreads, std::span<const double> labels);

/// Logistic regression of labels on one score: intercept and slope, by Newton's method.
struct Line {
  double intercept = 0, slope = 1;
};
Line fit_line(std::span<const double> scores, std::span<const double> labels);

}  // namespace clearway::training
