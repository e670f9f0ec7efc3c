#pragma once

#include "base/messages.h"
#include "enforcement/enforcement.h"
#include "seizure/life.h"

namespace clearway::seizing {

/// What src/enforcement finds missing for a seizure, the announcement of a sale or a private contract: of each debt of
/// the case, as far as its dates are known. Steps that need nothing of it come back possible.
seizure::Verdict verdict_on(const enforcement::Enforcement& enforcement, const Messages& messages,
                            const seizure::Case& subject, seizure::Action action, const seizure::Given& given,
                            Date day);

}  // namespace clearway::seizing
