#pragma once

#include <memory>

#include "rehearsal/input.h"
#include "record/store.h"
#include "screening/rulebook.h"

namespace clearway::lodging {

/// The record as input of a rehearsal: lodgings and examinations in their order. `store` and `rulebook` outlive it.
Result<std::unique_ptr<rehearsal::Input>> open_past(const record::Store& store, const screening::Rulebook& rulebook);

}  // namespace clearway::lodging
