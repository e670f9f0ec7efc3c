#include "screening/bulk.h"

#include <array>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

namespace clearway::screening {
namespace {

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

/// The steps that batches take one at a time, in their order.
enum class Step : std::uint8_t { reading, history, quota, writing };

/// Whose turn it is at each step.
class Turns {
 public:
  /// Waits until it is the turn of `batch`. False: the run has ended, do nothing further.
  bool wait_for(Step step, std::uint64_t batch) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return ended_ || next(step) == batch; });
    return !ended_;
  }
  void pass_on(Step step) {
    {
      const std::lock_guard lock(mutex_);
      ++next(step);
    }
    changed_.notify_all();
  }
  /// The number of the batch that is read next.
  std::uint64_t draw() {
    const std::lock_guard lock(mutex_);
    return drawn_++;
  }
  void end() {
    {
      const std::lock_guard lock(mutex_);
      ended_ = true;
    }
    changed_.notify_all();
  }

 private:
  std::uint64_t& next(Step step) { return next_[static_cast<std::size_t>(step)]; }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::array<std::uint64_t, 4> next_{};
  std::uint64_t drawn_ = 0;
  bool ended_ = false;
};

/// One run over a source. Each thread takes a batch through all steps; only the serial ones wait for their turn.
class Run {
 public:
  Run(intake::Source& source, const BulkOptions& options, Screener& screener, const Sink& sink,
      const Progress& progress, Totals& totals)
      : source_(source), options_(options), screener_(screener), sink_(sink), progress_(progress), totals_(totals) {}

  Status on_threads(unsigned count) {
    std::vector<std::jthread> others;
    for (unsigned i = 1; i < count; ++i) others.emplace_back([this] { work_through(); });
    work_through();
    for (auto& other : others) other.join();
    if (thrown_) std::rethrow_exception(thrown_);
    return outcome_;
  }

 private:
  void work_through() {
    try {
      auto assessor = screener_.assessor();
      Work work;
      while (one_batch(work, assessor)) {
      }
    } catch (...) {
      const std::lock_guard lock(mutex_);
      if (!thrown_) thrown_ = std::current_exception();
      turns_.end();
    }
  }

  /// False when there is nothing more to do.
  bool one_batch(Work& work, Assessor& assessor) {
    const auto number = turns_.draw();
    if (!turns_.wait_for(Step::reading, number)) return false;
    work.rejects.clear();
    const auto more = source_.next_batch(work.batch, work.rejects);
    const auto bytes = source_.bytes_read();
    turns_.pass_on(Step::reading);
    if (!more || !*more) return end_after_others(number, more ? success() : Status(more.error()));

    const auto declarations = work.batch.declarations();
    if (work.decisions.size() < declarations.size()) work.decisions.resize(declarations.size());
    for (std::size_t i = 0; i < declarations.size(); ++i) {
      prepare(screener_.rulebook(), options_.personal_key, declarations[i], work.decisions[i]);
    }
    if (!turns_.wait_for(Step::history, number)) return false;
    screener_.observe(declarations, work.decisions);
    turns_.pass_on(Step::history);

    assessor.assess(declarations, work.decisions);
    if (!turns_.wait_for(Step::quota, number)) return false;
    screener_.settle(declarations, work.decisions);
    turns_.pass_on(Step::quota);

    const auto write_out = sink_(work);
    if (!turns_.wait_for(Step::writing, number)) return false;
    count(work, totals_);
    if (auto written = write_out(); !written) return end(written);
    progress_(bytes, totals_);
    turns_.pass_on(Step::writing);
    return true;
  }

  bool end_after_others(std::uint64_t number, const Status& outcome) {
    return turns_.wait_for(Step::writing, number) && end(outcome);
  }
  /// In the turn of writing, so that only one thread comes here.
  bool end(const Status& outcome) {
    outcome_ = outcome;
    turns_.end();
    return false;
  }

  intake::Source& source_;
  const BulkOptions& options_;
  Screener& screener_;
  const Sink& sink_;
  const Progress& progress_;
  Totals& totals_;
  Turns turns_;
  Status outcome_ = success();
  std::mutex mutex_;
  std::exception_ptr thrown_;
};

}  // namespace

Status screen_source(intake::Source& source, const BulkOptions& options, Screener& screener, const Sink& sink,
                     const Progress& progress, Totals& totals) {
  return Run(source, options, screener, sink, progress, totals).on_threads(options.threads);
}

std::string keyless_personal_key() { return std::string(32, '\0'); }

}  // namespace clearway::screening
