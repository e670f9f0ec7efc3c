#include "ledger/book.h"

#include <algorithm>
#include <utility>

namespace clearway::ledger {
namespace {

bool counts(const Transaction& transaction, Date on, std::optional<Instant> known) {
  return transaction.draft.applies_on <= on && (!known || transaction.known_at <= *known);
}

}  // namespace

Balances balances(const std::vector<Transaction>& transactions, Date on, std::optional<Instant> known) {
  Balances sums;
  for (const auto& transaction : transactions) {
    if (!counts(transaction, on, known)) continue;
    for (const auto& entry : transaction.draft.entries) sums[{entry.account, entry.matter_id}] += entry.debit();
  }
  std::erase_if(sums, [](const auto& one) { return one.second == 0; });
  return sums;
}

std::vector<StatementLine> statement(const Chart& chart, const std::vector<Transaction>& transactions,
                                     std::string_view matter_id, Date on, std::optional<Instant> known) {
  std::vector<const Transaction*> order;
  for (const auto& transaction : transactions) {
    if (counts(transaction, on, known)) order.push_back(&transaction);
  }
  std::stable_sort(order.begin(), order.end(), [](const auto* a, const auto* b) {
    return std::pair{a->draft.applies_on, a->position} < std::pair{b->draft.applies_on, b->position};
  });
  std::vector<StatementLine> lines;
  Balances running;
  for (const auto* transaction : order) {
    for (const auto& entry : transaction->draft.entries) {
      if (!matter_id.empty() && entry.matter_id != matter_id) continue;
      auto& sum = running[{entry.account, entry.matter_id}];
      sum += entry.debit();
      const auto* account = chart.find(entry.account);
      const bool grows_by_credit = account != nullptr && account->side == Side::credit;
      lines.push_back({transaction->position, transaction->draft.transaction_id, transaction->draft.kind,
                       transaction->draft.applies_on, transaction->known_at, entry, grows_by_credit ? -sum : sum,
                       transaction->draft.cite, transaction->draft.note});
    }
  }
  return lines;
}

std::optional<Refused> Book::post(const Draft& draft, Instant known_at, std::string_view actor,
                                  std::string_view request_id) {
  if (auto problem = refusal_of(*chart_, draft, known_for(draft), known_at)) return problem;
  for (const auto& matter : draft.opens) matters_.try_emplace(matter.matter_id, matter);
  for (const auto& entry : draft.entries) {
    movements_[{entry.account, entry.matter_id}][draft.applies_on] += entry.debit();
  }
  if (!draft.reverses.empty()) reversed_by_[draft.reverses] = draft.transaction_id;
  by_id_[draft.transaction_id] = transactions_.size();
  transactions_.push_back({party_id_, static_cast<std::int64_t>(transactions_.size()) + 1, known_at, std::string(actor),
                           std::string(request_id), draft});
  return std::nullopt;
}

const Movements& Book::movements(const Place& place) const {
  static const Movements none;
  const auto found = movements_.find(place);
  return found == movements_.end() ? none : found->second;
}

const Transaction* Book::find(std::string_view transaction_id) const {
  const auto found = by_id_.find(transaction_id);
  return found == by_id_.end() ? nullptr : &transactions_[found->second];
}

Known Book::known_for(const Draft& draft) const {
  Known known;
  const auto take = [&](const std::string& id) {
    if (const auto found = matters_.find(id); found != matters_.end()) known.matters.insert(*found);
  };
  for (const auto& matter : draft.opens) take(matter.matter_id);
  for (const auto& place : places_of(draft)) {
    take(place.matter_id);
    known.movements[place] = movements(place);
  }
  known.exists = find(draft.transaction_id) != nullptr;
  if (const auto* original = draft.reverses.empty() ? nullptr : find(draft.reverses)) known.reversed = original->draft;
  if (const auto found = reversed_by_.find(draft.reverses); found != reversed_by_.end()) {
    known.reversed_by = found->second;
  }
  if (!transactions_.empty()) known.newest = transactions_.back().known_at;
  return known;
}

}  // namespace clearway::ledger
