#include "accrual/forecast.h"

#include <algorithm>
#include <iterator>
#include <map>

#include "accrual/arithmetic.h"

namespace clearway::accrual {
namespace {

class Forecasting {
 public:
  Forecasting(const Item& item, const RulePack& pack) : item_(item), pack_(pack) {
    const auto& charge = pack.charges.find(item.charge)->second;
    const auto table = pack.rates.find(charge.rates);
    if (table != pack.rates.end()) rates_ = &table->second;
    // An item said to bear interest whose charge has no table takes the pack's first.
    if (rates_ == nullptr && item.bears_interest.value_or(false)) rates_ = &pack.rates.begin()->second;
    out_.bears_interest = rates_ != nullptr && item.bears_interest.value_or(true);
    for (const auto& suspension : item.suspensions) exclusions_.push_back(suspension);
    for (const auto& suspension : pack.suspensions) {
      const auto& charges = suspension.charges;
      if (charges.empty() || std::find(charges.begin(), charges.end(), item.charge) != charges.end()) {
        exclusions_.push_back(suspension.exclusion);
      }
    }
    for (const auto& [name, reason] : pack.suspension_reasons) {
      if (reason.joined) join(name);
    }
  }

  Result<Forecast> run() {
    pay();
    out_.interest = item_.interest_charged;
    if (!out_.bears_interest) {
      add_parts_without_interest();
    } else if (!item_.start) {
      add_parts_without_interest();
      per_day_alone();
    } else if (pack_.payments == PaymentMethod::balance) {
      if (auto done = one_course(); !done) return done.error();
    } else {
      for (const auto& [date, amount] : paid_) {
        if (auto done = add_part(amount, date); !done) return done.error();
      }
      if (out_.unpaid > 0) {
        if (auto done = add_part(out_.unpaid, std::nullopt); !done) return done.error();
      }
    }
    return std::move(out_);
  }

 private:
  /// Periods of one reason that overlap or follow one another become one.
  void join(const std::string& reason) {
    std::vector<Exclusion> joined;
    const auto of_reason = [&](const Exclusion& exclusion) { return exclusion.reason == reason; };
    std::copy_if(exclusions_.begin(), exclusions_.end(), std::back_inserter(joined), of_reason);
    std::erase_if(exclusions_, of_reason);
    std::sort(joined.begin(), joined.end(), [](const auto& a, const auto& b) { return a.from < b.from; });
    for (auto& exclusion : joined) {
      auto* last = exclusions_.empty() || exclusions_.back().reason != reason ? nullptr : &exclusions_.back();
      if (last == nullptr || (last->to && last->to->plus_days(1) < exclusion.from)) {
        exclusions_.push_back(std::move(exclusion));
      } else if (last->to && (!exclusion.to || *exclusion.to > *last->to)) {
        last->to = exclusion.to;
      }
    }
  }

  /// Payments by day, as far as there is principal for them.
  void pay() {
    out_.unpaid = item_.principal;
    std::map<Date, std::int64_t> by_day;
    for (const auto& payment : item_.payments) {
      if (payment.date > item_.until && pack_.late_payments == LatePayment::left_out) continue;
      by_day[payment.date] += payment.amount;
    }
    for (const auto& [date, amount] : by_day) {
      const auto taken = std::min(amount, out_.unpaid);
      out_.unpaid -= taken;
      out_.paid += taken;
      out_.refund += amount - taken;
      if (taken > 0) paid_.emplace(date, taken);
    }
  }

  void add_parts_without_interest() {
    for (const auto& [date, amount] : paid_) out_.parts.push_back({amount, date, {}});
    if (out_.unpaid > 0) out_.parts.push_back({out_.unpaid, std::nullopt, {}});
  }

  void per_day_alone() {
    Course day = course(item_.until);
    day.first = day.last = item_.until;
    day.first_day_counts = true;
    day.balances = {{item_.until, out_.unpaid}};
    const auto accrued = accrue(day, *rates_);
    if (accrued) out_.per_day = accrued->per_day;
  }

  Course course(Date last) const {
    Course course;
    course.first = item_.start.value_or(last);
    course.last = last;
    course.first_day_counts = pack_.first_day_counts;
    course.exclusions = exclusions_;
    course.day_count = pack_.day_count;
    course.year_cut = pack_.year_cut;
    course.rounding = pack_.rounding;
    return course;
  }

  Date last_day() const { return pack_.last_day_counts ? item_.until : item_.until.plus_days(-1); }
  Date last_day_of(Date payment) const { return pack_.payment_day_counts ? payment : payment.plus_days(-1); }

  Status add_part(std::int64_t principal, std::optional<Date> paid_on) {
    auto part = course(paid_on ? last_day_of(*paid_on) : last_day());
    part.balances = {{part.first, principal}};
    auto accrued = accrue(part, *rates_);
    if (!accrued) return accrued.error();
    if (!paid_on) out_.per_day = accrued->per_day;
    if (!add(*accrued)) return too_large();
    out_.parts.push_back({principal, paid_on, std::move(accrued).value()});
    return success();
  }

  Status one_course() {
    auto whole = course(last_day());
    auto left = item_.principal;
    whole.balances = {{whole.first, left}};
    for (const auto& [date, amount] : paid_) {
      left -= amount;
      const auto from = std::max(whole.first, last_day_of(date).plus_days(1));
      if (whole.balances.back().from == from) {
        whole.balances.back().amount = left;
      } else {
        whole.balances.push_back({from, left});
      }
    }
    auto accrued = accrue(whole, *rates_);
    if (!accrued) return accrued.error();
    out_.per_day = accrued->per_day;
    if (!add(*accrued)) return too_large();
    out_.parts.push_back({item_.principal, std::nullopt, std::move(accrued).value()});
    return success();
  }

  bool add(const Accrued& accrued) {
    if (!fits(Wide{out_.interest} + accrued.total)) return false;
    out_.interest += accrued.total;
    out_.days += accrued.days;
    return true;
  }
  Error too_large() const {
    return {"amount_is_too_large", rates_->name(), "the interest of all parts passes 64 bits",
            "check the rates and the dates"};
  }

  const Item& item_;
  const RulePack& pack_;
  const RateTable* rates_ = nullptr;
  std::vector<Exclusion> exclusions_;
  std::map<Date, std::int64_t> paid_;
  Forecast out_;
};

}  // namespace

Result<Forecast> forecast(const Item& item, const RulePack& pack) { return Forecasting(item, pack).run(); }

}  // namespace clearway::accrual
