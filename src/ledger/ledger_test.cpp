#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <fstream>
#include <set>

#include "base/messages.h"
#include "ledger/book.h"

namespace clearway::ledger {
namespace {

const std::string policy = std::string(CLEARWAY_SOURCE_DIR) + "/policy";

const Chart& chart() {
  static const Chart the = Chart::load(policy).value();
  return the;
}

Date day(const char* text) { return Date::parse(text).value(); }
Instant at(const char* day_text) { return Instant::parse(std::string(day_text) + "T09:00:00.000000Z").value(); }

Entry debit(std::string account, std::int64_t amount, std::string matter = "N-1") {
  return {std::move(account), std::move(matter), Side::debit, amount};
}
Entry credit(std::string account, std::int64_t amount, std::string matter = "N-1") {
  return {std::move(account), std::move(matter), Side::credit, amount};
}

Draft draft(std::string id, Kind kind, const char* applies_on, std::vector<Entry> entries) {
  Draft made;
  made.transaction_id = std::move(id);
  made.kind = kind;
  made.applies_on = day(applies_on);
  made.entries = std::move(entries);
  return made;
}

/// Notice N-1 of 2 March 2026: duty 60,000 and value added tax 40,000.
Draft assessment() {
  auto made = draft("assess", Kind::assessed, "2026-03-02",
                    {debit("receivable.customs_duty", 60'000), credit("revenue.customs_duty", 60'000),
                     debit("receivable.value_added_tax", 40'000), credit("revenue.value_added_tax", 40'000)});
  made.opens.push_back({"N-1", "notice", day("2026-03-02")});
  return made;
}
Draft payment(std::string id, const char* applies_on, std::int64_t duty) {
  return draft(std::move(id), Kind::received, applies_on,
               {debit("cash.virtual_accounts", duty), credit("receivable.customs_duty", duty)});
}

Book assessed() {
  Book book(chart(), "B2208162517");
  EXPECT_FALSE(book.post(assessment(), at("2026-03-02")));
  return book;
}

std::int64_t on(const Book& book, const char* account, const char* date, std::optional<Instant> known = {}) {
  const auto found = balances(book.transactions(), day(date), known);
  const auto place = found.find({account, "N-1"});
  return place == found.end() ? 0 : place->second;
}

TEST(ChartTest, TheChartOfThePolicyHoldsEveryAccountThatRulesName) {
  const auto& the = chart();
  EXPECT_EQ(the.find("receivable.customs_duty")->side, Side::debit);
  EXPECT_EQ(the.find("revenue.penalty")->side, Side::credit);
  EXPECT_TRUE(the.find("cash.bank")->may_turn);
  EXPECT_FALSE(the.find("overpayments")->may_turn);
  EXPECT_EQ(the.charges().front().rank, Rank::costs);
  EXPECT_EQ(the.charges().back().rank, Rank::penalty);
  EXPECT_EQ(the.find("receivable.stamp_duty"), nullptr);
}

TEST(ChartTest, AChartThatLacksSomethingIsRefusedWithItsLine) {
  std::ifstream in(policy + "/accounts.yaml");
  const std::string whole{std::istreambuf_iterator<char>(in), {}};
  const auto without = [&](const std::string& part, const std::string& instead) {
    auto text = whole;
    text.replace(text.find(part), part.size(), instead);
    const auto read = Chart::parse(text);
    return read ? std::string("read") : read.error().detail;
  };
  EXPECT_NE(without("code: overpayments", "code: overpaid").find("'overpayments' is missing"), std::string::npos);
  EXPECT_NE(without("side: debit", "side: left").find("accounts.yaml:4: 'left' is no side"), std::string::npos);
  EXPECT_NE(without("id: value_added_tax", "id: customs_duty").find("'customs_duty' stands twice"), std::string::npos);
  EXPECT_NE(without("rank: costs", "rank: penalty").find("paid later"), std::string::npos);
  EXPECT_NE(without("accounts:", "accounts: [").find("accounts.yaml:"), std::string::npos);
}

TEST(PostingTest, EachRefusalInTheOrderInWhichItIsChecked) {
  struct Case {
    Refusal refusal;
    std::string field;
    std::function<void(Draft&)> spoil;
  };
  const std::vector<Case> cases = {
      {Refusal::transaction_has_no_entries, "entries", [](Draft& d) { d.entries.clear(); }},
      {Refusal::currency_is_not_krw, "currency", [](Draft& d) { d.currency = "USD"; }},
      {Refusal::account_is_unknown, "entries[1].account", [](Draft& d) { d.entries[1].account = "receivable.salt"; }},
      {Refusal::amount_is_not_positive, "entries[0].amount_krw", [](Draft& d) { d.entries[0].amount_krw = -5; }},
      {Refusal::amount_is_not_positive, "entries[1].amount_krw", [](Draft& d) { d.entries[1].amount_krw = 0; }},
      {Refusal::sum_exceeds_the_range, "entries[2].amount_krw",
       [](Draft& d) {
         d.entries = {debit("cash.bank", INT64_MAX), credit("receivable.customs_duty", INT64_MAX),
                      debit("cash.bank", 1), credit("receivable.customs_duty", 1)};
       }},
      {Refusal::entries_do_not_balance, "entries", [](Draft& d) { d.entries[0].amount_krw += 1; }},
      {Refusal::transaction_exists_already, "transaction_id", [](Draft& d) { d.transaction_id = "assess"; }},
      {Refusal::matter_exists_already, "opens",
       [](Draft& d) {
         d.opens.push_back({"N-1", "notice", day("2026-01-01")});
       }},
      {Refusal::matter_is_unknown, "entries[1].matter_id", [](Draft& d) { d.entries[1].matter_id = "N-2"; }},
      {Refusal::applies_before_the_matter_exists, "applies_on", [](Draft& d) { d.applies_on = day("2026-03-01"); }},
      {Refusal::reversed_transaction_is_unknown, "reverses", [](Draft& d) { d.reverses = "nothing"; }},
      {Refusal::reversed_transaction_is_unknown, "reverses", [](Draft& d) { d.kind = Kind::reversed; }},
      {Refusal::balance_would_turn_negative, "entries",
       [](Draft& d) { d.entries[0].amount_krw = d.entries[1].amount_krw = 60'001; }},
  };
  const auto book = assessed();
  for (const auto& one : cases) {
    auto spoilt = payment("pay", "2026-03-05", 10'000);
    one.spoil(spoilt);
    auto tried = book;
    const auto refused = tried.post(spoilt, at("2026-03-05"));
    ASSERT_TRUE(refused) << name(one.refusal);
    EXPECT_EQ(name(refused->refusal), name(one.refusal));
    EXPECT_EQ(refused->field, one.field) << name(one.refusal);
    EXPECT_EQ(error_of(*refused).code, name(one.refusal));
    EXPECT_EQ(tried.transactions().size(), 1U) << "what is refused leaves nothing behind";
  }
  auto tried = book;
  EXPECT_EQ(tried.post(payment("pay", "2026-03-05", 1), at("2026-03-01"))->refusal,
            Refusal::known_before_the_newest_transaction);
}

TEST(PostingTest, EveryRefusalHasItsSentenceInBothLanguages) {
  const auto messages = Messages::load(std::string(CLEARWAY_SOURCE_DIR) + "/messages").value();
  for (int i = 0; i <= static_cast<int>(Refusal::balance_would_turn_negative); ++i) {
    const auto refusal = static_cast<Refusal>(i);
    const auto key = "error." + std::string(name(refusal));
    ASSERT_NE(messages.find(key + ".detail"), nullptr) << key;
    const auto error = error_of({refusal, "", ""});
    EXPECT_TRUE(error.detail.starts_with(messages.at(key + ".detail").en)) << key;
    EXPECT_EQ(error.fix, messages.at(key + ".fix").en) << key;
  }
}

TEST(PostingTest, CorrectionsAreReversalsAndNothingIsReversedTwice) {
  auto book = assessed();
  ASSERT_FALSE(book.post(payment("pay", "2026-03-05", 60'000), at("2026-03-05")));
  const auto paid = book.find("pay")->draft;
  auto early = reversal(paid, "early", day("2026-03-04"), "");
  EXPECT_EQ(book.post(early, at("2026-03-06"))->refusal, Refusal::reversal_applies_before_the_reversed);
  auto partial = reversal(paid, "partial", day("2026-03-06"), "");
  partial.entries[0].amount_krw = partial.entries[1].amount_krw = 1;
  EXPECT_EQ(book.post(partial, at("2026-03-06"))->refusal, Refusal::reversal_does_not_mirror);
  ASSERT_FALSE(book.post(reversal(paid, "back", day("2026-03-06"), "bounced"), at("2026-03-06")));
  EXPECT_EQ(on(book, "receivable.customs_duty", "2026-03-05"), 0);
  EXPECT_EQ(on(book, "receivable.customs_duty", "2026-03-06"), 60'000);
  EXPECT_EQ(book.post(reversal(paid, "again", day("2026-03-07"), ""), at("2026-03-07"))->refusal,
            Refusal::already_reversed);
  EXPECT_EQ(book.post(reversal(book.find("back")->draft, "undo", day("2026-03-07"), ""), at("2026-03-07"))->refusal,
            Refusal::reverses_a_reversal);
}

TEST(BookTest, TheBalanceOnOneDayAsKnownOnAnother) {
  auto book = assessed();
  // Paid on 3 March; the ledger hears of it on 15 April.
  ASSERT_FALSE(book.post(payment("pay", "2026-03-03", 60'000), at("2026-04-15")));
  EXPECT_EQ(on(book, "receivable.customs_duty", "2026-03-03", at("2026-04-10")), 60'000);
  EXPECT_EQ(on(book, "receivable.customs_duty", "2026-03-03", at("2026-04-15")), 0);
  EXPECT_EQ(on(book, "receivable.customs_duty", "2026-03-02"), 60'000);
  EXPECT_EQ(on(book, "receivable.customs_duty", "2026-03-01"), 0);
}

TEST(BookTest, NothingMayBeTakenThatALaterDayNeeds) {
  auto book = assessed();
  ASSERT_FALSE(book.post(payment("later", "2026-03-20", 50'000), at("2026-03-20")));
  // A payment valued before it and known after it finds only what is left.
  const Place duty{"receivable.customs_duty", "N-1"};
  EXPECT_EQ(available(book.movements(duty), Side::debit, day("2026-03-10")), 10'000);
  EXPECT_EQ(available(book.movements(duty), Side::debit, day("2026-03-01")), 0);
  EXPECT_EQ(available(book.movements(duty), Side::debit, day("2026-04-01")), 10'000);
  EXPECT_EQ(book.post(payment("early", "2026-03-10", 10'001), at("2026-03-21"))->refusal,
            Refusal::balance_would_turn_negative);
  EXPECT_FALSE(book.post(payment("early", "2026-03-10", 10'000), at("2026-03-21")));
}

TEST(BookTest, AStatementRunsInTheOrderInWhichEntriesApply) {
  auto book = assessed();
  ASSERT_FALSE(book.post(payment("second", "2026-03-20", 20'000), at("2026-03-20")));
  ASSERT_FALSE(book.post(payment("first", "2026-03-10", 30'000), at("2026-03-21")));
  std::vector<std::pair<std::string, std::int64_t>> duty;
  for (const auto& line : statement(chart(), book.transactions(), "N-1", day("2026-12-31"), {})) {
    if (line.entry.account == "receivable.customs_duty") duty.emplace_back(line.transaction_id, line.balance_krw);
  }
  EXPECT_EQ(duty, (std::vector<std::pair<std::string, std::int64_t>>{
                      {"assess", 60'000}, {"first", 30'000}, {"second", 10'000}}));
  EXPECT_EQ(statement(chart(), book.transactions(), "", day("2026-03-02"), {}).size(), 4U);
  const auto revenue = statement(chart(), book.transactions(), "N-1", day("2026-03-02"), {})[1];
  EXPECT_EQ(revenue.balance_krw, 60'000) << "on the side on which the account grows";
}

// Whatever is tried, what is accepted balances, and no place that may not turn ever does, on any date.
TEST(BookProperty, WhateverIsAcceptedBalancesAndNeverTurns) {
  rc::check("random transactions", [] {
    Book book(chart(), "B1");
    static const std::vector<std::string> accounts = {"cash.bank",          "receivable.customs_duty",
                                                      "receivable.penalty", "overpayments",
                                                      "refunds_payable",    "revenue.customs_duty"};
    const auto first = day("2026-01-01");
    const auto tries = *rc::gen::inRange(1, 60);
    for (int i = 0; i < tries; ++i) {
      Draft made;
      made.transaction_id = "T-" + std::to_string(*rc::gen::inRange(0, 80));
      made.applies_on = first.plus_days(*rc::gen::inRange(-1, 20));
      made.kind = Kind::received;
      const auto matter = "M-" + std::to_string(*rc::gen::inRange(0, 3));
      if (*rc::gen::inRange(0, 2) == 0) made.opens.push_back({matter, "debt", first});
      const auto amount = *rc::gen::inRange<std::int64_t>(-1, 50);
      const auto take = [&] { return accounts[*rc::gen::inRange<std::size_t>(0, accounts.size())]; };
      made.entries = {debit(take(), amount, matter), credit(take(), amount, matter)};
      if (!book.transactions().empty() && *rc::gen::inRange(0, 4) == 0) {
        const auto& of = book.transactions()[*rc::gen::inRange<std::size_t>(0, book.transactions().size())].draft;
        made = reversal(of, made.transaction_id, made.applies_on, "");
      }
      (void)book.post(made, Instant{i});
    }
    std::set<Place> places;
    for (const auto& transaction : book.transactions()) {
      std::int64_t sum = 0;
      for (const auto& entry : transaction.draft.entries) {
        sum += entry.debit();
        places.insert({entry.account, entry.matter_id});
      }
      RC_ASSERT(sum == 0);
    }
    for (const auto& place : places) {
      const auto* account = chart().find(place.account);
      if (account->may_turn) continue;
      for (int d = 0; d < 21; ++d) {
        const auto standing = balance(book.movements(place), first.plus_days(d));
        RC_ASSERT((account->side == Side::debit ? standing : -standing) >= 0);
      }
    }
  });
}

}  // namespace
}  // namespace clearway::ledger
