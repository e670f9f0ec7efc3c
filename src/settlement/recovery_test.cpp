// kill -9 in the middle of mixed payments: what was acknowledged is there, the ledger verifies.

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <set>

#include "settlement/testing.h"

namespace clearway::settlement {
namespace {

using namespace testing;  // NOLINT(google-build-using-namespace)

class KillTest : public record::testing::OnBothEngines {};
INSTANTIATE_TEST_SUITE_P(Engines, KillTest, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         record::testing::engine_name);

/// Orders, payments, reversals and refunds without end; each acknowledged number goes through the pipe. Numbers go on
/// from `first`, so that every run adds to what the runs before it left.
[[noreturn]] void pay_forever(const record::StoreOptions& options, int pipe, int first) {
  auto opened = record::Store::open(options);
  if (!opened) _exit(3);
  auto& store = **opened;
  const auto acknowledge = [pipe](int number) { (void)!write(pipe, &number, sizeof number); };
  for (int n = first;; ++n) {
    const auto id = std::to_string(n);
    const auto who = "B" + std::to_string(n % 3);
    const auto issued = issue(store, order_of("O-" + id, 60'000, 40'000, who));
    if (!issued) _exit(4);
    const auto& account = issued->order.account_number;
    payment::Confirmation paid;
    paid.reference = "A-" + id;
    paid.account_number = account;
    paid.amount_krw = n % 2 == 0 ? 100'000 : 100'500;
    paid.value_date = paid.booked_on = day("2026-03-10");
    auto back = paid;
    back.reference = "R-" + id;
    back.is_reversal = true;
    back.original_reference = paid.reference;
    // Queued together, so that they share commits.
    const auto take_it = [&](const payment::Confirmation& one, int number) {
      store.write<Taken>(
          origin(), [one](record::Writing& writing) { return take(writing, rules(), "file", one, origin()); },
          [=](Result<Taken> taken) {
            if (taken && !taken->rejected) acknowledge(number);
          });
    };
    take_it(paid, 3 * n);
    if (n % 4 == 0) take_it(back, 3 * n + 1);
    if (n % 4 == 1) {
      decide_refund(store, rules(), who, "refund:A-" + id, day("2026-03-12"), origin(),
                    [=](Result<Explained<RefundRow>> decided) {
                      if (decided) acknowledge(3 * n + 2);
                    });
    }
    if (n % 8 == 7) store.flush();
  }
}

TEST_P(KillTest, KillInTheMiddleOfMixedPaymentsLosesNothingAcknowledged) {
  // Everyday a few; CLEARWAY_KILLS=200 for the whole count (./test --all).
  const char* asked = std::getenv("CLEARWAY_KILLS");
  const int kills = asked == nullptr ? 6 : std::atoi(asked);
  { auto store = open(); }
  (void)rules();
  std::set<int> acknowledged;
  int first = 0;
  for (int run = 0; run < kills; ++run) {
    int pipe[2];
    ASSERT_EQ(::pipe(pipe), 0);
    const pid_t child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      close(pipe[0]);
      pay_forever(database->options(), pipe[1], first);
    }
    close(pipe[1]);
    // A different number of acknowledgements each time.
    const auto enough = acknowledged.size() + 1 + static_cast<std::size_t>(run * 7 % 23);
    int number = 0;
    while (acknowledged.size() < enough && read(pipe[0], &number, sizeof number) == sizeof number) {
      acknowledged.insert(number);
    }
    kill(child, SIGKILL);
    while (read(pipe[0], &number, sizeof number) == sizeof number) acknowledged.insert(number);
    close(pipe[0]);
    int status = 0;
    waitpid(child, &status, 0);
    ASSERT_TRUE(WIFSIGNALED(status)) << WEXITSTATUS(status);
    ASSERT_GE(acknowledged.size(), enough);
    first = *acknowledged.rbegin() / 3 + 100;
    auto store = open();
    ASSERT_NE(store, nullptr);
    const auto report = verify_ledger(database->url());
    ASSERT_TRUE(report.ok()) << report.error().detail;
    ASSERT_TRUE(report->ok()) << report->first->why << " " << report->first->subject_id;
  }
  auto store = open();
  for (const int number : acknowledged) {
    const auto id = std::to_string(number / 3), who = "B" + std::to_string(number / 3 % 3);
    const auto found = store->query<bool>([&](db::Connection& reader) -> Result<bool> {
      if (number % 3 == 2) {
        const auto refund = find_refund(reader, who, "refund:A-" + id);
        return refund && *refund && (*refund)->refund.state == payment::RefundState::decided;
      }
      const auto receipt = find_receipt(reader, who, (number % 3 == 0 ? "A-" : "R-") + id);
      if (!receipt || !*receipt) return false;
      const auto posted = find_transaction(reader, who, (*receipt)->transaction_id);
      return posted && posted->has_value();
    });
    ASSERT_TRUE(found.ok());
    ASSERT_TRUE(*found) << number;
  }
  store.reset();
  const auto records = record::verify(database->url(), database->key_file(), {});
  ASSERT_TRUE(records.ok());
  EXPECT_TRUE(records->ok());
}

}  // namespace
}  // namespace clearway::settlement
