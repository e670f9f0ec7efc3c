#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "lodging/history.h"
#include "lodging/lodgement.h"
#include "lodging/past.h"
#include "record/testing.h"
#include "rehearsal/rehearse.h"
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

/// An examination of the declaration of line `number`, with its result.
void examine(record::Store& store, int number, bool found) {
  record::Search search;
  search.scope.everything = true;
  search.limit = 1000;
  search.text = "TEST-" + std::to_string(number);
  const auto page = store.search(search);
  ASSERT_TRUE(page.ok());
  const auto found_it = std::find_if(page->declarations.begin(), page->declarations.end(),
                                     [&](const auto& row) { return row.declaration_id == search.text; });
  ASSERT_NE(found_it, page->declarations.end());
  record::Change change;
  change.party_id = found_it->party_id;
  change.declaration_id = found_it->declaration_id;
  change.kind = record::Kind::examined;
  change.examination = record::ExaminationResult{!found, {}, ""};
  if (found) change.examination->discrepancies = {"value"};
  ASSERT_TRUE(record::testing::change(store, change).ok());
}

TEST_P(Lodging, AnExaminationThatFoundNothingIsNoHitAfterARestart) {
  const auto store = open();
  screen_into(*store, manifest_lines(2));
  screening::Screener before(rulebook(), risk::Draws::from_seed(7)), after(rulebook(), risk::Draws::from_seed(7));
  ASSERT_TRUE(fold_history(*store, 0, 0, before).ok());
  examine(*store, 0, false);
  examine(*store, 1, true);
  std::vector<std::pair<std::uint32_t, std::uint32_t>> seen;
  std::uint64_t exporter[2] = {};
  ASSERT_TRUE(fold_history(*store, 0, 0, after, [&](const auto& row, const auto&, const auto& decision) {
                if (row.kind == record::Kind::lodged)
                  exporter[row.declaration_id == "TEST-1" ? 1 : 0] = decision.facts.exporter;
              }).ok());
  for (const auto key : exporter) {
    risk::Observation who;
    who.exporter = key;
    const auto* profile = after.profiles().look_up(who).exporter;
    ASSERT_NE(profile, nullptr);
    seen.emplace_back(profile->examined, profile->hits);
  }
  EXPECT_EQ(seen[0], std::pair(1U, 0U));
  EXPECT_EQ(seen[1], std::pair(1U, 1U));
}

TEST_P(Lodging, TheRecordCanBeRehearsed) {
  const auto store = open();
  screen_into(*store, manifest_lines(1500));
  for (int number = 0; number < 40; ++number) examine(*store, number, number % 8 == 0);
  const auto past = open_past(*store, rulebook());
  ASSERT_TRUE(past.ok()) << past.error().detail;
  rehearsal::Options options;
  options.from = rehearsal::earliest;
  options.to = rehearsal::latest;
  options.secret_of = [](Date day) { return risk::secret_from_seed(7, day); };
  const auto report = rehearsal::rehearse(**past, rulebook(), rulebook(), options);
  ASSERT_TRUE(report.ok()) << report.error().detail;
  EXPECT_EQ(report->declarations, 1500U);
  EXPECT_EQ(report->labelled.labelled, 40U);
  EXPECT_EQ(report->labelled.found, 5U);
  EXPECT_FALSE(report->truth_known);
  // The same draws and the same history: what was decided is decided again.
  record::StatisticsQuery query;
  query.scope.everything = true;
  query.from = Date::of(2026, 1, 1);
  query.to = Date::of(2026, 12, 31);
  query.period = record::Period::total;
  query.by_procedure = false;
  query.by_channel = true;
  const auto counts = store->statistics(query);
  ASSERT_TRUE(counts.ok());
  for (const auto& row : *counts) {
    EXPECT_EQ(report->sides[0].channels[static_cast<std::size_t>(*row.channel)], static_cast<std::uint64_t>(row.count));
  }
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
