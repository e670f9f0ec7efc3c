#include "programme/enrolment.h"

#include <algorithm>
#include <numeric>

namespace clearway::programme {
namespace {

using S = State;

template <class Enum, class Names>
std::optional<Enum> parse(const Names& names, std::string_view text) {
  const auto found = std::find(names.begin(), names.end(), text);
  if (found == names.end()) return std::nullopt;
  return static_cast<Enum>(found - names.begin());
}

}  // namespace

std::optional<Scheme> parse_scheme(std::string_view text) { return parse<Scheme>(scheme_names, text); }
std::optional<State> parse_state(std::string_view text) { return parse<State>(state_names, text); }
std::optional<Verdict> parse_verdict(std::string_view text) { return parse<Verdict>(verdict_names, text); }
std::optional<Outcome> parse_outcome(std::string_view text) { return parse<Outcome>(outcome_names, text); }

Side turn(State state) {
  switch (state) {
    case S::applied:
    case S::reported: return Side::customs;
    case S::checking:
    case S::verified:
    case S::questioned: return Side::firm;
    case S::verifying: return Side::broker;
    case S::designated:
    case S::refused:
    case S::withdrawn:
    case S::cancelled:
    case S::ended: return Side::nobody;
  }
  return Side::nobody;
}

bool is_closed(State state) {
  return state == S::refused || state == S::withdrawn || state == S::cancelled || state == S::ended;
}

bool is_settling(State state) { return state >= S::checking && state <= S::questioned; }

const Answer* Round::find(std::string_view field, std::string_view question) const {
  const auto found = std::find_if(answers.begin(), answers.end(), [&](const Answer& answer) {
    return answer.field == field && answer.question == question;
  });
  return found == answers.end() ? nullptr : &*found;
}

std::int64_t Round::corrected_krw() const {
  return std::accumulate(corrections.begin(), corrections.end(), std::int64_t{0},
                         [](std::int64_t sum, const Corrected& each) { return sum + each.corrected_krw; });
}

bool Enrolment::has_settled(std::int64_t year) const {
  return std::any_of(past.begin(), past.end(), [&](const Round& each) { return each.year == year; });
}

}  // namespace clearway::programme
