#include "api/policy_desk.h"

#include <algorithm>
#include <utility>

#include "api/lodging.h"
#include "base/hash.h"
#include "intake/source.h"
#include "lodging/in_force.h"
#include "lodging/past.h"
#include "rehearsal/rehearse.h"
#include "risk/engine.h"

namespace clearway::api {
namespace {

constexpr std::string_view installation = "installation";

bool was_installed(const record::RiskVersion& version) { return version.activated_by == installation; }

}  // namespace

PolicyDesk::PolicyDesk(record::Store& store, const screening::Rulebook& installed, Lodging& lodging,
                       std::function<Instant()> now, std::function<void(const std::string&)> log)
    : store_(store), installed_(installed), lodging_(lodging), now_(std::move(now)), log_(std::move(log)) {}

PolicyDesk::~PolicyDesk() { stop(); }

Status PolicyDesk::start() {
  auto active = store_.active_risk_versions(risk::VersionKind::policy);
  if (!active) return active.error();
  const auto& text = installed_.policy().text();
  if (active->empty() || (was_installed(active->front()) && active->front().fingerprint != text.fingerprint())) {
    record::RiskVersion version;
    version.version_id = "installed-" + text.fingerprint();
    version.title = "installed";
    version.fingerprint = text.fingerprint();
    version.content = text.pack();
    auto installed = record::wait<record::RiskVersion>([&](auto done) {
      store_.install_risk_version(version, {std::string(installation), "", now_()}, done);
    });
    if (!installed) return installed.error();
  }
  return follow();
}

Status PolicyDesk::follow() {
  auto policy = store_.active_risk_versions(risk::VersionKind::policy);
  if (!policy) return policy.error();
  if (policy->empty()) return success();
  auto models = store_.active_risk_versions(risk::VersionKind::model);
  if (!models) return models.error();
  return adopt(policy->front(), *models);
}

Status PolicyDesk::adopt(const record::RiskVersion& policy, const std::vector<record::RiskVersion>& models) {
  const std::lock_guard lock(adopting_);
  auto wanted = policy.fingerprint;
  for (const auto& model : models) wanted += "+" + model.fingerprint;
  if (wanted == in_force_) return success();
  // The law may have changed under a policy that named it: what is in force stays, and the operator is told.
  const auto refuse = [&](const record::RiskVersion& version, const Error& error) {
    log_("version " + version.version_id + " cannot be put into force: " + error.detail);
    return error;
  };
  std::shared_ptr<const screening::Rulebook> rulebook(std::shared_ptr<void>(), &installed_);
  if (policy.fingerprint != installed_.policy().version()) {
    auto changed = lodging::with_version(*rulebook, policy);
    if (!changed) return refuse(policy, changed.error());
    rulebook = std::move(changed).value();
  }
  for (const auto& model : models) {
    auto changed = lodging::with_version(*rulebook, model);
    if (!changed) return refuse(model, changed.error());
    rulebook = std::move(changed).value();
  }
  lodging_.adopt(rulebook);
  in_force_ = wanted;
  return success();
}

Result<std::unique_ptr<const screening::Rulebook>> PolicyDesk::read(const record::RiskVersion& version) const {
  return lodging::with_version(*lodging_.rulebook(), version);
}

Result<RehearsalState> PolicyDesk::rehearse(const record::RiskVersion& version, std::string rehearsal_id, Date from,
                                            Date to, const record::Origin& origin, http::WorkerPool& pool) {
  auto changed = read(version);
  if (!changed) return changed.error();
  RehearsalState state;
  state.rehearsal_id = std::move(rehearsal_id);
  state.version_id = version.version_id;
  state.from = from;
  state.to = to;
  {
    const std::lock_guard lock(mutex_);
    const auto known = rehearsals_.find(state.rehearsal_id);
    if (known != rehearsals_.end()) return known->second;
    const bool busy = std::any_of(rehearsals_.begin(), rehearsals_.end(), [](const auto& entry) {
      return entry.second.stage == RehearsalState::Stage::running;
    });
    if (busy) return Error{"rehearsal_is_running", "", "", ""};
    rehearsals_[state.rehearsal_id] = state;
  }
  const auto present = lodging_.rulebook();
  const std::shared_ptr<const screening::Rulebook> rulebook = std::move(changed).value();
  const bool queued = pool.run([this, state, version, origin, present, rulebook] {
    Error error;
    try {
      error = run(state, version, origin, *present, *rulebook);
    } catch (const std::exception& bug) {
      log_("rehearsal " + state.rehearsal_id + ": " + bug.what());
      error = {"internal_error", "", "", ""};
    }
    const std::lock_guard lock(mutex_);
    auto& entry = rehearsals_[state.rehearsal_id];
    entry.stage = error.code.empty() ? RehearsalState::Stage::finished : RehearsalState::Stage::failed;
    entry.error = error;
    entry.progress = 1;
  });
  if (!queued) {
    const std::lock_guard lock(mutex_);
    rehearsals_.erase(state.rehearsal_id);
    return Error{"queue_is_full", "", "", ""};
  }
  return state;
}

Error PolicyDesk::run(const RehearsalState& state, const record::RiskVersion& version, const record::Origin& origin,
                      const screening::Rulebook& present, const screening::Rulebook& changed) {
  auto input = lodging::open_past(store_, installed_);
  if (!input) return input.error();
  rehearsal::Options options;
  options.from = state.from;
  options.to = state.to;
  options.secret_of = [this](Date day) {
    risk::Secret secret{};
    const auto kept = store_.random_secret(day);
    if (kept && *kept && risk::parse_hex(**kept, secret)) return secret;
    return risk::secret_from_seed(0, day);
  };
  options.progress = [&](double progress) {
    set_progress(state.rehearsal_id, progress);
    return !stopping_;
  };
  auto report = rehearsal::rehearse(**input, present, changed, options);
  if (!report) return report.error();
  record::Rehearsal kept;
  kept.rehearsal_id = state.rehearsal_id;
  kept.version_id = version.version_id;
  kept.fingerprint = version.fingerprint;
  kept.against = present.policy_version();
  kept.from = state.from;
  kept.to = state.to;
  kept.requested_by = origin.actor;
  kept.requested_at = origin.at;
  kept.finished_at = now_();
  kept.report = rehearsal::to_json(*report);
  const auto written = record::wait<record::Rehearsal>([&](auto done) {
    store_.keep_rehearsal(kept, {origin.actor, "", kept.finished_at}, done);
  });
  return written ? Error{} : written.error();
}

void PolicyDesk::set_progress(const std::string& rehearsal_id, double progress) {
  const std::lock_guard lock(mutex_);
  rehearsals_[rehearsal_id].progress = progress;
}

std::optional<RehearsalState> PolicyDesk::rehearsal(const std::string& rehearsal_id) const {
  const std::lock_guard lock(mutex_);
  const auto found = rehearsals_.find(rehearsal_id);
  if (found == rehearsals_.end()) return std::nullopt;
  return found->second;
}

Result<Held> PolicyDesk::held_on(const screening::Rulebook& rulebook, std::string_view rule_id,
                                 std::int64_t count) const {
  const auto last = store_.last_sequence(0);
  if (!last) return last.error();
  risk::Engine engine(rulebook.policy());
  risk::DayQuota quota;
  risk::Assessment assessment;
  Held held;
  // Not all records are lodgings: a few more are read than wanted.
  const auto read = store_.replay(0, std::max<std::int64_t>(0, *last - 2 * count), [&](const record::ReplayRow& row) {
    if (row.kind != record::Kind::lodged) return true;
    const auto parsed = intake::parse_declaration(row.facts);
    if (parsed.declaration == nullptr) return true;
    std::vector<clearance::Finding> findings;
    rulebook.validator().validate(*parsed.declaration, findings);
    auto facts = rulebook.validator().derive(*parsed.declaration);
    facts.exporter = hash_text(row.party_id);
    lodging_.with_history([&](const risk::Profiles& profiles) {
      engine.assess(*parsed.declaration, facts, findings, {.draw = 1}, profiles, quota, assessment);
    });
    ++held.declarations;
    const bool holds =
        std::any_of(assessment.reasons.begin(), assessment.reasons.end(),
                    [&](const risk::Reason& reason) { return rulebook.policy().reason_id(reason) == rule_id; });
    if (!holds) return true;
    ++held.held;
    held.examples.insert(held.examples.begin(), std::string(row.party_id) + "." + std::string(row.declaration_id));
    if (held.examples.size() > 10) held.examples.pop_back();
    return true;
  });
  if (!read) return read.error();
  return held;
}

}  // namespace clearway::api
