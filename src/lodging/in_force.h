#pragma once

#include <memory>

#include "record/store.h"
#include "screening/rulebook.h"

namespace clearway::lodging {

/// `present` with the policy or the model of a version of the record. Refused as either is.
Result<std::unique_ptr<const screening::Rulebook>> with_version(const screening::Rulebook& present,
                                                                const record::RiskVersion& version);

/// The installed rulebook with what the record says is in force: the policy and the model that people activated.
Result<std::shared_ptr<const screening::Rulebook>> rulebook_in_force(
    const record::Store& store, std::shared_ptr<const screening::Rulebook> installed);

}  // namespace clearway::lodging
