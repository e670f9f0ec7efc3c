#pragma once

#include <optional>
#include <vector>

#include "enforcement/file.h"

namespace clearway::enforcement {

/// What the law asks of a coercive step, written down a second time from the articles and not from the tables: looks
/// only at the events that took effect before it. Nothing where the step is lawful, else what is wrong. Steps that
/// are not coercive are always lawful here.
std::optional<const char*> unlawful(const File& file, const std::vector<Event>& before, const Event& step);

}  // namespace clearway::enforcement
