#include "risk/version_life.h"

#include <algorithm>

namespace clearway::risk {
namespace {

template <class Enum, std::size_t N>
std::optional<Enum> parse(const std::array<std::string_view, N>& names, std::string_view text) {
  const auto found = std::find(names.begin(), names.end(), text);
  if (found == names.end()) return std::nullopt;
  return static_cast<Enum>(found - names.begin());
}

}  // namespace

std::optional<VersionKind> parse_version_kind(std::string_view text) {
  return parse<VersionKind>(version_kind_names, text);
}
std::optional<VersionState> parse_version_state(std::string_view text) {
  return parse<VersionState>(version_state_names, text);
}

std::string_view name(VersionRefusal refusal) {
  switch (refusal) {
    case VersionRefusal::version_has_been_rejected: return "version_has_been_rejected";
    case VersionRefusal::version_is_in_force_already: return "version_is_in_force_already";
    case VersionRefusal::version_cannot_be_changed_any_more: return "version_cannot_be_changed_any_more";
    case VersionRefusal::version_has_not_been_rehearsed: return "version_has_not_been_rehearsed";
    case VersionRefusal::approval_needs_a_second_person: return "approval_needs_a_second_person";
    case VersionRefusal::version_has_not_been_approved: return "version_has_not_been_approved";
    case VersionRefusal::version_was_never_in_force: return "version_was_never_in_force";
  }
  return "";
}

std::optional<VersionRefusal> refusal_of(const VersionStanding& standing, VersionStep step, std::string_view actor) {
  using State = VersionState;
  const auto state = standing.state;
  if (state == State::rejected) return VersionRefusal::version_has_been_rejected;
  if (state == State::active) {
    // In force it may be looked at again, never changed or decided on once more.
    if (step == VersionStep::rehearse) return std::nullopt;
    return VersionRefusal::version_is_in_force_already;
  }
  switch (step) {
    case VersionStep::edit:
      if (state != State::drafted && state != State::rehearsed)
        return VersionRefusal::version_cannot_be_changed_any_more;
      return std::nullopt;
    case VersionStep::rehearse: return std::nullopt;
    case VersionStep::reject:
      if (state == State::retired) return VersionRefusal::version_cannot_be_changed_any_more;
      return std::nullopt;
    case VersionStep::approve:
      if (state == State::approved || state == State::retired)
        return VersionRefusal::version_cannot_be_changed_any_more;
      if (state == State::drafted) return VersionRefusal::version_has_not_been_rehearsed;
      if (std::find(standing.authors.begin(), standing.authors.end(), actor) != standing.authors.end()) {
        return VersionRefusal::approval_needs_a_second_person;
      }
      return std::nullopt;
    case VersionStep::activate:
      if (state == State::drafted) return VersionRefusal::version_has_not_been_rehearsed;
      if (state != State::approved) return VersionRefusal::version_has_not_been_approved;
      return std::nullopt;
    case VersionStep::roll_back:
      if (state != State::retired || !standing.was_active) return VersionRefusal::version_was_never_in_force;
      return std::nullopt;
  }
  return std::nullopt;
}

bool stand_beside(const std::vector<std::string>& judged_by_one, const std::vector<std::string>& judged_by_other) {
  if (judged_by_one.empty() || judged_by_other.empty()) return false;
  return std::none_of(judged_by_one.begin(), judged_by_one.end(), [&](const std::string& procedure) {
    return std::find(judged_by_other.begin(), judged_by_other.end(), procedure) != judged_by_other.end();
  });
}

VersionState state_after(VersionStep step) {
  switch (step) {
    case VersionStep::edit: return VersionState::drafted;
    case VersionStep::rehearse: return VersionState::rehearsed;
    case VersionStep::approve: return VersionState::approved;
    case VersionStep::reject: return VersionState::rejected;
    case VersionStep::activate:
    case VersionStep::roll_back: return VersionState::active;
  }
  return VersionState::drafted;
}

}  // namespace clearway::risk
