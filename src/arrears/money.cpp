#include "arrears/money.h"

#include <algorithm>

namespace clearway::arrears {
namespace {

using ledger::Entry;
using ledger::Kind;
using ledger::Transaction;

constexpr std::string_view receivable_prefix = "receivable.";

/// The charge whose receivable an account is; empty: none.
std::string_view charge_of(const ledger::Chart& chart, std::string_view account) {
  if (!account.starts_with(receivable_prefix)) return {};
  const auto charge = account.substr(receivable_prefix.size());
  return chart.find_charge(charge) == nullptr ? std::string_view{} : charge;
}

class Reading {
 public:
  Reading(const ledger::Chart& chart, std::string_view matter_id, const Matters& matters)
      : chart_(chart), matter_id_(matter_id), matters_(matters) {}

  void take(const Transaction& transaction) {
    const auto& draft = transaction.draft;
    switch (draft.kind) {
      case Kind::assessed:
      case Kind::reduced: return charge(draft);
      case Kind::received:
      case Kind::allocated:
      case Kind::moved:
      case Kind::refund_decided:
      case Kind::recovered: return flow(transaction);
      case Kind::extinguished:
        if (touches_the_debt(draft)) out_.extinct_on = draft.applies_on;
        return;
      case Kind::refund_paid:
      case Kind::reversed: return;
    }
  }

  void book(const Transaction& transaction) {
    for (const auto& entry : transaction.draft.entries) {
      const auto charge = charge_of(chart_, entry.account);
      if (!charge.empty() && entry.matter_id == matter_id_) out_.booked[std::string(charge)] += entry.debit();
    }
  }

  Money finish() {
    const auto by_day = [](const auto& a, const auto& b) { return a.on < b.on; };
    std::stable_sort(out_.charged.begin(), out_.charged.end(), by_day);
    std::stable_sort(out_.received.begin(), out_.received.end(), by_day);
    std::stable_sort(out_.given_back.begin(), out_.given_back.end(), by_day);
    // What was given back and is claimed again has not left the debt; what was used inside it never did.
    for (auto& one : out_.given_back) {
      const auto part = std::min(one.amount, recovered_);
      one.amount -= part;
      recovered_ -= part;
    }
    std::erase_if(out_.booked, [](const auto& one) { return one.second == 0; });
    return std::move(out_);
  }

 private:
  bool touches_the_debt(const ledger::Draft& draft) const {
    return std::any_of(draft.entries.begin(), draft.entries.end(),
                       [&](const Entry& entry) { return entry.matter_id == matter_id_; });
  }

  /// By the revenue side, which a reduction lowers whether or not the charge was paid.
  void charge(const ledger::Draft& draft) {
    if (draft.note == accrued_note) return;
    for (const auto& entry : draft.entries) {
      if (entry.matter_id != matter_id_) continue;
      for (const auto& charge : chart_.charges()) {
        if (entry.account == ledger::revenue(charge.id))
          out_.charged.push_back({charge.id, draft.applies_on, -entry.debit()});
      }
    }
  }

  bool is_inside(const Entry& entry) const {
    if (entry.account == ledger::account::overpayments) return matters_.contains(entry.matter_id);
    return entry.matter_id == matter_id_ && !charge_of(chart_, entry.account).empty();
  }

  void flow(const Transaction& transaction) {
    const auto& draft = transaction.draft;
    std::int64_t amount = 0;
    bool by_virtual_account = false;
    for (const auto& entry : draft.entries) {
      if (is_inside(entry)) amount -= entry.debit();
      by_virtual_account = by_virtual_account || entry.account == ledger::account::cash_virtual_accounts;
    }
    if (amount == 0) return;  // only inside the debt
    if (draft.kind == Kind::recovered) {
      recovered_ += std::max<std::int64_t>(amount, 0);
      return;
    }
    if (amount < 0) {
      out_.given_back.push_back({"", draft.applies_on, -amount});
      return;
    }
    std::string channel = draft.kind == Kind::received ? "transfer" : "set_off";
    if (by_virtual_account) channel = "virtual_account";
    if (std::find(channel_names.begin(), channel_names.end(), draft.note) != channel_names.end()) channel = draft.note;
    out_.received.push_back({draft.transaction_id, std::move(channel), transaction.position, draft.applies_on,
                             transaction.known_at, amount});
  }

  const ledger::Chart& chart_;
  std::string_view matter_id_;
  const Matters& matters_;
  std::int64_t recovered_ = 0;  // stands as a claim of its own, receivable.refund_recovery
  Money out_;
};

}  // namespace

std::int64_t Money::charged_in_all(std::string_view charge) const {
  std::int64_t sum = 0;
  for (const auto& one : charged) {
    if (one.charge == charge) sum += one.amount;
  }
  return sum;
}

std::int64_t Money::given_back_in_all() const {
  std::int64_t sum = 0;
  for (const auto& one : given_back) sum += one.amount;
  return sum;
}

Money money_of(const ledger::Chart& chart, const std::vector<Transaction>& transactions, std::string_view matter_id,
               const Matters& matters, Date on, std::optional<Instant> known) {
  const auto counts = [&](const Transaction& one) {
    return one.draft.applies_on <= on && (!known || one.known_at <= *known);
  };
  // What is known to have been none never was: a bounced payment paid on no day.
  std::set<std::string_view> reversed;
  for (const auto& one : transactions) {
    const bool is_known = !known || one.known_at <= *known;
    if (one.draft.kind == Kind::reversed && is_known) reversed.insert(one.draft.reverses);
  }
  Reading reading(chart, matter_id, matters);
  for (const auto& one : transactions) {
    if (!counts(one)) continue;
    reading.book(one);
    if (!reversed.contains(one.draft.transaction_id)) reading.take(one);
  }
  return reading.finish();
}

}  // namespace clearway::arrears
