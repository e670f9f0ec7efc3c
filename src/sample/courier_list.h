#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "declaration/declaration.h"

namespace clearway::sample {

/// A courier's manifest as its spreadsheet writes it: Korean headers, dates with hyphens, amounts with commas, CP949.
/// The columns are those of mappings/courier-manifest-ko.yaml.
std::string_view courier_list_header();
/// Appends `line` in UTF-8; `number` counts the rows of the list from 1.
void append_courier_row(std::string& out, const declaration::Declaration& line, std::uint64_t number);
/// UTF-8 to CP949; what CP949 cannot write becomes '?'.
std::string to_cp949(std::string_view text);

}  // namespace clearway::sample
