#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "likelihood/key_table.h"
#include "likelihood/layout.h"
#include "model/forest.h"
#include "model/shapley.h"

namespace clearway::likelihood {

/// Where a model comes from. Texts that are data (parameters, measures) are JSON objects.
struct About {
  std::string recipe;                   // by which name its recipe stands in policy/learning.yaml
  std::vector<std::string> procedures;  // of declarations it judges
  std::string data_fingerprint;         // of the rows and their results
  std::uint64_t rows = 0, irregular = 0, groups = 0;
  std::string first_day, last_day;  // of the rows
  std::uint64_t seed = 0;
  std::string parameters = "{}", measures = "{}";
};

/// Everything a model is made of, as training leaves it.
struct ModelParts {
  About about;
  Layout layout;
  double base_rate = 0;    // of the examined that were irregular
  double threshold = 0.5;  // from which a declaration counts as found (F1 on what was left out in training)
  double intercept = 0, linear_weight = 0, forest_weight = 0;  // of the two parts, in log-odds
  double linear_intercept = 0;
  KeyTable<float> weights;  // of the linear terms, times their spread
  model::Forest forest;
  CountTable repeats;  // of both kinds of repeat keys, as examined in training
  CountTable levels;   // of single categories, to say what is usual
};

/// What the model thinks of one declaration.
struct Score {
  double prior_log_odds = 0;  // without the repeats
  double log_odds = 0;
  double likelihood = 0;              // 0..1
  Counts repeated, repeated_exactly;  // examinations of the same that it rests on
};

/// The likelihood of an irregularity from what examinations found before: linear part, trees and exact repeats.
/// Immutable and safe to use from several threads. Of repeats it takes what training knew or what the inputs know,
/// whichever is more: where the record holds what the model was trained on, nothing counts twice.
class Model {
 public:
  static constexpr std::string_view magic = "clearway likelihood model 1\n";

  /// Refuses with model_is_not_one, model_is_of_another_version, model_is_damaged or model_does_not_fit (its parts
  /// contradict one another).
  static Result<Model> read(std::string_view bytes);
  static Result<Model> from(ModelParts parts);

  /// What `read` reads again; the same model gives the same bytes.
  std::string bytes() const;
  /// "model-" and 12 hexadecimal digits of a hash over the bytes.
  const std::string& version() const { return version_; }

  const About& about() const { return parts_->about; }
  const Layout& layout() const { return parts_->layout; }
  double threshold() const { return parts_->threshold; }
  double base_rate() const { return parts_->base_rate; }
  std::size_t trees() const { return parts_->forest.trees(); }
  const ModelParts& parts() const { return *parts_; }

  void score(std::span<const Inputs> inputs, std::span<Score> out) const;
  Score score(const Inputs& inputs) const;

  /// The log-odds where nothing is known of a declaration.
  double base_log_odds() const { return base_log_odds_; }
  /// What each signal added: `out[i]` of layout().signals[i]. With base_log_odds() they sum to score.log_odds.
  void explain(const Inputs& inputs, const Score& score, std::span<double> out) const;
  /// The same where what the trees' columns add is known; for several declarations that is quicker found together.
  void explain(const Inputs& inputs, const Score& score, std::span<const float> of_columns,
               std::span<double> out) const;
  /// What each column of the trees adds, for each of `inputs`: `layout().columns.size()` values one after another.
  void contributions_of_columns(std::span<const Inputs* const> inputs, std::span<float> out) const;
  /// Examinations and what they found where the signal's category was the same.
  Counts of_level(std::size_t signal, const Inputs& inputs) const;

 private:
  explicit Model(std::unique_ptr<ModelParts> parts) : parts_(std::move(parts)) {}
  Counts repeats(std::uint64_t key, Counts known) const;
  void add_repeats(const Inputs& inputs, Score& score) const;
  double linear(const Inputs& inputs) const;

  std::unique_ptr<ModelParts> parts_;
  std::unique_ptr<model::Shapley> shapley_;
  std::string version_;
  double base_log_odds_ = 0;
};

/// The likelihood moved by what examination found of the same.
double with_repeats(double likelihood, Counts counts, double strength);

/// Keys of a term and of a single category; training fills the tables with the same.
std::uint64_t term_key(const Layout& layout, std::size_t term, const Inputs& inputs);
std::uint64_t level_key(std::size_t category, std::uint64_t level);

double log_odds_of(double likelihood);
double likelihood_of(double log_odds);

}  // namespace clearway::likelihood
