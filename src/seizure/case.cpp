#include "seizure/case.h"

#include <algorithm>

namespace clearway::seizure {
namespace {

template <class Enum, class Names>
std::optional<Enum> find(const Names& names, std::string_view text) {
  const auto found = std::find(names.begin(), names.end(), text);
  if (found == names.end()) return std::nullopt;
  return static_cast<Enum>(found - names.begin());
}

}  // namespace

std::optional<AssetKind> parse_asset(std::string_view text) { return find<AssetKind>(asset_names, text); }
std::optional<State> parse_state(std::string_view text) { return find<State>(state_names, text); }

std::int64_t Debt::total_krw() const {
  std::int64_t sum = 0;
  for (const auto& one : owed) sum += one.krw;
  return sum;
}

std::int64_t Case::owed_krw() const {
  std::int64_t sum = 0;
  for (const auto& debt : debts) sum += debt.total_krw();
  return sum;
}

std::int64_t Case::value_krw() const {
  std::int64_t sum = 0;
  for (const auto& item : items) sum += item.value_krw.value_or(item.estimate_krw);
  return sum;
}

}  // namespace clearway::seizure
