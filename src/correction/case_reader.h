#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "correction/case.h"
#include "correction/refusal.h"

namespace clearway::correction {

/// A case, or the first thing that is wrong with it; `case_id` is given back as far as it could be read.
struct ReadCase {
  std::uint64_t row = 1;  // of the text, from 1
  std::string case_id;
  std::variant<Case, Refused> content;
};

/// Reads one case: a JSON object as docs/correction-quote.md describes it. Members that are null count as missing;
/// members that are not known are refused, so that a misspelt one is never ignored.
ReadCase read_case(std::string_view json);

/// Reads one case over all lines of `text`, or one case a line where its lines are cases of their own. Blank lines
/// count but hold no case; a row that cannot be read does not stop those after it.
std::vector<ReadCase> read_cases(std::string_view text);

}  // namespace clearway::correction
