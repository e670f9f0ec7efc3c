#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "app/context.h"
#include "declaration/exchange_rates.h"
#include "detection/filed_json.h"
#include "sample/imports.h"

namespace clearway::app {
namespace {

struct Run {
  int exit = 0;
  std::string out, err;
};

Run run_detect(std::vector<std::string> arguments) {
  const std::string root = CLEARWAY_SOURCE_DIR;
  arguments.insert(arguments.begin(), {"clearway", "detect", "--lang", "en", "--law", root + "/law", "--policy",
                                       root + "/policy", "--messages", root + "/messages"});
  std::vector<const char*> argv;
  for (const auto& each : arguments) argv.push_back(each.c_str());
  std::ostringstream out, err;
  const int code = run(static_cast<int>(argv.size()), argv.data(), out, err);
  return {code, out.str(), err.str()};
}

std::string sample_file() {
  const auto* test = testing::UnitTest::GetInstance()->current_test_info();
  const auto path = testing::TempDir() + test->name() + ".jsonl";
  std::ofstream file(path);
  const auto rates =
      declaration::ExchangeRates::load(std::string(CLEARWAY_SOURCE_DIR) + "/law/kr/exchange_rate/import.csv").value();
  sample::ImportScale scale;
  scale.errors_ppm = 0;
  scale.at_least_each = 1;
  sample::imports(scale, rates, [&](const detection::Filed& filed, const sample::ImportTruth&) {
    file << detection::to_json(filed) << '\n';
  });
  file << R"({"declaration_id":"BAD","party_id":7})" << '\n';
  return path;
}

TEST(DetectCommandTest, FindingsArePrintedAndBadRowsNamedWhileGoodOnesStay) {
  const auto file = sample_file();
  const auto text = run_detect({"--on", "2026-11-25", file});
  EXPECT_EQ(text.exit, 0) << text.err;
  EXPECT_NE(text.out.find("Royalties unreported"), std::string::npos);
  EXPECT_NE(text.err.find("row 81, party_id: 7"), std::string::npos) << text.err;
  EXPECT_NE(text.err.find("80 declarations"), std::string::npos) << text.err;
  const auto json = run_detect({"--json", "--on", "2026-11-25", file});
  EXPECT_EQ(json.out, run_detect({"--json", "--on", "2026-11-25", file}).out);
  EXPECT_NE(json.out.find(R"("detector":"royalty_unreported")"), std::string::npos);
  EXPECT_EQ(run_detect({"--strict", file}).exit, 1);
}

TEST(DetectCommandTest, WhatCannotBeReadEndsTheCommand) {
  EXPECT_EQ(run_detect({}).exit, 2);
  EXPECT_NE(run_detect({"/nowhere/imports.jsonl"}).exit, 0);
  EXPECT_EQ(run_detect({"--on", "soon", sample_file()}).exit, 2);
}

}  // namespace
}  // namespace clearway::app
