#include "record/lodging.h"

#include <algorithm>
#include <cstring>
#include <map>
#include <set>
#include <utility>

#include "base/text.h"
#include "record/sql.h"  // generated

namespace clearway::record {
namespace {

using db::Row;
using db::Value;

constexpr unsigned attempts_for_a_free_number = 1'000;

std::string date_text(Date date) {
  char text[10];
  date.write(text);
  return std::string(text, sizeof text);
}

void complete_digests(LodgementEntry& entry) {
  const Lodgement& l = entry.lodgement;
  const std::string declared_on = date_text(l.declared_on);
  DeclarationRow row{l.party_id,
                     l.declaration_id,
                     entry.number(),
                     static_cast<std::int64_t>(l.procedure),
                     l.customs_office,
                     declared_on,
                     static_cast<std::int64_t>(l.channel),
                     l.state,
                     l.likelihood_ppm,
                     l.expected_value_ppm,
                     l.value_krw,
                     l.destination_country,
                     l.hs6,
                     l.filer_code,
                     l.exporter_name,
                     l.source,
                     1,
                     l.facts};
  entry.row = row_digest(row);
  entry.content = content_digest({l.party_id, name(Kind::lodged), l.declaration_id, entry.origin->at.microseconds,
                                  entry.origin->actor, entry.origin->request_id, view(entry.row), l.decision});
}

Digest fingerprint_of(const Lodgement& l) {
  return Framed("lodge").add(l.party_id).add(l.declaration_id).add(l.facts).digest();
}

Receipt receipt_of(const LodgementEntry& entry, std::int64_t stream, std::int64_t sequence) {
  const Lodgement& l = entry.lodgement;
  return {Outcome::recorded,
          std::string(l.party_id),
          std::string(l.declaration_id),
          std::string(entry.number()),
          stream,
          sequence,
          1};
}

Error differs(const LodgementEntry& entry) {
  return {
      "declaration_differs_from_recorded_one", "declaration_id",
      "Declaration '" + std::string(entry.lodgement.declaration_id) + "' of this party is recorded with other content",
      "Amend the recorded declaration, or lodge this one under a declaration_id of its own"};
}

// Neither engine can be trusted with these: PostgreSQL refuses them, SQLite cuts texts short at them.
bool is_storable(std::string_view text) { return text.find('\0') == std::string_view::npos && is_valid_utf8(text); }

Error not_storable() {
  return {"text_is_not_storable", "", "A text holds broken UTF-8 or a zero byte",
          "Send valid UTF-8 without zero bytes"};
}

Error number_taken(const LodgementEntry& entry) {
  return {"declaration_number_is_taken", "declaration_number",
          "Declaration number '" + std::string(entry.number()) + "' belongs to another declaration",
          "Correct the number, or leave it out to have one assigned"};
}

Error exhausted(const NumberSeries& series) {
  return {"number_series_is_exhausted", "declaration_number",
          "All numbers that begin with '" + series.prefix + "' are used up",
          "Have a further declarant code registered for this filer"};
}

// --- what was there before ------------------------------------------------------------------------------------------

/// Sets the outcome and answers true if the request had been answered before.
Result<bool> answered_before(Writing& writing, LodgementEntry& entry) {
  if (!entry.tracked) return false;
  auto earlier = earlier_answer(writing.database, entry.lodgement.party_id, *entry.origin, entry.fingerprint);
  if (!earlier) {
    if (db::failure_of(earlier.error()) != db::Failure::none) return earlier.error();
    entry.outcome = earlier.error();
    return true;
  }
  if (!*earlier) return false;
  entry.outcome = std::move(**earlier);
  return true;
}

Result<bool> was_first_lodged_so(Writing& writing, const Lodgement& lodgement) {
  bool same = false;
  auto status = writing.database.rows(sql::find_first_version, {lodgement.party_id, lodgement.declaration_id},
                                      [&](const Row& row) {
                                        same = row.text(0) == lodgement.facts;
                                        return true;
                                      });
  if (!status) return status.error();
  return same;
}

/// Sets the outcome and answers true if the declaration is recorded already, alike or not.
Result<bool> recorded_before(Writing& writing, LodgementEntry& entry) {
  const Lodgement& l = entry.lodgement;
  bool found = false, same = false;
  Receipt receipt;
  auto status = writing.database.rows(sql::find_declaration, {l.party_id, l.declaration_id}, [&](const Row& row) {
    found = true;
    same = row.text(20) == l.facts;
    receipt = {Outcome::already_recorded, row.string(0),   row.string(1),  row.string(2),
               row.integer(17),           row.integer(18), row.integer(16)};
    return true;
  });
  if (!status) return status.error();
  if (!found) return false;
  if (!same && receipt.version > 1) {
    const auto first = was_first_lodged_so(writing, l);
    if (!first) return first.error();
    same = *first;
  }
  if (same) {
    entry.outcome = std::move(receipt);
  } else {
    entry.outcome = differs(entry);
  }
  return true;
}

// --- numbers --------------------------------------------------------------------------------------------------------

std::string number_text(const NumberSeries& series, std::int64_t serial) {
  std::string digits = std::to_string(serial);
  if (digits.size() < series.digits) digits.insert(0, series.digits - digits.size(), '0');
  return series.prefix + digits + series.suffix;
}

Result<std::int64_t> take_numbers(Writing& writing, std::string_view prefix, std::int64_t count) {
  std::int64_t last = 0;
  auto status = writing.database.rows(sql::take_numbers, {prefix, count}, [&](const Row& row) {
    last = row.integer(0);
    return true;
  });
  if (!status) return status.error();
  return last;
}

Result<bool> insert_number(Writing& writing, const LodgementEntry& entry) {
  const Lodgement& l = entry.lodgement;
  const auto inserted = writing.database.run(sql::insert_number, {entry.number(), l.party_id, l.declaration_id});
  if (!inserted) return inserted.error();
  return *inserted == 1;
}

bool fits(const NumberSeries& series, const std::string& number) {
  return number.size() <= series.prefix.size() + series.digits + series.suffix.size();
}

/// Numbers that one batch takes: the series are read at their first use and written once, at the end.
class Numbers {
 public:
  explicit Numbers(Writing& writing) : writing_(writing) {}

  /// Assigns the next free number. A number given by a sender earlier may lie in the way and is passed over.
  Status assign(LodgementEntry& entry) {
    const auto counter = counter_of(entry.series);
    if (!counter) return counter.error();
    for (unsigned attempt = 0; attempt < attempts_for_a_free_number; ++attempt) {
      entry.assigned_number = number_text(entry.series, ++(*counter)->last);
      if (!fits(entry.series, entry.assigned_number)) break;
      const auto free = insert_number(writing_, entry);
      if (!free) return free.error();
      entry.number_inserted = *free;
      if (*free) return success();
    }
    entry.outcome = exhausted(entry.series);
    return success();
  }
  /// The number assigned last was not needed.
  Status give_back(LodgementEntry& entry) {
    --counters_.at(entry.series.prefix).last;
    entry.number_inserted = false;
    const auto deleted = writing_.database.run(sql::delete_number, {entry.number()});
    return deleted ? success() : Status(deleted.error());
  }
  Status store() {
    for (auto& [prefix, counter] : counters_) {
      if (counter.last == counter.stored) continue;
      const auto taken = take_numbers(writing_, prefix, counter.last - counter.stored);
      if (!taken) return taken.error();
    }
    counters_.clear();
    return success();
  }

 private:
  struct Counter {
    std::int64_t stored = 0, last = 0;
  };
  Result<Counter*> counter_of(const NumberSeries& series) {
    const auto known = counters_.find(series.prefix);
    if (known != counters_.end()) return &known->second;
    const auto last = take_numbers(writing_, series.prefix, 0);
    if (!last) return last.error();
    return &(counters_[series.prefix] = {*last, *last});
  }
  Writing& writing_;
  std::map<std::string, Counter> counters_;
};

// --- SQLite: row by row ---------------------------------------------------------------------------------------------

Result<bool> insert_row(Writing& writing, const LodgementEntry& entry, std::int64_t sequence) {
  const Lodgement& l = entry.lodgement;
  char declared_on[10];
  l.declared_on.write(declared_on);
  const std::array<Value, 21> values = {
      l.party_id,
      l.declaration_id,
      entry.number(),
      static_cast<std::int64_t>(l.procedure),
      l.customs_office,
      std::string_view(declared_on, sizeof declared_on),
      static_cast<std::int64_t>(l.channel),
      l.state,
      l.likelihood_ppm,
      l.expected_value_ppm,
      l.value_krw,
      l.destination_country,
      l.hs6,
      l.filer_code,
      l.exporter_name,
      l.source,
      std::int64_t{1},
      writing.chain.stream(),
      sequence,
      sequence,
      l.facts,
  };
  const auto inserted = writing.database.run(sql::insert_declaration, values);
  if (!inserted) return inserted.error();
  return *inserted == 1;
}

Status insert_record(Writing& writing, const LodgementEntry& entry) {
  const Lodgement& l = entry.lodgement;
  auto& chain = writing.chain;
  chain.place(0, entry.content);
  const std::array<Value, 12> values = {chain.stream(),
                                        chain.sequence(),
                                        l.party_id,
                                        name(Kind::lodged),
                                        l.declaration_id,
                                        std::int64_t{0},
                                        entry.origin->at.microseconds,
                                        entry.origin->actor,
                                        entry.origin->request_id,
                                        Value::bytes(view(entry.row)),
                                        Value::bytes(view(chain.hash())),
                                        l.decision};
  const auto inserted = writing.database.run(sql::insert_record, values);
  if (!inserted) return inserted.error();
  return success();
}

Status finish_one(Writing& writing, LodgementEntry& entry) {
  const Lodgement& l = entry.lodgement;
  if (auto status = insert_record(writing, entry); !status) return status;
  if (auto status = put_personal(writing, l.party_id, l.declaration_id, entry.personal); !status) return status;
  Receipt receipt = receipt_of(entry, writing.chain.stream(), writing.chain.sequence());
  if (entry.tracked) {
    if (auto status = keep_answer(writing, *entry.origin, entry.fingerprint, receipt); !status) return status;
  }
  entry.outcome = std::move(receipt);
  return success();
}

Status lodge_with_assigned_number(Writing& writing, LodgementEntry& entry, Numbers& numbers) {
  if (auto status = numbers.assign(entry); !status) return status;
  if (entry.number_inserted) {
    complete_digests(entry);
    const auto inserted = insert_row(writing, entry, writing.chain.sequence() + 1);
    if (!inserted) return inserted.error();
    if (*inserted) return finish_one(writing, entry);
    if (auto status = numbers.give_back(entry); !status) return status;
  }
  const auto before = recorded_before(writing, entry);  // replaces an outcome without a number
  return before ? success() : Status(before.error());
}

Status lodge_with_given_number(Writing& writing, LodgementEntry& entry) {
  const bool numbered = !entry.number().empty();
  bool number_free = true;
  if (numbered) {
    const auto free = insert_number(writing, entry);
    if (!free) return free.error();
    number_free = *free;
  }
  if (number_free) {
    const auto inserted = insert_row(writing, entry, writing.chain.sequence() + 1);
    if (!inserted) return inserted.error();
    if (*inserted) return finish_one(writing, entry);
    if (numbered) {
      if (const auto deleted = writing.database.run(sql::delete_number, {entry.number()}); !deleted) {
        return deleted.error();
      }
    }
  }
  const auto before = recorded_before(writing, entry);
  if (!before) return before.error();
  if (!*before) entry.outcome = number_taken(entry);
  return success();
}

Status lodge_one(Writing& writing, LodgementEntry& entry, Numbers& numbers) {
  const auto answered = answered_before(writing, entry);
  if (!answered) return answered.error();
  if (*answered) return success();
  return entry.takes_number() ? lodge_with_assigned_number(writing, entry, numbers)
                              : lodge_with_given_number(writing, entry);
}

// --- PostgreSQL: COPY -----------------------------------------------------------------------------------------------

constexpr std::string_view declaration_columns =
    "declaration (party_id, declaration_id, declaration_number, procedure, customs_office, declared_on, channel, "
    "state, "
    "likelihood_ppm, expected_value_ppm, value_krw, destination_country, hs6, filer_code, exporter_name, source, "
    "version, "
    "stream, lodged_sequence, last_sequence, facts)";
constexpr std::string_view record_columns =
    "record (stream, sequence, party_id, kind, subject_id, previous_sequence, recorded_at, actor, request_id, "
    "row_digest, "
    "hash, body)";

void add_declaration(db::CopyRows& rows, const LodgementEntry& entry, std::int64_t stream, std::int64_t sequence) {
  const Lodgement& l = entry.lodgement;
  char declared_on[10];
  l.declared_on.write(declared_on);
  rows.begin_row(21);
  rows.add_text(l.party_id);
  rows.add_text(l.declaration_id);
  rows.add_text(entry.number());
  rows.add_small(static_cast<std::int16_t>(l.procedure));
  rows.add_text(l.customs_office);
  rows.add_text({declared_on, sizeof declared_on});
  rows.add_small(static_cast<std::int16_t>(l.channel));
  rows.add_text(l.state);
  rows.add_integer(l.likelihood_ppm);
  rows.add_integer(l.expected_value_ppm);
  rows.add_integer(l.value_krw);
  rows.add_text(l.destination_country);
  rows.add_text(l.hs6);
  rows.add_text(l.filer_code);
  rows.add_text(l.exporter_name);
  rows.add_text(l.source);
  rows.add_integer(1);
  rows.add_small(static_cast<std::int16_t>(stream));
  rows.add_integer(sequence);
  rows.add_integer(sequence);
  rows.add_text(l.facts);
}

void add_record(db::CopyRows& rows, const LodgementEntry& entry, const Chain& chain) {
  const Lodgement& l = entry.lodgement;
  rows.begin_row(12);
  rows.add_small(static_cast<std::int16_t>(chain.stream()));
  rows.add_integer(chain.sequence());
  rows.add_text(l.party_id);
  rows.add_text(name(Kind::lodged));
  rows.add_text(l.declaration_id);
  rows.add_integer(0);
  rows.add_integer(entry.origin->at.microseconds);
  rows.add_text(entry.origin->actor);
  rows.add_text(entry.origin->request_id);
  rows.add_text(view(entry.row));
  rows.add_text(view(chain.hash()));
  rows.add_text(l.decision);
}

/// Everything about these entries is new, as far as is known: in bulk. A constraint failure means it was not.
Status copy_all(Writing& writing, const std::vector<LodgementEntry*>& fresh) {
  if (fresh.empty()) return success();
  auto& chain = writing.chain;
  db::CopyRows declarations, records, numbers;
  for (auto* entry : fresh) {
    chain.place(0, entry->content);
    add_declaration(declarations, *entry, chain.stream(), chain.sequence());
    add_record(records, *entry, chain);
    if (!entry->number().empty() && !entry->number_inserted) {
      numbers.begin_row(3);
      numbers.add_text(entry->number());
      numbers.add_text(entry->lodgement.party_id);
      numbers.add_text(entry->lodgement.declaration_id);
    }
    entry->outcome = receipt_of(*entry, chain.stream(), chain.sequence());
  }
  if (auto status = writing.database.copy(declaration_columns, declarations); !status) return status;
  if (numbers.rows() > 0) {
    auto status = writing.database.copy("declaration_number (declaration_number, party_id, declaration_id)", numbers);
    if (!status) return status;
  }
  return writing.database.copy(record_columns, records);
}

Status copy_companions(Writing& writing, const std::vector<LodgementEntry*>& fresh) {
  db::CopyRows personal, requests;
  for (const auto* entry : fresh) {
    const Lodgement& l = entry->lodgement;
    for (const auto& [field, bytes] : entry->personal) {
      personal.begin_row(4);
      personal.add_text(l.party_id);
      personal.add_text(l.declaration_id);
      personal.add_text(field);
      personal.add_text(bytes);
    }
    if (!entry->tracked) continue;
    const Receipt& receipt = **entry->outcome;
    requests.begin_row(10);
    requests.add_text(l.party_id);
    requests.add_text(entry->origin->actor);
    requests.add_text(entry->origin->request_id);
    requests.add_text(view(entry->fingerprint));
    requests.add_text(receipt.subject_id);
    requests.add_text(receipt.declaration_number);
    requests.add_small(static_cast<std::int16_t>(receipt.stream));
    requests.add_integer(receipt.sequence);
    requests.add_integer(receipt.version);
    requests.add_integer(entry->origin->at.microseconds);
  }
  if (personal.rows() > 0) {
    auto status = writing.database.copy("personal_data (party_id, subject_id, field, ciphertext)", personal);
    if (!status) return status;
  }
  if (requests.rows() == 0) return success();
  return writing.database.copy(
      "request (party_id, actor, request_id, fingerprint, subject_id, declaration_number, stream, sequence, version, "
      "answered_at)",
      requests);
}

/// Array literal for `$n::text[]`.
std::string array_text(const std::vector<std::string_view>& texts) {
  std::string out = "{";
  for (const auto text : texts) {
    if (out.size() > 1) out.push_back(',');
    out.push_back('"');
    for (const char c : text) {
      if (c == '"' || c == '\\') out.push_back('\\');
      out.push_back(c);
    }
    out.push_back('"');
  }
  out.push_back('}');
  return out;
}

using KeyPair = std::pair<std::string, std::string>;

/// Which of these declarations are recorded, and whose request ids have been answered.
Result<std::set<KeyPair>> known_declarations(Writing& writing, const std::vector<LodgementEntry*>& entries) {
  std::vector<std::string_view> parties, ids;
  for (const auto* entry : entries) {
    parties.push_back(entry->lodgement.party_id);
    ids.push_back(entry->lodgement.declaration_id);
  }
  std::set<KeyPair> known;
  auto status =
      writing.database.rows(sql::known_declarations, {array_text(parties), array_text(ids)},
                            [&](const Row& row) { return known.emplace(row.string(0), row.string(1)), true; });
  if (!status) return status.error();
  return known;
}

Result<std::set<KeyPair>> answered_requests(Writing& writing, const std::vector<LodgementEntry*>& entries) {
  std::vector<std::string_view> parties, actors, ids;
  for (const auto* entry : entries) {
    if (!entry->tracked) continue;
    parties.push_back(entry->lodgement.party_id);
    actors.push_back(entry->origin->actor);
    ids.push_back(entry->origin->request_id);
  }
  std::set<KeyPair> answered;
  if (ids.empty()) return answered;
  auto status =
      writing.database.rows(sql::answered_requests, {array_text(parties), array_text(actors), array_text(ids)},
                            [&](const Row& row) { return answered.emplace(row.string(0), row.string(1)), true; });
  if (!status) return status.error();
  return answered;
}

/// Entries that are the first of their key in this batch go to `fresh`, the rest to `later`.
void split_repeated(const std::vector<LodgementEntry*>& entries, std::vector<LodgementEntry*>& fresh,
                    std::vector<LodgementEntry*>& later) {
  std::set<std::pair<std::string_view, std::string_view>> keys, requests;
  std::set<std::string_view> numbers;
  for (auto* entry : entries) {
    const Lodgement& l = entry->lodgement;
    bool first = keys.emplace(l.party_id, l.declaration_id).second;
    if (!l.declaration_number.empty()) first = numbers.insert(l.declaration_number).second && first;
    if (entry->tracked) first = requests.emplace(entry->origin->actor, entry->origin->request_id).second && first;
    (first ? fresh : later).push_back(entry);
  }
}

/// Moves what is known already from `fresh` to `later`.
Status move_known(Writing& writing, std::vector<LodgementEntry*>& fresh, std::vector<LodgementEntry*>& later) {
  const auto known = known_declarations(writing, fresh);
  if (!known) return known.error();
  std::vector<std::string_view> numbers;
  for (const auto* entry : fresh) {
    if (!entry->lodgement.declaration_number.empty()) numbers.push_back(entry->lodgement.declaration_number);
  }
  std::set<std::string> taken;
  if (!numbers.empty()) {
    auto status = writing.database.rows(sql::known_numbers, {array_text(numbers)},
                                        [&](const Row& row) { return taken.insert(row.string(0)), true; });
    if (!status) return status;
  }
  const auto is_known = [&](const LodgementEntry* entry) {
    const Lodgement& l = entry->lodgement;
    return known->contains({std::string(l.party_id), std::string(l.declaration_id)}) ||
           taken.contains(std::string(l.declaration_number));
  };
  const auto middle = std::stable_partition(fresh.begin(), fresh.end(), [&](auto* entry) { return !is_known(entry); });
  later.insert(later.end(), middle, fresh.end());
  fresh.erase(middle, fresh.end());
  return success();
}

Status move_answered(Writing& writing, std::vector<LodgementEntry*>& fresh, std::vector<LodgementEntry*>& later) {
  const auto answered = answered_requests(writing, fresh);
  if (!answered) return answered.error();
  if (answered->empty()) return success();
  const auto is_new = [&](const LodgementEntry* entry) {
    return !entry->tracked || !answered->contains({entry->origin->actor, entry->origin->request_id});
  };
  const auto middle = std::stable_partition(fresh.begin(), fresh.end(), is_new);
  later.insert(later.end(), middle, fresh.end());
  fresh.erase(middle, fresh.end());
  return success();
}

Status lodge_one_by_one(Writing& writing, const std::vector<LodgementEntry*>& entries) {
  Numbers numbers(writing);
  for (auto* entry : entries) {
    entry->outcome.reset();
    if (auto status = lodge_one(writing, *entry, numbers); !status) return status;
  }
  return numbers.store();
}

/// Consecutive numbers for everything that takes one, by one statement for each series.
Status assign_numbers(Writing& writing, std::vector<LodgementEntry*>& fresh) {
  std::map<std::string, std::vector<LodgementEntry*>> by_prefix;
  for (auto* entry : fresh) {
    if (entry->takes_number()) by_prefix[entry->series.prefix].push_back(entry);
  }
  for (auto& [prefix, entries] : by_prefix) {
    const auto count = static_cast<std::int64_t>(entries.size());
    const auto last = take_numbers(writing, prefix, count);
    if (!last) return last.error();
    std::int64_t serial = *last - count;
    for (auto* entry : entries) {
      entry->assigned_number = number_text(entry->series, ++serial);
      if (!fits(entry->series, entry->assigned_number)) entry->outcome = exhausted(entry->series);
      complete_digests(*entry);
    }
  }
  std::erase_if(fresh, [](const auto* entry) { return entry->outcome.has_value(); });
  return success();
}

Status assign_numbers_one_by_one(Writing& writing, std::vector<LodgementEntry*>& fresh) {
  Numbers numbers(writing);
  for (auto* entry : fresh) {
    entry->outcome.reset();
    if (!entry->takes_number()) continue;
    if (auto status = numbers.assign(*entry); !status) return status;
    complete_digests(*entry);
  }
  if (auto status = numbers.store(); !status) return status;
  std::erase_if(fresh, [](const auto* entry) { return entry->outcome.has_value(); });
  return success();
}

/// Everything is taken for new at first: a COPY that finds a key taken is undone, and only then is asked what is known.
Status lodge_by_copy(Writing& writing, const std::vector<LodgementEntry*>& entries) {
  std::vector<LodgementEntry*> fresh, later;
  split_repeated(entries, fresh, later);
  if (auto status = move_answered(writing, fresh, later); !status) return status;
  const bool takes_numbers =
      std::any_of(fresh.begin(), fresh.end(), [](const auto* entry) { return entry->takes_number(); });
  if (takes_numbers) {  // no number may be spent on what is known
    if (auto status = move_known(writing, fresh, later); !status) return status;
  }

  const Chain before = writing.chain;
  if (auto status = writing.database.script("SAVEPOINT optimistic"); !status) return status;
  auto copied = assign_numbers(writing, fresh);
  if (copied.ok()) copied = copy_all(writing, fresh);
  if (!copied && db::failure_of(copied.error()) == db::Failure::constraint) {
    if (auto status = writing.database.script("ROLLBACK TO SAVEPOINT optimistic"); !status) return status;
    writing.chain = before;
    if (auto status = move_known(writing, fresh, later); !status) return status;
    copied = assign_numbers_one_by_one(writing, fresh);
    if (copied.ok()) copied = copy_all(writing, fresh);
  }
  if (!copied) return copied;
  if (auto status = copy_companions(writing, fresh); !status) return status;
  return lodge_one_by_one(writing, later);
}

}  // namespace

LodgementEntry copy_of(const Lodgement& lodgement, const Origin& origin, const Keys& keys, bool tracked) {
  LodgementEntry entry;
  entry.lodgement = lodgement;
  entry.origin = &origin;
  entry.tracked = tracked;
  std::string_view* const texts[] = {&entry.lodgement.party_id,
                                     &entry.lodgement.declaration_id,
                                     &entry.lodgement.declaration_number,
                                     &entry.lodgement.customs_office,
                                     &entry.lodgement.state,
                                     &entry.lodgement.destination_country,
                                     &entry.lodgement.hs6,
                                     &entry.lodgement.filer_code,
                                     &entry.lodgement.exporter_name,
                                     &entry.lodgement.source,
                                     &entry.lodgement.facts,
                                     &entry.lodgement.decision};
  std::size_t size = 0;
  for (const auto* text : texts) {
    size += text->size();
    if (!is_storable(*text)) entry.refusal = not_storable();
  }
  entry.memory = std::make_unique_for_overwrite<char[]>(size);
  char* at = entry.memory.get();
  for (auto* text : texts) {
    if (!text->empty()) std::memcpy(at, text->data(), text->size());
    *text = {at, text->size()};
    at += text->size();
  }
  if (lodgement.series != nullptr) entry.series = *lodgement.series;
  if (lodgement.personal != nullptr) {
    entry.personal = encrypt_personal(keys, lodgement.party_id, lodgement.declaration_id, *lodgement.personal);
  }
  entry.lodgement.series = nullptr;
  entry.lodgement.personal = nullptr;
  if (tracked) entry.fingerprint = fingerprint_of(entry.lodgement);
  if (!entry.takes_number()) complete_digests(entry);
  return entry;
}

Status lodge_all(Writing& writing, const std::vector<LodgementEntry*>& all) {
  std::vector<LodgementEntry*> entries;
  entries.reserve(all.size());
  for (auto* entry : all) {
    entry->outcome.reset();
    entry->number_inserted = false;
    if (entry->refusal) {
      entry->outcome = *entry->refusal;
    } else {
      entries.push_back(entry);
    }
  }
  if (writing.database.engine() == db::Engine::postgres) return lodge_by_copy(writing, entries);
  return lodge_one_by_one(writing, entries);
}

}  // namespace clearway::record
