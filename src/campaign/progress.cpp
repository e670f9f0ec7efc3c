#include "campaign/progress.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <string_view>

namespace clearway::campaign {
namespace {

constexpr double z = 1.959963984540054;  // 95 %, both sides

/// A day of the campaign that has come.
bool counts(const Campaign& campaign, Date on, Date today) {
  return on >= campaign.from && on <= campaign.until && on <= today;
}

const Enrolled* find(const Campaign& campaign, std::string_view party_id) {
  const auto found = std::lower_bound(campaign.debtors.begin(), campaign.debtors.end(), party_id,
                                      [](const Enrolled& each, std::string_view id) { return each.party_id < id; });
  return found != campaign.debtors.end() && found->party_id == party_id ? &*found : nullptr;
}

/// What each debtor paid in the campaign so far.
std::map<std::string_view, std::int64_t> paid_by(const Campaign& campaign, const std::vector<Collected>& collected,
                                                 Date today) {
  std::map<std::string_view, std::int64_t> paid;
  for (const auto& each : collected) {
    if (counts(campaign, each.on, today) && find(campaign, each.party_id) != nullptr) paid[each.party_id] += each.krw;
  }
  return paid;
}

std::int64_t planned(const Campaign& campaign, Date on) {
  const auto all = campaign.until.days() - campaign.from.days() + 1;
  const auto gone = on.days() - campaign.from.days() + 1;
  const auto target = campaign.targets.collected_krw;
  return target / all * gone + target % all * gone / all;
}

/// What the debtor paid from the day of the promise to its day covers what was promised.
bool is_kept(const Contact& promise, const std::vector<Collected>& collected) {
  std::int64_t paid = 0;
  for (const auto& each : collected) {
    if (each.party_id == promise.party_id && each.on >= promise.on && each.on <= *promise.promised_by) paid += each.krw;
  }
  return paid >= promise.promised_krw;
}

void add(Group& group, const Enrolled& debtor, std::int64_t paid) {
  ++group.debtors;
  group.paying += paid > 0 ? 1 : 0;
  group.opening_krw += debtor.opening_krw;
  group.collected_krw += paid;
}

void close(Group& group) {
  group.paying_share = rehearsal::wilson(static_cast<double>(group.paying), static_cast<double>(group.debtors));
}

/// Differences of shares of two groups that share nobody.
std::optional<rehearsal::Interval> paying_lift(const Group& with, const Group& without) {
  rehearsal::Cells cells;
  const auto count = [&](bool found, bool approached, std::int64_t debtors) {
    cells.at(found, !approached, approached) += static_cast<std::uint64_t>(debtors);
  };
  for (const auto& [group, approached] : {std::pair(&with, true), std::pair(&without, false)}) {
    count(true, approached, group->paying);
    count(false, approached, group->debtors - group->paying);
  }
  return rehearsal::precision_difference(cells);
}

struct Ratio {
  double value = 0, variance = 0;
};

/// Sum of paid over sum of owed, with its linearised variance. Nothing below two debtors.
std::optional<Ratio> ratio_of(const std::vector<std::pair<double, double>>& owed_and_paid) {
  const auto n = static_cast<double>(owed_and_paid.size());
  double owed = 0, paid = 0;
  for (const auto& [o, p] : owed_and_paid) {
    owed += o;
    paid += p;
  }
  if (owed_and_paid.size() < 2 || !(owed > 0)) return std::nullopt;
  const double ratio = paid / owed;
  double squares = 0;
  for (const auto& [o, p] : owed_and_paid) squares += (p - ratio * o) * (p - ratio * o);
  return Ratio{ratio, squares * n / (n - 1) / (owed * owed)};
}

}  // namespace

Progress progress_of(const Campaign& campaign, const std::vector<Collected>& collected,
                     const std::vector<Contact>& contacts, Date today) {
  Progress progress;
  for (const auto& debtor : campaign.debtors) ++(debtor.treatment ? progress.approached : progress.held_back);
  const auto is_approached = [&](std::string_view party_id) {
    const auto* debtor = find(campaign, party_id);
    return debtor != nullptr && debtor->treatment.has_value();
  };
  std::map<Date, std::int64_t> money;
  for (const auto& each : collected) {
    if (counts(campaign, each.on, today) && is_approached(each.party_id)) money[each.on] += each.krw;
  }
  std::map<Date, std::vector<const Contact*>> talks;
  for (const auto& contact : contacts) {
    if (!counts(campaign, contact.on, today) || !is_approached(contact.party_id)) continue;
    talks[contact.on].push_back(&contact);
    if (contact.response != Response::promised || !contact.promised_by || *contact.promised_by > today) continue;
    ++progress.promises_due;
    progress.promises_kept += is_kept(contact, collected) ? 1 : 0;
  }
  std::set<std::string_view> reached, promised;
  std::int64_t sum = 0;
  for (auto on = campaign.from; on <= std::min(today, campaign.until); on = on.plus_days(1)) {
    if (const auto paid = money.find(on); paid != money.end()) sum += paid->second;
    if (const auto found = talks.find(on); found != talks.end()) {
      for (const auto* contact : found->second) {
        if (is_reached(contact->response)) reached.insert(contact->party_id);
        if (contact->response == Response::promised) promised.insert(contact->party_id);
      }
    }
    progress.days.push_back({on, static_cast<std::int64_t>(reached.size()), static_cast<std::int64_t>(promised.size()),
                             sum, planned(campaign, on)});
  }
  return progress;
}

Outcome outcome_of(const Campaign& campaign, const std::vector<Collected>& collected, Date today) {
  const auto paid = paid_by(campaign, collected, today);
  Outcome outcome;
  std::vector<std::pair<double, double>> with, without;
  for (const auto& debtor : campaign.debtors) {
    const auto found = paid.find(debtor.party_id);
    const auto krw = found == paid.end() ? 0 : found->second;
    if (debtor.treatment) add(outcome.treatments[*debtor.treatment], debtor, krw);
    if (debtor.never_held_back) {
      add(outcome.never_held_back, debtor, krw);
      continue;
    }
    add(debtor.treatment ? outcome.approached : outcome.held_back, debtor, krw);
    (debtor.treatment ? with : without).emplace_back(static_cast<double>(debtor.opening_krw), static_cast<double>(krw));
  }
  for (auto& [id, group] : outcome.treatments) close(group);
  for (auto* group : {&outcome.approached, &outcome.held_back, &outcome.never_held_back}) close(*group);
  outcome.paying_lift = paying_lift(outcome.approached, outcome.held_back);
  const auto share_with = ratio_of(with), share_without = ratio_of(without);
  if (share_with && share_without) {
    const double lift = share_with->value - share_without->value;
    const double half = z * std::sqrt(share_with->variance + share_without->variance);
    outcome.collected_lift = rehearsal::Interval{lift, std::max(-1.0, lift - half), std::min(1.0, lift + half)};
  }
  return outcome;
}

}  // namespace clearway::campaign
