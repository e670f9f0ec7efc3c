#include "debt/distribution.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>

namespace clearway::debt {
namespace {

std::int64_t got(const Distribution& distribution, std::string_view id) {
  for (const auto& share : distribution.shares) {
    if (share.id == id) return share.amount;
  }
  return -1;
}

TEST(Distribution, TheWorkedExample) {
  const auto result =
      distribute(500'000'000, {{"mortgage b", Rank::secured_or_tax, Date::of(2026, 7, 1), 100'000'000},
                               {"customs", Rank::secured_or_tax, Date::of(2026, 6, 1), 300'000'000},
                               {"costs", Rank::costs, std::nullopt, 12'000'000},
                               {"mortgage a", Rank::secured_or_tax, Date::of(2026, 5, 10), 250'000'000}});
  EXPECT_EQ(got(result, "costs"), 12'000'000);
  EXPECT_EQ(got(result, "mortgage a"), 250'000'000);
  EXPECT_EQ(got(result, "customs"), 238'000'000);
  EXPECT_EQ(got(result, "mortgage b"), 0);
  EXPECT_EQ(result.surplus, 0);
  EXPECT_EQ(result.shares[2].short_by, 62'000'000);  // 22 of tax and 40 of penalty remain
}

TEST(Distribution, ClaimsThatTieShareInProportion) {
  const auto result =
      distribute(100, {{"b", Rank::remaining_tax, std::nullopt, 200}, {"a", Rank::remaining_tax, std::nullopt, 100}});
  EXPECT_EQ(got(result, "a"), 34);  // and the odd won
  EXPECT_EQ(got(result, "b"), 66);
}

TEST(Distribution, WhatIsLeftGoesToTheDebtor) {
  const auto result = distribute(1'000, {{"costs", Rank::costs, std::nullopt, 300}});
  EXPECT_EQ(result.surplus, 700);
  EXPECT_EQ(distribute(1'000, {}).surplus, 1'000);
}

TEST(Distribution, NoWonIsLostAndTheOrderGivenDoesNotMatter) {
  EXPECT_TRUE(
      rc::check("shares and surplus sum to the price; nobody gets more than claimed; ranks are served in order", [] {
        std::vector<Claim> claims;
        for (int i = *rc::gen::inRange(0, 12); i > 0; --i) {
          claims.push_back({std::to_string(i), static_cast<Rank>(*rc::gen::inRange(0, 8)),
                            Date::from_days(20'000 + *rc::gen::inRange(0, 4)),
                            *rc::gen::inRange<std::int64_t>(0, 1'000'000'000'000)});
        }
        const auto price = *rc::gen::inRange<std::int64_t>(0, 4'000'000'000'000);
        const auto result = distribute(price, claims);
        auto sum = result.surplus;
        for (const auto& share : result.shares) {
          RC_ASSERT(share.amount >= 0 && share.short_by >= 0);
          sum += share.amount;
        }
        RC_ASSERT(sum == price && result.surplus >= 0);
        for (const auto& share : result.shares) RC_ASSERT(result.surplus == 0 || share.short_by == 0);
        std::reverse(claims.begin(), claims.end());
        const auto again = distribute(price, claims);
        for (std::size_t i = 0; i < result.shares.size(); ++i) {
          RC_ASSERT(again.shares[i].id == result.shares[i].id && again.shares[i].amount == result.shares[i].amount);
        }
      }));
}

}  // namespace
}  // namespace clearway::debt
