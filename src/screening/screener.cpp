#include "screening/screener.h"

#include <algorithm>
#include <utility>

#include "base/hash.h"

namespace clearway::screening {

void prepare(const Rulebook& rulebook, std::string_view personal_key, declaration::Declaration& declaration,
             Decision& decision) {
  decision.findings.clear();
  rulebook.validator().validate(declaration, decision.findings);
  decision.has_error = clearance::has_error(decision.findings);
  decision.facts = rulebook.validator().derive(declaration);
  decision.party_id = declaration::party_id(declaration, personal_key);
  // The profile of the trader hangs on the same identity as the record, so that the history folded from the record,
  // which keeps no personal identifier in clear, is the history of the day itself.
  decision.facts.exporter = hash_text(decision.party_id);
}

namespace {

/// What earlier lines of the same parties within the window come to together with this one; 0 if there are none.
std::int64_t window_total(const risk::Past& past, std::int32_t days) {
  std::int64_t earlier = 0;
  for (const auto* window : {&past.pair, &past.address_pair}) {
    if (window->key != 0) earlier = std::max(earlier, risk::window_total(*window, past.seen.day, days).value_krw);
  }
  return earlier == 0 ? 0 : earlier + past.seen.value_krw;
}

}  // namespace

Assessor::Assessor(const Rulebook& rulebook, risk::Draws draws)
    : rulebook_(&rulebook), engine_(rulebook.policy()), draws_(std::move(draws)) {}

void Assessor::assess(std::span<const declaration::Declaration> declarations, std::span<Decision> decisions) {
  score(declarations, decisions);
  for (std::size_t i = 0; i < declarations.size(); ++i) {
    auto& decision = decisions[i];
    const auto day = decision.facts.declared_on;
    decision.circumstances = {
        .chance = {draws_.draw(day, decision.party_id, declarations[i].declaration_id), day, false}};
    assess(declarations[i], i, decision);
  }
  explain_selected(declarations, decisions);
}

void Assessor::assess_given(const declaration::Declaration& declaration, Decision& decision) {
  score({&declaration, 1}, {&decision, 1});
  assess(declaration, 0, decision);
  explain_selected({&declaration, 1}, {&decision, 1});
}

// Who is looked at is told why; for the others the likelihood is enough, until somebody asks. Together it is quicker.
void Assessor::explain_selected(std::span<const declaration::Declaration> declarations, std::span<Decision> decisions) {
  const risk::LearnedMethod* done = nullptr;
  for (std::size_t p = 0; p < declaration::procedure_count; ++p) {
    const auto* learned = rulebook_->learned(static_cast<declaration::Procedure>(p));
    if (learned == nullptr || learned == done) continue;
    done = learned;
    block_places_.clear();
    selected_inputs_.clear();
    for (std::size_t i = 0; i < declarations.size(); ++i) {
      if (!learned->judges(declarations[i].procedure) || !decisions[i].assessment.selected()) continue;
      block_places_.push_back(i);
      selected_inputs_.push_back(&inputs_[i]);
    }
    if (block_places_.empty()) continue;
    const auto columns = learned->model().layout().columns.size();
    of_columns_.resize(block_places_.size() * columns);
    learned->model().contributions_of_columns(selected_inputs_, of_columns_);
    for (std::size_t b = 0; b < block_places_.size(); ++b) {
      const auto place = block_places_[b];
      auto context = context_of(declarations[place], place, decisions[place]);
      context.of_columns = std::span(of_columns_).subspan(b * columns, columns);
      engine_.explain(context, decisions[place].assessment);
    }
  }
}

void Assessor::score(std::span<const declaration::Declaration> declarations, std::span<const Decision> decisions) {
  if (inputs_.size() < declarations.size()) {
    inputs_.resize(declarations.size());
    scores_.resize(declarations.size());
    block_scores_.resize(declarations.size());
  }
  const risk::LearnedMethod* done = nullptr;
  for (std::size_t p = 0; p < declaration::procedure_count; ++p) {
    const auto* learned = rulebook_->learned(static_cast<declaration::Procedure>(p));
    if (learned == nullptr || learned == done) continue;
    done = learned;
    block_places_.clear();
    for (std::size_t i = 0; i < declarations.size(); ++i) {
      if (!learned->judges(declarations[i].procedure)) continue;
      const auto history = decisions[i].past.history();
      const auto bounds = rulebook_->policy().bounds_on(declarations[i].procedure, decisions[i].facts.declared_on);
      learned->inputs().fill({declarations[i], decisions[i].facts, decisions[i].past.seen, history, bounds},
                             inputs_[i]);
      block_places_.push_back(i);
    }
    if (block_places_.empty()) continue;
    if (block_places_.size() == declarations.size()) {  // a batch is mostly of one model
      learned->model().score(std::span(inputs_).first(declarations.size()),
                             std::span(scores_).first(declarations.size()));
      continue;
    }
    if (block_inputs_.size() < block_places_.size()) block_inputs_.resize(block_places_.size());
    for (std::size_t b = 0; b < block_places_.size(); ++b) block_inputs_[b] = inputs_[block_places_[b]];
    learned->model().score(std::span(block_inputs_).first(block_places_.size()), block_scores_);
    for (std::size_t b = 0; b < block_places_.size(); ++b) scores_[block_places_[b]] = block_scores_[b];
  }
}

void Assessor::assess(const declaration::Declaration& declaration, std::size_t place, Decision& decision) {
  const auto& past = decision.past;
  decision.recommended = declaration.procedure;
  if (declaration.procedure != declaration::Procedure::import_) {
    const auto& advisor = rulebook_->advisor();
    const auto total = window_total(past, rulebook_->policy().settings().split_window_days);
    decision.recommended = advisor.recommend(advisor.case_of(declaration, decision.facts, total));
  }
  const auto context = context_of(declaration, place, decision);
  engine_.weigh(declaration, decision.facts, decision.findings, context, past.seen, past.history(), past.observed,
                decision.assessment);
}

risk::Context Assessor::context_of(const declaration::Declaration& declaration, std::size_t place,
                                   const Decision& decision) const {
  const auto* learned = rulebook_->learned(declaration.procedure);
  return {.draw = decision.circumstances.chance.draw,
          .learned = learned,
          .model_inputs = learned == nullptr ? nullptr : &inputs_[place],
          .score = learned == nullptr ? nullptr : &scores_[place]};
}

void Assessor::explain(const declaration::Declaration& declaration, Decision& decision) const {
  engine_.explain(context_of(declaration, 0, decision), decision.assessment);
}

void Assessor::settle(const declaration::Declaration& declaration, risk::DayQuota& quota, Decision& decision) const {
  decision.used = quota.used(declaration.text(declaration::Field::customs_office), decision.facts.declared_on);
  const auto& capacity = decision.circumstances.capacity;
  const auto& cut_off = decision.circumstances.cut_off;
  engine_.settle(declaration, decision.facts, decision.past.seen, decision.past.history(),
                 {capacity ? &*capacity : nullptr, cut_off ? &*cut_off : nullptr}, quota, decision.assessment);
}

risk::Observation Assessor::observation(const declaration::Declaration& declaration, const Decision& decision) const {
  return engine_.observation(declaration, decision.facts, decision.findings);
}

Screener::Screener(const Rulebook& rulebook, risk::Draws draws)
    : rulebook_(&rulebook), draws_(std::move(draws)), assessor_(rulebook, draws_) {}

void Screener::observe(std::span<const declaration::Declaration> declarations, std::span<Decision> decisions) {
  // The tables are far larger than the caches: what a declaration needs is asked for while others are dealt with.
  constexpr std::size_t ahead = 4;
  const auto ask_for = [&](std::size_t i) {
    if (i >= declarations.size()) return;
    auto& decision = decisions[i];
    decision.past.seen = assessor_.observation(declarations[i], decision);
    profiles_.prefetch(decision.past.seen);
  };
  for (std::size_t i = 0; i < ahead; ++i) ask_for(i);
  for (std::size_t i = 0; i < declarations.size(); ++i) {
    ask_for(i + ahead);
    profiles_.recall(decisions[i].past);
    profiles_.observe(decisions[i].past.seen);
  }
}

void Screener::settle(std::span<const declaration::Declaration> declarations, std::span<Decision> decisions) {
  for (std::size_t i = 0; i < declarations.size(); ++i) assessor_.settle(declarations[i], quota_, decisions[i]);
}

void Screener::decide(const declaration::Declaration& declaration, Decision& decision) {
  observe({&declaration, 1}, {&decision, 1});
  assessor_.assess({&declaration, 1}, {&decision, 1});
  settle({&declaration, 1}, {&decision, 1});
}

void Screener::decide(const declaration::Declaration& declaration, const Circumstances& circumstances,
                      Decision& decision) {
  decision.circumstances = circumstances;
  observe({&declaration, 1}, {&decision, 1});
  assessor_.assess_given(declaration, decision);
  settle({&declaration, 1}, {&decision, 1});
}

void Screener::adopt(const Rulebook& rulebook) {
  rulebook_ = &rulebook;
  assessor_ = Assessor(rulebook, draws_);
}

void Screener::screen(std::string_view personal_key, declaration::Declaration& declaration, Decision& decision) {
  prepare(*rulebook_, personal_key, declaration, decision);
  decide(declaration, decision);
}

void Screener::replay(const declaration::Declaration& declaration, const Decision& decision, bool accepted) {
  auto observation = assessor_.observation(declaration, decision);
  observation.accepted = accepted;
  profiles_.observe(observation);
}

void Screener::recount(const declaration::Declaration& declaration, const declaration::Facts& facts,
                       const risk::Recounted& recorded) {
  risk::recount(rulebook_->policy(), declaration.text(declaration::Field::customs_office), facts.declared_on, recorded,
                quota_);
}

void Screener::record_examination(const declaration::Facts& facts, Date examined_on, bool discrepancy) {
  profiles_.record_examination(facts, examined_on, discrepancy);
}

void Screener::correct_examination(const declaration::Facts& facts, Date on, bool discrepancy) {
  profiles_.correct_examination(facts, on, discrepancy);
}

}  // namespace clearway::screening
