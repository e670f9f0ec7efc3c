#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/date.h"
#include "screening/rulebook.h"

namespace clearway::rehearsal {

/// The changed policy as if its new and changed rules had been in force from `from` on: a rule that begins tomorrow would
/// otherwise select nothing of the past it is rehearsed on.
struct AsIf {
  std::unique_ptr<const screening::Rulebook> rulebook;
  std::vector<std::string> rules;  // whose first day was moved
};
Result<AsIf> as_if_in_force(const screening::Rulebook& present, const screening::Rulebook& changed, Date from);

}  // namespace clearway::rehearsal
