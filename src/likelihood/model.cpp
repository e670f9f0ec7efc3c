#include "likelihood/model.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/hash.h"

namespace clearway::likelihood {
namespace {

// Keys of different tables must not meet: terms count from 0, the rest begins far above.
constexpr std::uint64_t level_purpose = 2'000'000;

constexpr double least_likelihood = 1e-6;  // nothing is certain

}  // namespace

double with_repeats(double likelihood, Counts counts, double strength) {
  return (counts.hits + strength * likelihood) / (counts.examined + strength);
}

double log_odds_of(double likelihood) { return std::log(likelihood / (1 - likelihood)); }
double likelihood_of(double log_odds) { return 1 / (1 + std::exp(-log_odds)); }

std::uint64_t term_key(const Layout& layout, std::size_t term, const Inputs& inputs) {
  return key_of(layout, layout.terms[term].parts, inputs, term);
}

std::uint64_t level_key(std::size_t category, std::uint64_t level) {
  const auto key = mix(mix(level_purpose + category) ^ level);
  return key == 0 ? 1 : key;
}

double Model::linear(const Inputs& inputs) const {
  const auto& layout = parts_->layout;
  constexpr std::size_t most_ahead = 32;
  std::array<std::uint64_t, most_ahead> keys;
  const auto ahead = std::min(most_ahead, layout.terms.size());
  for (std::size_t t = 0; t < ahead; ++t) {
    keys[t] = term_key(layout, t, inputs);
    parts_->weights.prefetch(keys[t]);
  }
  double sum = parts_->linear_intercept;
  for (std::size_t t = 0; t < layout.terms.size(); ++t) {
    const auto* weight = parts_->weights.find(t < ahead ? keys[t] : term_key(layout, t, inputs));
    if (weight != nullptr) sum += *weight;
  }
  return sum;
}

Counts Model::repeats(std::uint64_t key, Counts known) const {
  const auto* trained = parts_->repeats.find(key);
  return trained != nullptr && trained->examined > known.examined ? *trained : known;
}

void Model::add_repeats(const Inputs& inputs, Score& score) const {
  double likelihood = likelihood_of(score.prior_log_odds);
  const double strength = parts_->layout.repeat.strength;
  if (strength > 0) {
    score.repeated = repeats(inputs.repeat, inputs.repeated);
    score.repeated_exactly = repeats(inputs.exact_repeat, inputs.repeated_exactly);
    likelihood = with_repeats(likelihood, score.repeated, strength);
    likelihood = with_repeats(likelihood, score.repeated_exactly, strength);
  }
  score.likelihood = std::clamp(likelihood, least_likelihood, 1 - least_likelihood);
  score.log_odds = log_odds_of(score.likelihood);
}

void Model::score(std::span<const Inputs> inputs, std::span<Score> out) const {
  constexpr std::size_t block = 64;
  const auto columns = parts_->layout.columns.size();
  thread_local std::vector<float> rows;
  rows.resize(block * columns);
  std::array<float, block> margins{};
  for (std::size_t first = 0; first < inputs.size(); first += block) {
    const auto count = std::min(block, inputs.size() - first);
    for (std::size_t i = 0; i < count; ++i) {
      fill_columns(parts_->layout, inputs[first + i], std::span(rows).subspan(i * columns, columns));
    }
    parts_->forest.margins(rows.data(), count, columns, margins.data());
    for (std::size_t i = 0; i < count; ++i) {
      Score& score = out[first + i];
      score = {};
      score.prior_log_odds = parts_->intercept + parts_->linear_weight * linear(inputs[first + i]) +
                             parts_->forest_weight * static_cast<double>(margins[i]);
      add_repeats(inputs[first + i], score);
    }
  }
}

Score Model::score(const Inputs& inputs) const {
  Score score;
  this->score(std::span(&inputs, 1), std::span(&score, 1));
  return score;
}

void Model::contributions_of_columns(std::span<const Inputs* const> inputs, std::span<float> out) const {
  const auto columns = parts_->layout.columns.size();
  std::vector<float> rows(inputs.size() * columns);
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    fill_columns(parts_->layout, *inputs[i], std::span(rows).subspan(i * columns, columns));
  }
  shapley_->contributions(rows.data(), inputs.size(), columns, out.data());
}

void Model::explain(const Inputs& inputs, const Score& score, std::span<double> out) const {
  std::vector<float> of_columns(parts_->layout.columns.size());
  const Inputs* const one = &inputs;
  contributions_of_columns(std::span(&one, 1), of_columns);
  explain(inputs, score, of_columns, out);
}

void Model::explain(const Inputs& inputs, const Score& score, std::span<const float> of_columns,
                    std::span<double> out) const {
  const auto& layout = parts_->layout;
  std::fill(out.begin(), out.end(), 0.0);
  for (std::size_t t = 0; t < layout.terms.size(); ++t) {
    const auto* weight = parts_->weights.find(term_key(layout, t, inputs));
    if (weight != nullptr) out[layout.terms[t].signal] += parts_->linear_weight * *weight;
  }
  for (std::size_t c = 0; c < of_columns.size(); ++c) {
    out[layout.columns[c].signal] += parts_->forest_weight * static_cast<double>(of_columns[c]);
  }
  if (layout.repeat.strength == 0) return;
  // What remains is what the repeats moved (and the rounding of the trees' single-precision sum).
  double sum = base_log_odds_;
  for (const double value : out) sum += value;
  out[layout.repeat.signal] += score.log_odds - sum;
}

Counts Model::of_level(std::size_t signal, const Inputs& inputs) const {
  const auto category = parts_->layout.signals[signal].category;
  if (category < 0) return {};
  const auto index = static_cast<std::size_t>(category);
  const auto* counts = parts_->levels.find(level_key(index, inputs.categories[index]));
  return counts == nullptr ? Counts{} : *counts;
}

}  // namespace clearway::likelihood
