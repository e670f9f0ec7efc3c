#pragma once

#include <string>
#include <vector>

#include "declaration/declaration.h"
#include "record/types.h"

namespace clearway::record {

/// Appends the declared fields as one JSON object (header fields flat, items under "items", empty fields left out).
/// A personal identifier (type 01, 02, 03 or 05, or a text of that shape without a type) is masked in the object and
/// put in clear into `personal`, to be encrypted beside the chain.
void append_facts(std::string& out, const declaration::Declaration& declaration, std::vector<PersonalValue>& personal);

/// The first characters, the rest as asterisks: P123456789012 -> P1234********.
std::string mask(std::string_view identifier);

}  // namespace clearway::record
