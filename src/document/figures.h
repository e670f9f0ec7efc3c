#pragma once

#include <cstdint>
#include <string>

#include "base/date.h"
#include "base/decimal.h"
#include "base/text.h"

namespace clearway::document {

/// Figures and dates as a letter writes them. The short forms stand in tables, whose heading names the unit.
std::string number_text(std::int64_t value);                   // "-1,234,560"
std::string amount_text(std::int64_t won, Language language);  // "1,234,560원", "KRW 1,234,560"
std::string percent_text(Decimal value);                       // "0.022%"
std::string date_text(Date date, Language language);           // "2026년 4월 7일", "7 April 2026"
std::string short_date_text(Date date, Language language);     // "2026. 4. 7.", "7 Apr 2026"

}  // namespace clearway::document
