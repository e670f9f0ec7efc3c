#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
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

/// How far a run is. What is under way goes on after a restart. Stored by name; never renamed.
enum class RunState : std::uint8_t { under_way, done, failed };
inline constexpr std::array<std::string_view, 3> run_state_names = {"under_way", "done", "failed"};
inline std::string_view name(RunState state) { return run_state_names[static_cast<std::size_t>(state)]; }

/// One look over every import declaration of the record. Its figures are known once it is done.
struct DetectionRun {
  std::string run_id;
  Date on;
  RunState state = RunState::under_way;
  std::string asked_by;  // account; "clearway": the run of the day
  std::string failure;   // failed: the code of the error
  std::int64_t declarations = 0, lines = 0;
  std::int64_t left_out = 0;  // rows of which the history kept nothing, because a table was full
  std::int64_t findings = 0;
  std::int64_t drafted = 0, known = 0;
  std::int64_t too_late = 0;           // about declarations that can no longer be assessed
  std::int64_t settled = 0;            // about what the firm has settled in a programme
  std::vector<std::string> detectors;  // that were in force
};

/// The declaration as its correction depends on it. Where the day of payment is not known, tax that is due is taken as
/// paid in time: what was not stands in the ledger as arrears.
Result<notice::Declared> declared_of(const Rules& rules, const detection::Filed& filed,
                                     const assessment::Assessment& assessed, const std::vector<std::uint32_t>& lines,
                                     Date today);

/// Looks over the import declarations of the record and makes drafts of what it finds. A run is asked for, its file
/// kept, and worked on later: one at a time in a process; of two servers at once, each finding is drafted by one. All
/// that is given must outlive it.
class DetectionRuns {
 public:
  DetectionRuns(record::Store& store, const importing::Imports& imports, const assessment::Assessor& assessor,
                const detection::DetectionPolicy& policy, const Rules& rules, const Messages& messages)
      : store_(store), imports_(imports), assessor_(assessor), policy_(policy), rules_(rules), messages_(messages) {}

  /// Opens the file of a run, which `work` makes. One that was asked for under this id before is answered as it stands.
  /// Errors: detection_is_running (many wait already), and those of the record.
  Result<DetectionRun> ask(const std::string& run_id, Date today, const record::Origin& origin);
  /// Makes the runs that are under way, oldest first, unless this process is about it already. A run that fails says so
  /// in its file; where the record itself fails, or the server stops, it stays under way. The first error.
  Status work(Instant now);
  /// The run of a day, once, whichever server comes first, after those that were asked for.
  Status follow(Date today, Instant now);
  Result<std::optional<DetectionRun>> find(const std::string& run_id) const;
  /// What a run would look at making drafts of, with nothing written.
  Result<std::vector<Candidate>> found(Date today) const;
  /// Newest first.
  Result<std::vector<DetectionRun>> runs(unsigned limit) const;
  void stop() { stopping_ = true; }

 private:
  /// `take` gets the findings of each declaration that has some.
  Result<DetectionRun> look_over(Date today, const notice::Lessons& known,
                                 const std::function<Status(std::vector<Candidate>)>& take) const;
  Result<DetectionRun> look_over_and_draft(Date today, const record::Origin& origin);
  Status make(const record::Matter& file, Instant now, std::optional<Error>& failed);
  Status make_waiting(Instant now);
  /// Every declaration in turn; the error is of the record or of `visit`.
  Status each(const std::function<Status(const importing::Kept&)>& visit) const;

  record::Store& store_;
  const importing::Imports& imports_;
  const assessment::Assessor& assessor_;
  const detection::DetectionPolicy& policy_;
  const Rules& rules_;
  const Messages& messages_;
  std::mutex running_;
  std::atomic<unsigned> calls_ = 0;  // of `work`: what is asked for while others are made is not forgotten
  std::atomic<bool> stopping_ = false;
};

}  // namespace clearway::noticing
