// Lists of a campaign's team: what a paper list says in the words of either language, and what a row is refused for.

#include "campaign/contact_list.h"

#include <gtest/gtest.h>

#include "intake/workbook_fixture_test.h"

namespace clearway::campaign {
namespace {

Date day(std::string_view text) { return *Date::parse(text); }

Messages messages() { return Messages::load(std::string(CLEARWAY_SOURCE_DIR) + "/messages").value(); }

Campaign running() {
  Campaign campaign;
  campaign.from = day("2026-09-18");
  campaign.until = day("2026-12-12");
  campaign.team = {{"officer-1", 120}};
  campaign.debtors = {{"B100", {}, 1, "call", "officer-1", false}, {"B200", {}, 1, "call", "officer-1", false}};
  return campaign;
}

ContactList read(const std::string& file) {
  const auto texts = messages();
  auto list = read_contacts(file, running(), day("2026-10-01"), texts);
  EXPECT_TRUE(list.ok()) << list.error().detail;
  return list ? *list : ContactList{};
}

const std::string header = "debtor,date,officer,channel,result,promised_by,promised_krw,note\n";

TEST(ContactList, TakesWordsOfBothLanguagesAndGroupedAmounts) {
  const auto list = read(header + "B100,2026-09-20,officer-1,전화,납부 약속,2026-09-30,\"1,500,000\",다음 주\n" +
                         "B200,2026-09-20,officer-1,Visit,moved,,,\n");
  ASSERT_EQ(list.contacts.size(), 2U);
  EXPECT_TRUE(list.refused.empty());
  const Contact first{"B100",    day("2026-09-20"), "officer-1", Channel::phone, Response::promised, day("2026-09-30"),
                      1'500'000, "다음 주"};
  EXPECT_EQ(list.contacts[0], first);
  EXPECT_EQ(list.contacts[1].channel, Channel::visit);
  EXPECT_EQ(list.contacts[1].response, Response::moved);
}

TEST(ContactList, AWorkbookIsReadLikeAPaperList) {
  const auto list = read(
      intake::workbook({{"debtor", "date", "officer", "channel", "result", "promised_by", "promised_krw", "note"},
                        {"B100", "2026-09-20", "officer-1", "전화", "납부 약속", "2026-09-30", "1500000", "다음 주"},
                        {"B300", "2026-09-20", "officer-1", "phone", "moved", "", "", ""}}));
  ASSERT_EQ(list.contacts.size(), 1U);
  EXPECT_EQ(list.contacts[0].promised_krw, 1'500'000);
  EXPECT_EQ(list.contacts[0].promised_by, day("2026-09-30"));
  ASSERT_EQ(list.refused.size(), 1U);
  EXPECT_EQ(list.refused[0].refusal, ContactRefusal::debtor_is_not_of_the_campaign);
  EXPECT_EQ(list.refused[0].row, 3U);
}

TEST(ContactList, ABadRowIsNamedAndTheGoodOnesBesideItAreKept) {
  const struct {
    std::string row;
    ContactRefusal refusal;
    std::string field;
  } cases[] = {
      {"\"B100,2026-09-20,officer-1,phone,moved,,,", ContactRefusal::row_is_not_readable, ""},
      {",2026-09-20,officer-1,phone,moved,,,", ContactRefusal::debtor_is_missing, "debtor"},
      {"B300,2026-09-20,officer-1,phone,moved,,,", ContactRefusal::debtor_is_not_of_the_campaign, "debtor"},
      {"B100,20 September,officer-1,phone,moved,,,", ContactRefusal::date_is_no_date, "date"},
      {"B100,2026-09-17,officer-1,phone,moved,,,", ContactRefusal::date_is_outside_the_campaign, "date"},
      {"B100,2026-10-02,officer-1,phone,moved,,,", ContactRefusal::date_is_outside_the_campaign, "date"},
      {"B100,2026-09-20,officer-9,phone,moved,,,", ContactRefusal::officer_is_not_of_the_team, "officer"},
      {"B100,2026-09-20,officer-1,pigeon,moved,,,", ContactRefusal::channel_is_unknown, "channel"},
      {"B100,2026-09-20,officer-1,phone,gone,,,", ContactRefusal::result_is_unknown, "result"},
      {"B100,2026-09-20,officer-1,phone,promised,,5,", ContactRefusal::promise_needs_a_day, "promised_by"},
      {"B100,2026-09-20,officer-1,phone,promised,2026-09-19,5,", ContactRefusal::promise_needs_a_day, "promised_by"},
      {"B100,2026-09-20,officer-1,phone,promised,2026-09-21,-5,", ContactRefusal::promise_needs_an_amount,
       "promised_krw"},
      {"B100,2026-09-20,officer-1,phone,moved,,," + std::string(most_note + 1, 'x'), ContactRefusal::note_is_too_long,
       "note"},
  };
  const auto texts = messages();
  for (const auto& each : cases) {
    const auto list = read(header + "B200,2026-09-20,officer-1,phone,reached,,,\n" + each.row + "\n");
    ASSERT_EQ(list.refused.size(), 1U) << each.row;
    EXPECT_EQ(list.refused[0].refusal, each.refusal) << name(list.refused[0].refusal) << " of " << each.row;
    EXPECT_EQ(list.refused[0].field, each.field);
    EXPECT_EQ(list.refused[0].row, 3U);
    EXPECT_FALSE(list.refused[0].text(texts).ko.empty());
    EXPECT_FALSE(list.refused[0].fix(texts).en.empty());
    EXPECT_EQ(list.contacts.size(), 1U);
  }
}

TEST(ContactList, AFileWithoutItsColumnsIsNoList) {
  const auto texts = messages();
  EXPECT_EQ(read_contacts("", running(), day("2026-10-01"), texts).error().code, "table_lacks_a_column");
  const auto error = read_contacts("debtor;date;officer;channel\n", running(), day("2026-10-01"), texts).error();
  EXPECT_EQ(error.code, "table_lacks_a_column");
  EXPECT_EQ(error.field, "result");
}

}  // namespace
}  // namespace clearway::campaign
