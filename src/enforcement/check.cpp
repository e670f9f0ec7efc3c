// Whether a step may be taken: each row of the table held against the file.
#include <algorithm>
#include <map>

#include "enforcement/enforcement.h"
#include "enforcement/quantities.h"

namespace clearway::enforcement {
namespace {

law::Grade weaker(law::Grade a, law::Grade b) { return std::max(a, b); }

Status status_of(bool met) { return met ? Status::met : Status::not_met; }

template <class T>
const std::optional<T>& at(const Standing::BySteps<T>& by_steps, StepKind step) {
  return by_steps[static_cast<std::size_t>(step)];
}

/// Rows that are alternatives fail together. Where they are notices, the one that has come furthest says what lacks;
/// where a consent or an exception from an exemption is among them, that does.
Refusal together(const std::vector<Condition>& conditions, const std::vector<std::size_t>& group) {
  auto first = Refusal::no_ground_is_met, furthest = Refusal::law_is_not_in_force;
  for (const auto index : group) {
    first = std::min(first, conditions[index].refusal);
    furthest = std::max(furthest, conditions[index].refusal);
  }
  if (furthest <= Refusal::time_for_the_step_has_ended) return furthest;
  return Refusal::approval_is_missing <= first && first <= Refusal::exemption_applies ? first
                                                                                      : Refusal::no_ground_is_met;
}

/// From when a notice counts: proof of service, or the day it was given where no row asks for service.
std::optional<Date> starts_counting(const Standing& now, const StepTable& table, StepKind notice) {
  const auto served = std::any_of(table.preconditions.begin(), table.preconditions.end(), [&](const auto& row) {
    return row.needs == Needs::served && row.of_step == notice;
  });
  return at(served ? now.served : now.given, notice);
}

void set_limit(Condition& condition, const law::Parameter& limit, Date day) {
  const auto* entry = limit.on(day);
  if (entry == nullptr) {
    condition.status = Status::not_met;
    condition.refusal = Refusal::law_is_not_in_force;
    return;
  }
  condition.threshold = std::get<std::int64_t>(entry->content);
  condition.threshold_cite = entry->cite;
  condition.threshold_from = entry->from;
  condition.grade = weaker(condition.grade, entry->grade);
}

/// A time that must have passed since `start`; the day from which it counts is not part of it.
void set_waited(Condition& condition, const Precondition& row, std::optional<Date> start, Date day) {
  condition.refusal = Refusal::waiting_time_has_not_passed;
  set_limit(condition, *row.limit, day);
  condition.on = start;
  if (!condition.threshold) return;
  condition.status = Status::not_met;
  if (!start) return;
  condition.from = later_by(*row.limit, *start, day)->plus_days(1);
  condition.value = std::max(0, day.days() - start->days());
  condition.status = status_of(*condition.from <= day);
}

}  // namespace

Condition Enforcement::evaluate(const Standing& now, const Precondition& row, const Asked& asked) const {
  Condition out;
  out.row = &row;
  out.grade = row.grade;
  const auto step = static_cast<std::size_t>(row.step);
  const auto of = row.of_step.value_or(row.step);
  const auto of_index = static_cast<std::size_t>(of);
  switch (row.needs) {
    case Needs::given:
      out.refusal = Refusal::notice_is_missing;
      out.on = at(now.given, of);
      out.evidence = now.papers[of_index];
      out.status = status_of(out.on.has_value());
      break;
    case Needs::served:
      out.refusal = at(now.given, of) ? Refusal::notice_was_not_served : Refusal::notice_is_missing;
      out.on = at(now.served, of);
      if (out.on && *out.on > now.day) out.from = out.on;
      if (out.on) out.how = now.how[of_index], out.evidence = now.proofs[of_index];
      out.status = status_of(out.on && *out.on <= now.day);
      break;
    case Needs::overdue:
      out.refusal = Refusal::deadline_has_not_passed;
      out.on = at(now.deadline, of);
      out.evidence = now.proofs[of_index];
      if (out.on) out.from = out.on->plus_days(1);
      out.status = status_of(out.on && *out.on < now.day);
      break;
    case Needs::waited: set_waited(out, row, starts_counting(now, table_, of), now.day); break;
    case Needs::within: {
      out.refusal = Refusal::time_for_the_step_has_ended;
      set_limit(out, *row.limit, now.day);
      const auto state = found(now, *row.finding);
      if (!out.threshold) break;
      // Where it was not found, nothing is late; the row that asks for it says so.
      out.status = Status::met;
      if (!state || !state->yes) break;
      out.on = state->on;
      out.evidence = state->evidence;
      out.status = status_of(now.day <= *later_by(*row.limit, state->on, now.day));
      break;
    }
    case Needs::before_end: {
      out.refusal = Refusal::time_for_the_step_has_ended;
      set_limit(out, *row.limit, now.day);
      out.on = at(now.term_end, of);
      const auto lead = static_cast<std::int32_t>(out.threshold.value_or(0));
      out.status = status_of(!out.on || now.day <= out.on->plus_days(-lead));
      break;
    }
    case Needs::in_force:
      out.refusal = Refusal::measure_is_not_in_force;
      out.on = at(now.in_force, of);
      out.status = status_of(out.on.has_value());
      break;
    case Needs::effective: {
      out.refusal = Refusal::seizure_has_not_taken_effect;
      for (const auto& seized : now.seized) {
        const bool counts = seized.precautionary == (of == StepKind::precautionary_seizure) &&
                            table_.row(seized.asset).sold && seized.effective;
        if (counts && (!out.on || *seized.effective < *out.on)) out.on = seized.effective;
      }
      out.status = status_of(out.on.has_value());
      break;
    }
    case Needs::never:
      out.refusal = Refusal::same_arrears_bear_it_only_once;
      out.status = status_of(!now.ever[static_cast<std::size_t>(of)]);
      out.on = at(now.given, of);
      break;
    case Needs::term: {
      out.refusal = Refusal::term_is_too_long;
      set_limit(out, *row.limit, now.day);
      if (!out.threshold) break;
      out.on = later_by(*row.limit, now.day, now.day);
      out.status = status_of(!asked.until || (now.day <= *asked.until && *asked.until <= *out.on));
      break;
    }
    case Needs::aged:
      out.refusal = Refusal::criterion_is_not_met;
      set_limit(out, *row.limit, now.day);
      out.on = now.arrears_since;
      if (!out.threshold) break;
      out.status = Status::not_met;
      if (!out.on) break;
      out.value = now.day.days() - out.on->days();
      out.from = later_by(*row.limit, *out.on, now.day);
      out.status = status_of(*out.from <= now.day);
      break;
    case Needs::approved: {
      out.refusal = Refusal::approval_is_missing;
      const auto& consent = now.approved[step];
      out.status = status_of(consent && consent->by == *row.authority);
      if (consent) out.on = consent->on, out.evidence = consent->evidence;
      break;
    }
    case Needs::resolved: {
      const auto& consent = now.resolved[step];
      // A committee decides a time after the notice arrived.
      if (row.after) set_waited(out, row, at(now.served, *row.after), now.day);
      out.refusal = Refusal::committee_has_not_decided;
      const bool in_time = !row.after || (consent && out.from && *out.from <= consent->on);
      out.status = status_of(consent && consent->by == *row.authority && in_time);
      out.on.reset();
      if (consent) out.on = consent->on, out.evidence = consent->evidence;
      break;
    }
    case Needs::found:
    case Needs::free_of: {
      const bool wanted = row.needs == Needs::found;
      const auto state = found(now, *row.finding);
      if (state) out.on = state->on, out.evidence = state->evidence;
      if (wanted) {
        out.refusal = state ? Refusal::criterion_is_not_met : Refusal::criterion_is_not_known;
        out.status = state ? status_of(state->yes) : Status::not_known;
      } else {
        out.refusal = Refusal::exemption_applies;
        bool applies = state && state->yes;
        if (applies && row.limit != nullptr) {
          set_limit(out, *row.limit, now.day);
          if (!out.threshold) break;
          out.from = later_by(*row.limit, state->on, now.day)->plus_days(1);
          applies = now.day < *out.from;
        }
        out.status = status_of(!applies);
      }
      break;
    }
    case Needs::at_least:
    case Needs::above:
    case Needs::below: {
      const auto counted = count(now, *row.quantity, row.age, law_);
      out.value = counted.value;
      out.shown_value = counted.shown;
      out.on = counted.on;
      out.evidence = counted.evidence;
      out.refusal = out.value ? Refusal::criterion_is_not_met : Refusal::criterion_is_not_known;
      set_limit(out, *row.limit, now.day);
      if (!out.threshold) break;
      if (!out.value) {
        out.status = Status::not_known;
      } else {
        out.status = status_of(row.needs == Needs::at_least ? *out.value >= *out.threshold
                               : row.needs == Needs::above  ? *out.value > *out.threshold
                                                            : *out.value < *out.threshold);
      }
      break;
    }
  }
  return out;
}

Answer Enforcement::check(const Standing& now, StepKind step, const Asked& asked) const {
  const auto& row = table_.row(step);
  Answer out{step, asked.asset, now.day, now.state, std::nullopt, std::nullopt, {}, {}, row.cite, row.grade};
  const auto refuse = [&](Refusal refusal) { out.missing.push_back({refusal, {}, row.cite, row.grade}); };
  if (row.since && now.day < *row.since) refuse(Refusal::law_is_not_in_force);
  if (asked.asset) {
    const auto& asset = table_.row(*asked.asset);
    out.grade = weaker(out.grade, asset.grade);
    if (asset.since && now.day < *asset.since) {
      out.missing.push_back({Refusal::law_is_not_in_force, {}, asset.cite, asset.grade});
    }
  }
  if (now.last_event && now.day < *now.last_event) refuse(Refusal::step_is_before_the_last_event);
  if (now.state == State::extinct) {
    refuse(Refusal::debt_is_extinct);
  } else if ((row.from & (1U << static_cast<unsigned>(now.state))) == 0) {
    refuse(Refusal::state_does_not_allow_the_step);
  }
  if (row.measure && !row.repeatable && now.stands(step)) refuse(Refusal::measure_is_already_in_force);

  std::map<std::string, std::vector<std::size_t>> groups;
  for (const auto& precondition : table_.preconditions) {
    if (precondition.step != step || (precondition.asset && precondition.asset != asked.asset)) continue;
    const auto index = out.conditions.size();
    auto condition = evaluate(now, precondition, asked);
    out.grade = weaker(out.grade, condition.grade);
    if (precondition.needs == Needs::term && condition.on) out.until = asked.until.value_or(*condition.on);
    if (!precondition.any.empty()) {
      groups[precondition.any].push_back(index);
    } else if (condition.status != Status::met) {
      out.missing.push_back({condition.refusal, {index}, precondition.cite, condition.grade});
    }
    out.conditions.push_back(std::move(condition));
  }
  for (const auto& [any, group] : groups) {
    const auto met = [&](std::size_t index) { return out.conditions[index].status == Status::met; };
    if (std::any_of(group.begin(), group.end(), met)) continue;
    const auto& first = out.conditions[group.front()];
    out.missing.push_back({together(out.conditions, group), group, first.row->cite, first.grade});
  }
  std::stable_sort(out.missing.begin(), out.missing.end(),
                   [](const Missing& a, const Missing& b) { return a.refusal < b.refusal; });
  if (!out.possible()) {
    out.until.reset();
    return out;
  }
  out.to = row.resumes ? now.resumes.value_or(now.state) : row.to.value_or(now.state);
  return out;
}

std::vector<Asked> Enforcement::questions(StepKind step) const {
  if (!is_seizure(step)) return {Asked{}};
  std::vector<Asked> out;
  for (const auto& row : table_.assets) out.push_back({std::nullopt, row.asset});
  return out;
}

std::vector<Missing> Enforcement::refusals(const File& file, StepKind step, Date day) const {
  return check(standing(file, day), step).missing;
}

}  // namespace clearway::enforcement
