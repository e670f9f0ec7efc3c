#pragma once

#include <string>

#include "base/messages.h"
#include "debt/compute.h"
#include "debt/problem.h"

namespace clearway::debt {

/// The statement as JSON, as docs/debt-compute.md describes it; one line, ends without a line break.
std::string to_json(const Case& subject, const Statement& statement, const law::Law& law, const Messages& messages);
/// {"problems":[…]}: field, code, value, expected, and the sentences in both languages.
std::string to_json(const Problems& problems, const Messages& messages);
/// The statement for a reader.
std::string to_text(const Case& subject, const Statement& statement, const law::Law& law, const Messages& messages,
                    Language language);

}  // namespace clearway::debt
