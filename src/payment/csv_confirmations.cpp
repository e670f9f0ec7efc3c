#include <algorithm>
#include <array>

#include "intake/csv_row.h"
#include "payment/confirmation.h"

namespace clearway::payment {
namespace {

enum Column : std::size_t {
  reference,
  kind,
  original_reference,
  account_number,
  amount,
  currency,
  value_date,
  booked_on,
  payer
};
constexpr std::size_t column_count = csv_columns.size();
constexpr std::array needed = {reference, account_number, amount, value_date};

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

using Columns = std::array<std::optional<std::size_t>, column_count>;

Result<Columns> columns_of(const std::vector<intake::Cell>& header) {
  Columns columns;
  for (std::size_t i = 0; i < header.size(); ++i) {
    const auto name = trimmed(header[i].text);
    for (std::size_t column = 0; column < column_count; ++column) {
      if (csv_columns[column] == name && !columns[column]) columns[column] = i;
    }
  }
  for (const auto column : needed) {
    if (columns[column]) continue;
    std::string names;
    for (const auto name : csv_columns) names += (names.empty() ? "" : ", ") + std::string(name);
    return Error{"bank_file_lacks_a_column", std::string(csv_columns[column]),
                 "The first line names no column '" + std::string(csv_columns[column]) + "'",
                 "Name the columns in the first line: " + names};
  }
  return columns;
}

/// One row, read until its first problem.
class RowReader {
 public:
  RowReader(const Columns& columns, const std::vector<intake::Cell>& cells, intake::Arena& arena, std::uint64_t row)
      : columns_(columns), cells_(cells), arena_(arena), row_(row) {}

  std::optional<Rejected> read(Confirmation& into) {
    into.source_row = row_;
    into.reference = text(reference);
    if (into.reference.empty()) return reject(reference, RejectCause::value_is_missing);
    if (!is_usable_reference(into.reference)) return reject(reference, RejectCause::reference_is_not_usable);
    const auto said = text(kind);
    into.is_reversal = said == "reversal";
    if (!said.empty() && said != "credit" && said != "reversal") return reject(kind, RejectCause::kind_is_unknown);
    into.original_reference = text(original_reference);
    if (into.is_reversal && into.original_reference.empty()) {
      return reject(original_reference, RejectCause::value_is_missing);
    }
    into.account_number = text(account_number);
    std::erase(into.account_number, '-');
    if (into.account_number.empty() && !into.is_reversal) return reject(account_number, RejectCause::value_is_missing);
    if (!text(currency).empty() && text(currency) != "KRW") return reject(currency, RejectCause::currency_is_not_krw);
    const auto won = parse_won(text(amount));
    if (text(amount).empty()) return reject(amount, RejectCause::value_is_missing);
    if (text(amount).starts_with('-')) return reject(amount, RejectCause::amount_is_not_positive);
    if (!won) return reject(amount, RejectCause::amount_is_not_whole_won);
    if (*won == 0) return reject(amount, RejectCause::amount_is_not_positive);
    into.amount_krw = *won;
    const auto value_day = Date::parse(text(value_date));
    if (!value_day) return reject(value_date, RejectCause::date_is_not_readable);
    into.value_date = *value_day;
    const auto booked = text(booked_on).empty() ? value_day : Date::parse(text(booked_on));
    if (!booked) return reject(booked_on, RejectCause::date_is_not_readable);
    into.booked_on = *booked;
    into.payer = text(payer);
    return std::nullopt;
  }

 private:
  std::string text(Column column) const {
    const auto& at = columns_[column];
    if (!at || *at >= cells_.size()) return {};
    return std::string(trimmed(intake::plain_text(cells_[*at], arena_)));
  }
  Rejected reject(Column column, RejectCause cause) const {
    return {row_, std::string(csv_columns[column]), text(column), cause};
  }

  const Columns& columns_;
  const std::vector<intake::Cell>& cells_;
  intake::Arena& arena_;
  std::uint64_t row_;
};

}  // namespace

Result<Reading> read_csv(std::string_view content) {
  std::string text(content);  // with room behind it, into which the splitter may look
  text.append(intake::padding, '\0');
  const char* at = text.data();
  const char* const end = text.data() + content.size();
  const auto line_end = std::min(content.find('\n'), content.size());
  const auto header_line = content.substr(0, line_end);
  char delimiter = ',';
  for (const char candidate : {';', '\t'}) {
    if (std::count(header_line.begin(), header_line.end(), candidate) >
        std::count(header_line.begin(), header_line.end(), delimiter)) {
      delimiter = candidate;
    }
  }
  std::vector<intake::Cell> cells;
  intake::Arena arena;
  Reading reading;
  reading.format = "csv";
  std::optional<Columns> columns;
  std::uint64_t line = 1;
  while (at < end) {
    cells.clear();
    const auto split = intake::split_row(at, end, true, delimiter, cells);
    const auto row = line;
    line += split.lines;
    const bool broken = split.status != intake::RowStatus::row ||
                        std::any_of(cells.begin(), cells.end(),
                                    [](const auto& cell) { return cell.text.find('\0') != cell.text.npos; });
    const bool blank = !broken && cells.size() == 1 && trimmed(cells.front().text).empty();
    const char* const next = split.next == nullptr || split.next <= at ? end : split.next;
    if (broken || blank) {
      if (broken) {
        reading.rejected.push_back({row, "", "", RejectCause::row_is_not_readable});
        if (!columns) break;
      }
      at = next;
      continue;
    }
    at = next;
    if (!columns) {
      auto found = columns_of(cells);
      if (!found) return found.error();
      columns = *found;
      continue;
    }
    Confirmation confirmation;
    if (auto rejected = RowReader(*columns, cells, arena, row).read(confirmation)) {
      reading.rejected.push_back(std::move(*rejected));
    } else {
      reading.confirmations.push_back(std::move(confirmation));
    }
  }
  if (!columns) {
    return Error{"bank_file_lacks_a_column", "reference", "The first line names no columns",
                 "Name the columns in the first line"};
  }
  return reading;
}

}  // namespace clearway::payment
