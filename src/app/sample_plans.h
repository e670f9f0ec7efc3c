#pragma once

#include <string>

#include "arrears/statement.h"
#include "base/result.h"
#include "record/store.h"

namespace clearway::app {

/// Plans of the sample world: the larger debt of the sign-in's firm is paid in six parts, of which the second was
/// missed. Needs seed_debts; where the firm has a plan already, nothing happens.
Status seed_plans(record::Store& store, const arrears::Terms& terms, const std::string& party_id, Instant now);

}  // namespace clearway::app
