#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/explained.h"
#include "base/messages.h"
#include "declaration/declaration.h"

namespace clearway::law {
class Law;
}

namespace clearway::clearance {

/// Where a declaration stands. Kept in records: never renumber.
enum class State : std::uint8_t {
  lodged,
  selected,
  examined,
  accepted,
  loaded,
  amended,
  withdrawn,
  cancelled,
  rejected
};
inline constexpr std::size_t state_count = 9;
inline constexpr std::array<std::string_view, state_count> state_names = {
    "lodged", "selected", "examined", "accepted", "loaded", "amended", "withdrawn", "cancelled", "rejected"};
inline std::string_view name(State state) { return state_names[static_cast<std::size_t>(state)]; }
std::optional<State> parse_state(std::string_view text);

/// What happens to a declaration. Kept in records: never renumber.
enum class Action : std::uint8_t {
  lodge,                // receipt by the system: takes effect (Export Notice 8)
  select,               // for document review or examination (art. 16)
  examine,              // the result of review or examination is recorded (art. 17)
  accept,               // (Act 248; art. 10)
  load,                 // on board (Act 251; art. 45)
  amend_self,           // self-amendment until departure (art. 26(2))
  amend_with_evidence,  // on application, approved by customs (art. 26(1))
  amend_ex_officio,     // by customs (art. 31)
  request_withdrawal,   // (Act 250; art. 27)
  approve_withdrawal,
  refuse_withdrawal,
  reject,             // false filing or formal defects (Act 250(3); art. 30)
  extend_loading,     // of the loading period (Act 251(1); art. 45(3)-(4))
  notify_not_loaded,  // planned cancellation (art. 52(1))
  explain,            // by the declarant (art. 52(2))
  cancel,             // of the acceptance (Act 251(2); Decree 255)
  depart,             // the means of transport has left
  order_recall,       // return to a bonded area (Act 238; Decree 245)
};
inline constexpr std::size_t action_count = 18;
inline constexpr std::array<std::string_view, action_count> action_names = {"lodge",
                                                                            "select",
                                                                            "examine",
                                                                            "accept",
                                                                            "load",
                                                                            "amend_self",
                                                                            "amend_with_evidence",
                                                                            "amend_ex_officio",
                                                                            "request_withdrawal",
                                                                            "approve_withdrawal",
                                                                            "refuse_withdrawal",
                                                                            "reject",
                                                                            "extend_loading",
                                                                            "notify_not_loaded",
                                                                            "explain",
                                                                            "cancel",
                                                                            "depart",
                                                                            "order_recall"};
inline std::string_view name(Action action) { return action_names[static_cast<std::size_t>(action)]; }
std::optional<Action> parse_action(std::string_view text);

enum class Actor : std::uint8_t { system, declarant, customs, carrier };
inline constexpr std::array<std::string_view, 4> actor_names = {"system", "declarant", "customs", "carrier"};
inline std::string_view name(Actor actor) { return actor_names[static_cast<std::size_t>(actor)]; }

/// One thing that happened, or that somebody wants to do.
struct Event {
  Action action = Action::lodge;
  Date on;
  Actor by = Actor::system;
  std::optional<Date> until;  // extend_loading: the new last day
  bool reason_given = false;  // withdrawal, rejection, amendment with evidence, explanation
};

/// Why an action is refused. Checked in this order; kept in records: never renumber.
enum class LifecycleRefusal : std::uint8_t {
  action_is_not_open_in_this_state = 1,
  actor_may_not_do_this = 2,
  date_lies_before_the_last_event = 3,
  loading_control_does_not_apply_to_the_manifest = 4,
  reason_must_be_given = 5,
  means_of_transport_has_departed = 6,
  reviewed_or_examined_declaration_needs_evidence = 7,
  withdrawal_is_already_requested = 8,
  withdrawal_was_not_requested = 9,
  new_loading_deadline_must_be_given = 10,
  loading_period_has_ended = 11,
  new_loading_deadline_must_be_later = 12,
  loading_period_cannot_exceed_its_maximum = 13,
  loading_period_is_still_running = 14,
  not_loaded_notice_must_come_first = 15,
  time_for_explanation_has_ended = 16,
  time_for_explanation_is_still_running = 17,
  recall_period_has_ended = 18,
};
std::string_view name(LifecycleRefusal refusal);

/// A row of the table of transitions.
struct Transition {
  Action action{};
  State from{}, to{};
  unsigned actors = 0;    // bits of Actor that may do it
  std::string_view cite;  // key into law/sources.yaml
};
std::span<const Transition> transitions();

/// What the history says on a day. A requested withdrawal that was not answered in time counts as approved
/// (Act 250(4)) from the day after.
struct Standing {
  State state = State::lodged;
  bool lodged = false;
  bool examined = false;
  bool selected = false;
  std::optional<Date> accepted_on, loaded_on, departed_on, recall_ordered_on;
  std::optional<Date> loading_deadline;  // as extended
  std::optional<Date> withdrawal_requested_on, withdrawn_on;
  std::optional<Date> not_loaded_notice_on, explained_on;
  bool withdrawal_deemed_approved = false;
  Date last_event;
};

struct LifecycleAnswer {
  std::optional<State> next;  // empty: refused
  std::optional<LifecycleRefusal> refusal;
  Step step;  // the ground of the transition, or why not
  Text fix;   // of a refusal
};

enum class TimeLimitKind : std::uint8_t {
  loading,
  loading_extension_maximum,
  withdrawal_reply,
  not_loaded_explanation,
  recall,
  record_keeping,
  reimport_relief,
  drawback_claim
};
std::string_view name(TimeLimitKind kind);
/// `ended`: a period of keeping or of possible claims that has passed, where nothing had to be done.
enum class TimeLimitStatus : std::uint8_t { running, met, missed, ended };
std::string_view name(TimeLimitStatus status);

/// A period that the law runs from something that happened. `last_day` is included.
struct TimeLimit {
  TimeLimitKind kind{};
  Date starts, last_day;
  std::int32_t days_left = 0;  // negative: days past
  TimeLimitStatus status = TimeLimitStatus::running;
  std::string cite, grade;
  Text label, consequence;
};

/// States, transitions and time limits of a declaration. Pure; `today` and events come in.
class Lifecycle {
 public:
  Lifecycle(const law::Law& law, const Messages& messages) : law_(law), messages_(messages) {}

  Standing standing(std::span<const Event> history, declaration::Procedure procedure, Date today) const;
  /// Whether `wanted` may follow on `history`, and where it leads.
  /// The first refusal in the order of its enum; nothing where `wanted` may follow.
  std::optional<LifecycleRefusal> refusal(const Standing& now, declaration::Procedure procedure,
                                          const Event& wanted) const;
  LifecycleAnswer check(std::span<const Event> history, declaration::Procedure procedure, const Event& wanted) const;
  /// What may be done on `today` by `actor`, for buttons; reasons and dates are still asked by `check`.
  std::vector<Action> open_actions(std::span<const Event> history, declaration::Procedure procedure, Actor actor,
                                   Date today) const;
  Explained<std::vector<TimeLimit>> time_limits(std::span<const Event> history, declaration::Procedure procedure,
                                                Date today) const;
  /// The weekday after the last day of loading on which unloaded goods are looked for (Export Notice 52(1)). On a
  /// public holiday it moves to the next working day, which the caller's calendar knows.
  Date next_not_loaded_scan(Date loading_deadline) const;

 private:
  /// The last day to which loading can be extended, and on which goods can be recalled; nothing before acceptance.
  std::optional<Date> longest_loading(const Standing& now) const;
  std::optional<Date> recall_until(const Standing& now) const;

  const law::Law& law_;
  const Messages& messages_;
};

}  // namespace clearway::clearance
