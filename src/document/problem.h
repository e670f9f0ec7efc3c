#pragma once

#include <string>
#include <vector>

#include "base/result.h"

namespace clearway::document {

/// One thing wrong with a template or with the values given for it. `code` is stable and names its sentences in
/// messages/document.yaml: document.problem.<code>.text and .fix, with the places file, line, key, value and expected.
struct Problem {
  std::string code;
  std::string file;      // of the template, relative to the folder of the templates
  int line = 0;          // 1-based; 0 in values and where a whole file is meant
  std::string key;       // path inside the file or the values: "sections.4.columns.1.field", "schedule.2.due"
  std::string value;     // as it stands there
  std::string expected;  // what would be right, where it can be listed
};
using Problems = std::vector<Problem>;

/// "demand.yaml:7: sections.2: place_is_not_declared: 'due'", one line a problem.
Error error_of(const Problems& problems, std::string code, std::string field, std::string fix);

}  // namespace clearway::document
