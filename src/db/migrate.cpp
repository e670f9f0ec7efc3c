#include "db/migrate.h"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <utility>

#include "db/migrations.h"  // generated

namespace clearway::db {
namespace {

constexpr std::string_view create_table = R"sql(CREATE TABLE IF NOT EXISTS migration (
  name text COLLATE "C" NOT NULL,
  checksum text COLLATE "C" NOT NULL,
  applied_at bigint NOT NULL,
  PRIMARY KEY (name)
);
)sql";

std::string checksum(std::string_view text) {
  std::array<unsigned char, 32> digest;
  crypto_generichash(digest.data(), digest.size(), reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                     nullptr, 0);
  std::array<char, 65> hex;
  sodium_bin2hex(hex.data(), hex.size(), digest.data(), digest.size());
  return hex.data();
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

Result<bool> has_migration_table(Connection& connection) {
  const std::string_view sql =
      connection.engine() == Engine::sqlite
          ? "SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'migration'"
          : "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'migration'";
  bool found = false;
  if (auto status = connection.rows(sql, {}, [&](const Row&) { return found = true; }); !status) return status.error();
  return found;
}

Result<std::vector<std::pair<std::string, std::string>>> applied_migrations(Connection& connection) {
  std::vector<std::pair<std::string, std::string>> applied;
  const auto exists = has_migration_table(connection);
  if (!exists) return exists.error();
  if (!*exists) return applied;
  auto status = connection.rows("SELECT name, checksum FROM migration ORDER BY name", {}, [&](const Row& row) {
    applied.emplace_back(row.string(0), row.string(1));
    return true;
  });
  if (!status) return status.error();
  return applied;
}

Status apply(Connection& connection, std::string_view name, std::string_view sql, Instant now) {
  Transaction transaction(connection);
  if (auto status = transaction.begin(); !status) return status;
  if (connection.engine() == Engine::postgres) {  // several servers may start at once
    if (auto status = connection.script("SELECT pg_advisory_xact_lock(20261123)"); !status) return status;
  }
  if (auto status = connection.script(for_engine(connection.engine(), create_table)); !status) return status;
  const auto state = migration_state(connection);  // as it is now that nobody else changes it
  if (!state) return state.error();
  if (std::find(state->applied.begin(), state->applied.end(), name) != state->applied.end()) return success();
  if (auto status = connection.script(for_engine(connection.engine(), sql)); !status) return status;
  const auto inserted = connection.run("INSERT INTO migration (name, checksum, applied_at) VALUES ($1, $2, $3)",
                                       {name, checksum(sql), now.microseconds});
  if (!inserted) return inserted.error();
  return transaction.commit();
}

}  // namespace

std::string for_engine(Engine engine, std::string_view sql) {
  std::string text(sql);
  if (engine == Engine::postgres) return text;
  replace_all(text, "text COLLATE \"C\"", "TEXT");
  replace_all(text, " smallint", " INTEGER");
  replace_all(text, " bigint", " INTEGER");
  replace_all(text, " bytea", " BLOB");
  replace_all(text, "\n);", "\n) STRICT;");
  return text;
}

Result<Migrations> migration_state(Connection& connection) {
  const auto applied = applied_migrations(connection);
  if (!applied) return applied.error();
  Migrations state;
  for (const auto& one : *applied) {
    const std::string& name = one.first;
    const auto known = std::find_if(sql::migrations.begin(), sql::migrations.end(),
                                    [&](const auto& migration) { return migration.first == name; });
    if (known == sql::migrations.end()) {
      return make_error(Failure::schema_newer, connection.shown(), "migration " + name + " is not known here");
    }
    if (checksum(known->second) != one.second) {
      return make_error(Failure::corrupt, connection.shown(), "migration " + name + " was applied with another text");
    }
    state.applied.push_back(name);
  }
  for (const auto& migration : sql::migrations) {
    if (std::find(state.applied.begin(), state.applied.end(), migration.first) == state.applied.end()) {
      state.missing.emplace_back(migration.first);
    }
  }
  return state;
}

Result<std::vector<std::string>> migrate(Connection& connection, Instant now) {
  const auto state = migration_state(connection);
  if (!state) return state.error();
  for (const auto& [name, text] : sql::migrations) {
    if (std::find(state->missing.begin(), state->missing.end(), name) == state->missing.end()) continue;
    if (auto status = apply(connection, name, text, now); !status) return status.error();
  }
  return state->missing;
}

Result<std::vector<std::string>> describe(Connection& connection) {
  constexpr std::string_view sqlite = R"sql(
    SELECT m.name || ' ' || c.name || ' ' || c.type || ' ' || c."notnull" || ' ' || c.pk
    FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table'
    UNION ALL SELECT name || ' ' || replace(replace(coalesce(sql, 'key'), char(10), ' '), '  ', ' ')
    FROM sqlite_master WHERE type = 'index'
    UNION ALL SELECT m.name || ' refers to ' || f."table" || ' ' || f."from" || ' ' || f."to"
    FROM sqlite_master m, pragma_foreign_key_list(m.name) f WHERE m.type = 'table')sql";
  constexpr std::string_view postgres = R"sql(
    SELECT table_name || ' ' || column_name || ' ' || data_type || ' ' || is_nullable || ' '
           || coalesce(collation_name, '')
    FROM information_schema.columns WHERE table_schema = current_schema()
    UNION ALL SELECT replace(indexdef, current_schema() || '.', '') FROM pg_indexes
    WHERE schemaname = current_schema()
    UNION ALL SELECT conrelid::regclass || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
    WHERE connamespace = current_schema()::regnamespace)sql";
  std::vector<std::string> lines;
  auto status = connection.rows(connection.engine() == Engine::sqlite ? sqlite : postgres, {}, [&](const Row& row) {
    lines.push_back(row.string(0));
    return true;
  });
  if (!status) return status.error();
  std::sort(lines.begin(), lines.end());
  return lines;
}

}  // namespace clearway::db
