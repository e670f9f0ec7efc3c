#pragma once

#include <string>

#include "base/messages.h"
#include "document/document.h"
#include "mail/message.h"
#include "notice/notice.h"
#include "noticing/letterhead.h"
#include "noticing/notices.h"

namespace clearway::noticing {

inline constexpr std::string_view letter_template = "payment_error_notice";

/// To whom a letter goes.
struct Addressee {
  Text name;
  std::string number;  // of the firm, masked; may be empty
};

/// What letters are written with; all of it outlives them.
struct LetterTools {
  const document::Templates& templates;
  const Letterhead& letterhead;
  const law::Law& law;
  const Messages& messages;
};

/// The values of documents/payment_error_notice.yaml, as JSON: what, why, rows, the prepared correction, what it costs
/// today, after the next step and by audit, articles, whom to ask. `quoted`: the correction as proposed, of `on`.
std::string letter_values(const LetterTools& tools, const notice::Notice& notice, const Quoted& quoted,
                          const Addressee& addressee, Date on);

/// The letter of a notice as it stands on a day, before it is printed. Errors: those of document::compose.
Result<document::Document> letter_of(const LetterTools& tools, const notice::Notice& notice, const Quoted& quoted,
                                     const Addressee& addressee, Date on, document::Languages languages);

/// The mail that brings it, in the language of the addressee, without its attachment.
mail::Message mail_of(const LetterTools& tools, const notice::Notice& notice, const Quoted& quoted,
                      const mail::Address& to, Language language);

/// The number of a firm with its end hidden: "124-81-0****". Anything else but its first half is hidden too.
std::string masked_number(std::string_view party_id);

}  // namespace clearway::noticing
