#include "notice/effect.h"

#include <algorithm>
#include <cstdlib>
#include <string_view>
#include <utility>

#include "law/parameters.h"  // generated
#include "notice/pattern.h"

namespace clearway::notice {
namespace {

bool is_corrected(State state) { return state == State::filed || state == State::claimed || state == State::settled; }

bool was_sent(const Notice& notice) {
  return notice.sent_on && notice.state != State::held_back && notice.state != State::dismissed;
}

void count(Figures& figures, std::vector<std::int64_t>& days, const Notice& notice) {
  if (notice.state == State::held_back) ++figures.held_back;
  if (!was_sent(notice)) return;
  ++figures.sent;
  if (notice.opened_on) ++figures.opened;
  if (is_corrected(notice.state)) ++figures.corrected;
  if (notice.answer == "explain" && !is_corrected(notice.state)) ++figures.explained;
  if (notice.answer == "ask") ++figures.asked;
  if (notice.answer == "more_time") ++figures.more_time;
  if (notice.state == State::explained_accepted) ++figures.accepted;
  if (notice.state == State::lapsed) ++figures.lapsed;
  if (notice.answer.empty() && !is_closed(notice.state)) ++figures.waiting;
  (notice.corrected_krw >= 0 ? figures.corrected_krw : figures.claimed_krw) += std::abs(notice.corrected_krw);
  if (notice.answered_on) days.push_back(notice.answered_on->days() - notice.sent_on->days());
}

std::optional<std::int64_t> median(std::vector<std::int64_t>& days) {
  if (days.empty()) return std::nullopt;
  const auto middle = days.begin() + static_cast<std::ptrdiff_t>((days.size() - 1) / 2);
  std::nth_element(days.begin(), middle, days.end());
  return *middle;
}

/// Newest day on which a declaration shows a pattern.
std::map<PatternKey, Date> newest_of(const std::vector<Notice>& notices) {
  std::map<PatternKey, Date> newest;
  for (const auto& notice : notices) {
    auto& day = newest.try_emplace(key_of(notice.finding), notice.declared.declared_on).first->second;
    day = std::max(day, notice.declared.declared_on);
  }
  return newest;
}

void add(rehearsal::Cells& cells, bool found, bool notified, std::int64_t firms) {
  cells.at(found, !notified, notified) += static_cast<std::uint64_t>(firms);
}

std::optional<rehearsal::Interval> difference(const Group& with, std::int64_t part_with, const Group& without,
                                              std::int64_t part_without) {
  rehearsal::Cells cells;
  add(cells, true, true, part_with);
  add(cells, false, true, with.firms - part_with);
  add(cells, true, false, part_without);
  add(cells, false, false, without.firms - part_without);
  return rehearsal::precision_difference(cells);
}

/// What is known of one firm for the comparison.
struct Firm {
  Date first_on;
  bool held_back = false, corrected = false, repeated = false;
};

bool is_comparable(const law::Law& law, const Notice& notice, Date today) {
  const bool held_back = notice.state == State::held_back;
  if (!notice.sent_on || (!held_back && !was_sent(notice)) || notice.state == State::withdrawn) return false;
  if (!held_back && (is_closed(notice.state) || is_corrected(notice.state))) return true;
  const auto days = law.kr.notice.check_days.on(*notice.sent_on).value;
  return today > notice.window_ends.value_or(notice.sent_on->plus_days(static_cast<std::int32_t>(days)));
}

Lift lift_of(const law::Law& law, const std::vector<Notice>& notices, const std::vector<OwnCorrection>& own_corrections,
             Date today) {
  std::map<std::pair<std::string_view, std::string_view>, Date> own;
  for (const auto& each : own_corrections) {
    auto& day = own.try_emplace({each.party_id, each.declaration_number}, each.filed_on).first->second;
    day = std::max(day, each.filed_on);
  }
  const auto newest = newest_of(notices);
  std::map<std::string_view, Firm> firms;
  for (const auto& notice : notices) {
    if (!is_comparable(law, notice, today)) continue;
    const bool held_back = notice.state == State::held_back;
    auto& firm = firms.try_emplace(notice.party_id(), Firm{*notice.sent_on, held_back, false, false}).first->second;
    if (*notice.sent_on < firm.first_on) {
      firm.first_on = *notice.sent_on;
      firm.held_back = held_back;
    }
    const auto by_itself = own.find({notice.party_id(), notice.declared.declaration_number});
    firm.corrected |= is_corrected(notice.state) || (by_itself != own.end() && by_itself->second >= *notice.sent_on);
    firm.repeated |= newest.at(key_of(notice.finding)) > *notice.sent_on;
  }
  Lift lift;
  for (const auto& [party, firm] : firms) {
    auto& group = firm.held_back ? lift.held_back : lift.notified;
    ++group.firms;
    group.corrected += firm.corrected ? 1 : 0;
    group.repeated += firm.repeated ? 1 : 0;
  }
  lift.corrected = difference(lift.notified, lift.notified.corrected, lift.held_back, lift.held_back.corrected);
  lift.repeated = difference(lift.notified, lift.notified.repeated, lift.held_back, lift.held_back.repeated);
  return lift;
}

}  // namespace

Effect effect_of(const law::Law& law, const std::vector<Notice>& notices,
                 const std::vector<OwnCorrection>& own_corrections, Date today) {
  Effect effect;
  std::vector<std::int64_t> days;
  std::map<std::string, std::vector<std::int64_t>, std::less<>> days_of;
  for (const auto& notice : notices) {
    const auto& detector = notice.finding.detector;
    count(effect.all, days, notice);
    count(effect.by_detector[detector], days_of[detector], notice);
  }
  effect.all.median_answer_days = median(days);
  for (auto& [detector, figures] : effect.by_detector) figures.median_answer_days = median(days_of[detector]);
  effect.lift = lift_of(law, notices, own_corrections, today);
  return effect;
}

}  // namespace clearway::notice
