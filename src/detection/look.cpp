#include "detection/look.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace clearway::detection {

using assessment::Assessment;
using assessment::ImportDeclaration;
using assessment::Taxes;
using assessment::TaxKind;

namespace {

constexpr std::int64_t million = 1'000'000;
constexpr std::int64_t deviation_of_median = 1'482'602;  // a standard deviation, in medians of absolute deviations, ppm

std::int64_t spread(std::vector<std::int64_t>& values, std::int64_t middle) {
  for (auto& value : values) value = std::abs(value - middle);
  return median(values).value_or(0) * deviation_of_median / million;
}

}  // namespace

Look::Look(const assessment::Assessor& assessor, const DetectionPolicy& policy, const History& history,
           const Learned& learned, const Messages& messages, const Filed& filed, Date on)
    : assessor_(assessor),
      policy_(policy),
      history_(history),
      learned_(learned),
      messages_(messages),
      filed_(filed),
      on_(on),
      settings_(policy.on(on)),
      price_(history.price_won(filed)) {
  rows_.reserve(filed.declaration.lines.size());
  for (const auto& line : filed.declaration.lines) {
    rows_.push_back({&line, history.keys(filed, line), filed.goods_of(line.number), filed.known_of(line.number)});
  }
}

std::vector<Finding> Look::run() {
  currency_slip();  // first, because it explains prices that others would ask about
  freight_left_out();
  addition_unreported(Detector::royalty_unreported, assessment::PriceElement::royalty, "customs-act-30-1-4");
  addition_unreported(Detector::assist_unreported, assessment::PriceElement::assist, "customs-act-30-1-3");
  related_price_moved();
  unit_price_unusual();
  class_differs();
  preference_unproven();
  relief_breached();
  refund_claimed_twice();
  quantity_gap();
  confirmation_missing();
  std::stable_sort(findings_.begin(), findings_.end(), [](const Finding& left, const Finding& right) {
    return *parse_detector(left.detector) < *parse_detector(right.detector);
  });
  return std::move(findings_);
}

bool Look::active(Detector detector) const {
  const auto& retired_on = settings_.of(detector).retired_on;
  return !retired_on || on_ < *retired_on;
}

Finding* Look::found(Detector detector, std::string_view variant, std::string pattern, std::int64_t strength_ppm,
                     const accrual::TextPlaces& places, std::string_view cite) {
  if (!active(detector)) return nullptr;
  const std::string key(name(detector));
  if (learned_.silenced.contains({key, filed_.party_id, pattern})) return nullptr;
  const auto expected = learned_.tracks[static_cast<std::size_t>(detector)].expected_ppm(
      settings_.of(detector).prior_ppm, settings_.prior_answers);
  const auto confidence = expected * strength_ppm / million;
  if (confidence < settings_.least_confidence) return nullptr;
  auto& finding = findings_.emplace_back();
  finding.detector = key;
  finding.party_id = filed_.party_id;
  finding.declaration_id = filed_.declaration_id;
  finding.pattern = std::move(pattern);
  finding.confidence_ppm = confidence;
  finding.cites.emplace_back(cite);
  const auto prefix = "detection." + key;
  finding.why = accrual::sentence(messages_, prefix + ".why." + std::string(variant), places);
  for (int i = 1; const auto* text = messages_.find(prefix + ".clear." + std::to_string(i)); ++i)
    finding.would_clear.push_back(*text);
  return &finding;
}

void Look::evidence(Finding& finding, std::uint32_t line, std::string_view what, Text value, Text usual) const {
  finding.evidence.push_back({filed_.declaration_id, line, messages_.at("detection.evidence." + std::string(what)),
                              std::move(value), std::move(usual)});
}

const Assessment& Look::as_filed() {
  if (!assessed_) assessed_ = assessor_.assess(filed_.declaration);
  return *assessed_;
}

void Look::propose(Finding& finding, ImportDeclaration corrected) {
  const auto after = assessor_.assess(corrected);
  const auto& before = as_filed();
  if (!after.complete || !before.complete) return;  // the correction itself would be refused: ask only
  finding.proposed = differences(before, after, filed_.paid);
  if (!finding.proposed.empty()) finding.corrected = std::move(corrected);
}

std::optional<Usual> Look::usual_price(const Row& row) {
  const auto* product = history_.product(row.keys);
  if (product == nullptr) return std::nullopt;
  const auto others = [&](const Prices* prices) {
    scratch_.clear();
    if (prices == nullptr) return;
    for (const auto& price : prices->entries()) {
      if (price.party != row.keys.party) scratch_.push_back(price.log);
    }
  };
  std::vector<std::uint64_t> firms;
  for (const auto& price : product->entries()) {
    if (price.party != row.keys.party) firms.push_back(price.party);
  }
  std::sort(firms.begin(), firms.end());
  Usual out;
  out.firms = std::unique(firms.begin(), firms.end()) - firms.begin();
  if (out.firms < settings_.least_firms) return std::nullopt;
  others(product);
  const auto wide = *median(scratch_);
  const auto wide_spread = spread(scratch_, wide);
  others(history_.product_origin(row.keys));
  const auto near_count = static_cast<std::int64_t>(scratch_.size());
  const auto near = median(scratch_).value_or(0);
  const auto near_spread = spread(scratch_, near);
  const auto shrunk = [&](std::int64_t close, std::int64_t far) {
    return (close * near_count + far * settings_.shrink_firms) / (near_count + settings_.shrink_firms);
  };
  out.middle = shrunk(near, wide);
  out.scale = std::max(shrunk(near_spread, wide_spread), settings_.least_scale);
  return out;
}

std::vector<std::int64_t> Look::own_prices(const Row& row, Date from, Date to,
                                           std::optional<bool> freight_included) const {
  std::vector<std::int64_t> out;
  const auto* own = filed_.seller.empty() ? nullptr : history_.own(row.keys);
  if (own == nullptr) return out;
  for (const auto& price : own->entries()) {
    if (price.rank == row.keys.row || price.day < from.days() || price.day > to.days()) continue;
    if (!freight_included || price.freight_included == *freight_included) out.push_back(price.log);
  }
  return out;
}

assessment::Line& Look::line_of(ImportDeclaration& declaration, std::uint32_t number) {
  return *std::find_if(declaration.lines.begin(), declaration.lines.end(),
                       [&](const assessment::Line& line) { return line.number == number; });
}

std::string Look::price_text(std::int64_t log) const {
  return accrual::grouped(std::llround(std::exp(static_cast<double>(log) / million))) + " KRW";
}

bool Look::slipped(std::uint32_t line) const {
  return std::find(slipped_.begin(), slipped_.end(), line) != slipped_.end();
}

std::vector<TaxDifference> differences(const Assessment& before, const Assessment& after,
                                       const std::vector<Paid>& paid) {
  std::vector<TaxDifference> out;
  const auto add = [&](std::uint32_t line, const Taxes& from, const Taxes& to) {
    for (std::size_t i = 0; i < assessment::tax_kind_count; ++i) {
      const auto kind = static_cast<TaxKind>(i);
      if (to[kind] != from[kind]) out.push_back({line, kind, to[kind] - from[kind]});
    }
  };
  Taxes whole_before = before.taxes, whole_after = after.taxes;
  const auto less = [](Taxes& taxes, const Taxes& other) {
    for (std::size_t i = 0; i < assessment::tax_kind_count; ++i)
      taxes[static_cast<TaxKind>(i)] -= other[static_cast<TaxKind>(i)];
  };
  for (const auto& line : after.lines) {
    less(whole_after, line.taxes);
    const auto same = std::find_if(before.lines.begin(), before.lines.end(),
                                   [&](const auto& other) { return other.line == line.line; });
    Taxes from = same == before.lines.end() ? Taxes{} : same->taxes;
    bool stated = false;
    for (const auto& tax : paid) {
      if (tax.line != line.line) continue;
      if (!stated) from = {};
      stated = true;
      from[tax.kind] += tax.krw;
    }
    add(line.line, from, line.taxes);
  }
  for (const auto& line : before.lines) less(whole_before, line.taxes);
  add(0, whole_before, whole_after);
  return out;
}

Detection::Detection(const assessment::Assessor& assessor, const DetectionPolicy& policy, const History& history,
                     const Learned& learned, const Messages& messages)
    : assessor_(assessor), policy_(policy), history_(history), learned_(learned), messages_(messages) {}

std::vector<Finding> Detection::detect(const Filed& filed, Date on) const {
  return Look(assessor_, policy_, history_, learned_, messages_, filed, on).run();
}

}  // namespace clearway::detection
