// Mails of notices, on both engines: to the firm and to who answers for it, each put into the outbox once.

#include "noticing/outbox.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>

#include "notice/fixture_test.h"
#include "record/testing.h"
#include "record/wait.h"
#include "settlement/testing.h"

namespace clearway::noticing {
namespace {

using notice::Action;
using notice::day;

const std::string firm = "B1248100998";

class OutboxTest : public record::testing::OnBothEngines {
 protected:
  void SetUp() override {
    OnBothEngines::SetUp();
    if (!database) return;
    store = open();
    folder = database->folder() + "/outbox";
    std::filesystem::create_directories(folder);
    account("trader", "trader", firm);
    account("broker", "broker");
    account("stranger", "broker");
    account("other_firm", "trader", "B2208162517");
  }
  static record::Origin origin(const std::string& request_id = "") {
    return {"officer-1", request_id, *Instant::parse("2026-03-09T03:00:00.000000Z")};
  }
  void account(const std::string& name, const std::string& role, const std::string& party = "") {
    record::Account account;
    account.account_id = "account-" + name;
    account.sign_in_name = name;
    account.display_name = "표본 " + name;
    account.role = role;
    account.party_id = party;
    account.language = role == "broker" ? "en" : "ko";
    account.created_at = origin().at;
    ASSERT_TRUE(record::wait<record::Account>([&](auto done) { store->put_account(account, origin(), done); }).ok());
  }
  void mandate(const std::string& whose, const std::string& until = "2026-12-31") {
    record::Mandate mandate;
    mandate.mandate_id = "mandate-" + whose;
    mandate.party_id = firm;
    mandate.agent = "account-" + whose;
    mandate.scopes = {"notices:answer"};
    mandate.from = day("2026-01-01");
    mandate.until = day(until);
    mandate.created_at = origin().at;
    ASSERT_TRUE(record::wait<Nothing>([&](auto done) { store->put_mandate(mandate, origin(), done); }).ok());
  }
  /// Approved, whoever this firm is: the draw of the control group depends on the key of this run, so the file of its
  /// mail is opened as an approval that sends it opens it.
  notice::Notice sent(const std::string& declaration = "D-1") {
    auto notice = notice::after(notice::draft(firm, declaration), Action::approve, "2026-03-09");
    notice.notice_id.clear();
    auto kept = keep(*store, notice, origin()).value();
    const auto opened = record::wait<std::vector<record::Matter>>([&](auto done) {
      record::Matters(*store).step({{queued_mail(kept.notice, day("2026-03-09")), "approve"}}, {}, origin(),
                                   std::move(done));
    });
    EXPECT_TRUE(opened.ok());
    return kept.notice;
  }
  Result<Posted> posted() {
    return post(
        *store, rules, tools, folder,
        [this](const document::Document& document) -> Result<document::Pdf> {
          ++printed;
          if (cannot_print) return Error{"letter_fonts_not_found", "", "", ""};
          return document::Pdf{"%PDF of " + document.title, 1};
        },
        origin().at);
  }
  std::map<std::string, std::string> mails() const {
    std::map<std::string, std::string> found;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
      std::ifstream in(entry.path(), std::ios::binary);
      found[entry.path().filename().string()] = std::string(std::istreambuf_iterator<char>(in), {});
    }
    return found;
  }
  std::string state(const notice::Notice& notice) {
    return record::Matters(*store).find(firm, "mail-" + notice.notice_id).value()->state;
  }

  const notice::World& world = notice::World::instance();
  const Rules rules{world.law, world.calendar, world.quoter, settlement::testing::rules()};
  document::Templates templates = document::Templates::load(std::string(CLEARWAY_SOURCE_DIR) + "/documents").value();
  Letterhead letterhead = Letterhead::load(std::string(CLEARWAY_SOURCE_DIR) + "/policy").value();
  LetterTools tools{templates, letterhead, world.law, world.messages};
  std::unique_ptr<record::Store> store;
  std::string folder;
  int printed = 0;
  bool cannot_print = false;
};
INSTANTIATE_TEST_SUITE_P(Engines, OutboxTest, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         record::testing::engine_name);

TEST_P(OutboxTest, TheFirmAndWhoAnswersForItAreToldOnce) {
  mandate("broker");
  const auto notice = sent();
  EXPECT_EQ(posted().value().mails, 2U);
  const auto first = mails();
  ASSERT_EQ(first.size(), 2U);
  std::string all;
  for (const auto& [name, text] : first) {
    EXPECT_TRUE(name.starts_with(notice.notice_id + "-") && name.ends_with(".eml")) << name;
    EXPECT_NE(text.find("Content-Type: application/pdf"), std::string::npos);
    EXPECT_NE(text.find("Date: Mon, 09 Mar 2026 09:00:00 +0900"), std::string::npos);
    all += text;
  }
  EXPECT_NE(all.find("<trader@clearway.sample.invalid>"), std::string::npos);
  EXPECT_NE(all.find("<broker@clearway.sample.invalid>"), std::string::npos);
  EXPECT_EQ(all.find("stranger"), std::string::npos);
  EXPECT_EQ(state(notice), "written");
  // Whoever sends them takes them out of the folder; they do not come again, nor after a restart.
  for (const auto& [name, text] : first) std::filesystem::remove(folder + "/" + name);
  store.reset();
  store = open();
  EXPECT_EQ(posted().value().mails, 0U);
  EXPECT_TRUE(mails().empty());
  EXPECT_EQ(printed, 1) << "one letter for both";
}

TEST_P(OutboxTest, WhatEndedBetweenFileAndRecordIsPutInPlaceAgainUnderTheSameName) {
  const auto notice = sent();
  ASSERT_TRUE(posted().ok());
  const auto first = mails();
  auto file = *record::Matters(*store).find(firm, "mail-" + notice.notice_id).value();
  file.state = "queued";
  ASSERT_TRUE(record::wait<std::vector<record::Matter>>([&](auto done) {
                record::Matters(*store).step({{file, "as if it had ended"}}, {}, origin(), std::move(done));
              }).ok());
  ASSERT_TRUE(posted().ok());
  EXPECT_EQ(mails(), first) << "the same names and bytes";
}

TEST_P(OutboxTest, WhatCannotBeWrittenIsDueAgain) {
  const auto notice = sent();
  cannot_print = true;
  EXPECT_EQ(posted().error().code, "letter_fonts_not_found");
  EXPECT_EQ(state(notice), "queued");
  cannot_print = false;
  folder += "/gone";
  EXPECT_EQ(posted().error().code, "outbox_cannot_be_written");
  std::filesystem::create_directories(folder);
  EXPECT_EQ(posted().value().mails, 1U);
}

TEST_P(OutboxTest, ABrokerWhoseMandateIsOverIsNotTold) {
  mandate("broker", "2026-03-08");
  sent();
  EXPECT_EQ(posted().value().mails, 1U);
}

TEST_P(OutboxTest, NobodyIsToldOfANoticeThatIsOver) {
  const auto notice = sent();
  const auto kept = *find(*store, firm, notice.notice_id).value();
  ASSERT_TRUE(take(*store, rules, kept, Action::withdraw, {"our mistake"}, day("2026-03-09"), origin()).value().kept);
  EXPECT_EQ(posted().value().mails, 0U);
  EXPECT_EQ(state(notice), "not_due");
}

TEST_P(OutboxTest, ApprovalOpensTheFileOfItsMailAndARepetitionDoesNotOpenAnother) {
  const auto draft = notice::draft();
  const auto made = noticing::draft(*store, {{draft.finding, draft.declared}}, day("2026-03-09"), origin());
  ASSERT_EQ(made.value().drafted, 1U);
  const auto kept = *find(*store, firm, all(*store).value().at(0).notice_id).value();
  const auto approve = [&] {
    return *take(*store, rules, kept, Action::approve, {}, day("2026-03-09"), origin("approve-1")).value().kept;
  };
  const auto approved = approve();
  EXPECT_EQ(approve().matter.version, approved.matter.version);
  const bool is_sent = approved.notice.state == notice::State::sent;
  EXPECT_EQ(state(approved.notice), is_sent ? "queued" : "not_due");
  EXPECT_EQ(posted().value().mails, is_sent ? 1U : 0U);
}

TEST_P(OutboxTest, TheLetterFillsItsTemplateInEveryCase) {
  auto question = notice::draft();
  question.finding.proposed.clear();
  auto alone = notice::draft();
  alone.finding.peers.reset();
  alone.finding.would_clear.clear();
  auto whole = notice::sent();
  whole.finding.lines.clear();
  whole.finding.evidence.front().line = 0;
  whole.finding.evidence.front().usual = {};
  auto refund = notice::sent();
  for (auto& each : refund.finding.proposed) each.krw = -each.krw;
  for (const auto& notice : {notice::draft(), notice::sent(), question, alone, whole, refund}) {
    const auto quoted = quote(*store, rules, notice, {}, day("2026-03-10")).value();
    const auto letter = letter_of(tools, notice, quoted, {{"표본", "Sample"}, "124-81-0****"}, day("2026-03-10"),
                                  document::Languages::both);
    ASSERT_TRUE(letter.ok()) << letter.error().detail;
    EXPECT_EQ(letter->parts.size(), 2U);
  }
  EXPECT_EQ(masked_number("B1248100998"), "124-81-0****");
  EXPECT_EQ(masked_number("importer-1"), "impor****");
}

TEST(LetterheadTest, WhatIsWrongInTheFileIsNamed) {
  EXPECT_NE(Letterhead::read("public_url: x\n").error().detail.find("'mail' is missing"), std::string::npos);
  const auto file = std::string(CLEARWAY_SOURCE_DIR) + "/policy/letterhead.yaml";
  std::ifstream in(file);
  const std::string text(std::istreambuf_iterator<char>(in), {});
  auto changed = text;
  changed.replace(changed.find("offices: {}"), 11, "offices: {'040': {phone: 000-1, colour: red}}");
  EXPECT_NE(Letterhead::read(changed).error().detail.find("'colour' is not known"), std::string::npos);
  changed.replace(changed.find(", colour: red"), 13, "");
  const auto read = Letterhead::read(changed).value();
  EXPECT_EQ(read.of("040").phone, "000-1");
  EXPECT_EQ(read.of("040").person.en, read.any.person.en);
}

}  // namespace
}  // namespace clearway::noticing
