#pragma once

#include <atomic>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "assessment/assessor.h"
#include "detection/settings.h"
#include "importing/imports.h"
#include "noticing/notices.h"

namespace clearway::noticing {

inline constexpr std::string_view detection_run_kind = "detection_run";

/// One look over every import declaration of the record.
struct DetectionRun {
  std::string run_id;
  Date on;
  std::int64_t declarations = 0, lines = 0;
  std::int64_t left_out = 0;  // rows of which the history kept nothing, because a table was full
  std::int64_t findings = 0;
  std::int64_t drafted = 0, known = 0;
  std::int64_t too_late = 0;          // about declarations that can no longer be assessed
  std::vector<std::string> detectors;  // that were in force
};

/// The declaration as its correction depends on it. Where the day of payment is not known, tax that is due is taken as
/// paid in time: what was not stands in the ledger as arrears.
Result<notice::Declared> declared_of(const Rules& rules, const detection::Filed& filed,
                                     const assessment::Assessment& assessed, const std::vector<std::uint32_t>& lines,
                                     Date today);

/// Looks over the import declarations of the record and makes drafts of what it finds. One run at a time in a process;
/// of two servers at once, each finding is drafted by one. All that is given must outlive it.
class DetectionRuns {
 public:
  DetectionRuns(record::Store& store, const importing::Imports& imports, const assessment::Assessor& assessor,
                const detection::DetectionPolicy& policy, const Rules& rules, const Messages& messages)
      : store_(store), imports_(imports), assessor_(assessor), policy_(policy), rules_(rules), messages_(messages) {}

  /// A run that was made under this id before is answered as it was. Errors: detection_is_running, detection_was_ended
  /// (by `stop`), and those of the record.
  Result<DetectionRun> run(const std::string& run_id, Date today, const record::Origin& origin);
  /// The run of a day, once, whichever server comes first.
  Status follow(Date today, Instant now);
  /// Newest first.
  Result<std::vector<DetectionRun>> runs(unsigned limit) const;
  void stop() { stopping_ = true; }

 private:
  Result<DetectionRun> look_over(std::string run_id, Date today, const record::Origin& origin);
  /// Every declaration in turn; the error is of the record or of `visit`.
  Status each(const std::function<Status(const importing::Kept&)>& visit) const;

  record::Store& store_;
  const importing::Imports& imports_;
  const assessment::Assessor& assessor_;
  const detection::DetectionPolicy& policy_;
  const Rules& rules_;
  const Messages& messages_;
  std::mutex running_;
  std::atomic<bool> stopping_ = false;
};

}  // namespace clearway::noticing
