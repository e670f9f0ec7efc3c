#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace clearway::intake {

/// Why a row, or a whole file, was not taken. The name is the key of both sentences in messages/intake.yaml:
/// `intake.<name>.cause` and `intake.<name>.fix`. Never renumbered.
enum class Cause : std::uint8_t {
  // The row as text.
  broken_utf8,
  broken_cp949,
  row_too_long,
  row_truncated,
  nul_character,
  // JSON lines.
  json_syntax,
  json_incomplete,
  text_after_object,
  not_an_object,
  value_is_nested,
  value_is_boolean,
  number_malformed,
  number_with_commas,
  key_doubled,
  lone_surrogate,
  control_character,
  items_not_a_list,
  item_not_an_object,
  header_field_in_item,
  item_field_beside_items,
  too_many_items,
  // CSV.
  too_few_columns,
  too_many_columns,
  quote_not_closed,
  text_after_quote,
  item_row_rejected,
  declaration_lost_a_row,
  header_differs_between_items,
  declaration_id_repeated,
  // The declaration.
  declaration_id_missing,
  declaration_id_malformed,
  procedure_missing,
  procedure_unknown,
  // A value and its mapping.
  code_not_in_mapping,
  date_not_as_mapped,
  number_not_as_mapped,
  // The file.
  file_not_found,
  file_not_readable,
  file_is_empty,
  file_is_utf16,
  file_is_binary,
  json_array_not_lines,
  header_not_readable,
  column_missing,
  column_doubled,
  column_unknown,
  column_unnamed,
  old_line_ends,
  mapping_needs_csv,
  // The mapping file.
  mapping_not_readable,
  mapping_syntax,
  mapping_key_unknown,
  mapping_key_doubled,
  mapping_key_missing,
  mapping_value_wrong,
  mapping_field_unknown,
  mapping_field_doubled,
  mapping_transform_unknown,
};
inline constexpr std::size_t cause_count = static_cast<std::size_t>(Cause::mapping_transform_unknown) + 1;
std::string_view name(Cause cause);

/// Names and values for the places of a sentence.
using Details = std::vector<std::pair<std::string, std::string>>;

/// One row that was not taken. `value` and `raw` are already masked where a field is personal, and valid UTF-8.
struct Reject {
  std::string source_file;
  std::uint64_t source_row = 0;  // 1-based line of the file where the row begins
  std::string field;             // field, key or column; empty where the row as a whole is meant
  std::string value;             // as sent
  Cause cause = Cause::json_syntax;
  Details details;
  std::string raw;  // the row, up to a limit; empty where it cannot be shown
};

/// A key or column that no field has: the rows are kept, but a misspelt name must not vanish silently.
struct UnknownKey {
  std::string key;
  std::string near;  // the field it may have meant; empty if none is near
  std::uint64_t first_row = 0;
  std::uint64_t rows = 0;
};

}  // namespace clearway::intake
