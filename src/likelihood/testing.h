#pragma once

// For tests of those who use a model: a small one put together by hand.

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "base/hash.h"
#include "likelihood/model.h"

namespace clearway::likelihood::testing {

/// A model of exports: dear goods, traders hardly known and bursts raise the likelihood; the United States lower it.
/// `intercept`: in log-odds, what nothing else moves.
inline Model small_model(std::vector<std::string> procedures, double intercept = -3,
                         std::vector<std::string> numbers = {"value_krw", "exporter.declarations",
                                                             "exporter.recent_declarations"}) {
  About about{.recipe = "small",
              .procedures = std::move(procedures),
              .data_fingerprint = "0000000000000001",
              .rows = 400,
              .irregular = 40,
              .groups = 400,
              .first_day = "2026-01-01",
              .last_day = "2026-06-30",
              .seed = 1};
  Layout layout;
  layout.numbers = std::move(numbers);
  layout.categories = {"destination_country"};
  const auto signal = [&](std::string name, Text label, std::int32_t number, std::int32_t category) {
    layout.signals.push_back({std::move(name), std::move(label), "", number, category, 1'000'000});
  };
  signal("value", {"신고가격", "declared value"}, 0, -1);
  signal("history", {"지난 신고", "declarations so far"}, 1, -1);
  signal("burst", {"최근 신고", "declarations of the last days"}, 2, -1);
  signal("destination", {"목적국", "destination"}, -1, 0);
  signal("repeats", {"같은 신고", "repeats"}, -1, -1);
  for (std::uint16_t i = 0; i < 3; ++i) layout.columns.push_back({.signal = i, .measure = {.number = i}});
  layout.terms.push_back({.parts = {{Part::Kind::category, 0}}, .signal = 3, .spread = 0.3});
  layout.repeat = {.strength = 0.2, .signal = 4};
  const auto stump = [](std::uint16_t feature, float threshold, float below, float above) {
    return model::Forest::Tree{{.value = threshold, .cover = 20, .left = 1, .right = 2, .feature = feature},
                               {.value = below, .cover = 15},
                               {.value = above, .cover = 5}};
  };
  auto forest = model::Forest::from_trees(
      3, 0, {stump(0, 300'000, -0.4F, 0.9F), stump(1, 5, 0.3F, -0.2F), stump(2, 4, -0.1F, 0.8F)});
  if (!forest) throw std::logic_error(forest.error().detail);
  Inputs united_states;
  united_states.numbers.assign(layout.numbers.size(), missing);
  united_states.categories = {hash_text("US")};
  KeyTable<float> weights;
  weights.at(term_key(layout, 0, united_states)) = -0.25F;
  auto made = Model::from({.about = std::move(about),
                           .layout = std::move(layout),
                           .base_rate = 0.1,
                           .intercept = intercept,
                           .linear_weight = 1,
                           .forest_weight = 1,
                           .weights = std::move(weights),
                           .forest = std::move(forest).value(),
                           .repeats = CountTable{},
                           .levels = CountTable{}});
  if (!made) throw std::logic_error(made.error().detail);
  return std::move(made).value();
}

}  // namespace clearway::likelihood::testing
