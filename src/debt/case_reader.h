#pragma once

#include <string_view>

#include "debt/problem.h"
#include "debt/types.h"

namespace clearway::debt {

/// Reads a case from JSON (docs/debt-compute.md) and checks it. Every problem is listed, in the order of the refusals;
/// the case may be computed only where there is none.
Case read_case(std::string_view json, Problems& problems);

/// What a case must be to be computed: principal, dates in their order, payments of the debt. Adds to `problems`.
void check(const Case& subject, Problems& problems);

}  // namespace clearway::debt
