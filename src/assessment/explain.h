#pragma once

#include <string>

#include "assessment/assessor.h"
#include "assessment/case_json.h"
#include "base/explained.h"
#include "base/json_writer.h"
#include "base/messages.h"

namespace clearway::assessment {

/// A step that stands alone: its sentence in both languages, its inputs as text.
clearway::Step explain(const Step& step, const Messages& messages);

/// What is wrong and what would put it right, in both languages.
struct ProblemText {
  Text text, fix;
};
ProblemText explain(const Problem& problem, const Messages& messages);

/// The answer to a case as `clearway assess --json` prints it: one object, the same bytes for the same input, law,
/// tariff and rates. Steps of a line stand with the line. Kinds of tax that are not named are zero.
void write(JsonWriter& json, const Case& given, const Assessment& answer, const Assessor& assessor,
           const Messages& messages);

/// The same for people: a declaration explained line by line.
std::string page(const Case& given, const Assessment& answer, const Assessor& assessor, const Messages& messages,
                 Language language);

}  // namespace clearway::assessment
