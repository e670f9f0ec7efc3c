#pragma once

#include <cstdint>

namespace clearway::risk {

/// Places of an office that are taken on one day. By a ranking, everybody who is looked at takes one; without, only who
/// is selected by expected value does. Counts only: how many there are stands in policy and plan.
struct QuotaUse {
  std::uint32_t red = 0;
  std::uint32_t orange = 0;
};

}  // namespace clearway::risk
