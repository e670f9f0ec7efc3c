#include "document/template.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <initializer_list>
#include <iterator>
#include <set>

#include "base/messages.h"

namespace clearway::document {
namespace {

bool is_name(std::string_view text) {
  return !text.empty() && text.front() >= 'a' && text.front() <= 'z' &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

bool braces_hold_names(std::string_view sentence) {
  for (auto at = sentence.find_first_of("{}"); at != std::string_view::npos;
       at = sentence.find_first_of("{}", at + 1)) {
    const auto close = sentence.find('}', at);
    if (sentence[at] == '}' || close == std::string_view::npos) return false;
    if (!is_name(sentence.substr(at + 1, close - at - 1))) return false;
    at = close;
  }
  return true;
}

const Declared* find_in(const std::vector<Declared>& declared, std::string_view name) {
  const auto it = std::find_if(declared.begin(), declared.end(), [&](const auto& d) { return d.name == name; });
  return it == declared.end() ? nullptr : &*it;
}

bool is_list(Kind kind) { return kind == Kind::rows || kind == Kind::steps; }

/// Whether a sentence without its places has letters, so that it needs a translation.
bool has_letters(std::string_view sentence) {
  int depth = 0;
  for (const char c : sentence) {
    if (c == '{') ++depth;
    if (depth == 0 && ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (static_cast<unsigned char>(c) >= 0x80))) {
      return true;
    }
    if (c == '}' && depth > 0) --depth;
  }
  return false;
}

class Reader {
 public:
  Reader(Template& result, Problems& problems) : template_(result), problems_(problems) {}

  void read(const std::string& yaml) try {
    if (!is_valid_utf8(yaml)) return problem("yaml_is_not_valid", {}, "", "", "UTF-8");
    const YAML::Node root = YAML::Load(yaml);
    if (!root.IsMap()) return problem("yaml_is_not_valid", root, "", "", "title, subject, values, sections");
    expect_keys(root, "", {"title", "subject", "values", "sections"});
    read_values(root["values"], "values", template_.values, true);
    template_.title = text(root, "title", "title");
    template_.subject = text(root, "subject", "subject");
    read_sections(root["sections"], root);
    for (const auto& declared : template_.values) {
      if (used_.count(declared.name) == 0) problem("value_is_never_used", root["values"], "values", declared.name);
    }
  } catch (const YAML::Exception& error) {
    problems_.push_back({"yaml_is_not_valid", template_.file(), error.mark.line + 1, "", error.msg, ""});
  }

 private:
  void problem(std::string code, const YAML::Node& node, const std::string& key, const std::string& value = {},
               const std::string& expected = {}) {
    const int line = node.IsDefined() && node.Mark().line >= 0 ? node.Mark().line + 1 : 0;
    problems_.push_back({std::move(code), template_.file(), line, key, value, expected});
  }

  void expect_keys(const YAML::Node& node, const std::string& key, std::initializer_list<std::string_view> known) {
    std::set<std::string> seen;
    std::string names;
    for (const auto name : known) names += (names.empty() ? "" : ", ") + std::string(name);
    for (const auto& entry : node) {
      const auto name = entry.first.as<std::string>("");
      const auto path = key.empty() ? name : key + "." + name;
      if (!seen.insert(name).second) problem("key_stands_twice", entry.first, path, name);
      if (std::find(known.begin(), known.end(), name) == known.end()) {
        problem("key_is_not_known", entry.first, path, name, names);
      }
    }
  }

  // ---- declared values

  void read_values(const YAML::Node& node, const std::string& key, std::vector<Declared>& into, bool lists) {
    if (!node || !node.IsMap()) return problem("key_is_missing", node, key);
    for (const auto& entry : node) {
      const auto name = entry.first.as<std::string>("");
      const auto path = key + "." + name;
      if (!is_name(name)) problem("name_is_not_valid", entry.first, path, name);
      if (find_in(into, name) || (lists && find_in(frame_values(), name))) {
        problem("key_stands_twice", entry.first, path, name);
        continue;
      }
      Declared declared{name, Kind::text, false, {}};
      if (entry.second.IsMap() && lists) {
        expect_keys(entry.second, path, {"rows", "optional"});
        declared.kind = Kind::rows;
        declared.optional = entry.second["optional"].as<bool>(false);
        read_values(entry.second["rows"], path + ".rows", declared.fields, false);
      } else {
        read_kind(entry.second, path, declared, lists);
      }
      into.push_back(std::move(declared));
    }
  }

  void read_kind(const YAML::Node& node, const std::string& path, Declared& into, bool lists) {
    auto word = node.as<std::string>("");
    if (word.ends_with("?")) {
      into.optional = true;
      word.pop_back();
    }
    const auto it = std::find(kind_names.begin(), kind_names.end(), word);
    into.kind = it == kind_names.end() ? Kind::rows : static_cast<Kind>(it - kind_names.begin());
    const bool usable = into.kind != Kind::rows && (lists || (into.kind != Kind::steps && into.kind != Kind::flag));
    if (!usable) {
      into.kind = Kind::text;
      problem(
          "kind_is_not_known", node, path, word,
          lists ? "text, amount, count, percent, date, flag, steps, {rows: …}" : "text, amount, count, percent, date");
    }
  }

  // ---- sentences

  std::string sentence(const YAML::Node& node, const std::string& key) {
    auto words = node.as<std::string>("");
    // YAML folds long sentences; what begins and ends in ** is set in bold.
    for (auto at = words.find("**"); at != std::string::npos; at = words.find("**", at)) {
      words.replace(at, 2, 1, emphasis_mark);
    }
    if (std::count(words.begin(), words.end(), emphasis_mark) % 2 != 0) problem("emphasis_is_not_closed", node, key);
    return words;
  }

  Text text(const YAML::Node& parent, const char* name, const std::string& key,
            const std::optional<Condition>& condition = {}) {
    const YAML::Node node = parent[name];
    if (!node) {
      problem("key_is_missing", parent, key);
      return {};
    }
    return text_of(node, key, condition);
  }

  /// {ko, en}, or one text without letters that serves both.
  Text text_of(const YAML::Node& node, const std::string& key, const std::optional<Condition>& condition = {}) {
    Text result;
    if (node.IsScalar()) {
      result.ko = result.en = sentence(node, key);
      if (has_letters(result.ko)) problem("language_is_missing", node, key, node.Scalar());
    } else if (node.IsMap()) {
      result = {sentence(node["ko"], key), sentence(node["en"], key)};
      if (result.ko.empty() || result.en.empty()) problem("language_is_missing", node, key);
    } else {
      problem("language_is_missing", node, key);
    }
    auto ko = places_of(result.ko), en = places_of(result.en);
    std::sort(ko.begin(), ko.end());
    std::sort(en.begin(), en.end());
    if (ko != en) problem("places_differ", node, key);
    for (const auto& place : ko) use(node, key, place, condition);
    for (const auto* words : {&result.ko, &result.en}) {
      if (!braces_hold_names(*words)) problem("place_is_not_valid", node, key, *words);
    }
    return result;
  }

  const Declared* use(const YAML::Node& node, const std::string& key, const std::string& place,
                      const std::optional<Condition>& condition) {
    const auto* declared = find_in(template_.values, place);
    if (declared) used_.insert(place);
    if (!declared) declared = find_in(frame_values(), place);
    if (!declared) {
      problem("place_is_not_declared", node, key, place, names());
      return nullptr;
    }
    if (is_list(declared->kind) || declared->kind == Kind::flag) problem("place_is_no_text", node, key, place);
    const auto guards = [&](const std::optional<Condition>& c) { return c && c->present && c->name == place; };
    if (declared->optional && !guards(condition) && !guards(section_)) {
      problem("optional_value_is_not_guarded", node, key, place, "when: " + place);
    }
    return declared;
  }

  std::string names() const {
    std::string out;
    for (const auto& declared : template_.values) out += (out.empty() ? "" : ", ") + declared.name;
    return out;
  }

  std::optional<Condition> condition(const YAML::Node& node, const std::string& key) {
    if (!node.IsMap() || (!node["when"] && !node["unless"])) return std::nullopt;
    const bool present = static_cast<bool>(node["when"]);
    const auto name = node[present ? "when" : "unless"].as<std::string>("");
    const auto* declared = find_in(template_.values, name);
    if (!declared) {
      problem("place_is_not_declared", node, key, name, names());
    } else {
      used_.insert(name);
      if (!declared->optional && declared->kind != Kind::flag) problem("condition_always_holds", node, key, name);
    }
    return Condition{name, present};
  }

  // ---- sections

  void read_sections(const YAML::Node& node, const YAML::Node& root) {
    if (!node || !node.IsSequence()) return problem("key_is_missing", root, "sections");
    int signs = 0;
    for (std::size_t i = 0; i < node.size(); ++i) {
      const auto key = "sections." + std::to_string(i + 1);
      Section result;
      section_ = result.condition = condition(node[i], key);
      if (!read_section(node[i], key, result)) continue;
      signs += std::holds_alternative<section::Sign>(result.content);
      template_.sections.push_back(std::move(result));
    }
    section_.reset();
    if (signs != 1) problem("sign_must_stand_once", node, "sections", std::to_string(signs));
  }

  bool read_section(const YAML::Node& node, const std::string& key, Section& into) {
    if (node.IsScalar()) {
      if (node.Scalar() == "sign") return into.content = section::Sign{}, true;
      if (node.Scalar() == "contacts") return into.content = section::Contacts{}, true;
    } else if (node.IsMap()) {
      if (node["heading"]) {
        expect_keys(node, key, {"heading", "when", "unless"});
        return into.content = section::Heading{text(node, "heading", key)}, true;
      }
      if (node["paragraph"]) {
        expect_keys(node, key, {"paragraph", "when", "unless"});
        return into.content = section::Paragraph{text(node, "paragraph", key)}, true;
      }
      if (node["facts"]) return into.content = facts(node, key), true;
      if (node["table"]) return into.content = table(node, key), true;
      if (node["steps"]) return into.content = steps(node, key), true;
      if (node["advice"]) return into.content = advice(node, key), true;
    }
    problem("section_is_not_known", node, key, node.IsScalar() ? node.Scalar() : "",
            "heading, paragraph, facts, table, steps, advice, sign, contacts");
    return false;
  }

  section::Facts facts(const YAML::Node& node, const std::string& key) {
    expect_keys(node, key, {"facts", "when", "unless"});
    section::Facts result;
    for (std::size_t i = 0; i < node["facts"].size(); ++i) {
      const YAML::Node entry = node["facts"][i];
      const auto path = key + ".facts." + std::to_string(i + 1);
      if (!entry.IsMap()) {
        problem("key_is_missing", entry, path + ".label");
        continue;
      }
      expect_keys(entry, path, {"label", "value", "when", "unless"});
      const auto guard = condition(entry, path);
      result.facts.push_back(
          {text(entry, "label", path + ".label"), text(entry, "value", path + ".value", guard), guard});
    }
    if (result.facts.empty()) problem("key_is_missing", node, key + ".facts");
    return result;
  }

  /// The list `name` of the kind asked for; its use is noted.
  const Declared* list(const YAML::Node& node, const std::string& key, const std::string& name, Kind kind) {
    const auto* declared = find_in(template_.values, name);
    if (!declared || declared->kind != kind) {
      problem("list_is_not_declared", node, key, name, std::string(kind_names[static_cast<std::size_t>(kind)]));
      return nullptr;
    }
    used_.insert(name);
    if (declared->optional && !(section_ && section_->present && section_->name == name)) {
      problem("optional_value_is_not_guarded", node, key, name, "when: " + name);
    }
    return declared;
  }

  section::Table table(const YAML::Node& node, const std::string& key) {
    expect_keys(node, key, {"table", "caption", "columns", "total", "when", "unless"});
    section::Table result;
    result.rows = node["table"].as<std::string>("");
    result.caption = text(node, "caption", key + ".caption");
    const auto* declared = list(node, key, result.rows, Kind::rows);
    std::set<std::string> shown;
    for (std::size_t i = 0; i < node["columns"].size(); ++i) {
      const YAML::Node entry = node["columns"][i];
      const auto path = key + ".columns." + std::to_string(i + 1);
      if (!entry.IsMap()) {
        problem("key_is_missing", entry, path + ".field");
        continue;
      }
      expect_keys(entry, path, {"field", "label", "width"});
      section::Column column{entry["field"].as<std::string>(""), text(entry, "label", path + ".label"),
                             entry["width"].as<int>(1)};
      if (column.width < 1 || column.width > 20) problem("width_is_not_valid", entry, path, entry["width"].Scalar());
      if (declared && !find_in(declared->fields, column.field)) field_problem(entry, path, column.field, *declared);
      shown.insert(column.field);
      result.columns.push_back(std::move(column));
    }
    if (result.columns.empty()) problem("key_is_missing", node, key + ".columns");
    if (declared) {
      for (const auto& field : declared->fields) {
        if (shown.count(field.name) == 0) problem("value_is_never_used", node, key, result.rows + "." + field.name);
      }
    }
    if (node["total"]) result.total = total(node["total"], key + ".total", declared, shown);
    return result;
  }

  section::Total total(const YAML::Node& node, const std::string& key, const Declared* declared,
                       const std::set<std::string>& shown) {
    expect_keys(node, key, {"label", "fields"});
    section::Total result{text(node, "label", key + ".label"), {}};
    for (const auto& entry : node["fields"]) {
      const auto name = entry.as<std::string>("");
      const auto* field = declared ? find_in(declared->fields, name) : nullptr;
      if (declared && (!field || shown.count(name) == 0)) field_problem(entry, key, name, *declared);
      if (field && field->kind != Kind::amount && field->kind != Kind::count)
        problem("field_has_no_sum", entry, key, name);
      result.fields.push_back(name);
    }
    if (result.fields.empty()) problem("key_is_missing", node, key + ".fields");
    return result;
  }

  void field_problem(const YAML::Node& node, const std::string& key, const std::string& name, const Declared& rows) {
    std::string known;
    for (const auto& field : rows.fields) known += (known.empty() ? "" : ", ") + field.name;
    problem("place_is_not_declared", node, key, name, known);
  }

  section::Steps steps(const YAML::Node& node, const std::string& key) {
    expect_keys(node, key, {"steps", "caption", "when", "unless"});
    section::Steps result{node["steps"].as<std::string>(""), text(node, "caption", key + ".caption")};
    list(node, key, result.steps, Kind::steps);
    return result;
  }

  section::Advice advice(const YAML::Node& node, const std::string& key) {
    expect_keys(node, key, {"advice", "items", "when", "unless"});
    section::Advice result{text(node, "advice", key), {}};
    for (std::size_t i = 0; i < node["items"].size(); ++i) {
      const YAML::Node entry = node["items"][i];
      const auto path = key + ".items." + std::to_string(i + 1);
      if (entry.IsMap()) expect_keys(entry, path, {"ko", "en", "when", "unless"});
      const auto guard = condition(entry, path);
      result.items.push_back({text_of(entry, path, guard), guard});
    }
    if (result.items.empty()) problem("key_is_missing", node, key + ".items");
    return result;
  }

  Template& template_;
  Problems& problems_;
  std::optional<Condition> section_;  // of the section being read
  std::set<std::string> used_;
};

}  // namespace

const Declared* Template::find(std::string_view name) const { return find_in(values, name); }

const std::vector<Declared>& frame_values() {
  static const std::vector<Declared> values = {
      {"office_name", Kind::text, false, {}},       {"office_head", Kind::text, false, {}},
      {"office_address", Kind::text, false, {}},    {"office_phone", Kind::text, false, {}},
      {"addressee_name", Kind::text, false, {}},    {"addressee_address", Kind::text, false, {}},
      {"addressee_number", Kind::text, true, {}},   {"document_number", Kind::text, false, {}},
      {"document_date", Kind::date, false, {}},     {"contact_department", Kind::text, false, {}},
      {"contact_person", Kind::text, false, {}},    {"contact_phone", Kind::text, false, {}},
      {"contact_email", Kind::text, true, {}},      {"contact_hours", Kind::text, true, {}},
      {"verification_link", Kind::text, false, {}}, {"verification_code", Kind::text, false, {}},
  };
  return values;
}

Template read_template(const std::string& id, const std::string& yaml, Problems& problems) {
  Template result;
  result.id = id;
  Reader(result, problems).read(yaml);
  return result;
}

Templates Templates::read(const std::string& directory, Problems& problems) {
  namespace fs = std::filesystem;
  std::error_code failure;
  std::set<fs::path> files;  // sorted, so that problems come in the same order everywhere
  for (fs::directory_iterator it(directory, failure), end; !failure && it != end; it.increment(failure)) {
    if (it->path().extension() == ".yaml") files.insert(it->path());
  }
  Templates result;
  for (const auto& file : files) {
    std::ifstream in(file, std::ios::binary);
    const std::string yaml{std::istreambuf_iterator<char>(in), {}};
    const auto id = file.stem().string();
    result.templates_.emplace(id, read_template(id, yaml, problems));
  }
  return result;
}

Result<Templates> Templates::load(const std::string& directory) {
  Problems problems;
  auto templates = read(directory, problems);
  if (templates.all().empty()) {
    return Error{"document_templates_not_found", "documents", "no templates (*.yaml) in '" + directory + "'",
                 "give the folder with --documents DIR"};
  }
  if (!problems.empty()) {
    return error_of(problems, "document_templates_are_not_valid", "documents", "correct the places named");
  }
  return templates;
}

const Template* Templates::find(std::string_view id) const {
  const auto it = templates_.find(id);
  return it == templates_.end() ? nullptr : &it->second;
}

}  // namespace clearway::document
