// Golden cases of the customs value, worked out by hand at USD 1,400, EUR 1,500 and JPY 9 won.
#include "assessment/fixture_test.h"

namespace clearway::assessment {
namespace {

constexpr std::string_view date = "2026-03-10";

Outcome phone(std::string_view incoterm, std::string_view price, std::string_view header, std::string_view more = "") {
  return assess_json(case_text(date, "USD", incoterm, header, line_text("8517130010", "10", "U", "CN", price, more)));
}

TEST(CustomsValue, PriceAndWhatIsAddedOrDeducted) {
  const std::string freight = R"("freight":{"amount":500,"currency":"USD"})";
  const auto element = [&](std::string_view kind, std::string_view more = "") {
    return freight + R"(,"elements":[{"kind":")" + std::string(kind) + R"(","amount":100,"currency":"USD")" +
           std::string(more) + "}]";
  };
  const struct {
    std::string_view name, incoterm;
    std::string header;
    std::int64_t value;
  } cases[] = {
      // (10,000 + 500) x 1,400
      {"free on board with freight", "FOB", freight, 14'700'000},
      {"and insurance in another currency", "FOB", freight + R"(,"insurance":{"amount":40,"currency":"EUR"})",
       14'760'000},
      {"freight that was nothing", "FOB", R"("freight":{"amount":0,"currency":"USD"})", 14'000'000},
      {"freight in the price is not added again", "CIF", freight, 14'000'000},
      {"cost and freight: insurance is added", "CFR", freight + R"(,"insurance":{"amount":40,"currency":"EUR"})",
       14'060'000},
      {"selling commission", "FOB", element("commission"), 14'840'000},
      {"brokerage", "FOB", element("brokerage"), 14'840'000},
      {"buying commission stays out", "FOB", element("buying_commission"), 14'700'000},
      {"containers", "FOB", element("container"), 14'840'000},
      {"packing", "FOB", element("packing"), 14'840'000},
      {"assists", "FOB", element("assist"), 14'840'000},
      {"royalties", "FOB", element("royalty"), 14'840'000},
      {"proceeds", "FOB", element("proceeds"), 14'840'000},
      {"indirect payments", "FOB", element("indirect_payment"), 14'840'000},
      {"work after import is deducted", "FOB", element("work_after_import"), 14'560'000},
      {"interest of deferred payment is deducted", "FOB", element("deferred_interest"), 14'560'000},
      {"transport after import is deducted", "DAP", element("transport_after_import"), 13'860'000},
      {"Korean taxes are deducted", "DDP", element("import_taxes"), 13'860'000},
      {"what cannot be told apart is not deducted", "FOB", element("work_after_import", R"(,"separately_shown":false)"),
       14'700'000},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    const auto got = phone(c.incoterm, "10000", c.header);
    EXPECT_TRUE(got.problems.empty());
    ASSERT_EQ(got.answer.lines.size(), 1U);
    EXPECT_EQ(got.line(1).customs_value, c.value);
    EXPECT_EQ(got.line(1).method, 1);
  }
}

TEST(CustomsValue, AmountsOfTheDeclarationAreSharedByPriceToTheWon) {
  // Freight USD 1 = 1,400 won over prices of 1:1:1 -> 466, 467, 467.
  const auto one = line_text("8517130010", "1", "U", "CN", "100");
  const auto got = assess_json(
      case_text(date, "USD", "FOB", R"("freight":{"amount":1,"currency":"USD"})", one + "," + one + "," + one));
  EXPECT_EQ(got.line(1).customs_value, 140'466);
  EXPECT_EQ(got.line(2).customs_value, 140'467);
  EXPECT_EQ(got.line(3).customs_value, 140'467);
  EXPECT_EQ(got.answer.customs_value, 421'400);
  // A royalty of one line is added there only.
  const auto royalty =
      line_text("8517130010", "1", "U", "CN", "100", R"("elements":[{"kind":"royalty","amount":10,"currency":"USD"}])");
  const auto two = assess_json(case_text(date, "USD", "CIF", "", one + "," + royalty));
  EXPECT_EQ(two.line(1).customs_value, 140'000);
  EXPECT_EQ(two.line(2).customs_value, 154'000);
}

TEST(CustomsValue, GoodsWithoutAPrice) {
  const auto free_goods = line_text("8517130010", "1", "U", "CN", "0");
  const auto got =
      assess_json(case_text(date, "USD", "FOB", R"("freight":{"amount":100,"currency":"USD"})", free_goods));
  EXPECT_EQ(got.line(1).customs_value, 140'000);
}

TEST(CustomsValue, FreightOfSmallConsignmentsIsThatOfTheSurfaceParcel) {
  const std::string header = R"("regime":"courier","self_use":true,"freight":{"amount":30,"currency":"USD"},)"
                             R"("elements":[{"kind":"surface_parcel_freight","amount":8000,"currency":"KRW"}])";
  // 140 x 1,400 = 196,000 won is within 200,000: 8,000 in place of 42,000
  EXPECT_EQ(phone("FOB", "140", header).line(1).customs_value, 204'000);
  // 143 x 1,400 = 200,200 won is not
  EXPECT_EQ(phone("FOB", "143", header).line(1).customs_value, 242'200);
}

TEST(CustomsValue, MethodsInTheirOrder) {
  const std::string start = R"("valuation":{"grounds":["relationship"],"shipped_on":"2026-02-01")";
  const std::string identical =
      R"(,"identical":[{"unit_value":{"amount":120,"currency":"USD"},"shipped_on":"2026-04-02"},)"
      R"({"unit_value":{"amount":110,"currency":"USD"},"adjustment":{"amount":-5,"currency":"EUR"},"shipped_on":"2025-12-03"},)"
      R"({"unit_value":{"amount":90,"currency":"USD"},"shipped_on":"2025-12-02"}])";
  const std::string own =
      R"(,"identical":[{"unit_value":{"amount":100,"currency":"USD"},"shipped_on":"2026-02-01"},)"
      R"({"unit_value":{"amount":130,"currency":"USD"},"shipped_on":"2026-02-01","same_producer":true}])";
  const std::string similar =
      R"(,"similar":[{"unit_value":{"amount":115,"currency":"USD"},"shipped_on":"2026-02-01"}])";
  const std::string deductive =
      R"(,"deductive":{"unit_price":200000,"profit_and_expenses":40000,"transport":3000,"taxes":17000,"sold_on":"2026-06-08"})";
  const std::string late_sale =
      R"(,"deductive":{"unit_price":200000,"profit_and_expenses":40000,"transport":3000,"taxes":17000,"sold_on":"2026-06-09"})";
  const std::string computed =
      R"(,"computed":{"materials_and_processing":{"amount":800,"currency":"USD"},)"
      R"("profit_and_expenses":{"amount":150,"currency":"USD"},"transport":{"amount":50,"currency":"USD"}})";
  const std::string reasonable = R"(,"reasonable":{"basis":"accepted_value","value":{"amount":900,"currency":"USD"}})";
  const struct {
    std::string_view name;
    std::string valuation;
    int method;
    std::int64_t value;
  } cases[] = {
      // Shipped 60 days before or after counts: 110 x 1,400 - 5 x 1,500 = 146,500 is below 168,000; 61 days before does
      // not.
      {"identical goods, the lowest", start + identical + similar + "}", 2, 1'465'000},
      {"those of the same producer first", start + own + "}", 2, 1'820'000},
      {"similar goods", start + similar + deductive + "}", 3, 1'610'000},
      // (200,000 - 40,000 - 3,000 - 17,000) x 10
      {"deductive value, sold on the 90th day", start + deductive + computed + "}", 4, 1'400'000},
      // (800 + 150 + 50) x 1,400
      {"computed value first on request", start + deductive + computed + R"(,"computed_before_deductive":true})", 5,
       1'400'000},
      {"a sale too late for the deductive value", start + late_sale + computed + "}", 5, 1'400'000},
      {"fall-back", start + reasonable + "}", 6, 1'260'000},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    const auto got = phone("CIF", "500", "", c.valuation);
    ASSERT_EQ(got.answer.lines.size(), 1U);
    EXPECT_EQ(got.line(1).method, c.method);
    EXPECT_EQ(got.line(1).customs_value, c.value);
    EXPECT_TRUE(got.has(Rule::method_refused));
  }
  // Goods whose price varies with the season: 30 days.
  EXPECT_EQ(phone("CIF", "500", "", start + identical + R"(,"seasonal":true})").problems.at(0).refusal,
            Refusal::no_method_of_valuation_has_its_evidence);
  EXPECT_TRUE(phone("CIF", "500", "", start + "}").refused(Refusal::no_method_of_valuation_has_its_evidence));
}

TEST(CustomsValue, EveryGroundRefusesThePriceWithItsArticle) {
  const struct {
    std::string_view ground, cite;
  } cases[] = {{"restricted", "customs-act-30-3-1"}, {"condition", "customs-act-30-3-2"},
               {"proceeds", "customs-act-30-3-3"},   {"relationship", "customs-act-30-3-4"},
               {"not_sold", "customs-act-30-1"},     {"not_quantifiable", "customs-act-30-1"},
               {"not_proven", "customs-act-30-5"}};
  for (const auto& c : cases) {
    const auto got =
        phone("CIF", "500", "",
              R"("valuation":{"grounds":[")" + std::string(c.ground) +
                  R"("],"reasonable":{"basis":"market_quotation","value":{"amount":900,"currency":"USD"}}})");
    EXPECT_EQ(got.line(1).method, 6) << c.ground;
    const auto step = std::find_if(got.answer.steps.begin(), got.answer.steps.end(),
                                   [](const Step& s) { return s.rule == Rule::method_refused; });
    ASSERT_NE(step, got.answer.steps.end());
    EXPECT_EQ(*step->cite, c.cite);
  }
  const auto related = phone("CIF", "500", "", R"("valuation":{"related":true})");
  EXPECT_EQ(related.line(1).method, 1);
  EXPECT_TRUE(related.has(Rule::related_without_influence));
}

TEST(CustomsValue, ForbiddenValuesAreNoFallBack) {
  for (const auto basis : {"domestic_price", "higher_of_two", "export_country_price", "other_production_cost",
                           "third_country_price", "minimum_price", "arbitrary"}) {
    const auto got = phone("CIF", "500", "",
                           R"("valuation":{"grounds":["not_sold"],"reasonable":{"basis":")" + std::string(basis) +
                               R"(","value":{"amount":900,"currency":"USD"}}})");
    EXPECT_TRUE(got.refused(Refusal::evidence_is_not_acceptable)) << basis;
    EXPECT_TRUE(got.refused(Refusal::no_method_of_valuation_has_its_evidence)) << basis;
    EXPECT_TRUE(got.answer.lines.empty()) << basis;
  }
}

}  // namespace
}  // namespace clearway::assessment
