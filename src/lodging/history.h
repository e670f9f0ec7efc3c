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

/// Whether a second look, as its record's body has it, came to another result than the examination, not only to other
/// kinds of finding.
bool result_changed(std::string_view second_look);

/// Folds the lodgings and examinations of the record into the profiles of `screener`, oldest first. Answers with the
/// sequence it has reached, from which a later call goes on. `visit`: for what else
/// is kept of them.
Result<std::int64_t> fold_history(const record::Store& store, std::int64_t stream, std::int64_t after_sequence,
                                  screening::Screener& screener, const Visit& visit = {});

}  // namespace clearway::lodging
