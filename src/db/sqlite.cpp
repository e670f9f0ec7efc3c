#include <sqlite3.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "db/drivers.h"

namespace clearway::db {
namespace {

Failure failure_of_code(int code) {
  switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return Failure::locked;
    case SQLITE_FULL: return Failure::disk_full;
    case SQLITE_CONSTRAINT: return Failure::constraint;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB: return Failure::corrupt;
    case SQLITE_READONLY: return Failure::read_only;
    case SQLITE_CANTOPEN: return Failure::cannot_open;
    case SQLITE_PERM:
    case SQLITE_AUTH: return Failure::access_refused;
    default: break;
  }
  return Failure::other;
}

struct Finalize {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
struct Close {
  void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
};

class SqliteRow : public Row {
 public:
  explicit SqliteRow(sqlite3_stmt* statement) : statement_(statement) {}
  bool is_null(int column) const override { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }
  std::int64_t integer(int column) const override {
    if (!expect(column, SQLITE_INTEGER)) return 0;
    return sqlite3_column_int64(statement_, column);
  }
  std::string_view text(int column) const override { return expect(column, SQLITE_TEXT) ? raw(column) : ""; }
  std::string_view bytes(int column) const override { return expect(column, SQLITE_BLOB) ? raw(column) : ""; }

 private:
  bool expect(int column, int type) const {
    const int found = sqlite3_column_type(statement_, column);
    if (found != type && found != SQLITE_NULL) sound_ = false;
    return found == type;
  }
  std::string_view raw(int column) const {
    const auto* data = static_cast<const char*>(sqlite3_column_blob(statement_, column));
    return {data == nullptr ? "" : data, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
  }
  sqlite3_stmt* statement_;
};

// Puts a kept statement back into the state in which it can run again, whatever happened.
struct Reset {
  sqlite3_stmt* statement;
  ~Reset() { sqlite3_reset(statement); }
};

class Sqlite : public Connection {
 public:
  Sqlite(std::string path, OpenOptions options) : path_(std::move(path)), options_(options) {}

  Status connect() {
    int flags = SQLITE_OPEN_NOMUTEX | (options_.read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE);
    if (options_.create && !options_.read_only) flags |= SQLITE_OPEN_CREATE;
    sqlite3* raw = nullptr;
    const int code = sqlite3_open_v2(path_.c_str(), &raw, flags, nullptr);
    database_.reset(raw);
    if (code != SQLITE_OK) return error(code);
    sqlite3_extended_result_codes(raw, 1);
    sqlite3_busy_timeout(raw, options_.busy_timeout_ms);
    sqlite3_db_config(raw, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    return configure();
  }

  Engine engine() const override { return Engine::sqlite; }

  Status script(std::string_view sql) override {
    const char* rest = sql.data();
    const char* const end = sql.data() + sql.size();
    while (rest < end) {
      sqlite3_stmt* raw = nullptr;
      const char* tail = nullptr;
      int code = sqlite3_prepare_v2(database_.get(), rest, static_cast<int>(end - rest), &raw, &tail);
      std::unique_ptr<sqlite3_stmt, Finalize> statement(raw);
      if (code != SQLITE_OK) return error(code);
      if (raw != nullptr) {
        do code = sqlite3_step(raw);
        while (code == SQLITE_ROW);
        if (code != SQLITE_DONE) return error(code);
      }
      rest = tail;
    }
    return success();
  }

  Result<std::int64_t> run(std::string_view sql, std::span<const Value> parameters) override {
    const auto* kept = prepared(sql);
    if (kept == nullptr) return error(sqlite3_errcode(database_.get()));
    auto* statement = kept->statement.get();
    const Reset reset{statement};
    if (const int code = bind(*kept, parameters); code != SQLITE_OK) return error(code);
    int code = SQLITE_ROW;
    while (code == SQLITE_ROW) code = sqlite3_step(statement);
    if (code != SQLITE_DONE) return error(code);
    return sqlite3_changes64(database_.get());
  }

  Status rows(std::string_view sql, std::span<const Value> parameters,
              const std::function<bool(const Row&)>& visit) override {
    const auto* kept = prepared(sql);
    if (kept == nullptr) return error(sqlite3_errcode(database_.get()));
    auto* statement = kept->statement.get();
    const Reset reset{statement};
    if (const int code = bind(*kept, parameters); code != SQLITE_OK) return error(code);
    for (;;) {
      const int code = sqlite3_step(statement);
      if (code == SQLITE_DONE) return success();
      if (code != SQLITE_ROW) return error(code);
      if (!visit(SqliteRow(statement))) return success();
    }
  }

  Status copy(std::string_view, const CopyRows&) override {
    return make_error(Failure::other, path_, "COPY is a statement of PostgreSQL");
  }

  bool in_transaction() const override { return database_ && sqlite3_get_autocommit(database_.get()) == 0; }

  Status reconnect() override {
    recent_.fill({});
    statements_.clear();
    return connect();
  }

  std::string shown() const override { return path_; }

  Error error(int code) const {
    const char* said = database_ ? sqlite3_errmsg(database_.get()) : sqlite3_errstr(code);
    const int extended = database_ ? sqlite3_extended_errcode(database_.get()) : code;
    // A full disk shows as an I/O error where a file may not grow further (quota, RLIMIT_FSIZE).
    const bool no_room = extended == SQLITE_IOERR_WRITE || extended == SQLITE_IOERR_SHMSIZE;
    return make_error(no_room ? Failure::disk_full : failure_of_code(code), path_, said);
  }

  sqlite3* handle() const { return database_.get(); }

 private:
  Status configure() {
    // A write is acknowledged only when its WAL frames are on the disk: synchronous FULL.
    const std::string cache = "PRAGMA cache_size=-" + std::to_string(options_.cache_mb * 1024);
    if (auto status = script(cache + "; PRAGMA foreign_keys=ON; PRAGMA cell_size_check=ON; PRAGMA trusted_schema=OFF;"
                                     "PRAGMA temp_store=MEMORY");
        !status) {
      return status;
    }
    if (options_.read_only) return script("PRAGMA query_only=ON");
    return script(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=4000;"
        "PRAGMA journal_size_limit=67108864");
  }

  struct Prepared {
    std::unique_ptr<sqlite3_stmt, Finalize> statement;
    // $1, $2 ... are names to SQLite, numbered by first appearance: positions[i] is the number in the name of parameter
    // i+1.
    std::vector<std::size_t> positions;
  };

  const Prepared* prepared(std::string_view sql) {
    // Most texts are constants: their address leads to the statement without hashing the text.
    auto& recent = recent_[reinterpret_cast<std::uintptr_t>(sql.data()) / 16 % recent_.size()];
    if (recent.first == sql) return recent.second;
    const auto* statement = find_or_prepare(sql);
    if (statement != nullptr) recent = {statements_.find(sql)->first, statement};
    return statement;
  }

  const Prepared* find_or_prepare(std::string_view sql) {
    if (const auto found = statements_.find(sql); found != statements_.end()) return &found->second;
    sqlite3_stmt* raw = nullptr;
    const int code = sqlite3_prepare_v3(database_.get(), sql.data(), static_cast<int>(sql.size()),
                                        SQLITE_PREPARE_PERSISTENT, &raw, nullptr);
    if (code != SQLITE_OK) return nullptr;
    Prepared fresh{std::unique_ptr<sqlite3_stmt, Finalize>(raw), {}};
    for (int index = 1; index <= sqlite3_bind_parameter_count(raw); ++index) {
      const char* name = sqlite3_bind_parameter_name(raw, index);
      fresh.positions.push_back(name == nullptr ? static_cast<std::size_t>(index)
                                                : static_cast<std::size_t>(std::atoi(name + 1)));
    }
    return &statements_.emplace(std::string(sql), std::move(fresh)).first->second;
  }

  static int bind(const Prepared& prepared, std::span<const Value> parameters) {
    int index = 0;
    for (const std::size_t position : prepared.positions) {
      if (position < 1 || position > parameters.size()) return SQLITE_RANGE;
      const int code = bind_one(prepared.statement.get(), ++index, parameters[position - 1]);
      if (code != SQLITE_OK) return code;
    }
    return SQLITE_OK;
  }

  static int bind_one(sqlite3_stmt* statement, int index, const Value& value) {
    switch (value.type()) {
      case Value::Type::null: return sqlite3_bind_null(statement, index);
      case Value::Type::integer: return sqlite3_bind_int64(statement, index, value.integer());
      case Value::Type::text:
        return sqlite3_bind_text64(statement, index, value.text().data() == nullptr ? "" : value.text().data(),
                                   value.text().size(), SQLITE_STATIC, SQLITE_UTF8);
      case Value::Type::bytes:
        return sqlite3_bind_blob64(statement, index, value.text().data() == nullptr ? "" : value.text().data(),
                                   value.text().size(), SQLITE_STATIC);
    }
    return SQLITE_MISUSE;
  }

  struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };

  std::string path_;
  OpenOptions options_;
  std::unique_ptr<sqlite3, Close> database_;
  std::array<std::pair<std::string_view, const Prepared*>, 64> recent_{};
  std::unordered_map<std::string, Prepared, TextHash, std::equal_to<>> statements_;
};

}  // namespace

Result<std::unique_ptr<Connection>> open_sqlite(const Address& address, const OpenOptions& options) {
  if ((options.read_only || !options.create) && access(address.target.c_str(), F_OK) != 0) {
    return make_error(Failure::cannot_open, address.target, "there is no such file");
  }
  auto connection = std::make_unique<Sqlite>(address.target, options);
  if (auto status = connection->connect(); !status) return status.error();
  return std::unique_ptr<Connection>(std::move(connection));
}

Status backup_sqlite(Connection& from, const std::string& to_path) {
  if (from.engine() != Engine::sqlite) return make_error(Failure::other, to_path, "no SQLite database");
  if (access(to_path.c_str(), F_OK) == 0) {
    return Error{"file_exists_already", "to", "'" + to_path + "' exists already",
                 "Name a file that does not exist yet"};
  }
  auto& source = static_cast<Sqlite&>(from);
  sqlite3* raw = nullptr;
  const int opened = sqlite3_open_v2(to_path.c_str(), &raw, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
  std::unique_ptr<sqlite3, Close> target(raw);
  if (opened != SQLITE_OK) return make_error(failure_of_code(opened), to_path, sqlite3_errstr(opened));
  sqlite3_backup* backup = sqlite3_backup_init(raw, "main", source.handle(), "main");
  if (backup == nullptr) return make_error(Failure::other, to_path, sqlite3_errmsg(raw));
  int code = SQLITE_OK;
  do {
    code = sqlite3_backup_step(backup, 2'000);
    // A writer in another process restarts the copy; give it room.
    if (code == SQLITE_BUSY || code == SQLITE_LOCKED) sqlite3_sleep(20);
  } while (code == SQLITE_OK || code == SQLITE_BUSY || code == SQLITE_LOCKED);
  const int finished = sqlite3_backup_finish(backup);
  if (code == SQLITE_DONE && finished == SQLITE_OK) return success();
  target.reset();
  unlink(to_path.c_str());
  return make_error(failure_of_code(finished), to_path, sqlite3_errstr(finished));
}

}  // namespace clearway::db
