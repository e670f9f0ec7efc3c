// What people send about rulings, and rulings as the record keeps them: read or refused with the place; what is read is
// written, read again as the same, and searched for what identifies somebody. The first byte chooses the reader.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "ruling/anonymity.h"
#include "ruling/ruling_json.h"
#include "ruling/words.h"

namespace {

using namespace clearway;

[[noreturn]] void fail(const char* what) {
  std::fprintf(stderr, "%s\n", what);
  std::abort();
}

void same_again(const ruling::Ruling& ruling) {
  const auto json = ruling::to_json(ruling);
  const auto again = ruling::from_json(json);
  if (!again) fail("written, but not read again");
  if (ruling::to_json(*again) != json) fail("read differently");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  ruling::Ruling ruling;
  ruling.ruling_id = "R-1";
  switch (data[0] % 4) {
    case 0: {
      const auto application = ruling::read_application(text, ruling::Kind::valuation_special_relationship);
      if (!application) return application.error().field.empty() ? (fail("refused without a place"), 0) : 0;
      ruling.application = *application;
      break;
    }
    case 1: {
      const auto draft = ruling::read_draft(text);
      if (!draft) return 0;
      ruling.draft = *draft;
      if (draft->published) (void)ruling::what_identifies(*draft->published, ruling);
      break;
    }
    case 2: {
      const auto kept = ruling::from_json(text);
      if (!kept) return 0;
      ruling = *kept;
      break;
    }
    default:
      for (const auto& piece : ruling::pieces_of(text)) {
        if (piece.empty()) fail("an empty piece");
      }
      return 0;
  }
  same_again(ruling);
  return 0;
}
