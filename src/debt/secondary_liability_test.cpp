// Up to what somebody answers for another's debt (Customs Act 19(8), Framework Act 38 to 41).

#include "debt/secondary_liability.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace clearway::debt {
namespace {

const law::Law& the_law() {
  static const auto law = law::Law::load(CLEARWAY_SOURCE_DIR "/law").value();
  return law;
}
Liability of(std::string_view ground, const LiabilityFacts& facts, std::int64_t owed) {
  return secondary_liability(the_law(), ground, facts, owed, *Date::parse("2026-05-04"));
}

TEST(SecondaryLiability, UpToWhatTheGroundSets) {
  using P = LiabilityProblem;
  const struct {
    std::string_view what, ground;
    LiabilityFacts facts;
    std::int64_t owed, limit;
    P problem;
  } cases[] = {
      {"a liquidator who paid out 30 million", "liquidator", {30'000'000, {}, true}, 100'000'000, 30'000'000, P::none},
      {"never more than is owed", "liquidator", {300'000'000, {}, true}, 100'000'000, 100'000'000, P::none},
      {"a shareholder of 60 %", "controlling_shareholder", {{}, 60, true}, 100'000'001, 60'000'000, P::none},
      {"of 50 %, not more", "controlling_shareholder", {{}, 50, true}, 100'000'000, 0, P::share_is_too_small},
      {"of 51 %", "controlling_shareholder", {{}, 51, true}, 100'000'000, 51'000'000, P::none},
      {"share not said", "controlling_shareholder", {{}, {}, true}, 100'000'000, 0, P::share_is_missing},
      {"a company for its shareholder of 80 %", "company", {50'000'000, 80, true}, 100'000'000, 40'000'000, P::none},
      {"net assets not said", "company", {{}, 80, true}, 100'000'000, 0, P::value_is_missing},
      {"who took over the business", "business_transferee", {7'000'000, {}, true}, 100'000'000, 7'000'000, P::none},
      {"before the debtor's own assets were tried",
       "business_transferee",
       {7'000'000, {}, false},
       100'000'000,
       0,
       P::principal_has_not_failed},
      {"a guarantor answers at once", "guarantor", {{}, {}, false}, 100'000'000, 100'000'000, P::none},
      {"a buying agent answers beside the consignee", "buying_agent", {{}, {}, false}, 4'000'000, 4'000'000, P::none},
  };
  for (const auto& row : cases) {
    const auto liability = of(row.ground, row.facts, row.owed);
    EXPECT_EQ(liability.problem, row.problem) << row.what;
    EXPECT_EQ(liability.limit, row.limit) << row.what;
    EXPECT_NE(the_law().find_source(liability.cite), nullptr) << row.what;
  }
}

RC_GTEST_PROP(SecondaryLiability, IsNeverAboveTheDebtAndNeverBelowZero, ()) {
  const auto owed = *rc::gen::inRange<std::int64_t>(0, 1'000'000'000'000);
  const LiabilityFacts facts{*rc::gen::inRange<std::int64_t>(0, 1'000'000'000'000),
                             *rc::gen::inRange<std::int64_t>(1, 101), true};
  for (const auto* ground : {"liquidator", "controlling_shareholder", "company", "business_transferee"}) {
    const auto limit = of(ground, facts, owed).limit;
    RC_ASSERT(limit >= 0 && limit <= owed);
  }
}

}  // namespace
}  // namespace clearway::debt
