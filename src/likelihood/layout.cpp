#include "likelihood/layout.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/hash.h"

namespace clearway::likelihood {
namespace {

constexpr std::int64_t micro = 1'000'000;
constexpr float nothing = std::numeric_limits<float>::quiet_NaN();
constexpr double least_quotient = 0.001;  // so that a quotient of 0 has a logarithm

float decimals_of(std::int64_t micros) {
  auto fraction = std::abs(micros) % micro;
  if (fraction == 0) return 0;
  int digits = 6;
  while (fraction % 10 == 0) fraction /= 10, --digits;
  return static_cast<float>(digits);
}

float trailing_zeros_of(std::int64_t micros) {
  auto whole = std::abs(micros) / micro;
  if (whole == 0) return 0;
  int zeros = 0;
  while (whole % 10 == 0) whole /= 10, ++zeros;
  return static_cast<float>(zeros);
}

std::uint64_t part_value(const Layout& layout, Part part, const Inputs& inputs) {
  switch (part.kind) {
    case Part::Kind::category: return inputs.categories[part.index];
    case Part::Kind::exact: return static_cast<std::uint64_t>(inputs.numbers[part.index]);
    case Part::Kind::band: return band_of(layout.bands[part.index], inputs);
  }
  return 0;
}

}  // namespace

float value_of(const Measure& measure, const Inputs& inputs) {
  const auto number = inputs.numbers[measure.number];
  if (number == missing) return nothing;
  if (measure.as == Transform::decimals) return decimals_of(number);
  if (measure.as == Transform::trailing_zeros) return trailing_zeros_of(number);
  if (measure.as == Transform::roundness) {
    const float decimals = decimals_of(number);
    return decimals > 0 ? -decimals : trailing_zeros_of(number);
  }
  double value = static_cast<double>(number) / micro;
  if (measure.per >= 0) {
    const auto divisor = inputs.numbers[static_cast<std::size_t>(measure.per)];
    if (divisor == missing) return nothing;
    value = divisor > 0 ? static_cast<double>(number) / static_cast<double>(divisor) : 0;
    if (measure.as == Transform::logarithm) return static_cast<float>(std::log(std::max(0.0, value) + least_quotient));
  }
  if (measure.as == Transform::logarithm) return static_cast<float>(std::log1p(std::max(0.0, value)));
  return static_cast<float>(value);
}

void fill_columns(const Layout& layout, const Inputs& inputs, std::span<float> row) {
  for (std::size_t i = 0; i < layout.columns.size(); ++i) {
    const auto& column = layout.columns[i];
    switch (column.kind) {
      case Column::Kind::measure: row[i] = value_of(column.measure, inputs); break;
      case Column::Kind::same:
        row[i] = inputs.categories[column.first] == inputs.categories[column.second] ? 1 : 0;
        break;
      case Column::Kind::level: row[i] = inputs.categories[column.first] == column.level ? 1 : 0; break;
    }
  }
}

std::uint32_t band_of(const Band& band, const Inputs& inputs) {
  const float value = value_of(band.measure, inputs);
  if (std::isnan(value)) return UINT32_MAX;
  return static_cast<std::uint32_t>(std::upper_bound(band.cuts.begin(), band.cuts.end(), value) - band.cuts.begin());
}

std::uint64_t key_of(const Layout& layout, std::span<const Part> parts, const Inputs& inputs, std::uint64_t purpose) {
  auto key = mix(purpose + 1);
  for (const auto part : parts) key = mix(key ^ (part_value(layout, part, inputs) * 0x9e3779b97f4a7c15ULL));
  return key == 0 ? 1 : key;
}

}  // namespace clearway::likelihood
