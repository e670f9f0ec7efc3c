#include "settlement/verify.h"

#include <sodium.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "db/migrate.h"
#include "record/digest.h"
#include "record/store_impl.h"
#include "settlement/ledger.h"
#include "settlement/rows.h"

namespace clearway::settlement {
namespace {

using db::Connection;
using db::Row;
using db::Value;
using ledger::Entry;
using ledger::Matter;
using ledger::Side;
using ledger::Transaction;
using record::Damage;
using record::Digest;
using record::view;

constexpr std::int64_t page_size = 1'000;

/// A transaction as its rows have it, with the record it points to.
struct RawTransaction {
  Transaction transaction;
  std::string kind, applies_on, hash;
  std::vector<std::string> entry_dates;
  std::int64_t stream = 0, sequence = 0;
  bool recorded = false;
  std::string record_kind, record_subject, record_body, record_actor, record_request;
  bool sound = true;
};

RawTransaction raw_from(const Row& row) {
  RawTransaction raw;
  auto& transaction = raw.transaction;
  transaction.party_id = row.text(0);
  transaction.position = row.integer(1);
  transaction.draft.transaction_id = row.text(2);
  raw.kind = row.text(3);
  const auto kind = ledger::parse_kind(raw.kind);
  transaction.draft.kind = kind.value_or(ledger::Kind::assessed);
  raw.applies_on = row.text(4);
  const auto date = Date::parse(raw.applies_on);
  transaction.draft.applies_on = date.value_or(Date{});
  transaction.known_at = Instant{row.integer(5)};
  transaction.actor = row.text(6);
  transaction.request_id = row.text(7);
  transaction.draft.reverses = row.text(8);
  transaction.draft.cite = row.text(9);
  transaction.draft.note = row.text(10);
  raw.hash = row.bytes(11);
  raw.stream = row.integer(12);
  raw.sequence = row.integer(13);
  raw.sound = kind && date && row.sound();
  raw.recorded = !row.is_null(14);
  if (raw.recorded) {
    raw.record_kind = row.text(14);
    raw.record_subject = row.text(15);
    raw.record_body = row.text(16);
  }
  return raw;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t begin = 0; begin <= text.size();) {
    const auto end = std::min(text.find('\n', begin), text.size());
    if (end > begin) lines.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return lines;
}

/// A member of a body made of texts (json_object); of the escapes only line ends occur between entries.
std::string member_of(const std::string& body, const std::string& key) {
  const auto at = body.find("\"" + key + "\":\"");
  if (at == std::string::npos) return {};
  std::string text;
  for (auto i = at + key.size() + 4; i < body.size() && body[i] != '"'; ++i) {
    if (body[i] != '\\' || i + 1 == body.size()) {
      text.push_back(body[i]);
    } else {
      ++i;
      text.push_back(body[i] == 'n' ? '\n' : body[i]);
    }
  }
  return text;
}

class Verifier {
 public:
  explicit Verifier(Connection& connection) : db_(connection), heads_("clearway.ledger.heads.1") {}

  Result<LedgerReport> run() {
    using Part = Status (Verifier::*)();
    static constexpr Part parts[] = {&Verifier::read_heads,      &Verifier::scan,
                                     &Verifier::finish_scan,     &Verifier::find_removed,
                                     &Verifier::compare_matters, &Verifier::compare_rows};
    for (const Part part : parts) {
      if (auto status = (this->*part)(); !status) return status.error();
      if (report_.first) break;
    }
    report_.head = record::hex(heads_.digest());
    return std::move(report_);
  }

 private:
  void find(LedgerFinding finding) {
    if (!report_.first) report_.first = std::move(finding);
  }
  void find_in(const Transaction& transaction, Damage damage, std::string what, std::string why, std::int64_t line = 0,
               std::string expected = {}, std::string found = {}) {
    find({damage, std::move(what), transaction.party_id, transaction.position, line, transaction.draft.transaction_id,
          std::move(why), std::move(expected), std::move(found)});
  }

  struct Head {
    std::int64_t position = 0;
    std::string hash;
    bool reached = false;
  };

  Status read_heads() {
    return db_.rows("SELECT party_id, position, hash FROM ledger_head ORDER BY party_id", {}, [&](const Row& row) {
      known_heads_[row.string(0)] = {row.integer(1), std::string(row.bytes(2)), false};
      return true;
    });
  }

  // --- the chain of each party
  // ------------------------------------------------------------------------------------------

  Status scan() {
    std::string party;
    std::int64_t position = 0;
    for (bool more = true; more && !report_.first;) {
      std::vector<RawTransaction> page;
      auto status = db_.rows(
          "SELECT t.party_id, t.position, t.transaction_id, t.kind, t.applies_on, t.known_at, t.actor, t.request_id, "
          "t.reverses, t.cite, t.note, t.hash, t.stream, t.sequence, r.kind, r.subject_id, r.body FROM "
          "ledger_transaction t LEFT JOIN record r ON r.stream = t.stream AND r.sequence = t.sequence AND r.party_id = "
          "t.party_id WHERE (t.party_id, t.position) > ($1, $2) ORDER BY t.party_id, t.position LIMIT $3",
          {party, position, page_size}, [&](const Row& row) {
            page.push_back(raw_from(row));
            return true;
          });
      if (!status) return status;
      more = page.size() == static_cast<std::size_t>(page_size);
      if (page.empty()) break;
      const std::string last_party = page.back().transaction.party_id;
      const auto last_position = page.back().transaction.position;
      if (status = read_entries(page, party, position); !status) return status;
      for (auto& raw : page) {
        if (raw.transaction.party_id != party_) {
          if (status = begin_party(raw.transaction.party_id); !status) return status;
        }
        if (!report_.first) check(raw);
        if (report_.first) break;
      }
      party = last_party;
      position = last_position;
    }
    return success();
  }

  /// The entries between the page before and the end of this one; those without a transaction are named.
  Status read_entries(std::vector<RawTransaction>& page, const std::string& after_party, std::int64_t after_position) {
    const auto& last = page.back().transaction;
    auto at = page.begin();
    return db_.rows(
        "SELECT party_id, position, line, account, matter_id, amount_krw, applies_on FROM ledger_entry WHERE "
        "(party_id, position) > ($1, $2) AND (party_id, position) <= ($3, $4) ORDER BY party_id, position, line",
        {after_party, after_position, last.party_id, last.position}, [&](const Row& row) {
          const std::pair key{row.string(0), row.integer(1)};
          const auto place = [](const RawTransaction& raw) {
            return std::pair{raw.transaction.party_id, raw.transaction.position};
          };
          while (at != page.end() && place(*at) < key) ++at;
          const auto amount = std::max(row.integer(5), -INT64_MAX);
          const Entry entry{row.string(3), row.string(4), amount < 0 ? Side::credit : Side::debit,
                            amount < 0 ? -amount : amount};
          if (at == page.end() || place(*at) != key) {
            find({Damage::inserted, "entry", key.first, key.second, row.integer(2), "", "entry_without_transaction", "",
                  text_of(entry)});
            return false;
          }
          ++report_.entries;
          at->transaction.draft.entries.push_back(entry);
          at->entry_dates.push_back(row.string(6));
          return true;
        });
  }

  void check(RawTransaction& raw) {
    auto& transaction = raw.transaction;
    if (const auto opened = matters_.find(transaction.position); opened != matters_.end()) {
      transaction.draft.opens = opened->second;
      report_.matters += opened->second.size();
    }
    if (transaction.position != next_) {
      find({Damage::removed, "transaction", party_, next_, 0, recorded_at(party_, next_), "position_missing", "", ""});
      return;
    }
    const Digest computed = hash_of(last_, transaction);
    if (raw.hash != view(computed) || !raw.sound) return explain(raw, computed);
    if (!raw.recorded || raw.record_kind != name(record::Kind::ledger_posted) ||
        raw.record_subject != transaction.draft.transaction_id) {
      return find_in(transaction, Damage::inserted, "transaction", "transaction_without_record");
    }
    if (raw.record_body != body_of(transaction, computed)) return explain(raw, computed);
    for (std::size_t i = 0; i < raw.entry_dates.size(); ++i) {
      if (raw.entry_dates[i] != raw.applies_on) {
        return find_in(transaction, Damage::altered, "entry", "entry_date_differs", static_cast<std::int64_t>(i) + 1,
                       raw.applies_on, raw.entry_dates[i]);
      }
    }
    count(transaction);
    last_ = computed;
    ++next_;
  }

  void count(const Transaction& transaction) {
    ++report_.transactions;
    std::int64_t sum = 0;
    for (const auto& entry : transaction.draft.entries) {
      auto& total = report_.totals[entry.account];
      if (__builtin_add_overflow(sum, entry.debit(), &sum) || __builtin_add_overflow(total, entry.debit(), &total)) {
        return find_in(transaction, Damage::altered, "transaction", "sum_exceeds_the_range");
      }
    }
    if (sum != 0) {
      find_in(transaction, Damage::altered, "transaction", "entries_do_not_balance", 0, "0", std::to_string(sum));
    }
  }

  /// Which part of a transaction is not what its record says.
  void explain(const RawTransaction& raw, const Digest& computed) {
    const auto& transaction = raw.transaction;
    const auto& draft = transaction.draft;
    if (!raw.recorded || raw.record_kind != name(record::Kind::ledger_posted)) {
      return find_in(transaction, Damage::inserted, "transaction", "transaction_without_record");
    }
    const auto recorded = lines_of(member_of(raw.record_body, "entries"));
    std::vector<std::string> present;
    for (const auto& entry : draft.entries) present.push_back(text_of(entry));
    if (recorded != present) {
      const auto differs = std::mismatch(recorded.begin(), recorded.end(), present.begin(), present.end());
      const auto at = static_cast<std::int64_t>(differs.first - recorded.begin());
      const std::string expected = differs.first == recorded.end() ? "" : *differs.first;
      const std::string found = differs.second == present.end() ? "" : *differs.second;
      const Damage damage = recorded.size() == present.size()  ? Damage::altered
                            : recorded.size() < present.size() ? Damage::inserted
                                                               : Damage::removed;
      const bool lacks = damage == Damage::removed;
      return find_in(transaction, damage, "entry", lacks ? "entry_missing" : "entry_differs", at + 1, expected,
                     lacks ? "" : found);
    }
    for (const auto& [key, found] : {std::pair{"position", std::to_string(transaction.position)},
                                     {"kind", raw.kind},
                                     {"applies_on", raw.applies_on},
                                     {"hash", record::hex(computed)}}) {
      const auto expected = member_of(raw.record_body, key);
      if (expected == found) continue;
      if (std::string_view(key) == "hash") break;
      return find_in(transaction, Damage::altered, "transaction", "transaction_differs", 0, expected, found);
    }
    const bool hash_only = member_of(raw.record_body, "hash") == record::hex(computed);
    find_in(transaction, Damage::altered, "transaction", hash_only ? "hash_altered" : "content_altered");
  }

  Status begin_party(const std::string& party_id) {
    end_party();
    party_ = party_id;
    next_ = 1;
    last_ = first_hash(party_id);
    ++report_.parties;
    matters_.clear();
    return db_.rows(
        "SELECT position, matter_id, kind, exists_from FROM ledger_matter WHERE party_id = $1 ORDER BY matter_id",
        {party_id}, [&](const Row& row) {
          matters_[row.integer(0)].push_back({row.string(1), row.string(2), Date::parse(row.text(3)).value_or(Date{})});
          return true;
        });
  }

  void end_party() {
    if (party_.empty()) return;
    const auto found = known_heads_.find(party_);
    if (found == known_heads_.end()) {
      return find({Damage::removed, "head", party_, next_ - 1, 0, "", "head_missing", "", ""});
    }
    found->second.reached = true;
    if (found->second.position > next_ - 1) {
      return find(
          {Damage::removed, "transaction", party_, next_, 0, recorded_at(party_, next_), "position_missing", "", ""});
    }
    if (found->second.position != next_ - 1 || found->second.hash != view(last_)) {
      return find({Damage::altered, "head", party_, next_ - 1, 0, "", "head_differs", "", ""});
    }
    heads_.add(party_).add(next_ - 1).add(last_);
  }

  Status finish_scan() {
    end_party();
    for (const auto& [party_id, head] : known_heads_) {
      if (head.reached || report_.first) continue;
      find({Damage::removed, "transaction", party_id, 1, 0, recorded_at(party_id, 1), "position_missing", "", ""});
    }
    return success();
  }

  /// The id of the transaction that a record says stood at this position.
  std::string recorded_at(const std::string& party_id, std::int64_t position) {
    std::string id;
    (void)db_.rows("SELECT subject_id, body FROM record WHERE kind = 'ledger_posted' AND party_id = $1", {party_id},
                   [&](const Row& row) {
                     if (member_of(row.string(1), "position") != std::to_string(position)) return true;
                     id = row.text(0);
                     return false;
                   });
    return id;
  }

  /// A record of a transaction that is no longer there: the end of a ledger cut off together with its head.
  Status find_removed() {
    std::uint64_t recorded = 0;
    auto status = db_.rows("SELECT count(*) FROM record WHERE kind = 'ledger_posted'", {}, [&](const Row& row) {
      recorded = static_cast<std::uint64_t>(row.integer(0));
      return true;
    });
    if (!status || recorded == report_.transactions) return status;
    return db_.rows(
        "SELECT r.party_id, r.subject_id, r.body FROM record r LEFT JOIN ledger_transaction t ON t.party_id = "
        "r.party_id AND t.transaction_id = r.subject_id WHERE r.kind = 'ledger_posted' AND t.party_id IS NULL ORDER BY "
        "r.sequence LIMIT 1",
        {}, [&](const Row& row) {
          const auto position = member_of(row.string(2), "position");
          find({Damage::removed, "transaction", row.string(0), std::atoll(position.c_str()), 0, row.string(1),
                "record_without_transaction", "", ""});
          return false;
        });
  }

  /// Entries behind the last transaction, and matters that no transaction opened.
  Status compare_matters() {
    auto status = db_.rows(
        "SELECT m.party_id, m.matter_id, m.position FROM ledger_matter m LEFT JOIN ledger_transaction t ON t.party_id "
        "= m.party_id AND t.position = m.position WHERE t.party_id IS NULL ORDER BY m.party_id, m.matter_id LIMIT 1",
        {}, [&](const Row& row) {
          find({Damage::inserted, "matter", row.string(0), row.integer(2), 0, row.string(1),
                "matter_without_transaction", "", ""});
          return false;
        });
    if (!status || report_.first) return status;
    return db_.rows(
        "SELECT e.party_id, e.position, e.line FROM ledger_entry e LEFT JOIN ledger_transaction t ON t.party_id = "
        "e.party_id AND t.position = e.position WHERE t.party_id IS NULL ORDER BY e.party_id, e.position, e.line LIMIT "
        "1",
        {}, [&](const Row& row) {
          find({Damage::inserted, "entry", row.string(0), row.integer(1), row.integer(2), "",
                "entry_without_transaction", "", ""});
          return false;
        });
  }

  // --- orders, receipts and refunds: their newest record holds the digest of the row
  // --------------------------------------

  Status compare_rows() {
    std::map<std::pair<std::string, std::string>, std::string> newest;  // party, "order O-1" -> digest
    auto status = db_.rows(
        "SELECT party_id, subject_id, body FROM record WHERE kind = 'payment_changed' ORDER BY stream, sequence", {},
        [&](const Row& row) {
          const std::string body = row.string(2);
          newest[{row.string(0), member_of(body, "what") + " " + row.string(1)}] = member_of(body, "row");
          return true;
        });
    if (!status) return status;
    const auto check = [&](std::string what, const std::string& party_id, const std::string& id, const Digest& digest) {
      const auto found = newest.find({party_id, what + " " + id});
      if (found == newest.end()) {
        find({Damage::inserted, std::move(what), party_id, 0, 0, id, "row_without_record", "", ""});
      } else if (found->second != record::hex(digest)) {
        find({Damage::altered, std::move(what), party_id, 0, 0, id, "row_differs", "", ""});
      } else {
        newest.erase(found);
      }
      return !report_.first;
    };
    status = each_order(db_, [&](const OrderRow& row) {
      ++report_.orders;
      return check("order", row.order.party_id, row.order.order_id, digest_of(row));
    });
    if (!status || report_.first) return status;
    status = each_receipt(db_, [&](const ReceiptRow& row) {
      ++report_.receipts;
      return check("receipt", row.party_id, row.receipt_id, digest_of(row));
    });
    if (!status || report_.first) return status;
    status = each_refund(db_, [&](const RefundRow& row) {
      ++report_.refunds;
      return check("refund", row.party_id, row.refund_id, digest_of(row));
    });
    if (!status || report_.first || newest.empty()) return status;
    const auto& [party_id, name] = newest.begin()->first;
    const auto blank = name.find(' ');
    find({Damage::removed, name.substr(0, blank), party_id, 0, 0, name.substr(blank + 1), "row_missing", "", ""});
    return success();
  }

  Connection& db_;
  LedgerReport report_;
  record::Framed heads_;
  std::map<std::string, Head> known_heads_;
  std::map<std::int64_t, std::vector<Matter>> matters_;  // of the party, by the transaction that opened them
  std::string party_;
  std::int64_t next_ = 1;
  Digest last_{};
};

}  // namespace

Result<LedgerReport> verify_ledger_here(Connection& connection) { return Verifier(connection).run(); }

Result<LedgerReport> verify_ledger(Connection& connection) {
  if (auto status = connection.begin_read(); !status) return status.error();
  auto report = verify_ledger_here(connection);
  connection.rollback();
  return report;
}

Result<LedgerReport> verify_ledger(const std::string& url) {
  if (sodium_init() < 0) return Error{"randomness_is_missing", "", "libsodium cannot be used", "Check /dev/urandom"};
  db::OpenOptions opening;
  opening.read_only = true;
  opening.cache_mb = 64;
  const auto connection = db::Connection::open(url, opening);
  if (!connection) return connection.error();
  const auto schema = db::migration_state(**connection);
  if (!schema) return schema.error();
  if (!schema->missing.empty()) {
    return db::make_error(db::Failure::schema_older, (*connection)->shown(),
                          "migration " + schema->missing.front() + " is missing");
  }
  return verify_ledger(**connection);
}

}  // namespace clearway::settlement
