#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "declaration/declaration.h"
#include "risk/decision_inputs.h"
#include "risk/engine.h"
#include "risk/profiles.h"
#include "risk/quota.h"
#include "risk/random_selection.h"
#include "screening/decision.h"
#include "screening/rulebook.h"

namespace clearway::screening {

/// First half of a decision, which needs no history and may run on any thread: reads the values, finds what is wrong,
/// derives the facts and the trader's identity. `personal_key`: see declaration::party_id.
void prepare(const Rulebook& rulebook, std::string_view personal_key, declaration::Declaration& declaration,
             Decision& decision);

/// What the day brings to a decision from outside: chance, and the plan of the office where it has one.
struct Circumstances {
  risk::Chance chance;
  const risk::Quota* capacity = nullptr;
  std::optional<std::uint64_t> sentences{};  // of a replay: which messages worded the findings then
};

/// The decision on a declaration that was prepared, from its history and nothing else; leaves what it was taken on in
/// `decision.inputs`. Both a first decision and its replay go through here. `quota` is counted up.
void decide_on(const Rulebook& rulebook, risk::Engine& engine, const declaration::Declaration& declaration,
               const risk::Observation& seen, const risk::History& history, std::uint64_t observed,
               const Circumstances& circumstances, risk::DayQuota& quota, Decision& decision);

/// Second half: what history, policy and chance say; then the declaration becomes part of the history. Declarations
/// must come in the order of the record. Not for several threads at once.
class Screener {
 public:
  Screener(const Rulebook& rulebook, risk::Draws draws);

  /// Chance by the draws of this screener, capacity by the policy.
  void decide(const declaration::Declaration& declaration, Decision& decision);
  void decide(const declaration::Declaration& declaration, const Circumstances& circumstances, Decision& decision);

  /// Both halves at once.
  void screen(std::string_view personal_key, declaration::Declaration& declaration, Decision& decision);

  /// A lodging of the record becomes history again: `accepted` and `channel` as decided then.
  void replay(const declaration::Declaration& declaration, const Decision& decision, bool accepted);
  void record_examination(const declaration::Facts& facts, Date examined_on, bool discrepancy);

  const risk::Profiles& profiles() const { return profiles_; }
  risk::DayQuota& quota() { return quota_; }
  const Rulebook& rulebook() const { return rulebook_; }

 private:
  const Rulebook& rulebook_;
  risk::Engine engine_;
  risk::Profiles profiles_;
  risk::DayQuota quota_;
  risk::Draws draws_;
};

}  // namespace clearway::screening
