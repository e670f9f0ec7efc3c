#include "record/matters.h"

#include <algorithm>
#include <utility>

#include "record/condition.h"
#include "record/extension.h"
#include "record/sql.h"  // generated

namespace clearway::record {
namespace {

using db::Connection;
using db::Row;
using db::Value;

constexpr unsigned largest_page = 1'000;
constexpr std::string_view columns =
    "party_id, matter_id, kind, state, customs_office, assignee, related_id, opened_on, due_on, amount_krw, version, "
    "stream, opened_sequence, last_sequence, body";

Matter matter_from(const Row& row) {
  Matter matter;
  matter.party_id = row.string(0);
  matter.matter_id = row.string(1);
  matter.kind = row.string(2);
  matter.state = row.string(3);
  matter.customs_office = row.string(4);
  matter.assignee = row.string(5);
  matter.related_id = row.string(6);
  matter.opened_on = Date::parse(row.text(7)).value_or(Date{});
  matter.due_on = Date::parse(row.text(8));
  matter.amount_krw = row.integer(9);
  matter.version = row.integer(10);
  matter.stream = row.integer(11);
  matter.opened_sequence = row.integer(12);
  matter.last_sequence = row.integer(13);
  matter.body = row.string(14);
  return matter;
}

std::string due_text(const Matter& matter) { return matter.due_on ? matter.due_on->text() : std::string(); }

Result<std::optional<Matter>> find_matter(Connection& database, std::string_view party_id, std::string_view matter_id) {
  std::optional<Matter> found;
  auto status = database.rows(sql::find_matter, {party_id, matter_id}, [&](const Row& row) {
    found = matter_from(row);
    return false;
  });
  if (!status) return status.error();
  return found;
}

Result<std::vector<Matter>> as_they_stand(Connection& database, const std::vector<MatterStep>& steps) {
  std::vector<Matter> matters;
  for (const auto& step : steps) {
    auto found = find_matter(database, step.matter.party_id, step.matter.matter_id);
    if (!found) return found.error();
    if (*found) matters.push_back(std::move(**found));
  }
  return matters;
}

std::optional<Error> refusal_of(const MatterStep& step, const std::optional<Matter>& found) {
  const auto& id = step.matter.matter_id;
  if (step.matter.version == 0) {
    if (!found) return std::nullopt;
    return Error{"already_exists", "matter_id", "A file with the id '" + id + "' exists", "Choose another id"};
  }
  if (!found) return Error{"not_found", "matter_id", "There is no file '" + id + "' of this party", "Check the id"};
  if (found->version != step.matter.version) {
    return Error{"version_is_not_current", "If-Match",
                 "The step is based on version " + std::to_string(step.matter.version) + "; the current one is " +
                     std::to_string(found->version),
                 "Read it again, look at what has changed, and repeat the step"};
  }
  if (found->kind != step.matter.kind || found->opened_on != step.matter.opened_on) {
    return Error{"matter_keeps_its_kind", "kind", "The file '" + id + "' was opened as " + found->kind,
                 "Open another file"};
  }
  return std::nullopt;
}

/// The record of a step: {"event":…,"state":…,"row":…,"detail":{…}}.
std::string body_of(const MatterStep& step, const Matter& left) {
  auto body = json_object({{"event", step.event}, {"state", left.state}, {"row", hex(matter_digest(left))}});
  body.pop_back();
  return body + ",\"detail\":" + step.detail + "}";
}

Result<Matter> take(Writing& writing, const MatterStep& step, const Origin& origin) {
  const auto found = find_matter(writing.database, step.matter.party_id, step.matter.matter_id);
  if (!found) return found.error();
  if (auto refused = refusal_of(step, *found)) return *refused;
  Matter left = step.matter;
  ++left.version;
  left.stream = writing.chain.stream();
  left.last_sequence = writing.chain.sequence() + 1;
  left.opened_sequence = *found ? (*found)->opened_sequence : left.last_sequence;
  const auto body = body_of(step, left);
  const RecordContent content{left.party_id,
                              name(Kind::matter_stepped),
                              left.matter_id,
                              origin.at.microseconds,
                              origin.actor,
                              origin.request_id,
                              {},
                              body};
  if (auto status = append_record(writing, content, *found ? (*found)->last_sequence : 0); !status)
    return status.error();
  const auto opened = left.opened_on.text(), due = due_text(left);
  const auto written =
      *found ? writing.database.run(sql::update_matter, {left.party_id, left.matter_id, left.state, left.customs_office,
                                                         left.assignee, left.related_id, due, left.amount_krw,
                                                         left.version, left.last_sequence, left.body})
             : writing.database.run(sql::insert_matter,
                                    {left.party_id, left.matter_id, left.kind, left.state, left.customs_office,
                                     left.assignee, left.related_id, opened, due, left.amount_krw, left.version,
                                     left.stream, left.opened_sequence, left.last_sequence, left.body});
  if (!written) return written.error();
  return left;
}

Digest fingerprint_of(const std::vector<MatterStep>& steps, std::string_view request) {
  Framed framed("matter");
  for (const auto& step : steps) framed.add(step.matter.matter_id).add(step.event);
  return framed.add(request).digest();
}

// --- lists -----------------------------------------------------------------------------------------------------------

void restrict_to(Where& where, const MatterSearch& search) {
  if (!search.kinds.empty()) where.also(one_of(where, "kind", search.kinds));
  if (!search.states.empty()) where.also(one_of(where, "state", search.states));
  if (!search.every_party) where.also(search.parties.empty() ? "1 = 0" : one_of(where, "party_id", search.parties));
  where.equal("customs_office", search.customs_office);
  where.equal("assignee", search.assignee);
  where.equal("related_id", search.related_id);
  if (search.due_until) where.also("due_on <> '' AND due_on <= " + where.parameter(search.due_until->text()));
}

/// The expression a list is ordered by, and whether it falls. A file without a clock comes after all that have one.
struct Ordering {
  std::string expression;
  bool falling = false;
};
Ordering ordering_of(MatterOrder order) {
  switch (order) {
    case MatterOrder::due: return {"CASE WHEN due_on = '' THEN '9999-12-31' ELSE due_on END", false};
    case MatterOrder::newest: return {"last_sequence", true};
    case MatterOrder::amount: return {"amount_krw", true};
  }
  return {};
}

std::string key_of(const Matter& matter, MatterOrder order) {
  switch (order) {
    case MatterOrder::due: return matter.due_on ? matter.due_on->text() : "9999-12-31";
    case MatterOrder::newest: return std::to_string(matter.last_sequence);
    case MatterOrder::amount: return std::to_string(matter.amount_krw);
  }
  return {};
}

/// "key~party~matter"; nothing where it is not one of this order.
std::optional<std::vector<std::string>> parse_cursor(const std::string& cursor, MatterOrder order) {
  const auto first = cursor.find('~');
  const auto second = first == std::string::npos ? first : cursor.find('~', first + 1);
  if (second == std::string::npos) return std::nullopt;
  const auto key = cursor.substr(0, first);
  if (order == MatterOrder::due ? !Date::parse(key) : !parse_integer(key)) return std::nullopt;
  return std::vector<std::string>{key, cursor.substr(first + 1, second - first - 1), cursor.substr(second + 1)};
}

Result<MatterPage> search_in(Connection& database, const MatterSearch& search) {
  Where where;
  restrict_to(where, search);
  const auto ordering = ordering_of(search.order);
  if (!search.cursor.empty()) {
    const auto place = parse_cursor(search.cursor, search.order);
    if (!place) {
      return Error{"cursor_is_not_valid", "cursor", "The cursor is not one this list has given",
                   "Start again without a cursor"};
    }
    const auto key = search.order == MatterOrder::due ? where.parameter((*place)[0])
                                                      : where.parameter(parse_integer((*place)[0]).value_or(0));
    where.also("(" + ordering.expression + ", party_id, matter_id) " + (ordering.falling ? "<" : ">") + " (" + key +
               ", " + where.parameter((*place)[1]) + ", " + where.parameter((*place)[2]) + ")");
  }
  const std::string direction = ordering.falling ? " DESC" : "";
  const auto limit = std::int64_t{std::clamp(search.limit, 1U, largest_page)};
  std::string sql = "SELECT " + std::string(columns) + " FROM matter";
  if (!where.text().empty()) sql += " WHERE " + where.text();
  sql += " ORDER BY " + ordering.expression + direction + ", party_id" + direction + ", matter_id" + direction +
         " LIMIT " + where.parameter(limit + 1);
  MatterPage page;
  auto status = database.rows(sql, where.values(), [&](const Row& row) {
    page.matters.push_back(matter_from(row));
    return true;
  });
  if (!status) return status.error();
  if (page.matters.size() > static_cast<std::size_t>(limit)) {
    page.matters.pop_back();
    const auto& last = page.matters.back();
    page.next_cursor = key_of(last, search.order) + "~" + last.party_id + "~" + last.matter_id;
  }
  return page;
}

Result<std::vector<MatterFigure>> figures_in(Connection& database, const MatterSearch& search) {
  Where where;
  restrict_to(where, search);
  std::string sql = "SELECT kind, state, count(*), CAST(sum(amount_krw) AS bigint) FROM matter";
  if (!where.text().empty()) sql += " WHERE " + where.text();
  std::vector<MatterFigure> figures;
  auto status = database.rows(sql + " GROUP BY kind, state ORDER BY kind, state", where.values(), [&](const Row& row) {
    figures.push_back({row.string(0), row.string(1), row.integer(2), row.integer(3)});
    return true;
  });
  if (!status) return status.error();
  return figures;
}

/// A record of a step, as body_of wrote it: the texts before the detail hold what a folder chose, escaped.
MatterEvent event_from(const Row& row) {
  MatterEvent event;
  event.sequence = row.integer(1);
  event.at = Instant{row.integer(6)};
  event.actor = row.string(7);
  const std::string body = row.string(11);
  event.event = text_member(body, "event");
  event.state = text_member(body, "state");
  constexpr std::string_view mark = ",\"detail\":";
  const auto at = body.find(mark);
  if (at != std::string::npos) event.detail = body.substr(at + mark.size(), body.size() - at - mark.size() - 1);
  return event;
}

}  // namespace

Digest matter_digest(const Matter& matter) {
  const auto opened = matter.opened_on.text(), due = due_text(matter);
  return Framed("clearway.matter.1", 512 + matter.body.size())
      .add(matter.party_id)
      .add(matter.matter_id)
      .add(matter.kind)
      .add(matter.state)
      .add(matter.customs_office)
      .add(matter.assignee)
      .add(matter.related_id)
      .add(opened)
      .add(due)
      .add(matter.amount_krw)
      .add(matter.version)
      .add(matter.body)
      .digest();
}

Status each_matter_row(Connection& database, const std::function<bool(const Matter&)>& visit) {
  return database.rows(sql::all_matters, {}, [&](const Row& row) { return visit(matter_from(row)); });
}

void Matters::step(std::vector<MatterStep> steps, std::string request, const Origin& origin,
                   Completion<std::vector<Matter>> done, std::function<Status(Writing&)> also) {
  using Left = std::vector<Matter>;
  store_->write<Left>(
      origin,
      [steps = std::move(steps), request = std::move(request), origin,
       also = std::move(also)](Writing& writing) -> Result<Left> {
        if (steps.empty()) return Left{};
        const auto& party_id = steps.front().matter.party_id;
        const auto fingerprint = fingerprint_of(steps, request);
        if (!origin.request_id.empty()) {
          const auto earlier = earlier_answer(writing.database, party_id, origin, fingerprint);
          if (!earlier) return earlier.error();
          if (*earlier) return as_they_stand(writing.database, steps);
        }
        Left left;
        for (const auto& step : steps) {
          auto taken = take(writing, step, origin);
          if (!taken) return taken.error();
          left.push_back(std::move(*taken));
        }
        if (also) {
          if (auto status = also(writing); !status) return status.error();
        }
        if (!origin.request_id.empty()) {
          const auto& first = left.front();
          const Receipt receipt{Outcome::recorded, first.party_id,      first.matter_id, "",
                                first.stream,      first.last_sequence, first.version};
          if (auto status = keep_answer(writing, origin, fingerprint, receipt); !status) return status.error();
        }
        return left;
      },
      std::move(done));
}

Result<std::optional<std::vector<Matter>>> MatterReader::repeated(const std::vector<MatterStep>& steps,
                                                                  std::string_view request,
                                                                  const Origin& origin) const {
  using Left = std::optional<std::vector<Matter>>;
  if (steps.empty() || origin.request_id.empty()) return Left{};
  return store_->query<Left>([&](Connection& database) -> Result<Left> {
    const auto earlier =
        earlier_answer(database, steps.front().matter.party_id, origin, fingerprint_of(steps, request));
    if (!earlier) return earlier.error();
    if (!*earlier) return Left{};
    auto matters = as_they_stand(database, steps);
    if (!matters) return matters.error();
    return Left(std::move(*matters));
  });
}

Result<std::optional<Matter>> MatterReader::find(std::string_view party_id, std::string_view matter_id) const {
  return store_->query<std::optional<Matter>>(
      [&](Connection& database) { return find_matter(database, party_id, matter_id); });
}

Result<std::vector<MatterEvent>> MatterReader::history(const Matter& matter) const {
  using Events = std::vector<MatterEvent>;
  return store_->query<Events>([&](Connection& database) -> Result<Events> {
    Events events;
    for (auto next = matter.last_sequence; next > 0;) {
      std::int64_t previous = 0;
      auto status = database.rows(sql::find_record, {matter.stream, next, matter.party_id}, [&](const Row& row) {
        previous = row.integer(5);
        events.push_back(event_from(row));
        return false;
      });
      if (!status) return status.error();
      next = previous;
    }
    std::reverse(events.begin(), events.end());
    return events;
  });
}

Result<MatterPage> MatterReader::search(const MatterSearch& search) const {
  return store_->query<MatterPage>([&](Connection& database) { return search_in(database, search); });
}

Status MatterReader::all(MatterSearch search, const std::function<Status(const Matter&)>& visit) const {
  constexpr unsigned most_limit = 1'000;
  search.limit = most_limit;
  do {
    const auto page = this->search(search);
    if (!page) return page.error();
    for (const auto& matter : page->matters) {
      if (auto status = visit(matter); !status) return status;
    }
    search.cursor = page->next_cursor;
  } while (!search.cursor.empty());
  return success();
}

Result<std::vector<MatterFigure>> MatterReader::figures(const MatterSearch& search) const {
  using Figures = std::vector<MatterFigure>;
  return store_->query<Figures>([&](Connection& database) { return figures_in(database, search); });
}

Status MatterReader::each(std::string_view kind, const std::function<bool(const Matter&)>& visit) const {
  std::string party_id, matter_id;
  for (bool more = true; more;) {
    // Page by page, so that `visit` may take its time without holding a read open.
    auto page = store_->query<std::vector<Matter>>([&](Connection& database) -> Result<std::vector<Matter>> {
      std::vector<Matter> matters;
      auto status = database.rows(sql::matters_of_kind, {kind, party_id, matter_id, std::int64_t{largest_page}},
                                  [&](const Row& row) {
                                    matters.push_back(matter_from(row));
                                    return true;
                                  });
      if (!status) return status.error();
      return matters;
    });
    if (!page) return page.error();
    for (const auto& matter : *page) {
      if (!visit(matter)) return success();
    }
    more = page->size() == largest_page;
    if (more) {
      party_id = page->back().party_id;
      matter_id = page->back().matter_id;
    }
  }
  return success();
}

}  // namespace clearway::record
