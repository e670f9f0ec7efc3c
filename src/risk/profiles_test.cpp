#include "risk/profiles.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "risk/quota.h"

namespace clearway::risk {
namespace {

const Date first_day = Date::of(2026, 11, 2);

Profiles::Sizes small() {
  return {.exporters = 4,
          .consignees = 4,
          .manufacturers = 4,
          .filers = 4,
          .routes = 4,
          .products = 4,
          .pairs = 4,
          .address_pairs = 4,
          .phone_pairs = 4,
          .phones = 4,
          .combinations = 4,
          .repeats = 4,
          .addresses = 4};
}

Observation line(std::uint64_t exporter, std::uint64_t consignee, std::int64_t won, int day = 0) {
  Observation observation;
  observation.day = first_day.days() + day;
  observation.procedure = declaration::Procedure::manifest;
  observation.within_limit = true;
  observation.exporter = exporter;
  observation.consignee = consignee;
  observation.consignee_address = consignee + 1000;
  observation.product = 33;
  observation.destination = 44;
  observation.filer = 55;
  observation.value_krw = won;
  observation.weight_grams = 1000;
  return observation;
}

TEST(Profiles, CountWhatWasDeclared) {
  Profiles profiles(small());
  EXPECT_EQ(profiles.look_up(line(1, 2, 0)).exporter, nullptr);
  profiles.observe(line(1, 2, 500'000));
  profiles.observe(line(1, 3, 300'000, 5));
  auto refused = line(1, 3, 900'000, 6);
  refused.accepted = false;
  profiles.observe(refused);
  const auto history = profiles.look_up(line(1, 2, 0, 6));
  ASSERT_NE(history.exporter, nullptr);
  EXPECT_EQ(history.exporter->declarations, 2U);
  EXPECT_EQ(history.exporter->refused, 1U);
  EXPECT_EQ(history.exporter->value_total_krw, 800'000);
  EXPECT_EQ(history.exporter->first_day, first_day.days());
  EXPECT_EQ(history.filer->declarations, 2U);
  EXPECT_EQ(history.combination->declarations, 2U);
  EXPECT_EQ(profiles.observed(), 3U);
}

TEST(Profiles, AnExaminationStartsTheCountAnew) {
  Profiles profiles(small());
  profiles.observe(line(1, 2, 500'000));
  declaration::Facts facts;
  facts.exporter = 1;
  facts.product = 33;
  profiles.record_examination(facts, first_day.plus_days(1), true);
  profiles.record_examination(facts, first_day.plus_days(2), false);
  profiles.observe(line(1, 2, 700'000, 3));
  const auto history = profiles.look_up(line(1, 2, 0, 3));
  EXPECT_EQ(history.exporter->examined, 2U);
  EXPECT_EQ(history.exporter->hits, 1U);
  EXPECT_EQ(history.exporter->last_examination_day, first_day.days() + 2);
  EXPECT_EQ(history.exporter->last_hit_day, first_day.days() + 1);
  EXPECT_EQ(history.exporter->value_since_examination_krw, 700'000);
  EXPECT_EQ(history.exporter->value_total_krw, 1'200'000);
  EXPECT_EQ(history.product->examined, 2U);
  EXPECT_EQ(history.product->hits, 1U);
}

TEST(Profiles, ASecondLookPutsRightWhatTheSameDeclarationWasFoundToBe) {
  Profiles profiles(small());
  auto seen = line(1, 2, 500'000);
  seen.repeat = 71;
  seen.exact_repeat = 72;
  declaration::Facts facts;
  facts.exporter = 1;
  facts.repeat = seen.repeat;
  facts.exact_repeat = seen.exact_repeat;
  profiles.record_examination(facts, first_day, true);
  profiles.correct_examination(facts, first_day.plus_days(1), false);
  const auto history = profiles.look_up(seen);
  EXPECT_EQ(history.exporter->hits, 0U);
  EXPECT_EQ(history.repeat->examined, 1U);
  EXPECT_EQ(history.repeat->hits, 0U);
  EXPECT_EQ(history.exact_repeat->hits, 0U);
}

TEST(Profiles, AWindowForgetsWhatIsTooOld) {
  Profiles profiles(small());
  for (const int day : {0, 1, 2, 5}) profiles.observe(line(1, 2, 1'000'000, day));
  const auto* window = profiles.look_up(line(1, 2, 0)).pair;
  ASSERT_NE(window, nullptr);
  const auto total = [&](int day, int days) { return window_total(*window, first_day.days() + day, days).value_krw; };
  EXPECT_EQ(total(5, 1), 1'000'000);
  EXPECT_EQ(total(5, 3), 1'000'000);
  EXPECT_EQ(total(5, 4), 2'000'000);
  EXPECT_EQ(total(5, 8), 4'000'000);
  EXPECT_EQ(total(8, 8), 3'000'000);
  EXPECT_EQ(total(20, 8), 0);
  profiles.observe(line(1, 2, 1'000'000, 9));  // pushes day 0 and 1 out
  EXPECT_EQ(total(9, 8), 3'000'000);
}

TEST(Profiles, OneLineWithAWrongDateDoesNotBlindTheWindow) {
  Profiles profiles(small());
  profiles.observe(line(1, 2, 1'500'000, 3000));
  profiles.observe(line(1, 2, 1'500'000, 0));
  profiles.observe(line(1, 2, 1'500'000, 1));
  const auto* window = profiles.look_up(line(1, 2, 0)).pair;
  EXPECT_EQ(window_total(*window, first_day.days() + 1, 3).value_krw, 3'000'000);
}

TEST(Profiles, APaceTellsTheLastDaysFromWhatWasUsualBefore) {
  Profiles profiles(small());
  const auto day = [](int number) { return first_day.days() + number; };
  for (int i = 0; i < 40; i += 2) profiles.observe(line(1, 2, 100, i));  // every second day
  for (int i = 0; i < 5; ++i) profiles.observe(line(1, 2, 100, 40));
  auto refused = line(1, 2, 100, 40);
  refused.accepted = false;
  profiles.observe(refused);
  const auto history = profiles.look_up(line(1, 2, 0, 40));
  for (const auto* pace : {history.exporter_pace, history.consignee_pace, history.filer_pace, history.address_pace}) {
    ASSERT_NE(pace, nullptr);
    EXPECT_EQ(declared_within(*pace, day(40), 1), 5);
    EXPECT_EQ(declared_within(*pace, day(40), 3), 6) << "and the one of two days ago";
    EXPECT_EQ(declared_within(*pace, day(40), 99), 8) << "no more than a week is kept by day";
    EXPECT_EQ(declared_within(*pace, day(50), 3), 0);
    // 19 in the 38 days before the last three: one and a half in three days.
    EXPECT_EQ(usually_within(*pace, day(40), 3, 28), 1'500'000);
    EXPECT_EQ(usually_within(*pace, day(40), 3, 38), 1'500'000);
    EXPECT_EQ(usually_within(*pace, day(40), 3, 39), std::nullopt) << "known for too short a time";
  }
  EXPECT_EQ(profiles.look_up(line(9, 2, 0, 40)).exporter_pace, nullptr);
}

TEST(Profiles, OneLineWithAWrongDateDoesNotChangeThePaceForLong) {
  Profiles profiles(small());
  for (const int day : {0, 10, 3000, 20, 21}) profiles.observe(line(1, 2, 100, day));
  const auto* pace = profiles.look_up(line(1, 2, 0)).exporter_pace;
  ASSERT_NE(pace, nullptr);
  EXPECT_EQ(declared_within(*pace, first_day.days() + 21, 3), 2);
  EXPECT_EQ(usually_within(*pace, first_day.days() + 21, 3, 10), 3'000'000 * 3 / 19) << "three in nineteen days";
  profiles.observe(line(1, 2, 100, -400));
  profiles.observe(line(1, 2, 100, 22));
  EXPECT_EQ(usually_within(*profiles.look_up(line(1, 2, 0)).exporter_pace, first_day.days() + 22, 3, 500),
            std::nullopt);
}

TEST(Profiles, AboveTheLimitIsNoPartOfASplit) {
  Profiles profiles(small());
  auto large = line(1, 2, 5'000'000);
  large.within_limit = false;
  profiles.observe(large);
  EXPECT_EQ(profiles.look_up(large).pair, nullptr);
}

TEST(Profiles, PercentilesOfAProductsPrice) {
  Profiles profiles(small());
  // 100 lines at 20,000 won a kilogram, 5 at 200: the 5th percentile lies at the edge between them.
  for (int i = 0; i < 123; ++i) profiles.observe(line(1, 2, 20'000));
  for (int i = 0; i < 5; ++i) profiles.observe(line(1, 2, 200));
  const auto* product = profiles.look_up(line(1, 2, 0)).product;
  ASSERT_NE(product, nullptr);
  EXPECT_EQ(product->observations, 128U);
  EXPECT_LE(product->percentile_krw[0], 20'000 * 3 / 2);
  EXPECT_NEAR(static_cast<double>(product->percentile_krw[1]), 20'000, 20'000 * 0.25);
  EXPECT_NEAR(static_cast<double>(product->percentile_krw[2]), 20'000, 20'000 * 0.45);
}

TEST(Profiles, SendersOfOnePhoneAreCountedOnce) {
  Profiles profiles(small());
  for (const std::uint64_t sender : {1, 2, 2, 3, 1}) {
    auto observation = line(sender, 2, 100);
    observation.exporter_phone = 77;
    profiles.observe(observation);
  }
  auto asked = line(1, 2, 100);
  asked.exporter_phone = 77;
  EXPECT_EQ(profiles.look_up(asked).phone->senders, 3U);
  EXPECT_EQ(profiles.look_up(asked).phone->declarations, 5U);
}

TEST(Profiles, TheOldestMakesRoom) {
  Profiles profiles(small());  // 16 exporters in sets of 4
  for (std::uint64_t exporter = 1; exporter <= 200; ++exporter)
    profiles.observe(line(exporter, 2, 100, static_cast<int>(exporter)));
  std::size_t kept = 0;
  for (std::uint64_t exporter = 1; exporter <= 200; ++exporter)
    kept += profiles.look_up(line(exporter, 2, 0)).exporter != nullptr;
  EXPECT_EQ(kept, 16U);
  EXPECT_NE(profiles.look_up(line(200, 2, 0)).exporter, nullptr);
}

TEST(Profiles, TheDefaultStaysBelowSixtySevenMegabytes) { EXPECT_LE(Profiles().memory_bytes(), 67'000'000U); }

rc::Gen<Observation> any_observation() {
  return rc::gen::map(rc::gen::tuple(rc::gen::inRange(1, 60), rc::gen::inRange(1, 60), rc::gen::inRange(0, 3'000'000),
                                     rc::gen::inRange(-5, 40), rc::gen::inRange(0, 5)),
                      [](const auto& t) {
                        auto observation =
                            line(static_cast<std::uint64_t>(std::get<0>(t)), static_cast<std::uint64_t>(std::get<1>(t)),
                                 std::get<2>(t), std::get<3>(t));
                        observation.accepted = std::get<4>(t) != 0;
                        observation.exporter_phone = static_cast<std::uint64_t>(std::get<4>(t));
                        return observation;
                      });
}

TEST(Profiles, TheSameSequenceGivesTheSameBytes) {
  rc::check("a fold over the record", [] {
    const auto sequence = *rc::gen::container<std::vector<Observation>>(any_observation());
    Profiles one(small()), two(small());
    const auto half = sequence.size() / 2;
    for (std::size_t i = 0; i < half; ++i) one.observe(sequence[i]);
    // From a snapshot on, or from nothing: no difference.
    Profiles three(small());
    RC_ASSERT(three.restore(one.serialise()).ok());
    for (std::size_t i = half; i < sequence.size(); ++i) {
      one.observe(sequence[i]);
      three.observe(sequence[i]);
    }
    for (const auto& observation : sequence) two.observe(observation);
    RC_ASSERT(one.serialise() == two.serialise());
    RC_ASSERT(three.serialise() == two.serialise());
  });
}

TEST(Profiles, ADamagedSnapshotIsRefused) {
  Profiles profiles(small());
  for (int i = 1; i < 20; ++i) profiles.observe(line(static_cast<std::uint64_t>(i), 2, 100));
  const auto bytes = profiles.serialise();
  for (const std::size_t length :
       {std::size_t{0}, std::size_t{10}, std::size_t{40}, bytes.size() / 2, bytes.size() - 1}) {
    Profiles target(small());
    const auto status = target.restore(std::string_view(bytes).substr(0, length));
    ASSERT_FALSE(status.ok()) << length;
    EXPECT_NE(status.error().fix.find("folded from the record"), std::string::npos);
  }
  Profiles::Sizes other = small();
  other.exporters = 5;
  Profiles target(other);
  EXPECT_FALSE(target.restore(bytes).ok());
}

TEST(DayQuota, CountsByOfficeAndDay) {
  DayQuota quota;
  ++quota.use("040", first_day).red;
  ++quota.use("040", first_day).orange;
  ++quota.use("040", first_day.plus_days(1)).red;
  EXPECT_EQ(quota.used("040", first_day).red, 1U);
  EXPECT_EQ(quota.used("040", first_day).orange, 1U);
  EXPECT_EQ(quota.used("020", first_day).red, 0U);
  for (int i = 0; i < 20'000; ++i)
    ++quota.use("0" + std::to_string(i % 40), first_day.plus_days(i)).red;  // old days make room
  EXPECT_EQ(quota.used("0" + std::to_string(19'999 % 40), first_day.plus_days(19'999)).red, 1U);
}

}  // namespace
}  // namespace clearway::risk
