#include "model/shapley.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <bit>
#include <cstring>

#include "model/fixture_test.h"

namespace clearway::model {
namespace {

/// The value of a coalition: features outside it send the row to both children by their covers.
double value_of(std::span<const Forest::Node> tree, std::size_t at, const float* row, unsigned coalition) {
  const auto& node = tree[at];
  if (node.is_leaf()) return static_cast<double>(node.value);
  if ((coalition >> node.feature & 1U) != 0) {
    const float value = row[node.feature];
    const bool left = std::isnan(value) ? node.missing_left : value < node.value;
    return value_of(tree, left ? node.left : node.right, row, coalition);
  }
  const auto share = [&](std::uint32_t child) {
    return static_cast<double>(tree[child].cover) / static_cast<double>(node.cover);
  };
  return share(node.left) * value_of(tree, node.left, row, coalition) +
         share(node.right) * value_of(tree, node.right, row, coalition);
}

/// Shapley values by their definition, over all coalitions.
std::vector<double> by_definition(const Forest& forest, const float* row) {
  const std::size_t features = forest.features();
  std::vector<double> values(std::size_t{1} << features);
  for (unsigned coalition = 0; coalition < values.size(); ++coalition) {
    for (std::size_t tree = 0; tree < forest.trees(); ++tree)
      values[coalition] += value_of(forest.tree(tree), 0, row, coalition);
  }
  std::vector<double> weights(features);  // s! (n - 1 - s)! / n!
  weights[0] = 1 / static_cast<double>(features);
  for (std::size_t size = 1; size < features; ++size) {
    weights[size] = weights[size - 1] * static_cast<double>(size) / static_cast<double>(features - size);
  }
  std::vector<double> result(features + 1);
  for (std::size_t feature = 0; feature < features; ++feature) {
    for (unsigned coalition = 0; coalition < values.size(); ++coalition) {
      if ((coalition >> feature & 1U) != 0) continue;
      const auto size = static_cast<std::size_t>(std::popcount(coalition));
      result[feature] += weights[size] * (values[coalition | 1U << feature] - values[coalition]);
    }
  }
  result[features] = values[0] + static_cast<double>(forest.base_margin());
  return result;
}

TEST(Shapley, AreWhatTheDefinitionSays) {
  EXPECT_TRUE(rc::check("random forests of a few features", [] {
    std::mt19937 random(*rc::gen::arbitrary<std::uint32_t>());
    const auto features = *rc::gen::inRange<std::size_t>(1, 9);
    const auto forest = random_forest(random, features, *rc::gen::inRange<std::size_t>(0, 5),
                                      *rc::gen::inRange<std::size_t>(0, 11), *rc::gen::element(0.5, 0.8, 1.0));
    const auto shapley = Shapley::of(forest).value();
    const auto row = random_rows(random, 1, features);
    std::vector<float> found(features);
    shapley.contributions(row, found);
    const auto expected = by_definition(forest, row.data());
    for (std::size_t feature = 0; feature < features; ++feature) {
      RC_ASSERT(std::abs(static_cast<double>(found[feature]) - expected[feature]) < 1e-5);
    }
    RC_ASSERT(std::abs(static_cast<double>(shapley.bias()) - expected[features]) < 1e-5);
  }));
}

TEST(Shapley, OneRowABlockAndEveryProcessorGiveTheSameBits) {
  EXPECT_TRUE(rc::check("random forests of many features", [] {
    std::mt19937 random(*rc::gen::arbitrary<std::uint32_t>());
    const auto features = *rc::gen::element<std::size_t>(1, 9, 30);
    const auto depth = *rc::gen::inRange<std::size_t>(0, 9);
    const auto forest =
        random_forest(random, features, *rc::gen::inRange<std::size_t>(0, 30), depth, *rc::gen::element(0.7, 1.0));
    const auto shapley = Shapley::of(forest).value();
    const auto count = *rc::gen::element<std::size_t>(1, 3, 4, 31, 32, 33, 255, 256, 257, 300);
    const std::size_t stride = features + *rc::gen::inRange<std::size_t>(0, 3);
    const auto rows = random_rows(random, count, stride);
    std::vector<float> best(count * features), portable(count * features), one(features), margins(count);
    shapley.contributions(rows.data(), count, stride, best.data());
    shapley.contributions(rows.data(), count, stride, portable.data(), Shapley::Instructions::portable);
    forest.margins(rows.data(), count, stride, margins.data());
    RC_ASSERT(std::memcmp(best.data(), portable.data(), best.size() * sizeof(float)) == 0);
    for (std::size_t row = 0; row < count; ++row) {
      shapley.contributions(std::span(rows.data() + row * stride, features), one);
      RC_ASSERT(std::memcmp(one.data(), best.data() + row * features, features * sizeof(float)) == 0);
      double sum = static_cast<double>(shapley.bias());
      for (const float value : one) sum += static_cast<double>(value);
      RC_ASSERT(std::abs(sum - static_cast<double>(margins[row])) < 1e-4);
    }
  }));
}

/// A tree that asks features 0, 1, 2, ... one after another.
Forest chain(std::size_t length) {
  Forest::Tree tree(2 * length + 1);
  for (std::size_t level = 0; level <= length; ++level) {
    const auto cover = static_cast<float>(length + 1 - level);
    if (level > 0) tree[2 * level - 1] = {0.5F, 1, 0, 0, 0, false};
    if (level == length) tree[2 * level] = {1, cover, 0, 0, 0, false};
    if (level < length) {
      const auto child = static_cast<std::uint32_t>(2 * level + 1);
      tree[2 * level] = {0, cover, child, child + 1, static_cast<std::uint16_t>(level), false};
    }
  }
  return Forest::from_trees(length, 0, {tree}).value();
}

TEST(Shapley, EightFeaturesOnAWayAreTheMost) {
  EXPECT_TRUE(Shapley::of(chain(8)));
  const auto refused = Shapley::of(chain(9));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "model_cannot_be_explained");
  EXPECT_NE(refused.error().detail.find("tree 0"), std::string::npos);
}

TEST(Shapley, ASplitWithoutCoverIsRefused) {
  const Forest::Tree tree{{0, 0, 1, 2, 0, false}, {1, 0, 0, 0, 0, false}, {2, 0, 0, 0, 0, false}};
  EXPECT_EQ(Shapley::of(Forest::from_trees(1, 0, {tree}).value()).error().code, "model_cannot_be_explained");
}

TEST(Shapley, ATreeThatIsOneLeafIsBias) {
  const auto shapley = Shapley::of(Forest::from_trees(2, 0.5F, {{{0.25F, 1, 0, 0, 0, false}}}).value()).value();
  EXPECT_EQ(shapley.bias(), 0.75F);
  EXPECT_EQ(shapley.table_bytes(), 0U);
  std::vector<float> out{1, 1};
  shapley.contributions(std::vector<float>{3, 4}, out);
  EXPECT_EQ(out, (std::vector<float>{0, 0}));
}

}  // namespace
}  // namespace clearway::model
