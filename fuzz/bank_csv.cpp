// Files of the bank as CSV, or as whatever the first bytes say: every row is read or rejected with its line, and what
// is read can be posted. The first byte says whether a header is put in front.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "base/text.h"
#include "payment/confirmation.h"

namespace {

using namespace clearway;

[[noreturn]] void fail(const char* what) {
  std::fprintf(stderr, "%s\n", what);
  std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  std::string text(reinterpret_cast<const char*>(data) + 1, size - 1);
  if ((data[0] & 1) != 0)
    text.insert(0, "reference,kind,original_reference,account_number,amount_krw,value_date,payer\n");
  const auto reading = payment::read_bank_file(text);
  if (!reading) return 0;
  std::uint64_t last = 0;
  for (const auto& one : reading->confirmations) {
    if (one.source_row <= last && reading->format == "csv") fail("lines out of order");
    last = one.source_row;
    if (one.amount_krw <= 0) fail("an amount that is not positive");
    if (!payment::is_usable_reference(one.reference)) fail("a reference that cannot be a key");
    if (one.is_reversal && one.original_reference.empty()) fail("a reversal of nothing");
    if (!is_valid_utf8(one.payer) || one.payer.find('\0') != std::string::npos) fail("text that cannot be kept");
  }
  for (const auto& one : reading->rejected) {
    if (!is_valid_utf8(one.value)) fail("a reject that is not UTF-8");
  }
  return 0;
}
