#pragma once

#include "api/call.h"
#include "record/types.h"

namespace clearway::api {

/// The search that the query of a request asks for, within what the account may see.
record::Search search_of(const Call& call);
/// One row of a list. `risk`: with likelihood and expected value.
void append_summary(JsonWriter& json, const record::StoredDeclaration& declaration, bool risk);
/// Party and reference of an `id`, "<party_id>.<declaration_id>"; refuses any other text as not found.
std::pair<std::string, std::string> split_id(const std::string& id);
/// The declaration of the path with its history, if this account may see it; else not found.
record::DeclarationWithHistory visible_declaration(const Call& call);
/// The whole page of a declaration as this account may see it, with its ETag.
Response declaration_response(const Call& call, const record::DeclarationWithHistory& found, int status);

}  // namespace clearway::api
