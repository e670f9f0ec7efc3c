#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

namespace clearway {

/// Final mix of splitmix64: codes that differ in late characters end up far apart in the top bits as well.
constexpr std::uint64_t mix(std::uint64_t x) {
  x ^= x >> 30;
  x *= 0xbf58476d1ce4e5b9ULL;
  x ^= x >> 27;
  x *= 0x94d049bb133111ebULL;
  return x ^ (x >> 31);
}

/// Fast, not secret. For hash tables of entities; use the top bits.
inline std::uint64_t hash_text(std::string_view text, std::uint64_t seed = 0x9e3779b97f4a7c15ULL) {
  std::uint64_t h = seed ^ (text.size() * 0xff51afd7ed558ccdULL);
  const char* p = text.data();
  std::size_t left = text.size();
  for (; left >= 8; p += 8, left -= 8) {
    std::uint64_t word;
    std::memcpy(&word, p, 8);
    h = (h ^ word) * 0x9fb21c651e98df25ULL;
    h ^= h >> 32;
  }
  std::uint64_t tail = 0;
  std::memcpy(&tail, p, left);
  return mix((h ^ tail) * 0x9fb21c651e98df25ULL);
}

}  // namespace clearway
