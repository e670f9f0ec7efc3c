#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "ledger/posting.h"

namespace clearway::ledger {

/// Balances by place, debits minus credits; places that come to zero are left out.
using Balances = std::map<Place, std::int64_t>;

/// What applies on or before `on`, as it was known at `known`. Nothing: everything known.
Balances balances(const std::vector<Transaction>& transactions, Date on, std::optional<Instant> known);

/// One line of a statement: a transaction's effect on the receivables and moneys of a matter, with the balance after
/// it.
struct StatementLine {
  std::int64_t position = 0;
  std::string transaction_id;
  Kind kind = Kind::assessed;
  Date applies_on;
  Instant known_at;
  Entry entry;
  std::int64_t balance_krw = 0;  // of the place after it, on the side on which the account grows
  std::string cite, note;
};

/// Entries in the order in which they apply (then in which they were known). An empty matter: all of them.
std::vector<StatementLine> statement(const Chart& chart, const std::vector<Transaction>& transactions,
                                     std::string_view matter_id, Date on, std::optional<Instant> known);

/// The ledger of one party in memory: what the store keeps in the database, for rules that try something out.
class Book {
 public:
  explicit Book(const Chart& chart, std::string party_id) : chart_(&chart), party_id_(std::move(party_id)) {}

  /// Posts, or says why not.
  std::optional<Refused> post(const Draft& draft, Instant known_at, std::string_view actor = {},
                              std::string_view request_id = {});

  const std::string& party_id() const { return party_id_; }
  const std::vector<Transaction>& transactions() const { return transactions_; }
  /// Everything known about a place.
  const Movements& movements(const Place& place) const;
  const Transaction* find(std::string_view transaction_id) const;
  Known known_for(const Draft& draft) const;

 private:
  const Chart* chart_;
  std::string party_id_;
  std::vector<Transaction> transactions_;
  std::map<std::string, std::size_t, std::less<>> by_id_;
  std::map<std::string, std::string, std::less<>> reversed_by_;
  std::map<std::string, Matter, std::less<>> matters_;
  std::map<Place, Movements> movements_;
};

}  // namespace clearway::ledger
