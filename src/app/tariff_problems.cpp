#include "app/tariff_problems.h"

namespace clearway::app {
namespace {

std::string part(Context& context, const tariff::RowProblem& problem, const char* which, Language language) {
  return context.messages().text("tariff.problem." + problem.code + which, language,
                                 {{"value", problem.value}, {"expected", problem.expected}});
}

Text both(Context& context, const tariff::RowProblem& problem, const char* which) {
  return {part(context, problem, which, Language::korean), part(context, problem, which, Language::english)};
}

}  // namespace

std::string problem_text(Context& context, const tariff::RowProblem& problem) {
  return part(context, problem, ".text", context.options.language);
}

std::string problem_line(Context& context, const tariff::RowProblem& problem) {
  const auto language = context.options.language;
  return problem.file + ":" + std::to_string(problem.row) + ": " + (problem.field.empty() ? "" : problem.field + ": ") +
         part(context, problem, ".text", language) + " -> " + part(context, problem, ".fix", language);
}

void write_problem(Context& context, clearway::JsonWriter& json, const tariff::RowProblem& problem) {
  json.begin_object().member("code", problem.code).member("file", problem.file).member("row", problem.row);
  json.member("field", problem.field).member("value", problem.value);
  json.member("text", both(context, problem, ".text")).member("fix", both(context, problem, ".fix")).end_object();
}

}  // namespace clearway::app
