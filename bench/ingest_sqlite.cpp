// Durable ingest on SQLite: the store against bare loops of the C API that insert the same texts, 1,000 to a commit,
// with the same settings and the same indexes, in the same run.
//   bench_ingest_sqlite [ROWS] [ROUNDS]
//   bench_ingest_sqlite --recorded FILE     the bare loop once, over the rows of a record
// "two tables" writes what the store writes (declaration and record), without hashing, checking or copying anything;
// "one table" puts all of a row's columns into a single table with the same indexes on it.
#include <sqlite3.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>

#include "db/migrate.h"
#include "ingest_rows.h"

namespace {

using namespace clearway;
using bench::IngestRow;

constexpr std::size_t batch = 1'000;

void check(int code, sqlite3* database) {
  if (code == SQLITE_OK || code == SQLITE_DONE || code == SQLITE_ROW) return;
  std::fprintf(stderr, "sqlite: %s\n", sqlite3_errmsg(database));
  std::exit(3);
}

struct Bare {
  explicit Bare(const std::string& path) {
    check(sqlite3_open(path.c_str(), &database), database);
    run("PRAGMA journal_mode=WAL");
    run("PRAGMA synchronous=FULL");
    run("PRAGMA cache_size=-65536");
    run("PRAGMA wal_autocheckpoint=4000");
    run("PRAGMA foreign_keys=ON");
  }
  ~Bare() {
    for (auto* statement : statements) sqlite3_finalize(statement);
    sqlite3_close(database);
  }
  void run(const char* sql) { check(sqlite3_exec(database, sql, nullptr, nullptr, nullptr), database); }
  sqlite3_stmt* prepare(const char* sql) {
    sqlite3_stmt* statement = nullptr;
    check(sqlite3_prepare_v2(database, sql, -1, &statement, nullptr), database);
    statements.push_back(statement);
    return statement;
  }
  sqlite3* database = nullptr;
  std::vector<sqlite3_stmt*> statements;
};

struct Binder {
  sqlite3_stmt* statement;
  int index = 0;
  Binder& text(const std::string& value) {
    sqlite3_bind_text(statement, ++index, value.data(), static_cast<int>(value.size()), SQLITE_STATIC);
    return *this;
  }
  Binder& integer(std::int64_t value) {
    sqlite3_bind_int64(statement, ++index, value);
    return *this;
  }
  Binder& bytes(const unsigned char* value) {
    sqlite3_bind_blob(statement, ++index, value, 32, SQLITE_STATIC);
    return *this;
  }
  void step(sqlite3* database) {
    check(sqlite3_step(statement), database);
    check(sqlite3_reset(statement), database);
  }
};

const std::string kind = "lodged";
const unsigned char digest[32] = {1, 2, 3};

void bind_declaration(Binder& b, const IngestRow& row, const std::string& day, std::int64_t sequence) {
  b.text(row.party_id).text(row.declaration_id).text(row.number).integer(row.procedure).text(row.office).text(day);
  b.integer(row.channel).text(row.state).integer(row.likelihood_ppm).integer(row.expected_value_ppm);
  b.integer(row.value_krw).text(row.destination).text(row.hs6);
  b.text(row.filer)
      .text(row.exporter)
      .text(row.source)
      .integer(1)
      .integer(0)
      .integer(sequence)
      .integer(sequence)
      .text(row.facts);
}

double two_tables(const std::string& path, const std::vector<IngestRow>& rows) {
  {
    auto connection = db::Connection::open("sqlite:" + path, {.create = true});
    if (!connection || !db::migrate(**connection, Instant{})) std::exit(3);
  }
  Bare bare(path);
  auto* declaration =
      bare.prepare("INSERT INTO declaration VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  auto* record = bare.prepare("INSERT INTO record VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  const auto start = std::chrono::steady_clock::now();
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (i % batch == 0) bare.run("BEGIN IMMEDIATE");
    const auto& row = rows[i];
    const auto sequence = static_cast<std::int64_t>(i) + 1;
    const std::string day = row.declared_on.text();
    Binder first{declaration};
    bind_declaration(first, row, day, sequence);
    first.step(bare.database);
    Binder second{record};
    second.integer(0).integer(sequence).text(row.party_id).text(kind).text(row.declaration_id).integer(0);
    second.integer(1'767'225'600'000'000)
        .text(row.actor)
        .text(row.request)
        .bytes(digest)
        .bytes(digest)
        .text(row.decision);
    second.step(bare.database);
    if (i % batch == batch - 1 || i + 1 == rows.size()) bare.run("COMMIT");
  }
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  return static_cast<double>(rows.size()) / seconds.count();
}

double one_table(const std::string& path, const std::vector<IngestRow>& rows) {
  Bare bare(path);
  bare.run(
      "CREATE TABLE declaration (party_id TEXT, declaration_id TEXT, declaration_number TEXT, procedure INTEGER, "
      "customs_office TEXT, declared_on TEXT, channel INTEGER, state TEXT, likelihood_ppm INTEGER, expected_value_ppm "
      "INTEGER, value_krw INTEGER, destination_country TEXT, hs6 TEXT, filer_code TEXT, exporter_name TEXT, source "
      "TEXT, "
      "version INTEGER, stream INTEGER, lodged_sequence INTEGER, last_sequence INTEGER, facts TEXT, recorded_at "
      "INTEGER, "
      "actor TEXT, request_id TEXT, row_digest BLOB, hash BLOB, body TEXT, PRIMARY KEY (party_id, declaration_id))");
  bare.run(
      "CREATE INDEX declaration_office ON declaration (customs_office, declared_on, lodged_sequence, channel, state, "
      "procedure, value_krw)");
  bare.run("CREATE INDEX declaration_filer ON declaration (filer_code, declared_on, lodged_sequence)");
  bare.run("CREATE UNIQUE INDEX record_place ON declaration (stream, lodged_sequence, party_id)");
  auto* insert = bare.prepare(
      "INSERT INTO declaration VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
      "?)");
  const auto start = std::chrono::steady_clock::now();
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (i % batch == 0) bare.run("BEGIN IMMEDIATE");
    const auto& row = rows[i];
    const std::string day = row.declared_on.text();
    Binder b{insert};
    bind_declaration(b, row, day, static_cast<std::int64_t>(i) + 1);
    b.integer(1'767'225'600'000'000).text(row.actor).text(row.request).bytes(digest).bytes(digest).text(row.decision);
    b.step(bare.database);
    if (i % batch == batch - 1 || i + 1 == rows.size()) bare.run("COMMIT");
  }
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  return static_cast<double>(rows.size()) / seconds.count();
}

}  // namespace

int main(int argc, char** argv) {
  const auto folder = std::filesystem::temp_directory_path() / ("clearway-bench-" + std::to_string(getpid()));
  if (argc > 2 && std::string_view(argv[1]) == "--recorded") {
    std::filesystem::create_directories(folder);
    std::printf("bare %.0f\n", two_tables((folder / "two.db").string(), bench::recorded_rows(argv[2])));
    std::filesystem::remove_all(folder);
    return 0;
  }
  const std::size_t count = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 200'000;
  const std::size_t rounds = argc > 2 ? std::strtoul(argv[2], nullptr, 10) : 3;
  const auto rows = bench::make_rows(count);
  std::vector<double> store, two, one, to_two, to_one, cpu_store, cpu_two, cpu_one;
  const auto measured = [&](std::vector<double>& rates, std::vector<double>& cpu, auto&& run) {
    const double before = bench::processor_seconds();
    rates.push_back(run());
    cpu.push_back((bench::processor_seconds() - before) * 1e6 / static_cast<double>(count));
  };
  for (std::size_t round = 0; round < rounds; ++round) {
    const auto fresh = [&](const char* name) {
      std::filesystem::remove_all(folder);
      std::filesystem::create_directories(folder);
      return (folder / name).string();
    };
    measured(two, cpu_two, [&] { return two_tables(fresh("two.db"), rows); });
    const auto path = fresh("store.db");
    measured(store, cpu_store, [&] { return bench::store_rate("sqlite:" + path, path + ".key", rows); });
    measured(one, cpu_one, [&] { return one_table(fresh("one.db"), rows); });
    to_two.push_back(store.back() / two.back());
    to_one.push_back(store.back() / one.back());
  }
  std::filesystem::remove_all(folder);
  std::printf(
      "SQLite, %zu rows, medians of %zu rounds (rows/s): store %.0f, bare two tables %.0f, bare one table %.0f\n",
      count, rounds, bench::median(store), bench::median(two), bench::median(one));
  std::printf("processor time a row (us): store %.1f on two threads, bare two tables %.1f, bare one table %.1f\n",
              bench::median(cpu_store), bench::median(cpu_two), bench::median(cpu_one));
  std::printf("ratio store / bare loop, same tables   %.2f\n", bench::median(to_two));
  std::printf("ratio store / bare loop, one table     %.2f\n", bench::median(to_one));
  return 0;
}
