#include "training/examples.h"

#include <optional>

#include "screening/bulk.h"

namespace clearway::training {
namespace {

using declaration::Field;

double duty_at_stake(const declaration::Declaration& declaration) {
  double sum = 0;
  for (std::size_t item = 0; item < declaration.item_count; ++item) {
    const auto price = declaration.number(Field::item_price_krw, item);
    const auto rate = declaration.number(Field::tax_rate, item);
    if (!price || !rate) continue;
    sum += static_cast<double>(price->micro()) / 1e6 * static_cast<double>(rate->micro()) / 1e8;  // per cent
  }
  return sum;
}

}  // namespace

Result<std::optional<bool>> result_of(const declaration::Declaration& declaration) {
  const auto result = declaration.examination_result;
  if (result.empty()) return std::optional<bool>{};
  if (result == "conforming") return std::optional(false);
  if (result == "discrepancy") return std::optional(true);
  return Error{"result_is_not_understood", "examination_result", std::string(result), "conforming or discrepancy"};
}

PastDeclaration PastReader::before(const declaration::Declaration& declaration, const screening::Decision& prepared) {
  const auto seen = engine_.observation(declaration, prepared.facts, prepared.findings);
  const auto history = profiles_.look_up(seen);
  PastDeclaration past;
  const auto bounds = rulebook_.policy().bounds_on(declaration.procedure, prepared.facts.declared_on);
  inputs_.fill({declaration, prepared.facts, seen, history, bounds}, past.inputs);
  past.day = prepared.facts.declared_on.days();
  past.duty_at_stake_krw = duty_at_stake(declaration);
  profiles_.observe(seen);
  return past;
}

Status PastReader::read(rehearsal::Input& input, const std::function<void(PastDeclaration&&)>& visit) {
  rehearsal::Stretch stretch;
  for (;;) {
    stretch.clear();
    const auto more = input.next(stretch);
    if (!more) return more.error();
    if (!*more) return success();
    auto result = stretch.results.begin();
    for (std::size_t i = 0; i < stretch.rows.size(); ++i) {
      for (; result != stretch.results.end() && result->before <= i; ++result) {
        if (result->correction) {
          profiles_.correct_examination(result->facts, result->examined_on, result->found);
        } else {
          profiles_.record_examination(result->facts, result->examined_on, result->found);
        }
      }
      const auto& row = stretch.rows[i];
      auto past = before(*row.declaration, stretch.prepared[i]);
      past.examined = row.label.has_value();
      past.at_random = row.label && row.label->at_random;
      past.irregular = row.label ? row.label->found : row.irregular.value_or(false);
      if (!past.examined) ++without_result_;
      visit(std::move(past));
    }
  }
}

Status PastReader::read(intake::Source& source, const std::function<void(PastDeclaration&&)>& visit) {
  intake::Batch batch;
  std::vector<intake::Reject> rejects;
  screening::Decision decision;
  const auto personal_key = screening::keyless_personal_key();
  for (;;) {
    rejects.clear();
    const auto more = source.next_batch(batch, rejects);
    if (!more) return more.error();
    rejected_ += rejects.size();
    if (!*more) return success();
    for (auto& declaration : batch.declarations()) {
      screening::prepare(rulebook_, personal_key, declaration, decision);
      auto past = before(declaration, decision);
      const auto result = result_of(declaration);
      if (!result || !*result) {
        ++without_result_;
      } else {
        past.examined = true;
        past.irregular = **result;
      }
      if (past.examined) profiles_.record_examination(decision.facts, decision.facts.declared_on, past.irregular);
      visit(std::move(past));
    }
  }
}

}  // namespace clearway::training
