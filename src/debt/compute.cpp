#include "debt/compute.h"

#include <algorithm>
#include <tuple>

#include "debt/rules.h"
#include "law/parameters.h"

namespace clearway::debt {
namespace {

using accrual::Accrued;
using accrual::Balance;
using accrual::Course;
using accrual::Exclusion;
using accrual::Rate;

std::int64_t balance_at(const std::vector<Balance>& balances, Date day) {
  std::int64_t amount = 0;
  for (const auto& balance : balances) {
    if (balance.from <= day) amount = balance.amount;
  }
  return amount;
}

/// One computation; the steps of `run` in their order.
class Computation {
 public:
  Computation(const Case& subject, const law::Law& law, const law::Calendar& calendar)
      : case_(subject), law_(law), calendar_(calendar), unit_(law.kr.penalty.round_unit.on(subject.until).value) {}

  Result<Statement> run() {
    if (auto done = due_dates(); !done) return done.error();
    liable_on_ = liability_day(case_);
    const auto& regime = law_.kr.penalty.regime.on(liable_on_);
    out_.late_payment_penalty = is_late_payment_penalty(regime.value);
    out_.regime_cite = regime.cite;
    pay_costs_and_tax();
    const auto penalty = out_.late_payment_penalty ? late_payment_penalty() : surcharge();
    if (!penalty) return penalty.error();
    for (const auto& part : out_.parts) out_.penalty += part.amount;
    pay_penalty();
    prescription();
    return std::move(out_);
  }

 private:
  // ---- dates

  Result<DueDate> end_of(Date from, const law::Value<std::int64_t>& days) {
    const auto counted = from.plus_days(static_cast<std::int32_t>(days.value));
    const auto moved = calendar_.next_working_day(counted);
    if (!moved) return moved.error();
    DueDate due{*moved, true, std::nullopt, days.cite};
    if (*moved != counted) due.counted_to = counted;
    return due;
  }

  Status due_dates() {
    if (case_.notice_date) {
      out_.notice_received = case_.notice_received.value_or(*case_.notice_date);
      if (case_.notice_published) {
        const auto& days = law_.kr.due.publication_days.on(*case_.notice_published);
        out_.notice_received = case_.notice_published->plus_days(static_cast<std::int32_t>(days.value));
      }
      const auto& days = law_.kr.due.noticed_days.on(*case_.notice_date);
      if (case_.notice_due) {
        out_.notice_due = DueDate{*case_.notice_due, false, std::nullopt, days.cite};
      } else {
        auto due = end_of(*out_.notice_received, days);
        if (!due) return due.error();
        out_.notice_due = *due;
      }
    }
    if (is_undeclared(case_.cause)) return success();
    if (case_.statutory_due) {
      const auto& days = law_.kr.due.declared_days.on(*case_.statutory_due);
      out_.statutory_due = DueDate{*case_.statutory_due, false, std::nullopt, days.cite};
    } else if (case_.accepted) {
      auto due = end_of(*case_.accepted, law_.kr.due.declared_days.on(*case_.accepted));
      if (!due) return due.error();
      out_.statutory_due = *due;
    } else {
      out_.statutory_due = out_.notice_due;
    }
    if (case_.extended_to && out_.statutory_due && *case_.extended_to > out_.statutory_due->date) {
      out_.statutory_due = DueDate{*case_.extended_to, false, std::nullopt, extension_cite};
    }
    return success();
  }

  // ---- payments

  void pay_costs_and_tax() {
    auto payments = case_.payments;
    // Payments of one day are equal before the law; the order only makes the answer the same for any order given.
    std::sort(payments.begin(), payments.end(), [](const Payment& a, const Payment& b) {
      return std::tie(a.date, a.id, a.amount) < std::tie(b.date, b.id, b.amount);
    });
    out_.tax = case_.principal;
    for (const auto& cost : case_.costs) {
      if (!cost.date || *cost.date <= case_.until) out_.costs += cost.amount;
    }
    balances_ = {{Date::from_days(before_all_days), case_.principal}};
    for (auto& payment : payments) {
      if (payment.date > case_.until) {
        out_.left_out.push_back(std::move(payment));
        continue;
      }
      Appropriation to;
      std::int64_t rest = payment.amount;
      std::int64_t costs = -out_.costs_paid;
      for (const auto& cost : case_.costs) {
        if (!cost.date || *cost.date <= payment.date) costs += cost.amount;
      }
      to.to_costs = std::min(rest, costs);
      rest -= to.to_costs;
      to.to_tax = std::min(rest, out_.tax_left());
      out_.costs_paid += to.to_costs;
      out_.tax_paid += to.to_tax;
      to.refund = rest - to.to_tax;  // until the penalty is known
      to.costs_left = costs - to.to_costs;
      to.tax_left = out_.tax_left();
      if (to.to_tax > 0) lower_from(payment.date.plus_days(1));
      to.payment = std::move(payment);
      out_.payments.push_back(std::move(to));
    }
  }

  void lower_from(Date day) {
    if (balances_.back().from == day) {
      balances_.back().amount = out_.tax_left();
    } else {
      balances_.push_back({day, out_.tax_left()});
    }
  }

  /// What a payment leaves after costs and tax meets the penalty. Tax is paid by then, so no part grows any more, and
  /// what it meets is the whole penalty.
  void pay_penalty() {
    for (auto& payment : out_.payments) {
      payment.to_penalty = std::min(payment.refund, out_.penalty_left());
      payment.refund -= payment.to_penalty;
      out_.penalty_paid += payment.to_penalty;
      out_.refund_due += payment.refund;
    }
  }

  // ---- parts

  Course course(Date first, Date last) const {
    Course course;
    course.first = first;
    course.last = std::min(last, case_.until);
    course.balances = balances_;
    course.rounding = {unit_, accrual::RoundAt::stretch};
    for (const auto& period : case_.suspensions) {
      course.exclusions.push_back({period.from, period.to, "suspension", suspension_cite, law::Grade::verify});
    }
    return course;
  }

  /// Amount that decides whether arrears are below a floor: what the case says, else the tax unpaid when the due date
  /// had passed.
  std::int64_t arrears_after(Date due) const {
    return case_.total_arrears.value_or(balance_at(balances_, due.plus_days(1)));
  }

  static void exclude(Course& course, std::vector<Exclusion> more) {
    course.exclusions.insert(course.exclusions.end(), std::make_move_iterator(more.begin()),
                             std::make_move_iterator(more.end()));
  }

  void add_windows(PartKind kind, Accrued accrued, std::int64_t base, const std::string& cite, law::Grade grade) {
    Part part;
    part.kind = kind;
    part.amount = accrued.total;
    part.base = base;
    part.days = accrued.days;
    part.months = accrued.months;
    part.cite = cite;
    part.grade = grade;
    bool several = false;
    for (const auto& window : accrued.windows) {
      if (!window.excluded.empty()) continue;
      several = several || (part.rate && *part.rate != window.rate);
      part.rate = window.rate;
    }
    if (several) part.rate.reset();
    part.windows = std::move(accrued.windows);
    out_.parts.push_back(std::move(part));
  }

  Status add_share(PartKind kind, std::int64_t base, const law::Dated<Decimal>& rates, Date day) {
    const auto* rate = rates.find(day);
    if (rate == nullptr) {
      return Error{"rate_is_missing", std::string(name(kind)), "no rate is in force on " + day.text(),
                   "check the dates; clearway law list"};
    }
    Part part;
    part.kind = kind;
    part.base = base;
    part.rate = Rate::of(rate->value);
    part.amount = accrual::share_of(base, *part.rate, unit_);
    part.cite = rate->cite;
    part.grade = rate->grade;
    out_.parts.push_back(std::move(part));
    return success();
  }

  /// The part that is a share of the shortfall or of the duty, whatever is paid and when.
  Status share_of_cause() {
    const auto& penalty = law_.kr.penalty;
    const auto noticed = case_.notice_date.value_or(case_.until);
    switch (case_.cause) {
      case Cause::declared:
      case Cause::assessed: return success();
      case Cause::under_declared:
        return add_share(PartKind::under_declaration, case_.principal, penalty.under_declared.rate, noticed);
      case Cause::under_declared_fraud:
        return add_share(PartKind::fraud, case_.principal, penalty.under_declared_fraud.rate, liable_on_);
      case Cause::undeclared:
        return add_share(PartKind::undeclared_import, case_.principal, penalty.undeclared.rate, liable_on_);
      case Cause::undeclared_punished:
        return add_share(PartKind::undeclared_import, case_.principal, penalty.undeclared_punished.rate, liable_on_);
    }
    return success();
  }

  /// The first day that late payment counts: after the due date, or the day of an import without a declaration.
  Date first_late_day() const {
    return is_undeclared(case_.cause) ? case_.imported.value_or(liable_on_) : out_.statutory_due->date.plus_days(1);
  }

  /// Since 2020: Customs Act 42(1)2 and 42(3)2.
  Status late_payment_penalty() {
    if (auto done = share_of_cause(); !done) return done;
    const auto& law = law_.kr.penalty;
    const auto rates = daily_rates(law_, liable_on_);
    if (!rates) return rates.error();
    const auto first = first_late_day();
    auto daily = course(first, case_.until);
    if (out_.notice_due) {
      const auto due = out_.notice_due->date;
      const auto& cap = law.daily.cap_years.on(due);
      const auto last = due.plus_years(static_cast<int>(cap.value));
      daily.exclusions.insert(daily.exclusions.begin(),
                              {*case_.notice_date, due, "notice_period", notice_period_cite, law::Grade::statute});
      daily.exclusions.push_back({last.plus_days(1), std::nullopt, "beyond_cap", cap.cite, cap.grade});
    }
    exclude(daily, accrual::below_floor(arrears_after(first.plus_days(-1)), law.daily.floor, "below_floor"));
    auto accrued = accrual::accrue(daily, *rates);
    if (!accrued) return accrued.error();
    one_more_day(daily, *rates);
    const auto* rate = rates->find(case_.until);
    add_windows(PartKind::daily, std::move(accrued).value(), balance_at(balances_, first),
                is_undeclared(case_.cause) ? undeclared_daily_cite : daily_cite,
                rate != nullptr ? rate->grade : law::Grade::verify);
    if (!out_.notice_due) return success();
    if (auto done = ceiling(daily, *rates); !done) return done;
    const auto due = out_.notice_due->date;
    const auto unpaid = balance_at(balances_, due.plus_days(1));
    if (case_.until <= due || unpaid == 0) return success();
    return add_share(PartKind::flat, unpaid, law.flat.rate, liable_on_);
  }

  /// On the tax that is left after `until`.
  void one_more_day(Course daily, const accrual::RateTable& rates) {
    const auto next = case_.until.plus_days(1);
    if (next < daily.first) return;
    daily.first = daily.last = next;
    if (const auto accrued = accrual::accrue(daily, rates)) out_.one_more_day = accrued->per_day;
  }

  Status ceiling(Course daily, const accrual::RateTable& rates) {
    const auto due = out_.notice_due->date;
    const auto& cap = law_.kr.penalty.daily.cap_years.on(due);
    daily.first = due.plus_days(1);
    daily.last = due.plus_years(static_cast<int>(cap.value));
    daily.balances = {{daily.first, balance_at(balances_, daily.first)}};
    const auto accrued = accrual::accrue(daily, rates);
    if (!accrued) return accrued.error();
    if (accrued->days > 0) out_.parts.back().ceiling = Ceiling{daily.last, accrued->days, accrued->total, cap.cite};
    return success();
  }

  /// Declared before 2020: old Customs Act 41 and 42.
  Status surcharge() {
    if (auto done = share_of_cause(); !done) return done;
    if (is_shortfall(case_.cause) || is_undeclared(case_.cause)) {
      if (auto done = interest_on_shortfall(); !done) return done;
      limit_shortfall();
    }
    // A shortfall falls due by its notice; what was declared, on the statutory day.
    const auto due = case_.cause == Cause::declared ? out_.statutory_due : out_.notice_due;
    if (!due || case_.until <= due->date) return success();
    const auto unpaid = balance_at(balances_, due->date.plus_days(1));
    if (unpaid == 0) return success();
    if (auto done = add_share(PartKind::flat, unpaid, law_.kr.penalty.flat.rate, liable_on_); !done) return done;
    return monthly(due->date, unpaid);
  }

  Status interest_on_shortfall() {
    const auto noticed = case_.notice_date.value_or(case_.until);
    const auto& since = law_.kr.penalty.daily.shortfall_from.on(noticed);
    if (since.value != "yes") return success();
    const auto rates = daily_rates(law_, liable_on_);
    if (!rates) return rates.error();
    const auto first = first_late_day();
    auto accrued = accrual::accrue(course(first, noticed), *rates);
    if (!accrued) return accrued.error();
    add_windows(PartKind::daily, std::move(accrued).value(), balance_at(balances_, first), since.cite, since.grade);
    return success();
  }

  /// Until 2008 share and interest together stayed within a limit; the interest is cut.
  void limit_shortfall() {
    const auto& limit = law_.kr.penalty.under_declared.limit.on(liable_on_);
    if (limit.value == Decimal{} || case_.cause != Cause::under_declared || out_.parts.size() < 2) return;
    const auto most = accrual::share_of(case_.principal, Rate::of(limit.value), unit_);
    auto& interest = out_.parts[1];
    auto room = std::max<std::int64_t>(0, most - out_.parts[0].amount);
    if (interest.amount <= room) return;
    interest.amount = room;
    interest.cite = limit.cite;
    for (auto& window : interest.windows) {
      window.amount = std::min(window.amount, room);
      room -= window.amount;
    }
  }

  Status monthly(Date due, std::int64_t unpaid) {
    const auto& law = law_.kr.penalty.monthly;
    const auto rates = accrual::RateTable::of("penalty.monthly.rate", accrual::Per::month, law.rate);
    if (!rates) return rates.error();
    auto subject = course(due.plus_days(1), case_.until);
    exclude(subject, accrual::below_floor(case_.total_arrears.value_or(unpaid), law.floor, "below_floor"));
    auto accrued = accrual::accrue_monthly(subject, *rates, due, law.months.on(due).value);
    if (!accrued) return accrued.error();
    const auto& rate = law.rate.on(case_.until);
    if (!accrued->windows.empty()) {
      add_windows(PartKind::monthly, std::move(accrued).value(), unpaid, rate.cite, rate.grade);
    }
    return success();
  }

  // ---- prescription

  /// The simple course: from the day after the last due date, longer by the days of extensions and deferrals.
  void prescription() {
    const auto& due = out_.notice_due ? out_.notice_due : out_.statutory_due;
    if (!due) return;
    const auto& law = law_.kr.arrears.prescription;
    const auto starts = due->date.plus_days(1);
    const bool large = case_.principal >= law.long_min.on(starts).value;
    const auto& years = large ? law.long_years.on(starts) : law.years.on(starts);
    auto completes = starts.plus_years(static_cast<int>(years.value)).plus_days(-1);
    for (const auto& period : case_.deferrals) {
      const auto from = std::max(period.from, starts), to = std::min(period.to.value_or(case_.until), completes);
      if (from <= to) completes = completes.plus_days(to.days() - from.days() + 1);
    }
    out_.prescription = Prescription{starts, completes, years.value, years.cite};
  }

  const Case& case_;
  const law::Law& law_;
  const law::Calendar& calendar_;
  const std::int64_t unit_;
  Date liable_on_;
  std::vector<Balance> balances_;
  Statement out_;
};

}  // namespace

Result<Statement> compute(const Case& subject, const law::Law& law, const law::Calendar& calendar) {
  return Computation(subject, law, calendar).run();
}

}  // namespace clearway::debt
