// Orders, bank files, refunds in the record, on both engines.

#include "settlement/payments.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <map>

#include "settlement/testing.h"

namespace clearway::settlement {
namespace {

using namespace testing;  // NOLINT(google-build-using-namespace)
using payment::Outcome;

class PaymentsTest : public record::testing::OnBothEngines {
 protected:
  void SetUp() override {
    OnBothEngines::SetUp();
    if (database) store = open();
  }
  void expect_sound() {
    const auto report = verify_ledger(database->url());
    ASSERT_TRUE(report.ok()) << report.error().detail;
    EXPECT_TRUE(report->ok()) << report->first->why << " " << report->first->subject_id;
    const auto records = record::verify(database->url(), database->key_file(), {});
    ASSERT_TRUE(records.ok());
    EXPECT_TRUE(records->ok());
  }
  std::int64_t total(const std::string& account) {
    const auto report = verify_ledger(database->url());
    const auto found = report->totals.find(account);
    return found == report->totals.end() ? 0 : found->second;
  }
  OrderRow read(const std::string& id, const std::string& whose = party) {
    return order(*store, whose, id).value().value();
  }
  std::string account_of(const std::string& id, std::int64_t duty, std::int64_t tax) {
    const auto issued = issue(*store, order_of(id, duty, tax));
    EXPECT_TRUE(issued.ok()) << issued.error().detail;
    return issued ? issued->order.account_number : "";
  }
  Result<Explained<RefundRow>> decide(const std::string& id, const char* on, const std::string& whose = party) {
    return record::wait<Explained<RefundRow>>(
        [&](auto done) { decide_refund(*store, rules(), whose, id, day(on), origin(), std::move(done)); });
  }
  /// Released by somebody else than who decided.
  Result<RefundRow> pay(const std::string& id, const char* on, const std::string& whose = party) {
    auto second = origin();
    second.actor = "supervisor";
    return record::wait<RefundRow>(
        [&](auto done) { pay_refund(*store, rules(), whose, id, day(on), second, std::move(done)); });
  }
  Result<OrderRow> set(const std::string& id, payment::Standing standing) {
    return record::wait<OrderRow>([&](auto done) {
      set_order(*store, rules(), party, id, standing, day("2026-03-05"), "filed again", origin(), std::move(done));
    });
  }
  std::unique_ptr<record::Store> store;
};
INSTANTIATE_TEST_SUITE_P(Engines, PaymentsTest, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         record::testing::engine_name);

TEST_P(PaymentsTest, AnOrderIsIssuedOnceUnderANumberOfItsOwn) {
  const auto first = issue(*store, order_of("O-1", 60'000, 40'000));
  ASSERT_TRUE(first.ok()) << first.error().detail;
  const auto again = issue(*store, order_of("O-1", 60'000, 40'000));
  const auto second = issue(*store, order_of("O-2", 1'000, 100));
  ASSERT_TRUE(again.ok() && second.ok());
  EXPECT_EQ(again->order.account_number, first->order.account_number);
  EXPECT_NE(second->order.account_number, first->order.account_number);
  EXPECT_TRUE(rules().policy.is_well_formed(first->order.account_number));
  EXPECT_EQ(issue(*store, order_of("O-1", 60'001, 40'000)).error().code, "already_exists");
  EXPECT_EQ(issue(*store, order_of("O-3", 0, 1)).error().code, "amount_is_not_positive");
  EXPECT_EQ(orders_of(*store, party)->size(), 2U);
  EXPECT_EQ(total("receivable.customs_duty"), 61'000);
  expect_sound();
}

TEST_P(PaymentsTest, ABankFileExactlyUnderOverTwiceUnknownAndLate) {
  const auto exact = account_of("exact", 60'000, 40'000), under = account_of("under", 60'000, 40'000),
             over = account_of("over", 60'000, 40'000);
  const auto unknown = rules().policy.number_pattern(day("2026-03-02")).number(99'999).value();
  const auto csv = csv_header + credit_row("A-1", exact, 100'000) + credit_row("A-2", under, 70'000) +
                   credit_row("A-3", over, 100'500) + credit_row("A-4", exact, 100'000) +
                   credit_row("A-5", unknown, 7'000) + credit_row("A-6", "123", 300) +
                   credit_row("A-7", under, 30'000, "2026-03-20") + credit_row("A-8", over, 1, "2026-03-01");
  const auto imported = import(*store, csv);
  ASSERT_TRUE(imported.ok()) << imported.error().detail;
  std::map<std::string, std::string> outcomes;
  for (const auto& taken : imported->taken) {
    outcomes[taken.receipt.receipt_id] = name(taken.receipt.outcome);
    EXPECT_EQ(taken.steps.size(), 1U);
    EXPECT_EQ(taken.receipt.payer, "S***");
  }
  EXPECT_EQ(outcomes, (std::map<std::string, std::string>{{"A-1", "exact"},
                                                          {"A-2", "part_payment"},
                                                          {"A-3", "over_payment"},
                                                          {"A-4", "double_payment"},
                                                          {"A-5", "unknown_account"},
                                                          {"A-6", "wrong_account_number"},
                                                          {"A-7", "exact"},
                                                          {"A-8", "dated_before_the_matter"}}));
  EXPECT_EQ(imported->file.recorded, 8);
  EXPECT_EQ(imported->file.received_krw, 407'801);
  EXPECT_EQ(total("cash.virtual_accounts") + total("cash.bank"), 407'801);
  EXPECT_EQ(total("overpayments"), -100'500);
  EXPECT_EQ(total("unallocated_receipts"), -7'301);
  EXPECT_EQ(total("receivable.customs_duty") + total("receivable.value_added_tax"), 0);
  EXPECT_EQ(read("under").order.paid_krw, 100'000);
  EXPECT_TRUE(imported->taken[6].receipt.late);
  EXPECT_EQ(refunds_of(*store, party)->size(), 3U);
  // The payer's name is kept, encrypted; a look-up is recorded.
  const auto payer = record::wait<std::string>([&](auto done) {
    store->look_up_personal_data(party, "A-1", "payer", "refund to the payer", origin(), std::move(done));
  });
  EXPECT_EQ(payer.value(), "Sample Trading 0012");
  expect_sound();
}

TEST_P(PaymentsTest, TheSameFileTwiceIsHarmlessAndSoAreItsRowsInAnother) {
  const auto account = account_of("O-1", 60'000, 40'000);
  const auto csv = csv_header + credit_row("A-1", account, 100'000);
  ASSERT_TRUE(import(*store, csv).ok());
  const auto again = import(*store, csv);
  ASSERT_TRUE(again.ok());
  EXPECT_TRUE(again->imported_before);
  EXPECT_EQ(again->file.recorded, 1);
  const auto overlapping = import(*store, csv + credit_row("A-2", account, 5));
  ASSERT_TRUE(overlapping.ok());
  EXPECT_FALSE(overlapping->imported_before);
  EXPECT_EQ(overlapping->file.known, 1);
  EXPECT_EQ(overlapping->file.recorded, 1);
  const auto changed = import(*store, csv_header + credit_row("A-1", account, 90'000));
  ASSERT_TRUE(changed.ok());
  ASSERT_EQ(changed->rejected.size(), 1U);
  EXPECT_EQ(changed->rejected[0].cause, payment::RejectCause::reference_has_other_content);
  EXPECT_EQ(changed->rejected[0].source_row, 2U);
  EXPECT_EQ(total("cash.virtual_accounts"), 100'005);
  EXPECT_EQ(bank_files(*store, 10)->size(), 3U);
  expect_sound();
}

TEST_P(PaymentsTest, APaymentForAClosedOrderIsKeptApartAndGivenBack) {
  const auto account = account_of("O-1", 60'000, 40'000);
  ASSERT_TRUE(set("O-1", payment::Standing::cancelled).ok());
  EXPECT_TRUE(set("O-1", payment::Standing::cancelled).ok()) << "again is harmless";
  EXPECT_EQ(set("O-1", payment::Standing::closed).error().code, "order_is_not_open");
  EXPECT_EQ(total("receivable.customs_duty"), 0);
  const auto imported = import(*store, csv_header + credit_row("A-1", account, 100'000));
  ASSERT_TRUE(imported.ok());
  EXPECT_EQ(imported->taken.at(0).receipt.outcome, Outcome::closed_order);
  const auto proposed = refunds_in(*store, payment::RefundState::proposed).value();
  ASSERT_EQ(proposed.size(), 1U);
  EXPECT_EQ(pay("refund:A-1", "2026-03-12").error().code, "refund_is_not_decided");
  const auto decided = decide("refund:A-1", "2026-03-12");
  ASSERT_TRUE(decided.ok()) << decided.error().detail;
  EXPECT_EQ(decided->value.refund.interest_krw, 0) << "no interest on this ground";
  EXPECT_EQ(total("refunds_payable"), -100'000);
  ASSERT_TRUE(pay("refund:A-1", "2026-03-13").ok());
  EXPECT_EQ(pay("refund:A-1", "2026-03-13").error().code, "refund_is_not_decided");
  EXPECT_EQ(total("refunds_payable"), 0);
  EXPECT_EQ(total("cash.virtual_accounts") + total("cash.bank"), 0);
  expect_sound();
}

TEST_P(PaymentsTest, AReversalBringsBackWhatWasOwedAndIsTakenOnce) {
  const auto account = account_of("O-1", 60'000, 40'000);
  const auto imported =
      import(*store, csv_header + credit_row("A-1", account, 100'000) + reversal_row("R-1", "A-1", 100'000) +
                         reversal_row("R-2", "A-1", 100'000) + reversal_row("R-3", "A-9", 100'000));
  ASSERT_TRUE(imported.ok()) << imported.error().detail;
  EXPECT_EQ(imported->file.recorded, 2);
  EXPECT_EQ(imported->file.reversed_krw, 100'000);
  ASSERT_EQ(imported->rejected.size(), 2U);
  EXPECT_EQ(imported->rejected[0].cause, payment::RejectCause::reversed_before);
  EXPECT_EQ(imported->rejected[0].source_row, 4U);
  EXPECT_EQ(imported->rejected[1].cause, payment::RejectCause::reversed_payment_is_unknown);
  EXPECT_EQ(read("O-1").order.paid_krw, 0);
  EXPECT_EQ(total("receivable.customs_duty"), 60'000);
  EXPECT_EQ(total("cash.virtual_accounts"), 0);
  // Paid again under the same number.
  ASSERT_TRUE(import(*store, csv_header + credit_row("A-2", account, 100'000, "2026-03-13")).ok());
  EXPECT_EQ(read("O-1").order.paid_krw, 100'000);
  expect_sound();
}

TEST_P(PaymentsTest, AReversalAfterTheRefundLeavesAClaimAndLosesNoWon) {
  const auto account = account_of("O-1", 60'000, 40'000);
  ASSERT_TRUE(
      import(*store, csv_header + credit_row("A-1", account, 36'600'000) + credit_row("A-2", account, 36'500'000))
          .ok());
  ASSERT_TRUE(decide("refund:A-1", "2026-04-09").ok());
  ASSERT_TRUE(decide("refund:A-2", "2026-04-09").ok());
  EXPECT_EQ(total("expense.refund_interest"), 2 * 93'000);
  ASSERT_TRUE(pay("refund:A-1", "2026-04-10").ok());
  // A-2 was decided only: the decision is withdrawn. A-1 was paid out: it has to come back, with its interest.
  const auto reversed = import(*store, csv_header + reversal_row("R-1", "A-1", 36'600'000, "2026-04-20") +
                                           reversal_row("R-2", "A-2", 36'500'000, "2026-03-11"));
  ASSERT_TRUE(reversed.ok()) << reversed.error().detail;
  ASSERT_TRUE(reversed->rejected.empty()) << reversed->rejected[0].value;
  EXPECT_EQ(total("receivable.refund_recovery"), 36'593'000);
  EXPECT_EQ(total("refunds_payable"), 0);
  EXPECT_EQ(total("overpayments"), 0);
  EXPECT_EQ(total("expense.refund_interest"), 0);
  EXPECT_EQ(total("receivable.customs_duty"), 60'000);
  EXPECT_EQ(total("cash.virtual_accounts") + total("cash.bank"), -36'593'000) << "what was paid out and never came in";
  std::map<std::string, payment::RefundState> states;
  const auto refunds = refunds_of(*store, party).value();
  for (const auto& refund : refunds) states[refund.refund_id] = refund.refund.state;
  EXPECT_EQ(states["refund:A-1"], payment::RefundState::paid);
  EXPECT_EQ(states["refund:A-2"], payment::RefundState::withdrawn);
  expect_sound();
}

TEST_P(PaymentsTest, MoneyOfNobodyGoesToItsPartyAndPaysWhatIsOwed) {
  (void)account_of("O-1", 60'000, 40'000);
  ASSERT_TRUE(import(*store, csv_header + credit_row("A-1", "123", 70'000)).ok());
  const auto given = record::wait<std::int64_t>(
      [&](auto done) { give_to_party(*store, rules(), "A-1", party, day("2026-03-12"), origin(), std::move(done)); });
  ASSERT_TRUE(given.ok()) << given.error().detail;
  EXPECT_EQ(*given, 70'000);
  const auto allocate_it = [&](const std::string& request) {
    return record::wait<Allocated>([&](auto done) {
      allocate(*store, rules(), party, "receipt:A-1", "N-O-1", day("2026-03-12"), origin(request), std::move(done));
    });
  };
  const auto first = allocate_it("r-1"), again = allocate_it("r-1"), more = allocate_it("r-2");
  ASSERT_TRUE(first.ok() && again.ok());
  EXPECT_EQ(first->amount_krw, 70'000);
  EXPECT_EQ(again->amount_krw, 70'000) << "the same request is answered as before";
  EXPECT_EQ(more.error().code, "nothing_to_allocate");
  EXPECT_EQ(total("receivable.value_added_tax"), 30'000);
  EXPECT_EQ(read("O-1").order.paid_krw, 70'000);
  EXPECT_EQ(total("clearing.between_parties"), 0);
  EXPECT_EQ(total("unallocated_receipts"), 0);
  expect_sound();
}

TEST_P(PaymentsTest, WhatIsOverdueIsListed) {
  const auto account = account_of("O-1", 60'000, 40'000);
  (void)account_of("O-2", 5'000, 500);
  (void)account_of("O-3", 7'000, 700);
  ASSERT_TRUE(set("O-3", payment::Standing::cancelled).ok());
  ASSERT_TRUE(import(*store, csv_header + credit_row("A-1", account, 70'000)).ok());
  EXPECT_TRUE(overdue(*store, rules().chart, day("2026-03-17"))->empty());
  const auto found = overdue(*store, rules().chart, day("2026-03-18")).value();
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].order_id, "O-1");
  EXPECT_EQ(found[0].unpaid_krw, 30'000);
  EXPECT_EQ(found[1].unpaid_krw, 5'500);
}

TEST_P(PaymentsTest, ACamtFileOfTheBank) {
  const auto first = account_of("O-1", 60'000, 40'000);
  const auto second = account_of("O-2", 50'000, 1);
  ASSERT_EQ(first, "79012000000014");
  ASSERT_EQ(second, "79012000000027");
  const auto file = [&](const std::string& name) {
    std::ifstream in(source + "/src/payment/cases/" + name, std::ios::binary);
    return std::string{std::istreambuf_iterator<char>(in), {}};
  };
  const auto batch = import(*store, file("batch.camt.054.001.02.xml"));
  ASSERT_TRUE(batch.ok()) << batch.error().detail;
  EXPECT_EQ(batch->file.recorded, 2);
  EXPECT_EQ(batch->file.not_booked, 1);
  EXPECT_EQ(batch->rejected.size(), 1U);
  EXPECT_EQ(read("O-1").order.remaining_krw(), 0);
  EXPECT_EQ(read("O-2").order.remaining_krw(), 1);
  const auto back = import(*store, file("reversal.camt.054.001.08.xml"));
  ASSERT_TRUE(back.ok()) << back.error().detail;
  EXPECT_EQ(back->file.recorded, 2);
  EXPECT_EQ(read("O-1").order.paid_krw, 0);
  // Files with rejected rows are gone through again: what they brought is known.
  const auto again = import(*store, file("batch.camt.054.001.02.xml"));
  ASSERT_TRUE(again.ok());
  EXPECT_FALSE(again->imported_before);
  EXPECT_EQ(again->file.recorded, 2);
  EXPECT_EQ(again->taken.size(), 2U);
  EXPECT_TRUE(again->taken[0].known_before);
  EXPECT_EQ(total("cash.virtual_accounts"), 0);
  expect_sound();
}

TEST_P(PaymentsTest, LargeFilesAreTakenInPieces) {
  const auto account = account_of("O-1", 900'000, 100'000);
  auto csv = csv_header;
  for (int n = 0; n < 450; ++n) csv += credit_row("A-" + std::to_string(n), account, 1'000);
  const auto imported = import(*store, csv);
  ASSERT_TRUE(imported.ok()) << imported.error().detail;
  EXPECT_EQ(imported->file.recorded, 450);
  EXPECT_EQ(read("O-1").order.paid_krw, 450'000);
  expect_sound();
}

}  // namespace
}  // namespace clearway::settlement
