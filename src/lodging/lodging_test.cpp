#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <vector>

#include "lodging/history.h"
#include "lodging/lodgement.h"
#include "lodging/past.h"
#include "lodging/replay.h"
#include "lodging/watch.h"
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

/// A second look or an audit after release of the declaration of line `number`.
void look_again(record::Store& store, int number, const std::string& kind, bool found, bool changed, Instant at) {
  record::Search search;
  search.scope.everything = true;
  search.limit = 1000;
  search.text = "TEST-" + std::to_string(number);
  const auto page = store.search(search);
  ASSERT_TRUE(page.ok());
  const auto row = std::find_if(page->declarations.begin(), page->declarations.end(),
                                [&](const auto& one) { return one.declaration_id == search.text; });
  ASSERT_NE(row, page->declarations.end());
  record::ExaminationTask task;
  task.party_id = row->party_id;
  task.declaration_id = row->declaration_id;
  task.kind = kind;
  task.customs_office = row->customs_office;
  task.day = row->declared_on;
  task.ground = "random";
  task.outcome = found ? "discrepancy" : "conforming";
  const record::Origin origin{"tester", "", at};
  if (kind == "audit") {
    ASSERT_TRUE(record::wait<record::ExaminationTask>([&](auto done) { store.order_task(task, origin, done); }).ok());
  }
  const std::string body = std::string("{\"outcome\":\"") + (changed ? "corrected" : "confirmed") +
                           "\",\"result_changed\":" + (changed ? "true" : "false") + ",\"result\":\"" + task.outcome +
                           "\"}";
  ASSERT_TRUE(
      record::wait<record::ExaminationTask>([&](auto done) { store.finish_task(task, body, origin, done); }).ok());
}

TEST_P(Lodging, ARehearsalCountsWhatASecondLookOrAnAuditFoundLater) {
  const auto store = open();
  screen_into(*store, manifest_lines(1500));
  const Instant later = record::testing::origin().at;
  for (int number = 0; number < 10; ++number) examine(*store, number, number < 5);
  look_again(*store, 0, "second_look", false, true, later);  // found nothing where the first found something
  look_again(*store, 1, "second_look", true, false, later);  // confirmed
  look_again(*store, 9, "second_look", true, true, later);   // found what the first had missed
  look_again(*store, 8, "second_look", true, true, later);
  look_again(*store, 20, "audit", true, false, later);  // never examined, audited after release
  look_again(*store, 21, "audit", false, false, later);
  const auto past = open_past(*store, rulebook());
  ASSERT_TRUE(past.ok()) << past.error().detail;
  rehearsal::Stretch stretch;
  std::size_t rows = 0, corrections = 0;
  std::int64_t results = 0;
  std::vector<std::string> found;
  for (;;) {
    stretch.clear();
    const auto more = (*past)->next(stretch);
    ASSERT_TRUE(more.ok()) << more.error().detail;
    if (!*more) break;
    rows += stretch.rows.size();
    for (const auto& row : stretch.rows) {
      if (row.label && row.label->found) found.emplace_back(row.declaration->declaration_id);
    }
    for (const auto& result : stretch.results) {
      ++results;
      corrections += result.correction ? 1 : 0;
    }
  }
  EXPECT_EQ(rows, 1500U);  // a second look is no declaration of its own
  EXPECT_EQ(found, (std::vector<std::string>{"TEST-1", "TEST-2", "TEST-3", "TEST-4", "TEST-8", "TEST-9", "TEST-20"}));
  EXPECT_EQ(results, 10 + 3 + 2);  // the second look that confirms changes nothing
  EXPECT_EQ(corrections, 3U);

  const auto again = open_past(*store, rulebook());
  ASSERT_TRUE(again.ok());
  rehearsal::Options options;
  options.from = rehearsal::earliest;
  options.to = rehearsal::latest;
  options.secret_of = [](Date day) { return risk::secret_from_seed(7, day); };
  const auto report = rehearsal::rehearse(**again, rulebook(), rulebook(), options);
  ASSERT_TRUE(report.ok()) << report.error().detail;
  EXPECT_EQ(report->declarations, 1500U);
  EXPECT_EQ(report->labelled.labelled, 12U);
  EXPECT_EQ(report->labelled.found, 7U);
}

watch::WatchPolicy watch_policy() {
  auto policy = watch::WatchPolicy::load(std::string(CLEARWAY_SOURCE_DIR) + "/policy").value();
  policy.dated.resize(1);
  policy.dated[0].least_examined = 5;
  return policy;
}

TEST_P(Lodging, TheRecordIsWatched) {
  const auto store = open();
  const auto nothing = watch_record(*store, rulebook(), watch_policy(), Date::of(2026, 11, 20));
  ASSERT_TRUE(nothing.ok()) << nothing.error().detail;
  EXPECT_EQ(nothing->outcome.value, watch::Outcome::nothing_recorded);

  screen_into(*store, manifest_lines(1500));
  const Date first = Date::of(2026, 11, 1), last = Date::of(2026, 11, 20);  // of the lines
  // Everything lies in the current days; in the reference there is nothing.
  const auto alone = watch_record(*store, rulebook(), watch_policy(), last);
  ASSERT_TRUE(alone.ok()) << alone.error().detail;
  EXPECT_EQ(alone->outcome.value, watch::Outcome::reference_is_empty);
  EXPECT_EQ(alone->declarations[1], 1500);
  EXPECT_EQ(alone->unreadable, 0);
  EXPECT_EQ(alone->signals.size(), risk::variable_count + 1);
  for (const auto& [drift, steps] : alone->signals) {
    EXPECT_EQ(drift.standing, watch::Standing::too_few) << drift.name;
    EXPECT_EQ(drift.current, 1500) << drift.name;
    if (drift.name == "value_krw" || drift.name == "weight_grams") {
      EXPECT_EQ(drift.current_missing, 0) << drift.name;
    }
    EXPECT_FALSE(steps.front().text.ko.empty());
  }
  // Some weeks later it is the reference, and what is lodged then looks otherwise.
  std::string later = manifest_lines(1500);
  const Date second = last.plus_days(watch_policy().dated[0].current_days);
  for (Date day = first; day <= last; day = day.plus_days(1)) {
    const auto moved = day.plus_days(second.days() - last.days()).text();
    for (auto at = later.find(day.text()); at != std::string::npos; at = later.find(day.text(), at + 10)) {
      later.replace(at, 10, moved);
    }
  }
  for (auto at = later.find("TEST-"); at != std::string::npos; at = later.find("TEST-", at + 6)) {
    later.replace(at, 5, "LATER-");
  }
  for (auto at = later.find("0.274"); at != std::string::npos; at = later.find("0.274", at)) {
    later.replace(at, 5, "2.740");
  }
  screen_into(*store, later);
  const auto both = watch_record(*store, rulebook(), watch_policy(), second);
  ASSERT_TRUE(both.ok()) << both.error().detail;
  EXPECT_EQ(both->outcome.value, watch::Outcome::watched);
  EXPECT_EQ(both->declarations, (std::array<std::int64_t, 2>{1500, 1500}));
  const auto standing = [&](std::string_view name) {
    for (const auto& [drift, steps] : both->signals) {
      if (drift.name == name) return drift.standing;
    }
    return watch::Standing::too_few;
  };
  EXPECT_EQ(standing("value_krw"), watch::Standing::steady);
  EXPECT_EQ(standing("hs6"), watch::Standing::steady);
  EXPECT_EQ(standing("exporter.declarations"), watch::Standing::grows);
  EXPECT_EQ(standing("weight_grams"), watch::Standing::drifted);
  EXPECT_FALSE(both->alarmed());

  // What chance drew is found irregular, what another method named is not; all of it on one day.
  std::map<std::string, std::vector<int>> named;
  ASSERT_TRUE(store
                  ->sampled_decisions(first, last, 10'000,
                                      [&](const record::LodgedDecision& lodged) {
                                        const auto id = text_of(lodged.decision, "declaration_id");
                                        const auto methods = watch::methods_of(lodged.decision);
                                        if (methods.size() == 1) {
                                          named[methods[0]].push_back(std::stoi(std::string(id.substr(5))));
                                        }
                                      })
                  .ok());
  const auto& drawn = named["random"];
  const auto& other = named["rules"];
  ASSERT_GE(drawn.size(), 8U);
  ASSERT_GE(other.size(), 8U);
  for (std::size_t i = 0; i < 8; ++i) {
    examine(*store, drawn[i], true);
    examine(*store, other[i], false);
  }
  const auto examined_on = record::testing::origin().at.korean_day();
  const auto alarmed = watch_record(*store, rulebook(), watch_policy(), second);
  ASSERT_TRUE(alarmed.ok()) << alarmed.error().detail;
  ASSERT_EQ(alarmed->alarms.size(), 1U);
  EXPECT_EQ(alarmed->alarms[0].value.kind, watch::AlarmKind::below_chance);
  EXPECT_EQ(alarmed->alarms[0].value.method, "rules");
  EXPECT_EQ(alarmed->alarms[0].value.since, examined_on);
  // As of the day before nobody knew.
  EXPECT_FALSE(watch_record(*store, rulebook(), watch_policy(), examined_on.plus_days(-1))->alarmed());
  // Second looks that find something end it.
  for (std::size_t i = 0; i < 8; ++i) {
    look_again(*store, other[i], "second_look", true, true, record::testing::origin().at);
  }
  EXPECT_FALSE(watch_record(*store, rulebook(), watch_policy(), second)->alarmed());
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
