// Who belongs to a special clearing campaign, who is held back, and what it did.

#include "campaign/campaign.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>
#include <set>

#include "campaign/campaign_json.h"
#include "campaign/progress.h"

namespace clearway::campaign {
namespace {

Date day(std::string_view text) { return *Date::parse(text); }

const law::Law& the_law() {
  static const auto law = law::Law::load(CLEARWAY_SOURCE_DIR "/law").value();
  return law;
}

Campaign autumn() {
  Campaign campaign;
  campaign.campaign_id = "C-1";
  campaign.name = {"가을 체납 특별정리", "Autumn clearing"};
  campaign.customs_office = "020";
  campaign.from = day("2026-09-18");
  campaign.until = day("2026-12-12");
  campaign.population = {730, 200'000'000, 90};
  campaign.held_back_ppm = 200'000;
  campaign.treatments = {{"call", {"전화", "Call"}, {"분할납부 안내", "Instalments explained"}, 2},
                         {"visit", {"방문", "Visit"}, {}, 1}};
  campaign.team = {{"officer-1", 120}, {"officer-2", 40}};
  campaign.targets = {900'000'000, 800'000};
  campaign.drafted_by = "officer-1";
  return campaign;
}

Debtor debtor(const std::string& id, std::int64_t krw, std::string_view due) { return {id, krw, day(due), {}, true}; }

TEST(CampaignTest, EachRuleOfThePopulationHasItsEdge) {
  const struct {
    const char* what;
    Debtor debtor;
    std::vector<Ground> grounds;
  } cases[] = {
      {"two years to the day", debtor("A", 1, "2024-09-18"), {Ground::long_term}},
      {"a day less than two years", debtor("A", 1, "2024-09-19"), {}},
      {"200 million to the won", debtor("A", 200'000'000, "2025-09-18"), {Ground::high_value}},
      {"a won less", debtor("A", 199'999'999, "2025-09-18"), {}},
      {"ninety days ago", debtor("A", 1, "2026-06-20"), {Ground::new_debt}},
      {"ninety-one days ago", debtor("A", 1, "2026-06-19"), {}},
      {"old and large", debtor("A", 200'000'000, "2020-01-02"), {Ground::long_term, Ground::high_value}},
      {"not due yet", debtor("A", 900'000'000, "2026-09-18"), {}},
      {"paid", debtor("A", 0, "2020-01-02"), {}},
      {"held, or under a plan", {"A", 900'000'000, day("2020-01-02"), {}, false}, {}},
  };
  for (const auto& each : cases) {
    EXPECT_EQ(grounds_of(autumn().population, each.debtor, day("2026-09-18")), each.grounds) << each.what;
  }
}

TEST(CampaignTest, ADraftThatIsNotWholeIsRefusedByName) {
  EXPECT_FALSE(check(autumn(), the_law()));
  const struct {
    Refusal refusal;
    std::string field;
    void (*spoil)(Campaign&);
  } cases[] = {
      {Refusal::name_is_missing, "name", [](Campaign& c) { c.name.en.clear(); }},
      {Refusal::until_is_before_from, "until", [](Campaign& c) { c.until = c.from.plus_days(-1); }},
      {Refusal::population_has_no_rule, "population", [](Campaign& c) { c.population = {}; }},
      {Refusal::rule_is_not_positive, "population.at_least_krw", [](Campaign& c) { c.population.at_least_krw = 0; }},
      {Refusal::treatments_are_missing, "treatments", [](Campaign& c) { c.treatments.clear(); }},
      {Refusal::treatment_stands_twice, "treatments.id", [](Campaign& c) { c.treatments[1].id = "call"; }},
      {Refusal::treatment_weighs_nothing, "treatments.weight", [](Campaign& c) { c.treatments[1].weight = 0; }},
      {Refusal::control_group_is_too_large, "held_back_ppm", [](Campaign& c) { c.held_back_ppm = 500'001; }},
      {Refusal::control_group_is_missing, "held_back_ppm", [](Campaign& c) { c.held_back_ppm = 0; }},
      {Refusal::team_is_missing, "team", [](Campaign& c) { c.team.clear(); }},
      {Refusal::member_stands_twice, "team.account_id", [](Campaign& c) { c.team[1].account_id = "officer-1"; }},
      {Refusal::member_has_no_hours, "team.hours", [](Campaign& c) { c.team[0].hours = 0; }},
      {Refusal::target_is_not_positive, "targets.collected_krw", [](Campaign& c) { c.targets.collected_krw = 0; }},
      {Refusal::target_is_not_positive, "targets.contacted_ppm",
       [](Campaign& c) { c.targets.contacted_ppm = 1'000'001; }},
  };
  for (const auto& each : cases) {
    auto campaign = autumn();
    each.spoil(campaign);
    const auto refused = check(campaign, the_law());
    ASSERT_TRUE(refused) << name(each.refusal);
    EXPECT_EQ(refused->refusal, each.refusal) << name(refused->refusal);
    EXPECT_EQ(refused->field, each.field);
  }
}

std::vector<Debtor> stock(int size) {
  std::vector<Debtor> debtors;
  for (int i = 0; i < size; ++i) debtors.push_back(debtor("P-" + std::to_string(i), 300'000'000 + i, "2020-01-02"));
  return debtors;
}

TEST(CampaignTest, TheDrawFollowsFromTheKeyAndNotFromTheOrder) {
  auto debtors = stock(500);
  const auto one = draw(autumn(), debtors, "key");
  std::reverse(debtors.begin(), debtors.end());
  EXPECT_EQ(draw(autumn(), debtors, "key"), one);
  EXPECT_NE(draw(autumn(), debtors, "another key"), one);
  std::map<std::string, int> count;
  for (const auto& each : one) {
    ++count[each.treatment.value_or("control")];
    EXPECT_EQ(each.assignee.empty(), !each.treatment);
    ++count[each.assignee];
  }
  // 500 drawn at a fifth, then two to one; the key is fixed, so these are facts and not chances.
  EXPECT_NEAR(count["control"], 100, 30);
  EXPECT_NEAR(count["call"], 2 * count["visit"], 60);
  EXPECT_NEAR(count["officer-1"], 3 * count["officer-2"], 4) << "by hours";
}

TEST(CampaignTest, NobodyIsHeldBackWhoseDebtWouldBeLostMeanwhile) {
  auto debtors = stock(200);
  for (auto& each : debtors) each.prescribes_on = day("2026-12-12");
  for (const auto& each : draw(autumn(), debtors, "key")) {
    EXPECT_TRUE(each.never_held_back);
    EXPECT_TRUE(each.treatment);
  }
}

TEST(CampaignTest, ADayShowsWhatCameInAgainstThePlan) {
  auto campaign = autumn();
  campaign.debtors = {{"A", {Ground::high_value}, 500, "call", "officer-1", false},
                      {"B", {Ground::high_value}, 500, {}, "", false}};
  const std::vector<Contact> contacts = {
      {"A", day("2026-09-18"), "officer-1", Channel::phone, Response::not_reached, {}, 0, ""},
      {"A", day("2026-09-20"), "officer-1", Channel::phone, Response::promised, day("2026-09-21"), 100, ""},
      {"B", day("2026-09-20"), "officer-1", Channel::phone, Response::promised, day("2026-09-21"), 100, ""},
  };
  const std::vector<Collected> money = {{"A", day("2026-09-17"), 7},
                                        {"A", day("2026-09-20"), 60},
                                        {"A", day("2026-09-21"), 40},
                                        {"B", day("2026-09-21"), 500},
                                        {"Z", day("2026-09-21"), 999}};
  const auto progress = progress_of(campaign, money, contacts, day("2026-09-21"));
  ASSERT_EQ(progress.days.size(), 4U);
  EXPECT_EQ(progress.days[1].contacted, 0) << "nobody was reached yet";
  EXPECT_EQ(progress.days[2].contacted, 1) << "the control group is not approached, whoever called";
  EXPECT_EQ(progress.days[2].collected_krw, 60);
  EXPECT_EQ(progress.days[3].collected_krw, 100);
  EXPECT_EQ(progress.days[3].planned_krw, 900'000'000LL * 4 / 86);
  EXPECT_EQ(progress.promises_due, 1);
  EXPECT_EQ(progress.promises_kept, 1);
  EXPECT_EQ(progress_of(campaign, money, contacts, day("2026-09-20")).promises_due, 0) << "its day has not come";
  EXPECT_EQ(progress_of(campaign, money, contacts, day("2027-03-01")).days.back().planned_krw, 900'000'000);
}

TEST(CampaignTest, TheOutcomeStandsAgainstTheControlGroup) {
  auto campaign = autumn();
  std::vector<Collected> money;
  const auto enrol = [&](const std::string& id, bool approached, bool pays) {
    campaign.debtors.push_back(
        {id, {Ground::long_term}, 1'000, approached ? std::optional<std::string>("call") : std::nullopt, "", false});
    if (pays) money.push_back({id, day("2026-10-01"), 500});
  };
  for (int i = 0; i < 400; ++i) enrol("A" + std::to_string(1'000 + i), true, i % 4 == 0);    // 25 %
  for (int i = 0; i < 400; ++i) enrol("B" + std::to_string(1'000 + i), false, i % 10 == 0);  // 10 %
  campaign.debtors.push_back({"C", {Ground::long_term}, 1'000, "call", "", true});
  const auto outcome = outcome_of(campaign, money, day("2026-12-31"));
  EXPECT_EQ(outcome.approached.paying, 100);
  EXPECT_EQ(outcome.held_back.collected_krw, 20'000);
  EXPECT_EQ(outcome.never_held_back.debtors, 1);
  EXPECT_EQ(outcome.treatments.at("call").debtors, 401);
  ASSERT_TRUE(outcome.paying_lift);
  EXPECT_NEAR(outcome.paying_lift->value, 0.15, 1e-9);
  EXPECT_GT(outcome.paying_lift->low, 0.09);
  EXPECT_LT(outcome.paying_lift->high, 0.21);
  ASSERT_TRUE(outcome.collected_lift);
  EXPECT_NEAR(outcome.collected_lift->value, 0.075, 1e-9);
  EXPECT_GT(outcome.collected_lift->low, 0.045);
}

TEST(CampaignTest, WithoutAControlGroupThereIsNoLift) {
  auto campaign = autumn();
  campaign.debtors = {{"A", {Ground::long_term}, 1'000, "call", "", false}};
  const auto outcome = outcome_of(campaign, {{"A", day("2026-10-01"), 500}}, day("2026-12-31"));
  EXPECT_FALSE(outcome.paying_lift);
  EXPECT_FALSE(outcome.collected_lift);
}

TEST(CampaignTest, IsReadBackAsItWasKept) {
  auto campaign = autumn();
  campaign.population.new_within_days.reset();
  campaign.debtors = draw(campaign, stock(20), "key");
  const auto kept = to_json(campaign);
  const auto read = campaign_from_json(kept);
  ASSERT_TRUE(read.ok()) << read.error().field;
  EXPECT_EQ(to_json(*read), kept);
  EXPECT_EQ(read->debtors, campaign.debtors);
  const auto broken = campaign_from_json(R"({"campaign_id":"C-1"})");
  ASSERT_FALSE(broken.ok());
  EXPECT_EQ(broken.error().code, "campaign_is_not_readable");
  EXPECT_EQ(broken.error().field, "name");
  const Contact contact{"A", day("2026-09-20"), "officer-1", Channel::visit, Response::promised, day("2026-09-30"), 5,
                        "문"};
  EXPECT_EQ(*contact_from_json(to_json(contact)), contact);
}

RC_GTEST_PROP(CampaignProperty, EverybodyOfTheStockWithAGroundIsDrawnOnceAndMoneyIsCountedOnce, ()) {
  auto campaign = autumn();
  std::vector<Debtor> debtors;
  std::set<std::string> expected;
  const auto size = *rc::gen::inRange(0, 60);
  for (int i = 0; i < size; ++i) {
    auto each = debtor("P-" + std::to_string(i), *rc::gen::inRange<std::int64_t>(0, 400'000'000), "2026-01-01");
    each.oldest_due = day("2026-09-18").plus_days(-*rc::gen::inRange(0, 1'500));
    each.enforced = *rc::gen::inRange(0, 5) != 0;
    if (!grounds_of(campaign.population, each, campaign.from).empty()) expected.insert(each.party_id);
    debtors.push_back(each);
  }
  campaign.debtors = draw(campaign, debtors, "key");
  std::set<std::string> enrolled;
  for (const auto& each : campaign.debtors) enrolled.insert(each.party_id);
  RC_ASSERT(enrolled == expected);
  RC_ASSERT(campaign.debtors.size() == expected.size());
  std::vector<Collected> money;
  std::int64_t sum = 0;
  for (const auto& each : debtors) {
    const auto krw = *rc::gen::inRange<std::int64_t>(0, 1'000);
    money.push_back({each.party_id, day("2026-10-01"), krw});
    if (expected.contains(each.party_id)) sum += krw;
  }
  const auto outcome = outcome_of(campaign, money, day("2026-10-02"));
  std::int64_t by_treatment = 0;
  for (const auto& [id, group] : outcome.treatments) by_treatment += group.collected_krw;
  RC_ASSERT(by_treatment + outcome.held_back.collected_krw == sum);
  RC_ASSERT(outcome.approached.collected_krw + outcome.held_back.collected_krw +
                outcome.never_held_back.collected_krw ==
            sum);
}

}  // namespace
}  // namespace clearway::campaign
