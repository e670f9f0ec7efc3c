#include "declaration/declaration.h"

#include <algorithm>
#include <utility>

namespace clearway::declaration {
namespace {

using NamedField = std::pair<std::string_view, Field>;

std::array<NamedField, field_count> sorted_names() {
  std::array<NamedField, field_count> names;
  for (std::size_t i = 0; i < field_count; ++i) names[i] = {field_names[i], static_cast<Field>(i)};
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace

std::optional<Procedure> parse_procedure(std::string_view text) {
  const auto found = std::find(procedure_names.begin(), procedure_names.end(), text);
  if (found == procedure_names.end()) return std::nullopt;
  return static_cast<Procedure>(found - procedure_names.begin());
}

std::optional<Field> find_field(std::string_view name) {
  static const auto names = sorted_names();
  const auto found = std::lower_bound(names.begin(), names.end(), name,
                                      [](const NamedField& entry, std::string_view key) { return entry.first < key; });
  if (found == names.end() || found->first != name) return std::nullopt;
  return found->second;
}

}  // namespace clearway::declaration
