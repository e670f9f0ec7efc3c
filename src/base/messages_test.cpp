#include "base/messages.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace clearway {
namespace {

class Folder {
 public:
  Folder() {
    char pattern[] = "/tmp/clearway-messages-XXXXXX";
    path_ = mkdtemp(pattern);
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  void write(const std::string& name, const std::string& text) const { std::ofstream(path_ + "/" + name) << text; }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

TEST(Messages, AllOfTheProductLoad) {
  const auto messages = Messages::load(std::string(CLEARWAY_SOURCE_DIR) + "/messages");
  ASSERT_TRUE(messages) << messages.error().detail;
  EXPECT_GT(messages->all().size(), 10U);
  EXPECT_NE(messages->find("app.purpose"), nullptr);
}

TEST(Messages, FillsPlaces) {
  const struct {
    std::string_view name, sentence, expected;
    Places places;
  } cases[] = {
      {"one place", "value {value} of {field}", "value 12 of fob_value", {{"value", "12"}, {"field", "fob_value"}}},
      {"a value that looks like a place is left", "{a} {b}", "{b} 2", {{"a", "{b}"}, {"b", "2"}}},
      {"a place without value stays", "{a} {b}", "1 {b}", {{"a", "1"}}},
      {"braces that are no place stay", "^\\d{12}$ {A}", "^\\d{12}$ {A}", {{"value", "x"}}},
      {"after a vowel",
       "{a}은(는) {a}을(를) {a}이(가) {a}과(와) {a}(으)로",
       "주소는 주소를 주소가 주소와 주소로",
       {{"a", "주소"}}},
      {"after a consonant", "{a}은(는) {a}을(를) {a}(으)로", "금액은 금액을 금액으로", {{"a", "금액"}}},
      {"after rieul", "{a}을(를) {a}(으)로", "서울을 서울로", {{"a", "서울"}}},
      {"after a digit", "{a}을(를) {b}(으)로", "2000000을 7로", {{"a", "2000000"}, {"b", "7"}}},
      {"after a percentage", "{a}을(를) {a}(으)로", "8%를 8%로", {{"a", "8%"}}},
      {"after a letter nobody knows", "{a}을(를)", "HSK을(를)", {{"a", "HSK"}}},
  };
  for (const auto& c : cases) EXPECT_EQ(fill(c.sentence, c.places), c.expected) << c.name;
}

TEST(Messages, RefusesFilesThatAreNotValid) {
  const struct {
    std::string_view name, text, detail;
  } cases[] = {
      {"a language missing", "a:\n  b: {ko: 값}\n", "a.b: a language is missing or empty"},
      {"a language empty", "a: {ko: 값, en: \"\"}\n", "a: a language is missing or empty"},
      {"another language", "a: {ko: 값, en: value, fr: valeur}\n", "'fr' is no language"},
      {"places differ", "a: {ko: \"{x} 값\", en: \"{y} value\"}\n", "the {places} of ko and en differ"},
      {"no languages at all", "a: 값\n", "needs the languages"},
      {"broken YAML", "a: {ko: 값\n", ":"},
  };
  for (const auto& c : cases) {
    const Folder folder;
    folder.write("x.yaml", std::string(c.text));
    const auto messages = Messages::load(folder.path());
    ASSERT_FALSE(messages) << c.name;
    EXPECT_NE(messages.error().detail.find(c.detail), std::string::npos) << c.name << ": " << messages.error().detail;
    EXPECT_NE(messages.error().detail.find("x.yaml:"), std::string::npos) << c.name;
    EXPECT_FALSE(messages.error().fix.empty()) << c.name;
  }
}

TEST(Messages, RefusesAKeyThatStandsTwiceInTwoFiles) {
  const Folder folder;
  folder.write("a.yaml", "k: {ko: 값, en: value}\n");
  folder.write("b.yaml", "k: {ko: 값, en: value}\n");
  const auto messages = Messages::load(folder.path());
  ASSERT_FALSE(messages);
  EXPECT_NE(messages.error().detail.find("b.yaml:1: k: the key stands twice"), std::string::npos);
}

TEST(Messages, SaysWhichFolderIsEmpty) {
  const auto messages = Messages::load("/nonexistent/messages");
  ASSERT_FALSE(messages);
  EXPECT_NE(messages.error().detail.find("/nonexistent/messages"), std::string::npos);
}

TEST(Messages, AnEnglishSentenceIsFoundInTheOtherLanguage) {
  const auto messages = Messages::load(CLEARWAY_SOURCE_DIR "/messages").value();
  const auto translated = [&](std::string_view text) {
    return messages.translated("policy_problem", text, Language::korean);
  };
  EXPECT_EQ(translated("there is no field, fact, signal or parameter 'fob_valeu'"),
            "그런 항목·사실·이력·매개변수는 없습니다: 'fob_valeu'");
  EXPECT_EQ(translated("did you mean fob_value?"), "가장 가까운 이름은 fob_value입니다");
  EXPECT_EQ(translated("a number cannot be compared with a text"), "서로 비교할 수 없는 종류입니다: 숫자, 글");
  EXPECT_EQ(translated("a sentence nobody wrote"), "a sentence nobody wrote");
  EXPECT_EQ(messages.translated("policy_problem", "did you mean x?", Language::english), "did you mean x?");
}

}  // namespace
}  // namespace clearway
