#include <algorithm>
#include <bit>
#include <optional>

#include "model/shapley.h"

namespace clearway::model {
namespace {

// More bits a group mean fewer groups to look up but larger tables; at 7 a tree of depth 6 has its 64 leaves in 16
// groups.
constexpr std::size_t wanted_bits = 7;
constexpr std::size_t max_bits = 8;

// Gauss-Legendre on 0 to 1 with four points: exact for polynomials up to degree 7, which is what eight features give.
constexpr std::array<double, 4> points = {0.069431844202973712388, 0.33000947820757186760, 0.66999052179242813240,
                                          0.93056815579702628761};
constexpr std::array<double, 4> point_weights = {0.17392742256872692869, 0.32607257743127307131, 0.32607257743127307131,
                                                 0.17392742256872692869};

}  // namespace

class ShapleyBuilder {
 public:
  Result<Shapley> build(const Forest& forest) {
    result_.features_ = forest.features();
    double bias = static_cast<double>(forest.base_margin());
    for (std::size_t index = 0; index < forest.trees(); ++index) {
      nodes_ = forest.tree(index);
      plan_ = {};
      path_.clear();
      expected_ = 0;
      number_splits();
      if (auto visited = visit(0, 0); !visited) {
        Error error = visited.error();
        error.detail = "tree " + std::to_string(index) + ": " + error.detail;
        return error;
      }
      bias += expected_;
      result_.most_splits_ = std::max(result_.most_splits_, plan_.splits.size());
      result_.most_places_ = std::max<std::size_t>(result_.most_places_, plan_.places);
      result_.most_groups_ = std::max(result_.most_groups_, plan_.groups.size());
      result_.trees_.push_back(std::move(plan_));
    }
    result_.bias_ = static_cast<float>(bias);
    return std::move(result_);
  }

 private:
  /// A feature asked on the way: which part of the rows that come here pass all its splits there, by their covers.
  struct Asked {
    std::uint16_t feature;
    double share;
  };
  /// The same for a leaf; a row passes where its pattern has the wanted bits.
  struct Factor {
    std::uint16_t feature;
    double share;
    unsigned mask = 0;
    unsigned wanted = 0;
  };
  struct Leaf {
    double value;
    std::vector<Factor> factors;
  };

  static Error too_large(const std::string& detail) {
    return Error{"model_cannot_be_explained", "model", detail, "train a model of less depth"};
  }

  void number_splits() {
    split_of_.assign(nodes_.size(), 0);
    inside_.assign(nodes_.size(), 0);
    for (std::size_t at = 0; at < nodes_.size(); ++at) {
      const auto& node = nodes_[at];
      if (node.is_leaf()) continue;
      split_of_[at] = static_cast<std::uint32_t>(plan_.splits.size());
      plan_.splits.push_back({node.value, node.feature, node.missing_left});
    }
    for (std::size_t at = nodes_.size(); at-- > 0;) {
      if (!nodes_[at].is_leaf()) inside_[at] = 1 + inside_[nodes_[at].left] + inside_[nodes_[at].right];
    }
  }

  std::optional<double> share(std::uint32_t child, std::uint32_t parent) const {
    if (!(nodes_[parent].cover > 0)) return std::nullopt;
    return static_cast<double>(nodes_[child].cover) / static_cast<double>(nodes_[parent].cover);
  }

  Status visit(std::uint32_t at, std::uint32_t place) {
    const auto& node = nodes_[at];
    const std::size_t bits = path_.size() + inside_[at];
    if (node.is_leaf() || bits <= wanted_bits || (inside_[at] == 1 && bits <= max_bits)) return group(at, place);

    auto found =
        std::find_if(path_.begin(), path_.end(), [&](const Asked& asked) { return asked.feature == node.feature; });
    const bool first_asked = found == path_.end();
    if (first_asked) {
      if (path_.size() == Shapley::max_leaf_features)
        return too_large("more than 8 features are asked on the way to a leaf");
      path_.push_back({node.feature, 1});
      found = path_.end() - 1;
    }
    const auto bit = static_cast<std::size_t>(found - path_.begin());
    const Shapley::Branch branch{split_of_[at], place, plan_.places, plan_.places + 1,
                                 static_cast<std::uint8_t>(1U << bit)};
    plan_.branches.push_back(branch);
    plan_.places += 2;
    const double before = path_[bit].share;
    for (const auto& [child, child_place] : {std::pair{node.left, branch.left}, std::pair{node.right, branch.right}}) {
      const auto part = share(child, at);
      if (!part) return too_large("a split has no cover");
      path_[bit].share = before * *part;
      if (auto visited = visit(child, child_place); !visited) return visited;
    }
    path_[bit].share = before;
    if (first_asked) path_.pop_back();
    return success();
  }

  Status group(std::uint32_t root, std::uint32_t place) {
    Shapley::Group group{};
    group.place = place;
    group.first_bit = static_cast<std::uint8_t>(path_.size());
    group.mask = static_cast<std::uint8_t>((1U << path_.size()) - 1);
    std::vector<Factor> factors;
    for (std::size_t bit = 0; bit < path_.size(); ++bit)
      factors.push_back({path_[bit].feature, path_[bit].share, 1U << bit, 1U << bit});
    std::vector<Leaf> leaves;
    if (auto listed = list_leaves(root, factors, group, leaves); !listed) return listed;

    for (const Leaf& leaf : leaves) {
      double value = leaf.value;
      for (const Factor& factor : leaf.factors) {
        value *= factor.share;
        const auto end = group.features.begin() + group.feature_count;
        if (std::find(group.features.begin(), end, factor.feature) == end)
          group.features[group.feature_count++] = factor.feature;
      }
      expected_ += value;
    }
    if (group.feature_count == 0) return success();  // a tree that is one leaf: all of it is bias

    const std::size_t patterns = std::size_t{1} << (group.first_bit + group.inner_count);
    auto& table = result_.table_;
    if ((table.size() + patterns) * sizeof(Shapley::Contributions) > Shapley::max_table_bytes) {
      return too_large("the tables of the contributions need more than 1 GiB");
    }
    group.table = static_cast<std::uint32_t>(table.size());
    std::vector<std::array<double, Shapley::max_leaf_features>> sums(patterns);
    for (const Leaf& leaf : leaves) add_leaf(leaf, group, sums);
    for (const auto& sum : sums) {
      auto& entry = table.emplace_back();
      for (std::size_t index = 0; index < sum.size(); ++index) entry.of[index] = static_cast<float>(sum[index]);
    }
    plan_.groups.push_back(group);
    return success();
  }

  Status list_leaves(std::uint32_t at, const std::vector<Factor>& factors, Shapley::Group& group,
                     std::vector<Leaf>& leaves) {
    const auto& node = nodes_[at];
    if (node.is_leaf()) {
      leaves.push_back({static_cast<double>(node.value), factors});
      return success();
    }
    const unsigned bit = 1U << (group.first_bit + group.inner_count);
    group.inner[group.inner_count++] = static_cast<std::uint16_t>(split_of_[at]);
    for (const bool right : {false, true}) {
      const std::uint32_t child = right ? node.right : node.left;
      const auto part = share(child, at);
      if (!part) return too_large("a split has no cover");
      auto inner = factors;
      auto found = std::find_if(inner.begin(), inner.end(),
                                [&](const Factor& factor) { return factor.feature == node.feature; });
      if (found == inner.end()) {
        inner.push_back({node.feature, 1});
        found = inner.end() - 1;
      }
      found->share *= *part;
      found->mask |= bit;
      if (right) found->wanted |= bit;
      if (auto listed = list_leaves(child, inner, group, leaves); !listed) return listed;
    }
    return success();
  }

  /// A leaf is a game of its features: a coalition without feature j gets `share` of j's factor, one with j all or
  /// nothing. The mean over all orders of joining is an integral over the moment t at which a feature joins:
  ///   contribution of i = value * (passes_i - share_i) * integral of the product over j != i of (share_j (1-t) +
  ///   passes_j t).
  static void add_leaf(const Leaf& leaf, const Shapley::Group& group,
                       std::vector<std::array<double, Shapley::max_leaf_features>>& sums) {
    const std::size_t count = leaf.factors.size();
    std::array<std::array<double, Shapley::max_leaf_features>, 1U << Shapley::max_leaf_features> of_passes;
    for (unsigned passes = 0; passes < (1U << count); ++passes) {
      std::array<double, Shapley::max_leaf_features> integral{};
      for (std::size_t point = 0; point < points.size(); ++point) {
        std::array<double, Shapley::max_leaf_features> factor;
        std::array<double, Shapley::max_leaf_features + 1> before;
        before[0] = point_weights[point];
        for (std::size_t index = 0; index < count; ++index) {
          factor[index] =
              leaf.factors[index].share * (1 - points[point]) + ((passes >> index & 1U) != 0 ? points[point] : 0);
          before[index + 1] = before[index] * factor[index];
        }
        double after = 1;
        for (std::size_t index = count; index-- > 0;) {
          integral[index] += before[index] * after;
          after *= factor[index];
        }
      }
      for (std::size_t index = 0; index < count; ++index) {
        const double gain = ((passes >> index & 1U) != 0 ? 1 : 0) - leaf.factors[index].share;
        of_passes[passes][index] = leaf.value * gain * integral[index];
      }
    }
    std::array<std::size_t, Shapley::max_leaf_features> column{};
    for (std::size_t index = 0; index < count; ++index) {
      column[index] = static_cast<std::size_t>(
          std::find(group.features.begin(), group.features.end(), leaf.factors[index].feature) -
          group.features.begin());
    }
    for (unsigned pattern = 0; pattern < sums.size(); ++pattern) {
      unsigned passes = 0;
      for (std::size_t index = 0; index < count; ++index) {
        if ((pattern & leaf.factors[index].mask) == leaf.factors[index].wanted) passes |= 1U << index;
      }
      for (std::size_t index = 0; index < count; ++index) sums[pattern][column[index]] += of_passes[passes][index];
    }
  }

  Shapley result_;
  std::span<const Forest::Node> nodes_;
  Shapley::TreePlan plan_;
  std::vector<Asked> path_;
  std::vector<std::uint32_t> split_of_;
  std::vector<std::uint32_t> inside_;  // splits in the subtree
  double expected_ = 0;
};

Result<Shapley> Shapley::of(const Forest& forest) { return ShapleyBuilder().build(forest); }

}  // namespace clearway::model
