// What a notice says, what is corrected by it, what it teaches and what it leads to.

#include "notice/notice.h"

#include <algorithm>
#include <set>

#include "notice/bulk_answers.h"
#include "notice/correctable.h"
#include "notice/effect.h"
#include "notice/fixture_test.h"
#include "notice/hold_back.h"
#include "notice/letter.h"
#include "notice/pattern.h"

namespace clearway::notice {
namespace {

using A = Action;

TEST(Correctable, TheProposalIsAFinishedCorrectionByLineAndTax) {
  const auto lines = proposed_lines(draft());
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[0].line, "1");
  EXPECT_EQ(lines[0].tax, correction::Tax::customs_duty);
  EXPECT_EQ(lines[0].declared_krw, 800'000);
  EXPECT_EQ(lines[0].correct_krw, 880'000);
  EXPECT_EQ(lines[1].tax, correction::Tax::value_added_tax);
  EXPECT_EQ(lines[1].correct_krw, 1'188'000);
}

TEST(Correctable, AQuestionOnlyHasNoLines) {
  auto question = draft();
  question.finding.proposed.clear();
  EXPECT_TRUE(proposed_lines(question).empty());
  auto simple = draft();
  simple.finding.proposed.push_back({1, assessment::TaxKind::simple_rate, 1'000});
  EXPECT_TRUE(proposed_lines(simple).empty()) << "no correction knows a simple rate";
}

TEST(Correctable, CircumstancesReachTheQuote) {
  const auto& quoter = World::instance().quoter;
  const auto refusal = [&](const Notice& notice, const Edited& edited, std::string_view on) -> std::string {
    const auto answer = quoter.quote(case_of(notice, edited, day(on)));
    return answer.refused ? std::string(correction::name(answer.refused->refusal)) : "quoted";
  };
  // The supplementary period ended on 18 August 2025: amended filing, with relief.
  EXPECT_EQ(refusal(opened(), {}, "2026-03-11"), "quoted");
  EXPECT_EQ(refusal(opened(), {{}, {"1"}, false}, "2026-03-11"), "line_has_an_open_correction");
  const auto audited = after(opened(), A::record_audit_notice, "2026-03-12", {"", day("2026-03-12")});
  EXPECT_EQ(refusal(audited, {}, "2026-03-12"), "audit_notice_arrived_since_the_draft");
  EXPECT_EQ(refusal(audited, {{}, {}, true}, "2026-03-12"), "quoted");
  auto old = opened();
  old.declared.declared_on = old.declared.accepted_on.emplace(day("2020-02-03"));
  old.declared.paid_on = day("2020-02-18");
  EXPECT_EQ(refusal(old, {}, "2026-03-11"), "correction_comes_after_the_assessment_limit");
  const auto appealed = after(opened(), A::record_appeal, "2026-03-12", {"", day("2026-03-12")});
  Edited less{{{"1", correction::Tax::customs_duty, 800'000, 700'000}}, {}, false};
  EXPECT_EQ(refusal(appealed, less, "2026-03-12"), "appeal_is_pending");
}

TEST(Letter, SaysWhatWhyAndWhatItCostsWhen) {
  const auto& world = World::instance();
  const auto costs = world.quoter.compare(case_of(opened(), {}, day("2026-03-11")));
  const auto letter = letter_of(world.messages, opened(), costs, {"서울세관", "Seoul Customs"});
  EXPECT_EQ(letter.title.en, "Freight or insurance left out");
  EXPECT_EQ(letter.what.en,
            "Please look again at line 1 of your import declaration 12345-25-000001M of 3 February 2025.");
  EXPECT_EQ(letter.what.ko, "2025년 2월 3일에 신고하신 수입신고 12345-25-000001M의 1란을 다시 확인하여 주십시오.");
  EXPECT_EQ(letter.peers->en, "The same is seen at 1 of 12 comparable firms.");
  EXPECT_EQ(letter.answer_by->en, "Please answer by 8 April 2026.");
  EXPECT_EQ(letter.ask.ko, "문의: 서울세관");
  ASSERT_EQ(letter.costs.size(), 3U);
  EXPECT_EQ(letter.costs[0].when, When::today);
  EXPECT_EQ(letter.costs[0].on, day("2026-03-11"));
  EXPECT_EQ(letter.costs[1].when, When::after_the_next_step);
  EXPECT_EQ(letter.costs[2].when, When::by_audit);
  EXPECT_LT(letter.costs[0].due_krw, letter.costs[1].due_krw);
  EXPECT_LT(letter.costs[1].due_krw, letter.costs[2].due_krw);
  for (const auto& text : {letter.what, letter.costs[0].text, letter.costs[1].text, letter.costs[2].text}) {
    EXPECT_EQ(text.ko.find('{'), std::string::npos) << text.ko;
    EXPECT_EQ(text.en.find('{'), std::string::npos) << text.en;
  }
}

TEST(Letter, NobodyElseIsSaidInWordsAndNoComparisonIsNotSaid) {
  const auto& world = World::instance();
  auto notice = opened();
  const auto peers = [&] { return letter_of(world.messages, notice, {}, {"서울세관", "Seoul Customs"}).peers; };
  notice.finding.peers = detection::PeerRate{11, 0};
  EXPECT_EQ(peers()->ko, "비교할 수 있는 11개 업체 가운데 같은 점이 보이는 업체는 없습니다.");
  EXPECT_EQ(peers()->en, "None of 11 comparable firms shows the same.");
  notice.finding.peers = detection::PeerRate{0, 0};
  EXPECT_FALSE(peers());
}

TEST(Pattern, AnAcceptedExplanationSilencesThePatternOfThatFirmOnly) {
  const auto explained = after(opened(), A::explain, "2026-03-11", {"the price includes freight"});
  Lessons lessons;
  lessons.learn(explained);
  EXPECT_FALSE(lessons.is_silenced(draft().finding)) << "not decided yet";
  lessons.learn(after(explained, A::accept_explanation, "2026-03-12"));
  EXPECT_TRUE(lessons.is_silenced(draft("B1248100998", "D-2").finding)) << "another declaration, the same pattern";
  EXPECT_FALSE(lessons.is_silenced(draft("B2208162517", "D-3").finding)) << "another firm";
  auto other = draft().finding;
  other.pattern = "seller S-8";
  EXPECT_FALSE(lessons.is_silenced(other));
  lessons.learn(after(opened(), A::file, "2026-03-11", {.correction_id = "C-1", .awaits_payment = true}));
  const auto answered = lessons.answered().at("freight_left_out");
  EXPECT_EQ(answered.corrected, 1);
  EXPECT_EQ(answered.explained, 1);
}

TEST(HoldBack, TheShareOfFirmsIsHeldBackAndNobodyCanTellWithoutTheKey) {
  const auto& law = World::instance().law;
  std::set<int> with_one_key, with_another;
  for (int firm = 0; firm < 20'000; ++firm) {
    const auto party = "B" + std::to_string(1'000'000'000 + firm);
    if (is_held_back(law, "a key", party, day("2026-03-09"))) with_one_key.insert(firm);
    if (is_held_back(law, "another", party, day("2026-03-09"))) with_another.insert(firm);
  }
  EXPECT_NEAR(static_cast<double>(with_one_key.size()), 2'000, 200);
  std::vector<int> both;
  std::set_intersection(with_one_key.begin(), with_one_key.end(), with_another.begin(), with_another.end(),
                        std::back_inserter(both));
  EXPECT_NEAR(static_cast<double>(both.size()), 200, 70);
}

/// A hundred firms: of eighty notified forty correct, of twenty held back two correct of their own.
TEST(Effect, LiftIsHeldAgainstTheControlGroupWithItsInterval) {
  std::vector<Notice> notices;
  std::vector<OwnCorrection> own;
  for (int firm = 0; firm < 100; ++firm) {
    auto notice = draft("B" + std::to_string(firm));
    const bool held_back = firm >= 80;
    notice = after(notice, A::approve, "2026-03-09", {.held_back = held_back});
    if (firm < 40) {
      notice = after(notice, A::file, "2026-03-12",
                     {.correction_id = "C", .corrected_krw = 200'000, .awaits_payment = true});
    }
    if (firm >= 98) own.push_back({notice.party_id(), notice.declared.declaration_number, day("2026-03-20")});
    notices.push_back(notice);
  }
  const auto& law = World::instance().law;
  const auto early = effect_of(law, notices, own, day("2026-04-08"));
  EXPECT_EQ(early.lift.notified.firms, 40) << "the others may still answer";
  EXPECT_FALSE(early.lift.corrected) << "nobody of the control group is over yet";
  const auto effect = effect_of(law, notices, own, day("2026-05-01"));
  EXPECT_EQ(effect.all.sent, 80);
  EXPECT_EQ(effect.all.held_back, 20);
  EXPECT_EQ(effect.all.corrected, 40);
  EXPECT_EQ(effect.all.waiting, 40);
  EXPECT_EQ(effect.all.corrected_krw, 8'000'000);
  EXPECT_EQ(effect.all.median_answer_days, 3);
  EXPECT_EQ(effect.by_detector.at("freight_left_out").sent, 80);
  EXPECT_EQ(effect.lift.notified.firms, 80);
  EXPECT_EQ(effect.lift.held_back.corrected, 2);
  ASSERT_TRUE(effect.lift.corrected);
  // 0.5 - 0.1, standard error sqrt(0.25 / 80 + 0.09 / 20).
  EXPECT_NEAR(effect.lift.corrected->value, 0.4, 1e-9);
  EXPECT_NEAR(effect.lift.corrected->low, 0.4 - 1.96 * 0.08732, 1e-3);
  EXPECT_NEAR(effect.lift.corrected->high, 0.4 + 1.96 * 0.08732, 1e-3);
}

TEST(Effect, ALaterDeclarationWithTheSamePatternIsARepetition) {
  auto first = after(draft("B1"), A::approve, "2026-03-09");
  auto again = draft("B1", "D-2");
  again.declared.declared_on = day("2026-03-20");
  const auto effect = effect_of(World::instance().law, {first, again}, {}, day("2026-05-01"));
  EXPECT_EQ(effect.lift.notified.firms, 1);
  EXPECT_EQ(effect.lift.notified.repeated, 1);
  EXPECT_FALSE(effect.lift.repeated) << "without a control group there is no lift";
}

TEST(BulkAnswers, GoodRowsAreKeptAndBadOnesNamed) {
  const auto read = read_answers(
      "notice,answer,text,until\n"
      "B1.N-1,correct,,\n"
      "B1.N-2,explain,\"the price, as agreed,\nincludes freight\",\n"
      "B1.N-3,more_time,our broker is away,2026-04-30\n"
      ",correct,,\n"
      "B1.N-1,ask,why?,\n"
      "B1.N-5,,,\n"
      "B1.N-6,refuse,,\n"
      "B1.N-7,explain,,\n"
      "B1.N-8,more_time,away,\n"
      "B1.N-9,more_time,away,30 April\n"
      "\n"
      "B1.N-10,ask,\"an end\n");
  ASSERT_TRUE(read.ok()) << read.error().detail;
  ASSERT_EQ(read->answers.size(), 3U);
  EXPECT_EQ(read->answers[1].given.text, "the price, as agreed,\nincludes freight");
  EXPECT_EQ(read->answers[2].action, A::ask_more_time);
  EXPECT_EQ(read->answers[2].given.day, day("2026-04-30"));
  const std::vector<std::pair<std::uint64_t, std::string_view>> expected = {
      {6, "notice_is_missing"}, {7, "notice_stands_twice"}, {8, "answer_is_missing"}, {9, "answer_is_unknown"},
      {10, "text_is_missing"},  {11, "until_is_missing"},   {12, "until_is_no_date"}, {14, "row_is_not_readable"}};
  ASSERT_EQ(read->refused.size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    EXPECT_EQ(read->refused[i].row, expected[i].first);
    EXPECT_EQ(name(read->refused[i].refusal), expected[i].second);
    EXPECT_FALSE(read->refused[i].fix(World::instance().messages).ko.empty());
  }
  EXPECT_EQ(read_answers("who;what\n1;2\n").error().code, "table_lacks_a_column");
  EXPECT_EQ(read_answers("").error().code, "table_lacks_a_column");
  EXPECT_EQ(read_answers("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1").error().code, "workbook_is_encrypted");
}

}  // namespace
}  // namespace clearway::notice
