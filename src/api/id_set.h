#pragma once

#include <cstdint>
#include <vector>

namespace clearway::api {

/// Which declarations the record may hold, by hash, in eight to sixteen bytes each. A hash that is there is looked up
/// in the record; one that is not there is new for certain.
class IdSet {
 public:
  IdSet() : slots_(1 << 12) {}
  bool contains(std::uint64_t hash) const { return slots_[place(hash)] == stored(hash); }
  void insert(std::uint64_t hash) {
    if (2 * (count_ + 1) > slots_.size()) grow();
    auto& slot = slots_[place(hash)];
    if (slot == 0) ++count_;
    slot = stored(hash);
  }

 private:
  static std::uint64_t stored(std::uint64_t hash) { return hash == 0 ? 1 : hash; }
  std::size_t place(std::uint64_t hash) const {
    auto at = static_cast<std::size_t>(stored(hash)) & (slots_.size() - 1);
    while (slots_[at] != 0 && slots_[at] != stored(hash)) at = (at + 1) & (slots_.size() - 1);
    return at;
  }
  void grow() {
    std::vector<std::uint64_t> old(slots_.size() * 2);
    old.swap(slots_);
    for (const auto hash : old) {
      if (hash != 0) slots_[place(hash)] = hash;
    }
  }
  std::vector<std::uint64_t> slots_;
  std::size_t count_ = 0;
};

}  // namespace clearway::api
