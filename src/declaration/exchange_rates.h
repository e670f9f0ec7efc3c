#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/decimal.h"
#include "base/result.h"

namespace clearway::declaration {

/// The weekly rates at which declared values are converted (Customs Act 18; Decree 246(6): the average of the week
/// before). Won for one unit of the currency, from Sunday to Saturday. Immutable after loading, so safe to share.
class ExchangeRates {
 public:
  /// Reads `law/kr/exchange_rate/export.csv`: comment lines from '#', a header `week_from,USD,EUR,...`, one line a
  /// week.
  static Result<ExchangeRates> load(const std::string& file);
  static Result<ExchangeRates> parse(std::string_view text, const std::string& file);

  /// Won for one unit of `currency` in the week of `day`; 1 for KRW; nothing where there is no rate.
  std::optional<Decimal> won_per_unit(std::string_view currency, Date day) const;
  /// `value` in won, rounded down; nothing where there is no rate or the amount is out of range.
  std::optional<std::int64_t> to_won(Decimal value, std::string_view currency, Date day) const;

  /// The Sunday on which the week of `day` begins.
  static Date week_of(Date day);
  bool empty() const { return weeks_ == 0; }
  Date first_day() const { return first_; }
  Date last_day() const { return first_.plus_days(static_cast<std::int32_t>(weeks_) * 7 - 1); }
  const std::vector<std::string>& currencies() const { return currencies_; }
  /// Hash of the file as read, part of the version of the law.
  std::uint64_t content_hash() const { return content_hash_; }

 private:
  static constexpr std::size_t code_count = 26 * 26 * 26;
  Date first_;
  std::size_t weeks_ = 0;
  std::vector<std::string> currencies_;
  std::vector<std::uint8_t> column_;  // of each three-letter code, counted from 1; 0: unknown
  std::vector<std::int64_t> micro_;   // weeks x currencies; 0: no rate that week
  std::uint64_t content_hash_ = 0;
};

}  // namespace clearway::declaration
