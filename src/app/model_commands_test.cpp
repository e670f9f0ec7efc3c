#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
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
  words.insert(words.begin(), {"clearway", "--lang", "en"});
  for (const auto* folder : {"law", "policy", "messages"}) {
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

/// Invented import declarations with results: goods of one heading from one country are mostly irregular.
class Folder {
 public:
  Folder() {
    char pattern[] = "/tmp/clearway-model-XXXXXX";
    path_ = mkdtemp(pattern);
    write("past.csv", 0, 1200);
    write("later.csv", 1200, 1600);
    std::ofstream(path("mapping.yaml")) << mapping();
  }
  ~Folder() { fs::remove_all(path_); }
  std::string path(const std::string& name) const { return path_ + "/" + name; }

 private:
  static std::string mapping() {
    std::ifstream in(source_folder + "/mappings/kcs-import.yaml");
    return {std::istreambuf_iterator<char>(in), {}};
  }
  void write(const std::string& name, int from, int to) const {
    std::ofstream out(path(name));
    out << "Declaration ID,Date,Office ID,Process Type,Import Type,Import Use,Payment Type,Mode of Transport,Declarant "
           "ID,Importer ID,Seller ID,Courier ID,HS6 Code,Country of Departure,Country of Origin,Tax Rate,Tax "
           "Type,Country "
           "of Origin Indicator,Net Mass,Item Price,Fraud,Critical Fraud\n";
    for (int i = from; i < to; ++i) {
      const bool suspicious = i % 7 == 0;
      const bool irregular = suspicious ? i % 35 != 0 : i % 23 == 0;
      out << 1000 + i << ",2020-0" << 1 + (i * 9) / 1600 << "-1" << i % 9 << ",20,B,11,21,11,10,SAMPLED" << i % 5
          << ",SAMPLEI" << i % 40 << ",,,"
          << (suspicious   ? "610910"
              : i % 2 == 0 ? "330499"
                           : "847130")
          << ',' << (suspicious ? "VN" : "US") << ",US,8.0,A,Y," << 10 + i % 331 << ".5," << 1000 * (10 + i % 331)
          << ',' << (irregular ? 1 : 0) << ",0\n";
    }
  }
  std::string path_;
};

TEST(ModelCommands, TrainEvaluateAndScreenWithAModel) {
  const Folder folder;
  const auto train = [&](const std::string& out) {
    return run_line({"model", "train", "--mapping", folder.path("mapping.yaml"), "--data", folder.path("past.csv"),
                     "--out", folder.path(out), "--json"});
  };
  const auto trained = train("a.cwm");
  ASSERT_EQ(trained.exit, 0) << trained.err;
  EXPECT_TRUE(has(trained.out, "\"rows\":1200")) << trained.out;
  EXPECT_TRUE(has(trained.out, "\"recipe\":\"import\""));
  ASSERT_EQ(train("b.cwm").exit, 0);
  const auto bytes = [&](const std::string& name) {
    std::ifstream in(folder.path(name), std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(in), {});
  };
  EXPECT_EQ(bytes("a.cwm"), bytes("b.cwm"));

  const auto judged = run_line({"model", "evaluate", "--model", folder.path("a.cwm"), "--mapping",
                                folder.path("mapping.yaml"), "--data", folder.path("later.csv"), "--json"});
  ASSERT_EQ(judged.exit, 0) << judged.err;
  for (const auto* field : {"\"auc\":0.", "\"average_precision\":", "\"f1\":", "\"precision_at\":{\"1\":",
                            "\"revenue_at\":{\"1\":", "\"rows\":400", "\"new_tuples\":{", "\"as_results_come_in\":{"}) {
    EXPECT_TRUE(has(judged.out, field)) << field << " in " << judged.out;
  }

  const auto screened = run_line({"screen", "--model", folder.path("a.cwm"), "--mapping", folder.path("mapping.yaml"),
                                  "--db", "none", "--out", folder.path("d.ndjson"), folder.path("later.csv")});
  ASSERT_EQ(screened.exit, 0) << screened.err;
  const auto decisions = bytes("d.ndjson");
  EXPECT_TRUE(has(decisions, "\"id\":\"model.repeats\""));
  EXPECT_TRUE(has(decisions, "\"id\":\"model.likelihood\""));
  EXPECT_TRUE(has(decisions, "+model-"));
}

TEST(ModelCommands, WhatRepeatsTheFileToBeJudgedIsNotLearned) {
  const Folder folder;
  const auto trained =
      run_line({"model", "train", "--mapping", folder.path("mapping.yaml"), "--data", folder.path("past.csv"),
                "--without", folder.path("later.csv"), "--out", folder.path("p.cwm")});
  ASSERT_EQ(trained.exit, 0) << trained.err;
  EXPECT_TRUE(has(trained.err, "Left out")) << trained.err;
  const auto judged = run_line({"model", "evaluate", "--model", folder.path("p.cwm"), "--mapping",
                                folder.path("mapping.yaml"), "--data", folder.path("later.csv"), "--json"});
  EXPECT_TRUE(has(judged.out, "\"new_tuples\":{")) << judged.err;
  const auto rows = judged.out.substr(judged.out.find("\"new_tuples\""));
  EXPECT_TRUE(has(rows, "\"rows\":400")) << rows;
}

TEST(ModelCommands, WhatIsWrongIsSaid) {
  const Folder folder;
  std::ofstream(folder.path("text.cwm")) << "no model";
  const struct {
    std::string_view name;
    std::vector<std::string> line;
    std::string_view says;
  } cases[] = {
      {"no model",
       {"model", "evaluate", "--model", folder.path("text.cwm"), "--data", folder.path("later.csv")},
       "does not begin as"},
      {"no file",
       {"model", "evaluate", "--model", folder.path("none.cwm"), "--data", folder.path("later.csv")},
       "cannot be read"},
      {"another recipe",
       {"model", "train", "--recipe", "exotic", "--mapping", folder.path("mapping.yaml"), "--data",
        folder.path("past.csv"), "--out", folder.path("x.cwm")},
       "no recipe 'exotic'"},
      {"a damaged model for screening",
       {"screen", "--model", folder.path("text.cwm"), "--mapping", folder.path("mapping.yaml"), "--db", "none", "--out",
        folder.path("d.ndjson"), folder.path("later.csv")},
       "does not begin as"},
  };
  for (const auto& test : cases) {
    const auto outcome = run_line(test.line);
    EXPECT_NE(outcome.exit, 0) << test.name;
    EXPECT_TRUE(has(outcome.err, test.says)) << test.name << ": " << outcome.err;
  }
  EXPECT_FALSE(fs::exists(folder.path("x.cwm")));
}

}  // namespace
}  // namespace clearway::app
