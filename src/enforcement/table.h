#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/date.h"
#include "base/result.h"
#include "enforcement/names.h"
#include "law/law.h"

namespace clearway::enforcement {

/// Ways in which a step depends on what is in the file (`needs` of `law/kr/arrears/preconditions.yaml`).
enum class Needs : std::uint8_t {
  given,       // a step was taken before
  served,      // and its service is proved
  overdue,     // and the deadline it set has passed
  waited,      // and a time has passed since its service
  within,      // no more than a time has passed since something was found
  before_end,  // a measure's term ends in no less than a time
  in_force,    // a measure stands
  effective,   // and has taken effect on an asset that may be sold
  never,       // a step was never taken
  term,        // what the step grants ends within a time
  aged,        // the debt is in arrears for longer than a time
  approved,    // an authority consented to this step
  resolved,    // a committee decided for this step, after a time since the service of another where one is named
  found,       // something is so
  free_of,     // something is not so, or a time has passed since it was found
  at_least,    // a quantity reaches a limit
  above,       // a quantity is above a limit
  below,       // a quantity stays below a limit
};
inline constexpr std::array<std::string_view, 18> needs_names = {
    "given", "served", "overdue",  "waited",   "within", "before_end", "in_force", "effective", "never",
    "term",  "aged",   "approved", "resolved", "found",  "free_of",    "at_least", "above",     "below"};

/// A row of the steps.
struct StepRow {
  StepKind step{};
  std::optional<Date> since;  // the law knows it from that day on
  unsigned from = 0;          // bits of State
  std::optional<State> to;    // nothing: the state stays
  bool resumes = false;       // goes back to the state before a deferral
  bool measure = false;       // stands until its ground ends
  bool repeatable = false;    // may be taken again while it stands
  std::vector<std::string> tell;  // whom, once it is taken
  std::string cite;
  law::Grade grade = law::Grade::verify;
};

/// A row of the preconditions. Which of the references is set follows from `needs`.
struct Precondition {
  StepKind step{};
  Needs needs{};
  std::optional<StepKind> of_step, after;  // after: of `resolved`
  std::optional<Authority> authority;
  std::optional<Finding> finding;
  std::optional<Quantity> quantity;
  const law::Parameter* limit = nullptr;
  const law::Parameter* age = nullptr;  // of the debts that a quantity counts; the term of `before_end`
  std::string any;                      // rows of a step with the same name are alternatives
  std::optional<AssetKind> asset;       // counts for the seizure of that asset only
  std::string cite;
  law::Grade grade = law::Grade::verify;
};

/// When a measure ends (`when` of `law/kr/arrears/endings.yaml`).
enum class EndsWhen : std::uint8_t {
  extinct,
  deferred,
  followed,          // another step was taken, which carries it out or lifts it
  below,             // a quantity fell below a limit
  found,             // something became so
  withdrawn,         // something is no longer so
  criteria_gone,     // a criterion of the measure is no longer met
  term_over,         // its time has passed
  unassessed_after,  // the tax was not assessed in time
};
inline constexpr std::array<std::string_view, 9> ends_when_names = {"extinct",   "deferred",      "followed",
                                                                    "below",     "found",         "withdrawn",
                                                                    "criteria_gone", "term_over", "unassessed_after"};
inline std::string_view name(EndsWhen when) { return ends_when_names[static_cast<std::size_t>(when)]; }

struct EndingRow {
  StepKind measure{};
  EndsWhen when{};
  std::optional<StepKind> step;  // of followed; of term_over: what extends it
  std::optional<Finding> finding;
  std::optional<Quantity> quantity;
  const law::Parameter* limit = nullptr;
  std::vector<std::string> tell;            // whom
  const law::Parameter* within = nullptr;   // days to tell them; nothing: at once
  std::string cite;
  law::Grade grade = law::Grade::verify;
};

/// What makes the seizure of an asset effective (`effective` of `law/kr/arrears/assets.yaml`).
enum class Effective : std::uint8_t { registered, possession, served };
inline constexpr std::array<std::string_view, 3> effective_names = {"registered", "possession", "served"};
inline std::string_view name(Effective effective) { return effective_names[static_cast<std::size_t>(effective)]; }

/// A row of the assets.
struct AssetRow {
  AssetKind asset{};
  std::optional<Date> since;  // the law knows it from that day on
  Effective effective{};
  std::string with;   // whom it is served on, or where it is entered; empty where the office takes possession
  bool sold = false;  // at auction, by the office itself
  std::string cite;
  law::Grade grade = law::Grade::verify;
};

/// The life of a debt as data: steps, what each needs, when measures end. Refers to parameters of the law it was read
/// from, which must outlive it.
struct StepTable {
  std::vector<StepRow> steps;  // by StepKind
  std::vector<Precondition> preconditions;
  std::vector<EndingRow> endings;
  std::vector<AssetRow> assets;  // by AssetKind

  /// Reads the four tables. Error step_table_is_wrong, naming file, row, column and value; also where a step, an
  /// asset or a measure's ending is missing.
  static Result<StepTable> of(const law::Law& law);

  const StepRow& row(StepKind step) const { return steps[static_cast<std::size_t>(step)]; }
  const AssetRow& row(AssetKind asset) const { return assets[static_cast<std::size_t>(asset)]; }
};

}  // namespace clearway::enforcement
