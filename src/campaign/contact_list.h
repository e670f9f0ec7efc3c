#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/messages.h"
#include "base/result.h"
#include "campaign/campaign.h"
#include "campaign/contact.h"

namespace clearway::campaign {

/// Columns of a list of contacts; the first five are needed. Channel and result are words of contact.h, or what
/// either language calls them on the screen.
inline constexpr std::array<std::string_view, 8> contact_columns = {"debtor", "date",        "officer",      "channel",
                                                                    "result", "promised_by", "promised_krw", "note"};
inline constexpr std::size_t needed_contact_columns = 5;
inline constexpr std::size_t most_contacts = 10'000;
inline constexpr std::size_t most_note = 2'000;  // bytes

/// Why a row is not taken, in the order in which it is checked.
enum class ContactRefusal : std::uint8_t {
  row_is_not_readable,
  too_many_rows,
  debtor_is_missing,
  debtor_is_not_of_the_campaign,
  date_is_no_date,
  date_is_outside_the_campaign,  // or has not come
  officer_is_not_of_the_team,
  channel_is_unknown,
  result_is_unknown,
  promise_needs_a_day,  // after the contact
  promise_needs_an_amount,
  note_is_too_long,
};
std::string_view name(ContactRefusal refusal);

struct ContactRefused {
  std::uint64_t row = 0;  // of the file; the header is row 1
  ContactRefusal refusal{};
  std::string field, value, expected;
  Text text(const Messages& messages) const;
  Text fix(const Messages& messages) const;
};

struct ContactList {
  std::vector<Contact> contacts;
  std::vector<ContactRefused> refused;
};

/// Reads a list of a campaign's team, CSV or workbook. Good rows are kept, bad ones named. Amounts may be grouped by
/// commas. Errors: those of intake::read_table and intake::find_columns.
Result<ContactList> read_contacts(std::string_view file, const Campaign& campaign, Date today,
                                  const Messages& messages);

}  // namespace clearway::campaign
