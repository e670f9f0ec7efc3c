#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "declaration/declaration.h"
#include "intake/source.h"

namespace clearway::intake {

/// One step that changes the text of a column. Which of the others are used depends on `kind`.
struct Transform {
  enum class Kind : std::uint8_t {
    trim,
    upper,
    lower,
    strip,
    scale,
    round,
    prefix,
    suffix,
    pad_left,
    date,
    first,
    last
  };
  Kind kind = Kind::trim;
  int count = 0;     // scale: power of ten; round: decimals kept; pad_left: width; first, last: characters kept
  std::string text;  // strip: characters to drop; prefix, suffix; pad_left: the character; date: the layout
};

/// Where the texts of a field come from: columns joined, then transformed, then looked up in `values`.
struct ColumnRule {
  std::vector<declaration::Field> fields;
  std::vector<Transform> transforms;
  std::map<std::string, std::string, std::less<>> values;  // code of the file -> code of Clearway; empty: not looked up
  bool keep_other_values = false;  // a value that is not in `values` is kept; otherwise the row is rejected
  bool optional = false;           // the column may be missing in the file
};

struct MappedColumn {
  std::string column;
  ColumnRule rule;
};

/// How a CSV file of any layout becomes declarations: one file of `mappings/`, checked when it is loaded.
class Mapping {
 public:
  /// The layout is described in docs/how-to/map-a-file.md. Error: file, line, key, value, and the nearest name where
  /// one is misspelt; its sentences as `options` say.
  static Result<Mapping> load(const std::string& path, const Options& options = {});
  static Result<Mapping> parse(const std::string& yaml, const std::string& name, const Options& options = {});

  std::string name;
  Encoding encoding = Encoding::automatic;
  char delimiter = ',';
  bool one_row_is_one_declaration = false;  // rows are not gathered into items
  std::optional<declaration::Procedure> procedure;
  std::string procedure_column;  // empty: the constant, or the option of the command
  ColumnRule procedure_rule;
  std::vector<std::string> id_columns;  // joined by `id_separator`
  std::string id_separator = "-";
  ColumnRule id_rule;  // of the joined text
  std::vector<MappedColumn> columns;
  std::vector<std::pair<declaration::Field, std::string>> constants;
  std::string outcome_column;  // examination_result; never an input
  ColumnRule outcome_rule;
  std::vector<std::string> ignored;
};

}  // namespace clearway::intake
