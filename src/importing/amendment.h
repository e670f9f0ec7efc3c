#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "assessment/assessment.h"
#include "base/messages.h"
#include "base/text.h"
#include "detection/filed.h"
#include "law/law.h"

namespace clearway::importing {

/// Why an amendment is not taken, in the order in which it is checked. Shown by name; never renamed.
enum class AmendmentRefusal : std::uint8_t {
  nothing_is_changed,
  field_is_fixed,
  notice_is_open,      // customs asks about the declaration
  correction_is_open,  // taxes of it are being corrected
  taxes_are_paid,      // what is paid is corrected (Customs Act 38-2, 38-3), what is not is amended (38(5))
};
inline constexpr std::array<std::string_view, 5> amendment_refusal_names = {
    "nothing_is_changed", "field_is_fixed", "notice_is_open", "correction_is_open", "taxes_are_paid"};
inline std::string_view name(AmendmentRefusal refusal) {
  return amendment_refusal_names[static_cast<std::size_t>(refusal)];
}

struct AmendmentRefused {
  AmendmentRefusal refusal{};
  std::string field;  // field_is_fixed
  Text text(const Messages& messages) const;
  Text fix(const Messages& messages) const;
};

/// A declaration as it was filed and what is owed by it.
struct Version {
  const detection::Filed& filed;
  const assessment::Assessment& assessed;
};

/// Where the taxes of the declaration stand.
struct TaxStanding {
  bool asked_about = false, under_correction = false, paid = false;
};

/// Nothing where the firm may put `after` in place of `before` on `today`. What is no tax may be amended at any time.
std::optional<AmendmentRefused> refusal_of(const law::Law& law, const Version& before, const Version& after,
                                           TaxStanding taxes, Date today);

}  // namespace clearway::importing
