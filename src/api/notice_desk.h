#pragma once

#include <string>
#include <vector>

#include "api/call.h"
#include "noticing/notices.h"

namespace clearway::api {

/// A notice as this account may see it: its own party's or one that authorised it, once it was sent; of customs those
/// of its offices. Refuses any other as not found.
noticing::Kept visible_notice(const Call& call, const std::string& id);

/// The same, for who may answer it.
noticing::Kept answerable_notice(const Call& call, const std::string& id);

class Body;

/// What other desks that take corrections share: what may be corrected, what was edited, what it comes to, why not.
std::vector<correction::LineDifference> editable_lines(const notice::Notice& notice);
notice::Edited edited_of(const Body& body);
/// What was declared is not the firm's to edit: it comes from the declaration. Refuses lines that are not of it.
notice::Edited with_declared(notice::Edited edited, const notice::Notice& notice);
void append_lines(JsonWriter& json, const Call& call, const std::vector<correction::LineDifference>& lines);
/// What the edited lines come to, or why they come to nothing.
void append_quote(JsonWriter& json, const Call& call, const noticing::Quoted& quoted);
/// The ruling that the correction follows, by `ruling` of the body: of the same firm, decided, of a kind whose result
/// takes the penalty off.
std::optional<notice::FollowedRuling> followed_ruling(const Call& call, const Body& body, const std::string& party_id);
[[noreturn]] void refuse_correction(const Call& call, const correction::Refused& refused);

}  // namespace clearway::api
