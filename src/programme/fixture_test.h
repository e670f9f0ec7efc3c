#pragma once

#include <gtest/gtest.h>

#include <string_view>

#include "programme/life.h"
#include "programme/terms.h"

namespace clearway::programme {

/// The files of the repository, read once.
struct World {
  static const World& instance() {
    static const World world;
    return world;
  }
  Messages messages = Messages::load(CLEARWAY_SOURCE_DIR "/messages").value();
  law::Law law = law::Law::load(CLEARWAY_SOURCE_DIR "/law").value();
  law::Calendar calendar = law::load_calendar(CLEARWAY_SOURCE_DIR "/law").value();
  Rules rules{law, calendar, messages};
};

inline Date day(std::string_view text) { return *Date::parse(text); }

inline Facts sound_facts() {
  Facts facts;
  facts.aeo_importer_until = day("2028-06-30");
  facts.compliance_score = 85;
  facts.internal_control_score = 80;
  facts.imports_last_year = 12;
  return facts;
}

inline EnrolmentOrRefused step(const Enrolment& enrolment, Action action, std::string_view on,
                               const Given& given = {}) {
  return take(World::instance().rules, enrolment, action, given, day(on));
}
/// The enrolment after a step that is taken; as it was, and a failure, where it is refused.
inline Enrolment after(const Enrolment& enrolment, Action action, std::string_view on, const Given& given = {}) {
  const auto left = step(enrolment, action, on, given);
  if (const auto* refused = std::get_if<Refused>(&left)) {
    ADD_FAILURE() << name(action) << ": " << name(refused->refusal) << " " << refused->value;
    return enrolment;
  }
  return std::get<Enrolment>(left);
}
inline std::string_view refusal(const Enrolment& enrolment, Action action, std::string_view on,
                                const Given& given = {}) {
  const auto left = step(enrolment, action, on, given);
  const auto* refused = std::get_if<Refused>(&left);
  return refused != nullptr ? name(refused->refusal) : std::string_view("taken");
}

inline Given said(std::string text) {
  Given given;
  given.text = std::move(text);
  return given;
}
inline Given by_broker(std::string account, std::string text = {}) {
  Given given;
  given.actor = std::move(account);
  given.is_broker = true;
  given.text = std::move(text);
  return given;
}
inline Given answering(const Question& asked, Verdict verdict = Verdict::right, std::string by = "trader") {
  Given given;
  given.actor = std::move(by);
  given.answer.field = asked.field;
  given.answer.question = asked.question;
  given.answer.verdict = verdict;
  if (verdict == Verdict::wrong_without_tax) given.answer.note = "a code of the books, corrected there";
  return given;
}

/// Applied on Monday, 2 February 2026.
inline Enrolment applied(Scheme scheme = Scheme::regular_settlement) {
  Enrolment enrolment;
  enrolment.enrolment_id = "E-1";
  enrolment.party_id = "B1248100998";
  enrolment.customs_office = "040";
  enrolment.scheme = scheme;
  Given given;
  given.facts = sound_facts();
  return after(enrolment, Action::apply, "2026-02-02", given);
}
inline Enrolment designated(Scheme scheme = Scheme::regular_settlement) {
  return after(applied(scheme), Action::designate, "2026-02-09");
}
/// The year 2025, opened on 16 February 2026.
inline Enrolment checking(Scheme scheme = Scheme::regular_settlement) {
  Given given;
  given.year = 2025;
  return after(designated(scheme), Action::open_round, "2026-02-16", given);
}
/// Every question answered.
inline Enrolment answered(Verdict last = Verdict::right, Scheme scheme = Scheme::regular_settlement) {
  auto enrolment = checking(scheme);
  const auto asked = questions_on(World::instance().law, day("2026-02-16"));
  for (const auto& question : asked) {
    const bool is_last = &question == &asked.back();
    enrolment = after(enrolment, Action::answer, "2026-03-02", answering(question, is_last ? last : Verdict::right));
  }
  return enrolment;
}
inline Enrolment verifying() { return after(answered(), Action::submit, "2026-03-09"); }
inline Enrolment verified() { return after(verifying(), Action::verify, "2026-03-16", by_broker("broker")); }
inline Enrolment reported() { return after(verified(), Action::report, "2026-03-23", said("nothing was found")); }
inline Enrolment settled(Outcome outcome = Outcome::accepted) {
  auto given = said("looked at");
  given.outcome = outcome;
  return after(reported(), Action::conclude, "2026-04-06", given);
}

}  // namespace clearway::programme
