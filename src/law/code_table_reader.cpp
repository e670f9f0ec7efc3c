#include "law/code_table_reader.h"

#include <algorithm>

#include "law/yaml_reader.h"

namespace clearway::law {
namespace {

bool fits(const std::string& code, const CodeShape& shape) {
  return code.size() == shape.length && code.starts_with(shape.prefix) &&
         std::all_of(code.begin(), code.end(),
                     [&](char c) { return shape.letters ? c >= 'A' && c <= 'Z' : c >= '0' && c <= '9'; });
}

CodeEntry read_entry(YamlReader& yaml, const YAML::Node& node, const std::string& code, Grade grade) {
  const auto key = "codes." + code;
  yaml.expect_keys(node, key, {"ko", "en", "grade", "minor", "kind"});
  CodeEntry entry{code, yaml.text_here(node, key), node["grade"] ? yaml.grade(node, key) : grade, 2,
                  yaml.scalar(node, key, "kind", false)};
  if (const auto minor = node["minor"]) {
    entry.minor_digits = minor.as<int>(-1);
    if (entry.minor_digits < 0 || entry.minor_digits > 4) {
      yaml.problem("value_has_the_wrong_type", minor, key + ".minor", minor.as<std::string>(""), "0, 2, 3, 4");
    }
  }
  if (!entry.kind.empty() && entry.kind != "sea" && entry.kind != "air") {
    yaml.problem("value_has_the_wrong_type", node["kind"], key + ".kind", entry.kind, "sea, air");
  }
  return entry;
}

}  // namespace

CodeTable read_code_table(const std::string& file, const std::string& text, const CodeShape& shape,
                          const Sources& sources, Problems& problems) {
  YamlReader yaml(file, problems);
  const auto root = yaml.parse(text);
  if (!root) return {};
  yaml.expect_keys(*root, "", {"title", "cite", "grade", "codes"});
  yaml.text(*root, "", "title");
  const auto cite = yaml.scalar(*root, "", "cite", false);
  if (cite.empty()) yaml.problem("cite_is_missing", *root, "cite");
  if (!cite.empty() && !sources.contains(cite)) yaml.problem("cite_is_not_in_sources", (*root)["cite"], "cite", cite);
  const auto grade = yaml.grade(*root, "");
  const auto codes = (*root)["codes"];
  if (!codes || !codes.IsMap() || codes.size() == 0) {
    yaml.problem("values_are_missing", codes ? codes : *root, "codes");
    return {};
  }
  yaml.expect_no_doubles(codes, "codes");
  std::vector<CodeEntry> entries;
  for (const auto& item : codes) {
    const auto code = item.first.as<std::string>("");
    if (!fits(code, shape)) {
      yaml.problem("code_does_not_fit_the_format", item.first, "codes." + code, code,
                   (shape.letters ? "a" : "n") + std::to_string(shape.length) + shape.prefix);
    }
    if (item.second.IsMap()) {
      entries.push_back(read_entry(yaml, item.second, code, grade));
    } else {
      yaml.problem("text_needs_both_languages", item.second, "codes." + code);
    }
  }
  return CodeTable(cite, std::move(entries));
}

}  // namespace clearway::law
