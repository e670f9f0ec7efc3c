// Notices in the record, on both engines: from draft to paid correction, explanations, clocks, repetition.

#include "noticing/notices.h"

#include <gtest/gtest.h>

#include "notice/fixture_test.h"
#include "noticing/claims.h"
#include "noticing/correction_file.h"
#include "record/testing.h"
#include "settlement/testing.h"

namespace clearway::noticing {
namespace {

using notice::Action;
using notice::day;
using notice::State;
using A = Action;

class NoticesTest : public record::testing::OnBothEngines {
 protected:
  void SetUp() override {
    OnBothEngines::SetUp();
    if (database) store = open();
  }
  static record::Origin origin(const std::string& request_id = "", const std::string& on = "2026-03-09") {
    return {"tester", request_id, *Instant::parse(on + "T03:00:00.000000Z")};
  }
  static Candidate candidate(const std::string& party = "B1248100998", const std::string& declaration = "D-1") {
    const auto draft = notice::draft(party, declaration);
    return {draft.finding, draft.declared};
  }
  Drafted drafts(const std::vector<Candidate>& candidates) {
    const auto made = draft(*store, candidates, day("2026-03-09"), origin());
    EXPECT_TRUE(made.ok()) << made.error().detail;
    return made ? *made : Drafted{};
  }
  Kept only(const std::string& party = "B1248100998") {
    record::MatterSearch search;
    search.kinds = {std::string(notice_kind)};
    search.parties = {party};
    search.order = record::MatterOrder::newest;
    return kept_of(record::Matters(*store).search(search).value().matters.at(0)).value();
  }
  Taken took(const Kept& kept, Action action, const std::string& on, const notice::Given& given = {},
             const std::string& request_id = "") {
    auto taken = take(*store, rules, kept, action, given, day(on), origin(request_id, on));
    EXPECT_TRUE(taken.ok()) << taken.error().detail;
    return taken ? std::move(*taken) : Taken{};
  }
  /// A notice that the firm has opened.
  Kept opened(const std::string& party = "B1248100998", const std::string& declaration = "D-1") {
    // Approved before: whether this firm is drawn depends on the key of the database of this run.
    const auto sent = notice::after(notice::draft(party, declaration), A::approve, "2026-03-09");
    return *took(keep(*store, sent, origin()).value(), A::open, "2026-03-10").kept;
  }
  Result<Taken> filed(const Kept& kept, const std::string& on, notice::Edited edited = {},
                      const std::string& request_id = "") {
    return file(*store, rules, kept, std::move(edited), day(on), origin(request_id, on));
  }
  settlement::Taken paid(const std::string& account, std::int64_t amount, const std::string& on) {
    payment::Confirmation confirmation;
    confirmation.source_row = 2;
    confirmation.reference = "A-1";
    confirmation.account_number = account;
    confirmation.amount_krw = amount;
    confirmation.value_date = confirmation.booked_on = day(on);
    return record::wait<settlement::Taken>([&](auto done) {
             store->write<settlement::Taken>(
                 origin(),
                 [&](record::Writing& writing) {
                   return settlement::take(writing, settlement::testing::rules(), "file", confirmation, origin("", on));
                 },
                 std::move(done));
           })
        .value();
  }
  void expect_sound() {
    const auto report = settlement::verify_ledger(database->url());
    ASSERT_TRUE(report.ok()) << report.error().detail;
    EXPECT_TRUE(report->ok());
    const auto records = record::verify(database->url(), database->key_file(), {});
    ASSERT_TRUE(records.ok());
    EXPECT_TRUE(records->ok());
  }

  const notice::World& world = notice::World::instance();
  const Rules rules{world.law, world.calendar, world.quoter, settlement::testing::rules()};
  std::unique_ptr<record::Store> store;
};
INSTANTIATE_TEST_SUITE_P(Engines, NoticesTest, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         record::testing::engine_name);

TEST_P(NoticesTest, AFindingIsDraftedOnceAndApprovedOrHeldBack) {
  const auto first = drafts({candidate(), candidate(), candidate("B2208162517", "D-2")});
  EXPECT_EQ(first.drafted, 2U);
  EXPECT_EQ(first.known, 1U);
  EXPECT_EQ(drafts({candidate()}).known, 1U);
  const auto approved = took(only(), A::approve, "2026-03-09", {}, "approve-1");
  ASSERT_TRUE(approved.kept);
  const auto state = approved.kept->notice.state;
  EXPECT_TRUE(state == State::sent || state == State::held_back);
  EXPECT_EQ(approved.kept->matter.state, name(state));
  const auto again = took(only(), A::approve, "2026-03-09", {}, "approve-1");
  ASSERT_TRUE(again.kept) << "a repetition is answered";
  EXPECT_EQ(again.kept->matter.version, approved.kept->matter.version);
  EXPECT_EQ(took(only(), A::approve, "2026-03-09", {}, "approve-2").refused.has_value(), true);
}

TEST_P(NoticesTest, ACorrectionIsFiledChargedOrderedPaidAndSettled) {
  const auto kept = opened();
  const auto quoted = quote(*store, rules, kept.notice, {}, day("2026-03-11")).value();
  ASSERT_TRUE(quoted.answer.quote);
  const auto due = quoted.answer.quote->value.additional->due_krw();
  EXPECT_EQ(quoted.costs.front().due_krw, due);

  const auto taken = filed(kept, "2026-03-11", {}, "file-1");
  ASSERT_TRUE(taken.ok()) << taken.error().detail;
  ASSERT_TRUE(taken->kept);
  EXPECT_EQ(taken->kept->notice.state, State::filed);
  EXPECT_EQ(taken->kept->notice.corrected_krw, due);
  ASSERT_TRUE(taken->order);
  EXPECT_EQ(taken->order->order.total_krw, due);
  EXPECT_EQ(taken->order->order.due, day("2026-03-12"));
  EXPECT_EQ(taken->kept->matter.due_on, day("2026-03-12"));
  const auto correction = record::Matters(*store).find(kept.matter.party_id, taken->kept->notice.correction_id).value();
  ASSERT_TRUE(correction);
  EXPECT_EQ(correction->state, "filed");
  EXPECT_EQ(read_correction(correction->body).value().lines.size(), 2U);

  const auto again = filed(kept, "2026-03-11", {}, "file-1");
  ASSERT_TRUE(again.ok() && again->order) << "a repetition is answered";
  EXPECT_EQ(again->order->order.account_number, taken->order->order.account_number);
  EXPECT_EQ(filed(kept, "2026-03-11", {{{"1", correction::Tax::customs_duty, 800'000, 900'000}}, {}, false}, "file-1")
                .error()
                .code,
            "request_id_was_used_for_another_request");

  EXPECT_EQ(follow(*store, rules, day("2026-03-11"), origin().at).value(), 0U) << "nothing is paid";
  const auto& account = taken->order->order.account_number;
  EXPECT_EQ(paid(account, due, "2026-03-12").receipt.outcome, payment::Outcome::exact);
  EXPECT_EQ(follow(*store, rules, day("2026-03-12"), origin().at).value(), 1U);
  EXPECT_EQ(only().notice.state, State::settled);
  EXPECT_EQ(record::Matters(*store).find(kept.matter.party_id, correction->matter_id).value()->state, "settled");
  EXPECT_EQ(took(only(), A::pay, "2026-03-13").refused->refusal, notice::Refusal::notice_is_closed);
  expect_sound();
}

TEST_P(NoticesTest, WhatIsClaimedBackBesideMoreTaxIsDecidedAfterThePayment) {
  const auto kept = opened();
  const notice::Edited edited{{{"1", correction::Tax::customs_duty, 800'000, 900'000},
                               {"1", correction::Tax::value_added_tax, 1'080'000, 1'000'000}},
                              {},
                              false};
  const auto taken = filed(kept, "2026-03-11", edited);
  ASSERT_TRUE(taken.ok()) << taken.error().detail;
  ASSERT_TRUE(taken->order);
  const auto correction_id = taken->kept->notice.correction_id;
  const auto& order = taken->order->order;
  paid(order.account_number, order.total_krw, "2026-03-12");
  EXPECT_EQ(follow(*store, rules, day("2026-03-12"), origin().at).value(), 1U);
  const auto claimed = only();
  EXPECT_EQ(claimed.notice.state, State::claimed);
  EXPECT_TRUE(claimed.matter.due_on) << "customs has a day by which it decides";
  const auto correction = [&] { return *record::Matters(*store).find(kept.matter.party_id, correction_id).value(); };
  EXPECT_EQ(correction().state, "claimed");
  EXPECT_EQ(lines_under_correction(*store, kept.matter.party_id, "D-1").value().size(), 2U);
  EXPECT_TRUE(is_asked_about(*store, kept.matter.party_id, "D-1").value());

  const notice::Given words{"the invoice does not show it"};
  const auto refuse = [&] {
    return refuse_claim(*store, rules, kept.matter.party_id, correction_id, words, day("2026-03-20"),
                        origin("refuse-1", "2026-03-20"));
  };
  ASSERT_TRUE(refuse().ok());
  EXPECT_EQ(only().notice.state, State::settled);
  EXPECT_EQ(correction().state, "settled");
  EXPECT_TRUE(lines_under_correction(*store, kept.matter.party_id, "D-1").value().empty())
      << "it may be corrected again";
  EXPECT_FALSE(is_asked_about(*store, kept.matter.party_id, "D-1").value());
  EXPECT_EQ(refuse()->matter.state, "settled") << "a repetition";
  expect_sound();
}

TEST_P(NoticesTest, ALineIsCorrectedOnceAtATime) {
  const auto kept = opened();
  ASSERT_TRUE(filed(kept, "2026-03-11").value().kept);
  auto other = candidate();
  other.finding.detector = "royalty_unreported";
  drafts({other});
  auto second = only();
  second.notice = notice::after(notice::after(second.notice, A::approve, "2026-03-09"), A::open, "2026-03-10");
  const auto taken = filed(second, "2026-03-11");
  ASSERT_TRUE(taken.ok()) << taken.error().detail;
  ASSERT_TRUE(taken->correction_refused);
  EXPECT_EQ(taken->correction_refused->refusal, correction::Refusal::line_has_an_open_correction);
}

TEST_P(NoticesTest, AnAuditNoticeBetweenDraftAndFilingIsNamedAndTheFirmDecides) {
  auto kept = opened();
  kept = *took(kept, A::record_audit_notice, "2026-03-12", {"", day("2026-03-12")}).kept;
  EXPECT_EQ(filed(kept, "2026-03-12")->correction_refused->refusal,
            correction::Refusal::audit_notice_arrived_since_the_draft);
  EXPECT_TRUE(filed(kept, "2026-03-12", {{}, {}, true})->kept) << "seen: without relief";
}

TEST_P(NoticesTest, WhoExplainsIsNotAskedAgain) {
  auto kept = opened();
  kept = *took(kept, A::explain, "2026-03-11", {"the price includes freight"}).kept;
  EXPECT_EQ(kept.matter.due_on, day("2026-03-25"));
  ASSERT_TRUE(took(kept, A::accept_explanation, "2026-03-12").kept);
  const auto made = drafts({candidate("B1248100998", "D-9"), candidate("B2208162517", "D-9")});
  EXPECT_EQ(made.silenced, 1U);
  EXPECT_EQ(made.drafted, 1U) << "another firm is";
  EXPECT_EQ(lessons(*store).value().answered().at("freight_left_out").explained, 1);
  EXPECT_EQ(effect(*store, world.law, day("2026-04-20")).value().all.accepted, 1);
}

TEST_P(NoticesTest, AQuestionOnlyIsCorrectedWithLinesAlone) {
  auto question = candidate();
  question.finding.proposed.clear();
  drafts({question});
  auto kept = only();
  kept.notice = notice::after(notice::after(kept.notice, A::approve, "2026-03-09"), A::open, "2026-03-10");
  EXPECT_EQ(filed(kept, "2026-03-11")->refused->refusal, notice::Refusal::nothing_to_correct_is_known);
  EXPECT_TRUE(filed(kept, "2026-03-11", {{{"1", correction::Tax::customs_duty, 800'000, 900'000}}, {}, false})->order);
}

TEST_P(NoticesTest, ANoticeLapsesWhenItsWindowIsOver) {
  opened();
  EXPECT_EQ(follow(*store, rules, day("2026-04-08"), origin().at).value(), 0U);
  EXPECT_EQ(follow(*store, rules, day("2026-04-09"), origin().at).value(), 1U);
  EXPECT_EQ(only().notice.state, State::lapsed);
  EXPECT_EQ(took(only(), A::explain, "2026-04-09", {"late"}).refused->refusal, notice::Refusal::notice_is_closed);
}

TEST_P(NoticesTest, OfTwoAtOnceTheSecondIsTold) {
  const auto kept = opened();
  ASSERT_TRUE(took(kept, A::ask, "2026-03-11", {"which seller?"}).kept);
  const auto second = take(*store, rules, kept, A::explain, {"so"}, day("2026-03-11"), origin());
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.error().code, "version_is_not_current");
}

}  // namespace
}  // namespace clearway::noticing
