#pragma once

#include <string_view>

#include "base/date.h"
#include "law/law.h"

namespace clearway::notice {

/// Whether an approved notice of this firm belongs to the control group and is not sent. Drawn by firm, not by notice,
/// so that what a firm learns from one notice does not reach its others: a keyed hash of the party below the share in
/// force on the day. `key` is secret and stays; without it nobody can tell who is held back.
bool is_held_back(const law::Law& law, std::string_view key, std::string_view party_id, Date day);

}  // namespace clearway::notice
