#include "collection/debts.h"

#include <algorithm>

#include "arrears/booking.h"
#include "arrears/file_json.h"
#include "collection/sql.h"  // generated
#include "record/extension.h"
#include "record/wait.h"
#include "settlement/ledger.h"

namespace clearway::collection {
namespace {

using arrears::Books;
using arrears::File;
using arrears::State;
using db::Connection;
using db::Row;
using record::Matter;
using record::Matters;
using record::MatterStep;
using record::Origin;
using record::Store;

/// The same matter of the ledger has the same id: it becomes a debt once.
std::string id_of(const payment::Overdue& overdue) {
  record::Framed framed("clearway.debt.1");
  framed.add(overdue.party_id).add(overdue.matter_id);
  return "D-" + record::hex(framed.digest()).substr(0, 16);
}

Matter matter_of(Matter matter, const File& file, const arrears::Statement& now) {
  matter.party_id = file.party_id;
  matter.matter_id = file.debt_id;
  matter.kind = debt_kind;
  matter.state = name(now.state);
  matter.customs_office = file.customs_office;
  matter.related_id = file.order_id;
  matter.opened_on = file.opened_on;
  matter.due_on.reset();
  if (now.deferral) matter.due_on = now.deferral->to;
  matter.amount_krw = now.costs.left() + now.tax.left();
  matter.body = arrears::to_json(file);
  return matter;
}

Result<std::vector<Matter>> step(Store& store, MatterStep step, std::string request, const Origin& origin,
                                 std::function<Status(record::Writing&)> also) {
  return record::wait<std::vector<Matter>>([&](auto done) {
    Matters(store).step({std::move(step)}, std::move(request), origin, std::move(done), std::move(also));
  });
}

/// The ledger as far as it concerns a debt; `reference`: another matter whose money is to be used for it.
Result<Books> read_books(Connection& database, const File& file, std::string_view reference = {}) {
  Books books;
  books.matters.insert(file.matter_id);
  auto status = success();
  if (!file.order_id.empty()) {
    status = database.rows(sql::receipts_beyond_order, {file.party_id, file.order_id}, [&](const Row& row) {
      books.matters.insert(payment::receipt_matter(row.text(0)));
      return true;
    });
    if (!status) return status.error();
  }
  for (const auto& matter : books.matters) {
    auto found = settlement::transactions(database, file.party_id, matter);
    if (!found) return found.error();
    books.transactions.insert(books.transactions.end(), std::make_move_iterator(found->begin()),
                              std::make_move_iterator(found->end()));
  }
  if (books.matters.size() > 1) {
    auto& all = books.transactions;
    std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.position < b.position; });
    all.erase(
        std::unique(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.position == b.position; }),
        all.end());
  }
  if (reference.empty()) return books;
  for (const auto account : {ledger::account::overpayments, ledger::account::unallocated_receipts}) {
    const ledger::Place place{std::string(account), std::string(reference)};
    auto found = settlement::movements(database, file.party_id, place);
    if (!found) return found.error();
    books.elsewhere[place] = std::move(*found);
  }
  return books;
}

Result<Books> read_books(const Store& store, const File& file, std::string_view reference = {}) {
  return store.query<Books>([&](Connection& database) { return read_books(database, file, reference); });
}

Status post_all(record::Writing& writing, const arrears::Terms& terms, const File& file,
                const std::vector<ledger::Draft>& drafts, const Origin& origin) {
  for (const auto& draft : drafts) {
    const auto posted = settlement::post(writing, terms.chart, file.party_id, draft, origin);
    if (posted) continue;
    const auto& error = posted.error();
    if (db::failure_of(error) != db::Failure::none) return error;
    return arrears::error_of(
        {arrears::Refusal::refused_by_the_ledger, error.field, error.code + " " + error.detail, error.fix});
  }
  return settlement::count_for_order(writing, file.party_id, file.order_id, drafts, origin);
}

/// What was asked for, so that a repetition is told from another request under the same id.
std::string request_of(const arrears::Asked& asked) {
  File alone;
  alone.events = {asked.event};
  alone.events.front().known_at = {};
  return asked.currency + "\n" + arrears::to_json(alone);
}

/// The other matter of which money is used, where one event does that.
std::string_view reference_of(const std::vector<arrears::Asked>& asked) {
  for (const auto& one : asked) {
    if (one.event.kind == arrears::EventKind::set_off) return one.event.reference;
  }
  return {};
}

/// One event after the other; all or none. `books` is left as it stands after them.
std::variant<arrears::Taken, arrears::Refused> take_all(const arrears::Terms& terms, const File& file, Books& books,
                                                        const std::vector<arrears::Asked>& asked, Date today,
                                                        const Origin& origin) {
  arrears::Taken all{file, {}};
  for (const auto& one : asked) {
    auto taken = arrears::take(terms, all.file, books, one, today);
    if (auto* refused = std::get_if<arrears::Refused>(&taken)) return std::move(*refused);
    auto& [left, drafts] = std::get<arrears::Taken>(taken);
    books.transactions = arrears::followed_by(books.transactions, drafts, file.party_id, origin.at);
    all.file = std::move(left);
    all.drafts.insert(all.drafts.end(), std::make_move_iterator(drafts.begin()), std::make_move_iterator(drafts.end()));
  }
  return all;
}

Result<std::string> office_of(const Store& store, const payment::Overdue& overdue) {
  const auto file = record::MatterReader(store).find(overdue.party_id, overdue.matter_id);
  if (!file) return file.error();
  return *file ? (*file)->customs_office : std::string();
}

Status open_one(Store& store, const arrears::Terms& terms, const payment::Overdue& overdue, Date today,
                const Origin& origin) {
  const auto order = settlement::order(store, overdue.party_id, overdue.order_id);
  if (!order) return order.error();
  const auto office = office_of(store, overdue);
  if (!office) return office.error();
  const auto kind = store.query<std::string>([&](Connection& database) -> Result<std::string> {
    const auto matter = settlement::find_matter(database, overdue.party_id, overdue.matter_id);
    if (!matter) return matter.error();
    return *matter ? (*matter)->kind : std::string();
  });
  if (!kind) return kind.error();
  const auto file = arrears::opened(overdue, (*order)->order, *kind, id_of(overdue), *office, origin.at, origin.actor);
  const auto books = read_books(store, file);
  if (!books) return books.error();
  const auto now = arrears::statement(terms, file, books->transactions, books->matters, today);
  if (!now) return now.error();
  const auto stepped = step(store, {matter_of({}, file, *now), "opened"}, {}, origin, {});
  return stepped ? success() : Status(stepped.error());
}

/// One file brought up to date; whether it was stepped.
Result<bool> follow_one(Store& store, const arrears::Terms& terms, const Kept& kept, Date today, const Origin& origin) {
  const auto books = read_books(store, kept.file);
  if (!books) return books.error();
  const auto drafts = arrears::booking(terms, kept.file, books->transactions, books->matters, today);
  if (!drafts) return drafts.error();
  const auto after = arrears::followed_by(books->transactions, *drafts, kept.file.party_id, origin.at);
  const auto now = arrears::statement(terms, kept.file, after, books->matters, today);
  if (!now) return now.error();
  auto matter = matter_of(kept.matter, kept.file, *now);
  if (drafts->empty() && matter.state == kept.matter.state && matter.amount_krw == kept.matter.amount_krw) return false;
  const auto stepped = step(store, {std::move(matter), "booked"}, {}, origin, [&](record::Writing& writing) -> Status {
    // What the writer sees may be newer than what was read above.
    const auto fresh = read_books(writing.database, kept.file);
    if (!fresh) return fresh.error();
    const auto again = arrears::booking(terms, kept.file, fresh->transactions, fresh->matters, today);
    return again ? post_all(writing, terms, kept.file, *again, origin) : Status(again.error());
  });
  if (!stepped && stepped.error().code == "version_is_not_current") return false;  // somebody else was quicker
  if (!stepped) return stepped.error();
  return true;
}

Result<Proof> proof_of(Connection& database, const Kept& kept, std::optional<Instant> known) {
  Proof proof;
  proof.file_version = kept.matter.version;
  proof.record_sequence = kept.matter.last_sequence;
  const auto until = known ? known->microseconds : INT64_MAX;
  auto status = database.rows(sql::head_as_known, {kept.file.party_id, until}, [&](const Row& row) {
    record::Digest digest{};
    proof.position = row.integer(0);
    if (record::read_digest(row.bytes(1), digest)) proof.digest = record::hex(digest);
    return false;
  });
  if (!status) return status.error();
  return proof;
}

}  // namespace

Result<Kept> kept_of(Matter matter) {
  auto file = arrears::from_json(matter.body);
  if (!file) return file.error();
  return Kept{std::move(matter), std::move(*file)};
}

Result<std::optional<Kept>> find(const Store& store, std::string_view party_id, std::string_view debt_id) {
  auto matter = record::MatterReader(store).find(party_id, debt_id);
  if (!matter) return matter.error();
  if (!*matter || (*matter)->kind != debt_kind) return std::optional<Kept>{};
  auto kept = kept_of(std::move(**matter));
  if (!kept) return kept.error();
  return std::optional(std::move(*kept));
}

Result<record::MatterPage> search(const Store& store, record::MatterSearch search) {
  search.kinds = {std::string(debt_kind)};
  return record::MatterReader(store).search(search);
}

Result<arrears::Books> books(const Store& store, const Kept& kept) { return read_books(store, kept.file); }

Result<std::vector<Kept>> of_party(const Store& store, std::string_view party_id) {
  record::MatterSearch asked;
  asked.kinds = {std::string(debt_kind)};
  asked.parties = {std::string(party_id)};
  std::vector<Kept> found;
  const auto status = record::MatterReader(store).all(asked, [&](const Matter& matter) -> Status {
    auto kept = kept_of(matter);
    if (!kept) return kept.error();
    found.push_back(std::move(*kept));
    return success();
  });
  if (!status) return status.error();
  return found;
}

Result<std::optional<Kept>> of_matter(const Store& store, std::string_view party_id, std::string_view matter_id) {
  auto debts = of_party(store, party_id);
  if (!debts) return debts.error();
  for (auto& debt : *debts) {
    if (debt.file.matter_id == matter_id) return std::optional(std::move(debt));
  }
  return std::optional<Kept>{};
}

Result<Joined> join(const Store& store, const arrears::Terms& terms, const Kept& kept, Brought brought, Date today,
                    const Origin& origin) {
  const auto known = read_books(store, kept.file);
  if (!known) return known.error();
  auto file = kept.file;
  for (auto& event : brought.events) {
    event.known_at = origin.at;
    event.actor = origin.actor;
    file.events.push_back(event);
  }
  // With what the law makes of it where the money is there.
  const auto drafts_on = [&terms, file, brought, today, at = origin.at](const Books& books) {
    auto drafts = brought.drafts;
    const auto with = arrears::followed_by(books.transactions, drafts, file.party_id, at);
    auto more = arrears::booking(terms, file, with, books.matters, today);
    if (more) more->insert(more->begin(), drafts.begin(), drafts.end());
    return more;
  };
  const auto drafts = drafts_on(*known);
  if (!drafts) return drafts.error();
  const auto after = arrears::followed_by(known->transactions, *drafts, file.party_id, origin.at);
  const auto now = arrears::statement(terms, file, after, known->matters, today);
  if (!now) return now.error();
  Joined joined{{matter_of(kept.matter, file, *now),
                 std::string(brought.events.empty() ? "booked" : name(brought.events.front().kind))},
                {}};
  joined.post = [&terms, file, drafts_on, origin](record::Writing& writing) -> Status {
    const auto fresh = read_books(writing.database, file);
    if (!fresh) return fresh.error();
    const auto again = drafts_on(*fresh);
    return again ? post_all(writing, terms, file, *again, origin) : Status(again.error());
  };
  return joined;
}

Result<std::size_t> open_overdue(Store& store, const arrears::Terms& terms, Date today, Instant now,
                                 std::string_view party_id) {
  const auto overdue = settlement::overdue(store, terms.chart, today);
  if (!overdue) return overdue.error();
  const Origin origin{"clearway", "", now};
  std::size_t opened = 0;
  for (const auto& one : *overdue) {
    if (!party_id.empty() && one.party_id != party_id) continue;
    const auto there = find(store, one.party_id, id_of(one));
    if (!there) return there.error();
    if (*there) continue;
    if (auto status = open_one(store, terms, one, today, origin); !status) return status.error();
    ++opened;
  }
  return opened;
}

Result<std::size_t> follow(Store& store, const arrears::Terms& terms, const std::vector<std::string>& parties,
                           Date today, Instant now) {
  const Origin origin{"clearway", "", now};
  std::size_t stepped = 0;
  record::MatterSearch asked;
  asked.kinds = {std::string(debt_kind)};
  asked.parties = parties;
  const auto status = record::MatterReader(store).all(asked, [&](const Matter& matter) -> Status {
    if (matter.state == name(State::extinct)) return success();
    const auto kept = kept_of(matter);
    if (!kept) return kept.error();
    const auto done = follow_one(store, terms, *kept, today, origin);
    if (!done) return done.error();
    stepped += *done ? 1 : 0;
    return success();
  });
  if (!status) return status.error();
  return stepped;
}

Status keep(Store& store, const arrears::Terms& terms, const File& file,
            const std::vector<ledger::Transaction>& transactions, Date today, const Origin& origin) {
  const auto now = arrears::statement(terms, file, transactions, {file.matter_id}, today);
  if (!now) return now.error();
  const auto stepped =
      step(store, {matter_of({}, file, *now), "kept"}, {}, origin, [&](record::Writing& writing) -> Status {
        for (const auto& one : transactions) {
          const Origin then{origin.actor, {}, one.known_at};
          const auto posted = settlement::post(writing, terms.chart, file.party_id, one.draft, then);
          if (!posted) return posted.error();
        }
        return success();
      });
  return stepped ? success() : Status(stepped.error());
}

Result<std::variant<Joined, arrears::Refused>> prepare(const Store& store, const arrears::Terms& terms,
                                                       const Kept& kept, std::vector<arrears::Asked> asked, Date today,
                                                       const Origin& origin) {
  using Prepared = std::variant<Joined, arrears::Refused>;
  for (auto& one : asked) {
    one.event.known_at = origin.at;
    one.event.actor = origin.actor;
  }
  auto books = read_books(store, kept.file, reference_of(asked));
  if (!books) return books.error();
  auto decided = take_all(terms, kept.file, *books, asked, today, origin);
  if (auto* refused = std::get_if<arrears::Refused>(&decided)) return Prepared{std::move(*refused)};
  const auto& file = std::get<arrears::Taken>(decided).file;
  const auto now = arrears::statement(terms, file, books->transactions, books->matters, today);
  if (!now) return now.error();
  Joined joined;
  joined.step = {matter_of(kept.matter, file, *now), std::string(name(asked.back().event.kind))};
  joined.post = [&terms, file = kept.file, asked = std::move(asked), today,
                 origin](record::Writing& writing) -> Status {
    // Money may have come in since: decided again on what stands there now.
    auto fresh = read_books(writing.database, file, reference_of(asked));
    if (!fresh) return fresh.error();
    auto again = take_all(terms, file, *fresh, asked, today, origin);
    if (const auto* refused = std::get_if<arrears::Refused>(&again)) return arrears::error_of(*refused);
    return post_all(writing, terms, file, std::get<arrears::Taken>(again).drafts, origin);
  };
  return Prepared{std::move(joined)};
}

std::optional<arrears::Refused> refusal_of(const Error& error) {
  const auto refusal = arrears::parse_refusal(error.code);
  if (!refusal) return std::nullopt;
  return arrears::Refused{*refusal, error.field, error.detail, error.fix};
}

Result<Taken> take(Store& store, const arrears::Terms& terms, const Kept& kept, arrears::Asked asked, Date today,
                   const Origin& origin) {
  asked.event.known_at = origin.at;
  asked.event.actor = origin.actor;
  const MatterStep taking{kept.matter, std::string(name(asked.event.kind))};
  const auto request = request_of(asked);
  auto earlier = Matters(store).repeated({taking}, request, origin);
  if (!earlier) return earlier.error();
  if (*earlier) {
    auto again = kept_of(std::move((*earlier)->front()));
    if (!again) return again.error();
    return Taken{std::move(*again), {}};
  }
  auto prepared = prepare(store, terms, kept, {std::move(asked)}, today, origin);
  if (!prepared) return prepared.error();
  if (auto* refused = std::get_if<arrears::Refused>(&*prepared)) return Taken{{}, std::move(*refused)};
  auto& joined = std::get<Joined>(*prepared);
  auto stepped = step(store, std::move(joined.step), request, origin, std::move(joined.post));
  if (!stepped) {
    if (auto refused = refusal_of(stepped.error())) return Taken{{}, std::move(*refused)};
    return stepped.error();
  }
  auto left = kept_of(std::move(stepped->front()));
  if (!left) return left.error();
  return Taken{std::move(*left), {}};
}

Result<Stated> statement(const Store& store, const arrears::Terms& terms, const Kept& kept, Date on,
                         std::optional<Instant> known) {
  return store.query<Stated>([&](Connection& database) -> Result<Stated> {
    const auto books = read_books(database, kept.file);
    if (!books) return books.error();
    auto stated = arrears::statement(terms, kept.file, books->transactions, books->matters, on, known);
    if (!stated) return stated.error();
    auto proof = proof_of(database, kept, known);
    if (!proof) return proof.error();
    Stated out{std::move(*stated), {}, std::move(*proof)};
    out.lines = ledger::statement(terms.chart, books->transactions, {}, on, known);
    std::erase_if(out.lines, [&](const auto& line) { return !books->matters.contains(line.entry.matter_id); });
    return out;
  });
}

Status each(const Store& store, const std::function<bool(const Kept&, const Books&)>& visit) {
  auto failed = success();
  auto status = record::MatterReader(store).each(debt_kind, [&](const Matter& matter) {
    const auto kept = kept_of(matter);
    if (!kept) return failed = kept.error(), false;
    const auto books = read_books(store, kept->file);
    if (!books) return failed = books.error(), false;
    return visit(*kept, *books);
  });
  return failed ? status : failed;
}

Result<arrears::Report> figures(const Store& store, const arrears::Terms& terms, Date from, Date to,
                                std::optional<Instant> known) {
  arrears::Figures figures(terms, from, to, known);
  auto failed = success();
  const auto status = each(store, [&](const Kept& kept, const Books& books) {
    failed = figures.add(kept.file, books.transactions, books.matters);
    return failed.ok();
  });
  if (!status) return status.error();
  if (!failed) return failed.error();
  return figures.finish();
}

}  // namespace clearway::collection
