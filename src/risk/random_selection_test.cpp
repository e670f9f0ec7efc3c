#include "risk/random_selection.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>
#include <string>

namespace clearway::risk {
namespace {

const Date day = Date::of(2026, 11, 23);

std::string id_of(int i) { return "DCL-26-" + std::to_string(1'000'000 + i); }

TEST(RandomSelection, SecretsOfARepeatableRunDependOnSeedAndDay) {
  std::set<std::string> secrets;
  for (const std::uint64_t seed : {0ULL, 7ULL, 8ULL}) {
    for (int i = 0; i < 3; ++i) secrets.insert(to_hex(secret_from_seed(seed, day.plus_days(i))));
  }
  EXPECT_EQ(secrets.size(), 9U);
  EXPECT_EQ(secret_from_seed(7, day), secret_from_seed(7, day));
}

TEST(RandomSelection, TheCommitmentBindsDayAndSecret) {
  const auto secret = secret_from_seed(7, day);
  auto other = secret;
  other[31] ^= 1;
  EXPECT_NE(commitment(day, secret), commitment(day, other));
  EXPECT_NE(commitment(day, secret), commitment(day.plus_days(1), secret));
  EXPECT_NE(to_hex(commitment(day, secret)), to_hex(secret));
}

TEST(RandomSelection, HexIsReadBackAndNothingElse) {
  const auto secret = secret_from_seed(7, day);
  Secret back{};
  EXPECT_TRUE(parse_hex(to_hex(secret), back));
  EXPECT_EQ(back, secret);
  EXPECT_FALSE(parse_hex("", back));
  EXPECT_FALSE(parse_hex(std::string(63, 'a'), back));
  EXPECT_FALSE(parse_hex(std::string(63, 'a') + "g", back));
}

TEST(RandomSelection, DrawsAreUniform) {
  const DayDraw draws(day, secret_from_seed(7, day));
  constexpr int n = 100'000;
  constexpr int bins = 50;
  std::array<int, bins> counts{};
  for (int i = 0; i < n; ++i) {
    const double draw = draws.draw("B1248100998", id_of(i));
    ASSERT_GE(draw, 0);
    ASSERT_LT(draw, 1);
    ++counts[static_cast<std::size_t>(draw * bins)];
  }
  double chi_square = 0;
  const double expected = static_cast<double>(n) / bins;
  for (const int count : counts) chi_square += (count - expected) * (count - expected) / expected;
  EXPECT_LT(chi_square, 94.6);  // 49 degrees of freedom, 99.99 %; the seed is fixed
}

TEST(RandomSelection, ADrawDependsOnEveryPartOfTheRecordId) {
  const DayDraw draws(day, secret_from_seed(7, day));
  std::set<double> seen = {draws.draw("AB", "C"), draws.draw("A", "BC"),
                           draws.draw("ABC", ""), draws.draw("", "ABC"),
                           draws.draw("AB", "D"), DayDraw(day.plus_days(1), secret_from_seed(7, day)).draw("AB", "C")};
  EXPECT_EQ(seen.size(), 6U);
  const std::string long_id(1000, 'x');
  EXPECT_EQ(draws.draw("A", long_id), draws.draw("A", long_id));
  EXPECT_NE(draws.draw("A", long_id), draws.draw("A", long_id + "y"));
}

TEST(RandomSelection, DrawsOfManyDaysInAnyOrder) {
  auto draws = Draws::from_seed(7);
  for (const int offset : {0, 64, 1, 128, 0, -64, 1}) {
    const auto d = day.plus_days(offset);
    EXPECT_EQ(draws.draw(d, "P", "1"), DayDraw(d, secret_from_seed(7, d)).draw("P", "1")) << offset;
  }
}

struct Published {
  std::vector<std::string> ids;
  std::vector<PublishedDraw> rows;
};

Published published(double ratio, int count) {
  Published result;
  for (int i = 0; i < count; ++i) result.ids.push_back(id_of(i));
  const DayDraw draws(day, secret_from_seed(7, day));
  for (const auto& id : result.ids)
    result.rows.push_back({"B1248100998", id, ratio, draws.draw("B1248100998", id) < ratio});
  return result;
}

TEST(RandomSelection, AnHonestDayIsVerified) {
  const auto secret = secret_from_seed(7, day);
  const auto honest = published(0.05, 2000);
  EXPECT_TRUE(verify(day, secret, commitment(day, secret), honest.rows).ok());
}

TEST(RandomSelection, WhoeverWasAddedOrSparedIsNamed) {
  const auto secret = secret_from_seed(7, day);
  auto tampered = published(0.05, 2000);
  std::size_t spared = 0, added = 0;
  while (!tampered.rows[spared].selected) ++spared;
  while (tampered.rows[added].selected) ++added;
  tampered.rows[spared].selected = false;
  tampered.rows[added].selected = true;
  const auto result = verify(day, secret, commitment(day, secret), tampered.rows);
  EXPECT_FALSE(result.ok());
  EXPECT_EQ(result.wrongly_spared, std::vector<std::size_t>{spared});
  EXPECT_EQ(result.wrongly_added, std::vector<std::size_t>{added});
}

TEST(RandomSelection, AnotherSecretThanTheOneCommittedToIsRefused) {
  const auto secret = secret_from_seed(7, day);
  const auto result = verify(day, secret_from_seed(8, day), commitment(day, secret), {});
  EXPECT_FALSE(result.secret_fits_commitment);
  EXPECT_FALSE(result.ok());
}

}  // namespace
}  // namespace clearway::risk
