#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/messages.h"
#include "correction/quote.h"

namespace clearway::correction {

/// One line of JSON, without its end, in the form of docs/correction-quote.md: the same case under the same law gives
/// the same bytes.
std::string answer_json(std::uint64_t row, std::string_view case_id, const Answer& answer,
                        const std::vector<Cost>& costs, std::string_view law_version, const Messages& messages);

}  // namespace clearway::correction
