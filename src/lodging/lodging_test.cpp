#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "lodging/history.h"
#include "lodging/lodgement.h"
#include "record/testing.h"
#include "screening/testing.h"

namespace clearway::lodging {
namespace {

using screening::testing::manifest_lines;
using screening::testing::rulebook;
using screening::testing::source_of;

using Lodging = record::testing::OnBothEngines;

/// Screens `lines` into `store` and answers with the profiles of the day.
std::string screen_into(record::Store& store, const std::string& lines) {
  screening::Screener screener(rulebook(), risk::Draws::from_seed(7));
  record::BulkWriter writer(store, {.actor = "screen:test", .request_id = "", .at = Instant{1'764'000'000'000'000}});
  screening::Totals totals;
  const auto source = source_of(lines);
  const auto done = screening::screen_source(
      *source, {.threads = 2, .personal_key = std::string(store.personal_key())}, screener,
      [&](screening::Work& work) -> screening::WriteOut {
        const auto declarations = work.batch.declarations();
        const auto ready = writer.ready(declarations.size());
        LodgementText text;
        for (std::size_t i = 0; i < declarations.size(); ++i) {
          ready->add(text.make(declarations[i], work.decisions[i], rulebook(), "test.jsonl"));
        }
        return [&writer, ready] { return writer.add(*ready); };
      },
      [](std::uint64_t, const screening::Totals&) {}, totals);
  EXPECT_TRUE(done.ok());
  const auto finished = writer.finish();
  EXPECT_TRUE(finished.ok());
  EXPECT_EQ(finished->recorded, totals.declarations);
  return screener.profiles().serialise();
}

TEST_P(Lodging, HistoryFoldedFromTheRecordIsTheHistoryOfTheDay) {
  std::string of_the_day;
  {
    const auto store = open();
    of_the_day = screen_into(*store, manifest_lines(1500));
  }
  const auto store = open();
  screening::Screener folded(rulebook(), risk::Draws::from_seed(7));
  const auto reached = fold_history(*store, 0, 0, folded);
  ASSERT_TRUE(reached.ok()) << reached.error().code << ": " << reached.error().detail;
  EXPECT_EQ(folded.profiles().observed(), 1500U);
  EXPECT_EQ(folded.profiles().serialise(), of_the_day);
}

TEST_P(Lodging, PersonalIdentifiersAreNotInTheFactsInClear) {
  const auto store = open();
  screen_into(*store, manifest_lines(200));
  record::Search everything;
  everything.scope.everything = true;
  everything.limit = 200;
  const auto page = store->search(everything);
  ASSERT_TRUE(page.ok());
  ASSERT_EQ(page->declarations.size(), 200U);
  std::size_t persons = 0;
  for (const auto& found : page->declarations) {
    const auto read = store->find(found.party_id, found.declaration_id).value().value();
    EXPECT_EQ(read.facts.find("P1234567"), std::string::npos) << read.facts;
    persons += read.facts.find("P1234***") != std::string::npos ? 1U : 0U;
    EXPECT_EQ(found.party_id.find("P1234567"), std::string::npos);
  }
  EXPECT_EQ(persons, 40U);
}

INSTANTIATE_TEST_SUITE_P(Engines, Lodging, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         record::testing::engine_name);

}  // namespace
}  // namespace clearway::lodging
