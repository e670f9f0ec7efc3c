#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
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
  words.insert(words.begin(), {"clearway", "--messages", source_folder + "/messages"});
  std::vector<const char*> arguments;
  for (const auto& word : words) arguments.push_back(word.c_str());
  std::ostringstream out, err;
  const int exit = run(static_cast<int>(arguments.size()), arguments.data(), out, err);
  return {exit, out.str(), err.str()};
}

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

class DocumentCommands : public testing::Test {
 protected:
  void SetUp() override {
    char pattern[] = "/tmp/clearway-document-XXXXXX";
    folder_ = mkdtemp(pattern);
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::string path(const std::string& name) const { return folder_ + "/" + name; }
  Outcome render(const std::string& name, const std::string& language, const std::string& values) const {
    return run_line({"document", "--documents", source_folder + "/documents", "render", name, "--lang", language,
                     "--values", values, "--out", path("letter.pdf")});
  }
  std::string folder_;
};

TEST_F(DocumentCommands, ALetterIsWritten) {
  const auto values = source_folder + "/src/document/cases/demand.json";
  std::size_t largest = 0;
  for (const auto* language : {"en", "ko", "both"}) {
    SCOPED_TRACE(language);
    const auto outcome = render("demand", language, values);
    EXPECT_EQ(outcome.exit, 0) << outcome.err;
    std::ifstream in(path("letter.pdf"), std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(in), {}};
    EXPECT_TRUE(bytes.starts_with("%PDF-"));
    EXPECT_TRUE(std::string_view(language) != "both" || bytes.size() > largest);
    largest = std::max(largest, bytes.size());
  }
}

TEST_F(DocumentCommands, WrongValuesAreNamedAndNothingIsWritten) {
  std::ofstream(path("values.json")) << R"({"office": {}})";
  const auto outcome = render("demand", "en", path("values.json"));
  EXPECT_EQ(outcome.exit, 2);
  EXPECT_TRUE(has(outcome.err, "documents/demand.yaml: office.name: The value is missing.")) << outcome.err;
  EXPECT_TRUE(has(outcome.err, "documents/demand.yaml: demanded_by: The value is missing.")) << outcome.err;
  EXPECT_FALSE(fs::exists(path("letter.pdf")));
}

TEST_F(DocumentCommands, AnUnknownTemplateIsAnsweredWithThoseThereAre) {
  const auto outcome = render("demnad", "en", "-");
  EXPECT_EQ(outcome.exit, 2);
  EXPECT_TRUE(has(outcome.err, "There is no template 'demnad'.")) << outcome.err;
  EXPECT_TRUE(has(outcome.err, "payment_order")) << outcome.err;
}

TEST_F(DocumentCommands, ACheckNamesFileLineAndKey) {
  EXPECT_EQ(run_line({"document", "check", "--documents", source_folder + "/documents"}).exit, 0);
  std::ofstream(path("letter.yaml")) << "title: {ko: 안내, en: Notice}\nsubject: {ko: 안내, en: Notice}\n"
                                        "values: {due: date}\nsections:\n"
                                        "  - paragraph: {ko: \"{day}\", en: \"{day}\"}\n  - sign\n";
  const auto outcome = run_line({"--lang", "en", "document", "check", "--documents", folder_});
  EXPECT_EQ(outcome.exit, 1);
  EXPECT_TRUE(has(outcome.out, "documents/letter.yaml:5: sections.1: The value 'day' is not declared.")) << outcome.out;
  const auto json = run_line({"--json", "document", "check", "--documents", folder_});
  EXPECT_TRUE(has(json.out, R"("code":"place_is_not_declared","file":"letter.yaml","line":5,"key":"sections.1")"))
      << json.out;
}

}  // namespace
}  // namespace clearway::app
