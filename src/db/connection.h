#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "db/error.h"
#include "db/value.h"

namespace clearway::db {

enum class Engine : std::uint8_t { sqlite, postgres };

/// Where a database is. `sqlite:PATH`, a plain PATH, or a postgresql:// address.
struct Address {
  Engine engine = Engine::sqlite;
  std::string target;  // path, or the whole address
  /// For messages: the path, or the address without its password.
  std::string shown() const;
};
Result<Address> parse_address(std::string_view url);

struct OpenOptions {
  bool read_only = false;
  bool create = false;          // SQLite: make the file if there is none
  int busy_timeout_ms = 5'000;  // how long to wait for a lock before locked is reported
  int cache_mb = 16;            // SQLite page cache
};

/// Rows for PostgreSQL's binary COPY, gathered in memory.
class CopyRows {
 public:
  void begin_row(std::int16_t columns);
  void add_null() { add_length(-1); }
  void add_integer(std::int64_t value);   // bigint
  void add_small(std::int16_t value);     // smallint
  void add_text(std::string_view value);  // text or bytea
  void clear() { data_.clear(), rows_ = 0; }
  std::size_t rows() const { return rows_; }
  std::string_view data() const { return data_; }

 private:
  void add_length(std::int32_t length);
  std::string data_;
  std::size_t rows_ = 0;
};

/// One connection, used by one thread at a time. Statements are prepared once per text and kept. Parameters are $1, $2…
/// on both engines. Expected failures are Errors (db/error.h), never exceptions.
class Connection {
 public:
  static Result<std::unique_ptr<Connection>> open(std::string_view url, const OpenOptions& options = {});
  virtual ~Connection() = default;

  virtual Engine engine() const = 0;
  /// Several statements without parameters.
  virtual Status script(std::string_view sql) = 0;
  /// One statement; answers with the number of rows it changed.
  virtual Result<std::int64_t> run(std::string_view sql, std::span<const Value> parameters) = 0;
  /// Every row of the answer in turn, until `visit` returns false.
  virtual Status rows(std::string_view sql, std::span<const Value> parameters,
                      const std::function<bool(const Row&)>& visit) = 0;
  /// PostgreSQL only: COPY `target` ("table (columns)") FROM STDIN in binary.
  virtual Status copy(std::string_view target, const CopyRows& rows) = 0;
  virtual bool in_transaction() const = 0;
  /// After connection_lost: a new connection to the same place.
  virtual Status reconnect() = 0;
  virtual std::string shown() const = 0;

  Result<std::int64_t> run(std::string_view sql, std::initializer_list<Value> parameters = {}) {
    return run(sql, std::span(parameters.begin(), parameters.size()));
  }
  Status rows(std::string_view sql, std::initializer_list<Value> parameters,
              const std::function<bool(const Row&)>& visit) {
    return rows(sql, std::span(parameters.begin(), parameters.size()), visit);
  }
  /// Begins a transaction that will write (SQLite: takes the write lock at once).
  Status begin() { return script(engine() == Engine::sqlite ? "BEGIN IMMEDIATE" : "BEGIN"); }
  /// A transaction that only reads and sees one state of the database.
  Status begin_read() {
    return script(engine() == Engine::sqlite ? "BEGIN" : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
  }
  Status commit() { return script("COMMIT"); }
  /// Never fails from the caller's view: a connection that cannot roll back has lost its transaction anyway.
  void rollback();
};

/// Rolls back unless committed.
class Transaction {
 public:
  explicit Transaction(Connection& connection) : connection_(connection) {}
  ~Transaction() {
    if (open_) connection_.rollback();
  }
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  Status begin() {
    auto status = connection_.begin();
    open_ = status.ok();
    return status;
  }
  Status commit() {
    auto status = connection_.commit();
    if (status.ok()) open_ = false;
    return status;
  }

 private:
  Connection& connection_;
  bool open_ = false;
};

/// Copies the whole SQLite database to `to_path` while it is in use (a new file; refused if it exists).
Status backup_sqlite(Connection& from, const std::string& to_path);

}  // namespace clearway::db
