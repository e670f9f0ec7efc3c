#include "watch/hit_rates.h"

#include <algorithm>

namespace clearway::watch {
namespace {

constexpr std::string_view random_method = "random";
/// In which order methods are shown; others follow by their names.
constexpr std::array<std::string_view, 8> method_order = {
    "random", "rules", "history", "new_trader", "new_combination", "since_examination", "learned", "finding_error"};

std::string_view chance_of(std::string_view method) {
  return method == audit_decile || method == audit_random ? audit_random : random_method;
}

enum class Apart : std::uint8_t { above, touching, below, too_few };

/// Whether `count` lies apart from `other` by their intervals.
Apart apart(const Count& count, const Count& other, const Settings& settings) {
  if (std::min(count.examined, other.examined) < settings.least_examined) return Apart::too_few;
  if (count.interval().from > other.interval().to) return Apart::above;
  return count.interval().to < other.interval().from ? Apart::below : Apart::touching;
}

std::optional<double> lift_of(const Count& count, const Count& chance) {
  if (count.examined == 0 || chance.hits == 0) return std::nullopt;
  return count.share() / chance.share();
}

/// The window that ends on `day`.
Period ending_on(Date day, const Windows& windows, const Settings& settings) {
  return {std::max(windows.first_day, day.plus_days(1 - settings.current_days)), day};
}

template <class Holds>
void date_alarm(Alarm& alarm, const Windows& windows, const Settings& settings, const Holds& holds) {
  alarm.since = windows.current.to;
  while (alarm.since > windows.current.from && holds(ending_on(alarm.since.plus_days(-1), windows, settings))) {
    alarm.since = alarm.since.plus_days(-1);
  }
  alarm.or_before = alarm.since == windows.current.from;
}

MethodRate rate_of(const std::string& method, const Examined& examined, const Windows& windows,
                   const Settings& settings) {
  MethodRate rate;
  rate.method = method;
  rate.chance = chance_of(method);
  rate.current = examined.within(method, windows.current);
  rate.reference = examined.within(method, windows.reference);
  rate.current_chance = examined.within(rate.chance, windows.current);
  rate.reference_chance = examined.within(rate.chance, windows.reference);
  if (method == rate.chance) {
    rate.against_chance = AgainstChance::is_chance;
  } else {
    rate.lift = lift_of(rate.current, rate.current_chance);
    rate.reference_lift = lift_of(rate.reference, rate.reference_chance);
    switch (apart(rate.current, rate.current_chance, settings)) {
      case Apart::above: rate.against_chance = AgainstChance::above; break;
      case Apart::touching: rate.against_chance = AgainstChance::not_apart; break;
      case Apart::below: rate.against_chance = AgainstChance::below; break;
      case Apart::too_few: rate.against_chance = AgainstChance::too_few; break;
    }
  }
  switch (apart(rate.current, rate.reference, settings)) {
    case Apart::above: rate.against_reference = AgainstReference::risen; break;
    case Apart::touching: rate.against_reference = AgainstReference::not_apart; break;
    case Apart::below: rate.against_reference = AgainstReference::fallen; break;
    case Apart::too_few: rate.against_reference = AgainstReference::too_few; break;
  }
  return rate;
}

void raise_alarms(const MethodRate& rate, const Examined& examined, const Windows& windows, const Settings& settings,
                  std::vector<Alarm>& alarms) {
  Alarm alarm;
  alarm.method = rate.method;
  alarm.current = rate.current;
  alarm.lift = rate.lift;
  alarm.reference_lift = rate.reference_lift;
  if (rate.against_chance == AgainstChance::below) {
    alarm.kind = AlarmKind::below_chance;
    alarm.against = rate.chance;
    alarm.other = rate.current_chance;
    date_alarm(alarm, windows, settings, [&](const Period& period) {
      return apart(examined.within(rate.method, period), examined.within(rate.chance, period), settings) ==
             Apart::below;
    });
    alarms.push_back(alarm);
  }
  // That chance finds less is no fault of the selection.
  if (rate.against_reference == AgainstReference::fallen && rate.method != rate.chance) {
    alarm.kind = AlarmKind::fell_against_reference;
    alarm.against.clear();
    alarm.other = rate.reference;
    date_alarm(alarm, windows, settings, [&](const Period& period) {
      return apart(examined.within(rate.method, period), rate.reference, settings) == Apart::below;
    });
    alarms.push_back(alarm);
  }
}

}  // namespace

std::vector<std::string> methods_of(std::string_view decision) {
  // Quotation marks inside values are escaped, so these can only be the members themselves.
  constexpr std::string_view reasons_mark = "\"reasons\":[", reason_mark = "{\"id\":\"";
  std::vector<std::string> methods;
  const auto reasons = decision.find(reasons_mark);
  if (reasons == std::string_view::npos) return methods;
  for (auto at = decision.find(reason_mark, reasons); at != std::string_view::npos;
       at = decision.find(reason_mark, at + 1)) {
    const auto begin = at + reason_mark.size();
    const auto id = decision.substr(begin, decision.find('"', begin) - begin);
    const auto method = id.starts_with("method.") ? id.substr(7) : id.starts_with("H.") ? "history" : "rules";
    if (method == "base" || method.starts_with("quota_") || method.starts_with("cut_off_")) continue;
    if (std::find(methods.begin(), methods.end(), method) == methods.end()) methods.emplace_back(method);
  }
  return methods;
}

void Examined::add(std::string_view method, Date on, bool found) {
  auto days = methods_.find(method);
  if (days == methods_.end()) days = methods_.emplace(std::string(method), std::map<Date, Count>{}).first;
  auto& count = days->second[on];
  ++count.examined;
  count.hits += found ? 1 : 0;
}

Count Examined::within(std::string_view method, const Period& period) const {
  Count sum;
  const auto days = methods_.find(method);
  if (days == methods_.end()) return sum;
  for (auto day = days->second.lower_bound(period.from); day != days->second.end() && day->first <= period.to; ++day) {
    sum.examined += day->second.examined;
    sum.hits += day->second.hits;
  }
  return sum;
}

std::vector<std::string> Examined::methods() const {
  std::vector<std::string> names(method_order.begin(), method_order.end());
  for (const auto& [name, days] : methods_) {
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  }
  return names;
}

HitRates hit_rates(const Examined& examined, const Windows& windows, const Settings& settings) {
  HitRates rates;
  for (const auto& method : examined.methods()) {
    auto rate = rate_of(method, examined, windows, settings);
    const bool silent = rate.current.examined == 0 && rate.reference.examined == 0;
    if (silent && method != random_method) continue;
    raise_alarms(rate, examined, windows, settings, rates.alarms);
    rates.methods.push_back(std::move(rate));
  }
  return rates;
}

}  // namespace clearway::watch
