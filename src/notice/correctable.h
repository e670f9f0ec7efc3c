#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "correction/case.h"
#include "notice/notice.h"

namespace clearway::notice {

/// The tax of a correction that stands for a tax of an assessment; nothing for those that no correction knows (simple
/// rates, penalties of the declaration).
std::optional<correction::Tax> tax_of(assessment::TaxKind kind);

/// The finished correction: each tax of the lines concerned, as declared and as the finding proposes. By line, then in
/// the order of correction::Tax. Empty where the finding is a question only, or proposes what no correction knows.
std::vector<correction::LineDifference> proposed_lines(const Notice& notice);

/// What the firm files, or looks at while it edits.
struct Edited {
  std::vector<correction::LineDifference> lines;    // empty: as proposed
  std::vector<std::string> lines_under_correction;  // of the same declaration, by other corrections
  bool loss_of_relief_is_known = false;
};

/// The case that is quoted. The firm drafts from the day on which it opened the notice.
correction::Case case_of(const Notice& notice, const Edited& edited, Date filed_on);

}  // namespace clearway::notice
