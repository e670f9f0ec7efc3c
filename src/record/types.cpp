#include "record/types.h"

#include <algorithm>

namespace clearway::record {

bool found_something(std::string_view result) {
  // In the body of a record quotation marks inside values are escaped, so this can only be the member itself.
  return result.find(R"("result":"conforming")") == std::string_view::npos;
}

namespace {

constexpr std::array<std::string_view, 27> kind_names = {"lodged",
                                                         "event",
                                                         "examined",
                                                         "amended",
                                                         "channel_overridden",
                                                         "personal_data_looked_up",
                                                         "personal_data_erased",
                                                         "account_changed",
                                                         "token_changed",
                                                         "mandate_changed",
                                                         "random_committed",
                                                         "random_revealed",
                                                         "risk_version_changed",
                                                         "risk_rehearsed",
                                                         "note",
                                                         "random_closed",
                                                         "capacity_planned",
                                                         "evidence_added",
                                                         "evidence_read",
                                                         "second_look_ordered",
                                                         "second_look",
                                                         "audit_sampled",
                                                         "audit_done",
                                                         "ledger_posted",
                                                         "payment_changed",
                                                         "bank_file_imported",
                                                         "matter_stepped"};

}  // namespace

std::string_view name(Kind kind) { return kind_names[static_cast<std::size_t>(kind)]; }

std::optional<Kind> parse_kind(std::string_view text) {
  const auto found = std::find(kind_names.begin(), kind_names.end(), text);
  if (found == kind_names.end()) return std::nullopt;
  return static_cast<Kind>(found - kind_names.begin());
}

}  // namespace clearway::record
