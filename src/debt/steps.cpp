#include "accrual/steps.h"

#include <string>

#include "debt/compute.h"
#include "debt/rules.h"

namespace clearway::debt {

Text part_name(const Statement& statement, PartKind kind, const Messages& messages) {
  std::string key = "debt.part." + std::string(name(kind));
  if (!statement.late_payment_penalty && messages.find(key + "_before_2020") != nullptr) key += "_before_2020";
  return messages.at(key);
}

namespace {

using accrual::grouped;
using accrual::same;
using accrual::sentence;

class Steps {
 public:
  Steps(const Case& subject, const Statement& statement, const Messages& messages)
      : case_(subject), statement_(statement), messages_(messages) {}

  std::vector<Step> all() {
    add("debt.regime", statement_.regime_cite,
        statement_.late_payment_penalty ? "debt.step.late_payment_penalty" : "debt.step.surcharge",
        {{"day", same(liability_day(case_).text())}});
    due("debt.statutory_due", statement_.statutory_due, "debt.step.statutory_due");
    due("debt.notice_due", statement_.notice_due, "debt.step.notice_due");
    for (const auto& part : statement_.parts) this->part(part);
    for (const auto& payment : statement_.payments) this->payment(payment);
    if (statement_.prescription) {
      const auto& p = *statement_.prescription;
      auto& step = add("debt.prescription", p.cite, "debt.step.prescription",
                       {{"years", same(std::to_string(p.years))},
                        {"starts", same(p.starts.text())},
                        {"completes", same(p.completes.text())}});
      step.from = p.starts, step.to = p.completes;
    }
    return std::move(steps_);
  }

 private:
  Step& add(std::string rule, std::string cite, std::string_view key, const accrual::TextPlaces& places) {
    steps_.push_back({std::move(rule), std::move(cite), sentence(messages_, key, places), {}, {}, {}, {}});
    return steps_.back();
  }

  void due(const std::string& rule, const std::optional<DueDate>& due, std::string key) {
    if (!due) return;
    if (due->counted_to) {
      key += "_moved";
    } else if (!due->computed) {
      key += "_given";
    }
    const auto counted = due->counted_to.value_or(due->date);
    auto& step = add(rule, due->cite, key, {{"due", same(due->date.text())}, {"counted", same(counted.text())}});
    step.from = step.to = due->date;
  }

  void part(const Part& part) {
    const auto name_of_part = part_name(statement_, part.kind, messages_);
    const auto rule = "penalty." + std::string(name(part.kind));
    if (part.rate && part.windows.empty()) {
      auto& step = add(rule, part.cite, "debt.step.share",
                       {{"name", name_of_part},
                        {"base", same(grouped(part.base))},
                        {"rate", same(part.rate->percent())},
                        {"amount", same(grouped(part.amount))}});
      step.amount_krw = part.amount;
      step.inputs = {{"base", std::to_string(part.base)}, {"rate_percent", part.rate->percent()}};
    }
    accrual::Accrued accrued;
    accrued.windows = part.windows;
    for (auto& step : accrual::steps(accrued, rule, name_of_part, messages_)) steps_.push_back(std::move(step));
    if (!part.ceiling) return;
    auto& step = add(rule + ".ceiling", part.ceiling->cite, "debt.step.ceiling",
                     {{"last", same(part.ceiling->last.text())},
                      {"days", same(grouped(part.ceiling->days))},
                      {"amount", same(grouped(part.ceiling->amount))}});
    step.amount_krw = part.ceiling->amount;
  }

  void payment(const Appropriation& to) {
    auto& step =
        add("debt.payment", appropriation_cite, to.refund > 0 ? "debt.step.payment_above" : "debt.step.payment",
            {{"date", same(to.payment.date.text())},
             {"amount", same(grouped(to.payment.amount))},
             {"costs", same(grouped(to.to_costs))},
             {"tax", same(grouped(to.to_tax))},
             {"penalty", same(grouped(to.to_penalty))},
             {"refund", same(grouped(to.refund))}});
    step.from = step.to = to.payment.date;
    step.amount_krw = to.payment.amount;
  }

  const Case& case_;
  const Statement& statement_;
  const Messages& messages_;
  std::vector<Step> steps_;
};

}  // namespace

std::vector<Step> steps(const Case& subject, const Statement& statement, const Messages& messages) {
  return Steps(subject, statement, messages).all();
}

}  // namespace clearway::debt
