#include "programme/life.h"

#include <algorithm>

#include "accrual/steps.h"
#include "law/parameters.h"  // generated
#include "programme/terms.h"

namespace clearway::programme {
namespace {

using A = Action;
using R = Refusal;
using S = State;

/// States in which a step can be taken; apply opens an enrolment and has none.
std::vector<State> states_of(Action action) {
  switch (action) {
    case A::designate:
    case A::refuse: return {S::applied};
    case A::open_round:
    case A::expire: return {S::designated};
    case A::ask: return {S::reported};
    case A::conclude: return {S::reported};
    case A::cancel: return {S::designated, S::checking, S::verifying, S::verified, S::reported, S::questioned};
    case A::apply: return {};
    case A::answer:
    case A::submit: return {S::checking};
    // Whoever waits for its broker may still correct.
    case A::correct: return {S::checking, S::verifying, S::verified};
    case A::report: return {S::verified};
    case A::supplement: return {S::questioned};
    case A::withdraw:
      return {S::applied, S::designated, S::checking, S::verifying, S::verified, S::reported, S::questioned};
    case A::verify:
    case A::return_check: return {S::verifying};
    case A::lapse: return {S::checking, S::verifying, S::verified, S::questioned};
    case A::remind: return {S::applied, S::checking, S::verifying, S::verified, S::reported, S::questioned};
  }
  return {};
}

bool fits(Action action, State state) {
  const auto states = states_of(action);
  return std::find(states.begin(), states.end(), state) != states.end();
}

bool needs_text(Action action) {
  switch (action) {
    case A::refuse:
    case A::ask:
    case A::conclude:
    case A::cancel:
    case A::report:
    case A::supplement:
    case A::withdraw:
    case A::return_check: return true;
    default: return false;
  }
}

/// What is said stands in the file; an answer stands among the answers.
bool is_said(Action action) { return action != A::answer && action != A::expire && action != A::remind; }

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == std::string_view::npos; }

class Step {
 public:
  Step(const Rules& rules, Enrolment enrolment, Action action, const Given& given, Date today)
      : rules_(rules), left_(std::move(enrolment)), action_(action), given_(given), today_(today) {}

  EnrolmentOrRefused take() {
    if (auto wrong = check()) return *wrong;
    if (!apply()) return Refused{R::calendar_does_not_reach_the_day, "day", today_.text(), {}};
    if (is_closed(left_.state)) {
      left_.closed_on = today_;
      left_.clock_ends.reset();
    }
    if (is_said(action_)) left_.said.push_back({today_, side_of(action_), std::string(name(action_)), given_.text});
    return left_;
  }

 private:
  std::optional<Refused> check() const {
    if (auto wrong = check_programme()) return wrong;
    if (action_ != A::apply) {
      const auto state = std::string(name(left_.state));
      if (is_closed(left_.state)) return Refused{R::enrolment_is_closed, "state", state, {}};
      if (!fits(action_, left_.state)) {
        return Refused{R::action_does_not_fit_the_state, "action", std::string(name(action_)), state};
      }
      if (auto wrong = check_clock()) return wrong;
    }
    if (needs_text(action_) && is_blank(given_.text)) return Refused{R::text_is_missing, "text", {}, {}};
    if (std::max(given_.text.size(), given_.answer.note.size()) > most_text) {
      return Refused{R::text_is_too_long, "text", std::to_string(given_.text.size()), std::to_string(most_text)};
    }
    switch (action_) {
      case A::designate: return check_criteria();
      case A::open_round: return check_year();
      case A::answer:
      case A::correct: return check_answer();
      case A::submit: return check_complete();
      case A::verify:
      case A::return_check: return check_verifier();
      case A::conclude:
        if (given_.outcome != Outcome::accepted && given_.outcome != Outcome::not_accepted) {
          return Refused{R::outcome_is_missing, "outcome", std::string(name(given_.outcome)), "accepted, not_accepted"};
        }
        return std::nullopt;
      default: return std::nullopt;
    }
  }
  /// A designation and a year begin only under a programme that is open; what was begun goes on.
  std::optional<Refused> check_programme() const {
    const bool begins = action_ == A::apply || action_ == A::designate || action_ == A::open_round;
    if (begins && !terms_on(rules_.law, left_.scheme, today_).open) {
      return Refused{R::programme_is_not_open, "scheme", std::string(name(left_.scheme)), today_.text()};
    }
    if (action_ == A::apply && given_.enrolled_elsewhere) {
      return Refused{R::firm_is_enrolled_already, "scheme", std::string(name(left_.scheme)), {}};
    }
    return std::nullopt;
  }
  std::optional<Refused> check_clock() const {
    const bool over = left_.clock_ends && today_ > *left_.clock_ends;
    const auto side = side_of(action_);
    const bool held = (side == Side::firm || side == Side::broker) && action_ != A::withdraw && action_ != A::correct;
    if (held && over) return Refused{R::time_is_over, "day", today_.text(), left_.clock_ends->text()};
    if (action_ == A::lapse && !over) {
      return Refused{R::time_is_still_open, "day", today_.text(),
                     left_.clock_ends ? left_.clock_ends->text() : std::string()};
    }
    if (action_ == A::expire && left_.until && today_ <= *left_.until) {
      return Refused{R::time_is_still_open, "day", today_.text(), left_.until->text()};
    }
    return std::nullopt;
  }
  std::optional<Refused> check_criteria() const {
    for (const auto& criterion : criteria_of(rules_.law, rules_.messages, given_.facts.value_or(left_.facts), today_)) {
      if (!criterion.met) return Refused{R::criterion_is_not_met, "criterion", criterion.name, {}};
    }
    return std::nullopt;
  }
  std::optional<Refused> check_year() const {
    const auto year = std::to_string(given_.year);
    if (given_.year >= today_.year()) return Refused{R::year_is_not_over, "year", year, {}};
    if (left_.has_settled(given_.year)) return Refused{R::year_was_settled_before, "year", year, {}};
    return std::nullopt;
  }
  std::optional<Refused> check_answer() const {
    const bool corrects = action_ == A::correct;
    const auto& field = corrects ? given_.corrected.field : given_.answer.field;
    const auto& question = corrects ? given_.corrected.question : given_.answer.question;
    const auto asked = questions_on(rules_.law, left_.round->opened_on);
    const bool known = std::any_of(asked.begin(), asked.end(), [&](const Question& each) {
      return each.field == field && each.question == question;
    });
    if (!known) return Refused{R::question_is_unknown, "question", field + "/" + question, {}};
    if (!corrects && given_.answer.verdict == Verdict::wrong_without_tax && is_blank(given_.answer.note)) {
      return Refused{R::text_is_missing, "note", {}, {}};
    }
    return std::nullopt;
  }
  std::optional<Refused> check_complete() const {
    const auto& round = *left_.round;
    for (const auto& asked : questions_on(rules_.law, round.opened_on)) {
      const auto place = asked.field + "/" + asked.question;
      const auto* answer = round.find(asked.field, asked.question);
      if (answer == nullptr) return Refused{R::questions_are_not_answered, "question", place, {}};
      if (answer->verdict != Verdict::wrong) continue;
      const bool corrected = std::any_of(
          round.corrections.begin(), round.corrections.end(),
          [&](const Corrected& each) { return each.field == asked.field && each.question == asked.question; });
      if (!corrected) return Refused{R::found_error_is_not_corrected, "question", place, {}};
    }
    return std::nullopt;
  }
  std::optional<Refused> check_verifier() const {
    if (!given_.is_broker) return Refused{R::verifier_is_not_a_broker, "broker", {}, {}};
    const auto& answers = left_.round->answers;
    const bool answered =
        std::any_of(answers.begin(), answers.end(), [&](const Answer& answer) { return answer.by == given_.actor; });
    if (answered) return Refused{R::verifier_answered_the_check, "broker", {}, {}};
    return std::nullopt;
  }

  Terms terms() const { return terms_on(rules_.law, left_.scheme, left_.round->opened_on); }

  /// The turn passes for `days`, moved over holidays. False where the calendar does not reach.
  bool pass_to(State state, const law::Dated<std::int64_t>& days) {
    left_.state = state;
    const auto last = today_.plus_days(static_cast<std::int32_t>(days.on(today_).value));
    const auto moved = rules_.calendar.next_working_day(last);
    left_.clock_ends = moved ? std::optional(*moved) : std::nullopt;
    return left_.clock_ends.has_value();
  }
  void close_round(Outcome outcome) {
    left_.round->outcome = outcome;
    left_.round->concluded_on = today_;
    left_.past.push_back(std::move(*left_.round));
    left_.round.reset();
    left_.state = S::designated;
    left_.clock_ends.reset();
  }
  bool verified() {
    left_.round->verified_on = today_;
    return pass_to(S::verified, rules_.law.kr.programme.report_days);
  }
  void keep_answer() {
    auto answer = given_.answer;
    answer.by = given_.actor;
    answer.on = today_;
    auto& answers = left_.round->answers;
    const auto found = std::find_if(answers.begin(), answers.end(), [&](const Answer& each) {
      return each.field == answer.field && each.question == answer.question;
    });
    if (found == answers.end()) {
      answers.push_back(std::move(answer));
    } else {
      *found = std::move(answer);
    }
  }

  bool apply() {
    const auto& kr = rules_.law.kr.programme;
    switch (action_) {
      case A::apply:
        left_.applied_on = today_;
        if (given_.facts) left_.facts = *given_.facts;
        return pass_to(S::applied, kr.designation_days);
      case A::designate:
        if (given_.facts) left_.facts = *given_.facts;
        left_.designated_on = today_;
        left_.until = today_.plus_years(static_cast<int>(kr.designation_years.on(today_).value)).plus_days(-1);
        left_.state = S::designated;
        left_.clock_ends.reset();
        return true;
      case A::refuse: left_.state = S::refused; return true;
      case A::open_round:
        left_.round = Round{};
        left_.round->year = given_.year;
        left_.round->opened_on = today_;
        return pass_to(S::checking, kr.check_days);
      case A::answer: keep_answer(); return true;
      case A::correct:
        left_.round->corrections.push_back(given_.corrected);
        left_.round->corrections.back().on = today_;
        return true;
      case A::submit:
        left_.round->submitted_on = today_;
        return terms().broker_verifies ? pass_to(S::verifying, kr.verification_days) : verified();
      case A::verify: left_.round->verified_by = given_.actor; return verified();
      case A::return_check: return pass_to(S::checking, kr.supplement_days);
      case A::report:
        left_.round->reported_on = today_;
        if (terms().customs_reviews) return pass_to(S::reported, kr.review_days);
        close_round(Outcome::accepted);
        return true;
      case A::ask: return pass_to(S::questioned, kr.supplement_days);
      case A::supplement: return pass_to(S::reported, kr.review_days);
      case A::conclude: close_round(given_.outcome); return true;
      case A::cancel:
        left_.state = S::cancelled;
        left_.false_report = given_.false_report;
        return true;
      case A::withdraw: left_.state = S::withdrawn; return true;
      case A::lapse:
        // Questions that stay open do not undo a report: customs decides by what it has.
        if (left_.state == S::questioned) return pass_to(S::reported, kr.review_days);
        close_round(Outcome::not_reported);
        return true;
      case A::expire: left_.state = S::ended; return true;
      case A::remind:
        left_.reminded.push_back({*left_.clock_ends, *reminder_due(rules_.law, left_, today_), today_});
        return true;
    }
    return true;
  }

  const Rules& rules_;
  Enrolment left_;
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

std::optional<Action> parse_action(std::string_view text) {
  const auto found = std::find(action_names.begin(), action_names.end(), text);
  if (found == action_names.end()) return std::nullopt;
  return static_cast<Action>(found - action_names.begin());
}

Side side_of(Action action) {
  if (action <= A::cancel) return Side::customs;
  if (action <= A::withdraw) return Side::firm;
  return action <= A::return_check ? Side::broker : Side::nobody;
}

std::string_view name(Refusal refusal) {
  switch (refusal) {
    case R::programme_is_not_open: return "programme_is_not_open";
    case R::firm_is_enrolled_already: return "firm_is_enrolled_already";
    case R::enrolment_is_closed: return "enrolment_is_closed";
    case R::action_does_not_fit_the_state: return "action_does_not_fit_the_state";
    case R::time_is_over: return "time_is_over";
    case R::time_is_still_open: return "time_is_still_open";
    case R::text_is_missing: return "text_is_missing";
    case R::text_is_too_long: return "text_is_too_long";
    case R::criterion_is_not_met: return "criterion_is_not_met";
    case R::year_is_not_over: return "year_is_not_over";
    case R::year_was_settled_before: return "year_was_settled_before";
    case R::question_is_unknown: return "question_is_unknown";
    case R::questions_are_not_answered: return "questions_are_not_answered";
    case R::found_error_is_not_corrected: return "found_error_is_not_corrected";
    case R::verifier_is_not_a_broker: return "verifier_is_not_a_broker";
    case R::verifier_answered_the_check: return "verifier_answered_the_check";
    case R::outcome_is_missing: return "outcome_is_missing";
    case R::calendar_does_not_reach_the_day: return "calendar_does_not_reach_the_day";
  }
  return {};
}
Text Refused::text(const Messages& messages) const {
  return accrual::sentence(messages, "programme.refusal." + std::string(name(refusal)) + ".text", places_of(*this));
}
Text Refused::fix(const Messages& messages) const {
  return accrual::sentence(messages, "programme.refusal." + std::string(name(refusal)) + ".fix", places_of(*this));
}

EnrolmentOrRefused take(const Rules& rules, const Enrolment& enrolment, Action action, const Given& given, Date today) {
  return Step(rules, enrolment, action, given, today).take();
}

std::vector<Action> open_actions(const Rules& rules, const Enrolment& enrolment, Side side, Date today) {
  std::vector<Action> actions;
  const bool over = enrolment.clock_ends && today > *enrolment.clock_ends;
  for (std::size_t i = 0; i < action_names.size(); ++i) {
    const auto action = static_cast<Action>(i);
    if (side_of(action) != side || !fits(action, enrolment.state) || action == A::correct) continue;
    if ((side == Side::firm || side == Side::broker) && action != A::withdraw && over) continue;
    if (action == A::open_round &&
        (!next_year(enrolment, today) || !terms_on(rules.law, enrolment.scheme, today).open)) {
      continue;
    }
    actions.push_back(action);
  }
  return actions;
}

std::optional<std::int64_t> next_year(const Enrolment& enrolment, Date today) {
  const std::int64_t year = today.year() - 1;
  if (enrolment.state != S::designated || enrolment.has_settled(year)) return std::nullopt;
  return year;
}

std::optional<std::int64_t> reminder_due(const law::Law& law, const Enrolment& enrolment, Date today) {
  if (!enrolment.clock_ends || today > *enrolment.clock_ends) return std::nullopt;
  const std::int64_t left = enrolment.clock_ends->days() - today.days();
  std::optional<std::int64_t> due;
  for (const auto days : law.kr.programme.reminder_days.on(today).value) {
    if (left <= days && (!due || days < *due)) due = days;
  }
  if (!due) return std::nullopt;
  const bool given = std::any_of(enrolment.reminded.begin(), enrolment.reminded.end(), [&](const Reminded& each) {
    return each.clock_ends == *enrolment.clock_ends && each.days_before <= *due;
  });
  return given ? std::nullopt : due;
}

std::vector<Date> reminders(const law::Law& law, const Enrolment& enrolment, Date today) {
  std::vector<Date> days;
  if (!enrolment.clock_ends) return days;
  for (const auto before : law.kr.programme.reminder_days.on(today).value) {
    const auto day = enrolment.clock_ends->plus_days(-static_cast<std::int32_t>(before));
    if (day >= today) days.push_back(day);
  }
  std::sort(days.begin(), days.end());
  return days;
}

}  // namespace clearway::programme
