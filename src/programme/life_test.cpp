#include "programme/life.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "programme/enrolment_json.h"
#include "programme/fixture_test.h"

namespace clearway::programme {
namespace {

using A = Action;

TEST(ProgrammeLife, EveryStateHasItsTurnAndItsClock) {
  const struct {
    std::string_view what;
    Enrolment enrolment;
    State state;
    Side turn;
    std::string_view clock;
  } cases[] = {
      {"customs decides within forty days", applied(), State::applied, Side::customs, "2026-03-16"},
      {"designated, nothing is due", designated(), State::designated, Side::nobody, ""},
      {"the firm has ninety days for its self-check", checking(), State::checking, Side::firm, "2026-05-18"},
      {"the broker has thirty", verifying(), State::verifying, Side::broker, "2026-04-08"},
      {"returned, the firm has thirty",
       after(verifying(), A::return_check, "2026-03-16", by_broker("broker", "freight of March")), State::checking,
       Side::firm, "2026-04-15"},
      {"verified, the firm reports within fifteen", verified(), State::verified, Side::firm, "2026-03-31"},
      {"customs reviews within sixty", reported(), State::reported, Side::customs, "2026-05-22"},
      {"customs asks", after(reported(), A::ask, "2026-03-30", said("which royalties?")), State::questioned, Side::firm,
       "2026-04-29"},
      {"the firm answers",
       after(after(reported(), A::ask, "2026-03-30", said("which royalties?")), A::supplement, "2026-04-06",
             said("those of seller S-7")),
       State::reported, Side::customs, "2026-06-05"},
      {"the outcome is final", settled(), State::designated, Side::nobody, ""},
      {"not designated", after(applied(), A::refuse, "2026-02-09", said("the certificate ends")), State::refused,
       Side::nobody, ""},
      {"withdrawn while the broker verifies", after(verifying(), A::withdraw, "2026-03-16", said("sold")),
       State::withdrawn, Side::nobody, ""},
      {"cancelled", after(designated(), A::cancel, "2026-03-16", said("certificate lost")), State::cancelled,
       Side::nobody, ""},
      {"the self-check was not finished", after(checking(), A::lapse, "2026-05-19"), State::designated, Side::nobody,
       ""},
      {"without an answer customs decides by what it has",
       after(after(reported(), A::ask, "2026-03-30", said("which?")), A::lapse, "2026-04-30"), State::reported,
       Side::customs, "2026-06-29"},
      {"five years are over", after(designated(), A::expire, "2031-02-09"), State::ended, Side::nobody, ""},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.what);
    EXPECT_EQ(name(c.enrolment.state), name(c.state));
    EXPECT_EQ(name(turn(c.enrolment.state)), name(c.turn));
    EXPECT_EQ(c.enrolment.clock_ends ? c.enrolment.clock_ends->text() : "", c.clock);
    EXPECT_EQ(from_json(to_json(c.enrolment)).value(), c.enrolment);
  }
}

TEST(ProgrammeLife, RefusalsAreNamed) {
  const auto& asked = questions_on(World::instance().law, day("2026-02-16"));
  const auto of_year = [](std::int64_t year) {
    Given given;
    given.year = year;
    return given;
  };
  const auto with_score = [](std::int64_t score) {
    Given given;
    given.facts = sound_facts();
    given.facts->compliance_score = score;
    return given;
  };
  Given twice;
  twice.enrolled_elsewhere = true;
  auto deleted = applied();
  deleted.scheme = Scheme::import_tax_settlement;
  Given unknown = answering({"valuation", "weather", {}, {}});
  Given unexplained = answering(asked.front(), Verdict::wrong_without_tax);
  unexplained.answer.note = " ";
  const struct {
    std::string_view what;
    Enrolment enrolment;
    Action action;
    std::string_view on;
    Given given;
    std::string_view refusal;
  } cases[] = {
      {"the notice's articles are deleted", deleted, A::designate, "2026-02-09", {}, "programme_is_not_open"},
      {"one enrolment at a time", Enrolment{}, A::apply, "2026-02-02", twice, "firm_is_enrolled_already"},
      {"after the end",
       after(applied(), A::withdraw, "2026-02-03", said("no")),
       A::designate,
       "2026-02-09",
       {},
       "enrolment_is_closed"},
      {"a report before the broker", verifying(), A::report, "2026-03-10", said("done"),
       "action_does_not_fit_the_state"},
      {"an answer after the last day", checking(), A::submit, "2026-05-19", {}, "time_is_over"},
      {"nothing lapses on the last day", checking(), A::lapse, "2026-05-18", {}, "time_is_still_open"},
      {"the designation still holds", designated(), A::expire, "2031-02-08", {}, "time_is_still_open"},
      {"a refusal without its reason", applied(), A::refuse, "2026-02-09", said(" \n"), "text_is_missing"},
      {"an error without tax says what it was", checking(), A::answer, "2026-02-20", unexplained, "text_is_missing"},
      {"too long a report", verified(), A::report, "2026-03-23", said(std::string(most_text + 1, 'x')),
       "text_is_too_long"},
      {"79 points", applied(), A::designate, "2026-02-09", with_score(79), "criterion_is_not_met"},
      {"this year is not over", designated(), A::open_round, "2026-02-16", of_year(2026), "year_is_not_over"},
      {"a year once", settled(), A::open_round, "2026-05-04", of_year(2025), "year_was_settled_before"},
      {"no such question", checking(), A::answer, "2026-02-20", unknown, "question_is_unknown"},
      {"questions are left", checking(), A::submit, "2026-02-20", {}, "questions_are_not_answered"},
      {"an error is left", answered(Verdict::wrong), A::submit, "2026-03-09", {}, "found_error_is_not_corrected"},
      {"the firm does not verify itself", verifying(), A::verify, "2026-03-16", {}, "verifier_is_not_a_broker"},
      {"nor who answered", verifying(), A::verify, "2026-03-16", by_broker("trader"), "verifier_answered_the_check"},
      {"no outcome", reported(), A::conclude, "2026-04-06", said("well"), "outcome_is_missing"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.what);
    EXPECT_EQ(refusal(c.enrolment, c.action, c.on, c.given), c.refusal);
  }
}

TEST(ProgrammeLife, EveryRefusalReadsAsASentence) {
  for (auto each = Refusal::programme_is_not_open; each <= Refusal::calendar_does_not_reach_the_day;
       each = static_cast<Refusal>(static_cast<int>(each) + 1)) {
    const Refused refused{each, "field", "value", "expected"};
    EXPECT_FALSE(refused.text(World::instance().messages).ko.empty()) << name(each);
    EXPECT_FALSE(refused.fix(World::instance().messages).en.empty()) << name(each);
  }
}

TEST(ProgrammeLife, AFoundErrorIsCorrectedBeforeTheCheckIsDone) {
  auto enrolment = answered(Verdict::wrong);
  const auto asked = questions_on(World::instance().law, day("2026-02-16")).back();
  Given given;
  given.corrected = {asked.field, asked.question, "C-1", "12345-25-1", 90'000, {}};
  enrolment = after(enrolment, A::correct, "2026-03-05", given);
  enrolment = after(enrolment, A::submit, "2026-03-09");
  EXPECT_EQ(enrolment.state, State::verifying);
  EXPECT_EQ(enrolment.round->corrected_krw(), 90'000);
}

TEST(ProgrammeLife, SelfReviewNeedsNoBroker) {
  const auto enrolment = after(answered(Verdict::right, Scheme::self_review), A::submit, "2026-03-09");
  EXPECT_EQ(enrolment.state, State::verified);
}

TEST(ProgrammeLife, AnAnswerMayBeChangedUntilTheCheckIsDone) {
  const auto asked = questions_on(World::instance().law, day("2026-02-16")).front();
  auto enrolment = after(checking(), A::answer, "2026-02-20", answering(asked, Verdict::wrong));
  enrolment = after(enrolment, A::answer, "2026-02-23", answering(asked, Verdict::right, "clerk"));
  ASSERT_EQ(enrolment.round->answers.size(), 1U);
  EXPECT_EQ(enrolment.round->answers.front().by, "clerk");
}

TEST(ProgrammeLife, RemindersComeOnceForEachOfTheirDays) {
  auto enrolment = checking();  // until 18 May
  const auto& law = World::instance().law;
  EXPECT_EQ(reminder_due(law, enrolment, day("2026-04-17")), std::nullopt);
  EXPECT_EQ(reminder_due(law, enrolment, day("2026-04-18")), 30);
  enrolment = after(enrolment, A::remind, "2026-04-18");
  EXPECT_EQ(reminder_due(law, enrolment, day("2026-04-19")), std::nullopt);
  EXPECT_EQ(reminder_due(law, enrolment, day("2026-05-17")), 1) << "a week missed is not made up for";
  enrolment = after(enrolment, A::remind, "2026-05-17");
  EXPECT_EQ(reminder_due(law, enrolment, day("2026-05-18")), std::nullopt);
  EXPECT_EQ(reminders(law, checking(), day("2026-05-01")), (std::vector<Date>{day("2026-05-11"), day("2026-05-17")}));
}

TEST(ProgrammeLife, OpenActionsAreThoseThatAreTaken) {
  for (const auto& enrolment : {applied(), designated(), checking(), answered(), verifying(), verified(), reported()}) {
    for (const auto side : {Side::firm, Side::broker, Side::customs}) {
      for (const auto action : open_actions(World::instance().rules, enrolment, side, day("2026-03-23"))) {
        const auto why = refusal(enrolment, action, "2026-03-23", said("why"));
        EXPECT_NE(why, "action_does_not_fit_the_state") << name(action);
        EXPECT_NE(why, "time_is_over") << name(action);
      }
    }
  }
  EXPECT_TRUE(open_actions(World::instance().rules, settled(), Side::customs, day("2026-05-04")).size() == 1)
      << "cancel only: 2025 is settled";
}

RC_GTEST_PROP(ProgrammeLifeProperty, AnyOrderOfStepsKeepsTheFileReadableAndItsYearsApart, ()) {
  auto enrolment = applied();
  auto today = day("2026-02-02");
  const auto steps = *rc::gen::container<std::vector<std::pair<int, int>>>(
      rc::gen::pair(rc::gen::inRange(0, static_cast<int>(action_names.size())), rc::gen::inRange(0, 60)));
  for (const auto& [which, days] : steps) {
    today = today.plus_days(days);
    auto given = by_broker("broker", "said");
    given.year = today.year() - 1;
    given.outcome = Outcome::accepted;
    given.facts = sound_facts();
    const auto action = static_cast<Action>(which);
    if (action == A::apply) continue;
    if (action == A::remind && !reminder_due(World::instance().law, enrolment, today)) continue;
    const auto left = take(World::instance().rules, enrolment, action, given, today);
    if (const auto* taken = std::get_if<Enrolment>(&left)) {
      RC_ASSERT(!is_closed(enrolment.state));
      enrolment = *taken;
    }
    RC_ASSERT(!is_settling(enrolment.state) || enrolment.round.has_value());
    RC_ASSERT((turn(enrolment.state) == Side::nobody) != enrolment.clock_ends.has_value());
    RC_ASSERT(from_json(to_json(enrolment)).value() == enrolment);
  }
  for (const auto& round : enrolment.past) {
    RC_ASSERT(std::count_if(enrolment.past.begin(), enrolment.past.end(),
                            [&](const Round& each) { return each.year == round.year; }) == 1);
  }
}

}  // namespace
}  // namespace clearway::programme
