#pragma once

#include <cstdint>
#include <string>

#include "record/store.h"
#include "risk/examination_policy.h"

namespace clearway::lodging {

struct AuditDraw {
  std::int64_t green = 0;  // released without examination on the day
  std::int64_t decile = 0, random = 0;
  std::int64_t added = 0;  // tasks that were not there before
};

/// Draws the audit sample of an office and day: the top share of its green declarations by expected value, and a random
/// share. Chance comes from the day's committed secret where there is one, else from the seed of the office and day; a
/// repeated draw gives the same sample and adds nothing twice.
Result<AuditDraw> draw_audit_sample(record::Store& store, const risk::ExaminationPolicy& policy,
                                    const std::string& office, Date day, const record::Origin& origin);

}  // namespace clearway::lodging
