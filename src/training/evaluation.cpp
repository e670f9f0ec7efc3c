#include "training/evaluation.h"

#include <cmath>
#include <cstdio>

#include "base/text.h"

namespace clearway::training {
namespace {

struct Ranked {
  std::vector<float> log_odds, likelihood, expected_revenue, labels;
  std::vector<double> revenue;  // of the irregular
};

Measures measures_of(const Ranked& ranked, double threshold) {
  Measures measures;
  measures.rows = ranked.labels.size();
  for (const float label : ranked.labels) measures.irregular += label > 0 ? 1 : 0;
  measures.auc = model::area_under_curve(ranked.log_odds, ranked.labels);
  measures.average_precision = model::average_precision(ranked.log_odds, ranked.labels);
  measures.f1 = model::f1(ranked.log_odds, ranked.labels, static_cast<float>(likelihood::log_odds_of(threshold)));
  for (std::size_t i = 0; i < Measures::tops.size(); ++i) {
    measures.precision_at[i] = model::precision_in_top(ranked.log_odds, ranked.labels, Measures::tops[i]);
    measures.revenue_at[i] = model::revenue_in_top(ranked.expected_revenue, ranked.revenue, Measures::tops[i]);
  }
  measures.log_loss = model::log_loss(ranked.likelihood, ranked.labels);
  measures.brier = model::brier(ranked.likelihood, ranked.labels);
  return measures;
}

void add(Ranked& ranked, const likelihood::Score& score, const PastDeclaration& past) {
  ranked.log_odds.push_back(static_cast<float>(score.log_odds));
  ranked.likelihood.push_back(static_cast<float>(score.likelihood));
  ranked.expected_revenue.push_back(static_cast<float>(score.likelihood * past.duty_at_stake_krw));
  ranked.labels.push_back(past.irregular ? 1.0F : 0.0F);
  ranked.revenue.push_back(past.irregular ? past.duty_at_stake_krw : 0.0);
}

/// A number with six decimals; null where it is not defined.
std::string number(double value) {
  if (!std::isfinite(value)) return "null";
  char text[40];
  std::snprintf(text, sizeof text, "%.6f", value);
  return text;
}

std::string tops(const std::array<double, 4>& values) {
  std::string out = "{";
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (i > 0) out += ',';
    out += '"' + std::to_string(static_cast<int>(Measures::tops[i])) + "\":" + number(values[i]);
  }
  return out + '}';
}

std::string members(const Measures& measures) {
  return "\"auc\":" + number(measures.auc) + ",\"average_precision\":" + number(measures.average_precision) +
         ",\"f1\":" + number(measures.f1) + ",\"precision_at\":" + tops(measures.precision_at) +
         ",\"revenue_at\":" + tops(measures.revenue_at) + ",\"rows\":" + std::to_string(measures.rows) +
         ",\"irregular\":" + std::to_string(measures.irregular) + ",\"log_loss\":" + number(measures.log_loss) +
         ",\"brier\":" + number(measures.brier);
}

}  // namespace

Evaluation evaluate(const likelihood::Model& model, std::span<const PastDeclaration> past) {
  Ranked all, new_ones, informed;
  for (const auto& one : past) {
    if (!one.examined) continue;
    auto inputs = one.inputs;
    inputs.repeated = inputs.repeated_exactly = {};  // what this file itself found later is not known to the model
    const auto score = model.score(inputs);
    add(all, score, one);
    add(informed, model.score(one.inputs), one);
    if (score.repeated.examined == 0) add(new_ones, score, one);
  }
  Evaluation evaluation;
  evaluation.all = measures_of(all, model.threshold());
  evaluation.new_tuples = measures_of(new_ones, model.threshold());
  evaluation.as_results_come_in = measures_of(informed, model.threshold());
  evaluation.calibration = model::calibration(all.likelihood, all.labels);
  std::vector<double> percents;
  for (int percent = 1; percent <= 100; percent += percent < 10 ? 1 : 5) percents.push_back(percent);
  evaluation.lift = model::lift_curve(all.log_odds, all.labels, percents);
  return evaluation;
}

std::string to_json(const Evaluation& evaluation, const likelihood::Model& model) {
  std::string out = "{" + members(evaluation.all) + ",\"new_tuples\":{" + members(evaluation.new_tuples) +
                    "},\"as_results_come_in\":{" + members(evaluation.as_results_come_in) + "},\"model\":\"" +
                    model.version() + "\",\"threshold\":" + number(model.threshold()) + ",\"calibration\":[";
  for (std::size_t i = 0; i < evaluation.calibration.size(); ++i) {
    const auto& bin = evaluation.calibration[i];
    if (i > 0) out += ',';
    out += "{\"rows\":" + std::to_string(bin.rows) + ",\"mean_likelihood\":" + number(bin.mean_probability) +
           ",\"irregular_share\":" + number(bin.irregular_share) + '}';
  }
  out += "],\"lift\":[";
  for (std::size_t i = 0; i < evaluation.lift.size(); ++i) {
    const auto& point = evaluation.lift[i];
    if (i > 0) out += ',';
    out += "{\"percent\":" + number(point.percent) + ",\"recall\":" + number(point.recall) +
           ",\"lift\":" + number(point.lift) + '}';
  }
  return out + "]}";
}

}  // namespace clearway::training
