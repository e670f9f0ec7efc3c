// Seizures in the record, on both engines: from proposal to a distribution that the ledger has, repetition, records.

#include "seizing/seizures.h"

#include <gtest/gtest.h>

#include "seizure/fixture_test.h"
#include "settlement/ledger.h"
#include "settlement/testing.h"

namespace clearway::seizing {
namespace {

using seizure::Action;
using seizure::at;
using seizure::day;
using seizure::Given;
using seizure::State;
using A = Action;

const enforcement::Enforcement& the_enforcement() {
  const auto& world = seizure::World::instance();
  static const enforcement::Enforcement enforcement(world.law, world.calendar,
                                                    enforcement::StepTable::of(world.law).value());
  return enforcement;
}
const seizure::WorkPolicy& policy() {
  static const auto policy = seizure::WorkPolicy::load(CLEARWAY_SOURCE_DIR "/policy").value();
  return policy;
}

class SeizuresTest : public record::testing::OnBothEngines {
 protected:
  void SetUp() override {
    OnBothEngines::SetUp();
    if (database) store = open();
  }
  static record::Origin origin(const std::string& request_id = "", const std::string& on = "2026-07-01") {
    return {"tester", request_id, *Instant::parse(on + "T03:00:00.000000Z")};
  }
  /// A notice of 26 million duty and 4 million value added tax, unpaid and demanded.
  seizure::Case subject() {
    auto order = settlement::testing::order_of("1", 26'000'000, 4'000'000, party);
    EXPECT_TRUE(settlement::testing::issue(*store, order, origin("", "2026-03-02")).ok());
    auto subject = seizure::proposed();
    subject.debts = {demanded()};
    return subject;
  }
  static seizure::Debt demanded() {
    seizure::Debt debt;
    debt.matter_id = "N-1";
    debt.number = "2026-000041";
    debt.statutory_date = day("2026-03-02");
    debt.notice_served_on = day("2026-03-03");
    debt.due_on = day("2026-03-18");
    debt.demanded_on = day("2026-03-25");
    debt.demand_served_on = day("2026-03-27");
    debt.demanded_by = day("2026-04-14");
    return debt;
  }
  Kept proposed() {
    auto subject = this->subject();
    subject.debts = with_amounts(*store, rules, party, subject.debts, day("2026-07-01")).value();
    auto kept = propose(*store, subject, origin("propose-1"));
    EXPECT_TRUE(kept.ok()) << kept.error().detail;
    return std::move(*kept);
  }
  Result<Taken> tried(const Kept& kept, Action action, const std::string& on, Given given = {},
                      const std::string& request_id = "") {
    if (given.by.empty()) given.by = action == A::approve ? "supervisor" : "officer";
    return take(*store, rules, kept, action, std::move(given), day(on), origin(request_id, on));
  }
  Kept took(const Kept& kept, Action action, const std::string& on, Given given = {}) {
    auto taken = tried(kept, action, on, std::move(given));
    EXPECT_TRUE(taken.ok()) << taken.error().code << " " << taken.error().detail;
    if (!taken || !taken->kept) {
      ADD_FAILURE() << name(action) << " "
                    << (taken && taken->refused ? std::string(name(taken->refused->refusal)) + taken->refused->expected
                                                : std::string());
      return kept;
    }
    return std::move(*taken->kept);
  }
  Kept seized() {
    const auto approved = took(proposed(), A::approve, "2026-07-02");
    return took(approved, A::seize, "2026-07-06",
                seizure::with_items({seizure::item("1", 20'000'000), seizure::item("2", 15'000'000)}));
  }
  Kept paid() {
    auto kept = took(seized(), A::value, "2026-07-10", seizure::values(22'000'000, 18'000'000));
    Given claim;
    claim.claim = seizure::mortgage("pledge", "2026-06-01", 9'000'000);
    kept = took(kept, A::enter_claim, "2026-07-10", claim);
    kept = took(kept, A::propose_sale, "2026-07-13", seizure::auction("2026-07-24"));
    kept = took(kept, A::approve, "2026-07-14");
    kept = took(kept, A::enter_bid, "2026-07-21", seizure::bid("B-7", 41'000'000));
    kept = took(kept, A::open_bids, "2026-07-24");
    kept = took(kept, A::award, "2026-07-27");
    Given price;
    price.amount_krw = 41'000'000;
    return took(kept, A::receive_price, "2026-08-03", price);
  }
  static Given drawn() {
    Given given;
    given.opens_on = day("2026-08-28");
    given.costs_krw = 1'200'000;
    given.interest_krw = 3'000;
    return given;
  }
  std::int64_t balance(const std::string& account, const std::string& matter) {
    const auto moved = store->query<ledger::Movements>([&](db::Connection& connection) {
      return settlement::movements(connection, party, {account, matter});
    });
    return ledger::balance(moved.value(), day("2027-01-01"));
  }
  void expect_sound() {
    const auto report = settlement::verify_ledger(database->url());
    ASSERT_TRUE(report.ok()) << report.error().detail;
    EXPECT_TRUE(report->ok());
    const auto records = record::verify(database->url(), database->key_file(), {});
    ASSERT_TRUE(records.ok());
    EXPECT_TRUE(records->ok());
  }

  const std::string party = "B1248100998";
  const seizure::World& world = seizure::World::instance();
  const Rules rules{world.law, world.calendar, the_enforcement(), policy(), settlement::testing::rules()};
  std::unique_ptr<record::Store> store;
};
INSTANTIATE_TEST_SUITE_P(Engines, SeizuresTest, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         record::testing::engine_name);

TEST_P(SeizuresTest, FromProposalToADistributionOfWhichTheLedgerHasEveryWon) {
  const auto price = paid();
  EXPECT_EQ(balance("cash.bank", "S-1"), 41'000'000);
  EXPECT_EQ(balance("unallocated_receipts", "S-1"), -41'000'000) << "nobody's until it is distributed";
  const auto statement = took(price, A::draw_up, "2026-08-05", drawn());
  const auto done = took(statement, A::approve, "2026-08-28");
  EXPECT_EQ(done.subject.state, State::distributed);
  EXPECT_EQ(done.matter.state, "distributed");
  EXPECT_EQ(balance("cash.bank", "S-1"), 41'003'000);
  EXPECT_EQ(balance("unallocated_receipts", "S-1"), 0);
  EXPECT_EQ(balance("receivable.enforcement_costs", "S-1"), 0);
  EXPECT_EQ(balance("revenue.enforcement_costs", "S-1"), -1'200'000);
  EXPECT_EQ(balance("receivable.customs_duty", "N-1"), 0);
  EXPECT_EQ(balance("receivable.value_added_tax", "N-1"), 0);
  EXPECT_EQ(balance("distributions_payable", "S-1"), -(41'003'000 - 1'200'000 - 30'000'000))
      << "9,000,000 to the creditor, the rest to the debtor";
  EXPECT_EQ(done.subject.statement->surplus_krw, 803'000);
  EXPECT_EQ(payment::state_on(settlement::order(*store, party, "1").value()->order, day("2026-08-28")),
            payment::OrderState::paid);
  expect_sound();
}

TEST_P(SeizuresTest, WhatTheLawStillAsksForIsNamedAndTheStepIsNotTaken) {
  auto early = subject();
  early.debts[0].demand_served_on.reset();
  early.debts = with_amounts(*store, rules, party, early.debts, day("2026-07-01")).value();
  const auto approved = took(propose(*store, early, origin()).value(), A::approve, "2026-07-02");
  const auto refused =
      tried(approved, A::seize, "2026-07-06", seizure::with_items({seizure::item("1", 1)})).value().refused;
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->refusal, seizure::Refusal::precondition_is_missing);
  EXPECT_NE(refused->text(world.messages).en.find("2026-000041"), std::string::npos);

  auto other = early;
  other.case_id = "S-2";
  other.debts[0] = demanded();
  other.debts = with_amounts(*store, rules, party, other.debts, day("2026-07-01")).value();
  other.debts[0].appeal_pending = true;
  auto kept = took(propose(*store, other, origin()).value(), A::approve, "2026-07-02");
  kept = took(kept, A::seize, "2026-07-06",
              seizure::with_items({seizure::item("1", 20'000'000), seizure::item("2", 15'000'000)}));
  kept = took(kept, A::value, "2026-07-10", seizure::values(22'000'000, 18'000'000));
  const auto sale = tried(kept, A::propose_sale, "2026-07-13", seizure::auction("2026-07-24")).value().refused;
  ASSERT_TRUE(sale) << "seized, but not sold while an appeal is pending";
  EXPECT_EQ(sale->refusal, seizure::Refusal::precondition_is_missing);
}

TEST_P(SeizuresTest, ARepetitionIsHarmlessAndOfTwoAtOnceTheSecondIsTold) {
  const auto kept = proposed();
  EXPECT_EQ(propose(*store, kept.subject, origin("propose-1")).value().matter.version, 1);
  const auto first = tried(kept, A::approve, "2026-07-02", {}, "approve-1").value();
  const auto again = tried(kept, A::approve, "2026-07-02", {}, "approve-1").value();
  EXPECT_EQ(again.kept->matter.version, first.kept->matter.version);
  Given other;
  other.text = "another request";
  EXPECT_EQ(tried(kept, A::approve, "2026-07-02", other, "approve-1").error().code,
            "request_id_was_used_for_another_request");
  EXPECT_EQ(tried(kept, A::approve, "2026-07-02", {}, "approve-2").error().code, "version_is_not_current");
}

TEST_P(SeizuresTest, WhatIsPaidMeanwhileIsNotTakenTwice) {
  const auto statement = took(paid(), A::draw_up, "2026-08-05", drawn());
  ASSERT_TRUE(settlement::testing::post_draft(*store,
                                              settlement::testing::duty_paid("late", 1'000'000, "N-1", "2026-08-10"),
                                              origin("", "2026-08-10"), party)
                  .ok());
  const auto refused = tried(statement, A::approve, "2026-08-28");
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, "balance_would_turn_negative") << "to be drawn up anew";
  Given reason;
  reason.by = "supervisor";
  reason.text = "the debtor has paid a part";
  auto kept = took(statement, A::refuse, "2026-08-28", reason);
  auto later = drawn();
  later.opens_on = day("2026-09-10");
  kept = took(took(kept, A::draw_up, "2026-08-31", later), A::approve, "2026-09-10");
  EXPECT_EQ(kept.subject.statement->surplus_krw, 1'803'000);
  EXPECT_EQ(balance("receivable.customs_duty", "N-1"), 0);
  expect_sound();
}

TEST_P(SeizuresTest, AForfeitedDepositStandsInTheLedgerUntilItIsDistributed) {
  auto kept = took(seized(), A::value, "2026-07-10", seizure::values(22'000'000, 18'000'000));
  kept = took(took(kept, A::propose_sale, "2026-07-13", seizure::auction("2026-07-24")), A::approve, "2026-07-14");
  kept = took(kept, A::enter_bid, "2026-07-21", seizure::bid("B-1", 45'000'000, 4'500'000));
  kept = took(kept, A::enter_bid, "2026-07-22", seizure::bid("B-2", 41'000'000));
  kept = took(took(kept, A::open_bids, "2026-07-24"), A::award, "2026-07-27");
  Given reason;
  reason.text = "not paid";
  kept = took(took(kept, A::demand_price, "2026-08-04"), A::lapse_award, "2026-08-18", reason);
  EXPECT_EQ(balance("unallocated_receipts", "S-1"), -4'500'000);
  kept = took(kept, A::award, "2026-08-20");
  Given price;
  price.amount_krw = 41'000'000;
  kept = took(kept, A::receive_price, "2026-08-27", price);
  auto day_of = drawn();
  day_of.opens_on = day("2026-09-10");
  kept = took(took(kept, A::draw_up, "2026-08-31", day_of), A::approve, "2026-09-10");
  EXPECT_EQ(balance("unallocated_receipts", "S-1"), 0);
  EXPECT_EQ(-balance("distributions_payable", "S-1"), 41'000'000 + 4'500'000 + 3'000 - 1'200'000 - 30'000'000);
  expect_sound();
}

TEST_P(SeizuresTest, AVisitMadeWithoutAConnectionComesLateTwiceAndSaysWhetherTheCaseMovedOn) {
  const auto kept = seized();
  seizure::FieldRecord record;
  record.record_id = "visit-0001";
  record.made_at = at("2026-07-07T02:00");
  record.received_at = at("2026-07-09T02:00");
  record.by = "officer";
  record.outcome = "promised_to_pay";
  record.made_offline = true;
  record.version_seen = kept.matter.version;
  record.signatures = {{"officer", "Kim Yesi", "as it was said", at("2026-07-07T02:30"), "", ""}};
  const Personal personal{"Yesi-ro 12", "pays half on Friday"};
  const auto added = add_record(*store, kept, record, personal, day("2026-07-09"), origin("visit-1", "2026-07-09"));
  ASSERT_TRUE(added.ok() && added->kept) << added.error().detail;
  EXPECT_FALSE(added->kept->subject.records[0].moved_on);
  EXPECT_EQ(added->kept->matter.body.find("Friday"), std::string::npos) << "what was said is not in the open";
  EXPECT_EQ(added->kept->subject.records[0].signatures[0].signer, "K***");
  const auto current = find(*store, party, "S-1").value().value();
  for (const auto* request : {"visit-1", "visit-2"}) {
    const auto again = add_record(*store, current, record, personal, day("2026-07-09"), origin(request, "2026-07-09"));
    ASSERT_TRUE(again.ok());
    EXPECT_EQ(again->kept->matter.version, added->kept->matter.version) << "once";
  }
  auto changed = personal;
  changed.text = "something else";
  EXPECT_EQ(add_record(*store, current, record, changed, day("2026-07-09"), origin("visit-3")).error().code,
            "request_id_was_used_for_another_request");
  record.record_id = "visit-0002";
  const auto later = add_record(*store, current, record, personal, day("2026-07-09"), origin("visit-4")).value();
  EXPECT_TRUE(later.kept->subject.records[1].moved_on) << "made before the first one came";
  const auto read = record::wait<std::string>([&](auto done) {
    store->look_up_personal_data(party, personal_subject("S-1", "visit-0001"), "text", "the plan", origin("read-1"),
                                 done);
  });
  EXPECT_EQ(read.value(), "pays half on Friday");
  EXPECT_EQ(debtor_name(*store, kept, "a letter", origin("read-2")).value(), "Sample Trading");
  EXPECT_EQ(kept.subject.debtor, "S***");
  expect_sound();
}

TEST_P(SeizuresTest, ADebtThatTheLedgerLacksIsNamed) {
  auto unknown = demanded();
  unknown.matter_id = "N-9";
  EXPECT_EQ(with_amounts(*store, rules, party, {unknown}, day("2026-07-01")).error().code, "matter_is_unknown");
}

TEST_P(SeizuresTest, TheOpenCasesOfAnOffice) {
  const auto kept = proposed();
  EXPECT_EQ(open_cases(*store, "040").value().size(), 1U);
  EXPECT_EQ(open_cases(*store, "020").value().size(), 0U);
  const auto assigned = assign(*store, kept, "account-kim", origin("assign-1"));
  EXPECT_EQ(assigned.value().matter.assignee, "account-kim");
  Given reason;
  reason.text = "paid at the counter";
  reason.ground = "paid";
  took(*assigned, A::release, "2026-07-02", reason);
  EXPECT_EQ(open_cases(*store, "040").value().size(), 0U);
}

}  // namespace
}  // namespace clearway::seizing
