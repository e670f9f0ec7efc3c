#include "arrears/take.h"

#include <rapidcheck.h>

#include <functional>

#include "arrears/file_json.h"
#include "arrears/fixture_test.h"

namespace clearway::arrears {
namespace {

using testing::day;
using testing::Desk;

Event with_word(EventKind kind, const char* on, std::string word, std::int64_t amount = 0) {
  auto event = Desk::event(kind, on);
  event.word = std::move(word);
  event.amount = amount;
  return event;
}
Event reversal(std::string of, const char* on) {
  auto event = Desk::event(EventKind::payment_reversed, on);
  event.reference = std::move(of);
  return event;
}
Event reduction(std::string charge, std::int64_t amount, const char* on) {
  auto event = with_word(EventKind::reduced, on, "correction", amount);
  event.charge = std::move(charge);
  return event;
}
Event liable(std::string party, std::int64_t amount, const char* on) {
  auto event = with_word(EventKind::liable_added, on, "controlling_shareholder", amount);
  event.reference = std::move(party);
  event.liability = {{}, 60, true};
  return event;
}
Event until(Event event, const char* last) {
  event.until = day(last);
  return event;
}
Event release(std::string of, const char* on) {
  auto event = Desk::event(EventKind::security_released, on);
  event.reference = std::move(of);
  return event;
}
Event set_off(std::string from, std::int64_t amount, const char* on) {
  auto event = Desk::event(EventKind::set_off, on);
  event.reference = std::move(from);
  event.amount = amount;
  return event;
}
Event facts(debt::Cause cause, const char* on) {
  auto event = Desk::event(EventKind::facts_established, on);
  event.facts.emplace();
  event.facts->cause = cause;
  return event;
}

/// What an officer may get wrong, each with the name it is refused by; entered on 4 May 2026.
TEST(ArrearsTakeTest, WhatIsWrongIsRefusedByName) {
  const char* today = "2026-05-04";
  struct Row {
    const char* refusal;
    std::function<std::string(Desk&)> entered;
  };
  const auto pay = [&](Desk& desk, const char* on, std::int64_t amount) {
    return desk.enter(Desk::paid(on, amount), today);
  };
  const Row rows[] = {
      {"event_is_not_entered_by_hand", [&](Desk& d) { return d.enter(Desk::event(EventKind::opened, today), today); }},
      {"currency_is_foreign", [&](Desk& d) { return d.enter(Desk::paid(today, 100), today, "USD"); }},
      {"word_is_not_known", [&](Desk& d) { return d.enter(Desk::paid(today, 100, "by pigeon"), today); }},
      {"amount_is_missing", [&](Desk& d) { return pay(d, today, 0); }},
      {"amount_is_missing", [&](Desk& d) { return pay(d, today, -5); }},
      {"amount_is_too_large", [&](Desk& d) { return pay(d, today, 2'000'000'000'000'000); }},
      {"facts_are_missing", [&](Desk& d) { return d.enter(Desk::event(EventKind::facts_established, today), today); }},
      {"facts_do_not_fit", [&](Desk& d) { return d.enter(facts(debt::Cause::undeclared, today), today); }},
      {"day_is_in_the_future", [&](Desk& d) { return pay(d, "2026-05-05", 100); }},
      {"day_is_before_the_debt", [&](Desk& d) { return pay(d, "2026-03-01", 100); }},
      {"until_is_before_the_day",
       [&](Desk& d) { return d.enter(until(Desk::event(EventKind::penalty_suspended, today), "2026-05-03"), today); }},
      {"debt_is_extinct",
       [&](Desk& d) {
         EXPECT_EQ(d.enter(with_word(EventKind::extinguished, "2026-04-30", "discharge"), "2026-04-30"), "");
         return pay(d, today, 100);
       }},
      {"debt_is_extinct",
       [&](Desk& d) {
         EXPECT_EQ(d.enter(with_word(EventKind::extinguished, "2026-04-30", "discharge"), "2026-04-30"), "");
         return d.enter(with_word(EventKind::held, today, "untraceable"), today);
       }},
      {"debt_is_settled",
       [&](Desk& d) {
         EXPECT_EQ(pay(d, "2026-03-17", 100'000'000), "");
         return pay(d, today, 100);
       }},
      {"notice_was_not_given", [&](Desk& d) { return d.enter(Desk::event(EventKind::notice_served, today), today); }},
      {"served_before_it_was_given",
       [&](Desk& d) {
         EXPECT_EQ(d.enter(Desk::event(EventKind::notice_given, "2026-04-10"), today), "");
         return d.enter(Desk::event(EventKind::notice_served, "2026-04-09"), today);
       }},
      {"charge_is_not_known", [&](Desk& d) { return d.enter(reduction("window_tax", 5, today), today); }},
      {"amount_is_above_what_is_charged",
       [&](Desk& d) { return d.enter(reduction("customs_duty", 100'000'001, today), today); }},
      {"amount_is_above_what_is_charged",
       [&](Desk& d) { return d.enter(reduction("value_added_tax", 1, today), today); }},
      {"payment_is_not_known", [&](Desk& d) { return d.enter(reversal("D-1:7", today), today); }},
      {"payment_is_reversed_already",
       [&](Desk& d) {
         EXPECT_EQ(pay(d, "2026-04-01", 100), "");
         EXPECT_EQ(d.enter(reversal("D-1:1", "2026-04-05"), today), "");
         return d.enter(reversal("D-1:1", "2026-04-06"), today);
       }},
      {"reversed_before_it_was_paid",
       [&](Desk& d) {
         EXPECT_EQ(pay(d, "2026-04-01", 100), "");
         return d.enter(reversal("D-1:1", "2026-03-31"), today);
       }},
      {"nothing_to_set_off", [&](Desk& d) { return d.enter(set_off("receipt:R-9", 100, today), today); }},
      {"nothing_to_set_off",
       [&](Desk& d) {
         d.overpaid_elsewhere(99, "2026-04-30");
         return d.enter(set_off("receipt:R-9", 100, today), today);
       }},
      {"security_is_not_known", [&](Desk& d) { return d.enter(release("1", today), today); }},
      {"security_is_released_already",
       [&](Desk& d) {
         EXPECT_EQ(d.enter(with_word(EventKind::security_given, "2026-04-01", "land", 5), today), "");
         EXPECT_EQ(d.enter(release("1", "2026-04-02"), today), "");
         return d.enter(release("1", "2026-04-03"), today);
       }},
      {"liable_party_is_missing", [&](Desk& d) { return d.enter(liable(testing::party, 5, today), today); }},
      {"limit_is_above_the_debt", [&](Desk& d) { return d.enter(liable("B9990000001", 900'000'000, today), today); }},
      {"limit_is_above_the_debt", [&](Desk& d) { return d.enter(liable("B9990000001", 90'000'000, today), today); }},
      {"principal_has_not_failed",
       [&](Desk& d) {
         auto event = liable("B9990000001", 0, today);
         event.liability.principal_failed = false;
         return d.enter(event, today);
       }},
      {"share_is_missing",
       [&](Desk& d) {
         auto event = liable("B9990000001", 0, today);
         event.liability.share_percent.reset();
         return d.enter(event, today);
       }},
      {"share_is_too_small",
       [&](Desk& d) {
         auto event = liable("B9990000001", 0, today);
         event.liability.share_percent = 50;
         return d.enter(event, today);
       }},
      {"value_is_missing",
       [&](Desk& d) {
         auto event = liable("B9990000001", 0, today);
         event.word = "business_transferee";
         return d.enter(event, today);
       }},
      {"deferral_is_too_long",
       [&](Desk& d) { return d.enter(until(Desk::event(EventKind::deferred, today), "2028-05-05"), today); }},
      {"deferral_is_too_long", [&](Desk& d) { return d.enter(Desk::event(EventKind::deferred, today), today); }},
      {"debt_is_deferred_already",
       [&](Desk& d) {
         EXPECT_EQ(d.enter(until(Desk::event(EventKind::deferred, "2026-05-01"), "2027-05-01"), today), "");
         return d.enter(until(Desk::event(EventKind::deferred, today), "2027-05-01"), today);
       }},
      {"debt_is_not_deferred", [&](Desk& d) { return d.enter(Desk::event(EventKind::deferral_ended, today), today); }},
      {"debt_is_held_already",
       [&](Desk& d) {
         EXPECT_EQ(d.enter(with_word(EventKind::held, "2026-05-01", "untraceable"), today), "");
         return d.enter(with_word(EventKind::held, today, "untraceable"), today);
       }},
      {"debt_is_not_held", [&](Desk& d) { return d.enter(Desk::event(EventKind::hold_ended, today), today); }},
      {"prescription_is_not_complete",
       [&](Desk& d) { return d.enter(with_word(EventKind::extinguished, today, "prescription"), today); }},
      {"rate_is_missing",
       [&](Desk& d) {
         auto known = facts(debt::Cause::undeclared, today);
         known.facts->imported = day("2010-03-02");
         return d.enter(known, today);
       }},
      {"calendar_does_not_reach",
       [&](Desk& d) {
         auto far = facts(debt::Cause::declared, today);
         far.facts->accepted = day("1980-01-04");
         return d.enter(far, today);
       }},
  };
  for (const auto& row : rows) {
    Desk desk;
    EXPECT_EQ(row.entered(desk), row.refusal);
    // Each says in both languages what is wrong and what would put it right.
    EXPECT_FALSE(desk.last.text(testing::messages()).ko.empty());
    EXPECT_FALSE(desk.last.fix(testing::messages()).en.empty());
    EXPECT_EQ(desk.last.text(testing::messages()).en.find('{'), std::string::npos);
  }
}

TEST(ArrearsTakeTest, ANoticeBeforeTheDebtIsRefused) {
  Desk desk;
  auto known = facts(debt::Cause::under_declared, "2026-03-02");
  known.facts->accepted = day("2026-04-01");
  known.facts->statutory_due = day("2026-04-16");
  ASSERT_EQ(desk.enter(known, "2026-05-04"), "");
  EXPECT_EQ(desk.enter(Desk::event(EventKind::notice_given, "2026-03-31"), "2026-05-04"), "notice_is_before_the_debt");
}

TEST(ArrearsTakeTest, EveryRefusalHasItsSentences) {
  for (const auto name : refusal_names) {
    for (const auto* what : {".text", ".fix"}) {
      EXPECT_NE(testing::messages().find("arrears.refused." + std::string(name) + what), nullptr) << name << what;
    }
  }
}

TEST(ArrearsTakeTest, APaymentWhoseExcessWasUsedElsewhereIsNotReversed) {
  Desk desk;
  ASSERT_EQ(desk.enter(Desk::paid("2026-03-10", 100'000'500), "2026-03-18"), "");
  ledger::Draft used;
  used.transaction_id = "refund";
  used.kind = ledger::Kind::refund_decided;
  used.applies_on = day("2026-03-20");
  used.entries = {{"overpayments", "M-1", ledger::Side::debit, 500},
                  {"refunds_payable", "M-1", ledger::Side::credit, 500}};
  ASSERT_FALSE(desk.book.post(used, testing::noon(day("2026-03-20"))));
  EXPECT_EQ(desk.state("2026-03-20").refund_due(), 0);
  EXPECT_EQ(desk.enter(reversal("D-1:1", "2026-03-25"), "2026-05-04"), "payment_was_used_elsewhere");
  EXPECT_EQ(desk.last.expected, "500");
}

TEST(ArrearsTakeTest, AReductionSetsFreeWhatWasPaidAndThePenaltyOnIt) {
  Desk desk;
  ASSERT_EQ(desk.enter(Desk::paid("2026-04-16", 103'000'000), "2026-04-16"), "");
  // 30 days at 22,000, all paid.
  EXPECT_EQ(desk.state("2026-04-16").penalty.paid, 660'000);
  EXPECT_EQ(desk.state("2026-04-16").refund_due(), 2'340'000);
  ASSERT_EQ(desk.enter(reduction("customs_duty", 50'000'000, "2026-05-04"), "2026-05-04"), "");
  const auto now = desk.state("2026-05-04");
  EXPECT_EQ(now.tax.charged, 50'000'000);
  EXPECT_EQ(now.penalty.charged, 330'000);
  EXPECT_EQ(now.refund_due(), 103'000'000 - 50'330'000);
  EXPECT_TRUE(now.is_booked());
  const auto balances = ledger::balances(desk.book.transactions(), day("2026-05-04"), {});
  EXPECT_EQ(balances.at({"overpayments", "M-1"}), -now.refund_due());
  EXPECT_EQ(balances.at({"revenue.penalty", "M-1"}), -330'000);
}

TEST(ArrearsTakeTest, SetOffCountsFromItsDay) {
  Desk desk;
  desk.overpaid_elsewhere(30'000'000, "2026-03-05");
  ASSERT_EQ(desk.enter(set_off("receipt:R-9", 30'000'000, "2026-04-06"), "2026-04-06"), "");
  const auto now = desk.state("2026-04-06");
  EXPECT_EQ(now.tax.left(), 70'000'000);
  EXPECT_EQ(now.penalty.charged, 20 * 22'000);
  EXPECT_EQ(now.payments.at(0).receipt.channel, "set_off");
  EXPECT_TRUE(now.is_booked());
}

/// Whatever is entered, in whatever order: no won is lost, no balance turns, and the ledger says what the law says.
void expect_sound(const Desk& desk, Date today) {
  const auto now = desk.state(today);
  std::int64_t received = 0, used = 0;
  for (const auto& paid : now.payments) {
    received += paid.receipt.amount;
    used += paid.to_costs + paid.to_tax_in_all() + paid.to_penalty + paid.rest;
    RC_ASSERT(paid.to_costs >= 0 && paid.to_penalty >= 0 && paid.rest >= 0);
  }
  RC_ASSERT(received == used);
  RC_ASSERT(received == now.costs.paid + now.tax.paid + now.penalty.paid + now.excess);
  for (const auto* account : {&now.costs, &now.tax, &now.penalty}) RC_ASSERT(account->left() >= 0);
  RC_ASSERT(now.refund_due() >= 0);
  const auto balances = ledger::balances(desk.book.transactions(), today, {});
  const auto at = [&](const char* account) {
    const auto found = balances.find({account, "M-1"});
    return found == balances.end() ? 0 : found->second;
  };
  RC_ASSERT(-at("overpayments") == now.refund_due());
  RC_ASSERT(at("cash.bank") == received);
  for (const auto& [place, balance] : balances) {
    const auto* account = testing::terms().chart.find(place.account);
    const bool stands = account->side == ledger::Side::debit ? balance >= 0 : balance <= 0;
    RC_ASSERT(account->may_turn || stands);
  }
  std::int64_t all = 0;
  for (const auto& [place, balance] : balances) all += balance;
  RC_ASSERT(all == 0);
  for (const auto& one : desk.book.transactions()) RC_ASSERT(desk.state(one.draft.applies_on).is_booked());
  // Read back from what is kept, it comes to the same.
  const auto there = desk.books();
  const auto again =
      statement(testing::terms(), from_json(to_json(desk.file)).value(), there.transactions, there.matters, today);
  RC_ASSERT(again.ok());
  RC_ASSERT(again->balance() == now.balance());
  RC_ASSERT(again->refund_due() == now.refund_due());
}

TEST(ArrearsTakeTest, RandomMixedOperationsLoseNoWon) {
  EXPECT_TRUE(rc::check("no won is lost", [] {
    Desk desk({{"customs_duty", *rc::gen::inRange<std::int64_t>(1, 5'000'000)},
               {"value_added_tax", *rc::gen::inRange<std::int64_t>(1, 5'000'000)},
               {"interest", *rc::gen::inRange<std::int64_t>(1, 100'000)}});
    auto today = day("2026-03-18");
    const auto steps = *rc::gen::inRange(1, 14);
    for (int i = 0; i < steps; ++i) {
      today = today.plus_days(*rc::gen::inRange(0, 40));
      const auto on = today.plus_days(-*rc::gen::inRange(0, today.days() - day("2026-03-02").days() + 1)).text();
      const auto which = *rc::gen::inRange(0, 9);
      RC_LOG() << today.text() << " " << on << " op " << which << "\n";
      switch (which) {
        case 0:
        case 1:
        case 2: desk.enter(Desk::paid(on.c_str(), *rc::gen::inRange<std::int64_t>(1, 6'000'000)), today); break;
        case 3: {
          auto costs = Desk::event(EventKind::costs_charged, on.c_str());
          costs.amount = *rc::gen::inRange<std::int64_t>(1, 200'000);
          desk.enter(costs, today);
          break;
        }
        case 4: {
          const auto place = *rc::gen::inRange<std::size_t>(0, desk.file.events.size());
          desk.enter(reversal(transaction_of(desk.file, place), today.text().c_str()), today);
          break;
        }
        case 5:
          desk.enter(reduction(*rc::gen::arbitrary<bool>() ? "customs_duty" : "value_added_tax",
                               *rc::gen::inRange<std::int64_t>(1, 3'000'000), today.text().c_str()),
                     today);
          break;
        case 6:
          desk.enter(Desk::event(EventKind::notice_given, on.c_str()), today);
          desk.enter(Desk::event(EventKind::notice_served, on.c_str()), today);
          break;
        case 7: desk.enter(with_word(EventKind::held, today.text().c_str(), "untraceable"), today); break;
        case 8:
          if (*rc::gen::inRange(0, 6) == 0) {
            desk.enter(with_word(EventKind::extinguished, today.text().c_str(), "discharge"), today);
          }
          break;
      }
      expect_sound(desk, today);
    }
  }));
}

}  // namespace
}  // namespace clearway::arrears
