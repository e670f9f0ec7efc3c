// Any bytes as the content of a policy's version: refused, or two texts that pack to the same bytes and unpack again.
#include "risk/policy_text.h"

#include <cstdint>
#include <cstdlib>
#include <string>

using clearway::risk::PolicyText;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  if (const auto text = PolicyText::unpack(bytes)) {
    const auto packed = text->pack();
    // Sizes may be written with noughts before them; what is packed has one form.
    const auto again = PolicyText::unpack(packed);
    if (!again || !(*again == *text) || again->pack() != packed) std::abort();
    if (again->fingerprint() != text->fingerprint()) std::abort();
  }
  // Whatever two texts hold, they come back.
  const PolicyText halves{bytes.substr(0, size / 2), bytes.substr(size / 2)};
  const auto back = PolicyText::unpack(halves.pack());
  if (!back || !(*back == halves)) std::abort();
  return 0;
}
