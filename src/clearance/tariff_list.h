#pragma once

#include <bitset>
#include <string>
#include <string_view>
#include <vector>

namespace clearway::clearance {

/// A set of headings and subheadings ("9301", "300490", "8542310000"): does a tariff code fall under one of them?
class TariffList {
 public:
  TariffList() = default;
  /// Prefixes of two to ten digits; anything else is a bug of the law file and throws std::logic_error.
  explicit TariffList(const std::vector<std::string>& prefixes);
  /// The prefix that covers `code`; empty if none does or the code has fewer than four digits.
  std::string_view find(std::string_view code) const;

 private:
  std::bitset<10000> headings_;        // four digits under which something is listed
  std::vector<std::string> prefixes_;  // sorted
};

}  // namespace clearway::clearance
