#include "arrears/statement.h"

#include "arrears/file_json.h"
#include "arrears/fixture_test.h"

namespace clearway::arrears {
namespace {

using testing::day;
using testing::Desk;

/// The worked example of the law: noticed on 2026-03-27, due on 2026-04-13, paid on 2026-09-30.
Desk example() {
  Desk desk;
  auto given = Desk::event(EventKind::notice_given, "2026-03-27");
  EXPECT_EQ(desk.enter(given, "2026-03-27"), "");
  EXPECT_EQ(desk.enter(Desk::event(EventKind::notice_served, "2026-03-27"), "2026-03-27"), "");
  return desk;
}

TEST(ArrearsStatementTest, TheWorkedExampleToTheWon) {
  auto desk = example();
  const auto before = desk.state("2026-09-30");
  EXPECT_EQ(before.tax.left(), 100'000'000);
  EXPECT_EQ(before.penalty.left(), 6'938'000);
  EXPECT_EQ(before.items[0].computed.notice_due->date, day("2026-04-13"));
  EXPECT_EQ(desk.enter(Desk::paid("2026-09-30", 106'938'000), "2026-09-30"), "");
  const auto after = desk.state("2026-09-30");
  EXPECT_EQ(after.balance(), 0);
  EXPECT_EQ(after.state, State::settled);
  EXPECT_EQ(after.payments.at(0).to_tax_in_all(), 100'000'000);
  EXPECT_EQ(after.payments.at(0).to_penalty, 6'938'000);
  EXPECT_TRUE(after.is_booked());
  // The ledger holds the same, with the penalty posted as it was paid.
  EXPECT_TRUE(after.money.booked.empty());
  const auto balances = ledger::balances(desk.book.transactions(), day("2026-09-30"), std::nullopt);
  EXPECT_EQ(balances.at({"cash.bank", "M-1"}), 106'938'000);
  EXPECT_EQ(balances.at({"revenue.penalty", "M-1"}), -6'938'000);
}

TEST(ArrearsStatementTest, TheBalanceOnADayAsKnownOnAnother) {
  auto desk = example();
  // Paid on 3 April, known on 20 April only.
  ASSERT_EQ(desk.enter(Desk::paid("2026-04-03", 40'000'000), "2026-04-20"), "");
  EXPECT_EQ(desk.state("2026-04-14", "2026-04-14").tax.left(), 100'000'000);
  EXPECT_EQ(desk.state("2026-04-14", "2026-04-14").penalty.left(), 9 * 22'000 + 22'000 + 3'000'000);
  const auto later = desk.state("2026-04-14", "2026-04-20");
  EXPECT_EQ(later.tax.left(), 60'000'000);
  EXPECT_EQ(later.penalty.left(), 9 * 22'000 + 13'200 + 1'800'000);
  EXPECT_TRUE(later.is_booked());
  // As it was known then it stays, whatever is learnt.
  EXPECT_EQ(desk.state("2026-04-14", "2026-04-19").tax.left(), 100'000'000);
}

TEST(ArrearsStatementTest, AnEarlierPaymentThatIsLearntOfLaterComesFirst) {
  auto desk = example();
  ASSERT_EQ(desk.enter(Desk::paid("2026-04-10", 70'000'000), "2026-04-10"), "");
  ASSERT_EQ(desk.enter(Desk::paid("2026-03-10", 50'000'000), "2026-05-04"), "");
  const auto now = desk.state("2026-05-04");
  EXPECT_EQ(now.tax.left(), 0);
  // 50 M until 26 March: 9 days at 11,000; the rest of the second payment meets it.
  EXPECT_EQ(now.penalty.charged, 99'000);
  EXPECT_EQ(now.penalty.left(), 0);
  EXPECT_EQ(now.refund_due(), 20'000'000 - 99'000);
  EXPECT_TRUE(now.is_booked());
  for (const auto* on : {"2026-03-10", "2026-04-09", "2026-04-10"}) EXPECT_TRUE(desk.state(on).is_booked()) << on;
  EXPECT_EQ(desk.state("2026-04-09").tax.left(), 50'000'000);
  const auto balances = ledger::balances(desk.book.transactions(), day("2026-05-04"), std::nullopt);
  EXPECT_EQ(balances.at({"overpayments", "M-1"}), -(20'000'000 - 99'000));
}

TEST(ArrearsStatementTest, TaxesOfOneNoticeAreOneDebtInTheOrderOfTheChart) {
  Desk desk({{"value_added_tax", 1'000'000}, {"customs_duty", 800'000}, {"penalty", 80'000}});
  // Together above the floor of 1.5 M, though each is below it.
  EXPECT_EQ(desk.state("2026-03-27").penalty.left(), 80'000 + 10 * 0 + 1'760 + 2'200);
  auto costs = Desk::event(EventKind::costs_charged, "2026-03-20");
  costs.amount = 30'000;
  ASSERT_EQ(desk.enter(costs, "2026-03-27"), "");
  ASSERT_EQ(desk.enter(Desk::paid("2026-03-27", 900'000), "2026-03-27"), "");
  const auto now = desk.state("2026-03-27");
  ASSERT_EQ(now.payments.size(), 1U);
  EXPECT_EQ(now.payments[0].to_costs, 30'000);
  ASSERT_EQ(now.payments[0].to_tax.size(), 2U);
  EXPECT_EQ(now.payments[0].to_tax[0].charge, "customs_duty");
  EXPECT_EQ(now.payments[0].to_tax[0].amount_krw, 800'000);
  EXPECT_EQ(now.payments[0].to_tax[1].amount_krw, 70'000);
  EXPECT_EQ(now.payments[0].to_penalty, 0);
  EXPECT_TRUE(now.is_booked());
}

TEST(ArrearsStatementTest, ANoticeServedOnASundayByPublicationAndAfterItsDeadline) {
  struct Row {
    const char* why;
    const char* given;
    const char* named;
    const char* served;
    bool published;
    const char* due;
    bool moved;
  };
  const Row rows[] = {
      {"no deadline named, served on Sunday: 15 days from it", "2026-03-27", nullptr, "2026-03-29", false, "2026-04-13",
       false},
      {"named, served in time", "2026-03-27", "2026-04-20", "2026-03-30", false, "2026-04-20", false},
      {"named, served 5 days before it: 14 days from arrival", "2026-03-27", "2026-04-13", "2026-04-08", false,
       "2026-04-22", true},
      {"named, served after it", "2026-03-27", "2026-04-13", "2026-04-20", false, "2026-05-04", true},
      {"served on Sunday after it", "2026-03-27", "2026-04-13", "2026-04-19", false, "2026-05-04", true},
      {"by publication: deemed served 14 days later", "2026-03-27", nullptr, "2026-03-30", true, "2026-04-28", false},
      {"by publication, named, after its deadline", "2026-03-27", "2026-04-13", "2026-04-01", true, "2026-04-29", true},
  };
  for (const auto& row : rows) {
    Desk desk;
    auto given = Desk::event(EventKind::notice_given, row.given);
    if (row.named != nullptr) given.until = day(row.named);
    ASSERT_EQ(desk.enter(given, row.given), "") << row.why;
    // Before it is served it changes nothing.
    EXPECT_FALSE(desk.state(row.given).items[0].computed.notice_due) << row.why;
    auto served = Desk::event(EventKind::notice_served, row.served);
    served.published = row.published;
    ASSERT_EQ(desk.enter(served, row.served), "") << row.why;
    const auto now = desk.state("2026-06-30");
    ASSERT_TRUE(now.items[0].computed.notice_due) << row.why;
    EXPECT_EQ(now.items[0].computed.notice_due->date.text(), row.due) << row.why;
    EXPECT_EQ(now.named_due.has_value(), row.moved) << row.why;
  }
}

TEST(ArrearsStatementTest, WhatIsDecidedEndsAndBegins) {
  auto desk = example();
  auto deferred = Desk::event(EventKind::deferred, "2026-05-04");
  deferred.until = day("2027-05-04");
  ASSERT_EQ(desk.enter(deferred, "2026-05-04"), "");
  EXPECT_EQ(desk.state("2026-05-04").state, State::deferred);
  EXPECT_EQ(desk.state("2026-05-03").state, State::open);
  ASSERT_EQ(desk.enter(Desk::event(EventKind::deferral_ended, "2026-08-03"), "2026-08-03"), "");
  const auto ended = desk.state("2026-08-03");
  EXPECT_EQ(ended.state, State::open);
  // 91 days on which prescription did not run.
  EXPECT_EQ(ended.prescription->suspended_days, 91);
  auto held = Desk::event(EventKind::held, "2026-09-01");
  held.word = "without_means";
  ASSERT_EQ(desk.enter(held, "2026-09-01"), "");
  EXPECT_EQ(desk.state("2026-09-01").state, State::held);
  ASSERT_EQ(desk.enter(Desk::event(EventKind::hold_ended, "2026-09-10"), "2026-09-10"), "");
  EXPECT_EQ(desk.state("2026-09-10").state, State::open);
  EXPECT_EQ(desk.state("2026-09-09").state, State::held);
}

TEST(ArrearsStatementTest, PrescriptionIsInterruptedAndInTheEndExtinguishes) {
  auto desk = example();
  EXPECT_EQ(desk.state("2026-09-30").prescription->completes, day("2031-04-13"));
  auto seized = Desk::event(EventKind::interrupted, "2026-06-01");
  seized.word = "seizure";
  seized.until = day("2026-07-31");
  ASSERT_EQ(desk.enter(seized, "2026-09-30"), "");
  EXPECT_EQ(desk.state("2026-09-30").prescription->completes, day("2031-07-31"));
  auto extinct = Desk::event(EventKind::extinguished, "2026-09-30");
  extinct.word = "prescription";
  EXPECT_EQ(desk.enter(extinct, "2026-09-30"), "prescription_is_not_complete");
  EXPECT_EQ(desk.last.expected, "2031-07-31");
  extinct.word = "discharge";
  ASSERT_EQ(desk.enter(extinct, "2026-09-30"), "");
  const auto now = desk.state("2026-12-31");
  EXPECT_EQ(now.state, State::extinct);
  EXPECT_EQ(now.balance(), 0);
  EXPECT_EQ(now.tax.extinguished, 100'000'000);
  EXPECT_EQ(now.penalty.extinguished, 6'938'000);
  EXPECT_EQ(now.one_more_day, 0);
  EXPECT_TRUE(now.money.booked.empty());
  EXPECT_EQ(ledger::balances(desk.book.transactions(), day("2026-12-31"), {}).at({"extinct", "M-1"}), 106'938'000);
  EXPECT_EQ(desk.state("2026-09-29").balance(), 106'938'000 - 22'000);
}

TEST(ArrearsStatementTest, AFileIsKeptAsItIs) {
  auto desk = example();
  auto facts = Desk::event(EventKind::facts_established, "2026-04-20");
  facts.facts = desk.file.events.front().facts;
  facts.facts->extended_to = day("2026-03-20");
  ASSERT_EQ(desk.enter(facts, "2026-04-20"), "");
  ASSERT_EQ(desk.enter(Desk::paid("2026-04-20", 1), "2026-04-20"), "");
  const auto text = to_json(desk.file);
  const auto read = from_json(text);
  ASSERT_TRUE(read.ok()) << read.error().detail;
  EXPECT_EQ(to_json(*read), text);
  EXPECT_EQ(read->events.size(), desk.file.events.size());
  for (const auto* broken :
       {"", "{}", "[]", R"({"party_id":"B","debt_id":"D","matter_id":"M","opened_on":"x","events":[]})",
        R"({"party_id":"B","debt_id":"D","matter_id":"M","opened_on":"2026-01-01","events":[{}]})"}) {
    EXPECT_EQ(from_json(broken).error().code, "body_is_not_readable") << broken;
  }
}

}  // namespace
}  // namespace clearway::arrears
