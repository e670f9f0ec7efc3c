#include "notice/life.h"

#include <algorithm>

#include "accrual/steps.h"
#include "law/parameters.h"  // generated

namespace clearway::notice {
namespace {

using A = Action;
using S = State;

template <class Names>
auto place_of(const Names& names, std::string_view text) -> std::optional<std::size_t> {
  const auto found = std::find(names.begin(), names.end(), text);
  if (found == names.end()) return std::nullopt;
  return static_cast<std::size_t>(found - names.begin());
}

/// States in which a step can be taken.
std::vector<State> states_of(Action action) {
  switch (action) {
    case A::approve:
    case A::dismiss: return {S::drafted};
    case A::reply: return {S::asked};
    case A::grant_more_time:
    case A::refuse_more_time: return {S::more_time_asked};
    case A::accept_explanation:
    case A::reject_explanation: return {S::explained};
    case A::decide_claim:
    case A::refuse_claim: return {S::claimed};
    case A::withdraw: return {S::sent, S::opened, S::asked, S::more_time_asked, S::explained, S::not_accepted};
    case A::record_audit_notice:
    case A::record_assessment_notice:
    case A::record_appeal:
      return {S::drafted, S::sent, S::opened, S::asked, S::more_time_asked, S::explained, S::not_accepted};
    case A::open: return {S::sent};
    // Whoever waits for customs may still correct.
    case A::file: return {S::sent, S::opened, S::asked, S::more_time_asked, S::explained, S::not_accepted};
    case A::explain: return {S::sent, S::opened, S::asked, S::more_time_asked, S::not_accepted};
    case A::ask:
    case A::ask_more_time: return {S::sent, S::opened, S::not_accepted};
    case A::pay: return {S::filed};
    case A::lapse: return {S::sent, S::opened, S::not_accepted};
  }
  return {};
}

bool fits(Action action, State state) {
  const auto states = states_of(action);
  return std::find(states.begin(), states.end(), state) != states.end();
}

bool needs_text(Action action) {
  switch (action) {
    case A::dismiss:
    case A::reply:
    case A::refuse_more_time:
    case A::reject_explanation:
    case A::decide_claim:
    case A::refuse_claim:
    case A::withdraw:
    case A::explain:
    case A::ask:
    case A::ask_more_time: return true;
    default: return false;
  }
}

bool is_circumstance(Action action) {
  return action == A::record_audit_notice || action == A::record_assessment_notice || action == A::record_appeal;
}

/// The firm is not held to a window while customs makes it wait.
bool window_runs(State state) { return state == S::sent || state == S::opened || state == S::not_accepted; }

class Step {
 public:
  Step(const law::Law& law, const law::Calendar& calendar, Notice notice, Action action, const Given& given, Date today)
      : law_(law), calendar_(calendar), left_(std::move(notice)), action_(action), given_(given), today_(today) {}

  NoticeOrRefused take() {
    if (auto wrong = check()) return *wrong;
    if (!apply()) return Refused{Refusal::calendar_does_not_reach_the_day, "day", today_.text(), {}};
    if (is_closed(left_.state)) left_.closed_on = today_;
    if (action_ != A::open && action_ != A::pay && action_ != A::lapse) {
      left_.said.push_back({today_, side_of(action_), std::string(name(action_)), given_.text});
    }
    return left_;
  }

 private:
  std::optional<Refused> check() const {
    const auto& from = left_;
    const auto state = std::string(name(from.state));
    if (is_closed(from.state)) return Refused{Refusal::notice_is_closed, "state", state, {}};
    if (!fits(action_, from.state))
      return Refused{Refusal::action_does_not_fit_the_state, "action", std::string(name(action_)), state};
    const bool over = from.window_ends && today_ > *from.window_ends;
    if (side_of(action_) == Side::firm && action_ != A::open && window_runs(from.state) && over) {
      return Refused{Refusal::window_is_over, "day", today_.text(), from.window_ends->text()};
    }
    if (action_ == A::lapse && !over) {
      return Refused{Refusal::window_is_still_open, "day", today_.text(),
                     from.window_ends ? from.window_ends->text() : std::string()};
    }
    if (needs_text(action_) && given_.text.find_first_not_of(" \t\r\n") == std::string::npos) {
      return Refused{Refusal::text_is_missing, "text", {}, {}};
    }
    if (given_.text.size() > most_text) {
      return Refused{Refusal::text_is_too_long, "text", std::to_string(given_.text.size()), std::to_string(most_text)};
    }
    if (is_circumstance(action_)) return check_circumstance();
    if (action_ == A::ask_more_time || action_ == A::grant_more_time) return check_until();
    return std::nullopt;
  }
  std::optional<Refused> check_circumstance() const {
    if (!given_.day) return Refused{Refusal::day_is_missing, "day", {}, {}};
    if (*given_.day > today_) return Refused{Refusal::day_is_in_the_future, "day", given_.day->text(), today_.text()};
    return std::nullopt;
  }
  std::optional<Refused> check_until() const {
    const auto until = given_.day ? given_.day : action_ == A::grant_more_time ? left_.asked_until : std::nullopt;
    if (!until) return Refused{Refusal::day_is_missing, "until", {}, {}};
    if (*until <= *left_.window_ends) {
      return Refused{Refusal::until_is_not_later, "until", until->text(), left_.window_ends->text()};
    }
    const auto longest = longest_extension(law_, left_, today_);
    if (longest && *until > *longest) {
      return Refused{Refusal::until_is_beyond_an_extension, "until", until->text(), longest->text()};
    }
    if (!longest) {
      return Refused{Refusal::extensions_are_used_up, "until", until->text(), std::to_string(left_.extensions)};
    }
    return std::nullopt;
  }

  /// The last day of `days` from today on, moved over holidays.
  std::optional<Date> ends(std::int64_t days) const {
    const auto last = calendar_.next_working_day(today_.plus_days(static_cast<std::int32_t>(days)));
    return last ? std::optional(*last) : std::nullopt;
  }
  /// False where the calendar does not reach the end of a clock.
  bool customs_turn(State state, std::int64_t days) {
    left_.state = state;
    left_.clock_ends = ends(days);
    return left_.clock_ends.has_value();
  }
  void firm_turn(State state) {
    left_.state = state;
    left_.clock_ends = left_.window_ends;
  }
  bool new_window(State state) {
    left_.window_ends = ends(law_.kr.notice.check_days.on(today_).value);
    firm_turn(state);
    return left_.window_ends.has_value();
  }
  bool extend_to(Date day) {
    const auto moved = calendar_.next_working_day(day);
    if (!moved) return false;
    left_.window_ends = std::max(*moved, left_.window_ends.value_or(*moved));
    firm_turn(S::opened);
    return true;
  }
  void end(State state) {
    left_.state = state;
    left_.clock_ends.reset();
  }
  void answered(std::string_view answer) {
    left_.answer = answer;
    if (answer != "ask" && answer != "more_time" && !left_.answered_on) left_.answered_on = today_;
    if (!left_.opened_on) left_.opened_on = today_;
  }

  bool apply() {
    const auto& kr = law_.kr.notice;
    switch (action_) {
      case A::approve:
        left_.sent_on = today_;
        if (given_.held_back) {
          end(S::held_back);
          return true;
        }
        return new_window(S::sent);
      case A::dismiss: end(S::dismissed); return true;
      case A::reply: {
        // The days of waiting are given back.
        const auto question = std::find_if(left_.said.rbegin(), left_.said.rend(),
                                           [](const Said& said) { return said.action == name(A::ask); });
        const auto asked_on = question == left_.said.rend() ? today_ : question->on;
        return extend_to(left_.window_ends->plus_days(today_.days() - asked_on.days()));
      }
      case A::grant_more_time: ++left_.extensions; return extend_to(given_.day ? *given_.day : *left_.asked_until);
      case A::refuse_more_time: return extend_to(std::max(*left_.window_ends, today_.plus_days(1)));
      case A::accept_explanation: end(S::explained_accepted); return true;
      case A::reject_explanation: return new_window(S::not_accepted);
      case A::decide_claim: end(S::settled); return true;
      case A::refuse_claim:
        // What was paid beside the claim stays corrected.
        left_.corrected_krw = given_.corrected_krw;
        end(given_.corrected_krw > 0 ? S::settled : S::claim_refused);
        return true;
      case A::withdraw: end(S::withdrawn); return true;
      case A::record_audit_notice: left_.circumstances.audit_notice_on = given_.day; return true;
      case A::record_assessment_notice: left_.circumstances.assessment_notice_on = given_.day; return true;
      case A::record_appeal: left_.circumstances.appeal_pending_since = given_.day; return true;
      case A::open:
        left_.opened_on = today_;
        left_.state = S::opened;
        return true;
      case A::file:
        answered("correct");
        left_.correction_id = given_.correction_id;
        left_.corrected_krw = given_.corrected_krw;
        left_.clock_ends = given_.day;
        left_.state = given_.awaits_payment ? S::filed : given_.awaits_decision ? S::claimed : S::settled;
        if (left_.state == S::settled) left_.clock_ends.reset();
        return true;
      case A::explain: answered("explain"); return customs_turn(S::explained, kr.review_days.on(today_).value);
      case A::ask: answered("ask"); return customs_turn(S::asked, kr.reply_days.on(today_).value);
      case A::ask_more_time:
        answered("more_time");
        left_.asked_until = given_.day;
        return customs_turn(S::more_time_asked, kr.reply_days.on(today_).value);
      case A::pay:
        end(given_.awaits_decision ? S::claimed : S::settled);
        if (given_.awaits_decision) left_.clock_ends = given_.day;
        return true;
      case A::lapse: end(S::lapsed); return true;
    }
    return true;
  }

  const law::Law& law_;
  const law::Calendar& calendar_;
  Notice left_;
  Action action_;
  const Given& given_;
  Date today_;
};

accrual::TextPlaces places_of(const Refused& refused) {
  return {{"field", accrual::same(refused.field)},
          {"value", accrual::same(refused.value)},
          {"expected", accrual::same(refused.expected)}};
}

}  // namespace

std::optional<State> parse_state(std::string_view text) {
  const auto at = place_of(state_names, text);
  return at ? std::optional(static_cast<State>(*at)) : std::nullopt;
}
std::optional<Action> parse_action(std::string_view text) {
  const auto at = place_of(action_names, text);
  return at ? std::optional(static_cast<Action>(*at)) : std::nullopt;
}

Side turn(State state) {
  switch (state) {
    case S::drafted:
    case S::asked:
    case S::more_time_asked:
    case S::explained:
    case S::claimed: return Side::customs;
    case S::sent:
    case S::opened:
    case S::not_accepted:
    case S::filed: return Side::firm;
    case S::dismissed:
    case S::held_back:
    case S::settled:
    case S::explained_accepted:
    case S::lapsed:
    case S::withdrawn:
    case S::claim_refused: return Side::nobody;
  }
  return Side::nobody;
}
bool is_closed(State state) { return turn(state) == Side::nobody; }
bool is_visible_to_firm(State state) { return state != S::drafted && state != S::dismissed && state != S::held_back; }

Side side_of(Action action) {
  if (action <= A::record_appeal) return Side::customs;
  return action <= A::ask_more_time ? Side::firm : Side::nobody;
}

std::string_view name(Refusal refusal) {
  using R = Refusal;
  switch (refusal) {
    case R::notice_is_closed: return "notice_is_closed";
    case R::action_does_not_fit_the_state: return "action_does_not_fit_the_state";
    case R::window_is_over: return "window_is_over";
    case R::window_is_still_open: return "window_is_still_open";
    case R::text_is_missing: return "text_is_missing";
    case R::text_is_too_long: return "text_is_too_long";
    case R::day_is_missing: return "day_is_missing";
    case R::day_is_in_the_future: return "day_is_in_the_future";
    case R::until_is_not_later: return "until_is_not_later";
    case R::until_is_beyond_an_extension: return "until_is_beyond_an_extension";
    case R::extensions_are_used_up: return "extensions_are_used_up";
    case R::nothing_to_correct_is_known: return "nothing_to_correct_is_known";
    case R::calendar_does_not_reach_the_day: return "calendar_does_not_reach_the_day";
  }
  return {};
}
Text Refused::text(const Messages& messages) const {
  return accrual::sentence(messages, "notice.refusal." + std::string(name(refusal)) + ".text", places_of(*this));
}
Text Refused::fix(const Messages& messages) const {
  return accrual::sentence(messages, "notice.refusal." + std::string(name(refusal)) + ".fix", places_of(*this));
}

NoticeOrRefused take(const law::Law& law, const law::Calendar& calendar, const Notice& notice, Action action,
                     const Given& given, Date today) {
  return Step(law, calendar, notice, action, given, today).take();
}

std::vector<Action> open_actions(const Notice& notice, Side side, Date today) {
  std::vector<Action> actions;
  const bool over = window_runs(notice.state) && notice.window_ends && today > *notice.window_ends;
  for (std::size_t i = 0; i < action_names.size(); ++i) {
    const auto action = static_cast<Action>(i);
    if (side_of(action) != side || !fits(action, notice.state)) continue;
    if (side == Side::firm && action != A::open && over) continue;
    actions.push_back(action);
  }
  return actions;
}

std::optional<Date> longest_extension(const law::Law& law, const Notice& notice, Date today) {
  if (!notice.window_ends || notice.extensions >= law.kr.notice.extension_count.on(today).value) return std::nullopt;
  return notice.window_ends->plus_days(static_cast<std::int32_t>(law.kr.notice.extension_days.on(today).value));
}

}  // namespace clearway::notice
