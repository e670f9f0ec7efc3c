#include "record/store.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <future>
#include <thread>

#include "db/migrate.h"
#include "record/testing.h"

namespace clearway::record {
namespace {

using testing::change;
using testing::lodge;
using testing::origin;
using testing::SampleLodgement;

class StoreTest : public testing::OnBothEngines {};
INSTANTIATE_TEST_SUITE_P(Engines, StoreTest, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         testing::engine_name);

std::string detail(const Error& error) { return error.code + ": " + error.detail; }
template <class T>
std::string detail(const Result<T>& result) {
  return result ? "ok" : detail(result.error());
}

TEST_P(StoreTest, WhatIsLodgedReadsBackAfterOpeningAgain) {
  Receipt receipt;
  {
    auto store = open();
    auto lodged = lodge(*store, SampleLodgement(1));
    ASSERT_TRUE(lodged.ok()) << detail(lodged);
    receipt = *lodged;
    EXPECT_EQ(receipt.outcome, Outcome::recorded);
    EXPECT_EQ(receipt.sequence, 1);
    EXPECT_EQ(receipt.version, 1);
  }
  auto store = open();
  const auto read = store->read("B2208162517", "D-1");
  ASSERT_TRUE(read.ok()) << detail(read);
  ASSERT_TRUE(read->has_value());
  const auto& declaration = (*read)->declaration;
  EXPECT_EQ(declaration.procedure, Procedure::manifest);
  EXPECT_EQ(declaration.declared_on, Date::of(2026, 11, 23));
  EXPECT_EQ(declaration.value_krw, 150'000);
  EXPECT_EQ(declaration.facts, SampleLodgement(1).facts);
  EXPECT_EQ((*read)->decision, SampleLodgement(1).decision);
  ASSERT_EQ((*read)->history.size(), 1U);
  EXPECT_EQ((*read)->history[0].kind, Kind::lodged);
  EXPECT_EQ((*read)->history[0].actor, "tester");
  EXPECT_FALSE(store->find("B2208162517", "D-2")->has_value());
  EXPECT_FALSE(store->find("B0000000000", "D-1")->has_value());
}

TEST_P(StoreTest, TheSameDeclarationAgainIsHarmlessAndAnotherContentIsRefused) {
  auto store = open();
  ASSERT_TRUE(lodge(*store, SampleLodgement(1)).ok());
  SampleLodgement decided_otherwise(1);
  decided_otherwise.decision = "{\"channel\":\"red\"}";  // history has gone on: the decision may differ, the facts not
  const auto again = lodge(*store, decided_otherwise);
  ASSERT_TRUE(again.ok()) << detail(again);
  EXPECT_EQ(again->outcome, Outcome::already_recorded);
  EXPECT_EQ(again->sequence, 1);
  SampleLodgement other(1);
  other.facts = "{\"item_description\":\"something else\"}";
  const auto refused = lodge(*store, other);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, "declaration_differs_from_recorded_one");
  EXPECT_NE(refused.error().fix.find("Amend"), std::string::npos);
  EXPECT_EQ((*store->read("B2208162517", "D-1"))->history.size(), 1U);
}

TEST_P(StoreTest, ARequestIsAnsweredOnce) {
  auto store = open();
  SampleLodgement sample(1);
  sample.series = {
      "12345"
      "26",
      6, "X"};
  const auto first = lodge(*store, sample, origin("r-1"));
  ASSERT_TRUE(first.ok()) << detail(first);
  EXPECT_EQ(first->declaration_number, "1234526000001X");
  const auto again = lodge(*store, sample, origin("r-1"));
  ASSERT_TRUE(again.ok()) << detail(again);
  EXPECT_EQ(again->outcome, Outcome::repeated);
  EXPECT_EQ(again->declaration_number, first->declaration_number);
  EXPECT_EQ(again->sequence, first->sequence);
  const auto other = lodge(*store, SampleLodgement(2), origin("r-1"));
  ASSERT_FALSE(other.ok());
  EXPECT_EQ(other.error().code, "request_id_was_used_for_another_request");
  EXPECT_TRUE(lodge(*store, SampleLodgement(2), origin("r-1", "someone else")).ok());
  const auto answered = store->answered("B2208162517", "tester", "r-1");
  ASSERT_TRUE(answered.ok() && answered->has_value());
  EXPECT_EQ((*answered)->subject_id, "D-1");
}

TEST_P(StoreTest, OneBatchWithRepeatsDifferencesAndTakenNumbers) {
  auto store = open();
  SampleLodgement known(1);
  known.number = "1234526000002X";
  ASSERT_TRUE(lodge(*store, known).ok());
  std::vector<SampleLodgement> samples;
  for (const int n : {2, 1, 3, 2, 4, 5, 6}) samples.emplace_back(n);
  samples[1].number = known.number;         // recorded before, alike
  samples[3].facts = "{}";                  // differs from the first of this batch
  samples[4].number = known.number;         // belongs to D-1
  samples[5].series = {"1234526", 6, "X"};  // 000001
  samples[6].series = {"1234526", 6, "X"};  // 000002 is taken: 000003
  std::vector<Lodgement> lodgements;
  for (auto& sample : samples) lodgements.push_back(sample.get());
  const auto outcomes = wait<std::vector<Result<Receipt>>>(
      [&](auto done) { store->lodge(std::span<const Lodgement>(lodgements), origin("batch"), std::move(done)); });
  ASSERT_TRUE(outcomes.ok()) << detail(outcomes);
  const auto& o = *outcomes;
  ASSERT_EQ(o.size(), 7U);
  EXPECT_EQ(o[0]->outcome, Outcome::recorded);
  EXPECT_EQ(o[1]->outcome, Outcome::already_recorded);
  EXPECT_EQ(o[2]->outcome, Outcome::recorded);
  ASSERT_FALSE(o[3].ok());
  EXPECT_EQ(o[3].error().code, "declaration_differs_from_recorded_one");
  ASSERT_FALSE(o[4].ok());
  EXPECT_EQ(o[4].error().code, "declaration_number_is_taken");
  ASSERT_TRUE(o[5].ok() && o[6].ok());
  EXPECT_EQ(o[5]->declaration_number, "1234526000001X");
  EXPECT_EQ(o[6]->declaration_number, "1234526000003X");
  EXPECT_FALSE(store->find("B2208162517", "D-4")->has_value());
  EXPECT_EQ((*store->find_by_number("1234526000003X"))->declaration_id, "D-6");
}

TEST_P(StoreTest, ASeriesComesToItsEnd) {
  auto store = open();
  for (int n = 1; n <= 9; ++n) {
    SampleLodgement sample(n);
    sample.series = {"AB", 1, "X"};
    ASSERT_TRUE(lodge(*store, sample).ok());
  }
  SampleLodgement sample(10);
  sample.series = {"AB", 1, "X"};
  const auto refused = lodge(*store, sample);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, "number_series_is_exhausted");
  EXPECT_FALSE(store->find("B2208162517", "D-10")->has_value());
}

TEST_P(StoreTest, ChangesAreVersionedAndLinked) {
  auto store = open();
  ASSERT_TRUE(lodge(*store, SampleLodgement(1)).ok());
  Change selected{"B2208162517", "D-1", Kind::event, 1, "{\"event\":\"select\"}", "selected"};
  auto receipt = change(*store, selected);
  ASSERT_TRUE(receipt.ok()) << detail(receipt);
  EXPECT_EQ(receipt->version, 2);
  const auto late = change(*store, selected);
  ASSERT_FALSE(late.ok());
  EXPECT_EQ(late.error().code, "version_is_not_current");

  Change examined{"B2208162517", "D-1", Kind::examined, 2, "", "examined"};
  examined.examination = ExaminationResult{false, {"value", "class"}, "invoice shows KRW 450,000"};
  ASSERT_TRUE(change(*store, examined).ok());
  Change amended{"B2208162517", "D-1", Kind::amended, 3, "{\"approved_by\":\"officer\"}"};
  amended.facts = "{\"item_description\":\"ceramic vase\"}";
  amended.value_krw = 450'000;
  ASSERT_TRUE(change(*store, amended).ok());
  Change overridden{"B2208162517", "D-1", Kind::channel_overridden, std::nullopt, "{\"to\":\"red\"}"};
  overridden.channel = Channel::red;
  ASSERT_TRUE(change(*store, overridden).ok());

  const auto read = store->read("B2208162517", "D-1");
  ASSERT_TRUE(read.ok() && read->has_value()) << detail(read);
  const auto& d = (*read)->declaration;
  EXPECT_EQ(d.version, 5);
  EXPECT_EQ(d.state, "examined");
  EXPECT_EQ(d.channel, Channel::red);
  EXPECT_EQ(d.value_krw, 450'000);
  EXPECT_EQ(d.facts, *amended.facts);
  ASSERT_EQ((*read)->history.size(), 5U);
  EXPECT_EQ(
      (*read)->history[2].body,
      "{\"result\":\"discrepancy\",\"discrepancies\":[\"value\",\"class\"],\"note\":\"invoice shows KRW 450,000\"}");
  const auto examinations = store->examinations("B2208162517", "D-1");
  ASSERT_TRUE(examinations.ok());
  ASSERT_EQ(examinations->size(), 1U);
  EXPECT_EQ((*examinations)[0].result.discrepancies, (std::vector<std::string>{"value", "class"}));
  EXPECT_EQ((*examinations)[0].examined_on, Date::of(2026, 11, 23));

  // What was first lodged counts as the same declaration still, and so does what it has become.
  EXPECT_EQ(lodge(*store, SampleLodgement(1))->outcome, Outcome::already_recorded);
  const auto missing = change(*store, {"B2208162517", "D-9", Kind::event, std::nullopt, "{}"});
  ASSERT_FALSE(missing.ok());
  EXPECT_EQ(missing.error().code, "declaration_is_not_recorded");

  std::vector<std::string> replayed;
  const auto last = store->replay(0, 0, [&](const ReplayRow& row) {
    replayed.push_back(std::string(name(row.kind)) + " " + std::string(row.facts));
    return true;
  });
  ASSERT_TRUE(last.ok()) << detail(last);
  EXPECT_EQ(*last, 5);
  ASSERT_EQ(replayed.size(), 2U);
  EXPECT_EQ(replayed[0], "lodged " + SampleLodgement(1).facts);
}

TEST_P(StoreTest, PersonalDataIsEncryptedMaskedAndRecordedWhenRead) {
  auto store = open();
  SampleLodgement sample(1, "P5f00");
  sample.personal = {{"exporter_identifier", "P123456789012"}};
  ASSERT_TRUE(lodge(*store, sample).ok());
  bool stored_in_clear = false;
  auto beside = database->connect();
  ASSERT_TRUE(beside
                  ->rows("SELECT ciphertext FROM personal_data", {},
                         [&](const db::Row& row) {
                           stored_in_clear = row.bytes(0).find("P1234567") != std::string_view::npos;
                           EXPECT_EQ(row.bytes(0).size(), 24U + 13U + 16U);
                           return true;
                         })
                  .ok());
  EXPECT_FALSE(stored_in_clear);
  const auto look_up = [&](const std::string& purpose) {
    return wait<std::string>([&](auto done) {
      store->look_up_personal_data("P5f00", "D-1", "exporter_identifier", purpose, origin("", "officer1"),
                                   std::move(done));
    });
  };
  ASSERT_FALSE(look_up("  ").ok());
  EXPECT_EQ(look_up(" ").error().code, "purpose_is_missing");
  const auto value = look_up("case 2026-17");
  ASSERT_TRUE(value.ok()) << detail(value);
  EXPECT_EQ(*value, "P123456789012");
  auto history = (*store->read("P5f00", "D-1"))->history;
  ASSERT_EQ(history.size(), 2U);
  EXPECT_EQ(history[1].kind, Kind::personal_data_looked_up);
  EXPECT_EQ(history[1].body, "{\"field\":\"exporter_identifier\",\"purpose\":\"case 2026-17\"}");
  EXPECT_EQ((*store->find("P5f00", "D-1"))->version, 1);

  std::string replayed;
  ASSERT_TRUE(store
                  ->replay(0, 0,
                           [&](const ReplayRow& row) {
                             for (const auto& personal : row.personal) replayed = personal.value;
                             return true;
                           })
                  .ok());
  EXPECT_EQ(replayed, "P123456789012");

  ASSERT_TRUE(wait<Receipt>([&](auto done) {
                store->erase_personal_data("P5f00", "D-1", "period over", origin(), std::move(done));
              }).ok());
  EXPECT_EQ(look_up("again").error().code, "personal_data_is_not_kept");
}

TEST_P(StoreTest, ManyThreadsShareCommits) {
  auto store = open();
  constexpr int threads = 8, each = 200;
  std::atomic<int> acknowledged = 0;
  std::vector<std::thread> senders;
  for (int t = 0; t < threads; ++t) {
    senders.emplace_back([&, t] {
      for (int i = 0; i < each; ++i) {
        SampleLodgement sample(t * each + i);
        store->lodge(sample.get(), origin("r" + std::to_string(t * each + i)), [&](Result<Receipt> receipt) {
          if (receipt) ++acknowledged;
        });
      }
    });
  }
  for (auto& sender : senders) sender.join();
  store->flush();
  EXPECT_EQ(acknowledged, threads * each);
  EXPECT_LT(store->metrics().commits, static_cast<std::uint64_t>(threads * each) / 4);
  Search search;
  search.scope.everything = true;
  search.limit = 1'000;
  auto page = store->search(search);
  ASSERT_TRUE(page.ok());
  EXPECT_EQ(page->declarations.size(), 1'000U);
  search.cursor = page->next_cursor;
  page = store->search(search);
  ASSERT_TRUE(page.ok());
  EXPECT_EQ(page->declarations.size(), 600U);
  EXPECT_TRUE(page->next_cursor.empty());
}

TEST_P(StoreTest, WhatComesWhileABatchIsWrittenSharesItsCommit) {
  auto store = open();
  constexpr int many = 900, rounds = 50;
  std::vector<SampleLodgement> samples;
  samples.reserve(rounds * (many + 1));
  std::atomic<int> acknowledged = 0;
  int sent = 0;
  // The late one comes at another moment of the batch each time, since nobody can say when the writer begins:
  // once it is caught being written, one batch holds both.
  for (int round = 0; round < rounds && store->metrics().late_writes == 0; ++round) {
    std::vector<Lodgement> lodgements;
    for (int i = 0; i <= many; ++i) lodgements.push_back(samples.emplace_back(sent++).get());
    store->lodge(std::span(lodgements).first(many), origin("batch-" + std::to_string(round)),
                 [&](Result<std::vector<Result<Receipt>>> outcomes) {
                   acknowledged += outcomes ? static_cast<int>(outcomes->size()) : 0;
                 });
    std::this_thread::sleep_for(std::chrono::microseconds(50 * round));
    std::promise<void> written;  // not a flush, which would be a late write itself
    store->lodge(lodgements.back(), origin("late-" + std::to_string(round)), [&](Result<Receipt> receipt) {
      acknowledged += receipt ? 1 : 0;
      written.set_value();
    });
    written.get_future().wait();
  }
  store->flush();
  EXPECT_EQ(acknowledged, sent);
  EXPECT_EQ(store->metrics().late_writes, 1U);
  EXPECT_EQ(store->metrics().largest_batch, static_cast<std::size_t>(many + 1));
}

TEST_P(StoreTest, BulkWriterWritesInBatchesAndRepeatsHarmlessly) {
  auto store = open();
  for (const std::uint64_t round : {0, 1}) {
    std::vector<std::string> refused;
    BulkWriter bulk(
        *store, origin("file-1", "screen:sample.jsonl"),
        [&](std::string_view, std::string_view id, const Error& error) {
          refused.push_back(std::string(id) + " " + error.code);
        },
        100);
    for (int n = 0; n < 1'050; ++n) ASSERT_TRUE(bulk.add(SampleLodgement(n).get()).ok());
    SampleLodgement other(7);
    other.facts = "{}";
    ASSERT_TRUE(bulk.add(other.get()).ok());
    const auto totals = bulk.finish();
    ASSERT_TRUE(totals.ok()) << detail(totals);
    EXPECT_EQ(totals->recorded, round == 0 ? 1'050U : 0U);
    EXPECT_EQ(totals->already_recorded, round == 0 ? 0U : 1'050U);
    EXPECT_EQ(totals->refused, 1U);
    EXPECT_EQ(refused, std::vector<std::string>{"D-7 declaration_differs_from_recorded_one"});
  }
  std::int64_t rows = 0;
  ASSERT_TRUE(store->replay(0, 0, [&](const ReplayRow&) { return ++rows, true; }).ok());
  EXPECT_EQ(rows, 1'050);
}

TEST_P(StoreTest, SearchRespectsScopeFiltersAndOrder) {
  auto store = open();
  for (int n = 0; n < 60; ++n) {
    SampleLodgement sample(n, n % 2 == 0 ? "B2208162517" : "B1208800767");
    sample.declared_on = Date::of(2026, 11, 1).plus_days(n % 20);
    sample.channel = n % 10 == 0 ? Channel::red : Channel::green;
    sample.filer = n % 3 == 0 ? "COUR1" : "COUR2";
    sample.expected_value_ppm = n * 1000;
    sample.exporter = n == 17 ? "가상무역 0017" : "Sample Trading";
    ASSERT_TRUE(lodge(*store, sample).ok());
  }
  const auto count = [&](Search search) {
    search.limit = 7;
    std::vector<std::string> ids;
    std::string last;
    for (;;) {
      const auto page = store->search(search);
      EXPECT_TRUE(page.ok()) << detail(page);
      for (const auto& d : page->declarations) {
        ids.push_back(d.declaration_id);
        if (search.order == Order::newest && !last.empty()) {
          EXPECT_LE(d.declared_on.text(), last);
        }
        last = d.declared_on.text();
        EXPECT_TRUE(d.facts.empty());
      }
      if (page->next_cursor.empty()) break;
      search.cursor = page->next_cursor;
    }
    std::sort(ids.begin(), ids.end());
    EXPECT_EQ(std::unique(ids.begin(), ids.end()), ids.end()) << "a row on two pages";
    return ids.size();
  };
  Search search;
  EXPECT_EQ(count(search), 0U) << "an empty scope sees nothing";
  search.scope.everything = true;
  EXPECT_EQ(count(search), 60U);
  search.channel = Channel::red;
  EXPECT_EQ(count(search), 6U);
  search.channel.reset();
  search.from = Date::of(2026, 11, 5);
  search.to = Date::of(2026, 11, 6);
  EXPECT_EQ(count(search), 6U);
  search.from.reset();
  search.to.reset();
  search.customs_office = "030";
  EXPECT_EQ(count(search), 0U);
  search.customs_office.reset();
  search.text = "무역 0017";
  EXPECT_EQ(count(search), 1U);
  search.text = "sample trading";
  EXPECT_EQ(count(search), 59U);
  search.text = "D-5";
  EXPECT_EQ(count(search), 11U);
  search.text = "100%";
  EXPECT_EQ(count(search), 0U);
  search.text.clear();

  Search scoped;
  scoped.scope.parties = {"B1208800767"};
  EXPECT_EQ(count(scoped), 30U);
  scoped.scope.filers = {"COUR1"};
  EXPECT_EQ(count(scoped), 40U) << "either of the party or by the filer, each once";
  scoped.customs_office = "020";
  EXPECT_EQ(count(scoped), 40U);
  scoped.party_id = "B2208162517";
  EXPECT_EQ(count(scoped), 10U) << "of that party only what the filer sent";
  scoped = {};
  scoped.scope.offices = {"030"};
  EXPECT_EQ(count(scoped), 0U);
  scoped.scope.offices = {"020", "030"};
  scoped.order = Order::expected_value;
  EXPECT_EQ(count(scoped), 60U);
  scoped.limit = 3;
  const auto top = store->search(scoped);
  EXPECT_EQ(top->declarations[0].expected_value_ppm, 59'000);
  scoped.cursor = "nonsense";
  EXPECT_EQ(store->search(scoped).error().code, "cursor_is_not_valid");
}

TEST_P(StoreTest, WaitingAndAskingAreThoseOfTheOfficeAndDay) {
  auto store = open();
  for (int n = 0; n < 30; ++n) {
    SampleLodgement sample(n, n % 2 == 0 ? "B2208162517" : "B1208800767");
    sample.declared_on = Date::of(2026, 11, 1).plus_days(n % 3);
    sample.channel = n % 5 == 0 ? Channel::red : Channel::green;
    sample.state = n % 5 == 0 ? "selected" : "accepted";
    sample.expected_value_ppm = n * 100'000;
    ASSERT_TRUE(lodge(*store, sample).ok());
  }
  const auto waiting = [&](std::string_view office, Date from, Date to) {
    std::string ids;
    const auto status = store->waiting(office, from, to, [&](const WaitingDeclaration& one) {
      EXPECT_FALSE(one.declaration.facts.empty());
      EXPECT_FALSE(one.decision.empty());
      ids += one.declaration.declaration_id + " ";
    });
    EXPECT_TRUE(status.ok());
    return ids;
  };
  const auto first = Date::of(2026, 11, 1), last = Date::of(2026, 11, 3);
  EXPECT_EQ(waiting("020", first, last), "D-0 D-15 D-10 D-25 D-5 D-20 ");  // by day, then as lodged
  EXPECT_EQ(waiting("020", last, last), "D-5 D-20 ");
  EXPECT_EQ(waiting("030", first, last), "");
  const auto asking = [&](Date day, std::int64_t expected_value_ppm) {
    std::pair<int, int> counts;  // looked at, and all
    EXPECT_TRUE(store
                    ->asking("020", day, expected_value_ppm,
                             [&](const AskingDeclaration& one) {
                               ++counts.second;
                               counts.first += one.channel == Channel::green ? 0 : 1;
                             })
                    .ok());
    return counts;
  };
  EXPECT_EQ(asking(first, 10'000'000), std::pair(2, 2));
  EXPECT_EQ(asking(first, 2'000'000), std::pair(2, 5));  // 21, 24 and 27 asked for it
  EXPECT_EQ(asking(Date::of(2026, 11, 9), 0), std::pair(0, 0));
}

TEST_P(StoreTest, StatisticsByPeriodProcedureAndChannel) {
  auto store = open();
  for (int n = 0; n < 40; ++n) {
    SampleLodgement sample(n);
    sample.declared_on = n < 30 ? Date::of(2026, 11, 23).plus_days(n % 7) : Date::of(2026, 12, 1);
    sample.procedure = n % 4 == 0 ? Procedure::simplified : Procedure::manifest;
    sample.channel = n == 0 ? Channel::red : Channel::green;
    ASSERT_TRUE(lodge(*store, sample).ok());
  }
  StatisticsQuery query;
  query.from = Date::of(2026, 11, 1);
  query.to = Date::of(2026, 12, 31);
  EXPECT_TRUE(store->statistics(query)->empty()) << "an empty scope sees nothing";
  query.scope.everything = true;
  auto rows = store->statistics(query);
  ASSERT_TRUE(rows.ok()) << detail(rows);
  ASSERT_EQ(rows->size(), 4U);
  EXPECT_EQ((*rows)[0].period_start, Date::of(2026, 11, 1));
  EXPECT_EQ((*rows)[0].procedure, Procedure::simplified);
  EXPECT_EQ((*rows)[0].count, 8);
  EXPECT_EQ((*rows)[0].value_krw, 8 * 150'000);
  query.period = Period::week;
  query.by_procedure = false;
  rows = store->statistics(query);
  ASSERT_EQ(rows->size(), 2U);
  EXPECT_EQ((*rows)[0].period_start, Date::of(2026, 11, 23));
  EXPECT_EQ((*rows)[0].count, 30);
  EXPECT_EQ((*rows)[1].period_start, Date::of(2026, 11, 30));
  query.period = Period::total;
  query.by_channel = true;
  rows = store->statistics(query);
  ASSERT_EQ(rows->size(), 2U);
  EXPECT_EQ((*rows)[1].channel, Channel::red);
  EXPECT_EQ((*rows)[1].count, 1);
  query.by_channel = false;
  EXPECT_EQ((*store->statistics(query))[0].count, 40);
  query.from = query.to = Date::of(2020, 1, 1);
  EXPECT_TRUE(store->statistics(query)->empty());

  const auto day = store->office_day("020", Date::of(2026, 12, 1));
  ASSERT_TRUE(day.ok());
  std::int64_t count = 0;
  for (const auto& row : *day) count += row.count;
  EXPECT_EQ(count, 10);
}

TEST_P(StoreTest, AccountsSessionsTokensMandatesDraftsSecrets) {
  auto store = open();
  const auto put = [&](Account account) {
    return wait<Account>([&](auto done) { store->put_account(account, origin("", "administrator"), std::move(done)); });
  };
  Account officer;
  officer.account_id = "a1";
  officer.sign_in_name = "officer";
  officer.role = "officer";
  officer.password_hash = "$argon2id$...";
  officer.offices = {"020", "040"};
  auto created = put(officer);
  ASSERT_TRUE(created.ok()) << detail(created);
  EXPECT_EQ(created->version, 1);
  EXPECT_EQ(put(officer).error().code, "already_exists");
  Account changed = *created;
  changed.display_name = "Officer Sample";
  ASSERT_TRUE(put(changed).ok());
  EXPECT_EQ(put(changed).error().code, "version_is_not_current");
  EXPECT_EQ((*store->account_by_sign_in_name("officer"))->offices, (std::vector<std::string>{"020", "040"}));

  const Instant later{origin().at.microseconds + 1'000'000};
  const auto session = [&](std::string token, std::string account) {
    return wait<Nothing>([&](auto done) {
      store->put_session({token, account, "csrf", origin().at, later}, std::move(done));
    });
  };
  ASSERT_TRUE(session("s1", "a1").ok());
  EXPECT_EQ(session("s2", "nobody").error().code, "not_found");
  EXPECT_EQ((*store->session("s1"))->csrf_token, "csrf");
  auto disabled = **store->account("a1");
  disabled.active = false;
  ASSERT_TRUE(put(disabled).ok());
  EXPECT_FALSE(store->session("s1")->has_value()) << "who is disabled is signed out";

  ASSERT_TRUE(wait<Nothing>([&](auto done) {
                store->put_token(
                    {"t1", "a1", "hash", "ERP", {"declarations:write", "declarations:read"}, origin().at, later, {}},
                    origin(), std::move(done));
              }).ok());
  EXPECT_EQ((*store->token_by_hash("hash"))->scopes.size(), 2U);
  ASSERT_TRUE(wait<Nothing>([&](auto done) { store->revoke_token("t1", origin(), std::move(done)); }).ok());
  EXPECT_TRUE((*store->token_by_hash("hash"))->revoked_at.has_value());

  Mandate mandate;
  mandate.mandate_id = "m1";
  mandate.party_id = "B2208162517";
  mandate.agent = "12345";
  mandate.scopes = {"declarations:write"};
  mandate.from = Date::of(2026, 1, 1);
  mandate.until = Date::of(2026, 12, 31);
  ASSERT_TRUE(wait<Nothing>([&](auto done) { store->put_mandate(mandate, origin(), std::move(done)); }).ok());
  EXPECT_EQ(store->mandates_of_agent("12345")->size(), 1U);
  EXPECT_EQ((*store->mandates_of_party("B2208162517"))[0].until, Date::of(2026, 12, 31));
  ASSERT_TRUE(wait<Nothing>([&](auto done) { store->revoke_mandate("m1", origin(), std::move(done)); }).ok());
  EXPECT_TRUE((*store->mandate("m1"))->revoked_at.has_value());

  const auto draft = [&](std::int64_t version, std::string body) {
    return wait<Draft>([&](auto done) {
      store->put_draft({"d1", "a1", "B2208162517", body, version, origin().at}, std::move(done));
    });
  };
  ASSERT_EQ(draft(0, "{}")->version, 1);
  EXPECT_EQ(draft(0, "{}").error().code, "already_exists");
  EXPECT_EQ(draft(1, "{\"step\":2}")->version, 2);
  EXPECT_EQ(draft(1, "{\"step\":3}").error().code, "version_is_not_current");
  EXPECT_EQ((*store->draft("a1", "d1"))->body, "{\"step\":2}");
  EXPECT_EQ(wait<Nothing>([&](auto done) { store->delete_draft("a1", "d1", 1, std::move(done)); }).error().code,
            "version_is_not_current");
  EXPECT_TRUE(wait<Nothing>([&](auto done) { store->delete_draft("a1", "d1", 2, std::move(done)); }).ok());
  EXPECT_TRUE(store->drafts("a1")->empty());

  const Date day = Date::of(2026, 11, 24);
  const std::string secret = "0123456789abcdef0123456789abcd\0f";
  const auto commit = [&] {
    return wait<Nothing>(
        [&](auto done) { store->commit_random_secret(day, secret, "commitment", origin(), std::move(done)); });
  };
  ASSERT_TRUE(commit().ok());
  EXPECT_EQ(commit().error().code, "already_exists");
  EXPECT_EQ(*store->random_secret(day), secret);
  EXPECT_FALSE((*store->random_days(day, day))[0].secret.has_value());
  const auto revealed =
      wait<RandomDay>([&](auto done) { store->reveal_random_secret(day, origin(), std::move(done)); });
  ASSERT_TRUE(revealed.ok()) << detail(revealed);
  EXPECT_EQ(revealed->secret, secret);
  EXPECT_EQ((*store->random_days(day, day))[0].secret, secret);
}

TEST_P(StoreTest, TextsNeitherEngineCanKeepAreRefusedAlone) {
  auto store = open();
  SampleLodgement zero(1);
  zero.exporter = std::string("a\0b", 3);
  SampleLodgement broken(2);
  broken.exporter = "\xc0\x80";
  EXPECT_EQ(lodge(*store, zero).error().code, "text_is_not_storable");
  EXPECT_EQ(lodge(*store, broken).error().code, "text_is_not_storable");
  EXPECT_TRUE(lodge(*store, SampleLodgement(3)).ok());
}

}  // namespace
}  // namespace clearway::record
