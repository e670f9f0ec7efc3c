#include "notice/bulk_answers.h"

#include <algorithm>
#include <set>

#include "accrual/steps.h"
#include "intake/csv_row.h"
#include "intake/xlsx_table.h"

namespace clearway::notice {
namespace {

enum Column : std::size_t { notice_column, answer_column, text_column, until_column };
using Columns = std::array<std::optional<std::size_t>, answer_columns.size()>;

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t\r";
  const auto first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

Error lacks(std::string_view column) {
  return {"answers_lack_a_column", std::string(column), "The first line names no column '" + std::string(column) + "'",
          "Name the columns in the first line: notice, answer, text, until"};
}

using Cells = std::vector<std::string>;

Result<Columns> columns_of(const Cells& header) {
  Columns columns;
  for (std::size_t i = 0; i < header.size(); ++i) {
    const auto name = trimmed(header[i]);
    for (std::size_t column = 0; column < answer_columns.size(); ++column) {
      if (answer_columns[column] == name && !columns[column]) columns[column] = i;
    }
  }
  for (const auto column : {notice_column, answer_column}) {
    if (!columns[column]) return lacks(answer_columns[column]);
  }
  return columns;
}

/// Rows in turn, with what is wrong with them; the first names the columns.
class Reader {
 public:
  /// False where nothing after this row is read.
  Result<bool> read(const Cells& cells, std::uint64_t row, bool broken) {
    if (!columns_) {
      if (broken) return lacks(answer_columns[notice_column]);
      auto found = columns_of(cells);
      if (!found) return found.error();
      columns_ = *found;
    } else if (broken) {
      read_.refused.push_back({row, RowRefusal::row_is_not_readable, "", ""});
    } else if (read_.answers.size() + read_.refused.size() >= most_answers) {
      read_.refused.push_back({row, RowRefusal::too_many_rows, "", std::to_string(most_answers)});
      return false;
    } else {
      take(cells, row);
    }
    return true;
  }
  Result<BulkAnswers> done() {
    if (!columns_) return lacks(answer_columns[notice_column]);
    return std::move(read_);
  }

 private:
  void take(const Cells& cells, std::uint64_t row) {
    const auto cell = [&](Column column) -> std::string {
      const auto& at = (*columns_)[column];
      return at && *at < cells.size() ? std::string(trimmed(cells[*at])) : std::string();
    };
    const auto refuse = [&](RowRefusal refusal, Column column) {
      read_.refused.push_back({row, refusal, std::string(answer_columns[column]), cell(column).substr(0, 80)});
    };
    BulkAnswer answer;
    answer.row = row;
    answer.notice = cell(notice_column);
    answer.given.text = cell(text_column);
    const auto word = cell(answer_column);
    const auto until = cell(until_column);
    if (answer.notice.empty()) return refuse(RowRefusal::notice_is_missing, notice_column);
    if (seen_.contains(answer.notice)) return refuse(RowRefusal::notice_stands_twice, notice_column);
    if (word.empty()) return refuse(RowRefusal::answer_is_missing, answer_column);
    const auto action = action_of(word);
    if (!action) return refuse(RowRefusal::answer_is_unknown, answer_column);
    if (*action != Action::file && answer.given.text.empty()) return refuse(RowRefusal::text_is_missing, text_column);
    if (*action == Action::ask_more_time) {
      if (until.empty()) return refuse(RowRefusal::until_is_missing, until_column);
      answer.given.day = Date::parse(until);
      if (!answer.given.day) return refuse(RowRefusal::until_is_no_date, until_column);
    }
    answer.action = *action;
    seen_.insert(answer.notice);
    read_.answers.push_back(std::move(answer));
  }

  std::optional<Columns> columns_;
  BulkAnswers read_;
  std::set<std::string, std::less<>> seen_;
};

accrual::TextPlaces places_of(const RowRefused& refused) {
  return {{"field", accrual::same(refused.field)}, {"value", accrual::same(refused.value)}};
}

}  // namespace

std::optional<Action> action_of(std::string_view word) {
  constexpr std::array actions = {Action::file, Action::explain, Action::ask, Action::ask_more_time};
  const auto found = std::find(answer_words.begin(), answer_words.end(), word);
  if (found == answer_words.end()) return std::nullopt;
  return actions[static_cast<std::size_t>(found - answer_words.begin())];
}

std::string_view name(RowRefusal refusal) {
  using R = RowRefusal;
  switch (refusal) {
    case R::row_is_not_readable: return "row_is_not_readable";
    case R::too_many_rows: return "too_many_rows";
    case R::notice_is_missing: return "notice_is_missing";
    case R::notice_stands_twice: return "notice_stands_twice";
    case R::answer_is_missing: return "answer_is_missing";
    case R::answer_is_unknown: return "answer_is_unknown";
    case R::text_is_missing: return "text_is_missing";
    case R::until_is_missing: return "until_is_missing";
    case R::until_is_no_date: return "until_is_no_date";
  }
  return {};
}
Text RowRefused::text(const Messages& messages) const {
  return accrual::sentence(messages, "notice.row." + std::string(name(refusal)) + ".text", places_of(*this));
}
Text RowRefused::fix(const Messages& messages) const {
  return accrual::sentence(messages, "notice.row." + std::string(name(refusal)) + ".fix", places_of(*this));
}

namespace {

/// Texts that can be kept.
bool is_broken(const Cells& cells) {
  return std::any_of(cells.begin(), cells.end(), [](const std::string& cell) {
    return cell.find('\0') != std::string::npos || !is_valid_utf8(cell);
  });
}

Result<BulkAnswers> read_csv(std::string_view csv) {
  constexpr std::string_view mark = "\xEF\xBB\xBF";
  if (csv.starts_with(mark)) csv.remove_prefix(mark.size());
  std::string text(csv);  // with room behind it, into which the splitter may look
  text.append(intake::padding, '\0');
  const char* at = text.data();
  const char* const end = text.data() + csv.size();
  const auto header = csv.substr(0, std::min(csv.find('\n'), csv.size()));
  char delimiter = ',';
  for (const char candidate : {';', '\t'}) {
    if (std::count(header.begin(), header.end(), candidate) > std::count(header.begin(), header.end(), delimiter)) {
      delimiter = candidate;
    }
  }
  Reader reader;
  intake::Arena arena;
  std::vector<intake::Cell> split_cells;
  Cells cells;
  std::uint64_t line = 1;
  while (at < end) {
    split_cells.clear();
    const auto split = intake::split_row(at, end, true, delimiter, split_cells);
    const auto row = line;
    line += split.lines;
    at = split.next == nullptr || split.next <= at ? end : split.next;
    cells.clear();
    for (const auto& cell : split_cells) cells.emplace_back(intake::plain_text(cell, arena));
    const bool broken = split.status != intake::RowStatus::row || is_broken(cells);
    if (!broken && cells.size() == 1 && trimmed(cells.front()).empty()) continue;
    const auto more = reader.read(cells, row, broken);
    if (!more) return more.error();
    if (!*more) break;
  }
  return reader.done();
}

Result<BulkAnswers> read_workbook(std::string_view bytes) {
  const auto rows = intake::read_xlsx(bytes);
  if (!rows) return rows.error();
  Reader reader;
  for (const auto& row : *rows) {
    const auto more = reader.read(row.cells, row.row, is_broken(row.cells));
    if (!more) return more.error();
    if (!*more) break;
  }
  return reader.done();
}

}  // namespace

Result<BulkAnswers> read_answers(std::string_view file) {
  return intake::looks_like_xlsx(file) ? read_workbook(file) : read_csv(file);
}

}  // namespace clearway::notice
