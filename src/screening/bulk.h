#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/text.h"
#include "intake/source.h"
#include "screening/decision.h"
#include "screening/rulebook.h"
#include "screening/screener.h"

namespace clearway::screening {

/// Counts of a run, for the summary.
struct Totals {
  std::uint64_t declarations = 0, rejects = 0, with_findings = 0, with_errors = 0;
  // By procedure as filed and channel.
  std::array<std::array<std::uint64_t, 3>, declaration::procedure_count> by_channel{};
  // As filed and as recommended.
  std::array<std::array<std::uint64_t, declaration::procedure_count>, declaration::procedure_count> recommended{};
};

/// A batch on its way: read and checked, then decided, then handed to the sink.
struct Work {
  intake::Batch batch;
  std::vector<intake::Reject> rejects;
  std::vector<Decision> decisions;  // the first `batch.declarations().size()` are in use
};

/// Where decided batches go, in order. An Error ends the run.
using Sink = std::function<Status(const Work&)>;
/// Told about the bytes done so far, of all files together, and the declarations.
using Progress = std::function<void(std::uint64_t bytes, const Totals& totals)>;

struct BulkOptions {
  unsigned threads = 1;      // 1: everything on this thread; more: reading and checking run ahead on a second one
  std::string personal_key;  // declaration::party_id
};

/// Screens one source to its end, through `screener`, batch after batch in the order of the file; the answer does not
/// depend on the number of threads. Memory is bounded by a few batches.
Status screen_source(intake::Source& source, const BulkOptions& options, Screener& screener, const Sink& sink,
                     const Progress& progress, Totals& totals);

/// The key of a run that keeps no record: the same traders are told apart in the same way in every run.
std::string keyless_personal_key();

}  // namespace clearway::screening
