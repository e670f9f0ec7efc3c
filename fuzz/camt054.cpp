// Notifications of the bank (ISO 20022 camt.054): whatever comes in is read, rejected by row, or refused whole, and
// what is read can be posted. Reading it twice gives the same.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

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
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto reading = payment::read_camt054(text);
  const auto again = payment::read_camt054(text);
  if (reading.ok() != again.ok()) fail("read once, refused once");
  if (!reading) return 0;
  if (reading->confirmations.size() != again->confirmations.size()) fail("read differently twice");
  for (const auto& one : reading->confirmations) {
    if (one.amount_krw <= 0) fail("an amount that is not positive");
    if (!payment::is_usable_reference(one.reference)) fail("a reference that cannot be a key");
    if (one.is_reversal == one.original_reference.empty()) fail("a reversal of nothing, or a payment of something");
    if (!is_valid_utf8(one.payer) || !is_valid_utf8(one.account_number)) fail("text that is not UTF-8");
  }
  for (const auto& one : reading->rejected) {
    if (!is_valid_utf8(one.value)) fail("a reject that is not UTF-8");
  }
  return 0;
}
