#pragma once

#include <bit>
#include <cstdint>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

// The innermost loops of the readers. All of them may look up to 64 bytes past the text (intake::padding).
namespace clearway::intake {

#if defined(__SSE2__)

namespace scan_detail {
inline std::uint32_t equal_mask(__m128i bytes, char c) {
  return static_cast<std::uint32_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(c))));
}
inline __m128i load(const char* p) { return _mm_loadu_si128(reinterpret_cast<const __m128i*>(p)); }
}  // namespace scan_detail

/// The first quote, backslash or control character at or after `p`. There must be one (the line end or the zero
/// padding).
inline const char* string_stop(const char* p) {
  const auto quote = _mm_set1_epi8('"');
  const auto backslash = _mm_set1_epi8('\\');
  const auto control = _mm_set1_epi8(0x1F);
  for (;; p += 16) {
    const auto bytes = scan_detail::load(p);
    const auto hit = _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(bytes, quote), _mm_cmpeq_epi8(bytes, backslash)),
                                  _mm_cmpeq_epi8(_mm_max_epu8(bytes, control), control));
    const auto mask = static_cast<std::uint32_t>(_mm_movemask_epi8(hit));
    if (mask != 0) return p + std::countr_zero(mask);
  }
}

/// True if the 32 bytes at `p` agree with `pattern` in the positions set in `mask`.
inline bool matches(const char* p, const char* pattern, std::uint32_t mask) {
  const auto low = _mm_cmpeq_epi8(scan_detail::load(p), scan_detail::load(pattern));
  const auto high = _mm_cmpeq_epi8(scan_detail::load(p + 16), scan_detail::load(pattern + 16));
  const auto equal =
      static_cast<std::uint32_t>(_mm_movemask_epi8(low)) | static_cast<std::uint32_t>(_mm_movemask_epi8(high)) << 16;
  return (equal & mask) == mask;
}

/// One bit for each of the 64 bytes at `p` that is one of the three characters.
inline std::uint64_t mask_of(const char* p, char a, char b, char c) {
  std::uint64_t mask = 0;
  for (unsigned i = 0; i < 4; ++i) {
    const auto bytes = scan_detail::load(p + 16 * i);
    const auto part =
        scan_detail::equal_mask(bytes, a) | scan_detail::equal_mask(bytes, b) | scan_detail::equal_mask(bytes, c);
    mask |= static_cast<std::uint64_t>(part) << (16 * i);
  }
  return mask;
}

#else

inline const char* string_stop(const char* p) {
  while (*p != '"' && *p != '\\' && static_cast<unsigned char>(*p) >= 0x20) ++p;
  return p;
}

inline bool matches(const char* p, const char* pattern, std::uint32_t mask) {
  return std::memcmp(p, pattern, static_cast<std::size_t>(std::popcount(mask))) == 0;
}

inline std::uint64_t mask_of(const char* p, char a, char b, char c) {
  std::uint64_t mask = 0;
  for (unsigned i = 0; i < 64; ++i) mask |= static_cast<std::uint64_t>(p[i] == a || p[i] == b || p[i] == c) << i;
  return mask;
}

#endif

}  // namespace clearway::intake
