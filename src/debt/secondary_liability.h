#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/date.h"
#include "law/law.h"

namespace clearway::debt {

/// What is known of somebody who may answer for another's debt.
struct LiabilityFacts {
  std::optional<std::int64_t> value;          // won: received, acquired, or net assets, as the ground has it
  std::optional<std::int64_t> share_percent;  // of the votes or shares, whole percent, 1..100
  bool principal_failed = false;              // security, debtor and guarantor did not suffice (Customs Act 19(9))
  friend bool operator==(const LiabilityFacts&, const LiabilityFacts&) = default;
};

enum class LiabilityProblem : std::uint8_t {
  none,
  principal_has_not_failed,
  value_is_missing,
  share_is_missing,
  share_is_too_small
};

/// Up to what somebody answers, or why nobody does; with the row of law/kr/arrears/liability/grounds.yaml it rests on.
struct Liability {
  LiabilityProblem problem = LiabilityProblem::none;
  std::int64_t limit = 0;        // won, rounded down, at most what is owed
  std::int64_t least_share = 0;  // percent that must be exceeded, where the ground has one
  std::string basis, cite;
};

/// `ground`: of the table (else std::out_of_range); `owed`: left of the debt on `on`, in won.
Liability secondary_liability(const law::Law& law, std::string_view ground, const LiabilityFacts& facts,
                              std::int64_t owed, Date on);

}  // namespace clearway::debt
