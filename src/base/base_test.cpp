#include <gtest/gtest.h>

#include "base/date.h"
#include "base/decimal.h"
#include "base/text.h"

namespace clearway {
namespace {

TEST(Date, ReadsBothFormsAndRefusesImpossibleDays) {
  const struct {
    std::string_view text;
    std::optional<Date> expected;
  } cases[] = {
      {"2026-11-23", Date::of(2026, 11, 23)},
      {"20261123", Date::of(2026, 11, 23)},
      {"2024-02-29", Date::of(2024, 2, 29)},
      {"2026-02-29", {}},
      {"2026-13-01", {}},
      {"2026-1-1", {}},
      {"", {}},
      {"0000-01-01", {}},
      {"2026/11/23", {}},
      {"abcdefgh", {}},
  };
  for (const auto& c : cases) EXPECT_EQ(Date::parse(c.text), c.expected) << c.text;
}

TEST(Date, MonthsEndOnTheLastDayWhereTheDayIsMissing) {
  EXPECT_EQ(Date::of(2026, 1, 31).plus_months(1), Date::of(2026, 2, 28));
  EXPECT_EQ(Date::of(2024, 2, 29).plus_years(1), Date::of(2025, 2, 28));
  EXPECT_EQ(Date::of(2026, 8, 31).plus_months(6), Date::of(2027, 2, 28));
  EXPECT_TRUE(Date::of(2026, 11, 23).is_monday());
}

TEST(Instant, RoundTripsAndKnowsTheKoreanDay) {
  const auto moment = Instant::parse("2026-11-23T15:30:00.250000Z");
  ASSERT_TRUE(moment);
  EXPECT_EQ(moment->text(), "2026-11-23T15:30:00.250000Z");
  EXPECT_EQ(moment->korean_day(), Date::of(2026, 11, 24));
  EXPECT_FALSE(Instant::parse("2026-11-23 15:30:00Z"));
}

TEST(Decimal, ReadsExactlyOrNotAtAll) {
  const struct {
    std::string_view text;
    std::optional<std::int64_t> micro;
  } cases[] = {
      {"0", 0},
      {"12", 12'000'000},
      {"-3.25", -3'250'000},
      {"0.000001", 1},
      {"1.2500000", 1'250'000},
      {"1,000", {}},
      {"1e5", {}},
      {"", {}},
      {"-", {}},
      {".5", {}},
      {"5.", {}},
      {"1.2.3", {}},
      {" 1", {}},
      {"0.0000001", {}},
      {"9000000000000", 9'000'000'000'000'000'000},
      {"99999999999999999999", {}},
  };
  for (const auto& c : cases) {
    const auto got = Decimal::parse(c.text);
    EXPECT_EQ(got.has_value(), c.micro.has_value()) << c.text;
    if (got && c.micro) {
      EXPECT_EQ(got->micro(), *c.micro) << c.text;
    }
  }
  EXPECT_EQ(Decimal::parse("1350.25")->times_floor(*Decimal::parse("2.5")).text(), "3375.625");
  EXPECT_EQ(Decimal::parse("-0.000001")->times_floor(*Decimal::parse("0.5")).text(), "-0.000001");
}

TEST(Text, EscapesJsonAndKnowsUtf8) {
  std::string out;
  append_json_string(out,
                     "a\"b\\c\n\x01"
                     "관세");
  EXPECT_EQ(out, "\"a\\\"b\\\\c\\n\\u0001관세\"");
  EXPECT_TRUE(is_valid_utf8("관세청 ok"));
  EXPECT_FALSE(is_valid_utf8("\xb0\xfc\xbc\xbc"));      // CP949
  EXPECT_FALSE(is_valid_utf8("12345678\xed\xa0\x80"));  // a surrogate
  out.clear();
  append_micro(out, -1'500'000);
  EXPECT_EQ(out, "-1.5");
}

}  // namespace
}  // namespace clearway
