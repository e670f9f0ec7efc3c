#include "arrears/booking.h"

#include <algorithm>
#include <map>

#include "ledger/posting.h"

namespace clearway::arrears {
namespace {

using ledger::Draft;
using ledger::Kind;
using ledger::Movements;
using ledger::Place;
using ledger::Rank;
using ledger::Side;
using ledger::Transaction;

constexpr const char* appropriation_cite = "tax-collection-act-3";
constexpr const char* penalty_cite = "customs-act-42-1-2-a";
constexpr std::string_view penalty = "penalty";
const std::string overpayments(ledger::account::overpayments);

class Booking {
 public:
  Booking(const Terms& terms, const File& file, const std::vector<Transaction>& transactions, const Matters& matters)
      : terms_(terms), file_(file), matters_(matters) {
    for (const auto& one : transactions) {
      const auto& entries = one.draft.entries;
      const bool charges = std::any_of(entries.begin(), entries.end(),
                                       [](const auto& entry) { return entry.account.starts_with("revenue."); });
      for (const auto& entry : entries) {
        if (matters.contains(entry.matter_id)) count(entry, one.draft.applies_on, charges);
      }
      newest_ = std::max(newest_, one.position);
    }
  }

  std::vector<Draft> adjust(const Statement& law) {
    const auto targets = walk(law.money);
    for (const auto& [charge, days] : targets) take_back(charge, days);
    take_back_penalty(needs_money(targets) ? 0 : law.penalty.paid);
    for (const auto& [charge, days] : targets) allocate_by_day(charge, days);
    allocate_penalty(law);
    unpost_penalty(law);
    recover(law);
    return std::move(drafts_);
  }

  /// What of the penalty has not been posted: it may stand there to be written off.
  void post_penalty(std::int64_t amount, Date on) {
    if (amount <= 0) return;
    auto& draft = add(Kind::assessed, on, penalty_cite, std::string(accrued_note));
    entry(draft, ledger::receivable(penalty), file_.matter_id, Side::debit, amount);
    entry(draft, ledger::revenue(penalty), file_.matter_id, Side::credit, amount);
  }

  std::int64_t left_on(std::string_view charge, Date on) {
    return ledger::balance(movements_[{ledger::receivable(charge), file_.matter_id}], on);
  }

  std::vector<Draft> take() { return std::move(drafts_); }

 private:
  using Days = std::map<Date, std::int64_t>;  // what is left from that day on
  using Targets = std::map<std::string, Days>;

  /// Costs and tax as they should stand day by day. Each won that came in meets the costs owed on its day, then tax;
  /// what is left of it waits for penalty and is not used for costs that are charged later.
  Targets walk(const Money& money) const {
    struct Change {
      std::int64_t received = 0, given_back = 0;
      std::map<std::string, std::int64_t> charged;
    };
    std::map<Date, Change> changes;
    for (const auto& one : money.received) changes[one.on].received += one.amount;
    for (const auto& one : money.given_back) changes[one.on].given_back += one.amount;
    for (const auto& one : money.charged) changes[one.on].charged[one.charge] += one.amount;
    std::map<std::string, std::int64_t> left;
    std::int64_t free = 0;
    Targets targets;
    for (const auto& [day, change] : changes) {
      auto received = change.received;
      free -= change.given_back;
      for (const auto& [charge, amount] : change.charged) left[charge] += amount;
      const auto meet = [&](Rank rank, std::int64_t& source) {
        for (const auto& charge : terms_.chart.charges()) {
          if (charge.rank != rank) continue;
          auto& owed = left[charge.id];
          // A reduction sets free what had been paid.
          const auto part = owed < 0 ? owed : std::min(owed, std::max<std::int64_t>(source, 0));
          owed -= part;
          source -= part;
          targets[charge.id][day] = owed;
        }
      };
      meet(Rank::costs, received);
      free += received;
      meet(Rank::tax, free);
    }
    return targets;
  }

  /// By day: how much more should be left than stands there (below 0: less), beyond what the days before say.
  Days differences(const std::string& charge, const Days& target) {
    const auto& booked = movements_[{ledger::receivable(charge), file_.matter_id}];
    Days days;
    for (const auto& [day, left] : target) days[day];
    for (const auto& [day, movement] : booked) days[day];
    std::int64_t before = 0, should = 0;
    for (auto& [day, difference] : days) {
      if (const auto found = target.find(day); found != target.end()) should = found->second;
      const auto now = should - ledger::balance(booked, day);
      difference = now - before;
      before = now;
    }
    return days;
  }

  void take_back(const std::string& charge, const Days& target) {
    for (const auto& [day, difference] : differences(charge, target)) {
      if (difference <= 0) continue;
      auto& draft = add(Kind::moved, day, appropriation_cite, {});
      entry(draft, ledger::receivable(charge), file_.matter_id, Side::debit, difference);
      entry(draft, overpayments, file_.matter_id, Side::credit, difference);
    }
  }

  void allocate_by_day(const std::string& charge, const Days& target) {
    for (const auto& [day, difference] : differences(charge, target)) {
      if (difference < 0) allocate(charge, -difference, day);
    }
  }

  /// Out of the overpayments of the debt and of its receipts, as far as they stand from `day` on.
  std::int64_t allocate(std::string_view charge, std::int64_t amount, Date day) {
    const Place owed{ledger::receivable(charge), file_.matter_id};
    amount = std::min(amount, ledger::available(movements_[owed], Side::debit, day));
    std::int64_t done = 0;
    for (const auto& matter : matters_) {
      const auto part =
          std::min(amount - done, ledger::available(movements_[{overpayments, matter}], Side::credit, day));
      if (part <= 0) continue;
      auto& draft = add(Kind::allocated, day, appropriation_cite, {});
      entry(draft, overpayments, matter, Side::debit, part);
      entry(draft, owed.account, owed.matter_id, Side::credit, part);
      done += part;
    }
    return done;
  }

  // Penalty stands in the ledger as far as it was levied with the order, or is paid.

  template <class Visit>
  void each_penalty(Visit visit) {
    const auto& charges = terms_.chart.charges();
    for (auto charge = charges.rbegin(); charge != charges.rend(); ++charge) {
      if (charge->rank == Rank::penalty) visit(charge->id);
    }
  }

  std::int64_t posted_penalty() {
    std::int64_t posted = 0;
    each_penalty([&](const std::string& charge) {
      for (const auto& [day, movement] : movements_[{ledger::revenue(charge), file_.matter_id}]) posted -= movement;
    });
    return posted;
  }

  std::int64_t standing_penalty() {
    std::int64_t standing = 0;
    each_penalty([&](const std::string& charge) { standing += left_on(charge, last_day()); });
    return standing;
  }

  std::int64_t paid_penalty() { return posted_penalty() - standing_penalty(); }

  /// Whether some day's costs or tax are to be paid that were not: they come before penalty.
  bool needs_money(const Targets& targets) {
    return std::any_of(targets.begin(), targets.end(), [&](const auto& target) {
      const auto days = differences(target.first, target.second);
      return std::any_of(days.begin(), days.end(), [](const auto& day) { return day.second < 0; });
    });
  }

  /// Down to `keep`, on the days on which it had been allocated, the last one first.
  void take_back_penalty(std::int64_t keep) {
    auto surplus = paid_penalty() - keep;
    each_penalty([&](const std::string& charge) {
      const auto paid = paid_[ledger::receivable(charge)];
      for (auto day = paid.rbegin(); day != paid.rend(); ++day) {
        const auto part = std::min(surplus, day->second);
        if (part <= 0) continue;
        auto& draft = add(Kind::moved, day->first, appropriation_cite, {});
        entry(draft, ledger::receivable(charge), file_.matter_id, Side::debit, part);
        entry(draft, overpayments, file_.matter_id, Side::credit, part);
        surplus -= part;
      }
    });
  }

  void allocate_penalty(const Statement& law) {
    auto missing = law.penalty.paid - paid_penalty();
    if (missing <= 0) return;
    const auto day = last_day();
    post_penalty(missing - standing_penalty(), day);
    for (const auto& charge : terms_.chart.charges()) {
      if (charge.rank == Rank::penalty && missing > 0) missing -= allocate(charge.id, missing, day);
    }
  }

  /// What was posted because it was paid, and is not paid after all.
  void unpost_penalty(const Statement& law) {
    const auto day = last_day();
    const auto surplus = std::min(posted_penalty() - std::max(law.levied, law.penalty.paid), left_on(penalty, day));
    if (surplus <= 0) return;
    auto& draft = add(Kind::reduced, day, penalty_cite, std::string(accrued_note));
    entry(draft, ledger::revenue(penalty), file_.matter_id, Side::debit, surplus);
    entry(draft, ledger::receivable(penalty), file_.matter_id, Side::credit, surplus);
  }

  /// A receipt that the bank called back left a claim for what of it had been used. What was used inside the debt has
  /// been taken back by now: the claim is met with it.
  void recover(const Statement& law) {
    const auto day = last_day();
    std::int64_t surplus = -law.refund_due();
    for (const auto& matter : matters_) surplus -= ledger::balance(movements_[{overpayments, matter}], day);
    for (const auto& matter : matters_) {
      const Place claim{std::string(ledger::account::refund_recovery), matter};
      const auto part = std::min({surplus, ledger::available(movements_[claim], Side::debit, day),
                                  ledger::available(movements_[{overpayments, file_.matter_id}], Side::credit, day)});
      if (part <= 0) continue;
      auto& draft = add(Kind::recovered, day, {}, {});
      entry(draft, overpayments, file_.matter_id, Side::debit, part);
      entry(draft, claim.account, matter, Side::credit, part);
      surplus -= part;
    }
  }

  Date last_day() const {
    Date last;
    for (const auto& [place, days] : movements_) {
      if (!days.empty()) last = std::max(last, days.rbegin()->first);
    }
    return last;
  }

  Draft& add(Kind kind, Date on, std::string cite, std::string note) {
    auto& draft = drafts_.emplace_back();
    draft.transaction_id = file_.debt_id + ":book:" + std::to_string(newest_) + ":" + std::to_string(drafts_.size());
    draft.kind = kind;
    draft.applies_on = on;
    draft.cite = std::move(cite);
    draft.note = std::move(note);
    return draft;
  }

  void entry(Draft& draft, std::string account, std::string matter, Side side, std::int64_t amount) {
    draft.entries.push_back({std::move(account), std::move(matter), side, amount});
    count(draft.entries.back(), draft.applies_on, draft.kind == Kind::assessed || draft.kind == Kind::reduced);
  }

  void count(const ledger::Entry& entry, Date on, bool charges) {
    movements_[{entry.account, entry.matter_id}][on] += entry.debit();
    if (!charges && entry.matter_id == file_.matter_id) paid_[entry.account][on] -= entry.debit();
  }

  const Terms& terms_;
  const File& file_;
  const Matters& matters_;
  std::map<Place, Movements> movements_;
  std::map<std::string, Days> paid_;  // by account of the debt and day, without what was charged or reduced
  std::int64_t newest_ = 0;
  std::vector<Draft> drafts_;
};

}  // namespace

Result<std::vector<Draft>> booking(const Terms& terms, const File& file, const std::vector<Transaction>& transactions,
                                   const Matters& matters, Date today) {
  const auto law = statement(terms, file, transactions, matters, today);
  if (!law) return law.error();
  if (law->extinct_on) return std::vector<Draft>{};
  return Booking(terms, file, transactions, matters).adjust(*law);
}

Result<std::vector<Draft>> extinction(const Terms& terms, const File& file,
                                      const std::vector<Transaction>& transactions, const Matters& matters,
                                      std::string transaction_id, Date on) {
  const auto law = statement(terms, file, transactions, matters, on);
  if (!law) return law.error();
  Booking booking(terms, file, transactions, matters);
  std::int64_t posted = 0;
  for (const auto& charge : terms.chart.charges()) {
    if (charge.rank == Rank::penalty) posted += booking.left_on(charge.id, on);
  }
  booking.post_penalty(law->penalty.left() - posted, on);
  Draft draft;
  draft.transaction_id = std::move(transaction_id);
  draft.kind = Kind::extinguished;
  draft.applies_on = on;
  draft.cite = "customs-act-20";
  std::int64_t sum = 0;
  for (const auto& charge : terms.chart.charges()) {
    const auto left = booking.left_on(charge.id, on);
    if (left <= 0) continue;
    draft.entries.push_back({ledger::receivable(charge.id), file.matter_id, Side::credit, left});
    sum += left;
  }
  auto drafts = booking.take();
  if (sum == 0) return drafts;
  draft.entries.insert(draft.entries.begin(),
                       {std::string(ledger::account::extinct), file.matter_id, Side::debit, sum});
  drafts.push_back(std::move(draft));
  return drafts;
}

std::vector<Transaction> followed_by(std::vector<Transaction> transactions, const std::vector<Draft>& drafts,
                                     std::string_view party_id, Instant known_at) {
  auto position = transactions.empty() ? 0 : transactions.back().position;
  for (const auto& draft : drafts) {
    transactions.push_back({std::string(party_id), ++position, known_at, {}, {}, draft});
  }
  return transactions;
}

}  // namespace clearway::arrears
