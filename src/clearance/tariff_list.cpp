#include "clearance/tariff_list.h"

#include <algorithm>
#include <stdexcept>

namespace clearway::clearance {
namespace {

/// The first four digits as a number; 10000 where they are none.
std::size_t heading(std::string_view code) {
  std::size_t value = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    const auto digit = static_cast<unsigned char>(code[i] - '0');
    if (digit > 9) return 10000;
    value = value * 10 + digit;
  }
  return value;
}

}  // namespace

TariffList::TariffList(const std::vector<std::string>& prefixes) : prefixes_(prefixes) {
  std::sort(prefixes_.begin(), prefixes_.end());
  for (const auto& prefix : prefixes_) {
    const bool digits = std::all_of(prefix.begin(), prefix.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (!digits || prefix.size() < 2 || prefix.size() > 10)
      throw std::logic_error("no tariff prefix: '" + prefix + "'");
    const auto first = heading((prefix + "00").substr(0, 4));
    const std::size_t last = prefix.size() == 2 ? first + 99 : prefix.size() == 3 ? first + 9 : first;
    for (auto h = first; h <= last; ++h) headings_.set(h);
  }
}

std::string_view TariffList::find(std::string_view code) const {
  if (code.size() < 4) return {};
  const auto h = heading(code);
  if (h > 9999 || !headings_[h]) return {};
  for (const auto& prefix : prefixes_) {
    if (code.starts_with(prefix)) return prefix;
  }
  return {};
}

}  // namespace clearway::clearance
