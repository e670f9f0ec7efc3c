#pragma once

#include <vector>

#include "arrears/statement.h"
#include "ledger/transaction.h"

namespace clearway::arrears {

/// What has to be posted by the end of `today` so that the ledger stands as the law has it: money moves between the
/// receivables of the debt and its overpayments, and penalty that is paid is posted with the day on which it is paid
/// (what has grown and is unpaid is computed, not posted). `transactions` as in statement(), with those that are about
/// to be posted behind them. Nothing where the ledger stands right, or the debt is extinct. Errors: as statement().
Result<std::vector<ledger::Draft>> booking(const Terms& terms, const File& file,
                                           const std::vector<ledger::Transaction>& transactions, const Matters& matters,
                                           Date today);

/// What makes the debt extinct on `on`: the rest of its penalty is posted, then all that is left written off under
/// `transaction_id`. Nothing is left of it: no drafts.
Result<std::vector<ledger::Draft>> extinction(const Terms& terms, const File& file,
                                              const std::vector<ledger::Transaction>& transactions,
                                              const Matters& matters, std::string transaction_id, Date on);

/// `drafts` as transactions that come after `transactions`.
std::vector<ledger::Transaction> followed_by(std::vector<ledger::Transaction> transactions,
                                             const std::vector<ledger::Draft>& drafts, std::string_view party_id,
                                             Instant known_at);

}  // namespace clearway::arrears
