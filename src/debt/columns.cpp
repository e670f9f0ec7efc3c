#include "debt/columns.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <stdexcept>

#include "accrual/accrue.h"
#include "accrual/arithmetic.h"
#include "debt/compute.h"
#include "debt/rules.h"
#include "law/parameters.h"

namespace clearway::debt {
namespace {

using accrual::Wide;

/// The floors of a parameter that lie above an amount, as bits.
std::size_t mask_of(const std::vector<std::int64_t>& floors, std::int64_t amount) {
  std::size_t mask = 0;
  for (std::size_t i = 0; i < floors.size(); ++i) mask |= std::size_t{amount < floors[i]} << i;
  return mask;
}

std::vector<std::int64_t> values_of(const law::Dated<std::int64_t>& dated) {
  std::vector<std::int64_t> values;
  for (const auto& value : dated.all()) values.push_back(value.value);
  return values;
}

/// Whether `day` lies in the time of a floor of `mask`.
bool is_below(const law::Dated<std::int64_t>& floors, std::size_t mask, Date day) {
  for (std::size_t i = 0; i < floors.all().size(); ++i) {
    const auto& floor = floors.all()[i];
    if ((mask >> i & 1) != 0 && (!floor.from || *floor.from <= day) && (!floor.to || day <= *floor.to)) return true;
  }
  return false;
}

}  // namespace

void Columns::add(const Case& subject) {
  const auto day = [](const std::optional<Date>& date) { return date ? date->days() : no_day; };
  principal.push_back(subject.principal);
  declared.push_back(day(subject.accepted));
  statutory_due.push_back(day(subject.statutory_due));
  notice_date.push_back(day(subject.notice_date));
  notice_due.push_back(day(subject.notice_due));
  for (const auto& payment : subject.payments) {
    payment_date.push_back(payment.date.days());
    payment_amount.push_back(payment.amount);
  }
  payment_begin.push_back(static_cast<std::uint32_t>(payment_date.size()));
}

Case Columns::at(std::size_t i, Date until) const {
  Case subject;
  subject.principal = principal[i];
  subject.accepted = Date::from_days(declared[i]);
  subject.statutory_due = Date::from_days(statutory_due[i]);
  if (notice_date[i] != no_day) {
    subject.notice_date = Date::from_days(notice_date[i]);
    subject.notice_due = Date::from_days(notice_due[i]);
  }
  for (auto p = payment_begin[i]; p < payment_begin[i + 1]; ++p) {
    subject.payments.push_back({"", Date::from_days(payment_date[p]), payment_amount[p]});
  }
  subject.until = until;
  return subject;
}

Result<Reckoner> Reckoner::of(const law::Law& law, const law::Calendar& calendar, Date until) {
  Reckoner reckoner(law, calendar, until);
  if (auto done = reckoner.lay_out(); !done) return done.error();
  return reckoner;
}

Status Reckoner::lay_out() {
  const auto& law = law_->kr.penalty;
  unit_ = law.round_unit.on(until_).value;
  shortest_cap_years_ = std::numeric_limits<std::int32_t>::max();
  for (const auto& years : law.daily.cap_years.all()) {
    shortest_cap_years_ = std::min(shortest_cap_years_, static_cast<std::int32_t>(years.value));
  }
  late_payment_penalty_from_ = std::numeric_limits<std::int32_t>::max();
  for (const auto& regime : law.regime.all()) {
    if (is_late_payment_penalty(regime.value) && regime.from) late_payment_penalty_from_ = regime.from->days();
  }
  for (const auto& rate : law.flat.rate.all()) {
    const auto share = accrual::Rate::of(rate.value);
    flat_.push_back({rate.from ? rate.from->days() : Columns::no_day, share.numerator, share.denominator});
  }
  first_day_ = std::min(late_payment_penalty_from_ - 1, until_.days());
  daily_floors_ = values_of(law.daily.floor);
  monthly_floors_ = values_of(law.monthly.floor);
  const auto daily = daily_rates(*law_, Date::from_days(first_day_));
  if (!daily) return daily.error();
  daily_denominator_ = daily->denominator();
  const auto monthly = accrual::RateTable::of("penalty.monthly.rate", accrual::Per::month, law.monthly.rate);
  if (!monthly) return monthly.error();
  monthly_denominator_ = monthly->denominator();
  daily_classes_.resize(std::size_t{1} << daily_floors_.size());
  monthly_classes_.resize(std::size_t{1} << monthly_floors_.size());
  for (std::size_t mask = 0; mask < daily_classes_.size(); ++mask) lay_out_daily(mask, daily_classes_[mask]);
  for (std::size_t mask = 0; mask < monthly_classes_.size(); ++mask) lay_out_monthly(mask, monthly_classes_[mask]);
  return success();
}

void Reckoner::lay_out_daily(std::size_t mask, Class& out) const {
  const auto& floors = law_->kr.penalty.daily.floor;
  const auto rates = daily_rates(*law_, Date::from_days(first_day_)).value();
  std::int64_t sum = 0;
  int runs = 0;
  bool charged_before = false;
  for (auto day = Date::from_days(first_day_); day <= until_; day = day.plus_days(1)) {
    const bool charged = !is_below(floors, mask, day);
    if (charged) sum += rates.scaled(*rates.find(day));
    runs += charged && !charged_before ? 1 : 0;
    charged_before = charged;
    out.until_day.push_back(sum);
  }
  out.daily_in_one_run = runs <= 1;
}

void Reckoner::lay_out_monthly(std::size_t mask, Class& out) const {
  const auto& law = law_->kr.penalty.monthly;
  const auto rates = accrual::RateTable::of("penalty.monthly.rate", accrual::Per::month, law.rate).value();
  auto day = Date::from_days(before_all_days);
  bool charged_before = false;
  int runs = 0;
  while (day <= until_) {
    // Up to the day before anything changes.
    auto next = until_.plus_days(1);
    if (const auto change = rates.next_change(day)) next = std::min(next, *change);
    for (const auto& floor : law.floor.all()) {
      if (floor.from && *floor.from > day) next = std::min(next, *floor.from);
    }
    const bool charged = !is_below(law.floor, mask, day);
    runs += charged && !charged_before ? 1 : 0;
    charged_before = charged;
    if (const auto* row = rates.find(day); charged && row != nullptr) {
      out.months.push_back({day.days(), next.days() - 1, rates.scaled(*row)});
    }
    day = next;
  }
  out.monthly_in_one_run = runs <= 1;
}

Reckoner::Civil Reckoner::civil(std::int32_t day) {
  const auto date = Date::from_days(day);
  const std::chrono::year_month_day ymd{std::chrono::sys_days(std::chrono::days(date.days()))};
  return {12 * static_cast<int>(ymd.year()) + static_cast<int>(static_cast<unsigned>(ymd.month())),
          static_cast<unsigned>(ymd.day())};
}

std::int64_t Reckoner::rounded(std::int64_t amount, std::int64_t rate, std::int64_t denominator) const {
  std::int64_t product = 0;
  if (__builtin_mul_overflow(amount, rate, &product)) {
    return static_cast<std::int64_t>(accrual::floor_to(Wide{amount} * rate, denominator, unit_));
  }
  return product / denominator / unit_ * unit_;
}

std::int64_t Reckoner::flat(std::int32_t declared, std::int64_t unpaid) const {
  const Step* found = &flat_.front();
  for (const auto& step : flat_) {
    if (step.from <= declared) found = &step;
  }
  return rounded(unpaid, found->numerator, found->denominator);
}

std::int64_t Reckoner::late_payment_penalty(const Columns& columns, std::size_t i, std::int64_t unpaid_at_due) const {
  const auto& by_day = daily_classes_[mask_of(daily_floors_, unpaid_at_due)].until_day;
  const auto until = until_.days();
  const auto due = columns.statutory_due[i];
  const bool noticed = columns.notice_date[i] != Columns::no_day;
  // Before the notice, and after its due date until the cap.
  struct Interval {
    std::int32_t from, to;
  };
  std::array<Interval, 2> intervals{{{due + 1, until}, {1, 0}}};
  if (noticed) {
    intervals[0].to = std::min(until, columns.notice_date[i] - 1);
    intervals[1] = {std::max(due, columns.notice_due[i]) + 1, until};
    if (until - columns.notice_due[i] > 365 * shortest_cap_years_) {
      const auto notice_due = Date::from_days(columns.notice_due[i]);
      const auto years = law_->kr.penalty.daily.cap_years.on(notice_due).value;
      intervals[1].to = std::min(until, notice_due.plus_years(static_cast<int>(years)).days());
    }
  }
  std::int64_t penalty = 0, left = columns.principal[i];
  std::int64_t unpaid_at_notice_due = left;
  auto from = Columns::no_day;
  const auto end = columns.payment_begin[i + 1];
  for (auto p = columns.payment_begin[i];; ++p) {
    const bool last = p == end || columns.payment_date[p] > until;
    const auto to = last ? until : columns.payment_date[p];
    for (const auto& interval : intervals) {
      const auto a = std::max(from, interval.from), b = std::min(to, interval.to);
      if (a > b) continue;
      const auto at = static_cast<std::size_t>(a - first_day_), upto = static_cast<std::size_t>(b - first_day_);
      penalty += rounded(left, by_day[upto] - by_day[at - 1], daily_denominator_);
    }
    if (last) break;
    left = std::max<std::int64_t>(0, left - columns.payment_amount[p]);
    if (noticed && to <= columns.notice_due[i]) unpaid_at_notice_due = left;
    if (left == 0) break;
    from = to + 1;
  }
  if (noticed && until > columns.notice_due[i]) penalty += flat(columns.declared[i], unpaid_at_notice_due);
  return penalty;
}

std::int64_t Reckoner::surcharge(const Columns& columns, std::size_t i, std::int64_t unpaid_at_due) const {
  const auto until = until_.days();
  const auto due = columns.statutory_due[i];
  if (until <= due || unpaid_at_due == 0) return 0;
  std::int64_t penalty = flat(columns.declared[i], unpaid_at_due);
  const auto& pieces = monthly_classes_[mask_of(monthly_floors_, unpaid_at_due)].months;
  const auto start = civil(due + 1);
  const auto most_months = law_->kr.penalty.monthly.months.on(Date::from_days(due)).value;
  // How many months have been charged by the end of a day: the day of the month on which they started must be reached.
  const auto months_by = [&](const Civil& day) {
    return std::clamp<std::int64_t>(day.month - start.month - (day.day < start.day ? 1 : 0), 0, most_months);
  };
  std::int64_t left = columns.principal[i];
  auto from = Columns::no_day;
  std::int64_t before_from = 0;  // months by the day before `from`
  const auto end = columns.payment_begin[i + 1];
  for (auto p = columns.payment_begin[i];; ++p) {
    const bool last = p == end || columns.payment_date[p] > until;
    const auto to = last ? until : columns.payment_date[p];
    if (to > due && to >= from) {
      const auto by_to = months_by(civil(to));
      std::int64_t rate = 0;
      for (std::size_t k = 0; k < pieces.size(); ++k) {
        const auto& piece = pieces[k];
        if (piece.to < from || piece.from > to) continue;
        // A month is charged on a day: those of the days of the piece within the segment.
        const auto first = piece.from <= from || piece.from <= due ? before_from : months_by(civil(piece.from - 1));
        const auto upto = piece.to >= to ? by_to : months_by(civil(piece.to));
        rate += (upto - first) * piece.rate;
      }
      penalty += rounded(left, rate, monthly_denominator_);
      before_from = by_to;
      from = to + 1;
    }
    if (last) break;
    left = std::max<std::int64_t>(0, left - columns.payment_amount[p]);
    if (left == 0) break;
    from = std::max(from, to + 1);
  }
  return penalty;
}

Owed Reckoner::explained(const Columns& columns, std::size_t i) const {
  const auto statement = compute(columns.at(i, until_), *law_, *calendar_);
  if (!statement) throw std::logic_error("Reckoner: " + statement.error().detail);
  return {statement->tax_left(), statement->penalty_left(), statement->refund_due};
}

Owed Reckoner::at(const Columns& columns, std::size_t i) const {
  const auto until = until_.days(), due = columns.statutory_due[i];
  std::int64_t paid = 0, paid_by_due = 0;
  for (auto p = columns.payment_begin[i]; p < columns.payment_begin[i + 1]; ++p) {
    const auto day = columns.payment_date[p];
    if (day > until) break;
    paid += columns.payment_amount[p];
    if (day <= due) paid_by_due = paid;
  }
  const auto principal = columns.principal[i];
  const auto unpaid_at_due = std::max<std::int64_t>(0, principal - paid_by_due);
  const bool since_2020 = columns.declared[i] >= late_payment_penalty_from_;
  // What the layout does not cover is rare, and computed as for a reader.
  const bool covered = since_2020
                           ? due >= first_day_ && daily_classes_[mask_of(daily_floors_, unpaid_at_due)].daily_in_one_run
                           : monthly_classes_[mask_of(monthly_floors_, unpaid_at_due)].monthly_in_one_run;
  if (!covered) return explained(columns, i);
  const auto penalty =
      since_2020 ? late_payment_penalty(columns, i, unpaid_at_due) : surcharge(columns, i, unpaid_at_due);
  const auto surplus = std::max<std::int64_t>(0, paid - principal);
  return {std::max<std::int64_t>(0, principal - paid), std::max<std::int64_t>(0, penalty - surplus),
          std::max<std::int64_t>(0, surplus - penalty)};
}

}  // namespace clearway::debt
