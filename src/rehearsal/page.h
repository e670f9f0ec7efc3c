#pragma once

#include <string>

#include "base/messages.h"
#include "rehearsal/report.h"

namespace clearway::rehearsal {

/// The report as one self-contained HTML page in `language`; sentences from messages/rehearse.yaml.
std::string to_page(const Report& report, const Messages& messages, Language language);

}  // namespace clearway::rehearsal
