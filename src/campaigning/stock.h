#pragma once

#include <string_view>
#include <vector>

#include "arrears/statement.h"
#include "campaign/campaign.h"
#include "campaign/progress.h"
#include "record/store.h"

namespace clearway::campaigning {

/// What each debtor of an office owes on a day, all his debts together, as it is known now. A debtor of whose debts
/// only some are held or deferred counts with the others. Errors: those of collection::each and arrears::statement.
Result<std::vector<campaign::Debtor>> stock(const record::Store& store, const arrears::Terms& terms,
                                            std::string_view customs_office, Date on);

/// What came in for the debts of a campaign's debtors on its days up to `today`, whatever the channel.
Result<std::vector<campaign::Collected>> collected(const record::Store& store, const arrears::Terms& terms,
                                                   const campaign::Campaign& campaign, Date today);

}  // namespace clearway::campaigning
