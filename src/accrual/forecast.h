#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "accrual/accrue.h"
#include "accrual/rule_pack.h"

namespace clearway::accrual {

struct DatedAmount {
  Date date;
  std::int64_t amount = 0;
};

/// One debt item under a rule pack. Amounts are whole minor units of the pack's currency.
struct Item {
  std::string id, charge;
  std::int64_t principal = 0;
  std::optional<Date> start;  // the day from which interest runs; nothing: only what a day costs is asked
  Date until;
  std::optional<bool> bears_interest;  // says so for this item, whatever its charge says
  std::int64_t interest_charged = 0;   // charged before and still owed; added to the interest
  std::vector<DatedAmount> payments;
  std::vector<Exclusion> suspensions;
};

/// What one payment paid, or what is left (the last part): a principal with its own windows.
struct ForecastPart {
  std::int64_t principal = 0;
  std::optional<Date> paid_on;  // nothing: unpaid
  Accrued accrued;
};

struct Forecast {
  bool bears_interest = false;
  std::vector<ForecastPart> parts;  // by day of payment
  std::int64_t paid = 0, unpaid = 0, refund = 0;
  std::int64_t interest = 0;  // of all parts, with what was charged before
  std::int64_t per_day = 0;   // on what is unpaid, at the rate of the day asked
  std::int64_t days = 0;      // charged, of all parts
};

/// Interest on an item up to its `until`. Pure. The item must name a charge of the pack. Payments on one day count as
/// one; their order does not matter. Nothing grows where `until` is before `start`. Errors as accrue.
Result<Forecast> forecast(const Item& item, const RulePack& pack);

}  // namespace clearway::accrual
