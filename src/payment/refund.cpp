#include "payment/refund.h"

#include <algorithm>

#include "clearance/sentence.h"
#include "law/parameters.h"  // generated

namespace clearway::payment {
namespace {

using clearance::same;
using clearance::sentence;
using ledger::Draft;
using ledger::Side;

__extension__ using Wide = __int128;  // amount x days x rate

const law::Table& grounds_on(const law::Law& law, Date day) { return law.kr.refund.grounds.on(day).value; }

}  // namespace

std::optional<RefundState> parse_refund_state(std::string_view text) {
  const auto found = std::find(refund_state_names.begin(), refund_state_names.end(), text);
  if (found == refund_state_names.end()) return std::nullopt;
  return static_cast<RefundState>(found - refund_state_names.begin());
}

std::string_view name(RefundRefusal refusal) {
  switch (refusal) {
    case RefundRefusal::ground_is_unknown: return "ground_is_unknown";
    case RefundRefusal::refund_is_not_proposed: return "refund_is_not_proposed";
    case RefundRefusal::refund_is_not_decided: return "refund_is_not_decided";
    case RefundRefusal::refund_needs_a_second_person: return "refund_needs_a_second_person";
    case RefundRefusal::decided_before_it_was_paid_in: return "decided_before_it_was_paid_in";
    case RefundRefusal::nothing_is_left_to_refund: return "nothing_is_left_to_refund";
    case RefundRefusal::paid_out_before_it_was_decided: return "paid_out_before_it_was_decided";
  }
  return "";
}

bool is_ground(const law::Law& law, std::string_view ground, Date day) {
  return grounds_on(law, day).find("ground", ground).has_value();
}

Explained<std::int64_t> interest_on(const law::Law& law, const Messages& messages, std::string_view ground,
                                    std::int64_t principal_krw, Date paid_in_on, Date decided_on) {
  const auto& grounds = law.kr.refund.grounds.on(decided_on);
  const auto row = grounds.value.find("ground", ground);
  Explained<std::int64_t> answer{0, {}};
  Step step;
  step.rule = "refund.interest";
  step.from = paid_in_on.plus_days(1);
  step.to = decided_on;
  if (!row || grounds.value.integer(*row, "bears_interest") == 0 || decided_on <= paid_in_on) {
    step.cite = grounds.cite;
    step.amount_krw = 0;
    step.text = sentence(messages, "payment.refund.no_interest");
    answer.steps.push_back(std::move(step));
    return answer;
  }
  // Millionths of a won-year: exact until the one division at the end.
  const auto& rates = law.kr.refund.interest_rate;
  const auto days_of_year = law.kr.refund.days_of_year.on(decided_on).value;
  Wide sum = 0;
  std::int64_t days = 0;
  for (Date day = paid_in_on.plus_days(1); day <= decided_on; day = day.plus_days(1)) {
    sum += static_cast<Wide>(principal_krw) * rates.on(day).value.micro();
    ++days;
  }
  const auto unit = law.kr.refund.truncation.on(decided_on).value;
  const auto exact = sum / Decimal::one / days_of_year;
  answer.value = static_cast<std::int64_t>(exact / unit * unit);
  const auto& rate = rates.on(decided_on);
  step.cite = rate.cite;
  step.amount_krw = answer.value;
  step.inputs = {{"principal_krw", std::to_string(principal_krw)},
                 {"days", std::to_string(days)},
                 {"rate", rate.value.text()},
                 {"grade", std::string(law::name(rate.grade))}};
  step.text = sentence(messages, "payment.refund.interest",
                       {{"principal", same(std::to_string(principal_krw))},
                        {"days", same(std::to_string(days))},
                        {"rate", same(rate.value.text())},
                        {"amount", same(std::to_string(answer.value))}});
  answer.steps.push_back(std::move(step));
  return answer;
}

std::optional<RefundRefusal> refusal_to_decide(const law::Law& law, const Refund& refund, const Refundable& there,
                                               Date day) {
  if (!is_ground(law, refund.ground, day)) return RefundRefusal::ground_is_unknown;
  if (refund.state != RefundState::proposed) return RefundRefusal::refund_is_not_proposed;
  if (day < refund.paid_in_on) return RefundRefusal::decided_before_it_was_paid_in;
  if (there.overpayments_krw + there.unallocated_krw <= 0) return RefundRefusal::nothing_is_left_to_refund;
  return std::nullopt;
}

Explained<Decided> decide(const law::Law& law, const Messages& messages, const Refund& refund, const Refundable& there,
                          Date day) {
  Decided decided{refund, {}};
  auto& kept = decided.refund;
  kept.principal_krw = std::min(refund.principal_krw, there.overpayments_krw + there.unallocated_krw);
  auto interest = interest_on(law, messages, refund.ground, kept.principal_krw, refund.paid_in_on, day);
  kept.interest_krw = interest.value;
  kept.state = RefundState::decided;
  kept.decided_on = day;
  auto& draft = decided.draft;
  draft.transaction_id = "decide:" + refund.refund_id;
  draft.kind = ledger::Kind::refund_decided;
  draft.applies_on = day;
  draft.cite = "customs-act-46";
  const auto out_of_overpayments = std::min(kept.principal_krw, there.overpayments_krw);
  const auto add = [&](std::string_view account, Side side, std::int64_t amount) {
    if (amount > 0) draft.entries.push_back({std::string(account), refund.matter_id, side, amount});
  };
  add(ledger::account::overpayments, Side::debit, out_of_overpayments);
  add(ledger::account::unallocated_receipts, Side::debit, kept.principal_krw - out_of_overpayments);
  add(ledger::account::refund_interest, Side::debit, kept.interest_krw);
  add(ledger::account::refunds_payable, Side::credit, kept.principal_krw + kept.interest_krw);
  return {std::move(decided), std::move(interest.steps)};
}

std::optional<RefundRefusal> refusal_to_pay(const Refund& refund, std::string_view decided_by, std::string_view actor,
                                            Date day) {
  if (refund.state != RefundState::decided) return RefundRefusal::refund_is_not_decided;
  if (decided_by == actor) return RefundRefusal::refund_needs_a_second_person;
  if (refund.decided_on && day < *refund.decided_on) return RefundRefusal::paid_out_before_it_was_decided;
  return std::nullopt;
}

Draft payment_of(const Refund& refund, Date day) {
  Draft draft;
  draft.transaction_id = "pay:" + refund.refund_id;
  draft.kind = ledger::Kind::refund_paid;
  draft.applies_on = day;
  const auto amount = refund.principal_krw + refund.interest_krw;
  draft.entries = {{std::string(ledger::account::refunds_payable), refund.matter_id, Side::debit, amount},
                   {std::string(ledger::account::cash_bank), refund.matter_id, Side::credit, amount}};
  return draft;
}

Draft allocation_of(std::string transaction_id, std::string_view receipt_matter, std::string_view from_account,
                    std::string_view matter_id, const std::vector<ChargeAmount>& amounts, Date day) {
  Draft draft;
  draft.transaction_id = std::move(transaction_id);
  draft.kind = ledger::Kind::allocated;
  draft.applies_on = day;
  draft.cite = "customs-act-46";
  for (const auto& [charge, amount] : amounts) {
    draft.entries.push_back({std::string(from_account), std::string(receipt_matter), Side::debit, amount});
    draft.entries.push_back({ledger::receivable(charge), std::string(matter_id), Side::credit, amount});
  }
  return draft;
}

Moved move_of(std::string_view receipt_matter, Date received_on, std::int64_t amount_krw, Date day) {
  Moved moved;
  const std::string matter(receipt_matter);
  const ledger::Entry clearing{std::string(ledger::account::between_parties), matter, Side::debit, amount_krw};
  const ledger::Entry kept{std::string(ledger::account::unallocated_receipts), matter, Side::debit, amount_krw};
  for (auto* draft : {&moved.out, &moved.in}) {
    draft->transaction_id = "move:" + matter;
    draft->kind = ledger::Kind::moved;
    draft->applies_on = day;
    draft->entries = {clearing, kept};
  }
  moved.out.entries[0].side = Side::credit;
  moved.in.entries[1].side = Side::credit;
  moved.in.opens.push_back({matter, "receipt", received_on});
  return moved;
}

Draft reduction_of(std::string transaction_id, std::string_view matter_id, const ChargeAmount& amount,
                   std::int64_t owed_krw, Date day, std::string cite, std::string note) {
  Draft draft;
  draft.transaction_id = std::move(transaction_id);
  draft.kind = ledger::Kind::reduced;
  draft.applies_on = day;
  draft.cite = std::move(cite);
  draft.note = std::move(note);
  const std::string matter(matter_id);
  const auto unpaid = std::clamp<std::int64_t>(owed_krw, 0, amount.amount_krw);
  draft.entries.push_back({ledger::revenue(amount.charge), matter, Side::debit, amount.amount_krw});
  if (unpaid > 0) draft.entries.push_back({ledger::receivable(amount.charge), matter, Side::credit, unpaid});
  if (unpaid < amount.amount_krw) {
    draft.entries.push_back(
        {std::string(ledger::account::overpayments), matter, Side::credit, amount.amount_krw - unpaid});
  }
  return draft;
}

}  // namespace clearway::payment
