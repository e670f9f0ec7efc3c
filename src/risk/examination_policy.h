#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/date.h"
#include "base/result.h"
#include "base/text.h"

namespace clearway::risk {

/// What a finding may be about, in the order in which it is shown.
inline constexpr std::array<std::string_view, 7> finding_kinds = {"procedure", "value",  "class", "origin",
                                                                  "quantity",  "permit", "rights"};

/// Points to look at for some reasons.
struct Checklist {
  std::vector<std::string> reasons;  // ids, or what stands before their first point
  std::string cite;
  std::vector<std::string> kinds;
  std::vector<Text> points;
  bool is_for(std::string_view reason_id) const;
};

/// Shares of the green declarations of a day that are audited after release.
struct AuditShares {
  double top = 0, random = 0;
  std::string cite, grade;
};

/// policy/examination.yaml: how examinations are worked. Immutable.
struct ExaminationPolicy {
  std::int64_t evidence_most_bytes = 0;
  std::size_t evidence_most_files = 0;
  std::vector<std::string> evidence_types;
  std::vector<std::pair<Date, AuditShares>> audit_shares;  // oldest first
  std::vector<Checklist> checklists;

  /// Error: file, place and what would fix it.
  static Result<ExaminationPolicy> load(const std::string& policy_folder);
  static Result<ExaminationPolicy> read(std::string_view yaml);
  const AuditShares& audit_on(Date day) const;
};

/// The media type of a file by its first bytes, whatever its name says; empty: none that shows what was found.
std::string_view media_type_of(std::string_view content);

/// A green declaration of a day, as a candidate for audit after release.
struct AuditCandidate {
  std::int64_t expected_value_ppm = 0;
  double draw = 1;  // of its record, uniform in [0, 1)
};
enum class AuditGround : std::uint8_t { none, decile, random };
/// The top share by expected value (ties by place), and of all by chance those whose draw lies below the random share.
std::vector<AuditGround> audit_sample(const std::vector<AuditCandidate>& candidates, const AuditShares& shares);

/// The interval in which the share lies that `hits` of `trials` speak for, at 95 % (Wilson).
struct Interval {
  double from = 0, to = 1;
};
Interval wilson(std::int64_t hits, std::int64_t trials);

}  // namespace clearway::risk
