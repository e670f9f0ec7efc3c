#include "law/element_reader.h"

#include <algorithm>
#include <set>

#include "law/parameters.h"  // generated

namespace clearway::law {
namespace {

using declaration::Procedure;

constexpr std::array<Procedure, 3> export_procedures = {Procedure::formal, Procedure::simplified, Procedure::manifest};

std::optional<Obligation> parse_obligation(std::string_view text) {
  for (const auto obligation : {Obligation::absent, Obligation::mandatory, Obligation::conditional,
                                Obligation::optional, Obligation::assigned}) {
    if (symbol(obligation) == text) return obligation;
  }
  return std::nullopt;
}

/// "E07": a letter and two digits.
bool is_number(const std::string& text, std::string_view letters) {
  return text.size() == 3 && letters.find(text[0]) != std::string_view::npos && text[1] >= '0' && text[1] <= '9' &&
         text[2] >= '0' && text[2] <= '9';
}

std::size_t code_points(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

bool fits(const std::string& code, const Format& format) {
  const auto length = code_points(code);
  if (length < format.min_length || length > format.max_length) return false;
  switch (format.kind) {
    case Format::Kind::letters:
      return std::all_of(code.begin(), code.end(),
                         [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); });
    case Format::Kind::digits:
      return std::all_of(code.begin(), code.end(), [](char c) { return c >= '0' && c <= '9'; });
    case Format::Kind::any: return true;
    case Format::Kind::number:
    case Format::Kind::date: return false;  // a code is neither an amount nor a day
  }
  return false;
}

/// Checks that compare a value with a table of codes or with the shape of a Korean code.
bool is_code_check(Check check) {
  return check == Check::customs_office || check == Check::declarant_code || check == Check::trader_code ||
         check == Check::korean_port;
}

std::string two_digits(char letter, std::size_t number) {
  return {letter, static_cast<char>('0' + number / 10), static_cast<char>('0' + number % 10)};
}

}  // namespace

struct ElementReader::File {
  File(std::string name, bool import_file, Problems& problems)
      : yaml(std::move(name), problems), is_import(import_file) {}
  YamlReader yaml;
  bool is_import;
  std::string cite;
  Grade grade = Grade::verify;
  std::set<std::string> numbers;
};

void ElementReader::read(const std::string& export_text, const std::string& import_text) {
  File exports("kr/export/elements.yaml", false, problems_), imports("kr/import/elements.yaml", true, problems_);
  const auto export_root = open(exports, export_text), import_root = open(imports, import_text);
  if (export_root) {
    read_manifest_labels(exports, *export_root);
    for (const auto& entry : (*export_root)["elements"]) {
      read_element(exports, entry.first.as<std::string>(""), entry.second);
    }
    read_statements(exports, *export_root);
  }
  if (import_root) {
    for (const auto& entry : (*import_root)["elements"]) {
      read_element(imports, entry.first.as<std::string>(""), entry.second);
    }
  }
  finish();
  if (export_root) check_counts(exports, *export_root);
  if (import_root) check_counts(imports, *import_root);
  if (export_root && import_root) check_all_fields_described();
}

std::optional<YAML::Node> ElementReader::open(File& file, const std::string& text) {
  if (text.empty()) {
    problems_.push_back({"file_is_missing", file.yaml.file(), 0, "", "", ""});
    return std::nullopt;
  }
  auto root = file.yaml.parse(text);
  if (!root) return std::nullopt;
  read_head(file, *root);
  if (!(*root)["elements"] || !(*root)["elements"].IsMap()) {
    file.yaml.problem("key_is_missing", *root, "elements", "", "elements");
    return std::nullopt;
  }
  return root;
}

void ElementReader::read_head(File& file, const YAML::Node& root) {
  auto& yaml = file.yaml;
  yaml.expect_keys(root, "", {"title", "from", "cite", "grade", "counts", "elements", "statements", "manifest_labels"});
  yaml.text(root, "", "title");
  if (const auto from = yaml.scalar(root, "", "from"); !from.empty()) yaml.date(root["from"], "from", from);
  file.cite = yaml.scalar(root, "", "cite");
  if (!file.cite.empty() && law_.find_source(file.cite) == nullptr) {
    yaml.problem("cite_is_not_in_sources", root["cite"], "cite", file.cite);
  }
  file.grade = yaml.grade(root, "");
  if (const auto elements = root["elements"]; elements && elements.IsMap()) {
    yaml.expect_no_doubles(elements, "elements");
  }
}

void ElementReader::read_manifest_labels(File& file, const YAML::Node& root) {
  const auto labels = root["manifest_labels"];
  if (!labels) return;
  for (const auto& entry : labels) {
    const auto number = entry.first.as<std::string>("");
    if (!is_number(number, "M")) {
      file.yaml.problem("element_number_is_not_valid", entry.first, "manifest_labels." + number, number, "M01");
    }
    manifest_labels_[number] = file.yaml.text_here(entry.second, "manifest_labels." + number);
  }
}

void ElementReader::read_element(File& file, const std::string& number, const YAML::Node& node) {
  Raw raw;
  raw.number = number;
  raw.key = "elements." + number;
  auto& yaml = file.yaml;
  if (!is_number(number, file.is_import ? "I" : "EM")) {
    yaml.problem("element_number_is_not_valid", node, raw.key, number, file.is_import ? "I01" : "E01");
  }
  if (!node.IsMap()) return yaml.problem("value_is_no_mapping", node, raw.key);
  yaml.expect_keys(node, raw.key,
                   {"ko", "en", "wco", "cite", "grade", "obligation", "simplified", "manifest", "fields"});
  raw.label = yaml.text_here(node, raw.key);
  raw.wco = yaml.scalar(node, raw.key, "wco");
  raw.cite = node["cite"] ? yaml.scalar(node, raw.key, "cite") : file.cite;
  if (node["cite"] && law_.find_source(raw.cite) == nullptr) {
    yaml.problem("cite_is_not_in_sources", node["cite"], raw.key + ".cite", raw.cite);
  }
  raw.grade = node["grade"] ? yaml.grade(node, raw.key) : file.grade;
  raw.obligations = read_obligations(file, node, raw.key, {});
  read_numbers(file, node, raw);
  const auto fields = node["fields"];
  if (!fields || !fields.IsMap() || fields.size() == 0) {
    return yaml.problem("key_is_missing", node, raw.key + ".fields", "", "fields");
  }
  yaml.expect_no_doubles(fields, raw.key + ".fields");
  if (file.is_import) {
    add_element(Procedure::import_, number, raw);
  } else {
    if (number[0] == 'E') add_element(Procedure::formal, number, raw);
    if (!raw.simplified.empty()) add_element(Procedure::simplified, raw.simplified, raw);
    for (const auto& m : raw.manifest) add_element(Procedure::manifest, m, raw);
  }
  for (const auto& field : fields) read_field(file, raw, field.first.as<std::string>(""), field.second);
}

void ElementReader::read_numbers(File& file, const YAML::Node& node, Raw& raw) {
  raw.simplified = file.yaml.scalar(node, raw.key, "simplified", false);
  if (const auto manifest = node["manifest"]; manifest && manifest.IsSequence()) {
    for (const auto& number : manifest) raw.manifest.push_back(number.as<std::string>(""));
  } else if (manifest) {
    raw.manifest.push_back(manifest.as<std::string>(""));
  }
  auto all = raw.manifest;
  if (!raw.simplified.empty()) all.push_back(raw.simplified);
  if (raw.number[0] != 'M') all.push_back(raw.number);
  for (const auto& number : all) {
    if (!is_number(number, "ESMI")) {
      file.yaml.problem("element_number_is_not_valid", node, raw.key, number, "S01, M01");
    } else if (!file.numbers.insert(number).second) {
      file.yaml.problem("element_number_stands_twice", node, raw.key, number);
    }
  }
}

ElementReader::Obligations ElementReader::read_obligations(File& file, const YAML::Node& node, const std::string& key,
                                                           const Obligations& base) {
  auto obligations = base;
  const auto map = node["obligation"];
  if (!map) return obligations;
  if (!map.IsMap()) {
    file.yaml.problem("value_is_no_mapping", map, key + ".obligation");
    return obligations;
  }
  for (const auto& entry : map) {
    const auto procedure_name = entry.first.as<std::string>(""), value = entry.second.as<std::string>("");
    const auto procedure = declaration::parse_procedure(procedure_name);
    const auto obligation = parse_obligation(value);
    const auto path = key + ".obligation." + procedure_name;
    if (!procedure || (*procedure == Procedure::import_) != file.is_import) {
      file.yaml.problem("key_is_not_known", entry.first, path, procedure_name,
                        file.is_import ? "import" : "formal, simplified, manifest");
    } else if (!obligation) {
      file.yaml.problem("obligation_is_not_known", entry.second, path, value, "M, C, O, S, -");
    } else {
      obligations[static_cast<std::size_t>(*procedure)] = *obligation;
    }
  }
  return obligations;
}

void ElementReader::read_field(File& file, const Raw& raw, const std::string& name, const YAML::Node& node) {
  const auto key = raw.key + ".fields." + name;
  if (!node.IsMap()) return file.yaml.problem("value_is_no_mapping", node, key);
  if (file.is_import && node["use"]) {
    const auto field = declaration::find_field(name);
    if (!field || !described_[static_cast<std::size_t>(*field)]) {
      return file.yaml.problem("field_to_use_is_not_described", node, key, name);
    }
    return read_used_field(file, raw, key, rules_[static_cast<std::size_t>(*field)], node);
  }
  auto rule = read_rule(file, key, name, node);
  if (!rule) return;
  rule->cite = raw.cite;
  rule->grade = raw.grade;
  rule->formal_element = raw.number;
  rules_[static_cast<std::size_t>(rule->field)] = *rule;
  if (!file.is_import) return add_export_rules(file, raw, key, *rule, node);
  rule->element = raw.number;
  rule->obligation = read_obligations(file, node, key, raw.obligations)[static_cast<std::size_t>(Procedure::import_)];
  add_rule(Procedure::import_, std::move(*rule));
}

std::optional<FieldRule> ElementReader::read_rule(File& file, const std::string& key, const std::string& name,
                                                  const YAML::Node& node) {
  auto& yaml = file.yaml;
  yaml.expect_keys(node, key,
                   {"level", "format", "manifest_format", "check", "codes", "obligation", "ko", "en", "personal",
                    "element_in_manifest"});
  const auto field = declaration::find_field(name);
  if (!field) {
    yaml.problem("field_is_not_in_the_program", node, key, name);
    return std::nullopt;
  }
  const auto level = yaml.scalar(node, key, "level");
  const std::string_view expected = declaration::is_item_field(*field) ? "item" : "header";
  if (!level.empty() && level != expected) {
    yaml.problem("level_differs_from_the_program", node["level"], key + ".level", level, std::string(expected));
  }
  FieldRule rule;
  rule.field = *field;
  if (const auto check = yaml.scalar(node, key, "check", false); !check.empty()) {
    const auto known = parse_check(check);
    if (!known) yaml.problem("check_is_not_known", node["check"], key + ".check", check);
    rule.check = known.value_or(Check::none);
  }
  const auto format = read_format(file, node, key, "format", rule.check);
  if (!format) return std::nullopt;
  rule.format = *format;
  rule.codes = read_codes(file, node, key, rule.format);
  rule.label = yaml.text_here(node, key);
  rule.personal = node["personal"].as<bool>(false);
  const auto index = static_cast<std::size_t>(*field);
  if (described_[index]) yaml.problem("key_stands_twice", node, key, name);
  described_[index] = true;
  catalogue_.labels_[index] = rule.label;
  catalogue_.personal_[index] = rule.personal;
  return rule;
}

std::optional<Format> ElementReader::read_format(File& file, const YAML::Node& node, const std::string& key,
                                                 const char* name, Check check) {
  const auto notation = file.yaml.scalar(node, key, name);
  if (notation.empty()) return std::nullopt;
  auto format = parse_format(notation);
  if (!format) {
    file.yaml.problem("format_is_not_valid", node[name], key + "." + name, notation, "an..28, n5, n..12,4, a2, date");
    return std::nullopt;
  }
  // An amount is a number even without decimals; other digits are codes that keep their leading zeros.
  const bool amount = check == Check::positive || check == Check::not_negative;
  if (amount && format->kind == Format::Kind::digits) format->kind = Format::Kind::number;
  if (amount != (format->kind == Format::Kind::number)) {
    file.yaml.problem("format_is_not_valid", node[name], key + "." + name, notation, "check: positive, not_negative");
  }
  return format;
}

std::vector<Code> ElementReader::read_codes(File& file, const YAML::Node& node, const std::string& key,
                                            const Format& format) {
  std::vector<Code> codes;
  const auto map = node["codes"];
  if (!map) return codes;
  if (!map.IsMap() || map.size() == 0) {
    file.yaml.problem("value_is_no_mapping", map, key + ".codes");
    return codes;
  }
  file.yaml.expect_no_doubles(map, key + ".codes");
  for (const auto& entry : map) {
    const auto code = entry.first.as<std::string>("");
    const auto path = key + ".codes." + code;
    if (!fits(code, format)) {
      file.yaml.problem("code_does_not_fit_the_format", entry.first, path, code, format.notation);
    }
    codes.push_back({code, file.yaml.text_here(entry.second, path)});
  }
  return codes;
}

void ElementReader::read_used_field(File& file, const Raw& raw, const std::string& key, FieldRule rule,
                                    const YAML::Node& node) {
  file.yaml.expect_keys(node, key, {"use", "any_code", "import_format", "obligation"});
  if (node["any_code"].as<bool>(false)) {
    rule.codes.clear();
    if (is_code_check(rule.check)) rule.check = Check::none;
  }
  if (node["import_format"]) {
    if (const auto format = read_format(file, node, key, "import_format", rule.check)) rule.format = *format;
  }
  rule.element = rule.formal_element = raw.number;
  rule.cite = raw.cite;
  rule.grade = raw.grade;
  rule.obligation = read_obligations(file, node, key, raw.obligations)[static_cast<std::size_t>(Procedure::import_)];
  add_rule(Procedure::import_, std::move(rule));
}

void ElementReader::add_export_rules(File& file, const Raw& raw, const std::string& key, const FieldRule& rule,
                                     const YAML::Node& node) {
  const auto obligations = read_obligations(file, node, key, raw.obligations);
  std::optional<Format> manifest_format;
  if (node["manifest_format"]) manifest_format = read_format(file, node, key, "manifest_format", rule.check);
  for (const auto procedure : export_procedures) {
    auto copy = rule;
    copy.obligation = obligations[static_cast<std::size_t>(procedure)];
    if (procedure == Procedure::formal) copy.element = raw.number;
    if (procedure == Procedure::simplified) copy.element = raw.simplified.empty() ? raw.number : raw.simplified;
    if (procedure == Procedure::manifest) {
      copy.element = manifest_number(file, raw, key, copy.obligation, node);
      if (manifest_format) copy.format = *manifest_format;
    }
    if (copy.obligation != Obligation::absent) add_rule(procedure, std::move(copy));
  }
}

/// The number of a field in the manifest: the one it names, else the only one of its element, else (an optional
/// addition outside the 17) the number among the 57.
std::string ElementReader::manifest_number(File& file, const Raw& raw, const std::string& key, Obligation obligation,
                                           const YAML::Node& node) {
  const auto named = file.yaml.scalar(node, key, "element_in_manifest", false);
  if (!named.empty()) {
    if (std::find(raw.manifest.begin(), raw.manifest.end(), named) == raw.manifest.end()) {
      file.yaml.problem("element_number_is_not_valid", node["element_in_manifest"], key + ".element_in_manifest",
                        named);
    }
    return named;
  }
  if (raw.manifest.size() == 1) return raw.manifest.front();
  if (raw.manifest.size() > 1 && obligation == Obligation::mandatory) {
    file.yaml.problem("manifest_element_is_ambiguous", node, key, "",
                      raw.manifest.front() + ", " + raw.manifest.back());
  }
  return raw.number;
}

void ElementReader::read_statements(File& file, const YAML::Node& root) {
  const auto statements = root["statements"];
  if (!statements) return;
  for (const auto& entry : statements) {
    const auto name = entry.first.as<std::string>("");
    auto rule = read_rule(file, "statements." + name, name, entry.second);
    if (!rule) continue;
    rule->cite = file.cite;
    rule->grade = file.grade;
    rule->obligation = Obligation::optional;
    catalogue_.statement_index_[static_cast<std::size_t>(rule->field)] =
        static_cast<std::int16_t>(catalogue_.statements_.size());
    catalogue_.statements_.push_back(std::move(*rule));
  }
}

void ElementReader::add_rule(Procedure procedure, FieldRule rule) {
  auto& elements = catalogue_.elements_[static_cast<std::size_t>(procedure)];
  const auto element =
      std::find_if(elements.begin(), elements.end(), [&](const Element& e) { return e.number == rule.element; });
  if (element != elements.end()) element->fields.push_back(rule.field);
  catalogue_.fields_[static_cast<std::size_t>(procedure)].push_back(std::move(rule));
}

void ElementReader::add_element(Procedure procedure, const std::string& number, const Raw& raw) {
  Element element;
  element.number = number;
  element.formal_number = raw.number;
  element.label = raw.label;
  element.wco = raw.wco;
  element.obligation = raw.obligations[static_cast<std::size_t>(procedure)];
  if (procedure == Procedure::manifest) {
    if (const auto label = manifest_labels_.find(number); label != manifest_labels_.end()) {
      element.label = label->second;
    }
  }
  catalogue_.elements_[static_cast<std::size_t>(procedure)].push_back(std::move(element));
}

/// Puts the manifest into the order of its own numbers, optional additions last, and builds the look-up by field.
void ElementReader::finish() {
  const auto manifest = static_cast<std::size_t>(Procedure::manifest);
  const auto before = [](const std::string& a, const std::string& b) {
    return std::make_pair(a[0] != 'M', a) < std::make_pair(b[0] != 'M', b);
  };
  auto& elements = catalogue_.elements_[manifest];
  std::stable_sort(elements.begin(), elements.end(),
                   [&](const Element& a, const Element& b) { return before(a.number, b.number); });
  auto& fields = catalogue_.fields_[manifest];
  std::stable_sort(fields.begin(), fields.end(),
                   [&](const FieldRule& a, const FieldRule& b) { return before(a.element, b.element); });
  for (std::size_t p = 0; p < declaration::procedure_count; ++p) {
    for (std::size_t i = 0; i < catalogue_.fields_[p].size(); ++i) {
      catalogue_.index_[p][static_cast<std::size_t>(catalogue_.fields_[p][i].field)] = static_cast<std::int16_t>(i);
    }
  }
}

void ElementReader::check_counts(File& file, const YAML::Node& root) {
  const auto counts = root["counts"];
  const auto count = [&](const char* name) -> std::size_t {
    const auto node = counts ? counts[name] : YAML::Node(YAML::NodeType::Undefined);
    if (!node) file.yaml.problem("key_is_missing", root, std::string("counts.") + name, "", name);
    return node ? node.as<std::size_t>(0) : 0;
  };
  if (file.is_import) return check_numbers(file, Procedure::import_, 'I', count("import"));
  check_numbers(file, Procedure::formal, 'E', count("formal"));
  check_numbers(file, Procedure::simplified, 'S', count("simplified"));
  check_numbers(file, Procedure::manifest, 'M', count("manifest"));
  const auto& law = law_.kr.export_.elements;
  const std::array<std::pair<Procedure, const Dated<std::int64_t>*>, 3> parameters = {
      {{Procedure::formal, &law.formal},
       {Procedure::simplified, &law.simplified},
       {Procedure::manifest, &law.manifest}}};
  for (const auto& [procedure, parameter] : parameters) {
    const auto found = catalogue_.elements(procedure).size();
    const auto expected = parameter->all().back().value;
    if (static_cast<std::int64_t>(found) == expected) continue;
    file.yaml.problem("count_differs_from_the_law", root["counts"],
                      "counts." + std::string(declaration::name(procedure)), std::to_string(found),
                      std::to_string(expected));
  }
}

void ElementReader::check_numbers(File& file, Procedure procedure, char letter, std::size_t count) {
  const auto& elements = catalogue_.elements(procedure);
  const auto key = "counts." + std::string(declaration::name(procedure));
  if (elements.size() != count) {
    problems_.push_back(
        {"count_differs", file.yaml.file(), 0, key, std::to_string(elements.size()), std::to_string(count)});
  }
  for (std::size_t i = 1; i <= count; ++i) {
    const auto number = two_digits(letter, i);
    const auto element =
        std::find_if(elements.begin(), elements.end(), [&](const Element& e) { return e.number == number; });
    if (element == elements.end()) {
      problems_.push_back({"element_number_is_missing", file.yaml.file(), 0, key, number, ""});
    } else if (element->fields.empty()) {
      problems_.push_back({"element_has_no_field", file.yaml.file(), 0, key, number, ""});
    } else if (element->obligation == Obligation::absent) {
      problems_.push_back({"element_is_absent_but_numbered", file.yaml.file(), 0, key, number, ""});
    }
  }
}

void ElementReader::check_all_fields_described() {
  for (std::size_t i = 0; i < declaration::field_count; ++i) {
    if (described_[i]) continue;
    problems_.push_back(
        {"field_is_not_described", "kr/export/elements.yaml", 0, "", std::string(declaration::field_names[i]), ""});
  }
}

}  // namespace clearway::law
