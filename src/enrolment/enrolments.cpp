#include "enrolment/enrolments.h"

#include <algorithm>
#include <utility>

#include "noticing/own_corrections.h"
#include "programme/enrolment_json.h"
#include "record/extension.h"
#include "record/wait.h"

namespace clearway::enrolment {
namespace {

using programme::Action;
using programme::Enrolment;
using programme::Given;
using programme::State;
using record::Matter;
using record::Matters;
using record::MatterStep;
using record::Origin;
using record::Store;

/// The file as the enrolment leaves it.
Matter matter_of(Matter matter, const Enrolment& enrolment) {
  matter.party_id = enrolment.party_id;
  matter.matter_id = enrolment.enrolment_id;
  matter.kind = enrolment_kind;
  matter.state = name(enrolment.state);
  matter.customs_office = enrolment.customs_office;
  matter.opened_on = enrolment.applied_on;
  matter.due_on = enrolment.clock_ends;
  matter.amount_krw = enrolment.round ? enrolment.round->corrected_krw() : 0;
  matter.body = programme::to_json(enrolment);
  return matter;
}

Result<std::vector<Matter>> step(Store& store, std::vector<MatterStep> steps, std::string request, const Origin& origin,
                                 std::function<Status(record::Writing&)> also = {}) {
  return record::wait<std::vector<Matter>>([&](auto done) {
    Matters(store).step(std::move(steps), std::move(request), origin, std::move(done), std::move(also));
  });
}

/// What was asked for, so that a repetition is told from another request under the same id. The actor stands in the
/// origin, and facts of the record move on by themselves.
std::string request_of(Action action, const Given& given) {
  std::string text(name(action));
  for (const auto& part : {std::to_string(given.year), given.answer.field, given.answer.question,
                           std::string(name(given.answer.verdict)), given.answer.note, std::string(name(given.outcome)),
                           std::string(given.false_report ? "false" : ""), given.text}) {
    text += "\n" + part;
  }
  return text;
}

Result<Taken> as_it_stands(std::vector<Matter> matters, std::optional<settlement::OrderRow> order = {}) {
  auto kept = kept_of(std::move(matters.front()));
  if (!kept) return kept.error();
  return Taken{std::move(*kept), {}, {}, std::move(order)};
}

Taken refusal(programme::Refused refused) { return Taken{{}, std::move(refused), {}, {}}; }

/// Takes one step of what days bring; a refusal means that nothing is to be done.
Result<bool> moved(Store& store, const programme::Rules& rules, Kept& kept, Action action, const Given& given,
                   Date today, const Origin& origin) {
  auto left = programme::take(rules, kept.enrolment, action, given, today);
  if (!std::holds_alternative<Enrolment>(left)) return false;
  auto taken =
      step(store, {{matter_of(kept.matter, std::get<Enrolment>(left)), std::string(name(action))}}, {}, origin);
  if (!taken) return taken.error();
  auto now = kept_of(std::move(taken->front()));
  if (!now) return now.error();
  kept = std::move(*now);
  return true;
}

/// The same for a request that is repeated.
std::string correction_id_of(const Enrolment& enrolment, const Found& found, const Origin& origin) {
  record::Framed framed("clearway.self-check.1");
  framed.add(enrolment.party_id).add(enrolment.enrolment_id).add(found.declaration_id).add(found.field);
  framed.add(found.question).add(origin.actor).add(origin.request_id);
  return "C-" + record::hex(framed.digest()).substr(0, 16);
}

}  // namespace

Result<Kept> kept_of(Matter matter) {
  auto enrolment = programme::from_json(matter.body);
  if (!enrolment) return enrolment.error();
  return Kept{std::move(matter), std::move(*enrolment)};
}

Result<std::optional<Kept>> find(const Store& store, std::string_view party_id, std::string_view enrolment_id) {
  const auto matter = record::MatterReader(store).find(party_id, enrolment_id);
  if (!matter) return matter.error();
  if (!*matter || (*matter)->kind != enrolment_kind) return std::optional<Kept>{};
  auto kept = kept_of(**matter);
  if (!kept) return kept.error();
  return std::optional(std::move(*kept));
}

Result<std::vector<Kept>> of_party(const Store& store, std::string_view party_id) {
  record::MatterSearch search;
  search.kinds = {std::string(enrolment_kind)};
  search.parties = {std::string(party_id)};
  search.order = record::MatterOrder::newest;
  search.limit = 1'000;
  const auto page = record::MatterReader(store).search(search);
  if (!page) return page.error();
  std::vector<Kept> enrolments;
  for (const auto& matter : page->matters) {
    auto kept = kept_of(matter);
    if (!kept) return kept.error();
    enrolments.push_back(std::move(*kept));
  }
  return enrolments;
}

Result<programme::Facts> facts_of(const Store& store, const importing::Imports& imports, std::string_view party_id,
                                  programme::Facts stated, Date today) {
  const auto orders = settlement::orders_of(store, party_id);
  if (!orders) return orders.error();
  stated.arrears_krw = 0;
  for (const auto& row : *orders) {
    const auto state = payment::state_on(row.order, today);
    const bool owed = state != payment::OrderState::paid && row.order.standing == payment::Standing::open;
    if (owed && row.order.due < today) stated.arrears_krw += std::max<std::int64_t>(row.order.remaining_krw(), 0);
  }
  stated.imports_last_year = 0;
  record::MatterSearch search;
  search.parties = {std::string(party_id)};
  search.limit = 1'000;
  do {
    const auto page = imports.search(search);
    if (!page) return page.error();
    stated.imports_last_year += std::count_if(page->matters.begin(), page->matters.end(), [&](const Matter& matter) {
      return matter.opened_on.year() == today.year() - 1;
    });
    search.cursor = page->next_cursor;
  } while (!search.cursor.empty());
  return stated;
}

Result<Taken> apply(Store& store, const programme::Rules& rules, Enrolment application, Given given, Date today,
                    const Origin& origin) {
  const auto request = request_of(Action::apply, given) + "\n" + std::string(name(application.scheme));
  const MatterStep opened{matter_of({}, application), std::string(name(Action::apply))};
  auto earlier = Matters(store).repeated({opened}, request, origin);
  if (!earlier) return earlier.error();
  if (*earlier) return as_it_stands(std::move(**earlier));
  const auto others = of_party(store, application.party_id);
  if (!others) return others.error();
  given.enrolled_elsewhere = std::any_of(others->begin(), others->end(),
                                         [](const Kept& each) { return !programme::is_closed(each.enrolment.state); });
  auto left = programme::take(rules, application, Action::apply, given, today);
  if (auto* refused = std::get_if<programme::Refused>(&left)) return refusal(std::move(*refused));
  auto taken =
      step(store, {{matter_of({}, std::get<Enrolment>(left)), std::string(name(Action::apply))}}, request, origin);
  if (!taken) return taken.error();
  return as_it_stands(std::move(*taken));
}

Result<Taken> take(Store& store, const programme::Rules& rules, const Kept& kept, Action action, Given given,
                   Date today, const Origin& origin) {
  const auto request = request_of(action, given);
  auto earlier = Matters(store).repeated({{kept.matter, std::string(name(action))}}, request, origin);
  if (!earlier) return earlier.error();
  if (*earlier) return as_it_stands(std::move(**earlier));
  auto left = programme::take(rules, kept.enrolment, action, given, today);
  if (auto* refused = std::get_if<programme::Refused>(&left)) return refusal(std::move(*refused));
  // What was said stands in the file, not in the chain: it may be personal.
  auto taken =
      step(store, {{matter_of(kept.matter, std::get<Enrolment>(left)), std::string(name(action))}}, request, origin);
  if (!taken) return taken.error();
  return as_it_stands(std::move(*taken));
}

Result<Kept> keep(Store& store, const Enrolment& enrolment, const Origin& origin) {
  const auto taken = step(store, {{matter_of({}, enrolment), "kept"}}, {}, origin);
  if (!taken) return taken.error();
  return kept_of(taken->front());
}

Result<Taken> correct(Store& store, const programme::Rules& rules, const noticing::Rules& notices, const Kept& kept,
                      const notice::Notice& declared, const Found& found, Given given, Date today,
                      const Origin& origin) {
  const auto& party = kept.matter.party_id;
  const auto correction_id = correction_id_of(kept.enrolment, found, origin);
  const auto named = noticing::correction_matter_of(party, correction_id);
  const auto event = std::string(name(Action::correct));
  const auto request = event + "\n" + found.field + "\n" + found.question + "\n" + found.declaration_id + "\n" +
                       noticing::request_of(found.edited);
  auto earlier = Matters(store).repeated({{kept.matter, event}, {named, "filed"}}, request, origin);
  if (!earlier) return earlier.error();
  if (*earlier) {
    auto order = settlement::order(store, party, correction_id);
    if (!order) return order.error();
    return as_it_stands(std::move(**earlier), std::move(*order));
  }
  // First whether the programme takes a correction at all, then whether it is possible.
  given.corrected = {found.field, found.question, correction_id, declared.declared.declaration_number, 0, today};
  auto allowed = programme::take(rules, kept.enrolment, Action::correct, given, today);
  if (auto* refused = std::get_if<programme::Refused>(&allowed)) return refusal(std::move(*refused));
  const auto prepared = noticing::prepare(store, notices, declared, found.edited, correction_id, today);
  if (!prepared) return prepared.error();
  if (prepared->refused) return Taken{{}, {}, prepared->refused, {}};
  const auto& matter = prepared->matter;
  given.corrected.corrected_krw = matter.amount_krw;
  auto left = std::get<Enrolment>(programme::take(rules, kept.enrolment, Action::correct, given, today));

  std::optional<settlement::OrderRow> issued;
  const auto order = noticing::order_of(prepared->file, party, today);
  auto taken = step(store, {{matter_of(kept.matter, left), event}, {matter, "filed"}}, request, origin,
                    [&](record::Writing& writing) -> Status {
                      if (!order) return success();
                      auto row = settlement::issue_order(writing, notices.settlement, *order, origin);
                      if (!row) return row.error();
                      issued = std::move(*row);
                      return success();
                    });
  if (!taken) return taken.error();
  return as_it_stands(std::move(*taken), std::move(issued));
}

Result<std::size_t> follow(Store& store, const programme::Rules& rules, Date today, Instant now) {
  const Origin origin{"clearway", "", now};
  std::size_t count = 0;
  record::MatterSearch search;
  search.kinds = {std::string(enrolment_kind)};
  search.every_party = true;
  search.limit = 1'000;
  for (std::size_t i = 0; i < programme::state_names.size(); ++i) {
    if (!programme::is_closed(static_cast<State>(i))) search.states.emplace_back(programme::state_names[i]);
  }
  do {
    const auto page = Matters(store).search(search);
    if (!page) return page.error();
    for (const auto& matter : page->matters) {
      auto kept = kept_of(matter);
      if (!kept) return kept.error();
      auto done = moved(store, rules, *kept, Action::lapse, {}, today, origin);
      if (!done) return done.error();
      count += *done ? 1 : 0;
      const auto& enrolment = kept->enrolment;
      if (enrolment.state == State::designated && enrolment.until && *enrolment.until < today) {
        done = moved(store, rules, *kept, Action::expire, {}, today, origin);
        if (!done) return done.error();
        count += *done ? 1 : 0;
        continue;
      }
      // The first year is that of the designation: it is over in the next.
      const auto year = programme::next_year(enrolment, today);
      if (year && enrolment.designated_on && *year >= enrolment.designated_on->year()) {
        Given given;
        given.year = *year;
        done = moved(store, rules, *kept, Action::open_round, given, today, origin);
        if (!done) return done.error();
        count += *done ? 1 : 0;
      }
      if (programme::reminder_due(rules.law, kept->enrolment, today)) {
        done = moved(store, rules, *kept, Action::remind, {}, today, origin);
        if (!done) return done.error();
        count += *done ? 1 : 0;
      }
    }
    search.cursor = page->next_cursor;
  } while (!search.cursor.empty());
  return count;
}

}  // namespace clearway::enrolment
