#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "law/problem.h"
#include "law/value.h"

namespace clearway::law {

/// One code of a list that several elements share.
struct CodeEntry {
  std::string code;
  Text label;
  Grade grade = Grade::verify;
  int minor_digits = 0;  // currencies: decimals of an amount
  std::string kind;      // ports: "sea" or "air"
};

/// Codes sorted by code.
class CodeTable {
 public:
  CodeTable() = default;
  CodeTable(std::string cite, std::vector<CodeEntry> entries);
  const CodeEntry* find(std::string_view code) const;
  const std::vector<CodeEntry>& entries() const { return entries_; }
  const std::string& cite() const { return cite_; }

 private:
  std::string cite_;
  std::vector<CodeEntry> entries_;
};

/// law/codes/*.yaml.
struct CodeTables {
  CodeTable countries;        // ISO 3166-1 alpha-2
  CodeTable currencies;       // ISO 4217 alphabetic, active
  CodeTable korean_ports;     // UN/LOCODE, KR
  CodeTable customs_offices;  // three digits
};

}  // namespace clearway::law
