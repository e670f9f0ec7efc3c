#pragma once

#include <array>
#include <string_view>
#include <variant>
#include <vector>

#include "accrual/steps.h"
#include "base/explained.h"
#include "correction/case.h"
#include "correction/periods.h"
#include "correction/quote.h"
#include "correction/refusal.h"
#include "correction/relief.h"

namespace clearway::correction {

/// Difference of each tax over all lines: above zero more tax, below zero less.
using Nets = std::array<std::int64_t, tax_count>;

/// Parameters of the law with which a correction is reckoned.
struct Rules {
  const law::Law& law;
  const law::Calendar& calendar;
  const accrual::RateTable& yearly;
  const accrual::RateTable& late;
};

using FilingOrRefused = std::variant<Filing, Refused>;

/// The amounts of one act, tax by tax, and the steps that lead there. Decides nothing but what the act costs: which act
/// it is, and whether it is still possible, is decided before (quote.cpp).
class Reckoning {
 public:
  /// Without `messages` no steps are written.
  Reckoning(const Rules& rules, const Case& c, const Periods& periods, const Messages* messages)
      : rules_(rules), case_(c), periods_(periods), messages_(messages) {}

  /// More tax by `act`, filed on `filed_on` and paid on `paid_on`.
  FilingOrRefused additional(Act act, const Nets& nets, Date filed_on, Date paid_on);
  /// Less tax by `act`; interest to the day on which customs decides.
  FilingOrRefused refund(Act act, const Nets& nets, Date filed_on, Date decided_on);

  /// Adds a step whose sentence is messages correction.step.<rule>.
  void step(std::string_view rule, std::string cite, accrual::TextPlaces places, std::optional<Date> from = {},
            std::optional<Date> to = {}, std::optional<std::int64_t> amount_krw = {},
            std::vector<std::pair<std::string, std::string>> inputs = {});
  std::vector<Step> take_steps() { return std::move(steps_); }
  bool explains() const { return messages_ != nullptr; }

 private:
  std::optional<Refused> supplementary(TaxAmounts& tax, Date filed_on, Date paid_on);
  std::optional<Refused> penal(TaxAmounts& tax, const Relief& relief, Date filed_on, Date paid_on);
  std::optional<Refused> grow(Tax tax, std::string_view rule, const accrual::RateTable& rates, std::int64_t principal,
                              Date first, Date last, std::int64_t& amount);
  std::optional<Refused> late_interest(TaxAmounts& tax, const Relief& relief, Date paid_on);
  void difference(Tax tax, std::int64_t net_krw);
  void finish(Filing& filing, Date filed_on);
  Text label(Tax tax) const;
  std::int64_t unit(Date day) const;

  const Rules& rules_;
  const Case& case_;
  const Periods& periods_;
  const Messages* messages_;
  std::vector<Step> steps_;
};

/// Daily rates of late interest on what was declared, or imported undeclared, on `declared_on`: until the first rate
/// that reached all goods, that of the day of the declaration.
Result<accrual::RateTable> late_rates(const law::Law& law, Date declared_on);

}  // namespace clearway::correction
