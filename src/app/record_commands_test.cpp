#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <sstream>

#include "app/context.h"
#include "base/messages.h"
#include "db/connection.h"
#include "record/store.h"

namespace clearway::app {
namespace {

namespace fs = std::filesystem;

struct Outcome {
  int exit;
  std::string out, err;
};

Outcome run_line(std::vector<std::string> words) {
  words.insert(words.begin(), "clearway");
  words.insert(words.end(), {"--messages", std::string(CLEARWAY_SOURCE_DIR) + "/messages", "--lang", "en"});
  std::vector<const char*> arguments;
  for (const auto& word : words) arguments.push_back(word.c_str());
  std::ostringstream out, err;
  const int exit = run(static_cast<int>(arguments.size()), arguments.data(), out, err);
  return {exit, out.str(), err.str()};
}

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

class RecordCommandsTest : public ::testing::Test {
 protected:
  RecordCommandsTest() {
    char pattern[] = "/tmp/clearway-record-XXXXXX";
    folder_ = mkdtemp(pattern);
  }
  ~RecordCommandsTest() override { fs::remove_all(folder_); }
  std::string path(const std::string& name) const { return (folder_ / name).string(); }

  void lodge_three() const {
    record::StoreOptions options;
    options.url = path("a.db");
    auto store = record::Store::open(options);
    ASSERT_TRUE(store.ok());
    for (const std::string id : {"D-1", "D-2", "D-3"}) {
      record::Lodgement lodgement;
      lodgement.party_id = "B2208162517";
      lodgement.declaration_id = id;
      lodgement.declared_on = Date::of(2026, 11, 23);
      lodgement.facts = lodgement.decision = "{}";
      ASSERT_TRUE(record::wait<record::Receipt>([&](auto done) {
                    (*store)->lodge(lodgement, {"tester", "", Instant{1}}, std::move(done));
                  }).ok());
    }
  }
  void tamper(const std::string& database, const std::string& sql) const {
    auto connection = db::Connection::open(database);
    ASSERT_TRUE(connection.ok());
    ASSERT_TRUE((*connection)->script(sql).ok());
  }

 private:
  fs::path folder_;
};

TEST_F(RecordCommandsTest, TheRecordIsAcceptedAndThenItsAlteredRecordNamed) {
  ASSERT_EQ(run_line({"db", "migrate", "--db", "sqlite:" + path("a.db")}).exit, 0);
  lodge_three();
  const auto sound = run_line({"audit", "verify", "--db", path("a.db")});
  EXPECT_EQ(sound.exit, 0) << sound.err;
  EXPECT_TRUE(has(sound.out, "Sound: 3 records, 3 declarations")) << sound.out;
  const auto head = sound.out.substr(sound.out.find("3:"), 66);
  EXPECT_EQ(run_line({"audit", "verify", "--db", path("a.db"), "--head", head}).exit, 0);
  EXPECT_EQ(run_line({"audit", "verify", "--db", path("a.db"), "--head", "3:" + std::string(64, '0')}).exit, 1);
  EXPECT_EQ(run_line({"audit", "verify", "--db", path("a.db"), "--head", "three"}).exit, 2);

  tamper(path("a.db"), "UPDATE record SET body = '{\"channel\":\"green\"}' WHERE sequence = 2");
  const auto damaged = run_line({"audit", "verify", "--db", "sqlite:" + path("a.db")});
  EXPECT_EQ(damaged.exit, 1);
  EXPECT_TRUE(has(damaged.out, "record 2 (party B2208162517, subject D-2) was altered")) << damaged.out;
  const auto json = run_line({"audit", "verify", "--db", path("a.db"), "--json"});
  EXPECT_EQ(json.exit, 1);
  EXPECT_TRUE(has(json.out, "\"damage\":\"altered\",\"what\":\"record\",\"stream\":0,\"sequence\":2")) << json.out;
  EXPECT_EQ(run_line({"db", "verify", "--db", path("a.db")}).exit, 1);
}

TEST_F(RecordCommandsTest, ABackupRestoresToTheSameRecord) {
  ASSERT_EQ(run_line({"db", "migrate", "--db", path("a.db")}).exit, 0);
  lodge_three();
  ASSERT_EQ(run_line({"db", "backup", "--db", path("a.db"), "--to", path("b.db")}).exit, 0);
  EXPECT_NE(run_line({"db", "backup", "--db", path("a.db"), "--to", path("b.db")}).exit, 0) << "never over a file";
  ASSERT_EQ(run_line({"db", "restore", "--db", path("c.db"), "--from", path("b.db")}).exit, 0);
  EXPECT_EQ(run_line({"db", "restore", "--db", path("c.db"), "--from", path("b.db")}).exit, 2) << "only into a new one";
  EXPECT_EQ(run_line({"db", "restore", "--db", path("d.db"), "--from", path("none.db")}).exit, 2);
  const auto keyless = run_line({"db", "verify", "--db", path("c.db")});
  EXPECT_EQ(keyless.exit, 3);
  EXPECT_TRUE(has(keyless.err, "CLEARWAY_KEY_FILE")) << keyless.err;
  fs::copy_file(path("a.db.key"), path("c.db.key"));
  const auto verified = run_line({"db", "verify", "--db", path("c.db")});
  EXPECT_EQ(verified.exit, 0) << verified.err;
  EXPECT_TRUE(has(verified.out, "Sound: 3 records")) << verified.out;
}

TEST_F(RecordCommandsTest, WhatCannotBeDoneIsSaid) {
  EXPECT_EQ(run_line({"audit", "verify"}).exit, 2);
  const auto missing = run_line({"audit", "verify", "--db", path("none.db")});
  EXPECT_EQ(missing.exit, 3);
  EXPECT_TRUE(has(missing.err, "no such file")) << missing.err;
  EXPECT_EQ(run_line({"audit"}).exit, 2);
  EXPECT_EQ(run_line({"db", "backup", "--db", path("none.db"), "--to", path("b.db")}).exit, 3);
}

TEST(RecordMessages, WhatTheDatabaseSaysIsSaidInBothLanguages) {
  const auto messages = Messages::load(std::string(CLEARWAY_SOURCE_DIR) + "/messages");
  ASSERT_TRUE(messages.ok());
  using db::Failure;
  for (const auto failure : {Failure::locked, Failure::disk_full, Failure::constraint, Failure::connection_lost,
                             Failure::corrupt, Failure::read_only, Failure::access_refused, Failure::cannot_open,
                             Failure::owned, Failure::schema_older, Failure::schema_newer, Failure::other}) {
    const Error error = db::make_error(failure, "", "");
    ASSERT_NE(messages->find("error." + error.code + ".detail"), nullptr) << error.code;
    EXPECT_EQ(messages->at("error." + error.code + ".detail").en, error.detail);
    EXPECT_EQ(messages->at("error." + error.code + ".fix").en, error.fix);
  }
}

TEST_F(RecordCommandsTest, ErrorsOfTheDatabaseAreKoreanByDefault) {
  const std::string messages = std::string(CLEARWAY_SOURCE_DIR) + "/messages", database = path("none.db");
  const std::vector<const char*> words = {"clearway",       "audit",      "verify",        "--db",
                                          database.c_str(), "--messages", messages.c_str()};
  std::ostringstream out, err;
  EXPECT_EQ(run(static_cast<int>(words.size()), words.data(), out, err), 3);
  EXPECT_TRUE(has(err.str(), "데이터베이스를 열 수 없습니다 (" + database + ")")) << err.str();
}

// The sentences are asked for by names put together from what was found.
TEST(RecordMessages, EveryKindOfDamageHasItsSentence) {
  const auto messages = Messages::load(std::string(CLEARWAY_SOURCE_DIR) + "/messages");
  ASSERT_TRUE(messages.ok());
  for (const std::string damage : {"altered", "removed", "inserted", "unreadable"}) {
    EXPECT_NE(messages->find("audit.damage." + damage), nullptr) << damage;
  }
  std::ifstream in(std::string(CLEARWAY_SOURCE_DIR) + "/src/record/audit_test.cpp");
  const std::string tests{std::istreambuf_iterator<char>(in), {}};
  std::set<std::string> whats, whys;
  for (const auto& [key, text] : messages->all()) {
    if (key.starts_with("audit.why.")) whys.insert(key.substr(10));
    if (key.starts_with("audit.what.")) whats.insert(key.substr(11));
  }
  // What the tests of the audit expect to be told has a sentence.
  const std::regex told("\"(altered|removed|inserted|unreadable) ([a-z_]+) [0-9]+ [A-Za-z0-9-]* ([a-z_]+)\"");
  int count = 0;
  for (std::sregex_iterator match(tests.begin(), tests.end(), told), end; match != end; ++match, ++count) {
    EXPECT_TRUE(whats.contains((*match)[2])) << (*match)[0];
    EXPECT_TRUE(whys.contains((*match)[3])) << (*match)[0];
  }
  EXPECT_GT(count, 20);
}

}  // namespace
}  // namespace clearway::app
