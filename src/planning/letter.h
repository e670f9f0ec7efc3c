#pragma once

#include <string>
#include <string_view>

#include "arrears/letter.h"
#include "base/messages.h"
#include "planning/application.h"

namespace clearway::planning {

/// The template of the letter of a decision: plan_approval or plan_refusal; nothing before there is one.
std::optional<std::string_view> letter_of(const Application& application);

/// The values of that letter as `document::read_values` takes them. `now`: the debt on the day of the letter. Errors of
/// the calendar.
Result<std::string> letter_values(const arrears::Terms& terms, const Messages& messages, const Application& application,
                                  const arrears::Statement& now, const arrears::Sender& sender);

}  // namespace clearway::planning
