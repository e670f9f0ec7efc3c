#include "api/course.h"

#include <algorithm>

#include "api/body.h"

namespace clearway::api {
namespace {

using clearance::Action;
using clearance::Actor;
using clearance::Event;

Actor parse_actor(std::string_view text) {
  for (std::size_t i = 0; i < clearance::actor_names.size(); ++i) {
    if (clearance::actor_names[i] == text) return static_cast<Actor>(i);
  }
  return Actor::system;
}

Event event_of(const record::StoredRecord& record, Action action) {
  Event event;
  event.action = action;
  event.on = Date::parse(text_member(record.body, "on")).value_or(record.recorded_at.korean_day());
  event.by = parse_actor(text_member(record.body, "by"));
  event.until = Date::parse(text_member(record.body, "until"));
  event.reason_given = !text_member(record.body, "reason").empty();
  return event;
}

}  // namespace

std::vector<Event> course_of(const record::DeclarationWithHistory& found) {
  const auto day = found.declaration.declared_on;
  std::vector<Event> events{event_on(Action::lodge, day, Actor::declarant)};
  const bool green = text_member(found.decision, "channel") == "green";
  events.push_back(event_on(green ? Action::accept : Action::select, day, Actor::system));
  for (const auto& record : found.history) {
    switch (record.kind) {
      case record::Kind::event:
        if (const auto action = clearance::parse_action(text_member(record.body, "event"))) {
          events.push_back(event_of(record, *action));
        }
        break;
      case record::Kind::examined: events.push_back(event_of(record, Action::examine)); break;
      case record::Kind::amended:
        events.push_back(
            event_of(record, clearance::parse_action(text_member(record.body, "ground")).value_or(Action::amend_self)));
        break;
      case record::Kind::channel_overridden:
        if (text_member(record.body, "event") == "select") events.push_back(event_of(record, Action::select));
        break;
      case record::Kind::lodged:
      case record::Kind::personal_data_looked_up:
      case record::Kind::personal_data_erased:
      case record::Kind::account_changed:
      case record::Kind::token_changed:
      case record::Kind::mandate_changed:
      case record::Kind::random_committed:
      case record::Kind::random_revealed:
      case record::Kind::risk_version_changed:
      case record::Kind::risk_rehearsed:
      case record::Kind::ledger_posted:
      case record::Kind::payment_changed:
      case record::Kind::bank_file_imported:
      case record::Kind::matter_stepped:
      case record::Kind::note:
      case record::Kind::random_closed:
      case record::Kind::capacity_planned:
      case record::Kind::evidence_added:
      case record::Kind::evidence_read:
      case record::Kind::second_look_ordered:
      case record::Kind::second_look:
      case record::Kind::audit_sampled:
      case record::Kind::audit_done: break;
    }
  }
  return events;
}

std::vector<Actor> actors_of(const Principal& who) {
  switch (who.role) {
    case Role::trader:
    case Role::broker: return {Actor::declarant};
    case Role::data_provider: return {Actor::declarant, Actor::carrier};
    case Role::officer:
    case Role::supervisor: return {Actor::customs, Actor::carrier};
    case Role::auditor:
    case Role::administrator: return {};
  }
  return {};
}

bool is_event(Action action) {
  switch (action) {
    case Action::lodge:
    case Action::examine:
    case Action::amend_self:
    case Action::amend_with_evidence:
    case Action::amend_ex_officio: return false;
    case Action::select:
    case Action::accept:
    case Action::load:
    case Action::request_withdrawal:
    case Action::approve_withdrawal:
    case Action::refuse_withdrawal:
    case Action::reject:
    case Action::extend_loading:
    case Action::notify_not_loaded:
    case Action::explain:
    case Action::cancel:
    case Action::depart:
    case Action::order_recall: return true;
  }
  return false;
}

clearance::LifecycleAnswer require_allowed(const Call& call, const record::DeclarationWithHistory& found,
                                           Event& wanted) {
  const auto& lifecycle = call.services.rulebook.lifecycle();
  const auto course = course_of(found);
  clearance::LifecycleAnswer answer;
  std::optional<clearance::LifecycleAnswer> first_refusal;
  for (const auto actor : actors_of(*call.who)) {
    wanted.by = actor;
    answer = lifecycle.check(course, found.declaration.procedure, wanted);
    if (answer.next) return answer;
    // Of two refusals the one that is not about who asks says more.
    const bool says_more = answer.refusal != clearance::LifecycleRefusal::actor_may_not_do_this;
    if (!first_refusal || says_more) first_refusal = answer;
  }
  Problem refused{.code = ErrorCode::action_is_refused};
  if (first_refusal) {
    refused.detail = first_refusal->step.text.in(call.language);
    refused.fix = first_refusal->fix.in(call.language);
    if (first_refusal->refusal) refused.value = std::string(clearance::name(*first_refusal->refusal));
    refused.places.emplace_back("cause", refused.detail);
  }
  refuse(std::move(refused));
}

}  // namespace clearway::api
