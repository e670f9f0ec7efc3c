#pragma once

#include <string>
#include <string_view>

#include "base/json_writer.h"
#include "base/result.h"
#include "campaign/campaign.h"
#include "campaign/contact.h"

namespace clearway::campaign {

/// What an officer plans, as members of the object that is open: name to targets.
void write_plan(JsonWriter& json, const Campaign& campaign);

/// As the record keeps them.
std::string to_json(const Campaign& campaign);
Result<Campaign> campaign_from_json(std::string_view json);
std::string to_json(const Contact& contact);
Result<Contact> contact_from_json(std::string_view json);

}  // namespace clearway::campaign
