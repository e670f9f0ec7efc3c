#include "risk/policy.h"

#include "risk/rule_program.h"

namespace clearway::risk {
namespace {

/// Digits in groups of three: 1950000 -> 1,950,000. Fractions are cut off.
void append_grouped(std::string& out, std::int64_t micro) {
  std::array<char, 32> buffer;
  std::uint64_t whole = static_cast<std::uint64_t>(micro < 0 ? -micro : micro) / 1'000'000;
  std::size_t at = buffer.size();
  int digits = 0;
  do {
    if (digits != 0 && digits % 3 == 0) buffer[--at] = ',';
    buffer[--at] = static_cast<char>('0' + whole % 10);
    whole /= 10;
    ++digits;
  } while (whole != 0);
  if (micro < 0) out += '-';
  out.append(buffer.data() + at, buffer.size() - at);
}

/// A ratio as per cent with one decimal, without a last zero: 0.035 -> 3.5.
void append_percent(std::string& out, std::int64_t micro) {
  append_micro(out, (micro + (micro < 0 ? -500 : 500)) / 1000 * 100'000);
}

/// At most 80 bytes, cut between characters.
std::string_view shortened(std::string_view text) {
  constexpr std::size_t most = 80;
  if (text.size() <= most) return text;
  std::size_t end = most;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end);
}

}  // namespace

const Ranking* Settings::ranking_on(Date day) const {
  auto value = rankings.rbegin();
  while (value != rankings.rend() && value->from > day) ++value;
  return value == rankings.rend() ? nullptr : &*value;
}

const DelayHours& Settings::delay_on(Date day) const {
  std::size_t at = 0;
  while (at + 1 < delay_hours.size() && delay_hours[at + 1].from <= day) ++at;
  return delay_hours[at];
}

Policy::Policy() = default;
Policy::Policy(Policy&&) noexcept = default;
Policy& Policy::operator=(Policy&&) noexcept = default;
Policy::~Policy() = default;

std::int64_t Policy::value_limit_krw(declaration::Procedure procedure, Date day) const {
  const auto& limits = value_limits_[static_cast<std::size_t>(procedure)];
  if (limits.empty()) return INT64_MAX;
  auto limit = limits.rbegin();
  while (limit + 1 != limits.rend() && limit->first > day) ++limit;
  return limit->second;
}

namespace {

/// Before the first day, what holds from it on; 0 where nothing was set.
std::int32_t days_on(const DatedDays& values, Date day) {
  if (values.empty()) return 0;
  auto value = values.rbegin();
  while (value + 1 != values.rend() && value->first > day) ++value;
  return value->second;
}

}  // namespace

std::int32_t Policy::random_reveal_after_days(Date day) const {
  return days_on(settings_.random_reveal_after_days, day);
}

Bounds Policy::bounds_on(declaration::Procedure procedure, Date day) const {
  return {.split_window_days = settings_.split_window_days,
          .burst_window_days = days_on(settings_.burst_window_days, day),
          .burst_usual_from_days = days_on(settings_.burst_usual_from_days, day),
          .value_limit_krw = value_limit_krw(procedure, day)};
}

void Policy::append_text_of(const ReasonPlace& place, const Reason& reason, const declaration::Declaration& declaration,
                            std::string& out) const {
  if (place.of_declaration) {
    const auto text = declaration.text(place.field, reason.item);
    const auto shown = shortened(place.cut == 0 ? text : text.substr(0, place.cut));
    if (shown.empty()) out += '-';
    append_json_escaped(out, shown);
    if (shown.size() < text.size() && place.cut == 0) out += "…";
    return;
  }
  const auto value = reason.values[place.value];
  if (value == missing) {
    out += '-';
    return;
  }
  switch (place.unit) {
    case Unit::krw:
    case Unit::krw_per_kg:
    case Unit::grams:
    case Unit::days:
    case Unit::count: append_grouped(out, value); return;
    case Unit::percent: append_percent(out, value); return;
    case Unit::kilograms:
    case Unit::none: append_micro(out, value); return;
  }
}

void Policy::render_reason(const Reason& reason, const declaration::Declaration& declaration, Language language,
                           std::string& out_json_escaped) const {
  const Source& source = sources_[reason.source];
  const ReasonTemplate& text = source.text[static_cast<std::size_t>(language)];
  out_json_escaped += text.parts[0];
  for (std::size_t i = 0; i < text.places.size(); ++i) {
    append_text_of(source.places[text.places[i]], reason, declaration, out_json_escaped);
    out_json_escaped += text.parts[i + 1];
  }
}

}  // namespace clearway::risk
