#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "document/pdf.h"
#include "noticing/notice_letter.h"
#include "noticing/notices.h"

namespace clearway::noticing {

/// A mail that is due with a notice: a case file, opened in the transaction that approves the notice.
inline constexpr std::string_view mail_kind = "mail";

/// The file before it is opened; its id follows from that of the notice.
record::Matter mail_matter_of(const std::string& party_id, const std::string& notice_id);
/// The file as approval leaves it: queued where the notice is sent, else closed at once.
record::Matter queued_mail(const notice::Notice& notice, Date today);

/// Who is told of a notice: the accounts of the firm, and brokers who hold its mandate to answer on that day. By sign-in
/// name.
Result<std::vector<record::Account>> told_of(const record::Store& store, std::string_view party_id, Date day);

/// The firm as a letter addresses it: by the name of its first account, else by its masked number.
Addressee addressee_of(const std::vector<record::Account>& told, const notice::Notice& notice);

using Print = std::function<Result<document::Pdf>(document::Document)>;

struct Posted {
  std::size_t notices = 0, mails = 0;
};

/// Writes the mails that are due into a folder, a file for each notice and addressee, the letter attached. The file of
/// a mail has a name and bytes that follow from the notice and the addressee, and the record is told once they are all
/// in place: whatever ends between, the same mail is put in place again under the same name, and none after that.
/// `print` makes the PDF. Error outbox_cannot_be_written and those of `print`; what is not written is due again.
Result<Posted> post(record::Store& store, const Rules& rules, const LetterTools& tools, const std::string& folder,
                    const Print& print, Instant now);

}  // namespace clearway::noticing
