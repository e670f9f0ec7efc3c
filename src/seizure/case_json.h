#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "seizure/case.h"

namespace clearway::seizure {

/// The case as the record keeps it: the same case gives the same bytes, and reading them gives the same case.
std::string to_json(const Case& subject);
/// Errors: seizure_is_not_readable, naming what is missing or wrong.
Result<Case> from_json(std::string_view json);

}  // namespace clearway::seizure
