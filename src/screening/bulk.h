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

/// A batch on its way through the steps of screener.h.
struct Work {
  intake::Batch batch;
  std::vector<intake::Reject> rejects;
  std::vector<Decision> decisions;  // the first `batch.declarations().size()` are in use
  std::string text, reject_text;    // for what the sink makes of it; kept from batch to batch
};

/// Writes what a Sink has made of a batch. An Error ends the run.
using WriteOut = std::function<Status()>;
/// Where decided batches go. It is called for several batches at once, on any thread, and makes of a batch all that can
/// be made without its neighbours; what it answers with is called in the order of the file, one at a time, while the
/// batch still lives.
using Sink = std::function<WriteOut(Work&)>;
/// Told about the bytes done so far and the declarations.
using Progress = std::function<void(std::uint64_t bytes, const Totals& totals)>;

struct BulkOptions {
  unsigned threads = 1;
  std::string personal_key;  // declaration::party_id
};

/// Screens one source to its end, through `screener`, in the order of the file; the answer does not depend on the
/// number of threads. Memory is bounded by a batch for each thread.
Status screen_source(intake::Source& source, const BulkOptions& options, Screener& screener, const Sink& sink,
                     const Progress& progress, Totals& totals);

/// The key of a run that keeps no record: the same traders are told apart in the same way in every run.
std::string keyless_personal_key();

}  // namespace clearway::screening
