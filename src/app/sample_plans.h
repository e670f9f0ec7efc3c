#pragma once

#include <string>

#include "arrears/statement.h"
#include "base/result.h"
#include "record/store.h"

namespace clearway::app {

/// Plans of the sample world: two debts of the sign-in's firm are paid in six parts. Of the larger one the second part
/// was missed; of the other the first is to come. Needs seed_debts; where the firm has a plan already, nothing happens.
Status seed_plans(record::Store& store, const arrears::Terms& terms, const std::string& party_id, Instant now);

}  // namespace clearway::app
