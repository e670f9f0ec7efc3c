#pragma once

#include <optional>
#include <string>

#include "ruling/ruling.h"

namespace clearway::ruling {

/// The first piece of a text for the public that tells who applied, or at what price: the number of the party, codes of
/// sellers and products, amounts of money, mail addresses, telephone and registration numbers. Nothing where none is
/// found; names of firms are for the officer to see, since no list knows them all.
std::optional<std::string> what_identifies(const Published& published, const Ruling& ruling);

}  // namespace clearway::ruling
