#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "record/store.h"
#include "ruling/register.h"

namespace clearway::registry {

/// The published rulings in memory, for reading by anybody. Safe to use from several threads.
class PublicRegister {
 public:
  /// `store` must outlive it.
  explicit PublicRegister(const record::Store& store) : store_(store) {}

  using Entries = std::shared_ptr<const std::vector<ruling::Entry>>;
  /// As they stand on `today`; read from the record once a day and after `forget`.
  Result<Entries> entries(Date today);
  /// Something was decided.
  void forget();

 private:
  const record::Store& store_;
  std::mutex mutex_;
  Entries entries_;
  Date of_;
};

}  // namespace clearway::registry
