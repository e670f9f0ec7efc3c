#pragma once

#include <string>

#include "base/messages.h"
#include "base/result.h"
#include "plan/plan.h"

namespace clearway::plan {

/// The plans as JSON, as docs/debt-plans.md describes it; one line, ends without a line break.
std::string to_json(const Request& request, const Offer& offer, const law::Law& law, const Messages& messages);
/// The plans for a reader.
std::string to_text(const Request& request, const Offer& offer, const law::Law& law, const Messages& messages,
                    Language language);

/// Why there is no plan: an Error of offer(), as debt::to_json(Problems) has it.
std::string refused_json(const Error& error, const Messages& messages);
Text refused_text(const Error& error, const Messages& messages);
Text refused_fix(const Error& error, const Messages& messages);

}  // namespace clearway::plan
