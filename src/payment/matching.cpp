#include "payment/matching.h"

#include <algorithm>

#include "clearance/sentence.h"
#include "intake/encoding.h"
#include "payment/appropriation.h"

namespace clearway::payment {
namespace {

using clearance::same;
using clearance::sentence;
using ledger::Draft;
using ledger::Side;

Step step_of(const Messages& messages, const Confirmation& confirmation, const Matched& matched) {
  Step step;
  const std::string outcome(name(matched.outcome));
  step.rule = "payment." + outcome;
  step.cite = matched.order_krw > 0 ? "national-tax-collection-act-3" : matched.refund ? "customs-act-46" : "";
  step.from = confirmation.value_date;
  step.amount_krw = confirmation.amount_krw;
  const auto rest = confirmation.amount_krw - matched.order_krw;
  step.text = sentence(messages, "payment.outcome." + outcome,
                       {{"amount", same(std::to_string(confirmation.amount_krw))},
                        {"order_amount", same(std::to_string(matched.order_krw))},
                        {"rest", same(std::to_string(rest))},
                        {"account", same(confirmation.account_number)},
                        {"date", same(confirmation.value_date.text())}});
  step.inputs = {{"reference", confirmation.reference}, {"account_number", confirmation.account_number}};
  return step;
}

Draft received(const Confirmation& confirmation, std::string_view cash) {
  Draft draft;
  draft.transaction_id = "receive:" + confirmation.reference;
  draft.kind = ledger::Kind::received;
  draft.applies_on = confirmation.value_date;
  const auto matter = receipt_matter(confirmation.reference);
  draft.opens.push_back({matter, "receipt", confirmation.value_date});
  draft.entries.push_back({std::string(cash), matter, Side::debit, confirmation.amount_krw});
  return draft;
}

void credit(Draft& draft, std::string_view account, const std::string& matter, std::int64_t amount) {
  if (amount > 0) draft.entries.push_back({std::string(account), matter, Side::credit, amount});
}

void keep_unallocated(Matched& matched, const Confirmation& confirmation, std::string_view cash) {
  auto draft = received(confirmation, cash);
  credit(draft, ledger::account::unallocated_receipts, receipt_matter(confirmation.reference), confirmation.amount_krw);
  matched.drafts.push_back(std::move(draft));
}

/// What of the receipt stood for `account` when it was posted.
std::int64_t credited(const Draft& draft, std::string_view account) {
  std::int64_t sum = 0;
  for (const auto& entry : draft.entries) {
    if (entry.account == account && entry.side == Side::credit) sum += entry.amount_krw;
  }
  return sum;
}

/// What a decision took out of `account`.
std::int64_t taken_out(const Draft& decision, std::string_view account) {
  std::int64_t sum = 0;
  for (const auto& entry : decision.entries) {
    if (entry.account == account && entry.side == Side::debit) sum += entry.amount_krw;
  }
  return sum;
}

/// By the day from which it is missing: what no longer stands on an account once `amount` of it is called back on
/// `from`.
std::map<Date, std::int64_t> missing_from(ledger::Movements movements, std::int64_t amount, Date from) {
  std::map<Date, std::int64_t> missing;
  std::int64_t standing = -amount;
  movements.try_emplace(from, 0);
  for (const auto& [day, movement] : movements) {
    standing -= movement;
    if (day < from || standing >= 0) continue;
    missing[day] = -standing;
    standing = 0;
  }
  return missing;
}

}  // namespace

std::optional<Outcome> parse_outcome(std::string_view text) {
  const auto found = std::find(outcome_names.begin(), outcome_names.end(), text);
  if (found == outcome_names.end()) return std::nullopt;
  return static_cast<Outcome>(found - outcome_names.begin());
}

std::string receipt_matter(std::string_view reference) { return "receipt:" + std::string(reference); }

Explained<Matched> match(const ledger::Chart& chart, const Messages& messages, const Confirmation& confirmation,
                         const Situation& situation) {
  Matched matched;
  const auto& order = situation.order;
  const auto matter = receipt_matter(confirmation.reference);
  const auto amount = confirmation.amount_krw;
  if (!order) {
    matched.outcome = situation.number_is_well_formed ? Outcome::unknown_account : Outcome::wrong_account_number;
    matched.party_id = nobody;
    keep_unallocated(matched, confirmation, ledger::account::cash_bank);
    return {matched, {step_of(messages, confirmation, matched)}};
  }
  matched.party_id = order->party_id;
  matched.late = confirmation.value_date > order->due;
  if (order->standing != Standing::open) {
    matched.outcome = Outcome::closed_order;
    matched.refund = Proposal{"closed_order", amount};
    keep_unallocated(matched, confirmation, ledger::account::cash_virtual_accounts);
    return {matched, {step_of(messages, confirmation, matched)}};
  }
  if (!situation.matter_from || confirmation.value_date < *situation.matter_from) {
    matched.outcome = Outcome::dated_before_the_matter;
    matched.refund = Proposal{"dated_before_the_matter", amount};
    keep_unallocated(matched, confirmation, ledger::account::cash_virtual_accounts);
    return {matched, {step_of(messages, confirmation, matched)}};
  }
  const auto asked = std::max<std::int64_t>(order->remaining_krw(), 0);
  const auto parts = appropriate(chart, std::min(amount, asked), situation.owed);
  matched.order_krw = sum_of(parts);
  auto draft = received(confirmation, ledger::account::cash_virtual_accounts);
  draft.cite = "national-tax-collection-act-3";
  for (const auto& [charge, part] : parts) credit(draft, ledger::receivable(charge), order->matter_id, part);
  const auto rest = amount - matched.order_krw;
  credit(draft, ledger::account::overpayments, matter, rest);
  matched.drafts.push_back(std::move(draft));
  if (matched.order_krw == 0) {
    matched.outcome = Outcome::double_payment;
  } else if (rest > 0) {
    matched.outcome = Outcome::over_payment;
  } else {
    matched.outcome = matched.order_krw == asked ? Outcome::exact : Outcome::part_payment;
  }
  if (rest > 0) matched.refund = Proposal{std::string(name(matched.outcome)), rest};
  return {matched, {step_of(messages, confirmation, matched)}};
}

std::optional<RejectCause> refusal_of_reversal(const Confirmation& confirmation,
                                               const std::optional<Received>& received) {
  if (!received) return RejectCause::reversed_payment_is_unknown;
  if (received->reversed_before) return RejectCause::reversed_before;
  if (received->amount_krw != confirmation.amount_krw) return RejectCause::reversal_differs_in_amount;
  if (confirmation.value_date < received->value_date) return RejectCause::reversal_before_the_payment;
  return std::nullopt;
}

Explained<Matched> match_reversal(const Messages& messages, const Confirmation& confirmation,
                                  const Received& received) {
  Matched matched;
  matched.outcome = Outcome::reversed;
  matched.party_id = received.party_id;
  matched.order_krw = -received.order_krw;
  auto overpayments = received.overpayments, unallocated = received.unallocated;
  const std::array accounts = {std::pair{ledger::account::overpayments, &overpayments},
                               std::pair{ledger::account::unallocated_receipts, &unallocated}};
  for (const auto& decision : received.unpaid_decisions) {
    const auto day = std::max(confirmation.value_date, decision.applies_on);
    for (const auto& [account, movements] : accounts) (*movements)[day] -= taken_out(decision, account);
    matched.drafts.push_back(
        ledger::reversal(decision, "withdraw:" + decision.transaction_id, day, confirmation.reference));
  }
  // What is no longer there must come back before the receipt can be taken out.
  std::map<Date, Draft> recoveries;
  const auto recover = [&](Date day, std::string_view account, std::int64_t amount) {
    auto& draft = recoveries[day];
    const auto matter = receipt_matter(confirmation.original_reference);
    draft.entries.push_back({std::string(ledger::account::refund_recovery), matter, Side::debit, amount});
    credit(draft, account, matter, amount);
  };
  for (const auto& [account, movements] : accounts) {
    const auto amount = credited(received.draft, account);
    for (const auto& [day, missing] : missing_from(*movements, amount, confirmation.value_date)) {
      recover(day, account, missing);
    }
  }
  for (const auto& [day, interest] : received.paid_interest_krw) {
    if (interest > 0) recover(std::max(day, confirmation.value_date), ledger::account::refund_interest, interest);
  }
  for (auto& [day, draft] : recoveries) {
    draft.transaction_id = "recover:" + confirmation.original_reference + ":" + day.text();
    draft.kind = ledger::Kind::recovered;
    draft.applies_on = day;
    matched.drafts.push_back(std::move(draft));
  }
  matched.drafts.push_back(ledger::reversal(received.draft, "reverse:" + confirmation.original_reference,
                                            confirmation.value_date, confirmation.reference));
  return {matched, {step_of(messages, confirmation, matched)}};
}

std::string masked_payer(std::string_view payer) {
  return payer.empty() ? std::string{} : std::string(intake::first_character(payer)) + "***";
}

}  // namespace clearway::payment
