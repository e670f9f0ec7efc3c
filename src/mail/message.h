#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/result.h"

namespace clearway::mail {

/// A file sent along.
struct Attachment {
  std::string file_name;   // UTF-8
  std::string media_type;  // "application/pdf"
  std::string content;
};

struct Address {
  std::string name;     // UTF-8, as shown; may be empty
  std::string address;  // of address_of
};

/// One mail to one addressee: what stands in it decides its bytes.
struct Message {
  std::string id;  // unique part of the Message-ID; a mail that is written again has the same
  Address from, to;
  std::string subject, text;  // UTF-8; lines end with "\n"
  Instant at;                 // of the Date field, in Korean time
  std::vector<Attachment> attachments;
};

/// local@domain, with a local part that is no dot-atom quoted.
std::string address_of(std::string_view local, std::string_view domain);

/// As RFC 5322 has it, with MIME (RFC 2045 to 2047): headers of words in ASCII, parts in base64, lines of at most 76
/// characters that end with CR LF. Line breaks and other controls in a header value become blanks. Pure.
std::string to_text(const Message& message);

/// Puts the file in place whole or not at all: written beside, synced, renamed. One that is there already is replaced.
/// Error outbox_cannot_be_written, naming the path.
Status put_file(const std::string& folder, const std::string& name, std::string_view content);

}  // namespace clearway::mail
