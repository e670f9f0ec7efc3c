// Steps end themselves the day their ground ends, and name whoever must be told.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "enforcement/fixture_test.h"

namespace clearway::enforcement {
namespace {

using S = StepKind;
using F = Finding;
using A = Authority;
using W = EndsWhen;

/// In arrears with everything that the ladder asks before disclosure, exit ban and confinement.
File in_arrears(std::int64_t won = 300'000'000) {
  const auto on = day("2026-04-14");
  auto file = noticed(won);
  file.others = {{60'000'000, day("2025-01-02"), std::nullopt}, {60'000'000, day("2025-02-03"), std::nullopt}};
  return with(std::move(file),
              {finding(on, F::without_just_cause), finding(on, F::claim_not_securable), finding(on, F::flight_feared),
               finding(on, F::family_emigrated), finding(on, F::requested_in_writing), finding(on, F::able_to_pay),
               finding(on, F::tied_to_licensed_business), finding(on, F::recovery_likely), finding(on, F::payment_plan),
               finding(on, F::no_conviction)});
}
File banned() { return with(in_arrears(), {step(day("2026-04-20"), S::exit_ban_request)}); }
File reported() { return with(in_arrears(), {step(day("2027-04-14"), S::credit_data)}); }
File disclosed() {
  const auto committee = EventKind::resolution;
  return with(in_arrears(),
              {consent(day("2027-04-28"), committee, S::disclosure_notice, A::information_committee),
               step(day("2027-05-03"), S::disclosure_notice), service(day("2027-05-10"), S::disclosure_notice),
               measurement(day("2027-11-01"), Quantity::arrears_at_year_end, 300),
               measurement(day("2027-11-01"), Quantity::paid_in_two_years, 0),
               measurement(day("2027-11-01"), Quantity::paid_this_year, 0),
               consent(day("2027-11-11"), committee, S::disclosure, A::information_committee),
               step(day("2027-11-12"), S::disclosure)});
}
File applied_for() {
  const auto committee = EventKind::resolution;
  return with(in_arrears(),
              {step(day("2027-05-03"), S::confinement_notice), service(day("2027-05-10"), S::confinement_notice),
               consent(day("2027-06-14"), committee, S::confinement_request, A::information_committee),
               step(day("2027-06-15"), S::confinement_request)});
}
File confined() {
  return with(applied_for(), {finding(day("2027-07-01"), F::heard_by_the_court),
                              consent(day("2027-07-02"), EventKind::approval, S::confinement, A::court),
                              finding(day("2027-07-10"), F::decision_final), step(day("2027-07-12"), S::confinement)});
}
File seized() { return with(demanded(30'000'000), {step(day("2026-06-01"), S::seizure)}); }
File held_imports() { return with(seized(), {step(day("2026-06-02"), S::import_hold)}); }
File seized_early() {
  return {30'000'000,
          std::nullopt,
          {},
          {finding(day("2026-03-02"), F::early_collection_ground), finding(day("2026-03-02"), F::collection_endangered),
           consent(day("2026-03-03"), EventKind::approval, S::precautionary_seizure, A::regional_head),
           step(day("2026-03-04"), S::precautionary_seizure)}};
}
File entrusted() {
  const auto on = day("2026-04-20");
  return with(noticed(10'000),
              {finding(on, F::entrusted_by_tax_office), measurement(on, Quantity::entrusted_tax, 200'000'000),
               step(on, S::entrusted_hold_warning), service(on, S::entrusted_hold_warning),
               step(day("2026-05-21"), S::entrusted_hold)});
}
Event paid(std::string_view on, std::int64_t won) { return amount(day(on), EventKind::payment, won); }

TEST(Course, MeasuresEndTheDayTheirGroundEnds) {
  const auto deferral = [](std::string_view on) { return step(day(on), S::deferral, day(on).plus_years(1)); };
  const struct {
    std::string_view name;
    File file;
    S measure;
    std::string_view ends, tell, tell_by;
    W when;
  } cases[] = {
      {"exit ban: paid down to 49,999,999 with the others paid",
       [] {
         auto file = banned();
         for (auto& other : file.others) other.paid_on = day("2026-05-06");
         return with(file, {paid("2026-05-07", 250'000'001)});
       }(),
       S::exit_ban_request, "2026-05-07", "minister_of_justice debtor", "2026-05-07", W::below},
      {"exit ban: secured", with(banned(), {finding(day("2026-05-07"), F::secured)}), S::exit_ban_request, "2026-05-07",
       "minister_of_justice debtor", "2026-05-07", W::found},
      {"exit ban: the family came back", with(banned(), {finding(day("2026-05-07"), F::family_emigrated, false)}),
       S::exit_ban_request, "2026-05-07", "minister_of_justice debtor", "2026-05-07", W::criteria_gone},
      {"exit ban: a plan was granted", with(banned(), {deferral("2026-05-07")}), S::exit_ban_request, "2026-05-07",
       "minister_of_justice debtor", "2026-05-07", W::deferred},
      {"exit ban: six months, not extended", banned(), S::exit_ban_request, "2026-10-20", "debtor", "2026-10-20",
       W::term_over},
      {"exit ban: the tax was cancelled", with(banned(), {amount(day("2026-05-07"), EventKind::cancellation, 0)}),
       S::exit_ban_request, "2026-05-07", "minister_of_justice debtor", "2026-05-07", W::extinct},
      {"exit ban: the debtor died", with(banned(), {finding(day("2026-05-07"), F::debtor_died)}), S::exit_ban_request,
       "2026-05-07", "minister_of_justice", "2026-05-07", W::found},
      {"exit ban: extended once", with(banned(), {step(day("2026-10-16"), S::exit_ban_extension)}), S::exit_ban_request,
       "2027-04-20", "debtor", "2027-04-20", W::term_over},
      {"credit data: an appeal; fifteen days to tell, moved from Saturday 2027-05-22",
       with(reported(), {finding(day("2027-05-07"), F::appeal_pending)}), S::credit_data, "2027-05-07", "credit_bureau",
       "2027-05-24", W::found},
      {"credit data: below five million", with(reported(), {paid("2027-05-07", 295'000'001)}), S::credit_data, "", "",
       "", W::below},  // the other debts remain
      {"credit data: deferred", with(reported(), {deferral("2027-05-07")}), S::credit_data, "2027-05-07",
       "credit_bureau", "2027-05-24", W::deferred},
      {"disclosure: paid", with(disclosed(), {paid("2027-12-01", 300'000'000)}), S::disclosure, "2027-12-01",
       "publishing_desk debtor", "2027-12-01", W::extinct},
      {"disclosure: half of it paid this year",
       with(disclosed(), {measurement(day("2027-12-01"), Quantity::paid_this_year, 150)}), S::disclosure, "2027-12-01",
       "publishing_desk debtor", "2027-12-01", W::criteria_gone},
      {"disclosure: a rehabilitation plan is kept",
       with(disclosed(), {finding(day("2027-12-01"), F::rehabilitation_plan_kept)}), S::disclosure, "2027-12-01",
       "publishing_desk debtor", "2027-12-01", W::found},
      {"disclosure: the firm was merged into another",
       with(disclosed(), {finding(day("2027-12-01"), F::merged_into_another)}), S::disclosure, "2027-12-01",
       "publishing_desk", "2027-12-01", W::found},
      {"application for confinement: paid before the hearing", with(applied_for(), {paid("2027-06-20", 300'000'000)}),
       S::confinement_request, "2027-06-20", "prosecutor court debtor", "2027-06-20", W::extinct},
      {"application for confinement: the court's decision is carried out", confined(), S::confinement_request,
       "2027-07-12", "", "2027-07-12", W::followed},
      {"confinement: paid on the third day", with(confined(), {paid("2027-07-14", 300'000'000)}), S::confinement,
       "2027-07-14", "detention_facility court", "2027-07-14", W::extinct},
      {"confinement: thirty days, the first counted", confined(), S::confinement, "2027-08-11",
       "detention_facility court", "2027-08-11", W::term_over},
      {"seizure: paid", with(seized(), {paid("2026-06-05", 30'000'000)}), S::seizure, "2026-06-05",
       "registry_or_holder debtor", "2026-06-05", W::extinct},
      {"seizure: goes on while only a part is paid", with(seized(), {paid("2026-06-05", 29'999'999)}), S::seizure, "",
       "", "", W::extinct},
      {"seizure: goes on against the heirs", with(seized(), {finding(day("2026-06-05"), F::debtor_died)}), S::seizure,
       "", "", "", W::extinct},
      {"seizure: goes on, stayed, under an order of rehabilitation",
       with(seized(), {finding(day("2026-06-05"), F::rehabilitation_order)}), S::seizure, "", "", "", W::extinct},
      {"hold on imports: the seizure was released",
       with(held_imports(),
            {finding(day("2026-06-05"), F::substitute_asset), step(day("2026-06-08"), S::release_of_seizure)}),
       S::import_hold, "2026-06-08", "consignee", "2026-06-08", W::followed},
      {"precautionary seizure: not assessed in three months", seized_early(), S::precautionary_seizure, "2026-06-04",
       "registry_or_holder debtor", "2026-06-04", W::unassessed_after},
      {"precautionary seizure: secured", with(seized_early(), {finding(day("2026-04-01"), F::secured)}),
       S::precautionary_seizure, "2026-04-01", "registry_or_holder debtor", "2026-04-01", W::found},
      {"entrusted hold: entrustment withdrawn",
       with(entrusted(), {finding(day("2026-06-01"), F::entrusted_by_tax_office, false)}), S::entrusted_hold,
       "2026-06-01", "consignee tax_office", "2026-06-01", W::withdrawn},
      {"tax review of imports: paid",
       with(in_arrears(), {step(day("2026-04-21"), S::import_review), paid("2026-05-07", 300'000'000)}),
       S::import_review, "2026-05-07", "import_desk", "2026-05-07", W::extinct},
      {"clearance certificate: a plan was granted",
       with(in_arrears(), {step(day("2026-04-21"), S::certificate_refusal), deferral("2026-05-07")}),
       S::certificate_refusal, "2026-05-07", "debtor", "2026-05-07", W::deferred},
      {"licence: collected",
       with(in_arrears(), {step(day("2026-04-21"), S::licence_suspension_request), paid("2026-05-07", 300'000'000)}),
       S::licence_suspension_request, "2026-05-07", "competent_office debtor", "2026-05-07", W::extinct},
      {"entry baggage: a plan was granted",
       with(demanded(30'000'000),
            {finding(day("2026-05-12"), F::recovery_likely), finding(day("2026-05-12"), F::payment_plan),
             finding(day("2026-05-12"), F::no_conviction), step(day("2026-05-12"), S::baggage_inspection),
             deferral("2026-05-20")}),
       S::baggage_inspection, "2026-05-20", "entry_inspection", "2026-05-20", W::deferred},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    const auto last = c.ends.empty() ? c.file.events.back().on.plus_days(3) : day(c.ends);
    if (!c.ends.empty()) {
      // The day before it still stood, or had not begun.
      const auto before = the_enforcement().standing(c.file, last.plus_days(-1));
      EXPECT_TRUE(std::none_of(before.ended.begin(), before.ended.end(),
                               [&](const Ended& ended) { return ended.measure == c.measure; }));
    }
    const auto now = the_enforcement().standing(c.file, last);
    for (const auto& aside : now.set_aside) ADD_FAILURE() << "set aside: " << name(aside.answer.step);
    if (c.ends.empty()) {
      EXPECT_TRUE(now.stands(c.measure));
      continue;
    }
    EXPECT_FALSE(now.stands(c.measure));
    const auto ended =
        std::find_if(now.ended.begin(), now.ended.end(), [&](const Ended& one) { return one.measure == c.measure; });
    ASSERT_NE(ended, now.ended.end());
    EXPECT_EQ(name(ended->when), name(c.when));
    EXPECT_EQ(ended->on, last);
    EXPECT_EQ(ended->tell_by.text(), c.tell_by);
    std::string tell;
    for (const auto& whom : ended->tell) tell += (tell.empty() ? "" : " ") + std::string(whom.whom);
    EXPECT_EQ(tell, c.tell);
  }
}

TEST(Course, EveryMeasureEndsWithTheDebt) {
  for (const auto& row : the_table().steps) {
    if (!row.measure) continue;
    const auto& endings = the_table().endings;
    const bool ends = std::any_of(endings.begin(), endings.end(), [&](const EndingRow& ending) {
      return ending.measure == row.step && (ending.when == W::extinct || ending.when == W::withdrawn);
    });
    EXPECT_TRUE(ends) << name(row.step);
  }
}

TEST(Course, AssetsAreSeizedEnteredAndReleasedOneByOne) {
  const auto house = with(demanded(30'000'000), {seizure(day("2026-06-01"), AssetKind::real_estate, "house"),
                                                 seizure(day("2026-06-02"), AssetKind::claim, "rent"),
                                                 service(day("2026-06-04"), S::seizure, Service::delivered, "rent")});
  // The claim is collected, and the house not entered yet: nothing to sell.
  EXPECT_EQ(refused(house, S::sale_notice, day("2026-06-05")), std::vector{Refusal::seizure_has_not_taken_effect});
  const auto served_on_the_register =
      with(house, {service(day("2026-06-05"), S::seizure, Service::delivered, "house")});
  EXPECT_EQ(refused(served_on_the_register, S::sale_notice, day("2026-06-05")),
            std::vector{Refusal::seizure_has_not_taken_effect});
  const auto entered = with(house, {service(day("2026-06-08"), S::seizure, Service::registered, "house")});
  EXPECT_EQ(refused(entered, S::sale_notice, day("2026-06-08")), std::vector<Refusal>{});

  auto release = step(day("2026-06-10"), S::release_of_seizure);
  release.item = "house";
  const auto released = with(entered, {finding(day("2026-06-09"), F::substitute_asset), release});
  const auto now = the_enforcement().standing(released, day("2026-06-10"));
  EXPECT_EQ(now.state, State::seized);
  ASSERT_EQ(now.seized.size(), 1U);
  EXPECT_EQ(now.seized[0].item, "rent");
  EXPECT_TRUE(now.stands(S::seizure));
  EXPECT_EQ(refused(released, S::sale_notice, day("2026-06-10")), std::vector{Refusal::seizure_has_not_taken_effect});
  // An entry after the release has no effect.
  const auto late = with(released, {service(day("2026-06-11"), S::seizure, Service::registered, "house")});
  EXPECT_EQ(the_enforcement().standing(late, day("2026-06-11")).seized.size(), 1U);
}

TEST(Course, TheSeizureOfAnAssetInterruptsPrescriptionOnceEffective) {
  const auto file = with(demanded(30'000'000), {seizure(day("2026-06-01"), AssetKind::real_estate, "house")});
  EXPECT_EQ(the_enforcement().standing(file, day("2026-06-05")).prescribed_after, day("2031-05-11"));
  const auto entered = with(file, {service(day("2026-06-08"), S::seizure, Service::registered, "house")});
  EXPECT_EQ(the_enforcement().standing(entered, day("2026-06-08")).prescribed_after, std::nullopt);
  const auto released =
      with(entered, {finding(day("2026-06-09"), F::substitute_asset), step(day("2026-06-10"), S::release_of_seizure)});
  EXPECT_EQ(the_enforcement().standing(released, day("2026-06-10")).prescribed_after, day("2031-06-10"));
}

TEST(Course, PrescriptionEndsTheDebtAndStandsStillInRehabilitation) {
  const auto file = demanded(30'000'000);  // runs anew from 2026-05-12
  EXPECT_EQ(the_enforcement().standing(file, day("2031-05-11")).state, State::enforceable);
  const auto over = the_enforcement().standing(file, day("2031-05-12"));
  EXPECT_EQ(over.state, State::extinct);
  EXPECT_EQ(over.extinct_since, day("2031-05-12"));
  const auto ordered = with(file, {finding(day("2026-06-01"), F::rehabilitation_order),
                                   finding(day("2026-08-30"), F::rehabilitation_order, false)});
  EXPECT_EQ(the_enforcement().standing(ordered, day("2026-09-01")).prescribed_after, day("2031-08-10"));
}

TEST(Course, NothingIsEnforcedForTwoYearsFromAnOrderOfRehabilitation) {
  const auto file = with(demanded(30'000'000), {finding(day("2026-06-01"), F::rehabilitation_order)});
  EXPECT_EQ(refused(file, S::seizure, day("2028-06-01")), std::vector{Refusal::exemption_applies});
  EXPECT_EQ(refused(file, S::seizure, day("2028-06-02")), std::vector<Refusal>{});
  const auto over = with(file, {finding(day("2027-01-04"), F::rehabilitation_order, false)});
  EXPECT_EQ(refused(over, S::seizure, day("2027-01-04")), std::vector<Refusal>{});
}

TEST(Course, AStepThatLackedSomethingCountsForNothing) {
  const auto file =
      with(noticed(30'000'000), {step(day("2026-06-01"), S::seizure), step(day("2026-06-02"), S::sale_notice)});
  const auto now = the_enforcement().standing(file, day("2026-06-02"));
  EXPECT_EQ(now.state, State::arrears);
  EXPECT_TRUE(now.seized.empty());
  ASSERT_EQ(now.set_aside.size(), 2U);
  EXPECT_EQ(now.set_aside[0].event, 2U);
  EXPECT_TRUE(now.to_tell.empty());
}

TEST(Course, WhoIsToldOfAStep) {
  const auto now = the_enforcement().standing(held_imports(), day("2026-06-02"));
  ASSERT_EQ(now.to_tell.size(), 2U);
  EXPECT_EQ(now.to_tell[0].step, S::seizure);
  EXPECT_EQ(now.to_tell[0].tell[0].whom, "debtor");
  EXPECT_EQ(now.to_tell[0].tell[1].whom, "secured_creditors");
  EXPECT_EQ(now.to_tell[1].step, S::import_hold);
  EXPECT_EQ(now.to_tell[1].tell[0].whom, "consignee");
}

TEST(Course, WhatWasToldIsToldNoLonger) {
  auto file = with(banned(), {step(day("2026-05-08"), S::deferral, day("2027-05-07"))});
  const auto told = [](std::string_view on, std::string_view whom) {
    auto event = step(day(on), S::exit_ban_request);
    event.kind = EventKind::told;
    event.whom = whom;
    event.evidence = "letter 3";
    return event;
  };
  const auto open = [](const Standing& now, std::string_view whom) {
    return now.to_be_told(S::exit_ban_request, whom) != nullptr;
  };
  // Of the request, then of its end: each time those whom the table names.
  auto now = the_enforcement().standing(file, day("2026-05-08"));
  ASSERT_EQ(now.ended.size(), 1U);
  ASSERT_EQ(now.ended[0].tell.size(), 2U);
  EXPECT_TRUE(open(now, "minister_of_justice"));
  file = with(file, {told("2026-05-08", "minister_of_justice"), told("2026-05-08", "registry_or_holder")});
  for (int i = 0; open(the_enforcement().standing(file, day("2026-05-09")), "minister_of_justice"); ++i) {
    ASSERT_LT(i, 2) << "told once for the request and once for its end";
    file = with(file, {told("2026-05-09", "minister_of_justice")});
  }
  now = the_enforcement().standing(file, day("2026-05-09"));
  EXPECT_FALSE(open(now, "minister_of_justice"));
  EXPECT_TRUE(open(now, "debtor"));
  EXPECT_EQ(now.ended[0].tell[0].evidence, "letter 3");
  EXPECT_EQ(now.ended[0].tell[1].told_on, std::nullopt);
}

}  // namespace
}  // namespace clearway::enforcement
