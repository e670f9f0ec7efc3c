#pragma once

#include "arrears/statement.h"
#include "base/messages.h"
#include "enforcement/enforcement.h"
#include "enforcing/arrears_cases.h"
#include "seizure/life.h"

namespace clearway::seizing {

/// A step that is asked for, and what is known of one debt of the case.
struct Question {
  const seizure::Case& subject;
  const seizure::Debt& debt;
  const enforcing::OfDebt& whole;       // its arrears case and what its ledger says, in the words of enforcement
  const arrears::Statement& statement;  // on `day`
  seizure::Action action;
  const seizure::Given& given;
  Date day;
};

/// Whether the law asks something of the debts before this step.
bool is_asked(seizure::Action action);

/// Adds what src/enforcement finds missing. A debt without an arrears case is taken as the officer proposed it; one
/// that is deferred, held, paid or extinct is named whatever else is known.
void add_missing(seizure::Verdict& verdict, const enforcement::Enforcement& enforcement, const Messages& messages,
                 const Question& question);

}  // namespace clearway::seizing
