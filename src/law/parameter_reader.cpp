#include "law/parameter_reader.h"

#include <algorithm>
#include <charconv>

#include "law/yaml_reader.h"

namespace clearway::law {
namespace {

std::optional<std::int64_t> parse_integer(std::string_view text) {
  std::int64_t value = 0;
  const auto end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (text.empty() || error != std::errc{} || stop != end) return std::nullopt;
  return value;
}

/// Types of the columns of a table: name -> integer, decimal, text, cite or grade.
using Columns = std::vector<std::pair<std::string, std::string>>;

class ParameterReader {
 public:
  ParameterReader(const std::string& file, const Sources& sources, Problems& problems)
      : yaml_(file, problems), sources_(sources) {}

  Parameter read(const YAML::Node& root) {
    yaml_.expect_keys(root, "", {"description", "type", "unit", "columns", "values", "claims", "last_checked"});
    parameter_.description = yaml_.text(root, "", "description");
    parameter_.unit = yaml_.scalar(root, "", "unit", false);
    const auto checked = yaml_.scalar(root, "", "last_checked", false);
    if (!checked.empty()) yaml_.date(root["last_checked"], "last_checked", checked);
    const auto type_known = read_type(root);
    read_columns(root);
    if (!type_known) return parameter_;
    read_values(root);
    read_claims(root);
    return parameter_;
  }

 private:
  bool read_type(const YAML::Node& root) {
    const auto type = yaml_.scalar(root, "", "type");
    if (type.empty()) return false;
    const auto known = parse_type(type);
    if (!known) {
      std::string expected;
      for (const auto word : type_names) expected += (expected.empty() ? "" : ", ") + std::string(word);
      yaml_.problem("type_is_not_known", root["type"], "type", type, expected);
      return false;
    }
    parameter_.type = *known;
    const auto& unit = parameter_.unit;
    const bool currency =
        unit.size() == 3 && std::all_of(unit.begin(), unit.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
    if (*known == Type::money && !currency)
      yaml_.problem("money_needs_a_currency", root["unit"] ? root["unit"] : root, "unit", unit, "KRW");
    return true;
  }

  void read_columns(const YAML::Node& root) {
    const auto node = root["columns"];
    if (parameter_.type != Type::table) {
      if (node) yaml_.problem("key_is_not_known", node, "columns", "columns", "type: table");
      return;
    }
    if (!node || !node.IsMap()) {
      yaml_.problem("table_needs_columns", node ? node : root, "columns");
      return;
    }
    yaml_.expect_no_doubles(node, "columns");
    for (const auto& entry : node) {
      const auto name = entry.first.as<std::string>(""), type = entry.second.as<std::string>("");
      if (type != "integer" && type != "decimal" && type != "text" && type != "cite" && type != "grade") {
        yaml_.problem("type_is_not_known", entry.second, "columns." + name, type,
                      "integer, decimal, text, cite, grade");
      }
      columns_.emplace_back(name, type);
    }
  }

  void read_values(const YAML::Node& root) {
    const auto node = root["values"];
    if (!node || !node.IsMap() || node.size() == 0) {
      yaml_.problem("values_are_missing", node ? node : root, "values");
      return;
    }
    std::optional<Date> last;
    bool first = true;
    for (const auto& item : node) {
      const auto start = item.first.as<std::string>("");
      const auto key = "values." + start;
      auto entry = read_entry(item.second, key);
      if (start == "undated") {
        if (!first) yaml_.problem("undated_value_is_not_first", item.first, key, start);
      } else if ((entry.from = yaml_.date(item.first, key, start))) {
        if (last && *entry.from == *last) yaml_.problem("date_stands_twice", item.first, key, start);
        if (last && *entry.from < *last) yaml_.problem("dates_are_out_of_order", item.first, key, start, last->text());
        last = entry.from;
      }
      if (entry.from && !parameter_.values.empty()) parameter_.values.back().to = entry.from->plus_days(-1);
      parameter_.values.push_back(std::move(entry));
      first = false;
    }
  }

  void read_claims(const YAML::Node& root) {
    const auto node = root["claims"];
    if (!node) return;
    if (!node.IsMap()) {
      yaml_.problem("values_are_missing", node, "claims");
      return;
    }
    yaml_.expect_no_doubles(node, "claims");
    for (const auto& item : node) {
      const auto start = item.first.as<std::string>("");
      const auto key = "claims." + start;
      auto entry = read_entry(item.second, key);
      if (start != "undated") entry.from = yaml_.date(item.first, key, start);
      if (is_confirmed(entry.grade))
        yaml_.problem("claim_has_a_confirmed_grade", item.second["grade"], key + ".grade",
                      std::string(name(entry.grade)), "press, reconstructed, verify");
      parameter_.claims.push_back(std::move(entry));
    }
  }

  Entry read_entry(const YAML::Node& node, const std::string& key) {
    Entry entry;
    if (!node.IsMap()) {
      yaml_.problem("value_is_no_mapping", node, key, node.IsScalar() ? node.Scalar() : "");
      return entry;
    }
    yaml_.expect_keys(node, key, {"value", "cite", "grade", "seen", "note"});
    if (const auto value = node["value"]) {
      entry.content = read_content(value, key + ".value");
    } else {
      yaml_.problem("key_is_missing", node, key + ".value", "", "value");
    }
    entry.cite = yaml_.scalar(node, key, "cite", false);
    check_cite(node, key);
    entry.grade = yaml_.grade(node, key);
    const auto seen = yaml_.scalar(node, key, "seen", false);
    if (!seen.empty()) entry.seen = yaml_.date(node["seen"], key + ".seen", seen);
    entry.note = yaml_.text(node, key, "note", false);
    return entry;
  }

  void check_cite(const YAML::Node& node, const std::string& key) {
    const auto cite = yaml_.scalar(node, key, "cite", false);
    if (cite.empty()) {
      yaml_.problem("cite_is_missing", node, key + ".cite");
    } else if (!sources_.contains(cite)) {
      yaml_.problem("cite_is_not_in_sources", node["cite"], key + ".cite", cite);
    }
  }

  Content read_content(const YAML::Node& node, const std::string& key) {
    switch (parameter_.type) {
      case Type::integers: return read_integers(node, key);
      case Type::texts: return read_texts(node, key);
      case Type::table: return read_table(node, key);
      case Type::integer:
      case Type::money:
      case Type::count:
      case Type::days:
      case Type::months:
      case Type::years:
      case Type::ratio:
      case Type::decimal:
      case Type::text: break;
    }
    if (!node.IsScalar() || node.Scalar().empty()) return wrong_type(node, key, "");
    return read_scalar(node, key, node.Scalar());
  }

  Content read_scalar(const YAML::Node& node, const std::string& key, const std::string& text) {
    if (parameter_.type == Type::text) return text;
    if (parameter_.type == Type::ratio || parameter_.type == Type::decimal) {
      const auto value = Decimal::parse(text);
      const bool in_range =
          parameter_.type == Type::decimal || (value && *value >= Decimal{} && *value <= Decimal::whole(1));
      if (value && in_range) return *value;
      return wrong_type(node, key, text);
    }
    const auto value = parse_integer(text);
    if (value && (parameter_.type == Type::integer || *value >= 0)) return *value;
    return wrong_type(node, key, text);
  }

  Content read_integers(const YAML::Node& node, const std::string& key) {
    std::vector<std::int64_t> values;
    if (!node.IsSequence()) return wrong_type(node, key, node.IsScalar() ? node.Scalar() : "");
    for (const auto& item : node) {
      const auto value = parse_integer(item.as<std::string>(""));
      if (!value) return wrong_type(item, key, item.as<std::string>(""));
      values.push_back(*value);
    }
    return values;
  }

  Content read_texts(const YAML::Node& node, const std::string& key) {
    std::vector<std::string> texts;
    if (!node.IsSequence()) return wrong_type(node, key, node.IsScalar() ? node.Scalar() : "");
    for (const auto& item : node) {
      const auto text = item.as<std::string>("");
      if (text.empty()) return wrong_type(item, key, "");
      if (std::find(texts.begin(), texts.end(), text) != texts.end())
        yaml_.problem("value_stands_twice", item, key, text);
      texts.push_back(text);
    }
    return texts;
  }

  Content read_table(const YAML::Node& node, const std::string& key) {
    if (!node.IsSequence()) return wrong_type(node, key, node.IsScalar() ? node.Scalar() : "");
    std::vector<std::string> names;
    for (const auto& column : columns_) names.push_back(column.first);
    std::vector<std::vector<std::string>> rows;
    for (std::size_t i = 0; i < node.size(); ++i) rows.push_back(read_row(node[i], key + "." + std::to_string(i + 1)));
    return Table(std::move(names), std::move(rows));
  }

  std::vector<std::string> read_row(const YAML::Node& node, const std::string& key) {
    std::vector<std::string> row(columns_.size());
    if (!node.IsMap()) {
      yaml_.problem("row_is_no_mapping", node, key);
      return row;
    }
    yaml_.expect_no_doubles(node, key);
    for (const auto& entry : node) {
      const auto column = entry.first.as<std::string>("");
      const auto it = std::find_if(columns_.begin(), columns_.end(), [&](const auto& c) { return c.first == column; });
      if (it == columns_.end()) yaml_.problem("key_is_not_known", entry.first, join(key, column), column);
    }
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      row[i] = yaml_.scalar(node, key, columns_[i].first.c_str());
      check_cell(node, join(key, columns_[i].first), columns_[i].second, row[i]);
    }
    return row;
  }

  void check_cell(const YAML::Node& node, const std::string& key, const std::string& type, const std::string& cell) {
    if (cell.empty()) return;  // noted as missing
    if (type == "integer" && !parse_integer(cell)) yaml_.problem("value_has_the_wrong_type", node, key, cell, type);
    if (type == "decimal" && !Decimal::parse(cell)) yaml_.problem("value_has_the_wrong_type", node, key, cell, type);
    if (type == "grade" && !parse_grade(cell)) yaml_.problem("grade_is_not_known", node, key, cell);
    if (type == "cite" && !sources_.contains(cell)) yaml_.problem("cite_is_not_in_sources", node, key, cell);
  }

  Content wrong_type(const YAML::Node& node, const std::string& key, const std::string& value) {
    yaml_.problem("value_has_the_wrong_type", node, key, value, std::string(name(parameter_.type)));
    return Content{};
  }

  YamlReader yaml_;
  const Sources& sources_;
  Columns columns_;
  Parameter parameter_;
};

std::string id_of(const std::string& file) {
  auto id = file.substr(0, file.size() - std::string_view(".yaml").size());
  std::replace(id.begin(), id.end(), '/', '.');
  return id;
}

}  // namespace

std::optional<Parameter> read_parameter(const std::string& file, const std::string& text, const Sources& sources,
                                        Problems& problems) {
  const auto before = problems.size();
  YamlReader yaml(file, problems);
  const auto root = yaml.parse(text);
  if (!root) return std::nullopt;
  auto parameter = ParameterReader(file, sources, problems).read(*root);
  if (problems.size() != before) return std::nullopt;
  parameter.file = file;
  parameter.id = id_of(file);
  return parameter;
}

Sources read_sources(const std::string& file, const std::string& text, Problems& problems) {
  Sources sources;
  YamlReader yaml(file, problems);
  const auto root = yaml.parse(text);
  if (!root) return sources;
  yaml.expect_no_doubles(*root, "");
  for (const auto& entry : *root) {
    const auto key = entry.first.as<std::string>("");
    if (!entry.second.IsMap()) {
      yaml.problem("value_is_no_mapping", entry.second, key);
      continue;
    }
    yaml.expect_keys(entry.second, key, {"title", "article", "evidence", "version_read"});
    Source source{key, yaml.text(entry.second, key, "title"), yaml.text(entry.second, key, "article", false),
                  yaml.scalar(entry.second, key, "evidence"), yaml.scalar(entry.second, key, "version_read", false)};
    sources.emplace(key, std::move(source));
  }
  return sources;
}

}  // namespace clearway::law
