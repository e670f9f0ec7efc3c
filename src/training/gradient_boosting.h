#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "model/forest.h"

namespace clearway::training {

/// Rows one after another; NaN is a missing value.
struct Matrix {
  std::span<const float> values;
  std::size_t rows = 0;
  std::size_t columns = 0;
};

struct Parameters {
  unsigned trees = 200;
  unsigned depth = 6;
  double learning_rate = 0.1;
  double min_child_weight = 1;
  double lambda = 1;
  double alpha = 0;
  double gamma = 0;
  double subsample = 1;
  double column_sample = 1;  // of each tree
  unsigned max_bins = 256;
  double base_score = 0.5;
  double scale_pos_weight = 1;
  unsigned threads = 1;
  std::uint32_t seed = 1;
  std::vector<int> monotone;  // empty, or one of -1, 0, 1 for each column
};

/// Trains trees for labels from 0 to 1 (a share where a row stands for several; XGBoost: binary:logistic, hist).
/// `weights` is empty or has one for each row. The same rows, parameters and seed give the same forest, whatever the
/// number of threads: samples are drawn by the place of a row, and sums are taken in doubles. That the last holds for a
/// different number of threads is XGBoost's practice, which our tests watch over, not its promise; where a forest must
/// be reproduced elsewhere, keep to one thread.
Result<model::Forest> train(const Matrix& rows, std::span<const float> labels, std::span<const float> weights,
                            const Parameters& parameters);

/// The same as the JSON that XGBoost saves.
Result<std::string> train_json(const Matrix& rows, std::span<const float> labels, std::span<const float> weights,
                               const Parameters& parameters);

}  // namespace clearway::training
