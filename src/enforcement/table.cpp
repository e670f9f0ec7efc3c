#include "enforcement/table.h"

#include <sstream>

#include "law/parameters.h"  // generated

namespace clearway::enforcement {
namespace {

/// Reads the cells of one table, noting the first that is wrong.
class Cells {
 public:
  Cells(const law::Law& law, const char* file, const law::Table& table) : law_(law), file_(file), table_(table) {}

  std::size_t size() const { return table_.size(); }
  void at(std::size_t row) { row_ = row; }
  const std::string& text(const char* column) const { return table_.text(row_, column); }
  bool empty(const char* column) const { return text(column) == "-"; }

  template <class Enum, std::size_t N>
  Enum of(const char* column, const std::array<std::string_view, N>& names) {
    const auto value = parse<Enum>(names, text(column));
    if (!value) wrong(column);
    return value.value_or(Enum{});
  }
  std::vector<std::string> words(const char* column) const {
    std::istringstream in(text(column));
    std::vector<std::string> words;
    for (std::string word; in >> word;) words.push_back(word);
    return words;
  }
  const law::Parameter* parameter(const char* column) {
    if (empty(column)) return nullptr;
    const auto* found = law_.find(text(column));
    if (found == nullptr) wrong(column);
    return found;
  }
  law::Grade grade() const { return law::parse_grade(text("grade")).value_or(law::Grade::verify); }
  const std::string& cite() const { return text("cite"); }

  void wrong(const char* column) {
    if (problem_) return;
    problem_ = Error{"step_table_is_wrong", std::string(file_) + "[" + std::to_string(row_) + "]." + column,
                     text(column), "one of the names that docs/debt-steps.md lists"};
  }
  const std::optional<Error>& problem() const { return problem_; }

 private:
  const law::Law& law_;
  const char* file_;
  const law::Table& table_;
  std::size_t row_ = 0;
  std::optional<Error> problem_;
};

template <class T>
const T& newest(const law::Dated<T>& dated) {
  return dated.all().back().value;
}

StepRow read_step(Cells& cells) {
  StepRow row;
  row.step = cells.of<StepKind>("step", step_names);
  row.cite = cells.cite();
  row.grade = cells.grade();
  if (!cells.empty("since")) {
    row.since = Date::parse(cells.text("since"));
    if (!row.since) cells.wrong("since");
  }
  for (const auto& word : cells.words("from")) {
    const auto state = parse<State>(state_names, word);
    if (!state) {
      cells.wrong("from");
      continue;
    }
    row.from |= 1U << static_cast<unsigned>(*state);
  }
  row.resumes = cells.text("to") == "resumed";
  if (!row.resumes && !cells.empty("to")) row.to = cells.of<State>("to", state_names);
  row.repeatable = cells.text("kind") == "repeatable";
  row.measure = row.repeatable || cells.text("kind") == "measure";
  if (!row.measure && cells.text("kind") != "ordinary") cells.wrong("kind");
  if (!cells.empty("tell")) row.tell = cells.words("tell");
  return row;
}

Precondition read_precondition(Cells& cells) {
  Precondition row;
  row.step = cells.of<StepKind>("step", step_names);
  row.needs = cells.of<Needs>("needs", needs_names);
  row.cite = cells.cite();
  row.grade = cells.grade();
  row.limit = cells.parameter("limit");
  if (!cells.empty("any")) row.any = cells.text("any");
  if (!cells.empty("asset")) row.asset = cells.of<AssetKind>("asset", asset_names);
  switch (row.needs) {
    case Needs::given:
    case Needs::served:
    case Needs::overdue:
    case Needs::waited:
    case Needs::in_force:
    case Needs::effective:
    case Needs::never: row.of_step = cells.of<StepKind>("of", step_names); break;
    case Needs::before_end:
      row.of_step = cells.of<StepKind>("of", step_names);
      row.age = cells.parameter("with");
      break;
    case Needs::approved: row.authority = cells.of<Authority>("of", authority_names); break;
    case Needs::resolved:
      row.authority = cells.of<Authority>("of", authority_names);
      if (!cells.empty("with")) row.after = cells.of<StepKind>("with", step_names);
      break;
    case Needs::within:
    case Needs::found:
    case Needs::free_of: row.finding = cells.of<Finding>("of", finding_names); break;
    case Needs::at_least:
    case Needs::above:
    case Needs::below:
      row.quantity = cells.of<Quantity>("of", quantity_names);
      row.age = cells.parameter("with");
      break;
    case Needs::term:
    case Needs::aged: break;
  }
  const bool needs_limit = row.needs == Needs::waited || row.needs == Needs::within || row.needs == Needs::before_end ||
                           row.needs == Needs::term || row.needs == Needs::aged || row.needs == Needs::at_least ||
                           row.needs == Needs::above || row.needs == Needs::below || row.after;
  if (needs_limit && row.limit == nullptr) cells.wrong("limit");
  return row;
}

EndingRow read_ending(Cells& cells) {
  EndingRow row;
  row.measure = cells.of<StepKind>("measure", step_names);
  row.when = cells.of<EndsWhen>("when", ends_when_names);
  row.cite = cells.cite();
  row.grade = cells.grade();
  row.limit = cells.parameter("limit");
  row.within = cells.parameter("within");
  if (!cells.empty("tell")) row.tell = cells.words("tell");
  switch (row.when) {
    case EndsWhen::below: row.quantity = cells.of<Quantity>("of", quantity_names); break;
    case EndsWhen::found:
    case EndsWhen::withdrawn: row.finding = cells.of<Finding>("of", finding_names); break;
    case EndsWhen::followed: row.step = cells.of<StepKind>("of", step_names); break;
    case EndsWhen::term_over:
      if (!cells.empty("of")) row.step = cells.of<StepKind>("of", step_names);
      break;
    case EndsWhen::extinct:
    case EndsWhen::deferred:
    case EndsWhen::criteria_gone:
    case EndsWhen::unassessed_after: break;
  }
  const bool needs_limit = row.when == EndsWhen::below || row.when == EndsWhen::term_over ||
                           row.when == EndsWhen::unassessed_after;
  if (needs_limit && row.limit == nullptr) cells.wrong("limit");
  return row;
}

AssetRow read_asset(Cells& cells) {
  AssetRow row;
  row.asset = cells.of<AssetKind>("asset", asset_names);
  row.cite = cells.cite();
  row.grade = cells.grade();
  if (!cells.empty("since")) {
    row.since = Date::parse(cells.text("since"));
    if (!row.since) cells.wrong("since");
  }
  row.effective = cells.of<Effective>("effective", effective_names);
  if (!cells.empty("with")) row.with = cells.text("with");
  row.sold = cells.text("sold") == "yes";
  if (!row.sold && cells.text("sold") != "no") cells.wrong("sold");
  return row;
}

Error missing(const char* file, std::string_view name) {
  return {"step_table_is_wrong", file, std::string(name), "a row for it"};
}

}  // namespace

Result<StepTable> StepTable::of(const law::Law& law) {
  StepTable table;
  const auto& arrears = law.kr.arrears;
  std::vector<std::optional<StepRow>> rows(step_count);
  Cells steps(law, "arrears.steps", newest(arrears.steps));
  for (std::size_t i = 0; i < steps.size(); ++i) {
    steps.at(i);
    auto row = read_step(steps);
    rows[static_cast<std::size_t>(row.step)] = std::move(row);
  }
  Cells preconditions(law, "arrears.preconditions", newest(arrears.preconditions));
  for (std::size_t i = 0; i < preconditions.size(); ++i) {
    preconditions.at(i);
    table.preconditions.push_back(read_precondition(preconditions));
  }
  Cells endings(law, "arrears.endings", newest(arrears.endings));
  for (std::size_t i = 0; i < endings.size(); ++i) {
    endings.at(i);
    table.endings.push_back(read_ending(endings));
  }
  std::vector<std::optional<AssetRow>> assets_read(asset_count);
  Cells assets(law, "arrears.assets", newest(arrears.assets));
  for (std::size_t i = 0; i < assets.size(); ++i) {
    assets.at(i);
    auto row = read_asset(assets);
    assets_read[static_cast<std::size_t>(row.asset)] = std::move(row);
  }
  for (const auto* cells : {&steps, &preconditions, &endings, &assets}) {
    if (cells->problem()) return *cells->problem();
  }
  for (std::size_t i = 0; i < step_count; ++i) {
    if (!rows[i]) return missing("arrears.steps", step_names[i]);
    table.steps.push_back(*rows[i]);
    const auto ends = [&](const EndingRow& row) { return static_cast<std::size_t>(row.measure) == i; };
    if (rows[i]->measure && std::none_of(table.endings.begin(), table.endings.end(), ends)) {
      return missing("arrears.endings", step_names[i]);
    }
  }
  for (std::size_t i = 0; i < asset_count; ++i) {
    if (!assets_read[i]) return missing("arrears.assets", asset_names[i]);
    table.assets.push_back(*assets_read[i]);
  }
  return table;
}

}  // namespace clearway::enforcement
