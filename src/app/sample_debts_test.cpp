#include "app/sample_debts.h"

#include <gtest/gtest.h>

#include "collection/debts.h"
#include "settlement/testing.h"

namespace clearway::app {
namespace {

using namespace settlement::testing;  // NOLINT(google-build-using-namespace)

class SampleDebtsTest : public record::testing::OnBothEngines {};
INSTANTIATE_TEST_SUITE_P(Engines, SampleDebtsTest, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         record::testing::engine_name);

TEST_P(SampleDebtsTest, TheDebtsOfTheSampleWorldAreKeptOnceAndTheirFiguresReconcile) {
  const auto store = open();
  const auto calendar = law::load_calendar(source + "/law").value();
  const arrears::Terms terms{rules().law, calendar, rules().chart};
  const auto now = *Instant::parse("2026-11-25T03:00:00.000000Z");
  for (int twice = 0; twice < 2; ++twice) {
    const auto seeded = seed_debts(*store, terms, rules(), party, now);
    ASSERT_TRUE(seeded.ok()) << seeded.error().code << " " << seeded.error().detail;
  }
  record::MatterSearch own;
  own.parties = {party};
  EXPECT_EQ(collection::search(*store, own)->matters.size(), 3U);
  EXPECT_EQ(settlement::order(*store, party, "SAMPLE-ARREARS-1").value()->order.remaining_krw(), 92'884'000)
      << "20,000,000 was paid, 84,000 of it for costs";
  const auto report = collection::figures(*store, terms, day("2026-01-01"), day("2026-11-25"));
  ASSERT_TRUE(report.ok()) << report.error().code << report.error().detail;
  EXPECT_TRUE(report->active.reconciles());
  EXPECT_TRUE(report->held.reconciles());
  EXPECT_GT(report->all.debts, 22);
  EXPECT_EQ(report->all.debtors, 21);
  const auto ledger = settlement::verify_ledger(database->url());
  ASSERT_TRUE(ledger.ok());
  EXPECT_TRUE(ledger->ok());
  EXPECT_TRUE(record::verify(database->url(), database->key_file(), {})->ok());
}

}  // namespace
}  // namespace clearway::app
