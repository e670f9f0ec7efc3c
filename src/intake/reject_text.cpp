#include <algorithm>
#include <array>

#include "base/messages.h"
#include "intake/encoding.h"
#include "intake/source_base.h"

namespace clearway::intake {
namespace {

std::string sentence(Cause cause, std::string_view part, std::string_view field, std::string_view value,
                     const Details& details, const Messages& messages, Language language) {
  Places places;
  for (const auto& [place, filled] : details) places.emplace_back(place, filled);
  places.emplace_back("field", std::string(field));
  places.emplace_back("value", std::string(value));
  std::string key = "intake." + std::string(name(cause));
  // A misspelt name is answered with the one it may have meant, where there is one.
  const auto near = std::find_if(details.begin(), details.end(), [](const auto& d) { return d.first == "near"; });
  if (part == "fix" && near != details.end() && !near->second.empty()) key = "intake.near";
  return messages.text(key + "." + std::string(part), language, places);
}

std::string bare(const Details& details) {
  std::string out;
  for (const auto& [place, value] : details) {
    if (value.empty()) continue;
    if (!out.empty()) out += ", ";
    out += place + " " + value;
  }
  return out;
}

void append_member(std::string& out, std::string_view key, std::string_view value) {
  out += ",\"";
  out += key;
  out += "\":";
  append_json_string(out, value);
}

}  // namespace

std::string cause_text(const Reject& reject, const Messages& messages, Language language) {
  return sentence(reject.cause, "cause", reject.field, reject.value, reject.details, messages, language);
}

std::string fix_text(const Reject& reject, const Messages& messages, Language language) {
  return sentence(reject.cause, "fix", reject.field, reject.value, reject.details, messages, language);
}

void append_reject(std::string& out, const Reject& reject, const Messages& messages, Language language) {
  out += "{\"source_file\":";
  append_json_string(out, is_utf8(reject.source_file) ? reject.source_file : std::string());
  out += ",\"source_row\":";
  append_integer(out, static_cast<std::int64_t>(reject.source_row));
  append_member(out, "field", reject.field);
  append_member(out, "value", reject.value);
  append_member(out, "cause", cause_text(reject, messages, language));
  append_member(out, "fix", fix_text(reject, messages, language));
  append_member(out, "raw", reject.raw);
  out += "}\n";
}

Error refusal(Cause cause, std::string field, Details details, const Options& options) {
  Error error{"intake." + std::string(name(cause)), std::move(field), {}, {}};
  if (options.messages == nullptr) {
    error.detail = std::string(name(cause)) + ": " + bare(details);
    return error;
  }
  error.detail = sentence(cause, "cause", error.field, {}, details, *options.messages, options.language);
  error.fix = sentence(cause, "fix", error.field, {}, details, *options.messages, options.language);
  return error;
}

bool is_environment(const Error& error) {
  constexpr std::array environment = {Cause::file_not_found, Cause::file_not_readable};
  return std::any_of(environment.begin(), environment.end(),
                     [&](Cause cause) { return error.code == "intake." + std::string(name(cause)); });
}

}  // namespace clearway::intake
