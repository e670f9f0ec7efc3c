#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/messages.h"
#include "base/result.h"
#include "notice/life.h"

namespace clearway::notice {

/// Columns of a file of answers; notice and answer are needed.
inline constexpr std::array<std::string_view, 4> answer_columns = {"notice", "answer", "text", "until"};
/// Words of the column answer.
inline constexpr std::array<std::string_view, 4> answer_words = {"correct", "explain", "ask", "more_time"};
inline constexpr std::size_t most_answers = 10'000;

/// What a firm does by an answer of that word.
std::optional<Action> action_of(std::string_view word);

/// Why a row is not taken, in the order in which it is checked.
enum class RowRefusal : std::uint8_t {
  row_is_not_readable,
  too_many_rows,
  notice_is_missing,
  notice_stands_twice,
  answer_is_missing,
  answer_is_unknown,
  text_is_missing,
  until_is_missing,
  until_is_no_date,
};
std::string_view name(RowRefusal refusal);

struct RowRefused {
  std::uint64_t row = 0;  // of the file; the header is row 1
  RowRefusal refusal{};
  std::string field, value;
  Text text(const Messages& messages) const;
  Text fix(const Messages& messages) const;
};

struct BulkAnswer {
  std::uint64_t row = 0;
  std::string notice;  // as the list of notices gives it
  Action action = Action::file;
  Given given;
};

struct BulkAnswers {
  std::vector<BulkAnswer> answers;
  std::vector<RowRefused> refused;
};

/// Reads a file of answers with a header: CSV in UTF-8, separated by comma, semicolon or tab, or the first sheet of a
/// workbook (XLSX). Good rows are kept, bad ones named. Errors: answers_lack_a_column where the header does not name what
/// is needed, and those of intake::read_xlsx.
Result<BulkAnswers> read_answers(std::string_view file);

}  // namespace clearway::notice
