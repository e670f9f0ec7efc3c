#include "sample/identifiers.h"

#include <array>

#include "base/text.h"

namespace clearway::sample {

void append_padded(std::string& out, std::uint64_t value, int width) {
  std::array<char, 20> digits;
  auto at = digits.size();
  do {
    digits[--at] = static_cast<char>('0' + value % 10);
    value /= 10;
  } while (value != 0);
  const auto written = static_cast<int>(digits.size() - at);
  if (written < width) out.append(static_cast<std::size_t>(width - written), '0');
  out.append(digits.data() + at, digits.size() - at);
}

std::string business_number(std::uint32_t serial) {
  std::string number = "000";
  append_padded(number, serial % 1'000'000, 6);
  static constexpr std::array<int, 9> weights = {1, 3, 7, 1, 3, 7, 1, 3, 5};
  int sum = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) sum += weights[i] * (number[i] - '0');
  sum += (number[8] - '0') * 5 / 10;
  number.push_back(static_cast<char>('0' + (10 - sum % 10) % 10));
  return number;
}

std::string personal_code(std::uint32_t serial) {
  std::string code = "P";
  append_padded(code, serial, 12);
  return code;
}

void append_postal_item(std::string& out, std::string_view service, std::uint32_t serial) {
  out.append(service);
  const auto digits = out.size();
  append_padded(out, serial % 100'000'000, 8);
  static constexpr std::array<int, 8> weights = {8, 6, 4, 2, 3, 5, 9, 7};
  int sum = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) sum += weights[i] * (out[digits + i] - '0');
  const int check = 11 - sum % 11;
  out.push_back(static_cast<char>('0' + (check == 10 ? 0 : check == 11 ? 5 : check)));
  out.append("KR");
}

void append_container(std::string& out, std::uint32_t serial) {
  const auto start = out.size();
  out.append("SMPU");
  append_padded(out, serial % 1'000'000, 6);
  int sum = 0;
  for (std::size_t i = 0; i < 10; ++i) {
    const char c = out[start + i];
    int value = c - '0';
    if (c >= 'A') {  // ISO 6346 leaves out the multiples of 11: A is 10, B is 12, L is 23, V is 34
      value = c - 'A' + 10;
      value += (value > 10) + (value > 20) + (value > 30);
    }
    sum += value << i;
  }
  out.push_back(static_cast<char>('0' + sum % 11 % 10));
}

}  // namespace clearway::sample
