#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/date.h"
#include "http/worker_pool.h"
#include "record/store.h"
#include "screening/rulebook.h"

namespace clearway::api {

class Lodging;

/// A rehearsal that was asked for in this process.
struct RehearsalState {
  std::string rehearsal_id, version_id;
  Date from, to;
  double progress = 0;
  enum class Stage : std::uint8_t { running, finished, failed } stage = Stage::running;
  Error error;  // failed
};

/// Of some recent declarations, those that a rule holds on.
struct Held {
  std::uint64_t declarations = 0, held = 0;
  std::vector<std::string> examples;  // "<party_id>.<declaration_id>", newest first, at most ten
};

/// Keeps the policy in force in step with the versions of the record, and rehearses drafts in the background.
class PolicyDesk {
 public:
  PolicyDesk(record::Store& store, const screening::Rulebook& installed, Lodging& lodging, std::function<Instant()> now,
             std::function<void(const std::string&)> log);
  ~PolicyDesk();

  /// Enters the policy of the installation as a version if it is new, and puts into force what the record says. What
  /// people have activated stays in force whatever the installation brings.
  Status start();
  /// What another server of the same record has activated; called every minute.
  Status follow();

  /// What is in force with this version's policy or model in place of its own: refused with `policy_is_not_valid` and
  /// every problem, or as a model is refused.
  Result<std::unique_ptr<const screening::Rulebook>> read(const record::RiskVersion& version) const;

  /// Begins a rehearsal on `pool`. Asked for again under the same id: the one that runs. One at a time:
  /// `rehearsal_is_running`.
  Result<RehearsalState> rehearse(const record::RiskVersion& version, std::string rehearsal_id, Date from, Date to,
                                  const record::Origin& origin, http::WorkerPool& pool);
  std::optional<RehearsalState> rehearsal(const std::string& rehearsal_id) const;
  /// Ends what is running; before the pool goes.
  void stop() { stopping_ = true; }

  /// On how many of the newest `count` declarations rule `rule_id` of `rulebook` holds, with the history as it is now.
  Result<Held> held_on(const screening::Rulebook& rulebook, std::string_view rule_id, std::int64_t count) const;

 private:
  Status adopt(const record::RiskVersion& policy, const std::vector<record::RiskVersion>& models);
  Error run(const RehearsalState& run, const record::RiskVersion& version, const record::Origin& origin,
            const screening::Rulebook& present, const screening::Rulebook& changed);
  void set_progress(const std::string& rehearsal_id, double progress);

  record::Store& store_;
  const screening::Rulebook& installed_;
  Lodging& lodging_;
  std::function<Instant()> now_;
  std::function<void(const std::string&)> log_;
  std::atomic<bool> stopping_ = false;
  mutable std::mutex mutex_;
  std::map<std::string, RehearsalState> rehearsals_;
  std::mutex adopting_;
  std::string in_force_;  // fingerprints
};

}  // namespace clearway::api
