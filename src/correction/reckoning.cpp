#include "correction/reckoning.h"

#include <algorithm>

#include "law/parameters.h"  // generated

namespace clearway::correction {
namespace {

using accrual::grouped;
using accrual::Rate;
using accrual::same;

Text won(std::int64_t amount) { return same(grouped(amount)); }
Text day_text(Date day) { return same(day.text()); }

/// `amount` without what lies below the unit.
std::int64_t truncated(std::int64_t amount, std::int64_t unit) { return amount / unit * unit; }

accrual::DayCount day_count(std::int64_t days_in_a_year) {
  if (days_in_a_year == 365) return accrual::DayCount::fixed_365;
  return days_in_a_year == 366 ? accrual::DayCount::fixed_366 : accrual::DayCount::actual;
}

std::string grade_text(law::Grade grade) { return std::string(law::name(grade)); }

}  // namespace

Result<accrual::RateTable> late_rates(const law::Law& law, Date declared_on) {
  const auto& daily = law.kr.penalty.daily;
  const auto& before = daily.rate_at_declaration.on(declared_on);
  std::vector<accrual::RateRow> rows = {
      {std::nullopt, Rate::of(before.value), before.cite, before.grade, std::nullopt}};
  for (const auto& value : daily.rate.all()) {
    rows.push_back({value.from, Rate::of(value.value), value.cite, value.grade, std::nullopt});
  }
  return accrual::RateTable::of("penalty.daily.rate", accrual::Per::day, std::move(rows));
}

Amounts& Amounts::operator+=(const Amounts& other) {
  tax_krw += other.tax_krw;
  interest_krw += other.interest_krw;
  penalty_krw += other.penalty_krw;
  penalty_relief_krw += other.penalty_relief_krw;
  late_interest_krw += other.late_interest_krw;
  late_interest_relief_krw += other.late_interest_relief_krw;
  return *this;
}

void Reckoning::step(std::string_view rule, std::string cite, accrual::TextPlaces places, std::optional<Date> from,
                     std::optional<Date> to, std::optional<std::int64_t> amount_krw,
                     std::vector<std::pair<std::string, std::string>> inputs) {
  if (messages_ == nullptr) return;
  steps_.push_back({"correction." + std::string(rule), std::move(cite),
                    accrual::sentence(*messages_, "correction.step." + std::string(rule), places), from, to, amount_krw,
                    std::move(inputs)});
}

Text Reckoning::label(Tax tax) const {
  return messages_ == nullptr ? Text{} : messages_->at("correction.tax." + std::string(name(tax)));
}

std::int64_t Reckoning::unit(Date day) const { return rules_.law.kr.penalty.round_unit.on(day).value; }

void Reckoning::difference(Tax tax, std::int64_t net_krw) {
  if (!explains()) return;
  std::int64_t declared = 0, correct = 0;
  for (const auto& line : case_.lines) {
    if (line.tax != tax) continue;
    declared += line.declared_krw;
    correct += line.correct_krw;
  }
  const auto& rounding = rules_.law.kr.penalty.round_unit.on(case_.filed_on);
  const auto amount = truncated(std::abs(net_krw), rounding.value);
  step(net_krw > 0 ? "more_tax" : "less_tax", rounding.cite,
       {{"tax", label(tax)},
        {"declared", won(declared)},
        {"correct", won(correct)},
        {"amount", won(amount)},
        {"unit", won(rounding.value)}},
       {}, {}, amount,
       {{"tax", std::string(name(tax))},
        {"declared_krw", std::to_string(declared)},
        {"correct_krw", std::to_string(correct)},
        {"grade", grade_text(rounding.grade)}});
}

std::optional<Refused> Reckoning::grow(Tax tax, std::string_view rule, const accrual::RateTable& rates,
                                       std::int64_t principal, Date first, Date last, std::int64_t& amount) {
  accrual::Course course;
  course.first = first;
  course.last = last;
  course.balances = {{first, principal}};
  course.day_count = day_count(rules_.law.kr.correction.interest.days_in_a_year.on(first).value);
  course.rounding = {unit(last), accrual::RoundAt::total};
  const auto accrued = accrual::accrue(course, rates);
  // Rates follow one another without a gap, so that only the beginning can lie before the first of them.
  if (!accrued) return Refused{Refusal::no_rate_is_known_for_the_day, rates.name(), first.text()};
  amount = accrued->total;
  if (rule.empty()) return std::nullopt;
  for (const auto& window : accrued->windows) {
    if (!explains()) break;
    step(rule, window.cite,
         {{"tax", label(tax)},
          {"from", day_text(window.from)},
          {"to", day_text(window.to)},
          {"days", same(std::to_string(window.days))},
          {"percent", same(window.rate.percent())},
          {"principal", won(window.principal)},
          {"amount", won(window.amount)}},
         window.from, window.to, window.amount,
         {{"tax", std::string(name(tax))},
          {"principal_krw", std::to_string(window.principal)},
          {"days", std::to_string(window.days)},
          {"percent", window.rate.percent()},
          {"grade", grade_text(window.grade)}});
  }
  return std::nullopt;
}

std::optional<Refused> Reckoning::late_interest(TaxAmounts& tax, const Relief& relief, Date paid_on) {
  auto& amounts = tax.amounts;
  const auto first = periods_.due_on.plus_days(1);
  if (auto refused =
          grow(tax.tax, "late_interest", rules_.late, amounts.tax_krw, first, paid_on, amounts.late_interest_krw)) {
    return refused;
  }
  if (relief.late_interest) {
    amounts.late_interest_relief_krw = amounts.late_interest_krw;
    if (amounts.late_interest_krw == 0) return std::nullopt;
    step("late_interest_relief", relief.cite, {{"tax", label(tax.tax)}, {"amount", won(amounts.late_interest_krw)}}, {},
         {}, amounts.late_interest_krw, {{"ground", std::string(name(relief.ground))}});
    return std::nullopt;
  }
  const auto& delay = case_.circumstances.review_delay;
  // Article 42-2(1) relieves the penalty of 42(1), which fraud (42(2)) and undeclared goods (42(3)) do not bear.
  if (!delay || case_.circumstances.fraud || case_.declaration.undeclared()) return std::nullopt;
  const auto from = std::max(delay->from, first), to = std::min(delay->to, paid_on);
  if (from > to) return std::nullopt;
  std::int64_t delayed = 0;
  if (auto refused = grow(tax.tax, "", rules_.late, amounts.tax_krw, from, to, delayed)) return refused;
  const auto& share = rules_.law.kr.correction.amended.review_delay_share.on(paid_on);
  const auto left =
      truncated(amounts.late_interest_krw - accrual::share_of(delayed, Rate::of(share.value), 1), unit(paid_on));
  amounts.late_interest_relief_krw = amounts.late_interest_krw - left;
  step("review_delay", "customs-act-42_2-1-8",
       {{"tax", label(tax.tax)},
        {"from", day_text(from)},
        {"to", day_text(to)},
        {"delayed", won(delayed)},
        {"percent", same(Rate::of(share.value).percent())},
        {"amount", won(amounts.late_interest_relief_krw)}},
       from, to, amounts.late_interest_relief_krw,
       {{"tax", std::string(name(tax.tax))},
        {"delayed_krw", std::to_string(delayed)},
        {"grade", grade_text(share.grade)}});
  return std::nullopt;
}

std::optional<Refused> Reckoning::penal(TaxAmounts& tax, const Relief& relief, Date filed_on, Date paid_on) {
  const auto& rates = rules_.law.kr.penalty;
  const auto& facts = case_.circumstances;
  // Shortage: the rate of the day of filing. Fraud and undeclared goods: that of the day of the offence.
  std::string_view kind = "shortage";
  const auto* dated = &rates.under_declared.rate;
  auto day = filed_on;
  if (case_.declaration.undeclared()) {
    kind = facts.punished_as_smuggling ? "smuggling" : "undeclared";
    dated = facts.punished_as_smuggling ? &rates.undeclared_punished.rate : &rates.undeclared.rate;
    day = *case_.declaration.imported_on;
  } else if (facts.fraud) {
    kind = "fraud";
    dated = &rates.under_declared_fraud.rate;
    day = *case_.declaration.declared_on;
  }
  const auto* rate = dated->find(day);
  if (rate == nullptr)
    return Refused{Refusal::no_rate_is_known_for_the_day, "penalty." + std::string(kind), day.text()};
  auto& amounts = tax.amounts;
  amounts.penalty_krw = accrual::share_of(amounts.tax_krw, Rate::of(rate->value), unit(paid_on));
  if (explains()) {
    step("penalty", rate->cite,
         {{"tax", label(tax.tax)},
          {"kind", messages_->at("correction.penalty." + std::string(kind))},
          {"percent", same(Rate::of(rate->value).percent())},
          {"base", won(amounts.tax_krw)},
          {"amount", won(amounts.penalty_krw)}},
         rate->from, rate->to, amounts.penalty_krw,
         {{"tax", std::string(name(tax.tax))}, {"kind", std::string(kind)}, {"grade", grade_text(rate->grade)}});
  }
  if (relief.ground != ReliefGround::none) {
    // What is left is levied, so what is left is truncated.
    const auto taken = accrual::share_of(amounts.penalty_krw, Rate::of(relief.share), 1);
    const auto left = truncated(amounts.penalty_krw - taken, unit(paid_on));
    amounts.penalty_relief_krw = amounts.penalty_krw - left;
    if (explains()) {
      step("penalty_relief", relief.cite,
           {{"tax", label(tax.tax)},
            {"ground", messages_->at("correction.relief." + std::string(name(relief.ground)))},
            {"percent", same(Rate::of(relief.share).percent())},
            {"amount", won(amounts.penalty_relief_krw)}},
           {}, relief.open_until, amounts.penalty_relief_krw,
           {{"tax", std::string(name(tax.tax))},
            {"ground", std::string(name(relief.ground))},
            {"grade", grade_text(relief.grade)}});
    }
  }
  return late_interest(tax, relief, paid_on);
}

std::optional<Refused> Reckoning::supplementary(TaxAmounts& tax, Date filed_on, Date paid_on) {
  const auto& facts = case_.circumstances;
  if (facts.fraud) {
    const auto* rule = rules_.law.kr.correction.supplementary.fraud_penalty.find(filed_on);
    if (rule != nullptr && rule->value == 1) return penal(tax, {}, filed_on, paid_on);
  }
  if (facts.imported_by_the_state || facts.justified_reason) {
    if (explains()) {
      step("interest_exempt", "customs-act-38_2-5",
           {{"tax", label(tax.tax)},
            {"ground", messages_->at(facts.imported_by_the_state ? "correction.relief.imported_by_the_state"
                                                                 : "correction.relief.justified_reason")}});
    }
    return std::nullopt;
  }
  return grow(tax.tax, "interest", rules_.yearly, tax.amounts.tax_krw, periods_.due_on.plus_days(1), filed_on,
              tax.amounts.interest_krw);
}

FilingOrRefused Reckoning::additional(Act act, const Nets& nets, Date filed_on, Date paid_on) {
  Filing filing;
  filing.act = act;
  filing.reckoned_to = act == Act::correction_before_payment ? periods_.due_on : paid_on;
  const bool files =
      act == Act::supplementary_filing || act == Act::amended_filing || act == Act::final_price_settlement;
  if (act == Act::correction_before_payment) filing.pay_by = periods_.due_on;
  if (files) {
    const auto& days = rules_.law.kr.correction.payment.days.on(filed_on);
    const auto last = filed_on.plus_days(static_cast<std::int32_t>(days.value));
    const auto moved = rules_.calendar.next_working_day(last);
    if (!moved) return Refused{Refusal::calendar_does_not_reach_the_day, "filed_on", last.text()};
    if (paid_on > *moved) return Refused{Refusal::payment_lies_after_its_due_date, "paid_on", moved->text()};
    filing.pay_by = *moved;
  }
  const auto relief = relief_of(case_, periods_, filed_on, act == Act::assessment_after_audit);
  for (std::size_t i = 0; i < tax_count; ++i) {
    TaxAmounts tax{static_cast<Tax>(i), {}};
    tax.amounts.tax_krw = truncated(std::max<std::int64_t>(nets[i], 0), unit(filed_on));
    if (tax.amounts.tax_krw == 0) continue;
    difference(tax.tax, nets[i]);
    std::optional<Refused> refused;
    switch (act) {
      case Act::supplementary_filing: refused = supplementary(tax, filed_on, paid_on); break;
      case Act::assessment_of_undeclared_goods:
        // Nothing is added where the goods went undeclared for a justified reason (Act 42(3)).
        if (!case_.circumstances.justified_reason) refused = penal(tax, relief, filed_on, paid_on);
        break;
      case Act::amended_filing:
      case Act::final_price_settlement:
      case Act::assessment_after_audit: refused = penal(tax, relief, filed_on, paid_on); break;
      case Act::correction_before_payment:
      case Act::refund_claim:
      case Act::later_event_refund_claim:
      case Act::transfer_price_refund_claim: break;
    }
    if (refused) return *refused;
    filing.taxes.push_back(tax);
    filing.sum += tax.amounts;
  }
  if (act == Act::amended_filing) filing.open_until = relief.open_until;
  finish(filing, filed_on);
  return filing;
}

void Reckoning::finish(Filing& filing, Date filed_on) {
  const auto& minimum = rules_.law.kr.correction.collection.minimum.on(filed_on);
  filing.collected = filing.act == Act::correction_before_payment || filing.sum.tax_krw >= minimum.value;
  if (!filing.collected) {
    step("below_the_minimum", minimum.cite, {{"amount", won(filing.sum.tax_krw)}, {"minimum", won(minimum.value)}}, {},
         {}, 0, {{"grade", grade_text(minimum.grade)}});
  }
  if (filing.pay_by && filing.act != Act::correction_before_payment) {
    const auto& days = rules_.law.kr.correction.payment.days.on(filed_on);
    step("pay_by", filing.act == Act::supplementary_filing ? std::string("customs-act-38_2-4") : days.cite,
         {{"pay_by", day_text(*filing.pay_by)}}, filed_on, filing.pay_by);
  }
  if (explains()) {
    step("total", "state-funds-act-47",
         {{"act", messages_->at("correction.act." + std::string(name(filing.act)))}, {"amount", won(filing.due_krw())}},
         filed_on, filing.reckoned_to, filing.due_krw());
  }
}

FilingOrRefused Reckoning::refund(Act act, const Nets& nets, Date filed_on, Date decided_on) {
  Filing filing;
  filing.act = act;
  filing.refund = true;
  filing.reckoned_to = decided_on;
  auto payments = case_.declaration.payments;
  std::stable_sort(payments.begin(), payments.end(), [](const Payment& a, const Payment& b) { return a.on < b.on; });
  // Decree 56(1) adds nothing to the difference of a provisional price, Act 48 nothing to what the State imports.
  const bool bears_interest = act != Act::final_price_settlement && act != Act::correction_before_payment &&
                              !case_.circumstances.imported_by_the_state;
  for (std::size_t i = 0; i < tax_count; ++i) {
    TaxAmounts tax{static_cast<Tax>(i), {}};
    tax.amounts.tax_krw = truncated(std::max<std::int64_t>(-nets[i], 0), unit(filed_on));
    if (tax.amounts.tax_krw == 0) continue;
    difference(tax.tax, nets[i]);
    // The last payment first, back until the refund is covered (Decree 56(3)1).
    for (auto left = bears_interest ? tax.amounts.tax_krw : 0; left > 0;) {
      const bool covered = !payments.empty() && payments.size() > 1;
      const auto on = payments.empty() ? *case_.declaration.paid_on : payments.back().on;
      const auto part = covered ? std::min(left, payments.back().amount_krw) : left;
      if (covered) {
        payments.back().amount_krw -= part;
        if (payments.back().amount_krw == 0) payments.pop_back();
      }
      std::int64_t interest = 0;
      if (auto refused = grow(tax.tax, "refund_interest", rules_.yearly, part, on.plus_days(1), decided_on, interest)) {
        return *refused;
      }
      tax.amounts.interest_krw += interest;
      left -= part;
    }
    filing.taxes.push_back(tax);
    filing.sum += tax.amounts;
  }
  if (act == Act::correction_before_payment) {
    filing.reckoned_to = periods_.due_on;
    step("less_before_payment", "customs-act-38-5", {{"amount", won(filing.due_krw())}}, filed_on, periods_.due_on,
         filing.due_krw());
  } else if (explains()) {
    if (!bears_interest) {
      step("refund_without_interest",
           act == Act::final_price_settlement ? std::string("customs-decree-56-1") : std::string("customs-act-48"), {});
    }
    step("refund_total", "state-funds-act-47",
         {{"act", messages_->at("correction.act." + std::string(name(act)))},
          {"amount", won(filing.due_krw())},
          {"decided_on", day_text(decided_on)}},
         filed_on, decided_on, filing.due_krw());
  }
  return filing;
}

}  // namespace clearway::correction
