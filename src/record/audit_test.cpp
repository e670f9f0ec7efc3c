#include "record/audit.h"

#include <gtest/gtest.h>

#include <deque>
#include <fstream>
#include <iterator>
#include <random>

#include "record/testing.h"

namespace clearway::record {
namespace {

using testing::change;
using testing::lodge;
using testing::origin;
using testing::SampleLodgement;

class AuditTest : public testing::OnBothEngines {
 protected:
  /// Twelve lodgings (records 1 to 12) and on D-5 an event (13), an examination (14), an amendment (15), a look-up
  /// (16).
  void fill() {
    auto options = database->options();
    options.checkpoint_commits = 4;
    auto store = std::move(Store::open(options)).value();
    for (int n = 1; n <= 12; ++n) {
      SampleLodgement sample(n, n == 5 ? "P0af3" : "B2208162517");
      if (n == 5) sample.personal = {{"exporter_identifier", "P123456789012"}};
      if (n % 3 == 0) sample.series = {"1234526", 6, "X"};
      ASSERT_TRUE(lodge(*store, sample).ok());
    }
    ASSERT_TRUE(change(*store, {"P0af3", "D-5", Kind::event, {}, "{\"event\":\"select\"}", "selected"}).ok());
    Change examined{"P0af3", "D-5", Kind::examined};
    examined.examination = ExaminationResult{false, {"value"}, "higher price on the site"};
    ASSERT_TRUE(change(*store, examined).ok());
    Change amended{"P0af3", "D-5", Kind::amended, {}, "{\"ground\":\"price\"}"};
    amended.facts = "{\"item_description\":\"amended\"}";
    ASSERT_TRUE(change(*store, amended).ok());
    ASSERT_TRUE(wait<std::string>([&](auto done) {
                  store->look_up_personal_data("P0af3", "D-5", "exporter_identifier", "case 1", origin(),
                                               std::move(done));
                }).ok());
  }
  AuditReport audit(std::vector<AuditHead> expected = {}) {
    AuditOptions options;
    options.expected = std::move(expected);
    auto report = verify(database->url(), database->key_file(), options);
    EXPECT_TRUE(report.ok()) << report.error().detail;
    return report ? *report : AuditReport{};
  }
  void tamper(const std::string& sql) {
    const auto status = database->connect()->script(sql);
    ASSERT_TRUE(status.ok()) << status.error().detail;
  }
  std::string bytes(std::string_view hex_digits) const {  // a literal of the engine
    const std::string digits(hex_digits);
    return GetParam() == db::Engine::sqlite ? "x'" + digits + "'" : "'\\x" + digits + "'::bytea";
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, AuditTest, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         testing::engine_name);

std::string told(const AuditReport& report) {
  if (report.ok()) return "ok";
  const auto& f = *report.first;
  return std::string(name(f.damage)) + " " + f.what + " " + std::to_string(f.sequence) + " " + f.subject_id + " " +
         f.why;
}

TEST_P(AuditTest, AnUntouchedRecordIsAccepted) {
  fill();
  const auto report = audit();
  EXPECT_EQ(told(report), "ok");
  EXPECT_EQ(report.records, 16U);
  EXPECT_EQ(report.declarations, 12U);
  EXPECT_GE(report.checkpoints, 4U);
  ASSERT_EQ(report.heads.size(), 1U);
  EXPECT_EQ(report.heads[0].sequence, 16);
  EXPECT_EQ(told(audit(report.heads)), "ok");
  auto wrong = report.heads;
  wrong[0].hash[0] = wrong[0].hash[0] == '0' ? '1' : '0';
  EXPECT_EQ(told(audit(wrong)), "altered record 16 D-5 differs_from_noted_head");
  wrong[0].sequence = 20;
  EXPECT_EQ(told(audit(wrong)), "removed record 17  tail_missing_by_noted_head");
}

TEST_P(AuditTest, AnEmptyRecordIsAccepted) {
  { auto store = open(); }
  EXPECT_EQ(told(audit()), "ok");
}

TEST_P(AuditTest, EveryColumnOfARecordIsCovered) {
  fill();
  const struct {
    const char* column;
    std::string to, back;
    const char* told;
  } cases[] = {
      {"body", "'{\"channel\":\"red\"}'", "'{\"declaration_id\":\"D-7\",\"channel\":\"green\"}'",
       "altered record 7 D-7 content_altered"},
      {"kind", "'event'", "'lodged'", "altered record 7 D-7 content_altered"},
      {"subject_id", "'D-70'", "'D-7'", "altered record 7 D-70 content_altered"},
      {"actor", "'nobody'", "'tester'", "altered record 7 D-7 content_altered"},
      {"request_id", "'r'", "''", "altered record 7 D-7 content_altered"},
      {"recorded_at", "recorded_at + 1", "recorded_at - 1", "altered record 7 D-7 content_altered"},
      {"party_id", "'B1'", "'B2208162517'", "altered record 7 D-7 content_altered"},
      {"previous_sequence", "3", "0", "altered record 7 D-7 content_altered"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.column);
    const std::string column = c.column;
    tamper("UPDATE record SET " + column + " = " + c.to + " WHERE sequence = 7");
    EXPECT_EQ(told(audit()), c.told);
    tamper("UPDATE record SET " + column + " = " + c.back + " WHERE sequence = 7");
    ASSERT_EQ(told(audit()), "ok");
  }
  tamper("UPDATE record SET hash = row_digest WHERE sequence = 7");
  EXPECT_EQ(told(audit()), "altered record 7 D-7 hash_altered");
}

TEST_P(AuditTest, TheDigestOfARowIsCovered) {
  fill();
  tamper("UPDATE record SET row_digest = hash WHERE sequence = 7");
  EXPECT_EQ(told(audit()), "altered record 7 D-7 content_altered");
}

TEST_P(AuditTest, TheLastRecordIsCovered) {
  fill();
  tamper("UPDATE record SET body = '{}' WHERE sequence = 16");
  EXPECT_EQ(told(audit()), "altered record 16 D-5 content_altered");
}

TEST_P(AuditTest, ARemovedRecordIsNamed) {
  fill();
  tamper("DELETE FROM record WHERE sequence = 7");
  EXPECT_EQ(told(audit()), "removed record 7 D-7 number_missing");
}

TEST_P(AuditTest, ARemovedRecordWhoseFollowersWereRenumberedIsNoticed) {
  fill();
  tamper("DELETE FROM record WHERE sequence = 15; UPDATE record SET sequence = 15 WHERE sequence = 16");
  EXPECT_EQ(told(audit()), "altered record 15 D-5 content_altered");
}

TEST_P(AuditTest, ACutTailIsNoticed) {
  fill();
  tamper("DELETE FROM record WHERE sequence >= 15");
  EXPECT_EQ(told(audit()), "removed record 15  tail_missing_by_head");
  // Also where the head was set back to what is left: the signed checkpoint says more.
  tamper("UPDATE chain_head SET sequence = 14, hash = (SELECT hash FROM record WHERE sequence = 14)");
  EXPECT_EQ(told(audit()), "removed record 15  tail_missing_by_checkpoint");
}

TEST_P(AuditTest, AnInsertedRecordIsNamed) {
  fill();
  tamper(
      "INSERT INTO record SELECT stream, 17, party_id, kind, subject_id, previous_sequence, recorded_at, actor, "
      "request_id, row_digest, hash, body FROM record WHERE sequence = 16");
  EXPECT_EQ(told(audit()), "inserted record 17 D-5 copy_of_the_one_before");
}

TEST_P(AuditTest, AnInsertionThatRenumbersItsFollowersIsNamed) {
  fill();
  tamper("UPDATE record SET sequence = 17 WHERE sequence = 16");
  auto connection = database->connect();
  Digest last{};
  ASSERT_TRUE(connection
                  ->rows("SELECT hash FROM record WHERE sequence = 15", {},
                         [&](const db::Row& row) { return read_digest(row.bytes(0), last); })
                  .ok());
  const RecordContent content{"P0af3", "note", "D-5", 0, "x", "", "", "{}"};
  const Digest hash = chain_hash(last, 0, 16, 0, content_digest(content));
  ASSERT_TRUE(connection
                  ->run("INSERT INTO record VALUES (0, 16, 'P0af3', 'note', 'D-5', 0, 0, 'x', '', $1, $2, '{}')",
                        {db::Value::bytes(std::string_view{}), db::Value::bytes(view(hash))})
                  .ok());
  // In the order of writing SQLite meets the old record first, PostgreSQL the new one.
  const auto finding = audit().first.value_or(AuditFinding{});
  EXPECT_TRUE(finding.sequence == 16 || finding.sequence == 17) << finding.sequence;
  EXPECT_EQ(finding.what, "record");
}

TEST_P(AuditTest, AWellMadeInsertionIsNamed) {
  fill();
  // An intruder who knows the construction: appends a proper record 17.
  auto connection = database->connect();
  Digest last{};
  std::string row_digest;
  ASSERT_TRUE(connection
                  ->rows("SELECT hash, row_digest FROM record WHERE sequence = 16", {},
                         [&](const db::Row& row) {
                           row_digest = std::string(row.bytes(1));
                           return read_digest(row.bytes(0), last);
                         })
                  .ok());
  const RecordContent content{"P0af3", "note", "D-5", 0, "x", "", "", "{}"};
  const Digest hash = chain_hash(last, 0, 17, 0, content_digest(content));
  ASSERT_TRUE(connection
                  ->run("INSERT INTO record VALUES (0, 17, 'P0af3', 'note', 'D-5', 0, 0, 'x', '', $1, $2, '{}')",
                        {db::Value::bytes(std::string_view{}), db::Value::bytes(view(hash))})
                  .ok());
  EXPECT_EQ(told(audit()), "inserted record 17  after_head");
}

TEST_P(AuditTest, ARewrittenTailDiffersFromTheSignedHead) {
  fill();
  // The whole tail computed anew, heads included: only the signature cannot be made.
  auto connection = database->connect();
  std::vector<std::pair<RecordContent, std::int64_t>> rest;
  std::deque<std::string> texts;
  Digest last{};
  const auto keep = [&](std::string_view text) { return std::string_view(texts.emplace_back(text)); };
  ASSERT_TRUE(connection
                  ->rows("SELECT hash FROM record WHERE sequence = 14", {},
                         [&](const db::Row& row) { return read_digest(row.bytes(0), last); })
                  .ok());
  ASSERT_TRUE(connection
                  ->rows("SELECT party_id, kind, subject_id, recorded_at, actor, request_id, row_digest, "
                         "previous_sequence FROM record WHERE sequence > 14 ORDER BY sequence",
                         {},
                         [&](const db::Row& row) {
                           rest.push_back({{keep(row.text(0)), keep(row.text(1)), keep(row.text(2)), row.integer(3),
                                            keep(row.text(4)), keep(row.text(5)), keep(row.bytes(6)), "{}"},
                                           row.integer(7)});
                           return true;
                         })
                  .ok());
  std::int64_t sequence = 14;
  for (const auto& [content, previous] : rest) {
    last = chain_hash(last, 0, ++sequence, previous, content_digest(content));
    ASSERT_TRUE(connection
                    ->run("UPDATE record SET body = '{}', hash = $1 WHERE sequence = $2",
                          {db::Value::bytes(view(last)), sequence})
                    .ok());
  }
  ASSERT_TRUE(connection->run("UPDATE chain_head SET hash = $1", {db::Value::bytes(view(last))}).ok());
  EXPECT_EQ(told(audit()), "altered record 16 D-5 differs_from_checkpoint");
  tamper("UPDATE audit_checkpoint SET hash = (SELECT hash FROM record WHERE sequence = 16) WHERE sequence = 16");
  EXPECT_EQ(told(audit()), "altered checkpoint 16  signature_wrong");
}

TEST_P(AuditTest, DeclarationRowsAreHeldAgainstTheirRecords) {
  fill();
  tamper("UPDATE declaration SET channel = 0, facts = facts || ' ' WHERE declaration_id = 'D-4'");
  EXPECT_EQ(told(audit()), "altered declaration 4 D-4 row_differs");
  tamper("UPDATE declaration SET facts = substr(facts, 1, length(facts) - 1) WHERE declaration_id = 'D-4'");
  ASSERT_EQ(told(audit()), "ok");
  for (const std::string column : {"value_krw", "likelihood_ppm", "expected_value_ppm", "version", "lodged_sequence",
                                   "last_sequence", "procedure"}) {
    SCOPED_TRACE(column);
    tamper("UPDATE declaration SET " + column + " = " + column + " + 1 WHERE declaration_id = 'D-4'");
    EXPECT_EQ(audit().first.value_or(AuditFinding{}).subject_id, "D-4");
    tamper("UPDATE declaration SET " + column + " = " + column + " - 1 WHERE declaration_id = 'D-4'");
  }
  ASSERT_EQ(told(audit()), "ok");
  tamper("UPDATE declaration_version SET facts = '{}'");
  EXPECT_EQ(told(audit()), "altered declaration_version 14 D-5 row_differs");
  tamper("DELETE FROM declaration_version");
  EXPECT_EQ(told(audit()), "removed declaration_version 0  version_missing");
}

TEST_P(AuditTest, ARemovedOrInventedDeclarationRowIsNamed) {
  fill();
  tamper("DELETE FROM declaration WHERE declaration_id = 'D-8'");
  EXPECT_EQ(told(audit()), "removed declaration 8 D-8 row_missing");
}

TEST_P(AuditTest, AnInventedDeclarationRowIsNamed) {
  fill();
  tamper(
      "INSERT INTO declaration SELECT party_id, 'D-99', declaration_number, procedure, customs_office, declared_on, "
      "channel, state, likelihood_ppm, expected_value_ppm, value_krw, destination_country, hs6, filer_code, "
      "exporter_name, "
      "source, version, stream, lodged_sequence, last_sequence, facts FROM declaration WHERE declaration_id = 'D-4'");
  EXPECT_EQ(told(audit()), "inserted declaration 4 D-99 row_without_record");
}

TEST_P(AuditTest, ARowSetBackToAnEarlierStateIsNamed) {
  fill();
  tamper(
      "DELETE FROM declaration WHERE declaration_id = 'D-5'; INSERT INTO declaration SELECT * FROM "
      "declaration_version");
  EXPECT_EQ(told(audit()), "altered declaration 15 D-5 row_set_back");
}

TEST_P(AuditTest, ExaminationsNumbersAndPersonalDataAreChecked) {
  fill();
  tamper("UPDATE examination SET conforming = 1");
  EXPECT_EQ(told(audit()), "altered examination 14 D-5 row_differs");
  tamper("UPDATE examination SET conforming = 0; UPDATE declaration_number SET party_id = 'B1'");
  EXPECT_EQ(told(audit()), "altered declaration_number 0  numbers_differ");
  tamper("UPDATE declaration_number SET party_id = 'B2208162517'");
  ASSERT_EQ(told(audit()), "ok");
  tamper("DELETE FROM examination");
  EXPECT_EQ(told(audit()), "removed examination 0  examination_missing");
}

TEST_P(AuditTest, AMovedCiphertextIsNoticed) {
  fill();
  tamper("UPDATE personal_data SET field = 'consignee_phone'");
  EXPECT_EQ(told(audit()), "altered personal_data 0 D-5 ciphertext_altered");
}

TEST_P(AuditTest, LawfulErasureBreaksNothing) {
  fill();
  {
    auto store = open();
    ASSERT_TRUE(wait<Receipt>([&](auto done) {
                  store->erase_personal_data("P0af3", "D-5", "period over", origin(), std::move(done));
                }).ok());
  }
  EXPECT_EQ(told(audit()), "ok");
}

TEST_P(AuditTest, HeadsAndInstallationAreChecked) {
  fill();
  tamper("UPDATE chain_head SET hash = " + bytes(std::string(64, '0')));
  EXPECT_EQ(told(audit()), "altered head 16  head_altered");
  tamper("DELETE FROM chain_head");
  EXPECT_EQ(told(audit()), "removed head 0  head_missing");
  tamper("UPDATE installation SET public_key = " + bytes(std::string(64, '0')));
  EXPECT_EQ(told(audit()), "altered installation 0  key_differs");
}

// --- the bytes of the SQLite file
// -----------------------------------------------------------------------------------------

class FileAuditTest : public AuditTest {
 protected:
  std::string read_file() const {
    std::ifstream in(database->path(), std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  void write_file(const std::string& content) const {
    std::filesystem::remove(database->path() + "-wal");
    std::filesystem::remove(database->path() + "-shm");
    std::ofstream(database->path(), std::ios::binary | std::ios::trunc) << content;
  }
};
INSTANTIATE_TEST_SUITE_P(Sqlite, FileAuditTest, ::testing::Values(db::Engine::sqlite), testing::engine_name);

TEST_P(FileAuditTest, AnyChangedByteOfARecordIsNoticedAndTheRecordNamed) {
  fill();
  const std::string sound = read_file();
  ASSERT_FALSE(std::filesystem::exists(database->path() + "-wal")) << "everything must stand in the file itself";
  // The record of D-7 in the file: from its party to the end of its decision.
  const std::string start = "B2208162517lodgedD-7";
  const std::string body = SampleLodgement(7).decision;
  const auto from = sound.find(start);
  const auto to = sound.find(body, from);
  ASSERT_NE(from, std::string::npos);
  ASSERT_NE(to, std::string::npos);
  for (auto at = from; at < to + body.size(); ++at) {
    std::string damaged = sound;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x04);
    write_file(damaged);
    const auto report = audit();
    ASSERT_FALSE(report.ok()) << "byte " << at - from << " of the record";
    EXPECT_EQ(report.first->sequence, 7) << told(report) << " byte " << at - from;
  }
  // The head of its cell: lengths and types of the columns.
  for (std::size_t back = 1; back <= 14; ++back) {
    std::string damaged = sound;
    damaged[from - back] = static_cast<char>(damaged[from - back] ^ 0x01);
    write_file(damaged);
    EXPECT_FALSE(audit().ok()) << "byte " << back << " before the record";
  }
}

TEST_P(FileAuditTest, AnIndexThatDisagreesNamesTheRow) {
  fill();
  std::string damaged = read_file();
  // The entry of D-7 in declaration_office: office, day, sequence, state. In the table the channel stands between.
  const std::string entry = std::string("0202026-11-23") + '\7' + "lodged";
  const auto at = damaged.find(entry);
  ASSERT_NE(at, std::string::npos);
  damaged[at + entry.size() - 1] = 'x';
  write_file(damaged);
  EXPECT_EQ(told(audit()), "altered declaration 7 D-7 file_damaged");
}

TEST_P(FileAuditTest, DamageAnywhereInTheFileNeverPassesForAnotherRecord) {
  fill();
  const std::string sound = read_file();
  std::mt19937 random(20261123);  // fixed: the same places in every run
  int noticed = 0;
  for (int round = 0; round < 400; ++round) {
    std::string damaged = sound;
    const auto at = random() % damaged.size();
    damaged[at] = static_cast<char>(damaged[at] ^ static_cast<char>(1U << (random() % 8)));
    write_file(damaged);
    const auto report = verify(database->url(), database->key_file(), {});
    if (!report.ok() || !report->ok()) {
      ++noticed;
    } else {
      EXPECT_EQ(report->records, 16U);  // a byte nobody reads: unused space of a page
    }
  }
  EXPECT_GT(noticed, 20);
  write_file(sound);
  EXPECT_EQ(told(audit()), "ok");
}

TEST_P(FileAuditTest, ATruncatedFileIsNoticed) {
  fill();
  const std::string sound = read_file();
  write_file(sound.substr(0, sound.size() / 2));
  EXPECT_FALSE(audit().ok());
  write_file(sound.substr(0, 10));
  const auto report = verify(database->url(), database->key_file(), {});
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(told(*report).substr(0, 15), "unreadable file");
}

}  // namespace
}  // namespace clearway::record
