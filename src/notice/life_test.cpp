#include "notice/life.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "notice/fixture_test.h"
#include "notice/notice_json.h"

namespace clearway::notice {
namespace {

using A = Action;

TEST(Life, EveryStateHasItsClock) {
  const auto& given = Given{"the price includes freight"};
  const struct {
    std::string_view what;
    Notice notice;
    State state;
    Side turn;
    std::string_view clock;
  } cases[] = {
      {"a draft waits for the officer", draft(), State::drafted, Side::customs, ""},
      {"sent, the firm has thirty days", sent(), State::sent, Side::firm, "2026-04-08"},
      {"opening changes no clock", opened(), State::opened, Side::firm, "2026-04-08"},
      {"held back, nobody is asked", after(draft(), A::approve, "2026-03-09", {.held_back = true}), State::held_back,
       Side::nobody, ""},
      {"not sent", after(draft(), A::dismiss, "2026-03-09", {"the contract is on file"}), State::dismissed,
       Side::nobody, ""},
      {"customs replies within seven days", after(opened(), A::ask, "2026-03-11", given), State::asked, Side::customs,
       "2026-03-18"},
      {"an explanation is looked at within fourteen days", after(opened(), A::explain, "2026-03-11", given),
       State::explained, Side::customs, "2026-03-25"},
      {"an explanation without opening first", after(sent(), A::explain, "2026-03-11", given), State::explained,
       Side::customs, "2026-03-25"},
      {"days of waiting for a reply are given back",
       after(after(opened(), A::ask, "2026-03-11", given), A::reply, "2026-03-16", {"line 1 only"}), State::opened,
       Side::firm, "2026-04-13"},
      {"more time is asked for",
       after(opened(), A::ask_more_time, "2026-03-11", {"our broker is away", day("2026-04-30")}),
       State::more_time_asked, Side::customs, "2026-03-18"},
      {"more time as asked for",
       after(after(opened(), A::ask_more_time, "2026-03-11", {"our broker is away", day("2026-04-30")}),
             A::grant_more_time, "2026-03-12"),
       State::opened, Side::firm, "2026-04-30"},
      {"less time than asked for",
       after(after(opened(), A::ask_more_time, "2026-03-11", {"our broker is away", day("2026-04-30")}),
             A::grant_more_time, "2026-03-12", {"", day("2026-04-20")}),
       State::opened, Side::firm, "2026-04-20"},
      {"no more time: the window as it was",
       after(after(opened(), A::ask_more_time, "2026-03-11", {"our broker is away", day("2026-04-30")}),
             A::refuse_more_time, "2026-03-12", {"the question is simple"}),
       State::opened, Side::firm, "2026-04-08"},
      {"explained and accepted",
       after(after(opened(), A::explain, "2026-03-11", given), A::accept_explanation, "2026-03-20"),
       State::explained_accepted, Side::nobody, ""},
      {"not accepted: a window of its own",
       after(after(opened(), A::explain, "2026-03-11", given), A::reject_explanation, "2026-03-20", {"no contract"}),
       State::not_accepted, Side::firm, "2026-04-20"},  // 19 April is a Sunday
      {"filed, to be paid",
       after(opened(), A::file, "2026-03-11",
             {.day = day("2026-03-12"), .correction_id = "C-1", .awaits_payment = true}),
       State::filed, Side::firm, "2026-03-12"},
      {"filed, nothing to pay", after(opened(), A::file, "2026-03-11", {.correction_id = "C-1"}), State::settled,
       Side::nobody, ""},
      {"paid, nothing claimed back",
       after(after(opened(), A::file, "2026-03-11",
                   {.day = day("2026-03-12"), .correction_id = "C-1", .awaits_payment = true}),
             A::pay, "2026-03-12"),
       State::settled, Side::nobody, ""},
      {"paid, and customs decides about the rest",
       after(after(opened(), A::file, "2026-03-11",
                   {.day = day("2026-03-12"), .correction_id = "C-1", .awaits_payment = true}),
             A::pay, "2026-03-12", {.day = day("2026-05-11"), .awaits_decision = true}),
       State::claimed, Side::customs, "2026-05-11"},
      {"a claim is refused", after(claimed(), A::refuse_claim, "2026-03-20", {"no ground"}), State::claim_refused,
       Side::nobody, ""},
      {"a claim is refused, what was paid beside it stays",
       after(claimed(), A::refuse_claim, "2026-03-20", {.text = "no ground", .corrected_krw = 80'000}), State::settled,
       Side::nobody, ""},
      {"lapsed", after(opened(), A::lapse, "2026-04-09"), State::lapsed, Side::nobody, ""},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(c.notice.state, c.state) << c.what;
    EXPECT_EQ(turn(c.notice.state), c.turn) << c.what;
    EXPECT_EQ(c.notice.clock_ends ? c.notice.clock_ends->text() : "", c.clock) << c.what;
  }
}

TEST(Life, WhatIsRefusedIsNamedInTheOrderInWhichItIsChecked) {
  const auto settled = after(opened(), A::file, "2026-03-11", {.correction_id = "C-1"});
  auto twice = opened();
  twice.extensions = 2;
  const struct {
    std::string_view what;
    Notice notice;
    Action action;
    std::string_view on;
    Given given;
    std::string_view refusal;
  } cases[] = {
      {"a payment for a closed notice", settled, A::pay, "2026-03-12", {}, "notice_is_closed"},
      {"an answer to a lapsed notice",
       after(opened(), A::lapse, "2026-04-09"),
       A::explain,
       "2026-04-09",
       {"so"},
       "notice_is_closed"},
      {"a draft is not answered", draft(), A::explain, "2026-03-09", {"so"}, "action_does_not_fit_the_state"},
      {"nothing to reply to", opened(), A::reply, "2026-03-11", {"yes"}, "action_does_not_fit_the_state"},
      {"on the last day", opened(), A::explain, "2026-04-08", {"so"}, "taken"},
      {"after the last day", opened(), A::explain, "2026-04-09", {"so"}, "window_is_over"},
      {"over before empty", opened(), A::explain, "2026-04-09", {}, "window_is_over"},
      {"whoever waits for customs may still correct",
       after(opened(), A::explain, "2026-04-08", {"so"}),
       A::file,
       "2026-04-10",
       {},
       "taken"},
      {"not lapsed on the last day", opened(), A::lapse, "2026-04-08", {}, "window_is_still_open"},
      {"not lapsed while customs decides",
       after(opened(), A::explain, "2026-04-08", {"so"}),
       A::lapse,
       "2026-04-09",
       {},
       "action_does_not_fit_the_state"},
      {"an empty explanation", opened(), A::explain, "2026-03-11", {" \n"}, "text_is_missing"},
      {"too long", opened(), A::explain, "2026-03-11", {std::string(most_text + 1, 'x')}, "text_is_too_long"},
      {"until when?", opened(), A::ask_more_time, "2026-03-11", {"away"}, "day_is_missing"},
      {"no more than there is",
       opened(),
       A::ask_more_time,
       "2026-03-11",
       {"away", day("2026-04-08")},
       "until_is_not_later"},
      {"thirty days at once", opened(), A::ask_more_time, "2026-03-11", {"away", day("2026-05-08")}, "taken"},
      {"more than thirty",
       opened(),
       A::ask_more_time,
       "2026-03-11",
       {"away", day("2026-05-09")},
       "until_is_beyond_an_extension"},
      {"twice only", twice, A::ask_more_time, "2026-03-11", {"away", day("2026-04-10")}, "extensions_are_used_up"},
      {"an audit that was announced tomorrow",
       opened(),
       A::record_audit_notice,
       "2026-03-11",
       {"", day("2026-03-12")},
       "day_is_in_the_future"},
      {"an audit without its day", opened(), A::record_audit_notice, "2026-03-11", {}, "day_is_missing"},
      {"nor is a claim refused without a reason", claimed(), A::refuse_claim, "2026-03-20", {}, "text_is_missing"},
      {"an officer says why it is not accepted",
       after(opened(), A::explain, "2026-03-11", {"so"}),
       A::reject_explanation,
       "2026-03-12",
       {},
       "text_is_missing"},
  };
  for (const auto& c : cases) EXPECT_EQ(refusal(c.notice, c.action, c.on, c.given), c.refusal) << c.what;
}

TEST(Life, RefusalsAreSentencesInBothLanguages) {
  for (std::size_t i = 0; i <= static_cast<std::size_t>(Refusal::calendar_does_not_reach_the_day); ++i) {
    const Refused refused{static_cast<Refusal>(i), "day", "2026-04-09", "2026-04-08"};
    ASSERT_FALSE(name(refused.refusal).empty()) << i;
    for (const auto& text : {refused.text(World::instance().messages), refused.fix(World::instance().messages)}) {
      EXPECT_FALSE(text.ko.empty());
      EXPECT_EQ(text.en.find('{'), std::string::npos) << text.en;
    }
  }
}

TEST(Life, WhatIsOfferedIsTaken) {
  EXPECT_EQ(open_actions(opened(), Side::firm, day("2026-04-08")),
            (std::vector<Action>{A::file, A::explain, A::ask, A::ask_more_time}));
  EXPECT_TRUE(open_actions(opened(), Side::firm, day("2026-04-09")).empty());
  EXPECT_EQ(open_actions(sent(), Side::firm, day("2026-04-09")), std::vector<Action>{A::open});
  EXPECT_EQ(open_actions(draft(), Side::customs, day("2026-03-09")).front(), A::approve);
}

/// Steps at random: days in order, every text and day that a step may need.
RC_GTEST_PROP(LifeProperty, NothingFollowsTheEndAndEveryNoticeIsReadBackAsItWas, ()) {
  auto notice = draft();
  auto today = day("2026-03-02");
  const auto steps = *rc::gen::inRange(1, 25);
  for (int i = 0; i < steps; ++i) {
    today = today.plus_days(*rc::gen::inRange(0, 20));
    const auto action = static_cast<Action>(*rc::gen::inRange<std::size_t>(0, action_names.size()));
    Given given{"words", today.plus_days(*rc::gen::inRange(-2, 40)), *rc::gen::arbitrary<bool>(),
                "C-1",   *rc::gen::inRange<std::int64_t>(-100, 100), *rc::gen::arbitrary<bool>()};
    const auto left = take(World::instance().law, World::instance().calendar, notice, action, given, today);
    const auto* taken = std::get_if<Notice>(&left);
    if (is_closed(notice.state)) RC_ASSERT(taken == nullptr);
    if (taken == nullptr) continue;
    RC_ASSERT(!notice.window_ends || *taken->window_ends >= *notice.window_ends);  // no step takes time away
    RC_ASSERT(is_closed(taken->state) == taken->closed_on.has_value());
    RC_ASSERT(turn(taken->state) != Side::firm || taken->clock_ends.has_value() || taken->state == State::filed);
    notice = *taken;
    const auto json = to_json(notice);
    const auto read = from_json(json);
    RC_ASSERT(read.ok());
    RC_ASSERT(to_json(*read) == json);
  }
}

TEST(NoticeJson, WhatIsNotANoticeIsNamed) {
  EXPECT_EQ(from_json("[]").error().code, "notice_is_not_readable");
  EXPECT_EQ(from_json("{}").error().field, "notice_id");
  auto json = to_json(opened());
  json.replace(json.find("\"opened\""), 8, "\"opener\"");
  EXPECT_EQ(from_json(json).error().field, "state");
}

}  // namespace
}  // namespace clearway::notice
