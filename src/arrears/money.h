#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "arrears/file.h"
#include "ledger/chart.h"
#include "ledger/transaction.h"

namespace clearway::arrears {

/// The note of transactions that post penalty which has grown, to tell it from penalty that was charged with the order.
inline constexpr std::string_view accrued_note = "accrued";

/// Something charged, or (below 0) charged no longer.
struct Charged {
  std::string charge;  // of the chart
  Date on;
  std::int64_t amount = 0;
};

/// Money that came in for the debt.
struct Receipt {
  std::string transaction_id, channel;
  std::int64_t position = 0;
  Date on;
  Instant known_at;
  std::int64_t amount = 0;
};

/// What the ledger of a party says about one debt, on a day and as known at a moment.
struct Money {
  std::vector<Charged> charged;                             // by day; what was reduced from the day of the reduction
  std::vector<Receipt> received;                            // by day, then in the order of the ledger
  std::vector<Charged> given_back;                          // of it, paid back or used elsewhere (charge is empty)
  std::map<std::string, std::int64_t, std::less<>> booked;  // left on the receivables, by charge
  std::optional<Date> extinct_on;

  std::int64_t charged_in_all(std::string_view charge) const;
  std::int64_t given_back_in_all() const;
};

/// The matters of the ledger that belong to a debt: its own, and those of receipts under its payment order.
using Matters = std::set<std::string, std::less<>>;

/// `transactions`: those of `matters`, in the order of the ledger. What was reversed, as known then, counts on no day.
Money money_of(const ledger::Chart& chart, const std::vector<ledger::Transaction>& transactions,
               std::string_view matter_id, const Matters& matters, Date on, std::optional<Instant> known);

}  // namespace clearway::arrears
