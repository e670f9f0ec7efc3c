// Durable ingest on PostgreSQL: the store against a bare COPY of the same rows, 1,000 to a commit, same tables and
// indexes, in the same run. Run under `scripts/with-postgres --durable`.
//   bench_ingest_postgres [ROWS] [ROUNDS]
//   bench_ingest_postgres --recorded FILE     the bare COPY once, of the rows of a SQLite record
#include <libpq-fe.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>

#include "db/migrate.h"
#include "ingest_rows.h"

namespace {

using namespace clearway;
using bench::IngestRow;

constexpr std::size_t batch = 1'000;

[[noreturn]] void fail(const char* said) {
  std::fprintf(stderr, "postgres: %s\n", said);
  std::exit(3);
}

void run(PGconn* connection, const char* sql) {
  PGresult* result = PQexec(connection, sql);
  const auto status = PQresultStatus(result);
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) fail(PQerrorMessage(connection));
  PQclear(result);
}

void copy(PGconn* connection, const char* sql, const std::string& data) {
  PGresult* result = PQexec(connection, sql);
  if (PQresultStatus(result) != PGRES_COPY_IN) fail(PQerrorMessage(connection));
  PQclear(result);
  if (PQputCopyData(connection, data.data(), static_cast<int>(data.size())) != 1 ||
      PQputCopyEnd(connection, nullptr) != 1) {
    fail(PQerrorMessage(connection));
  }
  while ((result = PQgetResult(connection)) != nullptr) {
    if (PQresultStatus(result) != PGRES_COMMAND_OK) fail(PQerrorMessage(connection));
    PQclear(result);
  }
}

/// As COPY reads it: JSON is full of backslashes.
std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\') out += '\\';
    out += c;
  }
  return out;
}

/// The texts hold no tabs or line ends.
void append_texts(std::string& declarations, std::string& records, const IngestRow& row, std::int64_t sequence) {
  const std::string place = std::to_string(sequence);
  declarations += row.party_id + "\t" + row.declaration_id + "\t" + row.number + "\t" + std::to_string(row.procedure) +
                  "\t" + row.office + "\t" + row.declared_on.text() + "\t" + std::to_string(row.channel) + "\t" +
                  row.state + "\t" + std::to_string(row.likelihood_ppm) + "\t" +
                  std::to_string(row.expected_value_ppm) + "\t" + std::to_string(row.value_krw) + "\t" +
                  row.destination + "\t" + row.hs6 + "\t" + row.filer + "\t" + row.exporter + "\t" + row.source +
                  "\t1\t0\t" + place + "\t" + place + "\t" + escaped(row.facts) + "\n";
  static const std::string digest = "\\\\x" + std::string(64, '1');
  records += "0\t" + place + "\t" + row.party_id + "\tlodged\t" + row.declaration_id + "\t0\t1767225600000000\t" +
             row.actor + "\t" + row.request + "\t" + digest + "\t" + digest + "\t" + escaped(row.decision) + "\n";
}

double bare_copy(const std::string& url, const std::vector<IngestRow>& rows) {
  {
    auto connection = db::Connection::open(url);
    if (!connection || !db::migrate(**connection, Instant{})) fail("the schema could not be made");
  }
  // The rows stand ready in COPY's own format: nothing but the transfer is measured.
  std::vector<std::pair<std::string, std::string>> batches;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (i % batch == 0) batches.emplace_back();
    append_texts(batches.back().first, batches.back().second, rows[i], static_cast<std::int64_t>(i) + 1);
  }
  PGconn* connection = PQconnectdb(url.c_str());
  if (PQstatus(connection) != CONNECTION_OK) fail(PQerrorMessage(connection));
  const auto start = std::chrono::steady_clock::now();
  for (const auto& [declarations, records] : batches) {
    run(connection, "BEGIN");
    copy(connection, "COPY declaration FROM STDIN", declarations);
    copy(connection, "COPY record FROM STDIN", records);
    run(connection, "COMMIT");
  }
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  PQfinish(connection);
  return static_cast<double>(rows.size()) / seconds.count();
}

}  // namespace

int main(int argc, char** argv) {
  const char* server = std::getenv("CLEARWAY_TEST_POSTGRES");
  if (server == nullptr) fail("CLEARWAY_TEST_POSTGRES is not set: run under scripts/with-postgres --durable");
  if (argc > 2 && std::string_view(argv[1]) == "--recorded") {
    std::printf("bare %.0f\n", bare_copy(server, bench::recorded_rows(argv[2])));
    return 0;
  }
  const std::size_t count = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 100'000;
  const std::size_t rounds = argc > 2 ? std::strtoul(argv[2], nullptr, 10) : 3;
  const auto rows = bench::make_rows(count);
  const auto key_file =
      std::filesystem::temp_directory_path() / ("clearway-bench-" + std::to_string(getpid()) + ".key");
  std::vector<double> store, bare, ratio;
  const auto fresh = [&] {
    auto connection = db::Connection::open(server);
    if (!connection) fail(connection.error().detail.c_str());
    if (!(*connection)->script("DROP SCHEMA IF EXISTS bench CASCADE; CREATE SCHEMA bench; CHECKPOINT"))
      fail("no schema");
    return std::string(server) + "&options=-csearch_path%3Dbench";
  };
  for (std::size_t round = 0; round < rounds; ++round) {
    bare.push_back(bare_copy(fresh(), rows));
    std::filesystem::remove(key_file);
    store.push_back(bench::store_rate(fresh(), key_file.string(), rows));
    ratio.push_back(store.back() / bare.back());
  }
  std::filesystem::remove(key_file);
  std::printf("PostgreSQL, %zu rows, medians of %zu rounds (rows/s): store %.0f, bare COPY %.0f\n", count, rounds,
              bench::median(store), bench::median(bare));
  std::printf("ratio store / bare COPY, same tables   %.2f\n", bench::median(ratio));
  return 0;
}
