#include "debt/instalments.h"

#include "accrual/accrue.h"
#include "debt/rules.h"
#include "law/parameters.h"

namespace clearway::debt {

Result<std::vector<Instalment>> instalments(std::int64_t tax, Date declared, Date start, const std::vector<Date>& dates,
                                            const law::Law& law) {
  const auto rates = daily_rates(law, declared);
  if (!rates) return rates.error();
  const auto unit = law.kr.penalty.round_unit.on(start).value;
  const auto count = static_cast<std::int64_t>(dates.size());
  std::vector<Instalment> parts;
  auto left = tax;
  auto before = start;
  for (const auto date : dates) {
    if (date <= before) {
      return Error{"dates_are_out_of_order", "dates", date.text() + " is not after " + before.text(),
                   "give each part a later day than the one before"};
    }
    accrual::Course course;
    course.first = before.plus_days(1);
    course.last = date;
    course.balances = {{course.first, left}};
    course.rounding = {unit, accrual::RoundAt::total};
    const auto grown = accrual::accrue(course, *rates);
    if (!grown) return grown.error();
    Instalment part{date, date.days() - before.days(), tax / count / unit * unit, grown->total, 0};
    if (parts.size() + 1 == dates.size()) part.tax = left;
    left -= part.tax;
    part.tax_left = left;
    parts.push_back(part);
    before = date;
  }
  return parts;
}

}  // namespace clearway::debt
