#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "ledger/book.h"
#include "ledger/chart.h"
#include "record/chain.h"
#include "record/store.h"

namespace clearway::settlement {

/// Where a transaction stands once it is on disk.
struct Posted {
  record::Outcome outcome = record::Outcome::recorded;
  std::string party_id, transaction_id;
  std::int64_t position = 0;
  std::int64_t sequence = 0;  // of its record
};

/// Posts inside a write of the record (Store::write), together with whatever else belongs to it. The ledger is kept by
/// party: what goes from one to another takes two transactions. A refusal has the name of ledger::Refusal as its code.
/// `known_at` is the origin's time, or that of the party's newest transaction where that is later.
Result<Posted> post(record::Writing& writing, const ledger::Chart& chart, std::string_view party_id,
                    const ledger::Draft& draft, const record::Origin& origin);

/// The same as a write of its own. Repeating it under its request id answers with what was posted then.
void post(record::Store& store, const ledger::Chart& chart, std::string party_id, ledger::Draft draft,
          const record::Origin& origin, record::Completion<Posted> done);

/// What stands at places of a party, everything known.
Result<ledger::Movements> movements(db::Connection& database, std::string_view party_id, const ledger::Place& place);
/// All places of a matter.
Result<std::map<std::string, ledger::Movements>> movements_of_matter(db::Connection& database,
                                                                     std::string_view party_id,
                                                                     std::string_view matter_id);

/// The transactions of a party in their order; of one matter where it is named: those with an entry in it.
Result<std::vector<ledger::Transaction>> transactions(const record::Store& store, std::string_view party_id,
                                                      std::string_view matter_id = {});
Result<std::vector<ledger::Transaction>> transactions(db::Connection& database, std::string_view party_id,
                                                      std::string_view matter_id);
Result<std::optional<ledger::Transaction>> find_transaction(db::Connection& database, std::string_view party_id,
                                                            std::string_view transaction_id);
Result<std::optional<ledger::Matter>> find_matter(db::Connection& database, std::string_view party_id,
                                                  std::string_view matter_id);

/// A record of this kind in the chain, about no declaration. Answers with its sequence.
Result<std::int64_t> add_record(record::Writing& writing, std::string_view party_id, std::string_view subject_id,
                                record::Kind kind, std::string_view body, const record::Origin& origin);

/// Bytes of the chain of one party: what comes before its first transaction, and each transaction behind the one
/// before.
record::Digest first_hash(std::string_view party_id);
record::Digest hash_of(const record::Digest& previous, const ledger::Transaction& transaction);
/// The body of the record of a transaction: everything by which its entries can be told from each other.
std::string body_of(const ledger::Transaction& transaction, const record::Digest& hash);
/// "debit receivable.customs_duty N-1 100" : one entry as the record has it.
std::string text_of(const ledger::Entry& entry);

}  // namespace clearway::settlement
