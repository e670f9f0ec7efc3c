#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include "app/context.h"

namespace clearway::app {
namespace {

const std::string source_folder = CLEARWAY_SOURCE_DIR;

struct Outcome {
  int exit;
  std::string out, err;
};

/// `clearway debt compute` with `words`, the case on standard input.
Outcome compute(const std::string& json, std::vector<std::string> words) {
  std::vector<std::string> line = {
      "clearway", "debt", "compute", "--law", source_folder + "/law", "--messages", source_folder + "/messages"};
  line.insert(line.end(), words.begin(), words.end());
  std::vector<const char*> arguments;
  for (const auto& word : line) arguments.push_back(word.c_str());
  std::istringstream in(json);
  auto* const before = std::cin.rdbuf(in.rdbuf());
  std::ostringstream out, err;
  const int exit = run(static_cast<int>(arguments.size()), arguments.data(), out, err);
  std::cin.rdbuf(before);
  return {exit, out.str(), err.str()};
}

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

const std::string worked_example =
    R"({"principal":100000000,"tax_kind":"customs_duty","accepted":"2026-03-02","notice_date":"2026-03-27",)"
    R"("notice_due":"2026-04-13","payments":[{"date":"2026-09-30","amount":106938000}],"until":"2026-09-30"})";

TEST(DebtCommands, TheWorkedExampleAsJsonAndAsSentences) {
  const auto json = compute(worked_example, {"--json"});
  EXPECT_EQ(json.exit, 0) << json.err;
  for (const auto* part : {R"("total":6938000)", R"("days":179)", R"("amount":3938000)", R"("amount":3000000)",
                           R"("days":1826,"amount":40172000)", R"("to_tax":100000000,"to_penalty":6938000)"}) {
    EXPECT_TRUE(has(json.out, part)) << part;
  }
  const auto text = compute(worked_example, {"--lang", "en"});
  EXPECT_TRUE(has(text.out, "together KRW 0")) << text.out;
  EXPECT_TRUE(has(text.out, "[Customs Act Article 42(1)2(b)]")) << text.out;
  EXPECT_TRUE(has(compute(worked_example, {}).out, "170일, 100,000,000원 × 170일 × 0.022 % = 3,740,000원"));
}

TEST(DebtCommands, ARefusedCaseSaysWhyOnBothStreams) {
  const auto refused =
      compute(R"({"principal":1,"accepted":"2026-03-02","untill":"2026-09-30"})", {"--json", "--lang", "en"});
  EXPECT_EQ(refused.exit, 1);
  EXPECT_TRUE(has(refused.out, R"("code":"field_is_not_known","field":"untill")")) << refused.out;
  EXPECT_TRUE(has(refused.err, "There is no field 'untill'. Nearest: until.")) << refused.err;
}

TEST(DebtCommands, AnotherCountrysRulesComeFromAFile) {
  const auto pack = source_folder + "/law/packs/uk-interest-forecast.yaml";
  const auto done =
      compute(R"({"principal":500000,"start":"2018-12-16","until":"2019-04-14"})", {"--pack", pack, "--json"});
  EXPECT_EQ(done.exit, 0) << done.err;
  EXPECT_TRUE(has(done.out, R"("interest":5297,"total":505297,"days":119,"per_day":44)")) << done.out;
  const auto text =
      compute(R"({"principal":500000,"start":"2018-12-16","until":"2019-04-14"})", {"--pack", pack, "--lang", "en"});
  EXPECT_TRUE(has(text.out, "unpaid 5,000.00, interest 52.97, in all 5,052.97, a day 0.44")) << text.out;
}

TEST(DebtCommands, APackThatCannotBeUsedIsNamedWithItsLine) {
  const auto missing = compute("{}", {"--pack", "/nonexistent.yaml", "--lang", "en"});
  EXPECT_EQ(missing.exit, 2);
  EXPECT_TRUE(has(missing.err, "/nonexistent.yaml: The file cannot be read")) << missing.err;
  const auto path = std::filesystem::temp_directory_path() / "clearway-debt-commands-test.yaml";
  std::ofstream(path) << "pack: x\nrates: {}\nraets: {}\n";
  const auto broken = compute("{}", {"--pack", path.string(), "--lang", "en"});
  std::filesystem::remove(path);
  EXPECT_EQ(broken.exit, 2);
  EXPECT_TRUE(has(broken.err, ":3: raets: There is no key 'raets'")) << broken.err;
}

}  // namespace
}  // namespace clearway::app
