#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "arrears/file.h"
#include "arrears/money.h"
#include "base/result.h"
#include "debt/compute.h"
#include "debt/prescription.h"
#include "law/calendar.h"
#include "law/law.h"
#include "payment/order.h"

namespace clearway::arrears {

/// By what debts are kept; all of it outlives whatever uses it.
struct Terms {
  const law::Law& law;
  const law::Calendar& calendar;
  const ledger::Chart& chart;
};

/// How a debt stands. Kept by name, never renamed.
enum class State : std::uint8_t { open, deferred, held, settled, extinct };
inline constexpr std::array<std::string_view, 5> state_names = {"open", "deferred", "held", "settled", "extinct"};
inline std::string_view name(State state) { return state_names[static_cast<std::size_t>(state)]; }

/// One tax of a debt with the penalty on it.
struct Item {
  std::string charge;  // of the chart
  debt::Case subject;  // its payments are what of them went to this tax
  debt::Statement computed;
};

/// Where money went by law: costs, then tax, then penalty (National Tax Collection Act 3); the rest is owed back.
struct Paid {
  Receipt receipt;
  std::int64_t to_costs = 0, to_penalty = 0, rest = 0;
  std::vector<payment::ChargeAmount> to_tax;
  std::int64_t to_tax_in_all() const;
};

struct Account {
  std::int64_t charged = 0, paid = 0, extinguished = 0;
  std::int64_t left() const { return charged - paid - extinguished; }
};

struct Security {
  std::size_t event = 0;  // that gave it
  std::string kind;
  std::int64_t value = 0;
  Date from;
};

struct Liable {
  std::string party_id, ground;
  std::int64_t limit = 0;  // won
  Date from;
};

/// A debt on a day, that day included, as known at a moment.
struct Statement {
  Date on;
  std::optional<Instant> known;
  State state = State::open;
  Facts facts;
  /// The deadline that the notice named, where it was served too late for it (National Tax Collection Act 17).
  std::optional<Date> named_due;
  std::vector<Item> items;  // in the order of the chart; those whose tax was taken back whole are left out
  std::int64_t levied = 0;  // interest and penalty that were charged with the order; nothing grows on them
  std::vector<Paid> payments;
  Account costs, tax, penalty;
  std::int64_t excess = 0;      // paid above all that is owed
  std::int64_t given_back = 0;  // of it, paid back or used elsewhere
  std::int64_t one_more_day = 0;
  std::optional<debt::PrescriptionCourse> prescription;
  std::vector<Security> securities;
  std::vector<Liable> liable;
  std::optional<debt::Period> deferral;  // that stands on the day
  std::string hold;                      // its ground; empty: not held
  std::optional<Date> held_since, extinct_on;
  std::string extinct_by;
  Money money;

  std::int64_t balance() const { return costs.left() + tax.left() + penalty.left(); }
  std::int64_t refund_due() const { return excess - given_back; }
  /// What is left of each charge, in the order in which a payment meets them.
  std::vector<payment::ChargeAmount> owed() const;
  /// Costs and tax are booked on the receivables as the law has them.
  bool is_booked() const;
};

/// Computed anew from the file and the transactions of its matters. Errors: debt_is_not_known (on that day, as known
/// then), and those of debt::compute.
Result<Statement> statement(const Terms& terms, const File& file, const std::vector<ledger::Transaction>& transactions,
                            const Matters& matters, Date on, std::optional<Instant> known = {});

/// The tax kind of a charge; nothing where it is none.
std::optional<debt::TaxKind> tax_kind_of(std::string_view charge);

}  // namespace clearway::arrears
