#include "accrual/steps.h"

namespace clearway::accrual {

Text sentence(const Messages& messages, std::string_view key, const TextPlaces& places) {
  Places ko, en;
  for (const auto& [name, text] : places) {
    ko.emplace_back(name, text.ko);
    en.emplace_back(name, text.en);
  }
  const auto& pattern = messages.at(key);
  return {fill(pattern.ko, ko), fill(pattern.en, en)};
}

std::string grouped(std::int64_t amount) {
  const auto digits = std::to_string(amount);
  std::string out;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    const auto left = digits.size() - i;
    if (i > 0 && left % 3 == 0 && digits[i - 1] != '-') out.push_back(',');
    out.push_back(digits[i]);
  }
  return out;
}

std::vector<Step> steps(const Accrued& accrued, const std::string& rule, const Text& name, const Messages& messages) {
  std::vector<Step> out;
  for (const auto& window : accrued.windows) {
    TextPlaces places = {{"name", name},
                         {"from", same(window.from.text())},
                         {"to", same(window.to.text())},
                         {"principal", same(grouped(window.principal))},
                         {"amount", same(grouped(window.amount))},
                         {"rate", same(window.rate.percent())}};
    Step step{rule, window.cite, {}, window.from, window.to, window.amount, {}};
    step.inputs.emplace_back("principal", std::to_string(window.principal));
    if (!window.excluded.empty()) {
      step.rule += ".excluded";
      places.emplace_back("reason", sentence(messages, "accrual.excluded." + window.excluded));
      step.text = sentence(messages, "accrual.window_excluded", places);
      step.inputs.emplace_back("reason", window.excluded);
      out.push_back(std::move(step));
      continue;
    }
    step.inputs.emplace_back("rate_percent", window.rate.percent());
    if (window.months > 0) {
      step.inputs.emplace_back("months", std::to_string(window.months));
      places.emplace_back("count", same(std::to_string(window.months)));
      step.text = sentence(messages, "accrual.window_months", places);
    } else {
      step.inputs.emplace_back("days", std::to_string(window.days));
      if (window.year_days > 0) step.inputs.emplace_back("year_days", std::to_string(window.year_days));
      places.emplace_back("count", same(std::to_string(window.days)));
      places.emplace_back("year_days", same(std::to_string(window.year_days)));
      step.text = sentence(messages, window.year_days > 0 ? "accrual.window_of_year" : "accrual.window_days", places);
    }
    out.push_back(std::move(step));
  }
  return out;
}

}  // namespace clearway::accrual
