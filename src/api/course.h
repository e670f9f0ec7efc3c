#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "api/call.h"
#include "clearance/lifecycle.h"
#include "record/types.h"

namespace clearway::api {

inline clearance::Event event_on(clearance::Action action, Date on, clearance::Actor by = clearance::Actor::system) {
  clearance::Event event;
  event.action = action;
  event.on = on;
  event.by = by;
  return event;
}

/// What happened to a declaration, from its records, as the rules of clearance read it.
std::vector<clearance::Event> course_of(const record::DeclarationWithHistory& found);

/// As whom an account acts on a declaration: its filer (a courier or post is its carrier as well), or customs, which
/// also enters what the carrier reported.
std::vector<clearance::Actor> actors_of(const Principal& who);

/// The actions of clearance that the events route takes.
bool is_event(clearance::Action action);

/// The first of the account's actors who may do `wanted` now; refuses with the ground if none may.
clearance::LifecycleAnswer require_allowed(const Call& call, const record::DeclarationWithHistory& found,
                                           clearance::Event& wanted);

}  // namespace clearway::api
