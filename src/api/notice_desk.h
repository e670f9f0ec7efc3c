#pragma once

#include <string>

#include "api/call.h"
#include "noticing/notices.h"

namespace clearway::api {

/// A notice as this account may see it: its own party's or one that authorised it, once it was sent; of customs those
/// of its offices. Refuses any other as not found.
noticing::Kept visible_notice(const Call& call, const std::string& id);

/// The same, for who may answer it.
noticing::Kept answerable_notice(const Call& call, const std::string& id);

}  // namespace clearway::api
