#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "base/date.h"

namespace clearway::identity {

/// Slows down guessing: after some failures within a period, further tries for that account, or from that address,
/// wait.
class SignInLimiter {
 public:
  struct Limits {
    std::int64_t period_seconds = 15 * 60;
    std::size_t per_account = 5;
    std::size_t per_address = 50;
    std::size_t kept = 50'000;  // accounts and addresses remembered; beyond that the oldest are forgotten
  };
  SignInLimiter() : SignInLimiter(Limits{}) {}
  explicit SignInLimiter(const Limits& limits) : limits_(limits) {}

  /// Seconds to wait before this try; 0: it may go on, and counts as a failure until `succeeded` is told.
  std::int64_t wait_before(std::string_view login, std::string_view address, Instant now);
  void succeeded(std::string_view login, std::string_view address);

 private:
  using Failures = std::map<std::string, std::deque<std::int64_t>, std::less<>>;
  std::int64_t wait(Failures& failures, const std::string& key, std::size_t limit, std::int64_t now) const;
  void forget_old(Failures& failures, std::int64_t now) const;
  Limits limits_;
  std::mutex mutex_;
  Failures accounts_, addresses_;  // times of failures in seconds
};

}  // namespace clearway::identity
