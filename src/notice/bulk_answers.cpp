#include "notice/bulk_answers.h"

#include <algorithm>
#include <set>

#include "accrual/steps.h"
#include "intake/table.h"

namespace clearway::notice {
namespace {

enum Column : std::size_t { notice_column, answer_column, text_column, until_column };
constexpr std::size_t needed_columns = 2;

/// Rows in turn, with what is wrong with them; the first names the columns.
class Reader {
 public:
  /// False where nothing after this row is read.
  Result<bool> read(const intake::TableRow& row) {
    if (columns_.empty()) {
      auto found = intake::find_columns(row, {answer_columns.begin(), answer_columns.end()}, needed_columns);
      if (!found) return found.error();
      columns_ = std::move(*found);
    } else if (row.broken) {
      read_.refused.push_back({row.row, RowRefusal::row_is_not_readable, "", ""});
    } else if (read_.answers.size() + read_.refused.size() >= most_answers) {
      read_.refused.push_back({row.row, RowRefusal::too_many_rows, "", std::to_string(most_answers)});
      return false;
    } else {
      take(row);
    }
    return true;
  }
  Result<BulkAnswers> done() {
    if (columns_.empty()) return intake::lacks_column(answer_columns[notice_column]);
    return std::move(read_);
  }

 private:
  void take(const intake::TableRow& row) {
    const auto cell = [&](Column column) { return std::string(intake::cell_at(row, columns_[column])); };
    const auto refuse = [&](RowRefusal refusal, Column column) {
      read_.refused.push_back({row.row, refusal, std::string(answer_columns[column]), cell(column).substr(0, 80)});
    };
    BulkAnswer answer;
    answer.row = row.row;
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

  std::vector<std::size_t> columns_;
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

Result<BulkAnswers> read_answers(std::string_view file) {
  Reader reader;
  if (auto status = intake::read_table(file, [&](const auto& row) { return reader.read(row); }); !status) {
    return status.error();
  }
  return reader.done();
}

}  // namespace clearway::notice
