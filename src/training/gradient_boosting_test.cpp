#include "training/gradient_boosting.h"

#include <gtest/gtest.h>
#include <xgboost/c_api.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <random>

#include "model/measures.h"
#include "model/shapley.h"

namespace clearway::training {
namespace {

constexpr float nan = std::numeric_limits<float>::quiet_NaN();

struct Data {
  std::size_t rows = 0;
  std::size_t columns = 0;
  std::vector<float> values;
  std::vector<float> labels;
  std::vector<float> weights;
  Matrix matrix() const { return {values, rows, columns}; }
};

/// Columns by turns: numbers, few whole numbers, almost always 0, always the same, always missing.
Data random_data(unsigned seed, std::size_t rows, std::size_t columns, double missing) {
  std::mt19937 random(seed);
  std::normal_distribution<float> normal;
  std::uniform_real_distribution<double> uniform(0, 1);
  Data data{rows, columns, {}, {}, {}};
  std::vector<float> weights(columns);
  for (float& weight : weights) weight = normal(random);
  for (std::size_t row = 0; row < rows; ++row) {
    float sum = 0;
    for (std::size_t column = 0; column < columns; ++column) {
      float value = normal(random);
      switch (column % 7) {
        case 3: value = std::floor(std::abs(value) * 4); break;
        case 4: value = uniform(random) < 0.95 ? 0 : value; break;
        case 5: value = 2.5F; break;
        case 6: value = std::floor(value * 2); break;
        default: break;
      }
      if (uniform(random) < missing || (columns > 12 && column == 12)) value = nan;
      data.values.push_back(value);
      if (!std::isnan(value)) sum += weights[column] * value;
    }
    data.labels.push_back(sum + normal(random) > 0.5F ? 1.0F : 0.0F);
    data.weights.push_back(static_cast<float>(1 + random() % 4));
  }
  return data;
}

/// XGBoost itself, reading the model that we read.
class Booster {
 public:
  explicit Booster(const std::string& json) {
    EXPECT_EQ(XGBoosterCreate(nullptr, 0, &handle_), 0);
    EXPECT_EQ(XGBoosterLoadModelFromBuffer(handle_, json.data(), json.size()), 0) << XGBGetLastError();
    XGBoosterSetParam(handle_, "nthread", "1");
  }
  ~Booster() { XGBoosterFree(handle_); }
  Booster(const Booster&) = delete;
  Booster& operator=(const Booster&) = delete;

  /// 1: margins; 2: contributions, with the bias after those of each row.
  std::vector<float> predict(const Data& data, int type) const {
    DMatrixHandle matrix = nullptr;
    EXPECT_EQ(XGDMatrixCreateFromMat_omp(data.values.data(), data.rows, data.columns, nan, &matrix, 1), 0)
        << XGBGetLastError();
    const std::string config =
        R"({"training": false, "iteration_begin": 0, "iteration_end": 0, "strict_shape": false, "type": )" +
        std::to_string(type) + "}";
    const bst_ulong* shape = nullptr;
    bst_ulong dimensions = 0;
    const float* result = nullptr;
    EXPECT_EQ(XGBoosterPredictFromDMatrix(handle_, matrix, config.c_str(), &shape, &dimensions, &result), 0)
        << XGBGetLastError();
    std::size_t size = 1;
    for (bst_ulong dimension = 0; dimension < dimensions; ++dimension) size *= shape[dimension];
    std::vector<float> copy(result, result + size);
    XGDMatrixFree(matrix);
    return copy;
  }

 private:
  BoosterHandle handle_ = nullptr;
};

Parameters quick(unsigned trees, unsigned depth) {
  Parameters parameters;
  parameters.trees = trees;
  parameters.depth = depth;
  parameters.learning_rate = 0.3;
  return parameters;
}

TEST(GradientBoosting, OurMarginsAndContributionsAreXgboosts) {
  const struct {
    std::string_view name;
    std::size_t rows, columns;
    double missing;
    unsigned trees, depth;
    double base_score, gamma, min_child_weight, subsample;
  } cases[] = {
      {"plain", 2000, 10, 0, 30, 6, 0.5, 0, 1, 1},
      {"missing values", 2000, 20, 0.3, 30, 6, 0.5, 0, 1, 1},
      {"another base score", 1000, 8, 0.1, 20, 4, 0.03, 0, 1, 1},
      {"pruned", 2000, 14, 0.1, 30, 7, 0.5, 2, 5, 0.7},
      {"stumps", 500, 5, 0.2, 50, 1, 0.5, 0, 0.1, 1},
      {"no split is worth it", 500, 5, 0.2, 5, 6, 0.2, 1e6, 1, 1},
      {"as deep as can be explained", 4000, 21, 0.1, 10, 8, 0.5, 0, 0.1, 0.5},
      {"one column", 300, 1, 0.2, 20, 5, 0.5, 0, 0.1, 1},
      {"no tree", 100, 3, 0, 0, 6, 0.7, 0, 1, 1},
  };
  unsigned seed = 1;
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    const auto data = random_data(seed++, c.rows, c.columns, c.missing);
    auto parameters = quick(c.trees, c.depth);
    parameters.base_score = c.base_score;
    parameters.gamma = c.gamma;
    parameters.min_child_weight = c.min_child_weight;
    parameters.subsample = c.subsample;
    const auto json = train_json(data.matrix(), data.labels, {}, parameters);
    ASSERT_TRUE(json) << json.error().detail;
    const auto forest = model::Forest::from_xgboost_json(*json, c.columns);
    ASSERT_TRUE(forest) << forest.error().detail;
    EXPECT_EQ(forest->trees(), c.trees);
    const Booster booster(*json);

    const auto theirs = booster.predict(data, 1);
    std::vector<float> ours(data.rows);
    forest->margins(data.values.data(), data.rows, data.columns, ours.data());
    ASSERT_EQ(theirs.size(), ours.size());
    EXPECT_EQ(std::memcmp(theirs.data(), ours.data(), ours.size() * sizeof(float)), 0);

    const auto shapley = model::Shapley::of(*forest);
    ASSERT_TRUE(shapley) << shapley.error().detail;
    const auto expected = booster.predict(data, 2);
    std::vector<float> contributions(data.values.size());
    shapley->contributions(data.values.data(), data.rows, data.columns, contributions.data());
    ASSERT_EQ(expected.size(), data.rows * (data.columns + 1));
    double worst = 0;
    double worst_sum = 0;
    for (std::size_t row = 0; row < data.rows; ++row) {
      double sum = static_cast<double>(shapley->bias());
      for (std::size_t column = 0; column < data.columns; ++column) {
        const auto value = static_cast<double>(contributions[row * data.columns + column]);
        worst = std::max(worst, std::abs(value - static_cast<double>(expected[row * (data.columns + 1) + column])));
        sum += value;
      }
      worst = std::max(
          worst, static_cast<double>(std::abs(shapley->bias() - expected[row * (data.columns + 1) + data.columns])));
      worst_sum = std::max(worst_sum, std::abs(sum - static_cast<double>(ours[row])));
    }
    EXPECT_LE(worst, 1e-5);
    EXPECT_LE(worst_sum, 1e-4);
  }
}

TEST(GradientBoosting, LearnsAndKeepsWhatItIsTold) {
  const auto data = random_data(21, 3000, 8, 0.1);
  auto parameters = quick(30, 4);
  const auto forest = train(data.matrix(), data.labels, data.weights, parameters).value();
  std::vector<float> margins(data.rows);
  forest.margins(data.values.data(), data.rows, data.columns, margins.data());
  EXPECT_GT(model::area_under_curve(margins, data.labels), 0.95);
  EXPECT_NE(forest, train(data.matrix(), data.labels, {}, parameters).value()) << "weights matter";
  parameters.scale_pos_weight = 3;
  EXPECT_NE(forest, train(data.matrix(), data.labels, data.weights, parameters).value()) << "scale_pos_weight matters";

  parameters.monotone = {1, -1, 0, 0, 0, 0, 0, 0};
  const auto monotone = train(data.matrix(), data.labels, {}, parameters).value();
  std::vector<float> row(8, 0.1F);
  for (const std::size_t column : {std::size_t{0}, std::size_t{1}}) {
    float last = column == 0 ? -1e9F : 1e9F;
    for (float value = -3; value < 3; value += 0.1F) {
      row[column] = value;
      const float margin = monotone.margin(row);
      EXPECT_TRUE(column == 0 ? margin >= last : margin <= last);
      last = margin;
    }
    row[column] = 0.1F;
  }
}

TEST(GradientBoosting, TheSameSeedGivesTheSameForestForAnyNumberOfThreads) {
  const auto data = random_data(31, 20'000, 15, 0.2);
  auto parameters = quick(15, 6);
  parameters.subsample = 0.6;
  parameters.column_sample = 0.5;
  const auto forest = train(data.matrix(), data.labels, data.weights, parameters).value();
  for (const unsigned threads : {1U, 2U, 3U}) {
    parameters.threads = threads;
    EXPECT_EQ(forest, train(data.matrix(), data.labels, data.weights, parameters).value()) << threads;
  }
  parameters.seed = 2;
  EXPECT_NE(forest, train(data.matrix(), data.labels, data.weights, parameters).value());
}

TEST(GradientBoosting, RefusesWhatCannotBeTrained) {
  const auto data = random_data(41, 50, 3, 0);
  const auto infinite = [&] {
    auto values = data.values;
    values[7] = std::numeric_limits<float>::infinity();
    return values;
  }();
  const auto labels = [&] {
    auto changed = data.labels;
    changed[3] = 1.5F;
    return changed;
  }();
  const auto with = [](auto change) {
    Parameters parameters = quick(1, 2);
    change(parameters);
    return parameters;
  };
  const Parameters plain = quick(1, 2);
  const std::span<const float> none;
  const struct {
    std::string_view name;
    Matrix matrix;
    std::span<const float> labels, weights;
    Parameters parameters;
    std::string field;
  } cases[] = {
      {"no rows", {none, 0, 3}, none, none, plain, "rows"},
      {"no columns", {none, 3, 0}, data.labels, none, plain, "rows"},
      {"values that are not rows x columns",
       {data.values, 49, 3},
       std::span(data.labels).first(49),
       none,
       plain,
       "rows"},
      {"an infinite value", {infinite, 50, 3}, data.labels, none, plain, "rows"},
      {"too few labels", data.matrix(), std::span(data.labels).first(49), none, plain, "labels"},
      {"a label above 1", data.matrix(), labels, none, plain, "labels"},
      {"too few weights", data.matrix(), data.labels, std::span(data.weights).first(49), plain, "weights"},
      {"a weight that is no number", data.matrix(), data.labels, infinite, plain, "weights"},
      {"no depth", data.matrix(), data.labels, none, with([](auto& p) { p.depth = 0; }), "depth"},
      {"a base score of 1", data.matrix(), data.labels, none, with([](auto& p) { p.base_score = 1; }), "base_score"},
      {"no thread", data.matrix(), data.labels, none, with([](auto& p) { p.threads = 0; }), "threads"},
      {"too few directions", data.matrix(), data.labels, none, with([](auto& p) { p.monotone = {1}; }), "monotone"},
      {"a direction of 2", data.matrix(), data.labels, none, with([](auto& p) {
         p.monotone = {0, 2, 0};
       }),
       "monotone"},
      {"what XGBoost refuses", data.matrix(), data.labels, none, with([](auto& p) { p.subsample = 2; }), "model"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    testing::internal::CaptureStderr();
    testing::internal::CaptureStdout();
    const auto forest = train(c.matrix, c.labels, c.weights, c.parameters);
    EXPECT_EQ(testing::internal::GetCapturedStderr() + testing::internal::GetCapturedStdout(), "");
    ASSERT_FALSE(forest);
    EXPECT_EQ(forest.error().field, c.field) << forest.error().detail;
    EXPECT_EQ(forest.error().detail.find('\n'), std::string::npos) << forest.error().detail;
  }
}

}  // namespace
}  // namespace clearway::training
