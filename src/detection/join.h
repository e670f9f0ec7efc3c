#pragma once

#include <vector>

#include "assessment/assessor.h"
#include "detection/filed.h"
#include "detection/finding.h"

namespace clearway::detection {

/// The findings of one declaration, those that ask the same question (detector and pattern) about several lines as one:
/// a firm is asked once. Their correction is assessed anew with all of the lines corrected, since parts of the value
/// are shared out among lines. In the order of the first of each. Pure.
std::vector<Finding> joined(std::vector<Finding> findings, const Filed& filed, const assessment::Assessor& assessor);

}  // namespace clearway::detection
