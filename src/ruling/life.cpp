#include "ruling/life.h"

#include <algorithm>

#include "accrual/steps.h"
#include "law/parameters.h"  // generated
#include "ruling/anonymity.h"
#include "ruling/completeness.h"
#include "ruling/validity.h"

namespace clearway::ruling {
namespace {

using A = Action;
using O = Outcome;
using R = Refusal;
using S = State;

template <class Enum, class Names>
std::optional<Enum> parse(const Names& names, std::string_view text) {
  const auto found = std::find(names.begin(), names.end(), text);
  if (found == names.end()) return std::nullopt;
  return static_cast<Enum>(found - names.begin());
}

template <class Range, class Value>
bool contains(const Range& range, const Value& value) {
  return std::find(range.begin(), range.end(), value) != range.end();
}

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == std::string_view::npos; }

/// States in which a step can be taken.
std::vector<State> states_of(Action action) {
  switch (action) {
    case A::edit: return {S::draft, S::supplement_asked};
    case A::file: return {S::draft};
    case A::answer_supplement: return {S::supplement_asked};
    case A::give_up: return {S::draft, S::filed, S::supplement_asked, S::referred, S::drafted};
    case A::object:
    case A::report:
    case A::ask_extension:
    case A::ask_change:
    case A::return_report:
    case A::grant_extension:
    case A::refuse_extension:
    case A::refuse_change: return {S::in_force};
    case A::ask_supplement:
    case A::refer: return {S::filed, S::objected};
    case A::take_back: return {S::referred};
    case A::draft: return {S::filed, S::objected, S::supplement_asked, S::in_force};
    case A::send_back:
    case A::approve: return {S::drafted};
    case A::expire: return {S::in_force};
  }
  return {};
}

bool is_of_related_parties(Action action) {
  return action == A::report || action == A::ask_extension || action == A::return_report ||
         action == A::grant_extension || action == A::refuse_extension;
}

bool needs_text(Action action) {
  switch (action) {
    case A::answer_supplement:
    case A::object:
    case A::report:
    case A::ask_extension:
    case A::ask_change:
    case A::ask_supplement:
    case A::send_back:
    case A::return_report:
    case A::refuse_extension:
    case A::refuse_change: return true;
    default: return false;
  }
}

bool needs_ground(Outcome outcome) { return outcome != O::rule && outcome != O::uphold; }
bool decides(Outcome outcome) { return outcome == O::rule || outcome == O::change; }
/// An application may still be given up while its first result is not notified.
bool is_decided(const Ruling& ruling) { return ruling.decided_on.has_value(); }

std::string number_of(const Ruling& ruling, Date on) {
  constexpr std::array prefixes = {"V", "S", "C"};
  auto tail = ruling.ruling_id.substr(ruling.ruling_id.find('-') + 1).substr(0, 8);
  std::transform(tail.begin(), tail.end(), tail.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c; });
  return std::string(prefixes[static_cast<std::size_t>(ruling.kind())]) + "-" + std::to_string(on.year()) + "-" + tail;
}

class Step {
 public:
  Step(const law::Law& law, const law::Calendar& calendar, Ruling ruling, Action action, const Given& given, Date today)
      : law_(law), calendar_(calendar), left_(std::move(ruling)), action_(action), given_(given), today_(today) {}

  RulingOrRefused take() {
    if (auto wrong = check()) return *wrong;
    if (auto wrong = check_what_is_given()) return *wrong;
    apply();
    if (is_closed(left_.state)) left_.closed_on = today_;
    left_.clock_ends = clock_of(law_, calendar_, left_, today_);
    const bool needs_clock =
        left_.state == S::filed || left_.state == S::objected || left_.state == S::supplement_asked;
    if (needs_clock && !left_.clock_ends) return Refused{R::calendar_does_not_reach_the_day, "day", today_.text(), {}};
    if (action_ != A::edit) left_.said.push_back({today_, side_of(action_), std::string(name(action_)), said()});
    return left_;
  }

 private:
  std::optional<Refused> check() const {
    const auto state = std::string(name(left_.state));
    const auto action = std::string(name(action_));
    if (is_closed(left_.state)) return Refused{R::ruling_is_closed, "state", state, {}};
    if (!contains(states_of(action_), left_.state))
      return Refused{R::action_does_not_fit_the_state, "action", action, state};
    if (action_ == A::give_up && is_decided(left_))
      return Refused{R::action_does_not_fit_the_state, "action", action, state};
    if (is_of_related_parties(action_) && left_.kind() != Kind::valuation_special_relationship) {
      return Refused{R::action_does_not_fit_the_kind, "action", action, std::string(name(left_.kind()))};
    }
    if ((action_ == A::ask_extension && left_.extension_asked_on) ||
        (action_ == A::ask_change && left_.change_asked_on)) {
      return Refused{R::another_request_is_open, "action", action, {}};
    }
    const bool answers_none =
        ((action_ == A::grant_extension || action_ == A::refuse_extension) && !left_.extension_asked_on) ||
        (action_ == A::refuse_change && !left_.change_asked_on);
    if (answers_none) return Refused{R::action_does_not_fit_the_state, "action", action, state};
    return std::nullopt;
  }

  std::optional<Refused> check_what_is_given() const {
    if (action_ == A::file || action_ == A::answer_supplement) {
      if (auto missing = missing_of(law_, left_.application, today_); !missing.empty()) {
        return Refused{R::application_is_incomplete, missing.front().what, std::to_string(missing.size()), {}};
      }
    }
    if (needs_text(action_) && is_blank(given_.text)) return Refused{R::text_is_missing, "text", {}, {}};
    if (given_.text.size() > most_text) {
      return Refused{R::text_is_too_long, "text", std::to_string(given_.text.size()), std::to_string(most_text)};
    }
    switch (action_) {
      case A::edit: return check_edit();
      case A::ask_supplement: return check_supplement();
      case A::refer:
        if (contains(referrals_of(law_, left_.kind(), today_), given_.word)) return std::nullopt;
        return Refused{R::referral_is_not_known, "to", given_.word, {}};
      case A::object: {
        const auto last = objection_until(law_, calendar_, left_);
        if (last && today_ > *last) return Refused{R::time_to_object_is_over, "day", today_.text(), last->text()};
        return std::nullopt;
      }
      case A::report: return check_report();
      case A::return_report:
        if (given_.day && report_on(*given_.day) != nullptr) return std::nullopt;
        return Refused{R::business_year_is_not_due, "year_end", given_.day ? given_.day->text() : "", {}};
      case A::ask_extension: {
        const auto window = extension_window(law_, left_);
        if (window && window->first <= today_ && today_ <= window->last) return std::nullopt;
        return Refused{R::extension_is_not_open, "day", today_.text(),
                       window ? window->first.text() + " – " + window->last.text() : std::string()};
      }
      case A::draft: return check_draft();
      case A::approve:
      case A::send_back:
        if (!left_.draft) return Refused{R::nothing_is_drafted, "draft", {}, {}};
        if (action_ == A::approve && left_.draft->by == given_.actor) {
          return Refused{R::decision_needs_another_officer, "officer", {}, {}};
        }
        return std::nullopt;
      case A::expire:
        if (left_.valid_until && today_ > *left_.valid_until) return std::nullopt;
        return Refused{R::validity_runs, "day", today_.text(), left_.valid_until ? left_.valid_until->text() : ""};
      default: return std::nullopt;
    }
  }

  std::optional<Refused> check_edit() const {
    if (!given_.application) return Refused{R::text_is_missing, "application", {}, {}};
    if (given_.application->kind != left_.kind()) {
      return Refused{R::action_does_not_fit_the_kind, "kind", std::string(name(given_.application->kind)),
                     std::string(name(left_.kind()))};
    }
    return std::nullopt;
  }

  std::optional<Refused> check_supplement() const {
    if (!given_.day) return Refused{R::day_is_missing, "until", {}, {}};
    if (*given_.day <= today_) return Refused{R::day_has_passed, "until", given_.day->text(), today_.text()};
    const auto longest = longest_supplement(law_, calendar_, left_.kind(), today_);
    if (!longest) return Refused{R::calendar_does_not_reach_the_day, "until", given_.day->text(), {}};
    if (*given_.day > *longest) return Refused{R::supplement_is_too_long, "until", given_.day->text(), longest->text()};
    return std::nullopt;
  }

  std::optional<Refused> check_report() const {
    if (!given_.day) return Refused{R::day_is_missing, "year_end", {}, {}};
    const auto year_end = *given_.day;
    const auto* there = report_on(year_end);
    const bool of_the_ruling = year_end == business_year_end(left_.application, year_end) &&
                               year_end >= *left_.decided_on && left_.valid_until && year_end <= *left_.valid_until;
    if (!of_the_ruling || year_end >= today_ || (there != nullptr && there->accepted)) {
      const auto due = report_due(law_, calendar_, left_);
      return Refused{R::business_year_is_not_due, "year_end", year_end.text(), due ? due->year_end.text() : ""};
    }
    return std::nullopt;
  }

  std::optional<Refused> check_draft() const {
    if (!given_.draft) return Refused{R::nothing_is_drafted, "draft", {}, {}};
    const auto& draft = *given_.draft;
    const auto outcome = std::string(name(draft.outcome));
    if (!contains(open_outcomes(left_), draft.outcome)) {
      return Refused{R::outcome_does_not_fit_the_state, "outcome", outcome, std::string(name(left_.state))};
    }
    if (needs_ground(draft.outcome)) {
      const auto grounds = grounds_of(law_, left_.kind(), draft.outcome, today_);
      if (!contains(grounds, draft.ground)) return Refused{R::ground_is_missing, "ground", draft.ground, {}};
    }
    const auto* supplement = open_supplement();
    if (supplement != nullptr && draft.ground == "no_supplement" && today_ <= *supplement->until) {
      return Refused{R::supplement_is_still_open, "day", today_.text(), supplement->until->text()};
    }
    if (supplement == nullptr && draft.ground == "no_supplement") {
      return Refused{R::ground_is_missing, "ground", draft.ground, {}};
    }
    const bool reaches_back = draft.reach != Reach::from_notice;
    const bool own_fault = draft.ground == "data_false";
    if (reaches_back && (draft.outcome != O::change || is_valuation(left_.kind()) ||
                         own_fault != (draft.reach == Reach::back_to_the_ruling))) {
      return Refused{R::reach_does_not_fit, "reach", std::string(name(draft.reach)), draft.ground};
    }
    if (is_blank(draft.decision.reasons)) return Refused{R::text_is_missing, "reasons", {}, {}};
    if (draft.decision.reasons.size() > most_text || draft.decision.text.size() > most_text) {
      return Refused{R::text_is_too_long, "reasons", std::to_string(draft.decision.reasons.size()),
                     std::to_string(most_text)};
    }
    return decides(draft.outcome) ? check_decision(draft) : std::nullopt;
  }

  std::optional<Refused> check_decision(const Draft& draft) const {
    const auto& facts = draft.decision.facts;
    if (is_blank(draft.decision.text)) return Refused{R::text_is_missing, "decision", {}, {}};
    if (left_.kind() == Kind::classification && facts.tariff_code.size() < 4) {
      return Refused{R::tariff_code_is_missing, "tariff_code", facts.tariff_code, {}};
    }
    if (is_valuation(left_.kind()) && !facts.method) return Refused{R::method_is_missing, "method", {}, {}};
    if (!draft.published && is_blank(draft.not_published_because)) {
      return Refused{R::publication_is_missing, "published", {}, {}};
    }
    if (draft.published) {
      if (const auto found = what_identifies(*draft.published, left_)) {
        return Refused{R::publication_identifies, "published", *found, {}};
      }
    }
    return std::nullopt;
  }

  const Stop* open_supplement() const {
    if (left_.state != S::supplement_asked || left_.stops.empty()) return nullptr;
    return &left_.stops.back();
  }
  const Report* report_on(Date year_end) const {
    for (const auto& report : left_.reports) {
      if (report.year_end == year_end) return &report;
    }
    return nullptr;
  }
  State examined() const { return left_.objected_on && left_.before_draft == S::objected ? S::objected : S::filed; }

  void close_stop() {
    if (!left_.stops.empty() && !left_.stops.back().to) left_.stops.back().to = today_;
  }

  void apply() {
    switch (action_) {
      case A::edit: left_.application = *given_.application; return;
      case A::file:
        left_.filed_on = today_;
        left_.state = left_.before_draft = S::filed;
        return;
      case A::answer_supplement:
      case A::take_back:
        close_stop();
        left_.state = examined();
        return;
      case A::give_up:
        left_.draft.reset();  // was never a decision
        left_.state = S::given_up;
        return;
      case A::object:
        left_.objected_on = today_;
        left_.state = left_.before_draft = S::objected;
        return;
      case A::report: {
        std::erase_if(left_.reports, [&](const Report& one) { return one.year_end == *given_.day; });
        left_.reports.push_back({*given_.day, today_, given_.text, true});
        return;
      }
      case A::return_report:
        for (auto& report : left_.reports) {
          if (report.year_end == *given_.day) report.accepted = false;
        }
        return;
      case A::ask_extension: left_.extension_asked_on = today_; return;
      case A::ask_change: left_.change_asked_on = today_; return;
      case A::ask_supplement:
        left_.stops.push_back({"supplement", today_, given_.day, {}});
        left_.before_draft = left_.state;
        left_.state = S::supplement_asked;
        return;
      case A::refer:
        left_.stops.push_back({given_.word, today_, {}, {}});
        left_.before_draft = left_.state;
        left_.state = S::referred;
        return;
      case A::draft:
        left_.draft = *given_.draft;
        left_.draft->by = given_.actor;
        left_.draft->on = today_;
        if (left_.state == S::supplement_asked) {
          close_stop();
          left_.state = examined();
        }
        left_.before_draft = left_.state;
        left_.state = S::drafted;
        return;
      case A::send_back:
        left_.draft.reset();
        left_.state = left_.before_draft;
        return;
      case A::approve: enact(); return;
      case A::grant_extension:
        ++left_.extensions;
        left_.extension_asked_on.reset();
        left_.valid_until = valid_until(law_, left_.application, *left_.decided_on, left_.extensions);
        return;
      case A::refuse_extension: left_.extension_asked_on.reset(); return;
      case A::refuse_change: left_.change_asked_on.reset(); return;
      case A::expire: left_.state = S::expired; return;
    }
  }

  /// What the drafted decision says comes into being.
  void enact() {
    auto draft = std::move(*left_.draft);
    left_.draft.reset();
    switch (draft.outcome) {
      case O::reject: left_.state = is_decided(left_) ? S::in_force : S::rejected; break;
      case O::uphold: left_.state = S::in_force; break;
      case O::withdraw: left_.state = S::withdrawn; break;
      case O::cancel: left_.state = S::cancelled; break;
      case O::rule:
      case O::change: {
        if (left_.decision) {
          left_.earlier.push_back(
              {std::move(*left_.decision), left_.notified_on.value_or(today_), today_, draft.reach, draft.ground});
        }
        if (!left_.decided_on) {
          left_.decided_on = today_;
          left_.number = number_of(left_, today_);
          left_.valid_until = valid_until(law_, left_.application, today_);
        }
        left_.decision = std::move(draft.decision);
        left_.published = std::move(draft.published);
        left_.not_published_because = std::move(draft.not_published_because);
        left_.change_asked_on.reset();
        left_.state = S::in_force;
        break;
      }
    }
    if (draft.outcome != O::rule && draft.outcome != O::uphold) left_.ground = draft.ground;
    enacted_ = draft.outcome == O::rule || draft.outcome == O::change ? left_.decision->text : draft.decision.reasons;
    if (left_.state == S::in_force && draft.outcome != O::reject) left_.notified_on = today_;
    left_.before_draft = left_.state;
  }

  std::string said() const {
    if (action_ == A::approve) return enacted_;
    if (action_ == A::draft) return {};  // not said before it is approved
    if (action_ == A::refer) return given_.text.empty() ? given_.word : given_.word + ": " + given_.text;
    return given_.text;
  }

  const law::Law& law_;
  const law::Calendar& calendar_;
  Ruling left_;
  Action action_;
  const Given& given_;
  Date today_;
  std::string enacted_;
};

accrual::TextPlaces places_of(const Refused& refused) {
  return {{"field", accrual::same(refused.field)},
          {"value", accrual::same(refused.value)},
          {"expected", accrual::same(refused.expected)}};
}

}  // namespace

std::optional<Kind> parse_kind(std::string_view text) { return parse<Kind>(kind_names, text); }
std::optional<State> parse_state(std::string_view text) { return parse<State>(state_names, text); }
std::optional<Outcome> parse_outcome(std::string_view text) { return parse<Outcome>(outcome_names, text); }
std::optional<Reach> parse_reach(std::string_view text) { return parse<Reach>(reach_names, text); }
std::optional<Action> parse_action(std::string_view text) { return parse<Action>(action_names, text); }

bool is_closed(State state) {
  switch (state) {
    case S::rejected:
    case S::given_up:
    case S::withdrawn:
    case S::cancelled:
    case S::expired: return true;
    default: return false;
  }
}

Side turn(const Ruling& ruling) {
  switch (ruling.state) {
    case S::draft:
    case S::supplement_asked: return Side::firm;
    case S::filed:
    case S::referred:
    case S::drafted:
    case S::objected: return Side::customs;
    case S::in_force: return ruling.extension_asked_on || ruling.change_asked_on ? Side::customs : Side::nobody;
    default: return Side::nobody;
  }
}

bool is_in_force_on(const Ruling& ruling, Date day) {
  if (!ruling.decided_on || day < *ruling.decided_on) return false;
  if (ruling.state == S::cancelled) return false;
  if (ruling.valid_until && day > *ruling.valid_until) return false;
  return !ruling.closed_on || day < *ruling.closed_on;
}

Side side_of(Action action) {
  if (action <= A::ask_change) return Side::firm;
  return action <= A::refuse_change ? Side::customs : Side::nobody;
}

std::string_view name(Refusal refusal) {
  switch (refusal) {
    case R::ruling_is_closed: return "ruling_is_closed";
    case R::action_does_not_fit_the_state: return "action_does_not_fit_the_state";
    case R::action_does_not_fit_the_kind: return "action_does_not_fit_the_kind";
    case R::another_request_is_open: return "another_request_is_open";
    case R::application_is_incomplete: return "application_is_incomplete";
    case R::text_is_missing: return "text_is_missing";
    case R::text_is_too_long: return "text_is_too_long";
    case R::day_is_missing: return "day_is_missing";
    case R::day_has_passed: return "day_has_passed";
    case R::supplement_is_too_long: return "supplement_is_too_long";
    case R::referral_is_not_known: return "referral_is_not_known";
    case R::time_to_object_is_over: return "time_to_object_is_over";
    case R::extension_is_not_open: return "extension_is_not_open";
    case R::business_year_is_not_due: return "business_year_is_not_due";
    case R::nothing_is_drafted: return "nothing_is_drafted";
    case R::outcome_does_not_fit_the_state: return "outcome_does_not_fit_the_state";
    case R::ground_is_missing: return "ground_is_missing";
    case R::supplement_is_still_open: return "supplement_is_still_open";
    case R::reach_does_not_fit: return "reach_does_not_fit";
    case R::tariff_code_is_missing: return "tariff_code_is_missing";
    case R::method_is_missing: return "method_is_missing";
    case R::publication_is_missing: return "publication_is_missing";
    case R::publication_identifies: return "publication_identifies";
    case R::decision_needs_another_officer: return "decision_needs_another_officer";
    case R::validity_runs: return "validity_runs";
    case R::calendar_does_not_reach_the_day: return "calendar_does_not_reach_the_day";
  }
  return {};
}
Text Refused::text(const Messages& messages) const {
  return accrual::sentence(messages, "ruling.refusal." + std::string(name(refusal)) + ".text", places_of(*this));
}
Text Refused::fix(const Messages& messages) const {
  return accrual::sentence(messages, "ruling.refusal." + std::string(name(refusal)) + ".fix", places_of(*this));
}

RulingOrRefused take(const law::Law& law, const law::Calendar& calendar, const Ruling& ruling, Action action,
                     const Given& given, Date today) {
  return Step(law, calendar, ruling, action, given, today).take();
}

std::vector<Outcome> open_outcomes(const Ruling& ruling) {
  switch (ruling.state) {
    case S::filed: return {O::rule, O::reject};
    case S::supplement_asked: return {O::reject};
    case S::objected: return {O::rule, O::uphold, O::reject};
    case S::in_force:
      // A classification is changed, never withdrawn or cancelled (Act 87).
      if (ruling.kind() == Kind::classification) return {O::change};
      if (ruling.kind() == Kind::valuation_general) return {O::change, O::cancel};
      return {O::change, O::withdraw, O::cancel};
    default: return {};
  }
}

std::vector<std::string> grounds_of(const law::Law& law, Kind kind, Outcome outcome, Date today) {
  const auto& valuation = law.kr.ruling.valuation;
  const auto& classification = law.kr.ruling.classification;
  const bool of_value = is_valuation(kind);
  switch (outcome) {
    case O::reject: return (of_value ? valuation.rejection_grounds : classification.rejection_grounds).on(today).value;
    case O::change: return (of_value ? valuation.change_grounds : classification.change_grounds).on(today).value;
    case O::withdraw: return of_value ? valuation.withdrawal_grounds.on(today).value : std::vector<std::string>{};
    case O::cancel: return of_value ? valuation.cancellation_grounds.on(today).value : std::vector<std::string>{};
    case O::rule:
    case O::uphold: return {};
  }
  return {};
}

std::vector<std::string> referrals_of(const law::Law& law, Kind kind, Date today) {
  const auto& kr = law.kr.ruling;
  return (is_valuation(kind) ? kr.valuation.referrals : kr.classification.referrals).on(today).value;
}

std::vector<Action> open_actions(const law::Law& law, const law::Calendar& calendar, const Ruling& ruling, Side side,
                                 std::string_view actor, Date today) {
  std::vector<Action> actions;
  const bool special = ruling.kind() == Kind::valuation_special_relationship;
  const auto closed_now = [&](Action action) {
    switch (action) {
      case A::give_up: return is_decided(ruling);
      case A::approve: return ruling.draft && ruling.draft->by == actor;
      case A::object: {
        const auto last = objection_until(law, calendar, ruling);
        return !last || today > *last;
      }
      case A::ask_extension: {
        const auto window = extension_window(law, ruling);
        return !window || today < window->first || today > window->last || ruling.extension_asked_on.has_value();
      }
      case A::report: {
        const auto due = report_due(law, calendar, ruling);
        return !due || due->year_end >= today;
      }
      case A::return_report:
        return std::none_of(ruling.reports.begin(), ruling.reports.end(), [](const auto& one) { return one.accepted; });
      case A::grant_extension:
      case A::refuse_extension: return !ruling.extension_asked_on;
      case A::ask_change: return ruling.change_asked_on.has_value();
      case A::refuse_change: return !ruling.change_asked_on;
      default: return false;
    }
  };
  for (std::size_t i = 0; i < action_names.size(); ++i) {
    const auto action = static_cast<Action>(i);
    if (side_of(action) != side || !contains(states_of(action), ruling.state)) continue;
    if ((is_of_related_parties(action) && !special) || closed_now(action)) continue;
    actions.push_back(action);
  }
  return actions;
}

std::optional<Date> clock_of(const law::Law& law, const law::Calendar& calendar, const Ruling& ruling, Date today) {
  const auto decision_clock = [&]() -> std::optional<Date> { return decision_due(law, calendar, ruling, today); };
  switch (ruling.state) {
    case S::filed:
    case S::objected: return decision_clock();
    case S::supplement_asked: return ruling.stops.empty() ? std::nullopt : ruling.stops.back().until;
    case S::referred: {
      const auto& stop = ruling.stops.back();
      return stops_the_clock(law, ruling.kind(), stop.why, stop.from) ? std::nullopt : decision_clock();
    }
    case S::drafted: return ruling.before_draft == S::in_force ? std::nullopt : decision_clock();
    case S::in_force: {
      const auto report = report_due(law, calendar, ruling);
      if (report && (!ruling.valid_until || report->until < *ruling.valid_until)) return report->until;
      return ruling.valid_until;
    }
    default: return std::nullopt;
  }
}

}  // namespace clearway::ruling
