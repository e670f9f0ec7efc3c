#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/date.h"

namespace clearway::debt {

/// Ranks of claims on the price of a sold asset (Framework Act on National Taxes 35-37). Kept in records: never
/// renumber.
enum class Rank : std::uint8_t {
  costs,             // of this sale, and of earlier enforcement
  first_priority,    // small tenants' deposits, last wages, severance, accident compensation
  tax_on_the_asset,  // taxes imposed on the asset itself
  secured_or_tax,    // mortgages, leases and taxes by their dates: the earlier first
  wages,             // other wage claims
  remaining_tax,     // what taxes are left with among themselves: secured, first seizer, pro rata
  public_dues,       // then public dues
  ordinary           // and claims with title
};

struct Claim {
  std::string id;
  Rank rank = Rank::ordinary;
  std::optional<Date> date;  // registration, or statutory date of a tax; decides within secured_or_tax
  std::int64_t amount = 0;
};

struct Share {
  std::string id;
  std::int64_t amount = 0;  // what it gets
  std::int64_t short_by = 0;
};

struct Distribution {
  std::vector<Share> shares;  // in the order in which they were served; those of one rank and day by id
  std::int64_t surplus = 0;   // to the debtor
};

/// Serves the claims by rank; within secured_or_tax by date, the undated last; claims that tie share in proportion to
/// their amounts, the odd won to the first by id. Shares and surplus sum to the price. No amount may be negative.
Distribution distribute(std::int64_t price, std::vector<Claim> claims);

}  // namespace clearway::debt
