#include "clearance/check_digits.h"

namespace clearway::clearance {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }

}  // namespace

int business_number_check_digit(std::string_view digits, const BusinessNumberWeights& weights) {
  int sum = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) sum += (digits[i] - '0') * weights[i];
  sum += (digits[8] - '0') * 5 / 10;
  return (10 - sum % 10) % 10;
}

bool is_business_number(std::string_view text, const BusinessNumberWeights& weights) {
  char digits[10];
  if (text.size() == 12) {
    if (text[3] != '-' || text[6] != '-') return false;
  } else if (text.size() != 10) {
    return false;
  }
  std::size_t count = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.size() == 12 && (i == 3 || i == 6)) continue;
    if (!is_digit(text[i])) return false;
    digits[count++] = text[i];
  }
  return digits[9] - '0' == business_number_check_digit({digits, 10}, weights);
}

int postal_check_digit(std::string_view serial, const PostalWeights& weights) {
  int sum = 0;
  for (std::size_t i = 0; i < 8; ++i) sum += (serial[i] - '0') * weights[i];
  const int digit = 11 - sum % 11;
  return digit == 10 ? 0 : digit == 11 ? 5 : digit;
}

bool has_postal_shape(std::string_view text) {
  if (text.size() != 13) return false;
  for (std::size_t i = 0; i < 13; ++i) {
    if (i < 2 || i > 10 ? !is_capital(text[i]) : !is_digit(text[i])) return false;
  }
  return true;
}

bool is_postal_item(std::string_view text, const PostalWeights& weights) {
  return has_postal_shape(text) && text[10] - '0' == postal_check_digit(text.substr(2, 8), weights);
}

std::optional<int> container_check_digit(std::string_view text) {
  if (text.size() < 10) return std::nullopt;
  int sum = 0;
  for (std::size_t i = 0; i < 10; ++i) {
    int value = 0;
    if (i < 4) {
      if (!is_capital(text[i])) return std::nullopt;
      const int letter = text[i] - 'A';
      value = 10 + letter + (letter >= 1) + (letter >= 11) + (letter >= 21);  // multiples of 11 are left out
    } else {
      if (!is_digit(text[i])) return std::nullopt;
      value = text[i] - '0';
    }
    sum += value << i;
  }
  return sum % 11 % 10;
}

bool is_container(std::string_view text) {
  if (text.size() != 11 || !is_digit(text[10])) return false;
  const auto digit = container_check_digit(text);
  return digit && *digit == text[10] - '0';
}

}  // namespace clearway::clearance
