#include "db/connection.h"

#include "db/drivers.h"

namespace clearway::db {

std::string Address::shown() const {
  if (engine == Engine::sqlite) return target;
  // postgresql://user:password@host/name -> postgresql://user@host/name
  const auto scheme = target.find("://");
  const auto at = target.find('@');
  if (scheme == std::string::npos || at == std::string::npos) return target.substr(0, target.find('?'));
  const auto colon = target.find(':', scheme + 3);
  std::string text = target;
  if (colon != std::string::npos && colon < at) text.erase(colon, at - colon);
  return text.substr(0, text.find('?'));
}

Result<Address> parse_address(std::string_view url) {
  if (url.starts_with("postgresql://") || url.starts_with("postgres://")) {
    return Address{Engine::postgres, std::string(url)};
  }
  std::string_view path = url;
  if (path.starts_with("sqlite:")) path.remove_prefix(7);
  if (path.empty() || path.find("://") != std::string_view::npos) {
    return Error{"database_address_is_not_understood", "db", "'" + std::string(url) + "' is no address of a database",
                 "Write sqlite:PATH or postgresql://user@host/name"};
  }
  return Address{Engine::sqlite, std::string(path)};
}

Result<std::unique_ptr<Connection>> Connection::open(std::string_view url, const OpenOptions& options) {
  const auto address = parse_address(url);
  if (!address) return address.error();
  switch (address->engine) {
    case Engine::sqlite: return open_sqlite(*address, options);
    case Engine::postgres: return open_postgres(*address, options);
  }
  return make_error(Failure::other, url, "unknown engine");
}

void Connection::rollback() {
  if (in_transaction()) (void)script("ROLLBACK");
}

void CopyRows::add_length(std::int32_t length) {
  const auto bits = static_cast<std::uint32_t>(length);
  const char bytes[4] = {static_cast<char>(bits >> 24), static_cast<char>(bits >> 16), static_cast<char>(bits >> 8),
                         static_cast<char>(bits)};
  data_.append(bytes, 4);
}

void CopyRows::begin_row(std::int16_t columns) {
  const auto bits = static_cast<std::uint16_t>(columns);
  const char bytes[2] = {static_cast<char>(bits >> 8), static_cast<char>(bits)};
  data_.append(bytes, 2);
  ++rows_;
}

void CopyRows::add_integer(std::int64_t value) {
  add_length(8);
  const auto bits = static_cast<std::uint64_t>(value);
  char bytes[8];
  for (int i = 0; i < 8; ++i) bytes[i] = static_cast<char>(bits >> (56 - 8 * i));
  data_.append(bytes, 8);
}

void CopyRows::add_small(std::int16_t value) {
  add_length(2);
  const auto bits = static_cast<std::uint16_t>(value);
  const char bytes[2] = {static_cast<char>(bits >> 8), static_cast<char>(bits)};
  data_.append(bytes, 2);
}

void CopyRows::add_text(std::string_view value) {
  add_length(static_cast<std::int32_t>(value.size()));
  data_.append(value);
}

}  // namespace clearway::db
