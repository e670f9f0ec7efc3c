#pragma once

#include <cstdint>
#include <functional>

#include "base/date.h"
#include "base/result.h"
#include "rehearsal/input.h"
#include "rehearsal/report.h"
#include "risk/random_selection.h"
#include "screening/rulebook.h"

namespace clearway::rehearsal {

struct Options {
  Date from, to;                           // both included; what lies before is history
  risk::Draws::SecretOf secret_of;         // draws of both policies
  std::size_t examples = 20;               // of each shift
  /// Told how far it is, 0 to 1. False ends the run with `rehearsal_was_stopped`.
  std::function<bool(double)> progress = [](double) { return true; };
};

/// Runs the past through both policies, each with history, quotas and draws of its own, reading it once, and compares
/// what each would have selected. What examinations found is known to both from the day it was known. New and changed
/// rules are rehearsed as if they had been in force from the first day (as_if.h). The same input
/// gives the same report. Refused: a period that ends before it begins or holds no declaration.
Result<Report> rehearse(Input& input, const screening::Rulebook& present, const screening::Rulebook& changed,
                        const Options& options);

}  // namespace clearway::rehearsal
