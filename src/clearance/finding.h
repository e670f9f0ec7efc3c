#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "declaration/declaration.h"

namespace clearway::clearance {

enum class Severity : std::uint8_t { error, warning };

/// One thing that is wrong with a declaration. Cheap to make on the way: the sentence is rendered from the message
/// catalogue only when somebody reads it.
struct Finding {
  std::string_view rule;  // stable id, e.g. "format.length", "V3.transaction_type"; also the key of its message
  declaration::Field field{};
  std::uint16_t item = 0;  // 0-based
  Severity severity = Severity::error;
  std::string value;     // as sent
  std::string expected;  // what would be right, where it can be said ("2000000", "A, B, C, D")
  std::string detail;    // a further value that its sentence names ("KRW 2025000")
};

/// A finding as files, API and pages show it.
struct RenderedFinding {
  std::string element, field, value, rule, text, fix, cite;
  std::string_view severity;
  unsigned item = 1;       // 1-based
  std::string_view grade;  // how well the rule is evidenced: "statute", "notice", ..., "verify"
};

}  // namespace clearway::clearance
