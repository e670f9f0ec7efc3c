#include "debt/distribution.h"

#include <algorithm>
#include <tuple>

#include "accrual/arithmetic.h"

namespace clearway::debt {
namespace {

constexpr Date last_of_all = Date::from_days(2'932'896);  // 9999-12-31

/// Where a claim stands; equal places share.
std::pair<Rank, Date> place(const Claim& claim) {
  return {claim.rank, claim.rank == Rank::secured_or_tax ? claim.date.value_or(last_of_all) : Date{}};
}

/// Serves claims that tie, from what is left.
void serve(const std::vector<Claim>& claims, std::size_t first, std::size_t last, Distribution& out) {
  accrual::Wide sum = 0;
  for (auto i = first; i < last; ++i) sum += claims[i].amount;
  const auto available = sum < out.surplus ? static_cast<std::int64_t>(sum) : out.surplus;
  auto odd = available;
  const auto at = out.shares.size();
  for (auto i = first; i < last; ++i) {
    const auto share = sum == 0 ? 0 : static_cast<std::int64_t>(accrual::Wide{claims[i].amount} * available / sum);
    out.shares.push_back({claims[i].id, share, claims[i].amount - share});
    odd -= share;
  }
  // Less than one won for each claim was cut off.
  for (auto i = at; odd > 0 && i < out.shares.size(); ++i) {
    if (out.shares[i].short_by == 0) continue;
    ++out.shares[i].amount, --out.shares[i].short_by, --odd;
  }
  out.surplus -= available;
}

}  // namespace

Distribution distribute(std::int64_t price, std::vector<Claim> claims) {
  Distribution out;
  out.surplus = price;
  std::sort(claims.begin(), claims.end(), [](const Claim& a, const Claim& b) {
    const auto at = place(a), other = place(b);
    return std::tie(at, a.id, a.amount) < std::tie(other, b.id, b.amount);
  });
  for (std::size_t first = 0; first < claims.size();) {
    auto last = first + 1;
    while (last < claims.size() && place(claims[last]) == place(claims[first])) ++last;
    serve(claims, first, last, out);
    first = last;
  }
  return out;
}

}  // namespace clearway::debt
