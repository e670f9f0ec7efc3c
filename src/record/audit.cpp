#include "record/audit.h"

#include <sodium.h>
#include <unistd.h>

#include <cstdio>
#include <cstring>
#include <map>
#include <utility>

#include "base/date.h"
#include "db/migrate.h"
#include "record/matters.h"
#include "record/sql.h"  // generated
#include "record/store_impl.h"
#include "record/versions.h"

namespace clearway::record {
namespace {

using db::Connection;
using db::Engine;
using db::Row;
using db::Value;

constexpr std::int64_t page_size = 2'000;
constexpr std::uint64_t progress_step = 10'000;

/// Sum of keyed digests, the same whatever the order: two multisets of rows are equal when their sums are. The key is
/// drawn for each audit, so that nobody can prepare rows whose digests cancel out.
class MultisetSum {
 public:
  explicit MultisetSum(const Key& key) : key_(&key) {}
  void add(std::string_view party_id, std::string_view subject_id, std::string_view row_digest) {
    accumulate(Framed("row").add(party_id).add(subject_id).add(row_digest).digest(view(*key_)), false);
  }
  void subtract(std::string_view party_id, std::string_view subject_id, std::string_view row_digest) {
    accumulate(Framed("row").add(party_id).add(subject_id).add(row_digest).digest(view(*key_)), true);
  }
  friend bool operator==(const MultisetSum& a, const MultisetSum& b) { return a.words_ == b.words_; }

 private:
  // Words apart: 4 x 64 bits modulo 2^64 each are as good here as one sum modulo 2^256.
  void accumulate(const Digest& digest, bool minus) {
    for (std::size_t i = 0; i < words_.size(); ++i) {
      std::uint64_t word;
      std::memcpy(&word, digest.data() + 8 * i, 8);
      words_[i] += minus ? ~word + 1 : word;
    }
  }
  const Key* key_;
  std::array<std::uint64_t, 4> words_{};
};

/// A record as it stands in the database, owning its texts.
struct RawRecord {
  std::int64_t stream = 0, sequence = 0, previous = 0, recorded_at = 0;
  std::string party_id, kind, subject_id, actor, request_id, row_digest, hash, body;
  bool sound = true;

  static RawRecord from(const Row& row) {
    RawRecord record;
    record.stream = row.integer(0);
    record.sequence = row.integer(1);
    record.party_id = row.text(2);
    record.kind = row.text(3);
    record.subject_id = row.text(4);
    record.previous = row.integer(5);
    record.recorded_at = row.integer(6);
    record.actor = row.text(7);
    record.request_id = row.text(8);
    record.row_digest = row.bytes(9);
    record.hash = row.bytes(10);
    record.body = row.text(11);
    record.sound = row.sound();
    return record;
  }
  Digest content() const {
    return content_digest({party_id, kind, subject_id, recorded_at, actor, request_id, row_digest, body});
  }
};

constexpr std::string_view record_columns =
    "stream, sequence, party_id, kind, subject_id, previous_sequence, recorded_at, actor, request_id, row_digest, "
    "hash, body";

struct StreamState {
  std::int64_t next = 1;
  Digest last{};         // hash of the record before `next`
  Digest before_last{};  // and of the one before that
  std::string last_party, last_subject;
};

struct Checkpoint {
  std::string hash;
};

class Verifier {
 public:
  Verifier(Connection& connection, const AuditOptions& options)
      : db_(connection), options_(options), recorded_(key_), present_(key_) {
    randombytes_buf(key_.data(), key_.size());
  }

  Result<AuditReport> run() {
    using Part = Status (Verifier::*)();
    static constexpr Part parts[] = {&Verifier::read_installation,
                                     &Verifier::read_checkpoints,
                                     &Verifier::read_heads,
                                     &Verifier::scan_chain,
                                     &Verifier::compare_heads,
                                     &Verifier::compare_rows,
                                     &Verifier::compare_sums,
                                     &Verifier::compare_examinations,
                                     &Verifier::compare_numbers,
                                     &Verifier::compare_versions,
                                     &Verifier::compare_work,
                                     &Verifier::compare_matters,
                                     &Verifier::decrypt_personal_data,
                                     &Verifier::check_file};
    for (const Part part : parts) {
      auto status = (this->*part)();
      if (!status && db::failure_of(status.error()) == db::Failure::corrupt && !report_.first) {
        find({Damage::unreadable, "file", 0, 0, "", "", "unreadable", status.error().detail});
      } else if (!status) {
        return status.error();
      }
      if (report_.first) break;
    }
    return std::move(report_);
  }

 private:
  void find(AuditFinding finding) {
    if (!report_.first) report_.first = std::move(finding);
  }
  void find_record(Damage damage, const RawRecord& record, std::string why, std::string detail = "") {
    find({damage, "record", record.stream, record.sequence, record.party_id, record.subject_id, std::move(why),
          std::move(detail)});
  }

  // --- what is signed
  // --------------------------------------------------------------------------------------------------

  Status read_installation() {
    bool found = false;
    auto status = db_.rows(sql::find_installation, {}, [&](const Row& row) {
      found = true;
      installation_id_ = row.text(0);
      public_key_ = row.bytes(1);
      return true;
    });
    if (!status) return status;
    if (!found) find({Damage::removed, "installation", 0, 0, "", "", "installation_missing", ""});
    if (found && options_.keys != nullptr) {
      const auto known = options_.keys->public_key();
      if (public_key_ != std::string_view(reinterpret_cast<const char*>(known.data()), known.size())) {
        find({Damage::altered, "installation", 0, 0, "", "", "key_differs", ""});
      }
    }
    return success();
  }

  Status read_checkpoints() {
    return db_.rows(
        "SELECT stream, sequence, hash, signed_at, signature FROM audit_checkpoint ORDER BY stream, sequence", {},
        [&](const Row& row) {
          const auto stream = row.integer(0), sequence = row.integer(1);
          const std::string hash(row.bytes(2));
          const auto message = checkpoint_message(installation_id_, stream, sequence, hash, row.integer(3));
          if (!is_signed_by(public_key_, message, row.bytes(4)) || !row.sound()) {
            find({Damage::altered, "checkpoint", stream, sequence, "", "", "signature_wrong", ""});
          }
          checkpoints_[{stream, sequence}] = hash;
          ++report_.checkpoints;
          return true;
        });
  }

  Status read_heads() {
    auto status = db_.rows("SELECT stream, sequence, hash FROM chain_head ORDER BY stream", {}, [&](const Row& row) {
      const auto stream = row.integer(0);
      heads_[stream] = {row.integer(1), std::string(row.bytes(2))};
      StreamState state;
      state.last = state.before_last = first_link(installation_id_, stream);
      streams_[stream] = std::move(state);
      return true;
    });
    if (status.ok() && heads_.empty()) find({Damage::removed, "head", 0, 0, "", "", "head_missing", ""});
    return status;
  }

  // --- the chain
  // -------------------------------------------------------------------------------------------------------

  /// Each record in the order in which it was written. On SQLite straight from the table: an index may say otherwise.
  Status each_record(const std::function<bool(const RawRecord&)>& visit) {
    const std::string columns(record_columns);
    if (db_.engine() == Engine::sqlite) {
      return db_.rows("SELECT " + columns + " FROM record NOT INDEXED ORDER BY rowid", {},
                      [&](const Row& row) { return visit(RawRecord::from(row)); });
    }
    const std::string sql = "SELECT " + columns +
                            " FROM record WHERE (stream, sequence, party_id) > ($1, $2, $3)"
                            " ORDER BY stream, sequence, party_id LIMIT $4";
    RawRecord last;
    last.stream = -1;
    for (bool more = true; more;) {
      std::int64_t count = 0;
      auto status =
          db_.rows(sql, {last.stream, last.sequence, std::string(last.party_id), page_size}, [&](const Row& row) {
            ++count;
            last = RawRecord::from(row);
            more = visit(last);
            return more;
          });
      if (!status) return status;
      more = more && count == page_size;
    }
    return success();
  }

  Status scan_chain() {
    Status inner = success();
    auto status = each_record([&](const RawRecord& record) {
      inner = check(record);
      if (options_.progress && report_.records % progress_step == 0) options_.progress(report_.records);
      return inner.ok() && !report_.first;
    });
    if (!inner) return inner;
    if (!status && db::failure_of(status.error()) == db::Failure::corrupt) return name_unreadable(status.error());
    return status;
  }

  /// The file is damaged where the next record stands; its index entry may still tell whose it is.
  Status name_unreadable(const Error& error) {
    const auto& [stream, state] = *streams_.begin();
    RawRecord record;
    record.stream = stream;
    record.sequence = state.next;
    (void)db_.rows("SELECT party_id FROM record WHERE stream = $1 AND sequence = $2", {stream, state.next},
                   [&](const Row& row) { return record.party_id = row.text(0), true; });
    (void)subject_of(record);
    find_record(Damage::unreadable, record, "unreadable", error.detail);
    return success();
  }

  Status check(const RawRecord& record) {
    const Digest content = record.content();
    const auto found = streams_.find(record.stream);
    if (found == streams_.end() || record.sequence != found->second.next) return check_out_of_place(record, content);
    StreamState& state = found->second;
    const Digest expected = chain_hash(state.last, record.stream, record.sequence, record.previous, content);
    if (record.hash != view(expected) || !record.sound) return explain(record, content, state);
    ++report_.records;
    advance(state, record, expected);
    check_against_signed(record);
    note_work(record);
    return add_to_sum(record);
  }

  static void advance(StreamState& state, const RawRecord& record, const Digest& hash) {
    ++state.next;
    state.before_last = std::exchange(state.last, hash);
    state.last_party = record.party_id;
    state.last_subject = record.subject_id;
  }

  /// The place it claims is not the next one.
  Status check_out_of_place(const RawRecord& record, const Digest& content) {
    for (const auto& [stream, state] : streams_) {
      const Digest in_place = chain_hash(state.last, stream, state.next, record.previous, content);
      if (record.hash != view(in_place)) continue;
      RawRecord written = record;  // it fits here: only its numbers were changed
      written.stream = stream;
      written.sequence = state.next;
      find_record(Damage::altered, written, "number_altered", std::to_string(record.sequence));
      return success();
    }
    const auto found = streams_.find(record.stream);
    if (found == streams_.end() || record.sequence < found->second.next) {
      find_record(Damage::inserted, record, "number_repeated");
      return success();
    }
    RawRecord missing;
    missing.stream = record.stream;
    missing.sequence = found->second.next;
    const Status status = subject_of(missing);
    find_record(Damage::removed, missing, "number_missing", std::to_string(record.sequence));
    return status;
  }

  /// The declaration that was lodged with a record which is no longer there.
  Status subject_of(RawRecord& record) {
    return db_.rows(
        "SELECT party_id, declaration_id FROM declaration WHERE stream = $1 AND (lodged_sequence = $2 OR "
        "last_sequence = $2) LIMIT 1",
        {record.stream, record.sequence}, [&](const Row& row) {
          record.party_id = row.text(0);
          record.subject_id = row.text(1);
          return true;
        });
  }

  /// The hash does not follow from the record before it: which of the two was touched, and how?
  Status explain(const RawRecord& record, const Digest& content, const StreamState& state) {
    const auto follows = [&](const Digest& previous, std::int64_t sequence) {
      return record.hash == view(chain_hash(previous, record.stream, sequence, record.previous, content));
    };
    if (record.hash == view(state.last)) {
      find_record(Damage::inserted, record, "copy_of_the_one_before");
      return success();
    }
    if (state.next > 1 && follows(state.before_last, record.sequence - 1)) {
      RawRecord inserted;
      inserted.stream = record.stream;
      inserted.sequence = record.sequence - 1;
      inserted.party_id = state.last_party;
      inserted.subject_id = state.last_subject;
      find_record(Damage::inserted, inserted, "next_skips_it");
      return success();
    }
    std::optional<RawRecord> next;
    auto status = db_.rows("SELECT " + std::string(record_columns) + " FROM record WHERE stream = $1 AND sequence = $2",
                           {record.stream, record.sequence + 1}, [&](const Row& row) {
                             next = RawRecord::from(row);
                             return false;
                           });
    if (!status && db::failure_of(status.error()) != db::Failure::corrupt) return status;
    const auto next_continues = [&](std::string_view hash) {
      Digest previous;
      return next && read_digest(hash, previous) &&
             next->hash == view(chain_hash(previous, next->stream, next->sequence, next->previous, next->content()));
    };
    const Digest expected = chain_hash(state.last, record.stream, record.sequence, record.previous, content);
    if (next_continues(record.hash)) {
      find_record(Damage::altered, record, "content_altered");
    } else if (next_continues(view(expected))) {
      find_record(Damage::altered, record, "hash_altered");
    } else {
      find_record(Damage::altered, record, next ? "does_not_follow" : "content_altered");
    }
    return success();
  }

  void check_against_signed(const RawRecord& record) {
    const auto signed_here = checkpoints_.find({record.stream, record.sequence});
    if (signed_here != checkpoints_.end() && signed_here->second != record.hash) {
      find_record(Damage::altered, record, "differs_from_checkpoint");
    }
    for (const auto& head : options_.expected) {
      Digest hash;
      if (head.stream != record.stream || head.sequence != record.sequence || !read_digest(record.hash, hash)) continue;
      if (hex(hash) != head.hash) find_record(Damage::altered, record, "differs_from_noted_head");
    }
  }

  /// What the declaration rows must be when the last record is reached.
  Status add_to_sum(const RawRecord& record) {
    if (record.kind == name(Kind::examined)) ++examined_;
    if (record.kind == name(Kind::risk_version_changed) || record.kind == name(Kind::risk_rehearsed))
      note_version(record);
    if (record.kind == name(Kind::matter_stepped)) {
      matters_[{record.party_id, record.subject_id}] = {record.stream, record.sequence,
                                                        text_member(record.body, "row")};
    }
    if (record.row_digest.empty()) return success();
    recorded_.add(record.party_id, record.subject_id, record.row_digest);
    // An amendment keeps the row before it (declaration_version); any other change replaces it.
    if (record.previous == 0 || record.kind == name(Kind::amended)) return success();
    std::optional<RawRecord> before;
    auto status = db_.rows(sql::find_record, {record.stream, record.previous, record.party_id}, [&](const Row& row) {
      before = RawRecord::from(row);
      return true;
    });
    if (!status) return status;
    if (!before || before->subject_id != record.subject_id) {
      find_record(Damage::altered, record, "previous_missing", std::to_string(record.previous));
      return success();
    }
    recorded_.subtract(record.party_id, record.subject_id, before->row_digest);
    return success();
  }

  Status compare_heads() {
    for (const auto& [stream, state] : streams_) {
      const std::int64_t last = state.next - 1;
      const auto& [head, hash] = heads_.at(stream);
      report_.heads.push_back({stream, last, hex(state.last)});
      std::int64_t known = head;
      std::string source = "head";
      for (const auto& [place, unused] : checkpoints_) {
        if (place.first == stream && place.second > std::max(known, last)) known = place.second, source = "checkpoint";
      }
      for (const auto& noted : options_.expected) {
        if (noted.stream == stream && noted.sequence > std::max(known, last))
          known = noted.sequence, source = "noted_head";
      }
      RawRecord record;
      record.stream = stream;
      if (known > last) {
        record.sequence = last + 1;
        const Status status = subject_of(record);
        find_record(Damage::removed, record, "tail_missing_by_" + source, std::to_string(known));
        if (!status) return status;
      } else if (last > head) {
        record.sequence = head + 1;
        find_record(Damage::inserted, record, "after_head", std::to_string(head));
      } else if (hash != view(state.last)) {
        find({Damage::altered, "head", stream, last, "", "", "head_altered", ""});
      }
    }
    return success();
  }

  // --- what follows from the chain
  // ---------------------------------------------------------------------------------------

  static DeclarationRow row_of(const Row& row) {
    DeclarationRow d;
    d.party_id = row.text(0);
    d.declaration_id = row.text(1);
    d.declaration_number = row.text(2);
    d.procedure = row.integer(3);
    d.customs_office = row.text(4);
    d.declared_on = row.text(5);
    d.channel = row.integer(6);
    d.state = row.text(7);
    d.likelihood_ppm = row.integer(8);
    d.expected_value_ppm = row.integer(9);
    d.value_krw = row.integer(10);
    d.destination_country = row.text(11);
    d.hs6 = row.text(12);
    d.filer_code = row.text(13);
    d.exporter_name = row.text(14);
    d.source = row.text(15);
    d.version = row.integer(16);
    d.facts = row.text(20);
    return d;
  }

  /// Rows of `table` with what their newest record says of them: its digest, subject and kind.
  Status each_row(const std::string& table, const std::function<bool(const Row&)>& visit) {
    const std::string columns =
        "d.party_id, d.declaration_id, d.declaration_number, d.procedure, d.customs_office, d.declared_on, d.channel, "
        "d.state, d.likelihood_ppm, d.expected_value_ppm, d.value_krw, d.destination_country, d.hs6, d.filer_code, "
        "d.exporter_name, d.source, d.version, d.stream, d.lodged_sequence, d.last_sequence, d.facts, r.row_digest, "
        "r.subject_id, r.kind";
    const std::string join =
        " LEFT JOIN record r ON r.stream = d.stream AND r.sequence = d.last_sequence AND r.party_id = d.party_id";
    if (db_.engine() == Engine::sqlite) {
      return db_.rows("SELECT " + columns + " FROM " + table + " d NOT INDEXED" + join + " ORDER BY d.rowid", {},
                      visit);
    }
    const std::string sql = "SELECT " + columns + " FROM " + table + " d" + join +
                            " WHERE (d.party_id, d.declaration_id, d.version) > ($1, $2, $3)"
                            " ORDER BY d.party_id, d.declaration_id, d.version LIMIT $4";
    std::string party_id, declaration_id;
    std::int64_t version = -1;
    for (bool more = true; more;) {
      std::int64_t count = 0;
      auto status =
          db_.rows(sql, {std::string(party_id), std::string(declaration_id), version, page_size}, [&](const Row& row) {
            ++count;
            party_id = row.text(0);
            declaration_id = row.text(1);
            version = row.integer(16);
            more = visit(row);
            return more;
          });
      if (!status) return status;
      more = more && count == page_size;
    }
    return success();
  }

  Status compare_rows() {
    for (const std::string table : {"declaration", "declaration_version"}) {
      Status inner = success();
      auto status = each_row(table, [&](const Row& row) {
        inner = check_row(table, row);
        return inner.ok() && !report_.first;
      });
      if (!inner) return inner;
      if (!status) return status;
      if (report_.first) return success();
    }
    return success();
  }

  Status check_row(const std::string& table, const Row& row) {
    const DeclarationRow d = row_of(row);
    const Digest digest = row_digest(d);
    AuditFinding finding{Damage::altered,
                         table,
                         row.integer(17),
                         row.integer(19),
                         std::string(d.party_id),
                         std::string(d.declaration_id),
                         "",
                         ""};
    const auto found = [&](Damage damage, std::string why) {
      finding.damage = damage;
      finding.why = std::move(why);
      find(finding);
    };
    if (table == "declaration") ++report_.declarations;
    const std::int64_t last = row.integer(19), lodged = row.integer(18);
    const bool has_record = !row.is_null(21) && row.text(22) == d.declaration_id;
    if (!has_record) {
      const auto lodging =
          count("SELECT count(*) FROM record WHERE kind = 'lodged' AND party_id = $1 AND subject_id = $2",
                {d.party_id, d.declaration_id});
      if (!lodging) return lodging.error();
      found(*lodging == 0 ? Damage::inserted : Damage::altered,
            *lodging == 0 ? "row_without_record" : "row_points_elsewhere");
    } else if (row.bytes(21) != view(digest) || !row.sound()) {
      found(Damage::altered, "row_differs");
    } else if (last == lodged ? row.text(23) != name(Kind::lodged) : false) {
      found(Damage::altered, "row_points_elsewhere");
    } else if (last != lodged) {
      const auto lodging = count(
          "SELECT count(*) FROM record WHERE stream = $1 AND sequence = $2 AND party_id = $3 AND subject_id = $4 AND "
          "kind = 'lodged'",
          {row.integer(17), lodged, d.party_id, d.declaration_id});
      if (!lodging) return lodging.error();
      if (*lodging == 0) found(Damage::altered, "row_points_elsewhere");
    }
    present_.add(d.party_id, d.declaration_id, view(digest));
    return success();
  }

  Result<std::int64_t> count(std::string_view sql, std::initializer_list<Value> parameters) {
    std::int64_t number = 0;
    auto status = db_.rows(sql, parameters, [&](const Row& row) {
      number = row.integer(0);
      return true;
    });
    if (!status) return status.error();
    return number;
  }

  /// Every row agrees with a record; are they the rows of the newest ones, and all of them?
  Status compare_sums() {
    if (recorded_ == present_) return success();
    const auto name_it = [&](Damage damage, std::string what, std::string why) {
      return [this, damage, what = std::move(what), why = std::move(why)](const Row& row) {
        find({damage, what, row.integer(0), row.integer(1), row.string(2), row.string(3), why, ""});
        return false;
      };
    };
    auto status = db_.rows(
        "SELECT r.stream, r.sequence, r.party_id, r.subject_id FROM record r LEFT JOIN declaration d ON d.party_id = "
        "r.party_id AND d.declaration_id = r.subject_id WHERE r.kind = 'lodged' AND d.party_id IS NULL ORDER BY "
        "r.sequence LIMIT 1",
        {}, name_it(Damage::removed, "declaration", "row_missing"));
    if (!status || report_.first) return status;
    status = db_.rows(
        "SELECT r.stream, r.sequence, r.party_id, r.subject_id FROM record r JOIN declaration d ON d.party_id = "
        "r.party_id "
        "AND d.declaration_id = r.subject_id WHERE r.previous_sequence > 0 AND r.stream = d.stream AND r.sequence > "
        "d.last_sequence ORDER BY r.sequence LIMIT 1",
        {}, name_it(Damage::altered, "declaration", "row_set_back"));
    if (!status || report_.first) return status;
    find({Damage::removed, "declaration_version", 0, 0, "", "", "version_missing", ""});
    return success();
  }

  Status compare_examinations() {
    std::uint64_t rows = 0;
    auto status = db_.rows(
        "SELECT e.party_id, e.declaration_id, e.stream, e.sequence, e.examined_on, e.officer, e.conforming, "
        "e.discrepancies, e.note, r.body, r.kind, r.subject_id, r.actor, r.recorded_at, e.findings FROM examination e "
        "LEFT JOIN "
        "record "
        "r ON r.stream = e.stream AND r.sequence = e.sequence AND r.party_id = e.party_id ORDER BY e.stream, "
        "e.sequence",
        {}, [&](const Row& row) {
          ++rows;
          const std::string body =
              examination_body({row.integer(6) != 0, split(row.text(7)), row.string(8), row.string(14)});
          const bool same = !row.is_null(9) && row.text(9) == body && row.text(10) == name(Kind::examined) &&
                            row.text(11) == row.text(1) && row.text(12) == row.text(5) &&
                            Instant{row.integer(13)}.korean_day().text() == row.text(4) && row.sound();
          if (same) return true;
          find({row.is_null(9) ? Damage::inserted : Damage::altered, "examination", row.integer(2), row.integer(3),
                row.string(0), row.string(1), row.is_null(9) ? "row_without_record" : "row_differs", ""});
          return false;
        });
    if (!status || report_.first) return status;
    if (rows < examined_)
      find({Damage::removed, "examination", 0, 0, "", "", "examination_missing", std::to_string(examined_ - rows)});
    return success();
  }

  Status compare_numbers() {
    const auto numbered = count("SELECT count(*) FROM declaration WHERE declaration_number <> ''", {});
    if (!numbered) return numbered.error();
    const auto numbers = count(
        "SELECT count(*) FROM declaration_number n JOIN declaration d ON d.party_id = n.party_id AND d.declaration_id "
        "= "
        "n.declaration_id AND d.declaration_number = n.declaration_number",
        {});
    if (!numbers) return numbers.error();
    const auto all = count("SELECT count(*) FROM declaration_number", {});
    if (!all) return all.error();
    if (*numbered != *numbers || *numbers != *all) {
      find({Damage::altered, "declaration_number", 0, 0, "", "", "numbers_differ", std::to_string(*numbered)});
    }
    return success();
  }

  // --- examination work: what its tables say must be what the newest record about it says
  // --------------------------------

  void note_work(const RawRecord& record) {
    const auto kind = parse_kind(record.kind);
    if (kind == Kind::random_closed) work_["random_day " + record.subject_id] = record.body;
    if (kind == Kind::capacity_planned) {
      work_["capacity_plan " + record.subject_id + " " + text_member(record.body, "from")] = record.body;
    }
    if (kind == Kind::evidence_added) {
      work_["evidence " + record.party_id + " " + record.subject_id + " " + text_member(record.body, "evidence_id")] =
          record.body;
    }
    if (kind == Kind::second_look_ordered || kind == Kind::second_look || kind == Kind::audit_sampled ||
        kind == Kind::audit_done) {
      work_["task " + std::to_string(record.sequence)] = record.party_id + " " + record.subject_id;
    }
  }

  /// One row against what was noted; `body` is what the record must say.
  bool agrees(const std::string& what, const std::string& key, const std::string& body, const std::string& party,
              const std::string& subject) {
    const auto found = work_.find(what + " " + key);
    if (found != work_.end() && found->second == body) return true;
    const bool unknown = found == work_.end();
    find({unknown ? Damage::inserted : Damage::altered, what, 0, 0, party, subject,
          unknown ? "row_without_record" : "row_differs", key});
    return false;
  }

  Status compare_work() {
    auto status =
        db_.rows("SELECT day, row_count, digest FROM random_day WHERE closed_at IS NOT NULL", {}, [&](const Row& row) {
          const auto body =
              json_object({{"day", row.text(0)}, {"rows", std::to_string(row.integer(1))}, {"digest", row.text(2)}});
          return agrees("random_day", row.string(0), body, std::string(system_party), row.string(0));
        });
    if (!status || report_.first) return status;
    status =
        db_.rows("SELECT customs_office, from_day, red, orange, reason FROM capacity_plan", {}, [&](const Row& row) {
          const auto body = json_object({{"customs_office", row.text(0)},
                                         {"from", row.text(1)},
                                         {"red", std::to_string(row.integer(2))},
                                         {"orange", std::to_string(row.integer(3))},
                                         {"reason", row.text(4)}});
          return agrees("capacity_plan", row.string(0) + " " + row.string(1), body, std::string(system_party),
                        row.string(0));
        });
    if (!status || report_.first) return status;
    status = db_.rows("SELECT party_id, declaration_id, evidence_id, media_type, size_bytes, digest FROM evidence", {},
                      [&](const Row& row) {
                        Digest digest{};
                        read_digest(row.bytes(5), digest);
                        const auto body = json_object({{"evidence_id", row.text(2)},
                                                       {"media_type", row.text(3)},
                                                       {"size", std::to_string(row.integer(4))},
                                                       {"digest", hex(digest)}});
                        return agrees("evidence", row.string(0) + " " + row.string(1) + " " + row.string(2), body,
                                      row.string(0), row.string(1));
                      });
    if (!status || report_.first) return status;
    return db_.rows("SELECT party_id, declaration_id, ordered_sequence, done_sequence FROM examination_task", {},
                    [&](const Row& row) {
                      const auto who = row.string(0) + " " + row.string(1);
                      for (const auto sequence : {row.integer(2), row.integer(3)}) {
                        if (sequence == 0) continue;
                        const auto found = work_.find("task " + std::to_string(sequence));
                        if (found != work_.end() && found->second == who) continue;
                        find({Damage::altered, "examination_task", 0, sequence, row.string(0), row.string(1),
                              "row_points_elsewhere", ""});
                        return false;
                      }
                      return true;
                    });
  }

  /// The digest that the newest record about a version or a rehearsal holds of its row.
  void note_version(const RawRecord& record) {
    constexpr std::string_view mark = R"("row":")";
    const auto at = record.body.rfind(mark);
    if (at != std::string::npos)
      versions_[record.subject_id] = {record.stream, record.sequence, record.body.substr(at + mark.size(), 64)};
  }

  Status compare_versions() {
    const auto check = [this](std::string what, const std::string& id, const Digest& digest) {
      const auto found = versions_.find(id);
      if (found == versions_.end()) {
        find({Damage::inserted, std::move(what), 0, 0, std::string(system_party), id, "row_without_record", ""});
        return;
      }
      if (found->second.digest != hex(digest)) {
        find({Damage::altered, std::move(what), found->second.stream, found->second.sequence, std::string(system_party),
              id, "row_differs", ""});
      }
      found->second.present = true;
    };
    auto status = each_version_row(
        db_, [&](const RiskVersion& row) { check("risk_version", row.version_id, version_digest(row)); },
        [&](const Rehearsal& row) { check("rehearsal", row.rehearsal_id, rehearsal_digest(row)); });
    if (!status) return status;
    for (const auto& [id, known] : versions_) {
      if (!known.present)
        find({Damage::removed, "risk_version", known.stream, known.sequence, std::string(system_party), id,
              "row_missing", ""});
    }
    return success();
  }

  Status compare_matters() {
    auto status = each_matter_row(db_, [&](const Matter& matter) {
      const auto known = matters_.find({matter.party_id, matter.matter_id});
      const bool same = known != matters_.end() && known->second.digest == hex(matter_digest(matter)) &&
                        known->second.sequence == matter.last_sequence;
      if (!same) {
        const bool unknown = known == matters_.end();
        find({unknown ? Damage::inserted : Damage::altered, "matter", matter.stream, matter.last_sequence,
              matter.party_id, matter.matter_id, unknown ? "row_without_record" : "row_differs", ""});
        return false;
      }
      known->second.present = true;
      return true;
    });
    if (!status || report_.first) return status;
    for (const auto& [key, known] : matters_) {
      if (!known.present)
        find({Damage::removed, "matter", known.stream, known.sequence, key.first, key.second, "row_missing", ""});
    }
    return success();
  }

  Status decrypt_personal_data() {
    if (options_.keys == nullptr) return success();
    return db_.rows(
        "SELECT party_id, subject_id, field, ciphertext FROM personal_data ORDER BY party_id, subject_id, field", {},
        [&](const Row& row) {
          const auto context = personal_context(row.text(0), row.text(1), row.text(2));
          if (decrypt(options_.keys->data, context, row.bytes(3))) return true;
          find({Damage::altered, "personal_data", 0, 0, row.string(0), row.string(1), "ciphertext_altered",
                row.string(2)});
          return false;
        });
  }

  /// SQLite's own check of the whole file: pages, and indexes against their tables.
  Status check_file() {
    if (db_.engine() != Engine::sqlite) return success();
    std::string said;
    auto status = db_.rows("PRAGMA integrity_check(1)", {}, [&](const Row& row) {
      said = row.text(0);
      return false;
    });
    if (!status || said == "ok") return status;
    AuditFinding finding{Damage::unreadable, "file", 0, 0, "", "", "file_damaged", said};
    (void)name_row(said, finding);
    find(std::move(finding));
    return success();
  }

  /// "row 12 missing from index I": whose row that is, where it can be read.
  Status name_row(const std::string& said, AuditFinding& finding) {
    long long rowid = 0;
    std::array<char, 64> index{};
    if (std::sscanf(said.c_str(), "row %lld missing from index %63s", &rowid, index.data()) != 2) return success();
    std::string table;
    auto status = db_.rows("SELECT tbl_name FROM sqlite_master WHERE name = $1", {index.data()}, [&](const Row& row) {
      table = row.text(0);
      return false;
    });
    std::string columns;
    if (table == "record") columns = "stream, sequence, party_id, subject_id";
    if (table == "declaration" || table == "declaration_version") {
      columns = "stream, lodged_sequence, party_id, declaration_id";
    }
    if (!status || columns.empty()) return status;
    return db_.rows("SELECT " + columns + " FROM " + table + " NOT INDEXED WHERE rowid = $1",
                    {static_cast<std::int64_t>(rowid)}, [&](const Row& row) {
                      finding.damage = Damage::altered;
                      finding.what = table;
                      finding.stream = row.integer(0);
                      finding.sequence = row.integer(1);
                      finding.party_id = row.text(2);
                      finding.subject_id = row.text(3);
                      return false;
                    });
  }

  Connection& db_;
  const AuditOptions& options_;
  AuditReport report_;
  Key key_{};
  MultisetSum recorded_, present_;
  std::uint64_t examined_ = 0;
  std::map<std::string, std::string> work_;  // table and key: what the newest record says
  std::string installation_id_, public_key_;
  std::map<std::pair<std::int64_t, std::int64_t>, std::string> checkpoints_;
  std::map<std::int64_t, std::pair<std::int64_t, std::string>> heads_;
  std::map<std::int64_t, StreamState> streams_;
  struct VersionRecord {
    std::int64_t stream = 0, sequence = 0;
    std::string digest;
    bool present = false;
  };
  std::map<std::pair<std::string, std::string>, VersionRecord> matters_;  // by party and file
  std::map<std::string, VersionRecord> versions_;                         // by the id of a version or a rehearsal
};

/// A file too damaged to be opened is a finding about the file.
Result<AuditReport> report_of(const Error& error) {
  if (db::failure_of(error) != db::Failure::corrupt) return error;
  AuditReport report;
  report.first = AuditFinding{Damage::unreadable, "file", 0, 0, "", "", "unreadable", error.detail};
  return report;
}

}  // namespace

std::string_view name(Damage damage) {
  switch (damage) {
    case Damage::altered: return "altered";
    case Damage::removed: return "removed";
    case Damage::inserted: return "inserted";
    case Damage::unreadable: return "unreadable";
  }
  return "altered";
}

Result<AuditReport> verify(db::Connection& connection, const AuditOptions& options) {
  if (auto status = connection.begin_read(); !status) return report_of(status.error());
  auto report = Verifier(connection, options).run();
  connection.rollback();
  return report;
}

Result<AuditReport> verify(const std::string& url, const std::string& key_file, AuditOptions options) {
  if (sodium_init() < 0) return Error{"randomness_is_missing", "", "libsodium cannot be used", "Check /dev/urandom"};
  db::OpenOptions opening;
  opening.read_only = true;
  opening.cache_mb = 64;
  const auto connection = db::Connection::open(url, opening);
  if (!connection) return report_of(connection.error());
  const auto schema = db::migration_state(**connection);
  if (!schema) return report_of(schema.error());
  if (schema->applied.empty()) {
    return db::make_error(db::Failure::schema_older, (*connection)->shown(), "it holds no record of Clearway");
  }
  std::optional<Keys> keys;
  if (access(key_file.c_str(), R_OK) == 0) {
    auto read = Keys::read(key_file);
    if (!read) return read.error();
    keys = *read;
    options.keys = &*keys;
  }
  return verify(**connection, options);
}

}  // namespace clearway::record
