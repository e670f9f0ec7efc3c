// The ledger in the record: posting, repeating, reading by both times, and what the verification finds.

#include "settlement/ledger.h"

#include <gtest/gtest.h>

#include <atomic>
#include <functional>

#include "settlement/testing.h"

namespace clearway::settlement {
namespace {

using namespace testing;  // NOLINT(google-build-using-namespace)
using record::Damage;

class LedgerTest : public record::testing::OnBothEngines {
 protected:
  void SetUp() override {
    OnBothEngines::SetUp();
    if (database) store = open();
  }
  LedgerReport verified() {
    const auto report = verify_ledger(database->url());
    EXPECT_TRUE(report.ok()) << report.error().detail;
    return report ? *report : LedgerReport{};
  }
  void expect_sound() {
    const auto report = verified();
    EXPECT_TRUE(report.ok()) << report.first->why << " " << report.first->subject_id;
    const auto records = record::verify(database->url(), database->key_file(), {});
    ASSERT_TRUE(records.ok());
    EXPECT_TRUE(records->ok());
  }
  std::unique_ptr<record::Store> store;
};
INSTANTIATE_TEST_SUITE_P(Engines, LedgerTest, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         record::testing::engine_name);

TEST_P(LedgerTest, WhatIsPostedIsReadBackWithBothTimes) {
  ASSERT_TRUE(post_draft(*store, assessment("N-1", 60'000), origin("", "2026-03-02")).ok());
  auto paid = duty_paid("pay", 25'000, "N-1", "2026-03-03");
  paid.cite = "national-tax-collection-act-3";
  paid.note = "value date of the bank";
  const auto posted = post_draft(*store, paid, origin("r-1", "2026-04-15"));
  ASSERT_TRUE(posted.ok()) << posted.error().detail;
  EXPECT_EQ(posted->position, 2);
  const auto all = transactions(*store, party).value();
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[1].draft.entries, paid.entries);
  EXPECT_EQ(all[1].draft.cite, paid.cite);
  EXPECT_EQ(all[1].draft.note, paid.note);
  EXPECT_EQ(all[1].actor, "tester");
  EXPECT_EQ(all[1].request_id, "r-1");
  const ledger::Place duty{"receivable.customs_duty", "N-1"};
  const auto known = [&](const char* on) { return origin("", on).at; };
  EXPECT_EQ(ledger::balances(all, day("2026-03-03"), known("2026-04-10"))[duty], 60'000);
  EXPECT_EQ(ledger::balances(all, day("2026-03-03"), known("2026-04-15"))[duty], 35'000);
  EXPECT_EQ(transactions(*store, party, "N-2")->size(), 0U);
  EXPECT_EQ(transactions(*store, party, "N-1")->size(), 2U);
  expect_sound();
}

TEST_P(LedgerTest, ARepeatedRequestIsAnsweredAndNotPostedAgain) {
  const auto first = post_draft(*store, assessment("N-1", 60'000), origin("r-1"));
  const auto again = post_draft(*store, assessment("N-1", 60'000), origin("r-1"));
  ASSERT_TRUE(first.ok() && again.ok());
  EXPECT_EQ(again->outcome, record::Outcome::repeated);
  EXPECT_EQ(again->position, first->position);
  EXPECT_EQ(again->transaction_id, "assess:N-1");
  const auto other = post_draft(*store, assessment("N-1", 70'000), origin("r-1"));
  ASSERT_FALSE(other.ok());
  EXPECT_EQ(other.error().code, "request_id_was_used_for_another_request");
  EXPECT_EQ(transactions(*store, party)->size(), 1U);
  expect_sound();
}

TEST_P(LedgerTest, WhatIsRefusedLeavesNothingAndHarmsNoNeighbour) {
  std::atomic<int> good = 0, bad = 0;
  ASSERT_TRUE(post_draft(*store, assessment("N-1", 60'000)).ok());
  for (int n = 0; n < 20; ++n) {
    // The fourth and later payments of 20,000 find nothing owed.
    post(*store, rules().chart, party, duty_paid("pay-" + std::to_string(n), 20'000), origin(),
         [&](Result<Posted> posted) { posted ? ++good : ++bad; });
  }
  store->flush();
  EXPECT_EQ(good, 3);
  EXPECT_EQ(bad, 17);
  const auto refused = post_draft(*store, duty_paid("late", 1), origin());
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, "balance_would_turn_negative");
  EXPECT_EQ(transactions(*store, party)->size(), 4U);
  expect_sound();
}

TEST_P(LedgerTest, AWriteThatIsRefusedHalfWayLeavesNothingBehind) {
  const auto both = record::wait<Posted>([&](auto done) {
    store->write<Posted>(
        origin(),
        [](record::Writing& writing) -> Result<Posted> {
          const auto first = post(writing, rules().chart, party, assessment("N-1", 60'000), origin());
          if (!first) return first;
          return post(writing, rules().chart, party, duty_paid("pay", 70'000), origin());
        },
        std::move(done));
  });
  ASSERT_FALSE(both.ok());
  EXPECT_EQ(both.error().code, "balance_would_turn_negative");
  EXPECT_TRUE(transactions(*store, party)->empty());
  ASSERT_TRUE(post_draft(*store, assessment("N-2", 5'000)).ok());
  expect_sound();
}

TEST_P(LedgerTest, TheKnownTimeNeverFalls) {
  ASSERT_TRUE(post_draft(*store, assessment("N-1", 60'000), origin("", "2026-03-10")).ok());
  ASSERT_TRUE(post_draft(*store, duty_paid("pay", 60'000), origin("", "2026-03-09")).ok());
  const auto all = transactions(*store, party).value();
  EXPECT_EQ(all[1].known_at, all[0].known_at);
}

TEST_P(LedgerTest, EachKindOfDamageIsFoundAndNamed) {
  ASSERT_TRUE(post_draft(*store, assessment("N-1", 60'000)).ok());
  ASSERT_TRUE(post_draft(*store, duty_paid("pay-1", 10'000)).ok());
  ASSERT_TRUE(post_draft(*store, duty_paid("pay-2", 20'000)).ok());
  ASSERT_TRUE(post_draft(*store, assessment("N-1", 9'000), origin(), "B9").ok());
  ASSERT_TRUE(issue(*store, order_of("O-1", 5'000, 500)).ok());
  store.reset();
  const auto sound = verified();
  ASSERT_TRUE(sound.ok()) << sound.first->why;
  EXPECT_EQ(sound.parties, 2U);
  EXPECT_EQ(sound.transactions, 5U);
  EXPECT_EQ(sound.entries, 12U);
  EXPECT_EQ(sound.matters, 3U);
  EXPECT_EQ(sound.totals.at("receivable.customs_duty"), 44'000);
  std::int64_t sum = 0;
  for (const auto& [account, total] : sound.totals) sum += total;
  EXPECT_EQ(sum, 0);

  struct Case {
    std::string sql;
    Damage damage;
    std::string what;
    std::int64_t position, line;
    std::string subject;
  };
  const std::string own = " WHERE party_id = '" + party + "'";
  const std::vector<Case> cases = {
      {"UPDATE ledger_entry SET amount_krw = 99" + own + " AND position = 2 AND line = 1", Damage::altered, "entry", 2,
       1, "pay-1"},
      {"UPDATE ledger_entry SET account = 'revenue.penalty'" + own + " AND position = 1 AND line = 2", Damage::altered,
       "entry", 1, 2, "assess:N-1"},
      {"UPDATE ledger_entry SET applies_on = '2026-01-01'" + own + " AND position = 3 AND line = 2", Damage::altered,
       "entry", 3, 2, "pay-2"},
      {"DELETE FROM ledger_entry" + own + " AND position = 3 AND line = 1", Damage::removed, "entry", 3, 1, "pay-2"},
      {"INSERT INTO ledger_entry VALUES ('" + party + "', 2, 3, 'cash.bank', 'N-1', '2026-03-09', 5)", Damage::inserted,
       "entry", 2, 3, "pay-1"},
      {"INSERT INTO ledger_entry VALUES ('" + party + "', 77, 1, 'cash.bank', 'N-1', '2026-03-09', 5)",
       Damage::inserted, "entry", 77, 1, ""},
      {"UPDATE ledger_transaction SET applies_on = '2026-03-08'" + own + " AND position = 2", Damage::altered,
       "transaction", 2, 0, "pay-1"},
      {"UPDATE ledger_transaction SET known_at = known_at - 1" + own + " AND position = 3", Damage::altered,
       "transaction", 3, 0, "pay-2"},
      {"UPDATE ledger_transaction SET hash = (SELECT hash FROM ledger_transaction" + own + " AND position = 1)" + own +
           " AND position = 2",
       Damage::altered, "transaction", 2, 0, "pay-1"},
      {"DELETE FROM ledger_transaction" + own + " AND position = 2", Damage::inserted, "entry", 2, 1, ""},
      {"DELETE FROM ledger_entry" + own + " AND position = 2; DELETE FROM ledger_transaction" + own +
           " AND position = 2",
       Damage::removed, "transaction", 2, 0, "pay-1"},
      // The end of a ledger cut off, head and all.
      {"DELETE FROM ledger_entry WHERE party_id = 'B9'; DELETE FROM ledger_transaction WHERE party_id = 'B9'; DELETE "
       "FROM ledger_matter WHERE party_id = 'B9'; DELETE FROM ledger_head WHERE party_id = 'B9'",
       Damage::removed, "transaction", 1, 0, "assess:N-1"},
      {"DELETE FROM ledger_entry WHERE party_id = 'B9'; DELETE FROM ledger_transaction WHERE party_id = 'B9'",
       Damage::removed, "transaction", 1, 0, "assess:N-1"},
      {"UPDATE ledger_head SET position = 9" + own, Damage::removed, "transaction", 5, 0, ""},
      {"DELETE FROM ledger_head" + own, Damage::removed, "head", 4, 0, ""},
      {"UPDATE ledger_matter SET exists_from = '2020-01-01'" + own + " AND matter_id = 'N-1'", Damage::altered,
       "transaction", 1, 0, "assess:N-1"},
      {"INSERT INTO ledger_matter VALUES ('B9', 'N-7', 'notice', '2026-01-01', 40)", Damage::inserted, "matter", 40, 0,
       "N-7"},
      {"UPDATE payment_order SET paid_krw = total_krw", Damage::altered, "order", 0, 0, "O-1"},
      {"DELETE FROM payment_order", Damage::removed, "order", 0, 0, "O-1"},
      {"INSERT INTO refund VALUES ('B9', 'F-1', 'N-1', 'over_payment', 'decided', 5, 0, '2026-03-01', '2026-03-01', "
       "'2026-03-01', 'x', '', 1)",
       Damage::inserted, "refund", 0, 0, "F-1"},
  };
  auto connection = database->connect();
  for (const auto& one : cases) {
    // Seen inside a transaction of its own, which is then rolled back.
    ASSERT_TRUE(connection->begin().ok());
    const auto spoilt = connection->script(one.sql);
    ASSERT_TRUE(spoilt.ok()) << one.sql << ": " << spoilt.error().detail;
    const auto report = verify_ledger_here(*connection);
    connection->rollback();
    ASSERT_TRUE(report.ok()) << one.sql;
    ASSERT_FALSE(report->ok()) << one.sql;
    const auto& found = *report->first;
    EXPECT_EQ(name(found.damage), name(one.damage)) << one.sql << ": " << found.why;
    EXPECT_EQ(found.what, one.what) << one.sql << ": " << found.why;
    EXPECT_EQ(found.position, one.position) << one.sql;
    EXPECT_EQ(found.line, one.line) << one.sql;
    EXPECT_EQ(found.subject_id, one.subject) << one.sql;
    EXPECT_NE(rules().messages.find("ledger.why." + found.why), nullptr) << found.why;
  }
  EXPECT_TRUE(verified().ok());
  EXPECT_EQ(verified().head, sound.head);
}

}  // namespace
}  // namespace clearway::settlement
