#pragma once

#include <string>
#include <string_view>

#include "api/call.h"
#include "arrears/letter.h"
#include "http/message.h"
#include "record/matters.h"

namespace clearway::api {

/// The arrears desk of an office writing to a party on today's date; whom it is about is named as its account is, else
/// by its masked number.
arrears::Sender arrears_sender(const Call& call, const std::string& customs_office, const std::string& party_id);

/// Where a matter stands in the web application, for whoever reads a letter.
std::string public_link(const Call& call, std::string_view folder, const record::Matter& matter);

/// 201 with the letter as PDF. `language`: ko, en, both.
http::Response letter_response(const Call& call, std::string_view form, const std::string& values,
                               std::string_view language);

}  // namespace clearway::api
