#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/decimal.h"
#include "tariff/rows.h"

namespace clearway::law {
class Law;
}

namespace clearway::tariff {

/// A free-trade or preferential agreement: who is in it and what proves origin.
struct Agreement {
  std::string code;  // "kr-us"
  Text title;
  std::vector<std::string> members;  // ISO 3166-1 alpha-2
  std::vector<std::string> proofs;   // "certificate_of_origin", "origin_declaration"
  std::string cite;
};

/// The words that tariff rows use, as law/kr/tariff/*.yaml has them. Immutable after loading.
class Vocabulary {
 public:
  explicit Vocabulary(const law::Law& law);

  /// The unit of `code`; 0 where there is none.
  Unit unit(std::string_view code) const;
  const std::string& unit_code(Unit unit) const { return units_[unit]; }
  /// Codes of the units, for messages.
  std::string units_text() const;

  /// Counted from 1; 0 where there is none.
  std::uint16_t agreement(std::string_view code) const;
  const Agreement& agreement_at(std::uint16_t index) const { return agreements_[index - 1]; }
  std::string agreements_text() const;

  Decimal highest_percent() const { return highest_percent_; }

 private:
  std::vector<std::string> units_;
  std::vector<Agreement> agreements_;
  Decimal highest_percent_;
};

/// True where `list`, words separated by blanks, has `word`.
bool has_word(std::string_view list, std::string_view word);
std::vector<std::string> words(std::string_view list);

}  // namespace clearway::tariff
