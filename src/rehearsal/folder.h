#pragma once

#include <memory>
#include <string>
#include <vector>

#include "intake/source.h"
#include "rehearsal/input.h"
#include "screening/rulebook.h"

namespace clearway::rehearsal {

/// A folder of a generated world, or one laid out like it: declarations-*.jsonl in the order of their names, and where
/// they are there, examinations.csv (declaration_id, examined_on, basis, result) and truth.csv (declaration_id,
/// pattern). Refused: a folder without declarations, a table without its columns, a row that cannot be read.
Result<std::unique_ptr<Input>> open_folder(const std::string& folder, const screening::Rulebook& rulebook,
                                           const intake::Options& options);

}  // namespace clearway::rehearsal
