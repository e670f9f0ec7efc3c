#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "accrual/accrue.h"
#include "base/explained.h"
#include "base/messages.h"

namespace clearway::accrual {

/// Values for the places of a sentence, each in both languages.
using TextPlaces = std::vector<std::pair<std::string_view, Text>>;

/// The sentence of `key` in both languages with its places filled.
Text sentence(const Messages& messages, std::string_view key, const TextPlaces& places = {});
inline Text same(std::string text) { return {text, text}; }
/// "100,000,000": digits in groups of three.
std::string grouped(std::int64_t amount);

/// One step for each window: rule `<rule>` where charged, `<rule>.excluded` where not. `name` is what grows, as people
/// call it. Inputs: days or months, rate_percent, principal.
std::vector<Step> steps(const Accrued& accrued, const std::string& rule, const Text& name, const Messages& messages);

}  // namespace clearway::accrual
