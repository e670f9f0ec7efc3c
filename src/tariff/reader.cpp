#include "tariff/reader.h"

#include <algorithm>
#include <tuple>

#include "intake/csv_row.h"

namespace clearway::tariff {
namespace {

constexpr std::array<std::string_view, 4> headers = {
    "tariff_code,from,to,unit,ko,en", "tariff_code,from,to,kind,agreement,origins,needs,form,percent,won_per_unit,unit",
    "tariff_code,from,to,tax,form,percent,won_per_unit,unit,threshold_won", "week_from"};

constexpr std::string_view sample_mark = "# SAMPLE";

std::string_view first_line(std::string_view text) {
  while (!text.empty()) {
    const auto end = text.find('\n');
    auto line = text.substr(0, end);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (!line.empty() && line.front() != '#') return line;
    text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
  }
  return {};
}

std::string_view without_mark(std::string_view text) {
  return text.starts_with("\xEF\xBB\xBF") ? text.substr(3) : text;
}

template <std::size_t N>
std::string listed(const std::array<std::string_view, N>& names) {
  std::string out;
  for (const auto word : names) {
    if (!word.empty()) out += (out.empty() ? "" : ", ") + std::string(word);
  }
  return out;
}

/// One row on its way: reads its cells and notes the first fault.
class RowReader {
 public:
  RowReader(const Vocabulary& vocabulary, const std::string& file, RowProblems& problems)
      : vocabulary_(vocabulary), file_(file), problems_(problems) {}

  void begin(std::size_t row, const std::vector<std::string_view>& names, const std::vector<std::string_view>& cells) {
    row_ = row;
    names_ = &names;
    cells_ = &cells;
    ok_ = true;
  }
  bool ok() const { return ok_; }

  void fault(std::string code, std::string_view field, std::string_view value, std::string expected) {
    if (ok_)
      problems_.push_back({std::move(code), file_, row_, std::string(field), std::string(value), std::move(expected)});
    ok_ = false;
  }

  std::string_view cell(std::string_view name) const {
    const auto at = std::find(names_->begin(), names_->end(), name);
    return (*cells_)[static_cast<std::size_t>(at - names_->begin())];
  }

  std::uint64_t code() {
    const auto text = cell("tariff_code");
    const auto parsed = parse_code(text);
    if (!parsed) fault("tariff_code_is_not_valid", "tariff_code", text, "0101210000");
    return parsed.value_or(0);
  }

  Period period() {
    Period period;
    const auto from = Date::parse(cell("from"));
    if (!from) {
      fault("date_is_not_valid", "from", cell("from"), "2026-01-01");
      return period;
    }
    period.from = *from;
    if (cell("to").empty()) return period;
    const auto to = Date::parse(cell("to"));
    if (!to) {
      fault("date_is_not_valid", "to", cell("to"), "2026-12-31");
    } else if (*to < *from) {
      fault("period_ends_before_it_begins", "to", cell("to"), std::string(cell("from")));
    } else {
      period.to = *to;
    }
    return period;
  }

  Unit unit(bool required) {
    const auto text = cell("unit");
    if (text.empty() && !required) return 0;
    const auto unit = vocabulary_.unit(text);
    if (unit == 0) fault("unit_is_not_known", "unit", text, vocabulary_.units_text());
    return unit;
  }

  template <class Enum, std::size_t N>
  Enum word(std::string_view field, const std::array<std::string_view, N>& names, std::string code) {
    const auto at = std::find(names.begin(), names.end(), cell(field));
    if (at == names.end()) {
      fault(std::move(code), field, cell(field), listed(names));
      return Enum{};
    }
    return static_cast<Enum>(at - names.begin());
  }

  std::uint16_t agreement(RateKind kind) {
    const auto text = cell("agreement");
    if (text.empty()) {
      if (kind == RateKind::agreement) fault("agreement_is_missing", "agreement", "", vocabulary_.agreements_text());
      return 0;
    }
    const auto index = vocabulary_.agreement(text);
    if (index == 0) fault("agreement_is_not_known", "agreement", text, vocabulary_.agreements_text());
    return index;
  }

  std::string origins() {
    const auto text = cell("origins");
    for (const auto& country : words(text)) {
      const bool two =
          country.size() == 2 && country[0] >= 'A' && country[0] <= 'Z' && country[1] >= 'A' && country[1] <= 'Z';
      if (!two) fault("origin_is_not_a_country", "origins", country, "US CN");
    }
    return std::string(text);
  }

  Charge charge() {
    Charge charge;
    charge.form = word<Form>("form", form_names, "form_is_not_known");
    charge.percent = number("percent", has_percent(charge.form), vocabulary_.highest_percent());
    charge.won_per_unit = number("won_per_unit", has_amount(charge.form), Decimal::whole(1'000'000'000));
    charge.unit = unit(has_amount(charge.form));
    return charge;
  }

  Decimal threshold() {
    return cell("threshold_won").empty() ? Decimal{} : number("threshold_won", true, Decimal::whole(1'000'000'000'000));
  }

  Text description() {
    const Text text{std::string(cell("ko")), std::string(cell("en"))};
    if (text.ko.empty()) fault("description_is_missing", "ko", "", "");
    if (text.en.empty()) fault("description_is_missing", "en", "", "");
    return text;
  }

 private:
  Decimal number(std::string_view field, bool wanted, Decimal highest) {
    const auto text = cell(field);
    if (!wanted) {
      if (!text.empty()) fault("value_does_not_belong_to_the_form", field, text, std::string(cell("form")));
      return {};
    }
    const auto value = Decimal::parse(text);
    if (!value) {
      fault("rate_is_not_a_number", field, text, "8.5");
    } else if (*value < Decimal{} || *value > highest) {
      fault("rate_is_out_of_range", field, text, "0 – " + highest.text());
    }
    return value.value_or(Decimal{});
  }

  const Vocabulary& vocabulary_;
  const std::string& file_;
  RowProblems& problems_;
  std::size_t row_ = 0;
  const std::vector<std::string_view>* names_ = nullptr;
  const std::vector<std::string_view>* cells_ = nullptr;
  bool ok_ = true;
};

std::vector<std::string_view> split_names(std::string_view line) {
  std::vector<std::string_view> names;
  for (std::size_t at = 0; at <= line.size();) {
    const auto end = std::min(line.find(',', at), line.size());
    names.push_back(line.substr(at, end - at));
    at = end + 1;
  }
  return names;
}

void add_row(RowReader& reader, TableKind kind, std::size_t file, std::size_t row, Rows& rows) {
  switch (kind) {
    case TableKind::lines: {
      LineRow line{file, row, reader.code(), reader.period(), reader.unit(false), reader.description()};
      if (reader.ok()) rows.lines.push_back(std::move(line));
      return;
    }
    case TableKind::rates: {
      RateRow rate;
      rate.file = file, rate.row = row;
      rate.code = reader.code(), rate.period = reader.period();
      rate.kind = reader.word<RateKind>("kind", rate_kind_names, "kind_of_rate_is_not_known");
      rate.agreement = reader.agreement(rate.kind);
      rate.origins = reader.origins();
      rate.needs = reader.word<Needs>("needs", needs_names, "needs_are_not_known");
      rate.charge = reader.charge();
      if (reader.ok()) rows.rates.push_back(std::move(rate));
      return;
    }
    case TableKind::taxes: {
      TaxRow tax;
      tax.file = file, tax.row = row;
      tax.code = reader.code(), tax.period = reader.period();
      tax.tax = reader.word<InternalTax>("tax", internal_tax_names, "tax_is_not_known");
      tax.charge = reader.charge();
      tax.threshold_won = reader.threshold();
      if (reader.ok()) rows.taxes.push_back(tax);
      return;
    }
    case TableKind::exchange_rates: return;
  }
}

auto key(const LineRow& row) { return std::tuple(row.code); }
auto key(const RateRow& row) {
  return std::tuple(row.code, row.kind, row.agreement, std::string_view(row.origins), row.needs);
}
auto key(const TaxRow& row) { return std::tuple(row.code, row.tax); }

/// Sorts by key and period, and takes out the later of two rows whose periods meet.
template <class Row>
void settle(std::vector<Row>& rows, const std::vector<std::string>& files, RowProblems& problems) {
  const auto place = [](const Row& row) { return std::tuple(row.file, row.row); };
  std::sort(rows.begin(), rows.end(),
            [&](const Row& a, const Row& b) { return std::tuple(key(a), place(a)) < std::tuple(key(b), place(b)); });
  std::vector<Row> kept;
  std::size_t group = 0;  // where the kept rows of this key begin
  for (auto& row : rows) {
    if (kept.empty() || key(kept.back()) != key(row)) group = kept.size();
    const auto met = std::find_if(kept.begin() + static_cast<std::ptrdiff_t>(group), kept.end(),
                                  [&](const Row& other) { return other.period.meets(row.period); });
    if (met == kept.end()) {
      kept.push_back(std::move(row));
      continue;
    }
    const bool twice = met->period.from == row.period.from && met->period.to == row.period.to;
    problems.push_back({twice ? "row_stands_twice" : "periods_overlap", files[row.file], row.row, "from",
                        row.period.from.text(), files[met->file] + ":" + std::to_string(met->row)});
  }
  std::sort(kept.begin(), kept.end(), [](const Row& a, const Row& b) {
    return std::tuple(key(a), a.period.from) < std::tuple(key(b), b.period.from);
  });
  rows = std::move(kept);
}

/// Takes out the rows of codes that no line describes on their first day.
template <class Row>
void require_lines(std::vector<Row>& rows, const Rows& all, const std::vector<std::string>& files,
                   RowProblems& problems) {
  const auto is_orphan = [&](const Row& row) {
    auto at = std::lower_bound(all.lines.begin(), all.lines.end(), row.code,
                               [](const LineRow& line, std::uint64_t code) { return line.code < code; });
    for (; at != all.lines.end() && at->code == row.code; ++at) {
      if (at->period.meets(row.period)) return false;
    }
    problems.push_back({"tariff_line_is_missing", files[row.file], row.row, "tariff_code", code_text(row.code), ""});
    return true;
  };
  std::vector<Row> kept;
  for (auto& row : rows) {
    if (!is_orphan(row)) kept.push_back(std::move(row));
  }
  rows = std::move(kept);
}

void append_cell(std::string& out, std::string_view text) {
  if (text.find_first_of(",\"\n\r") == std::string_view::npos) {
    out.append(text);
    return;
  }
  out.push_back('"');
  for (const char c : text) {
    if (c == '"') out.push_back('"');
    out.push_back(c);
  }
  out.push_back('"');
}

void append_start(std::string& out, std::uint64_t code, const Period& period) {
  out += code_text(code) + "," + period.from.text() + "," + (period.open() ? "" : period.to.text()) + ",";
}

void append_charge(std::string& out, const Charge& charge, const Vocabulary& vocabulary) {
  out.append(name(charge.form)).push_back(',');
  if (has_percent(charge.form)) out += charge.percent.text();
  out.push_back(',');
  if (has_amount(charge.form)) out += charge.won_per_unit.text();
  out.push_back(',');
  if (has_amount(charge.form)) out += vocabulary.unit_code(charge.unit);
}

}  // namespace

std::string code_text(std::uint64_t code) {
  auto text = std::to_string(code);
  return text.size() < 10 ? std::string(10 - text.size(), '0') + text : text;
}

std::optional<std::uint64_t> parse_code(std::string_view text) {
  std::uint64_t code = 0;
  int digits = 0;
  for (const char c : text) {
    if (c == '.' || c == '-') continue;
    if (c < '0' || c > '9' || digits == 10) return std::nullopt;
    code = code * 10 + static_cast<std::uint64_t>(c - '0');
    ++digits;
  }
  return digits == 10 ? std::optional(code) : std::nullopt;
}

std::string_view header(TableKind kind) { return headers[static_cast<std::size_t>(kind)]; }

std::optional<TableKind> table_kind(std::string_view text) {
  const auto line = first_line(without_mark(text));
  for (const auto kind : {TableKind::lines, TableKind::rates, TableKind::taxes}) {
    if (line == header(kind)) return kind;
  }
  if (line.starts_with("week_from,")) return TableKind::exchange_rates;
  return std::nullopt;
}

void read_table(std::string_view given, const std::string& file, std::size_t file_index, const Vocabulary& vocabulary,
                Rows& rows, RowProblems& problems) {
  const auto kind = table_kind(given);
  if (!kind || *kind == TableKind::exchange_rates) {
    problems.push_back({"header_is_not_known", file, 1, "", std::string(first_line(without_mark(given)).substr(0, 80)),
                        std::string(header(TableKind::lines))});
    return;
  }
  if (!is_valid_utf8(given)) {
    problems.push_back({"file_is_not_utf8", file, 1, "", "", "UTF-8"});
    return;
  }
  std::string text(without_mark(given));
  const auto size = text.size();
  text.append(intake::padding, '\0');
  const char* at = text.data();
  const char* const end = text.data() + size;
  const auto names = split_names(header(*kind));
  RowReader reader(vocabulary, file, problems);
  std::vector<intake::Cell> cells;
  std::vector<std::string_view> texts;
  intake::Arena arena;
  bool head = true;
  for (std::size_t line = 1; at < end;) {
    if (*at == '#' || *at == '\n' || *at == '\r') {
      if (std::string_view(at, static_cast<std::size_t>(end - at)).starts_with(sample_mark)) rows.sample = true;
      while (at < end && *at != '\n') ++at;
      if (at < end) ++at;
      ++line;
      continue;
    }
    const auto split = intake::split_row(at, end, true, ',', cells);
    const auto row = line;
    line += split.lines;
    if (split.status != intake::RowStatus::row) {
      problems.push_back({"quotes_are_not_closed", file, row, "", "", ""});
      return;
    }
    at = split.next;
    if (head) {
      head = false;
      continue;
    }
    texts.clear();
    for (const auto& cell : cells) texts.push_back(intake::plain_text(cell, arena));
    if (texts.size() != names.size()) {
      problems.push_back({"number_of_cells_differs", file, row, "", std::to_string(texts.size()),
                          std::to_string(names.size()) + ": " + std::string(header(*kind))});
      continue;
    }
    reader.begin(row, names, texts);
    add_row(reader, *kind, file_index, row, rows);
  }
}

void check_together(Rows& rows, const std::vector<std::string>& files, RowProblems& problems) {
  settle(rows.lines, files, problems);
  settle(rows.rates, files, problems);
  settle(rows.taxes, files, problems);
  require_lines(rows.rates, rows, files, problems);
  require_lines(rows.taxes, rows, files, problems);
  std::stable_sort(problems.begin(), problems.end(), [](const RowProblem& a, const RowProblem& b) {
    return std::tie(a.file, a.row) < std::tie(b.file, b.row);
  });
}

std::string render(const Rows& rows, TableKind kind, const Vocabulary& vocabulary) {
  std::string out = rows.sample ? std::string(sample_mark) + "\n" : "";
  out.append(header(kind)).push_back('\n');
  switch (kind) {
    case TableKind::lines:
      for (const auto& row : rows.lines) {
        append_start(out, row.code, row.period);
        out += vocabulary.unit_code(row.unit) + ",";
        append_cell(out, row.description.ko);
        out.push_back(',');
        append_cell(out, row.description.en);
        out.push_back('\n');
      }
      break;
    case TableKind::rates:
      for (const auto& row : rows.rates) {
        append_start(out, row.code, row.period);
        out.append(name(row.kind)).push_back(',');
        if (row.agreement != 0) out += vocabulary.agreement_at(row.agreement).code;
        out += "," + row.origins + ",";
        out.append(name(row.needs)).push_back(',');
        append_charge(out, row.charge, vocabulary);
        out.push_back('\n');
      }
      break;
    case TableKind::taxes:
      for (const auto& row : rows.taxes) {
        append_start(out, row.code, row.period);
        out.append(name(row.tax)).push_back(',');
        append_charge(out, row.charge, vocabulary);
        out.push_back(',');
        if (row.threshold_won != Decimal{}) out += row.threshold_won.text();
        out.push_back('\n');
      }
      break;
    case TableKind::exchange_rates: break;
  }
  return out;
}

}  // namespace clearway::tariff
