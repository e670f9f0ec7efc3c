#include "law/calendar.h"

#include <gtest/gtest.h>

#include "law/law.h"

namespace clearway::law {
namespace {

const std::string folder = std::string(CLEARWAY_SOURCE_DIR) + "/law";

const Calendar& real_calendar() {
  static const Calendar calendar = load_calendar(folder).value();
  return calendar;
}

Date day(std::string_view text) { return Date::parse(text).value(); }

TEST(Calendar, ATimeLimitEndsOnTheNextWorkingDay) {
  const struct {
    std::string_view why, ends, moved;
  } cases[] = {
      {"an ordinary Monday", "2026-04-13", "2026-04-13"},
      {"a Saturday", "2026-04-11", "2026-04-13"},
      {"Independence Movement Day on a Sunday, with its substitute", "2026-03-01", "2026-03-03"},
      {"Labour Day, then a weekend", "2026-05-01", "2026-05-04"},
      {"Chuseok into a weekend, no substitute for a Saturday", "2026-09-24", "2026-09-28"},
      {"ten days in 2017", "2017-09-30", "2017-10-10"},
      {"Children's Day and Buddha's Birthday on one day", "2025-05-05", "2025-05-07"},
      {"before substitutes existed", "2010-08-15", "2010-08-16"},
      {"Hangul Day was a working day until 2012", "2012-10-09", "2012-10-09"},
      {"an election", "2026-06-03", "2026-06-04"},
  };
  for (const auto& c : cases) {
    const auto moved = real_calendar().next_working_day(day(c.ends));
    ASSERT_TRUE(moved.ok()) << c.why;
    EXPECT_EQ(moved->text(), c.moved) << c.why;
  }
}

TEST(Calendar, EveryHolidayHasASourceOfTheLaw) {
  Problems problems;
  const auto law = Law::read(folder, problems);
  for (const auto& holiday : real_calendar().holidays()) {
    ASSERT_NE(law.find_source(holiday.cite), nullptr) << holiday.date.text();
    EXPECT_FALSE(holiday.name.ko.empty() || holiday.name.en.empty()) << holiday.date.text();
  }
}

TEST(Calendar, OutsideItsYearsItSaysSo) {
  const auto moved = real_calendar().next_working_day(day("2000-12-31"));
  ASSERT_FALSE(moved.ok());
  EXPECT_EQ(moved.error().code, "calendar_does_not_reach");
  EXPECT_FALSE(real_calendar().next_working_day(real_calendar().last_day().plus_days(1)).ok());
}

TEST(Calendar, UnreadableLinesAreNamed) {
  const std::string head = "# days\ndate,kind,ko,en,cite,grade\n2026-01-01,public_holiday,a,b,c,verify\n";
  const struct {
    std::string_view why, text, part;
  } cases[] = {
      {"no header", "2026-01-01,public_holiday,a,b,c,verify\n", ":1"},
      {"a day twice", "2026-01-01,temporary,a,b,c,verify\n", ":4"},
      {"an impossible day", "2026-02-30,temporary,a,b,c,verify\n", ":4"},
      {"an unknown kind", "2026-02-03,feast,a,b,c,verify\n", ":4"},
      {"an unknown grade", "2026-02-03,temporary,a,b,c,sure\n", ":4"},
      {"a column too few", "2026-02-03,temporary,a,b,c\n", ":4"},
  };
  for (const auto& c : cases) {
    const std::string text = c.why == "no header" ? std::string(c.text) : head + std::string(c.text);
    const auto calendar = Calendar::parse(text, "holidays.csv");
    ASSERT_FALSE(calendar.ok()) << c.why;
    EXPECT_EQ(calendar.error().code, "holidays_unreadable") << c.why;
    EXPECT_EQ(calendar.error().field, "holidays.csv" + std::string(c.part)) << c.why;
  }
  EXPECT_EQ(Calendar::parse("", "holidays.csv").error().code, "holidays_unreadable");
  EXPECT_EQ(Calendar::load("/nowhere/holidays.csv").error().code, "holidays_missing");
}

}  // namespace
}  // namespace clearway::law
