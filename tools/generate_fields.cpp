// Writes declaration/fields.h from the element files, so that a misspelt field name does not compile.
#include <yaml-cpp/yaml.h>

#include <fstream>
#include <iostream>
#include <iterator>
#include <set>
#include <sstream>
#include <string>
#include <vector>

int main(int argc, char** argv) {
  if (argc < 3) {
    std::cerr << "usage: generate_fields OUT.h ELEMENTS.yaml...\n";
    return 2;
  }
  std::vector<std::string> header, item;
  std::set<std::string> seen, personal;
  const auto add = [&](const std::string& file, const std::string& name, const YAML::Node& field) {
    if (field["use"]) return;  // described in another file
    if (!seen.insert(name).second) {
      std::cerr << file << ": field " << name << " stands twice\n";
      std::exit(1);
    }
    const auto level = field["level"].as<std::string>("");
    if (level != "header" && level != "item") {
      std::cerr << file << ": field " << name << ": level must be header or item, not '" << level << "'\n";
      std::exit(1);
    }
    (level == "header" ? header : item).push_back(name);
    if (field["personal"].as<bool>(false)) personal.insert(name);
  };
  try {
    for (int i = 2; i < argc; ++i) {
      const auto file = YAML::LoadFile(argv[i]);
      for (const auto& element : file["elements"]) {
        for (const auto& field : element.second["fields"]) add(argv[i], field.first.as<std::string>(), field.second);
      }
      for (const auto& field : file["statements"]) add(argv[i], field.first.as<std::string>(), field.second);
    }
  } catch (const YAML::Exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }

  std::ostringstream out;
  out << "// Generated from law/*/elements.yaml by tools/generate_fields.cpp. Do not edit.\n#pragma once\n\n"
         "#include <array>\n#include <cstddef>\n#include <cstdint>\n#include <string_view>\n\n"
         "namespace clearway::declaration {\n\n"
         "/// Header fields first, then the fields of an item.\nenum class Field : std::uint8_t {\n";
  for (const auto& name : header) out << "  " << name << ",\n";
  for (const auto& name : item) out << "  " << name << ",\n";
  out << "};\n\ninline constexpr std::size_t header_field_count = " << header.size()
      << ";\ninline constexpr std::size_t item_field_count = " << item.size()
      << ";\ninline constexpr std::size_t field_count = header_field_count + item_field_count;\n\n"
         "inline constexpr std::array<std::string_view, field_count> field_names = {\n";
  for (const auto& name : header) out << "    \"" << name << "\",\n";
  for (const auto& name : item) out << "    \"" << name << "\",\n";
  out << "};\n\n/// Fields that identify a person: never shown or logged in clear.\n"
         "inline constexpr std::array<bool, field_count> field_is_personal = [] {\n"
         "  std::array<bool, field_count> is{};\n";
  for (const auto& name : personal) out << "  is[static_cast<std::size_t>(Field::" << name << ")] = true;\n";
  out << "  return is;\n}();\n\n}  // namespace clearway::declaration\n";
  // Left untouched when no field changed: a new label must not rebuild everything.
  std::ifstream before(argv[1], std::ios::binary);
  if (before && std::string(std::istreambuf_iterator<char>(before), {}) == out.str()) return 0;
  std::ofstream file(argv[1], std::ios::binary);
  file << out.str();
  return file.flush() ? 0 : 1;
}
