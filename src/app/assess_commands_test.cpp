#include <gtest/gtest.h>

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
  words.insert(words.begin(), "clearway");
  for (const auto* folder : {"law", "messages"}) {
    words.push_back("--" + std::string(folder));
    words.push_back(source_folder + "/" + folder);
  }
  std::vector<const char*> arguments;
  for (const auto& word : words) arguments.push_back(word.c_str());
  std::ostringstream out, err;
  const int exit = run(static_cast<int>(arguments.size()), arguments.data(), out, err);
  return {exit, out.str(), err.str()};
}

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

/// A folder of this test with files in it.
class Folder {
 public:
  Folder() {
    char pattern[] = "/tmp/clearway-assess-XXXXXX";
    path_ = mkdtemp(pattern);
  }
  ~Folder() { fs::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::string write(const std::string& name, const std::string& text) const {
    std::ofstream(path_ + "/" + name) << text;
    return path_ + "/" + name;
  }
  std::string read(const std::string& name) const {
    std::ifstream in(path_ + "/" + name);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

const std::string good =
    R"({"case_id":"A","declaration":{"tax_date":"2026-03-10","currency":"KRW","incoterm":"CIF","lines":[)"
    R"({"tariff_code":"8507600000","quantity":1,"unit":"U","origin":"CN","price":1000000}]}})";
const std::string bad =
    R"({"case_id":"B","declaration":{"tax_date":"2019-03-10","currency":"KRW","incoterm":"CIF","lines":[)"
    R"({"tariff_code":"8507600000","quantity":1,"unit":"U","origin":"CN","price":1000000}]}})";

TEST(AssessCommand, AnswersEachCaseOnOneLine) {
  const Folder folder;
  const auto file = folder.write("cases.jsonl", good + "\n" + bad + "\n{\"case_id\":\n" + good + "\n");
  const auto outcome = run_line({"assess", "--json", file});
  EXPECT_EQ(outcome.exit, 0) << outcome.err;
  std::vector<std::string> lines;
  std::istringstream text(outcome.out);
  for (std::string line; std::getline(text, line);) lines.push_back(line);
  ASSERT_EQ(lines.size(), 4U);
  // The sample: concession 6.4 % of 1,000,000 = 64,000 is below the basic 6.5 %; VAT 106,400.
  EXPECT_TRUE(has(lines[0], R"("taxes":{"duty":64000,"value_added":106400},"assessed":170400,"payable":170400)"))
      << lines[0];
  EXPECT_TRUE(has(lines[0], R"("sample_tariff":true,"complete":true)"));
  EXPECT_TRUE(has(lines[0], R"("cite":"customs-act-50-1","grade":"statute","article":{"ko":"관세법 제50조 제1항")"));
  EXPECT_TRUE(
      has(lines[1], R"("complete":false,"lines":[],"steps":[],"problems":[{"code":"tax_date_is_before_the_tables")"));
  EXPECT_TRUE(has(lines[2], R"("code":"case_is_not_readable")"));
  EXPECT_EQ(lines[3], lines[0]);
  EXPECT_EQ(run_line({"assess", "--json", file}).out, outcome.out);
  EXPECT_EQ(run_line({"assess", "--json", "--strict", file}).exit, 1);
}

TEST(AssessCommand, ExplainsInBothLanguages) {
  const Folder folder;
  const auto file = folder.write("case.json", good);
  const auto korean = run_line({"assess", file});
  EXPECT_TRUE(has(korean.out, "관세 = 1,000,000원 × 6.4% = 64,000원(끝수 버림)  [관세법 제73조, 2020-01-01~]"))
      << korean.out;
  const auto english = run_line({"assess", "--lang", "en", file});
  EXPECT_TRUE(has(english.out, "Note: the tariff is a sample.")) << english.out;
  EXPECT_TRUE(has(english.out, "[Value Added Tax Act Article 30 · to be verified]")) << english.out;
  EXPECT_TRUE(has(english.out, "Payable: KRW 170,400")) << english.out;
}

TEST(AssessCommand, NothingToReadIsWrongUse) {
  const Folder folder;
  EXPECT_EQ(run_line({"assess", folder.write("empty.json", " \n")}).exit, 2);
  EXPECT_EQ(run_line({"assess", folder.path() + "/none.json"}).exit, 2);
}

const std::string lines_header = "tariff_code,from,to,unit,ko,en\n";
const std::string rates_header = "tariff_code,from,to,kind,agreement,origins,needs,form,percent,won_per_unit,unit\n";

TEST(TariffCommand, NamesFaultsAndInstallsTheGoodRows) {
  const Folder folder;
  const auto lines = folder.write(
      "l.csv", lines_header + "8517130000,2024-01-01,,U,전화기,Phones\n8517140000,2024-01-01,,BOX,다,Other\n");
  const auto rates = folder.write("r.csv", rates_header +
                                               "8517130000,2024-01-01,,basic,,,,ad_valorem,8,,\n"
                                               "8517130000,2025-01-01,,basic,,,,ad_valorem,6,,\n");
  const auto checked =
      run_line({"tariff", "import", "--check", "--lang", "en", "--out", folder.path() + "/kr", lines, rates});
  EXPECT_EQ(checked.exit, 1);
  EXPECT_TRUE(has(checked.out, lines + ":3: unit: There is no unit 'BOX'. -> Known units: U, KG")) << checked.out;
  EXPECT_TRUE(has(checked.out, rates + ":3: from: The period overlaps that of " + rates + ":2")) << checked.out;
  EXPECT_FALSE(fs::exists(folder.path() + "/kr"));
  EXPECT_EQ(run_line({"tariff", "import", "--strict", "--out", folder.path() + "/kr", lines, rates}).exit, 1);
  EXPECT_FALSE(fs::exists(folder.path() + "/kr"));

  const auto installed = run_line({"tariff", "import", "--json", "--out", folder.path() + "/kr", lines, rates});
  EXPECT_EQ(installed.exit, 0) << installed.err;
  EXPECT_TRUE(has(installed.out, R"("installed":true,"lines":1,"rates":1,"taxes":0)")) << installed.out;
  EXPECT_TRUE(has(folder.read("kr/tariff/lines.csv"), "# tariff-"));
  EXPECT_TRUE(has(folder.read("kr/tariff/lines.csv"), lines_header + "8517130000,2024-01-01,,U,전화기,Phones\n"));
  // Rates alone replace the rates; the lines stay.
  const auto changed = folder.write("r2.csv", rates_header + "8517130000,2024-01-01,,basic,,,,ad_valorem,5,,\n");
  EXPECT_EQ(run_line({"tariff", "import", "--out", folder.path() + "/kr", changed}).exit, 0);
  EXPECT_TRUE(has(folder.read("kr/tariff/rates.csv"), "ad_valorem,5,"));
  EXPECT_TRUE(has(folder.read("kr/tariff/lines.csv"), "8517130000"));
}

TEST(TariffCommand, TheSampleThatShipsIsInOrderAndRatesAreRead) {
  const auto table = [](const char* name) { return source_folder + "/law/kr/" + name; };
  const auto outcome =
      run_line({"tariff", "import", "--check", "--json", table("tariff/lines.csv"), table("tariff/rates.csv"),
                table("tariff/taxes.csv"), table("exchange_rate/import.csv")});
  EXPECT_EQ(outcome.exit, 0) << outcome.out;
  EXPECT_TRUE(has(outcome.out, R"("exchange_rates":{"from":"2023-12-31")")) << outcome.out;
  const Folder folder;
  const auto weeks = folder.write("w.csv", "week_from,USD\n2026-03-02,1400\n");
  const auto refused = run_line({"tariff", "import", "--check", "--lang", "en", weeks});
  EXPECT_EQ(refused.exit, 1);
  EXPECT_TRUE(
      has(refused.out,
          weeks + ":2: The exchange rates cannot be read: '2026-03-02' is not a Sunday -> begin each week on Sunday"))
      << refused.out;
  EXPECT_EQ(run_line({"tariff", "import", folder.write("x.csv", "a,b\n")}).exit, 0);
  EXPECT_EQ(run_line({"tariff", "import", "--check", folder.write("x.csv", "a,b\n")}).exit, 1);
}

}  // namespace
}  // namespace clearway::app
