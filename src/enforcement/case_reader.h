#pragma once

#include <optional>
#include <string>
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

/// The file alone, as `to_json` writes it, without the day asked; held against the calendar and itself like a case.
File read_file(std::string_view json, const law::Calendar& calendar, debt::Problems& problems);
/// One entry of a file. What it means for the file is not looked at: see `check`.
Event read_event(std::string_view json, debt::Problems& problems);
/// Whether the file holds together: order of days, payments, service of what was given.
void check(const File& file, const law::Calendar& calendar, debt::Problems& problems);
/// A file as JSON; `read_file` gives it back.
std::string to_json(const File& file);

}  // namespace clearway::enforcement
