#include "declaration/exchange_rates.h"

#include <fstream>
#include <iterator>
#include <limits>

#include "base/hash.h"

namespace clearway::declaration {
namespace {

__extension__ using Wide = __int128;

std::optional<std::size_t> code_index(std::string_view currency) {
  if (currency.size() != 3) return std::nullopt;
  std::size_t index = 0;
  for (const char c : currency) {
    if (c < 'A' || c > 'Z') return std::nullopt;
    index = index * 26 + static_cast<std::size_t>(c - 'A');
  }
  return index;
}

std::string_view next_piece(std::string_view& rest, char separator) {
  const auto end = rest.find(separator);
  const auto piece = rest.substr(0, end);
  rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
  return piece;
}

Error bad(const std::string& file, std::size_t line, std::string detail, std::string fix) {
  return {"exchange_rates_unreadable", file + ":" + std::to_string(line), std::move(detail), std::move(fix)};
}

}  // namespace

Date ExchangeRates::week_of(Date day) {
  const auto since_sunday = ((day.days() + 4) % 7 + 7) % 7;  // 1970-01-01 was a Thursday
  return day.plus_days(-since_sunday);
}

Result<ExchangeRates> ExchangeRates::load(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in)
    return Error{"exchange_rates_missing", file, "the file of weekly exchange rates cannot be opened",
                 "restore " + file};
  const std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  return parse(text, file);
}

Result<ExchangeRates> ExchangeRates::parse(std::string_view text, const std::string& file) {
  ExchangeRates rates;
  rates.column_.assign(code_count, 0);
  rates.content_hash_ = hash_text(text);
  std::size_t line_number = 0;
  while (!text.empty()) {
    ++line_number;
    auto line = next_piece(text, '\n');
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (line.empty() || line.front() == '#') continue;
    const auto first = next_piece(line, ',');
    if (rates.currencies_.empty()) {
      if (first != "week_from")
        return bad(file, line_number, "the header does not begin with week_from", "write week_from,USD,...");
      while (!line.empty()) {
        const auto code = next_piece(line, ',');
        const auto index = code_index(code);
        if (!index || rates.column_[*index] != 0 || rates.currencies_.size() == 255) {
          return bad(file, line_number, "'" + std::string(code) + "' is no currency code or stands twice",
                     "three capital letters, once");
        }
        rates.currencies_.emplace_back(code);
        rates.column_[*index] = static_cast<std::uint8_t>(rates.currencies_.size());
      }
      if (rates.currencies_.empty()) return bad(file, line_number, "no currency", "write week_from,USD,...");
      continue;
    }
    const auto week = Date::parse(first);
    const auto expected = rates.first_.plus_days(static_cast<std::int32_t>(rates.weeks_) * 7);
    if (!week || week_of(*week) != *week)
      return bad(file, line_number, "'" + std::string(first) + "' is not a Sunday", "begin each week on Sunday");
    if (rates.weeks_ > 0 && *week != expected)
      return bad(file, line_number, "week " + week->text() + " out of order", "expected " + expected.text());
    if (rates.weeks_ == 0) rates.first_ = *week;
    for (const auto& currency : rates.currencies_) {
      const auto cell = next_piece(line, ',');
      const auto value = cell.empty() ? Decimal() : Decimal::parse(cell).value_or(Decimal::micro(-1));
      if (value < Decimal())
        return bad(file, line_number, currency + ": '" + std::string(cell) + "' is no rate",
                   "won for one unit, up to six decimals");
      rates.micro_.push_back(value.micro());
    }
    if (!line.empty())
      return bad(file, line_number, "more values than currencies", "one value for each currency of the header");
    ++rates.weeks_;
  }
  if (rates.weeks_ == 0) return bad(file, line_number, "no week", "add a line for each week");
  return rates;
}

std::optional<Decimal> ExchangeRates::won_per_unit(std::string_view currency, Date day) const {
  if (currency == "KRW") return Decimal::whole(1);
  const auto index = code_index(currency);
  if (!index || column_.empty() || column_[*index] == 0 || day < first_) return std::nullopt;
  const auto week = static_cast<std::size_t>(day.days() - first_.days()) / 7;
  if (week >= weeks_) return std::nullopt;
  const auto micro = micro_[week * currencies_.size() + column_[*index] - 1];
  return micro == 0 ? std::nullopt : std::optional(Decimal::micro(micro));
}

std::optional<std::int64_t> ExchangeRates::to_won(Decimal value, std::string_view currency, Date day) const {
  const auto rate = won_per_unit(currency, day);
  if (!rate) return std::nullopt;
  std::int64_t small = 0;
  if (value >= Decimal() && !__builtin_mul_overflow(value.micro(), rate->micro(), &small)) {
    return small / (Decimal::one * Decimal::one);  // all but enormous amounts: no 128-bit division
  }
  const Wide scale = static_cast<Wide>(Decimal::one) * Decimal::one;
  const Wide product = static_cast<Wide>(value.micro()) * rate->micro();
  const Wide won = product / scale - (product % scale < 0 ? 1 : 0);
  constexpr Wide top = std::numeric_limits<std::int64_t>::max() / Decimal::one;
  if (won > top || won < -top) return std::nullopt;
  return static_cast<std::int64_t>(won);
}

}  // namespace clearway::declaration
