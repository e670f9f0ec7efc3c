#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/transaction.h"
#include "seizing/seizures.h"

namespace clearway::seizing {

/// Money that came in for a case and is nobody's until it is distributed: a price or what was collected, a forfeited
/// deposit, interest.
Status post_received(record::Writing& writing, const Rules& rules, const seizure::Case& subject, std::int64_t krw,
                     std::string_view what, Date day, const record::Origin& origin);

/// What of a distribution goes to each debt, by its matter of the ledger: as collected on the day on which the price
/// came in (National Tax Collection Act 91(2)), interest on the day of the distribution.
using DraftsOfDebts = std::map<std::string, std::vector<ledger::Draft>, std::less<>>;
DraftsOfDebts drafts_of_debts(const seizure::Case& subject, Date day);

/// The rest of a distribution: the costs of the case, other creditors, the surplus of the debtor.
Status post_to_others(record::Writing& writing, const Rules& rules, const seizure::Case& subject, Date day,
                      const record::Origin& origin);

}  // namespace clearway::seizing
