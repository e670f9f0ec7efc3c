#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "tariff/rows.h"
#include "tariff/vocabulary.h"

namespace clearway::tariff {

/// A tariff line on a day, with the rates and taxes of its code (of all days: ask each for its period).
struct Line {
  const LineRow* row = nullptr;
  std::span<const RateRow> rates;
  std::span<const TaxRow> taxes;
};

/// The tariff, compiled from its tables. Immutable, so safe to share between threads.
class Tariff {
 public:
  /// Rows as `check_together` leaves them: sorted and without overlaps.
  static Tariff compile(Rows rows, const Vocabulary& vocabulary);
  /// Reads DIR/lines.csv, rates.csv and taxes.csv; refuses at the first problem.
  static Result<Tariff> load(const std::string& directory, const Vocabulary& vocabulary);
  /// The same; lists every problem and keeps the good rows.
  static Tariff read(const std::string& directory, const Vocabulary& vocabulary, RowProblems& problems);

  enum class Found : std::uint8_t { yes, not_on_that_day, never };
  Found find(std::uint64_t code, Date day, Line& line) const;

  /// Codes in force on `day` that are nearest to `code`: those that share the most leading digits, in order.
  std::vector<std::uint64_t> near(std::uint64_t code, Date day, std::size_t count = 3) const;

  /// First day of the oldest line.
  Date first_day() const { return first_day_; }
  /// "tariff-" and twelve hexadecimal digits over the rows in their normal form.
  const std::string& version() const { return version_; }
  const Rows& rows() const { return rows_; }

 private:
  struct Entry {
    std::uint64_t code = 0;
    std::uint32_t lines = 0, line_count = 0, rates = 0, rate_count = 0, taxes = 0, tax_count = 0;
  };
  const Entry* entry(std::uint64_t code) const;

  Rows rows_;
  std::vector<Entry> entries_;        // by code
  std::vector<std::uint32_t> slots_;  // open addressing: index into entries_ + 1
  Date first_day_;
  std::string version_;
};

}  // namespace clearway::tariff
