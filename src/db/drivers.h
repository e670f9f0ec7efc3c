#pragma once

#include <memory>

#include "db/connection.h"

namespace clearway::db {

Result<std::unique_ptr<Connection>> open_sqlite(const Address& address, const OpenOptions& options);
Result<std::unique_ptr<Connection>> open_postgres(const Address& address, const OpenOptions& options);

}  // namespace clearway::db
