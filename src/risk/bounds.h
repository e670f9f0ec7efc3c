#pragma once

#include <cstdint>

namespace clearway::risk {

/// What policy and law hold a declaration of one procedure on one day against.
struct Bounds {
  std::int32_t split_window_days = 1;        // up to PairWindow::days
  std::int32_t burst_window_days = 0;        // up to Pace::days; 0: bursts are not looked for
  std::int32_t burst_usual_from_days = 0;    // days known before a window, from which on a pace is called usual
  std::int64_t value_limit_krw = INT64_MAX;  // of the procedure; INT64_MAX: it has none
};

}  // namespace clearway::risk
