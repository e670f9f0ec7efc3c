#pragma once

#include <string>

#include "seizing/seizures.h"

namespace clearway::seizing {

/// Money that came in for a case: a price, a forfeited deposit, what a third-party debtor paid. It stands unallocated
/// in the matter of the case until it is distributed.
Status post_received(record::Writing& writing, const Rules& rules, const seizure::Case& subject, std::int64_t krw,
                     std::string_view what, Date day, const record::Origin& origin);

/// The distribution of an approved statement: its costs become owed in the matter of the case; what stands unallocated
/// pays them and the debts, charge by charge, and the rest is payable to other creditors and the debtor.
Status post_distribution(record::Writing& writing, const Rules& rules, const seizure::Case& subject, Date day,
                         const record::Origin& origin);

}  // namespace clearway::seizing
