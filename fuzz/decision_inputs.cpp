// What is kept with a decision. Whatever the bytes: they are read or refused; what is read and written again is the
// same where it was written in the one form the writer knows, and reads the same in any case.
#include "risk/decision_inputs.h"

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

namespace {

using namespace clearway::risk;

[[noreturn]] void fail(const char* what) {
  std::fprintf(stderr, "%s\n", what);
  std::abort();
}

std::string written(const KeptInputs& kept, const Observation& seen) {
  std::string out;
  const History history = kept.history.view();
  append_inputs(out, {.seen = seen,
                      .history = history,
                      .observed = kept.observed,
                      .chance = kept.chance,
                      .ratio = static_cast<double>(kept.ratio_micro) / 1e6,
                      .used = kept.used,
                      .capacity = kept.capacity ? &*kept.capacity : nullptr,
                      .cut_off = kept.cut_off ? &*kept.cut_off : nullptr,
                      .sentences = kept.sentences});
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  Observation seen;
  seen.day = 20'000;
  seen.exporter = 42;
  if (const auto kept = read_inputs(bytes, seen)) {
    const auto once = written(*kept, seen);
    const auto again = read_inputs(once, seen);
    if (!again) fail("what was written cannot be read");
    if (written(*again, seen) != once) fail("a second writing differs");
  }
  (void)read_chance(bytes);
  if (const auto raw = inputs_bytes(bytes)) {
    std::string text;
    append_inputs_text(text, *raw);
    if (text != bytes) fail("two texts for the same bytes");
  }
  return 0;
}
