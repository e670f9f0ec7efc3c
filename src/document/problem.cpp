#include "document/problem.h"

namespace clearway::document {

Error error_of(const Problems& problems, std::string code, std::string field, std::string fix) {
  std::string detail;
  for (const auto& problem : problems) {
    if (!detail.empty()) detail += '\n';
    detail += problem.file;
    if (problem.line > 0) detail += ":" + std::to_string(problem.line);
    if (!problem.key.empty()) detail += ": " + problem.key;
    detail += ": " + problem.code;
    if (!problem.value.empty()) detail += ": '" + problem.value + "'";
  }
  return {std::move(code), std::move(field), std::move(detail), std::move(fix)};
}

}  // namespace clearway::document
