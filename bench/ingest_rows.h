#pragma once

// What both ingest benchmarks write: rows as wide as those of a day of e-commerce exports, made before the clock runs.

#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

#include "base/hash.h"
#include "record/store.h"

namespace clearway::bench {

struct IngestRow {
  std::string party_id, declaration_id, office, hs6, filer, exporter, facts, decision;
  Date declared_on;
  std::int64_t value_krw = 0;
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

inline record::Lodgement lodgement_of(const IngestRow& row) {
  record::Lodgement l;
  l.party_id = row.party_id;
  l.declaration_id = row.declaration_id;
  l.procedure = static_cast<record::Procedure>(row.procedure);
  l.customs_office = row.office;
  l.declared_on = row.declared_on;
  l.channel = static_cast<record::Channel>(row.channel);
  l.likelihood_ppm = 12'500;
  l.expected_value_ppm = 25'000;
  l.value_krw = row.value_krw;
  l.destination_country = "US";
  l.hs6 = row.hs6;
  l.filer_code = row.filer;
  l.exporter_name = row.exporter;
  l.source = "bench";
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
