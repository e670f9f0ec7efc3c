#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "assessment/assessment.h"
#include "base/date.h"
#include "detection/finding.h"

namespace clearway::notice {

/// Where a notice stands. Stored by name; never renamed.
enum class State : std::uint8_t {
  drafted,             // made from a finding; an officer looks at it
  dismissed,           // not sent, with its reason
  held_back,           // approved, but of the control group: not sent
  sent,                // with the firm
  opened,              // the firm has looked at it
  asked,               // the firm has a question; customs replies
  more_time_asked,     // customs decides about more time
  explained,           // the firm says that the declaration is right; customs decides
  not_accepted,        // the explanation does not settle it; the firm answers again
  filed,               // a correction is filed, its payment awaited
  claimed,             // a refund claim is filed; customs decides
  settled,             // filed and paid, or decided
  explained_accepted,  // nothing to correct
  lapsed,              // the window ended without an answer
  withdrawn,           // taken back by customs
  claim_refused,       // a refund claim was filed and nothing else: customs refused it
};
inline constexpr std::array<std::string_view, 16> state_names = {
    "drafted",      "dismissed",       "held_back",          "sent",         "opened",
    "asked",        "more_time_asked", "explained",          "not_accepted", "filed",
    "claimed",      "settled",         "explained_accepted", "lapsed",       "withdrawn",
    "claim_refused"};
inline std::string_view name(State state) { return state_names[static_cast<std::size_t>(state)]; }
std::optional<State> parse_state(std::string_view text);

enum class Side : std::uint8_t { firm, customs, nobody };
inline std::string_view name(Side side) {
  return side == Side::firm ? "firm" : side == Side::customs ? "customs" : "nobody";
}
/// Who acts next.
Side turn(State state);
/// No step follows but a look back.
bool is_closed(State state);
/// What the firm and its broker may see.
bool is_visible_to_firm(State state);

/// One tax of one line as it was declared.
struct DeclaredTax {
  std::uint32_t line = 0;
  assessment::TaxKind kind = assessment::TaxKind::duty;
  std::int64_t krw = 0;
  friend bool operator==(const DeclaredTax&, const DeclaredTax&) = default;
};

/// The declaration that a notice asks about, as far as its correction depends on it.
struct Declared {
  std::string declaration_number, customs_office;
  Date declared_on;
  std::optional<Date> accepted_on, due_on, paid_on;
  std::vector<DeclaredTax> taxes;  // of the lines concerned
  friend bool operator==(const Declared&, const Declared&) = default;
};

/// What bears on a correction beside the declaration; customs keeps it with the notice.
struct Circumstances {
  std::optional<Date> audit_notice_on, assessment_notice_on, appeal_pending_since;
  friend bool operator==(const Circumstances&, const Circumstances&) = default;
};

/// One thing that was said, by either side; the newest is last.
struct Said {
  Date on;
  Side by = Side::firm;
  std::string action;  // of life.h
  std::string text;
  friend bool operator==(const Said&, const Said&) = default;
};

struct Notice {
  std::string notice_id;
  detection::Finding finding;
  Declared declared;
  Circumstances circumstances;
  State state = State::drafted;
  Date drafted_on;
  std::optional<Date> sent_on;  // of the control group: the day on which it would have been
  std::optional<Date> opened_on;
  std::optional<Date> answered_on;  // of the first answer other than a question
  std::optional<Date> closed_on;
  std::optional<Date> window_ends;  // the last day on which the firm may answer
  std::optional<Date> clock_ends;   // the last day of the side whose turn it is
  std::optional<Date> asked_until;  // of a request for more time
  std::int64_t extensions = 0;
  std::string answer;  // the last: correct, explain, ask, more_time; empty before
  std::string correction_id;
  std::int64_t corrected_krw = 0;  // as filed: tax, interest and penalty; less than zero: claimed back
  std::vector<Said> said;

  const std::string& party_id() const { return finding.party_id; }
};

}  // namespace clearway::notice
