#include "enforcing/arrears_cases.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "base/json_writer.h"
#include "enforcement/case_reader.h"
#include "record/wait.h"

namespace clearway::enforcing {
namespace {

using enforcement::Event;
using enforcement::EventKind;
using enforcement::File;
using record::Matter;
using record::Matters;
using record::MatterStep;
using record::Origin;
using record::Store;

/// The case file as the debt's file leaves it on a day.
Matter matter_of(Matter matter, const Rules& rules, const File& file, Date today) {
  const auto standing = rules.enforcement.standing(file, today);
  matter.state = name(standing.state);
  matter.due_on = rules.enforcement.next_change(standing);
  matter.amount_krw = standing.left;
  matter.body = enforcement::to_json(file);
  return matter;
}

Result<std::vector<Matter>> step(Store& store, std::vector<MatterStep> steps, std::string request,
                                 const Origin& origin) {
  return record::wait<std::vector<Matter>>(
      [&](auto done) { Matters(store).step(std::move(steps), std::move(request), origin, std::move(done)); });
}

Result<Entered> as_it_stands(const Rules& rules, std::vector<Matter> matters) {
  auto kept = kept_of(rules, std::move(matters.front()));
  if (!kept) return kept.error();
  return Entered{std::move(*kept), {}, {}};
}

/// What is entered, in the words of the chain: nothing personal, so no evidence.
MatterStep step_of(Matter matter, const Event& event) {
  JsonWriter detail;
  detail.begin_object().member("date", event.on.text());
  const bool is_of_step = event.kind == EventKind::step || event.kind == EventKind::service ||
                          event.kind == EventKind::approval || event.kind == EventKind::resolution;
  if (is_of_step) detail.member("of", name(event.step));
  return {std::move(matter), std::string(name(event.kind)), detail.end_object().take()};
}

debt::Problem entry_problem(debt::Refusal refusal, Date on, Date expected) {
  return {refusal, "date", on.text(), expected.text()};
}

/// A problem of the last event is one of the entry: the rest stood before.
debt::Problems of_entry(debt::Problems problems, std::size_t place) {
  const auto path = "events[" + std::to_string(place) + "].";
  for (auto& problem : problems) {
    if (problem.field.starts_with(path)) problem.field.erase(0, path.size());
  }
  return problems;
}

}  // namespace

Result<Kept> kept_of(const Rules& rules, Matter matter) {
  debt::Problems problems;
  auto file = enforcement::read_file(matter.body, rules.calendar, problems);
  if (!problems.empty()) {
    const auto& first = problems.front();
    return Error{"arrears_case_is_damaged", matter.matter_id + "." + first.field, first.value, first.expected};
  }
  return Kept{std::move(matter), std::move(file)};
}

Result<std::optional<Kept>> find(const Store& store, const Rules& rules, std::string_view party_id,
                                 std::string_view case_id) {
  const auto matter = record::MatterReader(store).find(party_id, case_id);
  if (!matter) return matter.error();
  if (!*matter || (*matter)->kind != arrears_case_kind) return std::optional<Kept>{};
  auto kept = kept_of(rules, **matter);
  if (!kept) return kept.error();
  return std::optional(std::move(*kept));
}

Result<Entered> open(Store& store, const Rules& rules, Opening opening, Date today, const Origin& origin) {
  Entered out;
  enforcement::check(opening.file, rules.calendar, out.problems);
  for (const auto& event : opening.file.events) {
    if (event.on > today) out.problems.push_back(entry_problem(debt::Refusal::event_is_after_today, event.on, today));
  }
  if (!out.problems.empty()) return out;
  Matter matter;
  matter.party_id = std::move(opening.party_id);
  matter.matter_id = std::move(opening.case_id);
  matter.kind = arrears_case_kind;
  matter.customs_office = std::move(opening.customs_office);
  matter.related_id = std::move(opening.debt_id);
  matter.opened_on = today;
  matter = matter_of(std::move(matter), rules, opening.file, today);
  const auto request = "open\n" + matter.body;
  auto made = step(store, {{std::move(matter), "opened"}}, request, origin);
  if (!made) return made.error();
  return as_it_stands(rules, std::move(*made));
}

Result<Entered> enter(Store& store, const Rules& rules, const Kept& kept, const Event& event, Date today,
                      const Origin& origin) {
  const auto request = "enter\n" + enforcement::to_json(File{0, {}, {}, {event}});
  // The file has moved on when a request is repeated, and would refuse it.
  auto before = Matters(store).repeated({step_of(kept.matter, event)}, request, origin);
  if (!before) return before.error();
  if (*before) return as_it_stands(rules, std::move(**before));
  // What a step lacks is said of the file as the officer has read it.
  const auto current = Matters(store).find(kept.matter.party_id, kept.matter.matter_id);
  if (!current) return current.error();
  if (*current && (*current)->version != kept.matter.version) {
    return Error{"version_is_not_current", "If-Match",
                 "The entry is based on version " + std::to_string(kept.matter.version) + "; the current one is " +
                     std::to_string((*current)->version),
                 "Read it again, look at what has changed, and repeat the entry"};
  }

  Entered out;
  auto file = kept.file;
  file.events.push_back(event);
  enforcement::check(file, rules.calendar, out.problems);
  out.problems = of_entry(std::move(out.problems), file.events.size() - 1);
  if (event.on > today) out.problems.push_back(entry_problem(debt::Refusal::event_is_after_today, event.on, today));
  if (!out.problems.empty()) return out;
  if (event.kind == EventKind::step) {
    const auto asset = is_seizure(event.step) ? std::optional(event.asset) : std::nullopt;
    const auto standing = rules.enforcement.standing(kept.file, event.on);
    auto answer = rules.enforcement.check(standing, event.step, {event.until, asset});
    if (!answer.possible()) {
      out.refused = std::move(answer);
      return out;
    }
  }
  auto taken = step(store, {step_of(matter_of(kept.matter, rules, file, today), event)}, request, origin);
  if (!taken) return taken.error();
  return as_it_stands(rules, std::move(*taken));
}

Result<std::size_t> follow(Store& store, const Rules& rules, Date today, Instant now) {
  record::MatterSearch search;
  search.kinds = {std::string(arrears_case_kind)};
  search.every_party = true;
  search.due_until = today;
  search.limit = 1'000;
  std::size_t moved = 0;
  do {
    const auto page = Matters(store).search(search);
    if (!page) return page.error();
    for (const auto& matter : page->matters) {
      const auto kept = kept_of(rules, matter);
      if (!kept) return kept.error();
      const Origin origin{"clearway", {}, now};
      const auto done = step(store, {{matter_of(matter, rules, kept->file, today), "time_passed"}}, {}, origin);
      // Another server, or an officer, was first.
      if (!done && done.error().code != "version_is_not_current") return done.error();
      if (done) ++moved;
    }
    search.cursor = page->next_cursor;
  } while (!search.cursor.empty());
  return moved;
}

}  // namespace clearway::enforcing
