#include "sample/random.h"

#include <numeric>

namespace clearway::sample {

WeightedChoice::WeightedChoice(std::span<const std::uint32_t> weights)
    : limit_(weights.size(), 0xffffffff), alias_(weights.size()) {
  const auto count = static_cast<std::uint64_t>(weights.size());
  const auto total = std::accumulate(weights.begin(), weights.end(), std::uint64_t{0});
  std::iota(alias_.begin(), alias_.end(), 0U);
  if (total == 0) return;  // all alike
  std::vector<std::uint64_t> left(weights.size());
  std::vector<std::uint32_t> poor, rich;
  for (std::uint32_t i = 0; i < weights.size(); ++i) {
    left[i] = weights[i] * count;  // 1/total of a place
    (left[i] < total ? poor : rich).push_back(i);
  }
  while (!poor.empty() && !rich.empty()) {
    const auto small = poor.back(), large = rich.back();
    poor.pop_back();
    limit_[small] =
        static_cast<std::uint32_t>((static_cast<double>(left[small]) / static_cast<double>(total)) * 0xffffffff);
    alias_[small] = large;
    left[large] -= total - left[small];
    if (left[large] < total) {
      rich.pop_back();
      poor.push_back(large);
    }
  }
}

}  // namespace clearway::sample
