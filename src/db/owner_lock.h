#pragma once

#include <memory>
#include <string>

#include "base/result.h"

namespace clearway::db {

/// Held by the one process that writes to a SQLite file. It is a lock of the operating system on PATH-owner, so it
/// vanishes with the process, however that ends; the file only says who holds it.
class OwnerLock {
 public:
  /// Fails with database_is_owned_by_another_process, naming the owner and its process id.
  static Result<std::unique_ptr<OwnerLock>> take(const std::string& database_path, const std::string& owner);
  ~OwnerLock();
  OwnerLock(const OwnerLock&) = delete;
  OwnerLock& operator=(const OwnerLock&) = delete;

 private:
  explicit OwnerLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

}  // namespace clearway::db
