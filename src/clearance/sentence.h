#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "base/messages.h"
#include "base/text.h"

namespace clearway::clearance {

/// Values for the places of a sentence, each in both languages.
using TextPlaces = std::vector<std::pair<std::string_view, Text>>;

inline Text same(std::string text) { return {text, text}; }

/// The sentence of `key` in both languages with its places filled.
inline Text sentence(const Messages& messages, std::string_view key, const TextPlaces& places = {}) {
  Places ko, en;
  for (const auto& [name, text] : places) {
    ko.emplace_back(name, text.ko);
    en.emplace_back(name, text.en);
  }
  const auto& template_text = messages.at(key);
  return {fill(template_text.ko, ko), fill(template_text.en, en)};
}

}  // namespace clearway::clearance
