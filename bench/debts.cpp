// bench_debts ROUNDS: penalty and balance of 10,000,000 debts on a day, in memory, on two threads, against a bare loop
// that multiplies and adds the same integers. Prints one line a round, separated by tabs: seconds, seconds of the bare
// loop; then the sums of both, so that nothing is left out, and a sample of rows computed the explained way.
//
// The debts are invented: declared over 25 years, most of them lately; principals from 10,000 won to ten thousand
// million; half were noticed; 0 to 3 payments each. The bare loop reads the same columns, and for each row multiplies
// the principal by the days since its due date and a rate, and each payment by its days, and adds; it knows no notices,
// caps, floors, regimes or rounding.
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include "base/hash.h"
#include "debt/columns.h"
#include "debt/compute.h"

namespace {

using namespace clearway;

constexpr std::size_t debts = 10'000'000;
constexpr unsigned threads = 2;

template <class T>
T need(Result<T> result) {
  if (result) return std::move(result).value();
  std::fprintf(stderr, "bench_debts: %s\n", result.error().detail.c_str());
  std::exit(3);
}

/// The same rows in every run.
debt::Columns invent(Date until) {
  std::uint64_t state = 7;
  const auto below = [&](std::uint64_t limit) { return mix(++state) % limit; };
  debt::Columns columns;
  columns.payment_begin.reserve(debts + 1);
  for (std::size_t i = 0; i < debts; ++i) {
    debt::Case subject;
    std::int64_t magnitude = 10'000;
    for (auto n = below(7); n > 0; --n) magnitude *= 10;
    subject.principal = magnitude + static_cast<std::int64_t>(below(static_cast<std::uint64_t>(magnitude) * 9));
    const auto age = below(10) < 7 ? below(2'000) : below(9'000);
    const auto declared = until.plus_days(-static_cast<std::int32_t>(age));
    subject.accepted = declared;
    subject.statutory_due = declared.plus_days(15);
    if (below(2) == 0) {
      subject.notice_date = declared.plus_days(16 + static_cast<std::int32_t>(below(60)));
      subject.notice_due = subject.notice_date->plus_days(15);
    }
    auto day = declared;
    for (auto n = below(4); n > 0; --n) {
      day = day.plus_days(static_cast<std::int32_t>(below(400)));
      subject.payments.push_back(
          {"", day, 1 + static_cast<std::int64_t>(below(static_cast<std::uint64_t>(magnitude) * 4))});
    }
    columns.add(subject);
  }
  return columns;
}

/// Seconds of `work(first, last, thread)` over all rows.
template <class Work>
double timed(Work work) {
  const auto start = std::chrono::steady_clock::now();
  std::vector<std::thread> running;
  for (unsigned t = 0; t < threads; ++t) {
    running.emplace_back([&work, t] { work(debts * t / threads, debts * (t + 1) / threads, t); });
  }
  for (auto& thread : running) thread.join();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

std::int64_t bare(const debt::Columns& columns, std::int32_t until, std::size_t i) {
  auto sum = columns.principal[i] * ((until - columns.statutory_due[i]) * 11) / 50'000;
  for (auto p = columns.payment_begin[i]; p < columns.payment_begin[i + 1]; ++p) {
    sum += columns.payment_amount[p] * ((until - columns.payment_date[p]) * 11) / 50'000;
  }
  return sum + columns.declared[i] + columns.notice_date[i] + columns.notice_due[i];
}

}  // namespace

int main(int argc, char** argv) {
  const int rounds = argc > 1 ? std::atoi(argv[1]) : 3;
  const std::string folder = CLEARWAY_SOURCE_DIR "/law";
  const auto law = need(law::Law::load(folder));
  const auto calendar = need(law::load_calendar(folder));
  const auto until = Date::of(2026, 9, 30);
  const auto columns = invent(until);
  std::vector<debt::Owed> owed(debts);
  std::vector<std::int64_t> plain(debts);
  for (int round = 0; round < rounds; ++round) {
    const auto ours = timed([&](std::size_t first, std::size_t last, unsigned) {
      const auto reckoner = need(debt::Reckoner::of(law, calendar, until));
      for (auto i = first; i < last; ++i) owed[i] = reckoner.at(columns, i);
    });
    const auto bare_loop = timed([&](std::size_t first, std::size_t last, unsigned) {
      for (auto i = first; i < last; ++i) plain[i] = bare(columns, until.days(), i);
    });
    std::printf("seconds\t%.4f\t%.4f\n", ours, bare_loop);
  }
  std::int64_t tax = 0, penalty = 0, refund = 0;
  std::uint64_t other = 0;
  for (std::size_t i = 0; i < debts; ++i) {
    tax += owed[i].tax, penalty += owed[i].penalty, refund += owed[i].refund;
    other += static_cast<std::uint64_t>(plain[i]);
  }
  std::size_t different = 0, compared = 0;
  for (std::size_t i = 0; i < debts; i += 997, ++compared) {
    const auto statement = need(debt::compute(columns.at(i, until), law, calendar));
    different += statement.tax_left() != owed[i].tax || statement.penalty_left() != owed[i].penalty ||
                 statement.refund_due != owed[i].refund;
  }
  std::printf("sums\t%lld\t%lld\t%lld\t%llu\n", static_cast<long long>(tax), static_cast<long long>(penalty),
              static_cast<long long>(refund), static_cast<unsigned long long>(other));
  std::printf("compared\t%zu\t%zu\n", compared, different);
  return different == 0 ? 0 : 1;
}
