#include "law/code_tables.h"

#include <algorithm>

namespace clearway::law {

CodeTable::CodeTable(std::string cite, std::vector<CodeEntry> entries)
    : cite_(std::move(cite)), entries_(std::move(entries)) {
  std::sort(entries_.begin(), entries_.end(), [](const auto& a, const auto& b) { return a.code < b.code; });
}

const CodeEntry* CodeTable::find(std::string_view code) const {
  const auto it = std::lower_bound(entries_.begin(), entries_.end(), code,
                                   [](const CodeEntry& entry, std::string_view wanted) { return entry.code < wanted; });
  return it != entries_.end() && it->code == code ? &*it : nullptr;
}

}  // namespace clearway::law
