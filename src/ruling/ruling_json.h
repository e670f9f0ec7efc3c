#pragma once

#include <string>
#include <string_view>

#include "base/json_writer.h"
#include "base/result.h"
#include "ruling/ruling.h"

namespace clearway::ruling {

/// The file as the record keeps it: the same file gives the same bytes, and reading them gives the same file.
std::string to_json(const Ruling& ruling);
/// Errors: ruling_is_not_readable, naming what is missing or wrong.
Result<Ruling> from_json(std::string_view json);

/// As objects; what is absent is left out.
void write(JsonWriter& json, const Facts& facts);
void write(JsonWriter& json, const Application& application);
void write(JsonWriter& json, const Decision& decision);
void write(JsonWriter& json, const Published& published);

/// What people send, read back. Everything may be absent, nothing may be unknown. Error application_is_not_valid or
/// draft_is_not_valid: `field` names the value, `detail` what it is, `fix` what it takes.
Result<Application> read_application(std::string_view json, Kind kind);
Result<Draft> read_draft(std::string_view json);

}  // namespace clearway::ruling
