#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <string>

#include "risk/random_day_testing.h"

namespace clearway::risk {
namespace {

using testing::day;
using Honest = testing::HonestDay;

bool has(const std::vector<DayProblem>& problems, Tampering kind, const std::string& record = {}) {
  return std::any_of(problems.begin(), problems.end(), [&](const DayProblem& problem) {
    return problem.kind == kind && (record.empty() || problem.record == record);
  });
}

TEST(RandomDay, AcceptsAnHonestDayAsPublished) {
  const Honest honest;
  const auto read = parse_day_file(render(honest.file));
  ASSERT_TRUE(read.ok()) << read.error().detail;
  EXPECT_EQ(read->list.size(), 300U);
  EXPECT_TRUE(verify_day(*read).empty());
  EXPECT_EQ(render(*read), render(honest.file));
  EXPECT_GT(std::count_if(read->list.begin(), read->list.end(), [](const DayRow& row) { return row.selected; }), 10);
  std::vector<DayProblem> problems;
  compare_rows(*read, honest.file.list, problems);
  EXPECT_TRUE(problems.empty());
}

TEST(RandomDay, NamesEachKindOfTampering) {
  const Honest honest;
  const auto selected = honest.first(true), spared = honest.first(false);
  const auto key_of = [&](std::size_t i) { return honest.file.list[i].record; };
  const struct {
    std::string_view name;
    std::function<void(DayFile&)> tamper;
    Tampering kind;
    std::string record;
  } cases[] = {
      {"a row said to be selected", [&](DayFile& f) { f.list[spared].selected = true; }, Tampering::added,
       key_of(spared)},
      {"and so it is not the row that was linked", [&](DayFile& f) { f.list[spared].selected = true; },
       Tampering::changed, key_of(spared)},
      {"a row said to be spared", [&](DayFile& f) { f.list[selected].selected = false; }, Tampering::spared,
       key_of(selected)},
      {"a ratio lowered",
       [&](DayFile& f) {
         f.list[selected].ratio_micro = 0;
         f.list[selected].selected = false;
       },
       Tampering::changed, key_of(selected)},
      {"another policy", [&](DayFile& f) { f.list[5].policy = "policy-other"; }, Tampering::changed, key_of(5)},
      {"a row removed", [&](DayFile& f) { f.list.erase(f.list.begin() + 8); }, Tampering::removed, key_of(9)},
      {"the first row removed", [](DayFile& f) { f.list.erase(f.list.begin()); }, Tampering::removed, key_of(1)},
      {"the last rows removed", [](DayFile& f) { f.list.resize(290); }, Tampering::cut_short, ""},
      {"a row inserted", [](DayFile& f) { f.list.insert(f.list.begin() + 4, f.list[200]); }, Tampering::removed,
       key_of(200)},
      {"a row twice", [](DayFile& f) { f.list.insert(f.list.begin() + 4, f.list[3]); }, Tampering::inserted, key_of(3)},
      {"another secret", [](DayFile& f) { f.secret = to_hex(secret_from_seed(8, day)); }, Tampering::other_secret, ""},
      {"a secret and its commitment exchanged",
       [](DayFile& f) {
         const auto other = secret_from_seed(8, day);
         f.secret = to_hex(other);
         f.commitment = to_hex(commitment(day, other));
       },
       Tampering::not_signed, ""},
      {"the digest exchanged", [](DayFile& f) { f.digest[3] = f.digest[3] == '0' ? '1' : '0'; },
       Tampering::digest_differs, ""},
      {"a row spared and everything computed again",
       [&](DayFile& f) {
         f.list[selected].selected = false;
         complete(f);
       },
       Tampering::not_signed, ""},
      {"a row left out and everything computed again",
       [&](DayFile& f) {
         f.list.erase(f.list.begin() + 8);
         complete(f);
       },
       Tampering::not_signed, ""},
      {"another key", [](DayFile& f) { f.public_key[0] = f.public_key[0] == '0' ? '1' : '0'; }, Tampering::not_signed,
       ""},
      {"a commitment made on the day",
       [](DayFile& f) { f.committed_at = Instant::parse("2026-11-23T15:00:00.000000Z"); }, Tampering::commitment_late,
       ""},
      {"a commitment of unknown time", [](DayFile& f) { f.committed_at.reset(); }, Tampering::commitment_late, ""},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    DayFile tampered = honest.file;
    c.tamper(tampered);
    EXPECT_TRUE(has(verify_day(tampered), c.kind, c.record));
  }
}

TEST(RandomDay, TheRecordNamesWhoWasLeftOutByThoseWhoHoldTheKey) {
  const Honest honest;
  const auto selected = honest.first(true);
  DayFile file = honest.file;
  const auto left_out = file.list[selected].record, changed = file.list[2].record;
  file.list[2].ratio_micro = 1;
  file.list[1].record = std::string(32, 'a');
  file.list.erase(file.list.begin() + static_cast<std::ptrdiff_t>(selected));
  complete(file);
  honest.sign(file);  // the holder of the key signs what was tampered with
  std::vector<DayProblem> problems;
  compare_rows(file, honest.file.list, problems);
  EXPECT_TRUE(has(problems, Tampering::left_out, left_out));
  EXPECT_TRUE(has(problems, Tampering::otherwise_recorded, changed));
  EXPECT_TRUE(has(problems, Tampering::not_recorded, std::string(32, 'a')));
}

TEST(RandomDay, BeforeTheSecretIsRevealedOnlyTheDrawsStayOpen) {
  const Honest honest;
  DayFile file = honest.file;
  file.secret.reset();
  EXPECT_TRUE(verify_day(file).empty());
  file.list[4].selected = !file.list[4].selected;
  EXPECT_TRUE(has(verify_day(file), Tampering::changed, file.list[4].record));
}

TEST(RandomDay, ARecordKeySaysNothingWithoutItsKeyAndNeverCollides) {
  const std::string key(32, 'k'), other(32, 'j');
  EXPECT_EQ(record_key(key, "B1", "D1"), record_key(key, "B1", "D1"));
  EXPECT_NE(record_key(key, "B1", "D1"), record_key(other, "B1", "D1"));
  EXPECT_NE(record_key(key, "B1", "1D1"), record_key(key, "B11", "D1"));
  EXPECT_NE(record_key_check(key), record_key_check(other));
}

TEST(RandomDay, WhatIsNoPublishedDayIsRefusedWithItsLine) {
  const Honest honest;
  const auto text = render(honest.file);
  const auto second = text.find('\n') + 1;
  const struct {
    std::string_view name;
    std::string text;
    std::string_view line;
  } cases[] = {
      {"nothing", "", "line 1"},
      {"not JSON", "hello\n", "line 1"},
      {"no head", text.substr(second), "line 1"},
      {"cut inside a row", text.substr(0, second + 40), "line 2"},
      {"a further key", text.substr(0, second) + "{\"n\":1,\"x\":2}\n", "line 2"},
      {"not UTF-8", "\xff\n", "line 1"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    const auto read = parse_day_file(c.text);
    ASSERT_FALSE(read.ok());
    EXPECT_NE(read.error().detail.find(c.line), std::string::npos) << read.error().detail;
  }
}

}  // namespace
}  // namespace clearway::risk
