#include "clearance/lifecycle.h"

#include <algorithm>

#include "clearance/sentence.h"
#include "law/law.h"
#include "law/parameters.h"  // generated

namespace clearway::clearance {
namespace {

using declaration::Procedure;

template <class Enum, std::size_t N>
std::optional<Enum> parse_name(const std::array<std::string_view, N>& names, std::string_view text) {
  const auto found = std::find(names.begin(), names.end(), text);
  if (found == names.end()) return std::nullopt;
  return static_cast<Enum>(found - names.begin());
}

constexpr unsigned bit(Actor actor) { return 1U << static_cast<unsigned>(actor); }
constexpr unsigned system_ = bit(Actor::system), declarant_ = bit(Actor::declarant), customs_ = bit(Actor::customs),
                   carrier_ = bit(Actor::carrier);

using enum State;
using A = Action;
constexpr Transition table[] = {
    {A::select, lodged, selected, system_ | customs_, "export-notice-16-3"},
    {A::examine, selected, examined, customs_, "export-notice-17"},
    // By default the goods are examined at the place of loading, after acceptance (art. 17(2)).
    {A::examine, accepted, accepted, customs_, "export-notice-17"},
    {A::examine, amended, amended, customs_, "export-notice-17"},
    {A::accept, lodged, accepted, system_ | customs_, "export-notice-10"},
    {A::accept, selected, accepted, customs_, "export-notice-10"},
    {A::accept, examined, accepted, customs_, "export-notice-10"},
    {A::load, accepted, loaded, system_ | customs_ | carrier_, "customs-act-251-1"},
    {A::load, amended, loaded, system_ | customs_ | carrier_, "customs-act-251-1"},
    {A::depart, loaded, loaded, system_ | customs_ | carrier_, "export-notice-45-1"},

    {A::amend_self, lodged, lodged, declarant_, "export-notice-26-2"},
    {A::amend_self, selected, selected, declarant_, "export-notice-26-2"},
    {A::amend_self, examined, examined, declarant_, "export-notice-26-2"},
    {A::amend_self, accepted, amended, declarant_, "export-notice-26-2"},
    {A::amend_self, amended, amended, declarant_, "export-notice-26-2"},
    {A::amend_self, loaded, loaded, declarant_, "export-notice-26-2"},
    {A::amend_with_evidence, lodged, lodged, customs_, "export-notice-26-1"},
    {A::amend_with_evidence, selected, selected, customs_, "export-notice-26-1"},
    {A::amend_with_evidence, examined, examined, customs_, "export-notice-26-1"},
    {A::amend_with_evidence, accepted, amended, customs_, "export-notice-26-1"},
    {A::amend_with_evidence, amended, amended, customs_, "export-notice-26-1"},
    {A::amend_with_evidence, loaded, loaded, customs_, "export-notice-26-1"},
    {A::amend_ex_officio, lodged, lodged, customs_, "export-notice-31"},
    {A::amend_ex_officio, selected, selected, customs_, "export-notice-31"},
    {A::amend_ex_officio, examined, examined, customs_, "export-notice-31"},
    {A::amend_ex_officio, accepted, amended, customs_, "export-notice-31"},
    {A::amend_ex_officio, amended, amended, customs_, "export-notice-31"},
    {A::amend_ex_officio, loaded, loaded, customs_, "export-notice-31"},

    {A::request_withdrawal, lodged, lodged, declarant_, "customs-act-250"},
    {A::request_withdrawal, selected, selected, declarant_, "customs-act-250"},
    {A::request_withdrawal, examined, examined, declarant_, "customs-act-250"},
    {A::request_withdrawal, accepted, accepted, declarant_, "customs-act-250"},
    {A::request_withdrawal, amended, amended, declarant_, "customs-act-250"},
    {A::approve_withdrawal, lodged, withdrawn, customs_, "customs-act-250"},
    {A::approve_withdrawal, selected, withdrawn, customs_, "customs-act-250"},
    {A::approve_withdrawal, examined, withdrawn, customs_, "customs-act-250"},
    {A::approve_withdrawal, accepted, withdrawn, customs_, "customs-act-250"},
    {A::approve_withdrawal, amended, withdrawn, customs_, "customs-act-250"},
    {A::refuse_withdrawal, lodged, lodged, customs_, "customs-act-250"},
    {A::refuse_withdrawal, selected, selected, customs_, "customs-act-250"},
    {A::refuse_withdrawal, examined, examined, customs_, "customs-act-250"},
    {A::refuse_withdrawal, accepted, accepted, customs_, "customs-act-250"},
    {A::refuse_withdrawal, amended, amended, customs_, "customs-act-250"},
    {A::reject, lodged, rejected, customs_, "customs-act-250-3"},
    {A::reject, selected, rejected, customs_, "customs-act-250-3"},
    {A::reject, examined, rejected, customs_, "customs-act-250-3"},

    {A::extend_loading, accepted, accepted, declarant_ | customs_, "export-notice-45-3"},
    {A::extend_loading, amended, amended, declarant_ | customs_, "export-notice-45-3"},
    {A::notify_not_loaded, accepted, accepted, system_ | customs_, "export-notice-52-1"},
    {A::notify_not_loaded, amended, amended, system_ | customs_, "export-notice-52-1"},
    {A::explain, accepted, accepted, declarant_, "export-notice-52-2"},
    {A::explain, amended, amended, declarant_, "export-notice-52-2"},
    {A::cancel, accepted, cancelled, customs_, "customs-decree-255"},
    {A::cancel, amended, cancelled, customs_, "customs-decree-255"},
    {A::order_recall, accepted, accepted, customs_, "customs-act-238"},
    {A::order_recall, amended, amended, customs_, "customs-act-238"},
    {A::order_recall, loaded, loaded, customs_, "customs-act-238"},
};

const Transition* find(Action action, State from) {
  const auto* found = std::find_if(std::begin(table), std::end(table),
                                   [&](const Transition& t) { return t.action == action && t.from == from; });
  return found == std::end(table) ? nullptr : found;
}

std::string text_of(std::optional<Date> date) { return date ? date->text() : "-"; }
std::int32_t days(std::int64_t count) { return static_cast<std::int32_t>(count); }
bool has_certificate(Procedure procedure) {
  return procedure == Procedure::formal || procedure == Procedure::simplified;
}
/// The acceptance of a manifest line starts no loading period (Export Notice 44(2)); imports are not loaded.
bool has_loading_control(Procedure procedure) { return has_certificate(procedure); }

/// Folds events into a Standing.
class Fold {
 public:
  Fold(const law::Law& law, Procedure procedure) : law_(law), procedure_(procedure) {}

  void apply(const Event& event) {
    pass_time(event.on);
    now_.last_event = event.on;
    if (event.action == Action::lodge) {
      now_.lodged = true;
      return;
    }
    const auto* transition = find(event.action, now_.state);
    if (transition == nullptr || !now_.lodged) return;
    note(event);
    now_.state = transition->to;
  }

  /// A withdrawal that was not answered in time counts as approved from the day after (Act 250(4)).
  void pass_time(Date until) {
    if (!now_.withdrawal_requested_on || now_.withdrawn_on) return;
    const auto* reply = law_.kr.export_.withdraw.reply_days.find(*now_.withdrawal_requested_on);
    if (reply == nullptr) return;
    const auto last = now_.withdrawal_requested_on->plus_days(days(reply->value));
    if (until <= last) return;
    now_.state = withdrawn;
    now_.withdrawn_on = last.plus_days(1);
    now_.withdrawal_deemed_approved = true;
  }

  Standing result() const { return now_; }

 private:
  void note(const Event& event) {
    switch (event.action) {
      case Action::select: now_.selected = true; break;
      case Action::examine: now_.examined = true; break;
      case Action::accept:
        now_.accepted_on = event.on;
        if (has_loading_control(procedure_)) {
          now_.loading_deadline = event.on.plus_days(days(law_.kr.export_.loading.days.on(event.on).value));
        }
        break;
      case Action::load: now_.loaded_on = event.on; break;
      case Action::depart: now_.departed_on = event.on; break;
      case Action::request_withdrawal: now_.withdrawal_requested_on = event.on; break;
      case Action::approve_withdrawal: now_.withdrawn_on = event.on; break;
      case Action::refuse_withdrawal: now_.withdrawal_requested_on.reset(); break;
      case Action::extend_loading:
        if (event.until) {
          now_.loading_deadline = event.until;
          now_.not_loaded_notice_on.reset();
          now_.explained_on.reset();
        }
        break;
      case Action::notify_not_loaded: now_.not_loaded_notice_on = event.on; break;
      case Action::explain: now_.explained_on = event.on; break;
      case Action::order_recall: now_.recall_ordered_on = event.on; break;
      case Action::lodge:
      case Action::amend_self:
      case Action::amend_with_evidence:
      case Action::amend_ex_officio:
      case Action::reject:
      case Action::cancel: break;
    }
  }

  const law::Law& law_;
  Procedure procedure_;
  Standing now_;
};

bool concerns_loading(Action action) {
  return action == A::extend_loading || action == A::notify_not_loaded || action == A::explain || action == A::cancel;
}
bool needs_reason(Action action) {
  return action == A::request_withdrawal || action == A::reject || action == A::amend_with_evidence ||
         action == A::explain;
}

using R = LifecycleRefusal;

std::optional<R> refuse_extension(const Standing& now, const Event& wanted, Date maximum) {
  if (!wanted.until) return R::new_loading_deadline_must_be_given;
  if (wanted.on > *now.loading_deadline) return R::loading_period_has_ended;
  if (*wanted.until <= *now.loading_deadline) return R::new_loading_deadline_must_be_later;
  if (*wanted.until > maximum) return R::loading_period_cannot_exceed_its_maximum;
  return std::nullopt;
}

std::optional<R> refuse_not_loaded(const Standing& now, const Event& wanted, std::int32_t explain_days) {
  if (wanted.action == A::notify_not_loaded) {
    return wanted.on <= *now.loading_deadline ? std::optional(R::loading_period_is_still_running) : std::nullopt;
  }
  if (!now.not_loaded_notice_on) return R::not_loaded_notice_must_come_first;
  const auto last = now.not_loaded_notice_on->plus_days(explain_days);
  if (wanted.action == A::explain && wanted.on > last) return R::time_for_explanation_has_ended;
  if (wanted.action == A::cancel && wanted.on <= last && !now.explained_on) {
    return R::time_for_explanation_is_still_running;
  }
  return std::nullopt;
}

}  // namespace

std::optional<State> parse_state(std::string_view text) { return parse_name<State>(state_names, text); }
std::optional<Action> parse_action(std::string_view text) { return parse_name<Action>(action_names, text); }

std::string_view name(LifecycleRefusal refusal) {
  switch (refusal) {
    case R::action_is_not_open_in_this_state: return "action_is_not_open_in_this_state";
    case R::actor_may_not_do_this: return "actor_may_not_do_this";
    case R::date_lies_before_the_last_event: return "date_lies_before_the_last_event";
    case R::loading_control_does_not_apply_to_the_manifest: return "loading_control_does_not_apply_to_the_manifest";
    case R::reason_must_be_given: return "reason_must_be_given";
    case R::means_of_transport_has_departed: return "means_of_transport_has_departed";
    case R::reviewed_or_examined_declaration_needs_evidence: return "reviewed_or_examined_declaration_needs_evidence";
    case R::withdrawal_is_already_requested: return "withdrawal_is_already_requested";
    case R::withdrawal_was_not_requested: return "withdrawal_was_not_requested";
    case R::new_loading_deadline_must_be_given: return "new_loading_deadline_must_be_given";
    case R::loading_period_has_ended: return "loading_period_has_ended";
    case R::new_loading_deadline_must_be_later: return "new_loading_deadline_must_be_later";
    case R::loading_period_cannot_exceed_its_maximum: return "loading_period_cannot_exceed_its_maximum";
    case R::loading_period_is_still_running: return "loading_period_is_still_running";
    case R::not_loaded_notice_must_come_first: return "not_loaded_notice_must_come_first";
    case R::time_for_explanation_has_ended: return "time_for_explanation_has_ended";
    case R::time_for_explanation_is_still_running: return "time_for_explanation_is_still_running";
    case R::recall_period_has_ended: return "recall_period_has_ended";
  }
  return {};
}

std::string_view name(TimeLimitKind kind) {
  switch (kind) {
    case TimeLimitKind::loading: return "loading";
    case TimeLimitKind::loading_extension_maximum: return "loading_extension_maximum";
    case TimeLimitKind::withdrawal_reply: return "withdrawal_reply";
    case TimeLimitKind::not_loaded_explanation: return "not_loaded_explanation";
    case TimeLimitKind::recall: return "recall";
    case TimeLimitKind::record_keeping: return "record_keeping";
    case TimeLimitKind::reimport_relief: return "reimport_relief";
    case TimeLimitKind::drawback_claim: return "drawback_claim";
  }
  return {};
}

std::string_view name(TimeLimitStatus status) {
  switch (status) {
    case TimeLimitStatus::running: return "running";
    case TimeLimitStatus::met: return "met";
    case TimeLimitStatus::missed: return "missed";
    case TimeLimitStatus::ended: return "ended";
  }
  return {};
}

std::span<const Transition> transitions() { return table; }

Standing Lifecycle::standing(std::span<const Event> history, Procedure procedure, Date today) const {
  Fold fold(law_, procedure);
  for (const auto& event : history) fold.apply(event);
  fold.pass_time(today);
  return fold.result();
}

std::optional<Date> Lifecycle::longest_loading(const Standing& now) const {
  if (!now.accepted_on) return std::nullopt;
  return now.accepted_on->plus_years(days(law_.kr.export_.loading.extension_max.on(*now.accepted_on).value));
}

std::optional<Date> Lifecycle::recall_until(const Standing& now) const {
  if (!now.accepted_on) return std::nullopt;
  return now.accepted_on->plus_months(days(law_.kr.export_.recall.months.on(*now.accepted_on).value));
}

std::optional<LifecycleRefusal> Lifecycle::refusal(const Standing& now, Procedure procedure,
                                                   const Event& wanted) const {
  if (wanted.action == A::lodge) {
    if (now.lodged) return R::action_is_not_open_in_this_state;
    return wanted.by == Actor::customs || wanted.by == Actor::carrier ? std::optional(R::actor_may_not_do_this)
                                                                      : std::nullopt;
  }
  const auto* transition = now.lodged ? find(wanted.action, now.state) : nullptr;
  if (transition == nullptr) return R::action_is_not_open_in_this_state;
  if ((transition->actors & bit(wanted.by)) == 0) return R::actor_may_not_do_this;
  if (wanted.on < now.last_event) return R::date_lies_before_the_last_event;
  if (concerns_loading(wanted.action) && !has_loading_control(procedure)) {
    return R::loading_control_does_not_apply_to_the_manifest;
  }
  if (needs_reason(wanted.action) && !wanted.reason_given) return R::reason_must_be_given;
  switch (wanted.action) {
    case A::amend_self:
      if (now.departed_on && wanted.on >= *now.departed_on) return R::means_of_transport_has_departed;
      if (now.selected || now.examined) return R::reviewed_or_examined_declaration_needs_evidence;
      break;
    case A::request_withdrawal:
      if (now.withdrawal_requested_on) return R::withdrawal_is_already_requested;
      break;
    case A::approve_withdrawal:
    case A::refuse_withdrawal:
      if (!now.withdrawal_requested_on) return R::withdrawal_was_not_requested;
      break;
    case A::extend_loading: return refuse_extension(now, wanted, *longest_loading(now));
    case A::notify_not_loaded:
    case A::explain:
    case A::cancel:
      return refuse_not_loaded(now, wanted, days(law_.kr.export_.cancel.explain_days.on(wanted.on).value));
    case A::order_recall:
      if (wanted.on > *recall_until(now)) return R::recall_period_has_ended;
      break;
    case A::lodge:
    case A::select:
    case A::examine:
    case A::accept:
    case A::load:
    case A::amend_with_evidence:
    case A::amend_ex_officio:
    case A::reject:
    case A::depart: break;
  }
  return std::nullopt;
}

LifecycleAnswer Lifecycle::check(std::span<const Event> history, Procedure procedure, const Event& wanted) const {
  const auto now = standing(history, procedure, wanted.on);
  const auto* transition = find(wanted.action, now.state);
  const TextPlaces places = {
      {"action", messages_.at("lifecycle.action." + std::string(name(wanted.action)))},
      {"state", messages_.at("lifecycle.state." + std::string(name(now.state)))},
      {"actor", messages_.at("lifecycle.actor." + std::string(name(wanted.by)))},
      {"date", same(wanted.on.text())},
      {"last_event", same(now.last_event.text())},
      {"loading_deadline", same(text_of(now.loading_deadline))},
      {"maximum", same(text_of(longest_loading(now)))},
      {"recall_until", same(text_of(recall_until(now)))},
  };
  LifecycleAnswer answer;
  answer.step.cite = transition != nullptr ? std::string(transition->cite) : "export-notice-8";
  answer.step.from = wanted.on;
  answer.step.to = wanted.until;
  answer.refusal = refusal(now, procedure, wanted);
  if (answer.refusal) {
    const std::string key = "lifecycle.refusal." + std::string(name(*answer.refusal));
    answer.step.rule = "lifecycle." + std::string(name(*answer.refusal));
    answer.step.text = sentence(messages_, key + ".text", places);
    answer.fix = sentence(messages_, key + ".fix", places);
    return answer;
  }
  answer.next = wanted.action == A::lodge ? State::lodged : transition->to;
  answer.step.rule = "lifecycle." + std::string(name(wanted.action));
  const bool late = wanted.action == A::load && now.loading_deadline && wanted.on > *now.loading_deadline;
  answer.step.text = sentence(messages_, late ? "lifecycle.done_late" : "lifecycle.done", places);
  return answer;
}

std::vector<Action> Lifecycle::open_actions(std::span<const Event> history, Procedure procedure, Actor actor,
                                            Date today) const {
  const auto now = standing(history, procedure, today);
  std::vector<Action> open;
  for (std::size_t i = 0; i < action_count; ++i) {
    Event wanted{static_cast<Action>(i), today, actor, std::nullopt, true};
    // The largest extension stands for any: whether one is possible at all.
    if (wanted.action == A::extend_loading) wanted.until = longest_loading(now);
    if (!refusal(now, procedure, wanted)) open.push_back(wanted.action);
  }
  return open;
}

namespace {

/// Puts the limits of one declaration together, each with its step.
class Limits {
 public:
  Limits(const Messages& messages, Date today) : messages_(messages), today_(today) {}

  /// A period in which something had to be done; `done` is the day it was.
  template <class V>
  TimeLimit& duty(TimeLimitKind kind, Date starts, Date last, std::optional<Date> done, const V& value) {
    auto& limit = add(kind, starts, last, value);
    if (done) {
      limit.status = *done <= last ? TimeLimitStatus::met : TimeLimitStatus::missed;
    } else if (today_ > last) {
      limit.status = TimeLimitStatus::missed;
    }
    return limit;
  }

  /// A period that only runs out.
  template <class V>
  TimeLimit& period(TimeLimitKind kind, Date starts, Date last, const V& value) {
    auto& limit = add(kind, starts, last, value);
    if (today_ > last) limit.status = TimeLimitStatus::ended;
    return limit;
  }

  void step(const TimeLimit& limit, std::string_view key) {
    const TextPlaces places = {{"label", limit.label},
                               {"starts", same(limit.starts.text())},
                               {"last_day", same(limit.last_day.text())},
                               {"days", same(std::to_string(std::abs(limit.days_left)))}};
    result_.steps.push_back({"time_limit." + std::string(name(limit.kind)),
                             limit.cite,
                             sentence(messages_, key, places),
                             limit.starts,
                             limit.last_day,
                             std::nullopt,
                             {}});
  }

  Explained<std::vector<TimeLimit>> take() {
    for (const auto& limit : result_.value) {
      step(limit, "time_limit.step." + std::string(name(limit.status)));
    }
    return std::move(result_);
  }

 private:
  template <class V>
  TimeLimit& add(TimeLimitKind kind, Date starts, Date last, const V& value) {
    TimeLimit limit;
    limit.kind = kind;
    limit.starts = starts;
    limit.last_day = last;
    limit.days_left = last.days() - today_.days();
    limit.cite = value.cite;
    limit.grade = std::string(law::name(value.grade));
    const std::string key = "time_limit." + std::string(name(kind));
    limit.label = messages_.at(key + ".label");
    limit.consequence = messages_.at(key + ".consequence");
    result_.value.push_back(std::move(limit));
    return result_.value.back();
  }

  const Messages& messages_;
  Date today_;
  Explained<std::vector<TimeLimit>> result_;
};

}  // namespace

Explained<std::vector<TimeLimit>> Lifecycle::time_limits(std::span<const Event> history, Procedure procedure,
                                                         Date today) const {
  const auto now = standing(history, procedure, today);
  const auto& law = law_.kr.export_;
  Limits limits(messages_, today);
  const auto answered = [&](Action action) -> std::optional<Date> {
    std::optional<Date> day;
    for (const auto& event : history) {
      if (event.action == action && event.on >= *now.withdrawal_requested_on) day = event.on;
    }
    return day;
  };
  if (now.withdrawal_requested_on) {
    if (const auto* reply = law.withdraw.reply_days.find(*now.withdrawal_requested_on)) {
      const auto start = *now.withdrawal_requested_on;
      limits.duty(TimeLimitKind::withdrawal_reply, start, start.plus_days(days(reply->value)),
                  answered(Action::approve_withdrawal), *reply);
    }
  }
  const bool in_force = now.state == accepted || now.state == amended || now.state == loaded;
  if (!now.accepted_on || !in_force || procedure == Procedure::import_) return limits.take();

  const auto accepted_on = *now.accepted_on;
  if (now.loading_deadline) {
    const auto& period = law.loading.days.on(accepted_on);
    limits.duty(TimeLimitKind::loading, accepted_on, *now.loading_deadline, now.loaded_on, period);
    const auto& most = law.loading.extension_max.on(accepted_on);
    if (!now.loaded_on) {
      limits.period(TimeLimitKind::loading_extension_maximum, accepted_on, accepted_on.plus_years(days(most.value)),
                    most);
    }
  }
  if (now.not_loaded_notice_on && !now.loaded_on) {
    const auto& explain = law.cancel.explain_days.on(*now.not_loaded_notice_on);
    limits.duty(TimeLimitKind::not_loaded_explanation, *now.not_loaded_notice_on,
                now.not_loaded_notice_on->plus_days(days(explain.value)), now.explained_on, explain);
  }
  const auto& recall = law.recall.months.on(accepted_on);
  limits.period(TimeLimitKind::recall, accepted_on, accepted_on.plus_months(days(recall.value)), recall);
  const auto& records = law.record.years.on(accepted_on);
  limits.period(TimeLimitKind::record_keeping, accepted_on, accepted_on.plus_years(days(records.value)), records);
  if (has_certificate(procedure)) {
    const auto& reimport = law.reimport.years.on(accepted_on);
    limits.period(TimeLimitKind::reimport_relief, accepted_on, accepted_on.plus_years(days(reimport.value)), reimport);
    const auto& claim = law_.kr.drawback.claim.years.on(accepted_on);
    limits.period(TimeLimitKind::drawback_claim, accepted_on, accepted_on.plus_years(days(claim.value)), claim);
  }
  return limits.take();
}

Date Lifecycle::next_not_loaded_scan(Date loading_deadline) const {
  constexpr std::array<std::string_view, 7> weekdays = {"thursday", "friday",  "saturday", "sunday",
                                                        "monday",   "tuesday", "wednesday"};  // from 1970-01-01
  const auto& weekday = law_.kr.export_.notloaded.scan_weekday.on(loading_deadline).value;
  auto day = loading_deadline.plus_days(1);
  for (int i = 0; i < 7 && weekdays[static_cast<std::size_t>((day.days() % 7 + 7) % 7)] != weekday; ++i) {
    day = day.plus_days(1);
  }
  return day;
}

}  // namespace clearway::clearance
