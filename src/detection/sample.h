#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

namespace clearway::detection {

/// What is kept of many in bounded memory: those `Size` entries whose `rank`, a hash, is lowest. Which they are does
/// not depend on the order in which they came, and an entry that comes twice counts once.
template <class Entry, std::size_t Size>
class LowestRanks {
 public:
  void add(const Entry& entry) {
    if (entries_.size() == Size && entry.rank >= entries_.back().rank) return;
    const auto at = std::lower_bound(entries_.begin(), entries_.end(), entry.rank,
                                     [](const Entry& other, std::uint64_t rank) { return other.rank < rank; });
    if (at != entries_.end() && at->rank == entry.rank) {
      at->join(entry);
      return;
    }
    entries_.insert(at, entry);
    if (entries_.size() > Size) entries_.pop_back();
  }
  const std::vector<Entry>& entries() const { return entries_; }

 private:
  std::vector<Entry> entries_;  // by rank
};

/// The middle of the values; of an even number, the lower of the two middle ones. Reorders them.
inline std::optional<std::int64_t> median(std::vector<std::int64_t>& values) {
  if (values.empty()) return std::nullopt;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>((values.size() - 1) / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

/// Cells by key, no more than so many of them: a key that comes when all are taken is counted and left out.
template <class Cell>
class Cells {
 public:
  explicit Cells(std::size_t most) : most_(most) {}
  Cell* open(std::uint64_t key) {
    const auto at = cells_.find(key);
    if (at != cells_.end()) return &at->second;
    if (cells_.size() == most_) return ++left_out_, nullptr;
    return &cells_[key];
  }
  const Cell* find(std::uint64_t key) const {
    const auto at = cells_.find(key);
    return at == cells_.end() ? nullptr : &at->second;
  }
  std::size_t size() const { return cells_.size(); }
  std::uint64_t left_out() const { return left_out_; }

 private:
  std::size_t most_;
  std::uint64_t left_out_ = 0;
  std::unordered_map<std::uint64_t, Cell> cells_;
};

}  // namespace clearway::detection
