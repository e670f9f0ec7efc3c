#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "declaration/declaration.h"
#include "risk/decision_inputs.h"
#include "risk/engine.h"
#include "risk/profiles.h"
#include "risk/quota.h"
#include "risk/random_selection.h"
#include "screening/decision.h"
#include "screening/rulebook.h"

namespace clearway::screening {

/// First step of a decision, which needs no history and may run on any thread: reads the values, finds what is wrong,
/// derives the facts and the trader's identity. `personal_key`: see declaration::party_id.
void prepare(const Rulebook& rulebook, std::string_view personal_key, declaration::Declaration& declaration,
             Decision& decision);

/// Third step: recommended procedure, and what rules, methods and chance say on declarations whose past was recalled.
/// Keeps working memory: one for each thread.
class Assessor {
 public:
  Assessor(const Rulebook& rulebook, risk::Draws draws);
  /// By the draws of this assessor.
  void assess(std::span<const declaration::Declaration> declarations, std::span<Decision> decisions);
  /// By `decision.circumstances`. Both a first decision and its replay go through here.
  void assess_given(const declaration::Declaration& declaration, Decision& decision);
  /// Takes the learned likelihood of the decision just assessed apart into its signals.
  void explain(const declaration::Declaration& declaration, Decision& decision) const;
  /// What the quota leaves of it, where `decision.used` was used before.
  void settle(const declaration::Declaration& declaration, risk::DayQuota& quota, Decision& decision) const;
  /// What a history keeps of a prepared declaration.
  risk::Observation observation(const declaration::Declaration& declaration, const Decision& decision) const;

 private:
  void score(std::span<const declaration::Declaration> declarations, std::span<const Decision> decisions);
  void assess(const declaration::Declaration& declaration, std::size_t place, Decision& decision);
  void explain_selected(std::span<const declaration::Declaration> declarations, std::span<Decision> decisions);
  risk::Context context_of(const declaration::Declaration& declaration, std::size_t place,
                           const Decision& decision) const;

  const Rulebook* rulebook_;
  risk::Engine engine_;
  risk::Draws draws_;
  // What the learned models say of a batch, by place in it; rows of one model are scored together.
  std::vector<likelihood::Inputs> inputs_, block_inputs_;
  std::vector<likelihood::Score> scores_, block_scores_;
  std::vector<std::size_t> block_places_;
  std::vector<const likelihood::Inputs*> selected_inputs_;
  std::vector<float> of_columns_;
};

/// The steps that history and quota share: each takes declarations in the order of the record and is not for several
/// threads at once.
class Screener {
 public:
  Screener(const Rulebook& rulebook, risk::Draws draws);

  /// Second step: recalls what is known before each prepared declaration; then it becomes part of the history.
  void observe(std::span<const declaration::Declaration> declarations, std::span<Decision> decisions);
  /// Fourth step: what the quotas leave of each assessed declaration.
  void settle(std::span<const declaration::Declaration> declarations, std::span<Decision> decisions);
  /// One that assesses as this does, for a thread of its own.
  Assessor assessor() const { return {*rulebook_, draws_}; }

  /// From the next declaration on, `rulebook` decides; history and the day's use of the quotas go on.
  void adopt(const Rulebook& rulebook);

  /// All steps after the first.
  void decide(const declaration::Declaration& declaration, Decision& decision);
  /// The same by circumstances that were given.
  void decide(const declaration::Declaration& declaration, const Circumstances& circumstances, Decision& decision);

  /// All of them.
  void screen(std::string_view personal_key, declaration::Declaration& declaration, Decision& decision);

  /// A lodging of the record becomes history again: `accepted` and `channel` as decided then.
  void replay(const declaration::Declaration& declaration, const Decision& decision, bool accepted);
  /// What it was decided then becomes use of the day's places, and part of what is expected of later days.
  void recount(const declaration::Declaration& declaration, const declaration::Facts& facts,
               const risk::Recounted& recorded);
  void record_examination(const declaration::Facts& facts, Date examined_on, bool discrepancy);

  void correct_examination(const declaration::Facts& facts, Date on, bool discrepancy);

  const risk::Profiles& profiles() const { return profiles_; }
  risk::DayQuota& quota() { return quota_; }
  const Rulebook& rulebook() const { return *rulebook_; }

 private:
  const Rulebook* rulebook_;
  risk::Draws draws_;
  Assessor assessor_;
  risk::Profiles profiles_;
  risk::DayQuota quota_;
};

}  // namespace clearway::screening
