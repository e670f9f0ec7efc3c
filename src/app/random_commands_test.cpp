#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "app/context.h"
#include "risk/random_day_testing.h"

namespace clearway::app {
namespace {

struct Run {
  int exit;
  std::string out, err;
};

Run verify(const std::string& file, std::vector<std::string> more = {}) {
  const std::string root = CLEARWAY_SOURCE_DIR;
  std::vector<std::string> arguments = {"clearway",   "--lang",           "en",     "--law",  root + "/law",
                                        "--messages", root + "/messages", "random", "verify", file};
  arguments.insert(arguments.end(), more.begin(), more.end());
  std::vector<const char*> argv;
  for (const auto& argument : arguments) argv.push_back(argument.c_str());
  std::ostringstream out, err;
  const int exit = run(static_cast<int>(argv.size()), argv.data(), out, err);
  return {exit, out.str(), err.str()};
}

class RandomCommands : public ::testing::Test {
 protected:
  void SetUp() override { std::filesystem::create_directories(folder_); }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  std::string keep(const risk::DayFile& file) const {
    const auto path = folder_ + "/day.json";
    std::ofstream(path, std::ios::binary) << risk::render(file);
    return path;
  }
  const std::string folder_ =
      (std::filesystem::temp_directory_path() / ("clearway_random_" + std::to_string(getpid()))).string();
};

TEST_F(RandomCommands, AnHonestDayIsAccepted) {
  const risk::testing::HonestDay honest;
  const auto accepted = verify(keep(honest.file));
  EXPECT_EQ(accepted.exit, 0) << accepted.out << accepted.err;
  const auto json = verify(keep(honest.file), {"--json"});
  EXPECT_NE(json.out.find(R"("ok":true)"), std::string::npos) << json.out;
}

TEST_F(RandomCommands, ADayWithSomebodyAddedOrSparedIsRefusedAndNamesThem) {
  const risk::testing::HonestDay honest;
  for (const bool selected : {true, false}) {
    auto tampered = honest.file;
    auto& row = tampered.list[honest.first(selected)];
    row.selected = !selected;
    honest.sign(tampered);
    const auto refused = verify(keep(tampered), {"--json"});
    EXPECT_EQ(refused.exit, 1) << refused.out;
    EXPECT_NE(refused.out.find(row.record), std::string::npos) << refused.out;
    EXPECT_NE(refused.out.find(selected ? R"("kind":"spared")" : R"("kind":"added")"), std::string::npos)
        << refused.out;
  }
}

TEST_F(RandomCommands, WhatIsNoPublishedDayIsSaid) {
  std::ofstream(folder_ + "/day.json") << "{}";
  EXPECT_EQ(verify(folder_ + "/day.json").exit, 1);
  EXPECT_EQ(verify(folder_ + "/none.json").exit, 2);
}

}  // namespace
}  // namespace clearway::app
