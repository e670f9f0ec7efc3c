#pragma once

#include <map>
#include <optional>
#include <string>

#include "law/parameter.h"
#include "law/problem.h"

namespace clearway::law {

using Sources = std::map<std::string, Source, std::less<>>;

/// Reads the text of a parameter file; `file` is its path below law/, from which its id follows. Notes every problem
/// and returns nothing if there was one.
std::optional<Parameter> read_parameter(const std::string& file, const std::string& text, const Sources& sources,
                                        Problems& problems);
/// Reads law/sources.yaml.
Sources read_sources(const std::string& file, const std::string& text, Problems& problems);

}  // namespace clearway::law
