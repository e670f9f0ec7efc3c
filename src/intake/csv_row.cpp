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

}  // namespace

SplitRow split_row(const char* begin, const char* end, bool last, char delimiter, std::vector<Cell>& cells) {
  cells.clear();
  SplitRow row;
  const char* start = begin;  // of the cell
  const char* p = begin;      // where the search goes on
  while (true) {
    std::uint64_t mask = p < end ? mask_of(p, delimiter, '\n', '"') : 0;
    if (end - p < 64) mask &= p < end ? (std::uint64_t{1} << (end - p)) - 1 : 0;
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
        cells.push_back(cell);
        if (p < end && *p == '\r' && ((p + 1 < end && p[1] == '\n') || (p + 1 == end && last))) ++p;
        if (p == end) {
          if (!last) return {RowStatus::incomplete, end, row.lines, at, false};
          row.next = end;
          row.complete = false;
          return row;
        }
        if (*p == '\n') {
          row.next = p + 1;
          return row;
        }
        if (*p == '\r' && p + 1 == end) return {RowStatus::incomplete, end, row.lines, at, false};
        if (*p != delimiter) return {RowStatus::text_after_quote, end, row.lines, p, true};
        start = ++p;
        break;  // search on behind the cell
      }
    }
    if (p >= end && mask == 0) break;
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
