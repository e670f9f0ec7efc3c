#include "ruling/life.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "ruling/fixture_test.h"
#include "ruling/ruling_json.h"
#include "ruling/validity.h"

namespace clearway::ruling {
namespace {

using A = Action;
using O = Outcome;
constexpr auto general = Kind::valuation_general;
constexpr auto special = Kind::valuation_special_relationship;
constexpr auto classification = Kind::classification;

Given referred_to(std::string whom) {
  Given given;
  given.word = std::move(whom);
  return given;
}
Draft on_ground(Kind kind, Outcome outcome, std::string ground) {
  auto made = decision(kind, outcome);
  made.ground = std::move(ground);
  return made;
}

TEST(RulingLife, EveryKindIsDecidedInTheTimeOfTheLaw) {
  const struct {
    std::string_view what;
    Ruling ruling;
    State state;
    std::string_view clock;
  } cases[] = {
      {"value: one month", filed(general), State::filed, "2026-04-02"},
      {"between related parties: one year", filed(special), State::filed, "2027-03-02"},
      {"classification: thirty days, the last of which is Wednesday", filed(classification), State::filed,
       "2026-04-01"},
      {"a last day on a Saturday moves to Monday", after(draft(classification), A::file, "2026-03-05"), State::filed,
       "2026-04-06"},
      {"from the end of February to the end of March", after(draft(general), A::file, "2026-02-28"), State::filed,
       "2026-03-31"},
      {"a supplement is the applicant's turn", after(filed(), A::ask_supplement, "2026-03-10", until("2026-03-30")),
       State::supplement_asked, "2026-03-30"},
      {"the days of a supplement do not count",
       after(after(filed(), A::ask_supplement, "2026-03-10", until("2026-03-30")), A::answer_supplement, "2026-03-20",
             said()),
       State::filed, "2026-04-13"},  // ten days, Sunday moved
      {"days after its last one count again",
       after(after(filed(), A::ask_supplement, "2026-03-10", until("2026-03-20")), A::answer_supplement, "2026-03-27",
             said()),
       State::filed, "2026-04-13"},
      {"with headquarters the time for a value runs on",
       after(filed(), A::refer, "2026-03-10", referred_to("headquarters")), State::referred, "2026-04-02"},
      {"with the committee the time for a classification stands",
       after(filed(classification), A::refer, "2026-03-10", referred_to("committee")), State::referred, ""},
      {"and is given back",
       after(after(filed(classification), A::refer, "2026-03-10", referred_to("wco_query")), A::take_back,
             "2026-05-11"),
       State::filed, "2026-06-02"},
      {"a drafted decision keeps the clock", after(filed(), A::draft, "2026-03-10", drafting(decision(general))),
       State::drafted, "2026-04-02"},
      {"a review of a classification: sixty days", after(decided(classification), A::object, "2026-04-01", said()),
       State::objected, "2026-06-01"},  // 31 May is a Sunday
      {"a review of a value: the same month", after(decided(general), A::object, "2026-04-01", said()), State::objected,
       "2026-05-04"},  // 1 May does not count, 2 and 3 are a weekend
      {"decided: until the validity ends", decided(general), State::in_force, "2029-03-20"},
      {"related parties: until the first report", decided(special), State::in_force, "2027-06-30"},
      {"a classification has no last day", decided(classification), State::in_force, ""},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(c.ruling.state, c.state) << c.what;
    EXPECT_EQ(c.ruling.clock_ends ? c.ruling.clock_ends->text() : "", c.clock) << c.what;
  }
}

TEST(RulingLife, WhatIsRefusedIsNamedInTheOrderInWhichItIsChecked) {
  auto incomplete = draft(classification);
  incomplete.application.use.clear();
  const auto asked = after(filed(), A::ask_supplement, "2026-03-10", until("2026-03-20"));
  auto silent = decision(classification);
  silent.published.reset();
  auto named = decision(classification);
  named.published->goods.en = "a cream of S-7";
  auto priced = decision(classification);
  priced.published->reasons.ko = "단가 12,000원";
  auto codeless = decision(classification);
  codeless.decision.facts.tariff_code.clear();
  auto back = on_ground(classification, O::change, "change_needed");
  back.reach = Reach::back_to_the_ruling;
  const auto closed = after(filed(), A::give_up, "2026-03-03");
  const struct {
    std::string_view what;
    Ruling ruling;
    Action action;
    std::string_view on;
    Given given;
    std::string_view refusal;
  } cases[] = {
      {"given up is over", closed, A::object, "2026-03-04", said(), "ruling_is_closed"},
      {"no review without a result", filed(), A::object, "2026-03-04", said(), "action_does_not_fit_the_state"},
      {"no giving up after the result", decided(), A::give_up, "2026-03-21", {}, "action_does_not_fit_the_state"},
      {"no report on a classification", decided(classification), A::report, "2027-01-05", said(),
       "action_does_not_fit_the_kind"},
      {"the use of the goods is missing", incomplete, A::file, "2026-03-02", {}, "application_is_incomplete"},
      {"twenty days, the last of which is a Monday", filed(), A::ask_supplement, "2026-03-10", until("2026-03-30"),
       "taken"},
      {"no more than twenty", filed(), A::ask_supplement, "2026-03-10", until("2026-03-31"), "supplement_is_too_long"},
      {"thirty between related parties", filed(special), A::ask_supplement, "2026-03-10", until("2026-04-09"), "taken"},
      {"no more than thirty", filed(special), A::ask_supplement, "2026-03-10", until("2026-04-10"),
       "supplement_is_too_long"},
      {"until when?", filed(), A::ask_supplement, "2026-03-10", said(), "day_is_missing"},
      {"of what?", filed(), A::ask_supplement, "2026-03-10", {}, "text_is_missing"},
      {"a value is not asked of the WCO", filed(), A::refer, "2026-03-10", referred_to("wco_query"),
       "referral_is_not_known"},
      {"thirty days to object, the last a Monday moved from Sunday", decided(), A::object, "2026-04-20", said(),
       "taken"},
      {"no longer", decided(), A::object, "2026-04-21", said(), "time_to_object_is_over"},
      {"rejected for want of a supplement, before its last day is over", asked, A::draft, "2026-03-20",
       drafting(on_ground(general, O::reject, "no_supplement")), "supplement_is_still_open"},
      {"and after it", asked, A::draft, "2026-03-21", drafting(on_ground(general, O::reject, "no_supplement")),
       "taken"},
      {"no supplement was asked for", filed(), A::draft, "2026-03-21",
       drafting(on_ground(general, O::reject, "no_supplement")), "ground_is_missing"},
      {"an audit is running", filed(), A::draft, "2026-03-21", drafting(on_ground(general, O::reject, "audit_running")),
       "taken"},
      {"which is no ground against a classification", filed(classification), A::draft, "2026-03-21",
       drafting(on_ground(classification, O::reject, "audit_running")), "ground_is_missing"},
      {"no change of what is not decided", filed(), A::draft, "2026-03-21",
       drafting(on_ground(general, O::change, "law_changed")), "outcome_does_not_fit_the_state"},
      {"a classification is not cancelled", decided(classification), A::draft, "2026-04-01",
       drafting(on_ground(classification, O::cancel, "data_false")), "outcome_does_not_fit_the_state"},
      {"a change for another reason does not reach back against the filer", decided(classification), A::draft,
       "2026-04-01", drafting(back), "reach_does_not_fit"},
      {"a classification names its line", filed(classification), A::draft, "2026-03-10", drafting(codeless),
       "tariff_code_is_missing"},
      {"published, or said why not", filed(classification), A::draft, "2026-03-10", drafting(silent),
       "publication_is_missing"},
      {"nobody is told from it", filed(classification), A::draft, "2026-03-10", drafting(named),
       "publication_identifies"},
      {"nor a price", filed(classification), A::draft, "2026-03-10", drafting(priced), "publication_identifies"},
      {"nobody approves an own draft", after(filed(), A::draft, "2026-03-10", drafting(decision(general))), A::approve,
       "2026-03-10", by("officer"), "decision_needs_another_officer"},
      {"no extension before two years", decided(special), A::ask_extension, "2028-03-19", said(),
       "extension_is_not_open"},
      {"after two years", decided(special), A::ask_extension, "2028-03-20", said(), "taken"},
      {"thirty days before the end of the business year of the third anniversary", decided(special), A::ask_extension,
       "2029-12-01", said(), "taken"},
      {"not later", decided(special), A::ask_extension, "2029-12-02", said(), "extension_is_not_open"},
      {"a report once the business year is over", decided(special), A::report, "2027-01-04", until("2026-12-31"),
       "taken"},
      {"not before", decided(special), A::report, "2026-12-31", until("2026-12-31"), "business_year_is_not_due"},
      {"not on another day", decided(special), A::report, "2027-01-04", until("2026-11-30"),
       "business_year_is_not_due"},
      {"valid on its last day", decided(), A::expire, "2029-03-20", {}, "validity_runs"},
      {"not after it", decided(), A::expire, "2029-03-21", {}, "taken"},
  };
  for (const auto& c : cases) EXPECT_EQ(refusal(c.ruling, c.action, c.on, c.given), c.refusal) << c.what;
}

TEST(RulingLife, RefusalsAreSentencesInBothLanguages) {
  for (std::size_t i = 0; i <= static_cast<std::size_t>(Refusal::calendar_does_not_reach_the_day); ++i) {
    const Refused refused{static_cast<Refusal>(i), "day", "2026-04-09", "2026-04-08"};
    ASSERT_FALSE(name(refused.refusal).empty()) << i;
    for (const auto& text : {refused.text(World::instance().messages), refused.fix(World::instance().messages)}) {
      EXPECT_FALSE(text.ko.empty());
      EXPECT_EQ(text.en.find('{'), std::string::npos) << text.en;
    }
  }
}

TEST(RulingLife, EveryGroundAndReferralOfTheLawHasItsSentence) {
  const auto& world = World::instance();
  for (const auto kind : {general, special, classification}) {
    for (std::size_t i = 0; i < outcome_names.size(); ++i) {
      for (const auto& ground : grounds_of(world.law, kind, static_cast<Outcome>(i), day("2026-03-02"))) {
        EXPECT_NE(world.messages.find("ruling.ground." + ground), nullptr) << ground;
      }
    }
    for (const auto& whom : referrals_of(world.law, kind, day("2026-03-02"))) {
      EXPECT_NE(world.messages.find("ruling.referral." + whom), nullptr) << whom;
    }
  }
}

TEST(RulingLife, SmallFirmsLeaveOutWhatTheLawLetsThem) {
  const auto& law = World::instance().law;
  EXPECT_GT(needed_of(law, application(special), day("2026-03-02")).size(),
            needed_of(law, application(special, true), day("2026-03-02")).size());
  auto empty = Application{};
  empty.kind = classification;
  EXPECT_EQ(missing_of(law, empty, day("2026-03-02")).size(), needed_of(law, empty, day("2026-03-02")).size());
  EXPECT_TRUE(missing_of(law, application(special, true), day("2026-03-02")).empty());
}

TEST(RulingLife, ADecisionGetsItsNumberValidityAndText) {
  const auto ruling = decided(classification);
  EXPECT_EQ(ruling.number, "C-2026-3F2A91C4");
  EXPECT_EQ(ruling.decision->facts.tariff_code, "3304991000");
  EXPECT_FALSE(ruling.valid_until);
  EXPECT_FALSE(ruling.draft);
  EXPECT_EQ(ruling.said.back().text, "Declare it so.");
  const auto upheld =
      decided_with(after(ruling, A::object, "2026-04-01", said()), decision(classification, O::uphold), "2026-04-20");
  EXPECT_EQ(upheld.decision, ruling.decision);
  EXPECT_EQ(upheld.number, ruling.number);
  EXPECT_EQ(upheld.decided_on, ruling.decided_on);
}

TEST(RulingLife, AnExtensionLastsUntilTheEndOfTheBusinessYearOfTheFifthAnniversary) {
  const auto asked = after(decided(special), A::ask_extension, "2028-03-20", said());
  EXPECT_EQ(turn(asked), Side::customs);
  EXPECT_EQ(asked.valid_until, day("2029-12-31"));
  EXPECT_EQ(after(asked, A::grant_extension, "2028-03-21").valid_until, day("2031-12-31"));
  EXPECT_EQ(after(asked, A::refuse_extension, "2028-03-21", said()).valid_until, day("2029-12-31"));
}

TEST(RulingLife, WhatIsOfferedIsTaken) {
  const auto& world = World::instance();
  const auto offered = [&](const Ruling& ruling, Side side, std::string_view actor, std::string_view on) {
    return open_actions(world.law, world.calendar, ruling, side, actor, day(on));
  };
  EXPECT_EQ(offered(draft(), Side::firm, "", "2026-03-02"), (std::vector<Action>{A::edit, A::file, A::give_up}));
  EXPECT_EQ(offered(filed(), Side::customs, "officer", "2026-03-02"),
            (std::vector<Action>{A::ask_supplement, A::refer, A::draft}));
  const auto drafted = after(filed(), A::draft, "2026-03-10", drafting(decision(general)));
  EXPECT_EQ(offered(drafted, Side::customs, "officer", "2026-03-10"), std::vector<Action>{A::send_back});
  EXPECT_EQ(offered(drafted, Side::customs, "second", "2026-03-10"), (std::vector<Action>{A::send_back, A::approve}));
  EXPECT_EQ(offered(decided(), Side::firm, "", "2026-04-20"), (std::vector<Action>{A::object, A::ask_change}));
  EXPECT_EQ(offered(decided(), Side::firm, "", "2026-04-21"), std::vector<Action>{A::ask_change});
}

TEST(RulingLife, ADraftGoesWithTheApplicationThatIsGivenUp) {
  const auto drafted = after(filed(), A::draft, "2026-03-10", drafting(decision(classification)));
  ASSERT_TRUE(drafted.draft);
  const auto given_up = after(drafted, A::give_up, "2026-03-11");
  EXPECT_EQ(given_up.state, State::given_up);
  EXPECT_FALSE(given_up.draft) << "it was never a decision";
}

/// Steps at random, days in order, with all that a step may need.
RC_GTEST_PROP(RulingLifeProperty, NothingFollowsTheEndAndEveryFileIsReadBackAsItWas, ()) {
  const auto kind = static_cast<Kind>(*rc::gen::inRange(0, 3));
  auto ruling = draft(kind);
  auto today = day("2026-03-02");
  const auto steps = *rc::gen::inRange(1, 25);
  for (int i = 0; i < steps; ++i) {
    today = today.plus_days(*rc::gen::inRange(0, 25));
    const auto action = static_cast<Action>(*rc::gen::inRange<std::size_t>(0, action_names.size()));
    auto given = until(today.plus_days(*rc::gen::inRange(-2, 40)).text());
    given.word = "headquarters";
    given.actor = *rc::gen::element<std::string>("a", "b");
    given.application = ruling.application;
    given.draft = on_ground(kind, static_cast<Outcome>(*rc::gen::inRange(0, 6)), "data_false");
    const auto left = take(World::instance().law, World::instance().calendar, ruling, action, given, today);
    const auto* taken = std::get_if<Ruling>(&left);
    if (is_closed(ruling.state)) RC_ASSERT(taken == nullptr);
    if (taken == nullptr) continue;
    RC_ASSERT(is_closed(taken->state) == taken->closed_on.has_value());
    RC_ASSERT((taken->state == State::drafted) == taken->draft.has_value());
    RC_ASSERT(!taken->decided_on || taken->decision.has_value());
    RC_ASSERT(ruling.number.empty() || taken->number == ruling.number);
    ruling = *taken;
    const auto json = to_json(ruling);
    const auto read = from_json(json);
    RC_ASSERT(read.ok());
    RC_ASSERT(to_json(*read) == json);
  }
}

TEST(RulingJson, WhatPeopleSendIsNamedByItsPlace) {
  const auto wrong = [](std::string_view json) {
    const auto read = read_application(json, classification);
    return read ? std::string() : read.error().field;
  };
  EXPECT_EQ(wrong("[]"), ".");
  EXPECT_EQ(wrong(R"({"good":"x"})"), "good");
  EXPECT_EQ(wrong(R"({"facts":{"tariff_code":"33041"}})"), "facts.tariff_code");
  EXPECT_EQ(wrong(R"({"facts":{"tariff_code":"3304.99-1000"}})"), "");
  EXPECT_EQ(wrong(R"({"facts":{"origins":["France"]}})"), "facts.origins");
  EXPECT_EQ(wrong(R"({"facts":{"method":7}})"), "facts.method");
  EXPECT_EQ(wrong(R"({"facts":{"adjustments":[{"element":"royalty"},{"element":"gift"}]}})"),
            "facts.adjustments[1].element");
  EXPECT_EQ(wrong(R"({"facts":{"price":{"low":"2","high":"1","currency":"USD","unit":"EA"}}})"), "facts.price.high");
  EXPECT_EQ(read_draft(R"({"outcome":"rule","by":"me"})").error().field, "by");
  EXPECT_EQ(from_json("{}").error().field, "ruling_id");
}

}  // namespace
}  // namespace clearway::ruling
