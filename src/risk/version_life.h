#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace clearway::risk {

/// What decides, in versions: the policy (risk.yaml and rules.yaml) and the learned model. Stored by name.
enum class VersionKind : std::uint8_t { policy, model };
enum class VersionState : std::uint8_t { drafted, rehearsed, approved, active, retired, rejected };
inline constexpr std::array<std::string_view, 2> version_kind_names = {"policy", "model"};
inline constexpr std::array<std::string_view, 6> version_state_names = {"drafted", "rehearsed", "approved",
                                                                        "active",  "retired",   "rejected"};
inline std::string_view name(VersionKind kind) { return version_kind_names[static_cast<std::size_t>(kind)]; }
inline std::string_view name(VersionState state) { return version_state_names[static_cast<std::size_t>(state)]; }
std::optional<VersionKind> parse_version_kind(std::string_view text);
std::optional<VersionState> parse_version_state(std::string_view text);

/// What may be done with a version.
enum class VersionStep : std::uint8_t { edit, rehearse, approve, reject, activate, roll_back };
inline constexpr std::array<std::string_view, 6> version_step_names = {"edit",   "rehearse", "approve",
                                                                       "reject", "activate", "roll_back"};
inline std::string_view name(VersionStep step) { return version_step_names[static_cast<std::size_t>(step)]; }

/// Why a step is refused, in the order in which they are checked. Never renamed.
enum class VersionRefusal : std::uint8_t {
  version_has_been_rejected,
  version_is_in_force_already,
  version_cannot_be_changed_any_more,
  version_has_not_been_rehearsed,
  approval_needs_a_second_person,
  version_has_not_been_approved,
  version_was_never_in_force,
};
std::string_view name(VersionRefusal refusal);

/// A version as far as the next step depends on it. A change of content takes it back to drafted, so `rehearsed` and
/// what follows always mean exactly this content.
struct VersionStanding {
  VersionState state = VersionState::drafted;
  std::vector<std::string> authors;  // everyone who wrote any of it
  bool was_active = false;
};

/// Why `actor` may not take `step`; nothing where it may be taken.
std::optional<VersionRefusal> refusal_of(const VersionStanding& standing, VersionStep step, std::string_view actor);
/// Whether two versions of one kind can be in force together: models that judge no procedure in common. Where one does
/// not say what it judges, they cannot.
bool stand_beside(const std::vector<std::string>& judged_by_one, const std::vector<std::string>& judged_by_other);
/// Where the step leads.
VersionState state_after(VersionStep step);

}  // namespace clearway::risk
