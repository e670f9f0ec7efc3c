#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "assessment/tables.h"
#include "law/calendar.h"
#include "ruling/completeness.h"
#include "ruling/departures.h"
#include "ruling/life.h"

namespace clearway::ruling {

/// The files of the repository, read once.
struct World {
  static const World& instance() {
    static const World world;
    return world;
  }
  Messages messages = Messages::load(CLEARWAY_SOURCE_DIR "/messages").value();
  law::Law law = law::Law::load(CLEARWAY_SOURCE_DIR "/law").value();
  law::Calendar calendar = law::load_calendar(CLEARWAY_SOURCE_DIR "/law").value();
};

inline Date day(std::string_view text) { return *Date::parse(text); }

/// An application with all that its kind needs.
inline Application application(Kind kind, bool small_firm = false) {
  Application made;
  made.kind = kind;
  made.goods = "Sample face cream 50 ml (견본 얼굴 크림)";
  made.question = "Which heading applies?";
  made.planned_office = "040";
  made.facts.items = {"CREAM-50"};
  made.facts.tariff_code = "3304";
  made.facts.origins = {"FR"};
  made.facts.sellers = {"S-7"};
  made.facts.method = 1;
  made.use = "skin care";
  made.process = "mixed and filled";
  made.small_firm = small_firm;
  if (kind == Kind::valuation_special_relationship) {
    made.facts.related = true;
    made.business_year_ends = 12;
  }
  for (const auto& needed : needed_of(World::instance().law, made, day("2026-03-02"))) {
    if (needed.document) made.documents.push_back({needed.what, "evidence-" + needed.what});
  }
  return made;
}

inline Ruling draft(Kind kind = Kind::valuation_general) {
  Ruling ruling;
  ruling.ruling_id = "R-3f2a91c4d0e1";
  ruling.party_id = "B1248100998";
  ruling.application = application(kind);
  ruling.opened_on = day("2026-02-27");
  return ruling;
}

inline RulingOrRefused step(const Ruling& ruling, Action action, std::string_view on, const Given& given = {}) {
  return take(World::instance().law, World::instance().calendar, ruling, action, given, day(on));
}
/// The file after a step that is taken; as it was, and a failure, where it is refused.
inline Ruling after(const Ruling& ruling, Action action, std::string_view on, const Given& given = {}) {
  const auto left = step(ruling, action, on, given);
  if (const auto* refused = std::get_if<Refused>(&left)) {
    ADD_FAILURE() << name(action) << " on " << on << ": " << name(refused->refusal) << " " << refused->field << " "
                  << refused->value << " " << refused->expected;
    return ruling;
  }
  return std::get<Ruling>(left);
}
inline std::string_view refusal(const Ruling& ruling, Action action, std::string_view on, const Given& given = {}) {
  const auto left = step(ruling, action, on, given);
  const auto* refused = std::get_if<Refused>(&left);
  return refused != nullptr ? name(refused->refusal) : std::string_view("taken");
}

inline Given said(std::string text = "since the contract says so") {
  Given given;
  given.text = std::move(text);
  return given;
}
inline Given until(std::string_view last) {
  auto given = said();
  given.day = day(last);
  return given;
}
inline Given by(std::string actor, Given given = {}) {
  given.actor = std::move(actor);
  return given;
}
inline Draft decision(Kind kind, Outcome outcome = Outcome::rule) {
  Draft draft;
  draft.outcome = outcome;
  draft.decision.text = "Declare it so.";
  draft.decision.reasons = "Note 3 to Chapter 33.";
  draft.decision.cites = {kind == Kind::classification ? "customs-act-86-2" : "customs-act-37-2"};
  draft.decision.facts = application(kind).facts;
  if (kind == Kind::classification) draft.decision.facts.tariff_code = "3304991000";
  draft.published =
      Published{{"얼굴 크림", "a face cream"}, {"세번", "the heading"}, {"3304", "heading 3304"}, {"이유", "why"}};
  return draft;
}
inline Given drafting(Draft draft, std::string officer = "officer") {
  Given given;
  given.draft = std::move(draft);
  given.actor = std::move(officer);
  return given;
}
/// Filed on Monday, 2 March 2026.
inline Ruling filed(Kind kind = Kind::valuation_general) { return after(draft(kind), Action::file, "2026-03-02"); }
/// Drafted and approved by another officer on `on`.
inline Ruling decided_with(Ruling ruling, Draft draft, std::string_view on) {
  return after(after(ruling, Action::draft, on, drafting(std::move(draft))), Action::approve, on, by("second officer"));
}
inline Ruling decided(Kind kind = Kind::valuation_general, std::string_view on = "2026-03-20") {
  return decided_with(filed(kind), decision(kind), on);
}

}  // namespace clearway::ruling
