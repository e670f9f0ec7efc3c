#include "enforcement/quantities.h"

#include <algorithm>

#include "law/parameters.h"  // generated

namespace clearway::enforcement {
namespace {

/// A debt in arrears on a day.
struct InArrears {
  std::int64_t amount = 0;
  Date since;
};

std::vector<InArrears> in_arrears(const Standing& now) {
  std::vector<InArrears> debts;
  if (now.arrears_since && now.state != State::extinct) debts.push_back({now.left, *now.arrears_since});
  for (const auto& other : now.others) {
    if (other.arrears_since <= now.day && (!other.paid_on || *other.paid_on > now.day)) {
      debts.push_back({other.amount, other.arrears_since});
    }
  }
  return debts;
}

/// Share of the arrears that was paid (Enforcement Decree 141-5(1)1), by the formula in force on the day: B / (A + B),
/// from 2026-02-27 (B + C) / (A + B).
Counted paid_percent(const Standing& now, const law::Law& law) {
  const auto at = [&](Quantity quantity) { return now.measured[static_cast<std::size_t>(quantity)]; };
  const auto a = at(Quantity::arrears_at_year_end), b = at(Quantity::paid_in_two_years), c = at(Quantity::paid_this_year);
  const bool with_this_year =
      law.kr.arrears.disclosure.paid_formula.on(now.day).value == "two_years_and_this_year";
  if (!a || !b || (with_this_year && !c)) return {};
  const auto whole = a->value + b->value;
  if (whole <= 0) return {};
  const auto paid = b->value + (with_this_year ? c->value : 0);
  // Amounts are at most 10^15 won each, so two thousand times their sum stays within 64 bits.
  const auto percent = paid * 100 / whole;
  // Rounded for the eye, but never up to the next whole percent, which might be the limit.
  const auto tenths = std::min((paid * 2000 / whole + 1) / 2, percent * 10 + 9);
  return {percent, std::to_string(tenths / 10) + "." + std::to_string(tenths % 10),
          with_this_year ? c->on : b->on, b->evidence};
}

}  // namespace

std::optional<Date> later_by(const law::Parameter& period, Date day, Date on) {
  const auto* entry = period.on(on);
  if (entry == nullptr) return std::nullopt;
  const auto length = static_cast<std::int32_t>(std::get<std::int64_t>(entry->content));
  switch (period.type) {
    case law::Type::months: return day.plus_months(length);
    case law::Type::years: return day.plus_years(length);
    default: return day.plus_days(length);
  }
}

Counted count(const Standing& now, Quantity quantity, const law::Parameter* age, const law::Law& law) {
  const auto index = static_cast<std::size_t>(quantity);
  if (index < entered_quantities) {
    const auto& measured = now.measured[index];
    if (!measured) return {};
    return {measured->value, {}, measured->on, measured->evidence};
  }
  if (quantity == Quantity::paid_percent) return paid_percent(now, law);
  if (quantity == Quantity::debt) return {now.left, {}, now.arrears_since, {}};
  const auto& counts_from = law.kr.arrears.confinement.count.all().front().from;
  std::int64_t amount = 0, count = 0;
  std::optional<Date> since;
  for (const auto& debt : in_arrears(now)) {
    const auto old_enough = age == nullptr ? std::optional(debt.since) : later_by(*age, debt.since, now.day);
    if (!old_enough || *old_enough > now.day) continue;
    if (quantity == Quantity::count_in_a_year && debt.since.plus_years(1) <= now.day) continue;
    const bool for_confinement =
        quantity == Quantity::count_for_confinement || quantity == Quantity::arrears_for_confinement;
    if (for_confinement && counts_from && debt.since < *counts_from) continue;
    amount += debt.amount;
    ++count;
    if (!since || debt.since < *since) since = debt.since;
  }
  const bool is_amount = quantity == Quantity::arrears || quantity == Quantity::arrears_of_age ||
                         quantity == Quantity::arrears_for_confinement;
  return {is_amount ? amount : count, {}, since, {}};
}

std::optional<Found> found(const Standing& now, Finding finding) {
  if (finding == Finding::name_disclosed) {
    const auto since = now.in_force[static_cast<std::size_t>(StepKind::disclosure)];
    return Found{since.value_or(now.day), since.has_value(), {}};
  }
  if (finding == Finding::notice_served_by_publication) {
    const auto notice = static_cast<std::size_t>(StepKind::payment_notice);
    const bool published = now.served[notice] && now.how[notice] == Service::publication;
    return Found{now.served[notice].value_or(now.day), published, {}};
  }
  if (finding == Finding::amount_determined) {
    const auto since = now.accepted ? now.accepted : now.given[static_cast<std::size_t>(StepKind::payment_notice)];
    return Found{since.value_or(now.day), since.has_value(), {}};
  }
  return now.findings[static_cast<std::size_t>(finding)];
}

}  // namespace clearway::enforcement
