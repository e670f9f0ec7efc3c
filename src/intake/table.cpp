#include "intake/table.h"

#include <algorithm>

#include "base/text.h"
#include "intake/csv_row.h"
#include "intake/xlsx_table.h"

namespace clearway::intake {
namespace {

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  const auto first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

/// Cells without blanks; false where one of them cannot be kept.
bool tidy(std::vector<std::string>& cells) {
  bool sound = true;
  for (auto& cell : cells) {
    sound = sound && cell.find('\0') == std::string::npos && is_valid_utf8(cell);
    cell = std::string(trimmed(cell));
  }
  return sound;
}

bool holds_anything(const TableRow& row) {
  return row.broken || std::any_of(row.cells.begin(), row.cells.end(), [](const auto& cell) { return !cell.empty(); });
}

char delimiter_of(std::string_view header) {
  char delimiter = ',';
  for (const char candidate : {';', '\t'}) {
    if (std::count(header.begin(), header.end(), candidate) > std::count(header.begin(), header.end(), delimiter)) {
      delimiter = candidate;
    }
  }
  return delimiter;
}

using Visit = std::function<Result<bool>(const TableRow&)>;

Status read_csv(std::string_view csv, const Visit& visit) {
  constexpr std::string_view mark = "\xEF\xBB\xBF";
  if (csv.starts_with(mark)) csv.remove_prefix(mark.size());
  const auto delimiter = delimiter_of(csv.substr(0, csv.find('\n')));
  std::string text(csv);  // with room behind it, into which the splitter may look
  text.append(padding, '\0');
  const char* at = text.data();
  const char* const end = text.data() + csv.size();
  Arena arena;
  std::vector<Cell> cells;
  std::uint64_t line = 1;
  while (at < end) {
    cells.clear();
    const auto split = split_row(at, end, true, delimiter, cells);
    TableRow row;
    row.row = line;
    line += split.lines;
    at = split.next == nullptr || split.next <= at ? end : split.next;
    for (const auto& cell : cells) row.cells.emplace_back(plain_text(cell, arena));
    row.broken = !tidy(row.cells) || split.status != RowStatus::row;
    if (!holds_anything(row)) continue;
    const auto more = visit(row);
    if (!more) return more.error();
    if (!*more) return success();
  }
  return success();
}

}  // namespace

Status read_table(std::string_view file, const Visit& visit) {
  if (!looks_like_xlsx(file)) return read_csv(file, visit);
  auto rows = read_xlsx(file);
  if (!rows) return rows.error();
  for (auto& row : *rows) {
    row.broken = !tidy(row.cells);
    if (!holds_anything(row)) continue;
    const auto more = visit(row);
    if (!more) return more.error();
    if (!*more) return success();
  }
  return success();
}

Error lacks_column(std::string_view name) {
  return {"table_lacks_a_column", std::string(name), "The first line names no column '" + std::string(name) + "'",
          "Name the columns in the first line"};
}

Result<std::vector<std::size_t>> find_columns(const TableRow& header, const std::vector<std::string_view>& names,
                                              std::size_t needed) {
  std::vector<std::size_t> columns;
  for (const auto name : names) {
    const auto found = std::find(header.cells.begin(), header.cells.end(), name);
    if (header.broken || (found == header.cells.end() && columns.size() < needed)) {
      return lacks_column(name);
    }
    columns.push_back(found == header.cells.end() ? no_column : static_cast<std::size_t>(found - header.cells.begin()));
  }
  return columns;
}

std::string_view cell_at(const TableRow& row, std::size_t column) {
  return column < row.cells.size() ? std::string_view(row.cells[column]) : std::string_view();
}

}  // namespace clearway::intake
