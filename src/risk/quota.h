#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "risk/capacity.h"
#include "risk/quota_use.h"

namespace clearway::risk {

/// The use of the quotas of every office and day, in fixed memory; when a set is full the oldest day makes room.
class DayQuota {
 public:
  DayQuota();
  /// The use of `office` on `day`, to be read and counted up.
  QuotaUse& use(std::string_view office, Date day);
  /// The same without a change; zero if nothing was counted.
  QuotaUse used(std::string_view office, Date day) const;
  /// What the offices expect to be asked for, where places go by rank.
  Demand& demand() { return demand_; }
  const Demand& demand() const { return demand_; }

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
  Demand demand_;
};

}  // namespace clearway::risk
