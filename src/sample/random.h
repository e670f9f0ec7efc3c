#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "base/hash.h"

namespace clearway::sample {

/// A stream of numbers that a seed determines. Integers only, so that every machine and every library draws the same.
class Random {
 public:
  explicit constexpr Random(std::uint64_t seed) : state_(mix(seed ^ 0x6a09e667f3bcc909ULL)) {}

  constexpr std::uint64_t next() {
    state_ += 0x9e3779b97f4a7c15ULL;
    return mix(state_);
  }
  /// 0 <= result < bound; bound > 0.
  constexpr std::uint32_t below(std::uint32_t bound) {
    return static_cast<std::uint32_t>(((next() >> 32) * bound) >> 32);
  }
  constexpr int between(int low, int high) {
    return low + static_cast<int>(below(static_cast<std::uint32_t>(high - low + 1)));
  }
  constexpr bool chance(std::uint32_t per_million) { return below(1'000'000) < per_million; }

  template <class Container>
  constexpr const auto& pick(const Container& from) {
    return from[below(static_cast<std::uint32_t>(std::size(from)))];
  }

  /// Roughly normal with standard deviation 1024: the sum of four uniform numbers.
  int normal() {
    const auto bits = next();
    const auto sum =
        static_cast<std::int64_t>((bits & 0xffff) + ((bits >> 16) & 0xffff) + ((bits >> 32) & 0xffff) + (bits >> 48));
    return static_cast<int>((sum - 131'070) * 1024 / 37'837);
  }

  /// Roughly log-normal around `median` (at most 1e9): `octaves` is the standard deviation in 1/1024 of a doubling.
  std::int64_t spread(std::int64_t median, int octaves) {
    const int x = normal() * octaves / 1024;
    const auto scaled = static_cast<std::uint64_t>(median) * powers_of_two()[static_cast<std::size_t>((x & 1023) >> 4)];
    const int shift = 30 - (x >> 10);
    return static_cast<std::int64_t>(shift >= 0 ? scaled >> shift : scaled << -shift);
  }

 private:
  /// 2^(i/64) in 1/2^30. Computed by the compiler, hence the same everywhere.
  static constexpr std::array<std::uint64_t, 64> make_powers() {
    std::array<std::uint64_t, 64> powers{};
    double power = 1;
    for (auto& entry : powers) {
      entry = static_cast<std::uint64_t>(power * (1 << 30));
      power *= 1.0108892860517005;
    }
    return powers;
  }
  static const std::array<std::uint64_t, 64>& powers_of_two() {
    static constexpr auto powers = make_powers();
    return powers;
  }

  std::uint64_t state_;
};

/// Draws an index with probability proportional to its weight, in constant time (Vose's alias method, in integers).
class WeightedChoice {
 public:
  WeightedChoice() = default;
  explicit WeightedChoice(std::span<const std::uint32_t> weights);
  std::uint32_t pick(Random& random) const {
    const auto i = random.below(static_cast<std::uint32_t>(limit_.size()));
    return static_cast<std::uint32_t>(random.next() >> 32) <= limit_[i] ? i : alias_[i];
  }
  bool empty() const { return limit_.empty(); }

 private:
  std::vector<std::uint32_t> limit_, alias_;
};

}  // namespace clearway::sample
