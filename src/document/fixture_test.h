#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <memory>
#include <string>

#include "document/document.h"
#include "document/fonts.h"

namespace clearway::document {

inline std::string source_path(const std::string& path) { return std::string(CLEARWAY_SOURCE_DIR) + "/" + path; }

inline std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  EXPECT_TRUE(in) << path;
  return {std::istreambuf_iterator<char>(in), {}};
}

inline const Messages& messages() {
  static const Messages loaded = Messages::load(source_path("messages")).value();
  return loaded;
}

inline const Templates& templates() {
  static const Templates loaded = Templates::load(source_path("documents")).value();
  return loaded;
}

/// The worked case of a template: src/document/cases/<id>.json, of invented firms and persons.
inline std::string case_json(const std::string& id) {
  return read_file(source_path("src/document/cases/" + id + ".json"));
}

inline Fonts& fonts() {
  static const auto opened = Fonts::open().value().release();  // lives as long as the program
  return *opened;
}

inline Document composed(const std::string& id, Languages languages = Languages::both) {
  return compose(*templates().find(id), case_json(id), languages, messages()).value();
}

/// `text` with the first `from` replaced by `to`; fails where there is none.
inline std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

inline bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

}  // namespace clearway::document
