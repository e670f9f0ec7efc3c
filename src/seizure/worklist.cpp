#include "seizure/worklist.h"

#include <algorithm>

#include "accrual/steps.h"
#include "base/policy_file.h"

namespace clearway::seizure {
namespace {

WorkSettings read_settings(const PolicyFile& file, const YAML::Node& node, Date from) {
  const auto where = "casework." + from.text();
  WorkSettings settings;
  settings.from = from;
  for (std::size_t i = 0; i < state_names.size(); ++i) {
    const auto state = static_cast<State>(i);
    if (is_closed(state)) continue;
    settings.minutes[state] = file.whole(node["minutes"], std::string(name(state)), where + ".minutes", 1, 100'000);
  }
  for (std::size_t i = 0; i < asset_names.size(); ++i) {
    settings.chance_percent[i] =
        file.whole(node["chance_percent"], std::string(asset_names[i]), where + ".chance_percent", 0, 100);
  }
  settings.clock_days = static_cast<std::int32_t>(file.whole(node, "clock_days", where, 0, 366));
  settings.longest_wait_days = static_cast<std::int32_t>(file.whole(node, "longest_wait_days", where, 1, 3'660));
  settings.small_below_krw = file.whole(node, "small_below_krw", where, 0, 1'000'000'000'000);
  settings.small_every = file.whole(node, "small_every", where, 1, 1'000);
  settings.most_per_debtor = file.whole(node, "most_per_debtor", where, 1, 1'000);
  settings.minutes_a_day = file.whole(node, "minutes_a_day", where, 0, 1'440);
  settings.cite = file.text(node, "cite", where);
  settings.grade = file.text(node, "grade", where);
  return settings;
}

class Planner {
 public:
  Planner(const WorkSettings& settings, const Messages& messages, std::vector<Hand> hands, Date today)
      : settings_(settings), messages_(messages), hands_(std::move(hands)), today_(today) {}

  Planned planned(const Case& subject) const {
    Planned out;
    out.case_id = subject.case_id;
    out.party_id = subject.party_id;
    const auto value = subject.value_krw();
    const auto at_stake = value > 0 ? std::min(value, subject.owed_krw()) : subject.owed_krw();
    const auto chance = settings_.chance_percent[static_cast<std::size_t>(subject.asset)];
    out.minutes = settings_.minutes.at(subject.state);
    out.expected_krw = at_stake / 100 * chance + at_stake % 100 * chance / 100;
    out.per_hour_krw = out.expected_krw / out.minutes * 60 + out.expected_krw % out.minutes * 60 / out.minutes;
    step(out, "benefit", out.expected_krw,
         {{"at_stake", accrual::same(accrual::grouped(at_stake))},
          {"chance", accrual::same(std::to_string(chance))},
          {"minutes", accrual::same(std::to_string(out.minutes))},
          {"per_hour", accrual::same(accrual::grouped(out.per_hour_krw))}});
    const auto last = subject.events.empty() ? subject.proposed_on : subject.events.back().on;
    if (subject.clock_ends && *subject.clock_ends <= today_.plus_days(settings_.clock_days)) {
      place(out, Place::clock, {{"day", accrual::same(subject.clock_ends->text())}});
    } else if (subject.hardship) {
      place(out, Place::hardship, {});
    } else if (last.plus_days(settings_.longest_wait_days) <= today_) {
      place(out, Place::waited, {{"day", accrual::same(last.text())}});
    } else if (subject.owed_krw() < settings_.small_below_krw) {
      out.place = Place::small;
    }
    return out;
  }

  /// Clocks by day, waiting ones, then by benefit with the small in their turn, and hardship behind them.
  std::vector<Planned> in_order(std::vector<Planned> all, const std::map<std::string, const Case*>& cases) {
    std::vector<Planned> clocks, small, rest, hardship, out;
    for (auto& one : all) {
      auto& where = one.place == Place::clock      ? clocks
                    : one.place == Place::hardship ? hardship
                    : one.place == Place::small    ? small
                                                   : rest;
      where.push_back(std::move(one));
    }
    std::sort(clocks.begin(), clocks.end(), [&](const auto& a, const auto& b) {
      return std::pair(*cases.at(a.case_id)->clock_ends, a.case_id) <
             std::pair(*cases.at(b.case_id)->clock_ends, b.case_id);
    });
    const auto by_benefit = [](const auto& a, const auto& b) {
      if ((a.place == Place::waited) != (b.place == Place::waited)) return a.place == Place::waited;
      return a.per_hour_krw != b.per_hour_krw ? a.per_hour_krw > b.per_hour_krw : a.case_id < b.case_id;
    };
    for (auto* list : {&rest, &small, &hardship}) std::sort(list->begin(), list->end(), by_benefit);
    std::size_t at = 0, small_at = 0;
    std::vector<Planned> mixed;
    while (at < rest.size() || small_at < small.size()) {
      const bool turn = (mixed.size() + 1) % static_cast<std::size_t>(settings_.small_every) == 0;
      // A small one may also earn its place.
      const bool earns = small_at < small.size() &&
                         (at == rest.size() ||
                          (rest[at].place != Place::waited && small[small_at].per_hour_krw > rest[at].per_hour_krw));
      const bool takes = small_at < small.size() && (turn || earns);
      if (takes && turn && !earns) {
        place(small[small_at], Place::small, {{"every", accrual::same(std::to_string(settings_.small_every))}});
      } else if (takes) {
        small[small_at].place = Place::benefit;
      }
      mixed.push_back(std::move(takes ? small[small_at++] : rest[at++]));
    }
    std::vector<Planned> full;
    std::map<std::string, std::int64_t> of_debtor;
    for (auto* list : {&clocks, &mixed, &hardship}) {
      for (auto& one : *list) {
        if (one.place != Place::clock && of_debtor[one.party_id] >= settings_.most_per_debtor) {
          place(one, Place::debtor_is_full, {{"count", accrual::same(std::to_string(settings_.most_per_debtor))}});
          full.push_back(std::move(one));
          continue;
        }
        ++of_debtor[one.party_id];
        out.push_back(std::move(one));
      }
    }
    for (auto& one : full) out.push_back(std::move(one));
    return out;
  }

  void allot(Planned& one, const std::string& in_charge) {
    if (one.place == Place::debtor_is_full) return;
    const auto has_time = [&](const Hand& hand) { return hand.busy_minutes + one.minutes <= settings_.minutes_a_day; };
    auto taker = std::find_if(hands_.begin(), hands_.end(),
                              [&](const auto& hand) { return hand.account == in_charge && has_time(hand); });
    if (taker == hands_.end() && in_charge.empty()) {
      taker = std::min_element(hands_.begin(), hands_.end(), [](const auto& a, const auto& b) {
        return std::pair(a.busy_minutes, a.account) < std::pair(b.busy_minutes, b.account);
      });
      if (taker != hands_.end() && !has_time(*taker)) taker = hands_.end();
    }
    if (taker == hands_.end()) return;
    taker->busy_minutes += one.minutes;
    one.officer = taker->account;
  }

 private:
  void step(Planned& one, std::string_view key, std::optional<std::int64_t> amount,
            const accrual::TextPlaces& places) const {
    Step why{"casework." + std::string(key),
             settings_.cite,
             accrual::sentence(messages_, "seizure.work." + std::string(key), places),
             {},
             {},
             amount,
             {}};
    one.steps.push_back(std::move(why));
  }
  void place(Planned& one, Place where, const accrual::TextPlaces& places) const {
    one.place = where;
    step(one, place_names[static_cast<std::size_t>(where)], std::nullopt, places);
  }

  const WorkSettings& settings_;
  const Messages& messages_;
  std::vector<Hand> hands_;
  Date today_;
};

}  // namespace

Result<WorkPolicy> WorkPolicy::read(std::string_view yaml) {
  return read_policy<WorkPolicy>("casework.yaml", yaml, [](const PolicyFile& file, const YAML::Node& root) {
    WorkPolicy policy;
    file.dated(root, "casework",
               [&](Date from, const YAML::Node& node) { policy.dated.push_back(read_settings(file, node, from)); });
    return policy;
  });
}

Result<WorkPolicy> WorkPolicy::load(const std::string& policy_folder) {
  const auto text = policy_text(policy_folder, "casework.yaml");
  if (!text) return text.error();
  return read(*text);
}

const WorkSettings& WorkPolicy::on(Date day) const { return in_force_on(dated, day); }

std::vector<Planned> plan_work(const WorkSettings& settings, const Messages& messages, const std::vector<Case>& cases,
                               const std::map<std::string, std::string>& in_charge, std::vector<Hand> hands,
                               Date today) {
  Planner planner(settings, messages, std::move(hands), today);
  std::vector<Planned> all;
  std::map<std::string, const Case*> by_id;
  for (const auto& subject : cases) {
    if (is_closed(subject.state)) continue;
    by_id[subject.case_id] = &subject;
    all.push_back(planner.planned(subject));
  }
  auto ordered = planner.in_order(std::move(all), by_id);
  for (auto& one : ordered) {
    const auto officer = in_charge.find(one.case_id);
    planner.allot(one, officer == in_charge.end() ? std::string() : officer->second);
  }
  return ordered;
}

}  // namespace clearway::seizure
