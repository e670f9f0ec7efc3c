// Bad input: what is refused, in the order of Refusal; good lines are kept and the bad named.
#include "assessment/explain.h"
#include "assessment/fixture_test.h"

namespace clearway::assessment {
namespace {

const std::string good = line_text("8517130010", "1", "U", "CN", "1000");

std::string usd(std::string_view header, std::string_view lines = good, std::string_view date = "2026-03-10") {
  return case_text(date, "USD", "CIF", header, lines);
}

TEST(Refusal, OfTheDeclaration) {
  const struct {
    std::string_view name;
    std::string json;
    Refusal refusal;
    std::string_view field;
  } cases[] = {
      {"no JSON", "{\"declaration\":", Refusal::case_is_not_readable, ""},
      {"text behind the case", usd("") + " x", Refusal::case_is_not_readable, ""},
      {"a list", "[]", Refusal::value_is_not_valid, ""},
      {"no declaration", "{}", Refusal::value_is_missing, "declaration"},
      {"a field nobody knows", usd(R"("incoterms":"CIF")"), Refusal::field_is_not_known, "declaration.incoterms"},
      {"a field twice", usd(R"("currency":"EUR")"), Refusal::field_stands_twice, "declaration.currency"},
      {"a day that is none", usd("", good, "2026-02-30"), Refusal::value_is_not_valid, "declaration.tax_date"},
      {"a regime nobody knows", usd(R"("regime":"ship")"), Refusal::value_is_not_valid, "declaration.regime"},
      {"a negative freight", usd(R"("freight":{"amount":-1,"currency":"USD"})"), Refusal::value_is_negative,
       "declaration.freight.amount"},
      {"more than six places", usd(R"("freight":{"amount":0.0000001,"currency":"USD"})"), Refusal::value_is_not_valid,
       "declaration.freight.amount"},
      {"no lines", usd("", ""), Refusal::value_is_missing, "declaration.lines"},
      {"before the tables", usd("", good, "2019-12-31"), Refusal::tax_date_is_before_the_tables, "tax_date"},
      {"a currency nobody knows", case_text("2026-03-10", "XXY", "CIF", "", good), Refusal::currency_is_not_known,
       "currency"},
      {"a currency without rates", case_text("2026-03-10", "GBP", "CIF", "", good), Refusal::exchange_rate_is_missing,
       "currency"},
      {"a week without a rate", case_text("2026-03-02", "CHF", "CIF", "", good), Refusal::exchange_rate_is_missing,
       "currency"},
      {"behind the last week", usd("", good, "2028-06-01"), Refusal::exchange_rate_is_missing, "currency"},
      {"freight in such a currency", usd(R"("freight":{"amount":1,"currency":"GBP"})"),
       Refusal::exchange_rate_is_missing, "elements"},
      {"a term nobody knows", case_text("2026-03-10", "USD", "XYZ", "", good), Refusal::incoterm_is_not_known,
       "incoterm"},
      {"free on board without freight", case_text("2026-03-10", "USD", "FOB", "", good), Refusal::freight_is_missing,
       "freight"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    const auto got = assess_json(c.json);
    ASSERT_FALSE(got.problems.empty());
    EXPECT_EQ(got.problems[0].refusal, c.refusal) << name(got.problems[0].refusal);
    EXPECT_EQ(got.problems[0].field, c.field);
    EXPECT_EQ(got.problems[0].scope, Scope::declaration);
    EXPECT_TRUE(got.answer.lines.empty());
    const auto text = explain(got.problems[0], World::get().messages);
    EXPECT_FALSE(text.text.ko.empty());
    EXPECT_FALSE(text.fix.en.empty());
  }
}

TEST(Refusal, OfALineKeepsTheOthers) {
  const struct {
    std::string_view name;
    std::string line;
    Refusal refusal;
    std::string_view field, expected;
  } cases[] = {
      {"a code nobody knows", line_text("8517140000", "1", "U", "CN", "1"), Refusal::tariff_code_is_not_known,
       "lines[2].tariff_code", "8517130010, 8507600000, 8703230000"},
      {"too few digits", line_text("85171", "1", "U", "CN", "1"), Refusal::tariff_code_is_not_known,
       "lines[2].tariff_code", "8517130010, 8507600000, 8703230000"},
      {"a code that ended", line_text("8517130000", "1", "U", "CN", "1"), Refusal::tariff_code_is_not_in_force,
       "lines[2].tariff_code", "8517130010, 8507600000, 8703230000"},
      {"another unit", line_text("8517130010", "1", "KG", "CN", "1"), Refusal::unit_does_not_match, "lines[2].unit",
       "U"},
      {"a negative price", line_text("8517130010", "1", "U", "CN", "-1"), Refusal::value_is_negative,
       "declaration.lines[2].price", ">= 0"},
      {"a price that is no number", line_text("8517130010", "1", "U", "CN", "\"1,000\""), Refusal::value_is_not_valid,
       "declaration.lines[2].price", "1234.5"},
      {"no price", R"({"tariff_code":"8517130010","quantity":1,"unit":"U","origin":"CN"})", Refusal::value_is_missing,
       "declaration.lines[2].price", ""},
      {"an origin that is no code", line_text("8517130010", "1", "U", "China", "1"), Refusal::value_is_not_valid,
       "declaration.lines[2].origin", "US"},
      {"a number that stands twice", line_text("8517130010", "1", "U", "CN", "1", R"("line":1)"),
       Refusal::field_stands_twice, "declaration.lines[2].line", ""},
      {"an amount that cannot be computed", line_text("2710120000", "1", "L", "SG", "9000000000"),
       Refusal::amount_is_out_of_range, "lines[2].price", ""},
      {"more deducted than paid",
       line_text("8517130010", "1", "U", "CN", "1",
                 R"("elements":[{"kind":"import_taxes","amount":2,"currency":"USD"}])"),
       Refusal::customs_value_is_negative, "lines[2].elements", ""},
      {"a royalty in a currency without rate",
       line_text("8517130010", "1", "U", "CN", "1", R"("elements":[{"kind":"royalty","amount":2,"currency":"GBP"}])"),
       Refusal::exchange_rate_is_missing, "lines[2].elements", "2020-01-05 – 2028-01-01"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    const auto got = assess_json(usd("", good + "," + c.line + "," + good));
    ASSERT_EQ(got.problems.size(), 1U);
    EXPECT_EQ(got.problems[0].refusal, c.refusal) << name(got.problems[0].refusal);
    EXPECT_EQ(got.problems[0].field, c.field);
    EXPECT_EQ(got.problems[0].expected, c.expected);
    ASSERT_EQ(got.answer.lines.size(), 2U);
    EXPECT_FALSE(got.answer.complete && got.given.declaration.lines.size() == 3);
    // 10 % of 1,400,000 each
    EXPECT_EQ(got.answer.assessed, 280'000);
  }
}

TEST(Refusal, NamesAreSentencesInBothLanguages) {
  const auto& messages = World::get().messages;
  for (const auto refusal : refusal_names) {
    for (const auto* part : {".text", ".fix"}) {
      EXPECT_NE(messages.find("assessment.refusal." + std::string(refusal) + part), nullptr) << refusal << part;
    }
  }
  for (const auto rule : rule_names) EXPECT_NE(messages.find("assessment.step." + std::string(rule)), nullptr) << rule;
}

}  // namespace
}  // namespace clearway::assessment
