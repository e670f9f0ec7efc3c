#pragma once

#include <functional>

#include "db/connection.h"
#include "record/digest.h"
#include "record/types.h"

namespace clearway::record {

/// What the newest record of a version vouches for: every column.
Digest version_digest(const RiskVersion& version);
Digest rehearsal_digest(const Rehearsal& rehearsal);

/// Every version and every rehearsal, for the audit.
Status each_version_row(db::Connection& database, const std::function<void(const RiskVersion&)>& version,
                        const std::function<void(const Rehearsal&)>& rehearsal);

}  // namespace clearway::record
