#include "training/recipe.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <map>
#include <set>

namespace clearway::training {
namespace {

using likelihood::Column;
using likelihood::Measure;
using likelihood::Part;
using likelihood::Transform;

constexpr std::string_view file = "learning.yaml";
const std::map<std::string, Transform> transforms = {{"plain", Transform::plain},
                                                     {"logarithm", Transform::logarithm},
                                                     {"decimals", Transform::decimals},
                                                     {"trailing_zeros", Transform::trailing_zeros},
                                                     {"roundness", Transform::roundness}};

Error not_valid(const std::string& problems) {
  return {"recipe_is_not_valid", "policy/learning.yaml", problems,
          "Correct the places named; docs/how-to/train-a-model.md describes a recipe"};
}

class RecipeReader {
 public:
  RecipeReader(std::string_view name, const KindOf& kind_of) : kind_of_(kind_of) { recipe_.name = name; }

  Result<Recipe> read(const YAML::Node& node) {
    check_keys(node, {"procedures", "signals", "bands", "columns", "terms", "repeat", "one_row_per_repeat", "folds",
                      "trees_weight", "trees"});
    for (const auto& procedure : node["procedures"]) recipe_.procedures.push_back(procedure.as<std::string>());
    if (recipe_.procedures.empty())
      problem(node, "procedures are missing", "name formal, simplified, manifest or import");
    for (const auto& signal : node["signals"]) read_signal(signal.first.as<std::string>(), signal.second);
    for (const auto& band : node["bands"]) read_band(band.first.as<std::string>(), band.second);
    for (const auto& column : node["columns"]) read_column(column);
    for (const auto& term : node["terms"]) read_term(term);
    read_repeat(node["repeat"]);
    recipe_.one_row_per_repeat = node["one_row_per_repeat"].as<bool>(false);
    recipe_.folds = node["folds"].as<unsigned>(3);
    if (recipe_.folds < 2 || recipe_.folds > 20) problem(node["folds"], "folds must be from 2 to 20", "3 is usual");
    recipe_.trees_weight = node["trees_weight"].as<double>(1);
    if (!(recipe_.trees_weight > 0))
      problem(node["trees_weight"], "trees_weight must be above 0", "1 weighs both parts alike");
    read_trees(node["trees"]);
    if (recipe_.layout.columns.empty() && recipe_.levels.empty())
      problem(node, "the trees have no columns", "list columns");
    recipe_.parameters = parameters(node);
    if (!problems_.empty()) return not_valid(problems_);
    return std::move(recipe_);
  }

 private:
  void problem(const YAML::Node& node, const std::string& what, const std::string& fix) {
    if (!problems_.empty()) problems_ += '\n';
    problems_ += std::string(file);
    if (node.IsDefined() && node.Mark().line >= 0) problems_ += ":" + std::to_string(node.Mark().line + 1);
    problems_ += ": " + recipe_.name + ": " + what + "; " + fix;
  }
  /// The numbers that a fit depends on, as JSON; each was read as a number before.
  static std::string parameters(const YAML::Node& node) {
    std::string json = "{\"folds\":" + node["folds"].as<std::string>("3") +
                       ",\"trees_weight\":" + node["trees_weight"].as<std::string>("1");
    for (const auto& entry : node["trees"]) {
      json += ",\"trees_" + entry.first.as<std::string>() + "\":" + entry.second.as<std::string>();
    }
    return json + "}";
  }

  void check_keys(const YAML::Node& node, const std::set<std::string>& known) {
    if (!node.IsMap()) return problem(node, "a map is expected here", "see the recipes delivered");
    for (const auto& entry : node) {
      const auto key = entry.first.as<std::string>();
      if (!known.contains(key)) problem(entry.first, "no key '" + key + "' here", "take it out or correct its name");
    }
  }

  static std::int32_t place(std::vector<std::string>& names, const std::string& name) {
    const auto found = std::find(names.begin(), names.end(), name);
    if (found != names.end()) return static_cast<std::int32_t>(found - names.begin());
    names.push_back(name);
    return static_cast<std::int32_t>(names.size() - 1);
  }
  std::uint16_t number(const YAML::Node& node) {
    const auto name = node.as<std::string>("");
    if (kind_of_(name) != Kind::number)
      problem(node, "'" + name + "' is no number of a declaration", "name a number field or signal");
    return static_cast<std::uint16_t>(place(recipe_.layout.numbers, name));
  }
  std::uint16_t category(const YAML::Node& node) {
    const auto name = node.as<std::string>("");
    if (kind_of_(name) != Kind::category)
      problem(node, "'" + name + "' is no code or text of a declaration", "name a code");
    return static_cast<std::uint16_t>(place(recipe_.layout.categories, name));
  }
  std::uint16_t signal(const YAML::Node& node) {
    const auto name = node.as<std::string>("");
    const auto& signals = recipe_.layout.signals;
    const auto found = std::find_if(signals.begin(), signals.end(), [&](const auto& one) { return one.name == name; });
    if (found != signals.end()) return static_cast<std::uint16_t>(found - signals.begin());
    problem(node, "no signal '" + name + "'", "describe it under signals");
    return 0;
  }
  Measure measure(const YAML::Node& node) {
    Measure measure;
    measure.number = number(node["of"]);
    if (node["per"]) measure.per = number(node["per"]);
    const auto as = transforms.find(node["as"].as<std::string>("plain"));
    if (as == transforms.end())
      problem(node["as"], "no such transform", "plain, logarithm, decimals, trailing_zeros or roundness");
    else
      measure.as = as->second;
    return measure;
  }
  std::vector<Part> parts(const YAML::Node& node) {
    std::vector<Part> parts;
    for (const auto& one : node) {
      const auto name = one.as<std::string>("");
      if (const auto band = bands_.find(name); band != bands_.end()) {
        parts.push_back({Part::Kind::band, band->second});
      } else if (kind_of_(name) == Kind::number) {
        parts.push_back({Part::Kind::exact, number(one)});
      } else {
        parts.push_back({Part::Kind::category, category(one)});
      }
    }
    if (parts.empty()) problem(node, "a list of names is expected", "of: [name, …]");
    return parts;
  }

  void read_signal(const std::string& name, const YAML::Node& node) {
    check_keys(node, {"label", "number", "category", "unit"});
    likelihood::Signal signal;
    signal.name = name;
    signal.label = {node["label"]["ko"].as<std::string>(""), node["label"]["en"].as<std::string>("")};
    if (signal.label.ko.empty() || signal.label.en.empty())
      problem(node, "the label is missing", "label: {ko: …, en: …}");
    signal.unit = node["unit"].as<std::string>("");
    if (node["number"]) signal.number = number(node["number"]);
    if (node["category"]) signal.category = category(node["category"]);
    recipe_.layout.signals.push_back(std::move(signal));
  }
  void read_band(const std::string& name, const YAML::Node& node) {
    check_keys(node, {"of", "per", "as", "bands"});
    const auto count = node["bands"].as<std::size_t>(0);
    if (count < 2 || count > 1000) problem(node, "bands must be from 2 to 1000", "12 is usual");
    bands_[name] = static_cast<std::uint16_t>(recipe_.layout.bands.size());
    recipe_.layout.bands.push_back({measure(node), {}});
    recipe_.band_counts.push_back(count);
  }
  void read_column(const YAML::Node& node) {
    check_keys(node, {"of", "per", "as", "same", "levels_of", "most", "signal"});
    if (node["levels_of"]) {
      recipe_.levels.push_back({category(node["levels_of"]), node["most"].as<std::size_t>(40), signal(node["signal"])});
      return;
    }
    Column column;
    column.signal = signal(node["signal"]);
    if (node["same"]) {
      column.kind = Column::Kind::same;
      column.first = category(node["same"][0]);
      column.second = category(node["same"][1]);
    } else {
      column.measure = measure(node);
    }
    recipe_.layout.columns.push_back(column);
  }
  void read_term(const YAML::Node& node) {
    check_keys(node, {"of", "spread", "signal"});
    likelihood::Term term;
    term.parts = parts(node["of"]);
    term.spread = node["spread"].as<double>(0);
    if (!(term.spread > 0)) problem(node, "the spread of a term must be above 0", "0.2 is usual");
    term.signal = signal(node["signal"]);
    recipe_.layout.terms.push_back(std::move(term));
  }
  void read_repeat(const YAML::Node& node) {
    if (!node) return;
    check_keys(node, {"strength", "signal"});
    auto& repeat = recipe_.layout.repeat;
    repeat.strength = node["strength"].as<double>(0.2);
    if (!(repeat.strength > 0)) problem(node, "the strength of repeats must be above 0", "0.2 is usual");
    repeat.signal = signal(node["signal"]);
  }
  void read_trees(const YAML::Node& node) {
    check_keys(node, {"count", "depth", "learning_rate", "min_child_weight", "lambda", "alpha", "gamma", "subsample",
                      "column_sample", "max_bins"});
    auto& trees = recipe_.trees;
    trees.trees = node["count"].as<unsigned>(200);
    trees.depth = node["depth"].as<unsigned>(5);
    trees.learning_rate = node["learning_rate"].as<double>(0.1);
    trees.min_child_weight = node["min_child_weight"].as<double>(1);
    trees.lambda = node["lambda"].as<double>(1);
    trees.alpha = node["alpha"].as<double>(0);
    trees.gamma = node["gamma"].as<double>(0);
    trees.subsample = node["subsample"].as<double>(1);
    trees.column_sample = node["column_sample"].as<double>(1);
    trees.max_bins = node["max_bins"].as<unsigned>(256);
  }

  const KindOf& kind_of_;
  Recipe recipe_;
  std::map<std::string, std::uint16_t> bands_;
  std::string problems_;
};

}  // namespace

Result<Recipe> read_recipe(std::string_view yaml, std::string_view name, const KindOf& kind_of) try {
  const YAML::Node root = YAML::Load(std::string(yaml));
  const auto recipes = root["recipes"];
  const auto node = recipes.IsMap() ? recipes[std::string(name)] : YAML::Node(YAML::NodeType::Undefined);
  if (!node.IsDefined() || !node.IsMap()) {
    std::string known;
    if (recipes.IsMap()) {
      for (const auto& one : recipes) known += (known.empty() ? "" : ", ") + one.first.as<std::string>();
    }
    return not_valid(std::string(file) + ": no recipe '" + std::string(name) + "'; there are: " + known);
  }
  return RecipeReader(name, kind_of).read(node);
} catch (const YAML::Exception& error) {
  return not_valid(std::string(file) + ":" + std::to_string(error.mark.line + 1) + ": " + error.msg);
}

Result<std::vector<std::pair<std::string, std::vector<std::string>>>> recipe_names(std::string_view yaml) try {
  std::vector<std::pair<std::string, std::vector<std::string>>> names;
  for (const auto& recipe : YAML::Load(std::string(yaml))["recipes"]) {
    names.emplace_back(recipe.first.as<std::string>(), recipe.second["procedures"].as<std::vector<std::string>>());
  }
  return names;
} catch (const YAML::Exception& error) {
  return not_valid(std::string(file) + ":" + std::to_string(error.mark.line + 1) + ": " + error.msg);
}

}  // namespace clearway::training
