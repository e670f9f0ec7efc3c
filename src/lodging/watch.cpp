#include "lodging/watch.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/hash.h"
#include "intake/source.h"
#include "lodging/replay.h"
#include "risk/decision_inputs.h"
#include "risk/engine.h"
#include "risk/signals.h"

namespace clearway::lodging {
namespace {

using risk::Variable;

/// The likelihood that was decided, and every signal that rules may name.
class Signals {
 public:
  Signals(const screening::Rulebook& rulebook, std::vector<watch::Signal>& signals)
      : rulebook_(rulebook), engine_(rulebook.policy()), signals_(signals) {
    signals_.push_back({"likelihood", rulebook.messages().at("watch.likelihood"), 0, {}, {}});
    for (std::size_t i = 0; i < risk::variable_count; ++i) {
      const auto variable = static_cast<Variable>(i);
      const auto& info = risk::info(variable);
      signals_.push_back({std::string(info.name), info.label, digits_of(variable), {}, {}});
    }
  }

  /// False where the decision cannot be read again.
  bool add(const record::LodgedDecision& lodged, std::vector<std::int64_t> watch::Signal::*window) {
    const auto bytes = risk::inputs_bytes(text_of(lodged.decision, "inputs"));
    const auto read = intake::parse_declaration(lodged.facts);
    if (!bytes || read.declaration == nullptr) return false;
    auto& declaration = *read.declaration;
    findings_.clear();
    rulebook_.validator().validate(declaration, findings_);  // reads the values of its texts
    auto facts = rulebook_.validator().derive(declaration);
    facts.exporter = hash_text(lodged.party_id);
    const auto seen = engine_.observation(declaration, facts, findings_);
    const auto kept = risk::read_inputs(*bytes, seen);
    if (!kept) return false;
    const auto history = kept->history.view();
    const risk::Subject subject{declaration, facts, seen, history, rulebook_.policy().settings().split_window_days};
    (signals_[0].*window).push_back(lodged.likelihood_ppm);
    for (std::size_t i = 0; i < risk::variable_count; ++i) {
      const auto variable = static_cast<Variable>(i);
      const auto digits = digits_of(variable);
      (signals_[i + 1].*window).push_back(digits > 0 ? code_of(facts, digits) : risk::number_of(variable, subject, 0));
    }
    return true;
  }

 private:
  /// How many digits of the tariff code a signal is; 0: it is a number.
  static std::size_t digits_of(Variable variable) {
    switch (variable) {
      case Variable::hs2: return 2;
      case Variable::hs4: return 4;
      case Variable::hs6: return 6;
      default: return 0;
    }
  }
  static std::int64_t code_of(const declaration::Facts& facts, std::size_t digits) {
    static_assert(watch::missing == risk::missing);
    if (facts.hs6 == 0) return watch::missing;
    const std::int64_t all = facts.hs6;
    return digits == 2 ? all / 10'000 : digits == 4 ? all / 100 : all;
  }

  const screening::Rulebook& rulebook_;
  const risk::Engine engine_;
  std::vector<clearance::Finding> findings_;
  std::vector<watch::Signal>& signals_;
};

/// A day that a version's parameters name: "first_day":"2026-01-01".
std::optional<Date> day_of(const std::string& parameters, std::string_view key) {
  return Date::parse(text_of(parameters, key));
}

/// Of several models, the days from the first to the last that any of them was trained on.
void add_training(watch::Basis& basis, const std::string& parameters) {
  const auto first = day_of(parameters, "first_day"), last = day_of(parameters, "last_day");
  if (!first || !last) return;
  const auto known = basis.trained.value_or(watch::Period{*first, *last});
  basis.trained = watch::Period{std::min(known.from, *first), std::max(known.to, *last)};
}

struct InForce {
  std::vector<watch::VersionInForce> versions;
  watch::Basis basis;
};

Result<InForce> in_force(const record::Store& store) {
  InForce found;
  std::optional<record::RiskVersion> newest;
  for (const auto kind : {risk::VersionKind::policy, risk::VersionKind::model}) {
    const auto active = store.active_risk_versions(kind);
    if (!active) return active.error();
    for (const auto& version : *active) {
      const auto day = version.activated_at ? std::optional(version.activated_at->korean_day()) : std::nullopt;
      found.versions.push_back(
          {version.version_id, std::string(risk::name(kind)), version.fingerprint, version.title, day});
      if (kind == risk::VersionKind::model) add_training(found.basis, version.parameters);
      // What was installed has no rehearsal and decided before it was entered.
      const bool later = !newest || version.activated_at > newest->activated_at;
      if (!version.rehearsal_id.empty() && later) newest = version;
    }
  }
  if (newest) {
    if (newest->activated_at) found.basis.in_force_since = newest->activated_at->korean_day();
    const auto rehearsal = store.rehearsal(newest->rehearsal_id);
    if (!rehearsal) return rehearsal.error();
    if (*rehearsal) found.basis.rehearsed = watch::Period{(*rehearsal)->from, (*rehearsal)->to};
  }
  const auto last = store.last_recorded_at(0);
  if (!last) return last.error();
  if (*last) found.basis.last_recorded = (*last)->korean_day();
  return found;
}

Status read_examined(const record::Store& store, const watch::Period& period, Date on, watch::Examined& examined) {
  auto read = store.examined_decisions("", period.from, period.to, on, [&](const record::ExaminedDecision& one) {
    for (const auto& method : watch::methods_of(one.decision)) examined.add(method, one.examined_on, !one.conforming);
  });
  if (!read) return read;
  return store.audits_done(period.from, period.to, [&](const record::DoneAudit& audit) {
    examined.add(audit.ground == "random" ? watch::audit_random : watch::audit_decile, audit.on, !audit.conforming);
  });
}

}  // namespace

Result<watch::Report> watch_record(const record::Store& store, const screening::Rulebook& rulebook,
                                   const watch::WatchPolicy& policy, Date on) {
  const auto& settings = policy.on(on);
  auto known = in_force(store);
  if (!known) return known.error();
  watch::Given given;
  given.on = on;
  given.versions = std::move(known->versions);
  given.windows = watch::windows_on(on, known->basis, settings);
  const auto& windows = given.windows;
  if (windows.not_yet_in_force) return watch::report_of(given, policy, rulebook.messages());

  Signals signals(rulebook, given.signals);
  const auto sample = [&](const watch::Period& period, std::vector<std::int64_t> watch::Signal::*window) {
    return store.sampled_decisions(
        period.from, period.to, settings.most_declarations,
        [&](const record::LodgedDecision& lodged) { given.unreadable += signals.add(lodged, window) ? 0 : 1; });
  };
  const auto before = sample(windows.reference, &watch::Signal::reference);
  if (!before) return before.error();
  const auto now = sample(windows.current, &watch::Signal::current);
  if (!now) return now.error();
  given.declarations = {*before, *now};

  // Windows that end on earlier days reach back before the current one; no day is read twice.
  const auto& reference = windows.reference;
  const watch::Period earlier{windows.first_day, reference.from.plus_days(-1)};
  const watch::Period later{std::max(windows.first_day, reference.to.plus_days(1)), on};
  for (const auto& period : {reference, earlier, later}) {
    if (period.to < period.from) continue;
    if (auto read = read_examined(store, period, on, given.examined); !read) return read.error();
  }
  return watch::report_of(given, policy, rulebook.messages());
}

}  // namespace clearway::lodging
