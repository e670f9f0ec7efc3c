#include "document/figures.h"

namespace clearway::document {

std::string number_text(std::int64_t value) {
  std::string digits, out;
  append_integer(digits, value);
  for (std::size_t i = 0; i < digits.size(); ++i) {
    const auto left = digits.size() - i;
    if (i > 0 && digits[i - 1] != '-' && left % 3 == 0) out.push_back(',');
    out.push_back(digits[i]);
  }
  return out;
}

std::string amount_text(std::int64_t won, Language language) {
  return language == Language::korean ? number_text(won) + "원" : "KRW " + number_text(won);
}

std::string percent_text(Decimal value) { return value.text() + "%"; }

}  // namespace clearway::document
