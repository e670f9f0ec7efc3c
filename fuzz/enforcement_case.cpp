// Any text as the file of a debt: refused with reasons, or answered for every step in both languages, never a fault.
// A step that the file took without being allowed has no effect.
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "debt/answer.h"
#include "enforcement/answer.h"
#include "enforcement/case_reader.h"

using namespace clearway;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto law = law::Law::load(CLEARWAY_SOURCE_DIR "/law").value();
  static const auto calendar = law::load_calendar(CLEARWAY_SOURCE_DIR "/law").value();
  static const auto messages = Messages::load(CLEARWAY_SOURCE_DIR "/messages").value();
  static const enforcement::Enforcement engine(law, calendar, enforcement::StepTable::of(law).value());

  debt::Problems problems;
  const auto subject = enforcement::read_case({reinterpret_cast<const char*>(data), size}, calendar, problems);
  if (!problems.empty()) {
    debt::to_json(problems, messages);
    return 0;
  }
  const auto written = enforcement::to_json(subject.file);
  if (enforcement::to_json(enforcement::read_file(written, calendar, problems)) != written || !problems.empty()) {
    std::abort();
  }
  const auto standing = engine.standing(subject.file, subject.on);
  if (standing.left < 0 || standing.left > subject.file.amount + 1'000'000'000'000'000) std::abort();
  if (standing.state == enforcement::State::extinct && standing.stands(enforcement::StepKind::seizure)) std::abort();
  std::vector<enforcement::Answer> answers;
  for (std::size_t i = 0; i < enforcement::step_count; ++i) {
    const auto step = static_cast<enforcement::StepKind>(i);
    for (const auto& asked : engine.questions(step)) answers.push_back(engine.check(standing, step, asked));
  }
  enforcement::to_json(standing, answers, engine, messages);
  enforcement::to_text(standing, answers, engine, messages, Language::korean);
  return 0;
}
