#pragma once

#include <cstdint>
#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "base/text.h"

namespace clearway {

/// Name -> value, for the `{name}` places of a sentence.
using Places = std::vector<std::pair<std::string_view, std::string>>;

/// `sentence` with each `{name}` replaced by its value; a place without a value stays as it is. A Korean particle
/// written in both forms after a place, as in "{field}을(를)", takes the form that the value asks for.
std::string fill(std::string_view sentence, const Places& places);

/// The names of the `{name}` places of a sentence, in the order of their first appearance, each once.
std::vector<std::string> places_of(std::string_view sentence);

/// The sentences of the product in both languages, by key ("screen.file_not_found"), read once from messages/*.yaml.
class Messages {
 public:
  /// Reads every *.yaml of `directory`. Refuses a key that stands twice, a language that is missing or empty, and
  /// sentences whose places differ between the languages; the error names file, line and key.
  static Result<Messages> load(const std::string& directory);

  const Text* find(std::string_view key) const;
  /// The sentence of `key`. A key that does not exist is a bug: throws std::logic_error.
  const Text& at(std::string_view key) const;
  std::string text(std::string_view key, Language language, const Places& places = {}) const;

  /// A sentence that a module wrote in English, in `language`, where a message under `prefix` has it with its places;
  /// else as it is.
  std::string translated(std::string_view prefix, std::string_view sentence, Language language) const;

  const std::map<std::string, Text, std::less<>>& all() const { return texts_; }
  /// Tells one wording of all sentences from another; 48 bits.
  std::uint64_t version() const { return version_; }

 private:
  std::map<std::string, Text, std::less<>> texts_;
  std::uint64_t version_ = 0;
};

}  // namespace clearway
