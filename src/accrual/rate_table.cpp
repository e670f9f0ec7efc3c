#include "accrual/rate_table.h"

#include <algorithm>
#include <numeric>

namespace clearway::accrual {
namespace {

constexpr std::int64_t finest = 100'000'000;

std::string row_text(std::size_t index, const RateRow& row) {
  return "row " + std::to_string(index + 1) + (row.from ? " (" + row.from->text() + ")" : "");
}

Error refuse(const std::string& table, std::string code, std::size_t index, const RateRow& row, std::string what,
             std::string fix) {
  return {std::move(code), table, row_text(index, row) + ": " + std::move(what), std::move(fix)};
}

}  // namespace

Rate Rate::reduced() const {
  const auto common = std::gcd(numerator, denominator);
  return common == 0 ? *this : Rate{numerator / common, denominator / common};
}

std::string Rate::percent() const {
  // Twelve places are more than any rate of a table can have that is a finite decimal.
  auto scale = std::int64_t{1};
  for (int places = 0; places <= 12; ++places, scale *= 10) {
    __extension__ using Wide = __int128;
    const Wide value = Wide{numerator} * 100 * scale;
    if (value % denominator != 0) continue;
    const auto digits = static_cast<std::int64_t>(value / denominator);
    std::string out = std::to_string(digits / scale);
    if (places > 0) {
      const auto fraction = std::to_string(digits % scale);
      out += "." + std::string(static_cast<std::size_t>(places) - fraction.size(), '0') + fraction;
    }
    return out;
  }
  const Rate hundredfold = Rate{numerator * 100, denominator}.reduced();
  return std::to_string(hundredfold.numerator) + "/" + std::to_string(hundredfold.denominator);
}

Result<RateTable> RateTable::of(std::string name, Per per, std::vector<RateRow> rows) {
  if (rows.empty()) return Error{"rates_are_missing", name, "no row", "give at least one dated rate"};
  RateTable table;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    auto& row = rows[i];
    if (row.rate.denominator <= 0 || row.rate.numerator < 0) {
      return refuse(name, "rate_is_negative", i, row, "the rate is below zero", "give a rate of zero or more");
    }
    row.rate = row.rate.reduced();
    const auto common = std::gcd(table.denominator_, row.rate.denominator);
    if (row.rate.denominator > finest || table.denominator_ / common > finest / row.rate.denominator) {
      return refuse(name, "rate_is_too_fine", i, row, "the rate has too many places",
                    "give rates with a common denominator of at most 100,000,000");
    }
    table.denominator_ = table.denominator_ / common * row.rate.denominator;
    if (row.rate.numerator > row.rate.denominator) {
      return refuse(name, "rate_is_too_high", i, row, row.rate.percent() + " % is more than the principal",
                    "give at most 100 %");
    }
    if (i == 0) continue;
    auto& before = rows[i - 1];
    if (!row.from || (before.from && *row.from <= *before.from)) {
      return refuse(name, "rates_are_out_of_order", i, row, "the row does not start after the one before it",
                    "put the rows in the order of their first days, each day once");
    }
    if (before.to && *before.to >= *row.from) {
      return refuse(name, "rates_overlap", i, row,
                    "the row before it ends on " + before.to->text() + ", not before " + row.from->text(),
                    "end it on " + row.from->plus_days(-1).text());
    }
    if (!before.to) before.to = row.from->plus_days(-1);
  }
  table.name_ = std::move(name);
  table.per_ = per;
  table.rows_ = std::move(rows);
  return table;
}

Result<RateTable> RateTable::of(std::string name, Per per, const law::Dated<Decimal>& values) {
  std::vector<RateRow> rows;
  for (const auto& value : values.all()) {
    rows.push_back({value.from, Rate::of(value.value), value.cite, value.grade, std::nullopt});
  }
  return of(std::move(name), per, std::move(rows));
}

const RateRow* RateTable::find(Date day) const {
  auto it = std::upper_bound(rows_.begin(), rows_.end(), day,
                             [](Date wanted, const RateRow& row) { return row.from && wanted < *row.from; });
  if (it == rows_.begin()) return nullptr;
  --it;
  return it->to && *it->to < day ? nullptr : &*it;
}

std::optional<Date> RateTable::next_change(Date day) const {
  for (const auto& row : rows_) {
    if (row.from && *row.from > day) return row.from;
    if (row.to && *row.to >= day) return row.to->plus_days(1);
  }
  return std::nullopt;
}

}  // namespace clearway::accrual
