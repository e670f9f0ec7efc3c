#include "training/fit.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdio>
#include <map>
#include <mutex>
#include <numeric>
#include <optional>
#include <thread>

#include "base/hash.h"
#include "model/measures.h"
#include "training/linear.h"

namespace clearway::training {
namespace {

using likelihood::Inputs;
using likelihood::Layout;

constexpr std::size_t fewest_examples = 100;

/// What the fits work on: examples, or of those that repeat one another the first with the mean of their results.
struct Rows {
  std::vector<std::uint32_t> first;  // by row, an example
  std::vector<std::uint32_t> of;     // by example, its row
  std::vector<double> labels;
};

Rows rows_of(const Recipe& recipe, std::span<const Example> examples) {
  Rows rows;
  likelihood::KeyTable<std::uint32_t> known(examples.size());
  std::vector<double> counts;
  for (std::uint32_t e = 0; e < examples.size(); ++e) {
    auto row = static_cast<std::uint32_t>(rows.first.size());
    if (recipe.one_row_per_repeat && examples[e].inputs.repeat != 0) {
      auto& number = known.at(examples[e].inputs.repeat);  // counted from 1
      if (number == 0) number = row + 1;
      row = number - 1;
    }
    if (row == rows.first.size()) {
      rows.first.push_back(e);
      rows.labels.push_back(0);
      counts.push_back(0);
    }
    rows.of.push_back(row);
    rows.labels[row] += examples[e].irregular ? 1 : 0;
    counts[row] += 1;
  }
  for (std::size_t i = 0; i < counts.size(); ++i) rows.labels[i] /= counts[i];
  return rows;
}

/// Bounds between `bands` equally filled bands, by linear interpolation between values in order.
std::vector<float> cuts_of(const likelihood::Measure& measure, std::size_t bands, const Rows& rows,
                           std::span<const Example> examples) {
  std::vector<float> values;
  for (const auto example : rows.first) {
    const float value = likelihood::value_of(measure, examples[example].inputs);
    if (!std::isnan(value)) values.push_back(value);
  }
  std::sort(values.begin(), values.end());
  std::vector<float> cuts;
  for (std::size_t band = 1; band < bands && !values.empty(); ++band) {
    const double at = static_cast<double>(band) / static_cast<double>(bands) * static_cast<double>(values.size() - 1);
    const auto low = static_cast<std::size_t>(at);
    const auto high = std::min(low + 1, values.size() - 1);
    const double cut =
        static_cast<double>(values[low]) +
        (at - static_cast<double>(low)) * (static_cast<double>(values[high]) - static_cast<double>(values[low]));
    if (cuts.empty() || static_cast<float>(cut) > cuts.back()) cuts.push_back(static_cast<float>(cut));
  }
  return cuts;
}

void add_levels(const Levels& levels, const Rows& rows, std::span<const Example> examples, Layout& layout) {
  struct Seen {
    std::uint64_t level;
    std::size_t count, first;
  };
  std::map<std::uint64_t, Seen> seen;
  for (std::size_t row = 0; row < rows.first.size(); ++row) {
    const auto level = examples[rows.first[row]].inputs.categories[levels.category];
    ++seen.try_emplace(level, Seen{level, 0, row}).first->second.count;
  }
  std::vector<Seen> ordered;
  for (const auto& [level, one] : seen) ordered.push_back(one);
  std::sort(ordered.begin(), ordered.end(),
            [](const Seen& a, const Seen& b) { return a.count != b.count ? a.count > b.count : a.first < b.first; });
  for (std::size_t i = 0; i < std::min(levels.most, ordered.size()); ++i) {
    likelihood::Column column;
    column.kind = likelihood::Column::Kind::level;
    column.signal = levels.signal;
    column.first = levels.category;
    column.level = ordered[i].level;
    layout.columns.push_back(column);
  }
}

void set_usual(Layout& layout, std::span<const Example> examples) {
  for (auto& signal : layout.signals) {
    if (signal.number < 0) continue;
    std::vector<std::int64_t> values;
    for (const auto& example : examples) {
      const auto value = example.inputs.numbers[static_cast<std::size_t>(signal.number)];
      if (value != likelihood::missing) values.push_back(value);
    }
    if (values.empty()) continue;
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    signal.usual = *middle;
  }
}

/// Levels of the terms as numbers from 0, by term and row.
struct TermLevels {
  std::vector<std::vector<std::uint32_t>> levels;
  std::vector<std::uint32_t> counts;
  std::vector<std::vector<std::uint64_t>> keys;  // by term and level
  std::vector<double> spreads;
};

TermLevels term_levels(const Layout& layout, const Rows& rows, std::span<const Example> examples) {
  TermLevels terms;
  for (std::size_t t = 0; t < layout.terms.size(); ++t) {
    likelihood::KeyTable<std::uint32_t> numbers(rows.first.size());
    auto& levels = terms.levels.emplace_back();
    auto& keys = terms.keys.emplace_back();
    for (const auto example : rows.first) {
      const auto key = likelihood::term_key(layout, t, examples[example].inputs);
      auto& number = numbers.at(key);  // counted from 1
      if (number == 0) {
        keys.push_back(key);
        number = static_cast<std::uint32_t>(keys.size());
      }
      levels.push_back(number - 1);
    }
    terms.counts.push_back(static_cast<std::uint32_t>(keys.size()));
    terms.spreads.push_back(layout.terms[t].spread);
  }
  return terms;
}

/// Each row's fold, folds of equal size, from the seed alone.
std::vector<std::uint32_t> folds_of(std::size_t rows, unsigned folds, std::uint64_t seed) {
  std::vector<std::uint32_t> order(rows), fold(rows);
  std::iota(order.begin(), order.end(), 0U);
  std::uint64_t state = mix(seed ^ 0x666f6c6473ULL);
  for (std::size_t i = rows; i > 1; --i) {
    state = mix(state + 0x9e3779b97f4a7c15ULL);
    std::swap(order[i - 1], order[state % i]);
  }
  for (std::size_t i = 0; i < rows; ++i) fold[order[i]] = static_cast<std::uint32_t>(i % folds);
  return fold;
}

struct Fitted {
  LinearFit linear;
  std::optional<model::Forest> forest;
};

class Fitting {
 public:
  Fitting(const Recipe& recipe, std::span<const Example> examples, const FitSettings& settings)
      : recipe_(recipe),
        examples_(examples),
        settings_(settings),
        layout_(recipe.layout),
        rows_(rows_of(recipe, examples)) {
    for (std::size_t b = 0; b < layout_.bands.size(); ++b) {
      layout_.bands[b].cuts = cuts_of(layout_.bands[b].measure, recipe.band_counts[b], rows_, examples);
    }
    for (const auto& levels : recipe.levels) add_levels(levels, rows_, examples, layout_);
    set_usual(layout_, examples);
    terms_ = term_levels(layout_, rows_, examples);
    matrix_.resize(rows_.first.size() * layout_.columns.size());
    for (std::size_t row = 0; row < rows_.first.size(); ++row) {
      likelihood::fill_columns(layout_, examples[rows_.first[row]].inputs,
                               std::span(matrix_).subspan(row * layout_.columns.size(), layout_.columns.size()));
    }
  }

  Result<likelihood::Model> run(const std::function<void(std::size_t, std::size_t)>& progress) {
    const auto folds = recipe_.folds;
    const auto fold = folds_of(rows_.labels.size(), folds, settings_.seed);
    std::vector<Fitted> fitted(folds + 1);  // the last one of all rows
    std::atomic<std::size_t> next = 0;
    std::mutex mutex;
    std::size_t done = 0;
    std::optional<Error> failure;
    const auto work = [&] {
      for (std::size_t at = next++; at <= folds; at = next++) {
        // The fit of all rows is the longest, so it begins first.
        const std::size_t which = at == 0 ? folds : at - 1;
        std::vector<std::uint32_t> rows;
        for (std::uint32_t row = 0; row < fold.size(); ++row) {
          if (which == folds || fold[row] != which) rows.push_back(row);
        }
        auto one = fit_rows(rows);
        const std::lock_guard lock(mutex);
        if (!one)
          failure = one.error();
        else
          fitted[which] = std::move(one).value();
        progress(++done, folds + 1);
      }
    };
    std::vector<std::thread> threads;
    for (unsigned t = 1; t < settings_.threads; ++t) threads.emplace_back(work);
    work();
    for (auto& thread : threads) thread.join();
    if (failure) return *failure;

    std::vector<double> linear(fold.size()), trees(fold.size());
    for (std::uint32_t row = 0; row < fold.size(); ++row) {
      const auto& other = fitted[fold[row]];
      linear[row] = linear_score(other.linear, row);
      trees[row] = static_cast<double>(other.forest->margin(matrix_row(row)));
    }
    return assemble(std::move(fitted[folds]), linear, trees);
  }

 private:
  std::span<const float> matrix_row(std::size_t row) const {
    return std::span(matrix_).subspan(row * layout_.columns.size(), layout_.columns.size());
  }
  double linear_score(const LinearFit& fit, std::size_t row) const {
    double sum = fit.intercept;
    for (std::size_t t = 0; t < fit.weights.size(); ++t) sum += fit.weights[t][terms_.levels[t][row]];
    return sum;
  }

  Result<Fitted> fit_rows(const std::vector<std::uint32_t>& rows) const {
    std::vector<std::vector<std::uint32_t>> levels(terms_.levels.size());
    std::vector<double> labels;
    std::vector<float> float_labels, matrix;
    matrix.reserve(rows.size() * layout_.columns.size());
    for (const auto row : rows) {
      labels.push_back(rows_.labels[row]);
      float_labels.push_back(static_cast<float>(rows_.labels[row]));
      const auto values = matrix_row(row);
      matrix.insert(matrix.end(), values.begin(), values.end());
      for (std::size_t t = 0; t < levels.size(); ++t) levels[t].push_back(terms_.levels[t][row]);
    }
    Fitted fitted;
    fitted.linear = fit_linear(levels, terms_.counts, terms_.spreads, labels);
    auto parameters = recipe_.trees;
    parameters.seed = static_cast<std::uint32_t>(settings_.seed);
    parameters.threads = 1;
    auto forest = train({matrix, rows.size(), layout_.columns.size()}, float_labels, {}, parameters);
    if (!forest) return forest.error();
    fitted.forest = std::move(forest).value();
    return fitted;
  }

  /// The line makes calibrated odds of both parts' weighed sum.
  Result<likelihood::Model> assemble(Fitted fitted, const std::vector<double>& linear,
                                     const std::vector<double>& trees) {
    std::vector<double> sums(linear.size());
    for (std::size_t i = 0; i < sums.size(); ++i) sums[i] = linear[i] + recipe_.trees_weight * trees[i];
    auto line = fit_line(sums, rows_.labels);
    line.intercept += shift_to_random(line, sums);

    likelihood::KeyTable<float> weights;
    for (std::size_t t = 0; t < terms_.keys.size(); ++t) {
      for (std::size_t level = 0; level < terms_.keys[t].size(); ++level) {
        weights.at(terms_.keys[t][level]) = static_cast<float>(fitted.linear.weights[t][level]);
      }
    }
    likelihood::CountTable repeats, levels;
    std::uint64_t irregular = 0;
    for (const auto& example : examples_) {
      irregular += example.irregular ? 1 : 0;
      for (const auto key : {example.inputs.repeat, example.inputs.exact_repeat}) {
        if (key != 0 && layout_.repeat.strength > 0) repeats.at(key).add(example.irregular);
      }
      for (std::size_t c = 0; c < example.inputs.categories.size(); ++c) {
        levels.at(likelihood::level_key(c, example.inputs.categories[c])).add(example.irregular);
      }
    }
    auto about = settings_.about;
    about.rows = examples_.size();
    about.irregular = irregular;
    about.groups = rows_.first.size();
    about.seed = settings_.seed;
    about.parameters = recipe_.parameters;
    const double base_rate = static_cast<double>(irregular) / static_cast<double>(examples_.size());
    const auto judged = judge_by_others(line, sums, repeats);
    std::vector<float> labels;
    for (const auto& example : examples_) labels.push_back(example.irregular ? 1.0F : 0.0F);
    const auto best = model::best_f1(judged, labels);
    about.measures = measures_of(judged, labels, line, sums, best.f1);
    const double threshold = std::clamp(likelihood::likelihood_of(static_cast<double>(best.threshold)), 1e-6, 1 - 1e-6);
    return likelihood::Model::from({about, layout_, base_rate, threshold, line.intercept, line.slope,
                                    line.slope * recipe_.trees_weight, fitted.linear.intercept, std::move(weights),
                                    std::move(*fitted.forest), std::move(repeats), std::move(levels)});
  }

  /// By how much the intercept must move, so that those examined at random are expected to be as irregular as they were
  /// (one half of an irregularity is added, so that none found does not mean none there). 0 where too few were drawn.
  double shift_to_random(Line line, const std::vector<double>& sums) const {
    constexpr std::size_t fewest_random = 100;
    std::vector<double> log_odds;
    double irregular = 0.5;
    for (std::size_t e = 0; e < examples_.size(); ++e) {
      if (!examples_[e].at_random) continue;
      log_odds.push_back(line.intercept + line.slope * sums[rows_.of[e]]);
      irregular += examples_[e].irregular ? 1 : 0;
    }
    if (log_odds.size() < fewest_random) return 0;
    // The expected number grows with the shift: halve the interval.
    double low = -10, high = 10;
    for (int step = 0; step < 60; ++step) {
      const double shift = (low + high) / 2;
      double expected = 0;
      for (const double one : log_odds) expected += likelihood::likelihood_of(one + shift);
      (expected > irregular ? high : low) = shift;
    }
    return (low + high) / 2;
  }

  /// The log-odds of each example from folds that had not seen its row and from repeats other than itself.
  std::vector<float> judge_by_others(Line line, const std::vector<double>& sums,
                                     const likelihood::CountTable& repeats) const {
    std::vector<float> judged;
    const double strength = layout_.repeat.strength;
    for (std::size_t e = 0; e < examples_.size(); ++e) {
      const auto& example = examples_[e];
      double likelihood = likelihood::likelihood_of(line.intercept + line.slope * sums[rows_.of[e]]);
      for (const auto key : {example.inputs.repeat, example.inputs.exact_repeat}) {
        const auto* found = repeats.find(key);
        if (found == nullptr) continue;
        auto counts = *found;
        --counts.examined;
        counts.hits -= example.irregular ? 1 : 0;
        likelihood = likelihood::with_repeats(likelihood, counts, strength);
      }
      judged.push_back(static_cast<float>(likelihood::log_odds_of(std::clamp(likelihood, 1e-6, 1 - 1e-6))));
    }
    return judged;
  }

  /// As JSON: where each row is judged by all others, and where whatever repeats it was left out as well.
  std::string measures_of(const std::vector<float>& judged, const std::vector<float>& labels, Line line,
                          const std::vector<double>& sums, double f1) const {
    std::vector<float> new_ones;
    for (const auto row : rows_.of) new_ones.push_back(static_cast<float>(line.intercept + line.slope * sums[row]));
    char text[256];
    std::snprintf(
        text, sizeof text,
        R"({"judged_by_others":{"auc":%.4f,"average_precision":%.4f,"f1":%.4f},"without_repeats":{"auc":%.4f,"average_precision":%.4f}})",
        model::area_under_curve(judged, labels), model::average_precision(judged, labels), f1,
        model::area_under_curve(new_ones, labels), model::average_precision(new_ones, labels));
    return text;
  }

  const Recipe& recipe_;
  std::span<const Example> examples_;
  const FitSettings& settings_;
  Layout layout_;
  Rows rows_;
  TermLevels terms_;
  std::vector<float> matrix_;
};

}  // namespace

Result<likelihood::Model> fit(const Recipe& recipe, std::span<const Example> examples, const FitSettings& settings,
                              const std::function<void(std::size_t, std::size_t)>& progress) {
  if (examples.size() < fewest_examples) {
    return Error{"too_few_examples", "", "There are " + std::to_string(examples.size()) + " examined declarations",
                 "Train on at least " + std::to_string(fewest_examples)};
  }
  const auto irregular =
      std::count_if(examples.begin(), examples.end(), [](const Example& one) { return one.irregular; });
  if (irregular == 0 || irregular == static_cast<std::ptrdiff_t>(examples.size())) {
    return Error{"results_are_all_alike", "", "Every examination had the same result",
                 "Train on results of both kinds; check the mapping's outcome column"};
  }
  return Fitting(recipe, examples, settings).run(progress);
}

}  // namespace clearway::training
