#include "risk/learned_method.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace clearway::risk {
namespace {

constexpr std::size_t most_signals = 5;  // named one by one; the rest is summed up

// Reason::values[0]: the signal, or one of these.
constexpr std::int64_t all_others = -1, usual_risk = -2, whole_likelihood = -3;

std::string percent(double share) {
  std::string text;
  append_micro(text, std::llround(share * 1000) * 100'000);
  return text;
}

std::string number_text(std::int64_t micro) {
  std::string text;
  if (micro == missing) return "-";
  append_micro(text, micro);
  return text;
}

double share_of(std::int64_t part, std::int64_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

}  // namespace

double evidence_of(double likelihood) { return -std::log1p(-likelihood); }

LearnedMethod::LearnedMethod(likelihood::Model model, ModelInputs inputs)
    : model_(std::move(model)), inputs_(std::move(inputs)) {
  for (const auto& procedure : model_.about().procedures) {
    if (const auto known = declaration::parse_procedure(procedure)) procedures_ |= procedure_bit(*known);
  }
}

Result<std::shared_ptr<const LearnedMethod>> LearnedMethod::of(likelihood::Model model,
                                                               const law::ElementCatalogue& elements) {
  auto inputs = ModelInputs::of(model.layout(), elements);
  if (!inputs) return inputs.error();
  std::shared_ptr<const LearnedMethod> method(new LearnedMethod(std::move(model), std::move(inputs).value()));
  if (method->procedures_ != 0) return method;
  return Error{"model_is_for_no_procedure", "", "The model names no procedure that this program knows",
               "Train it again with this version of the program"};
}

bool LearnedMethod::judges(declaration::Procedure procedure) const {
  return (procedures_ & procedure_bit(procedure)) != 0;
}

Reason LearnedMethod::whole(const likelihood::Score& score) {
  Reason reason;
  reason.source = static_cast<std::uint16_t>(Method::learned);
  reason.contribution = evidence_of(score.likelihood);
  reason.values = {whole_likelihood, std::llround(score.likelihood * 1e6), 0, 0};
  return reason;
}

bool LearnedMethod::is_whole(const Reason& reason) {
  return reason.source == static_cast<std::uint16_t>(Method::learned) && reason.values[0] == whole_likelihood;
}

void LearnedMethod::explain(const likelihood::Inputs& inputs, const likelihood::Score& score,
                            std::span<const float> of_columns, std::vector<Reason>& out) const {
  const auto& layout = model_.layout();
  std::vector<double> added(layout.signals.size());
  if (of_columns.empty()) {
    model_.explain(inputs, score, added);
  } else {
    model_.explain(inputs, score, of_columns, added);
  }
  const double base = evidence_of(likelihood::likelihood_of(model_.base_log_odds()));
  const double moved = score.log_odds - model_.base_log_odds();
  const double scale = std::abs(moved) < 1e-9 ? 0 : (evidence_of(score.likelihood) - base) / moved;

  const auto add = [&](std::int64_t what, double contribution, std::int64_t first, std::int64_t second) {
    Reason& reason = out.emplace_back();
    reason.source = static_cast<std::uint16_t>(Method::learned);
    reason.contribution = contribution;
    reason.values = {what, first, second, 0};
  };
  add(usual_risk, base, 0, 0);
  std::vector<std::size_t> order(added.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return std::abs(added[a]) > std::abs(added[b]); });
  double rest = 0;
  std::int64_t others = 0;
  for (std::size_t i = 0; i < order.size(); ++i) {
    const auto signal = order[i];
    if (added[signal] == 0) continue;
    if (i >= most_signals) {
      rest += added[signal] * scale;
      ++others;
      continue;
    }
    const auto& about = layout.signals[signal];
    std::int64_t first = 0, second = 0;
    if (layout.repeat.strength > 0 && signal == layout.repeat.signal) {
      first = score.repeated.examined;
      second = score.repeated.hits;
    } else if (about.number >= 0) {
      first = inputs.numbers[static_cast<std::size_t>(about.number)];
    } else if (about.category >= 0) {
      const auto counts = model_.of_level(signal, inputs);
      first = counts.examined;
      second = counts.hits;
    }
    add(static_cast<std::int64_t>(signal), added[signal] * scale, first, second);
  }
  if (others > 0) add(all_others, rest, others, 0);
}

std::string LearnedMethod::reason_id(const Reason& reason) const {
  switch (reason.values[0]) {
    case all_others: return "model.others";
    case usual_risk: return "model.usual";
    case whole_likelihood: return "model.likelihood";
    default: return "model." + model_.layout().signals[static_cast<std::size_t>(reason.values[0])].name;
  }
}

void LearnedMethod::render_reason(const Reason& reason, const declaration::Declaration& declaration,
                                  const Messages& messages, Language language, std::string& out_json_escaped) const {
  const auto base = percent(model_.base_rate());
  const auto say = [&](std::string_view key, const Places& places) {
    append_json_escaped(out_json_escaped, messages.text(key, language, places));
  };
  const auto first = reason.values[1], second = reason.values[2];
  switch (reason.values[0]) {
    case all_others: return say("learned.others", {{"count", std::to_string(first)}});
    case usual_risk: return say("learned.usual", {{"base", base}});
    case whole_likelihood:
      return say("learned.whole", {{"likelihood", percent(static_cast<double>(first) / 1e6)}, {"base", base}});
    default: break;
  }
  const auto index = static_cast<std::size_t>(reason.values[0]);
  const auto& layout = model_.layout();
  const auto& signal = layout.signals[index];
  const std::string label = signal.label.in(language);
  if (layout.repeat.strength > 0 && index == layout.repeat.signal) {
    if (first == 0) return say("learned.unseen", {});
    return say("learned.repeats", {{"examined", std::to_string(first)}, {"hits", std::to_string(second)}});
  }
  if (signal.number >= 0) {
    const auto unit = signal.unit.empty() ? std::string{} : messages.text("learned.unit." + signal.unit, language);
    return say("learned.number",
               {{"label", label}, {"value", number_text(first)}, {"unit", unit}, {"usual", number_text(signal.usual)}});
  }
  if (signal.category < 0) return say("learned.combination", {{"label", label}});
  const auto value = inputs_.shown(static_cast<std::size_t>(signal.category), declaration);
  if (first == 0) return say("learned.new_level", {{"label", label}, {"value", value}});
  say("learned.category", {{"label", label},
                           {"value", value},
                           {"examined", std::to_string(first)},
                           {"hits", std::to_string(second)},
                           {"rate", percent(share_of(second, first))},
                           {"base", base}});
}

}  // namespace clearway::risk
