#pragma once

#include <string>

#include "declaration/declaration.h"

namespace clearway::sample {

/// Appends `declaration` as one line of JSON, keys in the order of the element file; a single item stands flat beside
/// the header, several stand under `items`. Amounts, weights and counts are JSON numbers, codes and texts strings.
void append_json_line(std::string& out, const declaration::Declaration& declaration);

}  // namespace clearway::sample
