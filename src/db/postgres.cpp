#include <libpq-fe.h>

#include <array>
#include <charconv>
#include <cstring>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "db/drivers.h"

namespace clearway::db {
namespace {

Failure failure_of_state(std::string_view state) {
  if (state.starts_with("08") || state.starts_with("57P")) return Failure::connection_lost;
  if (state == "53100") return Failure::disk_full;
  if (state.starts_with("23")) return Failure::constraint;
  if (state == "55P03" || state == "40001" || state == "40P01") return Failure::locked;
  if (state == "25006") return Failure::read_only;
  if (state.starts_with("28") || state == "42501") return Failure::access_refused;
  if (state == "3D000") return Failure::cannot_open;
  if (state.starts_with("XX00")) return Failure::corrupt;
  return Failure::other;
}

struct Clear {
  void operator()(PGresult* result) const { PQclear(result); }
};
struct Finish {
  void operator()(PGconn* connection) const { PQfinish(connection); }
};
using Answer = std::unique_ptr<PGresult, Clear>;

int hex_digit(char c) { return c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10; }

class PostgresRow : public Row {
 public:
  explicit PostgresRow(const PGresult* result) : result_(result) {}
  void move_to(int row) {
    row_ = row;
    decoded_.clear();
  }
  bool is_null(int column) const override { return PQgetisnull(result_, row_, column) != 0; }
  std::int64_t integer(int column) const override {
    const auto digits = text(column);
    std::int64_t value = 0;
    const auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (!is_null(column) && (failed != std::errc{} || end != digits.data() + digits.size())) sound_ = false;
    return value;
  }
  std::string_view text(int column) const override {
    return {PQgetvalue(result_, row_, column), static_cast<std::size_t>(PQgetlength(result_, row_, column))};
  }
  std::string_view bytes(int column) const override {  // arrives as \x and hexadecimal digits
    const auto digits = text(column);
    if (!digits.starts_with("\\x")) return {};
    auto& decoded = decoded_[column];
    decoded.clear();
    for (std::size_t i = 2; i + 1 < digits.size(); i += 2) {
      decoded.push_back(static_cast<char>(hex_digit(digits[i]) << 4 | hex_digit(digits[i + 1])));
    }
    return decoded;
  }

 private:
  const PGresult* result_;
  int row_ = 0;
  mutable std::unordered_map<int, std::string> decoded_;
};

// Parameters as libpq wants them; numbers as text, bytes in binary.
class Parameters {
 public:
  explicit Parameters(std::span<const Value> values)
      : values_(values.size()), lengths_(values.size()), formats_(values.size()), owned_(values.size()) {
    for (std::size_t i = 0; i < values.size(); ++i) set(i, values[i]);
  }
  int count() const { return static_cast<int>(values_.size()); }
  const char* const* values() const { return values_.data(); }
  const int* lengths() const { return lengths_.data(); }
  const int* formats() const { return formats_.data(); }

 private:
  void set(std::size_t i, const Value& value) {
    switch (value.type()) {
      case Value::Type::null: return;
      case Value::Type::integer: owned_[i] = std::to_string(value.integer()); break;
      case Value::Type::text: owned_[i] = value.text(); break;
      case Value::Type::bytes:
        owned_[i] = value.text();
        formats_[i] = 1;
        break;
    }
    values_[i] = owned_[i].c_str();
    lengths_[i] = static_cast<int>(owned_[i].size());
  }
  std::vector<const char*> values_;
  std::vector<int> lengths_, formats_;
  std::vector<std::string> owned_;
};

class Postgres : public Connection {
 public:
  Postgres(Address address, OpenOptions options) : address_(std::move(address)), options_(options) {}

  Status connect() {
    statements_.clear();
    const char* const keys[] = {"dbname",          "connect_timeout",           "application_name",
                                "client_encoding", "fallback_application_name", nullptr};
    const char* const values[] = {address_.target.c_str(), "10", nullptr, "UTF8", "clearway", nullptr};
    connection_.reset(PQconnectdbParams(keys, values, 1));
    if (PQstatus(connection_.get()) != CONNECTION_OK) return connect_error();
    PQsetNoticeProcessor(
        connection_.get(), [](void*, const char*) {}, nullptr);
    std::string settings = "SET lock_timeout = " + std::to_string(options_.busy_timeout_ms);
    if (options_.read_only) settings += "; SET default_transaction_read_only = on";
    return script(settings);
  }

  Engine engine() const override { return Engine::postgres; }

  Status script(std::string_view sql) override {
    const std::string text(sql);
    const Answer answer(PQexec(connection_.get(), text.c_str()));
    // The server answers COMMIT of a failed transaction with a plain ROLLBACK, which must not pass for success.
    if (sql == "COMMIT" && std::string_view(PQcmdStatus(answer.get())) == "ROLLBACK") {
      return make_error(Failure::other, shown(), "the transaction had failed and was rolled back");
    }
    return check(answer);
  }

  Result<std::int64_t> run(std::string_view sql, std::span<const Value> parameters) override {
    auto answer = execute(sql, parameters);
    if (!answer) return answer.error();
    const std::string_view changed = PQcmdTuples(answer->get());
    std::int64_t count = 0;
    std::from_chars(changed.data(), changed.data() + changed.size(), count);
    return count;
  }

  Status rows(std::string_view sql, std::span<const Value> parameters,
              const std::function<bool(const Row&)>& visit) override {
    auto answer = execute(sql, parameters);
    if (!answer) return answer.error();
    PostgresRow row(answer->get());
    const int count = PQntuples(answer->get());
    for (int i = 0; i < count; ++i) {
      row.move_to(i);
      if (!visit(row)) break;
    }
    return success();
  }

  Status copy(std::string_view target, const CopyRows& rows) override {
    const std::string command = "COPY " + std::string(target) + " FROM STDIN (FORMAT binary)";
    const Answer started(PQexec(connection_.get(), command.c_str()));
    if (PQresultStatus(started.get()) != PGRES_COPY_IN) return error(started.get());
    static constexpr char header[] = "PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0";  // signature, flags, extension
    static constexpr char trailer[] = "\377\377";
    const auto put = [&](const char* data, std::size_t size) {
      return PQputCopyData(connection_.get(), data, static_cast<int>(size)) == 1;
    };
    if (!put(header, 19) || !put(rows.data().data(), rows.data().size()) || !put(trailer, 2) ||
        PQputCopyEnd(connection_.get(), nullptr) != 1) {
      return error(nullptr);
    }
    Status status = success();
    while (Answer result{PQgetResult(connection_.get())}) {
      if (PQresultStatus(result.get()) != PGRES_COMMAND_OK && status.ok()) status = error(result.get());
    }
    return status;
  }

  bool in_transaction() const override {
    const auto state = PQtransactionStatus(connection_.get());
    return state == PQTRANS_INTRANS || state == PQTRANS_INERROR || state == PQTRANS_ACTIVE;
  }

  Status reconnect() override { return connect(); }
  std::string shown() const override { return address_.shown(); }

 private:
  Result<Answer> execute(std::string_view sql, std::span<const Value> parameters) {
    const auto name = prepared(sql);
    if (!name) return name.error();
    const Parameters given(parameters);
    Answer answer(PQexecPrepared(connection_.get(), name->c_str(), given.count(), given.values(), given.lengths(),
                                 given.formats(), 0));
    if (auto status = check(answer); !status) return status.error();
    return answer;
  }

  Result<std::string> prepared(std::string_view sql) {
    if (const auto found = statements_.find(sql); found != statements_.end()) return found->second;
    if (statements_.size() >= kept_statements) {
      (void)script("DEALLOCATE ALL");
      statements_.clear();
    }
    std::string name = "s" + std::to_string(++prepared_);
    const std::string text(sql);
    if (auto status = check(Answer(PQprepare(connection_.get(), name.c_str(), text.c_str(), 0, nullptr))); !status) {
      return status.error();
    }
    statements_.emplace(text, name);
    return name;
  }

  Status check(const Answer& answer) {
    switch (PQresultStatus(answer.get())) {
      case PGRES_COMMAND_OK:
      case PGRES_TUPLES_OK:
      case PGRES_EMPTY_QUERY: return success();
      default: return error(answer.get());
    }
  }

  Error error(const PGresult* result) const {
    if (PQstatus(connection_.get()) == CONNECTION_BAD) {
      return make_error(Failure::connection_lost, shown(), PQerrorMessage(connection_.get()));
    }
    const char* state = result == nullptr ? nullptr : PQresultErrorField(result, PG_DIAG_SQLSTATE);
    const char* said = result == nullptr ? nullptr : PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    const char* constraint = result == nullptr ? nullptr : PQresultErrorField(result, PG_DIAG_CONSTRAINT_NAME);
    std::string text = said == nullptr ? PQerrorMessage(connection_.get()) : said;
    if (state != nullptr) text.append(" (SQLSTATE ").append(state).append(")");
    if (constraint != nullptr) text.append(" [").append(constraint).append("]");
    // The server's own errors have a SQLSTATE; one without is libpq's, which has lost the server and may not say so
    // yet.
    return make_error(state == nullptr ? Failure::connection_lost : failure_of_state(state), shown(), text);
  }

  // libpq gives no SQLSTATE for a refused connection, only the server's words.
  Error connect_error() const {
    const std::string_view said = PQerrorMessage(connection_.get());
    const auto has = [&](std::string_view part) { return said.find(part) != std::string_view::npos; };
    Failure failure = Failure::connection_lost;
    if (has("password") || has("no pg_hba.conf entry") || has("role \"")) failure = Failure::access_refused;
    if (has("database \"") && has("does not exist")) failure = Failure::cannot_open;
    return make_error(failure, shown(), said);
  }

  struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };
  static constexpr std::size_t kept_statements = 256;

  Address address_;
  OpenOptions options_;
  std::unique_ptr<PGconn, Finish> connection_;
  std::unordered_map<std::string, std::string, TextHash, std::equal_to<>> statements_;
  std::uint64_t prepared_ = 0;
};

}  // namespace

Result<std::unique_ptr<Connection>> open_postgres(const Address& address, const OpenOptions& options) {
  auto connection = std::make_unique<Postgres>(address, options);
  if (auto status = connection->connect(); !status) return status.error();
  return std::unique_ptr<Connection>(std::move(connection));
}

}  // namespace clearway::db
