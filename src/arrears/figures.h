#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "arrears/statement.h"
#include "arrears/take.h"
#include "base/json_writer.h"

namespace clearway::arrears {

/// How a stock of debts came from one day to another. Amounts are whole won; a line is below 0 where what was counted
/// before fell away, e.g. penalty on tax that was reduced.
struct RollForward {
  std::int64_t opening = 0;   // at the end of the day before the period
  std::int64_t fresh = 0;     // fell due unpaid in the period, or was charged on it
  std::int64_t moved_in = 0;  // active: taken up again; held: put on hold
  std::int64_t costs = 0, penalty = 0;
  std::array<std::int64_t, channel_names.size()> collected{};
  std::int64_t released = 0;  // tax reduced
  std::int64_t extinct = 0;
  std::int64_t moved_out = 0;  // active: put on hold; held: taken up again
  std::int64_t closing = 0;    // at the end of the last day

  std::int64_t collected_in_all() const;
  /// Opening and what came, less what went, is the closing.
  bool reconciles() const;
};

/// A part of the stock at the end of the last day.
struct Stock {
  std::int64_t debts = 0, debtors = 0;  // debtors: where the group is one of debtors, else 0
  std::int64_t costs = 0, tax = 0, penalty = 0;
  std::int64_t total() const { return costs + tax + penalty; }
};

/// Bands of what a debtor owes, and of the age of a debt; from the reference of arrears, section 4.4.
inline constexpr std::array<std::int64_t, 3> size_limits = {100'000'000, 500'000'000, 1'000'000'000};
inline constexpr std::array<std::string_view, 4> size_names = {"below_100m", "100m_to_500m", "500m_to_1bn", "from_1bn"};
inline constexpr std::array<int, 4> age_limits = {1, 2, 5, 10};  // years
inline constexpr std::array<std::string_view, 5> age_names = {"below_1y", "1y_to_2y", "2y_to_5y", "5y_to_10y",
                                                              "from_10y"};

struct Debtor {
  std::string party_id;
  std::int64_t total = 0;
};

struct Report {
  Date from, to;
  RollForward active, held;
  Stock all;
  std::map<std::string, Stock> by_year, by_age, by_size, by_cause, by_goods, by_office;
  std::vector<Debtor> largest;  // the ten that owe most, the largest first
};

/// Folds debts into figures. They must come debtor by debtor; memory grows with the number of groups, not of debts.
class Figures {
 public:
  /// As known at `known`; nothing: everything known.
  Figures(const Terms& terms, Date from, Date to, std::optional<Instant> known = {});

  /// Errors: those of statement() but debt_is_not_known, which is nothing owed.
  Status add(const File& file, const std::vector<ledger::Transaction>& transactions, const Matters& matters);
  /// Adds what another fold has counted, of other debtors.
  void add(const Figures& other);
  Report finish();

 private:
  /// What has happened up to the end of a day, summed.
  struct Sums {
    std::int64_t charged = 0, released = 0, costs = 0, penalty = 0, extinct = 0, balance = 0;
    std::array<std::int64_t, channel_names.size()> collected{};
  };
  Result<Sums> sums(const File& file, const std::vector<ledger::Transaction>& transactions, const Matters& matters,
                    Date day, std::optional<Statement>* statement = nullptr) const;
  void count(const File& file, Date since, const Statement& statement);
  void end_debtor();

  const Terms& terms_;
  std::optional<Instant> known_;
  Report report_;
  std::string party_id_;  // whose debts are being added
  Stock debtor_;
};

/// As JSON, one line; docs/debt-statement.md says what the figures mean.
std::string to_json(const Report& report);

}  // namespace clearway::arrears
