#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "campaign/campaign.h"
#include "campaign/contact.h"

namespace clearway::campaign {

/// As the record keeps them.
std::string to_json(const Campaign& campaign);
Result<Campaign> campaign_from_json(std::string_view json);
std::string to_json(const Contact& contact);
Result<Contact> contact_from_json(std::string_view json);

}  // namespace clearway::campaign
