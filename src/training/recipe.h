#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "likelihood/layout.h"
#include "training/gradient_boosting.h"

namespace clearway::training {

/// The most frequent levels of a category, each a column of the trees.
struct Levels {
  std::uint16_t category = 0;
  std::size_t most = 0;
  std::uint16_t signal = 0;
};

/// How a model is to be made, from policy/learning.yaml. `layout` has no cuts and no columns of levels yet: training
/// finds them in the data.
struct Recipe {
  std::string name;
  std::vector<std::string> procedures;
  likelihood::Layout layout;
  std::vector<std::size_t> band_counts;  // by layout.bands
  std::vector<Levels> levels;
  bool one_row_per_repeat = false;  // rows that repeat one another count once, with their mean result
  unsigned folds = 3;
  double trees_weight = 1;  // of the trees' log-odds, where those of the linear part weigh 1
  Parameters trees;
  std::string parameters;  // the recipe as JSON, kept with the model
};

/// What a name of a recipe stands for; `unknown` refuses it.
enum class Kind : std::uint8_t { unknown, number, category };
using KindOf = std::function<Kind(std::string_view name)>;

/// The recipe `name` of `yaml`. Every problem is in the error's detail, one a line, with its place and what would fix
/// it.
Result<Recipe> read_recipe(std::string_view yaml, std::string_view name, const KindOf& kind_of);
/// The names of all recipes, in their order, with the procedures they are for.
Result<std::vector<std::pair<std::string, std::vector<std::string>>>> recipe_names(std::string_view yaml);

}  // namespace clearway::training
