#pragma once

#include <string>

#include "app/context.h"
#include "base/json_writer.h"
#include "tariff/rows.h"

namespace clearway::app {

/// What is wrong, in the language of the user.
std::string problem_text(Context& context, const tariff::RowProblem& problem);
/// "FILE:ROW: field: what is wrong -> what would put it right", in the language of the user.
std::string problem_line(Context& context, const tariff::RowProblem& problem);
/// The same as an object, in both languages.
void write_problem(Context& context, clearway::JsonWriter& json, const tariff::RowProblem& problem);

}  // namespace clearway::app
