#include "model/forest.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <array>
#include <bit>

#include "base/hash.h"
#include "model/fixture_test.h"

namespace clearway::model {
namespace {

constexpr float nan = std::numeric_limits<float>::quiet_NaN();

std::string bytes_of(const Forest& forest) {
  std::string bytes;
  forest.append_to(bytes);
  return bytes;
}

std::uint32_t bits(float value) { return std::bit_cast<std::uint32_t>(value); }

std::string replaced(std::string text, const std::string& what, const std::string& with) {
  const auto at = text.find(what);
  EXPECT_NE(at, std::string::npos) << what;
  return text.replace(at, what.size(), with);
}

TEST(Forest, ReadsWhatXgboostSaves) {
  const auto forest = Forest::from_xgboost_json(small_json, 2);
  ASSERT_TRUE(forest) << forest.error().detail;
  EXPECT_EQ(forest->features(), 2U);
  ASSERT_EQ(forest->trees(), 2U);
  EXPECT_EQ(forest->tree(0).size(), 3U);
  EXPECT_EQ(forest->tree(0)[0].cover, 5);
  EXPECT_EQ(forest->base_margin(), 0);
  const struct {
    std::string_view name;
    float value, margin;
  } cases[] = {
      {"below the threshold", 3.9999998F, -0.45000002F + 0.125F},
      {"at the threshold", 4, 0.40000004F + 0.125F},
      {"missing goes left", nan, -0.45000002F + 0.125F},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    EXPECT_EQ(forest->margin(std::vector<float>{c.value, 0}), c.margin);
  }
}

TEST(Forest, RefusesOtherJson) {
  const std::string first_tree = R"("left_children":[1,-1,-1])";
  const struct {
    std::string_view name;
    std::string json, code;
  } cases[] = {
      {"nothing", "", "model_json_cannot_be_read"},
      {"a number", "1", "model_json_cannot_be_read"},
      {"another object", "{}", "model_version_is_not_supported"},
      {"something after it", small_json + " 1", "model_json_cannot_be_read"},
      {"another version", replaced(small_json, "[1,7,4]", "[2,0,0]"), "model_version_is_not_supported"},
      {"no version", replaced(small_json, R"(,"version":[1,7,4])", ""), "model_version_is_not_supported"},
      {"another booster", replaced(small_json, R"("name":"gbtree")", R"("name":"dart")"), "model_is_not_supported"},
      {"another objective", replaced(small_json, "binary:logistic", "reg:squarederror"), "model_is_not_supported"},
      {"many classes", replaced(small_json, R"("num_class":"0")", R"("num_class":"3")"), "model_is_not_supported"},
      {"categories", replaced(small_json, R"("split_type":[0,0,0])", R"("split_type":[1,0,0])"),
       "model_is_not_supported"},
      {"other features", replaced(small_json, R"("num_feature":"2","num_target")", R"("num_feature":"3","num_target")"),
       "model_has_other_features"},
      {"other features of a tree",
       replaced(small_json, R"("num_feature":"2","num_nodes":"3")", R"("num_feature":"7","num_nodes":"3")"),
       "model_json_cannot_be_read"},
      {"a tree too few", replaced(small_json, R"("num_trees":"2")", R"("num_trees":"3")"), "model_json_cannot_be_read"},
      {"no base score", replaced(small_json, R"("base_score":"5E-1",)", ""), "model_json_cannot_be_read"},
      {"a base score of 1", replaced(small_json, R"("5E-1")", R"("1E0")"), "model_json_cannot_be_read"},
      {"a base score with a tail", replaced(small_json, R"("5E-1")", R"("5E-1x")"), "model_json_cannot_be_read"},
      {"a child out of range", replaced(small_json, first_tree, R"("left_children":[3,-1,-1])"),
       "model_json_cannot_be_read"},
      {"a child before the first", replaced(small_json, first_tree, R"("left_children":[-2,-1,-1])"),
       "model_json_cannot_be_read"},
      {"the root as a child", replaced(small_json, first_tree, R"("left_children":[0,-1,-1])"),
       "model_json_cannot_be_read"},
      {"one child only", replaced(small_json, first_tree, R"("left_children":[-1,-1,-1])"),
       "model_json_cannot_be_read"},
      {"two parents", replaced(small_json, first_tree, R"("left_children":[2,-1,-1])"), "model_tree_is_not_valid"},
      {"a feature out of range", replaced(small_json, R"("split_indices":[0,0,0])", R"("split_indices":[2,0,0])"),
       "model_tree_is_not_valid"},
      {"a negative feature", replaced(small_json, R"("split_indices":[0,0,0])", R"("split_indices":[-1,0,0])"),
       "model_json_cannot_be_read"},
      {"lists of different lengths", replaced(small_json, R"("default_left":[1,0,0])", R"("default_left":[1,0])"),
       "model_json_cannot_be_read"},
      {"a list that is a text", replaced(small_json, R"([4E0,-4.5000002E-1,4.0000004E-1])", R"("4")"),
       "model_json_cannot_be_read"},
      {"a threshold of null", replaced(small_json, "[4E0,", "[null,"), "model_json_cannot_be_read"},
      {"a threshold that is too great", replaced(small_json, "[4E0,", "[4E99,"), "model_json_cannot_be_read"},
      {"a threshold that is no number", replaced(small_json, "[4E0,", "[NaN,"), "model_json_cannot_be_read"},
      {"a negative cover", replaced(small_json, "[5E0,3E0,2E0]", "[5E0,-3E0,2E0]"), "model_tree_is_not_valid"},
      {"a cover above the parent's", replaced(small_json, "[5E0,3E0,2E0]", "[5E0,6E0,2E0]"), "model_tree_is_not_valid"},
      {"nodes that were deleted and are not there",
       replaced(small_json, R"("num_deleted":"0")", R"("num_deleted":"1")"), "model_tree_is_not_valid"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    const auto forest = Forest::from_xgboost_json(c.json, 2);
    ASSERT_FALSE(forest);
    EXPECT_EQ(forest.error().code, c.code) << forest.error().detail;
    EXPECT_FALSE(forest.error().detail.empty());
    EXPECT_FALSE(forest.error().fix.empty());
  }
  for (std::size_t size = 0; size < small_json.size(); ++size)
    EXPECT_FALSE(Forest::from_xgboost_json(small_json.substr(0, size), 2)) << size;
}

TEST(Forest, RefusesTreesThatWouldGoAstray) {
  const auto node = [](float value, std::uint32_t left, std::uint32_t right, std::uint16_t feature = 0) {
    return Forest::Node{value, 1, left, right, feature, false};
  };
  Forest::Tree chain{node(0, 1, 2)};
  for (std::uint32_t level = 0; level < Forest::max_depth; ++level) {
    chain.push_back(node(0, 0, 0));
    chain.push_back(node(0, 2 * level + 3, 2 * level + 4));
  }
  chain.push_back(node(0, 0, 0));
  chain.push_back(node(0, 0, 0));
  const struct {
    std::string_view name;
    Forest::Tree tree;
    std::string code;
  } cases[] = {
      {"no root", {}, "model_tree_is_not_valid"},
      {"a circle",
       {node(0, 1, 2), node(0, 3, 4), node(0, 0, 0), node(0, 1, 4), node(0, 0, 0)},
       "model_tree_is_not_valid"},
      {"a child of two", {node(0, 1, 2), node(0, 2, 3), node(0, 0, 0), node(0, 0, 0)}, "model_tree_is_not_valid"},
      {"itself", {node(0, 1, 2), node(0, 1, 2), node(0, 0, 0)}, "model_tree_is_not_valid"},
      {"twice the same child", {node(0, 1, 1), node(0, 0, 0)}, "model_tree_is_not_valid"},
      {"out of range", {node(0, 1, 3), node(0, 0, 0), node(0, 0, 0)}, "model_tree_is_not_valid"},
      {"half a split", {node(0, 1, 0), node(0, 0, 0)}, "model_tree_is_not_valid"},
      {"a node nobody reaches", {node(0, 0, 0), node(0, 0, 0)}, "model_tree_is_not_valid"},
      {"a threshold that is no number", {node(nan, 1, 2), node(0, 0, 0), node(0, 0, 0)}, "model_tree_is_not_valid"},
      {"a leaf that is infinite", {node(std::numeric_limits<float>::infinity(), 0, 0)}, "model_tree_is_not_valid"},
      {"another feature", {node(0, 1, 2, 2), node(0, 0, 0), node(0, 0, 0)}, "model_tree_is_not_valid"},
      {"too deep", chain, "model_is_too_large"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    const auto forest = Forest::from_trees(2, 0, {c.tree});
    ASSERT_FALSE(forest);
    EXPECT_EQ(forest.error().code, c.code) << forest.error().detail;
  }
  EXPECT_EQ(Forest::from_trees(0, 0, {}).error().code, "model_is_too_large");
  EXPECT_EQ(Forest::from_trees(Forest::max_features + 1, 0, {}).error().code, "model_is_too_large");
  EXPECT_FALSE(Forest::from_trees(1, nan, {}));
}

TEST(Forest, WithoutTreesIsItsBase) {
  const auto forest = Forest::from_trees(3, 0.75F, {}).value();
  const std::vector<float> rows{1, 2, 3, nan, 5, 6};
  std::array<float, 2> out;
  forest.margins(rows.data(), 2, 3, out.data());
  EXPECT_EQ(out, (std::array<float, 2>{0.75F, 0.75F}));
  EXPECT_EQ(forest.margin(std::span(rows).first(3)), 0.75F);
  EXPECT_EQ(Forest::read(bytes_of(forest)).value(), forest);
}

TEST(Forest, OneRowAndManyWalkAsTheTreesSay) {
  EXPECT_TRUE(rc::check("margins of random forests", [] {
    std::mt19937 random(*rc::gen::arbitrary<std::uint32_t>());
    const auto features = *rc::gen::element<std::size_t>(1, 2, 7, 30, 200);
    const auto forest =
        random_forest(random, features, *rc::gen::inRange<std::size_t>(0, 40), *rc::gen::inRange<std::size_t>(0, 9));
    const auto count = *rc::gen::element<std::size_t>(1, 7, 8, 9, 63, 64, 65, 200);
    const std::size_t stride = features + *rc::gen::inRange<std::size_t>(0, 3);
    const auto rows = random_rows(random, count, stride);
    std::vector<float> batch(count, nan);
    forest.margins(rows.data(), count, stride, batch.data());
    for (std::size_t row = 0; row < count; ++row) {
      const float* const values = rows.data() + row * stride;
      float sum = forest.base_margin();
      for (std::size_t tree = 0; tree < forest.trees(); ++tree)
        sum += forest.tree(tree)[leaf_of(forest.tree(tree), values)].value;
      RC_ASSERT(bits(batch[row]) == bits(sum));
      RC_ASSERT(bits(forest.margin(std::span(values, features))) == bits(sum));
    }
  }));
}

TEST(Forest, BytesRoundTrip) {
  EXPECT_TRUE(rc::check("bytes of random forests", [] {
    std::mt19937 random(*rc::gen::arbitrary<std::uint32_t>());
    const auto forest =
        random_forest(random, *rc::gen::inRange<std::size_t>(1, 50), *rc::gen::inRange<std::size_t>(0, 20), 6);
    const std::string bytes = bytes_of(forest);
    const auto read = Forest::read(bytes);
    RC_ASSERT(read.ok());
    RC_ASSERT(*read == forest);
    RC_ASSERT(bytes_of(*read) == bytes);
    std::string longer = "before";
    forest.append_to(longer);
    RC_ASSERT(longer == "before" + bytes);
  }));
}

TEST(Forest, DamagedBytesAreRefused) {
  EXPECT_TRUE(rc::check("one byte changed, some cut off, some added", [] {
    std::mt19937 random(*rc::gen::arbitrary<std::uint32_t>());
    const std::string bytes = bytes_of(random_forest(random, 5, 3, 4));
    std::string changed = bytes;
    const auto at = *rc::gen::inRange<std::size_t>(0, bytes.size());
    changed[at] = static_cast<char>(changed[at] ^ *rc::gen::inRange(1, 256));
    RC_ASSERT(!Forest::read(changed));
    RC_ASSERT(!Forest::read(bytes.substr(0, at)));
    RC_ASSERT(!Forest::read(bytes + bytes.substr(at)));
  }));
}

// Who can compute a checksum can still not have a forest that is not valid.
TEST(Forest, DamagedBytesWithTheirChecksumAreRefusedOrValid) {
  EXPECT_TRUE(rc::check("one byte changed before the checksum", [] {
    std::mt19937 random(*rc::gen::arbitrary<std::uint32_t>());
    std::string bytes = bytes_of(random_forest(random, 5, 3, 4));
    bytes.resize(bytes.size() - 8);
    const auto at = *rc::gen::inRange<std::size_t>(0, bytes.size());
    bytes[at] = static_cast<char>(bytes[at] ^ *rc::gen::inRange(1, 256));
    const std::uint64_t sum = hash_text(bytes);
    for (unsigned shift = 0; shift < 64; shift += 8) bytes.push_back(static_cast<char>(sum >> shift & 0xFF));
    const auto read = Forest::read(bytes);
    if (!read) return;
    RC_ASSERT(bytes_of(*read) == bytes);
    const auto row = random_rows(random, 1, read->features());
    RC_ASSERT(!std::isnan(read->margin(row)));
  }));
}

}  // namespace
}  // namespace clearway::model
