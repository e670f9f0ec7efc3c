#include "intake/source.h"

#include <algorithm>
#include <array>

#include "intake/keys.h"
#include "intake/mapping.h"
#include "intake/scan.h"
#include "intake/source_base.h"

namespace clearway::intake {
namespace {

using declaration::Declaration;
using declaration::Field;
using declaration::Procedure;

constexpr std::size_t shortest_look = 64, longest_look = 64 * 1024;

constexpr std::array<std::pair<std::string_view, std::string_view>, 4> foreign_beginnings = {{
    {"\x1F\x8B", "gzip"},
    {std::string_view("PK\x03\x04", 4), "ZIP, XLSX"},
    {std::string_view("\xD0\xCF\x11\xE0", 4), "XLS"},
    {"%PDF", "PDF"},
}};

bool is_utf16(std::string_view text) {
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) return true;
  // Without a byte order mark: every other byte of plain letters is zero.
  const auto start = text.substr(0, 64);
  const auto zeros = static_cast<std::size_t>(std::count(start.begin(), start.end(), '\0'));
  return start.size() >= 4 && zeros >= start.size() / 3 && zeros <= start.size() / 2 + 1;
}

/// What the file is instead of text, by its beginning; empty if it looks like text.
std::optional<Error> not_text(std::string_view text, const std::string& name, const Options& options) {
  const auto refuse = [&](Cause cause, std::string kind) {
    return refusal(cause, name, {{"file", name}, {"kind", std::move(kind)}}, options);
  };
  if (text.empty()) return refuse(Cause::file_is_empty, {});
  for (const auto& [beginning, kind] : foreign_beginnings) {
    if (text.starts_with(beginning)) return refuse(Cause::file_is_binary, std::string(kind));
  }
  if (is_utf16(text)) return refuse(Cause::file_is_utf16, "UTF-16");
  return std::nullopt;
}

Result<std::unique_ptr<Source>> open_window(Window window, const std::string& name, const Options& options) {
  // As much as shows what the file is: its first line, which holds the names of the columns.
  while (!window.ended() && (window.text().size() < shortest_look ||
                             (window.text().size() < longest_look && window.text().find('\n') == std::string::npos))) {
    window.more();
  }
  if (window.failed() && window.text().empty()) {
    return refusal(Cause::file_not_readable, name, {{"file", name}, {"reason", window.failure()}}, options);
  }
  if (auto error = not_text(window.text(), name, options)) return *std::move(error);
  auto text = window.text();
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  const auto first = text.find_first_not_of(" \t\r\n");
  const char begins = first == std::string_view::npos ? '\0' : text[first];
  auto format = options.format;
  if (format == Format::automatic) {
    format = begins == '{' || begins == '[' ? Format::json_lines : Format::csv;
    if (options.mapping != nullptr) format = Format::csv;
  }
  if (format == Format::csv) return open_csv(std::move(window), name, options);
  if (options.mapping != nullptr) {
    return refusal(Cause::mapping_needs_csv, name, {{"file", name}, {"mapping", options.mapping->name}}, options);
  }
  if (begins == '[') return refusal(Cause::json_array_not_lines, name, {{"file", name}}, options);
  return open_json(std::move(window), name, options);
}

bool has_control_character(std::string_view id) {
  return std::any_of(id.begin(), id.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; });
}

}  // namespace

std::optional<Format> parse_format(std::string_view text) {
  if (text == "auto") return Format::automatic;
  if (text == "jsonl") return Format::json_lines;
  if (text == "csv") return Format::csv;
  return std::nullopt;
}

std::optional<Encoding> parse_encoding(std::string_view text) {
  if (text == "auto") return Encoding::automatic;
  if (text == "utf-8") return Encoding::utf8;
  if (text == "cp949") return Encoding::cp949;
  return std::nullopt;
}

Result<std::unique_ptr<Source>> Source::open(const std::string& path, const Options& options) {
  auto stream = open_stream(path);
  if (!stream) {
    const auto cause = stream.error().code == "file_not_found" ? Cause::file_not_found : Cause::file_not_readable;
    return refusal(cause, path, {{"file", path}, {"reason", stream.error().detail}}, options);
  }
  return open_window(Window(std::move(stream).value(), options.block_bytes), path, options);
}

Result<std::unique_ptr<Source>> Source::over(std::string text, std::string name, const Options& options) {
  return open_window(Window(text_stream(std::move(text)), options.block_bytes), name, options);
}

std::optional<Problem> settle(Declaration& declaration, const std::optional<Procedure>& otherwise) {
  const auto id = declaration.declaration_id;
  if (id.empty()) return Problem{Cause::declaration_id_missing, "declaration_id", {}, {}};
  if (id.size() > max_id_bytes || has_control_character(id)) {
    return Problem{Cause::declaration_id_malformed,
                   "declaration_id",
                   shown_value({}, id),
                   {{"limit", std::to_string(max_id_bytes)}}};
  }
  auto& text = declaration.header.text[static_cast<std::size_t>(Field::procedure)];
  if (text.empty()) {
    if (!otherwise) return Problem{Cause::procedure_missing, "procedure", {}, {}};
    declaration.procedure = *otherwise;
    text = declaration::name(*otherwise);
    return std::nullopt;
  }
  const auto procedure = declaration::parse_procedure(text);
  if (!procedure) {
    return Problem{Cause::procedure_unknown,
                   "procedure",
                   shown_value({}, text),
                   {{"near", nearest(text, declaration::procedure_names)}}};
  }
  declaration.procedure = *procedure;
  return std::nullopt;
}

std::optional<Problem> utf8_problem(std::string_view text) {
  if (is_utf8(text)) return std::nullopt;
  const auto broken = *first_broken_utf8(text);
  return Problem{Cause::broken_utf8, {}, hex_bytes(text, broken), {{"position", std::to_string(broken + 1)}}};
}

Problem cp949_problem(std::string_view text, std::size_t broken) {
  return {Cause::broken_cp949, {}, hex_bytes(text, broken), {{"position", std::to_string(broken + 1)}}};
}

}  // namespace clearway::intake
