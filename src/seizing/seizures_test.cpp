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
    const auto opened = origin("", "2026-03-18");
    EXPECT_EQ(collection::open_overdue(*store, rules.debts(), day("2026-03-18"), opened.at, party).value(), 1U);
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
  /// A payment of the debtor, by its own days of value and of knowledge.
  void pay(std::int64_t krw, const std::string& on, std::string known = "") {
    if (known.empty()) known = on;
    const auto debt = collection::of_matter(*store, party, "N-1").value().value();
    arrears::Event event;
    event.kind = arrears::EventKind::paid;
    event.on = day(on);
    event.amount = krw;
    event.word = "transfer";
    const auto taken = collection::take(*store, rules.debts(), debt, {event}, day(known), origin("", known));
    ASSERT_TRUE(taken.ok() && taken->kept);
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
  // 3 % and the days up to 3 August, on which the price came in (National Tax Collection Act 91(2)); none since.
  const auto debt = collection::of_matter(*store, party, "N-1").value().value();
  const auto stated = collection::statement(*store, rules.debts(), debt, day("2026-08-28")).value().statement;
  const auto grown = collection::statement(*store, rules.debts(), debt, day("2026-08-02")).value().statement;
  EXPECT_EQ(stated.state, arrears::State::settled);
  EXPECT_EQ(debt.matter.state, "settled");
  EXPECT_EQ(stated.penalty.paid, grown.penalty.left() + grown.one_more_day);
  EXPECT_GT(stated.penalty.paid, 900'000) << "3 % of 30 million at least";
  ASSERT_EQ(stated.payments.size(), 1U);
  EXPECT_EQ(stated.payments[0].receipt.channel, "public_sale");
  EXPECT_EQ(stated.payments[0].receipt.on, day("2026-08-03"));
  const auto penalty = stated.penalty.paid;
  EXPECT_EQ(balance("cash.bank", "S-1"), 41'003'000);
  EXPECT_EQ(balance("unallocated_receipts", "S-1"), 0);
  EXPECT_EQ(balance("receivable.enforcement_costs", "S-1"), 0);
  EXPECT_EQ(balance("revenue.enforcement_costs", "S-1"), -1'200'000);
  EXPECT_EQ(balance("receivable.customs_duty", "N-1"), 0);
  EXPECT_EQ(balance("receivable.value_added_tax", "N-1"), 0);
  // The debt is older than the pledge and comes first; what is left of the pledge's 9,000,000 is all there is.
  EXPECT_EQ(balance("distributions_payable", "S-1"), -(41'003'000 - 1'200'000 - 30'000'000 - penalty));
  EXPECT_EQ(balance("receivable.penalty", "N-1"), 0);
  EXPECT_EQ(balance("revenue.penalty", "N-1"), -penalty);
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

TEST_P(SeizuresTest, WhatIsPaidAfterThePriceCameInIsOverpaid) {
  const auto statement = took(paid(), A::draw_up, "2026-08-05", drawn());
  pay(1'000'000, "2026-08-10");
  took(statement, A::approve, "2026-08-28");
  EXPECT_EQ(balance("overpayments", "N-1"), -1'000'000) << "the price had collected the whole debt on 3 August";
  EXPECT_EQ(balance("receivable.customs_duty", "N-1"), 0);
  expect_sound();
}

TEST_P(SeizuresTest, APaymentOfBeforeThatIsLearntOfLaterIsNotTakenTwice) {
  const auto statement = took(paid(), A::draw_up, "2026-08-05", drawn());
  const auto to_customs = [](const Kept& kept) {
    std::int64_t sum = 0;
    for (const auto& one : kept.subject.statement->allotments) sum += one.krw;
    return sum;
  };
  pay(1'000'000, "2026-07-30", "2026-08-10");
  const auto refused = tried(statement, A::approve, "2026-08-28");
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, "amounts_have_moved_on") << "to be drawn up anew";
  Given reason;
  reason.by = "supervisor";
  reason.text = "the debtor has paid a part";
  auto kept = took(statement, A::refuse, "2026-08-28", reason);
  auto later = drawn();
  later.opens_on = day("2026-09-10");
  kept = took(took(kept, A::draw_up, "2026-08-31", later), A::approve, "2026-09-10");
  EXPECT_LE(to_customs(kept), to_customs(statement) - 1'000'000) << "and less penalty";
  EXPECT_EQ(balance("receivable.customs_duty", "N-1"), 0);
  EXPECT_EQ(balance("overpayments", "N-1"), 0);
  expect_sound();
}

TEST_P(SeizuresTest, ASeizureInterruptsPrescriptionUntilItEnds) {
  const auto kept = seized();
  const auto prescription = [&](const char* on) {
    const auto debt = collection::of_matter(*store, party, "N-1").value().value();
    return *collection::statement(*store, rules.debts(), debt, day(on)).value().statement.prescription;
  };
  EXPECT_EQ(prescription("2026-07-07").completes, std::nullopt);
  Given reason;
  reason.text = "others are enough";
  reason.ground = "value_far_above";
  reason.committee = true;
  took(kept, A::release, "2026-09-01", reason);
  EXPECT_EQ(prescription("2026-09-02").starts, day("2026-09-02"));
  expect_sound();
}

TEST_P(SeizuresTest, APlanThatIsGrantedMeanwhileClosesSeizureAndSale) {
  const auto approved = took(proposed(), A::approve, "2026-07-02");
  const auto defer = [&](const char* on, arrears::EventKind kind, std::optional<Date> until = {}) {
    const auto debt = collection::of_matter(*store, party, "N-1").value().value();
    arrears::Event event;
    event.kind = kind;
    event.on = day(on);
    event.until = until;
    const auto taken = collection::take(*store, rules.debts(), debt, {event}, day(on), origin("", on));
    EXPECT_TRUE(taken.ok() && taken->kept) << (taken.ok() ? std::string("refused") : taken.error().code);
  };
  const auto items = seizure::with_items({seizure::item("1", 20'000'000), seizure::item("2", 15'000'000)});
  defer("2026-07-03", arrears::EventKind::deferred, day("2027-07-02"));
  const auto refused = tried(approved, A::seize, "2026-07-06", items).value().refused;
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->refusal, seizure::Refusal::precondition_is_missing);
  EXPECT_NE(refused->text(world.messages).ko.find("유예"), std::string::npos) << refused->text(world.messages).ko;

  defer("2026-07-07", arrears::EventKind::deferral_ended);
  auto kept = took(approved, A::seize, "2026-07-08", items);
  kept = took(kept, A::value, "2026-07-10", seizure::values(22'000'000, 18'000'000));
  kept = took(took(kept, A::propose_sale, "2026-07-13", seizure::auction("2026-07-24")), A::approve, "2026-07-14");
  kept = took(kept, A::enter_bid, "2026-07-21", seizure::bid("B-7", 41'000'000));
  kept = took(kept, A::open_bids, "2026-07-24");
  defer("2026-07-25", arrears::EventKind::deferred, day("2027-07-02"));
  const auto award = tried(kept, A::award, "2026-07-27").value().refused;
  ASSERT_TRUE(award) << "a plan granted between opening and award";
  EXPECT_EQ(award->refusal, seizure::Refusal::precondition_is_missing);
}

TEST_P(SeizuresTest, WhatTheArrearsCaseOfTheDebtSaysBarsTheSeizure) {
  using namespace enforcement;
  struct Row {
    const char* what;
    Finding finding;
  };
  const std::vector<Row> rows = {{"an order of rehabilitation", Finding::rehabilitation_order},
                                 {"a stay by a court", Finding::court_stay},
                                 {"bankruptcy", Finding::bankrupt}};
  const auto approved = took(proposed(), A::approve, "2026-07-02");
  const auto debt = collection::of_matter(*store, party, "N-1").value().value();
  File file{1, {}, {}, {}};
  const auto add = [&](EventKind kind, const char* on, StepKind step, std::optional<Date> until = {}) {
    auto& event = file.events.emplace_back();
    event.kind = kind;
    event.on = day(on);
    event.step = step;
    event.until = until;
  };
  add(EventKind::step, "2026-03-02", StepKind::payment_notice, day("2026-03-17"));
  add(EventKind::service, "2026-03-03", StepKind::payment_notice);
  add(EventKind::step, "2026-03-25", StepKind::demand, day("2026-04-14"));
  add(EventKind::service, "2026-03-27", StepKind::demand);
  const auto items = seizure::with_items({seizure::item("1", 20'000'000), seizure::item("2", 15'000'000)});
  const auto opened = enforcing::open(*store, rules.cases(), {"A-1", party, "040", debt.file.debt_id, file},
                                      day("2026-07-03"), origin("", "2026-07-03"));
  ASSERT_TRUE(opened.ok()) << opened.error().code;
  ASSERT_TRUE(opened->kept);
  auto arrears_case = *opened->kept;
  for (const auto& row : rows) {
    Event event;
    event.kind = EventKind::finding;
    event.on = day("2026-07-04");
    event.finding = row.finding;
    auto entered =
        enforcing::enter(*store, rules.cases(), arrears_case, event, day("2026-07-05"), origin("", "2026-07-05"));
    ASSERT_TRUE(entered.ok() && entered->kept) << row.what;
    const auto refused = tried(approved, A::seize, "2026-07-06", items).value().refused;
    EXPECT_TRUE(refused && refused->refusal == seizure::Refusal::precondition_is_missing) << row.what;
    event.yes = false;
    entered =
        enforcing::enter(*store, rules.cases(), *entered->kept, event, day("2026-07-05"), origin("", "2026-07-05"));
    ASSERT_TRUE(entered.ok() && entered->kept) << row.what;
    arrears_case = *entered->kept;
  }
  EXPECT_FALSE(tried(approved, A::seize, "2026-07-06", items).value().refused);
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
  const auto penalty = -balance("revenue.penalty", "N-1");
  EXPECT_EQ(-balance("distributions_payable", "S-1"),
            41'000'000 + 4'500'000 + 3'000 - 1'200'000 - 30'000'000 - penalty);
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
  EXPECT_EQ(with_amounts(*store, rules, party, {unknown}, day("2026-07-01")).error().code, "debt_is_unknown");
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
