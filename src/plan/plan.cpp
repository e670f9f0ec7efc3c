#include "plan/plan.h"

#include <algorithm>

#include "debt/compute.h"
#include "law/parameters.h"

namespace clearway::plan {
namespace {

Standing standing(const std::optional<bool>& fact) {
  if (!fact) return Standing::not_known;
  return *fact ? Standing::met : Standing::not_met;
}
Standing standing(bool fact) { return fact ? Standing::met : Standing::not_met; }

/// Payments made up to `day` only.
debt::Case as_of(debt::Case subject, Date day) {
  auto& payments = subject.payments;
  payments.erase(
      std::remove_if(payments.begin(), payments.end(), [day](const auto& payment) { return payment.date > day; }),
      payments.end());
  return subject;
}

struct Day {
  Date date;
  std::optional<Date> counted_to;
};

class Planner {
 public:
  Planner(Kind kind, const Request& request, const law::Law& law, const law::Calendar& calendar)
      : kind_(kind), request_(request), law_(law), calendar_(calendar) {}

  Result<Plan> make() {
    if (const auto status = check(); !status) return status.error();
    if (const auto status = open(); !status) return status.error();
    const auto days = dates();
    if (!days) return days.error();
    if (kind_ == Kind::instalments && !in_arrears_) extend(days->back().date);
    plan_.kind = kind_;
    for (std::size_t k = 0; k < days->size(); ++k) {
      if (const auto status = add_row((*days)[k], days->size(), k + 1 == days->size()); !status) return status.error();
    }
    secure();
    judge();
    list_effects();
    afford();
    return plan_;
  }

  bool in_arrears() const { return in_arrears_; }

 private:
  struct Account {
    debt::Case subject;
    std::int64_t tax = 0;      // left on the day of the application
    std::int64_t penalty = 0;  // charged so far
  };

  Status check() const {
    if (request_.debts.empty()) return Error{"debts_are_missing", "debts", "", "1"};
    const auto most = law_.kr.arrears.plan.most_parts.on(request_.on).value;
    if (request_.parts < 1 || request_.parts > most) {
      return Error{"parts_are_out_of_range", "parts", std::to_string(request_.parts), std::to_string(most)};
    }
    if (request_.pay_on && *request_.pay_on < request_.on) {
      return Error{"pay_on_is_before_the_application", "pay_on", request_.pay_on->text(), request_.on.text()};
    }
    if (kind_ == Kind::deferral && law_.kr.arrears.deferral.longest_years.find(request_.on) == nullptr) {
      return Error{"application_is_before_the_law", "on", request_.on.text(), ""};
    }
    return success();
  }

  Status open() {
    std::int64_t tax = 0;
    for (const auto& subject : request_.debts) {
      Account account{as_of(subject, request_.on), 0, 0};
      account.subject.until = request_.on;
      const auto now = debt::compute(account.subject, law_, calendar_);
      if (!now) return now.error();
      account.tax = now->tax_left();
      account.penalty = now->penalty;
      const auto& due = now->notice_due ? now->notice_due : now->statutory_due;
      if (account.tax > 0 && due && request_.on > due->date) in_arrears_ = true;
      tax += account.tax;
      accounts_.push_back(std::move(account));
    }
    unit_ = law_.kr.penalty.round_unit.on(request_.on).value;
    // One part is always possible: what is left may be penalty only, where parts paid it with the tax and met tax
    // first.
    const auto most = std::max<std::int64_t>(1, tax / unit_);
    if (kind_ != Kind::one_payment && request_.parts > most) {
      return Error{"parts_are_above_the_tax", "parts", std::to_string(request_.parts), std::to_string(most)};
    }
    return success();
  }

  Date limit() const {
    const auto years = kind_ == Kind::instalments ? law_.kr.arrears.instalment.longest_years.on(request_.on).value
                                                  : law_.kr.arrears.deferral.longest_years.on(request_.on).value;
    return request_.granted_on.value_or(request_.on).plus_years(static_cast<int>(years));
  }

  /// Days of the months after the application, each moved to a working day; the last one back to the limit where
  /// moving took it beyond.
  Result<std::vector<Day>> dates() const {
    std::vector<Date> counted;
    if (kind_ == Kind::one_payment) {
      counted.push_back(request_.pay_on.value_or(request_.on));
    } else {
      for (int month = 1; month <= request_.parts; ++month) counted.push_back(request_.on.plus_months(month));
    }
    std::vector<Day> days;
    for (const auto day : counted) {
      const auto moved = calendar_.next_working_day(day);
      if (!moved) return moved.error();
      auto date = *moved;
      if (kind_ != Kind::one_payment && day <= limit() && date > limit()) {
        date = day;
        while (!calendar_.is_working_day(date)) date = date.plus_days(-1);
      }
      days.push_back({date, date == day ? std::nullopt : std::optional(day)});
    }
    return days;
  }

  /// Instalments granted before the due date move it: no penalty grows while each date is met.
  void extend(Date last) {
    for (auto& account : accounts_) {
      account.subject.extended_to = last;
      if (account.subject.notice_date) account.subject.notice_due = last;
    }
  }

  Status add_row(const Day& day, std::size_t count, bool last) {
    Row row;
    row.date = day.date;
    row.counted_to = day.counted_to;
    for (auto& account : accounts_) {
      account.subject.until = day.date;
      const auto now = debt::compute(account.subject, law_, calendar_);
      if (!now) return now.error();
      const auto grown = std::max<std::int64_t>(0, now->penalty - account.penalty);
      account.penalty = now->penalty;
      Share share{now->costs_left(), now->tax_left(), now->penalty_left()};
      if (!last) {
        // A larger part meets tax first, as every payment does: it never pays penalty that would not grow.
        auto part = account.tax / static_cast<std::int64_t>(count) / unit_ * unit_;
        if (request_.order == PenaltyOrder::with_each) part += grown;
        share.tax = std::min(share.tax, part);
        share.penalty = std::min(share.penalty, part - share.tax);
      }
      if (share.total() > 0) account.subject.payments.push_back({"", day.date, share.total()});
      row.grown += grown;
      row.tax_left += now->tax_left() - share.tax;
      row.due.costs += share.costs;
      row.due.tax += share.tax;
      row.due.penalty += share.penalty;
      row.shares.push_back(share);
    }
    plan_.total.costs += row.due.costs;
    plan_.total.tax += row.due.tax;
    plan_.total.penalty += row.due.penalty;
    plan_.rows.push_back(std::move(row));
    return success();
  }

  void secure() {
    if (kind_ == Kind::one_payment) return;
    const auto& share = law_.kr.arrears.plan.security_share.on(request_.on);
    std::int64_t tax = 0;
    for (const auto& account : accounts_) tax += account.tax;
    // Amounts stay below 10^15 and the share is at most 1: no 64 bits are passed in two steps.
    const auto micro = share.value.micro();
    const auto amount = tax / Decimal::one * micro + tax % Decimal::one * micro / Decimal::one;
    const auto& facts = request_.facts;
    auto waived = Standing::not_known;
    if (facts.no_conviction == false || facts.written_plan_is_given == false) waived = Standing::not_met;
    if (facts.no_conviction == true && facts.written_plan_is_given == true) waived = Standing::met;
    if (kind_ == Kind::instalments) waived = Standing::not_known;  // it may be asked; the law names no waiver
    const auto* years = law_.kr.arrears.deferral.clean_years.find(request_.on);
    const bool has_waiver = kind_ == Kind::deferral && years != nullptr;
    plan_.security = Security{amount, waived, has_waiver ? years->value : 0, share.cite, share.grade};
  }

  Standing judged(std::string_view condition) const {
    const auto& facts = request_.facts;
    if (condition == "before_the_due_date") return standing(!in_arrears_);
    if (condition == "in_arrears") return standing(in_arrears_);
    if (condition == "term_is_within_the_limit") return standing(plan_.rows.back().date <= limit());
    if (condition == "cause_is_recognised") return standing(facts.cause_is_recognised);
    if (condition == "business_can_recover") return standing(facts.business_can_recover);
    if (condition == "no_other_enforcement") return standing(facts.no_other_enforcement);
    if (condition == "no_new_arrears") return standing(facts.no_new_arrears);
    if (condition == "security_is_given_or_waived") {
      return request_.security_offered >= plan_.security->amount ? Standing::met : plan_.security->waived;
    }
    return Standing::not_known;
  }

  void judge() {
    const auto& table = law_.kr.arrears.plan.conditions.on(request_.on).value;
    for (std::size_t i = 0; i < table.size(); ++i) {
      if (table.text(i, "plan") != name(kind_)) continue;
      const auto& condition = table.text(i, "condition");
      plan_.conditions.push_back({condition, table.text(i, "cite"),
                                  law::parse_grade(table.text(i, "grade")).value_or(law::Grade::verify),
                                  judged(condition)});
    }
  }

  void list_effects() {
    const auto& table = law_.kr.arrears.plan.effects.on(request_.on).value;
    for (std::size_t i = 0; i < table.size(); ++i) {
      if (table.text(i, "plan") != name(kind_)) continue;
      plan_.effects.push_back({table.text(i, "measure"), table.text(i, "effect"), table.text(i, "cite"),
                               law::parse_grade(table.text(i, "grade")).value_or(law::Grade::verify)});
    }
  }

  void afford() {
    if (!request_.means) return;
    const auto& means = *request_.means;
    Affordability out;
    out.surplus = means.income - means.expenses;
    // What a month leaves over is kept for the next part; a month that lacks something takes it from the assets.
    auto at_hand = means.assets;
    for (const auto& row : plan_.rows) {
      const auto part = row.due.total();
      out.highest_part = std::max(out.highest_part, part);
      if (kind_ != Kind::one_payment) at_hand += out.surplus;
      at_hand -= part;
      if (at_hand < 0 && !out.first_failure) out.first_failure = row.date;
    }
    if (out.surplus > 0)
      out.percent_of_surplus =
          out.highest_part / out.surplus * 100 + out.highest_part % out.surplus * 100 / out.surplus;
    plan_.affordability = out;
  }

  Kind kind_;
  const Request& request_;
  const law::Law& law_;
  const law::Calendar& calendar_;
  std::vector<Account> accounts_;
  std::int64_t unit_ = 1;
  bool in_arrears_ = false;
  Plan plan_;
};

bool is_met(const Plan& plan, std::string_view condition) {
  return std::any_of(plan.conditions.begin(), plan.conditions.end(), [condition](const auto& row) {
    return row.condition == condition && row.standing == Standing::met;
  });
}

bool can_be_asked(const Plan& plan) {
  return is_met(plan, "term_is_within_the_limit") && !(plan.affordability && plan.affordability->first_failure);
}

/// A longer plan where the means fail, down from the longest where the term is too long.
std::optional<Nearest> nearest(Kind kind, Request request, const Plan& asked, const law::Law& law,
                               const law::Calendar& calendar) {
  const int step = is_met(asked, "term_is_within_the_limit") ? 1 : -1;
  for (request.parts += step; request.parts >= 1; request.parts += step) {
    auto plan = make(kind, request, law, calendar);
    if (!plan) break;
    if (can_be_asked(*plan)) return Nearest{kind, request.parts, std::move(*plan)};
    if (step > 0 && !is_met(*plan, "term_is_within_the_limit")) break;
  }
  return std::nullopt;
}

}  // namespace

Standing Plan::standing() const {
  auto out = Standing::met;
  for (const auto& condition : conditions) {
    if (condition.standing == Standing::not_met) return Standing::not_met;
    if (condition.standing == Standing::not_known) out = Standing::not_known;
  }
  return out;
}

Result<Plan> make(Kind kind, const Request& request, const law::Law& law, const law::Calendar& calendar) {
  return Planner(kind, request, law, calendar).make();
}

Result<Offer> offer(const Request& request, const law::Law& law, const law::Calendar& calendar) {
  Offer out;
  for (const auto kind : {Kind::one_payment, Kind::instalments, Kind::deferral}) {
    auto plan = make(kind, request, law, calendar);
    if (!plan) return plan.error();
    out.plans.push_back(std::move(*plan));
  }
  const auto& deferral = out.plans[2];
  const auto kind = is_met(deferral, "in_arrears") ? Kind::deferral : Kind::instalments;
  const auto& asked = out.plans[static_cast<std::size_t>(kind)];
  if (!can_be_asked(asked)) out.nearest = nearest(kind, request, asked, law, calendar);
  return out;
}

Result<Request> after(const Request& request, const Plan& plan, std::size_t paid, Date on) {
  paid = std::min(paid, plan.rows.size());
  if (on < request.on || (paid > 0 && on < plan.rows[paid - 1].date)) {
    return Error{"on_is_before_the_paid_parts", "on", on.text(), "give the day of the last paid part or a later one"};
  }
  auto out = request;
  out.granted_on = request.granted_on.value_or(request.on);
  out.on = on;
  out.pay_on.reset();
  out.parts = std::max(1, static_cast<int>(plan.rows.size() - paid));
  for (std::size_t i = 0; i < out.debts.size(); ++i) {
    auto& subject = out.debts[i];
    subject = as_of(subject, request.on);
    if (plan.kind == Kind::instalments && is_met(plan, "before_the_due_date")) {
      subject.extended_to = plan.rows.back().date;
      if (subject.notice_date) subject.notice_due = plan.rows.back().date;
    }
    for (std::size_t k = 0; k < paid; ++k) {
      const auto amount = plan.rows[k].shares[i].total();
      if (amount > 0) subject.payments.push_back({"", plan.rows[k].date, amount});
    }
  }
  return out;
}

Result<Forecast> forecast_missed(const Request& request, const Plan& plan, std::size_t missed, const law::Law& law,
                                 const law::Calendar& calendar) {
  if (missed >= plan.rows.size()) {
    return Error{"part_is_not_in_the_plan", "part", std::to_string(missed + 1),
                 "give a part from 1 to " + std::to_string(plan.rows.size())};
  }
  Forecast out;
  out.missed = plan.rows[missed].date;
  const auto then = after(request, plan, missed, out.missed);
  if (!then) return then.error();
  for (auto subject : then->debts) {
    subject.until = out.missed;
    const auto now = debt::compute(subject, law, calendar);
    if (!now) return now.error();
    out.rest.costs += now->costs_left();
    out.rest.tax += now->tax_left();
    out.rest.penalty += now->penalty_left();
  }
  const auto& table = law.kr.arrears.plan.consequences.on(request.on).value;
  for (std::size_t i = 0; i < table.size(); ++i) {
    if (table.text(i, "plan") != name(plan.kind)) continue;
    out.consequences.push_back({table.text(i, "consequence"), table.text(i, "cite"),
                                law::parse_grade(table.text(i, "grade")).value_or(law::Grade::verify)});
  }
  return out;
}

}  // namespace clearway::plan
