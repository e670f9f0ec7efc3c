#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "enforcement/enforcement.h"

namespace clearway::enforcement {

inline const law::Law& the_law() {
  static const auto law = law::Law::load(CLEARWAY_SOURCE_DIR "/law").value();
  return law;
}
inline const law::Calendar& the_calendar() {
  static const auto calendar = law::load_calendar(CLEARWAY_SOURCE_DIR "/law").value();
  return calendar;
}
inline const StepTable& the_table() {
  static const auto table = StepTable::of(the_law()).value();
  return table;
}
inline const Enforcement& the_enforcement() {
  static const Enforcement enforcement(the_law(), the_calendar(), the_table());
  return enforcement;
}

inline Date day(std::string_view text) { return Date::parse(text).value(); }

// ---- events in few words

inline Event step(Date on, StepKind kind, std::optional<Date> until = std::nullopt) {
  Event event;
  event.on = on;
  event.step = kind;
  event.until = until;
  return event;
}
inline Event seizure(Date on, AssetKind asset, std::string item = {}) {
  auto event = step(on, StepKind::seizure);
  event.asset = asset;
  event.item = std::move(item);
  return event;
}
inline Event service(Date on, StepKind of, Service how = Service::delivered, std::string item = {}) {
  Event event;
  event.kind = EventKind::service;
  event.on = on;
  event.step = of;
  event.how = how;
  event.item = std::move(item);
  return event;
}
inline Event amount(Date on, EventKind kind, std::int64_t won) {
  Event event;
  event.kind = kind;
  event.on = on;
  event.amount = won;
  return event;
}
inline Event consent(Date on, EventKind kind, StepKind of, Authority by, bool yes = true) {
  Event event;
  event.kind = kind;
  event.on = on;
  event.step = of;
  event.authority = by;
  event.yes = yes;
  return event;
}
inline Event finding(Date on, Finding what, bool yes = true) {
  Event event;
  event.kind = EventKind::finding;
  event.on = on;
  event.finding = what;
  event.yes = yes;
  event.evidence = "report 7";
  return event;
}
inline Event measurement(Date on, Quantity what, std::int64_t value) {
  Event event;
  event.kind = EventKind::measurement;
  event.on = on;
  event.quantity = what;
  event.amount = value;
  event.evidence = "report 7";
  return event;
}

/// A debt declared on 2026-03-02 and noticed on 2026-03-27, received that day: due on 2026-04-13, in arrears from the
/// 14th.
inline File noticed(std::int64_t won) {
  return {won,
          day("2026-03-02"),
          {},
          {step(day("2026-03-27"), StepKind::payment_notice), service(day("2026-03-27"), StepKind::payment_notice)}};
}
/// The same with a demand of 2026-04-20, received that day: its deadline is 2026-05-11, a Monday.
inline File demanded(std::int64_t won) {
  auto file = noticed(won);
  file.events.push_back(step(day("2026-04-20"), StepKind::demand));
  file.events.push_back(service(day("2026-04-20"), StepKind::demand));
  return file;
}
inline File with(File file, std::vector<Event> more) {
  for (auto& event : more) file.events.push_back(std::move(event));
  return file;
}

inline std::vector<Refusal> refused(const File& file, StepKind step, Date on) {
  std::vector<Refusal> out;
  for (const auto& missing : the_enforcement().refusals(file, step, on)) out.push_back(missing.refusal);
  return out;
}

}  // namespace clearway::enforcement
