#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "db/owner_lock.h"
#include "record/lodging.h"
#include "record/store.h"

namespace clearway::record {

/// One entry of the writer's queue. `apply` may run again after its transaction was rolled back, and must do all its
/// checks before its first write: what it refuses by itself is no reason to undo its neighbours.
class Job {
 public:
  virtual ~Job() = default;
  /// A failed Status concerns the transaction; what concerns this job alone is kept for `finish`.
  virtual Status apply(Writing& writing) = 0;
  /// Called once, after the commit (null) or when it has failed.
  virtual void finish(const Error* failure) = 0;
  /// Lodgements are gathered over neighbouring jobs and written together.
  virtual std::vector<LodgementEntry>* lodgements() { return nullptr; }
};

template <class T>
class Task : public Job {
 public:
  using Work = std::function<Result<T>(Writing&)>;
  Task(Work work, Completion<T> done) : work_(std::move(work)), done_(std::move(done)) {}
  Status apply(Writing& writing) override {
    outcome_.reset();
    Result<T> result = work_(writing);
    if (!result && db::failure_of(result.error()) != db::Failure::none) return result.error();
    outcome_.emplace(std::move(result));
    return success();
  }
  void finish(const Error* failure) override {
    if (!done_) return;
    if (failure != nullptr) {
      done_(*failure);
    } else {
      done_(std::move(*outcome_));
    }
  }

 private:
  Work work_;
  Completion<T> done_;
  std::optional<Result<T>> outcome_;
};

struct Store::Impl {
  // Set once by open.
  StoreOptions options;
  Keys keys;
  std::string installation_id;
  std::unique_ptr<db::OwnerLock> owner_lock;

  // --- writer ---
  std::unique_ptr<db::Connection> writer;  // of the writer thread
  std::thread thread;
  mutable std::mutex mutex;
  std::condition_variable wake;
  std::deque<std::unique_ptr<Job>> queue;
  bool closing = false;
  bool connection_lost = false;
  std::uint64_t commits_since_checkpoint = 0;
  std::int64_t last_time = 0;    // newest time seen in a write, for checkpoints
  std::int64_t signed_time = 0;  // of the last checkpoint of this process
  StoreMetrics metrics;

  // --- readers ---
  mutable std::mutex reader_mutex;
  mutable std::vector<std::unique_ptr<db::Connection>> idle_readers;

  void submit(std::unique_ptr<Job> job, bool bounded = true);
  template <class T>
  void run(typename Task<T>::Work work, Completion<T> done) {
    submit(std::make_unique<Task<T>>(std::move(work), std::move(done)));
  }

  void write_until_closed();
  void process(std::vector<std::unique_ptr<Job>> jobs);
  struct Attempt {
    Status status = success();
    bool during_commit = false;  // whether it was kept cannot be known
  };
  Attempt try_once(const std::vector<Job*>& jobs);
  /// All of `jobs`, and whatever has queued up by the time they are written: it joins them and shares their commit.
  Attempt try_with_late_ones(std::vector<std::unique_ptr<Job>>& jobs);
  Attempt transact(const std::function<Status(Writing&)>& write);
  /// The next of the queue that fit into a batch with `written` already in it. Under `mutex`.
  std::vector<std::unique_ptr<Job>> take_queued(std::size_t written);
  Status write_all(Writing& writing, const std::vector<Job*>& jobs);
  Status sign_checkpoint(Writing& writing);
  void close();

  /// Runs `query` on a connection for reading; once more on a new one if the connection turns out to be lost.
  template <class T, class Query>
  Result<T> read(Query&& query) const {
    for (int attempt = 0;; ++attempt) {
      auto reader = borrow();
      if (!reader) return reader.error();
      Result<T> result = query(**reader);
      const bool lost = !result && db::failure_of(result.error()) == db::Failure::connection_lost;
      if (!lost) give_back(std::move(*reader));
      if (!lost || attempt > 0) return result;
      drop_idle();
    }
  }
  Result<std::unique_ptr<db::Connection>> borrow() const;
  void give_back(std::unique_ptr<db::Connection> reader) const;
  void drop_idle() const;
};

/// Bytes that a checkpoint signs.
std::string checkpoint_message(std::string_view installation_id, std::int64_t stream, std::int64_t sequence,
                               std::string_view hash, std::int64_t signed_at);

/// The row of find_declaration (and of lists, where facts are left out).
StoredDeclaration declaration_from(const db::Row& row);

/// An examination as it goes into the chain: {"result":…,"discrepancies":[…],"note":…}; with findings, if there are
/// any, as a last member.
std::string examination_body(const ExaminationResult& result);

/// Reads one declaration with its facts; empty if it is not recorded.
Result<std::optional<StoredDeclaration>> find_declaration(db::Connection& database, std::string_view party_id,
                                                          std::string_view declaration_id);

/// A record about a declaration or anything else: linked to the subject's earlier records where it is a declaration.
Result<Receipt> record_about(Writing& writing, std::string_view party_id, std::string_view subject_id, Kind kind,
                             std::string_view body, const Origin& origin);

std::string join(const std::vector<std::string>& words);
std::vector<std::string> split(std::string_view text);
/// A member of a body that is made of texts (json_object), where its text holds nothing that is escaped; else empty.
std::string text_member(const std::string& body, const std::string& key);
std::string json_object(std::initializer_list<std::pair<std::string_view, std::string_view>> members);

}  // namespace clearway::record
