#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "intake/memory.h"
#include "intake/source.h"

namespace clearway::intake {

/// Where `text` stops being UTF-8: the offset of the first byte that cannot stand there; nothing if it is valid.
std::optional<std::size_t> first_broken_utf8(std::string_view text);
bool is_utf8(std::string_view text);  // the same as a yes or no, at several gigabytes a second
bool is_ascii(std::string_view text);

/// Appends `text`, read as CP949 (Microsoft code page 949, a superset of EUC-KR), as UTF-8. Returns the offset of the
/// first byte that is no CP949, or nothing; what stands before it has been appended.
std::optional<std::size_t> append_cp949(std::string& out, std::string_view text);
/// The same into an arena; nothing where a byte is broken, whose offset goes to `broken`.
std::optional<std::string_view> decode_cp949(std::string_view text, Arena& arena, std::size_t& broken);

/// UTF-8 or CP949, by the lines of `text` that are not plain ASCII: each valid UTF-8 line speaks for UTF-8, each other
/// line that is valid CP949 for CP949. Nothing if there is no such line, so that a later part of the file decides.
std::optional<Encoding> guess_encoding(std::string_view text);

/// The first `limit` bytes of `text` at most, cut between characters. `text` is valid UTF-8.
std::string_view cut(std::string_view text, std::size_t limit);
std::string_view first_character(std::string_view text);  // whole, as far as `text` has it
/// "0xB0 0xFC": up to four bytes from `offset`.
std::string hex_bytes(std::string_view text, std::size_t offset);

}  // namespace clearway::intake
