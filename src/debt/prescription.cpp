#include "debt/prescription.h"

#include <algorithm>

#include "law/parameters.h"

namespace clearway::debt {
namespace {

bool stands_without_end(Interruption by) {
  return by == Interruption::claim_for_share || by == Interruption::seizure;
}

/// The suspended days as periods that neither overlap nor touch.
std::vector<Suspended> merged(const PrescriptionCase& subject, Date day) {
  std::vector<Suspended> periods;
  for (const auto& period : subject.suspensions) {
    const bool counts = period.by != Suspension::stay_abroad || subject.stay_abroad_counts;
    if (counts && !period.without_effect && period.from <= day && (!period.to || period.from <= *period.to)) {
      periods.push_back(period);
    }
  }
  std::sort(periods.begin(), periods.end(), [](const auto& a, const auto& b) { return a.from < b.from; });
  std::vector<Suspended> out;
  for (const auto& period : periods) {
    if (!out.empty() && (!out.back().to || period.from <= out.back().to->plus_days(1))) {
      if (out.back().to) out.back().to = period.to ? std::optional(std::max(*out.back().to, *period.to)) : std::nullopt;
    } else {
      out.push_back(period);
    }
  }
  return out;
}

class Course {
 public:
  Course(const PrescriptionCase& subject, const law::Law& law, Date day)
      : subject_(subject), law_(law), suspensions_(merged(subject, day)) {}

  PrescriptionCourse from(Date starts) const {
    PrescriptionCourse out;
    const auto& law = law_.kr.arrears.prescription;
    const bool large = subject_.principal >= law.long_min.on(subject_.starts).value;
    const auto& years = large ? law.long_years.on(subject_.starts) : law.years.on(subject_.starts);
    out.starts = starts;
    out.years = years.value;
    out.cite = years.cite;
    out.completes = starts.plus_years(static_cast<int>(years.value)).plus_days(-1);
    for (const auto& period : suspensions_) {
      const auto first = std::max(period.from, starts);
      if (first > *out.completes) break;
      if (!period.to) {
        out.completes.reset();
        return out;
      }
      const auto days = period.to->days() - first.days() + 1;
      if (days <= 0) continue;
      out.suspended_days += days;
      out.completes = out.completes->plus_days(days);
    }
    return out;
  }

 private:
  const PrescriptionCase& subject_;
  const law::Law& law_;
  std::vector<Suspended> suspensions_;
};

}  // namespace

PrescriptionCourse prescription(const PrescriptionCase& subject, const law::Law& law, Date day) {
  auto interruptions = subject.interruptions;
  std::stable_sort(interruptions.begin(), interruptions.end(),
                   [](const auto& a, const auto& b) { return a.on < b.on; });
  const Course course(subject, law, day);
  auto out = course.from(subject.starts);
  for (const auto& entry : interruptions) {
    if (entry.on > day || out.is_complete(entry.on)) break;
    const bool stands = stands_without_end(entry.by) && (!entry.until || *entry.until > day);
    if (stands) {
      out.completes.reset();
      out.interrupted_by = entry.by;
      return out;
    }
    const auto last = std::max(entry.until.value_or(entry.on), entry.on);
    // An earlier entry with a longer period goes on: the run starts when the last of them has ended.
    out = course.from(std::max(last.plus_days(1), out.starts));
  }
  return out;
}

}  // namespace clearway::debt
