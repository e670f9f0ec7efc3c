#pragma once

#include <string>

#include "arrears/statement.h"
#include "base/json_writer.h"
#include "base/messages.h"

namespace clearway::arrears {

/// Who sends a letter, and to whom.
struct Sender {
  Text office, head, address, department, person, hours;
  std::string phone, contact_phone, email;
  std::string addressee;  // by name, else by masked number
  std::string link;       // of what the letter is about, in the web application
  Date date;
};

/// Office, addressee, number, contact and where to verify, as document::read_values takes them, into the open object.
void write_frame(JsonWriter& json, const Messages& messages, const Sender& sender, const std::string& number);

/// The values of a demand (documents/demand.yaml) for what `now` says is owed: tax by tax, the penalty step by step,
/// the way to the plans. `link` of the sender leads to the debt. `demanded_by`: the deadline it sets.
std::string demand_values(const Terms& terms, const Messages& messages, const File& file, const Statement& now,
                          const Sender& sender, Date demanded_by);

}  // namespace clearway::arrears
