#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/result.h"
#include "base/text.h"
#include "law/value.h"

namespace clearway::law {

/// A day on which no time limit ends although it is neither Saturday nor Sunday.
struct Holiday {
  Date date;
  std::string kind;  // public_holiday, substitute, temporary, election, labour_day, bank_closure
  Text name;
  std::string cite;  // key into law/sources.yaml
  Grade grade = Grade::verify;
};

/// Working days for time limits (Customs Act 8(3)): all days but Saturdays, Sundays and those of
/// `law/kr/calendar/holidays.csv`. Knows the whole years that the file covers. Immutable after loading.
class Calendar {
 public:
  /// Reads comment lines from '#', a header `date,kind,ko,en,cite,grade`, one line a holiday in order of the dates.
  /// Errors: holidays_missing; holidays_unreadable, naming file and line.
  static Result<Calendar> load(const std::string& file);
  static Result<Calendar> parse(std::string_view text, const std::string& file);

  bool reaches(Date day) const { return first_day() <= day && day <= last_day(); }
  /// Throws std::logic_error outside the years that the file covers.
  bool is_working_day(Date day) const;
  /// The holiday, also where it falls on a weekend; nothing on other days.
  const Holiday* holiday(Date day) const;
  /// `day` itself if it is a working day, else the first one after it: where a time limit that ends on `day` really
  /// ends. Error calendar_does_not_reach outside the years of the file.
  Result<Date> next_working_day(Date day) const;

  Date first_day() const { return first_; }
  Date last_day() const { return first_.plus_days(static_cast<std::int32_t>(working_.size()) - 1); }
  const std::vector<Holiday>& holidays() const { return holidays_; }

 private:
  std::string file_;
  Date first_;
  std::vector<bool> working_;  // of each day from first_
  std::vector<Holiday> holidays_;
};

/// The calendar of the law in `law_directory`.
Result<Calendar> load_calendar(const std::string& law_directory);

}  // namespace clearway::law
