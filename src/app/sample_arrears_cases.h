#pragma once

#include <string>

#include "base/result.h"
#include "enforcing/arrears_cases.h"

namespace clearway::app {

/// Files of invented debtors in enforcement, from a demand that runs to a measure that has ended by itself; one of them
/// is of the largest debt of `party_id`. The same day gives the same files. Does nothing where there are files already.
Status seed_arrears_cases(record::Store& store, const enforcing::Rules& rules, const std::string& customs_office,
                          const std::string& party_id, Instant now);

}  // namespace clearway::app
