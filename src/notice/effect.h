#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "law/law.h"
#include "notice/notice.h"
#include "rehearsal/intervals.h"

namespace clearway::notice {

/// What became of the notices of a detector, or of all.
struct Figures {
  std::int64_t sent = 0, opened = 0;
  std::int64_t corrected = 0, explained = 0, asked = 0, more_time = 0;  // by the last answer
  std::int64_t accepted = 0;                                            // explanations
  std::int64_t lapsed = 0, waiting = 0;                                 // ended, or open, without an answer
  std::int64_t held_back = 0;
  std::int64_t corrected_krw = 0;                  // filed: tax, interest, penalty
  std::int64_t claimed_krw = 0;                    // claimed back
  std::optional<std::int64_t> median_answer_days;  // from sending to the first answer other than a question
};

/// One side of the comparison: firms with a notice whose window is over. Firms are counted, since firms are drawn.
struct Group {
  std::int64_t firms = 0;
  std::int64_t corrected = 0;  // at least one of their declarations
  std::int64_t repeated = 0;   // at least one error
};

/// With less without. Nothing where a side is empty.
struct Lift {
  Group notified, held_back;
  std::optional<rehearsal::Interval> corrected, repeated;  // differences of shares, with intervals of 95 %
};

struct Effect {
  Figures all;
  std::map<std::string, Figures, std::less<>> by_detector;
  Lift lift;
};

/// A declaration that a firm corrected without being asked, by its number.
struct OwnCorrection {
  std::string party_id, declaration_number;
  Date filed_on;
};

/// Over all notices of a record. A notice counts in the lift once its check window is over or it is closed, so that
/// those who may still answer do not count as those who do not; of the control group the window is the one it would
/// have had. A firm stands on the side of its first notice. Repeated: a later declaration of the firm shows the same
/// pattern.
Effect effect_of(const law::Law& law, const std::vector<Notice>& notices,
                 const std::vector<OwnCorrection>& own_corrections, Date today);

}  // namespace clearway::notice
