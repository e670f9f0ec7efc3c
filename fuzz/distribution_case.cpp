// Any text as the proceeds of a sale: refused with reasons, or distributed without losing a won. The same text as a
// kept case: refused, or read and written again to the same bytes.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "debt/answer.h"
#include "seizure/case_json.h"
#include "seizure/distribution.h"

using namespace clearway;

namespace {

[[noreturn]] void fail(const char* what) {
  std::fprintf(stderr, "%s\n", what);
  std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto law = law::Law::load(CLEARWAY_SOURCE_DIR "/law").value();
  static const auto messages = Messages::load(CLEARWAY_SOURCE_DIR "/messages").value();
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  debt::Problems problems;
  const auto read = seizure::read_proceeds(text, law, problems);
  if (problems.empty()) {
    const auto explained = seizure::draw_up(law, messages, read);
    const auto& statement = explained.value;
    auto sum = statement.surplus_krw;
    std::int64_t own = 0;
    for (const auto& line : statement.lines) {
      if (line.share_krw < 0 || line.share_krw > line.claimed_krw) fail("a share beyond its claim");
      sum += line.share_krw;
      if (!line.id.starts_with("claim:")) own += line.share_krw;
    }
    for (const auto& one : statement.allotments) own -= one.krw;
    if (sum != statement.available_krw() || own != 0) fail("a lost won");
    (void)seizure::to_json(explained, law);
  } else {
    debt::to_json(problems, messages);
  }
  if (const auto kept = seizure::from_json(text)) {
    const auto bytes = seizure::to_json(*kept);
    const auto again = seizure::from_json(bytes);
    if (!again || seizure::to_json(*again) != bytes) fail("a case that changes when it is kept");
  }
  return 0;
}
