#include "intake/mapping.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <fstream>
#include <set>
#include <sstream>

#include "intake/encoding.h"
#include "intake/keys.h"
#include "intake/source_base.h"
#include "intake/transform.h"

namespace clearway::intake {
namespace {

using declaration::Field;
using declaration::Procedure;
using Kind = Transform::Kind;

constexpr std::size_t max_mapping_bytes = 1'000'000;

constexpr std::array<std::string_view, 12> top_keys = {"name",      "description", "format",    "encoding",
                                                       "delimiter", "rows",        "procedure", "declaration_id",
                                                       "columns",   "constants",   "outcome",   "ignore"};
constexpr std::array<std::string_view, 6> rule_keys = {"field",  "fields",    "transforms",
                                                       "values", "otherwise", "optional"};
constexpr std::array<std::string_view, 4> id_keys = {"column", "columns", "separator", "transforms"};
constexpr std::array<std::pair<std::string_view, Kind>, 12> transforms = {{{"trim", Kind::trim},
                                                                           {"upper", Kind::upper},
                                                                           {"lower", Kind::lower},
                                                                           {"strip", Kind::strip},
                                                                           {"scale", Kind::scale},
                                                                           {"round", Kind::round},
                                                                           {"prefix", Kind::prefix},
                                                                           {"suffix", Kind::suffix},
                                                                           {"pad_left", Kind::pad_left},
                                                                           {"date", Kind::date},
                                                                           {"first", Kind::first},
                                                                           {"last", Kind::last}}};
constexpr std::array<std::string_view, 12> transform_names = [] {
  std::array<std::string_view, 12> names{};
  for (std::size_t i = 0; i < names.size(); ++i) names[i] = transforms[i].first;
  return names;
}();

template <class Names>
std::string list(const Names& names) {
  std::string out;
  for (const auto& name : names) out += (out.empty() ? "" : ", ") + std::string(name);
  return out;
}

bool takes_nothing(Kind kind) { return kind == Kind::trim || kind == Kind::upper || kind == Kind::lower; }
bool takes_text(Kind kind) {
  return kind == Kind::strip || kind == Kind::prefix || kind == Kind::suffix || kind == Kind::date;
}

/// Reads one mapping file; the first thing that is wrong ends it as a Refused.
class MappingReader {
 public:
  MappingReader(const std::string& name, const Options& options) : name_(name), options_(options) {}

  struct Refused {
    Error error;
  };

  Mapping read(const YAML::Node& root) {
    if (!root.IsMap()) refuse(Cause::mapping_value_wrong, root, name_, {{"expected", "name, columns, ..."}});
    check_keys(root, top_keys);
    mapping_.name = root["name"] ? text(root["name"], "name") : name_;
    read_layout(root);
    read_procedure(root["procedure"]);
    read_id(required(root, "declaration_id"));
    read_columns(required(root, "columns"));
    read_constants(root["constants"]);
    read_outcome(root["outcome"]);
    if (root["ignore"]) mapping_.ignored = texts(root["ignore"], "ignore");
    return std::move(mapping_);
  }

 private:
  [[noreturn]] void refuse(Cause cause, const YAML::Node& at, const std::string& key, Details more) const {
    Details details = {{"file", name_}, {"line", std::to_string(at.Mark().line + 1)}, {"key", key}};
    details.insert(details.end(), more.begin(), more.end());
    throw Refused{refusal(cause, key, std::move(details), options_)};
  }
  [[noreturn]] void wrong(const YAML::Node& at, const std::string& key, const std::string& expected) const {
    const auto value = at.IsScalar() ? at.Scalar() : std::string();
    refuse(Cause::mapping_value_wrong, at, key, {{"value", value}, {"expected", expected}});
  }

  template <class Names>
  void check_keys(const YAML::Node& map, const Names& known) const {
    std::set<std::string> seen;
    for (const auto& entry : map) {
      const auto key = text(entry.first, "key");
      if (!seen.insert(key).second) refuse(Cause::mapping_key_doubled, entry.first, key, {});
      if (std::find(known.begin(), known.end(), key) == known.end()) {
        refuse(Cause::mapping_key_unknown, entry.first, key, {{"near", nearest(key, known)}, {"known", list(known)}});
      }
    }
  }

  YAML::Node required(const YAML::Node& root, const std::string& key) const {
    const auto node = root[key];
    if (!node) refuse(Cause::mapping_key_missing, root, key, {});
    return node;
  }

  std::string text(const YAML::Node& node, const std::string& key) const {
    if (!node.IsScalar() || !is_utf8(node.Scalar())) wrong(node, key, "text");
    return node.Scalar();
  }

  /// One text or a list of them.
  std::vector<std::string> texts(const YAML::Node& node, const std::string& key) const {
    if (!node.IsSequence()) return {text(node, key)};
    std::vector<std::string> out;
    for (const auto& element : node) out.push_back(text(element, key));
    return out;
  }

  int integer(const YAML::Node& node, const std::string& key, int low, int high) const {
    const auto digits = text(node, key);
    int value = 0;
    const auto end = digits.data() + digits.size();
    const auto read = std::from_chars(digits.data(), end, value);
    if (read.ec != std::errc() || read.ptr != end || value < low || value > high) {
      wrong(node, key, std::to_string(low) + " - " + std::to_string(high));
    }
    return value;
  }

  bool yes(const YAML::Node& node, const std::string& key) const {
    const auto value = text(node, key);
    if (value != "true" && value != "false") wrong(node, key, "true, false");
    return value == "true";
  }

  void read_layout(const YAML::Node& root) {
    if (root["format"] && text(root["format"], "format") != "csv") wrong(root["format"], "format", "csv");
    if (const auto node = root["encoding"]) {
      const auto encoding = parse_encoding(text(node, "encoding"));
      if (!encoding) wrong(node, "encoding", "auto, utf-8, cp949");
      mapping_.encoding = *encoding;
    }
    if (const auto node = root["delimiter"]) {
      const auto delimiter = text(node, "delimiter");
      const bool named = delimiter == "tab";
      if (!named && (delimiter.size() != 1 || std::string_view(",;|\t").find(delimiter) == std::string_view::npos)) {
        wrong(node, "delimiter", "\",\", \";\", \"|\", tab");
      }
      mapping_.delimiter = named ? '\t' : delimiter.front();
    }
    if (const auto node = root["rows"]) {
      const auto rows = text(node, "rows");
      if (rows != "item" && rows != "declaration") wrong(node, "rows", "item, declaration");
      mapping_.one_row_is_one_declaration = rows == "declaration";
    }
  }

  Procedure procedure(const YAML::Node& node, const std::string& name) const {
    const auto found = declaration::parse_procedure(name);
    if (!found) wrong(node, "procedure", list(declaration::procedure_names));
    return *found;
  }

  /// A constant, or {column, transforms, values}.
  void read_procedure(const YAML::Node& node) {
    if (!node) return;
    if (node.IsScalar()) {
      mapping_.procedure = procedure(node, node.Scalar());
      return;
    }
    read_named_column(node, "procedure", mapping_.procedure_column, mapping_.procedure_rule);
    for (const auto& [code, name] : mapping_.procedure_rule.values) procedure(node["values"], name);
  }

  void read_outcome(const YAML::Node& node) {
    if (!node) return;
    if (node.IsScalar()) {
      mapping_.outcome_column = node.Scalar();
      return;
    }
    read_named_column(node, "outcome", mapping_.outcome_column, mapping_.outcome_rule);
  }

  void read_named_column(const YAML::Node& node, const std::string& key, std::string& column, ColumnRule& rule) {
    constexpr std::array<std::string_view, 4> keys = {"column", "transforms", "values", "otherwise"};
    if (!node.IsMap()) wrong(node, key, list(keys));
    check_keys(node, keys);
    column = text(required(node, "column"), key + ".column");
    read_rule(node, rule);
  }

  void read_id(const YAML::Node& node) {
    if (!node.IsMap()) {
      mapping_.id_columns = texts(node, "declaration_id");
    } else {
      check_keys(node, id_keys);
      const auto columns = node["columns"] ? node["columns"] : required(node, "column");
      mapping_.id_columns = texts(columns, "declaration_id");
      if (node["separator"]) mapping_.id_separator = text(node["separator"], "separator");
      read_rule(node, mapping_.id_rule);
    }
    if (mapping_.id_columns.empty()) wrong(node, "declaration_id", "column");
  }

  Field field(const YAML::Node& node, const std::string& column) {
    const auto name = text(node, column);
    const auto found = declaration::find_field(name);
    if (!found) {
      refuse(Cause::mapping_field_unknown, node, column,
             {{"value", name}, {"near", nearest(name, declaration::field_names)}});
    }
    if (!fields_.insert(*found).second) refuse(Cause::mapping_field_doubled, node, column, {{"value", name}});
    return *found;
  }

  void read_columns(const YAML::Node& node) {
    if (!node.IsMap()) wrong(node, "columns", "column: field");
    std::set<std::string> seen;
    for (const auto& entry : node) {
      MappedColumn mapped;
      mapped.column = text(entry.first, "columns");
      if (!seen.insert(mapped.column).second) refuse(Cause::mapping_key_doubled, entry.first, mapped.column, {});
      const auto& rule = entry.second;
      const bool detailed = rule.IsMap();
      if (detailed) check_keys(rule, rule_keys);
      const auto named = !detailed ? rule : rule["fields"] ? rule["fields"] : rule["field"];
      if (!named || named.IsNull()) refuse(Cause::mapping_key_missing, entry.first, mapped.column + ".field", {});
      if (named.IsSequence()) {
        for (const auto& one : named) mapped.rule.fields.push_back(field(one, mapped.column));
      } else {
        mapped.rule.fields.push_back(field(named, mapped.column));
      }
      if (mapped.rule.fields.empty()) wrong(named, mapped.column, "field");
      if (detailed) read_rule(rule, mapped.rule);
      if (detailed && rule["optional"]) mapped.rule.optional = yes(rule["optional"], mapped.column + ".optional");
      mapping_.columns.push_back(std::move(mapped));
    }
  }

  /// `transforms`, `values` and `otherwise`, which all rules share.
  void read_rule(const YAML::Node& node, ColumnRule& rule) const {
    if (const auto steps = node["transforms"]) {
      if (!steps.IsSequence()) wrong(steps, "transforms", "[" + list(transform_names) + "]");
      for (const auto& step : steps) rule.transforms.push_back(transform(step));
    }
    if (const auto values = node["values"]) {
      if (!values.IsMap()) wrong(values, "values", "code: code");
      for (const auto& entry : values) {
        const auto code = text(entry.first, "values");
        if (!rule.values.emplace(code, text(entry.second, code)).second) {
          refuse(Cause::mapping_key_doubled, entry.first, code, {});
        }
      }
    }
    if (const auto otherwise = node["otherwise"]) {
      const auto value = text(otherwise, "otherwise");
      if (value != "keep" && value != "reject") wrong(otherwise, "otherwise", "keep, reject");
      rule.keep_other_values = value == "keep";
    }
  }

  /// `trim`, or one key with what it needs: `{pad_left: [6, "0"]}`.
  Transform transform(const YAML::Node& node) const {
    const bool with_value = node.IsMap() && node.size() == 1;
    if (!with_value && !node.IsScalar()) wrong(node, "transforms", list(transform_names));
    const auto name = with_value ? text(node.begin()->first, "transforms") : text(node, "transforms");
    const auto found = std::find(transform_names.begin(), transform_names.end(), name);
    if (found == transform_names.end()) {
      refuse(Cause::mapping_transform_unknown, node, "transforms",
             {{"value", name}, {"near", nearest(name, transform_names)}, {"known", list(transform_names)}});
    }
    Transform out;
    out.kind = transforms[static_cast<std::size_t>(found - transform_names.begin())].second;
    if (takes_nothing(out.kind) == with_value) wrong(node, name, with_value ? name : "{" + name + ": ...}");
    if (with_value) read_value(node.begin()->second, name, out);
    return out;
  }

  void read_value(const YAML::Node& value, const std::string& name, Transform& out) const {
    if (takes_text(out.kind)) {
      out.text = text(value, name);
      if (out.text.empty()) wrong(value, name, "text");
      if (out.kind == Kind::date && !is_date_layout(out.text)) wrong(value, name, "yyyy-mm-dd, yyyymmdd, dd.mm.yyyy");
    } else if (out.kind == Kind::scale) {
      out.count = integer(value, name, -12, 12);
    } else if (out.kind == Kind::round) {
      out.count = integer(value, name, 0, 12);
    } else if (out.kind == Kind::pad_left) {
      if (!value.IsSequence() || value.size() != 2) wrong(value, name, "[6, \"0\"]");
      out.count = integer(value[0], name, 1, 100);
      out.text = text(value[1], name);
      if (out.text.size() != 1) wrong(value[1], name, "[6, \"0\"]");
    } else {
      out.count = integer(value, name, 1, 1000);
    }
  }

  void read_constants(const YAML::Node& node) {
    if (!node) return;
    if (!node.IsMap()) wrong(node, "constants", "field: value");
    for (const auto& entry : node) {
      const auto to = field(entry.first, "constants");
      mapping_.constants.emplace_back(to, text(entry.second, std::string(declaration::name(to))));
    }
  }

  const std::string& name_;
  const Options& options_;
  Mapping mapping_;
  std::set<Field> fields_;
};

}  // namespace

Result<Mapping> Mapping::load(const std::string& path, const Options& options) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  if (file) text << file.rdbuf();
  if (!file || !text) return refusal(Cause::mapping_not_readable, path, {{"file", path}}, options);
  return parse(text.str(), path, options);
}

Result<Mapping> Mapping::parse(const std::string& yaml, const std::string& name, const Options& options) {
  const auto syntax = [&](int line, const std::string& reason) {
    return refusal(Cause::mapping_syntax, name, {{"file", name}, {"line", std::to_string(line)}, {"reason", reason}},
                   options);
  };
  if (yaml.size() > max_mapping_bytes) return syntax(1, std::to_string(max_mapping_bytes) + " bytes");
  try {
    return MappingReader(name, options).read(YAML::Load(yaml));
  } catch (const MappingReader::Refused& refused) {
    return refused.error;
  } catch (const YAML::Exception& error) {
    return syntax(error.mark.line + 1, error.msg);
  }
}

}  // namespace clearway::intake
