#include "notice/bulk_answers.h"

#include <algorithm>
#include <set>

#include "accrual/steps.h"
#include "intake/csv_row.h"

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

Result<Columns> columns_of(const std::vector<intake::Cell>& header) {
  Columns columns;
  for (std::size_t i = 0; i < header.size(); ++i) {
    const auto name = trimmed(header[i].text);
    for (std::size_t column = 0; column < answer_columns.size(); ++column) {
      if (answer_columns[column] == name && !columns[column]) columns[column] = i;
    }
  }
  for (const auto column : {notice_column, answer_column}) {
    if (!columns[column]) return lacks(answer_columns[column]);
  }
  return columns;
}

/// Rows in turn, with what is wrong with them.
class Reader {
 public:
  explicit Reader(const Columns& columns) : columns_(columns) {}

  void read(const std::vector<intake::Cell>& cells, std::uint64_t row, BulkAnswers& into) {
    const auto cell = [&](Column column) -> std::string {
      const auto& at = columns_[column];
      return at && *at < cells.size() ? std::string(trimmed(intake::plain_text(cells[*at], arena_))) : std::string();
    };
    const auto refuse = [&](RowRefusal refusal, Column column) {
      into.refused.push_back({row, refusal, std::string(answer_columns[column]), cell(column).substr(0, 80)});
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
    into.answers.push_back(std::move(answer));
  }

 private:
  const Columns& columns_;
  intake::Arena arena_;
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

Result<BulkAnswers> read_answers(std::string_view csv) {
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
  BulkAnswers read;
  std::vector<intake::Cell> cells;
  std::optional<Columns> columns;
  std::optional<Reader> reader;
  std::uint64_t line = 1;
  while (at < end) {
    cells.clear();
    const auto split = intake::split_row(at, end, true, delimiter, cells);
    const auto row = line;
    line += split.lines;
    at = split.next == nullptr || split.next <= at ? end : split.next;
    const bool broken =
        split.status != intake::RowStatus::row || std::any_of(cells.begin(), cells.end(), [](const auto& cell) {
          return cell.text.find('\0') != cell.text.npos || !is_valid_utf8(cell.text);
        });
    if (!broken && cells.size() == 1 && trimmed(cells.front().text).empty()) continue;
    if (!columns) {
      if (broken) break;
      auto found = columns_of(cells);
      if (!found) return found.error();
      columns = *found;
      reader.emplace(*columns);
    } else if (broken) {
      read.refused.push_back({row, RowRefusal::row_is_not_readable, "", ""});
    } else if (read.answers.size() + read.refused.size() >= most_answers) {
      read.refused.push_back({row, RowRefusal::too_many_rows, "", std::to_string(most_answers)});
      break;
    } else {
      reader->read(cells, row, read);
    }
  }
  if (!columns) return lacks(answer_columns[notice_column]);
  return read;
}

}  // namespace clearway::notice
