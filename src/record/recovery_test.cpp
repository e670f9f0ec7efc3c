// What must survive: kill -9, a full disk, a lock, a second owner, a lost server, a lost key.

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <set>

#include "record/audit.h"
#include "record/testing.h"

namespace clearway::record {
namespace {

using testing::lodge;
using testing::origin;
using testing::SampleLodgement;

class RecoveryTest : public testing::OnBothEngines {
 protected:
  void expect_sound(std::uint64_t at_least) {
    const auto report = verify(database->url(), database->key_file(), {});
    ASSERT_TRUE(report.ok()) << report.error().detail;
    EXPECT_TRUE(report->ok()) << report->first.value_or(AuditFinding{}).why;
    EXPECT_GE(report->records, at_least);
    EXPECT_EQ(report->records, report->declarations) << "a record without its declaration, or the reverse";
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, RecoveryTest, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         testing::engine_name);
class SqliteRecoveryTest : public RecoveryTest {};
INSTANTIATE_TEST_SUITE_P(Sqlite, SqliteRecoveryTest, ::testing::Values(db::Engine::sqlite), testing::engine_name);
class PostgresRecoveryTest : public RecoveryTest {};
INSTANTIATE_TEST_SUITE_P(Postgres, PostgresRecoveryTest, ::testing::Values(db::Engine::postgres), testing::engine_name);

/// Lodges without end and reports each acknowledged number through the pipe.
[[noreturn]] void lodge_forever(const StoreOptions& options, int pipe) {
  auto store = Store::open(options);
  if (!store) _exit(3);
  for (int n = 0;; ++n) {
    SampleLodgement sample(n);
    (*store)->lodge(sample.get(), origin("r" + std::to_string(n)), [n, pipe](Result<Receipt> receipt) {
      if (receipt) (void)!write(pipe, &n, sizeof n);
    });
    if (n % 50 == 49) (*store)->flush();
  }
}

TEST_P(RecoveryTest, KillInTheMiddleOfWritingLosesNothingAcknowledged) {
  { auto store = open(); }
  for (const int enough : {1, 137, 800}) {
    int pipe[2];
    ASSERT_EQ(::pipe(pipe), 0);
    const pid_t child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      close(pipe[0]);
      lodge_forever(database->options(), pipe[1]);
    }
    close(pipe[1]);
    std::set<int> acknowledged;
    int n = 0;
    while (static_cast<int>(acknowledged.size()) < enough && read(pipe[0], &n, sizeof n) == sizeof n)
      acknowledged.insert(n);
    kill(child, SIGKILL);
    while (read(pipe[0], &n, sizeof n) == sizeof n) acknowledged.insert(n);
    close(pipe[0]);
    int status = 0;
    waitpid(child, &status, 0);
    ASSERT_TRUE(WIFSIGNALED(status));
    ASSERT_GE(static_cast<int>(acknowledged.size()), enough);
    {
      auto store = open();
      ASSERT_NE(store, nullptr);
      for (const int each : acknowledged) {
        ASSERT_TRUE(store->find("B2208162517", "D-" + std::to_string(each))->has_value()) << each;
      }
    }
    expect_sound(acknowledged.size());
  }
}

TEST_P(RecoveryTest, KillInTheMiddleOfABulkRunLeavesWholeBatches) {
  { auto store = open(); }
  int pipe[2];
  ASSERT_EQ(::pipe(pipe), 0);
  const pid_t child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    auto store = Store::open(database->options());
    if (!store) _exit(3);
    BulkWriter bulk(**store, origin("file"), {}, 100);
    for (int n = 0; n < 1'000'000; ++n) {
      if (!bulk.add(SampleLodgement(n).get())) _exit(4);
      if (n == 2'000) (void)!write(pipe[1], &n, sizeof n);
    }
    _exit(0);
  }
  int n = 0;
  ASSERT_EQ(read(pipe[0], &n, sizeof n), static_cast<ssize_t>(sizeof n));
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
  close(pipe[0]);
  close(pipe[1]);
  expect_sound(1'700);  // of 2,000 handed over at most two batches were under way
  auto store = open();
  std::int64_t rows = 0;
  ASSERT_TRUE(store->replay(0, 0, [&](const ReplayRow&) { return ++rows, true; }).ok());
  EXPECT_EQ(rows % 100, 0);
  // The same file once more goes on where it stopped.
  BulkWriter bulk(*store, origin("file"), {}, 100);
  for (int i = 0; i < rows + 50; ++i) ASSERT_TRUE(bulk.add(SampleLodgement(i).get()).ok());
  const auto totals = bulk.finish();
  ASSERT_TRUE(totals.ok());
  EXPECT_EQ(totals->already_recorded, static_cast<std::uint64_t>(rows));
  EXPECT_EQ(totals->recorded, 50U);
}

TEST_P(RecoveryTest, ALockedDatabaseIsReportedToEveryWaiterAndRecovers) {
  auto options = database->options();
  options.busy_timeout_ms = 200;
  auto store = std::move(Store::open(options)).value();
  ASSERT_TRUE(lodge(*store, SampleLodgement(1)).ok());
  auto other = database->connect();
  ASSERT_TRUE(other->begin().ok());
  ASSERT_TRUE(other->run("UPDATE chain_head SET sequence = sequence", {}).ok());
  std::atomic<int> locked = 0;
  for (int n = 2; n < 7; ++n) {
    SampleLodgement sample(n);
    store->lodge(sample.get(), origin(), [&](Result<Receipt> receipt) {
      if (!receipt && receipt.error().code == "database_is_locked") ++locked;
    });
  }
  store->flush();
  EXPECT_EQ(locked, 5);
  other->rollback();
  EXPECT_TRUE(lodge(*store, SampleLodgement(2)).ok());
  store.reset();
  expect_sound(2);
}

TEST_P(RecoveryTest, AMissingOrForeignKeyFileIsSaidClearly) {
  {
    auto store = open();
    ASSERT_TRUE(lodge(*store, SampleLodgement(1)).ok());
  }
  struct stat status;
  ASSERT_EQ(stat(database->key_file().c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600U);
  const auto aside = database->key_file() + ".aside";
  std::filesystem::rename(database->key_file(), aside);
  const auto missing = Store::open(database->options());
  ASSERT_FALSE(missing.ok());
  EXPECT_EQ(missing.error().code, "key_file_is_missing");
  ASSERT_TRUE(Keys::create(database->key_file()).ok());
  const auto foreign = Store::open(database->options());
  ASSERT_FALSE(foreign.ok());
  EXPECT_EQ(foreign.error().code, "key_file_belongs_to_another_database");
  std::filesystem::rename(aside, database->key_file());
  EXPECT_TRUE(Store::open(database->options()).ok());
}

TEST_P(RecoveryTest, AWriteTheDatabaseRefusesDoesNotHarmItsNeighbours) {
  auto store = open();
  std::atomic<int> good = 0, bad = 0;
  for (int n = 0; n < 20; ++n) {
    SampleLodgement sample(n);
    store->lodge(sample.get(), origin(), [&](Result<Receipt> receipt) { receipt ? ++good : ++bad; });
    if (n % 5 == 0)
      store->note("B1", "s", Kind::note, "\xff\xfe", origin(), [&](Result<Receipt> r) { r ? ++good : ++bad; });
  }
  store->flush();
  // SQLite keeps any bytes; PostgreSQL refuses broken UTF-8.
  EXPECT_EQ(bad, GetParam() == db::Engine::postgres ? 4 : 0);
  EXPECT_EQ(good + bad, 24);
}

TEST_P(SqliteRecoveryTest, ASecondOwnerIsRefusedAndReadersAreNot) {
  auto options = database->options();
  options.owner = "clearway serve";
  auto store = std::move(Store::open(options)).value();
  ASSERT_TRUE(lodge(*store, SampleLodgement(1)).ok());
  const auto second = Store::open(database->options());
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.error().code, "database_is_owned_by_another_process");
  EXPECT_NE(second.error().detail.find("clearway serve, process " + std::to_string(getpid())), std::string::npos)
      << second.error().detail;
  auto reading = database->options();
  reading.read_only = true;
  const auto reader = Store::open(reading);
  ASSERT_TRUE(reader.ok()) << reader.error().detail;
  EXPECT_TRUE((*reader)->find("B2208162517", "D-1")->has_value());
  const auto refused = lodge(**reader, SampleLodgement(2));
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, "store_is_closed");
  const auto report = verify(database->url(), database->key_file(), {});
  ASSERT_TRUE(report.ok());
  EXPECT_TRUE(report->ok());
  store.reset();
  EXPECT_TRUE(Store::open(database->options()).ok());
}

/// In a process of its own, whose files may not grow beyond a limit. Answers with 0 if all went as it must.
int write_until_full(const StoreOptions& options) {
  auto store = Store::open(options);
  if (!store) return 10;
  signal(SIGXFSZ, SIG_IGN);
  rlimit limit{};
  getrlimit(RLIMIT_FSIZE, &limit);
  // Room for some tens of writes beside what the schema has taken.
  const std::string log = db::parse_address(options.url)->target + "-wal";
  const rlimit small{std::filesystem::file_size(log) + 600'000, limit.rlim_max};
  if (setrlimit(RLIMIT_FSIZE, &small) != 0) return 11;
  int acknowledged = 0, n = 0;
  std::string code;
  for (; n < 20'000 && code.empty(); ++n) {
    const auto receipt = lodge(**store, SampleLodgement(n));
    if (receipt) {
      ++acknowledged;
    } else {
      code = receipt.error().code;
    }
  }
  if (code != "disk_is_full") return 12;
  if (acknowledged < 10) return 13;
  for (int each = 0; each < acknowledged; ++each) {
    if (!(*store)->find("B2208162517", "D-" + std::to_string(each))->has_value()) return 14;
  }
  setrlimit(RLIMIT_FSIZE, &limit);  // room again
  if (!lodge(**store, SampleLodgement(n))) return 15;
  return 0;
}

TEST_P(SqliteRecoveryTest, AFullDiskRefusesAndRecovers) {
  const pid_t child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) _exit(write_until_full(database->options()));
  int status = 0;
  waitpid(child, &status, 0);
  ASSERT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 0);
  expect_sound(11);
}

TEST_P(SqliteRecoveryTest, WhatIsNoDatabaseIsSaidToBeNone) {
  std::filesystem::create_directories(database->folder());
  FILE* file = std::fopen(database->path().c_str(), "w");
  std::fputs(std::string(5'000, 'x').c_str(), file);
  std::fclose(file);
  const auto store = Store::open(database->options());
  ASSERT_FALSE(store.ok());
  EXPECT_EQ(store.error().code, "database_is_corrupt");
  auto elsewhere = database->options();
  elsewhere.url = "sqlite:" + database->folder() + "/no/such/folder/record.db";
  EXPECT_EQ(Store::open(elsewhere).error().code, "database_cannot_be_opened");
  elsewhere.url = "mysql://x";
  EXPECT_EQ(Store::open(elsewhere).error().code, "database_address_is_not_understood");
}

TEST_P(PostgresRecoveryTest, ALostConnectionIsOpenedAgain) {
  auto store = open();
  ASSERT_NE(store, nullptr);
  ASSERT_TRUE(lodge(*store, SampleLodgement(1)).ok());
  ASSERT_TRUE(store->find("B2208162517", "D-1")->has_value());
  // Its own connections only: other tests run on the same server.
  ASSERT_TRUE(database->connect()
                  ->script("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> "
                           "pg_backend_pid() AND application_name = '" +
                           database->schema() + "'")
                  .ok());
  EXPECT_TRUE(store->find("B2208162517", "D-1")->has_value());
  const auto again = lodge(*store, SampleLodgement(2));
  EXPECT_TRUE(again.ok()) << again.error().detail;
  store.reset();
  expect_sound(2);
}

TEST_P(PostgresRecoveryTest, AServerThatIsNotThereIsSaidToBeLost) {
  auto options = database->options();
  options.url = "postgresql://clearway@127.0.0.1:1/clearway";
  EXPECT_EQ(Store::open(options).error().code, "database_connection_is_lost");
}

TEST_P(PostgresRecoveryTest, TwoWritersShareOneChain) {
  auto first = open();
  auto second = open();
  ASSERT_NE(first, nullptr);
  ASSERT_NE(second, nullptr);
  for (int n = 0; n < 40; ++n) ASSERT_TRUE(lodge(n % 2 == 0 ? *first : *second, SampleLodgement(n)).ok());
  first.reset();
  second.reset();
  expect_sound(40);
}

}  // namespace
}  // namespace clearway::record
