#include "screening/bulk.h"

#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

namespace clearway::screening {
namespace {

constexpr std::size_t batches_under_way = 4;

/// Reads and prepares the next batch. False at the end.
Result<bool> read(intake::Source& source, const Rulebook& rulebook, const std::string& personal_key, Work& work) {
  work.rejects.clear();
  auto more = source.next_batch(work.batch, work.rejects);
  if (!more || !*more) return more;
  const auto declarations = work.batch.declarations();
  if (work.decisions.size() < declarations.size()) work.decisions.resize(declarations.size());
  for (std::size_t i = 0; i < declarations.size(); ++i) {
    prepare(rulebook, personal_key, declarations[i], work.decisions[i]);
  }
  return more;
}

void count(const Work& work, Totals& totals) {
  const auto declarations = work.batch.declarations();
  totals.declarations += declarations.size();
  totals.rejects += work.rejects.size();
  for (std::size_t i = 0; i < declarations.size(); ++i) {
    const auto& decision = work.decisions[i];
    const auto filed = static_cast<std::size_t>(declarations[i].procedure);
    totals.with_findings += decision.findings.empty() ? 0 : 1;
    totals.with_errors += decision.has_error ? 1 : 0;
    ++totals.by_channel[filed][static_cast<std::size_t>(decision.assessment.channel)];
    ++totals.recommended[filed][static_cast<std::size_t>(decision.recommended)];
  }
}

Status decide_and_hand_on(Work& work, Screener& screener, Assessor& assessor, const Sink& sink, Totals& totals) {
  const auto declarations = work.batch.declarations();
  screener.observe(declarations, work.decisions);
  assessor.assess(declarations, work.decisions);
  screener.settle(declarations, work.decisions);
  count(work, totals);
  return sink(work);
}

/// Batches that a reading thread fills ahead of the deciding one. Works are passed back and used again.
class Pipeline {
 public:
  Pipeline(intake::Source& source, const Rulebook& rulebook, const std::string& personal_key)
      : source_(source), rulebook_(rulebook), personal_key_(personal_key) {
    for (std::size_t i = 0; i < batches_under_way; ++i) free_.push_back(std::make_unique<Work>());
    reader_ = std::thread([this] { run(); });
  }
  ~Pipeline() {
    {
      const std::lock_guard lock(mutex_);
      stopped_ = true;
    }
    changed_.notify_all();
    reader_.join();
  }
  Pipeline(const Pipeline&) = delete;
  Pipeline& operator=(const Pipeline&) = delete;

  /// The next batch; nothing at the end.
  Result<std::unique_ptr<Work>> take() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !ready_.empty() || ended_; });
    if (!ready_.empty()) {
      auto work = std::move(ready_.front());
      ready_.pop_front();
      return work;
    }
    if (thrown_) std::rethrow_exception(thrown_);
    if (error_) return *error_;
    return std::unique_ptr<Work>{};
  }
  void give_back(std::unique_ptr<Work> work) {
    {
      const std::lock_guard lock(mutex_);
      free_.push_back(std::move(work));
    }
    changed_.notify_all();
  }

 private:
  void run() {
    try {
      while (auto work = free_work()) {
        auto more = read(source_, rulebook_, personal_key_, *work);
        if (!more || !*more) return end(more ? std::nullopt : std::optional(more.error()), nullptr);
        const std::lock_guard lock(mutex_);
        ready_.push_back(std::move(work));
        changed_.notify_all();
      }
    } catch (...) {
      end(std::nullopt, std::current_exception());
    }
  }
  std::unique_ptr<Work> free_work() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return stopped_ || !free_.empty(); });
    if (stopped_) return nullptr;
    auto work = std::move(free_.back());
    free_.pop_back();
    return work;
  }
  void end(std::optional<Error> error, std::exception_ptr thrown) {
    const std::lock_guard lock(mutex_);
    error_ = std::move(error);
    thrown_ = thrown;
    ended_ = true;
    changed_.notify_all();
  }

  intake::Source& source_;
  const Rulebook& rulebook_;
  const std::string& personal_key_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::unique_ptr<Work>> ready_, free_;
  bool stopped_ = false, ended_ = false;
  std::optional<Error> error_;
  std::exception_ptr thrown_;
  std::thread reader_;
};

}  // namespace

Status screen_source(intake::Source& source, const BulkOptions& options, Screener& screener, const Sink& sink,
                     const Progress& progress, Totals& totals) {
  auto assessor = screener.assessor();
  if (options.threads > 1) {
    Pipeline pipeline(source, screener.rulebook(), options.personal_key);
    for (;;) {
      auto work = pipeline.take();
      if (!work) return work.error();
      if (*work == nullptr) return success();
      if (auto done = decide_and_hand_on(**work, screener, assessor, sink, totals); !done) return done;
      pipeline.give_back(std::move(work).value());
      progress(source.bytes_read(), totals);
    }
  }
  Work work;
  for (;;) {
    auto more = read(source, screener.rulebook(), options.personal_key, work);
    if (!more) return more.error();
    if (!*more) return success();
    if (auto done = decide_and_hand_on(work, screener, assessor, sink, totals); !done) return done;
    progress(source.bytes_read(), totals);
  }
}

std::string keyless_personal_key() { return std::string(32, '\0'); }

}  // namespace clearway::screening
