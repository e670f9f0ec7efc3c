#pragma once

// What both ingest benchmarks write: made rows, or those that `clearway screen` has recorded, in memory before the
// clock runs.

#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

#include "base/hash.h"
#include "db/connection.h"
#include "record/store.h"

namespace clearway::bench {

struct IngestRow {
  std::string party_id, declaration_id, number, office, destination = "US", hs6, filer, exporter, facts, decision;
  std::string state = "lodged", source = "bench", actor = "bench", request = "run-1";
  Date declared_on;
  std::int64_t likelihood_ppm = 12'500, expected_value_ppm = 25'000, value_krw = 0;
  int channel = 0, procedure = 2;
};

inline std::vector<IngestRow> make_rows(std::size_t count) {
  std::vector<IngestRow> rows(count);
  const Date first = Date::of(2026, 1, 1);
  for (std::size_t i = 0; i < count; ++i) {
    auto& row = rows[i];
    const std::uint64_t random = mix(i + 1);
    row.party_id = "B" + std::to_string(1'000'000'000 + (random % 20'000) * 37);
    row.declaration_id = "S7-" + std::to_string(1'000'000'000 + i);
    row.office = random % 10 < 6 ? "040" : (random % 10 < 9 ? "020" : "030");
    row.hs6 = std::to_string(300'000 + random % 5'000);
    row.filer = "C" + std::to_string(1'000 + random % 40);
    row.exporter = "Sample Trading " + std::to_string(random % 20'000);
    row.declared_on = first.plus_days(static_cast<std::int32_t>(i * 365 / count));
    row.value_krw = static_cast<std::int64_t>(random % 2'000'000);
    row.channel = random % 100 < 93 ? 0 : (random % 100 < 98 ? 1 : 2);
    row.facts =
        "{\"declaration_id\":\"" + row.declaration_id + "\",\"exporter_name\":\"" + row.exporter + "\",\"items\":[{";
    while (row.facts.size() < 640)
      row.facts += "\"item_description\":\"ceramic cup " + std::to_string(mix(row.facts.size() + i)) + "\",";
    row.facts += "\"currency\":\"KRW\"}]}";
    row.decision = "{\"declaration_id\":\"" + row.declaration_id + "\",\"findings\":[],\"reasons\":[";
    while (row.decision.size() < 640)
      row.decision +=
          "{\"id\":\"base.release\",\"contribution\":0.0" + std::to_string(mix(row.decision.size() + i)) + "},";
    row.decision += "{}]}";
  }
  return rows;
}

/// The rows of a SQLite record, in its order: what a bare loop has to write to do the work of the run that recorded
/// them.
inline std::vector<IngestRow> recorded_rows(const std::string& path) {
  std::vector<IngestRow> rows;
  auto connection = db::Connection::open("sqlite:" + path, {.read_only = true});
  const auto read = [&] {
    return (*connection)
        ->rows(
            "SELECT d.party_id, d.declaration_id, d.declaration_number, d.procedure, d.customs_office, d.declared_on, "
            "d.channel, d.state, d.likelihood_ppm, d.expected_value_ppm, d.value_krw, d.destination_country, d.hs6, "
            "d.filer_code, d.exporter_name, d.source, d.facts, r.actor, r.request_id, r.body FROM declaration d JOIN "
            "record r ON r.stream = d.stream AND r.sequence = d.lodged_sequence ORDER BY d.lodged_sequence",
            {}, [&](const db::Row& r) {
              IngestRow row;
              row.party_id = r.string(0), row.declaration_id = r.string(1), row.number = r.string(2);
              row.procedure = static_cast<int>(r.integer(3));
              row.office = r.string(4), row.declared_on = Date::parse(r.string(5)).value();
              row.channel = static_cast<int>(r.integer(6)), row.state = r.string(7);
              row.likelihood_ppm = r.integer(8), row.expected_value_ppm = r.integer(9), row.value_krw = r.integer(10);
              row.destination = r.string(11), row.hs6 = r.string(12), row.filer = r.string(13),
              row.exporter = r.string(14);
              row.source = r.string(15), row.facts = r.string(16), row.actor = r.string(17), row.request = r.string(18);
              row.decision = r.string(19);
              rows.push_back(std::move(row));
              return true;
            });
  };
  if (!connection || !read() || rows.empty()) {
    std::fprintf(stderr, "%s holds no record that can be read\n", path.c_str());
    std::exit(3);
  }
  return rows;
}

inline record::Lodgement lodgement_of(const IngestRow& row) {
  record::Lodgement l;
  l.party_id = row.party_id;
  l.declaration_id = row.declaration_id;
  l.procedure = static_cast<record::Procedure>(row.procedure);
  l.customs_office = row.office;
  l.declared_on = row.declared_on;
  l.channel = static_cast<record::Channel>(row.channel);
  l.likelihood_ppm = row.likelihood_ppm;
  l.expected_value_ppm = row.expected_value_ppm;
  l.value_krw = row.value_krw;
  l.destination_country = row.destination;
  l.hs6 = row.hs6;
  l.filer_code = row.filer;
  l.exporter_name = row.exporter;
  l.source = row.source;
  l.facts = row.facts;
  l.decision = row.decision;
  return l;
}

/// Every row through the store, durable. Returns rows a second.
inline double store_rate(const std::string& url, const std::string& key_file, const std::vector<IngestRow>& rows) {
  record::StoreOptions options;
  options.url = url;
  options.key_file = key_file;
  auto store = record::Store::open(options);
  if (!store) {
    std::fprintf(stderr, "%s\n", store.error().detail.c_str());
    std::exit(3);
  }
  const auto start = std::chrono::steady_clock::now();
  record::BulkWriter bulk(**store, {"bench", "run-1", Instant{1'767'225'600'000'000}});
  for (const auto& row : rows) {
    if (auto status = bulk.add(lodgement_of(row)); !status) {
      std::fprintf(stderr, "%s\n", status.error().detail.c_str());
      std::exit(3);
    }
  }
  const auto totals = bulk.finish();
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  if (!totals || totals->recorded != rows.size()) {
    std::fprintf(stderr, "not all rows were recorded\n");
    std::exit(3);
  }
  return static_cast<double>(rows.size()) / seconds.count();
}

/// Processor time of this process so far, in seconds: what other work on the machine does not distort.
inline double processor_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

inline double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

}  // namespace clearway::bench
