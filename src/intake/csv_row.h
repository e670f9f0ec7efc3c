#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "intake/memory.h"

namespace clearway::intake {

/// One cell of a row as it stands in the file, without the quotes around it.
struct Cell {
  std::string_view text;
  bool doubled_quotes = false;  // `text` still has every quote twice
};

enum class RowStatus : std::uint8_t { row, incomplete, quote_not_closed, text_after_quote };

struct SplitRow {
  RowStatus status = RowStatus::row;
  const char* next = nullptr;     // behind the line end
  std::uint32_t lines = 1;        // line ends that the row took, those in quotes among them
  const char* problem = nullptr;  // where the quotes are wrong
  bool complete = true;           // false: the stream ended before a line end
};

/// Splits the row that begins at `begin` (RFC 4180: quoted cells may hold delimiters, line ends and doubled quotes; a
/// quote inside a cell that does not begin with one is an ordinary character). `incomplete`: the row goes on behind
/// `end`, unless `last`, which says that nothing stands behind it. `padding` bytes behind `end` may be read.
SplitRow split_row(const char* begin, const char* end, bool last, char delimiter, std::vector<Cell>& cells);

/// The text of a cell with doubled quotes made single.
std::string_view plain_text(const Cell& cell, Arena& arena);

}  // namespace clearway::intake
