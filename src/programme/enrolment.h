#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"

namespace clearway::programme {

/// The programmes by which a firm settles a year of import tax itself. Stored by name; never renamed.
enum class Scheme : std::uint8_t { import_tax_settlement, self_review, regular_settlement };
inline constexpr std::array<std::string_view, 3> scheme_names = {"import_tax_settlement", "self_review",
                                                                 "regular_settlement"};
inline std::string_view name(Scheme scheme) { return scheme_names[static_cast<std::size_t>(scheme)]; }
std::optional<Scheme> parse_scheme(std::string_view text);

/// Where an enrolment stands. Stored by name; never renamed.
enum class State : std::uint8_t {
  applied,     // customs decides about the designation
  refused,     // not designated
  designated,  // no year is being settled
  checking,    // the firm answers the self-check of a year
  verifying,   // its broker verifies the answers
  verified,    // the firm reports
  reported,    // customs reviews
  questioned,  // customs has questions, the firm answers
  withdrawn,   // by the firm
  cancelled,   // by customs
  ended,       // the designation has run out
};
inline constexpr std::array<std::string_view, 11> state_names = {"applied",   "refused",   "designated", "checking",
                                                                 "verifying", "verified",  "reported",   "questioned",
                                                                 "withdrawn", "cancelled", "ended"};
inline std::string_view name(State state) { return state_names[static_cast<std::size_t>(state)]; }
std::optional<State> parse_state(std::string_view text);

enum class Side : std::uint8_t { firm, broker, customs, nobody };
inline constexpr std::array<std::string_view, 4> side_names = {"firm", "broker", "customs", "nobody"};
inline std::string_view name(Side side) { return side_names[static_cast<std::size_t>(side)]; }
/// Who acts next.
Side turn(State state);
bool is_closed(State state);
/// A year is being settled.
bool is_settling(State state);

/// What a self-check says to one question. Stored by name; never renamed.
enum class Verdict : std::uint8_t {
  right,
  wrong,              // tax is to be corrected: by a correction that is filed
  wrong_without_tax,  // something was wrong, but no tax changes; the note says what
  not_applicable
};
inline constexpr std::array<std::string_view, 4> verdict_names = {"right", "wrong", "wrong_without_tax",
                                                                  "not_applicable"};
inline std::string_view name(Verdict verdict) { return verdict_names[static_cast<std::size_t>(verdict)]; }
std::optional<Verdict> parse_verdict(std::string_view text);

/// What became of a year. Stored by name; never renamed.
enum class Outcome : std::uint8_t { none, accepted, not_accepted, not_reported };
inline constexpr std::array<std::string_view, 4> outcome_names = {"none", "accepted", "not_accepted", "not_reported"};
inline std::string_view name(Outcome outcome) { return outcome_names[static_cast<std::size_t>(outcome)]; }
std::optional<Outcome> parse_outcome(std::string_view text);

/// What a designation depends on. The firm states its certificate and scores; arrears and imports come from the record.
struct Facts {
  std::optional<Date> aeo_importer_until;
  std::int64_t compliance_score = 0, internal_control_score = 0;
  std::int64_t arrears_krw = 0;
  std::optional<Date> last_offence_on;
  std::int64_t imports_last_year = 0;  // declarations
  friend bool operator==(const Facts&, const Facts&) = default;
};

struct Answer {
  std::string field, question;
  Verdict verdict = Verdict::right;
  std::string note;
  std::string by;  // account id
  Date on;
  friend bool operator==(const Answer&, const Answer&) = default;
};

/// A correction that the self-check led to.
struct Corrected {
  std::string field, question, correction_id, declaration_number;
  std::int64_t corrected_krw = 0;  // less than zero: claimed back
  Date on;
  friend bool operator==(const Corrected&, const Corrected&) = default;
};

/// The settlement of one year of imports.
struct Round {
  std::int64_t year = 0;
  Date opened_on;
  std::vector<Answer> answers;
  std::vector<Corrected> corrections;
  std::optional<Date> submitted_on, verified_on, reported_on, concluded_on;
  std::string verified_by;  // account id
  Outcome outcome = Outcome::none;
  friend bool operator==(const Round&, const Round&) = default;

  const Answer* find(std::string_view field, std::string_view question) const;
  std::int64_t corrected_krw() const;
};

/// One thing that was said, by either side; the newest is last.
struct Said {
  Date on;
  Side by = Side::firm;
  std::string action;  // of life.h
  std::string text;
  friend bool operator==(const Said&, const Said&) = default;
};

/// A reminder that was given: so many days before the end of a clock.
struct Reminded {
  Date clock_ends;
  std::int64_t days_before = 0;
  Date on;
  friend bool operator==(const Reminded&, const Reminded&) = default;
};

struct Enrolment {
  std::string enrolment_id, party_id, customs_office;
  Scheme scheme = Scheme::regular_settlement;
  State state = State::applied;
  Facts facts;
  Date applied_on;
  std::optional<Date> designated_on, until;  // until: last day of the designation
  std::optional<Date> clock_ends;            // the last day of the side whose turn it is
  std::optional<Date> closed_on;
  bool false_report = false;  // cancelled for it: no year stays exempt
  std::optional<Round> round;
  std::vector<Round> past;  // oldest first
  std::vector<Said> said;
  std::vector<Reminded> reminded;
  friend bool operator==(const Enrolment&, const Enrolment&) = default;

  bool has_settled(std::int64_t year) const;
};

}  // namespace clearway::programme
