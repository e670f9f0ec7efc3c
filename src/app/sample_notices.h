#pragma once

#include <string>

#include "base/date.h"
#include "noticing/notices.h"
#include "record/store.h"

namespace clearway::app {

/// Notices of possible errors in each state, invented: those of `party_id` to be answered, and enough of other firms
/// that their effect can be told. The same day gives the same notices. Does nothing where there are notices.
Status seed_notices(record::Store& store, const noticing::Rules& rules, const Messages& messages,
                    const std::string& party_id, const std::string& customs_office, Instant now);

}  // namespace clearway::app
