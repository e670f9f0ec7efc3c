#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/messages.h"
#include "base/text.h"
#include "law/calendar.h"
#include "law/law.h"
#include "programme/enrolment.h"

namespace clearway::programme {

/// What may be done with an enrolment. Stored by name; never renamed.
enum class Action : std::uint8_t {
  // customs
  designate,
  refuse,
  open_round,  // the settlement of a year
  ask,
  conclude,
  cancel,
  // the firm
  apply,
  answer,   // one question of the self-check
  correct,  // an error that it found: a correction is filed with the step
  submit,   // the self-check, complete
  report,
  supplement,  // answers the questions of customs
  withdraw,
  // its broker
  verify,
  return_check,  // back to the firm
  // nobody: days
  lapse,
  expire,
  remind,
};
inline constexpr std::array<std::string_view, 18> action_names = {
    "designate", "refuse", "open_round", "ask",      "conclude", "cancel",       "apply", "answer", "correct",
    "submit",    "report", "supplement", "withdraw", "verify",   "return_check", "lapse", "expire", "remind"};
inline std::string_view name(Action action) { return action_names[static_cast<std::size_t>(action)]; }
std::optional<Action> parse_action(std::string_view text);
Side side_of(Action action);

/// Why a step is not taken, in the order in which it is checked. Stored by name; never renamed.
enum class Refusal : std::uint8_t {
  programme_is_not_open,
  firm_is_enrolled_already,
  enrolment_is_closed,
  action_does_not_fit_the_state,
  time_is_over,        // the clock of the side whose turn it is
  time_is_still_open,  // nothing lapses before
  text_is_missing,     // a reason, a question, a report
  text_is_too_long,
  criterion_is_not_met,
  year_is_not_over,
  year_was_settled_before,
  question_is_unknown,
  questions_are_not_answered,
  found_error_is_not_corrected,
  verifier_is_not_a_broker,
  verifier_answered_the_check,
  outcome_is_missing,
  calendar_does_not_reach_the_day,
};
std::string_view name(Refusal refusal);

struct Refused {
  Refusal refusal{};
  std::string field, value, expected;
  Text text(const Messages& messages) const;
  Text fix(const Messages& messages) const;
};

inline constexpr std::size_t most_text = 4'000;  // bytes of what is said

/// What comes with a step.
struct Given {
  std::string actor = {};  // account id
  bool is_broker = false;  // the account acts as a customs broker under a mandate
  std::string text = {};
  std::optional<Facts> facts = {};  // apply, designate: as they stand on that day
  std::int64_t year = 0;            // open_round
  Answer answer = {};               // by and on come from the step
  Corrected corrected = {};
  Outcome outcome = Outcome::none;  // conclude
  bool false_report = false;        // cancel
  bool enrolled_elsewhere = false;  // apply: the firm has an enrolment that is not closed
};

/// What a step depends on beside the enrolment; all of it outlives the call.
struct Rules {
  const law::Law& law;
  const law::Calendar& calendar;
  const Messages& messages;
};

using EnrolmentOrRefused = std::variant<Enrolment, Refused>;

/// The enrolment after the step, or why it is not taken. Pure.
EnrolmentOrRefused take(const Rules& rules, const Enrolment& enrolment, Action action, const Given& given, Date today);

/// The steps that a side may take today, whatever comes with them. `correct` is not among them: it is offered with
/// each answer that says that something is wrong.
std::vector<Action> open_actions(const Rules& rules, const Enrolment& enrolment, Side side, Date today);

/// The year that may be opened today: the last one, where it was not settled.
std::optional<std::int64_t> next_year(const Enrolment& enrolment, Date today);

/// The reminder that is due: how many days before the end of the clock, where none was given so near it yet.
std::optional<std::int64_t> reminder_due(const law::Law& law, const Enrolment& enrolment, Date today);
/// The days on which the side whose turn it is will be reminded, from `today` on.
std::vector<Date> reminders(const law::Law& law, const Enrolment& enrolment, Date today);

}  // namespace clearway::programme
