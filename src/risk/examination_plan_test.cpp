#include "risk/examination_plan.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <string>

#include "risk/testing.h"

namespace clearway::risk {
namespace {

using testing::Delivered;

std::string shown(const std::vector<Planned>& plan, const std::vector<std::string>& names) {
  std::string out;
  for (const auto& one : plan) {
    out += (out.empty() ? "" : ", ") + names[one.candidate] + " " + std::string(name(one.place));
  }
  return out;
}

TEST(ExaminationPlan, ChanceFirstThenWhatIsCompelledThenByRank) {
  const std::vector<std::string> names = {"low", "high", "drawn", "drug", "middle"};
  const std::vector<Candidate> candidates = {{Channel::red, Ground::rule, 400'000, 1'600'000},
                                             {Channel::red, Ground::model, 800'000, 2'400'000},
                                             {Channel::red, Ground::random, 10'000, 10'000},
                                             {Channel::red, Ground::hard_rule, 10'000, 10'000},
                                             {Channel::red, Ground::rule, 900'000, 1'800'000}};
  const struct {
    std::string_view name;
    Capacity planned, examined;
    std::string_view expected;
  } cases[] = {
      {"room for all", {5, 0}, {}, "drawn in_plan, drug in_plan, high in_plan, middle in_plan, low in_plan"},
      {"four places", {4, 0}, {}, "drawn in_plan, drug in_plan, high in_plan, middle in_plan, low waits"},
      {"four places, one examined",
       {4, 0},
       {1, 0},
       "drawn in_plan, drug in_plan, high in_plan, middle waits, low waits"},
      {"one place", {1, 0}, {}, "drawn in_plan, drug over_capacity, high waits, middle waits, low waits"},
      {"nothing planned: only what is compelled",
       {0, 0},
       {},
       "drawn over_capacity, drug over_capacity, high waits, middle waits, low waits"},
      {"more examined than planned",
       {3, 0},
       {9, 0},
       "drawn over_capacity, drug over_capacity, high waits, middle waits, low waits"},
  };
  for (const auto& c : cases) {
    const auto made = plan(candidates, c.planned, c.examined, nullptr);
    ASSERT_TRUE(made.ok()) << c.name;
    EXPECT_EQ(shown(*made, names), c.expected) << c.name;
  }
  Ranking by_likelihood;
  by_likelihood.expected_value_share_ppm = 0;
  EXPECT_EQ(shown(*plan(candidates, {4, 0}, {}, &by_likelihood), names),
            "drawn in_plan, drug in_plan, middle in_plan, high in_plan, low waits");
}

TEST(ExaminationPlan, AnAbsurdCapacityIsRefusedByNameWithWhatWouldDo) {
  const struct {
    Capacity planned, examined;
    std::string_view field;
  } cases[] = {{{-1, 0}, {}, "red"},
               {{0, 1'000'001}, {}, "orange"},
               {{0, 0}, {-2, 0}, "examined.red"},
               {{INT64_MIN, 0}, {}, "red"}};
  for (const auto& c : cases) {
    const auto refused = plan({}, c.planned, c.examined, nullptr);
    ASSERT_FALSE(refused.ok()) << c.field;
    EXPECT_EQ(refused.error().field, c.field);
    EXPECT_FALSE(refused.error().detail.empty());
    EXPECT_NE(refused.error().fix.find("1000000"), std::string::npos);
  }
}

TEST(ExaminationPlan, WhoCanWaitNoLongerIsToBeReleasedUnlessAPlaceBecomesFree) {
  const auto today = Date::of(2026, 11, 25);
  EXPECT_EQ(on_day(Place::waits, today, today), Place::release);
  EXPECT_EQ(on_day(Place::waits, today.plus_days(-3), today), Place::release);
  EXPECT_EQ(on_day(Place::waits, today.plus_days(1), today), Place::waits);
  EXPECT_EQ(on_day(Place::waits, std::nullopt, today), Place::waits);
  EXPECT_EQ(on_day(Place::in_plan, today, today), Place::in_plan);
  EXPECT_EQ(on_day(Place::over_capacity, today, today), Place::over_capacity);
}

TEST(ExaminationPlan, NeverExceedsCapacityButForTheCompelledSparesNobodyDrawnAndKeepsToTheRank) {
  rc::check("the plan", [] {
    std::vector<Candidate> candidates;
    const auto count = *rc::gen::inRange(0, 60);
    for (int i = 0; i < count; ++i) {
      candidates.push_back({*rc::gen::element(Channel::orange, Channel::red),
                            static_cast<Ground>(*rc::gen::inRange(0, static_cast<int>(ground_names.size()))),
                            *rc::gen::inRange<std::int64_t>(0, 1'000'001),
                            *rc::gen::inRange<std::int64_t>(0, 5'000'001)});
    }
    const Capacity planned{*rc::gen::inRange<std::int64_t>(0, 30), *rc::gen::inRange<std::int64_t>(0, 30)};
    const Capacity examined{*rc::gen::inRange<std::int64_t>(0, 10), *rc::gen::inRange<std::int64_t>(0, 10)};
    Ranking ranking;
    ranking.expected_value_share_ppm = *rc::gen::inRange<std::int64_t>(0, 1'000'001);
    const auto made = plan(candidates, planned, examined, &ranking).value();
    RC_ASSERT(made.size() == candidates.size());
    std::vector<bool> seen(candidates.size());
    for (const auto channel : {Channel::orange, Channel::red}) {
      const bool red = channel == Channel::red;
      const auto room = std::max<std::int64_t>(0, red ? planned.red - examined.red : planned.orange - examined.orange);
      std::int64_t in_plan = 0, waiting = 0;
      std::size_t position = 0;
      std::int64_t lowest = highest_rank;
      for (const auto& one : made) {
        const auto& candidate = candidates[one.candidate];
        if (candidate.channel != channel) continue;
        RC_ASSERT(!seen[one.candidate]);
        seen[one.candidate] = true;
        RC_ASSERT(one.position == ++position);
        in_plan += one.place == Place::in_plan ? 1 : 0;
        waiting += one.place == Place::waits ? 1 : 0;
        RC_ASSERT(!is_compelled(candidate.ground) || one.place != Place::waits);
        RC_ASSERT(one.place != Place::over_capacity || is_compelled(candidate.ground));
        if (is_compelled(candidate.ground)) continue;
        RC_ASSERT(one.rank <= lowest);
        lowest = one.rank;
      }
      RC_ASSERT(in_plan <= room);
      RC_ASSERT(waiting == 0 || in_plan == room);  // nobody waits beside an empty place
    }
    RC_ASSERT(std::all_of(seen.begin(), seen.end(), [](bool one) { return one; }));
  });
}

TEST(Grounds, FollowFromTheReasonsOfADecision) {
  const auto& policy = Delivered::get().policy;
  std::string hard;
  for (const auto& rule : policy.rules()) {
    if (rule.hard) hard = rule.id;
  }
  ASSERT_FALSE(hard.empty());
  const struct {
    std::vector<std::string> reasons;
    bool overridden;
    Ground ground;
    bool beyond;
  } cases[] = {
      {{"method.random", "R4.dear_gift"}, false, Ground::random, false},
      {{"method.quota_red", "R4.dear_gift", "method.base"}, false, Ground::rule, true},
      {{"method.cut_off_orange", "model.price_per_kilogram"}, false, Ground::model, true},
      {{"method.finding_error", "R4.dear_gift"}, false, Ground::error, false},
      {{hard, "method.finding_error"}, false, Ground::hard_rule, false},
      {{"method.new_trader", "method.base"}, false, Ground::other_method, false},
      {{"method.base"}, true, Ground::officer, false},
      {{}, false, Ground::other_method, false},
  };
  for (const auto& c : cases) {
    const auto label = c.reasons.empty() ? "none" : c.reasons.front();
    EXPECT_EQ(name(ground_of(c.reasons, c.overridden, policy)), name(c.ground)) << label;
    EXPECT_EQ(is_beyond_places(c.reasons), c.beyond) << label;
  }
}

TEST(ExpectedRevenue, IsDutyOfAnImportAndRefundableTaxOfAnExport) {
  constexpr std::int64_t ten_per_cent = 100'000;
  testing::Case import(testing::Procedure::import_), exported(testing::Procedure::formal);
  EXPECT_FALSE(at_stake_krw(import.declaration(), 5'000'000, ten_per_cent));  // no rate declared
  import.set(testing::Field::item_price_krw, "1000000").set(testing::Field::tax_rate, "8");
  EXPECT_EQ(at_stake_krw(import.declaration(), 5'000'000, ten_per_cent), 80'000);
  EXPECT_EQ(at_stake_krw(exported.declaration(), 5'000'000, ten_per_cent), 500'000);
  EXPECT_FALSE(at_stake_krw(exported.declaration(), 0, ten_per_cent));
  EXPECT_EQ(expected_revenue_krw(250'000, 500'000), 125'000);
  EXPECT_EQ(expected_revenue_krw(1'000'000, INT64_MAX), INT64_MAX);
}

}  // namespace
}  // namespace clearway::risk
