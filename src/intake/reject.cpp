#include "intake/reject.h"

namespace clearway::intake {
namespace {

constexpr std::array<std::string_view, cause_count> cause_names = {
    "broken_utf8",
    "broken_cp949",
    "row_too_long",
    "row_truncated",
    "nul_character",
    "json_syntax",
    "not_an_object",
    "value_is_nested",
    "value_is_boolean",
    "key_doubled",
    "lone_surrogate",
    "control_character",
    "items_not_a_list",
    "item_not_an_object",
    "header_field_in_item",
    "item_field_beside_items",
    "too_many_items",
    "too_few_columns",
    "too_many_columns",
    "quote_not_closed",
    "text_after_quote",
    "item_row_rejected",
    "header_differs_between_items",
    "declaration_id_repeated",
    "declaration_id_missing",
    "procedure_missing",
    "procedure_unknown",
    "code_not_in_mapping",
    "date_not_as_mapped",
    "number_not_as_mapped",
    "file_not_found",
    "file_not_readable",
    "file_is_empty",
    "file_is_utf16",
    "file_is_binary",
    "json_array_not_lines",
    "column_missing",
    "column_doubled",
    "column_unknown",
    "column_unnamed",
    "old_line_ends",
    "mapping_needs_csv",
};

}  // namespace

std::string_view name(Cause cause) { return cause_names[static_cast<std::size_t>(cause)]; }

}  // namespace clearway::intake
