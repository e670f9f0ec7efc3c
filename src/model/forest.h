#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace clearway::model {

/// Gradient-boosted trees for a yes-or-no question. What they give is a margin: the logarithm of the odds of yes.
/// A forest that exists is valid: every walk ends in a leaf, and every number in it is finite.
class Forest {
 public:
  static constexpr std::size_t max_features = 4095;
  static constexpr std::size_t max_trees = 100'000;
  static constexpr std::size_t max_nodes = 65'535;  // of one tree
  static constexpr std::size_t max_depth = 64;

  /// A leaf has no children. A row goes left where `row[feature] < value`; one without a value goes where missing goes.
  struct Node {
    float value = 0;  // of a split its threshold, of a leaf what it adds to the margin
    float cover = 0;  // sum of the second derivatives of the training rows that came here
    std::uint32_t left = 0;
    std::uint32_t right = 0;
    std::uint16_t feature = 0;
    bool missing_left = false;

    bool is_leaf() const { return left == 0; }
    friend bool operator==(const Node&, const Node&) = default;
  };
  using Tree = std::vector<Node>;  // the first node is the root; children are places in the tree

  /// Checks everything; afterwards the nodes of a tree stand in order of depth, and siblings beside one another.
  static Result<Forest> from_trees(std::size_t features, float base_margin, std::vector<Tree> trees);
  /// A model that XGBoost 1.7 saved as JSON: booster gbtree, objective binary:logistic, no categorical splits.
  static Result<Forest> from_xgboost_json(std::string_view json, std::size_t features);

  /// The compact form: little-endian, children implied by the order of the nodes, a checksum at the end.
  void append_to(std::string& out) const;
  /// Exactly the bytes of one forest, nothing after them.
  static Result<Forest> read(std::string_view bytes);

  std::size_t features() const { return features_; }
  std::size_t trees() const { return starts_.size() - 1; }
  float base_margin() const { return base_margin_; }
  std::span<const Node> tree(std::size_t index) const {
    return std::span(nodes_).subspan(starts_[index], starts_[index + 1] - starts_[index]);
  }

  /// The margin of one row, to the same bits as XGBoost's `output_margin`. NaN is a missing value.
  float margin(std::span<const float> row) const;
  /// The same for `count` rows, of which each begins `stride` floats after the one before.
  void margins(const float* rows, std::size_t count, std::size_t stride, float* out) const;

  friend bool operator==(const Forest& a, const Forest& b) {
    return a.features_ == b.features_ && a.base_margin_ == b.base_margin_ && a.starts_ == b.starts_ &&
           a.nodes_ == b.nodes_;
  }

 private:
  /// A node as a walk needs it, eight bytes. Values and thresholds are mapped to integers of the same order, and each
  /// feature has two slots, for splits where missing goes left and where it goes right, so that a step has no branch:
  /// next = right - (slot < threshold). A leaf's threshold is 0, which nothing is below, and its right is itself.
  struct Step {
    std::uint32_t threshold;
    std::uint16_t slot;  // in units of one float of a block of `lanes` rows
    std::uint16_t right;
  };
  static constexpr std::size_t lanes = 8;

  Forest(std::size_t features, float base_margin) : features_(features), base_margin_(base_margin), starts_{0} {}
  Status add_tree(const Tree& tree, std::size_t deleted);
  void prepare(const float* row, std::uint32_t* slots) const;
  void add_octet(std::size_t first, std::size_t last, const std::uint32_t* slots, float* sums) const;

  std::size_t features_;
  float base_margin_;
  std::vector<std::uint32_t> starts_;  // of each tree in nodes_, steps_ and values_, and the end
  std::vector<Node> nodes_;
  std::vector<Step> steps_;
  std::vector<float> values_;
  std::vector<std::uint8_t> depths_;
};

}  // namespace clearway::model
