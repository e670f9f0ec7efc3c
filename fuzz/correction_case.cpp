// Cases of corrections. Whatever the text: each row is read or refused with its field; what is read is quoted or
// refused without a crash, and one case a line reads as it does alone.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "correction/answer_json.h"
#include "correction/case_reader.h"
#include "correction/quote.h"

namespace {

using namespace clearway;

[[noreturn]] void fail(const char* what) {
  std::fprintf(stderr, "%s\n", what);
  std::abort();
}

template <class T>
T take(Result<T> result) {
  if (!result) fail(result.error().detail.c_str());
  return std::move(result).value();
}

struct World {
  law::Law law = take(law::Law::load(CLEARWAY_SOURCE_DIR "/law"));
  law::Calendar calendar = take(law::load_calendar(CLEARWAY_SOURCE_DIR "/law"));
  Messages messages = take(Messages::load(CLEARWAY_SOURCE_DIR "/messages"));
  correction::Quoter quoter = take(correction::Quoter::of(law, calendar, messages));
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const World world;
  const std::string text(reinterpret_cast<const char*>(data), size);
  for (const auto& row : correction::read_cases(text)) {
    if (row.row == 0) fail("rows count from 1");
    correction::Answer answer;
    std::vector<correction::Cost> costs;
    if (const auto* read = std::get_if<correction::Case>(&row.content)) {
      answer = world.quoter.quote(*read);
      costs = world.quoter.compare(*read);
      if (answer.quote.has_value() == answer.refused.has_value()) fail("quoted or refused, not both");
    } else {
      answer.refused = std::get<correction::Refused>(row.content);
      if (name(answer.refused->refusal).empty() || answer.refused->field.empty()) fail("a refusal without a field");
    }
    const auto json = answer_json(row.row, row.case_id, answer, costs, world.law.version(), world.messages);
    if (json.empty() || json.find('\n') != std::string::npos) fail("an answer is one line");
  }
  return 0;
}
