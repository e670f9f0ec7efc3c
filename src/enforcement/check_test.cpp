#include <gtest/gtest.h>

#include <set>

#include "enforcement/answer.h"
#include "enforcement/fixture_test.h"

namespace clearway::enforcement {
namespace {

using S = StepKind;
using F = Finding;
using A = Authority;
using R = Refusal;
using Refusals = std::vector<Refusal>;

const Messages& the_messages() {
  static const auto messages = Messages::load(CLEARWAY_SOURCE_DIR "/messages").value();
  return messages;
}

const Condition& condition(const Answer& answer, Needs needs) {
  for (const auto& found : answer.conditions) {
    if (found.row->needs == needs) return found;
  }
  throw std::logic_error("no such condition");
}
Answer asked(const File& file, S step, std::string_view on) {
  return the_enforcement().check(the_enforcement().standing(file, day(on)), step);
}

TEST(States, TheLifeOfADebtByDays) {
  const auto paid = with(demanded(30'000'000), {amount(day("2026-05-20"), EventKind::payment, 30'000'000)});
  const auto seized = with(demanded(30'000'000), {step(day("2026-06-01"), S::seizure),
                                                  step(day("2026-06-10"), S::sale_notice),
                                                  step(day("2026-06-10"), S::sale_notification),
                                                  service(day("2026-06-12"), S::sale_notification),
                                                  step(day("2026-06-22"), S::sale),
                                                  step(day("2026-07-01"), S::distribution)});
  const struct {
    std::string_view name;
    File file;
    std::string_view on;
    State state;
  } cases[] = {
      {"declared", noticed(30'000'000), "2026-03-26", State::declared},
      {"noticed", noticed(30'000'000), "2026-03-27", State::noticed},
      {"the last day of the notice, moved from Saturday", noticed(30'000'000), "2026-04-13", State::noticed},
      {"the day after", noticed(30'000'000), "2026-04-14", State::arrears},
      {"demanded", demanded(30'000'000), "2026-04-20", State::demanded},
      {"the deadline of the demand, moved from Sunday", demanded(30'000'000), "2026-05-11", State::demanded},
      {"the day after", demanded(30'000'000), "2026-05-12", State::enforceable},
      {"seized", seized, "2026-06-01", State::seized},
      {"in sale", seized, "2026-06-22", State::sale},
      {"distributed", seized, "2026-07-01", State::distributed},
      {"paid", paid, "2026-05-20", State::extinct},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    EXPECT_EQ(name(the_enforcement().standing(c.file, day(c.on)).state), name(c.state));
  }
}

TEST(States, DeadlinesByService) {
  const auto demand = [](std::string_view until, std::vector<Event> more) {
    auto file = noticed(30'000'000);
    file.events.push_back(step(day("2026-04-20"), S::demand, day(until)));
    return with(std::move(file), std::move(more));
  };
  const struct {
    std::string_view name;
    File file;
    S notice;
    std::string_view deadline;  // empty: none runs
  } cases[] = {
      {"received in time", demand("2026-05-08", {service(day("2026-04-21"), S::demand)}), S::demand, "2026-05-08"},
      {"14 days before the deadline", demand("2026-05-08", {service(day("2026-04-24"), S::demand)}), S::demand,
       "2026-05-08"},
      {"13 days before: arrival + 14", demand("2026-05-08", {service(day("2026-04-27"), S::demand)}), S::demand,
       "2026-05-11"},
      {"after the deadline: arrival + 14", demand("2026-05-08", {service(day("2026-06-01"), S::demand)}), S::demand,
       "2026-06-15"},
      {"on a Sunday counts on that Sunday", demand("2026-04-30", {service(day("2026-04-26"), S::demand)}), S::demand,
       "2026-05-11"},
      {"by publication: 14 days, then 14 days", demand("2026-05-08", {finding(day("2026-04-20"), F::publication_ground),
                             service(day("2026-04-21"), S::demand, Service::publication)}),
       S::demand, "2026-05-19"},
      {"by publication although the address is known",
       demand("2026-05-08", {service(day("2026-04-21"), S::demand, Service::publication)}), S::demand, ""},
      {"to somebody who had died before it arrived",
       demand("2026-05-08", {finding(day("2026-04-22"), F::debtor_died), service(day("2026-04-23"), S::demand)}),
       S::demand, ""},
      {"a second demand, to the heirs",
       demand("2026-05-08", {finding(day("2026-04-22"), F::debtor_died), step(day("2026-05-01"), S::demand),
                             service(day("2026-05-04"), S::demand)}),
       S::demand, ""},
      {"never received", demand("2026-05-08", {}), S::demand, ""},
      {"a second arrival changes nothing",
       demand("2026-05-08", {service(day("2026-04-21"), S::demand), service(day("2026-06-01"), S::demand)}), S::demand,
       "2026-05-08"},
      {"the notice itself, by publication",
       {30'000'000,
        day("2026-03-02"),
        {},
        {finding(day("2026-03-27"), F::publication_ground), step(day("2026-03-27"), S::payment_notice),
         service(day("2026-03-27"), S::payment_notice, Service::publication)}},
       S::payment_notice, "2026-04-27"},
      {"early collection, received before its deadline",
       {30'000'000,
        day("2026-03-02"),
        {},
        {finding(day("2026-03-02"), F::early_collection_ground),
         step(day("2026-03-03"), S::early_collection_notice, day("2026-03-06")),
         service(day("2026-03-04"), S::early_collection_notice)}},
       S::early_collection_notice, "2026-03-06"},
      {"early collection, received after it: the day of arrival",
       {30'000'000,
        day("2026-03-02"),
        {},
        {finding(day("2026-03-02"), F::early_collection_ground),
         step(day("2026-03-03"), S::early_collection_notice, day("2026-03-06")),
         service(day("2026-03-10"), S::early_collection_notice)}},
       S::early_collection_notice, "2026-03-10"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    const auto got = the_enforcement().standing(c.file, c.file.events.back().on);
    const auto& deadline = got.deadline[static_cast<std::size_t>(c.notice)];
    EXPECT_EQ(deadline ? deadline->text() : "", c.deadline);
  }
}

TEST(Check, WhatAStepLacks) {
  const auto unserved = with(noticed(30'000'000), {step(day("2026-04-20"), S::demand)});
  const auto appeal = with(demanded(30'000'000), {step(day("2026-06-01"), S::seizure),
                                                  finding(day("2026-06-02"), F::appeal_pending)});
  const auto in_sale =
      with(demanded(30'000'000), {step(day("2026-06-01"), S::seizure), step(day("2026-06-10"), S::sale_notice),
                                  step(day("2026-06-10"), S::sale_notification),
                                  service(day("2026-06-12"), S::sale_notification)});
  const auto deferred =
      with(demanded(30'000'000), {finding(day("2026-05-12"), F::recovery_likely), finding(day("2026-05-12"), F::payment_plan),
                                  finding(day("2026-05-12"), F::no_conviction),
                                  step(day("2026-05-12"), S::deferral, day("2027-05-12"))});
  const struct {
    std::string_view name;
    File file;
    S step;
    std::string_view on;
    Refusals refused;
  } cases[] = {
      {"a demand on the last day of the notice", noticed(30'000'000), S::demand, "2026-04-13",
       {R::state_does_not_allow_the_step, R::deadline_has_not_passed}},
      {"a demand the day after", noticed(30'000'000), S::demand, "2026-04-14", {}},
      {"a demand of less than 10,000", noticed(9'999), S::demand, "2026-04-14", {R::criterion_is_not_met}},
      {"seizure without a demand", noticed(30'000'000), S::seizure, "2026-06-01",
       {R::state_does_not_allow_the_step, R::notice_is_missing, R::deadline_has_not_passed}},
      {"seizure after a demand that never arrived", unserved, S::seizure, "2026-12-01",
       {R::state_does_not_allow_the_step, R::notice_was_not_served, R::deadline_has_not_passed}},
      {"seizure on the deadline of the demand", demanded(30'000'000), S::seizure, "2026-05-11",
       {R::state_does_not_allow_the_step, R::deadline_has_not_passed}},
      {"seizure the day after", demanded(30'000'000), S::seizure, "2026-05-12", {}},
      {"seizure goes on during an appeal", with(demanded(30'000'000), {finding(day("2026-05-01"), F::appeal_pending)}),
       S::seizure, "2026-05-12", {}},
      {"sale does not", appeal, S::sale_notice, "2026-06-03", {R::exemption_applies}},
      {"sale ten days after the public notice", in_sale, S::sale, "2026-06-20", {R::waiting_time_has_not_passed}},
      {"sale when they have passed", in_sale, S::sale, "2026-06-21", {}},
      {"seizure while deferred", deferred, S::seizure, "2026-06-01", {R::state_does_not_allow_the_step}},
      {"field survey", demanded(30'000'000), S::field_survey, "2026-05-12", {}},
      {"hold of a debtor who is there and has means", demanded(30'000'000), S::hold, "2026-05-12",
       {R::no_ground_is_met}},
      {"a step before the last event", in_sale, S::import_review, "2026-06-09", {R::step_is_before_the_last_event}},
      {"anything once paid", with(demanded(30'000'000), {amount(day("2026-05-20"), EventKind::payment, 30'000'000)}),
       S::home_search, "2026-05-21",
       {R::debt_is_extinct, R::criterion_is_not_known, R::criterion_is_not_known, R::no_ground_is_met,
        R::no_ground_is_met}},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    const auto got = refused(c.file, c.step, day(c.on));
    Refusals got_sorted = got;
    EXPECT_TRUE(std::is_sorted(got.begin(), got.end()));
    EXPECT_EQ(got, c.refused) << to_text(the_enforcement().standing(c.file, day(c.on)),
                                         {asked(c.file, c.step, c.on)}, the_enforcement(), the_messages(), Language::english);
  }
}

TEST(Check, TermsOfReliefStayWithinTheLaw) {
  const auto file = with(demanded(30'000'000), {finding(day("2026-05-12"), F::recovery_likely),
                                                finding(day("2026-05-12"), F::payment_plan),
                                                finding(day("2026-05-12"), F::secured)});
  const auto now = the_enforcement().standing(file, day("2026-05-12"));
  EXPECT_EQ(the_enforcement().check(now, S::deferral).until, day("2028-05-12"));
  EXPECT_TRUE(the_enforcement().check(now, S::deferral, {day("2028-05-12"), {}}).possible());
  const auto longer = the_enforcement().check(now, S::deferral, {day("2028-05-13"), {}});
  ASSERT_EQ(longer.missing.size(), 1U);
  EXPECT_EQ(longer.missing[0].refusal, R::term_is_too_long);
}

TEST(Sanctions, ThresholdsThroughHistory) {
  // A debt of the amount in arrears for the years, and the day before and after each change of the law.
  const struct {
    std::string_view since, on;
    std::int64_t won;
    bool met;
  } cases[] = {
      {"2008-01-01", "2010-12-31", 999'999'999, false}, {"2008-01-01", "2010-12-31", 1'000'000'000, true},
      {"2008-01-01", "2011-01-01", 700'000'000, true},  {"2008-01-01", "2011-12-31", 699'999'999, false},
      {"2010-06-01", "2011-12-31", 900'000'000, false},  // one year is too young until 2012
      {"2010-06-01", "2012-01-01", 500'000'000, true},  {"2010-06-01", "2015-12-31", 499'999'999, false},
      {"2010-06-01", "2016-01-01", 300'000'000, true},  {"2010-06-01", "2017-12-31", 299'999'999, false},
      {"2010-06-01", "2018-01-01", 200'000'000, true},  {"2010-06-01", "2026-01-02", 199'999'999, false},
      {"2025-01-03", "2026-01-02", 200'000'000, false}, {"2025-01-02", "2026-01-02", 200'000'000, true},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(std::string(c.on) + " " + std::to_string(c.won));
    File file{1, day("2007-01-02"), {{c.won, day(c.since), std::nullopt}}, {}};
    const auto answer = asked(file, S::disclosure_notice, c.on);
    const auto& row = condition(answer, Needs::at_least);
    EXPECT_EQ(row.status == Status::met, c.met);
    EXPECT_EQ(row.row->cite, "customs-act-116-2-1");
  }
  EXPECT_EQ(refused({1, day("2005-06-01"), {}, {}}, S::disclosure_notice, day("2006-03-23")).front(),
            R::law_is_not_in_force);
}

TEST(Sanctions, ThePaidShareByTheFormulaOfTheDay) {
  const struct {
    std::string_view name, on;
    std::int64_t a, b, c;
    std::string_view shown;
    Status status;
  } cases[] = {
      {"310 of 450 since 2026-02-27", "2026-02-27", 300, 150, 160, "68.9", Status::not_met},
      {"150 of 450 the day before", "2026-02-26", 300, 150, 160, "33.3", Status::met},
      {"exactly half excludes", "2026-03-02", 300, 100, 100, "50.0", Status::not_met},
      {"a won less does not", "2026-03-02", 300'000'000, 100'000'000, 99'999'999, "49.9", Status::met},
      {"30 % in 2019", "2019-12-13", 700, 300, 0, "30.0", Status::not_met},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    const auto on = day(c.on);
    const File file{1,
                    day("2015-01-02"),
                    {},
                    {measurement(on, Quantity::arrears_at_year_end, c.a), measurement(on, Quantity::paid_in_two_years, c.b),
                     measurement(on, Quantity::paid_this_year, c.c)}};
    const auto answer = asked(file, S::disclosure, c.on);
    const auto& row = condition(answer, Needs::below);
    EXPECT_EQ(row.shown_value, c.shown);
    EXPECT_EQ(row.status, c.status);
    EXPECT_EQ(row.evidence, "report 7");
  }
  const auto answer = asked({1, day("2026-03-02"), {}, {}}, S::disclosure, "2026-03-03");
  EXPECT_EQ(condition(answer, Needs::below).status, Status::not_known);
}

/// 300 million, in arrears since 2026-04-14, told on 2027-05-03 and arrived on the 10th, not half paid.
File to_be_disclosed() {
  const auto committee = EventKind::resolution;
  return with(noticed(300'000'000),
              {consent(day("2027-04-28"), committee, S::disclosure_notice, A::information_committee),
               step(day("2027-05-03"), S::disclosure_notice), service(day("2027-05-10"), S::disclosure_notice),
               measurement(day("2027-11-01"), Quantity::arrears_at_year_end, 300),
               measurement(day("2027-11-01"), Quantity::paid_in_two_years, 0),
               measurement(day("2027-11-01"), Quantity::paid_this_year, 0)});
}

TEST(Sanctions, DisclosureNeedsBothCommittees) {
  const auto committee = EventKind::resolution;
  EXPECT_EQ(refused(to_be_disclosed(), S::disclosure, day("2027-11-10")),
            (Refusals{R::waiting_time_has_not_passed, R::committee_has_not_decided}));
  EXPECT_EQ(refused(to_be_disclosed(), S::disclosure, day("2027-11-11")), Refusals{R::committee_has_not_decided});
  const auto early =
      with(to_be_disclosed(), {consent(day("2027-11-10"), committee, S::disclosure, A::information_committee)});
  EXPECT_EQ(refused(early, S::disclosure, day("2027-11-11")), Refusals{R::committee_has_not_decided});
  const auto other = with(to_be_disclosed(), {consent(day("2027-11-11"), committee, S::disclosure, A::arrears_committee)});
  EXPECT_EQ(refused(other, S::disclosure, day("2027-11-12")), Refusals{R::committee_has_not_decided});
  const auto twice =
      with(to_be_disclosed(), {consent(day("2027-11-11"), committee, S::disclosure, A::information_committee)});
  EXPECT_EQ(refused(twice, S::disclosure, day("2027-11-12")), Refusals{});
  const auto against =
      with(twice, {consent(day("2027-11-12"), committee, S::disclosure, A::information_committee, false)});
  EXPECT_EQ(refused(against, S::disclosure, day("2027-11-12")), Refusals{R::committee_has_not_decided});
  const auto first = asked(noticed(300'000'000), S::disclosure_notice, "2027-04-14");
  ASSERT_EQ(first.missing.size(), 1U);
  EXPECT_EQ(first.missing[0].refusal, R::committee_has_not_decided);
}

/// Three debts of one year, 220 million, told and answered, applied for on 2027-06-15.
File to_be_confined() {
  auto file = noticed(100'000'000);
  file.others = {{60'000'000, day("2025-01-02"), std::nullopt}, {60'000'000, day("2025-02-03"), std::nullopt}};
  return with(std::move(file),
              {finding(day("2027-05-03"), F::able_to_pay), finding(day("2027-05-03"), F::without_just_cause),
               step(day("2027-05-03"), S::confinement_notice), service(day("2027-05-10"), S::confinement_notice),
               consent(day("2027-06-14"), EventKind::resolution, S::confinement_request, A::information_committee),
               step(day("2027-06-15"), S::confinement_request)});
}

TEST(Sanctions, ConfinementWithItsHearingAndOnlyOnce) {
  EXPECT_EQ(refused(to_be_confined(), S::confinement, day("2027-06-16")),
            (Refusals{R::approval_is_missing, R::criterion_is_not_known, R::criterion_is_not_known}));
  const auto pronounced = with(to_be_confined(),
                               {finding(day("2027-07-01"), F::heard_by_the_court),
                                consent(day("2027-07-02"), EventKind::approval, S::confinement, A::court)});
  EXPECT_EQ(refused(pronounced, S::confinement, day("2027-07-05")), Refusals{R::criterion_is_not_known});
  const auto decided = with(pronounced, {finding(day("2027-07-10"), F::decision_final)});
  EXPECT_EQ(refused(decided, S::confinement, day("2027-07-10")), Refusals{});
  EXPECT_EQ(refused(decided, S::confinement, day("2028-07-10")), Refusals{});
  EXPECT_EQ(refused(decided, S::confinement, day("2028-07-11")), Refusals{R::time_for_the_step_has_ended});
  const auto confined = with(decided, {step(day("2027-07-12"), S::confinement)});
  EXPECT_TRUE(the_enforcement().standing(confined, day("2027-08-10")).stands(S::confinement));  // the 30th day
  const auto after = the_enforcement().standing(confined, day("2027-08-11"));
  EXPECT_FALSE(after.stands(S::confinement));
  const auto again = the_enforcement().check(after, S::confinement_notice);
  ASSERT_FALSE(again.possible());
  EXPECT_EQ(again.missing.front().refusal, R::same_arrears_bear_it_only_once);
  // Arrears from before 2020 do not count.
  auto old = to_be_confined();
  old.others[0].arrears_since = day("2019-12-31");
  const auto standing = the_enforcement().standing(old, day("2027-06-16"));
  ASSERT_EQ(standing.set_aside.size(), 2U);  // the notice and the application
  EXPECT_EQ(standing.set_aside[0].answer.missing.front().refusal, R::criterion_is_not_met);
}

TEST(Sanctions, TheLadderByItsThresholds) {
  const auto in_arrears = [](std::int64_t won, std::vector<Event> more = {}) {
    return with(noticed(won), std::move(more));
  };
  const auto on = day("2026-04-20");
  const auto ban = [&](std::vector<Event> more, std::int64_t won = 50'000'000) {
    return with(in_arrears(won, {finding(on, F::without_just_cause), finding(on, F::claim_not_securable),
                                 finding(on, F::flight_feared)}),
                std::move(more));
  };
  const auto search = [&](std::vector<Event> more) {
    return with(demanded(1'000'000), std::move(more));
  };
  const auto late = day("2026-05-12");
  const struct {
    std::string_view name;
    File file;
    S step;
    std::string_view day;
    Refusals refused;
  } cases[] = {
      {"review of imports, 7 days", in_arrears(100'000), S::import_review, "2026-04-20", {R::criterion_is_not_met}},
      {"review of imports, 8th day", in_arrears(100'000), S::import_review, "2026-04-21", {}},
      {"review of imports, below 0.1 million", in_arrears(99'999), S::import_review, "2026-04-21",
       {R::criterion_is_not_met}},
      {"clearance certificate, any arrears", in_arrears(10'000), S::certificate_refusal, "2026-04-14", {}},
      {"clearance certificate before arrears", in_arrears(10'000), S::certificate_refusal, "2026-04-13",
       {R::state_does_not_allow_the_step}},
      {"licence, tied to the business", in_arrears(10'000, {finding(on, F::tied_to_licensed_business)}),
       S::licence_refusal_request, "2026-04-20", {}},
      {"licence, after a disaster",
       in_arrears(10'000, {finding(on, F::tied_to_licensed_business), finding(on, F::hardship)}),
       S::licence_refusal_request, "2026-04-20", {R::exemption_applies}},
      {"licence suspension, once in arrears", in_arrears(5'000'000, {finding(on, F::tied_to_licensed_business)}),
       S::licence_suspension_request, "2026-04-20", {R::criterion_is_not_met}},
      {"credit data, young and once", in_arrears(5'000'000, {finding(on, F::requested_in_writing)}), S::credit_data,
       "2026-04-20", {R::no_ground_is_met}},
      {"credit data, one year old", in_arrears(5'000'000, {finding(on, F::requested_in_writing)}), S::credit_data,
       "2027-04-14", {}},
      {"credit data, appeal pending",
       in_arrears(5'000'000, {finding(on, F::requested_in_writing), finding(on, F::appeal_pending)}), S::credit_data,
       "2027-04-14", {R::exemption_applies}},
      {"relatives, hiding suspected", in_arrears(50'000'000, {finding(on, F::hiding_suspected)}), S::relatives_inquiry,
       "2026-04-20", {}},
      {"relatives, a won too little", in_arrears(49'999'999, {finding(on, F::hiding_suspected)}), S::relatives_inquiry,
       "2026-04-20", {R::criterion_is_not_met}},
      {"exit ban, none of the grounds", ban({}), S::exit_ban_request, "2026-04-20", {R::no_ground_is_met}},
      {"exit ban, USD 50,000 sent", ban({measurement(on, Quantity::remitted_abroad, 50'000)}), S::exit_ban_request,
       "2026-04-20", {}},
      {"exit ban, USD 49,999 sent", ban({measurement(on, Quantity::remitted_abroad, 49'999)}), S::exit_ban_request,
       "2026-04-20", {R::no_ground_is_met}},
      {"exit ban, three trips", ban({measurement(on, Quantity::trips, 3)}), S::exit_ban_request, "2026-04-20", {}},
      {"exit ban, a won too little", ban({finding(on, F::family_emigrated)}, 49'999'999), S::exit_ban_request,
       "2026-04-20", {R::criterion_is_not_met}},
      {"exit ban, secured", ban({finding(on, F::family_emigrated), finding(on, F::secured)}), S::exit_ban_request,
       "2026-04-20", {R::exemption_applies}},
      {"entrusted imports without a warning",
       in_arrears(10'000, {finding(on, F::entrusted_by_tax_office),
                           measurement(on, Quantity::entrusted_tax, 200'000'000)}),
       S::entrusted_hold, "2026-04-20", {R::notice_is_missing, R::waiting_time_has_not_passed}},
      {"entry baggage after the demand", search({}), S::baggage_inspection, "2026-05-12", {}},
      {"entry baggage before its deadline", search({}), S::baggage_inspection, "2026-05-11",
       {R::state_does_not_allow_the_step, R::deadline_has_not_passed}},
      {"search by day with family present",
       search({finding(late, F::needed_for_seizure), finding(late, F::credentials_shown), finding(late, F::by_daylight),
               finding(late, F::family_or_staff_present)}),
       S::home_search, "2026-05-12", {}},
      {"search after sunset",
       search({finding(late, F::needed_for_seizure), finding(late, F::credentials_shown),
               finding(late, F::by_daylight, false), finding(late, F::other_witness_present)}),
       S::home_search, "2026-05-12", {R::no_ground_is_met}},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    EXPECT_EQ(refused(c.file, c.step, day(c.day)), c.refused);
  }
}

TEST(Sanctions, ThreeTimesInArrearsSuspendALicence) {
  auto file = with(noticed(2'000'000), {finding(day("2026-04-20"), F::tied_to_licensed_business)});
  file.others = {{2'000'000, day("2026-01-05"), std::nullopt}, {1'000'000, day("2026-01-06"), day("2026-06-01")}};
  EXPECT_EQ(refused(file, S::licence_suspension_request, day("2026-04-20")), Refusals{});
  EXPECT_EQ(refused(file, S::licence_suspension_request, day("2026-06-01")),
            (Refusals{R::criterion_is_not_met, R::criterion_is_not_met}));
}

TEST(Answers, EveryTextOfTheTablesIsThere) {
  // Every row of every step as a sentence in both languages, on an empty file and on a full one.
  auto full = to_be_confined();
  for (std::size_t i = 0; i < finding_count; ++i) {
    if (!is_derived(static_cast<F>(i))) full.events.push_back(finding(day("2027-06-16"), static_cast<F>(i), i % 2 == 0));
  }
  for (std::size_t i = 0; i < entered_quantities; ++i) {
    full.events.push_back(measurement(day("2027-06-16"), static_cast<Quantity>(i), 7));
  }
  for (const auto& file : {noticed(1), full}) {
    const auto now = the_enforcement().standing(file, day("2027-06-16"));
    std::vector<Answer> answers;
    for (std::size_t i = 0; i < step_count; ++i) answers.push_back(the_enforcement().check(now, static_cast<S>(i)));
    for (const auto language : {Language::korean, Language::english}) {
      const auto text = to_text(now, answers, the_enforcement(), the_messages(), language);
      EXPECT_EQ(text.find('{'), std::string::npos) << text;
    }
    EXPECT_NE(to_json(now, answers, the_enforcement(), the_messages()).find("\"steps\":["), std::string::npos);
  }
  for (const auto& row : the_table().endings) {
    for (const auto& whom : row.tell) EXPECT_NE(the_messages().find("enforcement.whom." + whom), nullptr) << whom;
    EXPECT_NE(the_messages().find("enforcement.ended." + std::string(name(row.when))), nullptr);
  }
}

TEST(Table, ARowThatNamesNothingIsRefused) {
  EXPECT_EQ(the_table().steps.size(), step_count);
  for (const auto& row : the_table().preconditions) {
    EXPECT_NE(the_law().find_source(row.cite), nullptr) << row.cite;
  }
}

}  // namespace
}  // namespace clearway::enforcement
