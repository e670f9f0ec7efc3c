#include "document/figures.h"

#include <array>
#include <string_view>

namespace clearway::document {
namespace {

constexpr std::array<std::string_view, 12> months = {"January",   "February", "March",    "April",
                                                     "May",       "June",     "July",     "August",
                                                     "September", "October",  "November", "December"};

}  // namespace

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

std::string date_text(Date date, Language language) {
  const auto year = std::to_string(date.year()), day = std::to_string(date.day());
  if (language == Language::korean) return year + "년 " + std::to_string(date.month()) + "월 " + day + "일";
  return day + " " + std::string(months[date.month() - 1]) + " " + year;
}

std::string short_date_text(Date date, Language language) {
  const auto year = std::to_string(date.year()), day = std::to_string(date.day());
  if (language == Language::korean) return year + ". " + std::to_string(date.month()) + ". " + day + ".";
  return day + " " + std::string(months[date.month() - 1].substr(0, 3)) + " " + year;
}

}  // namespace clearway::document
