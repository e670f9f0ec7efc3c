// What recomputing a correction costs while somebody edits it, on one core: a case of 500 lines is read from JSON,
// quoted with its steps, compared over its days and written as JSON. Milliseconds of processor time, median and
// greatest of 101 rounds, each with another amount.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>
#include <vector>

#include "correction/answer_json.h"
#include "correction/case_reader.h"
#include "correction/quote.h"

namespace {

using namespace clearway;

template <class T>
T take(Result<T> result) {
  if (!result) {
    std::fprintf(stderr, "%s: %s\n", result.error().field.c_str(), result.error().detail.c_str());
    std::exit(3);
  }
  return std::move(result).value();
}

double processor_milliseconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

std::string case_of(int lines, int round) {
  std::string text =
      R"({"declaration":{"declared_on":"2025-02-03","accepted_on":"2025-02-03","paid_on":"2025-02-18"},"filed_on":"2025-09-01","lines":[)";
  for (int i = 0; i < lines; ++i) {
    text += (i > 0 ? "," : "") + std::string(R"({"line":")") + std::to_string(i / 7) + R"(","tax":")" +
            std::string(correction::tax_names[static_cast<std::size_t>(i % 7)]) +
            R"(","declared_krw":1000000,"correct_krw":)" + std::to_string(1'000'000 + 1'000 * i + round) + "}";
  }
  return text + "]}";
}

}  // namespace

int main() {
  const auto messages = take(Messages::load(CLEARWAY_SOURCE_DIR "/messages"));
  const auto law = take(law::Law::load(CLEARWAY_SOURCE_DIR "/law"));
  const auto calendar = take(law::load_calendar(CLEARWAY_SOURCE_DIR "/law"));
  const auto quoter = take(correction::Quoter::of(law, calendar, messages));
  std::vector<double> rounds;
  std::size_t bytes = 0;
  for (int round = 0; round < 101; ++round) {
    const auto text = case_of(500, round);
    const double start = processor_milliseconds();
    const auto read = correction::read_case(text);
    const auto& c = std::get<correction::Case>(read.content);
    const auto json = answer_json(1, read.case_id, quoter.quote(c), quoter.compare(c), law.version(), messages);
    rounds.push_back(processor_milliseconds() - start);
    bytes += json.size();
  }
  std::sort(rounds.begin(), rounds.end());
  std::printf("500 lines, read to answer: median %.2f ms, greatest %.2f ms, %zu bytes of answer\n", rounds[50],
              rounds[100], bytes / 101);
}
