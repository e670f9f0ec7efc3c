#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

#include "base/result.h"
#include "record/store.h"
#include "screening/screener.h"

namespace clearway::lodging {

/// Told of each record that was folded.
using Visit = std::function<void(const record::ReplayRow& row, const declaration::Declaration& declaration,
                                 const screening::Decision& decision)>;

/// Whether an examination, as its record's body has it, found a discrepancy.
bool found_something(std::string_view examination);

/// Folds the lodgings and examinations of the record into the profiles of `screener`, oldest first. Answers with the
/// sequence it has reached, from which a later call goes on. `visit`: for what else
/// is kept of them.
Result<std::int64_t> fold_history(const record::Store& store, std::int64_t stream, std::int64_t after_sequence,
                                  screening::Screener& screener, const Visit& visit = {});

}  // namespace clearway::lodging
