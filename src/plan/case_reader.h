#pragma once

#include <string_view>

#include "debt/problem.h"
#include "plan/plan.h"

namespace clearway::plan {

/// Reads what plans are asked for from JSON (docs/debt-plans.md) and checks it. Every problem is listed; plans may be
/// made only where there is none.
Request read_request(std::string_view json, debt::Problems& problems);

}  // namespace clearway::plan
