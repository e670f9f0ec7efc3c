#pragma once

#include <string>
#include <vector>

#include "base/result.h"

namespace clearway::law {

/// One thing wrong with the law files. `code` is stable and names its sentences in messages/law.yaml:
/// law.problem.<code>.text and law.problem.<code>.fix, with the places file, line, key, value and expected.
struct Problem {
  std::string code;
  std::string file;      // relative to the folder of the law
  int line = 0;          // 1-based; 0 where a whole file is meant
  std::string key;       // path inside the file, "values.2014-07-30.cite"
  std::string value;     // as it stands there
  std::string expected;  // what would be right, where it can be listed

  /// "export/x.yaml:7: values.2014-07-30.cite: cite_is_not_in_sources: 'abc'".
  Error error() const;
};
using Problems = std::vector<Problem>;

}  // namespace clearway::law
