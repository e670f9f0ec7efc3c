#pragma once

#include <string>

#include "base/date.h"
#include "base/text.h"

namespace clearway {

/// Days as people write them. The short form stands in tables.
std::string date_text(Date date, Language language);        // "2026년 4월 7일", "7 April 2026"
std::string short_date_text(Date date, Language language);  // "2026. 4. 7.", "7 Apr 2026"
inline Text date_text(Date date) { return {date_text(date, Language::korean), date_text(date, Language::english)}; }

}  // namespace clearway
