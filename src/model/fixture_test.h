#pragma once

#include <cmath>
#include <cstddef>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include "model/forest.h"

namespace clearway::model {

/// Two trees of two features, as XGBoost 1.7.4 saves them.
inline const std::string small_json =
    R"({"learner":{"attributes":{},"feature_names":[],"feature_types":[],"gradient_booster":{"model":{"gbtree_model_param":)"
    R"({"num_parallel_tree":"1","num_trees":"2","size_leaf_vector":"0"},"tree_info":[0,0],"trees":[{"base_weights":[-3.3E-1,-4.5E-1,4E-1],)"
    R"("categories":[],"categories_nodes":[],"categories_segments":[],"categories_sizes":[],"default_left":[1,0,0],"id":0,)"
    R"("left_children":[1,-1,-1],"loss_changes":[1.3666667E1,0E0,0E0],"parents":[2147483647,0,0],"right_children":[2,-1,-1],)"
    R"("split_conditions":[4E0,-4.5000002E-1,4.0000004E-1],"split_indices":[0,0,0],"split_type":[0,0,0],"sum_hessian":[5E0,3E0,2E0],)"
    R"("tree_param":{"num_deleted":"0","num_feature":"2","num_nodes":"3","size_leaf_vector":"0"}},{"base_weights":[1E-1],)"
    R"("categories":[],"categories_nodes":[],"categories_segments":[],"categories_sizes":[],"default_left":[0],"id":1,"left_children":[-1],)"
    R"("loss_changes":[0E0],"parents":[2147483647],"right_children":[-1],"split_conditions":[1.25E-1],"split_indices":[0],"split_type":[0],)"
    R"("sum_hessian":[4.775193E0],"tree_param":{"num_deleted":"0","num_feature":"2","num_nodes":"1","size_leaf_vector":"0"}}]},)"
    R"("name":"gbtree"},"learner_model_param":{"base_score":"5E-1","boost_from_average":"1","num_class":"0","num_feature":"2",)"
    R"("num_target":"1"},"objective":{"name":"binary:logistic","reg_loss_param":{"scale_pos_weight":"1"}}},"version":[1,7,4]})";

/// A tree that splits with the given likelihood down to `depth`; thresholds are small whole numbers, so that rows hit
/// them.
inline Forest::Tree random_tree(std::mt19937& random, std::size_t features, std::size_t depth, double splits) {
  std::uniform_real_distribution<float> uniform(0, 1);
  Forest::Tree tree(1);
  tree[0].cover = 1 + 1000 * uniform(random);
  std::vector<std::size_t> depths{0};
  for (std::size_t at = 0; at < tree.size(); ++at) {
    if (depths[at] == depth || static_cast<double>(uniform(random)) > splits) {
      tree[at].value = uniform(random) - 0.5F;
      continue;
    }
    tree[at].value = std::floor(uniform(random) * 9) - 4;
    tree[at].feature = static_cast<std::uint16_t>(random() % features);
    tree[at].missing_left = random() % 2 == 0;
    tree[at].left = static_cast<std::uint32_t>(tree.size());
    tree[at].right = tree[at].left + 1;
    const float part = 0.05F + 0.9F * uniform(random);
    const float cover = tree[at].cover;
    tree.emplace_back().cover = cover * part;
    tree.emplace_back().cover = cover * (1 - part);
    depths.insert(depths.end(), 2, depths[at] + 1);
  }
  return tree;
}

inline Forest random_forest(std::mt19937& random, std::size_t features, std::size_t trees, std::size_t depth,
                            double splits = 0.9) {
  std::vector<Forest::Tree> list;
  for (std::size_t index = 0; index < trees; ++index) list.push_back(random_tree(random, features, depth, splits));
  return Forest::from_trees(features, 0.25F, std::move(list)).value();
}

/// Whole and broken numbers around the thresholds, missing values, both zeros, and now and then infinity.
inline std::vector<float> random_rows(std::mt19937& random, std::size_t count, std::size_t features) {
  std::vector<float> rows(count * features);
  std::uniform_real_distribution<float> uniform(-5, 5);
  for (float& value : rows) {
    switch (random() % 8) {
      case 0: value = std::numeric_limits<float>::quiet_NaN(); break;
      case 1: value = -0.0F; break;
      case 2: value = uniform(random); break;
      case 3:
        value = random() % 8 != 0 ? 0 : (random() % 2 == 0 ? 1.0F : -1.0F) * std::numeric_limits<float>::infinity();
        break;
      default: value = std::floor(uniform(random));
    }
  }
  return rows;
}

/// The plain meaning of a tree.
inline std::size_t leaf_of(std::span<const Forest::Node> tree, const float* row) {
  std::size_t at = 0;
  while (!tree[at].is_leaf()) {
    const auto& node = tree[at];
    const float value = row[node.feature];
    at = (std::isnan(value) ? node.missing_left : value < node.value) ? node.left : node.right;
  }
  return at;
}

}  // namespace clearway::model
