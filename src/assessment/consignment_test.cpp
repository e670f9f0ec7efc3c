// Golden cases of small consignments and travellers, worked out by hand at USD 1,400 won.
#include "assessment/fixture_test.h"

namespace clearway::assessment {
namespace {

Outcome courier(std::string_view price, std::string_view header = "", std::string_view line_more = "",
                std::string_view code = "3303000000") {
  return assess_json(
      case_text("2026-09-10", "USD", "CIF",
                R"("regime":"courier","self_use":true)" + std::string(header.empty() ? "" : ",") + std::string(header),
                line_text(code, "1", code == "3303000000" ? "KG" : "U", "FR", price, line_more)));
}

TEST(Consignment, SmallValueAndClearance) {
  const struct {
    std::string_view name, price, header;
    std::int64_t assessed;
    Clearance clearance;
  } cases[] = {
      {"at the limit", "150", "", 0, Clearance::list},
      // 150.01 x 1,400 = 210,014 x 15 % = 31,502.1 -> 31,500: all of it is taxed
      {"a cent above", "150.01", "", 31'500, Clearance::simple},
      {"split or repeated", "150", R"("split_or_repeated":true)", 31'500, Clearance::list},
      {"from the United States up to 200", "200", R"("departure_country":"US")", 0, Clearance::list},
      // 280,014 x 15 % = 42,002.1 -> 42,000
      {"from the United States above", "200.01", R"("departure_country":"US")", 42'000, Clearance::simple},
      {"simple declaration at its limit", "2000", "", 420'000, Clearance::simple},
      // above it ordinary rates: duty 8 % of 2,800,014 = 224,001.12 -> 224,000; VAT 10 % of 3,024,014 -> 302,400
      {"above it", "2000.01", "", 526'400, Clearance::general},
      // freight in the price is no part of the price of the goods: 155 - 5 is within 150
      {"freight left out of the limit", "155", R"("freight":{"amount":5,"currency":"USD"})", 0, Clearance::list},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    const auto got = courier(c.price, c.header);
    EXPECT_TRUE(got.problems.empty());
    EXPECT_EQ(got.answer.assessed, c.assessed);
    EXPECT_EQ(got.answer.clearance, c.clearance);
  }
  // By post: the simple rate up to USD 1,000, since 2026-08-24 a declaration and the ordinary rates above it.
  const auto post = [](std::string_view price, std::string_view date) {
    return assess_json(case_text(date, "USD", "CIF", R"("regime":"post","self_use":true)",
                                 line_text("3303000000", "1", "KG", "FR", price)));
  };
  EXPECT_EQ(post("1000", "2026-09-10").answer.clearance, Clearance::postal);
  EXPECT_EQ(post("1000.01", "2026-09-10").answer.clearance, Clearance::general);
  EXPECT_EQ(post("1000.01", "2026-08-23").answer.clearance, Clearance::postal);
}

TEST(Consignment, SimpleRateIsNotForAllGoods) {
  const struct {
    std::string_view name, header, line_more, code;
    std::int64_t duty, simple;
  } cases[] = {
      {"perfume", "", "", "3303000000", 0, 210'000},
      {"the owner asked for ordinary rates", R"("simple_rate":false)", "", "3303000000", 112'000, 0},
      {"a commercial quantity", "", R"("commercial":true)", "3303000000", 112'000, 0},
      {"free of duty", "", "", "4901990000", 0, 0},
      // above KRW 1,923,000 there is a threshold; 1,400,000 is below it: 15 %
      {"a handbag", "", "", "4202210000", 0, 210'000},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    const auto got = courier("1000", c.header, c.line_more, c.code);
    EXPECT_EQ(got.tax(TaxKind::duty), c.duty);
    EXPECT_EQ(got.tax(TaxKind::simple_rate), c.simple);
    EXPECT_EQ(got.has(Rule::simple_rate_not_open), c.simple == 0);
  }
  // 2,100,000 won: 288,450 + 45 % of (2,100,000 - 1,923,000) = 368,100
  EXPECT_EQ(courier("1500", "", "", "4202210000").tax(TaxKind::simple_rate), 368'100);
}

Outcome traveller(std::string_view facts, std::string_view lines, std::string_view date = "2026-09-10") {
  return assess_json(
      case_text(date, "USD", "CIF", R"("regime":"traveller","traveller":{)" + std::string(facts) + "}", lines));
}
std::string bag(std::string_view price) { return line_text("4202210000", "1", "U", "IT", price); }

TEST(Consignment, Travellers) {
  const struct {
    std::string_view name, facts, date;
    std::string lines;
    std::int64_t assessed;
  } cases[] = {
      {"within USD 800", R"("age":40)", "2026-09-10", bag("800"), 0},
      // 200 x 1,400 = 280,000 x 15 % = 42,000
      {"only what is above", R"("age":40)", "2026-09-10", bag("1000"), 42'000},
      // 30 % of 42,000 = 12,600 is taken off
      {"declared of one's own accord", R"("age":40,"voluntary":true)", "2026-09-10", bag("1000"), 29'400},
      // 42,000 + 40 % = 58,800; 60 % from the third time on
      {"found", R"("age":40,"undeclared":true,"surcharged_before":1)", "2026-09-10", bag("1000"), 58'800},
      {"found again", R"("age":40,"undeclared":true,"surcharged_before":2)", "2026-09-10", bag("1000"), 67'200},
      // (1,000 - 600) x 1,400 x 15 % = 84,000
      {"the allowance before 2022-09-06", R"("age":40)", "2022-09-05", bag("1000"), 84'000},
      {"and on that day", R"("age":40)", "2022-09-06", bag("1000"), 42'000},
      // The shirts (18 %) use the allowance first: 800 of the 1,000 they cost; 200 x 1,400 x 18 % = 50,400 and the bag
      // 1,000 x 1,400 x 15 % = 210,000
      {"the highest rate first", R"("age":40)", "2026-09-10",
       bag("1000") + "," + line_text("6109100000", "10", "U", "CN", "1000"), 260'400},
      // A bag of 16,923 dollars: 22,572,200 won above the allowance, 288,450 + 45 % of 20,649,200 = 9,580,590;
      // 30 % would be 2,874,177, the cap is 200,000
      {"the cap of the reduction", R"("age":40,"voluntary":true)", "2026-09-10", bag("16923"), 9'380'590},
      {"and before 2023", R"("age":40,"voluntary":true)", "2022-12-30", bag("16923"), 9'430'590},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    const auto got = traveller(c.facts, c.lines, c.date);
    EXPECT_TRUE(got.problems.empty());
    EXPECT_EQ(got.answer.assessed, c.assessed);
    EXPECT_EQ(got.answer.clearance, Clearance::traveller);
  }
}

TEST(Consignment, LiquorTobaccoPerfumeOfTravellers) {
  // Whisky beyond the allowance: 300 dollars = 420,000; duty 84,000; liquor 72 % of 504,000 = 362,880; education
  // 108,864 -> 108,860; VAT 10 % of 975,740 = 97,574 -> 97,570. In all 653,310.
  constexpr std::int64_t taxed = 653'310;
  const auto liquor = [](std::string_view bottles, std::string_view litres, std::string_view price) {
    return line_text("2208300000", litres, "L", "GB", price,
                     R"("category":"liquor","volume":)" + std::string(litres) + R"(,"pieces":)" + std::string(bottles));
  };
  EXPECT_EQ(traveller(R"("age":40)", liquor("2", "2", "300")).answer.assessed, 0);
  EXPECT_EQ(traveller(R"("age":19)", liquor("2", "2", "300")).answer.assessed, 0);
  EXPECT_EQ(traveller(R"("age":18)", liquor("2", "2", "300")).answer.assessed, taxed);
  EXPECT_EQ(traveller(R"("age":40)", liquor("2", "2.1", "300")).answer.assessed, taxed);
  // Three bottles of half a litre: the limit of bottles was dropped on 2025-03-21.
  EXPECT_EQ(traveller(R"("age":40)", liquor("3", "1.5", "300"), "2025-03-20").answer.assessed, taxed);
  EXPECT_EQ(traveller(R"("age":40)", liquor("3", "1.5", "300"), "2025-03-21").answer.assessed, 0);
  // 400 dollars are free, 401 are not.
  EXPECT_EQ(traveller(R"("age":40)", liquor("1", "1", "400")).answer.assessed, 0);
  EXPECT_GT(traveller(R"("age":40)", liquor("1", "1", "401")).answer.assessed, 0);

  const auto cigarettes = [](std::string_view sticks) {
    return line_text("2402200000", sticks, "STK", "JP", "100", R"("category":"cigarettes")");
  };
  EXPECT_EQ(traveller(R"("age":40)", cigarettes("200")).answer.assessed, 0);
  // Half of 400: 70,000 won; duty 40 % = 28,000; 29.7 x 200 = 5,940; VAT 10 % of 103,940 = 10,394 -> 10,390
  EXPECT_EQ(traveller(R"("age":40)", cigarettes("400")).answer.assessed, 44'330);
  EXPECT_GT(traveller(R"("age":18)", cigarettes("200")).answer.assessed, 0);

  const auto perfume = [](std::string_view litres) {
    return line_text("3303000000", "0.1", "KG", "FR", "100", R"("category":"perfume","volume":)" + std::string(litres));
  };
  EXPECT_EQ(traveller(R"("age":15)", perfume("0.1")).answer.assessed, 0);
  // 140,000 x 15 % = 21,000
  EXPECT_EQ(traveller(R"("age":40)", perfume("0.101")).answer.assessed, 21'000);
  EXPECT_EQ(traveller(R"("age":40)", perfume("0.061"), "2023-12-28").answer.assessed, 21'000);
  EXPECT_TRUE(traveller(R"("age":40)", line_text("3303000000", "1", "KG", "FR", "100", R"("category":"perfume")"))
                  .refused(Refusal::value_is_missing));
}

}  // namespace
}  // namespace clearway::assessment
