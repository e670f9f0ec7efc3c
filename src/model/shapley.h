#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/result.h"
#include "model/forest.h"

namespace clearway::model {

/// What each feature of a row adds to its margin: exact Shapley values, where a feature that is not known sends a row
/// to both children by their covers (path-dependent, as XGBoost's `pred_contribs`). `bias` and the contributions of a
/// row sum to its margin.
///
/// A small subtree, with the features asked above it, is a group: its leaves depend on at most eight yes-or-no answers
/// (each feature above: does the row pass all its splits on the way; each split inside: does the row go right). For
/// each of the at most 256 patterns of answers, what each feature then contributes is worked out beforehand, so that
/// explaining a row means finding its pattern in each group and adding up. A row gives the same bits alone, in a block,
/// and on every machine.
class Shapley {
 public:
  static constexpr std::size_t max_leaf_features = 8;
  static constexpr std::size_t max_table_bytes = std::size_t{1} << 30;

  /// Refuses a forest where more than eight features are asked on the way to some leaf, or that would need too much
  /// memory.
  static Result<Shapley> of(const Forest& forest);

  std::size_t features() const { return features_; }
  /// The margin of a row of which nothing is known.
  float bias() const { return bias_; }
  std::size_t table_bytes() const { return table_.size() * sizeof(Contributions); }

  /// One row; `row` and `out` have one value for each feature.
  void contributions(std::span<const float> row, std::span<float> out) const;

  enum class Instructions { best, portable };
  /// `count` rows, of which each begins `stride` floats after the one before; `out` gets count x features values.
  void contributions(const float* rows, std::size_t count, std::size_t stride, float* out,
                     Instructions instructions = Instructions::best) const;

 private:
  friend class ShapleyBuilder;
  friend class ShapleyBlock;

  struct alignas(32) Contributions {
    std::array<float, max_leaf_features> of;  // of the group's features, in their order there
  };
  struct Split {
    float threshold;
    std::uint16_t feature;
    bool missing_left;
  };
  /// A split above the groups. A place holds which of the features asked so far the row has passed, one bit each.
  struct Branch {
    std::uint32_t split;
    std::uint32_t place;
    std::uint32_t left;
    std::uint32_t right;
    std::uint8_t bit;
  };
  struct Group {
    std::uint32_t place;
    std::uint32_t table;
    std::uint8_t mask;       // the bits of the place
    std::uint8_t first_bit;  // the splits inside have the bits from here on
    std::uint8_t inner_count;
    std::uint8_t feature_count;
    std::array<std::uint16_t, max_leaf_features> inner;  // splits
    std::array<std::uint16_t, max_leaf_features> features;
  };
  struct TreePlan {
    std::vector<Split> splits;
    std::vector<Branch> branches;  // a branch stands after the one that leads to it
    std::vector<Group> groups;
    std::uint32_t places = 1;
  };

  struct Workspace {
    explicit Workspace(const Shapley& shapley)
        : right(shapley.most_splits_),
          passed(shapley.most_places_),
          sums(shapley.features_),
          totals(shapley.features_) {}
    std::vector<std::uint8_t> right;
    std::vector<std::uint8_t> passed;
    std::vector<float> sums;
    std::vector<double> totals;
  };

  Shapley() = default;
  void contributions_of_row(const float* row, float* out, Workspace& workspace) const;

  std::size_t features_ = 0;
  float bias_ = 0;
  std::size_t most_splits_ = 0;
  std::size_t most_places_ = 0;
  std::size_t most_groups_ = 0;
  std::vector<TreePlan> trees_;
  std::vector<Contributions> table_;
};

}  // namespace clearway::model
