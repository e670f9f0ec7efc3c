#include "db/error.h"

#include <array>
#include <utility>

namespace clearway::db {
namespace {

struct Entry {
  Failure failure;
  std::string_view code, detail, fix;
};

constexpr std::array entries = {
    Entry{Failure::locked, "database_is_locked", "The database is locked by another process",
          "Try again; if it lasts, find the process that holds the database and end it"},
    Entry{Failure::disk_full, "disk_is_full", "There is no room left on the disk of the database",
          "Free space on that disk, then send again what was refused; everything acknowledged is kept"},
    Entry{Failure::constraint, "database_constraint_is_violated", "The database refused the row",
          "Send each thing under its own key; report this with the text above if the keys are right"},
    Entry{Failure::connection_lost, "database_connection_is_lost", "The connection to the database is lost",
          "Try again in a few seconds under the same request id; repeating is harmless"},
    Entry{Failure::corrupt, "database_is_corrupt", "The database file is damaged",
          "Stop writing to it, run 'clearway audit verify', and restore the newest backup that verifies"},
    Entry{Failure::read_only, "database_is_read_only", "The database can only be read",
          "Give the process write permission on the file and its folder, or connect to the primary server"},
    Entry{Failure::access_refused, "database_refuses_access", "The database refused access",
          "Check user name, password and permissions in --db"},
    Entry{Failure::cannot_open, "database_cannot_be_opened", "The database cannot be opened",
          "Check the path or address in --db; 'clearway db migrate' creates a new one"},
    Entry{Failure::owned, "database_is_owned_by_another_process", "Another process writes to this file",
          "Send to that server instead, or stop it first; reading tools may run beside it"},
    Entry{Failure::schema_older, "database_schema_is_older", "The database was made by an earlier version",
          "Run 'clearway db migrate' on it"},
    Entry{Failure::schema_newer, "database_schema_is_newer", "The database was made by a later version",
          "Use the version of Clearway that wrote it, or a later one"},
    Entry{Failure::other, "database_failed", "The database failed", "Report this with the text above"},
};

const Entry& entry_of(Failure failure) {
  for (const Entry& entry : entries) {
    if (entry.failure == failure) return entry;
  }
  return entries.back();
}

}  // namespace

std::string_view code(Failure failure) { return entry_of(failure).code; }

Failure failure_of(const Error& error) {
  for (const Entry& entry : entries) {
    if (entry.code == error.code) return entry.failure;
  }
  return Failure::none;
}

Error make_error(Failure failure, std::string_view what, std::string_view said) {
  const Entry& entry = entry_of(failure);
  Error error{std::string(entry.code), "db", std::string(entry.detail), std::string(entry.fix)};
  if (!what.empty()) error.detail.append(" (").append(what).append(")");
  while (!said.empty() && (said.back() == '\n' || said.back() == ' ')) said.remove_suffix(1);
  if (!said.empty()) error.detail.append(": ").append(said);
  return error;
}

}  // namespace clearway::db
