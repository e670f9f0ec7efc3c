#pragma once

#include <optional>
#include <string_view>

#include "intake/mapping.h"
#include "intake/memory.h"
#include "intake/problem.h"

namespace clearway::intake {

/// `text` of `column` after the transforms and the table of codes of `rule`. An empty text stays empty; a
/// text that nothing changes is returned as it is, without being copied.
/// Nothing where the text cannot be read as the mapping says; then `problem` is set.
std::optional<std::string_view> apply(const ColumnRule& rule, std::string_view column, std::string_view text,
                                      Arena& arena, Problem& problem);

/// A date layout: yyyy, mm and dd once each in any order, other characters as they are, and "*" at the end where the
/// rest (a time) is dropped.
bool is_date_layout(std::string_view layout);

}  // namespace clearway::intake
