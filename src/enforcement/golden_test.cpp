#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "enforcement/answer.h"
#include "enforcement/case_reader.h"
#include "enforcement/fixture_test.h"

namespace clearway::enforcement {
namespace {

const Messages& the_messages() {
  static const auto messages = Messages::load(CLEARWAY_SOURCE_DIR "/messages").value();
  return messages;
}
std::string path(const std::string& name) { return CLEARWAY_SOURCE_DIR "/src/enforcement/golden/" + name; }
std::string read(const std::string& file) {
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// Compares with src/enforcement/golden/NAME; CLEARWAY_UPDATE_GOLDEN=1 writes it anew, to be read as a diff.
void expect_golden(const std::string& name, const std::string& text) {
  if (std::getenv("CLEARWAY_UPDATE_GOLDEN") != nullptr) std::ofstream(path(name)) << text;
  EXPECT_EQ(text, read(path(name))) << name;
}

TEST(Golden, CasesAsOfficersReadThem) {
  for (const std::string name :
       {"disclosure_second_round", "exit_ban_after_a_plan", "seizure_against_the_heirs", "steps_out_of_turn"}) {
    SCOPED_TRACE(name);
    debt::Problems problems;
    const auto subject = read_case(read(path(name + ".json")), the_calendar(), problems);
    ASSERT_TRUE(problems.empty()) << problems.front().field;
    const auto& enforcement = the_enforcement();
    const auto standing = enforcement.standing(subject.file, subject.on);
    std::vector<Answer> answers;
    for (std::size_t i = 0; i < step_count; ++i) {
      const auto step = static_cast<StepKind>(i);
      if (subject.step && subject.step != step) continue;
      for (const auto& asked : enforcement.questions(step)) answers.push_back(enforcement.check(standing, step, asked));
    }
    for (const auto language : {Language::korean, Language::english}) {
      const auto* suffix = language == Language::korean ? ".ko.txt" : ".en.txt";
      expect_golden(name + suffix, to_text(standing, answers, enforcement, the_messages(), language));
    }
    if (subject.step == StepKind::disclosure) {
      auto json = to_json(standing, answers, enforcement, the_messages());
      // The version names every file of the law; it is not what this case is about.
      json.replace(json.find(the_law().version()), the_law().version().size(), "law");
      expect_golden(name + ".answer.json", json + "\n");
    }
  }
}

}  // namespace
}  // namespace clearway::enforcement
