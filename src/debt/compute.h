#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "accrual/accrue.h"
#include "base/explained.h"
#include "base/messages.h"
#include "base/result.h"
#include "debt/types.h"
#include "law/calendar.h"
#include "law/law.h"

namespace clearway::debt {

/// The parts of a penalty. Kept in records: never renumber.
enum class PartKind : std::uint8_t {
  under_declaration,  // share of a shortfall (Customs Act 42(1)1)
  fraud,              // the same by fraud (42(2))
  undeclared_import,  // share of the duty (42(3)1)
  daily,              // late-payment penalty by the day (42(1)2(a)); before 2020 interest on a shortfall
  flat,               // once, on what is unpaid at the due date (42(1)2(b)); before 2020 the surcharge (old 41(1))
  monthly             // monthly surcharge (old 41(2)), declared before 2020
};
inline constexpr std::array<std::string_view, 6> part_names = {
    "under_declaration", "fraud", "undeclared_import", "daily", "flat", "monthly"};
inline std::string_view name(PartKind kind) { return part_names[static_cast<std::size_t>(kind)]; }

/// The most that the daily part can come to after the notice's due date, if nothing of what was unpaid then is paid.
struct Ceiling {
  Date last;
  std::int64_t days = 0;
  std::int64_t amount = 0;
  std::string cite;
};

struct Part {
  PartKind kind = PartKind::daily;
  std::int64_t amount = 0;
  std::int64_t base = 0;              // what it was taken of; of a part by windows the principal at its start
  std::optional<accrual::Rate> rate;  // nothing where several rates were in force, or none
  std::int64_t days = 0, months = 0;
  std::string cite;
  law::Grade grade = law::Grade::verify;
  std::vector<accrual::Window> windows;
  std::optional<Ceiling> ceiling;
};

/// Where a payment went (National Tax Collection Act 3: costs, then tax, then penalty).
struct Appropriation {
  Payment payment;
  std::int64_t to_costs = 0, to_tax = 0, to_penalty = 0;
  std::int64_t refund = 0;  // more than was owed on its day
  std::int64_t costs_left = 0, tax_left = 0;
};

struct DueDate {
  Date date;
  bool computed = false;
  std::optional<Date> counted_to;  // the last day of the period, where a holiday moved it
  std::string cite;
};

struct Prescription {
  Date starts;     // the first day that counts
  Date completes;  // the last day; the right to collect is extinguished when it has passed
  std::int64_t years = 0;
  std::string cite;
};

struct Statement {
  bool late_payment_penalty = true;  // the rules since 2020; else surcharge and monthly surcharge
  std::string regime_cite;
  std::optional<DueDate> statutory_due, notice_due;
  std::optional<Date> notice_received;
  std::vector<Part> parts;
  std::vector<Appropriation> payments;           // in the order of their days
  std::vector<Payment> left_out;                 // dated after `until`
  std::int64_t costs = 0, tax = 0, penalty = 0;  // charged up to `until`
  std::int64_t costs_paid = 0, tax_paid = 0, penalty_paid = 0, refund_due = 0;
  std::int64_t one_more_day = 0;  // what the daily part grows by on the day after `until`, down to one won
  std::optional<Prescription> prescription;

  std::int64_t costs_left() const { return costs - costs_paid; }
  std::int64_t tax_left() const { return tax - tax_paid; }
  std::int64_t penalty_left() const { return penalty - penalty_paid; }
  std::int64_t balance() const { return costs_left() + tax_left() + penalty_left(); }
};

/// What is owed on `subject.until`, that day included, as if paid on it. Pure; the case must have been checked
/// (debt::check). Errors: calendar_does_not_reach, rate_is_missing, amount_is_too_large.
Result<Statement> compute(const Case& subject, const law::Law& law, const law::Calendar& calendar);

/// What a part is called under the rules of the statement.
Text part_name(const Statement& statement, PartKind kind, const Messages& messages);
/// The statement as steps in both languages.
std::vector<Step> steps(const Case& subject, const Statement& statement, const Messages& messages);

}  // namespace clearway::debt
