#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>

#include "likelihood/model.h"
#include "model/measures.h"
#include "training/examples.h"

namespace clearway::training {

/// How well a model ranks examined declarations it has not seen. NaN where a measure is not defined.
struct Measures {
  static constexpr std::array<double, 4> tops = {1, 2, 5, 10};  // per cent
  std::uint64_t rows = 0, irregular = 0;
  double auc = 0, average_precision = 0;
  double f1 = 0;                         // at the model's threshold
  std::array<double, 4> precision_at{};  // of the ranking by likelihood
  std::array<double, 4>
      revenue_at{};  // of the ranking by likelihood x duty at stake: share of the duty of the irregular
  double log_loss = 0, brier = 0;
};

struct Evaluation {
  Measures all, new_tuples;  // every row; rows that repeat nothing the model was trained on
  /// Every row, where the model is told of repeats what this file's earlier rows were found to be: as in operation,
  /// where results flow into the profiles, and no measure of what a model knows by itself.
  Measures as_results_come_in;
  std::array<model::CalibrationBin, 10> calibration{};
  std::vector<model::LiftPoint> lift;
};

/// `past`: in the order of the file; ties keep it. What was not examined is left out.
Evaluation evaluate(const likelihood::Model& model, std::span<const PastDeclaration> past);

/// As JSON with the fields of the command's contract.
std::string to_json(const Evaluation& evaluation, const likelihood::Model& model);

}  // namespace clearway::training
