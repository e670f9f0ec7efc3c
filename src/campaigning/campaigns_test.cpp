// Campaigns in the record, on both engines: drafted, approved by a second person, contacts from lists, ended.

#include "campaigning/campaigns.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "record/testing.h"

namespace clearway::campaigning {
namespace {

using campaign::Channel;
using campaign::Refusal;
using campaign::Response;
using campaign::State;

const law::Law& the_law() {
  static const auto law = law::Law::load(CLEARWAY_SOURCE_DIR "/law").value();
  return law;
}

Date day(std::string_view text) { return *Date::parse(text); }

class CampaignsTest : public record::testing::OnBothEngines {
 protected:
  void SetUp() override {
    OnBothEngines::SetUp();
    if (database) store = open();
  }
  static record::Origin origin(const std::string& actor, const std::string& request = "") {
    return {actor, request, *Instant::parse("2026-09-01T03:00:00.000000Z")};
  }
  static campaign::Campaign autumn() {
    campaign::Campaign campaign;
    campaign.campaign_id = "C-1";
    campaign.name = {"가을 체납 특별정리", "Autumn clearing"};
    campaign.customs_office = "020";
    campaign.from = day("2026-09-18");
    campaign.until = day("2026-12-12");
    campaign.population.at_least_krw = 1'000;
    campaign.held_back_ppm = 200'000;
    campaign.treatments = {{"call", {"전화", "Call"}, {}, 1}};
    campaign.team = {{"officer-1", 120}};
    campaign.targets = {900'000, 800'000};
    return campaign;
  }
  static Result<std::vector<campaign::Debtor>> owing(std::string_view office, Date on) {
    EXPECT_EQ(office, "020");
    EXPECT_EQ(on.text(), "2026-09-18");
    std::vector<campaign::Debtor> stock;
    for (int i = 0; i < 40; ++i) stock.push_back({"P-" + std::to_string(i), 1'000 + i, day("2024-01-05"), {}, true});
    stock.push_back({"P-small", 999, day("2024-01-05"), {}, true});
    return stock;
  }
  static Result<std::vector<campaign::Debtor>> nobody(std::string_view, Date) {
    return std::vector<campaign::Debtor>{};
  }
  Kept drafted() { return *draft(*store, the_law(), {}, autumn(), origin("officer-1", "draft-1"))->kept; }

  std::unique_ptr<record::Store> store;
};
INSTANTIATE_TEST_SUITE_P(Engines, CampaignsTest, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         record::testing::engine_name);

TEST_P(CampaignsTest, ASecondPersonApprovesAndTheDebtorsStayAsDrawn) {
  const auto kept = drafted();
  EXPECT_EQ(approve(*store, kept, owing, day("2026-09-10"), origin("officer-1", "own"))->refused->refusal,
            Refusal::approver_drafted_it);
  EXPECT_EQ(approve(*store, kept, nobody, day("2026-09-10"), origin("supervisor", "none"))->refused->refusal,
            Refusal::nobody_belongs_to_it);
  EXPECT_EQ(approve(*store, kept, owing, day("2026-09-19"), origin("supervisor", "late"))->refused->refusal,
            Refusal::campaign_has_begun);
  const auto approved = approve(*store, kept, owing, day("2026-09-10"), origin("supervisor", "yes"));
  ASSERT_TRUE(approved.ok()) << approved.error().detail;
  ASSERT_TRUE(approved->kept);
  EXPECT_EQ(approved->kept->campaign.state, State::approved);
  EXPECT_EQ(approved->kept->campaign.debtors.size(), 40U);
  // Sent again: the same answer, whatever the stock has become.
  const auto again = approve(*store, kept, nobody, day("2026-09-11"), origin("supervisor", "yes"));
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again->kept->campaign.debtors, approved->kept->campaign.debtors);
  EXPECT_EQ(find(*store, "020", "C-1")->value().campaign.debtors, approved->kept->campaign.debtors);
  EXPECT_EQ(draft(*store, the_law(), approved->kept, autumn(), origin("officer-1", "change"))->refused->refusal,
            Refusal::campaign_does_not_fit_the_state);
}

TEST_P(CampaignsTest, OfTwoWhoChangeADraftTheSecondIsTold) {
  const auto kept = drafted();
  auto changed = autumn();
  changed.targets.collected_krw = 1'000'000;
  ASSERT_TRUE(draft(*store, the_law(), kept, changed, origin("officer-1", "one"))->kept);
  const auto second = draft(*store, the_law(), kept, autumn(), origin("officer-2", "two"));
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.error().code, "version_is_not_current");
  auto spoiled = autumn();
  spoiled.team.clear();
  EXPECT_EQ(draft(*store, the_law(), {}, spoiled, origin("officer-1", "three"))->refused->refusal,
            Refusal::team_is_missing);
}

TEST_P(CampaignsTest, AListThatIsSentTwiceIsKeptOnce) {
  const auto kept = drafted();
  const std::vector<campaign::Contact> contacts = {
      {"P-1", day("2026-09-20"), "officer-1", Channel::phone, Response::promised, day("2026-09-30"), 500, ""},
      {"P-2", day("2026-09-19"), "officer-1", Channel::visit, Response::moved, {}, 0, "이사"},
      {"P-1", day("2026-09-20"), "officer-1", Channel::phone, Response::promised, day("2026-09-30"), 500, ""}};
  // The debtor was called twice that day.
  const campaign::Contact earlier = {
      "P-1", day("2026-09-20"), "officer-1", Channel::phone, Response::not_reached, {}, 0, ""};
  auto listed = add_contacts(*store, kept, contacts, origin("officer-1"));
  ASSERT_TRUE(listed.ok()) << listed.error().detail;
  EXPECT_EQ(listed->added, 2U);
  EXPECT_EQ(listed->known, 1U);
  listed = add_contacts(*store, kept, contacts, origin("officer-1"));
  EXPECT_EQ(listed->added, 0U);
  EXPECT_EQ(add_contacts(*store, kept, {earlier}, origin("officer-1"))->added, 1U);
  const auto read = campaigning::contacts(*store, "C-1");
  ASSERT_TRUE(read.ok());
  ASSERT_EQ(read->size(), 3U);
  EXPECT_EQ(read->front(), contacts[1]) << "by day";
  EXPECT_EQ(std::count(read->begin(), read->end(), contacts[0]), 1);
  EXPECT_EQ(std::count(read->begin(), read->end(), earlier), 1);
}

TEST_P(CampaignsTest, EndsOnTheDayAfterItsLastAndIsCancelledOnlyBefore) {
  auto kept = *approve(*store, drafted(), owing, day("2026-09-10"), origin("supervisor", "yes"))->kept;
  const auto now = *Instant::parse("2026-12-13T03:00:00.000000Z");
  EXPECT_EQ(cancel(*store, kept, day("2026-09-18"), origin("supervisor", "no"))->refused->refusal,
            Refusal::campaign_has_begun);
  EXPECT_EQ(*follow(*store, day("2026-12-12"), now), 0U);
  EXPECT_EQ(*follow(*store, day("2026-12-13"), now), 1U);
  EXPECT_EQ(*follow(*store, day("2026-12-14"), now), 0U);
  EXPECT_EQ(list(*store, "020")->front().campaign.state, State::ended);
  auto spring = autumn();
  spring.campaign_id = "C-2";
  const auto draft_of_spring = *draft(*store, the_law(), {}, spring, origin("officer-1", "draft-2"))->kept;
  EXPECT_EQ(cancel(*store, draft_of_spring, day("2026-12-14"), origin("officer-1", "no-2"))->kept->campaign.state,
            State::cancelled);
  EXPECT_EQ(list(*store, std::nullopt)->size(), 2U);
  EXPECT_TRUE(list(*store, "030")->empty());
}

}  // namespace
}  // namespace clearway::campaigning
