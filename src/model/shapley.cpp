// Compiled without contraction of floating point (src/CMakeLists.txt): whatever the processor has, each sum is taken in
// the same order and rounded at each step, so that a decision explained again later says the same.
#include "model/shapley.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace clearway::model {
namespace {

// A sum of a few trees is taken in floats, the sum of those in doubles: hundreds of floats one after another would lose
// more than the contributions of XGBoost are off themselves.
constexpr std::size_t trees_in_floats = 8;
// A block works on whole strips of 32 rows; a few rows are explained sooner one by one.
[[maybe_unused]] constexpr std::size_t fewest_rows_of_block = 4;

bool goes_right(float value, float threshold, bool missing_left) {
  return missing_left ? value >= threshold : !(value < threshold);
}

}  // namespace

void Shapley::contributions(std::span<const float> row, std::span<float> out) const {
  if (row.size() != features_ || out.size() != features_)
    throw std::logic_error("Shapley: the row has other features than the model");
  Workspace workspace(*this);
  contributions_of_row(row.data(), out.data(), workspace);
}

void Shapley::contributions_of_row(const float* row, float* out, Workspace& workspace) const {
  auto& [right, passed, sums, totals] = workspace;
  std::fill(totals.begin(), totals.end(), 0.0);
  for (std::size_t first = 0; first < trees_.size(); first += trees_in_floats) {
    std::fill(sums.begin(), sums.end(), 0.0F);
    for (std::size_t number = first; number < std::min(first + trees_in_floats, trees_.size()); ++number) {
      const auto& tree = trees_[number];
      for (std::size_t index = 0; index < tree.splits.size(); ++index) {
        const auto& split = tree.splits[index];
        right[index] = goes_right(row[split.feature], split.threshold, split.missing_left) ? 0xFF : 0;
      }
      passed[0] = 0xFF;
      for (const auto& branch : tree.branches) {
        const unsigned goes = right[branch.split] & branch.bit;
        passed[branch.left] = static_cast<std::uint8_t>(passed[branch.place] & ~goes);
        passed[branch.right] = static_cast<std::uint8_t>(passed[branch.place] & (goes | ~unsigned{branch.bit}));
      }
      for (const auto& group : tree.groups) {
        unsigned pattern = passed[group.place] & unsigned{group.mask};
        for (unsigned inner = 0; inner < group.inner_count; ++inner)
          pattern |= right[group.inner[inner]] & (1U << (group.first_bit + inner));
        const auto& entry = table_[group.table + pattern];
        for (std::size_t index = 0; index < group.feature_count; ++index)
          sums[group.features[index]] += entry.of[index];
      }
    }
    for (std::size_t feature = 0; feature < features_; ++feature) totals[feature] += static_cast<double>(sums[feature]);
  }
  for (std::size_t feature = 0; feature < features_; ++feature) out[feature] = static_cast<float>(totals[feature]);
}

#if defined(__x86_64__)

/// Rows of a block, their answers and their sums, by AVX2.
class ShapleyBlock {
 public:
  // As many rows as share one reading of the tables; their sums stay in the second cache.
  static constexpr std::size_t most_rows = 256;

  ShapleyBlock(const Shapley& shapley, std::size_t count)
      : shapley_(shapley),
        rows_(std::min(most_rows, whole_strips(count))),
        columns_(shapley.features_ * rows_),
        sums_(shapley.features_ * rows_),
        totals_(shapley.features_ * rows_),
        right_(shapley.most_splits_ * strip_rows),
        passed_(shapley.most_places_ * strip_rows),
        patterns_(shapley.most_groups_ * rows_) {}

  void contributions(const float* rows, std::size_t count, std::size_t stride, float* out) {
    // The rows after the last keep what they held; any value has some pattern.
    for (std::size_t row = 0; row < count; ++row) {
      for (std::size_t feature = 0; feature < shapley_.features_; ++feature)
        columns_[feature * rows_ + row] = rows[row * stride + feature];
    }
    std::fill(totals_.begin(), totals_.end(), 0.0);
    const auto& trees = shapley_.trees_;
    for (std::size_t first = 0; first < trees.size(); first += trees_in_floats) {
      std::fill(sums_.begin(), sums_.end(), 0.0F);
      for (std::size_t number = first; number < std::min(first + trees_in_floats, trees.size()); ++number)
        add_tree(trees[number], whole_strips(count));
      for (std::size_t place = 0; place < sums_.size(); ++place) totals_[place] += static_cast<double>(sums_[place]);
    }
    for (std::size_t row = 0; row < count; ++row) {
      const double* const octet = totals_.data() + row / lanes * shapley_.features_ * lanes + row % lanes;
      for (std::size_t feature = 0; feature < shapley_.features_; ++feature) {
        out[row * shapley_.features_ + feature] = static_cast<float>(octet[feature * lanes]);
      }
    }
  }

 private:
  using Group = Shapley::Group;
  static constexpr std::size_t strip_rows = 32;
  static constexpr std::size_t lanes = 8;

  static std::size_t whole_strips(std::size_t count) { return (count + strip_rows - 1) / strip_rows * strip_rows; }

  void add_tree(const Shapley::TreePlan& tree, std::size_t count) {
    for (std::size_t strip = 0; strip < count; strip += strip_rows) find_patterns(tree, strip);
    for (std::size_t index = 0; index < tree.groups.size(); ++index) {
      add_group(tree.groups[index], patterns_.data() + index * rows_, count);
    }
  }

  [[gnu::target("avx2")]] void find_patterns(const Shapley::TreePlan& tree, std::size_t strip) {
    const __m256i order = _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7);
    const auto bytes = [](std::vector<std::uint8_t>& from, std::size_t at) {
      return reinterpret_cast<__m256i*>(from.data() + at);
    };
    for (std::size_t index = 0; index < tree.splits.size(); ++index) {
      const auto& split = tree.splits[index];
      const float* const values = columns_.data() + split.feature * rows_ + strip;
      const __m256 threshold = _mm256_set1_ps(split.threshold);
      __m256 goes[4];
      if (split.missing_left) {
        for (std::size_t part = 0; part < 4; ++part) {
          goes[part] = _mm256_cmp_ps(_mm256_loadu_ps(values + part * lanes), threshold, _CMP_GE_OQ);
        }
      } else {
        for (std::size_t part = 0; part < 4; ++part) {
          goes[part] = _mm256_cmp_ps(_mm256_loadu_ps(values + part * lanes), threshold, _CMP_NLT_UQ);
        }
      }
      const __m256i low = _mm256_packs_epi32(_mm256_castps_si256(goes[0]), _mm256_castps_si256(goes[1]));
      const __m256i high = _mm256_packs_epi32(_mm256_castps_si256(goes[2]), _mm256_castps_si256(goes[3]));
      _mm256_storeu_si256(bytes(right_, index * strip_rows),
                          _mm256_permutevar8x32_epi32(_mm256_packs_epi16(low, high), order));
    }
    _mm256_storeu_si256(bytes(passed_, 0), _mm256_set1_epi8(-1));
    for (const auto& branch : tree.branches) {
      const __m256i bit = _mm256_set1_epi8(static_cast<char>(branch.bit));
      const __m256i goes = _mm256_and_si256(_mm256_loadu_si256(bytes(right_, branch.split * strip_rows)), bit);
      const __m256i before = _mm256_loadu_si256(bytes(passed_, branch.place * strip_rows));
      _mm256_storeu_si256(bytes(passed_, branch.left * strip_rows), _mm256_andnot_si256(goes, before));
      // without the bit where the row goes left
      _mm256_storeu_si256(bytes(passed_, branch.right * strip_rows),
                          _mm256_andnot_si256(_mm256_xor_si256(goes, bit), before));
    }
    for (std::size_t index = 0; index < tree.groups.size(); ++index) {
      const auto& group = tree.groups[index];
      __m256i pattern = _mm256_and_si256(_mm256_loadu_si256(bytes(passed_, group.place * strip_rows)),
                                         _mm256_set1_epi8(static_cast<char>(group.mask)));
      for (unsigned inner = 0; inner < group.inner_count; ++inner) {
        const __m256i bit = _mm256_set1_epi8(static_cast<char>(1U << (group.first_bit + inner)));
        const __m256i goes = _mm256_loadu_si256(bytes(right_, std::size_t{group.inner[inner]} * strip_rows));
        pattern = _mm256_or_si256(pattern, _mm256_and_si256(goes, bit));
      }
      _mm256_storeu_si256(bytes(patterns_, index * rows_ + strip), pattern);
    }
  }

  /// Eight rows of the table become, turned round, one vector of eight rows for each feature.
  template <std::size_t feature_count>
  [[gnu::target("avx2")]] void add_group_of(const Group& group, const std::uint8_t* pattern, std::size_t count) {
    const auto* const table = shapley_.table_.data() + group.table;
    float* octet = sums_.data();
    for (std::size_t row = 0; row < count; row += lanes, octet += shapley_.features_ * lanes) {
      const __m256 r0 = _mm256_load_ps(table[pattern[row]].of.data());
      const __m256 r1 = _mm256_load_ps(table[pattern[row + 1]].of.data());
      const __m256 r2 = _mm256_load_ps(table[pattern[row + 2]].of.data());
      const __m256 r3 = _mm256_load_ps(table[pattern[row + 3]].of.data());
      const __m256 r4 = _mm256_load_ps(table[pattern[row + 4]].of.data());
      const __m256 r5 = _mm256_load_ps(table[pattern[row + 5]].of.data());
      const __m256 r6 = _mm256_load_ps(table[pattern[row + 6]].of.data());
      const __m256 r7 = _mm256_load_ps(table[pattern[row + 7]].of.data());
      const __m256 a0 = _mm256_unpacklo_ps(r0, r1), a1 = _mm256_unpackhi_ps(r0, r1);
      const __m256 a2 = _mm256_unpacklo_ps(r2, r3), a3 = _mm256_unpackhi_ps(r2, r3);
      const __m256 a4 = _mm256_unpacklo_ps(r4, r5), a5 = _mm256_unpackhi_ps(r4, r5);
      const __m256 a6 = _mm256_unpacklo_ps(r6, r7), a7 = _mm256_unpackhi_ps(r6, r7);
      const __m256 b0 = _mm256_shuffle_ps(a0, a2, 0x44), b1 = _mm256_shuffle_ps(a0, a2, 0xEE);
      const __m256 b2 = _mm256_shuffle_ps(a1, a3, 0x44), b3 = _mm256_shuffle_ps(a1, a3, 0xEE);
      const __m256 b4 = _mm256_shuffle_ps(a4, a6, 0x44), b5 = _mm256_shuffle_ps(a4, a6, 0xEE);
      const __m256 b6 = _mm256_shuffle_ps(a5, a7, 0x44), b7 = _mm256_shuffle_ps(a5, a7, 0xEE);
      add<feature_count, 0>(octet, group, _mm256_permute2f128_ps(b0, b4, 0x20));
      add<feature_count, 1>(octet, group, _mm256_permute2f128_ps(b1, b5, 0x20));
      add<feature_count, 2>(octet, group, _mm256_permute2f128_ps(b2, b6, 0x20));
      add<feature_count, 3>(octet, group, _mm256_permute2f128_ps(b3, b7, 0x20));
      add<feature_count, 4>(octet, group, _mm256_permute2f128_ps(b0, b4, 0x31));
      add<feature_count, 5>(octet, group, _mm256_permute2f128_ps(b1, b5, 0x31));
      add<feature_count, 6>(octet, group, _mm256_permute2f128_ps(b2, b6, 0x31));
      add<feature_count, 7>(octet, group, _mm256_permute2f128_ps(b3, b7, 0x31));
    }
  }

  template <std::size_t feature_count, std::size_t index>
  [[gnu::target("avx2")]] static void add(float* octet, const Group& group, __m256 values) {
    if constexpr (index < feature_count) {
      float* const place = octet + group.features[index] * lanes;
      _mm256_storeu_ps(place, _mm256_add_ps(_mm256_loadu_ps(place), values));
    }
  }

  void add_group(const Group& group, const std::uint8_t* pattern, std::size_t count) {
    switch (group.feature_count) {
      case 1: return add_group_of<1>(group, pattern, count);
      case 2: return add_group_of<2>(group, pattern, count);
      case 3: return add_group_of<3>(group, pattern, count);
      case 4: return add_group_of<4>(group, pattern, count);
      case 5: return add_group_of<5>(group, pattern, count);
      case 6: return add_group_of<6>(group, pattern, count);
      case 7: return add_group_of<7>(group, pattern, count);
      default: return add_group_of<8>(group, pattern, count);
    }
  }

  const Shapley& shapley_;
  std::size_t rows_;
  std::vector<float> columns_;  // feature by feature
  std::vector<float> sums_;     // for each eight rows, feature by feature
  std::vector<double> totals_;
  std::vector<std::uint8_t> right_;
  std::vector<std::uint8_t> passed_;
  std::vector<std::uint8_t> patterns_;
};

#endif

void Shapley::contributions(const float* rows, std::size_t count, std::size_t stride, float* out,
                            [[maybe_unused]] Instructions instructions) const {
#if defined(__x86_64__)
  static const bool has_avx2 = __builtin_cpu_supports("avx2") != 0;
  if (instructions == Instructions::best && has_avx2 && count >= fewest_rows_of_block) {
    ShapleyBlock block(*this, count);
    for (std::size_t begin = 0; begin < count; begin += ShapleyBlock::most_rows) {
      const std::size_t size = std::min(ShapleyBlock::most_rows, count - begin);
      block.contributions(rows + begin * stride, size, stride, out + begin * features_);
    }
    return;
  }
#endif
  Workspace workspace(*this);
  for (std::size_t row = 0; row < count; ++row)
    contributions_of_row(rows + row * stride, out + row * features_, workspace);
}

}  // namespace clearway::model
