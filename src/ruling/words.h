#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace clearway::ruling {

/// Latin letters in lower case, everything else as it is.
std::string lower(std::string_view text);

/// The words of a text in lower case, in order: runs of letters and digits; marks and spaces divide them.
std::vector<std::string> words_of(std::string_view text);

/// What texts are compared by, sorted and each once: whole words of Latin letters and digits; of Korean words, whose
/// ends change with grammar, each pair of syllables.
std::vector<std::string> pieces_of(std::string_view text);

/// How many of `pieces` stand in `others`, both as `pieces_of` gives them.
std::size_t shared(const std::vector<std::string>& pieces, const std::vector<std::string>& others);

}  // namespace clearway::ruling
