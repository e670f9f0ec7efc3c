#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "api/call.h"
#include "document/printer.h"
#include "document/template.h"
#include "ruling/letter.h"

namespace clearway::api {

/// What letters are printed with: templates, fonts, and who sends them. Safe to use from several threads.
class LetterDesk {
 public:
  /// Reads the templates of `documents` and letters.yaml of `policy`, and opens fonts. Errors: those of
  /// document::Templates and document::Printer; letter_policy_is_not_valid, naming file and key.
  static Result<std::shared_ptr<LetterDesk>> open(const std::string& documents, const std::string& policy);

  const ruling::Sender& sender() const { return sender_; }
  /// The PDF; waits for it. Errors: letter_template_is_missing, and those of composing and printing.
  Result<std::string> print(std::string_view form, std::string_view json, document::Languages languages,
                            const Messages& messages);

 private:
  LetterDesk(document::Templates templates, ruling::Sender sender, std::unique_ptr<document::Printer> printer)
      : templates_(std::move(templates)), sender_(std::move(sender)), printer_(std::move(printer)) {}
  document::Templates templates_;
  ruling::Sender sender_;
  std::unique_ptr<document::Printer> printer_;
};

/// Who sends letters; refuses where no letters can be printed here.
const ruling::Sender& sender_of(const Call& call);
/// The letter as a PDF, in the language asked for (an English one is a reading copy after the Korean original).
Response letter_response(const Call& call, std::string_view form, std::string_view json);

}  // namespace clearway::api
