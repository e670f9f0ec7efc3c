#include "ruling/anonymity.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "ruling/words.h"

namespace clearway::ruling {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string digits_of(std::string_view text) {
  std::string digits;
  std::copy_if(text.begin(), text.end(), std::back_inserter(digits), is_digit);
  return digits;
}

constexpr std::array<std::string_view, 10> money = {"원", "krw", "usd", "eur", "jpy", "cny", "$", "€", "¥", "₩"};

/// "12,000" and "USD" beside each other, in either order.
bool is_money(std::string_view text, std::size_t begin, std::size_t end) {
  auto after = text.substr(end);
  while (after.starts_with(' ')) after.remove_prefix(1);
  auto before = text.substr(0, begin);
  while (before.ends_with(' ')) before.remove_suffix(1);
  return std::any_of(money.begin(), money.end(),
                     [&](std::string_view unit) { return before.ends_with(unit) || after.starts_with(unit); });
}

constexpr std::size_t long_number = 9;  // digits; numbers of parties, persons and telephones have as many or more

/// Runs of digits with the marks that divide them.
std::optional<std::string> number_in(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    if (!is_digit(text[at])) {
      ++at;
      continue;
    }
    auto end = at;
    while (end < text.size() && (is_digit(text[end]) || ((text[end] == '-' || text[end] == ',' || text[end] == '.') &&
                                                         end + 1 < text.size() && is_digit(text[end + 1])))) {
      ++end;
    }
    const auto run = text.substr(at, end - at);
    // A tariff line has ten digits and is written "8517.79-1090" or "8517791090".
    const bool tariff_line = digits_of(run).size() == 10 && run.size() != 12 && run.find('-') != 3;
    const bool tariff_line_with_marks = run.size() == 12 && run[4] == '.';
    const bool long_run = digits_of(run).size() >= long_number && !tariff_line && !tariff_line_with_marks;
    if (long_run || is_money(text, at, end)) return std::string(run);
    at = end;
  }
  return std::nullopt;
}

std::optional<std::string> found_in(std::string_view text, const Ruling& ruling) {
  const auto shown = lower(text);
  const auto& facts = ruling.application.facts;
  const auto party_digits = digits_of(ruling.party_id);
  if (!ruling.party_id.empty() && shown.find(lower(ruling.party_id)) != std::string::npos) return ruling.party_id;
  if (party_digits.size() >= long_number && digits_of(shown).find(party_digits) != std::string::npos)
    return party_digits;
  for (const auto* codes : {&facts.sellers, &facts.items}) {
    for (const auto& code : *codes) {
      if (!code.empty() && shown.find(lower(code)) != std::string::npos) return code;
    }
  }
  if (shown.find('@') != std::string::npos) return "@";
  return number_in(shown);
}

}  // namespace

std::optional<std::string> what_identifies(const Published& published, const Ruling& ruling) {
  for (const auto* text : {&published.goods, &published.question, &published.decision, &published.reasons}) {
    for (const auto* words : {&text->ko, &text->en}) {
      if (auto found = found_in(*words, ruling)) return found;
    }
  }
  return std::nullopt;
}

}  // namespace clearway::ruling
