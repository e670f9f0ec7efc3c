#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "record/types.h"

namespace clearway::db {
class Connection;
}

namespace clearway::record {

struct Writing;

/// Called exactly once: on the writer thread, after the transaction is on disk or has failed; at once on the caller's
/// thread if the write is not even queued. Keep it short: hand the answer on to your own thread.
template <class T>
using Completion = std::function<void(Result<T>)>;

struct StoreOptions {
  std::string url;                         // sqlite:PATH, a plain PATH, or postgresql://...
  std::string key_file;                    // empty: CLEARWAY_KEY_FILE, else PATH.key beside the SQLite file
  std::string owner = "clearway";          // said to whoever is refused because this process owns the file
  bool create = true;                      // apply migrations to an empty or older database
  bool read_only = false;                  // no writer, no owner's lock: any number beside a server
  std::size_t queue_limit = 50'000;        // writes waiting; more are refused with queue_is_full
  std::size_t batch_limit = 1'000;         // writes that share one commit
  int busy_timeout_ms = 5'000;             // how long a write waits for another process before it fails as locked
  std::size_t checkpoint_commits = 1'000;  // commits between two signed checkpoints
};

struct StoreMetrics {
  std::size_t queue_length = 0;
  std::uint64_t commits = 0, writes = 0, failures = 0;
  std::size_t last_batch = 0, largest_batch = 0;
  std::uint64_t late_writes = 0;  // came while their batch was being written, and shared its commit
};

/// Where the secrets of a database are kept: options.key_file, CLEARWAY_KEY_FILE, or the default for its address.
std::string key_file_of(const StoreOptions& options);

/// The durable record. One writer thread with one connection: concurrent writers queue and share commits; each is
/// called back only when its write is on disk. Reads use connections of their own and may be called from any thread.
///
/// Errors (Error::code) of writes beside those of the database (db/error.h):
///   declaration_differs_from_recorded_one    same party and id, other content: amend instead
///   declaration_number_is_taken
///   request_id_was_used_for_another_request
///   version_is_not_current, declaration_is_not_recorded, not_found, already_exists
///   number_series_is_exhausted, queue_is_full, store_is_closed
class Store {
 public:
  static Result<std::unique_ptr<Store>> open(const StoreOptions& options);
  ~Store();  // writes what is queued, signs a checkpoint, closes
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  // --- writes, asynchronous --------------------------------------------------------------------------------------
  void lodge(const Lodgement& lodgement, const Origin& origin, Completion<Receipt> done);
  /// Each has its own outcome, in order; they share a commit with whatever else is queued. Repeating is harmless by
  /// declaration_id; the request id is kept in the records, but not as one to be answered again.
  void lodge(std::span<const Lodgement> lodgements, const Origin& origin,
             Completion<std::vector<Result<Receipt>>> done);
  void change(Change change, const Origin& origin, Completion<Receipt> done);
  /// A record about anything else.
  void note(std::string party_id, std::string subject_id, Kind kind, std::string body, const Origin& origin,
            Completion<Receipt> done);
  /// The purpose is recorded before the value is read. `purpose` must not be empty.
  void look_up_personal_data(std::string party_id, std::string subject_id, std::string field, std::string purpose,
                             const Origin& origin, Completion<std::string> done);
  /// For things that are no declaration (a tip-off's sender): encrypts and keeps them.
  void keep_personal_data(std::string party_id, std::string subject_id, std::vector<PersonalValue> values,
                          const Origin& origin, Completion<Receipt> done);
  void erase_personal_data(std::string party_id, std::string subject_id, std::string reason, const Origin& origin,
                           Completion<Receipt> done);

  void put_account(Account account, const Origin& origin, Completion<Account> done);  // version 0 creates
  void put_session(Session session, Completion<Nothing> done);
  void delete_session(std::string token_hash, Completion<Nothing> done);
  void delete_expired_sessions(Instant now, Completion<Nothing> done);
  void put_token(ApiToken token, const Origin& origin, Completion<Nothing> done);
  void revoke_token(std::string token_id, const Origin& origin, Completion<Nothing> done);
  void put_mandate(Mandate mandate, const Origin& origin, Completion<Nothing> done);
  void revoke_mandate(std::string mandate_id, const Origin& origin, Completion<Nothing> done);
  void put_draft(Draft draft, Completion<Draft> done);  // answers with the new version
  void delete_draft(std::string account_id, std::string draft_id, std::optional<std::int64_t> expected_version,
                    Completion<Nothing> done);
  /// Encrypts the secret and records its commitment. A day that has one keeps it (already_exists).
  void commit_random_secret(Date day, std::string secret, std::string commitment, const Origin& origin,
                            Completion<Nothing> done);
  void reveal_random_secret(Date day, const Origin& origin, Completion<RandomDay> done);
  /// The rows of a day's published file, counted and digested: nothing can be left out of it afterwards. A day that is
  /// closed stays as it is.
  void close_random_day(Date day, std::int64_t rows, std::string digest, const Origin& origin,
                        Completion<RandomDay> done);

  // Examination work (examination.cpp). A plan replaces the one of the same office and day under its version.
  void put_capacity_plan(CapacityPlan plan, const Origin& origin, Completion<CapacityPlan> done);
  /// Encrypts and keeps the file; its digest is recorded. The same id with the same content is harmless, with other
  /// content already_exists.
  void add_evidence(std::string party_id, std::string declaration_id, Evidence evidence, std::string content,
                    const Origin& origin, Completion<Evidence> done);
  /// The purpose is recorded before the content is given out. Error evidence_is_altered if it is not what was added.
  void read_evidence(std::string party_id, std::string declaration_id, std::string evidence_id, std::string purpose,
                     const Origin& origin, Completion<std::string> done);
  /// A task that is open already stays; `kind` of the record follows from the task's.
  void order_task(ExaminationTask task, const Origin& origin, Completion<ExaminationTask> done);
  /// Closes the open task of this kind, or one nobody ordered (ground own) where there is none. `body` is the record's.
  void finish_task(ExaminationTask task, std::string body, const Origin& origin, Completion<ExaminationTask> done);

  // Versions of what decides (versions.cpp). Each step is checked (risk/version_life.h) and recorded in one
  // transaction; a refusal has the name of the enum as its code. Version ids are chosen by the caller; creating one
  // again under its id answers with what is there.
  void create_risk_version(RiskVersion version, const Origin& origin, Completion<RiskVersion> done);
  /// Takes title, note, fingerprints, parameters, measures and content of `version`; its version is the expected one.
  void edit_risk_version(RiskVersion version, const Origin& origin, Completion<RiskVersion> done);
  /// approve, reject, activate or roll_back. What was in force of that kind before is retired. `expected_version` 0:
  /// any.
  void step_risk_version(std::string version_id, std::int64_t expected_version, risk::VersionStep step,
                         std::string reason, const Origin& origin, Completion<RiskVersion> done);
  /// The policy of the installation, put in force by its operator, not by anyone who signs in.
  void install_risk_version(RiskVersion version, const Origin& origin, Completion<RiskVersion> done);
  /// Keeps the report; a version that still has this content and was drafted is rehearsed from now on.
  void keep_rehearsal(Rehearsal rehearsal, const Origin& origin, Completion<Rehearsal> done);

  // --- reads, from any thread, blocking ---------------------------------------------------------------------------
  Result<std::optional<StoredDeclaration>> find(std::string_view party_id, std::string_view declaration_id) const;
  Result<std::optional<DeclarationWithHistory>> read(std::string_view party_id, std::string_view declaration_id) const;
  Result<std::optional<StoredDeclaration>> find_by_number(std::string_view declaration_number) const;
  Result<Page> search(const Search& search) const;
  Result<std::vector<StatisticsRow>> statistics(const StatisticsQuery& query) const;
  /// Counts of one day at one office, by procedure, channel and state.
  Result<std::vector<StatisticsRow>> office_day(std::string_view customs_office, Date day) const;
  Result<std::vector<StoredExamination>> examinations(std::string_view party_id, std::string_view declaration_id) const;
  Result<std::vector<CapacityPlan>> capacity_plans() const;  // by office, oldest first
  Result<std::vector<Evidence>> evidence(std::string_view party_id, std::string_view declaration_id) const;
  Result<std::vector<ExaminationTask>> tasks_of(std::string_view party_id, std::string_view declaration_id) const;
  /// Of an office, by day and trader. `kind` as stored.
  Result<std::vector<ExaminationTask>> tasks(std::string_view customs_office, std::string_view kind, Date from,
                                             Date to) const;
  /// Examinations of a period with the decision that led to each and what was found of it last until `known_on`. An
  /// empty office: all of them.
  Status examined_decisions(std::string_view customs_office, Date from, Date to, Date known_on,
                            const std::function<void(const ExaminedDecision&)>& visit) const;
  /// Audits after release done in a period, of all offices.
  Status audits_done(Date from, Date to, const std::function<void(const DoneAudit&)>& visit) const;
  /// About `most` of the declarations of a period, evenly by their place in the record, office by office. Answers with
  /// how many the period has.
  Result<std::int64_t> sampled_decisions(Date from, Date to, std::int64_t most,
                                         const std::function<void(const LodgedDecision&)>& visit) const;
  /// What waits at an office of what was declared in the period, oldest first.
  Status waiting(std::string_view customs_office, Date from, Date to,
                 const std::function<void(const WaitingDeclaration&)>& visit) const;
  /// Declarations of a day that are not green or whose expected value is at least `expected_value_ppm`.
  Status asking(std::string_view customs_office, Date day, std::int64_t expected_value_ppm,
                const std::function<void(const AskingDeclaration&)>& visit) const;
  /// Declarations, value, examinations and hits by month; of a party, or of a product (six digits).
  Result<std::vector<MonthFigures>> months_of_party(std::string_view party_id, Date from) const;
  Result<std::vector<MonthFigures>> months_of_product(std::string_view hs6, Date from) const;
  /// The receipt an earlier request was answered with, if it was.
  Result<std::optional<Receipt>> answered(std::string_view party_id, std::string_view actor,
                                          std::string_view request_id) const;
  /// Lodgings and examinations after `after_sequence` of `stream`, in order. Stops when `visit` returns false.
  /// Answers with the last sequence visited.
  Result<std::int64_t> replay(std::int64_t stream, std::int64_t after_sequence,
                              const std::function<bool(const ReplayRow&)>& visit) const;

  /// The newest sequence of `stream`; 0: nothing is recorded.
  Result<std::int64_t> last_sequence(std::int64_t stream) const;
  /// When the newest record of `stream` was written, by the clock of then. Nothing of an empty one.
  Result<std::optional<Instant>> last_recorded_at(std::int64_t stream) const;
  /// Every result of an examination, a second look and an audit, in the order of the record: of each declaration the
  /// last holds.
  Status each_result(const std::function<void(const StoredResult&)>& visit) const;

  Result<std::optional<Account>> account(std::string_view account_id) const;
  Result<std::optional<Account>> account_by_sign_in_name(std::string_view sign_in_name) const;
  Result<std::vector<Account>> accounts() const;
  Result<std::optional<Session>> session(std::string_view token_hash) const;
  Result<std::optional<ApiToken>> token_by_hash(std::string_view token_hash) const;
  Result<std::vector<ApiToken>> tokens(std::string_view account_id) const;
  Result<std::optional<Mandate>> mandate(std::string_view mandate_id) const;
  Result<std::vector<Mandate>> mandates_of_party(std::string_view party_id) const;
  Result<std::vector<Mandate>> mandates_of_agent(std::string_view agent) const;
  Result<std::optional<Draft>> draft(std::string_view account_id, std::string_view draft_id) const;
  Result<std::vector<Draft>> drafts(std::string_view account_id) const;
  Result<std::vector<RiskVersion>> risk_versions() const;  // newest first
  Result<std::optional<RiskVersion>> risk_version(std::string_view version_id) const;
  /// What is in force of a kind, the newest first; of models, one for each procedure at most.
  Result<std::vector<RiskVersion>> active_risk_versions(risk::VersionKind kind) const;
  Result<std::vector<Rehearsal>> rehearsals(std::string_view version_id) const;  // newest first
  Result<std::optional<Rehearsal>> rehearsal(std::string_view rehearsal_id) const;
  Result<std::vector<RandomDay>> random_days(Date from, Date to) const;
  Result<std::optional<std::string>> random_secret(Date day) const;  // decrypted, revealed or not

  // --- for folders with tables of their own in the database of the record (include record/extension.h) -------------
  /// `work` runs in a transaction of the writer and may add records. What it refuses leaves nothing behind; it may run
  /// again after its transaction was rolled back.
  template <class T>
  void write(const Origin& origin, std::function<Result<T>(Writing&)> work, Completion<T> done);
  /// `query` may run twice, where a connection turns out to be lost.
  template <class T>
  Result<T> query(const std::function<Result<T>(db::Connection&)>& query) const;

  /// Key under which persons without a business number are known (declaration::party_id). 32 bytes, from the key file.
  std::string_view personal_key() const;
  /// Ed25519 with the installation's key; both hexadecimal.
  std::string sign(std::string_view message) const;
  std::string public_key() const;
  StoreMetrics metrics() const;
  /// Can the database be reached? For /health.
  Status ping() const;
  /// Waits until everything queued so far is answered.
  void flush();

 private:
  friend class BulkWriter;
  struct Impl;
  explicit Store(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

struct BulkTotals {
  std::uint64_t recorded = 0, already_recorded = 0, refused = 0;
};

/// Lodges in bulk: `add` copies into the batch being filled and hands full batches to the writer thread, so that
/// deciding and writing overlap; it waits when two batches are already under way (bounded memory).
class BulkWriter {
 public:
  /// `refused` is called (from the thread that calls add or finish) for each lodgement that was not recorded.
  using Refused = std::function<void(std::string_view party_id, std::string_view declaration_id, const Error&)>;
  BulkWriter(Store& store, Origin origin, Refused refused = {}, std::size_t batch = 1'000);
  ~BulkWriter();
  BulkWriter(const BulkWriter&) = delete;
  BulkWriter& operator=(const BulkWriter&) = delete;

  /// Lodgements with all done that can be done before their turn: texts copied, digests computed, personal data
  /// encrypted. Filled on any thread.
  class Ready {
   public:
    ~Ready();
    void add(const Lodgement& lodgement);

   private:
    friend class BulkWriter;
    struct Entries;
    explicit Ready(std::unique_ptr<Entries> entries);
    std::unique_ptr<Entries> entries_;
  };
  std::shared_ptr<Ready> ready(std::size_t expected) const;

  /// Takes what `ready` holds, which is empty afterwards. Fails as the other `add`.
  Status add(Ready& ready);
  /// Fails when an earlier batch could not be written. That batch was not kept; run again, repeating is harmless.
  Status add(const Lodgement& lodgement);
  /// Writes the rest and waits until it is on disk.
  Result<BulkTotals> finish();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// Runs an asynchronous write and waits for it: `wait<Receipt>([&](auto done) { store.lodge(l, o, done); })`.
/// For command line and tests; never on a thread that serves requests.
template <class T, class Start>
Result<T> wait(Start&& start);

}  // namespace clearway::record

#include "record/wait.h"
