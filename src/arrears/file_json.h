#pragma once

#include <string>
#include <string_view>

#include "arrears/file.h"
#include "base/result.h"

namespace clearway::arrears {

/// A file as it is kept; the same file gives the same bytes.
std::string to_json(const File& file);
/// Error body_is_not_readable, for any other text.
Result<File> from_json(std::string_view json);

}  // namespace clearway::arrears
