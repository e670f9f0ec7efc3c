#include "base/date.h"

#include <stdexcept>

namespace clearway {
namespace {

namespace chrono = std::chrono;

chrono::year_month_day civil(std::int32_t days) { return chrono::year_month_day(chrono::sys_days(chrono::days(days))); }

std::optional<unsigned> digits(std::string_view text) {
  unsigned value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + static_cast<unsigned>(c - '0');
  }
  return value;
}

void put(char* out, unsigned value, int width) {
  for (int i = width - 1; i >= 0; --i, value /= 10) out[i] = static_cast<char>('0' + value % 10);
}

}  // namespace

Date Date::of(int year, unsigned month, unsigned day) {
  const chrono::year_month_day ymd{chrono::year(year), chrono::month(month), chrono::day(day)};
  if (!ymd.ok()) throw std::logic_error("impossible date");
  return Date(static_cast<std::int32_t>(chrono::sys_days(ymd).time_since_epoch().count()));
}

std::optional<Date> Date::parse(std::string_view text) {
  std::string_view y, m, d;
  if (text.size() == 10 && text[4] == '-' && text[7] == '-') {
    y = text.substr(0, 4), m = text.substr(5, 2), d = text.substr(8, 2);
  } else if (text.size() == 8) {
    y = text.substr(0, 4), m = text.substr(4, 2), d = text.substr(6, 2);
  } else {
    return std::nullopt;
  }
  const auto year = digits(y), month = digits(m), day = digits(d);
  if (!year || !month || !day || *year == 0) return std::nullopt;
  const chrono::year_month_day ymd{chrono::year(static_cast<int>(*year)), chrono::month(*month), chrono::day(*day)};
  if (!ymd.ok()) return std::nullopt;
  return Date(static_cast<std::int32_t>(chrono::sys_days(ymd).time_since_epoch().count()));
}

int Date::year() const { return static_cast<int>(civil(days_).year()); }
unsigned Date::month() const { return static_cast<unsigned>(civil(days_).month()); }
unsigned Date::day() const { return static_cast<unsigned>(civil(days_).day()); }

Date Date::plus_months(int count) const {
  const auto from = civil(days_);
  auto to = from + chrono::months(count);
  if (!to.ok()) to = to.year() / to.month() / chrono::last;
  return Date(static_cast<std::int32_t>(chrono::sys_days(to).time_since_epoch().count()));
}

void Date::write(char (&out)[10]) const {
  const auto ymd = civil(days_);
  put(out, static_cast<unsigned>(static_cast<int>(ymd.year())), 4);
  out[4] = '-';
  put(out + 5, static_cast<unsigned>(ymd.month()), 2);
  out[7] = '-';
  put(out + 8, static_cast<unsigned>(ymd.day()), 2);
}

std::string Date::text() const {
  char out[10];
  write(out);
  return {out, sizeof out};
}

namespace {
constexpr std::int64_t microseconds_per_day = 86'400'000'000;
constexpr std::int64_t korean_offset = 9 * 3'600'000'000LL;

std::int64_t floor_divide(std::int64_t a, std::int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }
}  // namespace

std::string Instant::text() const {
  const auto day = floor_divide(microseconds, microseconds_per_day);
  auto rest = microseconds - day * microseconds_per_day;
  std::string out = Date::from_days(static_cast<std::int32_t>(day)).text() + "T00:00:00.000000Z";
  put(out.data() + 20, static_cast<unsigned>(rest % 1'000'000), 6);
  rest /= 1'000'000;
  put(out.data() + 17, static_cast<unsigned>(rest % 60), 2);
  put(out.data() + 14, static_cast<unsigned>(rest / 60 % 60), 2);
  put(out.data() + 11, static_cast<unsigned>(rest / 3600), 2);
  return out;
}

std::optional<Instant> Instant::parse(std::string_view text) {
  if (text.size() < 20 || text[10] != 'T' || text.back() != 'Z' || text[13] != ':' || text[16] != ':') return {};
  const auto day = Date::parse(text.substr(0, 10));
  const auto hour = digits(text.substr(11, 2)), minute = digits(text.substr(14, 2)),
             second = digits(text.substr(17, 2));
  if (!day || !hour || !minute || !second || *hour > 23 || *minute > 59 || *second > 59) return {};
  std::int64_t fraction = 0;
  if (text.size() > 20) {
    const auto part = text.substr(20, text.size() - 21);
    if (text[19] != '.' || part.empty() || part.size() > 6) return {};
    const auto value = digits(part);
    if (!value) return {};
    fraction = *value;
    for (auto i = part.size(); i < 6; ++i) fraction *= 10;
  }
  const std::int64_t seconds = (*hour * 60LL + *minute) * 60LL + *second;
  return Instant{day->days() * microseconds_per_day + seconds * 1'000'000 + fraction};
}

Date Instant::korean_day() const {
  return Date::from_days(static_cast<std::int32_t>(floor_divide(microseconds + korean_offset, microseconds_per_day)));
}

}  // namespace clearway
