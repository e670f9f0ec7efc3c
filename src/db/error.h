#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace clearway::db {

/// Why the database refused, the same on both engines.
enum class Failure : std::uint8_t {
  none,
  locked,  // another process holds it; trying again may succeed
  disk_full,
  constraint,       // a key, reference or check
  connection_lost,  // SQLSTATE 08xxx, server shut down; other parties may still be served
  corrupt,          // the file is damaged
  read_only,
  access_refused,  // password, permission
  cannot_open,     // no such file, host or database
  owned,           // another server owns this SQLite file
  schema_older,    // migrations are missing
  schema_newer,    // written by a later version
  other,
};

/// Error::code of a failure, e.g. "disk_is_full"; an Error made here reads back through failure_of.
std::string_view code(Failure failure);
Failure failure_of(const Error& error);
/// Message and remedy of a failure; `what` names the database, `said` is what the engine said.
Error make_error(Failure failure, std::string_view what, std::string_view said);

}  // namespace clearway::db
