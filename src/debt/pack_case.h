#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "accrual/forecast.h"
#include "accrual/rule_pack.h"
#include "base/messages.h"
#include "base/result.h"
#include "debt/problem.h"

namespace clearway::debt {

/// Reads the items of a case under a rule pack from JSON (docs/rule-packs.md) and checks them against the pack. Every
/// problem is listed, in the order of the refusals; the items may be forecast only where there is none.
std::vector<accrual::Item> read_items(std::string_view json, const accrual::RulePack& pack, Problems& problems);

struct PackTotals {
  std::int64_t principal = 0, paid = 0, unpaid = 0, refund = 0, interest = 0, per_day = 0, days = 0;
};
struct PackStatement {
  std::vector<accrual::Forecast> items;  // one for each item of the case, in its order
  PackTotals totals;
};

/// Errors: rate_is_missing, amount_is_too_large; the field names the item.
Result<PackStatement> compute(const std::vector<accrual::Item>& items, const accrual::RulePack& pack);

std::string to_json(const std::vector<accrual::Item>& items, const PackStatement& statement,
                    const accrual::RulePack& pack);
std::string to_text(const std::vector<accrual::Item>& items, const PackStatement& statement,
                    const accrual::RulePack& pack, const Messages& messages, Language language);

}  // namespace clearway::debt
