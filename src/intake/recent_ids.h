#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/hash.h"

namespace clearway::intake {

/// The ids that came last, at least `window` of them, in bounded memory: two tables, of which the older one is emptied
/// when the newer one is full. Ids are known by 64-bit hashes.
class RecentIds {
 public:
  static constexpr std::size_t window = 65'536;

  /// Adds `id` of `row`; the row that had it before, or 0.
  std::uint64_t add(std::string_view id, std::uint64_t row) {
    const auto hash = hash_text(id) | 1;  // never 0, which is an empty place
    const auto& older = place(tables_[1 - newer_], hash);
    if (older.hash == hash) return older.row;
    auto& entry = place(tables_[newer_], hash);
    if (entry.hash == hash) return entry.row;
    entry = {hash, row};
    if (++count_ == window) {
      newer_ = 1 - newer_;
      tables_[newer_].assign(slots, {});
      count_ = 0;
    }
    return 0;
  }

 private:
  static constexpr std::size_t slots = 2 * window;
  static constexpr int shift = 64 - 17;
  static_assert(slots == std::size_t{1} << 17);
  struct Entry {
    std::uint64_t hash = 0, row = 0;
  };
  using Table = std::vector<Entry>;

  static Entry& place(Table& table, std::uint64_t hash) {
    auto slot = static_cast<std::size_t>(hash >> shift);
    while (table[slot].hash != 0 && table[slot].hash != hash) slot = (slot + 1) % slots;
    return table[slot];
  }

  Table tables_[2] = {Table(slots), Table(slots)};
  int newer_ = 0;
  std::size_t count_ = 0;
};

}  // namespace clearway::intake
