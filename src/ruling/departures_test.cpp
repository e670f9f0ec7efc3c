#include "ruling/departures.h"

#include <gtest/gtest.h>

#include "ruling/fixture_test.h"
#include "ruling/validity.h"

namespace clearway::ruling {
namespace {

using detection::Filed;
constexpr auto general = Kind::valuation_general;
constexpr auto classification = Kind::classification;

Decimal number(std::string_view text) { return *Decimal::parse(text); }

/// One line that follows the rulings below, declared on 1 June 2026.
Filed following() {
  Filed filed;
  filed.declaration_id = "IMP-1";
  filed.party_id = "B1248100998";
  filed.seller = "S-7";
  filed.declaration.tax_date = day("2026-06-01");
  filed.declaration.currency = "USD";
  filed.goods = {{1, "CREAM-50", false, {}}};
  assessment::Line line;
  line.number = 1;
  line.tariff_code = "3304991000";
  line.description = "FACE CREAM";
  line.quantity = number("100");
  line.unit = "EA";
  line.origin = "FR";
  line.price = number("1234.5");
  line.elements = {{assessment::PriceElement::royalty, {number("61.72"), "USD"}, true}};
  filed.declaration.lines = {line};
  return filed;
}
assessment::Assessment by_method(std::uint8_t method) {
  assessment::Assessment assessed;
  assessment::LineAssessment line;
  line.line = 1;
  line.method = method;
  assessed.lines = {line};
  return assessed;
}
/// Five percent royalty, between 10 and 15 dollars each, from one seller of France.
Ruling of_value() {
  auto made = decision(general);
  made.decision.facts.related = false;
  made.decision.facts.adjustments = {{assessment::PriceElement::royalty, number("5")}};
  made.decision.facts.price = PriceRange{number("10"), number("15"), "USD", "EA"};
  return decided_with(filed(general), made, "2026-03-20");
}

std::string departures(const Ruling& ruling, const Filed& filed, std::uint8_t method = 1) {
  const auto found = departures_of(World::instance().law, World::instance().messages, ruling, filed, by_method(method));
  if (!found) return "not about it";
  std::string names;
  for (const auto& each : found->differences) {
    names += (names.empty() ? "" : " ") + std::string(name(each.fact));
    for (const auto& text : {each.text, each.right}) {
      EXPECT_FALSE(text.ko.empty());
      EXPECT_EQ(text.en.find('{'), std::string::npos) << text.en;
      EXPECT_EQ(text.ko.find('{'), std::string::npos) << text.ko;
    }
    EXPECT_NE(World::instance().law.find_source(each.cite), nullptr) << each.cite;
  }
  return names;
}
template <class Change>
Filed with(const Change& change) {
  auto filed = following();
  change(filed, filed.declaration.lines[0]);
  return filed;
}

TEST(Departures, EachFactThatDiffersIsNamed) {
  const auto value = of_value();
  using L = assessment::Line;
  EXPECT_EQ(departures(value, following()), "") << "rounded to the cent";
  EXPECT_EQ(departures(value, following(), 4), "method");
  EXPECT_EQ(departures(value, with([](Filed& f, L&) { f.seller_related = true; })), "relationship");
  EXPECT_EQ(departures(value, with([](Filed&, L& l) { l.elements.clear(); })), "adjustment") << "royalty left out";
  EXPECT_EQ(departures(value, with([](Filed&, L& l) { l.elements[0].amount.value = number("37"); })),
            "adjustment_percent");
  EXPECT_EQ(departures(value, with([](Filed&, L& l) { l.elements[0].amount.currency = "EUR"; })), "")
      << "another currency cannot be held against the price";
  EXPECT_EQ(departures(value, with([](Filed& f, L& l) {
                         f.declaration.elements = l.elements;
                         l.elements.clear();
                       })),
            "")
      << "declared of the whole";
  EXPECT_EQ(departures(value, with([](Filed&, L& l) { l.quantity = number("200"); })), "price");
  EXPECT_EQ(departures(value, with([](Filed&, L& l) { l.origin = "CN"; })), "origin");
  EXPECT_EQ(departures(value, with([](Filed& f, L&) { f.seller = "S-8"; })), "seller");
  EXPECT_EQ(departures(value, with([](Filed&, L& l) { l.tariff_code = "3305100000"; })), "tariff_line");
  EXPECT_EQ(departures(value, with([](Filed& f, L&) { f.declaration.tax_date = day("2029-03-21"); })), "validity");
}

TEST(Departures, OnlyGoodsOfTheRulingAreLookedAt) {
  const auto value = of_value();
  using L = assessment::Line;
  EXPECT_EQ(departures(value, with([](Filed& f, L&) { f.goods[0].item = "SOAP-1"; })), "not about it");
  EXPECT_EQ(departures(value, with([](Filed& f, L&) { f.goods.clear(); })), "") << "the same seller and heading";
  EXPECT_EQ(departures(value, with([](Filed& f, L&) {
                         f.goods.clear();
                         f.seller = "S-8";
                       })),
            "not about it");
  EXPECT_EQ(departures(value, with([](Filed& f, L&) { f.declaration.tax_date = day("2026-03-19"); })), "not about it")
      << "declared before the ruling";
  const auto class_ = decided(classification);
  EXPECT_EQ(departures(class_, following()), "");
  EXPECT_EQ(departures(class_, with([](Filed& f, L& l) {
                         f.goods.clear();
                         l.description = "SAMPLE FACE CREAM 50 ML 견본 얼굴 크림";
                         l.tariff_code = "3401300000";
                       })),
            "tariff_line")
      << "known by its description";
  EXPECT_EQ(departures(class_, with([](Filed& f, L& l) {
                         f.goods.clear();
                         l.description = "STEEL SCREWS";
                       })),
            "not about it");
}

TEST(Departures, AChangedClassificationAppliesAsTheLawSays) {
  const auto changed_with = [](std::string ground, Reach reach) {
    auto change = decision(classification, Outcome::change);
    change.ground = std::move(ground);
    change.reach = reach;
    change.decision.facts.tariff_code = "3401300000";
    return decided_with(decided(classification), change, "2026-06-01");
  };
  const auto declared = [](std::string_view code, std::string_view on, std::string_view shipped = "") {
    return with([&](Filed& f, assessment::Line& l) {
      l.tariff_code = code;
      f.declaration.tax_date = day(on);
      if (!shipped.empty()) {
        l.valuation.emplace();
        l.valuation->shipped_on = day(shipped);
      }
    });
  };
  const auto changed = changed_with("change_needed", Reach::from_notice);
  EXPECT_EQ(departures(changed, declared("3304991000", "2026-05-31")), "") << "before the change";
  EXPECT_EQ(departures(changed, declared("3401300000", "2026-05-31")), "tariff_line");
  EXPECT_EQ(departures(changed, declared("3401300000", "2026-06-01")), "") << "from the day of notice";
  EXPECT_EQ(departures(changed, declared("3304991000", "2026-07-20", "2026-07-01")), "")
      << "shipped on the thirtieth day";
  EXPECT_EQ(departures(changed, declared("3304991000", "2026-07-20", "2026-07-02")), "tariff_line") << "a day later";
  const auto unknown = departures_of(World::instance().law, World::instance().messages, changed,
                                     declared("3304991000", "2026-07-20"), by_method(1));
  EXPECT_NE(unknown->differences.at(0).right.en.find("2026-07-01"), std::string::npos) << "when was it shipped?";
  const auto fault = changed_with("data_false", Reach::back_to_the_ruling);
  EXPECT_EQ(departures(fault, declared("3304991000", "2026-05-31")), "tariff_line") << "the applicant answers for it";
  const auto kind = changed_with("wco_or_court", Reach::back_where_favourable);
  EXPECT_EQ(departures(kind, declared("3304991000", "2026-05-31")), "");
  EXPECT_EQ(departures(kind, declared("3401300000", "2026-05-31")), "") << "where it favours the filer";
}

TEST(Validity, OfRelatedPartiesEndsWithTheBusinessYear) {
  const auto& law = World::instance().law;
  auto of_march = application(Kind::valuation_special_relationship);
  of_march.business_year_ends = 3;
  EXPECT_EQ(valid_until(law, of_march, day("2026-03-31")), day("2029-03-31"));
  EXPECT_EQ(valid_until(law, of_march, day("2026-04-01")), day("2030-03-31"));
  EXPECT_EQ(business_year_end(of_march, day("2026-02-01")), day("2026-03-31"));
  of_march.business_year_ends = 2;
  EXPECT_EQ(business_year_end(of_march, day("2027-03-01")), day("2028-02-29"));
  EXPECT_EQ(valid_until(law, application(general), day("2026-02-28")), day("2029-02-28"));
  EXPECT_EQ(valid_until(law, application(classification), day("2020-12-21")), day("2023-12-21"))
      << "before the amendment";
  EXPECT_FALSE(valid_until(law, application(classification), day("2020-12-22")));
}

TEST(Validity, EachBusinessYearHasItsReport) {
  const auto& world = World::instance();
  auto ruling = decided(Kind::valuation_special_relationship);
  for (const auto& [year_end, until_] : {std::pair{"2026-12-31", "2027-06-30"}, {"2027-12-31", "2028-06-30"}}) {
    const auto due = report_due(world.law, world.calendar, ruling);
    ASSERT_TRUE(due);
    EXPECT_EQ(due->year_end, day(year_end));
    EXPECT_EQ(due->until, day(until_));
    ruling = after(ruling, Action::report, due->year_end.plus_days(60).text(), until(year_end));
  }
  ruling = after(ruling, Action::return_report, "2028-04-01", until("2026-12-31"));
  EXPECT_EQ(report_due(world.law, world.calendar, ruling)->year_end, day("2026-12-31")) << "to be supplemented";
}

}  // namespace
}  // namespace clearway::ruling
