#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>

#include "base/result.h"
#include "likelihood/model.h"
#include "training/recipe.h"

namespace clearway::training {

/// One examined declaration.
struct Example {
  likelihood::Inputs inputs;
  bool irregular = false;
  bool at_random = false;  // chance drew it for examination, whatever else spoke for it
};

struct FitSettings {
  std::uint64_t seed = 1;
  unsigned threads = 2;
  likelihood::About about;  // recipe, fingerprint and days of the data; the rest is filled in
};

/// A model of `examples` by `recipe`. Linear part and trees are fitted to what repeats have in common (or to every
/// row), weighed against each other on folds that neither had seen, and moved by exact repeats. The threshold is the
/// best one where each row is judged by all others. The same examples, recipe and seed give the same model, whatever
/// the threads. Where enough were examined at random, those alone say how likely an irregularity is on the whole: what
/// is examined for a reason is worse than the rest. `progress` is told how many of how many fits are done. Refuses with
/// too_few_examples, or results_are_all_alike where nothing can be told apart.
Result<likelihood::Model> fit(const Recipe& recipe, std::span<const Example> examples, const FitSettings& settings,
                              const std::function<void(std::size_t done, std::size_t of)>& progress);

}  // namespace clearway::training
