#include "ruling/words.h"

#include <algorithm>

namespace clearway::ruling {
namespace {

bool is_latin(unsigned char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

/// Bytes of the character that begins with `first`; 1 for what begins none.
std::size_t length_of(unsigned char first) {
  if (first >= 0xf0) return 4;
  if (first >= 0xe0) return 3;
  return first >= 0xc0 ? 2 : 1;
}

/// Hangul syllables stand at U+AC00 to U+D7A3: bytes EA B0 80 to ED 9E A3.
bool is_syllable(std::string_view character) {
  return character.size() == 3 && character >= "\xea\xb0\x80" && character <= "\xed\x9e\xa3";
}

}  // namespace

std::string lower(std::string_view text) {
  std::string out(text);
  for (auto& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

std::vector<std::string> words_of(std::string_view text) {
  const auto all = lower(text);
  std::vector<std::string> words;
  std::string word;
  bool korean = false;
  const auto end_word = [&] {
    if (!word.empty()) words.push_back(std::move(word));
    word.clear();
  };
  for (std::size_t at = 0; at < all.size();) {
    const auto size = std::min(length_of(static_cast<unsigned char>(all[at])), all.size() - at);
    const auto character = std::string_view(all).substr(at, size);
    const bool syllable = is_syllable(character);
    const bool part = syllable || (size == 1 && is_latin(static_cast<unsigned char>(character[0])));
    if (!part || (!word.empty() && syllable != korean)) end_word();
    if (part) {
      word += character;
      korean = syllable;
    }
    at += size;
  }
  end_word();
  return words;
}

std::vector<std::string> pieces_of(std::string_view text) {
  std::vector<std::string> pieces;
  for (auto& word : words_of(text)) {
    constexpr std::size_t syllable = 3;  // bytes
    const bool korean = static_cast<unsigned char>(word[0]) >= 0x80;
    if (!korean || word.size() <= 2 * syllable) {
      if (korean || word.size() > 1) pieces.push_back(std::move(word));
      continue;
    }
    for (std::size_t at = 0; at + 2 * syllable <= word.size(); at += syllable)
      pieces.push_back(word.substr(at, 2 * syllable));
  }
  std::sort(pieces.begin(), pieces.end());
  pieces.erase(std::unique(pieces.begin(), pieces.end()), pieces.end());
  return pieces;
}

std::size_t shared(const std::vector<std::string>& pieces, const std::vector<std::string>& others) {
  return static_cast<std::size_t>(std::count_if(pieces.begin(), pieces.end(), [&](const std::string& piece) {
    return std::binary_search(others.begin(), others.end(), piece);
  }));
}

}  // namespace clearway::ruling
