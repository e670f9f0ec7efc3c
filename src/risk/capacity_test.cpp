#include "risk/capacity.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <string>
#include <vector>

namespace clearway::risk {
namespace {

const Date monday = Date::of(2026, 11, 2);

Ranking ranking(std::uint32_t days_needed = 2) {
  Ranking result;
  result.from = Date::of(2026, 1, 1);
  result.memory_days = 10;
  result.days_needed = days_needed;
  return result;
}

OfficeDay day_of(std::uint32_t lodged, std::initializer_list<std::pair<std::int64_t, int>> orange,
                 std::initializer_list<std::pair<std::int64_t, int>> red) {
  OfficeDay day;
  day.lodged = lodged;
  const auto fill = [](Side& side, const auto& counts) {
    for (const auto& [rank, count] : counts) {
      for (int i = 0; i < count; ++i) side.count(rank);
    }
  };
  fill(day.orange, orange);
  fill(day.red, red);
  return day;
}

TEST(CutOff, IsTheRankOfTheOneWhoWouldGetTheLastPlaceLaterInTheDay) {
  // Days of 100 declarations, of which ten ask for orange at 0.6, four for red at 1.6 and one at 3.2.
  const OfficeDay usual = day_of(100, {{600'000, 10}}, {{1'600'000, 4}, {3'200'000, 1}});
  const OfficeDay quiet = day_of(100, {}, {});
  const struct {
    std::string_view name;
    std::vector<OfficeDay> days;
    Quota planned;
    QuotaUse used;
    std::uint32_t lodged;
    std::pair<std::int64_t, std::int64_t> red, orange;  // from, to
  } cases[] = {
      {"no days known", {}, {1, 1}, {}, 0, {0, 0}, {0, 0}},
      {"room for everyone", {usual}, {6, 11}, {}, 0, {0, 0}, {0, 0}},
      {"one goods examination: kept for the highest", {usual}, {1, 60}, {}, 0, {3'200'000, 3'280'000}, {0, 0}},
      {"three", {usual}, {3, 60}, {}, 0, {1'600'000, 1'680'000}, {0, 0}},
      {"of ten and four pushed down five are reviewed",
       {usual},
       {1, 5},
       {},
       0,
       {3'200'000, 3'280'000},
       {560'000, 640'000}},
      {"of ten and four pushed down three are reviewed",
       {usual},
       {1, 3},
       {},
       0,
       {3'200'000, 3'280'000},
       {1'600'000, 1'680'000}},
      {"no place left", {usual}, {2, 3}, {2, 3}, 0, {highest_rank, highest_rank}, {highest_rank, highest_rank}},
      {"nothing planned", {usual}, {0, 0}, {}, 0, {highest_rank, highest_rank}, {highest_rank, highest_rank}},
      {"half of the day is over: two and a half for three", {usual}, {3, 60}, {}, 50, {0, 0}, {0, 0}},
      {"the day is over", {usual}, {1, 1}, {}, 100, {0, 0}, {0, 0}},
      {"a quiet day halves the price", {usual, quiet}, {1, 60}, {}, 0, {1'600'000, 1'640'000}, {0, 0}},
  };
  for (const auto& c : cases) {
    const auto cut = cut_off(c.days, c.planned, c.used, c.lodged);
    EXPECT_GE(cut.red, c.red.first) << c.name;
    EXPECT_LE(cut.red, c.red.second) << c.name;
    EXPECT_GE(cut.orange, c.orange.first) << c.name;
    EXPECT_LE(cut.orange, c.orange.second) << c.name;
  }
}

TEST(CutOff, FallsWithPlacesAndAsTheDayPasses) {
  rc::check("monotone", [] {
    std::vector<OfficeDay> days(*rc::gen::inRange<std::size_t>(0, 6));
    for (auto& day : days) {
      day.lodged = *rc::gen::inRange<std::uint32_t>(0, 300);
      day.red.firm = *rc::gen::inRange<std::uint32_t>(0, 4);
      day.orange.firm = *rc::gen::inRange<std::uint32_t>(0, 4);
      for (auto* side : {&day.red, &day.orange}) {
        const auto ranks =
            *rc::gen::container<std::vector<std::int64_t>>(rc::gen::inRange<std::int64_t>(0, highest_rank));
        for (const auto rank : ranks) side->count(rank);
      }
    }
    const Quota planned{*rc::gen::inRange<std::uint32_t>(0, 40), *rc::gen::inRange<std::uint32_t>(0, 40)};
    const auto lodged = *rc::gen::inRange<std::uint32_t>(0, 300);
    const auto cut = cut_off(days, planned, {}, lodged);
    RC_ASSERT(cut.red >= 0 && cut.red <= highest_rank);
    RC_ASSERT(cut.orange >= 0 && cut.orange <= highest_rank);
    const auto more = cut_off(days, {planned.red + 1, planned.orange + 1}, {}, lodged);
    RC_ASSERT(more.red <= cut.red);
    RC_ASSERT(more.orange <= cut.orange);
    const auto taken = cut_off(days, planned, {1, 1}, lodged);
    RC_ASSERT(taken.red >= cut.red);
    RC_ASSERT(taken.orange >= cut.orange);
    RC_ASSERT(cut_off(days, planned, {}, lodged + 10).red <= cut.red + 1);  // rounding of the mean
  });
}

TEST(Rank, MixesExpectedValueAndLikelihoodAndRisesWithBoth) {
  auto by = ranking();
  EXPECT_EQ(rank_of(300'000, 1'500'000, by), 1'500'000);
  by.expected_value_share_ppm = 0;
  EXPECT_EQ(rank_of(300'000, 1'500'000, by), 300'000);
  by.expected_value_share_ppm = 250'000;
  EXPECT_EQ(rank_of(300'000, 1'500'000, by), 600'000);
  rc::check("rises with both", [&] {
    by.expected_value_share_ppm = *rc::gen::inRange<std::int64_t>(0, 1'000'001);
    const auto likelihood = *rc::gen::inRange<std::int64_t>(0, 1'000'000);
    const auto value = *rc::gen::inRange<std::int64_t>(0, 5'000'000);
    RC_ASSERT(rank_of(likelihood + 1, value, by) >= rank_of(likelihood, value, by));
    RC_ASSERT(rank_of(likelihood, value + 1, by) >= rank_of(likelihood, value, by));
    RC_ASSERT(rank_of(likelihood, value, by) <= highest_rank);
  });
}

/// A day at office 040: ten ask for orange at 0.6, two for red at 2.0 and 3.0.
void one_day(Demand& demand, Date day, const Ranking& by, int firm = 0) {
  demand.begin("040", day, by);
  for (int i = 0; i < 10; ++i) demand.count("040", day, {Channel::orange, 600'000, Channel::green});
  demand.count("040", day, {Channel::red, 2'000'000, Channel::green});
  demand.count("040", day, {Channel::red, 3'000'000, Channel::green});
  for (int i = 0; i < firm; ++i) demand.count("040", day, {Channel::green, 0, Channel::red});
}

TEST(Demand, KeepsPlacesOnceEnoughDaysAreKnown) {
  Demand demand;
  const auto by = ranking();
  const Quota quota{1, 5};
  one_day(demand, monday, by);
  demand.begin("040", monday.plus_days(1), by);
  EXPECT_EQ(demand.cut_off("040", monday.plus_days(1), by, quota, {}), CutOff{});  // one day is too little
  one_day(demand, monday.plus_days(1), by);
  const auto day = monday.plus_days(2);
  demand.begin("040", day, by);
  const auto cut = demand.cut_off("040", day, by, quota, {});
  EXPECT_GT(cut.red, 2'000'000);  // the one place is kept for the higher
  EXPECT_LE(cut.red, 3'000'000 + rank_step);
  EXPECT_GT(cut.orange, 560'000);  // eleven will ask for five: the red one that finds no place is one of them
  EXPECT_LT(cut.orange, 2'000'000);
  EXPECT_EQ(demand.cut_off("040", day, by, {20, 60}, {}), CutOff{});
  EXPECT_EQ(demand.cut_off("040", day, by, {0, 0}, {}), (CutOff{highest_rank, highest_rank}));
  EXPECT_EQ(demand.cut_off("040", day, by, quota, {1, 5}), (CutOff{highest_rank, highest_rank}));
  EXPECT_EQ(demand.cut_off("020", day, by, quota, {}), CutOff{});     // another office knows nothing
  EXPECT_EQ(demand.cut_off("040", monday, by, quota, {}), CutOff{});  // a day that is over
}

TEST(Demand, FallsAsTheDayPassesAndNothingMoreIsExpected) {
  Demand demand;
  const auto by = ranking();
  for (int i = 0; i < 5; ++i) one_day(demand, monday.plus_days(i), by);
  const auto day = monday.plus_days(5);
  demand.begin("040", day, by);
  auto before = demand.cut_off("040", day, by, {1, 5}, {}).orange;
  EXPECT_GT(before, 0);
  for (int i = 0; i < 12; ++i) {
    demand.count("040", day, {});
    const auto now = demand.cut_off("040", day, by, {1, 5}, {}).orange;
    EXPECT_LE(now, before);
    before = now;
  }
  EXPECT_EQ(before, 0);
}

TEST(Demand, KeepsPlacesForThoseWhoAreLookedAtWhateverTheirRank) {
  Demand demand;
  const auto by = ranking();
  for (int i = 0; i < 3; ++i) one_day(demand, monday.plus_days(i), by, 4);
  const auto day = monday.plus_days(3);
  demand.begin("040", day, by);
  EXPECT_EQ(demand.cut_off("040", day, by, {4, 60}, {}).red, highest_rank);  // all four for those drawn by chance
  EXPECT_GT(demand.cut_off("040", day, by, {5, 60}, {}).red, 2'000'000);
  EXPECT_EQ(demand.cut_off("040", day, by, {7, 60}, {}).red, 0);
}

TEST(Demand, RemembersAsManyDaysAsThePolicySays) {
  Demand demand;
  auto by = ranking(1);
  by.memory_days = 3;
  for (int i = 0; i < 5; ++i) one_day(demand, monday.plus_days(i), by);
  for (int i = 5; i < 8; ++i) demand.begin("040", monday.plus_days(i), by);  // two that ended without anything
  const auto day = monday.plus_days(7);
  const auto three = demand.cut_off("040", day, by, {1, 60}, {}).red;
  EXPECT_GT(three, 900'000);  // one of three
  EXPECT_LT(three, 1'100'000);
  by.memory_days = 1;
  demand.begin("040", day.plus_days(1), by);
  EXPECT_EQ(demand.cut_off("040", day.plus_days(1), by, {1, 60}, {}), CutOff{});
  by.memory_days = 4;
  one_day(demand, day.plus_days(2), by);
  demand.begin("040", day.plus_days(3), by);
  EXPECT_GT(demand.cut_off("040", day.plus_days(3), by, {1, 60}, {}).red, 0);
}

TEST(Demand, ALineOfAnotherDayDoesNotSpoilTheOthers) {
  Demand demand;
  const auto by = ranking();
  for (int i = 0; i < 5; ++i) one_day(demand, monday.plus_days(i), by);
  const auto day = monday.plus_days(5);
  demand.begin("040", day, by);
  const auto before = demand.cut_off("040", day, by, {1, 5}, {});
  demand.begin("040", monday, by);  // late
  demand.count("040", monday, {Channel::red, highest_rank, Channel::green});
  EXPECT_EQ(demand.cut_off("040", day, by, {1, 5}, {}), before);
  demand.begin("040", Date::of(2099, 1, 1), by);  // a slip of the pen
  demand.begin("040", day, by);
  EXPECT_GT(demand.cut_off("040", day, by, {1, 5}, {}).red, 1'500'000);
}

TEST(Demand, ManyOfficesTakeNoMoreMemoryThanSome) {
  Demand demand;
  const auto by = ranking(1);
  one_day(demand, monday, by);
  for (int i = 0; i < 1'000; ++i) demand.begin("no such office " + std::to_string(i), monday.plus_days(1), by);
  demand.begin("040", monday.plus_days(1), by);
  EXPECT_EQ(demand.cut_off("040", monday.plus_days(1), by, {0, 0}, {}), CutOff{});  // it made room and begins anew
}

TEST(Demand, TheSameSequenceGivesTheSameCutOffs) {
  rc::check("a fold", [] {
    const auto by = ranking();
    Demand first, second;
    const auto steps = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 500));
    for (const auto step : steps) {
      const auto day = monday.plus_days(step % 7);
      for (auto* demand : {&first, &second}) {
        demand->begin("040", day, by);
        demand->count("040", day, {Channel::red, step * 10'000, Channel::green});
      }
      const Quota quota{static_cast<std::uint32_t>(step % 3), 4};
      RC_ASSERT(first.cut_off("040", day, by, quota, {}) == second.cut_off("040", day, by, quota, {}));
    }
  });
}

}  // namespace
}  // namespace clearway::risk
