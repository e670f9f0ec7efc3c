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
std::int64_t window_total(const risk::History& history, const risk::Observation& observation, std::int32_t days) {
  std::int64_t earlier = 0;
  for (const auto* window : {history.pair, history.address_pair}) {
    if (window != nullptr) earlier = std::max(earlier, risk::window_total(*window, observation.day, days).value_krw);
  }
  return earlier == 0 ? 0 : earlier + observation.value_krw;
}

}  // namespace

void decide_on(const Rulebook& rulebook, risk::Engine& engine, const declaration::Declaration& declaration,
               const risk::Observation& seen, const risk::History& history, std::uint64_t observed,
               const Circumstances& circumstances, risk::DayQuota& quota, Decision& decision) {
  decision.recommended = declaration.procedure;
  if (declaration.procedure != declaration::Procedure::import_) {
    const auto& advisor = rulebook.advisor();
    const auto total = window_total(history, seen, rulebook.policy().settings().split_window_days);
    decision.recommended = advisor.recommend(advisor.case_of(declaration, decision.facts, total));
  }
  const auto used = quota.used(declaration.text(declaration::Field::customs_office), decision.facts.declared_on);
  const risk::Context context{.draw = circumstances.chance.draw, .capacity = circumstances.capacity};
  decision.assessment.clear();
  engine.assess(declaration, decision.facts, decision.findings, context, seen, history, observed, quota,
                decision.assessment);
  decision.inputs.clear();
  risk::append_inputs(decision.inputs, {.seen = seen,
                                        .history = history,
                                        .observed = observed,
                                        .chance = circumstances.chance,
                                        .ratio = engine.random_ratio(declaration.procedure, history.filer),
                                        .used = used,
                                        .capacity = circumstances.capacity,
                                        .sentences = circumstances.sentences.value_or(rulebook.sentences_version())});
}

Screener::Screener(const Rulebook& rulebook, risk::Draws draws)
    : rulebook_(rulebook), engine_(rulebook.policy()), draws_(std::move(draws)) {}

void Screener::decide(const declaration::Declaration& declaration, Decision& decision) {
  const auto day = decision.facts.declared_on;
  const auto draw = draws_.draw(day, decision.party_id, declaration.declaration_id);
  decide(declaration, {.chance = {draw, day, false}}, decision);
}

void Screener::decide(const declaration::Declaration& declaration, const Circumstances& circumstances,
                      Decision& decision) {
  const auto observation = engine_.observation(declaration, decision.facts, decision.findings);
  profiles_.prefetch(observation);
  decide_on(rulebook_, engine_, declaration, observation, profiles_.look_up(observation), profiles_.observed(),
            circumstances, quota_, decision);
  profiles_.observe(observation);
}

void Screener::screen(std::string_view personal_key, declaration::Declaration& declaration, Decision& decision) {
  prepare(rulebook_, personal_key, declaration, decision);
  decide(declaration, decision);
}

void Screener::replay(const declaration::Declaration& declaration, const Decision& decision, bool accepted) {
  auto observation = engine_.observation(declaration, decision.facts, decision.findings);
  observation.accepted = accepted;
  profiles_.observe(observation);
}

void Screener::record_examination(const declaration::Facts& facts, Date examined_on, bool discrepancy) {
  profiles_.record_examination(facts, examined_on, discrepancy);
}

}  // namespace clearway::screening
