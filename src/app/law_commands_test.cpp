#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <sstream>

#include "app/context.h"
#include "base/messages.h"

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
    const auto option = "--" + std::string(folder);
    if (std::find(words.begin(), words.end(), option) != words.end()) continue;
    words.push_back(option);
    words.push_back(source_folder + "/" + folder);
  }
  std::vector<const char*> arguments;
  for (const auto& word : words) arguments.push_back(word.c_str());
  std::ostringstream out, err;
  const int exit = run(static_cast<int>(arguments.size()), arguments.data(), out, err);
  return {exit, out.str(), err.str()};
}

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

/// A copy of the law that a test may damage.
class LawCopy {
 public:
  LawCopy() {
    char pattern[] = "/tmp/clearway-law-XXXXXX";
    path_ = mkdtemp(pattern);
    fs::copy(source_folder + "/law", path_, fs::copy_options::recursive);
  }
  ~LawCopy() { fs::remove_all(path_); }
  LawCopy(const LawCopy&) = delete;
  LawCopy& operator=(const LawCopy&) = delete;
  const std::string& path() const { return path_; }
  void replace(const std::string& file, const std::string& from, const std::string& to) const {
    std::ifstream in(path_ + "/" + file);
    std::string text(std::istreambuf_iterator<char>(in), {});
    const auto at = text.find(from);
    ASSERT_NE(at, std::string::npos) << file << ": " << from;
    text.replace(at, from.size(), to);
    std::ofstream(path_ + "/" + file) << text;
  }

 private:
  std::string path_;
};

TEST(LawCommands, ShowSaysValuePeriodSourceAndGrade) {
  const auto en = run_line({"law", "show", "export.manifest.max_fob", "--on", "2026-11-23", "--lang", "en"});
  EXPECT_EQ(en.exit, 0) << en.err;
  EXPECT_TRUE(has(en.out, "2,000,000 KRW")) << en.out;
  EXPECT_TRUE(has(en.out, "Notice on Export Clearance Article 36(1)8")) << en.out;
  EXPECT_TRUE(has(en.out, "confirmed")) << en.out;
  EXPECT_TRUE(has(en.out, "start not determined (seen in a text of 2008-01-01)")) << en.out;
  const auto ko = run_line({"law", "show", "export.manifest.max_fob"});
  EXPECT_TRUE(has(ko.out, "2,000,000원")) << ko.out;
  EXPECT_TRUE(has(ko.out, "제36조 제1항 제8호")) << ko.out;
}

TEST(LawCommands, ShowOnBothSidesOfAChange) {
  const auto before = run_line({"--lang", "en", "law", "show", "drawback.claim.years", "--on", "2022-12-31"});
  const auto after = run_line({"--lang", "en", "law", "show", "drawback.claim.years", "--on", "2023-01-01"});
  EXPECT_TRUE(has(before.out, "  2 years")) << before.out;
  EXPECT_TRUE(has(after.out, "  5 years")) << after.out;
  const auto none = run_line({"law", "show", "export.simplified.max_fob", "--on", "2014-07-29", "--lang", "en"});
  EXPECT_EQ(none.exit, 0);
  EXPECT_TRUE(has(none.out, "Not in force yet on 2014-07-29. First in force on 2014-07-30.")) << none.out;
}

TEST(LawCommands, AValueThatIsNoConfirmedLawSaysSo) {
  EXPECT_TRUE(has(run_line({"law", "show", "vat.rate", "--lang", "en"}).out, "to be verified"));
  EXPECT_TRUE(has(run_line({"law", "show", "export.split.window_days", "--lang", "en"}).out, "not law"));
  const auto claim = run_line({"law", "show", "export.simplified.max_fob", "--lang", "en"}).out;
  const auto claims = claim.find("Claims (not confirmed, never applied)");
  ASSERT_NE(claims, std::string::npos);
  EXPECT_GT(claim.find("4,000,000 KRW"), claims);
}

TEST(LawCommands, JsonCarriesBothLanguages) {
  const auto json = run_line({"law", "show", "export.simplified.max_fob", "--on", "2026-11-23", "--json"});
  EXPECT_EQ(json.exit, 0);
  for (const auto* part : {R"("id":"export.simplified.max_fob")", R"("value":2000000)", R"("from":"2014-07-30")",
                           R"("to":null)", R"("grade":"notice")", R"("confirmed":true)", R"("value":4000000)",
                           R"("applied":false)", R"("ko":"제35조의2")", R"("in_force":true)"}) {
    EXPECT_TRUE(has(json.out, part)) << part << " in " << json.out;
  }
  EXPECT_TRUE(has(run_line({"law", "history", "drawback.claim.years", "--json"}).out, R"("to":"2022-12-31")"));
  EXPECT_TRUE(has(run_line({"law", "list", "--json"}).out, R"({"id":"drawback.claim.years")"));
}

TEST(LawCommands, TablesNameTheirColumns) {
  const auto table = run_line({"law", "show", "risk.random.courier_class", "--lang", "en"}).out;
  EXPECT_TRUE(has(table, "  class | ratio | ko | en\n  excellent | 0.01 | 우수 | excellent\n")) << table;
}

TEST(LawCommands, WrongUseIsNamedWithItsRemedy) {
  const struct {
    std::string_view name;
    std::vector<std::string> words;
    std::string_view error, fix;
  } cases[] = {
      {"unknown id", {"law", "show", "export.manifest.maxfob"}, "'export.manifest.maxfob'", "export.manifest.max_fob"},
      {"impossible date", {"law", "show", "vat.rate", "--on", "2026-02-30"}, "2026-02-30", "2026-11-23"},
      {"no id", {"law", "show"}, "ID", "clearway law show --help"},
      {"no command", {"law"}, "missing after 'clearway law'", "show, history, list, check"},
      {"unknown command", {"law", "shoow"}, "shoow", "show, history, list, check"},
      {"unknown option", {"law", "check", "--fast"}, "--fast", "clearway law check --help"},
      {"unknown language", {"law", "check", "--lang", "fr"}, "--lang", "clearway"},
      {"unknown grade", {"law", "list", "--grade", "good"}, "--grade", "clearway law list --help"},
      {"unknown database", {"law", "check", "--db", "oracle"}, "oracle", "clearway"},
      {"database of another kind", {"law", "check", "--db", "mysql://host/db"}, "mysql://host/db", "clearway"},
      {"database without a path", {"law", "check", "--db", "sqlite:"}, "sqlite:", "clearway"},
  };
  for (auto c : cases) {
    SCOPED_TRACE(c.name);
    if (std::find(c.words.begin(), c.words.end(), "--lang") == c.words.end()) {
      c.words.insert(c.words.begin(), {"--lang", "en"});
    }
    const auto outcome = run_line(c.words);
    EXPECT_EQ(outcome.exit, 2);
    EXPECT_TRUE(outcome.out.empty()) << outcome.out;
    EXPECT_TRUE(has(outcome.err, c.error)) << outcome.err;
    EXPECT_TRUE(has(outcome.err, c.fix)) << outcome.err;
  }
}

TEST(LawCommands, AMissingFolderIsTheEnvironmentsFault) {
  const auto outcome = run_line({"law", "check", "--law", "/nonexistent", "--lang", "en"});
  EXPECT_EQ(outcome.exit, 3);
  EXPECT_TRUE(has(outcome.err, "/nonexistent")) << outcome.err;
  EXPECT_TRUE(has(outcome.err, "--law DIR")) << outcome.err;
}

TEST(LawCommands, CheckAcceptsTheLawOfTheProduct) {
  const auto outcome = run_line({"law", "check", "--lang", "en"});
  EXPECT_EQ(outcome.exit, 0) << outcome.out;
  EXPECT_TRUE(has(outcome.out, "No problem")) << outcome.out;
}

TEST(LawCommands, CheckListsEveryProblemWithFileAndLine) {
  const LawCopy law;
  law.replace("kr/export/manifest/max_fob.yaml", "grade: notice", "grade: rumour");
  law.replace("kr/vat/rate.yaml", "cite: vat-act-30, ", "");
  law.replace("kr/export/elements.yaml", "check: foreign_country", "check: foreign_land");
  law.replace("codes/countries.yaml", "\"AD\"", "\"A1\"");
  const auto outcome = run_line({"law", "check", "--law", law.path(), "--lang", "en"});
  EXPECT_EQ(outcome.exit, 1);
  for (const auto* part :
       {"law/kr/export/manifest/max_fob.yaml:8: values.undated.grade: There is no grade 'rumour'.",
        "law/kr/vat/rate.yaml:5: values.undated.cite: The value has no citation.", "There is no check 'foreign_land'.",
        "codes.A1: The code 'A1' does not fit the format a2.", "4 problems"}) {
    EXPECT_TRUE(has(outcome.out, part)) << part << " in " << outcome.out;
  }
}

TEST(LawCommands, CheckReadsTheExchangeRates) {
  const LawCopy law;
  law.replace("kr/exchange_rate/export.csv", "week_from,USD", "week_from,US$");
  const auto outcome = run_line({"law", "check", "--law", law.path(), "--lang", "en"});
  EXPECT_EQ(outcome.exit, 1);
  EXPECT_TRUE(has(outcome.out, "kr/exchange_rate/export.csv")) << outcome.out;
}

TEST(LawCommands, CheckReadsTheHolidays) {
  const LawCopy law;
  law.replace("kr/calendar/holidays.csv", "2026-01-01,public_holiday", "2026-01-41,public_holiday");
  const auto outcome = run_line({"law", "check", "--law", law.path(), "--lang", "en"});
  EXPECT_EQ(outcome.exit, 1);
  EXPECT_TRUE(has(outcome.out, "kr/calendar/holidays.csv")) << outcome.out;
}

TEST(LawCommands, AParameterFileThatIsGoneIsNamed) {
  const LawCopy law;
  fs::remove(law.path() + "/kr/export/loading/days.yaml");
  const auto check = run_line({"law", "check", "--law", law.path(), "--lang", "en"});
  EXPECT_EQ(check.exit, 1);
  EXPECT_TRUE(has(check.out, "kr/export/loading/days.yaml: The file is missing.")) << check.out;
  const auto show = run_line({"law", "show", "vat.rate", "--law", law.path(), "--lang", "en"});
  EXPECT_EQ(show.exit, 3);
  EXPECT_TRUE(has(show.err, "kr/export/loading/days.yaml")) << show.err;
}

TEST(LawCommands, EveryProblemOfTheLawHasItsSentences) {
  const auto messages = Messages::load(source_folder + "/messages").value();
  const std::regex code(R"re((?:problem\(|push_back\(\{)\s*"([a-z_0-9]+)")re");
  std::set<std::string> codes;
  for (const auto& file : fs::directory_iterator(source_folder + "/src/law")) {
    if (file.path().extension() != ".cpp") continue;
    std::ifstream in(file.path());
    const std::string text(std::istreambuf_iterator<char>(in), {});
    for (std::sregex_iterator it(text.begin(), text.end(), code), end; it != end; ++it) codes.insert((*it)[1]);
  }
  EXPECT_GT(codes.size(), 35U);
  for (const auto& name : codes) {
    EXPECT_NE(messages.find("law.problem." + name + ".text"), nullptr) << name;
    EXPECT_NE(messages.find("law.problem." + name + ".fix"), nullptr) << name;
  }
}

TEST(CommandLine, EverySentenceItNamesExists) {
  const auto messages = Messages::load(source_folder + "/messages").value();
  const std::regex use(R"re(context_?\.(?:text|help)\("([a-z_0-9.]+)"\s*[,)])re");
  std::size_t found = 0;
  for (const auto& file : fs::directory_iterator(source_folder + "/src/app")) {
    if (file.path().extension() != ".cpp") continue;
    std::ifstream in(file.path());
    const std::string text(std::istreambuf_iterator<char>(in), {});
    for (std::sregex_iterator it(text.begin(), text.end(), use), end; it != end; ++it, ++found) {
      EXPECT_NE(messages.find((*it)[1].str()), nullptr) << file.path().filename() << ": " << (*it)[1];
    }
  }
  EXPECT_GT(found, 30U);
}

TEST(CommandLine, VersionAndHelpGoToStandardOutput) {
  const auto version = run_line({"--version"});
  EXPECT_EQ(version.exit, 0);
  EXPECT_TRUE(version.out.starts_with("clearway "));
  const auto help = run_line({"law", "--help", "--lang", "en"});
  EXPECT_EQ(help.exit, 0);
  EXPECT_TRUE(has(help.out, "Show the value on a day")) << help.out;
  EXPECT_TRUE(help.err.empty());
}

}  // namespace
}  // namespace clearway::app
