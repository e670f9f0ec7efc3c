#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "accrual/accrue.h"
#include "accrual/rate_table.h"
#include "base/explained.h"
#include "base/messages.h"
#include "correction/case.h"
#include "correction/periods.h"
#include "correction/refusal.h"
#include "law/calendar.h"
#include "law/law.h"

namespace clearway::correction {

/// What a correction is in law. Kept in records: never renumber.
enum class Act : std::uint8_t {
  correction_before_payment,       // 정정 (Act 38(5))
  supplementary_filing,            // 보정 (Act 38-2)
  amended_filing,                  // 수정신고 (Act 38-3(1))
  final_price_settlement,          // 확정가격 정산 (Act 28(4), Decree 16(6))
  refund_claim,                    // 경정청구 (Act 38-3(2))
  later_event_refund_claim,        // 후발적 경정청구 (Act 38-3(3))
  transfer_price_refund_claim,     // 과세가격 조정에 따른 경정청구 (Act 38-4)
  assessment_after_audit,          // 경정 (Act 38-3(6)): what happens if customs finds it
  assessment_of_undeclared_goods,  // (Act 39, 42(3))
};
inline constexpr std::array<std::string_view, 9> act_names = {
    "correction_before_payment",   "supplementary_filing",   "amended_filing",
    "final_price_settlement",      "refund_claim",           "later_event_refund_claim",
    "transfer_price_refund_claim", "assessment_after_audit", "assessment_of_undeclared_goods"};
inline std::string_view name(Act act) { return act_names[static_cast<std::size_t>(act)]; }

/// Won of one tax, or of all. Nothing is negative.
struct Amounts {
  std::int64_t tax_krw = 0;       // more tax, or tax to be refunded
  std::int64_t interest_krw = 0;  // at the yearly rate
  std::int64_t penalty_krw = 0;   // before relief
  std::int64_t penalty_relief_krw = 0;
  std::int64_t late_interest_krw = 0;  // at the daily rate, before relief
  std::int64_t late_interest_relief_krw = 0;
  std::int64_t total_krw() const {
    return tax_krw + interest_krw + penalty_krw - penalty_relief_krw + late_interest_krw - late_interest_relief_krw;
  }
  Amounts& operator+=(const Amounts& other);
};

struct TaxAmounts {
  Tax tax{};
  Amounts amounts;
};

/// One act with what it costs, or pays back.
struct Filing {
  Act act{};
  bool refund = false;
  std::vector<TaxAmounts> taxes;  // in the order of Tax, only those that differ
  Amounts sum;
  bool collected = true;           // false: below the least amount collected, nothing is paid
  std::optional<Date> open_until;  // the last day on which this act, or this relief, can be had
  std::optional<Date> pay_by;
  Date reckoned_to;  // payment of the correction; decision of a refund
  std::int64_t due_krw() const { return collected ? sum.total_krw() : 0; }
};

struct Quote {
  std::optional<Filing> additional, refund;
  std::vector<Refused> closed;  // a part of the case that is not possible any more, while the other is
};

/// The quote with its steps, or why there is none.
struct Answer {
  std::optional<Explained<Quote>> quote;
  std::optional<Refused> refused;
};

/// One line of the comparison that a notice shows.
struct Cost {
  Date on;
  Act act{};
  Amounts sum;
  std::int64_t due_krw = 0;
  std::int64_t more_than_now_krw = 0;    // what waiting until then costs
  std::int64_t less_than_audit_krw = 0;  // what is saved against an audit
};

/// What a correction of a tax declaration is, and costs to the won, on the day it is filed. Pure: holds what it is
/// given and reads no clock. Rules and their sources: docs/correction-quote.md.
class Quoter {
 public:
  /// Errors: those of RateTable. Law, calendar and messages must outlive the quoter.
  static Result<Quoter> of(const law::Law& law, const law::Calendar& calendar, const Messages& messages);

  Answer quote(const Case& c) const;

  /// The cost of more tax filed on the day of the case, on each later day from which it costs more because a period has
  /// ended, and if an audit finds it; by day, the audit last. Empty where no more tax is to be paid or nothing was paid
  /// yet. Days after the assessment limit are left out.
  std::vector<Cost> compare(const Case& c) const;

 private:
  Quoter(const law::Law& law, const law::Calendar& calendar, const Messages& messages, accrual::RateTable yearly)
      : law_(law), calendar_(calendar), messages_(messages), yearly_(std::move(yearly)) {}

  const law::Law& law_;
  const law::Calendar& calendar_;
  const Messages& messages_;
  accrual::RateTable yearly_;
};

}  // namespace clearway::correction
