#pragma once

#include <optional>
#include <string>

#include "base/date.h"
#include "base/decimal.h"
#include "correction/case.h"
#include "correction/periods.h"

namespace clearway::correction {

/// Why penalty tax is taken off (Act 42-2(1)). Kept in records: never renumber.
enum class ReliefGround : std::uint8_t {
  none,
  corrected_before_acceptance,  // no. 1
  provisional_price,            // no. 2
  valuation_ruling,             // no. 3
  relief_rate_was_reviewed,     // no. 4
  amended_filing,               // no. 5
  imported_by_the_state,        // no. 6
  classification_ruling,        // no. 7
  justified_reason,             // no. 9
};
std::string_view name(ReliefGround ground);

/// A notice after which amended filing gives no relief (Rule 9-2).
struct ExcludingNotice {
  std::string_view field;  // of the circumstances
  Date on;
};
/// The first notice received on `day` or before. One of the same day counts: the case does not know the hour.
std::optional<ExcludingNotice> excluding_notice(const Circumstances& facts, Date day);

struct Relief {
  ReliefGround ground = ReliefGround::none;
  Decimal share;                   // of the penalty for the shortage
  bool late_interest = false;      // the whole of the late interest too
  std::optional<Date> open_until;  // the last day on which the same share can be had
  std::string cite;
  law::Grade grade = law::Grade::statute;
};

/// The relief of a filing on `filed_on`; `by_audit`: customs corrects, so that nobody has filed in time. Grounds that
/// take off more come first. Nothing is taken off where the law speaks of fraud or of undeclared goods, since Act
/// 42-2(1) relieves the penalty of Act 42(1) only.
Relief relief_of(const Case& c, const Periods& periods, Date filed_on, bool by_audit);

}  // namespace clearway::correction
