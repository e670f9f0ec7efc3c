#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/messages.h"
#include "law/calendar.h"
#include "law/law.h"
#include "ruling/ruling.h"

namespace clearway::ruling {

/// What may be done with a file. Stored by name; never renamed.
enum class Action : std::uint8_t {
  // the applicant, or its broker
  edit,  // the application, before it is filed or while a supplement is awaited
  file,
  answer_supplement,
  give_up,  // before the result is notified (Decree 31(9), 106(3)3)
  object,   // applies for a review
  report,   // on a business year
  ask_extension,
  ask_change,
  // customs
  ask_supplement,
  refer,
  take_back,  // the opinion is there
  draft,      // a decision, for another officer
  send_back,  // a draft that the other officer does not approve
  approve,
  return_report,  // to be supplemented
  grant_extension,
  refuse_extension,
  refuse_change,
  // nobody: days, and declarations
  expire,
};
inline constexpr std::array<std::string_view, 19> action_names = {
    "edit",          "file",       "answer_supplement", "give_up",         "object",           "report",
    "ask_extension", "ask_change", "ask_supplement",    "refer",           "take_back",        "draft",
    "send_back",     "approve",    "return_report",     "grant_extension", "refuse_extension", "refuse_change",
    "expire"};
inline std::string_view name(Action action) { return action_names[static_cast<std::size_t>(action)]; }
std::optional<Action> parse_action(std::string_view text);
Side side_of(Action action);

/// Why a step is not taken, in the order in which it is checked. Stored by name; never renamed.
enum class Refusal : std::uint8_t {
  ruling_is_closed,
  action_does_not_fit_the_state,
  action_does_not_fit_the_kind,  // reports and extensions are of related parties alone
  another_request_is_open,       // of the same kind
  application_is_incomplete,
  text_is_missing,
  text_is_too_long,
  day_is_missing,
  day_has_passed,
  supplement_is_too_long,
  referral_is_not_known,
  time_to_object_is_over,
  extension_is_not_open,  // too early, too late, or granted already
  business_year_is_not_due,
  nothing_is_drafted,
  outcome_does_not_fit_the_state,
  ground_is_missing,         // or not one of the law for this kind
  supplement_is_still_open,  // no rejection for want of it before its last day
  reach_does_not_fit,
  tariff_code_is_missing,
  method_is_missing,
  publication_is_missing,
  publication_identifies,
  decision_needs_another_officer,
  validity_runs,  // a ruling does not expire before its last day
  calendar_does_not_reach_the_day,
};
std::string_view name(Refusal refusal);

struct Refused {
  Refusal refusal{};
  std::string field, value, expected;
  Text text(const Messages& messages) const;
  Text fix(const Messages& messages) const;
};

inline constexpr std::size_t most_text = 8'000;  // of what is said, in bytes

/// What comes with a step.
struct Given {
  std::string actor = {};  // account
  std::string text = {};
  std::string word = {};                        // refer: to whom
  std::optional<Date> day = {};                 // ask_supplement: until; report: end of the business year
  std::optional<Application> application = {};  // edit
  std::optional<Draft> draft = {};              // draft; `by` and `on` are set by the step
};

using RulingOrRefused = std::variant<Ruling, Refused>;

/// The file after the step, or why it is not taken. Pure.
RulingOrRefused take(const law::Law& law, const law::Calendar& calendar, const Ruling& ruling, Action action,
                     const Given& given, Date today);

/// The steps that a side may take today, whatever comes with them. `actor`: an officer does not approve an own draft.
std::vector<Action> open_actions(const law::Law& law, const law::Calendar& calendar, const Ruling& ruling, Side side,
                                 std::string_view actor, Date today);
/// What an officer may draft now.
std::vector<Outcome> open_outcomes(const Ruling& ruling);
/// The grounds of the law for an outcome; empty where it needs none.
std::vector<std::string> grounds_of(const law::Law& law, Kind kind, Outcome outcome, Date today);
/// To whom it may be referred.
std::vector<std::string> referrals_of(const law::Law& law, Kind kind, Date today);

/// The last day of the side whose turn it is, computed anew from the stops and requests.
std::optional<Date> clock_of(const law::Law& law, const law::Calendar& calendar, const Ruling& ruling, Date today);

}  // namespace clearway::ruling
