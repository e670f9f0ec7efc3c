#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/decimal.h"
#include "base/result.h"
#include "law/value.h"

namespace clearway::accrual {

/// What a rate is charged for: each day, each elapsed month, or a year, of which a day is its share.
enum class Per : std::uint8_t { day, month, year };

/// A share of the principal as a fraction: 22/100000 is 0.022 %.
struct Rate {
  std::int64_t numerator = 0;
  std::int64_t denominator = 1;
  static Rate of(Decimal share) { return Rate{share.micro(), Decimal::one}.reduced(); }
  Rate reduced() const;
  bool is_zero() const { return numerator == 0; }
  /// In percent, exact where it has a finite decimal ("0.022", "3.25"), else as a fraction ("100/3").
  std::string percent() const;
  friend bool operator==(const Rate&, const Rate&) = default;
};

struct RateRow {
  std::optional<Date> from;  // nothing: from the beginning
  Rate rate;
  std::string cite;  // key into law/sources.yaml, or what a rule pack says
  law::Grade grade = law::Grade::verify;
  std::optional<Date> to;  // the last day; nothing: until the next row, or for ever
};

/// Rates by day, oldest first; rows do not overlap, and days between them have no rate.
class RateTable {
 public:
  RateTable() = default;
  /// Errors, in this order, each naming the row: rates_are_missing, rate_is_negative, rate_is_too_fine (the common
  /// denominator of all rows passes 100,000,000), rate_is_too_high (above the principal), rates_are_out_of_order,
  /// rates_overlap.
  static Result<RateTable> of(std::string name, Per per, std::vector<RateRow> rows);
  /// The dated values of a parameter of the law.
  static Result<RateTable> of(std::string name, Per per, const law::Dated<Decimal>& values);

  /// The row in force on `day`; nothing where none is.
  const RateRow* find(Date day) const;
  /// The first day after `day` on which another row, or none, is in force; nothing if there is no change any more.
  std::optional<Date> next_change(Date day) const;
  /// The rate of a row over `denominator()`.
  std::int64_t scaled(const RateRow& row) const { return row.rate.numerator * (denominator_ / row.rate.denominator); }

  const std::string& name() const { return name_; }
  Per per() const { return per_; }
  std::int64_t denominator() const { return denominator_; }
  const std::vector<RateRow>& rows() const { return rows_; }

 private:
  std::string name_;
  Per per_ = Per::day;
  std::int64_t denominator_ = 1;
  std::vector<RateRow> rows_;
};

}  // namespace clearway::accrual
