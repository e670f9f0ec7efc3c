#include "watch/windows.h"

#include <algorithm>

namespace clearway::watch {
namespace {

/// The last days of `period` before `day`, at most `days` of them.
std::optional<Period> before(const std::optional<Period>& period, Date day, std::int32_t days) {
  if (!period || period->to < period->from) return std::nullopt;
  const Date last = std::min(period->to, day.plus_days(-1));
  const Date first = std::max(period->from, last.plus_days(1 - days));
  if (last < first) return std::nullopt;
  return Period{first, last};
}

}  // namespace

Windows windows_on(Date on, const Basis& basis, const Settings& settings) {
  Windows windows;
  windows.record_is_ahead = basis.last_recorded && *basis.last_recorded > on;
  windows.not_yet_in_force = basis.in_force_since && *basis.in_force_since > on;
  const auto in_force = [&](Date day) {
    return basis.in_force_since && !windows.not_yet_in_force ? std::max(*basis.in_force_since, day) : day;
  };
  windows.current = {in_force(on.plus_days(1 - settings.current_days)), on};
  windows.first_day = in_force(windows.current.from.plus_days(1 - settings.current_days));
  const Date begin = windows.current.from;
  const auto days = settings.reference_days;
  if (const auto rehearsed = before(basis.rehearsed, begin, days)) {
    windows.reference = *rehearsed;
    windows.ground = Ground::rehearsed;
  } else if (const auto trained = before(basis.trained, begin, days)) {
    windows.reference = *trained;
    windows.ground = Ground::trained;
  } else {
    windows.reference = {begin.plus_days(-days), begin.plus_days(-1)};
    windows.ground = Ground::preceding;
  }
  return windows;
}

}  // namespace clearway::watch
