#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace clearway::clearance {

/// Words that say nothing about goods ("GIFT", "SAMPLE"). A description that holds no other word is vague.
class VagueWords {
 public:
  VagueWords() = default;
  explicit VagueWords(const std::vector<std::string>& words);
  /// No letter at all, or every word is on the list.
  bool is_vague(std::string_view description) const;

 private:
  bool contains(std::uint64_t word) const;
  std::vector<std::uint64_t> slots_;  // open addressing, 0: free
};

/// Names with which no export may be agreed, compared as `append_normalised` leaves them.
class NameList {
 public:
  NameList() = default;
  explicit NameList(const std::vector<std::string>& names);
  bool contains(std::string_view name) const;
  bool empty() const { return hashes_.empty(); }

 private:
  std::vector<std::uint64_t> hashes_;         // sorted
  std::vector<std::uint64_t> first_letters_;  // bits of the first two characters that occur
};

}  // namespace clearway::clearance
