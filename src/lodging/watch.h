#pragma once

#include "base/date.h"
#include "record/store.h"
#include "screening/rulebook.h"
#include "watch/report.h"

namespace clearway::lodging {

/// What is in force in the record, watched as of `on`: nothing that was found later counts. Reads the days of both
/// windows, of declarations a sample. The signals of a decision are those kept with it, so the history need not be
/// folded. `rulebook`: its law gives the facts of a declaration.
Result<watch::Report> watch_record(const record::Store& store, const screening::Rulebook& rulebook,
                                   const watch::WatchPolicy& policy, Date on);

}  // namespace clearway::lodging
