#pragma once

#include <memory>
#include <mutex>
#include <string>

#include "document/printer.h"
#include "noticing/outbox.h"
#include "planning/applications.h"

namespace clearway::api {

/// Prints letters and puts mails into the outbox. Safe to share.
class LetterDesk {
 public:
  /// `outbox`: folder of the mails; empty: they wait in the record. All that is given by reference must outlive it.
  LetterDesk(const document::Templates& templates, const noticing::Letterhead& letterhead, const law::Law& law,
             const Messages& messages, std::string outbox)
      : tools_{templates, letterhead, law, messages}, outbox_(std::move(outbox)) {}

  const noticing::LetterTools& tools() const { return tools_; }
  /// Errors: letter_fonts_not_found, too_many_documents_waiting, character_cannot_be_shown.
  Result<document::Pdf> print(document::Document document);
  /// Writes the mails that are due.
  Status post(record::Store& store, const noticing::Rules& rules, Instant now);
  /// Writes the reminders of plans of payment that are due.
  Status remind(record::Store& store, const arrears::Terms& terms, Instant now);

 private:
  noticing::LetterTools tools_;
  std::string outbox_;
  std::mutex starting_, posting_;
  std::unique_ptr<document::Printer> printer_;  // opened with the first letter: fonts take a moment
};

}  // namespace clearway::api
