#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/result.h"
#include "db/connection.h"

namespace clearway::db {

/// Text written for PostgreSQL as SQLite reads it: TEXT, INTEGER and BLOB, and STRICT tables.
std::string for_engine(Engine engine, std::string_view sql);

struct Migrations {
  std::vector<std::string> applied;  // by this call, or by earlier ones
  std::vector<std::string> missing;
};
/// What has been applied. Fails with database_schema_is_newer when the database knows migrations this program does not,
/// and with database_is_corrupt when the text of an applied one has changed since.
Result<Migrations> migration_state(Connection& connection);
/// Applies what is missing, each in a transaction of its own. Answers with the names applied now.
Result<std::vector<std::string>> migrate(Connection& connection, Instant now);

/// Tables, their columns and indexes as sorted lines, to compare two databases of the same engine.
Result<std::vector<std::string>> describe(Connection& connection);

}  // namespace clearway::db
