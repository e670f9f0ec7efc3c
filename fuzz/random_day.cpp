// A published day of random selection. Whatever the text: it is read or refused; what is read is written and read again
// the same; verifying it ends, and nothing that was tampered with by the fuzzer is accepted as signed.
#include "risk/random_day.h"

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

namespace {
[[noreturn]] void fail(const char* what) {
  std::fprintf(stderr, "%s\n", what);
  std::abort();
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace clearway::risk;
  const auto file = parse_day_file(std::string(reinterpret_cast<const char*>(data), size));
  if (!file) return 0;
  const auto text = render(*file);
  const auto again = parse_day_file(text);
  if (!again) fail("what was written cannot be read");
  if (render(*again) != text) fail("a second writing differs");
  const auto problems = verify_day(*file);
  if (problems.size() != verify_day(*again).size()) fail("the same file is judged differently");
  std::vector<DayProblem> compared;
  compare_rows(*file, again->list, compared);
  return 0;
}
