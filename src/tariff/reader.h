#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "tariff/rows.h"
#include "tariff/vocabulary.h"

namespace clearway::tariff {

/// The tables of a tariff, told apart by their headers.
enum class TableKind : std::uint8_t { lines, rates, taxes, exchange_rates };
inline constexpr std::array<std::string_view, 4> table_names = {"lines", "rates", "taxes", "exchange_rates"};
inline std::string_view name(TableKind kind) { return table_names[static_cast<std::size_t>(kind)]; }

/// The header of a table: "tariff_code,from,to,…".
std::string_view header(TableKind kind);
/// Which table a file is: its first line that is no comment is a header, or begins with week_from. Nothing for others.
std::optional<TableKind> table_kind(std::string_view text);

/// Reads a table of lines, rates or taxes (UTF-8 CSV, comment lines from '#'). A row with a fault is named in
/// `problems` and left out; the others are added to `rows`. `file_index` is kept with each row.
void read_table(std::string_view text, const std::string& file, std::size_t file_index, const Vocabulary& vocabulary,
                Rows& rows, RowProblems& problems);

/// What single rows cannot show: periods of one key that overlap, rows that stand twice, rates of a code that has no
/// line in their period. The earlier row in the files stays, the later is named and left out. Sorts the rows.
void check_together(Rows& rows, const std::vector<std::string>& files, RowProblems& problems);

/// The rows of a table as CSV in one normal form, sorted: the same rows give the same bytes.
std::string render(const Rows& rows, TableKind kind, const Vocabulary& vocabulary);

}  // namespace clearway::tariff
