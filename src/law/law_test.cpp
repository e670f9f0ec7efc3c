#include "law/law.h"

#include <gtest/gtest.h>

#include <string>

#include "law/parameters.h"  // generated

namespace clearway::law {
namespace {

const std::string folder = std::string(CLEARWAY_SOURCE_DIR) + "/law";

const Law& real_law() {
  static const Law law = [] {
    Problems problems;
    auto read = Law::read(folder, problems);
    for (const auto& problem : problems) ADD_FAILURE() << problem.error().detail;
    return read;
  }();
  return law;
}

Date day(std::string_view text) { return Date::parse(text).value(); }

TEST(Law, TheFilesOfTheProductLoadWithoutAProblem) { EXPECT_GT(real_law().parameters().size(), 60U); }

TEST(Law, ChangesApplyFromTheirDayOn) {
  const auto& kr = real_law().kr;
  const struct {
    std::string_view name;
    const Dated<std::int64_t>& parameter;
    std::string_view day;
    std::int64_t expected;
  } cases[] = {
      {"drawback claim, last day of two years", kr.drawback.claim.years, "2022-12-31", 2},
      {"drawback claim, first day of five years", kr.drawback.claim.years, "2023-01-01", 5},
      {"simplified elements, last day of 37", kr.export_.elements.simplified, "2020-10-11", 37},
      {"simplified elements, first day of 27", kr.export_.elements.simplified, "2020-10-12", 27},
      {"manifest offices, last day of three", kr.export_.manifest.offices, "2023-01-31", 3},
      {"manifest offices, first day of 34", kr.export_.manifest.offices, "2023-02-01", 34},
      {"e-commerce provisional price, last day of 30", kr.export_.provisional.ecommerce_price_days, "2023-01-31", 30},
      {"e-commerce provisional price, first day of 60", kr.export_.provisional.ecommerce_price_days, "2023-02-01", 60},
      {"manifest limit holds before any date read", kr.export_.manifest.max_fob, "2001-01-01", 2'000'000},
      {"manifest limit today", kr.export_.manifest.max_fob, "2026-11-23", 2'000'000},
  };
  for (const auto& c : cases) EXPECT_EQ(c.parameter.on(day(c.day)).value, c.expected) << c.name;
}

TEST(Law, ARuleThatDidNotExistYetIsNotFound) {
  const auto& limit = real_law().kr.export_.simplified.max_fob;
  EXPECT_EQ(limit.find(day("2014-07-29")), nullptr);
  ASSERT_NE(limit.find(day("2014-07-30")), nullptr);
  EXPECT_EQ(limit.find(day("2014-07-30"))->value, 2'000'000);
  EXPECT_EQ(real_law().kr.export_.withdraw.reply_days.find(day("2020-12-21")), nullptr);
  EXPECT_NE(real_law().kr.export_.withdraw.reply_days.find(day("2020-12-22")), nullptr);
  EXPECT_EQ(real_law().find("export.simplified.max_fob")->on(day("2014-07-29")), nullptr);
}

TEST(Law, AnEarlierValueEndsTheDayBeforeTheNext) {
  const auto& values = real_law().kr.drawback.claim.years.all();
  ASSERT_EQ(values.size(), 2U);
  EXPECT_FALSE(values[0].from);
  EXPECT_EQ(values[0].to, day("2022-12-31"));
  EXPECT_EQ(values[1].from, day("2023-01-01"));
  EXPECT_FALSE(values[1].to);
  EXPECT_EQ(values[1].cite, "drawback-act-14-1");
  EXPECT_EQ(values[1].grade, Grade::statute);
}

TEST(Law, ClaimsAreKeptApartFromTheValuesThatApply) {
  const auto* limit = real_law().find("export.simplified.max_fob");
  ASSERT_NE(limit, nullptr);
  ASSERT_EQ(limit->claims.size(), 1U);
  EXPECT_EQ(text_of(limit->claims[0].content), "4000000");
  EXPECT_EQ(limit->claims[0].grade, Grade::verify);
  for (const auto& value : limit->values) EXPECT_NE(text_of(value.content), "4000000");
}

TEST(Law, RatiosAreExact) {
  EXPECT_EQ(real_law().kr.export_.manifest.random_max.on(day("2026-01-01")).value, Decimal::parse("0.05"));
}

TEST(Law, TablesGiveTypedCells) {
  const auto& effects = real_law().kr.export_.effects.on(day("2026-01-01")).value;
  EXPECT_EQ(effects.size(), 18U);
  EXPECT_EQ(effects.text(0, "effect"), "certificate");
  EXPECT_THROW(effects.text(0, "nothing"), std::logic_error);
  EXPECT_THROW(effects.text(99, "effect"), std::logic_error);
  const auto& classes = real_law().kr.risk.random.courier_class.on(day("2026-01-01")).value;
  const auto row = classes.find("class", "to_improve");
  ASSERT_TRUE(row);
  EXPECT_EQ(classes.decimal(*row, "ratio"), Decimal::parse("0.035"));
}

TEST(Law, FindsIdsWithAndWithoutTheCountry) {
  EXPECT_EQ(real_law().find("export.loading.days"), real_law().find("kr.export.loading.days"));
  EXPECT_EQ(real_law().find("export.loading.day"), nullptr);
  const auto near = real_law().near("export.loading.dayz");
  ASSERT_FALSE(near.empty());
  EXPECT_EQ(near.front(), "export.loading.days");
}

TEST(Law, VersionIsStableAndFollowsTheContents) {
  EXPECT_EQ(real_law().version(), Law::load(folder).value().version());
  EXPECT_TRUE(real_law().version().starts_with("law-"));
  EXPECT_EQ(real_law().version().size(), 16U);
}

TEST(Law, EveryCitedSourceIsDescribed) {
  for (const auto& [id, parameter] : real_law().parameters()) {
    for (const auto& value : parameter.values) EXPECT_NE(real_law().find_source(value.cite), nullptr) << id;
    for (const auto& claim : parameter.claims) EXPECT_NE(real_law().find_source(claim.cite), nullptr) << id;
  }
}

TEST(Law, CodeTablesAreComplete) {
  const auto& codes = real_law().codes();
  EXPECT_EQ(codes.countries.entries().size(), 249U);
  ASSERT_NE(codes.countries.find("KR"), nullptr);
  EXPECT_EQ(codes.countries.find("KR")->label.en, "South Korea");
  EXPECT_EQ(codes.countries.find("UK"), nullptr);
  ASSERT_NE(codes.currencies.find("JPY"), nullptr);
  EXPECT_EQ(codes.currencies.find("JPY")->minor_digits, 0);
  EXPECT_EQ(codes.currencies.find("KWD")->minor_digits, 3);
  EXPECT_EQ(codes.currencies.find("USD")->minor_digits, 2);
  EXPECT_EQ(codes.currencies.find("XTS"), nullptr);
  ASSERT_NE(codes.korean_ports.find("KRPUS"), nullptr);
  EXPECT_EQ(codes.korean_ports.find("KRPUS")->kind, "sea");
  EXPECT_EQ(codes.customs_offices.find("040")->label.ko, "인천공항세관");
}

}  // namespace
}  // namespace clearway::law
