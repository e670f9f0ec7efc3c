#pragma once

#include "api/body.h"
#include "api/call.h"
#include "record/types.h"
#include "risk/policy.h"

namespace clearway::api {

/// Result, kinds and findings of a request body; refuses what does not fit together.
record::ExaminationResult examination_of(const Body& body);
inline Body examination_request(std::string_view text) {
  return Body(text, {"result", "discrepancies", "findings", "note"});
}

/// Whether this request was answered before; then its change is in the record and only the page is shown again.
bool was_answered(const Call& call);

/// What an office plans for a day, and whether that is a plan of its own.
struct Capacity {
  risk::Quota quota;
  bool planned = false;
};
Capacity capacity_of(const Call& call, const std::string& office, Date day);

/// "places":{…}: by what declarations of the day got their places, and how many asked beyond them.
void append_places(JsonWriter& json, const Call& call, const std::string& office, Date day);

/// The office with its name; refuses one that does not exist or is not of this account as not found.
std::string office_name_checked(const Call& call, const std::string& office, Text& name);
void append_task(JsonWriter& json, const record::ExaminationTask& task);

/// Whether somebody works in an office, or may look into every one.
bool works_in(const Principal& who, std::string_view office);

/// The file of a request as evidence of a declaration or a case file, if the policy takes it; and back again, its
/// purpose recorded first. "evidence":[…] lists what there is.
record::Evidence take_evidence(Call& call, const std::string& party_id, const std::string& subject_id);
Response give_evidence(Call& call, const std::string& party_id, const std::string& subject_id);
void append_evidence(JsonWriter& json, const Call& call, const std::string& party_id, const std::string& subject_id);

/// "evidence":[…],"second_look":{…},"audit":{…} and what else customs sees of the work on a declaration.
void append_examination_work(JsonWriter& json, const Call& call, const record::DeclarationWithHistory& found);

}  // namespace clearway::api
