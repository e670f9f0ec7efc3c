#pragma once

#include <optional>
#include <string_view>

#include "debt/problem.h"
#include "enforcement/file.h"
#include "law/calendar.h"

namespace clearway::enforcement {

/// A debt's file and the day asked.
struct Case {
  File file;
  Date on;
  std::optional<StepKind> step;  // nothing: all steps
};

/// Reads a case from JSON (docs/debt-steps.md) and checks it. Every problem is listed, in the order of the refusals;
/// the file may be looked at only where there is none.
Case read_case(std::string_view json, const law::Calendar& calendar, debt::Problems& problems);

}  // namespace clearway::enforcement
