#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace clearway::risk {

/// Whether letters of ASCII are turned before a comparison.
enum class Fold : std::uint8_t { none, upper, lower };
constexpr char folded(char c, Fold fold) {
  if (fold == Fold::upper && c >= 'a' && c <= 'z') return static_cast<char>(c - 'a' + 'A');
  if (fold == Fold::lower && c >= 'A' && c <= 'Z') return static_cast<char>(c - 'A' + 'a');
  return c;
}

/// Finds many words in a text in one pass (Aho-Corasick). Each word belongs to one of at most 64 groups.
class TextMatcher {
 public:
  static constexpr std::size_t most_groups = 64;
  /// `fold`: small and capital letters of ASCII are the same.
  TextMatcher(const std::vector<std::pair<std::string, unsigned>>& words, bool fold);

  /// The groups of which a word stands in `text`, as bits.
  std::uint64_t find(std::string_view text) const {
    std::uint64_t found = 0;
    std::size_t state = 0;
    for (const char c : text) {
      state = next_[state + class_of_[static_cast<unsigned char>(c)]];
      if (state >= first_final_) found |= groups_[(state - first_final_) / classes_];
    }
    return found;
  }

 private:
  std::array<std::uint8_t, 256> class_of_{};  // 0: a byte that no word has
  std::size_t classes_ = 1;
  // A state is the place of its row in `next_`; states are numbered so that those that end a word come last.
  std::size_t first_final_ = 0;
  std::vector<std::uint32_t> next_;
  std::vector<std::uint64_t> groups_;  // of the final states
};

}  // namespace clearway::risk
