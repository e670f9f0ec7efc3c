// bench_trees [ROUNDS]: our walk and explanation of a forest (200 trees of depth 6 over 30 features) against XGBoost's
// on the same model, on one thread, both sides in each round. Rates are per second of processor time, latencies medians
// of wall time. Prints a line `name<tab>ours<tab>XGBoost's` for each measure of each round, and `equal` or `difference`
// lines.
#include <xgboost/c_api.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <limits>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "model/shapley.h"
#include "training/gradient_boosting.h"

namespace {

using namespace clearway;

constexpr std::size_t columns = 30;
constexpr std::size_t training_rows = 100'000;
constexpr std::size_t rows = 50'000;
constexpr std::size_t single_rows = 3'000;
constexpr std::size_t explained_rows = 500;
constexpr float nan = std::numeric_limits<float>::quiet_NaN();

double cpu_seconds() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

template <class Work>
double seconds(Work&& work) {
  const double begin = cpu_seconds();
  work();
  return cpu_seconds() - begin;
}

/// Median microseconds of work(0), work(1), ...
template <class Work>
double median_latency(std::size_t count, Work&& work) {
  std::vector<double> times(count);
  for (std::size_t index = 0; index < count; ++index) {
    const auto begin = std::chrono::steady_clock::now();
    work(index);
    times[index] = std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - begin).count();
  }
  std::nth_element(times.begin(), times.begin() + static_cast<std::ptrdiff_t>(count / 2), times.end());
  return times[count / 2];
}

/// Amounts, counts and shares, a twentieth of them missing; the answer depends on sums, steps and pairs.
std::pair<std::vector<float>, std::vector<float>> synthetic(unsigned seed, std::size_t count) {
  std::mt19937 random(seed);
  std::normal_distribution<float> normal;
  std::vector<float> values, labels;
  for (std::size_t row = 0; row < count; ++row) {
    float score = 0;
    float before = 0;
    for (std::size_t column = 0; column < columns; ++column) {
      float value = normal(random);
      if (column % 3 == 1) value = std::floor(std::abs(value) * 5);
      if (column % 3 == 2) value = std::exp(value);
      const float weight = static_cast<float>(static_cast<int>(column * 7 % 11) - 5) / 5;
      score += weight * (column % 2 == 0 ? value : (value > 1 ? 1.0F : 0.0F) * before);
      before = value;
      values.push_back(random() % 20 == 0 ? nan : value);
    }
    labels.push_back(score + normal(random) > 1 ? 1.0F : 0.0F);
  }
  return {std::move(values), std::move(labels)};
}

void need(int status) {
  if (status == 0) return;
  std::fprintf(stderr, "XGBoost: %s\n", XGBGetLastError());
  std::exit(3);
}

class Peer {
 public:
  explicit Peer(const std::string& json) {
    need(XGBoosterCreate(nullptr, 0, &booster_));
    need(XGBoosterLoadModelFromBuffer(booster_, json.data(), json.size()));
    need(XGBoosterSetParam(booster_, "nthread", "1"));
    need(XGDMatrixCreateFromMat_omp(&nan, 1, 1, nan, &proxy_, 1));
  }
  ~Peer() {
    XGDMatrixFree(proxy_);
    XGBoosterFree(booster_);
  }
  Peer(const Peer&) = delete;
  Peer& operator=(const Peer&) = delete;

  /// Margins in place, without a copy of the rows.
  const float* margins(const float* first, std::size_t count) {
    char place[160];
    std::snprintf(place, sizeof place, R"({"data": [%zu, true], "shape": [%zu, %zu], "typestr": "<f4", "version": 3})",
                  reinterpret_cast<std::size_t>(first), count, columns);
    const bst_ulong* shape = nullptr;
    bst_ulong dimensions = 0;
    const float* result = nullptr;
    need(XGBoosterPredictFromDense(
        booster_, place,
        R"({"type": 1, "training": false, "iteration_begin": 0, "iteration_end": 0, "missing": NaN,)"
        R"( "strict_shape": false, "cache_id": 0})",
        nullptr, &shape, &dimensions, &result));
    return result;
  }

  std::vector<float> contributions(const float* first, std::size_t count, double& time) {
    DMatrixHandle matrix = nullptr;
    need(XGDMatrixCreateFromMat_omp(first, count, columns, nan, &matrix, 1));
    const bst_ulong* shape = nullptr;
    bst_ulong dimensions = 0;
    const float* result = nullptr;
    time = seconds([&] {
      need(XGBoosterPredictFromDMatrix(
          booster_, matrix,
          R"({"type": 2, "training": false, "iteration_begin": 0, "iteration_end": 0, "strict_shape": false})", &shape,
          &dimensions, &result));
    });
    std::vector<float> copy(result, result + count * (columns + 1));
    XGDMatrixFree(matrix);
    return copy;
  }

 private:
  BoosterHandle booster_ = nullptr;
  DMatrixHandle proxy_ = nullptr;
};

}  // namespace

int main(int argc, char** argv) {
  const int rounds = argc > 1 ? std::atoi(argv[1]) : 3;
  const auto [training_values, training_labels] = synthetic(1, training_rows);
  const auto values = synthetic(2, rows).first;
  training::Parameters parameters;
  parameters.threads = 2;
  const auto json =
      training::train_json({training_values, training_rows, columns}, training_labels, {}, parameters).value();
  const auto forest = model::Forest::from_xgboost_json(json, columns).value();
  const auto shapley = model::Shapley::of(forest).value();
  Peer peer(json);

  std::vector<float> ours(rows), theirs(rows);
  const auto their_margins = [&](std::size_t batch) {
    for (std::size_t begin = 0; begin < rows; begin += batch) {
      const std::size_t count = std::min(batch, rows - begin);
      std::memcpy(theirs.data() + begin, peer.margins(values.data() + begin * columns, count), count * sizeof(float));
    }
  };
  std::size_t best_batch = rows;
  double best_time = 1e9;
  for (const std::size_t batch : {std::size_t{64}, std::size_t{512}, std::size_t{4096}, rows}) {
    const double time = std::min(seconds([&] { their_margins(batch); }), seconds([&] { their_margins(batch); }));
    if (time < best_time) best_time = time, best_batch = batch;
  }

  std::vector<float> contributions(rows * columns), one(columns);
  for (int round = 0; round < rounds; ++round) {
    const double their_time = seconds([&] { their_margins(best_batch); });
    const double our_time = seconds([&] { forest.margins(values.data(), rows, columns, ours.data()); });
    std::printf("margins\t%.0f\t%.0f\n", rows / our_time, rows / their_time);

    float our_sum = 0;
    float their_sum = 0;
    const double their_latency = median_latency(
        single_rows, [&](std::size_t row) { their_sum += *peer.margins(values.data() + row * columns, 1); });
    const double our_latency = median_latency(single_rows, [&](std::size_t row) {
      our_sum += forest.margin({values.data() + row * columns, columns});
    });
    std::printf("latency\t%.3f\t%.3f\n", our_latency, their_latency);

    double explain_time = 0;
    const auto expected = peer.contributions(values.data(), explained_rows, explain_time);
    const double our_explain_time =
        seconds([&] { shapley.contributions(values.data(), rows, columns, contributions.data()); });
    std::printf("contributions\t%.0f\t%.0f\n", rows / our_explain_time, explained_rows / explain_time);
    const double our_explain_latency = median_latency(single_rows, [&](std::size_t row) {
      shapley.contributions({values.data() + row * columns, columns}, one);
    });
    std::printf("contributions_of_one\t%.0f\t%.0f\n", 1e6 / our_explain_latency, explained_rows / explain_time);

    double worst = 0;
    for (std::size_t row = 0; row < explained_rows; ++row) {
      for (std::size_t column = 0; column < columns; ++column) {
        worst = std::max(worst, static_cast<double>(std::abs(contributions[row * columns + column] -
                                                             expected[row * (columns + 1) + column])));
      }
    }
    std::printf("difference\t%.2g\n", worst);
    std::printf(
        "equal\t%s\n",
        std::memcmp(ours.data(), theirs.data(), rows * sizeof(float)) == 0 && our_sum == their_sum ? "yes" : "no");
  }
  std::printf("batch\t%zu\n", best_batch);
  return 0;
}
