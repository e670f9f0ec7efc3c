#include "settlement/ledger.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "record/extension.h"
#include "settlement/sql.h"  // generated

namespace clearway::settlement {
namespace {

using db::Connection;
using db::Row;
using db::Value;
using ledger::Draft;
using ledger::Entry;
using ledger::Known;
using ledger::Matter;
using ledger::Movements;
using ledger::Place;
using ledger::Side;
using ledger::Transaction;
using record::Digest;
using record::Origin;
using record::view;
using record::Writing;

struct Head {
  std::int64_t position = 0;
  Instant known_at;
  Digest hash{};
};

Result<Head> head_of(Connection& database, std::string_view party_id) {
  Head head;
  head.hash = first_hash(party_id);
  bool sound = true;
  auto status = database.rows(sql::find_ledger_head, {party_id}, [&](const Row& row) {
    head.position = row.integer(0);
    head.known_at = Instant{row.integer(1)};
    sound = record::read_digest(row.bytes(2), head.hash);
    return true;
  });
  if (!status) return status.error();
  if (!sound) {
    return db::make_error(db::Failure::corrupt, database.shown(),
                          "the head of the ledger of " + std::string(party_id) + " is altered");
  }
  return head;
}

Transaction transaction_from(const Row& row) {
  Transaction transaction;
  transaction.party_id = row.text(0);
  transaction.position = row.integer(1);
  transaction.draft.transaction_id = row.text(2);
  transaction.draft.kind = ledger::parse_kind(row.text(3)).value_or(ledger::Kind::assessed);
  transaction.draft.applies_on = Date::parse(row.text(4)).value_or(Date{});
  transaction.known_at = Instant{row.integer(5)};
  transaction.actor = row.text(6);
  transaction.request_id = row.text(7);
  transaction.draft.reverses = row.text(8);
  transaction.draft.cite = row.text(9);
  transaction.draft.note = row.text(10);
  return transaction;
}

Entry entry_from(std::string account, std::string matter_id, std::int64_t amount) {
  amount = std::max(amount, -INT64_MAX);  // a damaged row must not be worse than wrong
  return {std::move(account), std::move(matter_id), amount < 0 ? Side::credit : Side::debit,
          amount < 0 ? -amount : amount};
}

Result<Known> known_for(Connection& database, std::string_view party_id, const Draft& draft, Instant newest) {
  Known known;
  known.newest = newest;
  const auto take_matter = [&](const std::string& id) -> Status {
    if (known.matters.contains(id)) return success();
    const auto matter = find_matter(database, party_id, id);
    if (!matter) return matter.error();
    if (*matter) known.matters.emplace(id, **matter);
    return success();
  };
  for (const auto& matter : draft.opens) {
    if (auto status = take_matter(matter.matter_id); !status) return status.error();
  }
  for (const auto& place : ledger::places_of(draft)) {
    if (auto status = take_matter(place.matter_id); !status) return status.error();
    auto found = movements(database, party_id, place);
    if (!found) return found.error();
    known.movements[place] = std::move(*found);
  }
  const auto taken = find_transaction(database, party_id, draft.transaction_id);
  if (!taken) return taken.error();
  known.exists = taken->has_value();
  if (draft.reverses.empty()) return known;
  const auto original = find_transaction(database, party_id, draft.reverses);
  if (!original) return original.error();
  if (*original) known.reversed = (*original)->draft;
  auto status = database.rows(sql::find_ledger_reversal, {party_id, draft.reverses}, [&](const Row& row) {
    known.reversed_by = row.text(0);
    return true;
  });
  if (!status) return status.error();
  return known;
}

Status insert(Writing& writing, const Transaction& transaction, const Digest& hash, std::int64_t sequence,
              const Known& known) {
  const auto& draft = transaction.draft;
  const std::string applies_on = draft.applies_on.text();
  const auto inserted = writing.database.run(
      sql::insert_ledger_transaction,
      {transaction.party_id, transaction.position, draft.transaction_id, name(draft.kind), applies_on,
       transaction.known_at.microseconds, transaction.actor, transaction.request_id, draft.reverses, draft.cite,
       draft.note, Value::bytes(view(hash)), writing.chain.stream(), sequence});
  if (!inserted) return inserted.error();
  std::int64_t line = 0;
  for (const auto& entry : draft.entries) {
    const auto added =
        writing.database.run(sql::insert_ledger_entry, {transaction.party_id, transaction.position, ++line,
                                                        entry.account, entry.matter_id, applies_on, entry.debit()});
    if (!added) return added.error();
  }
  for (const auto& matter : draft.opens) {
    if (known.matters.contains(matter.matter_id)) continue;
    const std::string exists_from = matter.exists_from.text();
    const auto opened =
        writing.database.run(sql::insert_ledger_matter,
                             {transaction.party_id, matter.matter_id, matter.kind, exists_from, transaction.position});
    if (!opened) return opened.error();
  }
  const auto put = writing.database.run(
      sql::put_ledger_head,
      {transaction.party_id, transaction.position, transaction.known_at.microseconds, Value::bytes(view(hash))});
  return put ? success() : Status(put.error());
}

Digest fingerprint_of(std::string_view party_id, const Draft& draft) {
  record::Framed framed("clearway.ledger.request.1");
  framed.add(party_id).add(draft.transaction_id).add(name(draft.kind)).add(draft.applies_on.text());
  framed.add(draft.currency).add(draft.reverses).add(draft.cite).add(draft.note);
  for (const auto& matter : draft.opens) {
    framed.add(matter.matter_id).add(matter.kind).add(matter.exists_from.text());
  }
  for (const auto& entry : draft.entries) framed.add(text_of(entry));
  return framed.digest();
}

Result<std::vector<Transaction>> read_transactions(Connection& database, std::string_view party_id,
                                                   std::string_view matter_id) {
  std::vector<Transaction> found;
  const bool all = matter_id.empty();
  const auto take = [&](const Row& row) {
    found.push_back(transaction_from(row));
    return true;
  };
  auto status = all ? database.rows(sql::list_ledger_transactions, {party_id}, take)
                    : database.rows(sql::transactions_of_matter, {party_id, matter_id}, take);
  if (!status) return status.error();
  std::size_t at = 0;
  const auto add = [&](const Row& row) {
    while (at < found.size() && found[at].position < row.integer(0)) ++at;
    if (at < found.size() && found[at].position == row.integer(0)) {
      found[at].draft.entries.push_back(entry_from(row.string(1), row.string(2), row.integer(3)));
    }
    return true;
  };
  status = all ? database.rows(sql::entries_of_party, {party_id}, add)
               : database.rows(sql::entries_of_matter, {party_id, matter_id}, add);
  if (!status) return status.error();
  return found;
}

}  // namespace

// --- the chain of a party
// ---------------------------------------------------------------------------------------------------

Digest first_hash(std::string_view party_id) {
  return record::Framed("clearway.ledger.first.1").add(party_id).digest();
}

Digest hash_of(const Digest& previous, const Transaction& transaction) {
  const auto& draft = transaction.draft;
  record::Framed framed("clearway.ledger.1", 512);
  framed.add(previous).add(transaction.party_id).add(transaction.position).add(draft.transaction_id);
  framed.add(name(draft.kind)).add(draft.applies_on.text()).add(transaction.known_at.microseconds);
  framed.add(transaction.actor).add(transaction.request_id).add(draft.reverses).add(draft.cite).add(draft.note);
  auto opened = draft.opens;
  std::sort(opened.begin(), opened.end(), [](const auto& a, const auto& b) { return a.matter_id < b.matter_id; });
  framed.add(static_cast<std::int64_t>(opened.size()));
  for (const auto& matter : opened) framed.add(matter.matter_id).add(matter.kind).add(matter.exists_from.text());
  framed.add(static_cast<std::int64_t>(draft.entries.size()));
  for (const auto& entry : draft.entries) framed.add(entry.account).add(entry.matter_id).add(entry.debit());
  return framed.digest();
}

std::string text_of(const Entry& entry) {
  return std::string(name(entry.side)) + " " + entry.account + " " + entry.matter_id + " " +
         std::to_string(entry.amount_krw);
}

std::string body_of(const Transaction& transaction, const Digest& hash) {
  std::string entries;
  for (const auto& entry : transaction.draft.entries) entries += (entries.empty() ? "" : "\n") + text_of(entry);
  return record::json_object({{"position", std::to_string(transaction.position)},
                              {"kind", name(transaction.draft.kind)},
                              {"applies_on", transaction.draft.applies_on.text()},
                              {"hash", record::hex(hash)},
                              {"entries", entries}});
}

// --- posting
// ----------------------------------------------------------------------------------------------------------------

Result<std::int64_t> add_record(Writing& writing, std::string_view party_id, std::string_view subject_id,
                                record::Kind kind, std::string_view body, const Origin& origin) {
  const record::RecordContent content{party_id,     name(kind),        subject_id, origin.at.microseconds,
                                      origin.actor, origin.request_id, {},         body};
  if (auto status = record::append_record(writing, content, 0); !status) return status.error();
  return writing.chain.sequence();
}

Result<Posted> post(Writing& writing, const ledger::Chart& chart, std::string_view party_id, const Draft& draft,
                    const Origin& origin) {
  const auto head = head_of(writing.database, party_id);
  if (!head) return head.error();
  const auto known = known_for(writing.database, party_id, draft, head->known_at);
  if (!known) return known.error();
  Transaction transaction{std::string(party_id), head->position + 1, std::max(origin.at, head->known_at),
                          origin.actor,          origin.request_id,  draft};
  if (const auto refused = ledger::refusal_of(chart, draft, *known, transaction.known_at)) {
    return ledger::error_of(*refused);
  }
  std::erase_if(transaction.draft.opens, [&](const auto& one) { return known->matters.contains(one.matter_id); });
  const Digest hash = hash_of(head->hash, transaction);
  const auto sequence = add_record(writing, party_id, draft.transaction_id, record::Kind::ledger_posted,
                                   body_of(transaction, hash), origin);
  if (!sequence) return sequence.error();
  if (auto status = insert(writing, transaction, hash, *sequence, *known); !status) return status.error();
  return Posted{record::Outcome::recorded, transaction.party_id, draft.transaction_id, transaction.position, *sequence};
}

void post(record::Store& store, const ledger::Chart& chart, std::string party_id, Draft draft, const Origin& origin,
          record::Completion<Posted> done) {
  store.write<Posted>(
      origin,
      [&chart, party_id = std::move(party_id), draft = std::move(draft), origin](Writing& writing) -> Result<Posted> {
        const Digest fingerprint = fingerprint_of(party_id, draft);
        if (!origin.request_id.empty()) {
          const auto earlier = record::earlier_answer(writing.database, party_id, origin, fingerprint);
          if (!earlier) return earlier.error();
          if (*earlier) {
            return Posted{record::Outcome::repeated, party_id, (*earlier)->subject_id, (*earlier)->version,
                          (*earlier)->sequence};
          }
        }
        const auto posted = post(writing, chart, party_id, draft, origin);
        if (!posted || origin.request_id.empty()) return posted;
        const record::Receipt receipt{record::Outcome::recorded, party_id,         posted->transaction_id, "",
                                      writing.chain.stream(),    posted->sequence, posted->position};
        if (auto status = record::keep_answer(writing, origin, fingerprint, receipt); !status) return status.error();
        return posted;
      },
      std::move(done));
}

// --- reading
// ----------------------------------------------------------------------------------------------------------------

Result<Movements> movements(Connection& database, std::string_view party_id, const Place& place) {
  Movements found;
  auto status = database.rows(sql::movements_of_place, {party_id, place.matter_id, place.account}, [&](const Row& row) {
    found[Date::parse(row.text(0)).value_or(Date{})] += row.integer(1);
    return true;
  });
  if (!status) return status.error();
  return found;
}

Result<std::map<std::string, Movements>> movements_of_matter(Connection& database, std::string_view party_id,
                                                             std::string_view matter_id) {
  std::map<std::string, Movements> found;
  auto status = database.rows(sql::movements_of_matter, {party_id, matter_id}, [&](const Row& row) {
    found[row.string(0)][Date::parse(row.text(1)).value_or(Date{})] += row.integer(2);
    return true;
  });
  if (!status) return status.error();
  return found;
}

Result<std::vector<Transaction>> transactions(const record::Store& store, std::string_view party_id,
                                              std::string_view matter_id) {
  return store.query<std::vector<Transaction>>(
      [&](Connection& database) { return read_transactions(database, party_id, matter_id); });
}

Result<std::vector<Transaction>> transactions(Connection& database, std::string_view party_id,
                                              std::string_view matter_id) {
  return read_transactions(database, party_id, matter_id);
}

Result<std::optional<Transaction>> find_transaction(Connection& database, std::string_view party_id,
                                                    std::string_view transaction_id) {
  std::optional<Transaction> found;
  auto status = database.rows(sql::find_ledger_transaction, {party_id, transaction_id}, [&](const Row& row) {
    found = transaction_from(row);
    return true;
  });
  if (!status) return status.error();
  if (!found) return found;
  status = database.rows(sql::entries_of_transaction, {party_id, found->position}, [&](const Row& row) {
    found->draft.entries.push_back(entry_from(row.string(1), row.string(2), row.integer(3)));
    return true;
  });
  if (!status) return status.error();
  return found;
}

Result<std::optional<Matter>> find_matter(Connection& database, std::string_view party_id, std::string_view matter_id) {
  std::optional<Matter> found;
  auto status = database.rows(sql::find_ledger_matter, {party_id, matter_id}, [&](const Row& row) {
    found = Matter{row.string(0), row.string(1), Date::parse(row.text(2)).value_or(Date{})};
    return true;
  });
  if (!status) return status.error();
  return found;
}

}  // namespace clearway::settlement
