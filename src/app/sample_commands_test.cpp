// The generated world through the program: what `generate` writes, `screen` reads.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>

#include "app/context.h"

namespace clearway::app {
namespace {

namespace fs = std::filesystem;
const std::string source_folder = CLEARWAY_SOURCE_DIR;

struct Outcome {
  int exit;
  std::string out, err;
};

Outcome run_line(std::vector<std::string> words) {
  words.insert(words.begin(), "clearway");
  for (const auto* folder : {"law", "policy", "messages"}) {
    words.push_back("--" + std::string(folder));
    words.push_back(source_folder + "/" + folder);
  }
  words.insert(words.end(), {"--lang", "en"});
  std::vector<const char*> arguments;
  for (const auto& word : words) arguments.push_back(word.c_str());
  std::ostringstream out, err;
  const int exit = run(static_cast<int>(arguments.size()), arguments.data(), out, err);
  return {exit, out.str(), err.str()};
}

std::string contents(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

class SampleCommands : public testing::Test {
 protected:
  void SetUp() override {
    char pattern[] = "/tmp/clearway-world-XXXXXX";
    folder = mkdtemp(pattern);
  }
  void TearDown() override { fs::remove_all(folder); }
  std::string path(const std::string& name) const { return (folder / name).string(); }

  fs::path folder;
};

/// The first column of a table of labels.
std::set<std::string> ids_of(const fs::path& table) {
  std::istringstream lines(contents(table));
  std::set<std::string> ids;
  std::string line;
  std::getline(lines, line);
  while (std::getline(lines, line)) ids.insert(line.substr(0, line.find(',')));
  return ids;
}

TEST_F(SampleCommands, TheWorldIsScreenedWithFindingsWhereSlipsAre) {
  ASSERT_EQ(run_line({"generate", "--seed", "7", "--scale", "tiny", "--out", path("world")}).exit, 0);
  const auto screened = run_line({"screen", "--db", "none", "--out", path("d"), "--rejects", path("r"), path("world")});
  ASSERT_EQ(screened.exit, 0) << screened.err;
  EXPECT_EQ(contents(folder / "r"), "");
  const auto slips = ids_of(folder / "world/slips.csv"), planted = ids_of(folder / "world/truth.csv");
  ASSERT_FALSE(slips.empty());
  std::istringstream decisions(contents(folder / "d"));
  std::set<std::string> with_findings;
  std::size_t count = 0;
  for (std::string line; std::getline(decisions, line); ++count) {
    static const std::string key = R"({"declaration_id":")";
    ASSERT_TRUE(line.starts_with(key));
    const auto id = line.substr(key.size(), line.find('"', key.size()) - key.size());
    if (line.find(R"("findings":[])") == std::string::npos) with_findings.insert(id);
  }
  EXPECT_EQ(count, 2000U);
  EXPECT_LT(with_findings.size(), count * 6 / 100);
  for (const auto& id : slips) EXPECT_TRUE(with_findings.contains(id)) << id << " has a slip that nobody noticed";
  for (const auto& id : with_findings) EXPECT_TRUE(slips.contains(id) || planted.contains(id)) << id << " is honest";
}

TEST_F(SampleCommands, ScreeningTwiceGivesTheSameBytes) {
  ASSERT_EQ(run_line({"generate", "--seed", "9", "--scale", "tiny", "--out", path("world")}).exit, 0);
  for (const auto* name : {"a", "b"}) {
    ASSERT_EQ(
        run_line({"screen", "--db", "none", "--seed", "3", "--out", path(name), "--rejects", path("r"), path("world")})
            .exit,
        0);
  }
  EXPECT_EQ(contents(folder / "a"), contents(folder / "b"));
}

TEST_F(SampleCommands, TheCouriersSpreadsheetPassesItsMapping) {
  ASSERT_EQ(run_line({"generate", "--seed", "7", "--scale", "tiny", "--out", path("world")}).exit, 0);
  const auto screened =
      run_line({"screen", "--db", "none", "--mapping", source_folder + "/mappings/courier-manifest-ko.yaml", "--out",
                path("d"), "--rejects", path("r"), path("world/courier-list-2026-11.csv")});
  EXPECT_EQ(screened.exit, 0) << screened.err;
  EXPECT_EQ(contents(folder / "r"), "");
  const auto list = contents(folder / "world/courier-list-2026-11.csv"), decisions = contents(folder / "d");
  EXPECT_GT(std::count(list.begin(), list.end(), '\n'), 100);
  EXPECT_EQ(std::count(decisions.begin(), decisions.end(), '\n'), std::count(list.begin(), list.end(), '\n') - 1);
}

TEST_F(SampleCommands, WrongUseNamesWhatWouldFixIt) {
  EXPECT_EQ(run_line({"generate", "--seed", "7", "--scale", "huge", "--out", path("w")}).exit, 2);
  EXPECT_EQ(run_line({"generate", "--seed", "7"}).exit, 2);
  ASSERT_EQ(run_line({"generate", "--seed", "7", "--scale", "tiny", "--rows", "50", "--out", path("w")}).exit, 0);
  const auto mixed = run_line({"generate", "--seed", "7", "--scale", "year", "--rows", "50", "--out", path("w")});
  EXPECT_EQ(mixed.exit, 2);
  EXPECT_NE(mixed.err.find("declarations-2026-11.jsonl"), std::string::npos);
  std::ofstream(folder / "file") << "x";
  EXPECT_EQ(run_line({"generate", "--seed", "7", "--rows", "50", "--out", path("file")}).exit, 3);
}

}  // namespace
}  // namespace clearway::app
