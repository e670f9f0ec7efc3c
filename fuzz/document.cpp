// Templates of letters and the values for them: read or refused with a key, never anything else; what was read is
// composed. The input is a template, a line of dashes, and values.
#include "document/document.h"

#include <cstdint>
#include <cstdlib>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace clearway;
  static const Messages messages = Messages::load(CLEARWAY_SOURCE_DIR "/messages").value();
  const std::string input(reinterpret_cast<const char*>(data), size);
  const auto cut = input.find("\n---\n");
  document::Problems problems;
  const auto form = document::read_template("sample", input.substr(0, cut), problems);
  const bool sound = problems.empty();
  const auto values =
      document::read_values(form, cut == std::string::npos ? std::string{} : input.substr(cut + 5), problems);
  for (const auto& problem : problems) {
    if (messages.find("document.problem." + problem.code + ".text") == nullptr) std::abort();
  }
  if (!sound || !problems.empty()) return 0;
  const auto composed = document::compose(form, values, document::Languages::both, messages);
  if (composed.ok() ? composed->parts.size() != 2 : composed.error().detail.empty()) std::abort();
  return 0;
}
