#include <algorithm>

#include "intake/csv_plan.h"
#include "intake/csv_row.h"
#include "intake/recent_ids.h"
#include "intake/source_base.h"
#include "intake/transform.h"

namespace clearway::intake {
namespace {

using declaration::Declaration;
using declaration::Field;
using declaration::Item;

std::size_t index(Field field) { return static_cast<std::size_t>(field); }

std::string trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return std::string(text);
}

/// The delimiter of a file that comes without a mapping: the one its header has most often. Field names hold none.
char guess_delimiter(std::string_view header) {
  char best = ',';
  for (const char candidate : {',', ';', '\t', '|'}) {
    if (std::count(header.begin(), header.end(), candidate) > std::count(header.begin(), header.end(), best)) {
      best = candidate;
    }
  }
  return best;
}

/// CSV. Consecutive rows with the same declaration_id are the items of one declaration, which is withdrawn as a whole
/// when one of them cannot be read: a declaration that lost an item is not the one that was sent.
class CsvSource final : public SourceBase {
 public:
  CsvSource(Window window, const std::string& name, const Options& options)
      : SourceBase(std::move(window), name, options) {}

  Status read_header();
  Result<bool> next_batch(Batch& batch, std::vector<Reject>& rejects) override;
  const std::vector<UnknownKey>& unknown_keys() const override { return plan_.unknown.all(); }

 private:
  enum class Fetched : std::uint8_t { row, too_long, end };

  void look_at_window();
  Fetched fetch(SplitRow& row);
  void use_up(const SplitRow& row);
  Fetched skip_long_row(SplitRow& row);
  std::string_view raw(const SplitRow& row) const;

  std::optional<Problem> check(const SplitRow& row);
  std::optional<Problem> check_text(const SplitRow& row);
  void decode_cells(Arena& arena, std::optional<Problem>& problem);
  std::string_view row_id(BatchWriter& out);
  std::string_view joined_id(Arena& arena) const;
  bool belongs_to_open(std::string_view id, BatchWriter& out) const {
    return open_ && gathers_ && !id.empty() && id == out.last().declaration_id;
  }
  void take(const SplitRow& row, std::string_view id, std::optional<Problem> problem, BatchWriter& out,
            std::vector<Reject>& rejects);
  std::optional<Problem> begin_declaration(std::string_view id, BatchWriter& out);
  std::optional<Problem> continue_declaration(BatchWriter& out);
  std::optional<Problem> add_row(BatchWriter& out, bool first);
  std::optional<Problem> add_cells(BatchWriter& out, bool first, Item*& item);
  std::optional<Problem> put(Declaration& declaration, Field field, std::size_t column, std::string_view text,
                             bool first, Item*& item) const;
  std::optional<std::string_view> value(const ColumnRule& rule, std::size_t column, Arena& arena,
                                        Problem& problem) const;
  void withdraw(BatchWriter& out, std::uint64_t bad_row, std::vector<Reject>& rejects);
  std::string shown_row(std::string_view row) const;

  CsvPlan plan_;
  char delimiter_ = ',';
  bool gathers_ = true;
  std::vector<Cell> cells_;
  std::uint64_t line_ = 1;          // of the row that stands at the beginning of the window
  const char* valid_to_ = nullptr;  // everything before it in the window is valid text of the file's encoding

  bool open_ = false;  // the last declaration of the batch may get further items
  std::size_t open_bytes_ = 0;
  std::uint64_t suspect_row_ = 0;  // a row without a readable id that came since; perhaps one of its items
  std::string withdrawn_id_;       // of a declaration that lost a row: its further rows are rejected as well
  RecentIds ids_;
};

/// Once for every block.
void CsvSource::look_at_window() {
  const auto lines = whole_lines(window_.begin());
  settle_encoding(lines);
  const bool valid = encoding_ == Encoding::cp949 ? is_ascii(lines) : is_utf8(lines);
  const bool plain = std::memchr(lines.data(), '\0', lines.size()) == nullptr;
  valid_to_ = valid && plain ? lines.data() + lines.size() : nullptr;
}

/// Splits the next row into `cells_` without using it up.
CsvSource::Fetched CsvSource::fetch(SplitRow& row) {
  for (;;) {
    if (window_.text().empty()) {
      if (!window_.more()) return Fetched::end;
      look_at_window();
    }
    row = split_row(window_.begin(), window_.end(), window_.ended(), delimiter_, cells_);
    if (row.status == RowStatus::row) break;
    const auto text = window_.text();
    const bool has_line = window_.ended() || text.find('\n') != std::string_view::npos;
    if (row.status != RowStatus::incomplete && has_line) break;
    if (text.size() > options_.max_row_bytes) {
      if (!has_line) return skip_long_row(row);
      row.status = RowStatus::quote_not_closed;
      break;
    }
    window_.more();
    look_at_window();
  }
  if (row.status == RowStatus::row) {
    const bool long_row = static_cast<std::size_t>(row.next - window_.begin()) > options_.max_row_bytes + 2;
    return long_row ? Fetched::too_long : Fetched::row;
  }
  // Quotes are wrong: only the first line is given up, so that one quote too many does not swallow the file.
  const auto text = window_.text();
  const auto line_end = text.find('\n');
  row.next = line_end == std::string_view::npos ? window_.end() : text.data() + line_end + 1;
  row.lines = 1;
  return Fetched::row;
}

/// Passes over a row without a line end in sight, keeping nothing of it.
CsvSource::Fetched CsvSource::skip_long_row(SplitRow& row) {
  cells_.clear();
  row.lines = 1;
  for (;;) {
    const auto line_end = window_.text().find('\n');
    row.next = line_end == std::string_view::npos ? window_.end() : window_.begin() + line_end + 1;
    if (line_end != std::string_view::npos) return Fetched::too_long;
    window_.advance_to(window_.end());
    if (!window_.more()) {
      row.next = window_.end();
      return Fetched::too_long;
    }
    look_at_window();
  }
}

void CsvSource::use_up(const SplitRow& row) {
  window_.advance_to(row.next);
  line_ += row.lines;
}

/// The row as it stands in the file, without its line end.
std::string_view CsvSource::raw(const SplitRow& row) const {
  std::string_view text(window_.begin(), static_cast<std::size_t>(row.next - window_.begin()));
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.remove_suffix(1);
  return text;
}

Status CsvSource::read_header() {
  const auto* mapping = options_.mapping;
  if (mapping != nullptr && encoding_ == Encoding::automatic) encoding_ = mapping->encoding;
  if (window_.text().starts_with("\xEF\xBB\xBF")) {
    window_.advance_to(window_.begin() + 3);
    encoding_ = Encoding::utf8;  // a byte order mark knows better than anyone
  }
  look_at_window();
  const auto line = window_.text().substr(0, window_.text().find('\n'));
  delimiter_ = mapping != nullptr ? mapping->delimiter : guess_delimiter(line);
  gathers_ = mapping == nullptr || !mapping->one_row_is_one_declaration;

  SplitRow row;
  if (fetch(row) != Fetched::row || row.status != RowStatus::row) {
    return refusal(Cause::header_not_readable, name_, {{"file", name_}}, options_);
  }
  Arena arena;
  auto problem = check_text(row);
  decode_cells(arena, problem);
  if (problem) {
    auto details = problem->details;
    details.insert(details.end(), {{"file", name_}, {"value", problem->value}});
    return refusal(problem->cause, name_, std::move(details), options_);
  }
  std::vector<std::string> header;
  for (const auto& cell : cells_) header.push_back(trimmed(plain_text(cell, arena)));
  auto plan = plan_columns(header, name_, options_);
  if (!plan) return plan.error();
  plan_ = std::move(plan).value();
  gathers_ &= plan_.has_item_columns;
  use_up(row);
  return success();
}

std::optional<Problem> CsvSource::check_text(const SplitRow& row) {
  const auto text = raw(row);
  if (valid_to_ != nullptr && text.data() + text.size() <= valid_to_) return std::nullopt;
  if (const auto zero = text.find('\0'); zero != std::string_view::npos) {
    return Problem{Cause::nul_character, {}, {}, {{"position", std::to_string(zero + 1)}}};
  }
  return encoding_ == Encoding::cp949 ? std::nullopt : utf8_problem(text);
}

/// What is wrong with a row as text and as columns.
std::optional<Problem> CsvSource::check(const SplitRow& row) {
  if (auto problem = check_text(row)) return problem;
  if (row.status != RowStatus::row) {
    const auto cause = row.status == RowStatus::text_after_quote ? Cause::text_after_quote : Cause::quote_not_closed;
    return Problem{cause,
                   cells_.size() < plan_.columns.size() ? plan_.columns[cells_.size()] : std::string(),
                   {},
                   {{"position", std::to_string(row.problem - window_.begin() + 1)}}};
  }
  if (cells_.size() == plan_.columns.size()) return std::nullopt;
  const bool few = cells_.size() < plan_.columns.size();
  const Details counts = {{"found", std::to_string(cells_.size())}, {"expected", std::to_string(plan_.columns.size())}};
  if (few && !row.complete) return Problem{Cause::row_truncated, {}, {}, counts};
  return Problem{few ? Cause::too_few_columns : Cause::too_many_columns,
                 few ? plan_.columns[cells_.size()] : std::string(),
                 {},
                 counts};
}

Result<bool> CsvSource::next_batch(Batch& batch, std::vector<Reject>& rejects) {
  BatchWriter out(batch, options_.batch_rows);
  const auto rejects_before = rejects.size();
  std::size_t items = 0;
  bool any = false;
  open_ = false;
  for (;;) {
    const bool full =
        out.count() + (rejects.size() - rejects_before) >= options_.batch_rows || items >= max_batch_items;
    if (full && !(open_ && gathers_)) break;
    SplitRow row;
    const auto fetched = fetch(row);
    if (fetched == Fetched::end) break;
    std::optional<Problem> problem;
    std::string_view id;
    if (fetched == Fetched::too_long) {
      problem = Problem{Cause::row_too_long, {}, {}, {{"limit", std::to_string(options_.max_row_bytes)}}};
      cells_.clear();
    } else if (cells_.size() == 1 && cells_.front().text.empty() && row.status == RowStatus::row &&
               (plan_.columns.size() > 1 || raw(row).empty())) {
      use_up(row);  // an empty line
      continue;
    } else {
      problem = check(row);
      decode_cells(out.arena(), problem);
      id = row_id(out);
    }
    // A row of another declaration is left for the next batch; one that does not say whose it is may be of this one.
    const auto rejected = rejects.size() - rejects_before;
    if (full && fetched == Fetched::row &&
        (id.empty() ? rejected > 2 * options_.batch_rows : !belongs_to_open(id, out)))
      break;
    any = true;
    take(row, id, std::move(problem), out, rejects);
    ++items;
    use_up(row);
  }
  if (window_.failed() && !any) return read_failure();
  return any;
}

/// Reads the cells as CP949, where the file is that. The position in a problem counts from the start of the row.
void CsvSource::decode_cells(Arena& arena, std::optional<Problem>& problem) {
  if (encoding_ != Encoding::cp949) return;
  for (auto& cell : cells_) {
    if (is_ascii(cell.text)) continue;
    std::size_t broken = 0;
    const auto decoded = decode_cp949(cell.text, arena, broken);
    if (decoded) {
      cell.text = *decoded;
      continue;
    }
    const auto offset = static_cast<std::size_t>(cell.text.data() - window_.begin());
    if (!problem) problem = cp949_problem(window_.text(), offset + broken);
    cell.text = {};
  }
}

/// The declaration_id of the row in `cells_`; empty if it cannot be read.
std::string_view CsvSource::row_id(BatchWriter& out) {
  const auto& columns = plan_.id_columns;
  for (const auto column : columns) {
    if (column >= cells_.size()) return {};
  }
  auto id = plain_text(cells_[columns.front()], out.arena());
  if (options_.mapping == nullptr) return id;
  if (columns.size() > 1) id = joined_id(out.arena());
  Problem ignored{};
  const auto changed = apply(options_.mapping->id_rule, "declaration_id", id, out.arena(), ignored);
  return changed ? *changed : std::string_view{};
}

/// Empty if all parts are.
std::string_view CsvSource::joined_id(Arena& arena) const {
  std::string id;
  bool given = false;
  for (const auto column : plan_.id_columns) {
    if (column != plan_.id_columns.front()) id += options_.mapping->id_separator;
    const auto part = plain_text(cells_[column], arena);
    given |= !part.empty();
    id += part;
  }
  return given ? arena.copy(id) : std::string_view{};
}

/// Puts the row into the batch or among the rejects.
void CsvSource::take(const SplitRow& row, std::string_view id, std::optional<Problem> problem, BatchWriter& out,
                     std::vector<Reject>& rejects) {
  out.keep(window_.block());
  const bool same = belongs_to_open(id, out);
  if (!problem && id.empty()) problem = Problem{Cause::declaration_id_missing, "declaration_id", {}, {}};
  if (!problem && gathers_ && id == withdrawn_id_) {
    problem = Problem{Cause::item_row_rejected, "declaration_id", shown_value({}, id), {}};
  }
  if (!problem) problem = same ? continue_declaration(out) : begin_declaration(id, out);
  if (!problem) {
    if (!same) withdrawn_id_.clear(), suspect_row_ = 0;
    open_ = true;
    return;
  }
  auto shown = problem->cause == Cause::row_too_long ? std::string() : shown_row(raw(row));
  rejects.push_back(reject(line_, *std::move(problem), std::move(shown)));
  if (same) {
    withdraw(out, line_, rejects);
  } else if (id.empty()) {
    suspect_row_ = line_;  // the open declaration stays open: the next row will show whether this was one of its items
    return;
  }
  open_ = false;
  if (gathers_) withdrawn_id_ = id;
}

/// Takes the open declaration back: it lost `bad_row`.
void CsvSource::withdraw(BatchWriter& out, std::uint64_t bad_row, std::vector<Reject>& rejects) {
  const auto& declaration = out.last();
  rejects.push_back(reject(declaration.source_row,
                           {Cause::declaration_lost_a_row,
                            "declaration_id",
                            shown_value({}, declaration.declaration_id),
                            {{"row", std::to_string(bad_row)}}},
                           {}));
  out.drop_last();
}

std::optional<Problem> CsvSource::begin_declaration(std::string_view id, BatchWriter& out) {
  auto& declaration = out.add();
  declaration.clear();
  declaration.declaration_id = id;
  declaration.source_row = line_;
  open_bytes_ = 0;
  auto problem = add_row(out, true);
  const auto* mapping = options_.mapping;
  const auto otherwise = mapping != nullptr && mapping->procedure ? mapping->procedure : options_.procedure;
  if (!problem) problem = settle(declaration, otherwise);
  if (!problem) {
    if (const auto before = ids_.add(id, line_)) {
      problem = Problem{
          Cause::declaration_id_repeated, "declaration_id", shown_value({}, id), {{"row", std::to_string(before)}}};
    }
  }
  if (problem) out.drop_last();
  return problem;
}

std::optional<Problem> CsvSource::continue_declaration(BatchWriter& out) {
  if (suspect_row_ != 0) {
    return Problem{Cause::declaration_lost_a_row,
                   "declaration_id",
                   shown_value({}, out.last().declaration_id),
                   {{"row", std::to_string(suspect_row_)}}};
  }
  return add_row(out, false);
}

std::optional<Problem> CsvSource::add_row(BatchWriter& out, bool first) {
  auto& declaration = out.last();
  for (const auto& cell : cells_) open_bytes_ += cell.text.size() + 1;
  if (open_bytes_ > options_.max_row_bytes) {
    return Problem{Cause::row_too_long, {}, {}, {{"limit", std::to_string(options_.max_row_bytes)}}};
  }
  if (declaration.item_count == max_items) {
    return Problem{Cause::too_many_items, "items", {}, {{"limit", std::to_string(max_items)}}};
  }
  Item* item = nullptr;
  if (auto problem = add_cells(out, first, item)) return problem;
  if (item == nullptr && !first) item = &declaration.add_item();  // a row without content: validation will say so
  if (options_.mapping == nullptr) return std::nullopt;
  for (const auto& [field, value] : options_.mapping->constants) {
    if (declaration::is_item_field(field)) {
      if (item != nullptr) item->text[index(field) - declaration::header_field_count] = value;
    } else {
      declaration.header.text[index(field)] = value;
    }
  }
  return std::nullopt;
}

std::optional<Problem> CsvSource::add_cells(BatchWriter& out, bool first, Item*& item) {
  auto& declaration = out.last();
  Problem problem{};
  for (const auto& step : plan_.steps) {
    if (step.rule == nullptr) {
      auto differs =
          put(declaration, step.field, step.column, plain_text(cells_[step.column], out.arena()), first, item);
      if (differs) return differs;
      continue;
    }
    const auto text = value(*step.rule, step.column, out.arena(), problem);
    if (!text) return problem;
    for (const auto field : step.rule->fields) {
      if (auto differs = put(declaration, field, step.column, *text, first, item)) return differs;
    }
  }
  if (plan_.procedure_column) {
    const auto text = value(options_.mapping->procedure_rule, *plan_.procedure_column, out.arena(), problem);
    if (!text) return problem;
    if (auto differs = put(declaration, Field::procedure, *plan_.procedure_column, *text, first, item)) return differs;
  }
  if (plan_.outcome_column) {
    static const ColumnRule as_it_is;
    const auto& rule = options_.mapping != nullptr ? options_.mapping->outcome_rule : as_it_is;
    const auto text = value(rule, *plan_.outcome_column, out.arena(), problem);
    if (!text) return problem;
    if (first || !text->empty()) declaration.examination_result = *text;
  }
  return std::nullopt;
}

std::optional<std::string_view> CsvSource::value(const ColumnRule& rule, std::size_t column, Arena& arena,
                                                 Problem& problem) const {
  const auto text = apply(rule, plan_.columns[column], plain_text(cells_[column], arena), arena, problem);
  if (!text) problem.value = plan_.is_personal(column) ? masked(problem.value) : shown_value({}, problem.value);
  return text;
}

/// One text to its field. Rows after the first may leave the fields of the declaration empty or repeat them.
std::optional<Problem> CsvSource::put(Declaration& declaration, Field field, std::size_t column, std::string_view text,
                                      bool first, Item*& item) const {
  if (declaration::is_item_field(field)) {
    if (text.empty()) return std::nullopt;
    if (item == nullptr) item = &declaration.add_item();
    item->text[index(field) - declaration::header_field_count] = text;
    return std::nullopt;
  }
  auto& before = declaration.header.text[index(field)];
  if (first || before.empty()) {
    before = text;
  } else if (!text.empty() && text != before) {
    const auto name = declaration::name(field);
    return Problem{Cause::header_differs_between_items,
                   plan_.columns[column],
                   shown_value(name, text),
                   {{"first", shown_value(name, before)}, {"row", std::to_string(declaration.source_row)}}};
  }
  return std::nullopt;
}

std::string CsvSource::shown_row(std::string_view row) const {
  if (encoding_ != Encoding::cp949) return shown_csv_row(row, delimiter_, plan_.personal_columns);
  std::string decoded;
  if (append_cp949(decoded, row)) return {};
  return shown_csv_row(decoded, delimiter_, plan_.personal_columns);
}

}  // namespace

Result<std::unique_ptr<Source>> open_csv(Window window, const std::string& name, const Options& options) {
  auto source = std::make_unique<CsvSource>(std::move(window), name, options);
  if (const auto read = source->read_header(); !read) return read.error();
  return std::unique_ptr<Source>(std::move(source));
}

}  // namespace clearway::intake
