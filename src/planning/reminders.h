#pragma once

#include <cstddef>
#include <string>

#include "base/messages.h"
#include "planning/applications.h"

namespace clearway::planning {

/// From whom mails come, and where they lead.
struct MailTools {
  Text from_name;
  std::string from, domain;  // a mail goes to the sign-in name at this domain
  std::string public_url;    // without a slash at its end
  const Messages& messages;
};

/// Reminds debtors of parts that fall due (law/kr/arrears/plan/reminders), each once for each of its days: a mail to
/// every account of the debtor is written into `folder`, then the file says so. The file of a mail has a name and bytes
/// that follow from the part and the addressee, so that one that is written again is the same. Answers with how many
/// plans were reminded. Error outbox_cannot_be_written.
Result<std::size_t> remind(record::Store& store, const arrears::Terms& terms, const MailTools& tools,
                           const std::string& folder, Date today, Instant now);

}  // namespace clearway::planning
