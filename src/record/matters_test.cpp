#include "record/matters.h"

#include <gtest/gtest.h>

#include "record/audit.h"
#include "record/extension.h"
#include "record/testing.h"

namespace clearway::record {
namespace {

using testing::origin;

class MattersTest : public testing::OnBothEngines {
 protected:
  void SetUp() override {
    testing::OnBothEngines::SetUp();
    if (database) store = open();
    if (store) matters = std::make_unique<Matters>(*store);
  }
  Result<std::vector<Matter>> take(std::vector<MatterStep> steps, const Origin& from = origin(),
                                   const std::string& request = "", std::function<Status(Writing&)> also = {}) {
    return wait<std::vector<Matter>>(
        [&](auto done) { matters->step(std::move(steps), request, from, std::move(done), std::move(also)); });
  }
  static Matter notice(int n, const std::string& party = "B2208162517") {
    Matter matter;
    matter.party_id = party;
    matter.matter_id = "N-" + std::to_string(n);
    matter.kind = "notice";
    matter.state = "sent";
    matter.customs_office = "020";
    matter.related_id = "D-" + std::to_string(n);
    matter.opened_on = Date::of(2026, 11, 2);
    if (n % 3 != 0) matter.due_on = Date::of(2026, 11, 2).plus_days(n);
    matter.amount_krw = 10'000 * n;
    matter.body = R"({"detector":"freight_left_out","words":"\"운임\""})";
    return matter;
  }
  Matter open_notice(int n) { return take({{notice(n), "sent"}}).value().front(); }

  std::unique_ptr<Store> store;
  std::unique_ptr<Matters> matters;
};

TEST_P(MattersTest, AFileRemembersEachStepAndIsVouchedForByItsNewestRecord) {
  auto file = open_notice(1);
  EXPECT_EQ(file.version, 1);
  file.state = "answered";
  file.due_on.reset();
  file = take({{file, "answered", R"({"answer":"explained"})"}}, origin("", "firm")).value().front();
  EXPECT_EQ(file.version, 2);
  const auto found = matters->find(file.party_id, file.matter_id).value();
  ASSERT_TRUE(found);
  EXPECT_EQ(found->state, "answered");
  EXPECT_EQ(found->body, notice(1).body);
  EXPECT_FALSE(found->due_on);
  const auto history = matters->history(*found).value();
  ASSERT_EQ(history.size(), 2U);
  EXPECT_EQ(history[0].event, "sent");
  EXPECT_EQ(history[1].state, "answered");
  EXPECT_EQ(history[1].detail, R"({"answer":"explained"})");
  EXPECT_EQ(history[1].actor, "firm");
}

TEST_P(MattersTest, RefusalsAreNamed) {
  const auto file = open_notice(1);
  auto moved = file;
  ASSERT_TRUE(take({{file, "opened"}}).ok());
  auto other_kind = file;
  other_kind.kind = "ruling";
  other_kind.version = 2;
  auto unknown = file;
  unknown.matter_id = "N-9";
  const struct {
    std::string_view why;
    Matter matter;
    std::string_view code;
  } cases[] = {{"of two officers at once the second is told", moved, "version_is_not_current"},
               {"an id is taken once", notice(1), "already_exists"},
               {"another kind", other_kind, "matter_keeps_its_kind"},
               {"never opened", unknown, "not_found"}};
  for (const auto& c : cases) {
    const auto taken = take({{c.matter, "answered"}});
    ASSERT_FALSE(taken.ok()) << c.why;
    EXPECT_EQ(taken.error().code, c.code) << c.why;
  }
}

TEST_P(MattersTest, AllStepsAreTakenOrNone) {
  const auto first = open_notice(1);
  auto stale = first;
  stale.version = 7;
  EXPECT_FALSE(take({{notice(2), "sent"}, {stale, "answered"}}).ok());
  EXPECT_FALSE(matters->find(first.party_id, "N-2").value());
  const auto refused = take({{notice(2), "sent"}}, origin(), "", [](Writing&) -> Status {
    return Error{"ledger_refuses", "", "it does", "nothing"};
  });
  EXPECT_EQ(refused.error().code, "ledger_refuses");
  EXPECT_FALSE(matters->find(first.party_id, "N-2").value());
  EXPECT_TRUE(take({{notice(2), "sent"}, {first, "answered"}}).ok());
}

TEST_P(MattersTest, ARepeatedRequestIsAnsweredAndNotTakenTwice) {
  const auto file = open_notice(1);
  const auto once = take({{file, "answered"}}, origin("r-1", "firm"), "explain").value();
  const auto twice = take({{file, "answered"}}, origin("r-1", "firm"), "explain");
  ASSERT_TRUE(twice.ok());
  EXPECT_EQ(twice->front().version, once.front().version);
  EXPECT_EQ(take({{file, "answered"}}, origin("r-1", "firm"), "correct").error().code,
            "request_id_was_used_for_another_request");
}

TEST_P(MattersTest, ListsPageThroughEveryOrder) {
  for (int n = 0; n < 25; ++n) ASSERT_TRUE(take({{notice(n, n % 2 == 0 ? "B1" : "B2"), "sent"}}).ok());
  for (const auto order : {MatterOrder::due, MatterOrder::newest, MatterOrder::amount}) {
    MatterSearch search;
    search.every_party = true;
    search.kinds = {"notice"};
    search.order = order;
    search.limit = 4;
    std::vector<Matter> seen;
    do {
      auto page = matters->search(search).value();
      std::move(page.matters.begin(), page.matters.end(), std::back_inserter(seen));
      search.cursor = page.next_cursor;
    } while (!search.cursor.empty());
    ASSERT_EQ(seen.size(), 25U);
    for (std::size_t i = 1; i < seen.size(); ++i) {
      const auto &a = seen[i - 1], &b = seen[i];
      switch (order) {
        case MatterOrder::due: EXPECT_TRUE(a.due_on && b.due_on ? *a.due_on <= *b.due_on : !b.due_on); break;
        case MatterOrder::newest: EXPECT_GT(a.last_sequence, b.last_sequence); break;
        case MatterOrder::amount: EXPECT_GE(a.amount_krw, b.amount_krw); break;
      }
    }
  }
}

TEST_P(MattersTest, AListShowsWhatTheReaderMaySeeAndCountsIt) {
  for (int n = 1; n < 10; ++n) ASSERT_TRUE(take({{notice(n, n % 2 == 0 ? "B1" : "B2"), "sent"}}).ok());
  MatterSearch search;
  EXPECT_TRUE(matters->search(search).value().matters.empty());
  search.parties = {"B1"};
  EXPECT_EQ(matters->search(search).value().matters.size(), 4U);
  const auto figures = matters->figures(search).value();
  ASSERT_EQ(figures.size(), 1U);
  EXPECT_EQ(figures[0].count, 4);
  EXPECT_EQ(figures[0].amount_krw, 200'000);
  search.due_until = Date::of(2026, 11, 6);
  EXPECT_EQ(matters->search(search).value().matters.size(), 2U);
  search.due_until.reset();
  search.related_id = "D-4";
  EXPECT_EQ(matters->search(search).value().matters.size(), 1U);
  search.cursor = "yesterday~a~b";
  EXPECT_EQ(matters->search(search).error().code, "cursor_is_not_valid");
  int visited = 0;
  ASSERT_TRUE(matters->each("notice", [&](const Matter&) { return ++visited < 5; }).ok());
  EXPECT_EQ(visited, 5);
}

TEST_P(MattersTest, TheAuditFindsAChangedRow) {
  const auto file = open_notice(1);
  const auto audit = [&] {
    store->flush();
    const auto connection = database->connect();
    return verify(*connection).value();
  };
  EXPECT_FALSE(audit().first);
  const auto intruder = database->connect();
  ASSERT_TRUE(intruder->run("UPDATE matter SET amount_krw = 1 WHERE matter_id = $1", {file.matter_id}).ok());
  auto damage = audit().first;
  ASSERT_TRUE(damage);
  EXPECT_EQ(damage->what, "matter");
  EXPECT_EQ(damage->subject_id, "N-1");
  ASSERT_TRUE(intruder->run("DELETE FROM matter WHERE matter_id = $1", {file.matter_id}).ok());
  damage = audit().first;
  ASSERT_TRUE(damage);
  EXPECT_EQ(damage->why, "row_missing");
}

INSTANTIATE_TEST_SUITE_P(Engines, MattersTest, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         testing::engine_name);

}  // namespace
}  // namespace clearway::record
