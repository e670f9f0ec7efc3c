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

/// The result of an advance ruling that the correction follows: it takes the penalty off (Act 42-2(1)3, 7).
struct FollowedRuling {
  bool of_classification = false;  // otherwise of value, between related parties
  Date applied_on, notified_on;
};

/// What the firm files, or looks at while it edits.
struct Edited {
  std::vector<correction::LineDifference> lines;    // empty: as proposed
  std::vector<std::string> lines_under_correction;  // of the same declaration, by other corrections
  bool loss_of_relief_is_known = false;
  std::optional<FollowedRuling> ruling = {};
};

/// The case that is quoted. The firm drafts from the day on which it opened the notice.
correction::Case case_of(const Notice& notice, const Edited& edited, Date filed_on);

}  // namespace clearway::notice
