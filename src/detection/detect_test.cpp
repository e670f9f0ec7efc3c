#include "detection/detect.h"

#include <gtest/gtest.h>

#include <functional>

#include "detection/filed_json.h"
#include "detection/fixture_test.h"
#include "detection/join.h"

namespace clearway::detection {
namespace {

using assessment::PriceElement;
using Names = std::vector<std::string>;

void remove(Filed& filed, PriceElement kind) {
  std::erase_if(filed.declaration.elements, [&](const auto& element) { return element.kind == kind; });
}
void royalty(Filed& filed, std::int64_t dollars) {
  filed.declaration.elements.push_back({PriceElement::royalty, {Decimal::whole(dollars), "USD"}, true});
}
std::int64_t value_added(const Finding& finding) {
  for (const auto& each : finding.proposed) {
    if (each.kind == assessment::TaxKind::value_added) return each.krw;
  }
  return 0;
}

/// One declaration beside others: what customs asks about it, and the nearest neighbour about which it does not ask.
struct Situation {
  const char* words;
  std::function<void(Desk&)> before;
  std::function<void(Filed&)> change;
  Names asked;
};

const std::vector<Situation>& situations() {
  static const auto own = [](Desk& desk) { desk.others(5, true); };
  static const auto peers = [](Desk& desk) { desk.others(8, false); };
  static const auto royalties = [](Desk& desk) { desk.others(5, true, [](Filed& filed) { royalty(filed, 150); }); };
  static const std::vector<Situation> all = {
      {"as the firm always declares", own, [](Filed&) {}, {}},
      {"the first declaration of a firm", [](Desk&) {}, [](Filed&) {}, {}},
      {"freight of nothing where the firm usually pays eight per cent",
       own,
       [](Filed& filed) { filed.declaration.elements[0].amount.value = Decimal{}; },
       {"freight_left_out"}},
      {"freight lower than usual, within reason",
       own,
       [](Filed& filed) { filed.declaration.elements[0].amount.value = Decimal::whole(150); },
       {}},
      {"no insurance where the firm usually has one",
       own,
       [](Filed& filed) { remove(filed, PriceElement::insurance); },
       {"freight_left_out"}},
      {"no insurance where nothing is known of the firm",
       [](Desk&) {},
       [](Filed& filed) { remove(filed, PriceElement::insurance); },
       {}},
      {"delivered, at the price that was paid without freight",
       own,
       [](Filed& filed) {
         filed.declaration.incoterm = "CIF";
         filed.declaration.elements.clear();
       },
       {"freight_left_out"}},
      {"delivered, at a price higher by the freight",
       own,
       [](Filed& filed) {
         filed.declaration.incoterm = "CIF";
         filed.declaration.elements.clear();
         Desk::line(filed).price = Decimal::whole(3'260);
       },
       {}},
      {"royalty missing that was always added", royalties, [](Filed&) {}, {"royalty_unreported"}},
      {"royalty as always", royalties, [](Filed& filed) { royalty(filed, 150); }, {}},
      {"seller licenses the trade mark, no royalty",
       [](Desk&) {},
       [](Filed& filed) { filed.seller_is_licensor = true; },
       {"royalty_unreported"}},
      {"seller licenses a trade mark that these goods do not bear",
       [](Desk&) {},
       [](Filed& filed) {
         filed.seller_is_licensor = true;
         filed.goods[0].trade_mark = false;
       },
       {}},
      {"moulds sent free of charge, no assist",
       [](Desk&) {},
       [](Filed& filed) { filed.materials_sent = true; },
       {"assist_unreported"}},
      {"price of a related seller down by a third",
       own,
       [](Filed& filed) {
         filed.seller_related = true;
         Desk::line(filed).price = Decimal::whole(2'000);
       },
       {"related_price_moved"}},
      {"the same from a seller who is not related",
       own,
       [](Filed& filed) { Desk::line(filed).price = Decimal::whole(2'000); },
       {}},
      {"a third of what other firms pay",
       peers,
       [](Filed& filed) { Desk::line(filed).price = Decimal::whole(1'000); },
       {"unit_price_unusual"}},
      {"a little less than other firms pay",
       peers,
       [](Filed& filed) { Desk::line(filed).price = Decimal::whole(2'400); },
       {}},
      {"a third of the price where too few firms buy the goods",
       [](Desk& desk) { desk.others(3, false); },
       [](Filed& filed) { Desk::line(filed).price = Decimal::whole(1'000); },
       {}},
      {"another class than the firm gives the item",
       own,
       [](Filed& filed) { Desk::line(filed).tariff_code = "6402990000"; },
       {"class_differs"}},
      {"another class than other firms give goods so described",
       peers,
       [](Filed& filed) {
         filed.goods[0].item.clear();
         Desk::line(filed).tariff_code = "6402990000";
       },
       {"class_differs"}},
      {"preference without proof",
       [](Desk&) {},
       [](Filed& filed) {
         Desk::line(filed).preference = assessment::PreferenceClaim{"kr-cn", "", "", {}};
       },
       {"preference_unproven"}},
      {"preference with its proof",
       [](Desk&) {},
       [](Filed& filed) {
         Desk::line(filed).preference = assessment::PreferenceClaim{"kr-cn", "certificate_of_origin", "CO-1", {}};
       },
       {}},
      {"preference whose proof the issuer does not know",
       [](Desk&) {},
       [](Filed& filed) {
         Desk::line(filed).preference = assessment::PreferenceClaim{"kr-cn", "certificate_of_origin", "CO-1", {}};
         filed.known.push_back({1, {}, ProofCheck::not_found, ReliefUse::none, {}});
       },
       {"preference_unproven"}},
      {"not re-exported in time",
       [](Desk&) {},
       [](Filed& filed) {
         Desk::line(filed).relief = assessment::ReliefClaim{"re_export", "", Date::of(2026, 9, 1), {}, {}};
       },
       {"relief_breached"}},
      {"re-exported on the last day",
       [](Desk&) {},
       [](Filed& filed) {
         Desk::line(filed).relief = assessment::ReliefClaim{"re_export", "", Date::of(2026, 9, 1), {}, {}};
         filed.known.push_back({1, {}, ProofCheck::none, ReliefUse::re_exported, Date::of(2026, 9, 1)});
       },
       {}},
      {"refunds for more than was imported",
       [](Desk&) {},
       [](Filed& filed) {
         filed.refund_claims = {{"R-1", 1, Decimal::whole(60), "X-1", 60'000},
                                {"R-2", 1, Decimal::whole(60), "X-2", 60'000}};
       },
       {"refund_claimed_twice"}},
      {"two refunds that together cover what was imported",
       [](Desk&) {},
       [](Filed& filed) {
         filed.refund_claims = {{"R-1", 1, Decimal::whole(60), "X-1", 60'000},
                                {"R-2", 1, Decimal::whole(40), "X-2", 40'000}};
       },
       {}},
      {"two refunds by one export",
       [](Desk&) {},
       [](Filed& filed) {
         filed.refund_claims = {{"R-1", 1, Decimal::whole(20), "X-1", 20'000},
                                {"R-2", 1, Decimal::whole(20), "X-1", 20'000}};
       },
       {"refund_claimed_twice"}},
      {"more landed than declared",
       [](Desk&) {},
       [](Filed& filed) {
         filed.known.push_back({1, Decimal::whole(120), ProofCheck::none, ReliefUse::none, {}});
       },
       {"quantity_gap"}},
      {"landed within what a count may be off",
       [](Desk&) {},
       [](Filed& filed) {
         filed.known.push_back({1, Decimal::whole(102), ProofCheck::none, ReliefUse::none, {}});
       },
       {}},
      {"net weight above the gross weight of the bill of lading",
       [](Desk&) {},
       [](Filed& filed) { filed.bill_of_lading_weight = Decimal::whole(100); },
       {"quantity_gap"}},
      {"yuan declared as dollars",
       own,
       [](Filed& filed) { Desk::line(filed).price = Decimal::whole(21'600); },
       {"currency_slip"}},
      {"a price with the point two places off",
       own,
       [](Filed& filed) { Desk::line(filed).price = Decimal::whole(30); },
       {"currency_slip"}},
      {"toys without the confirmation of their safety",
       [](Desk&) {},
       [](Filed& filed) {
         Desk::line(filed).tariff_code = "9503000000";
         Desk::line(filed).unit = "U";
       },
       {"confirmation_missing"}},
      {"toys with it",
       [](Desk&) {},
       [](Filed& filed) {
         Desk::line(filed).tariff_code = "9503000000";
         Desk::line(filed).unit = "U";
         filed.goods[0].confirmations = {"KC-1"};
       },
       {}},
  };
  return all;
}

TEST(DetectTest, WhatIsAskedAndWhatIsNot) {
  for (const auto& situation : situations()) {
    SCOPED_TRACE(situation.words);
    Desk desk;
    situation.before(desk);
    auto filed = Desk::boots("ASKED");
    situation.change(filed);
    const auto findings = desk.ask(filed);
    Names asked = names(findings);
    asked.erase(std::unique(asked.begin(), asked.end()), asked.end());
    EXPECT_EQ(asked, situation.asked);
    for (const auto& finding : findings) {
      EXPECT_EQ(finding.declaration_id, "ASKED");
      EXPECT_FALSE(finding.evidence.empty());
      EXPECT_FALSE(finding.would_clear.empty());
      EXPECT_EQ(finding.why.ko.find('{'), std::string::npos) << finding.why.ko;
      EXPECT_EQ(finding.why.en.find('{'), std::string::npos) << finding.why.en;
      EXPECT_GT(finding.confidence_ppm, 0);
      EXPECT_LE(finding.confidence_ppm, 1'000'000);
    }
  }
}

TEST(DetectTest, WhatDeclarationsNameByCodesIsSaidInWords) {
  Desk desk;
  auto filed = Desk::boots("ASKED");
  Desk::line(filed).preference = assessment::PreferenceClaim{"kr-cn", "certificate_of_origin", "CO-1", {}};
  filed.known = {{1, {}, ProofCheck::not_found, ReliefUse::none, {}}};
  auto findings = desk.ask(filed);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].why.en,
            "The issuer did not find proof of origin CO-1 under the Korea-China free trade agreement.");
  EXPECT_EQ(findings[0].why.ko, "한·중 자유무역협정 원산지증명(CO-1)을 발급기관이 찾지 못했습니다.");
  ASSERT_EQ(findings[0].evidence.size(), 2U);
  EXPECT_EQ(findings[0].evidence[0].value.ko, "한·중 자유무역협정");
  EXPECT_EQ(findings[0].evidence[1].value, (Text{"원산지증명서 CO-1", "certificate of origin CO-1"}));

  filed = Desk::boots("ASKED");
  Desk::line(filed).relief = assessment::ReliefClaim{"re_export", "A-7", Date::of(2026, 9, 1), {}, {}};
  findings = desk.ask(filed);
  ASSERT_EQ(findings.size(), 1U);
  ASSERT_EQ(findings[0].evidence.size(), 2U);
  EXPECT_EQ(findings[0].evidence[0].value, (Text{"재수출 면세 A-7", "exemption on condition of re-export A-7"}));
  EXPECT_EQ(findings[0].evidence[1].value, (Text{"–", "–"}));
  EXPECT_EQ(findings[0].evidence[1].usual, (Text{"2026년 9월 1일", "1 September 2026"}));

  desk.others(8, false);
  filed = Desk::boots("ASKED");
  Desk::line(filed).price = Decimal::whole(1'000);
  findings = desk.ask(filed);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_NE(findings[0].why.ko.find("중국"), std::string::npos) << findings[0].why.ko;
  EXPECT_NE(findings[0].why.en.find("China"), std::string::npos) << findings[0].why.en;
}

TEST(DetectTest, TheProposedCorrectionIsTheDifferenceOfTwoAssessments) {
  Desk desk;
  desk.others(5, true, [](Filed& filed) { royalty(filed, 150); });
  const auto filed = Desk::boots("ASKED");
  const auto finding = desk.ask(filed).at(0);
  ASSERT_TRUE(finding.corrected);
  const auto before = desk.assessor().assess(filed.declaration);
  const auto after = desk.assessor().assess(*finding.corrected);
  EXPECT_EQ(finding.difference_krw(), after.assessed - before.assessed);
  // About five per cent of 3,000 dollars, taxed with 13 % duty and 10 % VAT on value and duty.
  const auto value = after.customs_value - before.customs_value;
  EXPECT_GT(value, 195'000);
  EXPECT_LT(value, 225'000);
  EXPECT_NEAR(static_cast<double>(value_added(finding)), static_cast<double>(value) * 0.11, 3'000);
}

TEST(DetectTest, WhatWasPaidIsWhatTheDifferenceIsMeasuredAgainst) {
  Desk desk;
  auto filed = Desk::boots("ASKED");
  Desk::line(filed).preference = assessment::PreferenceClaim{"kr-cn", "", "", {}};
  const auto owed = desk.assessor().assess(filed.declaration).lines.at(0).taxes;
  filed.paid = {{1, assessment::TaxKind::duty, 0},
                {1, assessment::TaxKind::value_added, owed[assessment::TaxKind::value_added]}};
  const auto finding = desk.ask(filed).at(0);
  ASSERT_EQ(finding.proposed.size(), 1U);
  EXPECT_EQ(finding.proposed[0], (TaxDifference{1, assessment::TaxKind::duty, owed[assessment::TaxKind::duty]}));
}

TEST(DetectTest, YuanDeclaredAsDollarsAreCorrectedToYuan) {
  Desk desk;
  desk.others(5, true);
  auto filed = Desk::boots("ASKED");
  Desk::line(filed).price = Decimal::whole(21'600);
  const auto finding = desk.ask(filed).at(0);
  ASSERT_TRUE(finding.corrected);
  EXPECT_EQ(finding.corrected->currency, "CNY");
  EXPECT_LT(finding.difference_krw(), 0);  // too much was paid, and that is said as well
}

TEST(DetectTest, ARulingSettlesTheClassOfTheItemWhileItIsValid) {
  struct Case {
    const char *item, *ruled, *from, *to;
    bool asked;
  };
  for (const auto& each : {Case{"BOOT-1", "6404110000", "2025-01-01", "2028-01-01", true},
                           Case{"BOOT-1", "6403910000", "2025-01-01", "2028-01-01", false},
                           Case{"BOOT-2", "6404110000", "2025-01-01", "2028-01-01", false},
                           Case{"BOOT-1", "6404110000", "2025-01-01", "2026-03-01", false}}) {
    Desk desk;
    desk.learned.rulings = {{"RUL-1", "firm-1", each.item, each.ruled, *Date::parse(each.from), Date::parse(each.to)}};
    EXPECT_EQ(!desk.ask(Desk::boots("ASKED")).empty(), each.asked) << each.item << " " << each.ruled << " " << each.to;
  }
}

TEST(DetectTest, WhatWasExplainedOnceIsNotAskedAgain) {
  Desk desk;
  auto filed = Desk::boots("ASKED");
  filed.seller_is_licensor = true;
  const auto finding = desk.ask(filed).at(0);
  desk.learned.silenced.insert({finding.detector, finding.party_id, finding.pattern});
  filed.declaration_id = "LATER";
  EXPECT_TRUE(desk.ask(filed).empty());
  auto other = Desk::boots("ELSEWHERE", "firm-2");
  other.seller_is_licensor = true;
  EXPECT_EQ(names(desk.ask(other)), Names{"royalty_unreported"});
}

TEST(DetectTest, ARetiredDetectorSaysNothingFromThatDayOn) {
  Desk desk;
  desk.policy.dated.back().of(Detector::royalty_unreported).retired_on = Date::of(2026, 5, 1);
  auto filed = Desk::boots("ASKED");
  filed.seller_is_licensor = true;
  EXPECT_EQ(names(desk.ask(filed, Date::of(2026, 4, 30))), Names{"royalty_unreported"});
  EXPECT_TRUE(desk.ask(filed, Date::of(2026, 5, 1)).empty());
}

TEST(DetectTest, AnswersTeachHowMuchADetectorIsBelieved) {
  auto filed = Desk::boots("ASKED");
  filed.seller_is_licensor = true;
  const auto confidence = [&](Track track) {
    Desk desk;
    desk.learned.tracks[static_cast<std::size_t>(Detector::royalty_unreported)] = track;
    const auto findings = desk.ask(filed);
    return findings.empty() ? 0 : findings[0].confidence_ppm;
  };
  const auto prior = confidence({});
  EXPECT_GT(confidence({30, 2, 5}), prior);
  EXPECT_EQ(confidence({2, 60, 5}), 0);  // mostly explained: too weak to be said
  EXPECT_EQ(confidence({0, 0, 500}), prior);
}

TEST(DetectTest, FindingsDoNotDependOnTheOrderOfTheHistory) {
  std::vector<Filed> all;
  for (int i = 0; i < 200; ++i) {
    auto filed = Desk::boots("D-" + std::to_string(i), "firm-" + std::to_string(i % 9), "S-" + std::to_string(i % 9));
    Desk::line(filed).price = Decimal::whole(2'800 + (i * 37) % 400);
    if (i % 41 == 0) Desk::line(filed).price = Decimal::whole(700);
    all.push_back(filed);
  }
  const auto answer = [&](bool turned) {
    Desk desk;
    if (turned) std::reverse(all.begin(), all.end());
    for (const auto& filed : all) desk.history.add(filed);
    std::string out;
    std::sort(all.begin(), all.end(),
              [](const Filed& a, const Filed& b) { return a.declaration_id < b.declaration_id; });
    const Detection detection(desk.assessor(), desk.policy, desk.history, desk.learned, desk.messages);
    for (const auto& filed : all) {
      for (const auto& finding : detection.detect(filed, Date::of(2026, 11, 25))) out += to_json(finding) + "\n";
    }
    return out;
  };
  const auto first = answer(false);
  EXPECT_FALSE(first.empty());
  EXPECT_EQ(first, answer(true));
}

TEST(HistoryTest, ATableThatIsFullCountsWhatItLeavesOut) {
  Desk desk;
  History small(desk.assessor(), 2);
  for (int i = 0; i < 5; ++i) small.add(Desk::boots("D-" + std::to_string(i), "firm-" + std::to_string(i)));
  EXPECT_GT(small.left_out(), 0U);
  EXPECT_EQ(small.declarations(), 5U);
}

TEST(FiledJsonTest, EveryFaultIsNamedWithItsPlace) {
  struct Case {
    const char *json, *field;
  };
  const std::string declaration =
      R"("declaration":{"tax_date":"2026-03-02","currency":"USD","incoterm":"CIF","lines":[{"tariff_code":"6403910000","quantity":1,"unit":"2U","origin":"CN","price":10}]})";
  FiledReader reader;
  for (const auto& [json, field] :
       {Case{R"({"party_id":"p",)", "declaration_id"}, Case{R"({"declaration_id":"d","party_id":7,)", "party_id"},
        Case{R"({"declaration_id":"d","party_id":"p","colour":"red",)", "colour"},
        Case{R"({"declaration_id":"d","party_id":"p","goods":[{"item":"A"}],)", "goods[1].line"},
        Case{R"({"declaration_id":"d","party_id":"p","known":[{"line":1,"proof_check":"lost"}],)",
             "known[1].proof_check"},
        Case{R"({"declaration_id":"d","party_id":"p","bill_of_lading_weight":-1,)", "bill_of_lading_weight"}}) {
    assessment::Problems problems;
    reader.read(json + declaration + "}", problems);
    ASSERT_FALSE(problems.empty()) << json;
    EXPECT_EQ(problems[0].field, field);
    EXPECT_FALSE(usable(problems));
  }
  assessment::Problems problems;
  reader.read(R"({"declaration_id":"d","party_id":"p",)" + declaration + "}", problems);
  EXPECT_TRUE(problems.empty());
  reader.read("{", problems);
  EXPECT_EQ(problems.at(0).refusal, assessment::Refusal::case_is_not_readable);
}

TEST(DetectionPolicyTest, AFaultIsNamedWithItsPlace) {
  const auto read = DetectionPolicy::read("dated:\n  2026-01-01: {cite: product-design, grade: design}\n");
  ASSERT_FALSE(read);
  EXPECT_NE(read.error().detail.find("least_confidence"), std::string::npos) << read.error().detail;
}

TEST(Join, TheSameQuestionAboutSeveralLinesIsAskedOnce) {
  Desk desk;
  auto filed = Desk::boots("D-1");
  for (std::uint32_t number : {2U, 3U}) {
    filed.declaration.lines.push_back(Desk::line(filed));
    filed.declaration.lines.back().number = number;
    filed.declaration.lines.back().price = Decimal::whole(1'000 * number);
    filed.goods.push_back({number, "BOOT-1", true, {}});
  }
  for (auto& line : filed.declaration.lines) {
    if (line.number != 2) line.preference = assessment::PreferenceClaim{"kr-cn", "certificate_of_origin", "CO-1", {}};
  }
  filed.known = {{1, {}, ProofCheck::refuted, ReliefUse::none, {}}, {3, {}, ProofCheck::refuted, ReliefUse::none, {}}};
  const auto apart = desk.ask(filed);
  EXPECT_EQ(names(apart), (Names{"preference_unproven", "preference_unproven"}));
  const auto together = joined(apart, filed, desk.assessor());
  ASSERT_EQ(together.size(), 1U);
  const auto& one = together[0];
  EXPECT_EQ(one.lines, (std::vector<std::uint32_t>{1, 3}));
  EXPECT_EQ(one.evidence.size(), apart[0].evidence.size() + apart[1].evidence.size());
  ASSERT_TRUE(one.corrected);
  EXPECT_FALSE(one.corrected->lines[0].preference || one.corrected->lines[2].preference);
  EXPECT_EQ(one.difference_krw(), apart[0].difference_krw() + apart[1].difference_krw()) << "rates of lines are apart";
  EXPECT_GT(one.difference_krw(), 0);
  EXPECT_EQ(joined(together, filed, desk.assessor()).size(), 1U);
}

}  // namespace
}  // namespace clearway::detection
