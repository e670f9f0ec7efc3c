#pragma once

#include "base/json_writer.h"

namespace clearway::http {

using clearway::JsonWriter;

}  // namespace clearway::http
