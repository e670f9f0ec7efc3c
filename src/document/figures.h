#pragma once

#include <cstdint>
#include <string>

#include "base/decimal.h"
#include "base/text.h"

namespace clearway::document {

/// Figures as a letter writes them. The number alone stands in tables, whose heading names the unit.
std::string number_text(std::int64_t value);                   // "-1,234,560"
std::string amount_text(std::int64_t won, Language language);  // "1,234,560원", "KRW 1,234,560"
std::string percent_text(Decimal value);                       // "0.022%"

}  // namespace clearway::document
