#pragma once

// Inside src/law only: yaml-cpp must not reach public headers.
#include <yaml-cpp/yaml.h>

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "base/text.h"
#include "law/parameter.h"
#include "law/problem.h"

namespace clearway::law {

/// Reads one YAML file and notes what is wrong with it, with line and path, without stopping at the first problem.
class YamlReader {
 public:
  YamlReader(std::string file, Problems& problems) : file_(std::move(file)), problems_(problems) {}

  /// The root of the file; nothing (and a problem) if it is no YAML mapping.
  std::optional<YAML::Node> parse(const std::string& text);

  void problem(std::string code, const YAML::Node& node, std::string key, std::string value = {},
               std::string expected = {});
  /// Notes unknown and doubled keys of a mapping.
  void expect_keys(const YAML::Node& node, const std::string& key, std::initializer_list<std::string_view> known);
  void expect_no_doubles(const YAML::Node& node, const std::string& key);

  /// The scalar `name` of `node`; empty (and a problem if it must be there).
  std::string scalar(const YAML::Node& node, const std::string& key, const char* name, bool required = true);
  Text text(const YAML::Node& node, const std::string& key, const char* name, bool required = true);
  /// {ko, en} standing in `node` itself.
  Text text_here(const YAML::Node& node, const std::string& key);
  Grade grade(const YAML::Node& node, const std::string& key);
  std::optional<Date> date(const YAML::Node& node, const std::string& key, const std::string& value);

  const std::string& file() const { return file_; }

 private:
  std::string file_;
  Problems& problems_;
};

inline std::string join(const std::string& key, const std::string& name) {
  return key.empty() ? name : key + "." + name;
}

}  // namespace clearway::law
