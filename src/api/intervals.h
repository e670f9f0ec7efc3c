#pragma once

#include <optional>
#include <string_view>

#include "base/json_writer.h"
#include "rehearsal/intervals.h"

namespace clearway::api {

/// An estimate with its interval as a member; null where there is none.
inline void append_interval(JsonWriter& json, std::string_view name,
                            const std::optional<rehearsal::Interval>& interval) {
  json.key(name);
  if (!interval) {
    json.null();
    return;
  }
  json.begin_object()
      .member("value", interval->value)
      .member("low", interval->low)
      .member("high", interval->high)
      .end_object();
}

}  // namespace clearway::api
