#include "correction/periods.h"

#include <gtest/gtest.h>

namespace clearway::correction {
namespace {

TEST(CorrectionPeriods, EndAsTheCivilActCounts) {
  const struct {
    std::string_view first_day;
    int months;
    std::string_view last_day;
  } cases[] = {
      {"2025-02-19", 6, "2025-08-18"},
      {"2025-03-01", 6, "2025-08-31"},  // from the beginning of a month to the end of
                                        // one
      {"2025-09-01", 6, "2026-02-28"},
      {"2025-08-31", 6, "2026-02-28"},  // no such day
      {"2025-08-29", 6, "2026-02-28"},
      {"2025-08-28", 6, "2026-02-27"},
      {"2023-08-29", 6, "2024-02-28"},
      {"2024-02-29", 60, "2029-02-28"},
      {"2025-02-04", 60, "2030-02-03"},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(last_day_of_months(*Date::parse(c.first_day), c.months).text(), c.last_day) << c.first_day;
  }
}

}  // namespace
}  // namespace clearway::correction
