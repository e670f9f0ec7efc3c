#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "base/hash.h"

namespace clearway::risk {

/// Zeroed memory in large pages where the system gives them; untouched pages cost nothing.
class ZeroedPages {
 public:
  explicit ZeroedPages(std::size_t bytes);
  ~ZeroedPages();
  ZeroedPages(ZeroedPages&& other) noexcept : data_(other.data_), bytes_(other.bytes_) { other.data_ = nullptr; }
  ZeroedPages& operator=(ZeroedPages&&) = delete;
  void* data() const { return data_; }
  std::size_t bytes() const { return bytes_; }

 private:
  void* data_;
  std::size_t bytes_;
};

/// A set-associative table of fixed size, keyed by 64-bit hashes that are not 0. Where a set is full, the entry whose
/// last day is oldest makes room (of several the first in probing order), so that the same calls give the same table.
/// Entry: trivially copyable, with `key` and `last_day`, all zero bytes when empty. `mostly_absent`: what is looked up
/// is seldom there, so a bit for each set says whether it holds anything at all, and an empty one costs no cache miss.
template <class Entry, bool mostly_absent = false>
class ProfileTable {
  static_assert(std::is_trivially_copyable_v<Entry>);

 public:
  static constexpr std::size_t ways = 4;

  explicit ProfileTable(unsigned size_log2)
      : shift_(64 - (size_log2 - 2)),
        pages_((std::size_t{1} << size_log2) * sizeof(Entry)),
        size_(std::size_t{1} << size_log2) {
    if constexpr (mostly_absent) used_sets_.resize(size_ / ways);
  }

  const Entry* find(std::uint64_t key) const {
    if (key == 0) return nullptr;
    const std::uint64_t mixed = mix(key);
    if constexpr (mostly_absent) {
      if (!used_sets_[mixed >> shift_]) return nullptr;
    }
    const Entry* const set = entries() + (mixed >> shift_) * ways;
    for (std::size_t probe = 0; probe < ways; ++probe) {
      const Entry& entry = set[(mixed + probe) % ways];
      if (entry.key == key) return &entry;
      if (entry.key == 0) return nullptr;  // entries are never removed, so probing ends at the first empty place
    }
    return nullptr;
  }

  /// The entry of `key`, a new one with `Entry{}` and the key if there was none. `key` must not be 0.
  Entry& upsert(std::uint64_t key) {
    const std::uint64_t mixed = mix(key);
    if constexpr (mostly_absent) used_sets_[mixed >> shift_] = true;
    Entry* const set = entries() + (mixed >> shift_) * ways;
    Entry* oldest = nullptr;
    for (std::size_t probe = 0; probe < ways; ++probe) {
      Entry& entry = set[(mixed + probe) % ways];
      if (entry.key == key) return entry;
      if (entry.key == 0) return claim(entry, key);
      if (oldest == nullptr || entry.last_day < oldest->last_day) oldest = &entry;
    }
    return claim(*oldest, key);
  }

  void prefetch(std::uint64_t key) const {
    const std::uint64_t mixed = mix(key);
    if constexpr (mostly_absent) {
      if (!used_sets_[mixed >> shift_]) return;
    }
    const Entry* const place = entries() + (mixed >> shift_) * ways + mixed % ways;
    __builtin_prefetch(place);
    if constexpr (sizeof(Entry) > 64) __builtin_prefetch(reinterpret_cast<const char*>(place) + 64);
  }

  std::size_t memory_bytes() const { return pages_.bytes(); }

  /// Number of entries in use, then each with its place.
  void serialise(std::string& out) const {
    const std::size_t start = out.size();
    std::uint64_t used = 0;
    out.append(sizeof used, '\0');
    for (std::size_t i = 0; i < size_; ++i) {
      if (entries()[i].key == 0) continue;
      const std::uint64_t place = i;
      out.append(reinterpret_cast<const char*>(&place), sizeof place);
      out.append(reinterpret_cast<const char*>(entries() + i), sizeof(Entry));
      ++used;
    }
    std::memcpy(out.data() + start, &used, sizeof used);
  }

  /// Reads what `serialise` wrote from the front of `bytes` and removes it there; false if it does not fit.
  bool restore(std::string_view& bytes) {
    std::uint64_t used = 0;
    if (bytes.size() < sizeof used) return false;
    std::memcpy(&used, bytes.data(), sizeof used);
    bytes.remove_prefix(sizeof used);
    constexpr std::size_t width = sizeof(std::uint64_t) + sizeof(Entry);
    if (used > size_ || bytes.size() / width < used) return false;
    std::memset(static_cast<void*>(entries()), 0, size_ * sizeof(Entry));
    used_sets_.assign(used_sets_.size(), false);
    for (std::uint64_t i = 0; i < used; ++i, bytes.remove_prefix(width)) {
      std::uint64_t place = 0;
      std::memcpy(&place, bytes.data(), sizeof place);
      if (place >= size_) return false;
      std::memcpy(static_cast<void*>(entries() + place), bytes.data() + sizeof place, sizeof(Entry));
      if (entries()[place].key == 0) return false;
      if constexpr (mostly_absent) used_sets_[place / ways] = true;
    }
    return true;
  }

 private:
  Entry* entries() const { return static_cast<Entry*>(pages_.data()); }
  static Entry& claim(Entry& entry, std::uint64_t key) {
    entry = Entry{};
    entry.key = key;
    return entry;
  }

  unsigned shift_;
  ZeroedPages pages_;
  std::size_t size_;
  std::vector<bool> used_sets_;  // by set, where mostly_absent
};

}  // namespace clearway::risk
