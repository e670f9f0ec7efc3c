#include "identity/sign_in_limiter.h"

#include <algorithm>

namespace clearway::identity {

std::int64_t SignInLimiter::wait(Failures& failures, const std::string& key, std::size_t limit,
                                 std::int64_t now) const {
  const auto found = failures.find(key);
  if (found == failures.end()) return 0;
  auto& times = found->second;
  while (!times.empty() && times.front() <= now - limits_.period_seconds) times.pop_front();
  return times.size() < limit ? 0 : times[times.size() - limit] + limits_.period_seconds - now;
}

void SignInLimiter::forget_old(Failures& failures, std::int64_t now) const {
  if (failures.size() < limits_.kept) return;
  std::erase_if(failures, [&](const auto& entry) {
    return entry.second.empty() || entry.second.back() <= now - limits_.period_seconds;
  });
  while (failures.size() >= limits_.kept) failures.erase(failures.begin());
}

std::int64_t SignInLimiter::wait_before(std::string_view login, std::string_view address, Instant now) {
  const std::lock_guard lock(mutex_);
  const std::int64_t seconds = now.microseconds / 1'000'000;
  const std::string account(login), place(address);
  const auto seconds_to_wait = std::max(wait(accounts_, account, limits_.per_account, seconds),
                                        wait(addresses_, place, limits_.per_address, seconds));
  if (seconds_to_wait > 0) return seconds_to_wait;
  // Counted before the password is looked at, so that tries sent at the same moment count as well.
  forget_old(accounts_, seconds);
  forget_old(addresses_, seconds);
  accounts_[account].push_back(seconds);
  addresses_[place].push_back(seconds);
  return 0;
}

void SignInLimiter::succeeded(std::string_view login, std::string_view address) {
  const std::lock_guard lock(mutex_);
  const auto account = accounts_.find(login);
  if (account != accounts_.end()) accounts_.erase(account);
  const auto place = addresses_.find(address);
  if (place != addresses_.end() && !place->second.empty()) place->second.pop_back();
}

}  // namespace clearway::identity
