#pragma once

#include <memory>

#include "record/store.h"
#include "rehearsal/input.h"
#include "screening/rulebook.h"

namespace clearway::lodging {

/// The record as input of a rehearsal: lodgings, examinations, second looks and audits in their order. What a second
/// look or an audit found later holds. `store` and `rulebook` outlive it.
Result<std::unique_ptr<rehearsal::Input>> open_past(const record::Store& store, const screening::Rulebook& rulebook);

}  // namespace clearway::lodging
