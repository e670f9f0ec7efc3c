#pragma once

#include <array>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "assessment/assessor.h"
#include "base/messages.h"
#include "detection/filed.h"
#include "detection/finding.h"
#include "detection/history.h"
#include "detection/precision.h"
#include "detection/settings.h"

namespace clearway::detection {

/// An advance ruling on the class of an item of a firm (Act 86).
struct ClassRuling {
  std::string ruling_id, party_id, item;
  std::string tariff_code;  // ten digits
  Date from;
  std::optional<Date> to;
};

/// What a firm has explained once is not asked again: detector, party_id, pattern.
using Silenced = std::set<std::tuple<std::string, std::string, std::string>>;

/// What is known beside the declarations themselves.
struct Learned {
  std::vector<ClassRuling> rulings;
  Silenced silenced;
  Tracks tracks;
};

/// Looks at declarations, one at a time. Pure: the same declaration, history, policy and day give the same findings.
/// Everything given must outlive it. Immutable, so safe to share.
class Detection {
 public:
  Detection(const assessment::Assessor& assessor, const DetectionPolicy& policy, const History& history,
            const Learned& learned, const Messages& messages);

  /// Findings by detector and line. `on` is the day on which it is asked: terms that ended before it were missed.
  std::vector<Finding> detect(const Filed& filed, Date on) const;

 private:
  const assessment::Assessor& assessor_;
  const DetectionPolicy& policy_;
  const History& history_;
  const Learned& learned_;
  const Messages& messages_;
};

/// Tax by line and kind of `after` less that of `before`, where they differ; penalties of the whole as line 0.
std::vector<TaxDifference> differences(const assessment::Assessment& before, const assessment::Assessment& after,
                                       const std::vector<Paid>& paid);

}  // namespace clearway::detection
