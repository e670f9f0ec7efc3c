#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <iterator>
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

/// `clearway correction quote` on a file with `cases`.
Outcome quote(const std::string& cases, std::vector<std::string> options) {
  char path[] = "/tmp/clearway-cases-XXXXXX";
  close(mkstemp(path));
  std::ofstream(path) << cases;
  std::vector<std::string> words = {"clearway", "correction",           "quote",      path,
                                    "--law",    source_folder + "/law", "--messages", source_folder + "/messages"};
  words.insert(words.end(), options.begin(), options.end());
  std::vector<const char*> arguments;
  for (const auto& word : words) arguments.push_back(word.c_str());
  std::ostringstream out, err;
  const int exit = run(static_cast<int>(arguments.size()), arguments.data(), out, err);
  std::remove(path);
  return {exit, out.str(), err.str()};
}

/// The blocks of a page fenced as ```LANGUAGE, in order.
std::vector<std::string> blocks(const std::string& page, const std::string& language) {
  std::vector<std::string> found;
  const std::string fence = "```" + language + "\n";
  for (auto at = page.find(fence); at != std::string::npos; at = page.find(fence, at)) {
    at += fence.size();
    const auto end = page.find("```", at);
    found.push_back(page.substr(at, end - at));
    at = end;
  }
  return found;
}

TEST(CorrectionCommands, TheExamplesOfTheManualAreTrue) {
  std::ifstream in(source_folder + "/docs/correction-quote.md");
  std::string page(std::istreambuf_iterator<char>(in), {});
  page = page.substr(page.find("## Worked examples"));
  const auto cases = blocks(page, "json"), answers = blocks(page, "text");
  ASSERT_GE(cases.size(), 3U);
  ASSERT_EQ(cases.size(), answers.size());
  for (std::size_t i = 0; i < cases.size(); ++i) {
    EXPECT_EQ(quote(cases[i], {"--lang", "en"}).out, answers[i]) << cases[i];
  }
}

TEST(CorrectionCommands, ARefusedCaseStopsNoOther) {
  const std::string good =
      R"({"case_id":"a","declaration":{"declared_on":"2025-02-03","accepted_on":"2025-02-03","paid_on":"2025-02-18"},)"
      R"("lines":[{"line":"1","tax":"customs_duty","declared_krw":0,"correct_krw":1000000}],"filed_on":"2025-08-19"})";
  const auto both = quote(good + "\n{\"case_id\":\"b\",\"lines\":[],\"filed\":1}\n" + good + "\n", {"--json"});
  EXPECT_EQ(both.exit, 1);
  std::istringstream rows(both.out);
  std::vector<std::string> lines;
  for (std::string line; std::getline(rows, line);) lines.push_back(line);
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_NE(lines[0].find(R"("status":"quoted")"), std::string::npos);
  EXPECT_NE(lines[0].find(R"("due_krw":1110040)"), std::string::npos);
  EXPECT_NE(lines[1].find(R"("case_id":"b")"), std::string::npos);
  EXPECT_NE(lines[1].find(R"("refusal":"field_is_not_known","field":"filed")"), std::string::npos);
  EXPECT_EQ(lines[2].substr(lines[2].find("case_id")), lines[0].substr(lines[0].find("case_id")));

  EXPECT_EQ(quote(good, {}).exit, 0);
  EXPECT_NE(quote(good, {"--lang", "ko"}).out.find("수정신고"), std::string::npos);
  EXPECT_EQ(quote("\n", {}).exit, 2);
}

}  // namespace
}  // namespace clearway::app
