#include "intake/csv_row.h"

#include <bit>

#include "intake/scan.h"

namespace clearway::intake {
namespace {

std::string_view between(const char* begin, const char* end) { return {begin, static_cast<std::size_t>(end - begin)}; }

/// Without the CR of a CRLF.
const char* trimmed_end(const char* begin, const char* end) { return end > begin && end[-1] == '\r' ? end - 1 : end; }

/// A cell that begins with a quote at `open`. Leaves `p` behind its closing quote.
RowStatus quoted_cell(const char* open, const char* end, bool last, Cell& cell, std::uint32_t& lines, const char*& p) {
  cell.doubled_quotes = false;
  for (p = open + 1; p < end; ++p) {
    if (*p == '\n') ++lines;
    if (*p != '"') continue;
    if (p + 1 == end && !last) return RowStatus::incomplete;  // the next byte may double it
    if (p + 1 < end && p[1] == '"') {
      cell.doubled_quotes = true;
      ++p;
      continue;
    }
    cell.text = between(open + 1, p);
    ++p;
    return RowStatus::row;
  }
  return last ? RowStatus::quote_not_closed : RowStatus::incomplete;
}

/// What stands behind a closing quote: the next cell, the end of the row, or what must not stand there. `p` is moved
/// behind a delimiter or a line end.
enum class Behind : std::uint8_t { cell, row_end, stream_end, incomplete, text };
Behind behind_quote(const char*& p, const char* end, bool last, char delimiter) {
  if (p == end) return last ? Behind::stream_end : Behind::incomplete;
  if (*p == delimiter) return ++p, Behind::cell;
  if (*p == '\n') return ++p, Behind::row_end;
  if (*p != '\r') return Behind::text;
  if (p + 1 == end) return last ? Behind::stream_end : Behind::incomplete;
  if (p[1] != '\n') return Behind::text;
  p += 2;
  return Behind::row_end;
}

}  // namespace

SplitRow split_row(const char* begin, const char* end, bool last, char delimiter, std::vector<Cell>& cells) {
  cells.clear();
  SplitRow row;
  const char* start = begin;  // of the cell
  for (const char* p = begin; p < end;) {
    auto mask = mask_of(p, delimiter, '\n', '"');
    if (end - p < 64) mask &= (std::uint64_t{1} << (end - p)) - 1;
    const char* const block = p;
    p = block + 64;
    for (; mask != 0; mask &= mask - 1) {
      const char* const at = block + std::countr_zero(mask);
      if (*at == delimiter) {
        cells.push_back({between(start, at), false});
        start = at + 1;
      } else if (*at == '\n') {
        cells.push_back({between(start, trimmed_end(start, at)), false});
        row.next = at + 1;
        return row;
      } else if (at == start) {
        Cell cell;
        const auto status = quoted_cell(at, end, last, cell, row.lines, p);
        if (status != RowStatus::row) return {status, end, row.lines, at, false};
        const auto behind = behind_quote(p, end, last, delimiter);
        if (behind == Behind::incomplete) return {RowStatus::incomplete, end, row.lines, at, false};
        if (behind == Behind::text) return {RowStatus::text_after_quote, end, row.lines, p, true};
        cells.push_back(cell);
        if (behind == Behind::row_end) return {RowStatus::row, p, row.lines, nullptr, true};
        if (behind == Behind::stream_end) return {RowStatus::row, end, row.lines, nullptr, false};
        start = p;
        break;  // search on behind the cell
      }
    }
  }
  if (!last) return {RowStatus::incomplete, end, row.lines, begin, false};
  cells.push_back({between(start, trimmed_end(start, end)), false});
  row.next = end;
  row.complete = false;
  return row;
}

std::string_view plain_text(const Cell& cell, Arena& arena) {
  if (!cell.doubled_quotes) return cell.text;
  char* const text = arena.take(cell.text.size());
  char* out = text;
  for (std::size_t i = 0; i < cell.text.size(); ++i) {
    *out++ = cell.text[i];
    if (cell.text[i] == '"') ++i;
  }
  arena.shorten(text, static_cast<std::size_t>(out - text));
  return {text, static_cast<std::size_t>(out - text)};
}

}  // namespace clearway::intake
