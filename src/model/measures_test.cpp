#include "model/measures.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string_view>

namespace clearway::model {
namespace {

const double undefined = std::nan("");

void expect(double found, double expected) {
  if (std::isnan(expected)) {
    EXPECT_TRUE(std::isnan(found)) << found;
  } else {
    EXPECT_NEAR(found, expected, 1e-9);
  }
}

TEST(Measures, Ranking) {
  const struct {
    std::string_view name;
    std::vector<float> scores, labels;
    double area, precision, best_f1;
    float threshold;
  } cases[] = {
      {"all in order", {0.9F, 0.8F, 0.2F, 0.1F}, {1, 1, 0, 0}, 1, 1, 1, 0.8F},
      {"all the wrong way", {0.1F, 0.2F, 0.8F, 0.9F}, {1, 1, 0, 0}, 0, (1.0 / 3 + 2.0 / 4) / 2, 2.0 * 2 / 6, 0.1F},
      {"all scores equal", {0.5F, 0.5F, 0.5F, 0.5F}, {1, 0, 0, 0}, 0.5, 0.25, 0.4, 0.5F},
      // pairs: 0.8 beats 0.6 and 0.2; 0.6 ties 0.6 and beats 0.2: 3.5 of 4
      {"a tie across labels", {0.8F, 0.6F, 0.6F, 0.2F}, {1, 1, 0, 0}, 0.875, (1 + 2.0 / 3) / 2, 0.8, 0.6F},
      {"one above the irregular", {0.9F, 0.7F, 0.5F}, {0, 1, 0}, 0.5, 0.5, 2.0 / 3, 0.7F},
      {"no irregular row", {0.9F, 0.7F}, {0, 0}, undefined, undefined, 0, INFINITY},
      {"no regular row", {0.9F, 0.7F}, {1, 1}, undefined, 1, 1, 0.7F},
      {"no row", {}, {}, undefined, undefined, 0, INFINITY},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    expect(area_under_curve(c.scores, c.labels), c.area);
    expect(average_precision(c.scores, c.labels), c.precision);
    const auto best = best_f1(c.scores, c.labels);
    expect(best.f1, c.best_f1);
    EXPECT_EQ(best.threshold, c.threshold);
    expect(f1(c.scores, c.labels, best.threshold), c.best_f1);
  }
}

TEST(Measures, F1AtAThreshold) {
  const std::vector<float> scores{0.9F, 0.5F, 0.4F, 0.1F}, labels{1, 0, 1, 0};
  expect(f1(scores, labels, 0.95F), 0);
  expect(f1(scores, labels, 0.9F), 2.0 / 3);  // found 1, looked at 1, there are 2
  expect(f1(scores, labels, 0.5F), 0.5);
  expect(f1(scores, labels, 0.4F), 0.8);
  expect(f1(scores, labels, 0), 2.0 / 3);
}

TEST(Measures, RowsInTopAreRoundedUp) {
  const struct {
    std::size_t count;
    double percent;
    std::size_t rows;
  } cases[] = {{100, 5, 5},   {100, 7, 7},   {101, 5, 6}, {10, 1, 1},     {0, 5, 0},      {10, 0, 0},
               {10, 100, 10}, {10, 200, 10}, {10, -1, 0}, {1000, 0.1, 1}, {1000, 0.11, 2}};
  for (const auto& c : cases) EXPECT_EQ(rows_in_top(c.count, c.percent), c.rows) << c.count << " " << c.percent;
}

TEST(Measures, TheTop) {
  // By score: rows 1, 0, 2 (a tie in the order of the rows), 4, 3.
  const std::vector<float> scores{0.6F, 0.9F, 0.6F, 0.1F, 0.3F}, labels{1, 0, 0, 1, 1};
  const std::vector<double> revenue{10, 0, 20, 30, 40};
  const struct {
    double percent, precision, recall, revenue;
  } cases[] = {
      {20, 0, 0, 0},           {21, 0.5, 1.0 / 3, 0.1}, {40, 0.5, 1.0 / 3, 0.1}, {60, 1.0 / 3, 1.0 / 3, 0.3},
      {80, 0.5, 2.0 / 3, 0.7}, {100, 0.6, 1, 1},        {0, undefined, 0, 0},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.percent);
    expect(precision_in_top(scores, labels, c.percent), c.precision);
    expect(recall_in_top(scores, labels, c.percent), c.recall);
    expect(revenue_in_top(scores, revenue, c.percent), c.revenue);
  }
  expect(revenue_in_top(scores, std::vector<double>(5, 0), 20), undefined);
  expect(recall_in_top(scores, std::vector<float>(5, 0), 20), undefined);

  const std::vector<double> percents{20, 40, 100};
  const auto points = lift_curve(scores, labels, percents);
  ASSERT_EQ(points.size(), 3U);
  expect(points[0].lift, 0);
  expect(points[1].recall, 1.0 / 3);
  expect(points[1].lift, 1.0 / 3 / 0.4);
  expect(points[2].recall, 1);
  expect(points[2].lift, 1);
}

TEST(Measures, CalibrationInTenths) {
  std::vector<float> probabilities, labels;
  for (int row = 0; row < 25; ++row) {
    probabilities.push_back(static_cast<float>(24 - row) / 32);
    labels.push_back(row < 5 ? 1 : 0);  // the five of the greatest probability
  }
  const auto bins = calibration(probabilities, labels);
  const std::size_t rows[] = {2, 3, 2, 3, 2, 3, 2, 3, 2, 3};
  for (std::size_t index = 0; index < bins.size(); ++index) EXPECT_EQ(bins[index].rows, rows[index]) << index;
  expect(bins[0].mean_probability, 0.5 / 32);
  expect(bins[9].mean_probability, 23.0 / 32);
  expect(bins[9].irregular_share, 1);
  expect(bins[8].irregular_share, 1);
  expect(bins[7].irregular_share, 0);
  const auto few = calibration(std::vector<float>{0.5F}, std::vector<float>{1});
  EXPECT_EQ(few[8].rows, 0U);
  EXPECT_EQ(few[9].rows, 1U);
}

TEST(Measures, Probabilities) {
  const std::vector<float> probabilities{0.75F, 0.25F, 0.5F}, labels{1, 0, 0};
  expect(log_loss(probabilities, labels), (-2 * std::log(0.75) - std::log(0.5)) / 3);
  expect(brier(probabilities, labels), (0.0625 + 0.0625 + 0.25) / 3);
  EXPECT_NEAR(log_loss(std::vector<float>{0}, std::vector<float>{1}), -std::log(1e-15), 1e-6);
  expect(log_loss({}, {}), undefined);
  expect(brier({}, {}), undefined);
}

TEST(Measures, AsManyLabelsAsScores) {
  EXPECT_THROW(area_under_curve(std::vector<float>{1}, {}), std::logic_error);
  EXPECT_THROW(brier(std::vector<float>{1}, {}), std::logic_error);
}

}  // namespace
}  // namespace clearway::model
