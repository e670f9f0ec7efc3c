#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "db/connection.h"
#include "record/audit.h"

namespace clearway::settlement {

/// The first thing of the ledger that is not as it was posted.
struct LedgerFinding {
  record::Damage damage = record::Damage::altered;
  std::string what;  // "transaction", "entry", "matter", "head", "order", "receipt", "refund"
  std::string party_id;
  std::int64_t position = 0;  // of the transaction in the ledger of the party; 0 where none is concerned
  std::int64_t line = 0;      // of the entry
  std::string subject_id;     // transaction, order, receipt or refund
  std::string why;            // a key of messages/ledger.yaml (ledger.why.*)
  std::string expected, found;
};

struct LedgerReport {
  std::optional<LedgerFinding> first;
  std::uint64_t parties = 0, transactions = 0, entries = 0, matters = 0;
  std::uint64_t orders = 0, receipts = 0, refunds = 0;
  std::map<std::string, std::int64_t> totals;  // by account: debits minus credits over all parties
  /// Over the heads of all parties; noted elsewhere, it tells later whether anything before it was changed.
  std::string head;
  bool ok() const { return !first.has_value(); }
};

/// Recomputes the chain of every party and holds it against the records of the transactions; then orders, receipts and
/// refunds against theirs. One state of the database is seen. The records themselves are proved by record::verify.
Result<LedgerReport> verify_ledger(db::Connection& connection);
/// The same in the transaction that the connection is in.
Result<LedgerReport> verify_ledger_here(db::Connection& connection);
Result<LedgerReport> verify_ledger(const std::string& url);

}  // namespace clearway::settlement
