#include "law/yaml_reader.h"

#include <algorithm>
#include <set>

namespace clearway::law {

std::optional<YAML::Node> YamlReader::parse(const std::string& text) {
  if (!is_valid_utf8(text)) {
    problems_.push_back({"file_is_not_utf8", file_, 0, "", "", ""});
    return std::nullopt;
  }
  try {
    auto root = YAML::Load(text);
    if (root.IsMap()) return root;
    problems_.push_back({"file_is_no_mapping", file_, 1, "", "", ""});
  } catch (const YAML::Exception& error) {
    problems_.push_back({"yaml_is_not_valid", file_, error.mark.line + 1, "", error.msg, ""});
  }
  return std::nullopt;
}

void YamlReader::problem(std::string code, const YAML::Node& node, std::string key, std::string value,
                         std::string expected) {
  const int line = node.IsDefined() ? node.Mark().line + 1 : 0;
  problems_.push_back({std::move(code), file_, line, std::move(key), std::move(value), std::move(expected)});
}

void YamlReader::expect_no_doubles(const YAML::Node& node, const std::string& key) {
  std::set<std::string> seen;
  for (const auto& entry : node) {
    const auto name = entry.first.as<std::string>("");
    if (!seen.insert(name).second) problem("key_stands_twice", entry.first, join(key, name), name);
  }
}

void YamlReader::expect_keys(const YAML::Node& node, const std::string& key,
                             std::initializer_list<std::string_view> known) {
  expect_no_doubles(node, key);
  for (const auto& entry : node) {
    const auto name = entry.first.as<std::string>("");
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    std::string expected;
    for (const auto word : known) expected += (expected.empty() ? "" : ", ") + std::string(word);
    problem("key_is_not_known", entry.first, join(key, name), name, expected);
  }
}

std::string YamlReader::scalar(const YAML::Node& node, const std::string& key, const char* name, bool required) {
  const auto value = node[name];
  if (value && value.IsScalar() && !value.Scalar().empty()) return value.Scalar();
  if (value && !value.IsScalar()) {
    problem("value_is_no_scalar", value, join(key, name));
  } else if (required) {
    problem("key_is_missing", node, join(key, name), "", name);
  }
  return {};
}

Text YamlReader::text(const YAML::Node& node, const std::string& key, const char* name, bool required) {
  const auto value = node[name];
  if (value) return text_here(value, join(key, name));
  if (required) problem("key_is_missing", node, join(key, name), "", name);
  return {};
}

Text YamlReader::text_here(const YAML::Node& node, const std::string& key) {
  Text text;
  if (node.IsMap()) text = {node["ko"].as<std::string>(""), node["en"].as<std::string>("")};
  if (text.ko.empty() || text.en.empty()) problem("text_needs_both_languages", node, key);
  return text;
}

Grade YamlReader::grade(const YAML::Node& node, const std::string& key) {
  const auto value = scalar(node, key, "grade");
  if (value.empty()) return Grade::verify;
  if (const auto grade = parse_grade(value)) return *grade;
  std::string expected;
  for (const auto word : grade_names) expected += (expected.empty() ? "" : ", ") + std::string(word);
  problem("grade_is_not_known", node["grade"], join(key, "grade"), value, expected);
  return Grade::verify;
}

std::optional<Date> YamlReader::date(const YAML::Node& node, const std::string& key, const std::string& value) {
  const auto day = Date::parse(value);
  if (!day || value.size() != 10) {
    problem("date_is_not_valid", node, key, value, "2026-11-23");
    return std::nullopt;
  }
  return day;
}

}  // namespace clearway::law
