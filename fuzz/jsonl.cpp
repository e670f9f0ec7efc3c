// JSON lines. Whatever a line holds: a row is either read or rejected; what is read agrees with a general parser; the
// size of blocks and batches changes nothing; no reject shows an identifier in clear.
#include <simdjson.h>

#include <cstdint>
#include <cstdlib>
#include <string>

#include "intake/fixture_test.h"

namespace {

using namespace clearway;

[[noreturn]] void fail(const char* what) {
  std::fprintf(stderr, "%s\n", what);
  std::abort();
}

/// A row that was read must be an object for simdjson too, with the same id.
void compare_with_general_parser(const std::string& line) {
  const auto ours = intake::parse_declaration(line, {});
  if (ours.declaration == nullptr) return;
  simdjson::dom::parser parser;
  simdjson::dom::object object;
  if (parser.parse(simdjson::padded_string(line)).get(object) != simdjson::SUCCESS)
    fail("simdjson refuses what was read");
  std::size_t fields = 0;
  for (const auto member : object) {
    if (!declaration::find_field(member.key)) continue;
    const auto text = ours.declaration->text(*declaration::find_field(member.key));
    std::string_view theirs;
    if (member.value.get_string().get(theirs) == simdjson::SUCCESS && theirs != text) fail("texts differ");
    ++fields;
  }
  std::string_view id;
  if (object["declaration_id"].get_string().get(id) == simdjson::SUCCESS && id != ours.declaration->declaration_id) {
    fail("ids differ");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  intake::Options options;
  options.batch_rows = 64;
  options.format = intake::Format::json_lines;
  options.encoding = intake::Encoding::utf8;
  const auto whole = intake::read_text(text, options);
  options.block_bytes = 5;
  options.batch_rows = 2;
  const auto pieces = intake::read_text(text, options);
  if (whole.declarations != pieces.declarations || whole.causes() != pieces.causes()) fail("blocks change the rows");
  for (const auto& reject : whole.rejects) {
    if (!is_valid_utf8(reject.value) || !is_valid_utf8(reject.raw)) fail("a reject that is not UTF-8");
  }
  for (std::size_t begin = 0, lines = 0; begin < text.size() && lines < 4; ++lines) {
    const auto end = std::min(text.find('\n', begin), text.size());
    compare_with_general_parser(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return 0;
}
