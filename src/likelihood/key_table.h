#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace clearway::likelihood {

/// A table from keys that are hashes already to small values; grows as needed. Key 0 stands for nothing and is never
/// kept.
template <class Value>
class KeyTable {
 public:
  explicit KeyTable(std::size_t expected = 0) { reserve(expected); }

  std::size_t size() const { return used_; }
  const Value* find(std::uint64_t key) const {
    if (used_ == 0) return nullptr;
    for (std::size_t at = key >> shift_;; at = (at + 1) & mask_) {
      if (keys_[at] == key) return key == 0 ? nullptr : &values_[at];
      if (keys_[at] == 0) return nullptr;
    }
  }
  /// Starts loading what `find` will look at.
  void prefetch(std::uint64_t key) const {
    if (used_ == 0) return;
    __builtin_prefetch(&keys_[key >> shift_]);
    __builtin_prefetch(&values_[key >> shift_]);
  }
  Value& at(std::uint64_t key) {
    if (2 * (used_ + 1) > keys_.size()) reserve(2 * used_ + 8);
    std::size_t at = key >> shift_;
    while (keys_[at] != 0 && keys_[at] != key) at = (at + 1) & mask_;
    if (keys_[at] == 0) {
      keys_[at] = key;
      ++used_;
    }
    return values_[at];
  }
  void reserve(std::size_t expected) {
    std::size_t capacity = 16;
    unsigned bits = 4;
    while (capacity < 2 * expected) capacity *= 2, ++bits;
    if (capacity <= keys_.size()) return;
    auto keys = std::move(keys_);
    auto values = std::move(values_);
    keys_.assign(capacity, 0);
    values_.assign(capacity, Value{});
    mask_ = capacity - 1;
    shift_ = 64 - bits;
    used_ = 0;
    for (std::size_t i = 0; i < keys.size(); ++i) {
      if (keys[i] != 0) at(keys[i]) = values[i];
    }
  }
  template <class Visit>
  void each(Visit visit) const {
    for (std::size_t i = 0; i < keys_.size(); ++i) {
      if (keys_[i] != 0) visit(keys_[i], values_[i]);
    }
  }

 private:
  std::vector<std::uint64_t> keys_;
  std::vector<Value> values_;
  std::size_t used_ = 0, mask_ = 0;
  unsigned shift_ = 63;
};

/// How many were examined, and in how many something was found.
struct Counts {
  std::uint32_t examined = 0;
  std::uint32_t hits = 0;
  void add(bool hit) {
    ++examined;
    hits += hit ? 1 : 0;
  }
};
using CountTable = KeyTable<Counts>;

}  // namespace clearway::likelihood
