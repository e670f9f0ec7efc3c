// Golden cases of duty and internal taxes, worked out by hand. Rates of exchange: USD 1,400 won, in won CIF otherwise.
#include "assessment/explain.h"
#include "assessment/fixture_test.h"

namespace clearway::assessment {
namespace {

Outcome krw(std::string_view line, std::string_view date = "2026-03-10") {
  return assess_json(case_text(date, "KRW", "CIF", "", line));
}

TEST(Duty, Cases) {
  const struct {
    std::string_view name, date;
    std::string line;
    std::int64_t duty, individual, liquor, transport, education, rural, value_added;
    tariff::RateKind kind;
  } cases[] = {
      // 1,728,384 x 8 % = 138,270.72 -> 138,270; VAT (1,728,384 + 138,270) x 10 % = 186,665.4 -> 186,660
      {"ad valorem, cut below ten won", "2025-12-31", line_text("8507600000", "1", "U", "CN", "1728384"), 138'270, 0, 0,
       0, 0, 0, 186'660, tariff::RateKind::basic},
      // 182 x 1,000.5 m = 182,091 -> 182,090; VAT (500,000 + 182,090) x 10 % = 68,209 -> 68,200
      {"specific by the metre", "2026-03-10", line_text("3706100000", "1000.5", "M", "US", "500000"), 182'090, 0, 0, 0,
       0, 0, 68'200, tariff::RateKind::basic},
      // provisional 2 % of 1,000,000 + 1,000 x 7 = 27,000 in place of basic 65,000; VAT 102,700
      {"provisional before basic, by value and quantity", "2026-01-01",
       line_text("8507600000", "7", "U", "CN", "1000000"), 27'000, 0, 0, 0, 0, 0, 102'700,
       tariff::RateKind::provisional},
      // last day of the earlier rate: 8 %
      {"the rate of the day before the change", "2025-12-31", line_text("8507600000", "7", "U", "CN", "1000000"),
       80'000, 0, 0, 0, 0, 0, 108'000, tariff::RateKind::basic},
      // farm concession goes before the basic rate though it is higher: 360 % of 420,000 = 1,512,000 < 1,800 x 1,000 kg
      {"higher of value and quantity, farm concession", "2026-03-10",
       line_text("0703200000", "1000", "KG", "CN", "420000"), 1'800'000, 0, 0, 0, 0, 0, 0,
       tariff::RateKind::agricultural_concession},
      {"within the market access quantity", "2026-03-10",
       line_text("0703200000", "1000", "KG", "CN", "420000", R"("recommendation":{"number":"R-1","quantity":1000})"),
       210'000, 0, 0, 0, 0, 0, 0, tariff::RateKind::agricultural_concession_in_quota},
      // seasonal 60 % stands before basic 50 %
      {"in season", "2026-03-01", line_text("0805100000", "10", "KG", "ZA", "100000"), 60'000, 0, 0, 0, 0, 0, 16'000,
       tariff::RateKind::seasonal},
      {"out of season", "2026-02-28", line_text("0805100000", "10", "KG", "ZA", "100000"), 50'000, 0, 0, 0, 0, 0,
       15'000, tariff::RateKind::basic},
      {"agreement rate lower than the seasonal one", "2026-03-01",
       line_text("0805100000", "10", "KG", "US", "100000",
                 R"("preference":{"agreement":"kr-us","proof":"origin_declaration","proof_number":"P1"})"),
       5'000, 0, 0, 0, 0, 0, 10'500, tariff::RateKind::agreement},
      // concession 3.6 % is not lower than basic 3 %
      {"a concession applies only where it is lower", "2026-03-10",
       line_text("1701140000", "10", "KG", "AU", "1000000"), 30'000, 0, 0, 0, 0, 0, 103'000, tariff::RateKind::basic},
      {"quota duty with its recommendation", "2026-03-10",
       line_text("1701140000", "10", "KG", "AU", "1000000", R"("recommendation":{"number":"R-2","quantity":10})"),
       10'000, 0, 0, 0, 0, 0, 101'000, tariff::RateKind::quota},
      {"preference for least developed countries", "2026-03-10",
       line_text("1701140000", "10", "KG", "MZ", "1000000",
                 R"("preference":{"agreement":"ldc","proof":"certificate_of_origin","proof_number":"C1"})"),
       20'000, 0, 0, 0, 0, 0, 102'000, tariff::RateKind::preference},
      {"quota duty where it is lower than the preference", "2026-03-10",
       line_text("1701140000", "10", "KG", "MZ", "1000000",
                 R"("recommendation":{"number":"R-2","quantity":10},)"
                 R"("preference":{"agreement":"ldc","proof":"certificate_of_origin","proof_number":"C1"})"),
       10'000, 0, 0, 0, 0, 0, 101'000, tariff::RateKind::quota},
      {"an agreement rate that is higher does not apply", "2026-03-10",
       line_text("8703230000", "1", "U", "DE", "10000000",
                 R"("preference":{"agreement":"kr-eu","proof":"origin_declaration","proof_number":"P2"})"),
       // 8 %: 800,000; consumption 5 % of 10,800,000 = 540,000; education 30 % = 162,000; rural 10 % = 54,000
       // VAT (10,800,000 + 540,000 + 162,000 + 54,000) x 10 % = 1,155,600
       800'000, 540'000, 0, 0, 162'000, 54'000, 1'155'600, tariff::RateKind::basic},
      // 24.83 % of 1,000,000 on top of a free rate
      {"anti-dumping duty is added", "2026-03-10", line_text("7219340000", "100", "KG", "CN", "1000000"), 248'300, 0, 0,
       0, 0, 0, 124'830, tariff::RateKind::basic},
      {"and only for its origin", "2026-03-10", line_text("7219340000", "100", "KG", "JP", "1000000"), 0, 0, 0, 0, 0, 0,
       100'000, tariff::RateKind::basic},
      // duty 600,000; liquor 72 % of 3,600,000 = 2,592,000; education 30 % = 777,600; VAT 10 % of 6,969,600 = 696,960
      {"whisky", "2026-03-10", line_text("2208300000", "100", "L", "GB", "3000000"), 600'000, 0, 2'592'000, 0, 777'600,
       0, 696'960, tariff::RateKind::basic},
      // duty 30,000; liquor 885.7 x 100 = 88,570; education 26,571 -> 26,570; VAT 10 % of 245,140 = 24,514 -> 24,510
      {"beer by the litre", "2026-03-10", line_text("2203000000", "100", "L", "DE", "100000"), 30'000, 0, 88'570, 0,
       26'570, 0, 24'510, tariff::RateKind::basic},
      // duty 30,000; transport 529 x 1,000 = 529,000; education 15 % = 79,350; VAT 10 % of 1,638,350 = 163,835 ->
      // 163,830
      {"motor spirit", "2026-03-10", line_text("2710120000", "1000", "L", "SG", "1000000"), 30'000, 0, 0, 529'000,
       79'350, 0, 163'830, tariff::RateKind::basic},
      // duty 240,000; 20 % of (3,240,000 - 2,000,000) = 248,000; education 74,400; VAT 10 % of 3,562,400 = 356,240
      {"a watch above the threshold of its tax", "2026-03-10", line_text("9102110000", "1", "U", "CH", "3000000"),
       240'000, 248'000, 0, 0, 74'400, 0, 356'240, tariff::RateKind::basic},
      {"two watches below it", "2026-03-10", line_text("9102110000", "2", "U", "CH", "3000000"), 240'000, 0, 0, 0, 0, 0,
       324'000, tariff::RateKind::basic},
      {"books are free of VAT", "2026-03-10", line_text("4901990000", "1", "U", "US", "3000000"), 0, 0, 0, 0, 0, 0, 0,
       tariff::RateKind::basic},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    const auto got = krw(c.line, c.date);
    EXPECT_TRUE(got.problems.empty()) << (got.problems.empty() ? "" : name(got.problems[0].refusal));
    ASSERT_EQ(got.answer.lines.size(), 1U);
    EXPECT_EQ(got.tax(TaxKind::duty), c.duty);
    EXPECT_EQ(got.tax(TaxKind::individual_consumption), c.individual);
    EXPECT_EQ(got.tax(TaxKind::liquor), c.liquor);
    EXPECT_EQ(got.tax(TaxKind::transport), c.transport);
    EXPECT_EQ(got.tax(TaxKind::education), c.education);
    EXPECT_EQ(got.tax(TaxKind::rural_special), c.rural);
    EXPECT_EQ(got.tax(TaxKind::value_added), c.value_added);
    EXPECT_EQ(got.answer.lines[0].rate_kind, c.kind);
    EXPECT_EQ(got.answer.assessed, got.answer.taxes.total());
  }
}

TEST(Duty, AClaimWithoutWhatItNeedsFallsBack) {
  const std::string proof = R"("proof":"origin_declaration","proof_number":"P1")";
  const struct {
    std::string_view name;
    std::string line;
    Refusal refusal;
    std::int64_t duty;
  } cases[] = {
      {"no proof", line_text("8703230000", "1", "U", "US", "1000000", R"("preference":{"agreement":"kr-us"})"),
       Refusal::proof_of_origin_is_missing, 80'000},
      {"a proof without its number",
       line_text("8703230000", "1", "U", "US", "1000000",
                 R"("preference":{"agreement":"kr-us","proof":"origin_declaration"})"),
       Refusal::proof_of_origin_is_missing, 80'000},
      {"a proof the agreement does not take",
       line_text("8703230000", "1", "U", "DE", "1000000",
                 R"("preference":{"agreement":"kr-eu","proof":"certificate_of_origin","proof_number":"P1"})"),
       Refusal::proof_of_origin_is_missing, 80'000},
      {"an origin outside the agreement",
       line_text("8703230000", "1", "U", "CN", "1000000", R"("preference":{"agreement":"kr-us",)" + proof + "}"),
       Refusal::origin_is_not_of_the_agreement, 80'000},
      {"an agreement nobody knows",
       line_text("8703230000", "1", "U", "US", "1000000", R"("preference":{"agreement":"kr-xx",)" + proof + "}"),
       Refusal::agreement_is_not_known, 80'000},
      {"an agreement without a rate for the code",
       line_text("6109100000", "1", "U", "US", "1000000", R"("preference":{"agreement":"kr-us",)" + proof + "}"),
       Refusal::no_rate_of_the_agreement, 130'000},
      {"a recommendation for less than the line",
       line_text("0703200000", "1000", "KG", "CN", "420000", R"("recommendation":{"number":"R-1","quantity":999.999})"),
       Refusal::recommendation_does_not_cover_the_line, 1'800'000},
      {"a recommendation without its number",
       line_text("0703200000", "1000", "KG", "CN", "420000", R"("recommendation":{"quantity":1000})"),
       Refusal::recommendation_is_missing, 1'800'000},
      {"a relief nobody knows", line_text("8703230000", "1", "U", "US", "1000000", R"("relief":{"code":"gift"})"),
       Refusal::relief_is_not_known, 80'000},
      {"a relief without its approval",
       line_text("8703230000", "1", "U", "US", "1000000", R"("relief":{"code":"government"})"),
       Refusal::relief_lacks_its_condition, 80'000},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    const auto got = krw(c.line);
    ASSERT_EQ(got.problems.size(), 1U);
    EXPECT_EQ(got.problems[0].refusal, c.refusal) << name(got.problems[0].refusal);
    EXPECT_EQ(got.problems[0].scope, Scope::claim);
    EXPECT_EQ(got.problems[0].line, 1U);
    EXPECT_TRUE(got.has(Rule::claim_refused));
    EXPECT_EQ(got.tax(TaxKind::duty), c.duty);
    EXPECT_TRUE(got.answer.complete);
  }
}

TEST(Duty, Reliefs) {
  const auto with = [](std::string_view relief) { return line_text("4202210000", "1", "U", "IT", "1000000", relief); };
  const struct {
    std::string_view name;
    std::string line;
    std::int64_t duty, value_added, relieved;
  } cases[] = {
      // 8 % of 1,000,000 = 80,000; VAT of 1,080,000 = 108,000
      {"none", with(""), 80'000, 108'000, 0},
      {"re-exported on the last day of a year", with(R"("relief":{"code":"re_export","re_export_by":"2027-03-10"})"), 0,
       0, 80'000},
      // leased goods: 85 % until six months, 70 % until a year, 55 % until two; VAT on value and what is left of the
      // duty
      {"leased, six months", with(R"("relief":{"code":"re_export_lease","re_export_by":"2026-09-10"})"), 12'000,
       101'200, 68'000},
      {"leased, a day more", with(R"("relief":{"code":"re_export_lease","re_export_by":"2026-09-11"})"), 24'000,
       102'400, 56'000},
      {"leased, two years", with(R"("relief":{"code":"re_export_lease","re_export_by":"2028-03-10"})"), 36'000, 103'600,
       44'000},
      {"reimported two years to the day", with(R"("relief":{"code":"reimport","exported_on":"2024-03-10"})"), 0, 0,
       80'000},
      {"approved research goods", with(R"("relief":{"code":"academic","approval":"A-1"})"), 16'000, 101'600, 64'000},
      // 250,000 of 1,000,000 won went out for processing: a quarter of the duty
      {"processed abroad", with(R"("relief":{"code":"overseas_processing","exported_value":250000})"), 60'000, 106'000,
       20'000},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    const auto got = krw(c.line);
    EXPECT_TRUE(got.problems.empty());
    EXPECT_EQ(got.tax(TaxKind::duty), c.duty);
    EXPECT_EQ(got.tax(TaxKind::value_added), c.value_added);
    EXPECT_EQ(got.answer.lines.at(0).duty_relieved, c.relieved);
  }
  // A day beyond each limit, and a sample of USD 250.01 (350,014 won): the claim falls, the tax stays.
  for (const auto* relief :
       {R"("relief":{"code":"re_export","re_export_by":"2027-03-11"})", R"("relief":{"code":"re_export"})",
        R"("relief":{"code":"re_export_lease","re_export_by":"2028-03-11"})",
        R"("relief":{"code":"reimport","exported_on":"2024-03-09"})", R"("relief":{"code":"sample"})"}) {
    const auto got = krw(with(relief));
    EXPECT_TRUE(got.refused(Refusal::relief_lacks_its_condition)) << relief;
    EXPECT_EQ(got.tax(TaxKind::duty), 80'000) << relief;
  }
  EXPECT_EQ(krw(line_text("4202210000", "1", "U", "IT", "350000", R"("relief":{"code":"sample"})")).answer.assessed, 0);
}

TEST(Duty, TheMinimumIsNotCollected) {
  // A free rate, so VAT alone: 10 % of 99,999 = 9,999.9 -> 9,990; of 100,000 = 10,000.
  const auto below = krw(line_text("8517130010", "1", "U", "CN", "99999"));
  EXPECT_EQ(below.answer.assessed, 9'990);
  EXPECT_EQ(below.answer.payable, 0);
  EXPECT_TRUE(below.has(Rule::below_minimum));
  const auto at = krw(line_text("8517130010", "1", "U", "CN", "100000"));
  EXPECT_EQ(at.answer.assessed, 10'000);
  EXPECT_EQ(at.answer.payable, 10'000);
}

TEST(Duty, LateDeclarationBySteps) {
  // Stored on 2026-01-01, so due on 2026-01-31. Value 100,000,000 won.
  const struct {
    std::string_view date;
    std::int64_t value, penalty;
  } cases[] = {
      {"2026-01-31", 100'000'000, 0},         {"2026-02-01", 100'000'000, 500'000},
      {"2026-02-20", 100'000'000, 500'000},   {"2026-02-21", 100'000'000, 1'000'000},
      {"2026-03-22", 100'000'000, 1'000'000}, {"2026-03-23", 100'000'000, 1'500'000},
      {"2026-04-21", 100'000'000, 1'500'000}, {"2026-04-22", 100'000'000, 2'000'000},
      {"2026-04-22", 250'000'000, 5'000'000}, {"2026-04-22", 250'001'000, 5'000'000},
      {"2026-02-01", 1'234'567, 6'170},
  };
  for (const auto& c : cases) {
    const auto got = assess_json(case_text(c.date, "KRW", "CIF", R"("stored_on":"2026-01-01")",
                                           line_text("8517130010", "1", "U", "CN", std::to_string(c.value))));
    EXPECT_EQ(got.tax(TaxKind::late_declaration), c.penalty) << c.date << " " << c.value;
    EXPECT_EQ(got.answer.assessed, got.tax(TaxKind::value_added) + c.penalty);
  }
}

TEST(Duty, CitesTheLawOfTheTaxDate) {
  const auto got = krw(line_text("8507600000", "7", "U", "CN", "1000000"), "2025-12-31");
  const auto basic = std::find_if(got.answer.steps.begin(), got.answer.steps.end(),
                                  [](const Step& s) { return s.rule == Rule::rate_basic; });
  ASSERT_NE(basic, got.answer.steps.end());
  const auto step = explain(*basic, World::get().messages);
  EXPECT_EQ(step.cite, "customs-act-50-1");
  EXPECT_EQ(step.from, day("2020-01-01"));
  EXPECT_EQ(step.to, day("2025-12-31"));
  EXPECT_EQ(step.amount_krw, 80'000);
  EXPECT_EQ(step.text.en, "basic rate 8%: duty KRW 80,000");
  for (const auto& each : got.answer.steps) {
    ASSERT_NE(each.cite, nullptr) << name(each.rule);
    EXPECT_NE(World::get().law.find_source(*each.cite), nullptr) << *each.cite;
  }
}

}  // namespace
}  // namespace clearway::assessment
