#include "arrears/file.h"

#include <algorithm>

namespace clearway::arrears {
namespace {

template <std::size_t size>
std::vector<std::string_view> list(const std::array<std::string_view, size>& names) {
  return {names.begin(), names.end()};
}

}  // namespace

std::optional<EventKind> parse_event(std::string_view text) {
  const auto found = std::find(event_names.begin(), event_names.end(), text);
  if (found == event_names.end()) return std::nullopt;
  return static_cast<EventKind>(found - event_names.begin());
}

std::vector<std::string_view> words_of(EventKind kind) {
  switch (kind) {
    case EventKind::paid: return list(channel_names);
    case EventKind::security_given: return list(security_names);
    case EventKind::liable_added: return list(liability_names);
    case EventKind::interrupted: return list(interruption_names);
    case EventKind::suspended: return list(suspension_names);
    case EventKind::reduced: return list(reduction_names);
    case EventKind::held: return list(hold_names);
    case EventKind::extinguished: return list(extinction_names);
    default: return {};
  }
}

std::string transaction_of(const File& file, std::size_t place, std::string_view step) {
  auto id = file.debt_id + ":" + std::to_string(place);
  if (!step.empty()) id.append(":").append(step);
  return id;
}

std::optional<Facts> facts_of(const File& file, Date on, std::optional<Instant> known) {
  std::optional<Facts> facts;
  std::optional<Event> given;  // a notice that has not been served
  for (const auto& event : file.events) {
    if (known && event.known_at > *known) continue;
    if (event.facts) {
      facts = event.facts;
    } else if (event.on > on || !facts) {
      continue;
    } else if (event.kind == EventKind::notice_given) {
      given = event;
    } else if (event.kind == EventKind::notice_served) {
      // Without service a notice has no effect; with it, it takes the place of the one before.
      if (given) {
        facts->notice_date = given->on;
        facts->notice_due = given->until;
        given.reset();
      }
      facts->notice_received = event.published ? std::nullopt : std::optional(event.on);
      facts->notice_published = event.published ? std::optional(event.on) : std::nullopt;
    }
  }
  // What lies after the day asked has not happened on it.
  if (facts && facts->notice_date && *facts->notice_date > on && facts->cause != debt::Cause::assessed) {
    facts->notice_date.reset();
    facts->notice_received.reset();
    facts->notice_published.reset();
    facts->notice_due.reset();
  }
  return facts;
}

Instant end_of(Date day) { return {(std::int64_t{day.plus_days(1).days()} * 86'400 - 9 * 3'600) * 1'000'000 - 1}; }

}  // namespace clearway::arrears
