// A model as XGBoost 1.7 saves it in JSON. Its numbers are read from their digits, because a float that went by way of
// a double might be rounded twice.
#include <simdjson.h>

#include <charconv>
#include <cmath>
#include <optional>

#include "model/forest.h"

namespace clearway::model {
namespace {

namespace json = simdjson::ondemand;

struct JsonTree {
  std::vector<std::int64_t> left;
  std::vector<std::int64_t> right;
  std::vector<std::int64_t> feature;
  std::vector<std::int64_t> missing_left;
  std::vector<std::int64_t> kind;
  std::vector<float> value;
  std::vector<float> cover;
  std::optional<std::uint64_t> features;
  std::optional<std::uint64_t> nodes;
  std::optional<std::uint64_t> deleted;
};

struct JsonModel {
  std::vector<std::int64_t> version;
  std::string booster;
  std::string objective;
  std::optional<float> base_score;
  std::optional<std::uint64_t> features;
  std::optional<std::uint64_t> classes;
  std::optional<std::uint64_t> targets;
  std::optional<std::uint64_t> tree_count;
  std::vector<JsonTree> trees;
};

template <class Number>
std::optional<Number> number(std::string_view text) {
  while (!text.empty() && (text.back() == ' ' || text.back() == '\n' || text.back() == '\r' || text.back() == '\t'))
    text.remove_suffix(1);
  Number result{};
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), result);
  if (problem != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return result;
}

/// Walks through the document; whatever is not as it should be makes a function give false.
class Walk {
 public:
  bool model(json::value value, JsonModel& out) {
    return fields(value, [&](std::string_view key, json::value inner) {
      if (key == "version") return numbers(inner, out.version);
      return key != "learner" || learner(inner, out);
    });
  }

 private:
  template <class Function>
  bool fields(json::value value, Function&& function) {
    json::object object;
    if (value.get_object().get(object)) return false;
    for (auto entry : object) {
      std::string_view key;
      json::value inner;
      if (entry.unescaped_key().get(key) || entry.value().get(inner) || !function(key, inner)) return false;
    }
    return true;
  }

  template <class Function>
  bool elements(json::value value, Function&& function) {
    json::array array;
    if (value.get_array().get(array)) return false;
    for (auto entry : array) {
      json::value inner;
      if (entry.get(inner) || !function(inner)) return false;
    }
    return true;
  }

  template <class Number>
  bool numbers(json::value value, std::vector<Number>& out) {
    out.clear();
    return elements(value, [&](json::value element) {
      json::json_type type;
      if (element.type().get(type) || type != json::json_type::number) return false;
      const auto read = number<Number>(element.raw_json_token());
      if (!read) return false;
      out.push_back(*read);
      return true;
    });
  }

  /// XGBoost writes its parameters as texts.
  template <class Number>
  bool parameter(json::value value, std::optional<Number>& out) {
    std::string_view text;
    if (value.get_string().get(text)) return false;
    out = number<Number>(text);
    return out.has_value();
  }

  bool text(json::value value, std::string& out) {
    std::string_view read;
    if (value.get_string().get(read)) return false;
    out = read;
    return true;
  }

  bool learner(json::value value, JsonModel& out) {
    return fields(value, [&](std::string_view key, json::value inner) {
      if (key == "gradient_booster") return booster(inner, out);
      if (key == "objective") {
        return fields(inner, [&](std::string_view name, json::value given) {
          return name != "name" || text(given, out.objective);
        });
      }
      if (key != "learner_model_param") return true;
      return fields(inner, [&](std::string_view name, json::value given) {
        if (name == "base_score") return parameter(given, out.base_score);
        if (name == "num_feature") return parameter(given, out.features);
        if (name == "num_class") return parameter(given, out.classes);
        return name != "num_target" || parameter(given, out.targets);
      });
    });
  }

  bool booster(json::value value, JsonModel& out) {
    return fields(value, [&](std::string_view key, json::value inner) {
      if (key == "name") return text(inner, out.booster);
      if (key != "model") return true;
      return fields(inner, [&](std::string_view name, json::value given) {
        if (name == "gbtree_model_param") {
          return fields(given, [&](std::string_view parameter_name, json::value parameter_value) {
            return parameter_name != "num_trees" || parameter(parameter_value, out.tree_count);
          });
        }
        if (name != "trees") return true;
        out.trees.clear();
        return elements(given, [&](json::value element) { return tree(element, out.trees.emplace_back()); });
      });
    });
  }

  bool tree(json::value value, JsonTree& out) {
    return fields(value, [&](std::string_view key, json::value inner) {
      if (key == "left_children") return numbers(inner, out.left);
      if (key == "right_children") return numbers(inner, out.right);
      if (key == "split_indices") return numbers(inner, out.feature);
      if (key == "default_left") return numbers(inner, out.missing_left);
      if (key == "split_type") return numbers(inner, out.kind);
      if (key == "split_conditions") return numbers(inner, out.value);
      if (key == "sum_hessian") return numbers(inner, out.cover);
      if (key != "tree_param") return true;
      return fields(inner, [&](std::string_view name, json::value given) {
        if (name == "num_feature") return parameter(given, out.features);
        if (name == "num_nodes") return parameter(given, out.nodes);
        return name != "num_deleted" || parameter(given, out.deleted);
      });
    });
  }
};

Error not_read(const std::string& what) {
  return Error{"model_json_cannot_be_read", "model", what, "save the model again as JSON, with XGBoost 1.7"};
}

Error not_supported(const std::string& what) {
  return Error{"model_is_not_supported", "model", what,
               "train with booster gbtree, objective binary:logistic and numbers as features"};
}

Result<Forest::Tree> nodes_of(const JsonTree& json, std::size_t index) {
  const std::string name = "tree " + std::to_string(index);
  const std::size_t count = json.left.size();
  for (const std::size_t size :
       {json.right.size(), json.feature.size(), json.missing_left.size(), json.kind.size(), json.value.size(),
        json.cover.size(), static_cast<std::size_t>(json.nodes.value_or(0))}) {
    if (size != count) return not_read(name + " has lists of different lengths");
  }
  Forest::Tree tree(count);
  for (std::size_t at = 0; at < count; ++at) {
    Forest::Node& node = tree[at];
    node.value = json.value[at];
    node.cover = json.cover[at];
    if (json.left[at] == -1 && json.right[at] == -1) continue;
    for (const auto child : {json.left[at], json.right[at]}) {
      if (child > 0 && child < static_cast<std::int64_t>(count)) continue;
      return not_read(name + ", node " + std::to_string(at) + ": there is no child " + std::to_string(child));
    }
    if (json.kind[at] != 0) return not_supported(name + " has a categorical split");
    if (json.feature[at] < 0 || json.feature[at] > static_cast<std::int64_t>(Forest::max_features)) {
      return not_read(name + ", node " + std::to_string(at) + ": there is no feature " +
                      std::to_string(json.feature[at]));
    }
    if (json.missing_left[at] != 0 && json.missing_left[at] != 1)
      return not_read(name + ": default_left is neither 0 nor 1");
    node.left = static_cast<std::uint32_t>(json.left[at]);
    node.right = static_cast<std::uint32_t>(json.right[at]);
    node.feature = static_cast<std::uint16_t>(json.feature[at]);
    node.missing_left = json.missing_left[at] == 1;
  }
  return tree;
}

}  // namespace

Result<Forest> Forest::from_xgboost_json(std::string_view text, std::size_t features) {
  const simdjson::padded_string padded(text);
  json::parser parser;
  json::document document;
  json::value root;
  JsonModel model;
  const char* rest = nullptr;
  if (parser.iterate(padded).get(document) || document.get_value().get(root) || !Walk().model(root, model) ||
      !document.current_location().get(rest)) {
    return not_read("this is not the JSON of a whole XGBoost model");
  }

  if (model.version.size() != 3 || model.version[0] != 1 || model.version[1] != 7) {
    std::string found;
    for (const auto part : model.version) found += (found.empty() ? "" : ".") + std::to_string(part);
    return Error{"model_version_is_not_supported", "model",
                 "the model was saved by XGBoost " + (found.empty() ? "of no version" : found),
                 "save it with XGBoost 1.7"};
  }
  if (model.booster != "gbtree") return not_supported("the booster is '" + model.booster + "'");
  if (model.objective != "binary:logistic") return not_supported("the objective is '" + model.objective + "'");
  if (!model.features || !model.base_score || !model.tree_count)
    return not_read("num_feature, base_score or num_trees is missing");
  if (model.classes.value_or(0) > 1 || model.targets.value_or(1) != 1)
    return not_supported("the model answers more than one question");
  if (*model.features != features) {
    return Error{"model_has_other_features", "model",
                 "the model has " + std::to_string(*model.features) + " features, not " + std::to_string(features),
                 "train it on the features of this version"};
  }
  if (features == 0 || features > max_features || *model.tree_count > max_trees) {
    return Error{"model_is_too_large", "model", "the model has too many features or trees", "train a smaller model"};
  }
  if (*model.tree_count != model.trees.size()) return not_read("num_trees is not the number of trees");
  if (!(*model.base_score > 0 && *model.base_score < 1)) return not_read("base_score is not between 0 and 1");

  // As XGBoost turns the probability into a margin, in floats.
  Forest forest(features, -std::log(1.0F / *model.base_score - 1.0F));
  if (!std::isfinite(forest.base_margin_)) return not_read("base_score is too near to 0 or 1");
  for (std::size_t index = 0; index < model.trees.size(); ++index) {
    const JsonTree& tree = model.trees[index];
    if (tree.features != model.features)
      return not_read("tree " + std::to_string(index) + " has another number of features");
    const auto nodes = nodes_of(tree, index);
    if (!nodes) return nodes.error();
    if (auto added = forest.add_tree(*nodes, static_cast<std::size_t>(tree.deleted.value_or(0))); !added)
      return added.error();
  }
  return forest;
}

}  // namespace clearway::model
