#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/text.h"
#include "law/law.h"

namespace clearway::campaign {

/// Where a special clearing campaign stands. Stored by name; never renamed.
enum class State : std::uint8_t {
  drafted,    // may be changed
  approved,   // its debtors are drawn and stay; it runs from its first day to its last
  ended,      // its result stands
  cancelled,  // before its first day
};
inline constexpr std::array<std::string_view, 4> state_names = {"drafted", "approved", "ended", "cancelled"};
inline std::string_view name(State state) { return state_names[static_cast<std::size_t>(state)]; }
std::optional<State> parse_state(std::string_view text);

/// Why a debtor belongs to the population. Stored by name; never renamed.
enum class Ground : std::uint8_t { long_term, high_value, new_debt };
inline constexpr std::array<std::string_view, 3> ground_names = {"long_term", "high_value", "new_debt"};
inline std::string_view name(Ground ground) { return ground_names[static_cast<std::size_t>(ground)]; }

/// The rule by which debtors belong to a campaign: any of what is given, as of its first day.
struct Population {
  std::optional<std::int64_t> overdue_days;     // long-term: the oldest debt is overdue for at least so many days
  std::optional<std::int64_t> at_least_krw;     // high value: all debts together
  std::optional<std::int64_t> new_within_days;  // new: the oldest debt is overdue for at most so many days
  friend bool operator==(const Population&, const Population&) = default;
};

/// What a debtor owes on the first day, and what binds customs.
struct Debtor {
  std::string party_id;
  std::int64_t balance_krw = 0;
  Date oldest_due;
  std::optional<Date> prescribes_on;  // the earliest day on which one of the debts is lost
  bool enforced = true;               // false: held, under a plan, or under a court's stay; left in peace
};

/// One way in which debtors are approached, and what it offers them.
struct Treatment {
  std::string id;
  Text name, incentive;
  std::int64_t weight = 1;  // how many debtors against those of the others
  friend bool operator==(const Treatment&, const Treatment&) = default;
};

struct Member {
  std::string account_id;
  std::int64_t hours = 0;  // in the whole campaign
  friend bool operator==(const Member&, const Member&) = default;
};

struct Targets {
  std::int64_t collected_krw = 0;
  std::int64_t contacted_ppm = 0;  // of the debtors who are approached
  friend bool operator==(const Targets&, const Targets&) = default;
};

/// A debtor of the campaign, as drawn on approval.
struct Enrolled {
  std::string party_id;
  std::vector<Ground> grounds;
  std::int64_t opening_krw = 0;
  std::optional<std::string> treatment;  // nothing: the control group
  std::string assignee;                  // of the team; empty in the control group
  bool never_held_back = false;          // the claim would be lost meanwhile
  friend bool operator==(const Enrolled&, const Enrolled&) = default;
};

struct Campaign {
  std::string campaign_id;
  Text name;
  std::string customs_office;
  Date from, until;
  Population population;
  std::int64_t held_back_ppm = 0;  // share of the control group
  std::vector<Treatment> treatments;
  std::vector<Member> team;
  Targets targets;
  State state = State::drafted;
  std::string drafted_by, approved_by;  // account ids
  std::vector<Enrolled> debtors;        // by party
};

/// Why a draft cannot be kept or approved, in the order in which it is checked. Stored by name; never renamed.
enum class Refusal : std::uint8_t {
  name_is_missing,
  until_is_before_from,
  population_has_no_rule,
  rule_is_not_positive,
  treatments_are_missing,
  treatment_stands_twice,
  treatment_weighs_nothing,
  control_group_is_too_large,  // nobody is held back by the dozen for a figure
  control_group_is_missing,    // without one nothing is known of the effect
  team_is_missing,
  member_stands_twice,
  member_has_no_hours,
  target_is_not_positive,
  campaign_does_not_fit_the_state,
  approver_drafted_it,  // a second person approves
  campaign_has_begun,
  nobody_belongs_to_it,
};
std::string_view name(Refusal refusal);

struct Refused {
  Refusal refusal{};
  std::string field, value, expected;
};

/// Whether a draft is whole, by the law of its first day.
std::optional<Refused> check(const Campaign& campaign, const law::Law& law);

/// Why a debtor belongs to the population on `on`; empty: he does not.
std::vector<Ground> grounds_of(const Population& population, const Debtor& debtor, Date on);

/// The debtors of the campaign with their treatment, its control group and the officer in charge of each. Drawn by a
/// keyed hash of campaign and debtor, so that neither the order of the stock nor anybody's wish decides; `key` is
/// secret and stays. Nobody whose claim would be lost before the end is held back. Debtors go to the officer with the
/// largest share of his hours left, the dearest first.
std::vector<Enrolled> draw(const Campaign& campaign, const std::vector<Debtor>& stock, std::string_view key);

}  // namespace clearway::campaign
