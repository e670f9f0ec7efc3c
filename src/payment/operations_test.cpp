// 100,000 operations at random, orders, payments, reversals, refunds, allocations, cancellations, reductions, dated in
// any order: the ledger balances, nothing turns negative on any date, and no won is lost.

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <random>
#include <set>

#include "ledger/book.h"
#include "payment/appropriation.h"
#include "payment/matching.h"
#include "payment/order.h"
#include "payment/policy.h"
#include "payment/refund.h"

namespace clearway::payment {
namespace {

const std::string source = CLEARWAY_SOURCE_DIR;

/// A small world that does with the rules what the store does, and counts the money beside them.
class World {
 public:
  explicit World(std::uint64_t seed)
      : chance_(seed),
        chart_(ledger::Chart::load(source + "/policy").value()),
        law_(law::Law::load(source + "/law").value()),
        messages_(Messages::load(source + "/messages").value()) {}

  void step() {
    switch (draw(12)) {
      case 0:
      case 1: return issue();
      case 2:
      case 3:
      case 4: return pay_order();
      case 5: return pay_nobody();
      case 6: return reverse();
      case 7: return decide_refund();
      case 8: return pay_refund();
      case 9: return allocate_or_move();
      case 10: return set_order();
      case 11: return reduce();
    }
  }

  void check_totals() {
    std::map<std::string, std::int64_t> totals;
    std::int64_t all = 0;
    for (const auto& [party, book] : books_) {
      for (const auto& transaction : book->transactions()) {
        std::int64_t sum = 0;
        for (const auto& entry : transaction.draft.entries) {
          totals[entry.account] += entry.debit();
          sum += entry.debit();
        }
        ASSERT_EQ(sum, 0) << transaction.draft.transaction_id;
      }
    }
    std::int64_t owed = 0;
    for (const auto& [account, total] : totals) all += total;
    for (const auto& charge : chart_.charges()) owed += totals[ledger::receivable(charge.id)];
    EXPECT_EQ(all, 0);
    EXPECT_EQ(totals["clearing.between_parties"], 0);
    EXPECT_EQ(totals["cash.bank"] + totals["cash.virtual_accounts"], came_in_ - called_back_ - paid_out_);
    EXPECT_EQ(owed, charged_ - for_orders_ - allocated_ - reduced_unpaid_);
    // What came in stands somewhere, or went out again.
    const auto claims = totals["receivable.refund_recovery"];
    EXPECT_EQ(came_in_ - called_back_ - paid_out_, for_orders_ + allocated_ - reduced_paid_ - totals["overpayments"] -
                                                       totals["unallocated_receipts"] - totals["refunds_payable"] -
                                                       totals["expense.refund_interest"] - claims);
  }

  void check_places() {
    for (const auto& [party, book] : books_) {
      std::set<ledger::Place> places;
      for (const auto& transaction : book->transactions()) {
        for (const auto& entry : transaction.draft.entries) places.insert({entry.account, entry.matter_id});
      }
      for (const auto& place : places) {
        const auto* account = chart_.find(place.account);
        if (account->may_turn) continue;
        std::int64_t running = 0;
        for (const auto& [date, movement] : book->movements(place)) {
          running += account->side == ledger::Side::debit ? movement : -movement;
          ASSERT_GE(running, 0) << place.account << " " << place.matter_id << " " << date.text();
        }
      }
    }
    for (const auto& order : orders_) {
      ASSERT_GE(order.paid_krw, 0);
      ASSERT_LE(order.paid_krw, order.total_krw);
    }
  }

  std::map<std::string, int> done;  // how often each thing happened

 private:
  struct Receipt {
    Confirmation confirmation;
    std::string party_id;
    std::size_t order = SIZE_MAX;
    std::int64_t order_krw = 0;
    ledger::Draft draft;
    bool reversed = false, moved = false;
  };

  std::uint64_t draw(std::uint64_t below) { return chance_() % below; }
  Date some_day(Date from) { return from.plus_days(static_cast<int>(draw(40))); }
  ledger::Book& book(const std::string& party) {
    auto& there = books_[party];
    if (!there) there = std::make_unique<ledger::Book>(chart_, party);
    return *there;
  }
  void post(const std::string& party, const ledger::Draft& draft) {
    const auto refused = book(party).post(draft, Instant{++clock_});
    ASSERT_FALSE(refused) << name(refused->refusal) << " " << refused->detail << " " << draft.transaction_id;
  }

  std::vector<ChargeAmount> owed(const std::string& party, const std::string& matter, Date from) {
    std::vector<ChargeAmount> amounts;
    for (const auto& charge : chart_.charges()) {
      const auto there =
          ledger::available(book(party).movements({ledger::receivable(charge.id), matter}), ledger::Side::debit, from);
      if (there > 0) amounts.push_back({charge.id, there});
    }
    return amounts;
  }
  std::int64_t available(const std::string& party, std::string_view account, const std::string& matter, Date from) {
    return ledger::available(book(party).movements({std::string(account), matter}), ledger::Side::credit, from);
  }

  void issue() {
    Order order;
    order.order_id = "O-" + std::to_string(orders_.size());
    order.party_id = "B" + std::to_string(draw(5));
    order.matter_id = "N-" + std::to_string(orders_.size());
    order.issued_on = some_day(start_);
    order.due = order.issued_on.plus_days(15);
    for (const auto& charge : chart_.charges()) {
      if (draw(4) == 0) order.charges.push_back({charge.id, static_cast<std::int64_t>(draw(1'000'000)) + 1});
    }
    if (refusal_to_issue(chart_, order)) return;  // nothing charged
    post(order.party_id, charge_of(order, {order.matter_id, "notice", order.issued_on}, ""));
    charged_ += order.total_krw;
    orders_.push_back(order);
    ++done["issued"];
  }

  void receive(Confirmation confirmation, const Situation& situation, std::size_t order) {
    const auto matched = match(chart_, messages_, confirmation, situation).value;
    for (const auto& draft : matched.drafts) post(matched.party_id, draft);
    if (order != SIZE_MAX) orders_[order].paid_krw += matched.order_krw;
    came_in_ += confirmation.amount_krw;
    for_orders_ += matched.order_krw;
    if (matched.refund) {
      refunds_.push_back({"F-" + std::to_string(refunds_.size()),
                          matched.party_id,
                          receipt_matter(confirmation.reference),
                          matched.refund->ground,
                          RefundState::proposed,
                          matched.refund->amount_krw,
                          0,
                          confirmation.value_date,
                          confirmation.value_date,
                          {},
                          {}});
    }
    receipts_.push_back({confirmation, matched.party_id, order, matched.order_krw, matched.drafts.back()});
    ++done[std::string(name(matched.outcome))];
  }

  Confirmation confirmed(std::int64_t amount, Date on) {
    Confirmation confirmation;
    confirmation.reference = "S-" + std::to_string(receipts_.size());
    confirmation.amount_krw = amount;
    confirmation.value_date = confirmation.booked_on = on;
    return confirmation;
  }

  void pay_order() {
    if (orders_.empty()) return;
    const auto at = draw(orders_.size());
    const auto& order = orders_[at];
    const auto full = std::max<std::int64_t>(order.remaining_krw(), 1);
    const auto amount = draw(3) == 0 ? full : static_cast<std::int64_t>(draw(static_cast<std::uint64_t>(full) * 2)) + 1;
    const auto on = some_day(order.issued_on.plus_days(-2));
    Situation situation;
    situation.order = order;
    situation.matter_from = order.issued_on;
    situation.owed = owed(order.party_id, order.matter_id, on);
    receive(confirmed(amount, on), situation, at);
  }

  void pay_nobody() {
    Situation situation;
    situation.number_is_well_formed = draw(2) == 0;
    receive(confirmed(static_cast<std::int64_t>(draw(100'000)) + 1, some_day(start_)), situation, SIZE_MAX);
  }

  void reverse() {
    if (receipts_.empty()) return;
    auto& receipt = receipts_[draw(receipts_.size())];
    if (receipt.moved) return;  // an officer's matter: it stands in two ledgers
    Confirmation reversal = receipt.confirmation;
    reversal.is_reversal = true;
    reversal.original_reference = receipt.confirmation.reference;
    reversal.reference += "/R";
    reversal.value_date = some_day(receipt.confirmation.value_date);
    const auto matter = receipt_matter(receipt.confirmation.reference);
    Received received;
    received.party_id = receipt.party_id;
    received.amount_krw = receipt.confirmation.amount_krw;
    received.value_date = receipt.confirmation.value_date;
    received.reversed_before = receipt.reversed;
    received.order_krw = receipt.order_krw;
    received.draft = receipt.draft;
    received.overpayments = book(receipt.party_id).movements({std::string(ledger::account::overpayments), matter});
    received.unallocated =
        book(receipt.party_id).movements({std::string(ledger::account::unallocated_receipts), matter});
    for (const auto& refund : refunds_) {
      if (refund.matter_id != matter || refund.party_id != receipt.party_id) continue;
      if (refund.state == RefundState::paid)
        received.paid_interest_krw.emplace_back(*refund.paid_on, refund.interest_krw);
      if (refund.state == RefundState::decided) {
        received.unpaid_decisions.push_back(book(receipt.party_id).find("decide:" + refund.refund_id)->draft);
      }
    }
    if (const auto cause = refusal_of_reversal(reversal, received)) {
      ASSERT_EQ(*cause, RejectCause::reversed_before);
      ++done["reversed twice, refused"];
      return;
    }
    for (const auto& draft : match_reversal(messages_, reversal, received).value.drafts) post(receipt.party_id, draft);
    for (auto& refund : refunds_) {
      if (refund.matter_id == matter && refund.party_id == receipt.party_id && refund.state != RefundState::paid) {
        refund.state = RefundState::withdrawn;
      }
    }
    receipt.reversed = true;
    if (receipt.order != SIZE_MAX) orders_[receipt.order].paid_krw -= receipt.order_krw;
    called_back_ += receipt.confirmation.amount_krw;
    for_orders_ -= receipt.order_krw;
    ++done["reversed"];
  }

  void decide_refund() {
    if (refunds_.empty()) return;
    auto& refund = refunds_[draw(refunds_.size())];
    const auto on = some_day(refund.paid_in_on);
    const Refundable there{available(refund.party_id, ledger::account::overpayments, refund.matter_id, on),
                           available(refund.party_id, ledger::account::unallocated_receipts, refund.matter_id, on)};
    if (refusal_to_decide(law_, refund, there, on)) return;
    const auto decided = decide(law_, messages_, refund, there, on).value;
    post(refund.party_id, decided.draft);
    refund = decided.refund;
    ++done["refund decided"];
  }

  void pay_refund() {
    if (refunds_.empty()) return;
    auto& refund = refunds_[draw(refunds_.size())];
    const auto on = some_day(refund.decided_on.value_or(start_));
    if (refusal_to_pay(refund, "officer", "supervisor", on)) return;
    post(refund.party_id, payment_of(refund, on));
    refund.state = RefundState::paid;
    refund.paid_on = on;
    paid_out_ += refund.principal_krw + refund.interest_krw;
    ++done["refund paid"];
  }

  void allocate_or_move() {
    if (receipts_.empty() || orders_.empty()) return;
    auto& receipt = receipts_[draw(receipts_.size())];
    const auto matter = receipt_matter(receipt.confirmation.reference);
    const auto on = some_day(receipt.confirmation.value_date);
    if (receipt.party_id == nobody) {
      const auto there = available(receipt.party_id, ledger::account::unallocated_receipts, matter, on);
      if (there == 0 || receipt.moved) return;
      const auto moved = move_of(matter, receipt.confirmation.value_date, there, on);
      post(receipt.party_id, moved.out);
      receipt.party_id = "B" + std::to_string(draw(5));
      receipt.moved = true;
      post(receipt.party_id, moved.in);
      ++done["moved"];
      return;
    }
    const auto& order = orders_[draw(orders_.size())];
    if (order.party_id != receipt.party_id || on < order.issued_on) return;
    for (const auto account : {ledger::account::overpayments, ledger::account::unallocated_receipts}) {
      const auto paid = appropriate(chart_, available(receipt.party_id, account, matter, on),
                                    owed(order.party_id, order.matter_id, on));
      if (paid.empty()) continue;
      post(order.party_id,
           allocation_of("allocate:" + std::to_string(clock_), matter, account, order.matter_id, paid, on));
      allocated_ += sum_of(paid);
      ++done["allocated"];
    }
  }

  void set_order() {
    if (orders_.empty()) return;
    auto& order = orders_[draw(orders_.size())];
    const auto standing = draw(2) == 0 ? Standing::cancelled : Standing::closed;
    if (refusal_to_set(order, standing)) return;
    if (standing == Standing::cancelled) {
      const auto* charge = book(order.party_id).find("charge:" + order.order_id);
      auto cancelled = ledger::reversal(charge->draft, "cancel:" + order.order_id, some_day(order.issued_on), "");
      if (const auto refused = book(order.party_id).post(cancelled, Instant{++clock_})) {
        // Paid from elsewhere or reduced meanwhile.
        ASSERT_EQ(refused->refusal, ledger::Refusal::balance_would_turn_negative) << refused->detail;
        return;
      }
      charged_ -= order.total_krw;
    }
    order.standing = standing;
    ++done[std::string(name(standing))];
  }

  void reduce() {
    if (orders_.empty()) return;
    auto& order = orders_[draw(orders_.size())];
    if (order.standing != Standing::open) return;
    const auto& part = order.charges[draw(order.charges.size())];
    const auto on = some_day(order.issued_on);
    const auto standing = ledger::available(
        book(order.party_id).movements({ledger::revenue(part.charge), order.matter_id}), ledger::Side::credit, on);
    if (standing == 0) return;
    const ChargeAmount amount{part.charge, static_cast<std::int64_t>(draw(static_cast<std::uint64_t>(standing))) + 1};
    const auto there = ledger::available(
        book(order.party_id).movements({ledger::receivable(part.charge), order.matter_id}), ledger::Side::debit, on);
    post(order.party_id, reduction_of("reduce:" + std::to_string(clock_), order.matter_id, amount, there, on, "", ""));
    const auto unpaid = std::min(there, amount.amount_krw);
    reduced_unpaid_ += unpaid;
    reduced_paid_ += amount.amount_krw - unpaid;
    if (unpaid < amount.amount_krw) {
      refunds_.push_back({"F-" + std::to_string(refunds_.size()),
                          order.party_id,
                          order.matter_id,
                          "charge_reduced",
                          RefundState::proposed,
                          amount.amount_krw - unpaid,
                          0,
                          on,
                          on,
                          {},
                          {}});
    }
    ++done["reduced"];
  }

  const Date start_ = Date::of(2026, 1, 1);
  std::mt19937_64 chance_;
  ledger::Chart chart_;
  law::Law law_;
  Messages messages_;
  std::map<std::string, std::unique_ptr<ledger::Book>> books_;
  std::vector<Order> orders_;
  std::vector<Receipt> receipts_;
  std::vector<Refund> refunds_;
  std::int64_t clock_ = 0;
  std::int64_t charged_ = 0, for_orders_ = 0, allocated_ = 0, reduced_unpaid_ = 0, reduced_paid_ = 0;
  std::int64_t came_in_ = 0, called_back_ = 0, paid_out_ = 0;
};

TEST(OperationsProperty, AfterHundredThousandOperationsTheLedgerBalancesAndNoWonIsLost) {
  World world(20261125);
  for (int i = 0; i < 100'000; ++i) {
    world.step();
    if (HasFatalFailure()) FAIL() << "at operation " << i;
    if (i % 20'000 == 0) world.check_totals();
  }
  world.check_totals();
  world.check_places();
  for (const auto* what :
       {"issued", "exact", "part_payment", "over_payment", "double_payment", "closed_order", "dated_before_the_matter",
        "unknown_account", "wrong_account_number", "reversed", "reversed twice, refused", "refund decided",
        "refund paid", "allocated", "moved", "cancelled", "closed", "reduced"}) {
    EXPECT_GT(world.done[what], 100) << what;
  }
}

TEST(OperationsProperty, OtherSeeds) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    World world(seed);
    for (int i = 0; i < 1'000; ++i) {
      world.step();
      if (HasFatalFailure()) FAIL() << "seed " << seed << " at operation " << i;
    }
    world.check_totals();
    world.check_places();
  }
}

}  // namespace
}  // namespace clearway::payment
