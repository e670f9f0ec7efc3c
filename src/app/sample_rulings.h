#pragma once

#include <string>

#include "assessment/assessor.h"
#include "base/date.h"
#include "record/store.h"
#include "registry/rulings.h"

namespace clearway::app {

/// Advance rulings in each state, invented: those of `party_id`, some of its later declarations held against them, and
/// published ones of other firms. The same day gives the same rulings. Does nothing where there are rulings.
Status seed_rulings(record::Store& store, const registry::Rules& rules, const assessment::Assessor& assessor,
                    const std::string& party_id, const std::string& customs_office, Instant now);

}  // namespace clearway::app
