#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "notice/notice.h"

namespace clearway::notice {

/// The notice as the record keeps it: the same notice gives the same bytes, and reading them gives the same notice.
std::string to_json(const Notice& notice);
/// Errors: notice_is_not_readable, naming what is missing or wrong.
Result<Notice> from_json(std::string_view json);

}  // namespace clearway::notice
