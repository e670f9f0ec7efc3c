#pragma once

#include <memory>
#include <mutex>
#include <string>

#include "base/messages.h"
#include "base/result.h"
#include "document/document.h"

namespace clearway::document {
class Printer;
}

namespace clearway::api {

/// Letters of the program: templates and a printing thread, both opened when the first letter is asked for.
class LetterPress {
 public:
  /// `documents`: the folder of the templates.
  LetterPress(std::string documents, const Messages& messages);
  ~LetterPress();

  /// The letter as PDF bytes. Errors: those of document::Templates::load, compose and Printer.
  Result<std::string> print(const std::string& form, const std::string& values, document::Languages languages);

 private:
  Status open();

  std::string documents_;
  const Messages& messages_;
  std::mutex mutex_;
  std::unique_ptr<document::Templates> templates_;
  std::unique_ptr<document::Printer> printer_;
};

}  // namespace clearway::api
