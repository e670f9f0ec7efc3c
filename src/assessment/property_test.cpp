// What holds for every declaration.
#include <rapidcheck.h>

#include "assessment/arithmetic.h"
#include "assessment/explain.h"
#include "assessment/fixture_test.h"

namespace clearway::assessment {
namespace {

struct Goods {
  const char* code;
  const char* unit;
};
constexpr std::array<Goods, 12> goods = {{{"0703200000", "KG"},
                                          {"0805100000", "KG"},
                                          {"1701140000", "KG"},
                                          {"2203000000", "L"},
                                          {"2208300000", "L"},
                                          {"2710120000", "L"},
                                          {"3706100000", "M"},
                                          {"4202210000", "U"},
                                          {"7219340000", "KG"},
                                          {"8507600000", "U"},
                                          {"8703230000", "U"},
                                          {"9102110000", "U"}}};

rc::Gen<Decimal> amounts() {
  return rc::gen::map(rc::gen::inRange<std::int64_t>(0, 10'000'000'000),
                      [](std::int64_t units) { return Decimal::micro(units * 100); });
}

Line any_line(std::uint32_t number) {
  Line line;
  line.number = number;
  const auto& chosen = goods[*rc::gen::inRange<std::size_t>(0, goods.size())];
  line.tariff_code = chosen.code;
  line.unit = chosen.unit;
  line.quantity = *amounts();
  line.net_weight = *amounts();
  line.volume = *amounts();
  line.price = *amounts();
  line.origin = *rc::gen::element<std::string>("US", "CN", "DE", "MZ", "JP");
  if (*rc::gen::inRange(0, 3) == 0) {
    line.preference = PreferenceClaim{*rc::gen::element<std::string>("kr-us", "kr-eu", "ldc"), "certificate_of_origin",
                                      *rc::gen::element<std::string>("", "C-1"), std::nullopt};
  }
  if (*rc::gen::inRange(0, 3) == 0) line.recommendation = RecommendationClaim{"R-1", line.quantity};
  if (*rc::gen::inRange(0, 4) == 0)
    line.relief = ReliefClaim{"re_export_lease", "", day("2026-10-01"), std::nullopt, std::nullopt};
  if (*rc::gen::inRange(0, 4) == 0) {
    line.elements.push_back({static_cast<PriceElement>(*rc::gen::inRange<int>(0, 17)), {*amounts(), "EUR"}, true});
  }
  return line;
}

ImportDeclaration any_declaration() {
  ImportDeclaration declaration;
  declaration.tax_date = *rc::gen::element(day("2024-05-05"), day("2025-12-31"), day("2026-03-10"), day("2026-09-10"));
  declaration.currency = *rc::gen::element<std::string>("USD", "JPY", "KRW");
  declaration.incoterm = *rc::gen::element<std::string>("FOB", "CIF", "CFR");
  declaration.regime = static_cast<Regime>(*rc::gen::inRange<int>(0, 4));
  declaration.self_use = *rc::gen::arbitrary<bool>();
  declaration.simple_rate = *rc::gen::arbitrary<bool>();
  declaration.elements.push_back({PriceElement::freight, {*amounts(), "USD"}, true});
  if (*rc::gen::arbitrary<bool>()) declaration.stored_on = day("2026-01-05");
  if (declaration.regime == Regime::traveller)
    declaration.traveller = Traveller{40, *rc::gen::arbitrary<bool>(), *rc::gen::arbitrary<bool>(), 1};
  const auto count = *rc::gen::inRange<std::uint32_t>(1, 8);
  for (std::uint32_t number = 1; number <= count; ++number) declaration.lines.push_back(any_line(number));
  return declaration;
}

TEST(Property, TotalsAreTheSumsOfTheLines) {
  EXPECT_TRUE(rc::check([] {
    const auto answer = World::get().assessor.assess(any_declaration());
    Taxes sum;
    std::int64_t value = 0;
    for (const auto& line : answer.lines) sum += line.taxes, value += line.customs_value;
    RC_ASSERT(value == answer.customs_value);
    for (std::size_t i = 0; i < tax_kind_count; ++i) {
      const auto kind = static_cast<TaxKind>(i);
      RC_ASSERT(answer.taxes[kind] >= 0);
      RC_ASSERT(answer.taxes[kind] % 10 == 0);
      if (kind != TaxKind::late_declaration && kind != TaxKind::undeclared) RC_ASSERT(answer.taxes[kind] == sum[kind]);
    }
    RC_ASSERT(answer.assessed == answer.taxes.total());
    RC_ASSERT(answer.payable == (answer.assessed < 10'000 ? 0 : answer.assessed));
  }));
}

TEST(Property, ValueAddedTaxIsOnEverythingBeforeIt) {
  EXPECT_TRUE(rc::check([] {
    auto declaration = any_declaration();
    declaration.regime = Regime::general;
    declaration.self_use = false;
    declaration.traveller.reset();
    const auto answer = World::get().assessor.assess(declaration);
    for (const auto& line : answer.lines) {
      if (line.tariff_code / 100'000'000 == 7) continue;  // garlic is free of it
      const auto base = line.customs_value + line.taxes.total() - line.taxes[TaxKind::value_added];
      RC_ASSERT(line.taxes[TaxKind::value_added] == base / 10 / 10 * 10);
      // cut off, never up, and by less than ten won
      RC_ASSERT(line.taxes[TaxKind::value_added] * 10 <= base);
      RC_ASSERT((line.taxes[TaxKind::value_added] + 10) * 10 > base);
    }
  }));
}

TEST(Property, DutyNeverExceedsItsRate) {
  EXPECT_TRUE(rc::check([] {
    auto declaration = any_declaration();
    declaration.regime = Regime::general;
    declaration.traveller.reset();
    const auto answer = World::get().assessor.assess(declaration);
    for (const auto& line : answer.lines) {
      if (line.rate.form != tariff::Form::ad_valorem || line.tariff_code == 7'219'340'000) continue;
      RC_ASSERT(Wide{line.taxes[TaxKind::duty]} * 100 * Decimal::one <=
                Wide{line.customs_value} * line.rate.percent.micro());
    }
  }));
}

TEST(Property, AHigherPriceNeverCostsLess) {
  EXPECT_TRUE(rc::check([] {
    auto declaration = any_declaration();
    declaration.regime = Regime::general;
    declaration.self_use = false;
    declaration.traveller.reset();
    // Freight of the declaration is shared by price, so a higher price of one line moves it between the rates of
    // others.
    declaration.incoterm = "CIF";
    declaration.elements.clear();
    for (auto& line : declaration.lines) line.elements.clear();
    const auto before = World::get().assessor.assess(declaration);
    auto& dearer = declaration.lines[*rc::gen::inRange<std::size_t>(0, declaration.lines.size())];
    dearer.price = dearer.price + *amounts();
    const auto after = World::get().assessor.assess(declaration);
    RC_PRE(after.lines.size() == before.lines.size());
    RC_ASSERT(after.customs_value >= before.customs_value);
    for (std::size_t i = 0; i < before.lines.size(); ++i)
      RC_ASSERT(after.lines[i].taxes.total() >= before.lines[i].taxes.total());
    RC_ASSERT(after.assessed >= before.assessed);
  }));
}

TEST(Property, ADeclarationComesBackFromItsJson) {
  EXPECT_TRUE(rc::check([] {
    auto declaration = any_declaration();
    declaration.declaration_number = "12345-26-000001M";
    auto& valuation = declaration.lines[0].valuation.emplace();
    valuation.grounds = {Ground::relationship, Ground::not_proven};
    valuation.shipped_on = day("2026-02-01");
    valuation.identical.push_back({{*amounts(), "USD"}, {Decimal::micro(-1), "EUR"}, day("2026-01-01"), true});
    valuation.deductive = DomesticSale{*amounts(), *amounts(), *amounts(), *amounts(), *amounts(), day("2026-04-01")};
    valuation.computed = Production{{*amounts(), "USD"}, {*amounts(), "USD"}, {*amounts(), "USD"}};
    valuation.reasonable = Reasonable{ReasonableBasis::market_quotation, {*amounts(), "USD"}};
    const auto json = to_json(declaration);
    CaseReader reader;
    Problems problems;
    const auto again = reader.read_declaration(json, problems);
    RC_ASSERT(problems.empty());
    RC_ASSERT(again == declaration);
    RC_ASSERT(to_json(again) == json);
  }));
}

TEST(Property, TheSameCaseGivesTheSameBytes) {
  EXPECT_TRUE(rc::check([] {
    Case given{"C-1", any_declaration()};
    const auto& world = World::get();
    const auto text = [&](const Assessment& answer) {
      JsonWriter json;
      write(json, given, answer, world.assessor, world.messages);
      return json.take();
    };
    Assessment kept;
    world.assessor.assess(any_declaration(), kept);  // memory of another answer changes nothing
    world.assessor.assess(given.declaration, kept);
    RC_ASSERT(text(kept) == text(world.assessor.assess(given.declaration)));
  }));
}

}  // namespace
}  // namespace clearway::assessment
