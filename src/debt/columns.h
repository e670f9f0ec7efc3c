#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "base/date.h"
#include "base/result.h"
#include "debt/types.h"
#include "law/calendar.h"
#include "law/law.h"

namespace clearway::debt {

/// Debts declared and not paid, without costs or suspensions, as columns: days since 1970, whole won. Row i has the
/// payments payment_begin[i] to payment_begin[i + 1], in the order of their days.
struct Columns {
  static constexpr std::int32_t no_day = std::numeric_limits<std::int32_t>::min();
  std::vector<std::int64_t> principal;
  std::vector<std::int32_t> declared, statutory_due;
  std::vector<std::int32_t> notice_date, notice_due;  // no_day where there was no notice
  std::vector<std::uint32_t> payment_begin{0};
  std::vector<std::int32_t> payment_date;
  std::vector<std::int64_t> payment_amount;

  std::size_t size() const { return principal.size(); }
  /// Adds a debt; its cause must be `declared`, its dates given, its payments sorted by day.
  void add(const Case& subject);
  /// Row `i` as a case of that day.
  Case at(std::size_t i, Date until) const;
};

struct Owed {
  std::int64_t tax = 0, penalty = 0;  // left
  std::int64_t refund = 0;
};

/// What many debts come to on one day: the same as compute() gives, without the reasons. Rates, floors and caps of the
/// law are laid out by day once; a row then costs a few multiplications. Immutable; may be shared by threads.
class Reckoner {
 public:
  /// Errors: as RateTable.
  static Result<Reckoner> of(const law::Law& law, const law::Calendar& calendar, Date until);

  /// Row `i`. Throws std::logic_error where compute() refuses the case, which the dates of a row that was added
  /// prevent.
  Owed at(const Columns& columns, std::size_t i) const;

 private:
  /// Days with one monthly rate.
  struct Piece {
    std::int32_t from, to;
    std::int64_t rate;
  };
  struct Class {
    std::vector<std::int64_t> until_day;  // sum of the rates of all days up to first_day_ + index
    std::vector<Piece> months;
    bool daily_in_one_run = true, monthly_in_one_run = true;
  };
  struct Civil {
    int month = 0;  // 12 * year + month
    unsigned day = 1;
  };
  struct Step {
    std::int32_t from;
    std::int64_t numerator, denominator;
  };

  Reckoner(const law::Law& law, const law::Calendar& calendar, Date until)
      : law_(&law), calendar_(&calendar), until_(until) {}
  Status lay_out();
  void lay_out_daily(std::size_t mask, Class& out) const;
  void lay_out_monthly(std::size_t mask, Class& out) const;
  static Civil civil(std::int32_t day);
  std::int64_t late_payment_penalty(const Columns& columns, std::size_t i, std::int64_t unpaid_at_due) const;
  std::int64_t surcharge(const Columns& columns, std::size_t i, std::int64_t unpaid_at_due) const;
  std::int64_t flat(std::int32_t declared, std::int64_t unpaid) const;
  std::int64_t rounded(std::int64_t amount, std::int64_t rate, std::int64_t denominator) const;
  Owed explained(const Columns& columns, std::size_t i) const;

  const law::Law* law_;
  const law::Calendar* calendar_;
  Date until_;
  std::int64_t unit_ = 1;
  std::int32_t first_day_ = 0;                  // of until_day
  std::int32_t late_payment_penalty_from_ = 0;  // declared from that day on
  std::int64_t daily_denominator_ = 1, monthly_denominator_ = 1;
  std::int32_t shortest_cap_years_ = 0;
  std::vector<std::int64_t> daily_floors_, monthly_floors_;
  std::vector<Class> daily_classes_, monthly_classes_;  // by mask of the floors above the amount
  std::vector<Step> flat_;
};

}  // namespace clearway::debt
