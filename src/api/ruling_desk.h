#pragma once

#include <string>
#include <vector>

#include "api/call.h"
#include "registry/rulings.h"

namespace clearway::api {

/// A ruling as this account may see it: its own party's, or one that authorised it; customs all that were filed.
/// Refuses any other as not found.
registry::Kept visible_ruling(const Call& call, const std::string& id);

/// "rulings":[…]: what an import declaration departs from, in the words of its rulings.
void append_departures(JsonWriter& json, const Call& call, const std::string& party_id,
                       const std::vector<ruling::Departures>& found);

}  // namespace clearway::api
