// How a file unfolds: what happens, what passes by time, what ends.
#include <algorithm>

#include "enforcement/enforcement.h"
#include "enforcement/quantities.h"
#include "law/parameters.h"  // generated

namespace clearway::enforcement {
namespace {

constexpr std::size_t at(StepKind step) { return static_cast<std::size_t>(step); }
constexpr auto payment_notice = at(StepKind::payment_notice), early_notice = at(StepKind::early_collection_notice),
               demand = at(StepKind::demand);

std::int32_t days(std::int64_t count) { return static_cast<std::int32_t>(count); }

std::optional<debt::Interruption> interruption(Finding finding) {
  switch (finding) {
    case Finding::penalty_disposition: return debt::Interruption::penalty_disposition;
    case Finding::accusation: return debt::Interruption::accusation;
    case Finding::indictment: return debt::Interruption::indictment;
    case Finding::claim_for_share: return debt::Interruption::claim_for_share;
    default: return std::nullopt;
  }
}

/// Gives the last entry of that kind that still stands its end.
void close(std::vector<debt::Interrupted>& entries, debt::Interruption by, Date day) {
  for (auto it = entries.rbegin(); it != entries.rend(); ++it) {
    if (it->by == by && !it->until) it->until = day;
  }
}

/// Begins a suspension, or ends the one of that kind that goes on.
std::vector<Telling> tellings(const std::vector<std::string>& whom) {
  std::vector<Telling> out;
  for (const auto& one : whom) out.push_back({one, {}, {}});
  return out;
}

/// The first that was to be told and was not.
template <class AnyStanding>
auto open_telling(AnyStanding& now, StepKind step, std::string_view whom) -> decltype(&now.ended.front().tell.front()) {
  const auto among = [&](auto& tell) -> decltype(&tell.front()) {
    for (auto& one : tell) {
      if (one.whom == whom && !one.told_on) return &one;
    }
    return nullptr;
  };
  for (auto& one : now.to_tell) {
    if (one.step != step) continue;
    if (auto* found = among(one.tell)) return found;
  }
  for (auto& one : now.ended) {
    if (one.measure != step) continue;
    if (auto* found = among(one.tell)) return found;
  }
  return nullptr;
}

void suspend(std::vector<debt::Suspended>& periods, debt::Suspension by, const Event& event, std::optional<Date> to) {
  if (event.yes) {
    periods.push_back({by, event.on, to, false});
    return;
  }
  for (auto& period : periods) {
    if (period.by == by && (!period.to || *period.to > event.on)) period.to = event.on;
  }
}

bool has_passed(const Standing& now, std::size_t notice) {
  return now.served[notice] && now.deadline[notice] && *now.deadline[notice] < now.day;
}

}  // namespace

Standing Enforcement::begin(const File& file) const {
  Standing now;
  now.amount = now.left = file.amount;
  now.accepted = file.accepted;
  now.others = file.others;
  now.prescription.principal = file.amount;
  if (file.accepted) {
    now.prescription.starts = file.accepted->plus_days(days(law_.kr.due.declared_days.on(*file.accepted).value) + 1);
    now.prescription_runs = true;
  }
  if (file.accepted) {
    now.day = *file.accepted;
  } else if (!file.events.empty()) {
    now.day = file.events.front().on;
  }
  return now;
}

Standing Enforcement::standing(const File& file, Date day) const {
  auto now = begin(file);
  for (std::size_t i = 0; i < file.events.size() && file.events[i].on <= day; ++i) apply(now, file.events[i], i);
  advance(now, day);
  if (!file.events.empty()) now.last_event = file.events.back().on;
  return now;
}

// ---- time

std::vector<Date> Enforcement::changes_after(const Standing& now) const {
  std::vector<Date> out;
  const auto add = [&](std::optional<Date> day, std::int32_t later = 0) {
    if (day && day->plus_days(later) > now.day) out.push_back(day->plus_days(later));
  };
  for (const auto notice : {payment_notice, early_notice, demand}) add(now.deadline[notice], 1);
  add(now.deferred_until, 1);
  add(now.prescribed_after, 1);
  bool any = false;
  for (std::size_t i = 0; i < step_count; ++i) {
    if (!now.in_force[i]) continue;
    any = true;
    add(now.term_end[i], 1);
  }
  if (!any) return out;
  for (const auto& other : now.others) add(other.paid_on);
  const auto add_values = [&](const law::Parameter* parameter) {
    if (parameter == nullptr) return;
    for (const auto& entry : parameter->values) add(entry.from);
  };
  for (const auto& row : table_.endings) {
    if (now.stands(row.measure)) add_values(row.limit);
  }
  for (const auto& row : table_.preconditions) {
    if (!now.stands(row.step)) continue;
    add_values(row.limit);
    add_values(row.age);
  }
  return out;
}

std::optional<Date> Enforcement::next_change(const Standing& now) const {
  if (now.state == State::extinct) return std::nullopt;
  const auto days = changes_after(now);
  const auto first = std::min_element(days.begin(), days.end());
  return first == days.end() ? std::nullopt : std::optional(*first);
}

void Enforcement::advance(Standing& now, Date day) const {
  while (now.day < day) {
    auto next = day;
    for (const auto change : changes_after(now)) next = std::min(next, change);
    pass(now, next);
  }
}

void Enforcement::pass(Standing& now, Date day) const {
  now.day = day;
  if (now.state == State::deferred && now.deferred_until && *now.deferred_until < day) {
    now.state = *now.resumes;
    now.resumes.reset();
    now.deferred_until.reset();
  }
  if (now.state == State::noticed && (has_passed(now, early_notice) || has_passed(now, payment_notice))) {
    const bool early = has_passed(now, early_notice);
    now.state = early ? State::enforceable : State::arrears;
    now.arrears_since = now.deadline[early ? early_notice : payment_notice]->plus_days(1);
  }
  if (now.state == State::demanded && has_passed(now, demand)) now.state = State::enforceable;
  if (now.state != State::extinct && now.prescribed_after && *now.prescribed_after < day) {
    run_prescription(now);
    if (now.prescribed_after && *now.prescribed_after < day) make_extinct(now);
  }
  end_measures(now);
}

void Enforcement::run_prescription(Standing& now) const {
  if (!now.prescription_runs) return;
  now.prescribed_after = debt::prescription(now.prescription, law_, now.day).completes;
}

void Enforcement::make_extinct(Standing& now) const {
  now.state = State::extinct;
  now.extinct_since = now.day;
}

// ---- what ends

const EndingRow* Enforcement::ending(const Standing& now, StepKind measure) const {
  const auto since = *now.in_force[at(measure)];
  for (const auto& row : table_.endings) {
    if (row.measure != measure) continue;
    bool ends = false;
    switch (row.when) {
      case EndsWhen::extinct: ends = now.state == State::extinct; break;
      case EndsWhen::deferred: ends = now.state == State::deferred; break;
      case EndsWhen::followed: ends = now.given[at(*row.step)].has_value(); break;
      case EndsWhen::below: {
        const auto counted = count(now, *row.quantity, nullptr, law_);
        const auto* limit = row.limit->on(now.day);
        ends = counted.value && limit != nullptr && *counted.value < std::get<std::int64_t>(limit->content);
        break;
      }
      case EndsWhen::found:
      case EndsWhen::withdrawn: {
        const auto state = found(now, *row.finding);
        ends = state && state->yes == (row.when == EndsWhen::found);
        break;
      }
      case EndsWhen::criteria_gone: {
        const auto answer = check(now, measure);
        ends = std::any_of(answer.missing.begin(), answer.missing.end(), [](const Missing& missing) {
          return missing.refusal == Refusal::exemption_applies || missing.refusal == Refusal::criterion_is_not_met ||
                 missing.refusal == Refusal::no_ground_is_met;
        });
        break;
      }
      case EndsWhen::term_over: ends = now.term_end[at(measure)] && *now.term_end[at(measure)] < now.day; break;
      case EndsWhen::unassessed_after:
        ends = now.state == State::declared && *later_by(*row.limit, since, since) <= now.day;
        break;
    }
    if (ends) return &row;
  }
  return nullptr;
}

void Enforcement::end_measures(Standing& now) const {
  // The end of one measure may be the ground of another's.
  for (bool again = true; again;) {
    again = false;
    for (std::size_t i = 0; i < step_count; ++i) {
      if (!now.in_force[i]) continue;
      if (const auto* row = ending(now, static_cast<StepKind>(i))) {
        end(now, *row);
        again = true;
      }
    }
  }
}

void Enforcement::end(Standing& now, const EndingRow& row) const {
  const auto measure = at(row.measure);
  const auto tell_by =
      row.within == nullptr ? now.day : working_day(later_by(*row.within, now.day, now.day).value_or(now.day));
  now.ended.push_back({row.measure, *now.in_force[measure], now.day, row.when, row.finding, row.quantity,
                       tellings(row.tell), tell_by, row.cite, row.grade});
  now.in_force[measure].reset();
  now.term_end[measure].reset();
  if (is_seizure(row.measure)) {
    const bool precautionary = row.measure == StepKind::precautionary_seizure;
    std::erase_if(now.seized, [&](const Seized& seized) { return seized.precautionary == precautionary; });
    if (now.seized.empty()) close(now.prescription.interruptions, debt::Interruption::seizure, now.day);
    run_prescription(now);
  }
  // What was consented to and told for this round does not carry the next one.
  now.approved[measure].reset();
  now.resolved[measure].reset();
  for (const auto& need : table_.preconditions) {
    if (need.step != row.measure || !need.of_step) continue;
    const auto& notice = table_.row(*need.of_step);
    if (notice.to || notice.measure || need.needs == Needs::never) continue;
    const auto of = at(*need.of_step);
    now.given[of].reset();
    now.served[of].reset();
    now.approved[of].reset();
    now.resolved[of].reset();
    void_what_builds_on(now, *need.of_step);
  }
}

void Enforcement::void_what_builds_on(Standing& now, StepKind step) const {
  for (const auto& need : table_.preconditions) {
    if (need.of_step != step || need.needs == Needs::never) continue;
    const auto builds = at(need.step);
    // Whoever consents to a step must know what it builds on: what was said before does not count.
    now.approved[builds].reset();
    now.resolved[builds].reset();
    const auto& row = table_.row(need.step);
    if (row.to || row.measure) continue;
    now.given[builds].reset();
    now.served[builds].reset();
  }
}

// ---- what happens

void Enforcement::apply(Standing& now, const Event& event, std::size_t place) const {
  advance(now, event.on);
  const bool open = now.state != State::extinct;
  switch (event.kind) {
    case EventKind::step: {
      auto answer =
          check(now, event.step, {event.until, is_seizure(event.step) ? std::optional(event.asset) : std::nullopt});
      if (!answer.possible()) {
        now.set_aside.push_back({place, std::move(answer)});
        break;
      }
      take(now, event, answer);
      break;
    }
    case EventKind::service: serve(now, event); break;
    case EventKind::payment:
      if (open) now.left -= std::min(now.left, event.amount);
      break;
    case EventKind::charge:
      if (open) now.left += event.amount;
      break;
    case EventKind::cancellation: now.left = 0; break;
    case EventKind::approval: now.approved[at(event.step)] = Consent{event.on, event.authority, event.evidence}; break;
    case EventKind::resolution: {
      auto& resolved = now.resolved[at(event.step)];
      resolved.reset();
      if (event.yes) resolved = Consent{event.on, event.authority, event.evidence};
      break;
    }
    case EventKind::finding: find(now, event); break;
    case EventKind::told: tell(now, event); break;
    case EventKind::measurement:
      now.measured[static_cast<std::size_t>(event.quantity)] = Measured{event.on, event.amount, event.evidence};
      break;
  }
  if (open && now.left == 0) make_extinct(now);
  run_prescription(now);
  pass(now, now.day);
}

const Telling* Standing::to_be_told(StepKind step, std::string_view whom) const {
  return open_telling(*this, step, whom);
}

/// Of nothing that is to be told it says nothing.
void Enforcement::tell(Standing& now, const Event& event) const {
  auto* telling = open_telling(now, event.step, event.whom);
  if (telling == nullptr) return;
  telling->told_on = event.on;
  telling->evidence = event.evidence;
}

void Enforcement::take(Standing& now, const Event& event, const Answer& answer) const {
  const auto step = at(event.step);
  const auto& row = table_.row(event.step);
  now.given[step] = event.on;
  now.ever[step] = true;
  now.served[step].reset();
  now.deadline[step].reset();
  now.approved[step].reset();
  now.resolved[step].reset();
  now.term_end[step] = event.until;
  now.papers[step] = event.evidence;
  now.proofs[step].clear();
  void_what_builds_on(now, event.step);
  if (!row.tell.empty()) now.to_tell.push_back({event.step, event.on, tellings(row.tell)});
  const bool before_due = event.step == StepKind::extension || event.step == StepKind::instalments;
  if (before_due || event.step == StepKind::deferral) {
    now.resumes = now.state;
    now.deferred_until = answer.until;
    if (event.step != StepKind::extension) {
      const auto by = before_due ? debt::Suspension::instalments : debt::Suspension::deferral;
      now.prescription.suspensions.push_back({by, event.on, answer.until, false});
    }
    if (before_due && now.deadline[payment_notice]) {
      now.deadline[payment_notice] = std::max(*now.deadline[payment_notice], *answer.until);
    }
  }
  if (row.resumes) {
    // The due date that was extended is gone: a new notice is needed (Enforcement Decree 2(7)).
    const bool before_arrears = !now.arrears_since;
    now.state = before_arrears ? State::declared : *now.resumes;
    now.resumes.reset();
    now.deferred_until.reset();
    for (auto& period : now.prescription.suspensions) {
      const bool granted = period.by == debt::Suspension::instalments || period.by == debt::Suspension::deferral;
      if (granted && period.to && *period.to > event.on) period.to = event.on;
    }
  } else if (leaves_others_seized(now, event)) {
    now.state = State::seized;
    now.given[step].reset();
  } else if (row.to) {
    now.state = *row.to;
  }
  if (event.step == StepKind::exit_ban_extension) {
    now.term_end[step].reset();
    auto& end = now.term_end[at(StepKind::exit_ban_request)];
    for (const auto& ending : table_.endings) {
      if (ending.when == EndsWhen::term_over && ending.step == event.step && end) {
        end = later_by(*ending.limit, *end, event.on);
      }
    }
  }
  if (!row.measure) return;
  now.in_force[step] = event.on;
  now.term_end[step].reset();
  for (const auto& ending : table_.endings) {
    if (ending.measure != event.step) continue;
    if (ending.when == EndsWhen::followed) now.given[at(*ending.step)].reset();
    if (ending.when == EndsWhen::term_over) {
      if (const auto end = later_by(*ending.limit, event.on, event.on)) now.term_end[step] = end->plus_days(-1);
    }
    if (ending.when == EndsWhen::unassessed_after) now.term_end[step] = later_by(*ending.limit, event.on, event.on);
  }
  if (is_seizure(event.step)) seize(now, event);
}

/// Whether other assets stay seized when one is released, or its price distributed. Takes that one, or all, off the
/// list.
bool Enforcement::leaves_others_seized(Standing& now, const Event& event) const {
  if (event.step != StepKind::release_of_seizure && event.step != StepKind::distribution) return false;
  if (event.item.empty()) return false;  // all of them: the measure ends
  std::erase_if(now.seized, [&](const Seized& seized) { return !seized.precautionary && seized.item == event.item; });
  return std::any_of(now.seized.begin(), now.seized.end(), [](const Seized& seized) { return !seized.precautionary; });
}

void Enforcement::seize(Standing& now, const Event& event) const {
  // A sale of before was one of other assets.
  for (const auto sold : {StepKind::sale_notice, StepKind::sale_notification, StepKind::resale_notice, StepKind::sale,
                          StepKind::private_sale, StepKind::exchange_sale_notice, StepKind::exchange_sale}) {
    now.given[at(sold)].reset();
    now.served[at(sold)].reset();
  }
  now.seized.push_back({event.item, event.asset, event.step == StepKind::precautionary_seizure, event.on, {}});
  if (table_.row(event.asset).effective == Effective::possession) take_effect(now, now.seized.back(), event.on);
}

void Enforcement::take_effect(Standing& now, Seized& seized, Date day) const {
  seized.effective = day;
  now.prescription.interruptions.push_back({debt::Interruption::seizure, day, std::nullopt});
}

/// The entry of a seizure, or its arrival with whoever owes or holds the asset; of one that was released it is nothing.
void Enforcement::serve_seizure(Standing& now, const Event& event) const {
  const bool precautionary = event.step == StepKind::precautionary_seizure;
  for (auto& seized : now.seized) {
    if (seized.precautionary != precautionary || seized.effective || seized.item != event.item) continue;
    const bool entered = event.how == Service::registered;
    const auto needs = table_.row(seized.asset).effective;
    if (event.how != Service::publication && entered == (needs == Effective::registered)) {
      take_effect(now, seized, event.on);
    }
    return;
  }
}

void Enforcement::serve(Standing& now, const Event& event) const {
  if (is_seizure(event.step)) return serve_seizure(now, event);
  const auto notice = at(event.step);
  if (!now.given[notice] || now.served[notice]) return;  // nothing was sent, or it had arrived before
  if (event.how == Service::registered) return;
  const bool published = event.how == Service::publication;
  if (published) {
    const auto ground = found(now, Finding::publication_ground);
    if (!ground || !ground->yes) return;  // Act 11(2): an address unknown or abroad, or nobody there to receive it
  }
  // A notice to somebody who had died must go to the heirs; what had arrived before binds them (Framework Act 24(6)).
  const auto died = found(now, Finding::debtor_died);
  if (died && died->yes && *now.given[notice] <= died->on) return;
  const auto arrival = published ? event.on.plus_days(days(law_.kr.due.publication_days.on(event.on).value)) : event.on;
  now.served[notice] = arrival;
  now.how[notice] = event.how;
  now.proofs[notice] = event.evidence;
  const auto stated = now.term_end[notice];
  now.term_end[notice].reset();
  const auto& arrears = law_.kr.arrears;
  switch (event.step) {
    case StepKind::payment_notice:
    case StepKind::demand: {
      // A notice that arrives after its deadline, or so late that less than 14 days are left, runs 14 days from its
      // arrival (National Tax Collection Act 17).
      const bool is_notice = event.step == StepKind::payment_notice;
      const auto usual = is_notice ? arrival.plus_days(days(law_.kr.due.noticed_days.on(arrival).value))
                                   : now.given[notice]->plus_days(days(arrears.demand.longest_days.on(arrival).value));
      const auto least = arrival.plus_days(days(arrears.late_service_days.on(arrival).value));
      now.deadline[notice] = working_day(std::max(stated.value_or(usual), least));
      const auto by = is_notice ? debt::Interruption::notice : debt::Interruption::demand;
      if (is_notice && !now.prescription_runs) {
        now.prescription.starts = now.deadline[notice]->plus_days(1);
        now.prescription_runs = true;
      } else {
        now.prescription.interruptions.push_back({by, arrival, now.deadline[notice]});
      }
      break;
    }
    // Early collection: the shortened deadline, or the day of a later arrival (Act 17(2)).
    case StepKind::early_collection_notice:
      now.deadline[notice] = working_day(std::max(stated.value_or(arrival), arrival));
      break;
    default: break;
  }
}

void Enforcement::find(Standing& now, const Event& event) const {
  if (is_derived(event.finding)) return;
  now.findings[static_cast<std::size_t>(event.finding)] = Found{event.on, event.yes, event.evidence};
  if (const auto by = interruption(event.finding)) {
    if (event.yes) {
      now.prescription.interruptions.push_back({*by, event.on, std::nullopt});
    } else {
      close(now.prescription.interruptions, *by, event.on);
    }
  }
  if (event.finding == Finding::fraudulent_act_suit) {
    suspend(now.prescription.suspensions, debt::Suspension::fraudulent_act_suit, event, std::nullopt);
  } else if (event.finding == Finding::rehabilitation_order) {
    const auto longest = law_.kr.arrears.rehabilitation.stay_years.on(event.on).value;
    suspend(now.prescription.suspensions, debt::Suspension::rehabilitation, event,
            event.on.plus_years(static_cast<std::int32_t>(longest)));
  }
}

}  // namespace clearway::enforcement
