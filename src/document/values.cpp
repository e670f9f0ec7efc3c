#include "document/values.h"

#include <simdjson.h>

#include <algorithm>
#include <set>

namespace clearway::document {
namespace {

namespace dom = simdjson::dom;

constexpr std::array<std::string_view, 5> frame_objects = {"office", "addressee", "document", "contact",
                                                           "verification"};
const std::vector<Declared>& step_fields() {
  static const std::vector<Declared> fields = {{"text", Kind::text, false, {}},
                                               {"cite", Kind::text, false, {}},
                                               {"from", Kind::date, true, {}},
                                               {"to", Kind::date, true, {}},
                                               {"amount", Kind::amount, true, {}}};
  return fields;
}

class ValueReader {
 public:
  ValueReader(const Template& form, Problems& problems) : template_(form), problems_(problems) {}

  Values read(std::string_view json) {
    dom::parser parser;
    dom::element root;
    const simdjson::padded_string padded(json);
    if (const auto error = parser.parse(padded).get(root); error || !root.is_object()) {
      problem("values_are_no_object", "", error ? simdjson::error_message(error) : "");
      return {};
    }
    const dom::object object = root;
    for (const auto name : frame_objects) read_frame(object, name);
    for (const auto& declared : template_.values) read_value(object, declared);
    std::set<std::string_view> seen;
    for (const auto& field : object) {
      const bool known = template_.find(field.key) != nullptr ||
                         std::find(frame_objects.begin(), frame_objects.end(), field.key) != frame_objects.end();
      if (!known) problem("value_is_not_known", std::string(field.key), "", names());
      if (!seen.insert(field.key).second) problem("value_stands_twice", std::string(field.key));
    }
    return std::move(values_);
  }

 private:
  void problem(std::string code, std::string key, std::string value = {}, std::string expected = {}) {
    problems_.push_back({std::move(code), template_.file(), 0, std::move(key), std::move(value), std::move(expected)});
  }

  std::string names() const {
    std::string out;
    for (const auto name : frame_objects) out += (out.empty() ? "" : ", ") + std::string(name);
    for (const auto& declared : template_.values) out += ", " + declared.name;
    return out;
  }

  static std::optional<dom::element> at(const dom::object& object, std::string_view name) {
    dom::element found;
    if (object.at_key(name).get(found) || found.is_null()) return std::nullopt;
    return found;
  }

  void read_frame(const dom::object& root, std::string_view name) {
    const std::string prefix = std::string(name) + "_";
    const auto found = at(root, name);
    if (!found || !found->is_object()) {
      return problem(found ? "value_has_another_kind" : "value_is_missing", std::string(name), "", "object");
    }
    std::vector<Declared> fields;
    for (auto declared : frame_values()) {
      if (!declared.name.starts_with(prefix)) continue;
      declared.name.erase(0, prefix.size());
      fields.push_back(std::move(declared));
    }
    for (auto& [field, value] : read_fields(found->get_object().value(), std::string(name), fields)) {
      values_.scalars.emplace(prefix + field, std::move(value));
    }
  }

  void read_value(const dom::object& root, const Declared& declared) {
    const auto found = at(root, declared.name);
    if (!found) {
      if (!declared.optional) problem("value_is_missing", declared.name, "", kind(declared));
      return;
    }
    if (declared.kind != Kind::rows && declared.kind != Kind::steps) {
      values_.scalars.emplace(declared.name, read_scalar(*found, declared.name, declared));
      return;
    }
    dom::array array;
    if (found->get_array().get(array)) return problem("value_has_another_kind", declared.name, "", kind(declared));
    if (array.size() == 0 && !declared.optional) problem("list_is_empty", declared.name);
    if (array.size() > most_rows) return problem("list_is_too_long", declared.name, "", std::to_string(most_rows));
    std::vector<Row> rows;
    for (const auto& element : array) {
      const auto key = declared.name + "." + std::to_string(rows.size() + 1);
      dom::object object;
      if (element.get_object().get(object)) {
        problem("value_has_another_kind", key, "", "object");
        rows.emplace_back();
        continue;
      }
      rows.push_back(read_fields(object, key, declared.kind == Kind::steps ? step_fields() : declared.fields));
    }
    if (declared.kind == Kind::rows) {
      values_.rows.emplace(declared.name, std::move(rows));
    } else {
      std::vector<ShownStep> steps;
      for (auto& row : rows) steps.push_back(step_of(row));
      values_.steps.emplace(declared.name, std::move(steps));
    }
  }

  Row read_fields(const dom::object& object, const std::string& key, const std::vector<Declared>& fields) {
    Row row;
    for (const auto& field : fields) {
      const auto path = key + "." + field.name;
      if (const auto found = at(object, field.name)) {
        row.emplace(field.name, read_scalar(*found, path, field));
      } else {
        if (!field.optional) problem("value_is_missing", path, "", kind(field));
        row.emplace(field.name, Scalar{});
      }
    }
    std::set<std::string_view> seen;
    for (const auto& entry : object) {
      const auto path = key + "." + std::string(entry.key);
      const bool known =
          std::any_of(fields.begin(), fields.end(), [&](const auto& field) { return field.name == entry.key; });
      if (!known) problem("value_is_not_known", path);
      if (!seen.insert(entry.key).second) problem("value_stands_twice", path);
    }
    return row;
  }

  static ShownStep step_of(Row& row) {
    ShownStep step;
    if (const auto* text = std::get_if<Text>(&row["text"])) step.text = *text;
    if (const auto* cite = std::get_if<Text>(&row["cite"])) step.cite = *cite;
    if (const auto* from = std::get_if<Date>(&row["from"])) step.from = *from;
    if (const auto* to = std::get_if<Date>(&row["to"])) step.to = *to;
    if (const auto* amount = std::get_if<std::int64_t>(&row["amount"])) step.amount = *amount;
    return step;
  }

  static std::string kind(const Declared& declared) {
    return std::string(kind_names[static_cast<std::size_t>(declared.kind)]);
  }

  Scalar read_scalar(const dom::element& element, const std::string& key, const Declared& declared) {
    switch (declared.kind) {
      case Kind::text: return read_text(element, key);
      case Kind::amount:
      case Kind::count: {
        std::int64_t number = 0;
        if (element.is_int64() && !element.get_int64().get(number)) return number;
        break;
      }
      case Kind::percent: {
        std::string_view text;
        std::int64_t number = 0;
        if (element.is_string() && !element.get_string().get(text)) {
          if (const auto decimal = Decimal::parse(text)) return *decimal;
        } else if (element.is_int64() && !element.get_int64().get(number) && number >= -1'000'000 &&
                   number <= 1'000'000) {
          return Decimal::whole(number);
        }
        break;
      }
      case Kind::date: {
        std::string_view text;
        if (element.is_string() && !element.get_string().get(text)) {
          if (const auto date = Date::parse(text); date && text.size() == 10) return *date;
        }
        break;
      }
      case Kind::flag: {
        bool flag = false;
        if (!element.get_bool().get(flag)) return flag;
        break;
      }
      case Kind::rows:
      case Kind::steps: break;
    }
    problem("value_has_another_kind", key, simdjson::minify(element).substr(0, 60), kind(declared));
    return {};
  }

  Scalar read_text(const dom::element& element, const std::string& key) {
    std::string_view text;
    if (element.is_string() && !element.get_string().get(text)) {
      check(text, key);
      return Text{std::string(text), std::string(text)};
    }
    dom::object object;
    if (element.get_object().get(object)) {
      problem("value_has_another_kind", key, simdjson::minify(element).substr(0, 60), "text");
      return {};
    }
    static const std::vector<Declared> languages = {{"ko", Kind::text, false, {}}, {"en", Kind::text, false, {}}};
    Text both;
    for (const auto& language : languages) {
      const auto found = at(object, language.name);
      if (!found || !found->is_string()) {
        problem("value_is_missing", key + "." + language.name, "", "text");
        continue;
      }
      text = found->get_string().value();
      check(text, key + "." + language.name);
      (language.name == "ko" ? both.ko : both.en) = std::string(text);
    }
    for (const auto& entry : object) {
      if (entry.key != "ko" && entry.key != "en") problem("value_is_not_known", key + "." + std::string(entry.key));
    }
    return both;
  }

  void check(std::string_view text, const std::string& key) {
    if (text.find_first_not_of(' ') == std::string_view::npos) problem("text_is_empty", key);
    if (text.size() > most_bytes) problem("text_is_too_long", key, "", std::to_string(most_bytes));
    if (std::any_of(text.begin(), text.end(),
                    [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; })) {
      problem("text_has_control_characters", key);
    }
  }

  const Template& template_;
  Problems& problems_;
  Values values_;
};

}  // namespace

bool Values::has(std::string_view name) const {
  if (const auto it = scalars.find(name); it != scalars.end()) {
    if (const auto* flag = std::get_if<bool>(&it->second)) return *flag;
    return !std::holds_alternative<std::monostate>(it->second);
  }
  if (const auto it = rows.find(name); it != rows.end()) return !it->second.empty();
  if (const auto it = steps.find(name); it != steps.end()) return !it->second.empty();
  return false;
}

Values read_values(const Template& form, std::string_view json, Problems& problems) {
  return ValueReader(form, problems).read(json);
}

void write_steps(JsonWriter& json, std::string_view name, const std::vector<Step>& steps,
                 const std::function<Text(const std::string&)>& cite) {
  json.key(name).begin_array();
  for (const auto& step : steps) {
    json.begin_object().member("text", step.text).member("cite", cite(step.cite));
    if (step.from) json.member("from", step.from->text());
    if (step.to) json.member("to", step.to->text());
    if (step.amount_krw) json.member("amount", *step.amount_krw);
    json.end_object();
  }
  json.end_array();
}

}  // namespace clearway::document
