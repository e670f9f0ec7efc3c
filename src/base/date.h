#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace clearway {

/// A calendar day, kept as days since 1970-01-01. Impossible dates cannot be built.
class Date {
 public:
  constexpr Date() = default;
  static constexpr Date from_days(std::int32_t days) { return Date(days); }
  static Date of(int year, unsigned month, unsigned day);  // throws std::logic_error on an impossible date
  /// "2026-11-23" or "20261123"; nothing for any other text or an impossible day.
  static std::optional<Date> parse(std::string_view text);

  constexpr std::int32_t days() const { return days_; }
  int year() const;
  unsigned month() const;
  unsigned day() const;
  Date plus_days(std::int32_t count) const { return Date(days_ + count); }
  /// The same day of a later month; the last day of that month where it has no such day (Civil Act 160(3)).
  Date plus_months(int count) const;
  Date plus_years(int count) const { return plus_months(12 * count); }
  bool is_monday() const { return (days_ + 3) % 7 == 0; }
  std::string text() const;           // "2026-11-23"
  void write(char (&out)[10]) const;  // the same, without allocation

  friend constexpr auto operator<=>(const Date&, const Date&) = default;

 private:
  explicit constexpr Date(std::int32_t days) : days_(days) {}
  std::int32_t days_ = 0;
};

/// A moment, microseconds since 1970-01-01T00:00:00Z. Always handed in; rules never read a clock.
struct Instant {
  std::int64_t microseconds = 0;
  std::string text() const;  // "2026-11-23T17:42:00.000000Z"
  static std::optional<Instant> parse(std::string_view text);
  /// The day in Korea (UTC+9, no summer time since 1988), on which filing dates and time limits run.
  Date korean_day() const;
  friend constexpr auto operator<=>(const Instant&, const Instant&) = default;
};

}  // namespace clearway
