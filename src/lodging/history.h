#pragma once

#include <cstdint>

#include "base/result.h"
#include "record/store.h"
#include "screening/screener.h"

namespace clearway::lodging {

/// Folds the lodgings and examinations of the record into the profiles of `screener`, oldest first. Answers with the
/// sequence it has reached, from which a later call goes on.
Result<std::int64_t> fold_history(const record::Store& store, std::int64_t stream, std::int64_t after_sequence,
                                  screening::Screener& screener);

}  // namespace clearway::lodging
