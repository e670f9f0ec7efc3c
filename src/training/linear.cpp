#include "training/linear.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <numeric>

namespace clearway::training {
namespace {

double share(double log_odds) { return 1 / (1 + std::exp(-log_odds)); }
/// log(1 + exp(z)) without overflow
double softplus(double z) { return z > 0 ? z + std::log1p(std::exp(-z)) : std::log1p(std::exp(z)); }

double dot(const std::vector<double>& a, const std::vector<double>& b) {
  return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

/// Penalised log-loss of the weights v (all terms one after another, then the change of the intercept) and its
/// gradient.
class Loss {
 public:
  Loss(std::span<const std::vector<std::uint32_t>> levels, std::span<const std::uint32_t> counts,
       std::span<const double> spreads, std::span<const double> labels)
      : levels_(levels), spreads_(spreads), labels_(labels), log_odds_(labels.size()) {
    std::size_t offset = 0;
    for (const auto count : counts) {
      offsets_.push_back(offset);
      offset += count;
    }
    size_ = offset + 1;
    const double mean = std::accumulate(labels.begin(), labels.end(), 0.0) / static_cast<double>(labels.size());
    start_ = std::log(mean / (1 - mean));
  }
  std::size_t size() const { return size_; }
  double start() const { return start_; }
  std::size_t offset(std::size_t term) const { return offsets_[term]; }

  double operator()(const std::vector<double>& v, std::vector<double>& gradient) {
    std::fill(log_odds_.begin(), log_odds_.end(), start_ + v.back());
    for (std::size_t t = 0; t < levels_.size(); ++t) {
      const double* const weights = v.data() + offsets_[t];
      for (std::size_t i = 0; i < log_odds_.size(); ++i) log_odds_[i] += spreads_[t] * weights[levels_[t][i]];
    }
    double loss = 0, residuals = 0;
    for (std::size_t i = 0; i < log_odds_.size(); ++i) {
      loss += softplus(log_odds_[i]) - labels_[i] * log_odds_[i];
      log_odds_[i] = share(log_odds_[i]) - labels_[i];
      residuals += log_odds_[i];
    }
    gradient = v;
    gradient.back() = residuals;
    for (std::size_t t = 0; t < levels_.size(); ++t) {
      double* const sums = gradient.data() + offsets_[t];
      for (std::size_t i = 0; i < log_odds_.size(); ++i) sums[levels_[t][i]] += spreads_[t] * log_odds_[i];
    }
    for (std::size_t i = 0; i + 1 < v.size(); ++i) loss += 0.5 * v[i] * v[i];
    return loss;
  }

 private:
  std::span<const std::vector<std::uint32_t>> levels_;
  std::span<const double> spreads_, labels_;
  std::vector<double> log_odds_;
  std::vector<std::size_t> offsets_;
  std::size_t size_ = 0;
  double start_ = 0;
};

struct Step {
  std::vector<double> change, gradient_change;
  double curvature = 0;
};

/// The direction of L-BFGS from the last steps.
std::vector<double> direction(const std::vector<double>& gradient, const std::deque<Step>& steps) {
  auto q = gradient;
  std::vector<double> alphas;
  for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
    const double alpha = dot(step->change, q) / step->curvature;
    alphas.push_back(alpha);
    for (std::size_t i = 0; i < q.size(); ++i) q[i] -= alpha * step->gradient_change[i];
  }
  double scale = 0;
  if (steps.empty()) {
    for (const double g : gradient) scale = std::max(scale, std::abs(g));
    scale = 1 / std::max(1.0, scale);
  } else {
    const auto& last = steps.back();
    scale = last.curvature / dot(last.gradient_change, last.gradient_change);
  }
  for (double& value : q) value *= scale;
  for (const auto& step : steps) {
    const double beta = dot(step.gradient_change, q) / step.curvature;
    const double alpha = alphas.back();
    alphas.pop_back();
    for (std::size_t i = 0; i < q.size(); ++i) q[i] += step.change[i] * (alpha - beta);
  }
  return q;
}

std::vector<double> minimise(Loss& loss_of) {
  constexpr int most_steps = 60, most_halvings = 20;
  constexpr std::size_t memory = 8;
  constexpr double enough = 1e-6;  // relative gain at which to stop
  std::vector<double> v(loss_of.size(), 0.0), gradient, next_gradient;
  double loss = loss_of(v, gradient);
  std::deque<Step> steps;
  for (int step = 0; step < most_steps; ++step) {
    const auto towards = direction(gradient, steps);
    const double descent = dot(towards, gradient);
    std::vector<double> next(v.size());
    double length = 1, next_loss = loss;
    for (int halving = 0; halving < most_halvings; ++halving, length /= 2) {
      for (std::size_t i = 0; i < v.size(); ++i) next[i] = v[i] - length * towards[i];
      next_loss = loss_of(next, next_gradient);
      if (next_loss <= loss - 1e-4 * length * descent) break;
    }
    const double gain = loss - next_loss;
    if (gain <= 0) break;
    Step taken{next, next_gradient, 0};
    for (std::size_t i = 0; i < v.size(); ++i) {
      taken.change[i] -= v[i];
      taken.gradient_change[i] -= gradient[i];
    }
    taken.curvature = dot(taken.change, taken.gradient_change);
    if (taken.curvature > 1e-10) {
      steps.push_back(std::move(taken));
      if (steps.size() > memory) steps.pop_front();
    }
    v.swap(next);
    gradient.swap(next_gradient);
    loss = next_loss;
    if (gain < enough * std::abs(loss)) break;
  }
  return v;
}

}  // namespace

LinearFit fit_linear(std::span<const std::vector<std::uint32_t>> levels, std::span<const std::uint32_t> counts,
                     std::span<const double> spreads, std::span<const double> labels) {
  Loss loss(levels, counts, spreads, labels);
  const auto v = minimise(loss);
  LinearFit fit;
  fit.intercept = loss.start() + v.back();
  for (std::size_t t = 0; t < levels.size(); ++t) {
    auto& weights = fit.weights.emplace_back(counts[t]);
    for (std::size_t level = 0; level < weights.size(); ++level)
      weights[level] = spreads[t] * v[loss.offset(t) + level];
  }
  return fit;
}

Line fit_line(std::span<const double> scores, std::span<const double> labels) {
  Line line{0, 0};
  for (int round = 0; round < 30; ++round) {
    double g0 = 0, g1 = 0, h00 = 1e-6, h01 = 0, h11 = 1e-6;
    for (std::size_t i = 0; i < scores.size(); ++i) {
      const double p = share(line.intercept + line.slope * scores[i]), w = p * (1 - p), r = labels[i] - p;
      g0 += r;
      g1 += r * scores[i];
      h00 += w;
      h01 += w * scores[i];
      h11 += w * scores[i] * scores[i];
    }
    const double determinant = h00 * h11 - h01 * h01;
    const double d0 = (h11 * g0 - h01 * g1) / determinant, d1 = (h00 * g1 - h01 * g0) / determinant;
    line.intercept += d0;
    line.slope += d1;
    if (std::abs(d0) + std::abs(d1) < 1e-10) break;
  }
  return line;
}

}  // namespace clearway::training
