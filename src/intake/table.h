#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace clearway::intake {

/// One row of a table, with the number that people see beside it.
struct TableRow {
  std::uint64_t row = 0;
  std::vector<std::string> cells;  // as text, in UTF-8 without blanks around it; those left out are empty
  bool broken = false;             // cannot be split, is no UTF-8, or holds a zero byte: its cells mean nothing
};

/// Visits the rows of a small table that hold anything, the header among them, in their order, until `visit` answers
/// false: of a workbook (its first sheet, see xlsx_table.h) or of CSV in UTF-8, separated by comma, semicolon or tab,
/// whichever the first line has most of. Errors: those of read_xlsx and of `visit`.
Status read_table(std::string_view file, const std::function<Result<bool>(const TableRow&)>& visit);

/// table_lacks_a_column, its field the column.
Error lacks_column(std::string_view name);
/// Where columns stand that a header names; the first `needed` of them must. Error: lacks_column.
Result<std::vector<std::size_t>> find_columns(const TableRow& header, const std::vector<std::string_view>& names,
                                              std::size_t needed);
inline constexpr std::size_t no_column = static_cast<std::size_t>(-1);

/// The cell of a column; empty where the row or the table has none.
std::string_view cell_at(const TableRow& row, std::size_t column);

}  // namespace clearway::intake
