#include "law/calendar.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace clearway::law {
namespace {

constexpr std::string_view header = "date,kind,ko,en,cite,grade";
constexpr std::array<std::string_view, 6> kinds = {"public_holiday", "substitute", "temporary",
                                                   "election",       "labour_day", "bank_closure"};

std::string_view next_piece(std::string_view& rest, char separator) {
  const auto end = rest.find(separator);
  const auto piece = rest.substr(0, end);
  rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
  return piece;
}

bool is_weekend(Date day) { return ((day.days() + 3) % 7 + 7) % 7 >= 5; }  // 1970-01-01 was a Thursday

}  // namespace

Result<Calendar> Calendar::load(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return Error{"holidays_missing", file, "the file of holidays cannot be opened", "restore " + file};
  const std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  return parse(text, file);
}

Result<Calendar> Calendar::parse(std::string_view text, const std::string& file) {
  Calendar calendar;
  calendar.file_ = file;
  std::size_t line_number = 0;
  bool seen_header = false;
  const auto bad = [&](std::string detail, std::string fix) {
    return Error{"holidays_unreadable", file + ":" + std::to_string(line_number), std::move(detail), std::move(fix)};
  };
  while (!text.empty()) {
    ++line_number;
    auto line = next_piece(text, '\n');
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (line.empty() || line.front() == '#') continue;
    if (!seen_header) {
      if (line != header) return bad("the header reads '" + std::string(line) + "'", "write " + std::string(header));
      seen_header = true;
      continue;
    }
    if (std::count(line.begin(), line.end(), ',') != 5)
      return bad("'" + std::string(line) + "' has not six columns", "write " + std::string(header));
    const auto date_text = next_piece(line, ',');
    const auto date = Date::parse(date_text);
    if (!date) return bad("'" + std::string(date_text) + "' is not a date", "write it as 2026-01-01");
    if (!calendar.holidays_.empty() && *date <= calendar.holidays_.back().date)
      return bad(date->text() + " does not come after " + calendar.holidays_.back().date.text(),
                 "order the lines by date, one line a day");
    Holiday holiday;
    holiday.date = *date;
    holiday.kind = next_piece(line, ',');
    if (std::find(kinds.begin(), kinds.end(), holiday.kind) == kinds.end())
      return bad("'" + holiday.kind + "' is not a kind of holiday",
                 "write public_holiday, substitute, temporary, election, labour_day or bank_closure");
    holiday.name.ko = next_piece(line, ',');
    holiday.name.en = next_piece(line, ',');
    holiday.cite = next_piece(line, ',');
    const auto grade = parse_grade(line);
    if (holiday.cite.empty() || !grade)
      return bad("the source '" + holiday.cite + "' and grade '" + std::string(line) + "' do not say how it is known",
                 "name a source of law/sources.yaml and a grade");
    holiday.grade = *grade;
    calendar.holidays_.push_back(std::move(holiday));
  }
  if (calendar.holidays_.empty()) return bad("the file holds no holiday", "restore " + file);

  calendar.first_ = Date::of(calendar.holidays_.front().date.year(), 1, 1);
  const auto last = Date::of(calendar.holidays_.back().date.year(), 12, 31);
  calendar.working_.reserve(static_cast<std::size_t>(last.days() - calendar.first_.days()) + 1);
  for (auto day = calendar.first_; day <= last; day = day.plus_days(1)) calendar.working_.push_back(!is_weekend(day));
  for (const auto& holiday : calendar.holidays_)
    calendar.working_[static_cast<std::size_t>(holiday.date.days() - calendar.first_.days())] = false;
  return calendar;
}

bool Calendar::is_working_day(Date day) const {
  if (!reaches(day)) throw std::logic_error("Calendar: " + day.text() + " lies outside the years of " + file_);
  return working_[static_cast<std::size_t>(day.days() - first_.days())];
}

const Holiday* Calendar::holiday(Date day) const {
  const auto it = std::lower_bound(holidays_.begin(), holidays_.end(), day,
                                   [](const Holiday& holiday, Date wanted) { return holiday.date < wanted; });
  return it != holidays_.end() && it->date == day ? &*it : nullptr;
}

Result<Date> Calendar::next_working_day(Date day) const {
  for (auto candidate = day; reaches(candidate); candidate = candidate.plus_days(1)) {
    if (working_[static_cast<std::size_t>(candidate.days() - first_.days())]) return candidate;
  }
  return Error{"calendar_does_not_reach", "date",
               day.text() + " lies outside " + first_day().text() + " to " + last_day().text(),
               "add the holidays of that year to " + file_};
}

Result<Calendar> load_calendar(const std::string& law_directory) {
  return Calendar::load(law_directory + "/kr/calendar/holidays.csv");
}

}  // namespace clearway::law
