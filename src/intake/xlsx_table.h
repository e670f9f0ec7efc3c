#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "intake/table.h"

namespace clearway::intake {

/// What a workbook may come to when it is unpacked; more is refused before it is held in memory.
struct XlsxLimits {
  std::size_t most_bytes = 8 << 20;  // of all parts that are read; as a tree they take up to sixteen times as much
  std::size_t most_rows = 20'000;    // that hold anything
  std::size_t most_columns = 256;    // cells further to the right are left out
};

/// Whether a file begins as a workbook does: a zip archive, or with a password a compound file.
bool looks_like_xlsx(std::string_view bytes);

/// The rows of the first sheet of a workbook (ISO/IEC 29500) that hold anything, in their order. Dates and times come
/// as "2026-12-24" and "2026-12-24T09:30:00", whatever their format shows; numbers as they are kept; formulas as their
/// last value; truth values as TRUE and FALSE. Pure: links out of the workbook are not followed. Errors:
/// workbook_cannot_be_read (its cause in `detail`), workbook_is_encrypted, workbook_is_too_large.
Result<std::vector<TableRow>> read_xlsx(std::string_view bytes, const XlsxLimits& limits = {});

}  // namespace clearway::intake
