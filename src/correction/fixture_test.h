#pragma once

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>
#include <string_view>

#include "base/messages.h"
#include "correction/case.h"
#include "correction/quote.h"
#include "law/calendar.h"
#include "law/law.h"

namespace clearway::correction {

/// The files of the repository, read once.
struct World {
  static const World& instance() {
    static const World world;
    return world;
  }

  Messages messages = take(Messages::load(CLEARWAY_SOURCE_DIR "/messages"));
  law::Law law = take(law::Law::load(CLEARWAY_SOURCE_DIR "/law"));
  law::Calendar calendar = take(law::load_calendar(CLEARWAY_SOURCE_DIR "/law"));
  Quoter quoter = take(Quoter::of(law, calendar, messages));

 private:
  template <class T>
  static T take(Result<T> result) {
    if (!result) throw std::runtime_error(result.error().field + ": " + result.error().detail);
    return std::move(result).value();
  }
};

inline Date day(std::string_view text) { return *Date::parse(text); }

/// Duty short by `short_krw`, declared and accepted on 3 February 2025, due and paid on the 18th. The supplementary
/// period ends on 18 August 2025; the first step of relief on 19 February 2026, since the 18th is a holiday.
inline Case short_of(std::int64_t short_krw, std::string_view filed_on) {
  Case c;
  c.declaration.declared_on = day("2025-02-03");
  c.declaration.accepted_on = day("2025-02-03");
  c.declaration.paid_on = day("2025-02-18");
  c.lines = {{"1", Tax::customs_duty, 8'000'000, 8'000'000 + short_krw}};
  c.filed_on = day(filed_on);
  return c;
}

/// The same with the duty in excess.
inline Case in_excess_by(std::int64_t krw, std::string_view filed_on) {
  auto c = short_of(0, filed_on);
  c.lines = {{"1", Tax::customs_duty, 8'000'000, 8'000'000 - krw}};
  return c;
}

inline Answer quoted(const Case& c) { return World::instance().quoter.quote(c); }

/// The side of more tax; an empty filing, and a failure, where there is none.
inline Filing more(const Case& c) {
  const auto answer = quoted(c);
  if (answer.quote && answer.quote->value.additional) return *answer.quote->value.additional;
  ADD_FAILURE() << "refused: " << (answer.refused ? name(answer.refused->refusal) : "no more tax");
  return {};
}
inline Filing less(const Case& c) {
  const auto answer = quoted(c);
  if (answer.quote && answer.quote->value.refund) return *answer.quote->value.refund;
  ADD_FAILURE() << "refused: " << (answer.refused ? name(answer.refused->refusal) : "no less tax");
  return {};
}
inline std::string_view refusal(const Case& c) {
  const auto answer = quoted(c);
  return answer.refused ? name(answer.refused->refusal) : std::string_view("quoted");
}

}  // namespace clearway::correction
