#pragma once

#include <string>

#include "base/date.h"
#include "record/store.h"
#include "seizing/seizures.h"

namespace clearway::app {

/// Who works on the cases of the sample.
struct SampleTeam {
  std::string officer, supervisor;  // accounts
  std::string customs_office;
};

/// Seizures in each state with unpaid notices in the ledger, all of invented debtors. The same day gives the same
/// cases. Does nothing where there are cases.
Status seed_seizures(record::Store& store, const seizing::Rules& rules, const SampleTeam& team, Instant now);

}  // namespace clearway::app
