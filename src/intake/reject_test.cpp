#include "intake/reject.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>

#include "intake/fixture_test.h"
#include "intake/mapping.h"
#include "intake/problem.h"

namespace clearway::intake {
namespace {

const Messages& messages() {
  static const auto loaded = Messages::load(CLEARWAY_SOURCE_DIR "/messages");
  return *loaded;
}

std::string file_text(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string rendered(const Reading& reading, Language language) {
  std::string out;
  for (const auto& reject : reading.rejects) append_reject(out, reject, messages(), language);
  return out;
}

TEST(Reject, EveryCauseHasItsSentencesAndNoOthersAreLeft) {
  std::set<std::string> expected = {"intake.near.fix"};
  for (std::size_t i = 0; i < cause_count; ++i) {
    const auto key = "intake." + std::string(name(static_cast<Cause>(i)));
    expected.insert({key + ".cause", key + ".fix"});
  }
  std::set<std::string> found;
  for (const auto& [key, text] : messages().all()) {
    if (key.starts_with("intake.")) found.insert(key);
  }
  EXPECT_EQ(found, expected);
}

/// Files of cases/: what is rejected, in both languages, is kept beside each of them and read by people when it changes
/// (CLEARWAY_UPDATE_GOLDEN=1 writes it anew). No place of a sentence may stay open.
TEST(Reject, GoldenFiles) {
  const struct {
    std::string file, mapping;
  } cases[] = {{"bad-rows.jsonl", ""}, {"bad-rows.csv", ""}, {"courier-list.csv", "courier-manifest-ko"}};
  for (const auto& c : cases) {
    SCOPED_TRACE(c.file);
    const std::string folder = CLEARWAY_SOURCE_DIR "/src/intake/cases/";
    Options options;
    const auto mapping = Mapping::load(CLEARWAY_SOURCE_DIR "/mappings/" + c.mapping + ".yaml");
    if (!c.mapping.empty()) options.mapping = &mapping.value();
    auto source = Source::over(file_text(folder + c.file), c.file, options);
    const auto reading = read_source(std::move(source));
    ASSERT_EQ(reading.refused, "") << reading.error.detail;
    for (const auto& [language, ending] :
         {std::pair{Language::korean, ".ko.ndjson"}, {Language::english, ".en.ndjson"}}) {
      const auto got = rendered(reading, language);
      const auto path = folder + c.file + ending;
      if (std::getenv("CLEARWAY_UPDATE_GOLDEN") != nullptr) std::ofstream(path) << got;
      EXPECT_EQ(got, file_text(path));
      EXPECT_FALSE(got.empty());
    }
  }
}

TEST(Reject, FilesAreRefusedInTheChosenLanguage) {
  Options options;
  options.messages = &messages();
  options.language = Language::english;
  const auto english = read_text("procedure,declaration-id\nformal,A\n", options);
  EXPECT_EQ(english.error.detail, "A column that is needed is missing: declaration_id");
  EXPECT_EQ(english.error.fix,
            "Add the column 'declaration_id' to the first row. The nearest column of the file: 'declaration-id'. For a "
            "file of another layout give --mapping.");
  options.language = Language::korean;
  EXPECT_EQ(read_text("", options).error.detail, "파일이 비어 있습니다: sample");
  const auto mapping = Mapping::parse("colums: {}\n", "sample.yaml", options);
  EXPECT_EQ(mapping.error().detail, "sample.yaml 1행: 알 수 없는 키 'colums'");
  EXPECT_EQ(mapping.error().fix, "'columns'을(를) 뜻한 것인지 확인하십시오.");
}

/// Whatever is wrong with a file or a mapping, its sentences are complete.
TEST(Reject, NoPlaceOfASentenceStaysOpen) {
  const std::string basic = "declaration_id: Ref\nprocedure: manifest\ncolumns:\n  Sender: exporter_name\n";
  const auto used = Mapping::parse(basic, "m");
  for (const auto language : {Language::korean, Language::english}) {
    Options options;
    options.messages = &messages();
    options.language = language;
    const auto complete = [](const Error& error) {
      EXPECT_EQ((error.detail + error.fix).find('{'), std::string::npos) << error.detail << " " << error.fix;
      EXPECT_FALSE(error.detail.empty());
      EXPECT_FALSE(error.fix.empty());
    };
    for (const std::string text :
         {"",
          "\xFF\xFE"
          "a",
          "PK\x03\x04", "[{}]", "\"a", "a,b\n", "declaration_id,brand\n", "declaration_id,declaration_id\n",
          "declaration_id,,procedure\n", "declaration_id\rA\r", "declaration_id,\xFF\n"}) {
      complete(read_text(text, options).error);
    }
    for (const std::string yaml :
         {"a: [", "- a", "colums: {}", "name: x", "declaration_id: R\ncolumns: {A: brnd}",
          "declaration_id: R\ncolumns: {A: zzzzzzzz}", "declaration_id: R\ncolumns: {A: brand, B: brand}",
          "declaration_id: R\ncolumns: {A: brand, A: currency}", "declaration_id: R\nencoding: x\ncolumns: {}",
          "declaration_id: R\ncolumns: {A: {field: brand, transforms: [x]}}"}) {
      const auto mapping = Mapping::parse(yaml, "m.yaml", options);
      ASSERT_FALSE(mapping) << yaml;
      complete(mapping.error());
    }
    complete(Mapping::load("/nowhere", options).error());
    complete(Source::open("/nowhere", options).error());
    complete(Source::open("/tmp", options).error());
    options.mapping = &used.value();
    complete(read_text("Ref,Sender,Other\n", options).error);
    options.format = Format::json_lines;
    complete(read_text("{}", options).error);
  }
}

TEST(Reject, IdentifiersAreMaskedWhereverTheyStand) {
  const struct {
    std::string_view row, shown;
  } cases[] = {
      {R"({"exporter_identifier":"900101-1234567","x":})", R"({"exporter_identifier":"90010*********","x":})"},
      {R"({"exporter_identifier" : 9001011234567 ,)", R"({"exporter_identifier" : 90010******** ,)"},
      {R"({"exporter_identifier":"a\"b1234567")", R"({"exporter_identifier":"a\"b*******")"},
      {R"({"remarks":"900101-1234567 P123456789012 12345")", R"({"remarks":"90010********* P1234******** 12345")"},
      {R"({"exporter_identifier":)", R"({"exporter_identifier":)"},
  };
  for (const auto& c : cases) EXPECT_EQ(shown_json_row(c.row), c.shown);
  EXPECT_EQ(shown_csv_row("A,\"Kim, X\",M1234567,3", ',', {2}), "A,\"Kim, X\",M12*****,3");
  EXPECT_EQ(shown_csv_row("A,\"Kim, X,900101-1234567,3", ',', {2}), "A,\"Kim, X,90010*********,3");
  EXPECT_EQ(shown_json_row("\xFF"), "");
  EXPECT_EQ(masked("가나다라마"), "가나***");
}

TEST(Reject, LongRowsAndValuesAreCutBetweenCharacters) {
  std::string row = "{";
  while (row.size() < 5000) row += "가";
  const auto shown = shown_json_row(row);
  EXPECT_LE(shown.size(), 2003U);
  EXPECT_TRUE(is_valid_utf8(shown));
  EXPECT_TRUE(shown.ends_with("…"));
  EXPECT_LE(shown_value("brand", row).size(), 203U);
}

}  // namespace
}  // namespace clearway::intake
