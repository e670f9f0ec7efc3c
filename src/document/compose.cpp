#include <algorithm>
#include <utility>

#include "base/date_text.h"
#include "document/document.h"
#include "document/figures.h"

namespace clearway::document {
namespace {

using block::Align;

class Composer {
 public:
  Composer(const Template& form, const Values& values, Language language, const Messages& messages, Problems& problems)
      : template_(form), values_(values), language_(language), messages_(messages), problems_(problems) {
    for (const auto& declared : frame_values()) add_place(declared);
    for (const auto& declared : template_.values) add_place(declared);
  }

  Part compose() {
    Part part;
    part.language = language_;
    part.running_title = title();
    part.running_number = value("document_number");
    part.verification = frame("verification");
    part.verification_code = frame("verification_code") + " " + value("verification_code");
    auto& blocks = part.blocks;
    if (language_ == Language::english) blocks.push_back(block::Notice{frame("reading_copy")});
    blocks.push_back(block::Letterhead{value("office_name"), value("office_address") + " · " + value("office_phone")});
    blocks.push_back(block::Title{title()});
    blocks.push_back(head());
    for (const auto& section : template_.sections) {
      if (!holds(section.condition)) continue;
      std::visit([&](const auto& content) { add(blocks, content); }, section.content);
    }
    return part;
  }

  std::string title() const { return filled(template_.title); }
  std::string subject() const { return filled(template_.subject); }
  std::string value(std::string_view name) const {
    const auto it =
        std::find_if(places_.begin(), places_.end(), [&](const auto& place) { return place.first == name; });
    return it == places_.end() ? std::string{} : it->second;
  }

 private:
  void add_place(const Declared& declared) {
    const auto it = values_.scalars.find(declared.name);
    if (it != values_.scalars.end()) places_.emplace_back(declared.name, long_text(it->second, declared.kind));
  }

  std::string long_text(const Scalar& scalar, Kind kind) const {
    if (const auto* text = std::get_if<Text>(&scalar)) return text->in(language_);
    if (const auto* number = std::get_if<std::int64_t>(&scalar)) {
      return kind == Kind::amount ? amount_text(*number, language_) : number_text(*number);
    }
    if (const auto* decimal = std::get_if<Decimal>(&scalar)) return percent_text(*decimal);
    if (const auto* date = std::get_if<Date>(&scalar)) return date_text(*date, language_);
    return {};
  }

  std::string short_text(const Scalar& scalar) const {
    if (const auto* number = std::get_if<std::int64_t>(&scalar)) return number_text(*number);
    if (const auto* date = std::get_if<Date>(&scalar)) return short_date_text(*date, language_);
    if (std::holds_alternative<std::monostate>(scalar)) return "–";
    return long_text(scalar, Kind::text);
  }

  std::string filled(const Text& text) const { return fill(text.in(language_), places_); }
  std::string frame(std::string_view key) const {
    return messages_.text("document.frame." + std::string(key), language_);
  }
  bool holds(const std::optional<Condition>& condition) const {
    return !condition || values_.has(condition->name) == condition->present;
  }

  block::Head head() const {
    block::Head result;
    result.fields.push_back({frame("number"), value("document_number")});
    result.fields.push_back({frame("date"), value("document_date")});
    auto to = fill(frame("addressee"), {{"name", value("addressee_name")}});
    if (const auto number = value("addressee_number"); !number.empty()) to += " (" + number + ")";
    result.fields.push_back({frame("to"), to + "\n" + value("addressee_address")});
    result.fields.push_back({frame("subject"), std::string(1, emphasis_mark) + subject() + emphasis_mark});
    return result;
  }

  void add(std::vector<Block>& blocks, const section::Heading& heading) {
    blocks.push_back(block::Heading{filled(heading.text)});
  }
  void add(std::vector<Block>& blocks, const section::Paragraph& paragraph) {
    blocks.push_back(block::Paragraph{filled(paragraph.text)});
  }
  void add(std::vector<Block>& blocks, const section::Facts& facts) {
    block::Facts result;
    for (const auto& fact : facts.facts) {
      if (holds(fact.condition)) result.fields.push_back({filled(fact.label), filled(fact.value)});
    }
    if (!result.fields.empty()) blocks.push_back(std::move(result));
  }

  void add(std::vector<Block>& blocks, const section::Table& table) {
    block::Table result;
    result.caption = filled(table.caption);
    const auto& fields = template_.find(table.rows)->fields;
    const auto kind_of = [&](const std::string& name) {
      return std::find_if(fields.begin(), fields.end(), [&](const auto& field) { return field.name == name; })->kind;
    };
    for (const auto& column : table.columns) {
      const auto kind = kind_of(column.field);
      const bool figure = kind == Kind::amount || kind == Kind::percent;
      const bool short_figure = kind == Kind::count || kind == Kind::date;
      const auto align = figure ? Align::right : short_figure ? Align::centre : Align::left;
      result.columns.push_back({filled(column.label), align, kind == Kind::text ? column.width : 0});
      if (kind == Kind::amount) result.unit = frame("unit");
    }
    const auto rows = values_.rows.find(table.rows);
    if (rows == values_.rows.end()) return;
    for (const auto& row : rows->second) {
      std::vector<block::Cell> cells;
      for (const auto& column : table.columns) cells.push_back({short_text(row.find(column.field)->second), ""});
      result.rows.push_back(std::move(cells));
    }
    if (table.total) add_total(result, table, rows->second);
    blocks.push_back(std::move(result));
  }

  void add_total(block::Table& result, const section::Table& table, const std::vector<Row>& rows) {
    result.total = true;
    std::vector<block::Cell> cells;
    for (const auto& column : table.columns) {
      const auto& fields = table.total->fields;
      if (std::find(fields.begin(), fields.end(), column.field) == fields.end()) {
        cells.push_back({cells.empty() ? filled(table.total->label) : std::string{}, ""});
        continue;
      }
      std::int64_t sum = 0;
      for (const auto& row : rows) {
        const auto* amount = std::get_if<std::int64_t>(&row.find(column.field)->second);
        if (amount && __builtin_add_overflow(sum, *amount, &sum)) {
          problems_.push_back({"sum_is_too_large", template_.file(), 0, table.rows + "." + column.field, "", ""});
          break;
        }
      }
      cells.push_back({number_text(sum), ""});
    }
    result.rows.push_back(std::move(cells));
  }

  void add(std::vector<Block>& blocks, const section::Steps& section) {
    const auto found = values_.steps.find(section.steps);
    if (found == values_.steps.end()) return;
    const auto& steps = found->second;
    const bool amounts = std::any_of(steps.begin(), steps.end(), [](const auto& step) { return step.amount; });
    block::Table result;
    result.caption = filled(section.caption);
    result.columns.push_back({frame("step"), Align::centre, 0});
    result.columns.push_back({frame("step_text"), Align::left, 1});
    if (amounts) {
      result.columns.push_back({frame("amount"), Align::right, 0});
      result.unit = frame("unit");
    }
    for (const auto& step : steps) {
      std::vector<block::Cell> cells;
      cells.push_back({std::to_string(result.rows.size() + 1), ""});
      auto note = step.cite.in(language_);
      if (step.from || step.to) {
        note += " · " + (step.from ? short_date_text(*step.from, language_) : std::string{}) + " – " +
                (step.to ? short_date_text(*step.to, language_) : std::string{});
      }
      cells.push_back({step.text.in(language_), std::move(note)});
      if (amounts) cells.push_back({step.amount ? number_text(*step.amount) : "–", ""});
      result.rows.push_back(std::move(cells));
    }
    blocks.push_back(std::move(result));
  }

  void add(std::vector<Block>& blocks, const section::Advice& advice) {
    block::Advice result{filled(advice.title), {}};
    for (const auto& item : advice.items) {
      if (holds(item.condition)) result.items.push_back(filled(item.text));
    }
    if (!result.items.empty()) blocks.push_back(std::move(result));
  }

  void add(std::vector<Block>& blocks, const section::Sign&) {
    const bool original = language_ == Language::korean;
    blocks.push_back(block::Sign{value("document_date"), value("office_head"), original ? frame("seal") : "",
                                 original ? "" : frame("seal")});
  }

  void add(std::vector<Block>& blocks, const section::Contacts&) {
    block::Contacts result{frame("contact"), {value("contact_department") + " " + value("contact_person")}};
    for (const auto name : {"contact_phone", "contact_email", "contact_hours"}) {
      if (auto text = value(name); !text.empty()) result.parts.push_back(std::move(text));
    }
    blocks.push_back(std::move(result));
  }

  const Template& template_;
  const Values& values_;
  Language language_;
  const Messages& messages_;
  Problems& problems_;
  Places places_;
};

Error values_error(const Template& form, const Problems& problems) {
  return error_of(problems, "document_values_are_not_valid", form.id,
                  "give the values that " + form.file() + " declares");
}

}  // namespace

Result<Document> compose(const Template& form, const Values& values, Languages languages, const Messages& messages) {
  Problems problems;
  Document document;
  for (const auto language : {Language::korean, Language::english}) {
    if (languages == (language == Language::korean ? Languages::english : Languages::korean)) continue;
    Composer composer(form, values, language, messages, problems);
    document.parts.push_back(composer.compose());
    if (document.parts.size() > 1) continue;
    document.title = composer.title();
    document.subject = composer.subject();
    document.author = composer.value("office_name");
    document.verification_link = composer.value("verification_link");
  }
  document.date = std::get<Date>(values.scalars.find("document_date")->second);
  if (!problems.empty()) return values_error(form, problems);
  return document;
}

Result<Document> compose(const Template& form, std::string_view json, Languages languages, const Messages& messages) {
  Problems problems;
  const auto values = read_values(form, json, problems);
  if (!problems.empty()) return values_error(form, problems);
  return compose(form, values, languages, messages);
}

}  // namespace clearway::document
