#pragma once

#include <string>
#include <vector>

#include "base/messages.h"
#include "enforcement/case_reader.h"
#include "enforcement/enforcement.h"

namespace clearway::enforcement {

/// What a step, an answer's step with its asset, or a state is called.
Text title(StepKind step, const Messages& messages);
Text title(const Answer& answer, const Messages& messages);
Text title(State state, const Messages& messages);

/// A condition as one sentence: what is needed, what the file shows.
Text sentence(const Condition& condition, const Messages& messages);
/// What is missing as one sentence; of alternatives all are named.
Text sentence(const Missing& missing, const Answer& answer, const Messages& messages);
/// Why a measure ended.
Text sentence(const Ended& ended, const Messages& messages);
/// When a measure would end, by the law of `day`.
Text sentence(const EndingRow& ending, Date day, const Messages& messages);

/// Standing and answers as JSON, as docs/debt-steps.md describes it; one line, ends without a line break.
std::string to_json(const Standing& standing, const std::vector<Answer>& answers, const Enforcement& enforcement,
                    const Messages& messages);
/// The same for a reader.
std::string to_text(const Standing& standing, const std::vector<Answer>& answers, const Enforcement& enforcement,
                    const Messages& messages, Language language);

}  // namespace clearway::enforcement
