#pragma once

#include <string>
#include <string_view>

#include "base/messages.h"
#include "law/calendar.h"
#include "law/law.h"
#include "seizure/case.h"

namespace clearway::seizure {

/// Who sends a letter, as far as the case does not say.
struct Sender {
  Text office, head, address, department, person, hours;
  std::string phone, contact_phone, email;
  std::string link;               // of the case in the web application
  std::string verification_code;  // by which the letter can be checked
  Date date;
};

/// What a case can send in its state, by the names of the templates: seizure_notice once it is seized, sale_notice once
/// the sale is approved, distribution_statement once it is drawn up; in that order.
std::vector<std::string_view> letters_of(const Case& subject);

/// The values of a letter as `document::read_values` takes them. `form` is one of letters_of.
std::string letter_values(const law::Law& law, const law::Calendar& calendar, const Messages& messages,
                          const Case& subject, std::string_view form, const Sender& sender);

}  // namespace clearway::seizure
