#include "training/gradient_boosting.h"

#include <xgboost/c_api.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <memory>

namespace clearway::training {
namespace {

struct FreeMatrix {
  void operator()(void* handle) const { XGDMatrixFree(handle); }
};
struct FreeBooster {
  void operator()(void* handle) const { XGBoosterFree(handle); }
};
using OwnedMatrix = std::unique_ptr<void, FreeMatrix>;
using OwnedBooster = std::unique_ptr<void, FreeBooster>;

/// XGBoost's own lines on standard output and error stay away from those of the program. The setting is of this thread.
class Silence {
 public:
  Silence() {
    const char* before = nullptr;
    if (XGBGetGlobalConfig(&before) == 0) before_ = before;
    XGBSetGlobalConfig(R"({"verbosity": 0})");
  }
  ~Silence() {
    if (!before_.empty()) XGBSetGlobalConfig(before_.c_str());
  }
  Silence(const Silence&) = delete;
  Silence& operator=(const Silence&) = delete;

 private:
  std::string before_;
};

Error wrong(std::string field, const std::string& detail) {
  return Error{"training_data_is_not_valid", std::move(field), detail, "correct the rows or the parameters"};
}

/// XGBoost's message in one line, without its stack.
Error failed() {
  std::string message = XGBGetLastError();
  if (const auto stack = message.find("\nStack trace"); stack != std::string::npos) message.resize(stack);
  while (!message.empty() && message.back() == '\n') message.pop_back();
  std::replace(message.begin(), message.end(), '\n', ' ');
  return Error{"training_failed", "model", message, "correct the rows or the parameters"};
}

std::string text(double value) {
  char buffer[64];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
  return std::string(buffer, end);
}

std::string monotone_text(const std::vector<int>& directions) {
  std::string result = "(";
  for (const int direction : directions) result += (result.size() > 1 ? "," : "") + std::to_string(direction);
  return result + ")";
}

Status check(const Matrix& rows, std::span<const float> labels, std::span<const float> weights,
             const Parameters& parameters) {
  if (rows.rows == 0 || rows.columns == 0) return wrong("rows", "there are no rows or no columns");
  if (rows.columns > model::Forest::max_features) {
    return wrong("rows", "there are more than " + std::to_string(model::Forest::max_features) + " columns");
  }
  if (rows.values.size() / rows.columns != rows.rows || rows.values.size() % rows.columns != 0) {
    return wrong("rows", "there are " + std::to_string(rows.values.size()) + " values, not rows x columns");
  }
  if (std::any_of(rows.values.begin(), rows.values.end(), [](float value) { return std::isinf(value); })) {
    return wrong("rows", "a value is infinite");
  }
  if (labels.size() != rows.rows) return wrong("labels", "there are not as many labels as rows");
  if (!std::all_of(labels.begin(), labels.end(), [](float label) { return label >= 0 && label <= 1; })) {
    return wrong("labels", "a label is no share between 0 and 1");
  }
  if (!weights.empty() && weights.size() != rows.rows) return wrong("weights", "there are not as many weights as rows");
  if (!std::all_of(weights.begin(), weights.end(), [](float weight) { return std::isfinite(weight) && weight >= 0; })) {
    return wrong("weights", "a weight is not a number from 0 on");
  }
  if (parameters.trees > model::Forest::max_trees) return wrong("trees", "there are too many trees");
  // hist keeps every node of a tree of full depth, and depth 0 would mean no limit.
  if (parameters.depth < 1 || parameters.depth > 15) return wrong("depth", "the depth is not from 1 to 15");
  if (!(parameters.base_score > 0 && parameters.base_score < 1))
    return wrong("base_score", "it is not between 0 and 1");
  if (parameters.threads == 0) return wrong("threads", "at least one thread is needed");
  if (!parameters.monotone.empty()) {
    if (parameters.monotone.size() != rows.columns)
      return wrong("monotone", "there is not one direction for each column");
    for (const int direction : parameters.monotone) {
      if (direction < -1 || direction > 1) return wrong("monotone", "a direction is none of -1, 0 and 1");
    }
  }
  return success();
}

}  // namespace

Result<std::string> train_json(const Matrix& rows, std::span<const float> labels, std::span<const float> weights,
                               const Parameters& parameters) {
  if (auto checked = check(rows, labels, weights, parameters); !checked) return checked.error();
  const Silence silence;
  DMatrixHandle matrix_handle = nullptr;
  if (XGDMatrixCreateFromMat_omp(rows.values.data(), rows.rows, rows.columns, std::numeric_limits<float>::quiet_NaN(),
                                 &matrix_handle, static_cast<int>(parameters.threads)) != 0) {
    return failed();
  }
  const OwnedMatrix matrix(matrix_handle);
  if (XGDMatrixSetFloatInfo(matrix.get(), "label", labels.data(), labels.size()) != 0) return failed();
  if (!weights.empty() && XGDMatrixSetFloatInfo(matrix.get(), "weight", weights.data(), weights.size()) != 0)
    return failed();

  BoosterHandle booster_handle = nullptr;
  if (XGBoosterCreate(&matrix_handle, 1, &booster_handle) != 0) return failed();
  const OwnedBooster booster(booster_handle);
  std::vector<std::pair<const char*, std::string>> settings = {
      {"verbosity", "0"},
      {"booster", "gbtree"},
      {"objective", "binary:logistic"},
      {"tree_method", "hist"},
      {"disable_default_eval_metric", "1"},
      {"validate_parameters", "1"},
      {"nthread", std::to_string(parameters.threads)},
      {"seed", std::to_string(parameters.seed)},
      {"max_depth", std::to_string(parameters.depth)},
      {"max_bin", std::to_string(parameters.max_bins)},
      {"eta", text(parameters.learning_rate)},
      {"min_child_weight", text(parameters.min_child_weight)},
      {"lambda", text(parameters.lambda)},
      {"alpha", text(parameters.alpha)},
      {"gamma", text(parameters.gamma)},
      {"subsample", text(parameters.subsample)},
      {"colsample_bytree", text(parameters.column_sample)},
      {"base_score", text(parameters.base_score)},
      {"scale_pos_weight", text(parameters.scale_pos_weight)},
  };
  if (!parameters.monotone.empty()) settings.emplace_back("monotone_constraints", monotone_text(parameters.monotone));
  for (const auto& [name, value] : settings) {
    if (XGBoosterSetParam(booster.get(), name, value.c_str()) != 0) return failed();
  }
  for (unsigned tree = 0; tree < parameters.trees; ++tree) {
    if (XGBoosterUpdateOneIter(booster.get(), static_cast<int>(tree), matrix.get()) != 0) return failed();
  }
  const char* json = nullptr;
  bst_ulong size = 0;
  if (XGBoosterSaveModelToBuffer(booster.get(), R"({"format": "json"})", &size, &json) != 0) return failed();
  return std::string(json, size);
}

Result<model::Forest> train(const Matrix& rows, std::span<const float> labels, std::span<const float> weights,
                            const Parameters& parameters) {
  const auto json = train_json(rows, labels, weights, parameters);
  if (!json) return json.error();
  return model::Forest::from_xgboost_json(*json, rows.columns);
}

}  // namespace clearway::training
