#pragma once

#include <string>

namespace clearway::api {

/// The text of api/openapi.yaml that this program was built with.
std::string contract();

}  // namespace clearway::api
