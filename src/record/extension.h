#pragma once

// For folders that keep tables of their own in the database of the record: they write in the transactions of its one
// writer and read through its connections, so that what they keep and the records about it are on disk together.

#include <algorithm>
#include <functional>
#include <utility>

#include "record/store_impl.h"

namespace clearway::record {

/// `work` inside a transaction; what it refuses leaves nothing behind, neither rows nor records. A failure of the
/// database goes on as it is: the transaction is lost.
template <class T>
Result<T> attempt(Writing& writing, const std::string& savepoint, const std::function<Result<T>(Writing&)>& work) {
  const Chain before = writing.chain;
  if (auto status = writing.database.script("SAVEPOINT " + savepoint); !status) return status.error();
  Result<T> result = work(writing);
  if (!result && db::failure_of(result.error()) != db::Failure::none) return result;
  if (!result) {
    if (auto status = writing.database.script("ROLLBACK TO SAVEPOINT " + savepoint); !status) return status.error();
    writing.chain = before;
  }
  if (auto status = writing.database.script("RELEASE SAVEPOINT " + savepoint); !status) return status.error();
  return result;
}

template <class T>
void Store::write(const Origin& origin, std::function<Result<T>(Writing&)> work, Completion<T> done) {
  impl_->run<T>(
      [impl = impl_.get(), at = origin.at.microseconds, work = std::move(work)](Writing& writing) -> Result<T> {
        impl->last_time = std::max(impl->last_time, at);
        return attempt<T>(writing, "extension", work);
      },
      std::move(done));
}

template <class T>
Result<T> Store::query(const std::function<Result<T>(db::Connection&)>& query) const {
  return impl_->read<T>([&](db::Connection& database) { return query(database); });
}

}  // namespace clearway::record
