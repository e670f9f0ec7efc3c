#pragma once

#include <map>
#include <memory>
#include <string>

#include "record/store.h"
#include "screening/policy_archive.h"

namespace clearway::lodging {

/// Versions kept as folders, and policies and models of the record, under the installed law.
class RecordArchive : public screening::PolicyArchive {
 public:
  /// All of them outlive the archive.
  RecordArchive(const record::Store& store, const screening::PolicyArchive& folders,
                const screening::Rulebook& installed)
      : store_(store), folders_(folders), installed_(installed) {}
  Result<std::shared_ptr<const screening::Rulebook>> find(std::string_view law_version,
                                                          std::string_view policy_version) const override;

 private:
  const record::Store& store_;
  const screening::PolicyArchive& folders_;
  const screening::Rulebook& installed_;
  mutable std::map<std::string, std::shared_ptr<const screening::Rulebook>, std::less<>> known_;  // by policy version
};

}  // namespace clearway::lodging
