#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "assessment/import_declaration.h"
#include "assessment/refusal.h"
#include "base/json_writer.h"

namespace clearway::assessment {

/// One declaration to assess, as `clearway assess` reads it. Its fields: docs/assess.md.
struct Case {
  std::string case_id;
  ImportDeclaration declaration;
};

/// Reads cases of JSON. Not for use by two threads at once.
class CaseReader {
 public:
  CaseReader();
  ~CaseReader();

  /// Reads `{"case_id": …, "declaration": {…}}`. Every fault is named in `problems`: one of the declaration itself
  /// (scope declaration) means that nothing may be assessed; a line with a fault is left out and the others stay.
  Case read(std::string_view json, Problems& problems);
  /// The same for a declaration alone, as `write` writes it.
  ImportDeclaration read_declaration(std::string_view json, Problems& problems);

 private:
  struct Parser;
  std::unique_ptr<Parser> parser_;
};

/// The declaration as an object; what is absent or usual is left out. Reading it gives the same declaration, and the
/// same declaration gives the same bytes.
void write(JsonWriter& json, const ImportDeclaration& declaration);
std::string to_json(const ImportDeclaration& declaration);

}  // namespace clearway::assessment
