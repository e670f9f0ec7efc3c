// bench_arrears: figures of 1,000,000 invented debts (roll-forward of a year and totals) on two threads, each debt
// computed the explained way; then the statement of one debt with 500 entries from a record on disk. Prints lines
// separated by tabs: seconds and debts of the figures, whether they reconcile, peak memory in kilobytes; milliseconds
// of 21 statements, computed and with their JSON.
#include <sys/resource.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "arrears/answer.h"
#include "arrears/figures.h"
#include "collection/debts.h"
#include "record/extension.h"
#include "sample/debts.h"

namespace {

using namespace clearway;
using Clock = std::chrono::steady_clock;

constexpr std::size_t debts = 1'000'000;
constexpr unsigned threads = 2;
constexpr int entries = 500;

template <class T>
T need(Result<T> result) {
  if (result) return std::move(result).value();
  std::fprintf(stderr, "bench_arrears: %s: %s\n", result.error().code.c_str(), result.error().detail.c_str());
  std::exit(3);
}

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

/// Half of the debtors each, until the debts are as many as asked.
void figures(const arrears::Terms& terms) {
  const auto start = Clock::now();
  const auto to = Date::of(2025, 12, 31), from = Date::of(2025, 1, 1);
  std::vector<std::optional<arrears::Figures>> parts(threads);
  std::vector<std::size_t> counts(threads);
  std::vector<std::thread> running;
  for (unsigned t = 0; t < threads; ++t) {
    running.emplace_back([&, t] {
      auto& part = parts[t].emplace(terms, from, to);
      sample::DebtScale scale;
      scale.seed = 4 + t;
      scale.debtors = 1'000'000;
      sample::debts(scale, [&](const sample::SampleDebt& debt) {
        const auto status = part.add(debt.file, debt.transactions, debt.matters);
        if (!status) need<Nothing>(status.error());
        return ++counts[t] < debts / threads;
      });
    });
  }
  for (auto& thread : running) thread.join();
  for (unsigned t = 1; t < threads; ++t) parts[0]->add(*parts[t]);
  const auto report = parts[0]->finish();
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  std::printf("figures\t%.3f\t%zu\t%s\t%ld\t%lld\n", seconds_since(start), counts[0] + counts[1],
              report.active.reconciles() && report.held.reconciles() ? "reconciles" : "differs", usage.ru_maxrss,
              static_cast<long long>(report.all.total()));
}

void statement(const arrears::Terms& terms, const Messages& messages, const payment::Policy& policy,
               const std::string& folder) {
  record::StoreOptions options;
  options.url = "sqlite:" + folder + "/record.db";
  const auto store = need(record::Store::open(options));
  const auto noon = [](Date day) { return Instant{(std::int64_t{day.days()} * 86'400 + 3 * 3'600) * 1'000'000}; };
  settlement::NewOrder order;
  order.order_id = "O-1";
  order.party_id = "B9990000001";
  order.matter = {"M-1", "declaration", Date::of(2024, 1, 2)};
  order.issued_on = Date::of(2024, 1, 2);
  order.due = Date::of(2024, 1, 17);
  order.charges = {{"customs_duty", 900'000'000}, {"value_added_tax", 90'000'000}};
  const settlement::Rules rules{terms.chart, policy, terms.law, messages};
  need(record::wait<settlement::OrderRow>([&](auto done) {
    settlement::issue_order(*store, rules, order, {"bench", "", noon(order.issued_on)}, std::move(done));
  }));
  auto today = Date::of(2024, 1, 18);
  need(collection::open_overdue(*store, terms, today, noon(today)));
  record::MatterSearch asked;
  asked.parties = {order.party_id};
  auto kept = need(collection::kept_of(need(collection::search(*store, asked)).matters.at(0)));
  // Each payment is two transactions.
  for (int i = 0; i < entries / 2; ++i) {
    today = today.plus_days(2);
    arrears::Event event;
    event.kind = arrears::EventKind::paid;
    event.on = today;
    event.amount = 1'000'000 + i;
    event.word = "transfer";
    auto taken = need(collection::take(*store, terms, kept, {event}, today, {"bench", "", noon(today)}));
    kept = std::move(*taken.kept);
  }
  std::size_t lines = 0;
  for (int round = 0; round < 21; ++round) {
    const auto start = Clock::now();
    const auto found = need(collection::find(*store, order.party_id, kept.file.debt_id));
    const auto stated = need(collection::statement(*store, terms, *found, today));
    const auto read = seconds_since(start);
    JsonWriter json;
    json.begin_object();
    arrears::write(json, terms, messages, found->file, stated.statement);
    json.key("entries");
    arrears::write(json, terms, stated.lines);
    json.end_object();
    lines = stated.lines.size();
    std::printf("statement\t%.3f\t%.3f\t%zu\n", 1'000 * read, 1'000 * seconds_since(start), json.text().size());
  }
  std::printf("lines\t%zu\t%zu\n", lines, kept.file.events.size());
}

}  // namespace

int main() {
  const std::string source = CLEARWAY_SOURCE_DIR;
  const auto law = need(law::Law::load(source + "/law"));
  const auto calendar = need(law::load_calendar(source + "/law"));
  const auto chart = need(ledger::Chart::load(source + "/policy"));
  const auto messages = need(Messages::load(source + "/messages"));
  const auto policy = need(payment::Policy::load(source + "/policy"));
  const arrears::Terms terms{law, calendar, chart};
  figures(terms);
  const auto folder = std::filesystem::temp_directory_path() / ("clearway_bench_arrears_" + std::to_string(getpid()));
  std::filesystem::create_directories(folder);
  statement(terms, messages, policy, folder.string());
  std::filesystem::remove_all(folder);
}
