#include "debt/instalments.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace clearway::debt {
namespace {

const law::Law& the_law() {
  static const auto law = law::Law::load(CLEARWAY_SOURCE_DIR "/law").value();
  return law;
}

std::vector<Date> monthly(Date start, int count) {
  std::vector<Date> dates;
  for (int month = 1; month <= count; ++month) dates.push_back(start.plus_months(month));
  return dates;
}

TEST(Instalments, TheWorkedExampleOfTwelveParts) {
  const auto start = Date::of(2026, 6, 1);
  const auto parts = instalments(60'000'000, Date::of(2026, 1, 5), start, monthly(start, 12), the_law()).value();
  ASSERT_EQ(parts.size(), 12U);
  EXPECT_EQ(parts[0].date, Date::of(2026, 7, 1));
  EXPECT_EQ(parts[0].days, 30);
  EXPECT_EQ(parts[0].penalty, 396'000);
  EXPECT_EQ(parts[1].days, 31);
  EXPECT_EQ(parts[1].penalty, 375'100);
  EXPECT_EQ(parts[11].days, 31);
  EXPECT_EQ(parts[11].penalty, 34'100);
  std::int64_t penalty = 0;
  for (const auto& part : parts) penalty += part.penalty;
  EXPECT_EQ(penalty, 2'613'600);
}

TEST(Instalments, DatesMustFollowOneAnother) {
  const auto start = Date::of(2026, 6, 1);
  const auto refused = instalments(1'000, start, start, {Date::of(2026, 7, 1), Date::of(2026, 7, 1)}, the_law());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "dates_are_out_of_order");
}

TEST(Instalments, PartsSumToTheTax) {
  EXPECT_TRUE(rc::check("every plan pays the tax to the won, each part but the last a multiple of the unit", [] {
    const auto tax = *rc::gen::inRange<std::int64_t>(1, 10'000'000'000);
    const auto start = Date::of(2020, 1, 1).plus_days(*rc::gen::inRange(0, 2500));
    const auto parts = instalments(tax, start, start, monthly(start, *rc::gen::inRange(1, 25)), the_law()).value();
    std::int64_t sum = 0;
    for (const auto& part : parts) {
      sum += part.tax;
      RC_ASSERT(part.tax >= 0 && part.tax_left == tax - sum && part.penalty % 10 == 0);
      RC_ASSERT(part.tax % 10 == 0 || part.tax_left == 0);
    }
    RC_ASSERT(sum == tax);
  }));
}

}  // namespace
}  // namespace clearway::debt
