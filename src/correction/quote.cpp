#include "correction/quote.h"

#include <algorithm>
#include <set>

#include "correction/reckoning.h"
#include "law/parameters.h"  // generated

namespace clearway::correction {
namespace {

/// Days that must follow one another: the first that comes before the one it must not precede is refused.
class Order {
 public:
  void follows(std::string_view field, std::optional<Date> day, std::optional<Date> not_before) {
    if (!refused_ && day && not_before && *day < *not_before) {
      refused_ = Refused{Refusal::dates_are_out_of_order, std::string(field), day->text()};
    }
  }
  const std::optional<Refused>& refused() const { return refused_; }

 private:
  std::optional<Refused> refused_;
};

/// The day on which too little, or nothing, was declared.
Date origin_of(const Case& c) {
  return c.declaration.undeclared() ? *c.declaration.imported_on : *c.declaration.declared_on;
}

std::optional<Refused> check_dates(const Case& c) {
  const auto& declaration = c.declaration;
  const auto& facts = c.circumstances;
  const std::optional<Date> origin(origin_of(c)), filed(c.filed_on);
  Order order;
  order.follows("declaration.accepted_on", declaration.accepted_on, origin);
  order.follows("declaration.due_on", declaration.due_on, origin);
  order.follows("declaration.paid_on", declaration.paid_on, origin);
  for (const auto& payment : declaration.payments) order.follows("declaration.payments", payment.on, origin);
  order.follows("circumstances.final_price_declared_on", facts.final_price_declared_on, origin);
  order.follows("circumstances.classification_ruling_notified_on", facts.classification_ruling_notified_on,
                facts.classification_ruling_applied_on);
  if (facts.review_delay)
    order.follows("circumstances.review_delay.to", facts.review_delay->to, facts.review_delay->from);
  order.follows("drafted_on", c.drafted_on, origin);
  order.follows("filed_on", filed, origin);
  order.follows("filed_on", filed, declaration.paid_on);
  for (const auto& payment : declaration.payments) order.follows("filed_on", filed, payment.on);
  order.follows("filed_on", filed, c.drafted_on);
  order.follows("paid_on", c.paid_on, filed);
  order.follows("refund_decided_on", c.refund_decided_on, filed);
  order.follows("audit_found_on", c.audit_found_on, filed);
  return order.refused();
}

std::optional<Refused> check_lines(const Case& c) {
  std::set<std::pair<std::string_view, Tax>> seen;
  for (const auto& line : c.lines) {
    if (!seen.emplace(line.line, line.tax).second) {
      return Refused{Refusal::line_is_corrected_twice, "lines", line.line + " " + std::string(name(line.tax))};
    }
  }
  for (const auto& line : c.lines) {
    const auto& open = c.lines_under_correction;
    if (std::find(open.begin(), open.end(), line.line) != open.end()) {
      return Refused{Refusal::line_has_an_open_correction, "lines_under_correction", line.line};
    }
  }
  for (const auto& line : c.lines) {
    if (c.declaration.undeclared() && line.declared_krw != 0) {
      return Refused{Refusal::undeclared_goods_have_no_declared_tax, "lines", line.line};
    }
  }
  return std::nullopt;
}

/// More and less of one tax are set off over the lines: the tax of a declaration is one sum (docs/correction-quote.md).
std::variant<Nets, Refused> nets_of(const Case& c) {
  Nets nets{};
  for (const auto& line : c.lines) nets[static_cast<std::size_t>(line.tax)] += line.correct_krw - line.declared_krw;
  bool any = false;
  for (const auto net : nets) {
    if (std::abs(net) > largest_amount_krw) {
      return Refused{Refusal::amount_is_too_large, "lines", std::to_string(net)};
    }
    any = any || net != 0;
  }
  if (!any) return Refused{Refusal::nothing_is_corrected, "lines", ""};
  return nets;
}

bool is_more(const Nets& nets) {
  return std::any_of(nets.begin(), nets.end(), [](std::int64_t net) { return net > 0; });
}
bool is_less(const Nets& nets) {
  return std::any_of(nets.begin(), nets.end(), [](std::int64_t net) { return net < 0; });
}

/// What more tax is filed as on `day`; nothing after the assessment limit.
std::optional<Act> act_of_more(const Case& c, const Periods& periods, Date day) {
  const auto& declaration = c.declaration;
  if (!declaration.undeclared() && !declaration.paid_on) return Act::correction_before_payment;
  if (day > periods.assessment_limit.last_day) return std::nullopt;
  if (declaration.undeclared()) return Act::assessment_of_undeclared_goods;
  if (c.circumstances.provisional_price && !c.circumstances.fraud) return Act::final_price_settlement;
  return day <= periods.supplementary->last_day ? Act::supplementary_filing : Act::amended_filing;
}

/// What less tax is claimed as; nothing where it is too late.
std::optional<Act> act_of_less(const Case& c, const Periods& periods, Date day) {
  if (!c.declaration.paid_on) return Act::correction_before_payment;
  const auto open = [day](const std::optional<TimeLimit>& limit) { return limit && day <= limit->last_day; };
  if (c.circumstances.provisional_price && !c.circumstances.fraud) {
    return day <= periods.assessment_limit.last_day ? std::optional(Act::final_price_settlement) : std::nullopt;
  }
  // Three months from knowing, or the years of a claim: either is enough (Act 38-4(1)).
  if (periods.transfer_price && (open(periods.transfer_price) || open(periods.refund_claim))) {
    return Act::transfer_price_refund_claim;
  }
  if (open(periods.refund_claim)) return Act::refund_claim;
  if (open(periods.later_event)) return Act::later_event_refund_claim;
  return std::nullopt;
}

Text day_text(Date day) { return accrual::same(day.text()); }

/// Says which act it is and until when, and what in the circumstances matters for it.
class Grounds {
 public:
  Grounds(Reckoning& reckoning, const Case& c, const Periods& periods)
      : reckoning_(reckoning), case_(c), periods_(periods) {}

  void of_more(const Filing& filing, const Relief& relief_without_notice) {
    switch (filing.act) {
      case Act::correction_before_payment: before_payment(); break;
      case Act::supplementary_filing: period("act_supplementary_filing", *periods_.supplementary); break;
      case Act::amended_filing:
        reckoning_.step("act_amended_filing", "customs-act-38_3-1",
                        {{"ended", day_text(periods_.supplementary->last_day)},
                         {"to", day_text(periods_.assessment_limit.last_day)}},
                        periods_.supplementary->last_day.plus_days(1), periods_.assessment_limit.last_day);
        break;
      case Act::final_price_settlement: reckoning_.step("act_final_price_settlement", "customs-act-28-4", {}); break;
      case Act::assessment_of_undeclared_goods:
        reckoning_.step("act_assessment_of_undeclared_goods", "customs-act-42-3-1",
                        {{"from", day_text(*case_.declaration.imported_on)}}, case_.declaration.imported_on);
        break;
      case Act::assessment_after_audit:
      case Act::refund_claim:
      case Act::later_event_refund_claim:
      case Act::transfer_price_refund_claim: break;
    }
    if (filing.act == Act::amended_filing && relief_without_notice.ground == ReliefGround::amended_filing) {
      if (const auto notice = excluding_notice(case_.circumstances, case_.filed_on)) excluded(*notice);
    }
    const auto& facts = case_.circumstances;
    if (facts.possible_error_notice_on && *facts.possible_error_notice_on <= case_.filed_on) {
      reckoning_.step("possible_error_notice", "customs-rule-9_2", {{"day", day_text(*facts.possible_error_notice_on)}},
                      facts.possible_error_notice_on);
    }
    if (facts.appeal_pending_since && *facts.appeal_pending_since <= case_.filed_on) {
      reckoning_.step("appeal_does_not_bar", "customs-act-38_3-1", {{"day", day_text(*facts.appeal_pending_since)}},
                      facts.appeal_pending_since);
    }
  }

  void of_less(const Filing& filing) {
    switch (filing.act) {
      case Act::correction_before_payment: before_payment(); break;
      case Act::refund_claim: period("act_refund_claim", *periods_.refund_claim); break;
      case Act::later_event_refund_claim: period("act_later_event_refund_claim", *periods_.later_event); break;
      case Act::transfer_price_refund_claim: {
        const auto& later = std::max(*periods_.transfer_price, *periods_.refund_claim,
                                     [](const TimeLimit& a, const TimeLimit& b) { return a.last_day < b.last_day; });
        reckoning_.step("act_transfer_price_refund_claim", "customs-act-38_4-1", {{"to", day_text(later.last_day)}}, {},
                        later.last_day);
        break;
      }
      case Act::final_price_settlement: reckoning_.step("act_final_price_settlement", "customs-act-28-4", {}); break;
      case Act::supplementary_filing:
      case Act::amended_filing:
      case Act::assessment_after_audit:
      case Act::assessment_of_undeclared_goods: break;
    }
  }

 private:
  void before_payment() {
    const bool overdue = case_.filed_on > periods_.due_on;
    reckoning_.step(overdue ? "act_correction_when_overdue" : "act_correction_before_payment", "customs-act-38-5",
                    {{"due", day_text(periods_.due_on)}}, {}, periods_.due_on);
  }
  void period(std::string_view rule, const TimeLimit& limit) {
    reckoning_.step(rule, limit.cite, {{"from", day_text(limit.starts)}, {"to", day_text(limit.last_day)}},
                    limit.starts, limit.last_day, {},
                    {{"last_day_before_moving", limit.unmoved.text()}, {"grade", std::string(law::name(limit.grade))}});
  }
  void excluded(const ExcludingNotice& notice) {
    reckoning_.step("relief_excluded_by_" + std::string(notice.field).substr(0, notice.field.size() - 3),
                    "customs-rule-9_2", {{"day", day_text(notice.on)}}, notice.on, {}, {},
                    {{"notice", std::string(notice.field)}});
  }

  Reckoning& reckoning_;
  const Case& case_;
  const Periods& periods_;
};

/// The same case without the notices that exclude relief.
Case without_notices(Case c) {
  c.circumstances.audit_notice_on.reset();
  c.circumstances.audit_known_on.reset();
  c.circumstances.assessment_notice_on.reset();
  return c;
}

std::optional<Date> open_until(const Filing& filing, const Periods& periods) {
  if (filing.open_until) return filing.open_until;
  switch (filing.act) {
    case Act::supplementary_filing: return periods.supplementary->last_day;
    case Act::amended_filing:
    case Act::final_price_settlement:
    case Act::assessment_after_audit:
    case Act::assessment_of_undeclared_goods: return periods.assessment_limit.last_day;
    case Act::refund_claim: return periods.refund_claim->last_day;
    case Act::later_event_refund_claim: return periods.later_event->last_day;
    case Act::transfer_price_refund_claim:
      return std::max(periods.transfer_price->last_day, periods.refund_claim->last_day);
    case Act::correction_before_payment: return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace

Result<Quoter> Quoter::of(const law::Law& law, const law::Calendar& calendar, const Messages& messages) {
  auto yearly = accrual::RateTable::of("correction.interest.yearly_rate", accrual::Per::year,
                                       law.kr.correction.interest.yearly_rate);
  if (!yearly) return yearly.error();
  // The rates before the first that reached all goods differ by the day of the declaration.
  for (const auto& value : law.kr.penalty.daily.rate_at_declaration.all()) {
    if (auto late = late_rates(law, value.from.value_or(Date())); !late) return late.error();
  }
  return Quoter(law, calendar, messages, std::move(yearly).value());
}

Answer Quoter::quote(const Case& c) const {
  const auto refused = [](Refused why) { return Answer{{}, std::move(why)}; };
  if (auto wrong = check_dates(c)) return refused(*wrong);
  if (auto wrong = check_lines(c)) return refused(*wrong);
  const auto found = nets_of(c);
  if (const auto* wrong = std::get_if<Refused>(&found)) return refused(*wrong);
  const auto& nets = std::get<Nets>(found);
  const auto periods = periods_of(c, law_, calendar_);
  if (!periods) return refused({Refusal::calendar_does_not_reach_the_day, "declaration", periods.error().field});

  const auto late = late_rates(law_, origin_of(c));
  const Rules rules{law_, calendar_, yearly_, late.value()};
  Answer answer;
  Explained<Quote> quote;
  // The steps that say which act it is come before those that reckon it.
  const auto keep = [&quote](Reckoning& grounds, Reckoning& amounts) {
    for (auto& step : grounds.take_steps()) quote.steps.push_back(std::move(step));
    for (auto& step : amounts.take_steps()) quote.steps.push_back(std::move(step));
  };

  if (is_more(nets)) {
    const auto more = [&]() -> FilingOrRefused {
      const auto act = act_of_more(c, *periods, c.filed_on);
      if (!act) {
        return Refused{Refusal::correction_comes_after_the_assessment_limit, "filed_on",
                       periods->assessment_limit.last_day.text()};
      }
      const auto open = without_notices(c);
      const auto without_notice = relief_of(open, *periods, c.filed_on, false);
      const auto notice = excluding_notice(c.circumstances, c.filed_on);
      if (*act == Act::amended_filing && c.drafted_on && notice && notice->on > *c.drafted_on &&
          without_notice.ground == ReliefGround::amended_filing && !c.circumstances.loss_of_relief_is_known) {
        return Refused{Refusal::audit_notice_arrived_since_the_draft, "circumstances." + std::string(notice->field),
                       notice->on.text()};
      }
      Reckoning amounts(rules, c, *periods, &messages_), grounds(rules, c, *periods, &messages_);
      auto filing = amounts.additional(*act, nets, c.filed_on, c.paid_on.value_or(c.filed_on));
      if (auto* done = std::get_if<Filing>(&filing)) {
        done->open_until = open_until(*done, *periods);
        Grounds(grounds, c, *periods).of_more(*done, without_notice);
        keep(grounds, amounts);
      }
      return filing;
    }();
    if (const auto* filing = std::get_if<Filing>(&more)) quote.value.additional = *filing;
    if (const auto* why = std::get_if<Refused>(&more)) quote.value.closed.push_back(*why);
  }

  if (is_less(nets)) {
    const auto less = [&]() -> FilingOrRefused {
      const auto act = act_of_less(c, *periods, c.filed_on);
      if (!act) {
        return Refused{Refusal::refund_is_claimed_too_late, "filed_on", periods->refund_claim->last_day.text()};
      }
      const auto& appeal = c.circumstances.appeal_pending_since;
      if (*act != Act::correction_before_payment && appeal && *appeal <= c.filed_on) {
        return Refused{Refusal::appeal_is_pending, "circumstances.appeal_pending_since", appeal->text()};
      }
      auto decided_on = c.refund_decided_on;
      if (!decided_on) {
        const auto& months = law_.kr.correction.refund_claim.answer_months.on(c.filed_on);
        const auto last = last_day_of_months(c.filed_on.plus_days(1), static_cast<int>(months.value));
        const auto moved = calendar_.next_working_day(last);
        if (!moved) return Refused{Refusal::calendar_does_not_reach_the_day, "filed_on", last.text()};
        decided_on = *moved;
      }
      Reckoning amounts(rules, c, *periods, &messages_), grounds(rules, c, *periods, &messages_);
      auto filing = amounts.refund(*act, nets, c.filed_on, *decided_on);
      if (auto* done = std::get_if<Filing>(&filing)) {
        done->open_until = open_until(*done, *periods);
        Grounds(grounds, c, *periods).of_less(*done);
        keep(grounds, amounts);
      }
      return filing;
    }();
    if (const auto* filing = std::get_if<Filing>(&less)) quote.value.refund = *filing;
    if (const auto* why = std::get_if<Refused>(&less)) quote.value.closed.push_back(*why);
  }

  if (!quote.value.additional && !quote.value.refund) return refused(quote.value.closed.front());
  answer.quote = std::move(quote);
  return answer;
}

std::vector<Cost> Quoter::compare(const Case& c) const {
  std::vector<Cost> costs;
  if (check_dates(c) || check_lines(c)) return costs;
  const auto found = nets_of(c);
  const auto* nets = std::get_if<Nets>(&found);
  if (nets == nullptr || !is_more(*nets) || (!c.declaration.undeclared() && !c.declaration.paid_on)) return costs;
  const auto periods = periods_of(c, law_, calendar_);
  if (!periods) return costs;
  const auto limit = periods->assessment_limit.last_day;
  const auto late = late_rates(law_, origin_of(c));
  const Rules rules{law_, calendar_, yearly_, late.value()};

  const auto add = [&](Act act, Date day) {
    Reckoning reckoning(rules, c, *periods, nullptr);
    const auto filing = reckoning.additional(act, *nets, day, day);
    if (const auto* done = std::get_if<Filing>(&filing)) costs.push_back({day, act, done->sum, done->due_krw(), 0, 0});
  };
  std::set<Date> days = {c.filed_on};
  const auto after = [&](Date last_day) {
    if (last_day >= c.filed_on) days.insert(last_day.plus_days(1));
  };
  if (periods->supplementary && !(c.circumstances.provisional_price && !c.circumstances.fraud)) {
    after(periods->supplementary->last_day);
    // Where a period takes nothing off, its end changes nothing.
    const auto after_relief = [&](const TimeLimit& until, ReliefGround ground) {
      if (relief_of(c, *periods, until.last_day, false).ground == ground) after(until.last_day);
    };
    for (const auto& step : periods->relief) after_relief(step.until, ReliefGround::amended_filing);
    if (periods->valuation_ruling) after_relief(*periods->valuation_ruling, ReliefGround::valuation_ruling);
    if (periods->classification_ruling) {
      after_relief(*periods->classification_ruling, ReliefGround::classification_ruling);
    }
  }
  for (const auto day : days) {
    if (const auto act = day <= limit ? act_of_more(c, *periods, day) : std::nullopt) add(*act, day);
  }
  if (costs.empty()) return costs;
  const auto found_on = c.audit_found_on.value_or(costs.back().on);
  const auto filings = costs.size();
  if (found_on <= limit) {
    add(c.declaration.undeclared() ? Act::assessment_of_undeclared_goods : Act::assessment_after_audit, found_on);
  }
  for (auto& cost : costs) {
    cost.more_than_now_krw = cost.due_krw - costs.front().due_krw;
    if (costs.size() > filings) cost.less_than_audit_krw = costs.back().due_krw - cost.due_krw;
  }
  return costs;
}

}  // namespace clearway::correction
