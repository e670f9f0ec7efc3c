#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace clearway::intake {

/// One row of a table, with the number that people see beside it.
struct TableRow {
  std::uint64_t row = 0;
  std::vector<std::string> cells;  // as text, in UTF-8; those left out are empty
};

/// What a workbook may come to when it is unpacked; more is refused before it is held in memory.
struct XlsxLimits {
  std::size_t most_bytes = 16 << 20;  // of all parts that are read
  std::size_t most_rows = 20'000;     // that hold anything
  std::size_t most_columns = 256;     // cells further to the right are left out
};

/// Whether a file begins as a workbook (a zip archive) does.
bool looks_like_xlsx(std::string_view bytes);

/// The rows of the first sheet of a workbook (ISO/IEC 29500) that hold anything, in their order. Dates and times come as
/// "2026-12-24" and "2026-12-24T09:30:00", whatever their format shows; numbers as they are kept; formulas as their last
/// value; truth values as TRUE and FALSE. Pure: links out of the workbook are not followed.
/// Errors: workbook_cannot_be_read (its cause in `detail`), workbook_is_encrypted, workbook_is_too_large.
Result<std::vector<TableRow>> read_xlsx(std::string_view bytes, const XlsxLimits& limits = {});

}  // namespace clearway::intake
