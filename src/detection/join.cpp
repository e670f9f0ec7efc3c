#include "detection/join.h"

#include <algorithm>
#include <iterator>

#include "detection/detect.h"

namespace clearway::detection {
namespace {

using assessment::ImportDeclaration;
using assessment::Line;

Line* line_of(ImportDeclaration& declaration, std::uint32_t number) {
  const auto found = std::find_if(declaration.lines.begin(), declaration.lines.end(),
                                  [&](const Line& line) { return line.number == number; });
  return found == declaration.lines.end() ? nullptr : &*found;
}

/// False where one of them proposes nothing, or concerns the declaration as a whole.
bool take_lines(ImportDeclaration& into, Finding& finding) {
  if (!finding.corrected || finding.lines.empty()) return false;
  for (const auto number : finding.lines) {
    auto* to = line_of(into, number);
    const auto* from = line_of(*finding.corrected, number);
    if (to == nullptr || from == nullptr) return false;
    *to = *from;
  }
  return true;
}

}  // namespace

std::vector<Finding> joined(std::vector<Finding> findings, const Filed& filed, const assessment::Assessor& assessor) {
  std::vector<std::vector<Finding>> groups;
  for (auto& finding : findings) {
    const auto same = std::find_if(groups.begin(), groups.end(), [&](const auto& group) {
      return group.front().detector == finding.detector && group.front().pattern == finding.pattern;
    });
    if (same == groups.end()) {
      groups.emplace_back().push_back(std::move(finding));
    } else {
      same->push_back(std::move(finding));
    }
  }
  std::vector<Finding> out;
  for (auto& group : groups) {
    auto& one = out.emplace_back(group.front());
    if (group.size() == 1) continue;
    auto corrected = filed.declaration;
    bool all = true;
    for (auto& each : group) all = take_lines(corrected, each) && all;
    for (auto each = group.begin() + 1; each != group.end(); ++each) {
      one.lines.insert(one.lines.end(), each->lines.begin(), each->lines.end());
      std::move(each->evidence.begin(), each->evidence.end(), std::back_inserter(one.evidence));
      one.confidence_ppm = std::min(one.confidence_ppm, each->confidence_ppm);
    }
    std::sort(one.lines.begin(), one.lines.end());
    one.lines.erase(std::unique(one.lines.begin(), one.lines.end()), one.lines.end());
    one.proposed.clear();
    one.corrected.reset();
    if (!all) continue;
    const auto before = assessor.assess(filed.declaration), after = assessor.assess(corrected);
    if (!before.complete || !after.complete) continue;
    one.proposed = differences(before, after, filed.paid);
    if (!one.proposed.empty()) one.corrected = std::move(corrected);
  }
  return out;
}

}  // namespace clearway::detection
