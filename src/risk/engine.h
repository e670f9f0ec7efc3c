#pragma once

#include <memory>
#include <span>

#include "base/date.h"
#include "clearance/finding.h"
#include "declaration/declaration.h"
#include "declaration/facts.h"
#include "risk/assessment.h"
#include "risk/learned_method.h"
#include "risk/policy.h"
#include "risk/profiles.h"
#include "risk/quota.h"

namespace clearway::risk {

/// What comes from outside the declaration and its history.
struct Context {
  /// The record's draw of the day (random_selection.h), uniform in [0, 1). 1: random selection does not take part.
  double draw = 1;
  /// What a learned model says, with its inputs; null where none judges this declaration.
  const LearnedMethod* learned = nullptr;
  const likelihood::Inputs* model_inputs = nullptr;
  const likelihood::Score* score = nullptr;
  std::span<const float> of_columns{};  // what its trees' columns add; empty: not known yet
  /// What the office plans to take on that day, in place of the policy's quota; null where it has no plan.
  const Quota* capacity = nullptr;
};

/// What is given of the office's day beside `DayQuota`; null where it follows from policy and expectation.
struct DayOfOffice {
  const Quota* capacity = nullptr;  // its plan, in place of the policy's quota
  const CutOff* cut_off = nullptr;  // of a replay: what held then
};

/// The risk decision on one declaration. It keeps working memory: one Engine per thread; the policy must outlive it.
class Engine {
 public:
  explicit Engine(const Policy& policy);
  ~Engine();
  Engine(Engine&&) noexcept;
  Engine& operator=(Engine&&) noexcept;

  /// First half of an assessment: likelihood from the evidence of rules and methods together (noisy-or), consequence
  /// from the worst of them, and the channels that their product, hard rules, findings and random selection ask for.
  /// Depends on nothing else: `history` of `seen`, `observed` declarations before it. No allocation once `out` and the
  /// engine are warm.
  void weigh(const declaration::Declaration& declaration, const declaration::Facts& facts,
             std::span<const clearance::Finding> findings, const Context& context, const Observation& seen,
             const History& history, std::uint64_t observed, Assessment& out);
  /// Takes the likelihood of a learned model apart, which `weigh` leaves as one reason. `context`: as of `weigh`.
  void explain(const Context& context, Assessment& out) const;
  /// Second half: which place of office and day it gets, counted up. In the order of the record.
  void settle(const declaration::Declaration& declaration, const declaration::Facts& facts, const Observation& seen,
              const History& history, const DayOfOffice& given, DayQuota& quota, Assessment& out) const;

  /// Both halves.
  void assess(const declaration::Declaration& declaration, const declaration::Facts& facts,
              std::span<const clearance::Finding> findings, const Context& context, const Observation& seen,
              const History& history, std::uint64_t observed, DayQuota& quota, Assessment& out);
  /// The same with history as it stands in `profiles`, those before this declaration.
  void assess(const declaration::Declaration& declaration, const declaration::Facts& facts,
              std::span<const clearance::Finding> findings, const Context& context, const Profiles& profiles,
              DayQuota& quota, Assessment& out);

  /// What profiles keep of this declaration; to be handed to `Profiles::observe` after it was assessed.
  Observation observation(const declaration::Declaration& declaration, const declaration::Facts& facts,
                          std::span<const clearance::Finding> findings) const;

  /// Which class of filer decides the random ratio of a manifest line, as an index into Settings::filer_classes.
  std::size_t filer_class(const Profile* filer) const;
  /// The random ratio that applies: needed to publish and verify a day.
  double random_ratio(declaration::Procedure procedure, const Profile* filer) const;

 private:
  struct Scratch;
  void put_in_order(Assessment& out) const;
  const Policy* policy_;
  std::unique_ptr<Scratch> scratch_;
};

/// A decision of the record, as far as places go.
struct Recounted {
  Channel channel = Channel::green;
  std::int64_t likelihood_ppm = 0, expected_value_ppm = 0;
  bool firm = false;  // a hard rule, an error or chance decided
};
/// Counts it again as `Engine::settle` counted it then.
void recount(const Policy& policy, std::string_view office, Date day, const Recounted& recorded, DayQuota& quota);

}  // namespace clearway::risk
