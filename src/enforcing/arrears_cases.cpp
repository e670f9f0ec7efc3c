#include "enforcing/arrears_cases.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "base/json_writer.h"
#include "enforcement/case_reader.h"
#include "enforcing/debt_events.h"
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
Matter matter_of(Matter matter, const Rules& rules, const File& entered, const File& whole, Date today) {
  const auto standing = rules.enforcement.standing(whole, today);
  matter.state = name(standing.state);
  matter.due_on = rules.enforcement.next_change(standing);
  matter.amount_krw = standing.left;
  matter.body = enforcement::to_json(entered);
  return matter;
}

/// What officers entered with what the ledger says of the debt, and of the debtor's other debts, up to `day`.
Result<File> whole_of(const Store& store, const Rules& rules, const File& entered, const collection::Kept& debt,
                      Date day) {
  const auto books = collection::books(store, debt);
  if (!books) return books.error();
  auto whole = events_of(rules.debts, debt.file, *books, day);
  if (!whole) return whole.error();
  whole->events.insert(whole->events.end(), entered.events.begin(), entered.events.end());
  std::stable_sort(whole->events.begin(), whole->events.end(),
                   [](const Event& a, const Event& b) { return a.on < b.on; });
  const auto debts = collection::of_party(store, debt.file.party_id);
  if (!debts) return debts.error();
  for (const auto& other : *debts) {
    if (other.file.debt_id == debt.file.debt_id || other.file.events.front().on > day) continue;
    const auto its_books = collection::books(store, other);
    if (!its_books) return its_books.error();
    const auto told = other_debt(rules.debts, other.file, *its_books, day);
    if (!told) return told.error();
    whole->others.push_back(*told);
  }
  return whole;
}

/// Nothing where the case names no debt of the ledger.
Result<std::optional<collection::Kept>> debt_of(const Store& store, const Matter& matter) {
  if (matter.related_id.empty()) return std::optional<collection::Kept>{};
  return collection::find(store, matter.party_id, matter.related_id);
}

/// Step and whom, of all that is open.
std::string still_to_be_told(const enforcement::Standing& standing) {
  std::string out;
  const auto add = [&](enforcement::StepKind step, const std::vector<enforcement::Telling>& tell) {
    for (const auto& one : tell) {
      if (!one.told_on) out += (out.empty() ? "" : ", ") + std::string(name(step)) + " " + std::string(one.whom);
    }
  };
  for (const auto& one : standing.to_tell) add(one.step, one.tell);
  for (const auto& one : standing.ended) add(one.measure, one.tell);
  return out.empty() ? "-" : out;
}

void refuse_what_the_ledger_says(const std::vector<Event>& events, debt::Problems& problems) {
  for (std::size_t i = 0; i < events.size(); ++i) {
    if (!is_of_the_ledger(events[i])) continue;
    const bool is_step = events[i].kind == EventKind::step;
    problems.push_back({debt::Refusal::ledger_says_it,
                        "events[" + std::to_string(i) + "]." + (is_step ? "step" : "kind"),
                        std::string(is_step ? name(events[i].step) : name(events[i].kind)), ""});
  }
}

Result<std::vector<Matter>> step(Store& store, std::vector<MatterStep> steps, std::string request,
                                 const Origin& origin) {
  return record::wait<std::vector<Matter>>(
      [&](auto done) { Matters(store).step(std::move(steps), std::move(request), origin, std::move(done)); });
}

Result<Entered> as_it_stands(const Store& store, const Rules& rules, std::vector<Matter> matters, Date today) {
  auto kept = kept_of(store, rules, std::move(matters.front()), today);
  if (!kept) return kept.error();
  return Entered{std::move(*kept), {}, {}};
}

/// What is entered, in the words of the chain: nothing personal, so no evidence.
MatterStep step_of(Matter matter, const Event& event) {
  JsonWriter detail;
  detail.begin_object().member("date", event.on.text());
  const bool is_of_step = event.kind == EventKind::step || event.kind == EventKind::service ||
                          event.kind == EventKind::approval || event.kind == EventKind::resolution ||
                          event.kind == EventKind::told;
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

Result<Kept> kept_of(const Store& store, const Rules& rules, Matter matter, Date today) {
  debt::Problems problems;
  auto entered = enforcement::read_file(matter.body, rules.calendar, problems);
  if (!problems.empty()) {
    const auto& first = problems.front();
    return Error{"arrears_case_is_damaged", matter.matter_id + "." + first.field, first.value, first.expected};
  }
  const auto debt = debt_of(store, matter);
  if (!debt) return debt.error();
  Kept kept{std::move(matter), std::move(entered), {}, debt->has_value()};
  kept.file = kept.entered;
  if (kept.of_a_debt) {
    auto whole = whole_of(store, rules, kept.entered, **debt, today);
    if (!whole) return whole.error();
    kept.file = std::move(*whole);
  }
  return kept;
}

Result<std::optional<Kept>> find(const Store& store, const Rules& rules, std::string_view party_id,
                                 std::string_view case_id, Date today) {
  const auto matter = record::MatterReader(store).find(party_id, case_id);
  if (!matter) return matter.error();
  if (!*matter || (*matter)->kind != arrears_case_kind) return std::optional<Kept>{};
  auto kept = kept_of(store, rules, **matter, today);
  if (!kept) return kept.error();
  return std::optional(std::move(*kept));
}

Result<OfDebt> of_debt(const Store& store, const Rules& rules, const collection::Kept& debt, Date day) {
  record::MatterSearch search;
  search.kinds = {std::string(arrears_case_kind)};
  search.parties = {debt.file.party_id};
  search.related_id = debt.file.debt_id;
  search.limit = 1;
  const auto page = record::MatterReader(store).search(search);
  if (!page) return page.error();
  OfDebt out;
  File entered;
  if (!page->matters.empty()) {
    auto kept = kept_of(store, rules, page->matters.front(), day);
    if (!kept) return kept.error();
    return OfDebt{kept->matter.matter_id, std::move(kept->file)};
  }
  auto whole = whole_of(store, rules, entered, debt, day);
  if (!whole) return whole.error();
  out.file = std::move(*whole);
  return out;
}

Result<Entered> open(Store& store, const Rules& rules, Opening opening, Date today, const Origin& origin) {
  Entered out;
  Matter matter;
  matter.party_id = std::move(opening.party_id);
  matter.matter_id = std::move(opening.case_id);
  matter.kind = arrears_case_kind;
  matter.customs_office = std::move(opening.customs_office);
  matter.related_id = std::move(opening.debt_id);
  matter.opened_on = today;
  const auto debt = debt_of(store, matter);
  if (!debt) return debt.error();
  if (*debt) refuse_what_the_ledger_says(opening.file.events, out.problems);
  enforcement::check(opening.file, rules.calendar, out.problems);
  for (const auto& event : opening.file.events) {
    if (event.on > today) out.problems.push_back(entry_problem(debt::Refusal::event_is_after_today, event.on, today));
  }
  if (!out.problems.empty()) return out;
  auto whole = *debt ? whole_of(store, rules, opening.file, **debt, today) : Result<File>(opening.file);
  if (!whole) return whole.error();
  if (*debt) opening.file.amount = whole->amount, opening.file.accepted = whole->accepted;
  matter = matter_of(std::move(matter), rules, opening.file, *whole, today);
  const auto request = "open\n" + matter.body;
  auto made = step(store, {{std::move(matter), "opened"}}, request, origin);
  if (!made) return made.error();
  return as_it_stands(store, rules, std::move(*made), today);
}

Result<Entered> enter(Store& store, const Rules& rules, const Kept& kept, const Event& event, Date today,
                      const Origin& origin) {
  const auto request = "enter\n" + enforcement::to_json(File{0, {}, {}, {event}});
  // The file has moved on when a request is repeated, and would refuse it.
  auto before = Matters(store).repeated({step_of(kept.matter, event)}, request, origin);
  if (!before) return before.error();
  if (*before) return as_it_stands(store, rules, std::move(**before), today);
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
  auto entered = kept.entered;
  entered.events.push_back(event);
  if (kept.of_a_debt) refuse_what_the_ledger_says(entered.events, out.problems);
  enforcement::check(entered, rules.calendar, out.problems);
  out.problems = of_entry(std::move(out.problems), entered.events.size() - 1);
  if (event.on > today) out.problems.push_back(entry_problem(debt::Refusal::event_is_after_today, event.on, today));
  if (!out.problems.empty()) return out;
  if (event.kind == EventKind::told) {
    const auto standing = rules.enforcement.standing(kept.file, today);
    if (standing.to_be_told(event.step, event.whom) == nullptr) {
      out.problems.push_back({debt::Refusal::nothing_is_to_be_told, "whom", event.whom, still_to_be_told(standing)});
      return out;
    }
  }
  if (event.kind == EventKind::step) {
    const auto asset = is_seizure(event.step) ? std::optional(event.asset) : std::nullopt;
    const auto then = kept_of(store, rules, *current ? **current : kept.matter, event.on);
    if (!then) return then.error();
    auto answer =
        rules.enforcement.check(rules.enforcement.standing(then->file, event.on), event.step, {event.until, asset});
    if (!answer.possible()) {
      out.refused = std::move(answer);
      return out;
    }
  }
  auto matter = kept.matter;
  matter.body = enforcement::to_json(entered);
  const auto left = kept_of(store, rules, matter, today);
  if (!left) return left.error();
  auto taken =
      step(store, {step_of(matter_of(kept.matter, rules, entered, left->file, today), event)}, request, origin);
  if (!taken) return taken.error();
  return as_it_stands(store, rules, std::move(*taken), today);
}

namespace {

/// Files that may have moved, one after the other; `always`: even where nothing that the list shows is another.
Result<std::size_t> follow(Store& store, const Rules& rules, const record::MatterSearch& search, bool always,
                           const char* event, Date today, Instant now) {
  std::size_t moved = 0;
  const auto status = record::MatterReader(store).all(search, [&](const Matter& matter) -> Status {
    const auto kept = kept_of(store, rules, matter, today);
    if (!kept) return kept.error();
    if (!always && !kept->of_a_debt) return success();
    auto left = matter_of(matter, rules, kept->entered, kept->file, today);
    if (!always && left.state == matter.state && left.due_on == matter.due_on) return success();
    const Origin origin{"clearway", {}, now};
    const auto done = step(store, {{std::move(left), event}}, {}, origin);
    // Another server, or an officer, was first.
    if (!done && done.error().code != "version_is_not_current") return done.error();
    if (done) ++moved;
    return success();
  });
  if (!status) return status.error();
  return moved;
}

}  // namespace

Result<std::size_t> follow(Store& store, const Rules& rules, Date today, Instant now) {
  record::MatterSearch search;
  search.kinds = {std::string(arrears_case_kind)};
  search.every_party = true;
  search.due_until = today;
  return follow(store, rules, search, true, "time_passed", today, now);
}

Result<std::size_t> follow_debts(Store& store, const Rules& rules, const std::vector<std::string>& parties, Date today,
                                 Instant now) {
  record::MatterSearch search;
  search.kinds = {std::string(arrears_case_kind)};
  search.every_party = parties.empty();
  search.parties = parties;
  return follow(store, rules, search, false, "ledger_moved", today, now);
}

}  // namespace clearway::enforcing
