#include "notice/hold_back.h"

#include <sodium.h>

#include <array>
#include <cstdint>

#include "law/parameters.h"  // generated

namespace clearway::notice {

bool is_held_back(const law::Law& law, std::string_view key, std::string_view party_id, Date day) {
  std::array<unsigned char, crypto_generichash_BYTES> digest{};
  crypto_generichash_state state;
  constexpr std::string_view purpose = "clearway.notice.hold-back.1";
  crypto_generichash_init(&state, nullptr, 0, digest.size());
  for (const auto part : {purpose, key, party_id}) {
    const auto size = static_cast<std::uint64_t>(part.size());
    crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(&size), sizeof size);
    crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(part.data()), part.size());
  }
  crypto_generichash_final(&state, digest.data(), digest.size());
  std::uint64_t drawn = 0;
  for (std::size_t i = 0; i < 8; ++i) drawn = drawn << 8U | digest[i];
  // Millionths: the bias of the remainder is below 1e-13.
  return static_cast<std::int64_t>(drawn % static_cast<std::uint64_t>(Decimal::one)) <
         law.kr.notice.hold_back_share.on(day).value.micro();
}

}  // namespace clearway::notice
