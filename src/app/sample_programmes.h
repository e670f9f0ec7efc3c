#pragma once

#include <string>

#include "base/date.h"
#include "noticing/notices.h"
#include "record/store.h"

namespace clearway::app {

/// Settlement programmes, invented: `party_id` has settled a year and checks the next, another firm has applied, a
/// third is under review. The same day gives the same. Does nothing where there are enrolments.
Status seed_programme(record::Store& store, const noticing::Rules& rules, const Messages& messages,
                      const std::string& party_id, const std::string& customs_office, Instant now);

}  // namespace clearway::app
