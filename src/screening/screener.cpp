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

Screener::Screener(const Rulebook& rulebook, risk::Draws draws)
    : rulebook_(rulebook), engine_(rulebook.policy()), draws_(std::move(draws)) {}

std::int64_t Screener::window_total(const risk::Observation& observation) const {
  const auto history = profiles_.look_up(observation);
  const auto days = rulebook_.policy().settings().split_window_days;
  std::int64_t earlier = 0;
  for (const auto* window : {history.pair, history.address_pair}) {
    if (window != nullptr) earlier = std::max(earlier, risk::window_total(*window, observation.day, days).value_krw);
  }
  return earlier == 0 ? 0 : earlier + observation.value_krw;
}

void Screener::decide(const declaration::Declaration& declaration, Decision& decision) {
  const auto observation = engine_.observation(declaration, decision.facts, decision.findings);
  decision.recommended = declaration.procedure;
  if (declaration.procedure != declaration::Procedure::import_) {
    const auto& advisor = rulebook_.advisor();
    decision.recommended =
        advisor.recommend(advisor.case_of(declaration, decision.facts, window_total(observation)));
  }
  const risk::Context context{
      .draw = draws_.draw(decision.facts.declared_on, decision.party_id, declaration.declaration_id)};
  decision.assessment.clear();
  engine_.assess(declaration, decision.facts, decision.findings, context, profiles_, quota_, decision.assessment);
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
