#pragma once

#include <string>

#include "base/date.h"
#include "noticing/detection_runs.h"
#include "noticing/notices.h"
#include "record/store.h"

namespace clearway::app {

/// Notices of possible errors in each state: what detection finds in the import declarations of the sample world, with
/// invented answers, those of `party_id` to be answered; and enough of other firms, invented altogether, that their
/// effect can be told. What is left of the findings is drafted. The same day gives the same notices. Does nothing where
/// there are notices.
Status seed_notices(record::Store& store, const noticing::Rules& rules, noticing::DetectionRuns& runs,
                    const Messages& messages, const std::string& party_id, const std::string& customs_office,
                    Instant now);

}  // namespace clearway::app
