#include "app/law_report.h"

#include <algorithm>

namespace clearway::app {
namespace {

/// "2000000" -> "2,000,000"; what is no whole number stays as it is.
std::string grouped(const std::string& text) {
  if (text.empty() || !std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; })) return text;
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i > 0 && (text.size() - i) % 3 == 0) out.push_back(',');
    out.push_back(text[i]);
  }
  return out;
}

std::string joined(const std::vector<std::string>& cells) {
  std::string out;
  for (const auto& cell : cells) out += (out.empty() ? "" : " | ") + cell;
  return out;
}

struct JsonContent {
  JsonWriter& json;
  void operator()(std::int64_t value) const { json.integer(value); }
  void operator()(Decimal value) const { json.raw(value.text()); }
  void operator()(const std::string& value) const { json.text(value); }
  void operator()(const std::vector<std::int64_t>& values) const {
    json.open_array();
    for (const auto value : values) json.integer(value);
    json.close_array();
  }
  void operator()(const std::vector<std::string>& values) const {
    json.open_array();
    for (const auto& value : values) json.text(value);
    json.close_array();
  }
  void operator()(const law::Table& table) const {
    json.open_array();
    for (std::size_t row = 0; row < table.size(); ++row) {
      json.open_object();
      for (const auto& column : table.columns()) json.field(column, table.text(row, column));
      json.close_object();
    }
    json.close_array();
  }
};

void write_date(JsonWriter& json, std::string_view key, const std::optional<Date>& day) {
  json.key(key);
  if (day) {
    json.text(day->text());
  } else {
    json.null();
  }
}

Places places_of_problem(const law::Problem& problem) {
  return {{"file", problem.file},
          {"line", std::to_string(problem.line)},
          {"key", problem.key},
          {"value", problem.value},
          {"expected", problem.expected}};
}

std::string position(const law::Problem& problem) {
  auto out = "law/" + problem.file;
  if (problem.line > 0) out += ":" + std::to_string(problem.line);
  if (!problem.key.empty()) out += ": " + problem.key;
  return out;
}

}  // namespace

/// The value on one line; a table on one line for each row.
std::string LawReport::value_text(const law::Parameter& parameter, const law::Content& content) {
  if (const auto* table = std::get_if<law::Table>(&content)) {
    auto out = joined(table->columns());
    for (std::size_t row = 0; row < table->size(); ++row) {
      std::vector<std::string> cells;
      for (const auto& column : table->columns()) cells.push_back(table->text(row, column));
      out += "\n  " + joined(cells);
    }
    return out;
  }
  const auto text = law::text_of(content);
  if (!std::holds_alternative<std::int64_t>(content)) return text;
  return grouped(text) + unit_text(parameter, text == "1");
}

/// "일" or " days"; currencies and units without a word of their own stand as they are.
std::string LawReport::unit_text(const law::Parameter& parameter, bool singular) {
  if (parameter.unit.empty()) return {};
  const auto* word = context_.messages().find("law.unit." + parameter.unit);
  if (word == nullptr) return " " + parameter.unit;
  auto text = word->in(context_.options.language);
  if (context_.options.language == Language::korean) return text;
  if (singular && text.ends_with("s")) text.pop_back();
  return " " + text;
}

std::string LawReport::grade_text(law::Grade grade) {
  return context_.text("law.grade." + std::string(law::name(grade))) + " (" + std::string(law::name(grade)) + ")";
}

std::string LawReport::heading(const law::Parameter& parameter) {
  return std::string(parameter.short_id()) + "\n" + parameter.description.in(context_.options.language) + "\n";
}

std::string LawReport::period(const law::Entry& entry) {
  auto from = context_.text("law.start_unknown");
  if (entry.from) {
    from = entry.from->text();
  } else if (entry.seen) {
    from = context_.text("law.start_unknown_seen", {{"day", entry.seen->text()}});
  }
  return from + " ~ " + (entry.to ? entry.to->text() : context_.text("law.still_in_force"));
}

std::string LawReport::source(const std::string& cite) {
  const auto* source = law_.find_source(cite);
  if (source == nullptr) return cite;
  const auto language = context_.options.language;
  auto out = source->title.in(language);
  if (!source->article.in(language).empty()) out += " " + source->article.in(language);
  return out + " [" + cite + "]";
}

std::string LawReport::entry(const law::Parameter& parameter, const law::Entry& entry, bool applied) {
  std::string out = "  " + value_text(parameter, entry.content) + "\n";
  if (applied || entry.from) out += "    " + context_.text("law.period") + ": " + period(entry) + "\n";
  out += "    " + context_.text("law.source") + ": " + source(entry.cite) + "\n";
  out += "    " + context_.text("law.evidence") + ": " + grade_text(entry.grade) + "\n";
  if (!entry.note.ko.empty()) {
    out += "    " + context_.text("law.note") + ": " + entry.note.in(context_.options.language) + "\n";
  }
  return out;
}

std::string LawReport::claims(const law::Parameter& parameter) {
  if (parameter.claims.empty()) return {};
  auto out = context_.text("law.claims") + "\n";
  for (const auto& claim : parameter.claims) out += entry(parameter, claim, false);
  return out;
}

std::string LawReport::show(const law::Parameter& parameter, Date day) {
  auto out = heading(parameter);
  if (const auto* value = parameter.on(day)) {
    out += context_.text("law.on_day", {{"day", day.text()}}) + "\n" + entry(parameter, *value, true);
  } else {
    const auto first = parameter.values.front().from;
    out += context_.text("law.not_yet_in_force", {{"day", day.text()}, {"first", first ? first->text() : ""}}) + "\n";
  }
  return out + claims(parameter);
}

std::string LawReport::history(const law::Parameter& parameter) {
  auto out = heading(parameter) + context_.text("law.all_values") + "\n";
  for (const auto& value : parameter.values) out += entry(parameter, value, true);
  return out + claims(parameter);
}

void LawReport::write_head(JsonWriter& json, const law::Parameter& parameter) {
  json.field("id", parameter.short_id()).both("description", parameter.description);
  json.field("type", law::name(parameter.type)).field("unit", parameter.unit);
  json.field("law_version", law_.version());
}

void LawReport::write_entry(JsonWriter& json, const law::Entry& entry, bool applied) {
  json.open_object().key("value");
  std::visit(JsonContent{json}, entry.content);
  write_date(json, "from", entry.from);
  write_date(json, "to", entry.to);
  write_date(json, "seen", entry.seen);
  json.field("cite", entry.cite);
  if (const auto* source = law_.find_source(entry.cite)) {
    json.key("source").open_object().both("title", source->title).both("article", source->article);
    json.field("evidence", source->evidence).field("version_read", source->version_read).close_object();
  }
  json.field("grade", law::name(entry.grade)).key("confirmed").boolean(law::is_confirmed(entry.grade));
  json.both("grade_text", context_.messages().at("law.grade." + std::string(law::name(entry.grade))));
  json.key("applied").boolean(applied);
  if (!entry.note.ko.empty()) json.both("note", entry.note);
  json.close_object();
}

void LawReport::write_claims(JsonWriter& json, const law::Parameter& parameter) {
  json.key("claims").open_array();
  for (const auto& claim : parameter.claims) write_entry(json, claim, false);
  json.close_array();
}

std::string LawReport::show_json(const law::Parameter& parameter, Date day) {
  JsonWriter json;
  json.open_object();
  write_head(json, parameter);
  const auto* value = parameter.on(day);
  json.field("on", day.text()).key("in_force").boolean(value != nullptr).key("current");
  if (value != nullptr) {
    write_entry(json, *value, true);
  } else {
    json.null();
  }
  write_claims(json, parameter);
  return json.close_object().result() + "\n";
}

std::string LawReport::history_json(const law::Parameter& parameter) {
  JsonWriter json;
  json.open_object();
  write_head(json, parameter);
  json.key("values").open_array();
  for (const auto& value : parameter.values) write_entry(json, value, true);
  json.close_array();
  write_claims(json, parameter);
  return json.close_object().result() + "\n";
}

std::string LawReport::list(Date day, std::optional<law::Grade> grade) {
  std::string out;
  for (const auto& [id, parameter] : law_.parameters()) {
    const auto* value = parameter.on(day);
    if (value == nullptr || (grade && value->grade != *grade)) continue;
    const bool table = std::holds_alternative<law::Table>(value->content);
    auto text =
        table ? context_.text("law.rows", {{"count", std::to_string(std::get<law::Table>(value->content).size())}})
              : value_text(parameter, value->content);
    if (text.size() > 60) text = context_.text("law.long_list");
    out += std::string(parameter.short_id()) + "\t" + text + "\t" + std::string(law::name(value->grade)) + "\t" +
           parameter.description.in(context_.options.language) + "\n";
  }
  return out;
}

std::string LawReport::list_json(Date day, std::optional<law::Grade> grade) {
  JsonWriter json;
  json.open_array();
  for (const auto& [id, parameter] : law_.parameters()) {
    const auto* value = parameter.on(day);
    if (grade && (value == nullptr || value->grade != *grade)) continue;
    json.open_object();
    write_head(json, parameter);
    json.key("current");
    if (value != nullptr) {
      write_entry(json, *value, true);
    } else {
      json.null();
    }
    json.close_object();
  }
  return json.close_array().result() + "\n";
}

std::string LawReport::problem(const law::Problem& problem) {
  return position(problem) + ": " + context_.text("law.problem." + problem.code + ".text", places_of_problem(problem));
}

std::string LawReport::fix(const law::Problem& problem) {
  return context_.text("law.problem." + problem.code + ".fix", places_of_problem(problem));
}

std::string LawReport::problems(const law::Problems& problems) {
  if (problems.empty()) {
    return context_.text("law.check_passed", {{"count", std::to_string(law_.parameters().size())},
                                              {"sources", std::to_string(law_.sources().size())},
                                              {"version", law_.version()}}) +
           "\n";
  }
  std::string out;
  for (const auto& found : problems) out += problem(found) + "\n  -> " + fix(found) + "\n";
  return out + context_.text("law.check_failed", {{"count", std::to_string(problems.size())}}) + "\n";
}

std::string LawReport::problems_json(const law::Problems& problems) {
  JsonWriter json;
  json.open_object().field("law_version", law_.version());
  json.key("parameters").integer(static_cast<std::int64_t>(law_.parameters().size()));
  json.key("sources").integer(static_cast<std::int64_t>(law_.sources().size()));
  json.key("problems").open_array();
  for (const auto& found : problems) {
    json.open_object().field("code", found.code).field("file", found.file).key("line").integer(found.line);
    json.field("key", found.key).field("value", found.value);
    json.field("text", problem(found)).field("fix", fix(found)).close_object();
  }
  return json.close_array().close_object().result() + "\n";
}

Error law_error(Context& context, const law::Problems& problems) {
  const law::Law nothing;
  LawReport report(context, nothing);
  auto fix = report.fix(problems.front());
  if (problems.size() > 1) fix += " " + context.text("law.more", {{"count", std::to_string(problems.size() - 1)}});
  return {"law_file_is_not_valid", problems.front().key, report.problem(problems.front()), fix};
}

}  // namespace clearway::app
