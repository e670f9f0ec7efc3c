#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "arrears/take.h"
#include "enforcement/file.h"

namespace clearway::enforcing {

/// What the ledger of a debt says, in the words of enforcement: how much was owed at the beginning, what was charged
/// and paid, when seizure and sale were deferred, when it was held or became extinct. Penalty that has grown counts
/// from the days on which something came in, and on `on`. Errors: those of arrears::statement.
Result<enforcement::File> events_of(const arrears::Terms& terms, const arrears::File& file, const arrears::Books& books,
                                    Date on);

/// A debt of the same debtor beside the one a case is about; nothing where it is in arrears no longer and never was.
Result<enforcement::OtherDebt> other_debt(const arrears::Terms& terms, const arrears::File& file,
                                          const arrears::Books& books, Date on);

/// Whether the ledger says it, so that nobody enters it into the case of a debt.
bool is_of_the_ledger(const enforcement::Event& event);

}  // namespace clearway::enforcing
