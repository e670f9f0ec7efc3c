// Writes law/parameters.h: a tree of structs with one member for each parameter file, so that a misspelt name does not
// compile. Reads only the `type` of each file; values are bound when the law is loaded.
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

struct Node {
  std::string type;  // empty for a folder
  std::map<std::string, Node> children;
};

[[noreturn]] void refuse(const std::string& file, const std::string& cause) {
  std::cerr << file << ": " << cause << '\n';
  std::exit(1);
}

const std::map<std::string, std::string> cpp_types = {{"integer", "std::int64_t"},
                                                      {"money", "std::int64_t"},
                                                      {"count", "std::int64_t"},
                                                      {"days", "std::int64_t"},
                                                      {"months", "std::int64_t"},
                                                      {"years", "std::int64_t"},
                                                      {"ratio", "Decimal"},
                                                      {"decimal", "Decimal"},
                                                      {"text", "std::string"},
                                                      {"integers", "std::vector<std::int64_t>"},
                                                      {"texts", "std::vector<std::string>"},
                                                      {"table", "Table"}};

const std::set<std::string> keywords = {
    "alignas", "and",       "asm",      "auto",     "bool",     "break",    "case",    "catch",
    "char",    "class",     "const",    "continue", "default",  "delete",   "do",      "double",
    "else",    "enum",      "explicit", "export",   "extern",   "false",    "float",   "for",
    "friend",  "goto",      "if",       "import",   "inline",   "int",      "long",    "module",
    "mutable", "namespace", "new",      "not",      "operator", "or",       "private", "protected",
    "public",  "register",  "return",   "short",    "signed",   "sizeof",   "static",  "struct",
    "switch",  "template",  "this",     "throw",    "true",     "try",      "typedef", "typename",
    "union",   "unsigned",  "using",    "virtual",  "void",     "volatile", "while",   "xor"};

std::string member(const std::string& name) { return keywords.contains(name) ? name + "_" : name; }

std::string type_name(const std::string& name) {
  std::string out;
  bool upper = true;
  for (const char c : name) {
    if (c == '_') {
      upper = true;
    } else {
      out.push_back(upper ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : c);
      upper = false;
    }
  }
  return out;
}

bool is_name(const std::string& text) {
  return !text.empty() && text[0] >= 'a' && text[0] <= 'z' && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
}

/// Files that describe something other than one parameter.
bool is_parameter(const fs::path& relative) {
  if (relative.extension() != ".yaml" || relative == "sources.yaml") return false;
  if (relative.filename() == "elements.yaml" || *relative.begin() == "codes") return false;
  if (*relative.begin() == "packs") return false;  // rule packs of other countries (docs/rule-packs.md)
  return relative.parent_path().filename() != "exchange_rate";
}

void add(Node& root, const fs::path& relative, const fs::path& file) {
  Node* at = &root;
  auto path = relative;
  path.replace_extension();
  for (const auto& part : path) {
    const auto name = part.string();
    if (!is_name(name)) refuse(file.string(), "'" + name + "' is no name; use small letters, digits and _");
    if (!at->type.empty()) refuse(file.string(), "a file and a folder have the same name");
    at = &at->children[name];
  }
  if (!at->children.empty()) refuse(file.string(), "a file and a folder have the same name");
  const auto type = YAML::LoadFile(file.string())["type"].as<std::string>("");
  const auto cpp_type = cpp_types.find(type);
  if (cpp_type == cpp_types.end()) refuse(file.string(), "type '" + type + "' is not known");
  at->type = cpp_type->second;
}

void write_members(std::ostream& out, const Node& node, const std::string& indent) {
  for (const auto& [name, child] : node.children) {
    if (!child.type.empty()) {
      out << indent << "Dated<" << child.type << "> " << member(name) << ";\n";
      continue;
    }
    out << indent << "struct " << type_name(name) << " {\n";
    write_members(out, child, indent + "  ");
    out << indent << "} " << member(name) << ";\n";
  }
}

void write_binds(std::ostream& out, const Node& node, const std::string& id, const std::string& path) {
  for (const auto& [name, child] : node.children) {
    const auto child_id = id.empty() ? name : id + "." + name;
    const auto child_path = path.empty() ? member(name) : path + "." + member(name);
    if (child.type.empty()) {
      write_binds(out, child, child_id, child_path);
    } else {
      out << "    binder(\"" << child_id << "\", " << child_path << ");\n";
    }
  }
}

std::string header(const Node& root) {
  std::ostringstream out;
  out << "// Generated from law/ by tools/generate_law.cpp. Do not edit.\n#pragma once\n\n"
         "#include <cstdint>\n#include <string>\n#include <vector>\n\n#include \"law/value.h\"\n\n"
         "namespace clearway::law {\n\n";
  for (const auto& [name, child] : root.children) {
    out << "struct " << type_name(name) << " {\n";
    write_members(out, child, "  ");
    out << "};\n\n";
  }
  out << "/// One member for each parameter file, in the folders of law/.\nstruct ParameterTree {\n";
  for (const auto& [name, child] : root.children) out << "  " << type_name(name) << " " << member(name) << ";\n";
  out << "\n  /// Calls binder(id, member) for every parameter.\n  template <class Binder>\n"
         "  void bind(Binder&& binder) {\n";
  write_binds(out, root, "", "");
  out << "  }\n};\n\n}  // namespace clearway::law\n";
  return out.str();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: generate_law OUT.h LAW_FOLDER\n";
    return 2;
  }
  Node root;
  const fs::path folder = argv[2];
  std::set<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file() && is_parameter(fs::relative(entry.path(), folder))) files.insert(entry.path());
  }
  try {
    for (const auto& file : files) add(root, fs::relative(file, folder), file);
  } catch (const YAML::Exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
  const auto text = header(root);
  // Left untouched when nothing changed: a new value must not rebuild everything.
  std::ifstream before(argv[1], std::ios::binary);
  if (before && std::string(std::istreambuf_iterator<char>(before), {}) == text) return 0;
  std::ofstream out(argv[1], std::ios::binary);
  out << text;
  return out.flush() ? 0 : 1;
}
