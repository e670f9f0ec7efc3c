#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "arrears/file.h"
#include "arrears/money.h"
#include "ledger/transaction.h"

namespace clearway::sample {

/// Debts of invented debtors, calibrated to the reference of arrears (section 4.4, end of 2025): sizes and what is owed
/// in each, ages, goods, and four linked importers that owe two fifths of everything.
struct DebtScale {
  std::uint64_t seed = 4;
  std::uint32_t debtors = 2'779;
  std::uint32_t first = 0;           // number of the first debtor; the linked importers are 0 to 3
  std::int64_t most_cases = 21'445;  // of one debtor; the largest has a case for nearly every day of its business
  Date on = Date::of(2025, 12, 31);  // as which the stock is calibrated
};

struct SampleDebt {
  arrears::File file;
  std::vector<ledger::Transaction> transactions;
  arrears::Matters matters;
};

/// Debtor by debtor, the same for the same scale; stops when `visit` returns false.
void debts(const DebtScale& scale, const std::function<bool(const SampleDebt&)>& visit);

}  // namespace clearway::sample
