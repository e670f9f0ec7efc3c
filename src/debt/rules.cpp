#include "debt/rules.h"

#include "law/parameters.h"

namespace clearway::debt {

Result<accrual::RateTable> daily_rates(const law::Law& law, Date declared) {
  const auto& daily = law.kr.penalty.daily;
  const auto& earlier = daily.rate_at_declaration.on(declared);
  std::vector<accrual::RateRow> rows;
  rows.push_back({std::nullopt, accrual::Rate::of(earlier.value), earlier.cite, earlier.grade, std::nullopt});
  for (const auto& value : daily.rate.all()) {
    rows.push_back({value.from, accrual::Rate::of(value.value), value.cite, value.grade, std::nullopt});
  }
  return accrual::RateTable::of("penalty.daily.rate", accrual::Per::day, std::move(rows));
}

}  // namespace clearway::debt
