#include "payment/order.h"

#include <algorithm>
#include <set>

namespace clearway::payment {

std::optional<Standing> parse_standing(std::string_view text) {
  const auto found = std::find(standing_names.begin(), standing_names.end(), text);
  if (found == standing_names.end()) return std::nullopt;
  return static_cast<Standing>(found - standing_names.begin());
}

OrderState state_on(const Order& order, Date day) {
  if (order.standing == Standing::cancelled) return OrderState::cancelled;
  if (order.standing == Standing::closed) return OrderState::closed;
  if (order.remaining_krw() <= 0) return OrderState::paid;
  if (day > order.due) return OrderState::expired;
  return order.paid_krw > 0 ? OrderState::part_paid : OrderState::open;
}

std::string_view name(OrderRefusal refusal) {
  switch (refusal) {
    case OrderRefusal::order_has_no_amount: return "order_has_no_amount";
    case OrderRefusal::charge_is_unknown: return "charge_is_unknown";
    case OrderRefusal::charge_stands_twice: return "charge_stands_twice";
    case OrderRefusal::amount_is_not_positive: return "amount_is_not_positive";
    case OrderRefusal::total_exceeds_the_range: return "total_exceeds_the_range";
    case OrderRefusal::due_before_it_is_issued: return "due_before_it_is_issued";
    case OrderRefusal::order_is_not_open: return "order_is_not_open";
    case OrderRefusal::order_has_been_paid: return "order_has_been_paid";
  }
  return "";
}

std::optional<OrderRefusal> refusal_to_issue(const ledger::Chart& chart, Order& order) {
  if (order.charges.empty()) return OrderRefusal::order_has_no_amount;
  std::set<std::string_view> seen;
  for (const auto& part : order.charges) {
    if (chart.find_charge(part.charge) == nullptr) return OrderRefusal::charge_is_unknown;
    if (!seen.insert(part.charge).second) return OrderRefusal::charge_stands_twice;
  }
  order.total_krw = 0;
  for (const auto& part : order.charges) {
    if (part.amount_krw <= 0) return OrderRefusal::amount_is_not_positive;
    if (__builtin_add_overflow(order.total_krw, part.amount_krw, &order.total_krw)) {
      return OrderRefusal::total_exceeds_the_range;
    }
  }
  if (order.due < order.issued_on) return OrderRefusal::due_before_it_is_issued;
  return std::nullopt;
}

std::optional<OrderRefusal> refusal_to_set(const Order& order, Standing standing) {
  if (order.standing != Standing::open) return OrderRefusal::order_is_not_open;
  if (standing == Standing::cancelled && order.paid_krw > 0) return OrderRefusal::order_has_been_paid;
  return std::nullopt;
}

ledger::Draft charge_of(const Order& order, const ledger::Matter& matter, std::string cite) {
  ledger::Draft draft;
  draft.transaction_id = "charge:" + order.order_id;
  draft.kind = ledger::Kind::assessed;
  draft.applies_on = order.issued_on;
  draft.cite = std::move(cite);
  draft.opens.push_back(matter);
  for (const auto& [charge, amount] : order.charges) {
    draft.entries.push_back({ledger::receivable(charge), order.matter_id, ledger::Side::debit, amount});
    draft.entries.push_back({ledger::revenue(charge), order.matter_id, ledger::Side::credit, amount});
  }
  return draft;
}

std::optional<Overdue> overdue_on(const Order& order, const std::vector<ChargeAmount>& owed, Date day) {
  if (state_on(order, day) != OrderState::expired) return std::nullopt;
  Overdue overdue{order.party_id, order.order_id, order.matter_id, order.due, {}, 0};
  for (const auto& asked : order.charges) {
    const auto found =
        std::find_if(owed.begin(), owed.end(), [&](const auto& one) { return one.charge == asked.charge; });
    const auto amount = found == owed.end() ? 0 : std::min(found->amount_krw, asked.amount_krw);
    if (amount <= 0) continue;
    overdue.unpaid.push_back({asked.charge, amount});
    overdue.unpaid_krw += amount;
  }
  if (overdue.unpaid.empty()) return std::nullopt;
  return overdue;
}

}  // namespace clearway::payment
