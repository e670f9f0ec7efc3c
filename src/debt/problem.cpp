#include "debt/problem.h"

#include <algorithm>

#include "accrual/steps.h"

namespace clearway::debt {
namespace {

Text filled(const Messages& messages, const Problem& problem, const char* what) {
  using accrual::same;
  return accrual::sentence(
      messages, "debt.refused." + std::string(name(problem.refusal)) + what,
      {{"field", same(problem.field)}, {"value", same(problem.value)}, {"expected", same(problem.expected)}});
}

}  // namespace

Text Problem::text(const Messages& messages) const { return filled(messages, *this, ".text"); }
Text Problem::fix(const Messages& messages) const { return filled(messages, *this, ".fix"); }

Problem problem_of(const Error& error) {
  const auto refusal = error.code == "calendar_does_not_reach" ? Refusal::calendar_does_not_reach
                       : error.code == "rate_is_missing"       ? Refusal::rate_is_missing
                                                               : Refusal::sum_is_too_large;
  return {refusal, error.field, error.detail, error.fix};
}

void sort(Problems& problems) {
  std::stable_sort(problems.begin(), problems.end(),
                   [](const Problem& a, const Problem& b) { return a.refusal < b.refusal; });
}

}  // namespace clearway::debt
