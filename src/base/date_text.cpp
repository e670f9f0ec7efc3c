#include "base/date_text.h"

#include <array>
#include <string_view>

namespace clearway {
namespace {

constexpr std::array<std::string_view, 12> months = {"January",   "February", "March",    "April",
                                                     "May",       "June",     "July",     "August",
                                                     "September", "October",  "November", "December"};

}  // namespace

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

}  // namespace clearway
