#include "campaign/campaign.h"

#include <algorithm>
#include <numeric>
#include <set>

#include "base/keyed_draw.h"
#include "law/parameters.h"  // generated

namespace clearway::campaign {
namespace {

constexpr std::int64_t million = 1'000'000;

bool is_blank(const Text& text) { return text.ko.empty() || text.en.empty(); }

std::optional<Refused> check_population(const Population& population) {
  const std::pair<std::string_view, const std::optional<std::int64_t>*> rules[] = {
      {"overdue_days", &population.overdue_days},
      {"at_least_krw", &population.at_least_krw},
      {"new_within_days", &population.new_within_days}};
  bool any = false;
  for (const auto& [field, rule] : rules) {
    if (!*rule) continue;
    any = true;
    if (**rule <= 0) {
      return Refused{Refusal::rule_is_not_positive, "population." + std::string(field), std::to_string(**rule), "1"};
    }
  }
  if (!any) return Refused{Refusal::population_has_no_rule, "population", {}, {}};
  return std::nullopt;
}

std::optional<Refused> check_treatments(const Campaign& campaign, const law::Law& law) {
  if (campaign.treatments.empty()) return Refused{Refusal::treatments_are_missing, "treatments", {}, {}};
  std::set<std::string_view> ids;
  for (const auto& treatment : campaign.treatments) {
    if (is_blank(treatment.name)) return Refused{Refusal::name_is_missing, "treatments.name", treatment.id, {}};
    if (!ids.insert(treatment.id).second) {
      return Refused{Refusal::treatment_stands_twice, "treatments.id", treatment.id, {}};
    }
    if (treatment.weight <= 0) {
      return Refused{Refusal::treatment_weighs_nothing, "treatments.weight", std::to_string(treatment.weight), "1"};
    }
  }
  const auto most = law.kr.arrears.campaign.most_held_back_share.on(campaign.from).value.micro();
  if (campaign.held_back_ppm > most) {
    return Refused{Refusal::control_group_is_too_large, "held_back_ppm", std::to_string(campaign.held_back_ppm),
                   std::to_string(most)};
  }
  if (campaign.held_back_ppm <= 0) {
    return Refused{Refusal::control_group_is_missing, "held_back_ppm", std::to_string(campaign.held_back_ppm), "1"};
  }
  return std::nullopt;
}

std::optional<Refused> check_team(const std::vector<Member>& team) {
  if (team.empty()) return Refused{Refusal::team_is_missing, "team", {}, {}};
  std::set<std::string_view> accounts;
  for (const auto& member : team) {
    if (!accounts.insert(member.account_id).second) {
      return Refused{Refusal::member_stands_twice, "team.account_id", member.account_id, {}};
    }
    if (member.hours <= 0) {
      return Refused{Refusal::member_has_no_hours, "team.hours", std::to_string(member.hours), "1"};
    }
  }
  return std::nullopt;
}

/// The treatment whose share of the weights a number falls into.
const Treatment& treatment_of(const std::vector<Treatment>& treatments, std::uint64_t number) {
  const auto all =
      std::accumulate(treatments.begin(), treatments.end(), std::uint64_t{0},
                      [](auto sum, const auto& each) { return sum + static_cast<std::uint64_t>(each.weight); });
  auto place = number % all;
  for (const auto& treatment : treatments) {
    const auto weight = static_cast<std::uint64_t>(treatment.weight);
    if (place < weight) return treatment;
    place -= weight;
  }
  return treatments.back();
}

void allocate(const std::vector<Member>& team, std::vector<Enrolled>& enrolled) {
  std::vector<Enrolled*> dearest;
  for (auto& each : enrolled) {
    if (each.treatment) dearest.push_back(&each);
  }
  std::stable_sort(dearest.begin(), dearest.end(),
                   [](const auto* left, const auto* right) { return left->opening_krw > right->opening_krw; });
  std::vector<std::int64_t> debtors(team.size(), 0);
  for (auto* each : dearest) {
    std::size_t best = 0;
    for (std::size_t i = 1; i < team.size(); ++i) {
      // (debtors + 1) / hours, compared without division
      if ((debtors[i] + 1) * team[best].hours < (debtors[best] + 1) * team[i].hours) best = i;
    }
    ++debtors[best];
    each->assignee = team[best].account_id;
  }
}

}  // namespace

std::optional<State> parse_state(std::string_view text) {
  const auto found = std::find(state_names.begin(), state_names.end(), text);
  if (found == state_names.end()) return std::nullopt;
  return static_cast<State>(found - state_names.begin());
}

std::string_view name(Refusal refusal) {
  using R = Refusal;
  switch (refusal) {
    case R::name_is_missing: return "name_is_missing";
    case R::until_is_before_from: return "until_is_before_from";
    case R::population_has_no_rule: return "population_has_no_rule";
    case R::rule_is_not_positive: return "rule_is_not_positive";
    case R::treatments_are_missing: return "treatments_are_missing";
    case R::treatment_stands_twice: return "treatment_stands_twice";
    case R::treatment_weighs_nothing: return "treatment_weighs_nothing";
    case R::control_group_is_too_large: return "control_group_is_too_large";
    case R::control_group_is_missing: return "control_group_is_missing";
    case R::team_is_missing: return "team_is_missing";
    case R::member_stands_twice: return "member_stands_twice";
    case R::member_has_no_hours: return "member_has_no_hours";
    case R::target_is_not_positive: return "target_is_not_positive";
    case R::campaign_does_not_fit_the_state: return "campaign_does_not_fit_the_state";
    case R::approver_drafted_it: return "approver_drafted_it";
    case R::campaign_has_begun: return "campaign_has_begun";
    case R::nobody_belongs_to_it: return "nobody_belongs_to_it";
  }
  return {};
}

std::optional<Refused> check(const Campaign& campaign, const law::Law& law) {
  if (is_blank(campaign.name)) return Refused{Refusal::name_is_missing, "name", {}, {}};
  if (campaign.until < campaign.from) {
    return Refused{Refusal::until_is_before_from, "until", campaign.until.text(), campaign.from.text()};
  }
  if (auto wrong = check_population(campaign.population)) return wrong;
  if (auto wrong = check_treatments(campaign, law)) return wrong;
  if (auto wrong = check_team(campaign.team)) return wrong;
  if (campaign.targets.collected_krw <= 0) {
    return Refused{Refusal::target_is_not_positive, "targets.collected_krw",
                   std::to_string(campaign.targets.collected_krw), "1"};
  }
  if (campaign.targets.contacted_ppm <= 0 || campaign.targets.contacted_ppm > million) {
    return Refused{Refusal::target_is_not_positive, "targets.contacted_ppm",
                   std::to_string(campaign.targets.contacted_ppm), std::to_string(million)};
  }
  return std::nullopt;
}

std::vector<Ground> grounds_of(const Population& population, const Debtor& debtor, Date on) {
  std::vector<Ground> grounds;
  if (debtor.balance_krw <= 0 || !debtor.enforced) return grounds;
  const auto overdue = on.days() - debtor.oldest_due.days();
  if (overdue <= 0) return grounds;
  if (population.overdue_days && overdue >= *population.overdue_days) grounds.push_back(Ground::long_term);
  if (population.at_least_krw && debtor.balance_krw >= *population.at_least_krw) grounds.push_back(Ground::high_value);
  if (population.new_within_days && overdue <= *population.new_within_days) grounds.push_back(Ground::new_debt);
  return grounds;
}

std::vector<Enrolled> draw(const Campaign& campaign, const std::vector<Debtor>& stock, std::string_view key) {
  std::vector<Enrolled> enrolled;
  for (const auto& debtor : stock) {
    auto grounds = grounds_of(campaign.population, debtor, campaign.from);
    if (grounds.empty()) continue;
    Enrolled each;
    each.party_id = debtor.party_id;
    each.grounds = std::move(grounds);
    each.opening_krw = debtor.balance_krw;
    each.never_held_back = debtor.prescribes_on && *debtor.prescribes_on <= campaign.until;
    const auto drawn = [&](std::string_view purpose) {
      return keyed_draw({purpose, key, campaign.campaign_id, debtor.party_id});
    };
    const auto held_back =
        drawn("clearway.campaign.hold-back.1") % million < static_cast<std::uint64_t>(campaign.held_back_ppm);
    if (each.never_held_back || !held_back) {
      each.treatment = treatment_of(campaign.treatments, drawn("clearway.campaign.treatment.1")).id;
    }
    enrolled.push_back(std::move(each));
  }
  std::sort(enrolled.begin(), enrolled.end(),
            [](const auto& left, const auto& right) { return left.party_id < right.party_id; });
  allocate(campaign.team, enrolled);
  return enrolled;
}

}  // namespace clearway::campaign
