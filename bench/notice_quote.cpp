// What recomputing the correction of a notice costs on the server while somebody edits it: a notice of 500 taxes (250
// lines) in a record on SQLite, beside a firm's other corrections; each round reads the notice, looks up which lines
// are under correction, quotes and compares the edited lines. Milliseconds of processor time, median and greatest of
// 101 rounds, each with another amount.
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <string>
#include <vector>

#include "noticing/notices.h"

namespace {

using namespace clearway;

constexpr std::uint32_t lines = 250;
constexpr int other_corrections = 40, rounds = 101;

template <class T>
T take(Result<T> result) {
  if (!result) {
    std::fprintf(stderr, "%s: %s\n", result.error().field.c_str(), result.error().detail.c_str());
    std::exit(3);
  }
  return std::move(result).value();
}

double processor_milliseconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

notice::Notice notice_of(const std::string& declaration) {
  using assessment::TaxKind;
  notice::Notice notice;
  notice.finding.detector = "freight_left_out";
  notice.finding.party_id = "B1248100998";
  notice.finding.declaration_id = declaration;
  notice.finding.pattern = "seller S-" + declaration;
  const auto day = Date::of(2026, 2, 3);
  notice.declared = {"12345-26-" + declaration, "040", day, day, {}, day.plus_days(15), {}};
  for (std::uint32_t line = 1; line <= lines; ++line) {
    notice.finding.lines.push_back(line);
    notice.finding.proposed.push_back({line, TaxKind::duty, 80'000 + line});
    notice.finding.proposed.push_back({line, TaxKind::value_added, 108'000 + line});
    notice.declared.taxes.push_back({line, TaxKind::duty, 800'000});
    notice.declared.taxes.push_back({line, TaxKind::value_added, 1'080'000});
  }
  notice.drafted_on = notice.sent_on.emplace(Date::of(2026, 11, 2));
  notice.window_ends = notice.clock_ends = Date::of(2026, 12, 2);
  notice.state = notice::State::sent;
  return notice;
}

}  // namespace

int main() {
  const std::string source = CLEARWAY_SOURCE_DIR;
  const auto messages = take(Messages::load(source + "/messages"));
  const auto law = take(law::Law::load(source + "/law"));
  const auto calendar = take(law::load_calendar(source + "/law"));
  const auto quoter = take(correction::Quoter::of(law, calendar, messages));
  const auto chart = take(ledger::Chart::load(source + "/policy"));
  const auto payments = take(payment::Policy::load(source + "/policy"));
  const settlement::Rules settlement{chart, payments, law, messages};
  const noticing::Rules rules{law, calendar, quoter, settlement};
  const auto folder = std::filesystem::temp_directory_path() / ("clearway-bench-" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder);
  std::vector<double> times;
  {
    record::StoreOptions options;
    options.url = "sqlite:" + (folder / "record.db").string();
    options.key_file = (folder / "record.key").string();
    const auto store = take(record::Store::open(options));
    const auto today = Date::of(2026, 11, 23);
    const record::Origin origin{"bench", "", *Instant::parse("2026-11-23T03:00:00.000000Z")};
    for (int i = 0; i < other_corrections; ++i) {
      const auto kept = take(noticing::keep(*store, notice_of("D-" + std::to_string(i)), origin));
      take(noticing::file(*store, rules, kept, {}, today, origin));
    }
    const auto kept = take(noticing::keep(*store, notice_of("D-edited"), origin));
    auto edited_lines = notice::proposed_lines(kept.notice);
    for (int round = 0; round < rounds; ++round) {
      const double start = processor_milliseconds();
      edited_lines[static_cast<std::size_t>(round)].correct_krw += 1'000;
      const auto read = take(noticing::find(*store, kept.matter.party_id, kept.matter.matter_id));
      const auto quoted = take(noticing::quote(*store, rules, read->notice, {edited_lines, {}, false}, today));
      if (!quoted.answer.quote || quoted.costs.empty()) return 3;
      times.push_back(processor_milliseconds() - start);
    }
  }
  std::filesystem::remove_all(folder);
  std::sort(times.begin(), times.end());
  std::printf("%.3f\t%.3f\n", times[times.size() / 2], times.back());
  return 0;
}
