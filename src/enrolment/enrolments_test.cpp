// Enrolments in the record, on both engines: a year from application to outcome, corrections, exemption, days.

#include "enrolment/enrolments.h"

#include <gtest/gtest.h>

#include "notice/fixture_test.h"
#include "noticing/claims.h"
#include "noticing/exemptions.h"
#include "programme/fixture_test.h"
#include "record/testing.h"
#include "record/wait.h"
#include "settlement/testing.h"

namespace clearway::enrolment {
namespace {

using programme::Action;
using programme::day;
using programme::Given;
using programme::Outcome;
using programme::State;
using programme::Verdict;
using A = Action;

const std::string party = "B1248100998";

class EnrolmentsTest : public record::testing::OnBothEngines {
 protected:
  void SetUp() override {
    OnBothEngines::SetUp();
    if (database) store = open();
  }
  static record::Origin origin(const std::string& request_id = "", const std::string& on = "2026-03-09") {
    return {"tester", request_id, *Instant::parse(on + "T03:00:00.000000Z")};
  }
  Kept kept(const programme::Enrolment& enrolment) {
    auto made = keep(*store, enrolment, origin());
    EXPECT_TRUE(made.ok()) << made.error().detail;
    return std::move(*made);
  }
  Taken took(const Kept& from, Action action, const std::string& on, const Given& given = {},
             const std::string& request_id = "") {
    auto taken = take(*store, rules, from, action, given, day(on), origin(request_id, on));
    EXPECT_TRUE(taken.ok()) << taken.error().detail;
    return taken ? std::move(*taken) : Taken{};
  }
  Taken corrected(const Kept& from, const std::string& request_id, std::int64_t correct_krw = 880'000) {
    return corrected(from, {{"1", correction::Tax::customs_duty, 800'000, correct_krw}}, request_id);
  }
  Taken corrected(const Kept& from, std::vector<correction::LineDifference> lines,
                  const std::string& request_id = "correct-1") {
    auto declared = notice::draft(party, "D-1");
    declared.notice_id.clear();
    declared.sent_on.reset();
    const auto asked = programme::questions_on(world.law, day("2026-02-16")).back();
    Found found{asked.field, asked.question, "D-1", {}};
    found.edited.lines = std::move(lines);
    auto taken =
        correct(*store, rules, notices, from, declared, found, {}, day("2026-03-04"), origin(request_id, "2026-03-04"));
    EXPECT_TRUE(taken.ok()) << taken.error().code << taken.error().detail;
    return taken ? std::move(*taken) : Taken{};
  }
  noticing::Candidate candidate(const std::string& declaration) {
    const auto draft = notice::draft(party, declaration);
    return {draft.finding, draft.declared};
  }
  void expect_sound() {
    const auto report = settlement::verify_ledger(database->url());
    ASSERT_TRUE(report.ok()) << report.error().detail;
    EXPECT_TRUE(report->ok());
    const auto records = record::verify(database->url(), database->key_file(), {});
    ASSERT_TRUE(records.ok());
    EXPECT_TRUE(records->ok());
  }

  const programme::World& world = programme::World::instance();
  const programme::Rules& rules = world.rules;
  const noticing::Rules notices{world.law, world.calendar, notice::World::instance().quoter,
                                settlement::testing::rules()};
  std::unique_ptr<record::Store> store;
};
INSTANTIATE_TEST_SUITE_P(Engines, EnrolmentsTest, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         record::testing::engine_name);

TEST_P(EnrolmentsTest, AFirmIsEnrolledOnce) {
  programme::Enrolment application;
  application.enrolment_id = "E-1";
  application.party_id = party;
  application.customs_office = "040";
  Given given;
  given.facts = programme::sound_facts();
  const auto on = day("2026-02-02");
  const auto first = apply(*store, rules, application, given, on, origin("apply-1")).value();
  ASSERT_TRUE(first.kept);
  EXPECT_EQ(first.kept->matter.state, "applied");
  EXPECT_EQ(first.kept->matter.due_on, day("2026-03-16"));
  const auto again = apply(*store, rules, application, given, on, origin("apply-1")).value();
  ASSERT_TRUE(again.kept) << "a repetition is answered";
  EXPECT_EQ(again.kept->matter.version, first.kept->matter.version);
  application.enrolment_id = "E-2";
  const auto second = apply(*store, rules, application, given, on, origin("apply-2")).value();
  ASSERT_TRUE(second.refused);
  EXPECT_EQ(name(second.refused->refusal), "firm_is_enrolled_already");
}

TEST_P(EnrolmentsTest, AnErrorFoundIsCorrectedChargedAndOrderedInOneStep) {
  const auto from = kept(programme::answered(Verdict::wrong));
  const auto taken = corrected(from, "correct-1");
  ASSERT_TRUE(taken.kept);
  ASSERT_TRUE(taken.order);
  ASSERT_EQ(taken.kept->enrolment.round->corrections.size(), 1U);
  const auto& correction = taken.kept->enrolment.round->corrections.front();
  EXPECT_EQ(correction.corrected_krw, taken.order->order.total_krw);
  const auto file = record::Matters(*store).find(party, correction.correction_id).value();
  ASSERT_TRUE(file);
  EXPECT_TRUE(noticing::read_correction(file->body)->notice_id.empty()) << "of its own accord";
  EXPECT_EQ(noticing::read_correction(file->body)->filings.front().sum.tax_krw, 80'000);

  const auto again = corrected(from, "correct-1");
  ASSERT_TRUE(again.kept && again.order) << "a repetition is answered";
  EXPECT_EQ(again.kept->enrolment.round->corrections.size(), 1U);
  EXPECT_EQ(again.order->order.account_number, taken.order->order.account_number);
  EXPECT_EQ(settlement::orders_of(*store, party)->size(), 1U);

  const auto overlapping = corrected(*taken.kept, "correct-2", 900'000);
  ASSERT_TRUE(overlapping.correction_refused) << "the line is under correction";
  EXPECT_EQ(took(*taken.kept, A::submit, "2026-03-09").kept->matter.state, "verifying");
  expect_sound();
}

TEST_P(EnrolmentsTest, WhatIsClaimedBackBesideMoreTaxIsDecidedAboutOnceThatIsPaid) {
  const auto from = kept(programme::answered(Verdict::wrong));
  const auto taken = corrected(from, {{"1", correction::Tax::customs_duty, 800'000, 880'000},
                                      {"1", correction::Tax::value_added_tax, 1'080'000, 1'030'000}});
  ASSERT_TRUE(taken.order);
  const auto correction_id = taken.kept->enrolment.round->corrections.front().correction_id;
  const auto state = [&] { return record::Matters(*store).find(party, correction_id).value()->state; };
  EXPECT_EQ(state(), "filed");
  const auto& order = taken.order->order;
  const auto csv = "reference,account_number,amount_krw,value_date\nA-1," + order.account_number + "," +
                   std::to_string(order.total_krw) + ",2026-03-05\n";
  const auto on = origin("", "2026-03-05");
  ASSERT_TRUE(record::wait<settlement::Imported>([&](auto done) {
                settlement::import_bank_file(*store, settlement::testing::rules(), "bank.csv", csv, on,
                                             std::move(done));
              }).ok());
  EXPECT_EQ(noticing::follow(*store, notices, day("2026-03-05"), on.at).value(), 1U) << "without a notice too";
  EXPECT_EQ(state(), "claimed");
  const auto claims = noticing::open_claims(*store).value();
  ASSERT_EQ(claims.size(), 1U);
  EXPECT_GT(claims.front().file.refund_krw, 50'000) << "with its interest";
  EXPECT_EQ(claims.front().matter.due_on, day("2026-05-04")) << "two months from the filing of 4 March";
  const auto refund = noticing::accept_claim(*store, notices, party, correction_id, {"so it is"}, day("2025-02-18"),
                                             day("2026-03-09"), origin("accept-1"));
  ASSERT_TRUE(refund.ok()) << refund.error().code;
  EXPECT_EQ(refund->refund.principal_krw, 50'000);
  EXPECT_EQ(state(), "settled");
  EXPECT_TRUE(noticing::lines_under_correction(*store, party, "D-1").value().empty());
  expect_sound();
}

TEST_P(EnrolmentsTest, OfTwoAtOnceTheSecondIsTold) {
  const auto from = kept(programme::verifying());
  ASSERT_TRUE(took(from, A::verify, "2026-03-16", programme::by_broker("broker"), "verify-1").kept);
  const auto second = take(*store, rules, from, A::return_check, programme::by_broker("other", "freight"),
                           day("2026-03-16"), origin("return-1"));
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.error().code, "version_is_not_current");
  EXPECT_TRUE(took(from, A::verify, "2026-03-16", programme::by_broker("broker"), "verify-1").kept) << "repeated";
}

TEST_P(EnrolmentsTest, NobodyIsAskedAboutWhatIsSettled) {
  kept(programme::settled());
  auto origin_of_sale = candidate("D-2");
  origin_of_sale.finding.detector = "preference_unproven";
  auto later = candidate("D-3");
  later.declared.declared_on = day("2026-01-05");
  const auto exemptions = noticing::Exemptions::load(*store).value();
  const auto covers = [&](const noticing::Candidate& one) {
    return exemptions.cover(world.law, world.messages, one.finding, one.declared.declared_on, day("2026-05-04"));
  };
  EXPECT_TRUE(covers(candidate("D-1"))) << "freight of 2025";
  EXPECT_FALSE(covers(origin_of_sale));
  EXPECT_FALSE(covers(later));
  auto other = candidate("D-4");
  other.finding.party_id = "B2208162517";
  EXPECT_FALSE(covers(other)) << "of a firm in no programme";
}

TEST_P(EnrolmentsTest, DaysBringRemindersYearsAndEnds) {
  const auto from = kept(programme::checking());  // until 18 May 2026
  EXPECT_EQ(follow(*store, rules, day("2026-04-01"), origin().at).value(), 0U);
  EXPECT_EQ(follow(*store, rules, day("2026-04-18"), origin().at).value(), 1U) << "a reminder";
  EXPECT_EQ(follow(*store, rules, day("2026-04-18"), origin().at).value(), 0U) << "once";
  EXPECT_EQ(follow(*store, rules, day("2026-05-19"), origin().at).value(), 1U) << "not reported";
  auto now = find(*store, party, from.matter.matter_id).value().value();
  EXPECT_EQ(now.enrolment.past.back().outcome, Outcome::not_reported);
  EXPECT_EQ(follow(*store, rules, day("2027-01-04"), origin().at).value(), 1U) << "2026 is opened";
  now = find(*store, party, from.matter.matter_id).value().value();
  EXPECT_EQ(now.enrolment.round->year, 2026);
  const auto history = record::Matters(*store).history(now.matter).value();
  EXPECT_EQ(history.back().event, "open_round");
  expect_sound();
}

}  // namespace
}  // namespace clearway::enrolment
