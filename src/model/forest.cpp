#include "model/forest.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <stdexcept>
#include <utility>

namespace clearway::model {
namespace {

Error not_valid(std::size_t tree, std::size_t node, const std::string& what) {
  return Error{"model_tree_is_not_valid", "model",
               "tree " + std::to_string(tree) + ", node " + std::to_string(node) + ": " + what,
               "train the model again, or take the file from where it was made"};
}

Error too_large(const std::string& what) { return Error{"model_is_too_large", "model", what, "train a smaller model"}; }

/// Integers that stand in the same order as the floats; 0 and -0 are the same, as they are for `<`.
std::uint32_t ordered(float value) {
  const auto bits = std::bit_cast<std::uint32_t>(value + 0.0F);
  return bits ^ (std::uint32_t{0x80000000} | (0U - (bits >> 31)));
}

constexpr std::uint32_t below_all = 0;
constexpr std::uint32_t above_all = 0xFFFFFFFF;

// A group of trees should stay in the first cache together with the rows that walk through it.
constexpr std::size_t group_bytes = 20 * 1024;
constexpr std::size_t block_octets = 8;

/// f(0), f(1), ... written out, so that the walks' places stay in registers.
template <std::size_t count, class Function>
[[gnu::always_inline]] inline void unrolled(Function&& function) {
  [&]<std::size_t... index>(std::index_sequence<index...>) { (function(index), ...); }
  (std::make_index_sequence<count>());
}

}  // namespace

Result<Forest> Forest::from_trees(std::size_t features, float base_margin, std::vector<Tree> trees) {
  if (features == 0 || features > max_features) {
    return too_large("the model has " + std::to_string(features) + " features; 1 to " + std::to_string(max_features) +
                     " are possible");
  }
  if (trees.size() > max_trees) return too_large("the model has more than " + std::to_string(max_trees) + " trees");
  if (!std::isfinite(base_margin)) {
    return Error{"model_tree_is_not_valid", "model", "the base margin is not a number", "train the model again"};
  }
  Forest forest(features, base_margin);
  for (const auto& tree : trees) {
    if (auto added = forest.add_tree(tree, 0); !added) return added.error();
  }
  return forest;
}

Status Forest::add_tree(const Tree& tree, std::size_t deleted) {
  const std::size_t number = trees();
  if (tree.empty()) return not_valid(number, 0, "there is no root");
  if (tree.size() > max_nodes)
    return too_large("tree " + std::to_string(number) + " has more than " + std::to_string(max_nodes) + " nodes");
  if (nodes_.size() + tree.size() > UINT32_MAX) return too_large("the model has too many nodes");

  // By depth from the root: a node that is met twice would be a circle or a shared child, and no walk may go in
  // circles.
  std::vector<std::uint32_t> order{0};
  std::vector<char> met(tree.size(), 0);
  met[0] = 1;
  std::size_t depth = 0;
  const std::size_t start = nodes_.size();
  std::vector<std::uint32_t> level{0};
  for (std::size_t place = 0; place < order.size(); ++place) {
    const std::size_t at = order[place];
    Node node = tree[at];
    if (!std::isfinite(node.value))
      return not_valid(number, at, node.is_leaf() ? "the value is not a number" : "the threshold is not a number");
    if (!std::isfinite(node.cover) || node.cover < 0)
      return not_valid(number, at, "the cover is not a positive number");
    if ((node.left == 0) != (node.right == 0)) return not_valid(number, at, "a split needs two children");
    if (node.is_leaf()) {
      node.feature = 0;
      node.missing_left = false;
    } else {
      if (node.feature >= features_)
        return not_valid(number, at, "there is no feature " + std::to_string(node.feature));
      for (const std::uint32_t child : {node.left, node.right}) {
        if (child >= tree.size()) return not_valid(number, at, "there is no node " + std::to_string(child));
        if (met[child] != 0) return not_valid(number, at, "node " + std::to_string(child) + " has two parents");
        // Shapley values weigh by these shares. Covers are sums of floats, so a child's may exceed by a rounding error.
        if (!(tree[child].cover <= node.cover * 1.001F))
          return not_valid(number, child, "the cover exceeds the parent's");
        met[child] = 1;
        order.push_back(child);
        level.push_back(level[place] + 1);
      }
      depth = level.back();
      if (depth > max_depth)
        return too_large("tree " + std::to_string(number) + " is deeper than " + std::to_string(max_depth));
      node.left = static_cast<std::uint32_t>(order.size() - 2);
      node.right = node.left + 1;
    }
    nodes_.push_back(node);
  }
  if (order.size() + deleted != tree.size()) {
    return not_valid(number, 0, std::to_string(tree.size() - order.size()) + " nodes cannot be reached");
  }

  for (std::size_t place = 0; place < order.size(); ++place) {
    const Node& node = nodes_[start + place];
    values_.push_back(node.is_leaf() ? node.value : 0);
    if (node.is_leaf()) {
      steps_.push_back({below_all, 0, static_cast<std::uint16_t>(place)});
    } else {
      const std::size_t slot = (node.feature * 2U + (node.missing_left ? 0U : 1U)) * lanes;
      steps_.push_back({ordered(node.value), static_cast<std::uint16_t>(slot), static_cast<std::uint16_t>(node.right)});
    }
  }
  depths_.push_back(static_cast<std::uint8_t>(depth));
  starts_.push_back(static_cast<std::uint32_t>(nodes_.size()));
  return success();
}

void Forest::prepare(const float* row, std::uint32_t* slots) const {
  for (std::size_t feature = 0; feature < features_; ++feature) {
    const bool missing = std::isnan(row[feature]);
    const std::uint32_t value = ordered(row[feature]);
    slots[feature * 2 * lanes] = missing ? below_all : value;
    slots[(feature * 2 + 1) * lanes] = missing ? above_all : value;
  }
}

float Forest::margin(std::span<const float> row) const {
  if (row.size() != features_) throw std::logic_error("Forest::margin: the row has other features than the model");
  std::array<std::uint32_t, 128 * 2 * lanes> near;
  std::vector<std::uint32_t> far;
  std::uint32_t* slots = near.data();
  if (features_ * 2 * lanes > near.size()) {
    far.resize(features_ * 2 * lanes);
    slots = far.data();
  }
  prepare(row.data(), slots);

  // Eight trees at a time, so that the walks' waits overlap; the sum goes tree by tree all the same.
  float sum = base_margin_;
  std::size_t tree = 0;
  for (; tree + lanes <= trees(); tree += lanes) {
    std::array<const Step*, lanes> steps;
    std::array<std::size_t, lanes> places{};
    unrolled<lanes>([&](std::size_t lane) { steps[lane] = steps_.data() + starts_[tree + lane]; });
    const auto depth = *std::max_element(depths_.begin() + static_cast<std::ptrdiff_t>(tree),
                                         depths_.begin() + static_cast<std::ptrdiff_t>(tree + lanes));
    for (unsigned level = 0; level < depth; ++level) {
      unrolled<lanes>([&](std::size_t lane) {
        const Step& step = steps[lane][places[lane]];
        places[lane] = step.right - std::size_t{slots[step.slot] < step.threshold};
      });
    }
    unrolled<lanes>([&](std::size_t lane) { sum += values_[starts_[tree + lane] + places[lane]]; });
  }
  for (; tree < trees(); ++tree) {
    const Step* const steps = steps_.data() + starts_[tree];
    std::size_t place = 0;
    for (unsigned level = 0; level < depths_[tree]; ++level) {
      place = steps[place].right - std::size_t{slots[steps[place].slot] < steps[place].threshold};
    }
    sum += values_[starts_[tree] + place];
  }
  return sum;
}

/// Adds the trees from `first` to before `last` to the sums of eight rows.
void Forest::add_octet(std::size_t first, std::size_t last, const std::uint32_t* slots, float* sums) const {
  std::array<float, lanes> sum;
  unrolled<lanes>([&](std::size_t lane) { sum[lane] = sums[lane]; });
  for (std::size_t tree = first; tree < last; ++tree) {
    const Step* const steps = steps_.data() + starts_[tree];
    const float* const values = values_.data() + starts_[tree];
    std::array<std::size_t, lanes> places{};
    for (unsigned level = depths_[tree]; level > 0; --level) {
      unrolled<lanes>([&](std::size_t lane) {
        const Step& step = steps[places[lane]];
        places[lane] = step.right - std::size_t{slots[step.slot + lane] < step.threshold};
      });
    }
    unrolled<lanes>([&](std::size_t lane) { sum[lane] += values[places[lane]]; });
  }
  unrolled<lanes>([&](std::size_t lane) { sums[lane] = sum[lane]; });
}

void Forest::margins(const float* rows, std::size_t count, std::size_t stride, float* out) const {
  const std::size_t octet_slots = features_ * 2 * lanes;
  std::vector<std::uint32_t> slots(octet_slots * std::min(block_octets, (count + lanes - 1) / lanes));
  std::array<float, block_octets * lanes> sums;
  for (std::size_t begin = 0; begin < count; begin += sums.size()) {
    const std::size_t block = std::min(sums.size(), count - begin);
    const std::size_t octets = (block + lanes - 1) / lanes;
    // The lanes after the last row keep what they held; any value ends in some leaf.
    for (std::size_t row = 0; row < block; ++row) {
      prepare(rows + (begin + row) * stride, slots.data() + row / lanes * octet_slots + row % lanes);
    }
    sums.fill(base_margin_);
    for (std::size_t first = 0, last = 0; first < trees(); first = last) {
      while (last < trees() && (last == first || (starts_[last + 1] - starts_[first]) * sizeof(Step) <= group_bytes))
        ++last;
      for (std::size_t octet = 0; octet < octets; ++octet) {
        add_octet(first, last, slots.data() + octet * octet_slots, sums.data() + octet * lanes);
      }
    }
    std::copy_n(sums.begin(), block, out + begin);
  }
}

}  // namespace clearway::model
