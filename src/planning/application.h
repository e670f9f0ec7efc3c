#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "arrears/statement.h"
#include "arrears/take.h"
#include "base/messages.h"
#include "plan/plan.h"

namespace clearway::planning {

/// Where an application for a plan stands. Kept by name, never renamed.
enum class State : std::uint8_t {
  applied,
  refused,    // with the nearest plan that would be granted
  running,    // granted, or planned again
  missed,     // the day of a part has passed and it is not covered
  completed,  // nothing is owed any longer
  withdrawn,  // by the debtor, before the decision
  ended       // by customs, or its term passed with something unpaid
};
inline constexpr std::array<std::string_view, 7> state_names = {"applied",   "refused",   "running", "missed",
                                                                "completed", "withdrawn", "ended"};
inline std::string_view name(State state) { return state_names[static_cast<std::size_t>(state)]; }
inline bool is_open(State state) {
  return state == State::applied || state == State::running || state == State::missed;
}

/// Why a step is not taken. Names are kept and are keys of messages/planning.yaml (refusal.<name>); never renumber.
enum class Refusal : std::uint8_t {
  application_is_open_already,
  reason_is_missing,
  consent_without_hardship,
  application_does_not_fit_the_state,
  plan_is_not_possible,  // with the error of plan::make
  condition_is_not_met,
  condition_is_not_shown,
  debt_refuses,  // with the refusal of arrears::take
  planned_on_this_day,
  consent_is_missing,
  handed_over_already,
};
inline constexpr std::array<std::string_view, 11> refusal_names = {
    "application_is_open_already", "reason_is_missing",
    "consent_without_hardship",    "application_does_not_fit_the_state",
    "plan_is_not_possible",        "condition_is_not_met",
    "condition_is_not_shown",      "debt_refuses",
    "planned_on_this_day",         "consent_is_missing",
    "handed_over_already"};
inline std::string_view name(Refusal refusal) { return refusal_names[static_cast<std::size_t>(refusal)]; }

struct Refused {
  Refusal refusal{};
  std::string field, value, expected;
  std::optional<Error> plan;             // of plan_is_not_possible
  std::optional<arrears::Refused> debt;  // of debt_refuses

  Text text(const Messages& messages) const;
  Text fix(const Messages& messages) const;
};

/// How the application reached customs: the debtor's own, or written down by an officer. Kept by name, never renamed.
enum class Channel : std::uint8_t { web, phone, letter };
inline constexpr std::array<std::string_view, 3> channel_names = {"web", "phone", "letter"};
inline std::string_view name(Channel channel) { return channel_names[static_cast<std::size_t>(channel)]; }

/// A part as it was granted; it counts from when it is granted or planned again.
struct Part {
  Date date;
  plan::Share due;
  friend bool operator==(const Part& left, const Part& right) {
    return left.date == right.date && left.due.total() == right.due.total();
  }
};

/// The plan that would be granted, where another was refused.
struct Nearest {
  int parts = 1;
  std::int64_t highest_part = 0, total = 0;
  Date last;
};

struct Decision {
  bool granted = false;
  Date on;
  std::string by;  // account id
  std::string reason;
  std::vector<std::string> not_met;  // conditions, as plan::Condition names them
  std::optional<Nearest> nearest;
};

struct Replanned {
  Date on;
  std::string by;
  std::int64_t parts_paid = 0;  // of the plan before
  Date last_before;
};

/// That somebody asks for support was told to an office of welfare, as the debtor had agreed to.
struct HandedOver {
  Date on;
  std::string by;  // account id
  std::string to;  // the office
};

/// A reminder that was given: so many days before the day of a part.
struct Reminded {
  Date part;
  std::int64_t days_before = 0;
};

/// An application of a debtor to pay one debt in parts while seizure and sale are deferred (Customs Act 43-2), and the
/// plan that came of it.
struct Application {
  std::string party_id, application_id, debt_id;
  std::string customs_office;  // of the debt; empty: not known
  State state = State::applied;
  Date applied_on;
  std::string applied_by;
  Channel channel = Channel::web;
  int parts = 12;
  plan::PenaltyOrder order = plan::PenaltyOrder::with_last;
  plan::Facts facts;  // as declared; as established once it is decided
  std::optional<plan::Means> means;
  std::int64_t security_offered = 0;
  std::string reason;            // in the debtor's words
  bool hardship = false;         // asks for support
  bool welfare_consent = false;  // what is needed may be handed over to the welfare office
  std::optional<HandedOver> handed_over;
  std::optional<Decision> decision;
  std::optional<Date> granted_on, counted_from;  // counted_from: payments after it count for `schedule`
  std::vector<Part> schedule;
  std::vector<Replanned> replanned;
  std::optional<int> parts_asked;  // after a missed part, in so many: for customs to decide
  std::vector<Reminded> reminded;
};

/// What has come in for the schedule by the end of a day.
struct Progress {
  std::int64_t paid = 0;
  std::size_t parts_paid = 0;         // covered in full, in their order
  std::optional<std::size_t> missed;  // the first part whose day has passed and that is not covered
  std::optional<std::size_t> next;    // the first part that is not covered
  std::int64_t next_left = 0;         // what is lacking of it, in won
  bool complete = false;              // nothing is owed any longer
};
/// `now`: the statement of the debt on `today`, or before it nothing counts.
Progress progress_of(const Application& application, const arrears::Statement& now, Date today);
/// How a granted plan stands on `today`; any other stays.
State state_on(const Application& application, const Progress& progress, Date today);

/// What is asked of plan::make for the debt as `now` states it.
plan::Request request_of(const Application& application, const arrears::Statement& now);
/// Interest and penalty that were charged with the order bear nothing further and stand in no debt::Case: they are due
/// with the last part.
plan::Plan with_levied(plan::Plan plan, const arrears::Statement& now);

/// What follows if the next part is not paid, or by now where it was missed; nothing where no plan runs. As
/// plan::forecast_missed has it, over what the record holds.
Result<std::optional<plan::Forecast>> forecast_of(const arrears::Terms& terms, const Application& application,
                                                  const Progress& progress, const arrears::Statement& now);
/// How many days before its day the debtor is to be reminded of the next part on `today`; nothing where that was done.
std::optional<std::int64_t> reminder_due(const law::Law& law, const Application& application, const Progress& progress,
                                         Date today);
/// The last day on which a refusal may be contested, moved to a working day; nothing of what was not refused.
Result<std::optional<Date>> contest_by(const arrears::Terms& terms, const Application& application);

/// What the officer decides on.
struct Decided {
  bool granted = false;
  std::string reason;
  plan::Facts facts;  // as established; those without an answer stay as declared
};

using Step = std::variant<Application, Refused>;

/// Errors of the calendar and of missing law stay errors. A grant needs every condition met.
Result<Step> decide(const arrears::Terms& terms, Application application, const Decided& decided,
                    const arrears::Statement& now, Date today, std::string_view by);
/// A running plan, or one of which a part was missed, counted anew from `today`; its longest term counts from the first
/// grant.
Result<Step> replan(const arrears::Terms& terms, Application application, int parts, const arrears::Statement& now,
                    Date today, std::string_view by);
/// After a missed part seizure and sale are deferred anew only for good cause (Customs Act 43-2(7)): the debtor asks,
/// and customs plans again.
Step ask_again(Application application, int parts);
/// An application that is not decided is withdrawn; a plan is ended.
Step close(Application application);

/// Consent to a hand-over is given or taken back, while none has taken place.
Step consent(Application application, bool given);
/// Handed over to an office of welfare: only with consent, and once.
Step hand_over(Application application, std::string to, Date today, std::string_view by);

std::string to_json(const Application& application);
/// Error application_is_not_readable.
Result<Application> from_json(std::string_view json);

}  // namespace clearway::planning
