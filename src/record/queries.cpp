#include <sodium.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <tuple>
#include <utility>

#include "record/condition.h"
#include "record/sql.h"  // generated
#include "record/store_impl.h"

namespace clearway::record {
namespace {

using db::Connection;
using db::Row;
using db::Value;

constexpr unsigned largest_page = 1'000;
constexpr std::int64_t replay_step = 2'000;

constexpr std::string_view listed_columns =
    "party_id, declaration_id, declaration_number, procedure, customs_office, declared_on, channel, state, "
    "likelihood_ppm, expected_value_ppm, value_krw, destination_country, hs6, filer_code, exporter_name, source, "
    "version, "
    "stream, lodged_sequence, last_sequence, ''";

/// What the scope allows, as one condition; an empty scope allows nothing.
void restrict_to(Where& where, const Scope& scope) {
  if (scope.everything) return;
  std::string any;
  const auto add = [&](std::string_view column, const std::vector<std::string>& values) {
    if (!values.empty()) any += (any.empty() ? "" : " OR ") + one_of(where, column, values);
  };
  add("customs_office", scope.offices);
  add("party_id", scope.parties);
  add("filer_code", scope.filers);
  where.also(any.empty() ? "1 = 0" : "(" + any + ")");
}

// --- pages
// ------------------------------------------------------------------------------------------------------------

/// Place of a row in a list. Newest first: day, then sequence; by expected value: that, then sequence.
struct Place {
  std::string first;
  std::int64_t sequence = 0;
  std::string party_id, declaration_id;
};

std::string cursor_of(const StoredDeclaration& d, Order order) {
  const std::string first = order == Order::newest ? d.declared_on.text() : std::to_string(d.expected_value_ppm);
  return first + "~" + std::to_string(d.lodged_sequence) + "~" + d.party_id + "~" + d.declaration_id;
}

std::optional<Place> parse_cursor(std::string_view text, Order order) {
  Place place;
  const auto take = [&](std::string& out) {
    const auto end = text.find('~');
    if (end == std::string_view::npos) return false;
    out = text.substr(0, end);
    text.remove_prefix(end + 1);
    return true;
  };
  std::string sequence;
  if (!take(place.first) || !take(sequence) || !take(place.party_id)) return std::nullopt;
  place.declaration_id = text;
  const auto number = parse_integer(sequence);
  const bool sound =
      order == Order::newest ? Date::parse(place.first).has_value() : parse_integer(place.first).has_value();
  if (!number || !sound) return std::nullopt;
  place.sequence = *number;
  return place;
}

bool stands_before(const StoredDeclaration& a, const StoredDeclaration& b, Order order) {
  const auto rest = [](const StoredDeclaration& d) {
    return std::tie(d.lodged_sequence, d.party_id, d.declaration_id);
  };
  switch (order) {
    case Order::newest: return a.declared_on != b.declared_on ? a.declared_on > b.declared_on : rest(a) > rest(b);
    case Order::expected_value:
      return a.expected_value_ppm != b.expected_value_ppm ? a.expected_value_ppm > b.expected_value_ppm
                                                          : rest(a) > rest(b);
  }
  return false;
}

std::string order_by(Order order) {
  const std::string first = order == Order::newest ? "declared_on" : "expected_value_ppm";
  return first + " DESC, lodged_sequence DESC, party_id DESC, declaration_id DESC";
}

/// Rows after `place`. The comparison of rows works part by part on both engines, and uses an index for its beginning.
void after(Where& where, const Place& place, Order order) {
  const std::string first =
      order == Order::newest ? where.parameter(place.first) : where.parameter(parse_integer(place.first).value_or(0));
  const std::string column = order == Order::newest ? "declared_on" : "expected_value_ppm";
  where.also("(" + column + ", lodged_sequence, party_id, declaration_id) < (" + first + ", " +
             where.parameter(place.sequence) + ", " + where.parameter(place.party_id) + ", " +
             where.parameter(place.declaration_id) + ")");
}

std::string like_pattern(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '%' || c == '_' || c == '\\') out.push_back('\\');
    out.push_back(c);
  }
  return out;
}

void match_text(Where& where, const std::string& text) {
  const std::string pattern = like_pattern(text);
  where.also("(declaration_number = " + where.parameter(text) + " OR declaration_id LIKE " +
             where.parameter(pattern + "%") + " ESCAPE '\\' OR lower(exporter_name) LIKE lower(" +
             where.parameter("%" + pattern + "%") + ") ESCAPE '\\')");
}

void apply_filters(Where& where, const Search& search) {
  where.equal("customs_office", search.customs_office);
  where.equal("party_id", search.party_id);
  where.equal("filer_code", search.filer_code);
  where.equal("state", search.state);
  if (search.channel) where.also("channel = " + where.parameter(static_cast<std::int64_t>(*search.channel)));
  if (search.procedure) where.also("procedure = " + where.parameter(static_cast<std::int64_t>(*search.procedure)));
  if (search.from) where.also("declared_on >= " + where.parameter(search.from->text()));
  if (search.to) where.also("declared_on <= " + where.parameter(search.to->text()));
}

Result<std::vector<std::string>> all_offices(Connection& database) {
  std::vector<std::string> offices = {""};  // rows without an office
  for (;;) {
    bool more = false;
    const std::string last = offices.back();
    auto status = database.rows(sql::next_office, {last}, [&](const Row& row) {
      more = !row.is_null(0);
      if (more) offices.push_back(row.string(0));
      return true;
    });
    if (!status) return status.error();
    if (!more) return offices;
  }
}

/// Each list is read from one index in its order: by office, by party, or by filer. Several are merged.
using Source = std::pair<std::string_view, std::string>;
Result<std::vector<Source>> sources_of(Connection& database, const Search& search) {
  std::vector<Source> sources;
  if (search.party_id || search.customs_office || search.filer_code) return std::vector<Source>{{"", ""}};
  const auto add = [&](std::string_view column, const std::vector<std::string>& values) {
    for (const auto& value : values) sources.emplace_back(column, value);
  };
  if (search.scope.everything) {
    const auto offices = all_offices(database);
    if (!offices) return offices.error();
    add("customs_office", *offices);
    return sources;
  }
  add("customs_office", search.scope.offices);
  add("party_id", search.scope.parties);
  add("filer_code", search.scope.filers);
  return sources;
}

struct KnownNumber {
  std::string party_id, declaration_id;
};
Result<std::optional<KnownNumber>> find_number(Connection& database, std::string_view number) {
  std::optional<KnownNumber> found;
  auto status = database.rows(sql::find_number, {number}, [&](const Row& row) {
    found = KnownNumber{row.string(0), row.string(1)};
    return true;
  });
  if (!status) return status.error();
  return found;
}

Status read_source(Connection& database, const Search& search, const Source& source, const std::optional<Place>& place,
                   unsigned limit, std::vector<StoredDeclaration>& found) {
  Where where;
  if (!source.first.empty()) where.also(std::string(source.first) + " = " + where.parameter(source.second));
  apply_filters(where, search);
  restrict_to(where, search.scope);
  if (!search.text.empty()) match_text(where, search.text);
  if (place) after(where, *place, search.order);
  std::string sql = "SELECT " + std::string(listed_columns) + " FROM declaration";
  if (!where.text().empty()) sql += " WHERE " + where.text();
  sql += " ORDER BY " + order_by(search.order);
  sql += " LIMIT " + where.parameter(static_cast<std::int64_t>(limit) + 1);
  return database.rows(sql, where.values(), [&](const Row& row) {
    found.push_back(declaration_from(row));
    return true;
  });
}

Page page_of(std::vector<StoredDeclaration> found, Order order, unsigned limit) {
  std::sort(found.begin(), found.end(), [&](const auto& a, const auto& b) { return stands_before(a, b, order); });
  const auto same = [](const auto& a, const auto& b) {
    return a.party_id == b.party_id && a.declaration_id == b.declaration_id;
  };
  found.erase(std::unique(found.begin(), found.end(), same), found.end());
  Page page;
  const bool more = found.size() > limit;
  if (more) found.resize(limit);
  if (more) page.next_cursor = cursor_of(found.back(), order);
  page.declarations = std::move(found);
  return page;
}

Result<Page> search_in(Connection& database, Search search) {
  const unsigned limit = std::clamp(search.limit, 1U, largest_page);
  std::optional<Place> place;
  if (!search.cursor.empty()) {
    place = parse_cursor(search.cursor, search.order);
    if (!place) {
      return Error{"cursor_is_not_valid", "cursor", "The cursor is not one this list has given",
                   "Start again without a cursor"};
    }
  }
  if (!search.text.empty()) {  // a whole number is found at once, wherever it is
    const auto number = find_number(database, search.text);
    if (!number) return number.error();
    if (*number && (!search.party_id || *search.party_id == (*number)->party_id)) search.party_id = (*number)->party_id;
  }
  const auto sources = sources_of(database, search);
  if (!sources) return sources.error();
  std::vector<StoredDeclaration> found;
  for (const auto& source : *sources) {
    if (auto status = read_source(database, search, source, place, limit, found); !status) return status.error();
  }
  return page_of(std::move(found), search.order, limit);
}

// --- statistics -----------------------------------------------------------------------------------------------------

std::string period_column(Period period) {
  switch (period) {
    case Period::day:
    case Period::week: return "declared_on";
    case Period::month: return "substr(declared_on, 1, 7)";
    case Period::year: return "substr(declared_on, 1, 4)";
    case Period::total: return "''";
  }
  return "''";
}

Date period_start(Period period, std::string_view text, Date from) {
  switch (period) {
    case Period::day: return Date::parse(text).value_or(from);
    case Period::week: {
      const Date day = Date::parse(text).value_or(from);
      return day.plus_days(-((day.days() + 3) % 7));
    }
    case Period::month: return Date::parse(std::string(text) + "-01").value_or(from);
    case Period::year: return Date::parse(std::string(text) + "-01-01").value_or(from);
    case Period::total: return from;
  }
  return from;
}

std::string statistics_sql(const StatisticsQuery& query, const std::string& condition) {
  const auto column = [](bool wanted, std::string_view name, std::string_view otherwise) {
    return std::string(wanted ? name : otherwise);
  };
  std::string groups = period_column(query.period);
  if (query.by_procedure) groups += ", procedure";
  if (query.by_office) groups += ", customs_office";
  if (query.by_channel) groups += ", channel";
  if (query.by_state) groups += ", state";
  std::string sql = "SELECT " + period_column(query.period) + ", " + column(query.by_procedure, "procedure", "0") +
                    ", " + column(query.by_office, "customs_office", "''") + ", " +
                    column(query.by_channel, "channel", "0") + ", " + column(query.by_state, "state", "''") +
                    ", count(*), CAST(sum(value_krw) AS bigint) FROM declaration WHERE " + condition;
  if (query.period == Period::total) {  // a constant is no group to PostgreSQL
    const auto comma = groups.find(", ");
    if (comma == std::string::npos) return sql + " HAVING count(*) > 0";
    groups = groups.substr(comma + 2);
  }
  return sql + " GROUP BY " + groups;
}

Result<std::vector<StatisticsRow>> statistics_in(Connection& database, const StatisticsQuery& query) {
  Where where;
  where.equal("customs_office", query.customs_office);
  where.also("declared_on >= " + where.parameter(query.from.text()));
  where.also("declared_on <= " + where.parameter(query.to.text()));
  restrict_to(where, query.scope);
  // Days of a week fall into the same row.
  using Group = std::tuple<std::int32_t, std::int64_t, std::string, std::int64_t, std::string>;
  std::map<Group, std::pair<std::int64_t, std::int64_t>> sums;
  auto status = database.rows(statistics_sql(query, where.text()), where.values(), [&](const Row& row) {
    const Date start = period_start(query.period, row.text(0), query.from);
    auto& sum = sums[{start.days(), row.integer(1), row.string(2), row.integer(3), row.string(4)}];
    sum.first += row.integer(5);
    sum.second += row.integer(6);
    return true;
  });
  if (!status) return status.error();
  std::vector<StatisticsRow> rows;
  for (const auto& [group, sum] : sums) {
    const auto& [start, procedure, office, channel, state] = group;
    StatisticsRow row;
    row.period_start = Date::from_days(start);
    if (query.by_procedure) row.procedure = static_cast<Procedure>(procedure);
    if (query.by_office) row.customs_office = office;
    if (query.by_channel) row.channel = static_cast<Channel>(channel);
    if (query.by_state) row.state = state;
    row.count = sum.first;
    row.value_krw = sum.second;
    rows.push_back(std::move(row));
  }
  return rows;
}

// --- records ---------------------------------------------------------------------------------------------------------

struct LinkedRecord {
  StoredRecord record;
  std::int64_t previous = 0;
};

Result<std::optional<LinkedRecord>> find_record(Connection& database, std::int64_t stream, std::int64_t sequence,
                                                std::string_view party_id) {
  std::optional<LinkedRecord> found;
  auto status = database.rows(sql::find_record, {stream, sequence, party_id}, [&](const Row& row) {
    found.emplace();
    StoredRecord& record = found->record;
    record.stream = row.integer(0);
    record.sequence = row.integer(1);
    record.party_id = row.string(2);
    record.kind = parse_kind(row.text(3)).value_or(Kind::note);
    record.subject_id = row.string(4);
    found->previous = row.integer(5);
    record.recorded_at = Instant{row.integer(6)};
    record.actor = row.string(7);
    record.request_id = row.string(8);
    Digest hash{};
    read_digest(row.bytes(10), hash);
    record.hash = hex(hash);
    record.body = row.string(11);
    return true;
  });
  if (!status) return status.error();
  return found;
}

Result<std::optional<DeclarationWithHistory>> read_with_history(Connection& database, std::string_view party_id,
                                                                std::string_view declaration_id) {
  auto declaration = find_declaration(database, party_id, declaration_id);
  if (!declaration) return declaration.error();
  if (!*declaration) return std::optional<DeclarationWithHistory>{};
  DeclarationWithHistory read{std::move(**declaration), "", {}};
  std::int64_t sequence = read.declaration.last_sequence;
  while (sequence > 0) {
    auto found = find_record(database, read.declaration.stream, sequence, party_id);
    if (!found) return found.error();
    // A link that leads nowhere, or forwards, is damage; the audit names it.
    if (!*found || (*found)->previous >= sequence) {
      return db::make_error(db::Failure::corrupt, database.shown(),
                            "record " + std::to_string(sequence) + " of declaration '" + std::string(declaration_id) +
                                "' is missing or altered");
    }
    sequence = (*found)->previous;
    read.history.push_back(std::move((*found)->record));
  }
  std::reverse(read.history.begin(), read.history.end());
  if (!read.history.empty()) read.decision = read.history.front().body;
  return std::optional(std::move(read));
}

StoredExamination examination_from(const Row& row) {
  return {row.string(0),
          row.string(1),
          row.integer(2),
          row.integer(3),
          Date::parse(row.text(4)).value_or(Date{}),
          row.string(5),
          {row.integer(6) != 0, split(row.text(7)), row.string(8), row.string(9)}};
}

struct ReplaySource {
  Connection& database;
  const Keys& keys;

  Status first_facts(const std::string& party_id, const std::string& declaration_id, std::string& facts) {
    return database.rows(sql::find_first_version, {party_id, declaration_id}, [&](const Row& row) {
      facts = row.text(0);
      return true;
    });
  }

  Status personal_values(const std::string& party_id, const std::string& declaration_id,
                         std::vector<PersonalValue>& out) {
    std::optional<Error> failure;
    auto status = database.rows(sql::list_personal_data, {party_id, declaration_id}, [&](const Row& row) {
      const std::string field = row.string(0);
      auto plain = decrypt(keys.data, personal_context(party_id, declaration_id, field), row.bytes(1));
      if (!plain) {
        failure = plain.error();
        return false;
      }
      out.push_back({field, std::move(*plain)});
      return true;
    });
    if (!status) return status;
    return failure ? Status(*failure) : success();
  }
};

Result<std::int64_t> head_of(Connection& database, std::int64_t stream) {
  std::int64_t head = 0;
  auto status = database.rows(sql::find_head, {stream}, [&](const Row& row) {
    head = row.integer(0);
    return true;
  });
  if (!status) return status.error();
  return head;
}

Result<std::int64_t> replay_in(ReplaySource source, std::int64_t stream, std::int64_t after_sequence,
                               const std::function<bool(const ReplayRow&)>& visit) {
  const auto head = head_of(source.database, stream);
  if (!head) return head.error();
  std::int64_t visited = after_sequence;
  bool wanted = true;
  for (std::int64_t from = after_sequence; from < *head && wanted; from += replay_step) {
    Status inner = success();
    const std::int64_t to = std::min(from + replay_step, *head);
    auto status = source.database.rows(sql::replay_records, {stream, from, to}, [&](const Row& row) {
      const std::string party_id = row.string(2), declaration_id = row.string(3);
      std::string first_facts;
      ReplayRow replayed{stream,
                         row.integer(0),
                         parse_kind(row.text(1)).value_or(Kind::note),
                         party_id,
                         declaration_id,
                         Instant{row.integer(4)},
                         row.text(5),
                         row.text(6),
                         {},
                         static_cast<Procedure>(row.integer(7))};
      if (row.integer(8) > 1) {
        inner = source.first_facts(party_id, declaration_id, first_facts);
        if (!first_facts.empty()) replayed.facts = first_facts;
      }
      if (inner.ok() && party_id.starts_with('P')) {
        inner = source.personal_values(party_id, declaration_id, replayed.personal);
      }
      if (!inner) return false;
      wanted = visit(replayed);
      visited = replayed.sequence;
      return wanted;
    });
    if (!status) return status.error();
    if (!inner) return inner.error();
    if (wanted) visited = to;
  }
  return visited;
}

}  // namespace

// --- connections for reading
// ----------------------------------------------------------------------------------------------

Result<std::unique_ptr<Connection>> Store::Impl::borrow() const {
  {
    const std::lock_guard lock(reader_mutex);
    if (!idle_readers.empty()) {
      auto reader = std::move(idle_readers.back());
      idle_readers.pop_back();
      return reader;
    }
  }
  db::OpenOptions opening;
  opening.read_only = true;
  return Connection::open(options.url, opening);
}

void Store::Impl::give_back(std::unique_ptr<Connection> reader) const {
  const std::lock_guard lock(reader_mutex);
  idle_readers.push_back(std::move(reader));
}

void Store::Impl::drop_idle() const {
  const std::lock_guard lock(reader_mutex);
  idle_readers.clear();
}

// --- the interface
// ----------------------------------------------------------------------------------------------------------

Result<std::optional<StoredDeclaration>> Store::find(std::string_view party_id, std::string_view declaration_id) const {
  return impl_->read<std::optional<StoredDeclaration>>(
      [&](Connection& database) { return find_declaration(database, party_id, declaration_id); });
}

Result<std::optional<DeclarationWithHistory>> Store::read(std::string_view party_id,
                                                          std::string_view declaration_id) const {
  return impl_->read<std::optional<DeclarationWithHistory>>(
      [&](Connection& database) { return read_with_history(database, party_id, declaration_id); });
}

Result<std::optional<StoredDeclaration>> Store::find_by_number(std::string_view declaration_number) const {
  using Found = std::optional<StoredDeclaration>;
  return impl_->read<Found>([&](Connection& database) -> Result<Found> {
    const auto known = find_number(database, declaration_number);
    if (!known) return known.error();
    if (!*known) return Found{};
    return find_declaration(database, (*known)->party_id, (*known)->declaration_id);
  });
}

Result<Page> Store::search(const Search& search) const {
  return impl_->read<Page>([&](Connection& database) { return search_in(database, search); });
}

Result<std::vector<StatisticsRow>> Store::statistics(const StatisticsQuery& query) const {
  return impl_->read<std::vector<StatisticsRow>>([&](Connection& database) { return statistics_in(database, query); });
}

Result<std::vector<StatisticsRow>> Store::office_day(std::string_view customs_office, Date day) const {
  StatisticsQuery query;
  query.scope.offices.emplace_back(customs_office);
  query.customs_office = std::string(customs_office);
  query.from = query.to = day;
  query.period = Period::day;
  query.by_procedure = query.by_channel = query.by_state = true;
  return statistics(query);
}

Result<std::vector<StoredExamination>> Store::examinations(std::string_view party_id,
                                                           std::string_view declaration_id) const {
  using Found = std::vector<StoredExamination>;
  return impl_->read<Found>([&](Connection& database) -> Result<Found> {
    Found found;
    auto status = database.rows(sql::list_examinations, {party_id, declaration_id}, [&](const Row& row) {
      found.push_back(examination_from(row));
      return true;
    });
    if (!status) return status.error();
    return found;
  });
}

Result<std::optional<Receipt>> Store::answered(std::string_view party_id, std::string_view actor,
                                               std::string_view request_id) const {
  using Found = std::optional<Receipt>;
  return impl_->read<Found>([&](Connection& database) -> Result<Found> {
    Found found;
    auto status = database.rows(sql::find_request, {party_id, actor, request_id}, [&](const Row& row) {
      found = Receipt{Outcome::repeated, std::string(party_id), row.string(1), row.string(2),
                      row.integer(3),    row.integer(4),        row.integer(5)};
      return true;
    });
    if (!status) return status.error();
    return found;
  });
}

Result<std::int64_t> Store::replay(std::int64_t stream, std::int64_t after_sequence,
                                   const std::function<bool(const ReplayRow&)>& visit) const {
  // Not read(): a replay that was begun must not begin again.
  auto reader = impl_->borrow();
  if (!reader) return reader.error();
  auto result = replay_in({**reader, impl_->keys}, stream, after_sequence, visit);
  if (result) impl_->give_back(std::move(*reader));
  return result;
}

std::string Store::sign(std::string_view message) const {
  const auto signature = impl_->keys.sign(message);
  std::string hexadecimal(2 * signature.size() + 1, '\0');
  sodium_bin2hex(hexadecimal.data(), hexadecimal.size(), signature.data(), signature.size());
  hexadecimal.pop_back();
  return hexadecimal;
}

std::string Store::public_key() const { return hex(impl_->keys.public_key()); }

Result<std::int64_t> Store::last_sequence(std::int64_t stream) const {
  return impl_->read<std::int64_t>([&](Connection& database) { return head_of(database, stream); });
}

Result<std::optional<Instant>> Store::last_recorded_at(std::int64_t stream) const {
  return impl_->read<std::optional<Instant>>([&](Connection& database) -> Result<std::optional<Instant>> {
    const auto head = head_of(database, stream);
    if (!head) return head.error();
    std::optional<Instant> at;
    auto status = database.rows(sql::recorded_at, {stream, *head}, [&](const Row& row) {
      at = Instant{row.integer(0)};
      return true;
    });
    if (!status) return status.error();
    return at;
  });
}

Result<std::int64_t> Store::sampled_decisions(Date from, Date to, std::int64_t most,
                                              const std::function<void(const LodgedDecision&)>& visit) const {
  const std::string first = from.text(), last = to.text();
  auto reader = impl_->borrow();  // not read(): what was visited must not be visited again
  if (!reader) return reader.error();
  auto& database = **reader;
  const auto offices = all_offices(database);
  if (!offices) return offices.error();
  std::vector<std::pair<std::string, std::int64_t>> counts;
  std::int64_t all = 0;
  for (const auto& office : *offices) {
    auto status = database.rows(sql::count_declared, {office, first, last}, [&](const Row& row) {
      if (row.integer(0) > 0) counts.emplace_back(office, row.integer(0));
      return true;
    });
    if (!status) return status.error();
    if (!counts.empty() && counts.back().first == office) all += counts.back().second;
  }
  const std::int64_t every = std::max<std::int64_t>(1, (all + most - 1) / std::max<std::int64_t>(1, most));
  for (const auto& [office, count] : counts) {
    auto status = database.rows(sql::sampled_decisions, {office, first, last, every}, [&](const Row& row) {
      visit({row.text(3), row.text(1), row.text(2), row.integer(0)});
      return true;
    });
    if (!status) return status.error();
  }
  impl_->give_back(std::move(*reader));
  return all;
}

Status Store::each_result(const std::function<void(const StoredResult&)>& visit) const {
  auto reader = impl_->borrow();  // not read(): what was visited must not be visited again
  if (!reader) return reader.error();
  auto status = (*reader)->rows(sql::all_results, {}, [&](const Row& row) {
    visit({row.text(0), row.text(1), Date::parse(row.text(3)).value_or(Date{}), !found_something(row.text(4))});
    return true;
  });
  if (status) impl_->give_back(std::move(*reader));
  return status;
}

Status Store::ping() const {
  auto answer = impl_->read<Nothing>(
      [](Connection& database) { return database.rows("SELECT 1", {}, [](const Row&) { return true; }); });
  return answer;
}

}  // namespace clearway::record
