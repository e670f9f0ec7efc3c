#include "registry/rulings.h"

#include <algorithm>
#include <utility>

#include "base/json_writer.h"
#include "record/wait.h"
#include "ruling/ruling_json.h"

namespace clearway::registry {
namespace {

using record::Matter;
using record::Matters;
using record::MatterStep;
using record::Origin;
using record::Store;
using ruling::Action;
using ruling::Given;
using ruling::Ruling;
using ruling::State;

constexpr std::size_t most_held = 200;  // declarations in the file itself; all of them stand in its steps
constexpr int most_tries = 5;           // against others who write to the same file

/// The file as the ruling leaves it.
Matter matter_of(Matter matter, const Ruling& ruling) {
  matter.party_id = ruling.party_id;
  matter.matter_id = ruling.ruling_id;
  matter.kind = matter_kind;
  matter.state = name(ruling.state);
  matter.related_id = ruling.number;
  matter.opened_on = ruling.opened_on;
  matter.due_on = ruling.clock_ends;
  matter.body = ruling::to_json(ruling);
  return matter;
}

Result<std::vector<Matter>> step(Store& store, MatterStep one, std::string request, const Origin& origin) {
  std::vector<MatterStep> steps;
  steps.push_back(std::move(one));
  return record::wait<std::vector<Matter>>(
      [&](auto done) { Matters(store).step(std::move(steps), std::move(request), origin, std::move(done)); });
}

/// What was asked for, so that a repetition is told from another request under the same id.
std::string request_of(Action action, const Given& given) {
  auto request =
      std::string(name(action)) + "\n" + given.word + "\n" + (given.day ? given.day->text() : "") + "\n" + given.text;
  Ruling asked;
  asked.ruling_id = "request";
  if (given.application) asked.application = *given.application;
  asked.draft = given.draft;
  return request + "\n" + ruling::to_json(asked);
}

/// What the step says for ever: nothing that may be personal.
std::string detail_of(const Ruling& left, Action action, const Given& given) {
  JsonWriter json;
  json.begin_object();
  if (action == Action::refer) json.member("to", given.word);
  if (action == Action::ask_supplement && given.day) json.member("until", given.day->text());
  if (action == Action::report && given.day) json.member("year_end", given.day->text());
  if (action == Action::draft && given.draft) json.member("outcome", name(given.draft->outcome));
  if (action == Action::approve) {
    json.member("number", left.number);
    if (left.decision) json.member("tariff_code", left.decision->facts.tariff_code);
    if (!left.ground.empty()) json.member("ground", left.ground);
  }
  return json.end_object().take();
}

std::vector<std::string> names_of(const ruling::Departures& departures) {
  std::vector<std::string> names;
  for (const auto& each : departures.differences) names.emplace_back(name(each.fact));
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

/// The declaration as a step of the ruling's file.
MatterStep held_step(Kept kept, const std::string& declaration_id, const ruling::Departures& departures, Date on) {
  ruling::Held held{declaration_id, on, {}, names_of(departures)};
  std::vector<std::string> lines;
  for (const auto& covered : departures.covered) {
    held.lines.push_back(covered.line);
    lines.push_back(std::to_string(covered.line));
  }
  JsonWriter detail;
  detail.begin_object().member("declaration_id", declaration_id).strings("lines", lines);
  detail.strings("departures", held.departures).end_object();
  auto& all = kept.ruling.held;
  if (all.size() >= most_held) all.erase(all.begin());
  all.push_back(std::move(held));
  return {matter_of(std::move(kept.matter), kept.ruling),
          departures.differences.empty() ? "declaration_follows" : "declaration_departs", detail.take()};
}

bool knows(const Ruling& ruling, std::string_view declaration_id) {
  return std::any_of(ruling.held.begin(), ruling.held.end(),
                     [&](const ruling::Held& held) { return held.declaration_id == declaration_id; });
}

Result<Taken> as_it_stands(std::vector<Matter> matters) {
  auto kept = kept_of(std::move(matters.front()));
  if (!kept) return kept.error();
  return Taken{std::move(*kept), {}};
}

}  // namespace

Result<Kept> kept_of(Matter matter) {
  auto ruling = ruling::from_json(matter.body);
  if (!ruling) return ruling.error();
  return Kept{std::move(matter), std::move(*ruling)};
}

Result<std::optional<Kept>> find(const Store& store, std::string_view party_id, std::string_view ruling_id) {
  const auto matter = record::MatterReader(store).find(party_id, ruling_id);
  if (!matter) return matter.error();
  if (!*matter || (*matter)->kind != matter_kind) return std::optional<Kept>{};
  auto kept = kept_of(**matter);
  if (!kept) return kept.error();
  return std::optional(std::move(*kept));
}

Result<std::vector<Ruling>> all(const Store& store) {
  std::vector<Ruling> rulings;
  std::optional<Error> failed;
  const auto status = record::MatterReader(store).each(matter_kind, [&](const Matter& matter) {
    auto ruling = ruling::from_json(matter.body);
    if (!ruling) {
      failed = ruling.error();
      return false;
    }
    rulings.push_back(std::move(*ruling));
    return true;
  });
  if (!status) return status.error();
  if (failed) return *failed;
  return rulings;
}

Result<std::vector<Kept>> decided_of(const Store& store, const std::string& party_id) {
  record::MatterSearch search;
  search.kinds = {std::string(matter_kind)};
  search.parties = {party_id};
  search.order = record::MatterOrder::newest;
  std::vector<Kept> decided;
  const auto read = record::MatterReader(store).all(search, [&](const Matter& matter) -> Status {
    auto kept = kept_of(matter);
    if (!kept) return kept.error();
    if (kept->ruling.decided_on) decided.push_back(std::move(*kept));
    return success();
  });
  if (!read) return read.error();
  return decided;
}

Result<Kept> open(Store& store, const Ruling& ruling, const Origin& origin) {
  const auto taken = step(store, {matter_of({}, ruling), "opened"}, "open\n" + ruling::to_json(ruling), origin);
  if (!taken) return taken.error();
  return kept_of(taken->front());
}

Result<Taken> take(Store& store, const Rules& rules, const Kept& kept, Action action, const Given& given, Date today,
                   const Origin& origin) {
  const auto request = request_of(action, given);
  auto earlier = Matters(store).repeated({{kept.matter, std::string(name(action))}}, request, origin);
  if (!earlier) return earlier.error();
  if (*earlier) return as_it_stands(std::move(**earlier));
  auto left = ruling::take(rules.law, rules.calendar, kept.ruling, action, given, today);
  if (auto* refused = std::get_if<ruling::Refused>(&left)) return Taken{{}, std::move(*refused)};
  const auto& ruling = std::get<Ruling>(left);
  auto taken =
      step(store, {matter_of(kept.matter, ruling), std::string(name(action)), detail_of(ruling, action, given)},
           request, origin);
  if (!taken) return taken.error();
  return as_it_stands(std::move(*taken));
}

Result<std::vector<ruling::Departures>> departures(const Store& store, const Rules& rules,
                                                   const detection::Filed& filed,
                                                   const assessment::Assessment& assessed) {
  const auto decided = decided_of(store, filed.party_id);
  if (!decided) return decided.error();
  std::vector<ruling::Departures> found;
  for (const auto& kept : *decided) {
    auto each = ruling::departures_of(rules.law, rules.messages, kept.ruling, filed, assessed);
    if (each) found.push_back(std::move(*each));
  }
  return found;
}

Result<std::vector<ruling::Departures>> hold(Store& store, const Rules& rules, const detection::Filed& filed,
                                             const assessment::Assessment& assessed, const Origin& origin) {
  auto found = departures(store, rules, filed, assessed);
  if (!found) return found;
  auto from = origin;
  from.request_id.clear();  // what is held is known by its declaration
  for (const auto& each : *found) {
    // The declaration is lodged whatever becomes of the ruling meanwhile, so its step is taken from the file as it is.
    for (int tries = 0;; ++tries) {
      auto kept = find(store, filed.party_id, each.ruling_id);
      if (!kept) return kept.error();
      if (!*kept || knows((*kept)->ruling, filed.declaration_id)) break;
      const auto taken =
          step(store, held_step(std::move(**kept), filed.declaration_id, each, filed.declaration.tax_date), {}, from);
      if (taken) break;
      if (taken.error().code != "version_is_not_current" || tries + 1 >= most_tries) return taken.error();
    }
  }
  return found;
}

Result<std::size_t> follow(Store& store, const Rules& rules, Date today, Instant now) {
  record::MatterSearch search;
  search.kinds = {std::string(matter_kind)};
  search.every_party = true;
  search.states = {std::string(name(State::in_force))};
  search.due_until = today.plus_days(-1);
  search.limit = 1'000;
  std::size_t moved = 0;
  do {
    const auto page = Matters(store).search(search);
    if (!page) return page.error();
    for (const auto& matter : page->matters) {
      const auto kept = kept_of(matter);
      if (!kept) return kept.error();
      auto left = ruling::take(rules.law, rules.calendar, kept->ruling, Action::expire, {}, today);
      if (!std::holds_alternative<Ruling>(left)) continue;  // a report is late, or it is valid yet
      const auto taken = step(store, {matter_of(matter, std::get<Ruling>(left)), std::string(name(Action::expire))}, {},
                              {"clearway", "", now});
      if (!taken) return taken.error();
      ++moved;
    }
    search.cursor = page->next_cursor;
  } while (!search.cursor.empty());
  return moved;
}

}  // namespace clearway::registry
