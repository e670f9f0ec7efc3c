#include "rehearsal/rehearse.h"

#include <algorithm>
#include <array>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <span>
#include <thread>
#include <utility>

#include "rehearsal/as_if.h"
#include "rehearsal/tally.h"
#include "screening/screener.h"

namespace clearway::rehearsal {
namespace {

constexpr std::size_t slots = 8;

/// One stretch on its way: read, decided under both policies at once, counted.
struct Slot {
  Stretch stretch;
  std::array<std::vector<Outcome>, 2> outcomes;
  bool last = false;
  double progress = 0;
};

/// The source that led a selection: its first reason that is not a note on the places of the day.
std::uint16_t leading_source(const risk::Assessment& assessment) {
  for (const auto& reason : assessment.reasons) {
    if (!risk::is_about_places(static_cast<risk::Method>(reason.source))) return reason.source;
  }
  return Outcome::none;
}

/// One policy with a history, quotas and decisions of its own.
class Desk {
 public:
  Desk(const screening::Rulebook& rulebook, const Options& options)
      : screener_(rulebook, risk::Draws(options.secret_of)), assessor_(screener_.assessor()), options_(options) {}

  void work_through(const Stretch& stretch, std::vector<Outcome>& outcomes) {
    outcomes.assign(stretch.rows.size(), {});
    if (decisions_.size() < stretch.rows.size()) decisions_.resize(stretch.rows.size());
    auto result = stretch.results.begin();
    for (std::size_t begin = 0;;) {
      for (; result != stretch.results.end() && result->before == begin; ++result) {
        if (result->correction) {
          screener_.correct_examination(result->facts, result->examined_on, result->found);
        } else {
          screener_.record_examination(result->facts, result->examined_on, result->found);
        }
      }
      if (begin == stretch.rows.size()) return;
      const auto end = run_from(stretch, begin, result == stretch.results.end() ? stretch.rows.size() : result->before);
      take(stretch, begin, end, outcomes);
      begin = end;
    }
  }

 private:
  bool in_period(const Stretch& stretch, std::size_t i) const {
    const auto day = stretch.prepared[i].facts.declared_on;
    return options_.from <= day && day <= options_.to;
  }

  /// The end of the rows from `begin` on that lie side by side in memory and in the period, or outside it, alike.
  std::size_t run_from(const Stretch& stretch, std::size_t begin, std::size_t limit) const {
    auto end = begin + 1;
    while (end < limit && stretch.rows[end].declaration == stretch.rows[end - 1].declaration + 1 &&
           in_period(stretch, end) == in_period(stretch, begin)) {
      ++end;
    }
    return end;
  }

  void take(const Stretch& stretch, std::size_t begin, std::size_t end, std::vector<Outcome>& outcomes) {
    const bool wanted = in_period(stretch, begin);
    for (auto i = begin; i < end; ++i) {
      const auto& prepared = stretch.prepared[i];
      if (!wanted) {
        screener_.replay(*stretch.rows[i].declaration, prepared, !prepared.has_error);
        continue;
      }
      auto& own = decisions_[i];
      own.party_id = prepared.party_id;
      own.facts = prepared.facts;
      own.findings = prepared.findings;
      own.has_error = prepared.has_error;
    }
    if (!wanted) return;
    const std::span declarations(stretch.rows[begin].declaration, end - begin);
    const auto decisions = std::span(decisions_).subspan(begin, end - begin);
    screener_.observe(declarations, decisions);
    assessor_.assess(declarations, decisions);
    screener_.settle(declarations, decisions);
    for (auto i = begin; i < end; ++i) outcomes[i] = outcome_of(*stretch.rows[i].declaration, decisions_[i]);
  }

  Outcome outcome_of(const declaration::Declaration& declaration, const screening::Decision& decision) const {
    const auto& assessment = decision.assessment;
    Outcome outcome;
    outcome.channel = assessment.channel;
    outcome.expected_value = assessment.expected_value;
    outcome.beyond_capacity = assessment.channel < assessment.wanted;
    outcome.drawn = decision.circumstances.chance.draw < assessment.random_ratio;
    outcome.ratio_ppm = static_cast<std::int64_t>(assessment.random_ratio * 1e6 + 0.5);
    if (outcome.selected()) outcome.led_by = leading_source(assessment);
    if (outcome.drawn && !decision.has_error && !assessment.hard) {
      // What chance selected has not asked for a place: whether there was one for it by its value or rank alone.
      const auto& settings = screener_.rulebook().policy().settings();
      const auto& quota = settings.quota_of(declaration.text(declaration::Field::customs_office));
      const auto cut_off = assessment.cut_off.value_or(risk::CutOff{});
      const bool as_red =
          assessment.wanted == risk::Channel::red && decision.used.red < quota.red && assessment.rank >= cut_off.red;
      const bool as_orange = assessment.wanted != risk::Channel::green && decision.used.orange < quota.orange &&
                             assessment.rank >= cut_off.orange;
      outcome.by_chance_alone = !as_red && !as_orange;
    }
    return outcome;
  }

  screening::Screener screener_;
  screening::Assessor assessor_;
  const Options& options_;
  std::vector<screening::Decision> decisions_;
};

/// Reading, the two policies and the counting follow each other through a ring of stretches, each on its own thread.
/// Whatever the order in which threads come to run, each takes the stretches in the order of the record.
class Run {
 public:
  Run(Input& input, const screening::Rulebook& present, const screening::Rulebook& changed, const Options& options)
      : input_(input),
        options_(options),
        desks_{Desk(present, options), Desk(changed, options)},
        tally_(present.policy(), changed.policy(), options.examples) {}

  Result<Report> run() {
    {
      std::jthread reader([this] { guarded([this] { read(); }); });
      std::jthread first([this] { guarded([this] { decide(0); }); });
      std::jthread second([this] { guarded([this] { decide(1); }); });
      guarded([this] { count(); });
    }
    if (thrown_) std::rethrow_exception(thrown_);
    if (error_) return *error_;
    if (tally_.declarations() == 0) {
      return Error{"rehearsal_period_is_empty", "from", options_.from.text() + " – " + options_.to.text(), ""};
    }
    return tally_.finish(options_.from, options_.to);
  }

 private:
  enum Stage : std::size_t { reading, deciding_first, deciding_second, counting };

  template <class Work>
  void guarded(const Work& work) {
    try {
      work();
    } catch (...) {
      const std::lock_guard lock(mutex_);
      if (!thrown_) thrown_ = std::current_exception();
      stopped_ = true;
      changed_.notify_all();
    }
  }

  /// Waits for the next slot of `stage`; nothing when the run has ended early.
  Slot* wait_for(Stage stage) {
    std::unique_lock lock(mutex_);
    const auto ready = [&] {
      switch (stage) {
        case reading: return done_[reading] < done_[counting] + slots;
        case deciding_first:
        case deciding_second: return done_[stage] < done_[reading];
        case counting: return done_[counting] < std::min(done_[deciding_first], done_[deciding_second]);
      }
      return false;
    };
    changed_.wait(lock, [&] { return stopped_ || ready(); });
    return stopped_ ? nullptr : &ring_[done_[stage] % slots];
  }
  void finished(Stage stage) {
    {
      const std::lock_guard lock(mutex_);
      ++done_[stage];
    }
    changed_.notify_all();
  }
  void stop(Error error) {
    {
      const std::lock_guard lock(mutex_);
      if (!error_) error_ = std::move(error);
      stopped_ = true;
    }
    changed_.notify_all();
  }

  void read() {
    while (auto* slot = wait_for(reading)) {
      slot->stretch.clear();
      slot->last = false;
      const auto more = input_.next(slot->stretch);
      if (!more) return stop(more.error());
      slot->last = !*more;
      slot->progress = input_.progress();
      const bool last = slot->last;
      finished(reading);
      if (last) return;
    }
  }
  void decide(std::size_t side) {
    const auto stage = side == 0 ? deciding_first : deciding_second;
    while (auto* slot = wait_for(stage)) {
      const bool last = slot->last;
      desks_[side].work_through(slot->stretch, slot->outcomes[side]);
      finished(stage);
      if (last) return;
    }
  }
  void count() {
    while (auto* slot = wait_for(counting)) {
      const auto& stretch = slot->stretch;
      for (std::size_t i = 0; i < stretch.rows.size(); ++i) {
        const auto day = stretch.prepared[i].facts.declared_on;
        if (day < options_.from) tally_.add_earlier(1);
        if (day < options_.from || options_.to < day) continue;
        tally_.add(stretch.rows[i], stretch.prepared[i], slot->outcomes[0][i], slot->outcomes[1][i]);
      }
      const bool last = slot->last;
      if (!options_.progress(slot->progress)) return stop({"rehearsal_was_stopped", "", "", ""});
      finished(counting);
      if (last) return;
    }
  }

  Input& input_;
  const Options& options_;
  std::array<Desk, 2> desks_;
  Tally tally_;
  std::array<Slot, slots> ring_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::array<std::uint64_t, 4> done_{};
  bool stopped_ = false;
  std::optional<Error> error_;
  std::exception_ptr thrown_;
};

}  // namespace

Result<Report> rehearse(Input& input, const screening::Rulebook& present, const screening::Rulebook& changed,
                        const Options& options) {
  if (options.to < options.from) {
    return Error{"rehearsal_period_ends_before_it_begins", "to", options.from.text() + " – " + options.to.text(), ""};
  }
  const auto as_if = as_if_in_force(present, changed, options.from);
  if (!as_if) return as_if.error();
  auto report = Run(input, present, *as_if->rulebook, options).run();
  if (!report) return report;
  report->sides[1].policy_version = changed.policy().version();
  report->as_if_in_force = as_if->rules;
  return report;
}

}  // namespace clearway::rehearsal
