#pragma once

#include <memory>
#include <span>

#include "base/date.h"
#include "clearance/finding.h"
#include "declaration/declaration.h"
#include "declaration/facts.h"
#include "risk/assessment.h"
#include "risk/policy.h"
#include "risk/profiles.h"
#include "risk/quota.h"

namespace clearway::risk {

/// What comes from outside the declaration and its history.
struct Context {
  /// The record's draw of the day (random_selection.h), uniform in [0, 1). 1: random selection does not take part.
  double draw = 1;
  /// What the office plans to take on that day, in place of the policy's quota; null where it has no plan.
  const Quota* capacity = nullptr;
};

/// The risk decision on one declaration. It keeps working memory: one Engine per thread; the policy must outlive it.
class Engine {
 public:
  explicit Engine(const Policy& policy);
  ~Engine();
  Engine(Engine&&) noexcept;

  /// Likelihood from the evidence of rules and methods together (noisy-or), consequence from the worst of them,
  /// channel from their product, from hard rules, findings, random selection and the quota of office and day.
  /// Pure but for `quota`, which is counted up. `profiles` are those before this declaration.
  /// No allocation once `out` and the engine are warm.
  void assess(const declaration::Declaration& declaration, const declaration::Facts& facts,
              std::span<const clearance::Finding> findings, const Context& context, const Profiles& profiles,
              DayQuota& quota, Assessment& out);

  /// The same where observation and history were looked up before: `history` of `seen`, `observed` declarations so far.
  void assess(const declaration::Declaration& declaration, const declaration::Facts& facts,
              std::span<const clearance::Finding> findings, const Context& context, const Observation& seen,
              const History& history, std::uint64_t observed, DayQuota& quota, Assessment& out);

  /// What profiles keep of this declaration; to be handed to `Profiles::observe` after it was assessed.
  Observation observation(const declaration::Declaration& declaration, const declaration::Facts& facts,
                          std::span<const clearance::Finding> findings) const;

  /// Which class of filer decides the random ratio of a manifest line, as an index into Settings::filer_classes.
  std::size_t filer_class(const Profile* filer) const;
  /// The random ratio that applies: needed to publish and verify a day.
  double random_ratio(declaration::Procedure procedure, const Profile* filer) const;

 private:
  struct Scratch;
  void decide(const declaration::Declaration& declaration, const declaration::Facts& facts,
              std::span<const clearance::Finding> findings, const Context& context, const Observation& seen,
              const History& history, std::uint64_t observed, const class Program& program, DayQuota& quota,
              Assessment& out);
  const Policy* policy_;
  std::unique_ptr<Scratch> scratch_;
};

}  // namespace clearway::risk
