// Files of answers to notices: every row is read or refused with its line, no notice is answered twice, and what is
// read can be kept. The first byte says whether a header is put in front.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <set>
#include <string>

#include "base/text.h"
#include "notice/bulk_answers.h"

namespace {

[[noreturn]] void fail(const char* what) {
  std::fprintf(stderr, "%s\n", what);
  std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace clearway;
  if (size == 0) return 0;
  std::string text(reinterpret_cast<const char*>(data) + 1, size - 1);
  if ((data[0] & 1) != 0) text.insert(0, "notice,answer,text,until\n");
  const auto read = notice::read_answers(text);
  if (!read) return 0;
  std::uint64_t last = 1;
  std::set<std::string> seen;
  for (const auto& answer : read->answers) {
    if (answer.row <= last) fail("rows out of order");
    last = answer.row;
    if (!seen.insert(answer.notice).second) fail("a notice answered twice");
    if (!is_valid_utf8(answer.notice) || !is_valid_utf8(answer.given.text)) fail("text that cannot be kept");
    if (answer.action == notice::Action::ask_more_time && !answer.given.day) fail("more time without its day");
  }
  return 0;
}
