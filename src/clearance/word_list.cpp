#include "clearance/word_list.h"

#include <algorithm>

#include "base/hash.h"
#include "declaration/facts.h"

namespace clearway::clearance {
namespace {

char capital(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; }
bool is_letter(char c) { return (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80; }

/// A word as a number that is never 0; the length keeps words apart that agree otherwise.
struct Word {
  std::uint64_t value = 0;
  std::size_t length = 0;
  void add(char c) {
    value = value * 31 + static_cast<std::uint64_t>(static_cast<unsigned char>(c) - 'A' + 1);
    ++length;
  }
  std::uint64_t key() const { return mix(value + length) | 1; }
};

/// The first two characters that `append_normalised` would keep, as an index.
std::size_t beginning(std::string_view name) {
  std::size_t index = 0;
  int kept = 0;
  for (const char raw : name) {
    const char c = capital(raw);
    if (!is_letter(c) && (c < '0' || c > '9')) continue;
    index = index * 256 + static_cast<unsigned char>(c);
    if (++kept == 2) break;
  }
  return index;
}

}  // namespace

VagueWords::VagueWords(const std::vector<std::string>& words) {
  std::size_t size = 16;
  while (size < words.size() * 4) size *= 2;
  slots_.assign(size, 0);
  for (const auto& text : words) {
    Word word;
    for (const char c : text) word.add(capital(c));
    auto at = word.key() & (size - 1);
    while (slots_[at] != 0 && slots_[at] != word.key()) at = (at + 1) & (size - 1);
    slots_[at] = word.key();
  }
}

bool VagueWords::contains(std::uint64_t word) const {
  if (slots_.empty()) return false;
  for (auto at = word & (slots_.size() - 1);; at = (at + 1) & (slots_.size() - 1)) {
    if (slots_[at] == word) return true;
    if (slots_[at] == 0) return false;
  }
}

bool VagueWords::is_vague(std::string_view description) const {
  for (std::size_t i = 0; i < description.size();) {
    if (!is_letter(capital(description[i]))) {
      ++i;
      continue;
    }
    Word word;
    for (; i < description.size() && is_letter(capital(description[i])); ++i) {
      word.add(capital(description[i]));
    }
    if (!contains(word.key())) return false;
  }
  return true;
}

NameList::NameList(const std::vector<std::string>& names) {
  if (names.empty()) return;
  first_letters_.assign(65536 / 64, 0);
  for (const auto& name : names) {
    const auto hash = declaration::normalised_hash(name);
    if (hash == 0) continue;
    hashes_.push_back(hash);
    const auto index = beginning(name);
    first_letters_[index / 64] |= std::uint64_t{1} << (index % 64);
  }
  std::sort(hashes_.begin(), hashes_.end());
}

bool NameList::contains(std::string_view name) const {
  if (hashes_.empty()) return false;
  const auto index = beginning(name);
  if ((first_letters_[index / 64] >> (index % 64) & 1) == 0) return false;  // the answer for nearly every name
  return std::binary_search(hashes_.begin(), hashes_.end(), declaration::normalised_hash(name));
}

}  // namespace clearway::clearance
