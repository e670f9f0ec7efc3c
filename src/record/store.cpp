#include "record/store.h"

#include <sodium.h>
#include <sys/stat.h>

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <sstream>

#include "base/text.h"
#include "db/migrate.h"
#include "record/sql.h"  // generated
#include "record/store_impl.h"

namespace clearway::record {
namespace {

using db::Row;
using db::Value;

constexpr std::int64_t default_stream = 0;
constexpr std::int64_t longest_unsigned = 60'000'000;  // microseconds of writing between two signed heads

class LodgeJob : public Job {
 public:
  LodgeJob(Origin origin, const Keys& keys, Completion<std::vector<Result<Receipt>>> done)
      : origin_(std::move(origin)), keys_(keys), done_(std::move(done)) {}
  void add(const Lodgement& lodgement, bool tracked) {
    entries_.push_back(copy_of(lodgement, origin_, keys_, tracked));
  }
  Status apply(Writing&) override { return success(); }  // written through lodgements()
  std::vector<LodgementEntry>* lodgements() override { return &entries_; }
  void finish(const Error* failure) override {
    if (!done_) return;
    if (failure != nullptr) return done_(*failure);
    std::vector<Result<Receipt>> outcomes;
    outcomes.reserve(entries_.size());
    for (auto& entry : entries_) outcomes.push_back(std::move(*entry.outcome));
    done_(std::move(outcomes));
  }

 private:
  Origin origin_;
  const Keys& keys_;
  Completion<std::vector<Result<Receipt>>> done_;
  std::vector<LodgementEntry> entries_;
};

bool exists(const std::string& path) {
  struct stat status;
  return stat(path.c_str(), &status) == 0;
}

struct Installation {
  std::string id, public_key, key_check;
};

Result<std::optional<Installation>> find_installation(db::Connection& database) {
  std::optional<Installation> found;
  auto status = database.rows(sql::find_installation, {}, [&](const Row& row) {
    found = Installation{row.string(0), std::string(row.bytes(1)), std::string(row.bytes(2))};
    return true;
  });
  if (!status) return status.error();
  return found;
}

std::string new_identifier() {
  std::array<unsigned char, 16> bytes;
  randombytes_buf(bytes.data(), bytes.size());
  std::array<char, 33> text;
  sodium_bin2hex(text.data(), text.size(), bytes.data(), bytes.size());
  return text.data();
}

Result<std::pair<Keys, std::string>> recognise(const Installation& installation, const std::string& key_file) {
  const auto keys = Keys::read(key_file);
  if (!keys) return keys.error();
  const auto check = keys->check();
  if (installation.key_check != std::string_view(reinterpret_cast<const char*>(check.data()), check.size())) {
    return Error{"key_file_belongs_to_another_database", "key_file",
                 "The key file belongs to another database (" + key_file + ")",
                 "Name the key file of this database in CLEARWAY_KEY_FILE"};
  }
  return std::pair{*keys, installation.id};
}

/// Keys, installation row and first head of a new database, in one transaction.
Result<std::pair<Keys, std::string>> install(db::Connection& database, const std::string& key_file) {
  const auto keys = exists(key_file) ? Keys::read(key_file) : Keys::create(key_file);
  if (!keys) return keys.error();
  const std::string id = new_identifier();
  db::Transaction transaction(database);
  if (auto status = transaction.begin(); !status) return status.error();
  if (database.engine() == db::Engine::postgres) {  // several servers may start at once
    if (auto status = database.script("LOCK TABLE installation"); !status) return status.error();
  }
  const auto meanwhile = find_installation(database);
  if (!meanwhile) return meanwhile.error();
  if (*meanwhile) return recognise(**meanwhile, key_file);
  const auto public_key = keys->public_key();
  const auto check = keys->check();
  const auto installed = database.run(
      sql::insert_installation,
      {id, 0, Value::bytes(public_key.data(), public_key.size()), Value::bytes(check.data(), check.size())});
  if (!installed) return installed.error();
  const auto head =
      database.run(sql::insert_head, {default_stream, 0, Value::bytes(view(first_link(id, default_stream)))});
  if (!head) return head.error();
  if (auto status = transaction.commit(); !status) return status.error();
  return std::pair{*keys, id};
}

Status prepare_schema(db::Connection& database, const StoreOptions& options) {
  if (options.create && !options.read_only) {
    const auto applied = db::migrate(database, Instant{});
    return applied ? success() : Status(applied.error());
  }
  const auto state = db::migration_state(database);
  if (!state) return state.error();
  if (state->missing.empty()) return success();
  return db::make_error(db::Failure::schema_older, database.shown(),
                        "migration " + state->missing.front() + " is missing");
}

}  // namespace

// --- key file
// ---------------------------------------------------------------------------------------------------------

std::string key_file_of(const StoreOptions& options) {
  if (!options.key_file.empty()) return options.key_file;
  if (const char* named = std::getenv("CLEARWAY_KEY_FILE"); named != nullptr && *named != '\0') return named;
  const auto address = db::parse_address(options.url);
  if (address && address->engine == db::Engine::sqlite) return address->target + ".key";
  // Beside no file of its own: in the home of the user who runs the service, by the name of the database.
  const char* home = std::getenv("HOME");
  const std::string shown = address ? address->shown() : options.url;
  const Digest digest = Framed("clearway.key-file.1").add(shown).digest();
  return std::string(home == nullptr ? "." : home) + "/clearway-" + hex(digest).substr(0, 16) + ".key";
}

// --- open and close
// ----------------------------------------------------------------------------------------------------

Store::Store(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Result<std::unique_ptr<Store>> Store::open(const StoreOptions& options) {
  if (sodium_init() < 0)
    return Error{"randomness_is_missing", "", "libsodium found no source of randomness", "Check /dev/urandom"};
  const auto address = db::parse_address(options.url);
  if (!address) return address.error();
  auto impl = std::make_unique<Impl>();
  impl->options = options;
  impl->options.key_file = key_file_of(options);
  if (address->engine == db::Engine::sqlite && !options.read_only) {
    auto lock = db::OwnerLock::take(address->target, options.owner);
    if (!lock) return lock.error();
    impl->owner_lock = std::move(*lock);
  }
  db::OpenOptions opening;
  opening.read_only = options.read_only;
  opening.create = options.create;
  opening.cache_mb = 64;
  opening.busy_timeout_ms = options.busy_timeout_ms;
  auto database = db::Connection::open(options.url, opening);
  if (!database) return database.error();
  if (auto status = prepare_schema(**database, options); !status) return status.error();
  const auto installation = find_installation(**database);
  if (!installation) return installation.error();
  if (!*installation && options.read_only) {
    return db::make_error(db::Failure::schema_older, (*database)->shown(), "it has never been written to");
  }
  auto keys =
      *installation ? recognise(**installation, impl->options.key_file) : install(**database, impl->options.key_file);
  if (!keys) return keys.error();
  impl->keys = keys->first;
  impl->installation_id = keys->second;
  if (options.read_only) {
    impl->idle_readers.push_back(std::move(*database));
  } else {
    impl->writer = std::move(*database);
    impl->thread = std::thread([raw = impl.get()] { raw->write_until_closed(); });
  }
  return std::unique_ptr<Store>(new Store(std::move(impl)));
}

Store::~Store() { impl_->close(); }

void Store::Impl::close() {
  if (!thread.joinable()) return;
  {
    const std::lock_guard lock(mutex);
    closing = true;
  }
  wake.notify_all();
  thread.join();
}

// --- the writer thread
// ---------------------------------------------------------------------------------------------------

void Store::Impl::submit(std::unique_ptr<Job> job, bool bounded) {
  std::optional<Error> refused;
  {
    const std::lock_guard lock(mutex);
    if (options.read_only || closing) {
      refused = Error{"store_is_closed", "", "The record takes no more writes", "Send again when the server is up"};
    } else if (bounded && queue.size() >= options.queue_limit) {
      refused = Error{"queue_is_full", "", "Too many writes are waiting",
                      "Try again in a few seconds under the same request id"};
    } else {
      queue.push_back(std::move(job));
    }
  }
  if (refused) {
    job->finish(&*refused);
  } else {
    wake.notify_one();
  }
}

std::vector<std::unique_ptr<Job>> Store::Impl::take_queued(std::size_t written) {
  std::vector<std::unique_ptr<Job>> jobs;
  while (!queue.empty() && written < options.batch_limit) {
    const auto* lodgements = queue.front()->lodgements();
    const std::size_t weight = lodgements == nullptr ? 1 : lodgements->size();
    if (written > 0 && written + weight > options.batch_limit) break;
    written += weight;
    jobs.push_back(std::move(queue.front()));
    queue.pop_front();
  }
  return jobs;
}

void Store::Impl::write_until_closed() {
  for (;;) {
    std::vector<std::unique_ptr<Job>> jobs;
    {
      std::unique_lock lock(mutex);
      wake.wait(lock, [&] { return closing || !queue.empty(); });
      jobs = take_queued(0);
      if (jobs.empty()) break;  // closing, and nothing left
    }
    process(std::move(jobs));
  }
  // A signed head on leaving, so that a record cut short afterwards is noticed.
  class Sign : public Job {
   public:
    explicit Sign(Impl& impl) : impl_(impl) {}
    Status apply(Writing& writing) override { return impl_.sign_checkpoint(writing); }
    void finish(const Error*) override {}

   private:
    Impl& impl_;
  };
  Sign sign(*this);
  if (commits_since_checkpoint > 0) (void)try_once({&sign});
}

namespace {

std::size_t writes_of(const std::vector<std::unique_ptr<Job>>& jobs) {
  std::size_t writes = 0;
  for (const auto& job : jobs) writes += job->lodgements() == nullptr ? 1 : job->lodgements()->size();
  return writes;
}

std::vector<Job*> pointers_to(const std::vector<std::unique_ptr<Job>>& jobs) {
  std::vector<Job*> pointers;
  for (const auto& job : jobs) pointers.push_back(job.get());
  return pointers;
}

}  // namespace

void Store::Impl::process(std::vector<std::unique_ptr<Job>> jobs) {
  const auto attempt_at = [&](const auto& attempt_once) {
    auto attempt = attempt_once();
    const bool lost = !attempt.status && db::failure_of(attempt.status.error()) == db::Failure::connection_lost;
    if (lost && !attempt.during_commit) attempt = attempt_once();  // a server that was restarted meanwhile
    return attempt.status;
  };
  const auto finish = [&](const std::vector<Job*>& some, const Status& status) {
    {
      const std::lock_guard lock(mutex);
      if (status.ok()) {
        ++metrics.commits;
        for (auto* job : some) metrics.writes += job->lodgements() == nullptr ? 1 : job->lodgements()->size();
      } else {
        ++metrics.failures;
      }
    }
    for (auto* job : some) job->finish(status.ok() ? nullptr : &status.error());
  };
  const Status together = attempt_at([&] { return try_with_late_ones(jobs); });
  const auto all = pointers_to(jobs);
  {
    const std::lock_guard lock(mutex);
    metrics.last_batch = writes_of(jobs);
    metrics.largest_batch = std::max(metrics.largest_batch, metrics.last_batch);
  }
  const auto failure = together.ok() ? db::Failure::none : db::failure_of(together.error());
  if (all.size() > 1 && (failure == db::Failure::constraint || failure == db::Failure::other)) {
    // One of them cannot be written: the others must not suffer for it.
    for (auto* job : all) finish({job}, attempt_at([&] { return try_once({job}); }));
  } else {
    finish(all, together);
  }
}

Store::Impl::Attempt Store::Impl::try_with_late_ones(std::vector<std::unique_ptr<Job>>& jobs) {
  return transact([&](Writing& writing) {
    auto status = write_all(writing, pointers_to(jobs));
    while (status.ok()) {
      std::this_thread::yield();  // to threads that are about to queue something, if there are any
      std::vector<std::unique_ptr<Job>> late;
      {
        const std::lock_guard lock(mutex);
        late = take_queued(writes_of(jobs));
        metrics.late_writes += writes_of(late);
      }
      if (late.empty()) break;
      const auto written = pointers_to(late);
      std::move(late.begin(), late.end(), std::back_inserter(jobs));
      status = write_all(writing, written);
    }
    return status;
  });
}

Store::Impl::Attempt Store::Impl::try_once(const std::vector<Job*>& jobs) {
  return transact([&](Writing& writing) { return write_all(writing, jobs); });
}

Store::Impl::Attempt Store::Impl::transact(const std::function<Status(Writing&)>& write) {
  if (connection_lost) {
    if (auto status = writer->reconnect(); !status) return {status, false};
    connection_lost = false;
  }
  const auto failed = [&](Status status, bool during_commit) {
    connection_lost = db::failure_of(status.error()) == db::Failure::connection_lost;
    return Attempt{std::move(status), during_commit};
  };
  db::Transaction transaction(*writer);
  Chain chain(*writer, default_stream);
  Writing writing{*writer, chain, keys};
  if (auto status = transaction.begin(); !status) return failed(std::move(status), false);
  if (auto status = chain.load(); !status) return failed(std::move(status), false);
  if (auto status = write(writing); !status) return failed(std::move(status), false);
  const bool checkpoint_due = chain.advanced() && (commits_since_checkpoint + 1 >= options.checkpoint_commits ||
                                                   last_time - signed_time >= longest_unsigned);
  if (checkpoint_due) {
    if (auto status = sign_checkpoint(writing); !status) return failed(std::move(status), false);
  }
  if (auto status = chain.store(); !status) return failed(std::move(status), false);
  if (auto status = transaction.commit(); !status) return failed(std::move(status), true);
  if (checkpoint_due) signed_time = last_time;
  commits_since_checkpoint = checkpoint_due ? 0 : commits_since_checkpoint + (chain.advanced() ? 1 : 0);
  return {};
}

Status Store::Impl::write_all(Writing& writing, const std::vector<Job*>& jobs) {
  std::vector<LodgementEntry*> gathered;
  const auto lodge_gathered = [&] {
    if (gathered.empty()) return success();
    auto status = lodge_all(writing, gathered);
    last_time = std::max(last_time, gathered.back()->origin->at.microseconds);
    gathered.clear();
    return status;
  };
  for (auto* job : jobs) {
    if (auto* lodgements = job->lodgements(); lodgements != nullptr) {
      for (auto& entry : *lodgements) gathered.push_back(&entry);
      continue;
    }
    if (auto status = lodge_gathered(); !status) return status;
    if (auto status = job->apply(writing); !status) return status;
  }
  return lodge_gathered();
}

std::string checkpoint_message(std::string_view installation_id, std::int64_t stream, std::int64_t sequence,
                               std::string_view hash, std::int64_t signed_at) {
  const Digest digest =
      Framed("clearway.checkpoint.1").add(installation_id).add(stream).add(sequence).add(hash).add(signed_at).digest();
  return std::string(view(digest));
}

Status Store::Impl::sign_checkpoint(Writing& writing) {
  const auto& chain = writing.chain;
  const auto hash = view(chain.hash());
  const auto signature =
      keys.sign(checkpoint_message(installation_id, chain.stream(), chain.sequence(), hash, last_time));
  const auto inserted =
      writing.database.run(sql::insert_checkpoint, {chain.stream(), chain.sequence(), Value::bytes(hash), last_time,
                                                    Value::bytes(signature.data(), signature.size())});
  return inserted ? success() : Status(inserted.error());
}

// --- lodging
// -------------------------------------------------------------------------------------------------------------

void Store::lodge(const Lodgement& lodgement, const Origin& origin, Completion<Receipt> done) {
  auto job = std::make_unique<LodgeJob>(origin, impl_->keys,
                                        [done = std::move(done)](Result<std::vector<Result<Receipt>>> outcomes) {
                                          if (!done) return;
                                          if (!outcomes) return done(outcomes.error());
                                          done(std::move(outcomes->front()));
                                        });
  job->add(lodgement, !origin.request_id.empty());
  impl_->submit(std::move(job));
}

void Store::lodge(std::span<const Lodgement> lodgements, const Origin& origin,
                  Completion<std::vector<Result<Receipt>>> done) {
  auto job = std::make_unique<LodgeJob>(origin, impl_->keys, std::move(done));
  for (const auto& lodgement : lodgements) job->add(lodgement, false);
  impl_->submit(std::move(job));
}

StoreMetrics Store::metrics() const {
  const std::lock_guard lock(impl_->mutex);
  StoreMetrics metrics = impl_->metrics;
  metrics.queue_length = impl_->queue.size();
  return metrics;
}

std::string_view Store::personal_key() const { return view(impl_->keys.identity); }

void Store::flush() {
  (void)wait<Nothing>([&](Completion<Nothing> done) {
    impl_->submit(
        std::make_unique<Task<Nothing>>([](Writing&) -> Result<Nothing> { return Nothing{}; }, std::move(done)), false);
  });
}

// --- bulk
// ------------------------------------------------------------------------------------------------------------------

struct BulkWriter::Impl {
  Store::Impl& store;
  Origin origin;
  Refused refused;
  std::size_t batch;

  std::mutex mutex;
  std::condition_variable ready;
  std::size_t under_way = 0;
  std::optional<Error> failure;
  BulkTotals totals;
  std::deque<std::tuple<std::string, std::string, Error>> refusals;

  class Batch : public Job {
   public:
    Batch(Impl& bulk, std::size_t size) : bulk_(bulk) { entries_.reserve(size); }
    Status apply(Writing&) override { return success(); }
    std::vector<LodgementEntry>* lodgements() override { return &entries_; }
    void add(LodgementEntry&& entry) { entries_.push_back(std::move(entry)); }
    void finish(const Error* failure) override { bulk_.settle(entries_, failure); }

   private:
    Impl& bulk_;
    std::vector<LodgementEntry> entries_;
  };
  std::unique_ptr<Batch> filling;

  void settle(const std::vector<LodgementEntry>& entries, const Error* error) {
    const std::lock_guard lock(mutex);
    if (error != nullptr) {
      if (!failure) failure = *error;
    } else {
      for (const auto& entry : entries) count(entry);
    }
    --under_way;
    ready.notify_all();
  }

  void count(const LodgementEntry& entry) {
    if (!*entry.outcome) {
      ++totals.refused;
      refusals.emplace_back(entry.lodgement.party_id, entry.lodgement.declaration_id, entry.outcome->error());
    } else if ((*entry.outcome)->outcome == Outcome::recorded) {
      ++totals.recorded;
    } else {
      ++totals.already_recorded;
    }
  }

  Status add(LodgementEntry&& entry) {
    if (!filling) filling = std::make_unique<Batch>(*this, batch);
    filling->add(std::move(entry));
    return filling->lodgements()->size() < batch ? success() : hand_over();
  }

  Status hand_over() {
    {
      std::unique_lock lock(mutex);
      ready.wait(lock, [&] { return under_way < 2; });
      if (failure) return *failure;
      ++under_way;
    }
    store.submit(std::move(filling), false);
    return report_refusals();
  }

  Status report_refusals() {
    std::deque<std::tuple<std::string, std::string, Error>> some;
    {
      const std::lock_guard lock(mutex);
      some.swap(refusals);
    }
    if (refused) {
      for (const auto& [party_id, declaration_id, error] : some) refused(party_id, declaration_id, error);
    }
    return success();
  }

  void wait_for_all() {
    std::unique_lock lock(mutex);
    ready.wait(lock, [&] { return under_way == 0; });
  }
};

BulkWriter::BulkWriter(Store& store, Origin origin, Refused refused, std::size_t batch)
    : impl_(new Impl{*store.impl_, std::move(origin), std::move(refused), batch, {}, {}, 0, {}, {}, {}, {}}) {}

BulkWriter::~BulkWriter() { impl_->wait_for_all(); }

struct BulkWriter::Ready::Entries {
  const Origin& origin;
  const Keys& keys;
  std::vector<LodgementEntry> list;
};

BulkWriter::Ready::Ready(std::unique_ptr<Entries> entries) : entries_(std::move(entries)) {}
BulkWriter::Ready::~Ready() = default;

void BulkWriter::Ready::add(const Lodgement& lodgement) {
  entries_->list.push_back(copy_of(lodgement, entries_->origin, entries_->keys, false));
}

std::shared_ptr<BulkWriter::Ready> BulkWriter::ready(std::size_t expected) const {
  auto entries = std::make_unique<Ready::Entries>(Ready::Entries{impl_->origin, impl_->store.keys, {}});
  entries->list.reserve(expected);
  return std::shared_ptr<Ready>(new Ready(std::move(entries)));
}

Status BulkWriter::add(Ready& ready) {
  for (auto& entry : ready.entries_->list) {
    if (auto status = impl_->add(std::move(entry)); !status) return status;
  }
  ready.entries_->list.clear();
  return success();
}

Status BulkWriter::add(const Lodgement& lodgement) {
  return impl_->add(copy_of(lodgement, impl_->origin, impl_->store.keys, false));
}

Result<BulkTotals> BulkWriter::finish() {
  if (impl_->filling) {
    if (auto status = impl_->hand_over(); !status) return status.error();
  }
  impl_->wait_for_all();
  (void)impl_->report_refusals();
  const std::lock_guard lock(impl_->mutex);
  if (impl_->failure) return *impl_->failure;
  return impl_->totals;
}

// --- helpers
// ----------------------------------------------------------------------------------------------------------------

std::string join(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) {
    if (!text.empty()) text.push_back(' ');
    text += word;
  }
  return text;
}

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> words;
  std::istringstream in{std::string(text)};
  for (std::string word; in >> word;) words.push_back(word);
  return words;
}

std::string text_member(const std::string& body, const std::string& key) {
  const auto at = body.find("\"" + key + "\":\"");
  if (at == std::string::npos) return {};
  const auto begin = at + key.size() + 4;
  return body.substr(begin, body.find('"', begin) - begin);
}

std::string json_object(std::initializer_list<std::pair<std::string_view, std::string_view>> members) {
  std::string out = "{";
  for (const auto& [key, value] : members) {
    if (out.size() > 1) out.push_back(',');
    append_json_string(out, key);
    out.push_back(':');
    append_json_string(out, value);
  }
  out.push_back('}');
  return out;
}

}  // namespace clearway::record
