#include "clearance/lifecycle.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "clearance/fixture_test.h"

namespace clearway::clearance {
namespace {

using declaration::Procedure;
using A = Action;
using R = LifecycleRefusal;
using History = std::vector<Event>;

const Lifecycle& lifecycle() {
  static const auto& world = World::instance();
  static const Lifecycle lifecycle(world.law, world.messages);
  return lifecycle;
}

Date day(std::string_view text) { return *Date::parse(text); }

/// An event by whom it usually comes from, with a reason.
Event at(std::string_view on, Action action, Actor by = Actor::customs, std::optional<Date> until = {}) {
  return {action, day(on), by, until, true};
}

/// Accepted on 2 March 2026: to be loaded by 1 April, at most extended to 2 March 2027.
History accepted() {
  return {at("2026-03-01", A::lodge, Actor::declarant), at("2026-03-02", A::accept, Actor::system)};
}

History with(History history, std::initializer_list<Event> more) {
  history.insert(history.end(), more);
  return history;
}

TEST(Lifecycle, FromLodgedToOnBoard) {
  const struct {
    std::string_view name;
    History history;
    State state;
  } cases[] = {
      {"received", {at("2026-03-01", A::lodge)}, State::lodged},
      {"selected", {at("2026-03-01", A::lodge), at("2026-03-01", A::select)}, State::selected},
      {"examined",
       {at("2026-03-01", A::lodge), at("2026-03-01", A::select), at("2026-03-02", A::examine)},
       State::examined},
      {"accepted after examination",
       {at("2026-03-01", A::lodge), at("2026-03-01", A::select), at("2026-03-02", A::examine),
        at("2026-03-02", A::accept)},
       State::accepted},
      {"accepted automatically", accepted(), State::accepted},
      {"examined where it is loaded", with(accepted(), {at("2026-03-03", A::examine)}), State::accepted},
      {"corrected", with(accepted(), {at("2026-03-03", A::amend_self, Actor::declarant)}), State::amended},
      {"corrected and loaded", with(accepted(), {at("2026-03-03", A::amend_ex_officio), at("2026-03-04", A::load)}),
       State::loaded},
      {"corrected on board", with(accepted(), {at("2026-03-04", A::load), at("2026-03-05", A::amend_with_evidence)}),
       State::loaded},
      {"rejected", {at("2026-03-01", A::lodge), at("2026-03-01", A::reject)}, State::rejected},
      {"withdrawn",
       with(accepted(), {at("2026-03-05", A::request_withdrawal), at("2026-03-09", A::approve_withdrawal)}),
       State::withdrawn},
      {"withdrawal refused",
       with(accepted(), {at("2026-03-05", A::request_withdrawal), at("2026-03-09", A::refuse_withdrawal)}),
       State::accepted},
      {"cancelled", with(accepted(), {at("2026-04-06", A::notify_not_loaded), at("2026-04-21", A::cancel)}),
       State::cancelled},
      {"what cannot follow changes nothing", {at("2026-03-01", A::lodge), at("2026-03-02", A::load)}, State::lodged},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(name(lifecycle().standing(c.history, Procedure::formal, day("2026-04-22")).state), name(c.state))
        << c.name;
  }
}

TEST(Lifecycle, SilenceOnAWithdrawalIsApprovalOnTheEleventhDay) {
  const auto history = with(accepted(), {at("2026-03-05", A::request_withdrawal, Actor::declarant)});
  const auto last = lifecycle().standing(history, Procedure::formal, day("2026-03-15"));
  EXPECT_EQ(last.state, State::accepted);
  const auto after = lifecycle().standing(history, Procedure::formal, day("2026-03-16"));
  EXPECT_EQ(after.state, State::withdrawn);
  EXPECT_TRUE(after.withdrawal_deemed_approved);
  EXPECT_EQ(after.withdrawn_on, day("2026-03-16"));
  const auto late = with(history, {at("2026-03-17", A::load, Actor::carrier)});
  EXPECT_EQ(lifecycle().standing(late, Procedure::formal, day("2026-03-17")).state, State::withdrawn);
  // Before the rule of 22 December 2020 silence meant nothing.
  const History old = {at("2020-12-01", A::lodge), at("2020-12-02", A::request_withdrawal)};
  EXPECT_EQ(lifecycle().standing(old, Procedure::formal, day("2021-03-01")).state, State::lodged);
}

TEST(Lifecycle, RefusesWithTheFirstReasonInOrder) {
  const auto request = [](std::string_view on) { return at(on, A::request_withdrawal, Actor::declarant); };
  const auto notified = with(accepted(), {at("2026-04-06", A::notify_not_loaded, Actor::system)});
  auto without_reason = request("2026-03-05");
  without_reason.reason_given = false;
  const struct {
    std::string_view name;
    History history;
    Event wanted;
    std::optional<R> refusal;
  } cases[] = {
      {"nothing before lodging", {}, at("2026-03-01", A::accept), R::action_is_not_open_in_this_state},
      {"lodged twice", accepted(), at("2026-03-03", A::lodge, Actor::declarant), R::action_is_not_open_in_this_state},
      {"accepted twice", accepted(), at("2026-03-03", A::accept), R::action_is_not_open_in_this_state},
      {"loaded before acceptance",
       {at("2026-03-01", A::lodge)},
       at("2026-03-02", A::load),
       R::action_is_not_open_in_this_state},
      {"a declarant accepts",
       {at("2026-03-01", A::lodge)},
       at("2026-03-02", A::accept, Actor::declarant),
       R::actor_may_not_do_this},
      {"an officer withdraws", accepted(), at("2026-03-03", A::request_withdrawal), R::actor_may_not_do_this},
      {"before the last event", accepted(), at("2026-03-01", A::load), R::date_lies_before_the_last_event},
      {"withdrawal without reason", accepted(), without_reason, R::reason_must_be_given},
      {"withdrawal", accepted(), request("2026-03-05"), {}},
      {"withdrawal twice", with(accepted(), {request("2026-03-05")}), request("2026-03-06"),
       R::withdrawal_is_already_requested},
      {"approval of nothing", accepted(), at("2026-03-06", A::approve_withdrawal), R::withdrawal_was_not_requested},
      {"withdrawal on board", with(accepted(), {at("2026-03-04", A::load)}), request("2026-03-06"),
       R::action_is_not_open_in_this_state},
      {"self-amendment", accepted(), at("2026-03-03", A::amend_self, Actor::declarant), {}},
      {"self-amendment on board before departure",
       with(accepted(), {at("2026-03-04", A::load)}),
       at("2026-03-05", A::amend_self, Actor::declarant),
       {}},
      {"self-amendment on the day of departure",
       with(accepted(), {at("2026-03-04", A::load), at("2026-03-05", A::depart)}),
       at("2026-03-05", A::amend_self, Actor::declarant), R::means_of_transport_has_departed},
      {"evidence after departure",
       with(accepted(), {at("2026-03-04", A::load), at("2026-03-05", A::depart)}),
       at("2026-05-05", A::amend_with_evidence),
       {}},
      {"self-amendment of a selected one",
       {at("2026-03-01", A::lodge), at("2026-03-01", A::select)},
       at("2026-03-02", A::amend_self, Actor::declarant),
       R::reviewed_or_examined_declaration_needs_evidence},
      {"extension on the last day",
       accepted(),
       at("2026-04-01", A::extend_loading, Actor::declarant, day("2026-06-01")),
       {}},
      {"extension a day late", accepted(), at("2026-04-02", A::extend_loading, Actor::declarant, day("2026-06-01")),
       R::loading_period_has_ended},
      {"extension to nowhere", accepted(), at("2026-03-20", A::extend_loading, Actor::declarant),
       R::new_loading_deadline_must_be_given},
      {"extension to the same day", accepted(),
       at("2026-03-20", A::extend_loading, Actor::declarant, day("2026-04-01")), R::new_loading_deadline_must_be_later},
      {"extension to a year", accepted(), at("2026-03-20", A::extend_loading, Actor::declarant, day("2027-03-02")), {}},
      {"extension beyond a year", accepted(), at("2026-03-20", A::extend_loading, Actor::declarant, day("2027-03-03")),
       R::loading_period_cannot_exceed_its_maximum},
      {"second extension within the first",
       with(accepted(), {at("2026-03-20", A::extend_loading, Actor::customs, day("2026-06-01"))}),
       at("2026-06-01", A::extend_loading, Actor::customs, day("2026-09-01")),
       {}},
      {"notice on the last day", accepted(), at("2026-04-01", A::notify_not_loaded),
       R::loading_period_is_still_running},
      {"notice the day after", accepted(), at("2026-04-02", A::notify_not_loaded), {}},
      {"cancelled without notice", accepted(), at("2026-05-01", A::cancel), R::not_loaded_notice_must_come_first},
      {"explained on the fourteenth day", notified, at("2026-04-20", A::explain, Actor::declarant), {}},
      {"explained on the fifteenth", notified, at("2026-04-21", A::explain, Actor::declarant),
       R::time_for_explanation_has_ended},
      {"cancelled on the fourteenth day", notified, at("2026-04-20", A::cancel),
       R::time_for_explanation_is_still_running},
      {"cancelled on the fifteenth", notified, at("2026-04-21", A::cancel), {}},
      {"cancelled once explained",
       with(notified, {at("2026-04-10", A::explain, Actor::declarant)}),
       at("2026-04-11", A::cancel),
       {}},
      {"recalled within three months", accepted(), at("2026-06-02", A::order_recall), {}},
      {"recalled a day late", accepted(), at("2026-06-03", A::order_recall), R::recall_period_has_ended},
  };
  for (const auto& c : cases) {
    const auto answer = lifecycle().check(c.history, Procedure::formal, c.wanted);
    EXPECT_EQ(answer.refusal ? name(*answer.refusal) : "", c.refusal ? name(*c.refusal) : "") << c.name;
    EXPECT_EQ(answer.next.has_value(), !c.refusal.has_value()) << c.name;
    expect_finished(answer.step.text.ko);
    expect_finished(answer.step.text.en);
    EXPECT_NE(World::instance().law.find_source(answer.step.cite), nullptr) << answer.step.cite;
    if (c.refusal) expect_finished(answer.fix.ko);
  }
}

TEST(Lifecycle, TheManifestKnowsNoLoadingControl) {
  const auto answer = lifecycle().check(accepted(), Procedure::manifest,
                                        at("2026-03-20", A::extend_loading, Actor::customs, day("2026-06-01")));
  EXPECT_EQ(answer.refusal, R::loading_control_does_not_apply_to_the_manifest);
  EXPECT_TRUE(lifecycle().check(accepted(), Procedure::manifest, at("2026-03-20", A::load)).next);
  EXPECT_FALSE(lifecycle().standing(accepted(), Procedure::manifest, day("2026-03-20")).loading_deadline);
}

TEST(Lifecycle, OpenActionsAreThoseThatCheckAllows) {
  const auto open = lifecycle().open_actions(accepted(), Procedure::formal, Actor::declarant, day("2026-03-20"));
  EXPECT_EQ(open, (std::vector<Action>{A::amend_self, A::request_withdrawal, A::extend_loading}));
  const auto late = lifecycle().open_actions(accepted(), Procedure::formal, Actor::declarant, day("2026-04-02"));
  EXPECT_EQ(late, (std::vector<Action>{A::amend_self, A::request_withdrawal}));
  EXPECT_EQ(lifecycle().open_actions({}, Procedure::formal, Actor::declarant, day("2026-03-20")),
            (std::vector<Action>{A::lodge}));
}

std::string limits_of(const History& history, Procedure procedure, std::string_view today) {
  std::string out;
  for (const auto& limit : lifecycle().time_limits(history, procedure, day(today)).value) {
    out += std::string(name(limit.kind)) + " " + limit.last_day.text() + " " + std::string(name(limit.status)) + " " +
           std::to_string(limit.days_left) + "; ";
  }
  return out;
}

TEST(Lifecycle, TimeLimitsRun) {
  EXPECT_EQ(
      limits_of(accepted(), Procedure::formal, "2026-03-31"),
      "loading 2026-04-01 running 1; loading_extension_maximum 2027-03-02 running 336; recall 2026-06-02 running 63; "
      "record_keeping 2029-03-02 running 1067; reimport_relief 2028-03-02 running 702; drawback_claim 2031-03-02 "
      "running 1797; ");
  EXPECT_EQ(limits_of(accepted(), Procedure::simplified, "2026-04-02").substr(0, 33),
            "loading 2026-04-01 missed -1; loa");
  EXPECT_EQ(limits_of(with(accepted(), {at("2026-04-01", A::load)}), Procedure::formal, "2026-09-01").substr(0, 60),
            "loading 2026-04-01 met -153; recall 2026-06-02 ended -91; re");
  EXPECT_EQ(limits_of(with(accepted(), {at("2026-04-02", A::load)}), Procedure::formal, "2026-04-02").substr(0, 30),
            "loading 2026-04-01 missed -1; ");
  EXPECT_EQ(limits_of(accepted(), Procedure::manifest, "2026-03-31"),
            "recall 2026-06-02 running 63; record_keeping 2029-03-02 running 1067; ");
  EXPECT_EQ(limits_of({at("2026-03-01", A::lodge)}, Procedure::formal, "2026-03-31"), "");
  EXPECT_EQ(limits_of(with(accepted(), {at("2026-03-05", A::request_withdrawal)}), Procedure::manifest, "2026-03-10")
                .substr(0, 39),
            "withdrawal_reply 2026-03-15 running 5; ");
  EXPECT_NE(limits_of(with(accepted(), {at("2026-04-06", A::notify_not_loaded)}), Procedure::formal, "2026-04-10")
                .find("not_loaded_explanation 2026-04-20 running 10"),
            std::string::npos);
  // Drawback had two years before 2023.
  const History old = {at("2022-12-30", A::lodge), at("2022-12-31", A::accept)};
  EXPECT_NE(limits_of(old, Procedure::formal, "2024-12-31").find("drawback_claim 2024-12-31 running 0"),
            std::string::npos);
  EXPECT_NE(limits_of(old, Procedure::formal, "2025-01-01").find("drawback_claim 2024-12-31 ended -1"),
            std::string::npos);
}

TEST(Lifecycle, UnloadedGoodsAreLookedForOnMondays) {
  EXPECT_EQ(lifecycle().next_not_loaded_scan(day("2026-04-01")), day("2026-04-06"));
  EXPECT_EQ(lifecycle().next_not_loaded_scan(day("2026-04-05")), day("2026-04-06"));
  EXPECT_EQ(lifecycle().next_not_loaded_scan(day("2026-04-06")), day("2026-04-13"));
}

TEST(Lifecycle, EveryTransitionAndSentenceIsThere) {
  const auto& world = World::instance();
  for (const auto& transition : transitions()) {
    EXPECT_NE(world.law.find_source(transition.cite), nullptr) << transition.cite;
    EXPECT_NE(transition.actors, 0U);
  }
  for (const auto state : state_names)
    EXPECT_NE(world.messages.find("lifecycle.state." + std::string(state)), nullptr) << state;
  for (const auto action : action_names)
    EXPECT_NE(world.messages.find("lifecycle.action." + std::string(action)), nullptr) << action;
  for (const auto actor : actor_names)
    EXPECT_NE(world.messages.find("lifecycle.actor." + std::string(actor)), nullptr) << actor;
  EXPECT_EQ(parse_state("loaded"), State::loaded);
  EXPECT_EQ(parse_action("order_recall"), A::order_recall);
  EXPECT_FALSE(parse_state("lost"));
}

TEST(Lifecycle, NoHistoryLeadsOutOfAnEnd) {
  EXPECT_TRUE(
      rc::check("after withdrawal, cancellation or rejection nothing more is allowed; dates never run back", [] {
        History history;
        auto on = day("2026-03-01");
        for (int i = 0; i < 40; ++i) {
          on = on.plus_days(*rc::gen::inRange(0, 12));
          Event wanted{static_cast<Action>(*rc::gen::inRange<std::size_t>(0, action_count)), on,
                       static_cast<Actor>(*rc::gen::inRange(0, 4)), on.plus_days(*rc::gen::inRange(0, 400)), true};
          const auto before = lifecycle().standing(history, Procedure::formal, on);
          const auto answer = lifecycle().check(history, Procedure::formal, wanted);
          RC_ASSERT(answer.next.has_value() != answer.refusal.has_value());
          const bool at_an_end =
              before.state == State::withdrawn || before.state == State::cancelled || before.state == State::rejected;
          if (at_an_end) RC_ASSERT(answer.refusal.has_value());
          if (!answer.next) continue;
          history.push_back(wanted);
          const auto now = lifecycle().standing(history, Procedure::formal, on);
          RC_ASSERT(now.state == *answer.next);
          if (now.loading_deadline) RC_ASSERT(*now.loading_deadline <= now.accepted_on->plus_years(1));
          for (const auto& limit : lifecycle().time_limits(history, Procedure::formal, on).value) {
            RC_ASSERT(limit.starts <= limit.last_day);
            expect_finished(limit.label.ko);
          }
        }
      }));
}

}  // namespace
}  // namespace clearway::clearance
