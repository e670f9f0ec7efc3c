#include "risk/quota.h"

#include "base/hash.h"

namespace clearway::risk {

DayQuota::DayQuota() : entries_(ways * sets) {}

std::uint64_t DayQuota::key_of(std::string_view office, Date day) {
  const auto key = hash_text(office, static_cast<std::uint32_t>(day.days()) + 1ULL);
  return key == 0 ? 1 : key;
}

QuotaUse& DayQuota::use(std::string_view office, Date day) {
  const auto key = key_of(office, day);
  Entry* const set = &entries_[(key >> 32) % sets * ways];
  Entry* oldest = set;
  for (std::size_t way = 0; way < ways; ++way) {
    Entry& entry = set[way];
    if (entry.key == key) return entry.use;
    if (entry.key == 0) {
      oldest = &entry;
      break;
    }
    if (entry.day < oldest->day) oldest = &entry;
  }
  *oldest = {key, day.days(), {}};
  return oldest->use;
}

QuotaUse DayQuota::used(std::string_view office, Date day) const {
  const auto key = key_of(office, day);
  const Entry* const set = &entries_[(key >> 32) % sets * ways];
  for (std::size_t way = 0; way < ways; ++way) {
    if (set[way].key == key) return set[way].use;
  }
  return {};
}

}  // namespace clearway::risk
