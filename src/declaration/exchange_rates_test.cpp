#include "declaration/exchange_rates.h"

#include <gtest/gtest.h>

namespace clearway::declaration {
namespace {

constexpr std::string_view two_weeks = "# sample\nweek_from,USD,JPY\n2026-11-15,1300.5,8.9\n2026-11-22,1310,\n";

TEST(ExchangeRates, HoldFromSundayToSaturday) {
  const auto rates = ExchangeRates::parse(two_weeks, "rates.csv");
  ASSERT_TRUE(rates) << rates.error().detail;
  const struct {
    std::string_view name, currency, day;
    std::optional<std::int64_t> micro;
  } cases[] = {
      {"the Saturday before the first week", "USD", "2026-11-14", {}},
      {"first Sunday", "USD", "2026-11-15", 1'300'500'000},
      {"its Saturday", "USD", "2026-11-21", 1'300'500'000},
      {"next Sunday", "USD", "2026-11-22", 1'310'000'000},
      {"last Saturday", "USD", "2026-11-28", 1'310'000'000},
      {"after the last week", "USD", "2026-11-29", {}},
      {"no rate that week", "JPY", "2026-11-23", {}},
      {"unknown currency", "EUR", "2026-11-23", {}},
      {"small letters are no code", "usd", "2026-11-23", {}},
      {"won", "KRW", "2030-01-01", 1'000'000},
  };
  for (const auto& c : cases) {
    const auto rate = rates->won_per_unit(c.currency, *Date::parse(c.day));
    EXPECT_EQ(rate ? std::optional(rate->micro()) : std::nullopt, c.micro) << c.name;
  }
}

TEST(ExchangeRates, ConvertsRoundingDown) {
  const auto rates = ExchangeRates::parse(two_weeks, "rates.csv");
  ASSERT_TRUE(rates);
  const auto day = Date::of(2026, 11, 16);
  EXPECT_EQ(rates->to_won(*Decimal::parse("10.99"), "USD", day), 14292);  // 14292.495
  EXPECT_EQ(rates->to_won(*Decimal::parse("0.01"), "JPY", day), 0);
  EXPECT_EQ(rates->to_won(*Decimal::parse("9000000000000"), "KRW", day), 9'000'000'000'000);
  EXPECT_EQ(rates->to_won(*Decimal::parse("9000000000000"), "USD", day), std::nullopt) << "beyond the range of amounts";
  EXPECT_EQ(rates->to_won(*Decimal::parse("6000000000"), "USD", day), 7'803'000'000'000);
}

TEST(ExchangeRates, RefusesWhatIsNoTableOfWeeks) {
  const struct {
    std::string_view name, text, place;
  } cases[] = {
      {"empty", "", "r.csv:0"},
      {"no header", "2026-11-15,1\n", "r.csv:1"},
      {"currency twice", "week_from,USD,USD\n", "r.csv:1"},
      {"a Monday", "week_from,USD\n2026-11-16,1\n", "r.csv:2"},
      {"a week missing", "week_from,USD\n2026-11-15,1\n2026-11-29,1\n", "r.csv:3"},
      {"a negative rate", "week_from,USD\n2026-11-15,-1\n", "r.csv:2"},
      {"no number", "week_from,USD\n2026-11-15,x\n", "r.csv:2"},
      {"too many values", "week_from,USD\n2026-11-15,1,2\n", "r.csv:2"},
  };
  for (const auto& c : cases) {
    const auto rates = ExchangeRates::parse(c.text, "r.csv");
    ASSERT_FALSE(rates) << c.name;
    EXPECT_EQ(rates.error().field, c.place) << c.name;
  }
}

TEST(ExchangeRates, TheSampleFileLoads) {
  const auto rates = ExchangeRates::load(CLEARWAY_SOURCE_DIR "/law/kr/exchange_rate/export.csv");
  ASSERT_TRUE(rates) << rates.error().detail;
  EXPECT_GE(rates->currencies().size(), 25U);
  EXPECT_LE(rates->first_day(), Date::of(2024, 1, 1));
  EXPECT_GE(rates->last_day(), Date::of(2026, 12, 31));
}

}  // namespace
}  // namespace clearway::declaration
