#pragma once

#include <cstdint>
#include <vector>

#include "base/date.h"
#include "base/result.h"
#include "law/law.h"

namespace clearway::debt {

struct Instalment {
  Date date;
  std::int32_t days = 0;      // since the one before, or since the start
  std::int64_t tax = 0;       // due on the date
  std::int64_t penalty = 0;   // grown on what was owed since the one before
  std::int64_t tax_left = 0;  // afterwards
};

/// Parts of tax already in arrears, of which the daily penalty goes on (deferral of seizure and sale, Customs Act
/// 43-2). `dates` in their order, the first after `start`, from which penalty is counted; equal parts cut down to the
/// unit, the rest with the last. The penalty of each part is cut down as well. Tax declared on `declared` decides the
/// rates. Errors: dates_are_out_of_order, rate_is_missing, amount_is_too_large.
Result<std::vector<Instalment>> instalments(std::int64_t tax, Date declared, Date start, const std::vector<Date>& dates,
                                            const law::Law& law);

}  // namespace clearway::debt
