#pragma once

#include <string>

#include "arrears/statement.h"
#include "base/result.h"
#include "record/store.h"
#include "settlement/payments.h"

namespace clearway::app {

/// Debts of the sample world: two of the sign-in's firm, with what happened to them over the last months, and those of
/// twenty invented debtors. Where there are debts already, nothing happens.
Status seed_debts(record::Store& store, const arrears::Terms& terms, const settlement::Rules& rules,
                  const std::string& party_id, Instant now);

}  // namespace clearway::app
