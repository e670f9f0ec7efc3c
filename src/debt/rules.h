#pragma once

#include <string_view>

#include "accrual/rate_table.h"
#include "debt/types.h"
#include "law/law.h"

namespace clearway::debt {

/// Keys into law/sources.yaml of the articles that shape the computation.
inline constexpr const char* daily_cite = "customs-act-42-1-2-a";
inline constexpr const char* undeclared_daily_cite = "customs-act-42-3-2";
inline constexpr const char* notice_period_cite = "customs-act-42-1-2-a";
inline constexpr const char* extension_cite = "customs-act-10";
inline constexpr const char* suspension_cite = "customs-act-10";
inline constexpr const char* appropriation_cite = "tax-collection-act-3";

inline constexpr int before_all_days = -719'162;  // 0001-01-01

/// The day that decides which rules a debt keeps: of its declaration, else of the import, else of the notice.
inline Date liability_day(const Case& subject) {
  if (subject.accepted) return *subject.accepted;
  if (subject.imported) return *subject.imported;
  if (subject.notice_date) return *subject.notice_date;
  return subject.statutory_due.value_or(subject.until);
}

inline bool is_late_payment_penalty(std::string_view regime) { return regime == "late_payment_penalty"; }

/// The daily rates of a debt: before the first rate that reached all goods, the one of its declaration.
Result<accrual::RateTable> daily_rates(const law::Law& law, Date declared);

}  // namespace clearway::debt
