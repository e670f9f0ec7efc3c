#include "notice/hold_back.h"

#include <cstdint>

#include "base/keyed_draw.h"
#include "law/parameters.h"  // generated

namespace clearway::notice {

bool is_held_back(const law::Law& law, std::string_view key, std::string_view party_id, Date day) {
  // Millionths: the bias of the remainder is below 1e-13.
  return static_cast<std::int64_t>(keyed_draw({"clearway.notice.hold-back.1", key, party_id}) %
                                   static_cast<std::uint64_t>(Decimal::one)) <
         law.kr.notice.hold_back_share.on(day).value.micro();
}

}  // namespace clearway::notice
