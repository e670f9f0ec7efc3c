// Debts in the record, on both engines.

#include "collection/debts.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "settlement/testing.h"

namespace clearway::collection {
namespace {

using namespace settlement::testing;  // NOLINT(google-build-using-namespace)
using arrears::Event;
using arrears::EventKind;

class DebtsTest : public record::testing::OnBothEngines {
 protected:
  void SetUp() override {
    OnBothEngines::SetUp();
    if (database) store = open();
  }

  static const arrears::Terms& terms() {
    static const auto calendar = law::load_calendar(source + "/law").value();
    static const arrears::Terms the{rules().law, calendar, rules().chart};
    return the;
  }
  static Instant noon(const char* on) { return *Instant::parse(std::string(on) + "T03:00:00.000000Z"); }
  static record::Origin at(const char* on, std::string request = "", std::string actor = "officer") {
    return {std::move(actor), std::move(request), noon(on)};
  }

  /// 60,000,000 won of duty and 40,000,000 of value added tax, due on 2026-03-17; its account number.
  std::string issue_declared(const std::string& id = "O-1") {
    auto order = order_of(id, 60'000'000, 40'000'000);
    order.matter.kind = "declaration";
    const auto issued = issue(*store, order);
    EXPECT_TRUE(issued.ok()) << issued.error().detail;
    return issued ? issued->order.account_number : "";
  }
  std::size_t open_on(const char* on) {
    const auto opened = open_overdue(*store, terms(), day(on), noon(on));
    EXPECT_TRUE(opened.ok()) << opened.error().code << opened.error().detail;
    return opened ? *opened : 0;
  }
  Kept only() {
    record::MatterSearch asked;
    asked.every_party = true;
    const auto page = search(*store, asked);
    EXPECT_EQ(page->matters.size(), 1U);
    return kept_of(page->matters.at(0)).value();
  }
  std::size_t follow_on(const char* on) { return follow(*store, terms(), {party}, day(on), noon(on)).value(); }
  Taken enter(const Kept& kept, Event event, const char* today, std::string request = "") {
    auto taken = take(*store, terms(), kept, {std::move(event)}, day(today), at(today, std::move(request)));
    EXPECT_TRUE(taken.ok()) << taken.error().code << " " << taken.error().detail;
    return taken ? std::move(*taken) : Taken{};
  }
  static Event event(EventKind kind, const char* on, std::int64_t amount = 0, std::string word = {}) {
    Event event;
    event.kind = kind;
    event.on = day(on);
    event.amount = amount;
    event.word = std::move(word);
    return event;
  }
  arrears::Statement state(const char* on, const char* known = nullptr) {
    const auto stated = statement(*store, terms(), only(), day(on),
                                  known == nullptr ? std::nullopt : std::optional(arrears::end_of(day(known))));
    EXPECT_TRUE(stated.ok()) << stated.error().code;
    return stated ? stated->statement : arrears::Statement{};
  }
  std::int64_t total(const std::string& account) {
    const auto report = settlement::verify_ledger(database->url());
    const auto found = report->totals.find(account);
    return found == report->totals.end() ? 0 : found->second;
  }
  void expect_sound() {
    const auto ledger = settlement::verify_ledger(database->url());
    ASSERT_TRUE(ledger.ok()) << ledger.error().detail;
    EXPECT_TRUE(ledger->ok()) << ledger->first->why << " " << ledger->first->subject_id;
    const auto records = record::verify(database->url(), database->key_file(), {});
    ASSERT_TRUE(records.ok());
    EXPECT_TRUE(records->ok());
  }

  std::unique_ptr<record::Store> store;
};
INSTANTIATE_TEST_SUITE_P(Engines, DebtsTest, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         record::testing::engine_name);

TEST_P(DebtsTest, AnOrderThatFellDueBecomesOneDebt) {
  issue_declared();
  EXPECT_EQ(open_on("2026-03-17"), 0U);
  EXPECT_EQ(open_on("2026-03-18"), 1U);
  EXPECT_EQ(open_on("2026-03-18"), 0U);
  const auto kept = only();
  EXPECT_EQ(kept.matter.state, "open");
  EXPECT_EQ(kept.matter.amount_krw, 100'000'000);
  EXPECT_EQ(kept.matter.related_id, "O-1");
  EXPECT_EQ(state("2026-03-27").penalty.left(), 10 * (13'200 + 8'800));
  expect_sound();
}

TEST_P(DebtsTest, WhatComesInByBankFileIsBookedAndTheRestMeetsThePenalty) {
  const auto account = issue_declared();
  open_on("2026-03-18");
  ASSERT_TRUE(
      import(*store, csv_header + credit_row("A-1", account, 100'120'000, "2026-03-27"), at("2026-03-27")).ok());
  // The bank file knew of the tax only: the rest stands as an overpayment until the debt is followed.
  EXPECT_EQ(state("2026-03-27").balance(), 100'000);
  EXPECT_EQ(follow_on("2026-03-27"), 1U);
  EXPECT_EQ(follow_on("2026-03-27"), 0U);
  const auto now = state("2026-03-27");
  EXPECT_EQ(now.penalty.paid, 120'000);
  EXPECT_EQ(now.balance(), 100'000);
  EXPECT_EQ(now.payments.at(0).receipt.channel, "virtual_account");
  EXPECT_EQ(total("overpayments"), 0);
  EXPECT_EQ(total("revenue.penalty"), -120'000);
  expect_sound();
  // The bank calls it back: all is owed again, with the penalty of those days.
  ASSERT_TRUE(
      import(*store, csv_header + reversal_row("A-2", "A-1", 100'120'000, "2026-03-30"), at("2026-03-31")).ok());
  EXPECT_EQ(follow_on("2026-03-31"), 1U);
  EXPECT_EQ(state("2026-03-31").tax.left(), 100'000'000);
  EXPECT_EQ(state("2026-03-31").penalty.left(), 14 * 22'000);
  EXPECT_EQ(state("2026-03-31").refund_due(), 0);
  EXPECT_EQ(total("overpayments"), 0);
  EXPECT_EQ(total("receivable.refund_recovery"), 0);
  EXPECT_EQ(total("revenue.penalty"), 0);
  // As it was known before, the payment stands.
  EXPECT_EQ(state("2026-03-29", "2026-03-30").tax.left(), 0);
  expect_sound();
}

TEST_P(DebtsTest, AnEventStepsTheFileAndStandsInTheLedgerWithIt) {
  issue_declared();
  open_on("2026-03-18");
  const auto read = only();
  const auto taken = enter(read, event(EventKind::paid, "2026-03-20", 70'000'000, "transfer"), "2026-04-06", "r-1");
  ASSERT_TRUE(taken.kept) << name(taken.refused->refusal);
  EXPECT_EQ(taken.kept->matter.version, 2);
  EXPECT_EQ(taken.kept->matter.amount_krw, 30'000'000);
  const auto now = state("2026-04-06");
  EXPECT_EQ(now.payments.at(0).to_tax.at(0).amount_krw, 60'000'000);
  EXPECT_EQ(now.payments.at(0).to_tax.at(1).amount_krw, 10'000'000);
  EXPECT_TRUE(now.is_booked());
  // Again under its request id: the same, once.
  const auto again = enter(read, event(EventKind::paid, "2026-03-20", 70'000'000, "transfer"), "2026-04-06", "r-1");
  ASSERT_TRUE(again.kept);
  EXPECT_EQ(again.kept->matter.version, 2);
  EXPECT_EQ(state("2026-04-06").payments.size(), 1U);
  // Another request under it is refused.
  const auto other = take(*store, terms(), read, {event(EventKind::paid, "2026-03-20", 1, "transfer")},
                          day("2026-04-06"), at("2026-04-06", "r-1"));
  EXPECT_EQ(other.error().code, "request_id_was_used_for_another_request");
  // As known on the day before it was entered, nothing was paid.
  EXPECT_EQ(state("2026-03-27", "2026-04-05").tax.left(), 100'000'000);
  EXPECT_EQ(state("2026-03-27", "2026-04-06").tax.left(), 30'000'000);
  expect_sound();
}

TEST_P(DebtsTest, WhatIsPaidOfTheDebtIsPaidOfItsOrder) {
  issue_declared();
  open_on("2026-03-18");
  const auto left = [&] { return settlement::order(*store, party, "O-1").value()->order.remaining_krw(); };
  ASSERT_TRUE(enter(only(), event(EventKind::costs_charged, "2026-03-19", 84'000), "2026-03-19").kept);
  EXPECT_EQ(left(), 100'000'000) << "the order does not ask for costs";
  ASSERT_TRUE(enter(only(), event(EventKind::paid, "2026-03-20", 20'000'000, "transfer"), "2026-03-20").kept);
  EXPECT_EQ(left(), 80'084'000) << "costs come first";
  EXPECT_EQ(left(), state("2026-03-20").tax.left());
  auto bounced = event(EventKind::payment_reversed, "2026-03-23");
  bounced.reference = state("2026-03-20").payments.at(0).receipt.transaction_id;
  ASSERT_TRUE(enter(only(), bounced, "2026-03-23").kept);
  EXPECT_EQ(left(), 100'000'000);
  EXPECT_EQ(left(), state("2026-03-23").tax.left());
  ASSERT_TRUE(enter(only(), event(EventKind::paid, "2026-03-24", 101'000'000, "transfer"), "2026-03-24").kept);
  EXPECT_EQ(left(), 0) << "what is paid beyond it is not paid of it";
  expect_sound();
}

TEST_P(DebtsTest, WhatTheBankCallsBackIsOwedOfTheOrderAgain) {
  const auto account = issue_declared();
  open_on("2026-03-18");
  const auto left = [&] { return settlement::order(*store, party, "O-1").value()->order.remaining_krw(); };
  ASSERT_TRUE(import(*store, csv_header + credit_row("A-1", account, 20'000'000, "2026-03-24"), at("2026-03-24")).ok());
  // Costs of an earlier day are entered late: they come before the tax that the bank file had paid.
  ASSERT_TRUE(enter(only(), event(EventKind::costs_charged, "2026-03-19", 84'000), "2026-03-25").kept);
  EXPECT_EQ(left(), 80'084'000);
  EXPECT_EQ(left(), state("2026-03-25").tax.left());
  ASSERT_TRUE(import(*store, csv_header + reversal_row("A-2", "A-1", 20'000'000, "2026-03-26"), at("2026-03-26")).ok());
  follow_on("2026-03-26");
  EXPECT_EQ(left(), 100'000'000);
  EXPECT_EQ(left(), state("2026-03-26").tax.left());
  expect_sound();
}

TEST_P(DebtsTest, OfTwoOfficersAtOnceTheSecondIsTold) {
  issue_declared();
  open_on("2026-03-18");
  const auto read = only();
  std::atomic<int> done = 0, told = 0;
  const auto pay = [&](const char* actor) {
    const auto taken = take(*store, terms(), read, {event(EventKind::paid, "2026-03-20", 60'000'000, "transfer")},
                            day("2026-03-20"), at("2026-03-20", std::string("r-") + actor, actor));
    if (taken.ok() && taken->kept) ++done;
    if (!taken.ok() && taken.error().code == "version_is_not_current") ++told;
  };
  std::thread first(pay, "one"), second(pay, "two");
  first.join();
  second.join();
  EXPECT_EQ(done, 1);
  EXPECT_EQ(told, 1);
  EXPECT_EQ(state("2026-03-20").tax.left(), 40'000'000);
  expect_sound();
}

TEST_P(DebtsTest, WhatIsRefusedLeavesNothingBehind) {
  issue_declared();
  open_on("2026-03-18");
  const auto before = settlement::verify_ledger(database->url())->head;
  const auto refused = enter(only(), event(EventKind::paid, "2026-03-01", 1'000, "transfer"), "2026-03-20", "r-1");
  ASSERT_TRUE(refused.refused);
  EXPECT_EQ(name(refused.refused->refusal), "day_is_before_the_debt");
  EXPECT_EQ(only().matter.version, 1);
  EXPECT_EQ(settlement::verify_ledger(database->url())->head, before);
}

TEST_P(DebtsTest, AnOverpaymentOfAnotherOrderIsSetOff) {
  auto other = order_of("O-9", 1'000, 100);
  const auto issued = issue(*store, other);
  ASSERT_TRUE(issued.ok());
  ASSERT_TRUE(
      import(*store, csv_header + credit_row("A-9", issued->order.account_number, 5'001'100, "2026-03-10")).ok());
  issue_declared();
  open_on("2026-03-18");
  auto set_off = event(EventKind::set_off, "2026-03-20", 5'000'000);
  set_off.reference = "receipt:A-9";
  ASSERT_TRUE(enter(only(), set_off, "2026-03-20").kept);
  const auto now = state("2026-03-20");
  EXPECT_EQ(now.tax.left(), 95'000'000);
  EXPECT_EQ(now.payments.at(0).receipt.on, day("2026-03-20"));
  EXPECT_EQ(total("overpayments"), 0);
  // What is gone cannot be used twice.
  const auto twice = enter(only(), set_off, "2026-03-23");
  ASSERT_TRUE(twice.refused);
  EXPECT_EQ(name(twice.refused->refusal), "nothing_to_set_off");
  expect_sound();
}

TEST_P(DebtsTest, TheProofIsThatOfTheLedgerAsKnownThen) {
  issue_declared();
  open_on("2026-03-18");
  ASSERT_TRUE(enter(only(), event(EventKind::paid, "2026-03-20", 1'000'000, "transfer"), "2026-03-20").kept);
  const auto then = statement(*store, terms(), only(), day("2026-03-20"), arrears::end_of(day("2026-03-20")));
  ASSERT_TRUE(enter(only(), event(EventKind::paid, "2026-03-19", 1'000'000, "transfer"), "2026-04-20").kept);
  const auto later = statement(*store, terms(), only(), day("2026-03-20"), arrears::end_of(day("2026-03-20")));
  const auto now = statement(*store, terms(), only(), day("2026-03-20"));
  EXPECT_EQ(then->proof.digest.size(), 64U);
  EXPECT_EQ(then->proof.digest, later->proof.digest);
  EXPECT_EQ(then->proof.position, later->proof.position);
  EXPECT_EQ(then->statement.balance(), later->statement.balance());
  EXPECT_NE(now->proof.digest, later->proof.digest);
  EXPECT_LT(now->statement.balance(), later->statement.balance());
  EXPECT_EQ(then->lines.size(), later->lines.size());
}

TEST_P(DebtsTest, BeforeItWasADebtThereIsNoStatement) {
  issue_declared();
  open_on("2026-03-18");
  EXPECT_EQ(statement(*store, terms(), only(), day("2026-03-17"), arrears::end_of(day("2026-03-17"))).error().code,
            "debt_is_not_known");
  EXPECT_EQ(statement(*store, terms(), only(), day("2026-03-01")).error().code, "debt_is_not_known");
}

TEST_P(DebtsTest, WhatTheLedgerRefusesIsARefusalToo) {
  issue_declared();
  open_on("2026-03-18");
  ASSERT_TRUE(enter(only(), event(EventKind::paid, "2026-04-03", 70'000'000, "transfer"), "2026-04-03").kept);
  // Extinct before a payment that was taken for it.
  const auto taken = enter(only(), event(EventKind::extinguished, "2026-03-27", 0, "discharge"), "2026-04-06");
  ASSERT_TRUE(taken.refused);
  EXPECT_EQ(name(taken.refused->refusal), "refused_by_the_ledger");
  EXPECT_NE(taken.refused->value.find("balance_would_turn_negative"), std::string::npos);
  EXPECT_EQ(only().matter.version, 2);
  expect_sound();
}

TEST_P(DebtsTest, ExtinctThroughTheDoorAndStillVerified) {
  issue_declared();
  open_on("2026-03-18");
  ASSERT_TRUE(enter(only(), event(EventKind::extinguished, "2026-03-27", 0, "discharge"), "2026-03-27").kept);
  EXPECT_EQ(only().matter.state, "extinct");
  EXPECT_EQ(only().matter.amount_krw, 0);
  EXPECT_EQ(total("extinct"), 100'220'000);
  EXPECT_EQ(open_on("2026-04-30"), 0U);
  expect_sound();
}

TEST_P(DebtsTest, WhatABankFileBringsForAnExtinctDebtIsKeptAndOwedBack) {
  const auto account = issue_declared();
  open_on("2026-03-18");
  enter(only(), event(EventKind::extinguished, "2026-03-20", 0, "discharge"), "2026-03-20");
  ASSERT_TRUE(import(*store, csv_header + credit_row("A-1", account, 5'000'000, "2026-03-27"), at("2026-03-27")).ok());
  EXPECT_EQ(follow_on("2026-03-27"), 0U);
  const auto now = state("2026-03-27");
  EXPECT_EQ(now.state, arrears::State::extinct);
  EXPECT_EQ(now.balance(), 0);
  EXPECT_EQ(total("cash.virtual_accounts"), 5'000'000);
  EXPECT_EQ(total("overpayments") + total("unallocated_receipts"), -5'000'000) << "nothing meets it";
  expect_sound();
}

}  // namespace
}  // namespace clearway::collection
