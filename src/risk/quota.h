#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/date.h"

namespace clearway::risk {

/// What an office has selected by expected value on one day. Counts only: the quotas themselves stand in the policy.
struct QuotaUse {
  std::uint32_t red = 0;
  std::uint32_t orange = 0;
};

/// The use of the quotas of every office and day, in fixed memory; when a set is full the oldest day makes room.
class DayQuota {
 public:
  DayQuota();
  /// The use of `office` on `day`, to be read and counted up.
  QuotaUse& use(std::string_view office, Date day);
  /// The same without a change; zero if nothing was counted.
  QuotaUse used(std::string_view office, Date day) const;

 private:
  static constexpr std::size_t ways = 8;
  static constexpr std::size_t sets = 1024;
  struct Entry {
    std::uint64_t key = 0;
    std::int32_t day = 0;
    QuotaUse use;
  };
  static std::uint64_t key_of(std::string_view office, Date day);
  std::vector<Entry> entries_;
};

}  // namespace clearway::risk
