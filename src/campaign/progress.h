#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "campaign/campaign.h"
#include "campaign/contact.h"
#include "rehearsal/intervals.h"

namespace clearway::campaign {

/// Money that came in from a debtor on a day, whatever the channel.
struct Collected {
  std::string party_id;
  Date on;
  std::int64_t krw = 0;
};

/// One day of the campaign; sums are from its first day on.
struct Day {
  Date on;
  std::int64_t contacted = 0;      // debtors who were approached and reached at least once
  std::int64_t promises = 0;       // debtors with a promise to pay
  std::int64_t collected_krw = 0;  // from debtors who are approached
  std::int64_t planned_krw = 0;    // the target, day by day in equal parts
  friend bool operator==(const Day&, const Day&) = default;
};

struct Progress {
  std::vector<Day> days;  // from the first day to `today` or the last
  std::int64_t approached = 0, held_back = 0;
  std::int64_t promises_due = 0, promises_kept = 0;  // whose day has come; paid in full by then since the promise
};

/// Of one treatment, of all of them, or of the control group.
struct Group {
  std::int64_t debtors = 0, paying = 0;
  std::int64_t opening_krw = 0, collected_krw = 0;
  std::optional<rehearsal::Interval> paying_share;
};

/// What the campaign did, against what happens without it. Debtors whom nobody was free to hold back stand apart: they
/// are in `treatments`, and not in the comparison.
struct Outcome {
  std::map<std::string, Group, std::less<>> treatments;
  Group approached, held_back, never_held_back;
  std::optional<rehearsal::Interval> paying_lift;     // difference of the shares who paid something, 95 %
  std::optional<rehearsal::Interval> collected_lift;  // difference of what was collected of each won owed, 95 %
};

/// Where the campaign stands at the end of `today`. Money and contacts outside its days or of other debtors do not
/// count.
Progress progress_of(const Campaign& campaign, const std::vector<Collected>& collected,
                     const std::vector<Contact>& contacts, Date today);

/// What it has done until the end of `today`. Shares of money are ratios of sums, with the linearised interval of a
/// ratio over debtors: a few large debtors widen it as they should.
Outcome outcome_of(const Campaign& campaign, const std::vector<Collected>& collected, Date today);

}  // namespace clearway::campaign
