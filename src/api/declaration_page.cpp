#include <algorithm>

#include "api/body.h"
#include "api/course.h"
#include "api/examination.h"
#include "api/lodging.h"
#include "api/pages.h"
#include "api/routes.h"
#include "lodging/record_archive.h"
#include "lodging/replay.h"
#include "risk/decision_inputs.h"
#include "risk/engine.h"
#include "risk/random_day.h"

namespace clearway::api {
namespace {

using clearance::Action;

std::string joined(const std::vector<std::string>& names) {
  std::string out;
  for (const auto& name : names) out += (out.empty() ? "" : ", ") + name;
  return out;
}

std::string history_text(const Call& call, const record::StoredRecord& record) {
  const auto& body = record.body;
  switch (record.kind) {
    case record::Kind::lodged:
      return call.text("api.history.lodged", {{"channel", call.text("api.channel." + text_member(body, "channel"))}});
    case record::Kind::event: {
      const auto event = text_member(body, "event");
      return clearance::parse_action(event) ? call.text("lifecycle.action." + event) : event;
    }
    case record::Kind::examined: {
      const auto result = text_member(body, "result");
      return result == "discrepancy" ? call.text("api.history.examined_discrepancy",
                                                 {{"kinds", joined(list_member(body, "discrepancies"))}})
                                     : call.text("api.history.examined_conforming");
    }
    case record::Kind::amended:
      return call.text("api.history.amended", {{"ground", call.text("lifecycle.action." + text_member(body, "ground"))},
                                               {"fields", joined(list_member(body, "fields"))}});
    case record::Kind::channel_overridden:
      return call.text("api.history.channel_overridden",
                       {{"from", call.text("api.channel." + text_member(body, "from"))},
                        {"to", call.text("api.channel." + text_member(body, "to"))}});
    case record::Kind::personal_data_looked_up:
      return call.text("api.history.personal_data_looked_up", {{"field", text_member(body, "field")}});
    case record::Kind::personal_data_erased: return call.text("api.history.personal_data_erased");
    case record::Kind::evidence_added: return call.text("api.history.evidence_added");
    case record::Kind::evidence_read: return call.text("api.history.evidence_read");
    case record::Kind::second_look_ordered: return call.text("api.history.second_look_ordered");
    case record::Kind::second_look: return call.text("api.history.second_look_" + text_member(body, "outcome"));
    case record::Kind::audit_sampled: return call.text("api.history.audit_sampled");
    case record::Kind::audit_done:
      return call.text(text_member(body, "result") == "discrepancy" ? "api.history.audit_discrepancy"
                                                                    : "api.history.audit_conforming");
    case record::Kind::account_changed:
    case record::Kind::token_changed:
    case record::Kind::mandate_changed:
    case record::Kind::random_committed:
    case record::Kind::random_revealed:
    case record::Kind::random_closed:
    case record::Kind::capacity_planned:
    case record::Kind::risk_version_changed:
    case record::Kind::risk_rehearsed:
    case record::Kind::ledger_posted:
    case record::Kind::payment_changed:
    case record::Kind::bank_file_imported:
    case record::Kind::matter_stepped:
    case record::Kind::note: return call.text("api.history.note");
  }
  return {};
}

/// A filer is shown what happened to the declaration, not who looked at what inside customs.
bool shown_to_filer(record::Kind kind) {
  return kind == record::Kind::lodged || kind == record::Kind::event || kind == record::Kind::examined ||
         kind == record::Kind::amended;
}

void append_history(JsonWriter& json, const Call& call, const std::vector<record::StoredRecord>& history) {
  const bool customs = call.who->is_customs();
  json.key("history").begin_array();
  for (const auto& record : history) {
    if (!customs && !shown_to_filer(record.kind)) continue;
    json.begin_object().member("sequence", record.sequence).member("kind", record::name(record.kind));
    member(json, "recorded_at", record.recorded_at);
    json.member("actor", customs || record.actor == call.who->account.account_id ? record.actor : "customs")
        .member("text", history_text(call, record));
    // The decision stands beside; the body of any other record is short.
    if (customs && record.kind != record::Kind::lodged) json.key("body").raw(in_language(record.body, call.language));
    json.member("hash", record.hash).end_object();
  }
  json.end_array();
}

void append_time_limits(JsonWriter& json, const Call& call, const std::vector<clearance::Event>& course,
                        declaration::Procedure procedure) {
  const auto limits = call.services.rulebook.lifecycle().time_limits(course, procedure, call.today);
  json.key("time_limits").begin_array();
  for (const auto& limit : limits.value) {
    json.begin_object().member("id", clearance::name(limit.kind)).member("text", limit.label.in(call.language));
    json.member("consequence", limit.consequence.in(call.language));
    member(json, "from", limit.starts);
    member(json, "due_on", limit.last_day);
    json.member("days_left", static_cast<std::int64_t>(limit.days_left))
        .member("status", clearance::name(limit.status))
        .member("cite", limit.cite)
        .member("grade", limit.grade)
        .end_object();
  }
  json.end_array();
}

void append_action(JsonWriter& json, const Call& call, std::string_view action, std::string_view label_key,
                   const std::vector<std::string>& needs = {}) {
  json.begin_object()
      .member("action", action)
      .member("label", call.text(label_key))
      .strings("needs", needs)
      .end_object();
}

std::vector<std::string> needs_of(Action action) {
  if (action == Action::extend_loading) return {"until"};
  const bool reason = action == Action::request_withdrawal || action == Action::reject || action == Action::explain ||
                      action == Action::cancel;
  return reason ? std::vector<std::string>{"reason"} : std::vector<std::string>{};
}

bool is_settled(clearance::State state) {
  return state == clearance::State::loaded || state == clearance::State::withdrawn ||
         state == clearance::State::cancelled || state == clearance::State::rejected;
}

void append_actions(JsonWriter& json, const Call& call, const record::DeclarationWithHistory& found,
                    const std::vector<clearance::Event>& course, clearance::State state, bool has_masked) {
  const auto& declaration = found.declaration;
  json.key("actions").begin_array();
  const bool customs = call.who->role == Role::officer || call.who->role == Role::supervisor;
  if (customs || call.who->may_file(declaration, call.today)) {
    std::vector<Action> open;
    for (const auto actor : actors_of(*call.who)) {
      for (const auto action :
           call.services.rulebook.lifecycle().open_actions(course, declaration.procedure, actor, call.today)) {
        if (std::find(open.begin(), open.end(), action) == open.end()) open.push_back(action);
      }
    }
    bool amendable = false;
    for (const auto action : open) {
      const auto name = clearance::name(action);
      if (is_event(action)) {
        append_action(json, call, name, "lifecycle.action." + std::string(name), needs_of(action));
      } else if (action == Action::examine && customs) {
        append_action(json, call, "examine", "api.action.examine");
      } else if (action == Action::amend_self || action == Action::amend_with_evidence ||
                 action == Action::amend_ex_officio) {
        amendable = true;
      }
    }
    if (amendable) append_action(json, call, "amend", "api.action.amend", {"reason"});
    if (customs && !is_settled(state)) {
      append_action(json, call, "override_channel", "api.action.override_channel", {"reason"});
    }
    if (customs && has_masked) append_action(json, call, "look_up_personal_data", "api.action.look_up_personal_data");
  }
  json.end_array();
}

void append_party(JsonWriter& json, std::string_view role, std::uint64_t declarations, std::uint64_t examined,
                  std::uint64_t hits, std::int32_t first, std::int32_t examined_day) {
  json.begin_object()
      .member("role", role)
      .member("declarations", static_cast<std::int64_t>(declarations))
      .member("examined", static_cast<std::int64_t>(examined))
      .member("discrepancies", static_cast<std::int64_t>(hits));
  const auto day = [&](std::string_view key, std::int32_t value) {
    if (value == risk::never) {
      json.key(key).null();
    } else {
      member(json, key, Date::from_days(value));
    }
  };
  day("first_seen_on", first);
  day("last_examined_on", examined_day);
  json.end_object();
}

/// What the record tells of the parties of this declaration, itself included.
void append_parties(JsonWriter& json, const Call& call, const record::StoredDeclaration& declaration) {
  const auto facts = call.services.lodging.facts_of(declaration);
  risk::Observation observation;
  observation.exporter = facts.exporter;
  observation.consignee = facts.consignee;
  observation.consignee_address = facts.consignee_address;
  observation.manufacturer = facts.manufacturer;
  observation.filer = facts.filer;
  observation.route = facts.route;
  observation.product = facts.product;
  observation.exporter_phone = facts.exporter_phone;
  json.key("parties").begin_array();
  call.services.lodging.with_history([&](const risk::Profiles& profiles) {
    const auto history = profiles.look_up(observation);
    const auto party = [&](std::string_view role, const risk::Profile* profile) {
      if (profile == nullptr) return;
      append_party(json, role, profile->declarations, profile->examined, profile->hits, profile->first_day,
                   profile->last_examination_day);
    };
    party("exporter", history.exporter);
    party("consignee", history.consignee);
    party("manufacturer", history.manufacturer);
    if (history.product != nullptr) {
      append_party(json, "product", history.product->declarations, history.product->examined, history.product->hits,
                   risk::never, risk::never);
    }
    party("route", history.route);
    party("filer", history.filer);
  });
  json.end_array();
}

void append_examinations(JsonWriter& json, const Call& call, const record::StoredDeclaration& declaration) {
  const auto examinations = require(call.services.store.examinations(declaration.party_id, declaration.declaration_id));
  const bool customs = call.who->is_customs();
  json.key("examinations").begin_array();
  for (const auto& examination : examinations) {
    json.begin_object()
        .member("result", examination.result.conforming ? "conforming" : "discrepancy")
        .strings("discrepancies", examination.result.discrepancies)
        .member("note", customs ? examination.result.note : std::string());
    json.key("findings").raw(examination.result.findings);
    member(json, "examined_on", examination.examined_on);
    json.member("officer", customs ? examination.officer : std::string("customs")).end_object();
  }
  json.end_array();
}

/// The law, policy and model of now, for decisions that they took.
class InForce : public screening::PolicyArchive {
 public:
  explicit InForce(std::shared_ptr<const screening::Rulebook> rulebook) : rulebook_(std::move(rulebook)) {}
  Result<std::shared_ptr<const screening::Rulebook>> find(std::string_view law_version,
                                                          std::string_view policy_version) const override {
    if (rulebook_->law_version() == law_version && rulebook_->policy_version() == policy_version) return rulebook_;
    return Error{"version_is_not_kept", "policy_version", std::string(policy_version), ""};
  }

 private:
  std::shared_ptr<const screening::Rulebook> rulebook_;
};

/// Of a declaration that nobody had to look at, the likelihood was recorded as one reason; opened, it is taken apart.
std::string explained_decision(const Call& call, const record::DeclarationWithHistory& found) {
  if (found.decision.find("\"id\":\"model.likelihood\"") == std::string::npos) return found.decision;
  const auto& declaration = found.declaration;
  const auto rulebook = call.services.lodging.rulebook();
  const InForce folders(rulebook);
  const lodging::RecordArchive archive(call.services.store, folders, *rulebook);
  lodging::Replayer replayer(archive);
  std::optional<std::string> explained;
  const auto read = call.services.store.replay(declaration.stream, declaration.lodged_sequence - 1,
                                               [&](const record::ReplayRow& row) {
                                                 explained = replayer.explained(row);
                                                 return false;
                                               });
  return read && explained ? *explained : found.decision;
}

}  // namespace

std::pair<std::string, std::string> split_id(const std::string& id) {
  const auto point = id.find('.');
  if (point == std::string::npos || point == 0 || point + 1 == id.size()) refuse(ErrorCode::not_found, "id", id);
  return {id.substr(0, point), id.substr(point + 1)};
}

record::DeclarationWithHistory visible_declaration(const Call& call) {
  const auto& id = call.parameter("id");
  const auto [party_id, declaration_id] = split_id(id);
  auto found = require(call.services.store.read(party_id, declaration_id));
  // What an account may not see does not exist for it.
  if (!found || !call.who->sees(found->declaration, call.today)) refuse(ErrorCode::not_found, "id", id);
  return std::move(*found);
}

Response declaration_response(const Call& call, const record::DeclarationWithHistory& found, int status) {
  const auto& declaration = found.declaration;
  const bool customs = call.who->is_customs();
  const auto course = course_of(found);
  const auto standing = call.services.rulebook.lifecycle().standing(course, declaration.procedure, call.today);
  const auto masked = masked_members(declaration.facts);
  const bool reasons = customs || call.services.lodging.rulebook()->policy().settings().filer_sees_reasons;
  const auto decision = reasons ? in_language(explained_decision(call, found), call.language, {"inputs"})
                                : in_language(found.decision, call.language,
                                              {"likelihood", "consequence", "expected_value", "reasons", "inputs"});
  JsonWriter json;
  json.begin_object()
      .member("id", declaration.party_id + "." + declaration.declaration_id)
      .member("version", declaration.version);
  json.key("summary");
  append_summary(json, declaration, customs);
  json.member("state", clearance::name(standing.state));
  json.key("declared").raw(declaration.facts);
  json.key("masked_fields").begin_array();
  for (const auto& [field, value] : masked) json.string(field);
  json.end_array().key("decision").raw(decision);
  append_time_limits(json, call, course, declaration.procedure);
  append_examinations(json, call, declaration);
  append_history(json, call, found.history);
  append_actions(json, call, found, course, standing.state, !masked.empty());
  if (customs) append_parties(json, call, declaration);
  if (customs) append_examination_work(json, call, found);
  // Under which name it stands in the published file of a day, if it was drawn with a committed secret.
  const auto inputs = risk::inputs_bytes(text_member(found.decision, "inputs"));
  if (const Result<std::pair<risk::Chance, std::int64_t>> chance = inputs ? risk::read_chance(*inputs) : Error{};
      chance && chance->first.committed) {
    json.member("random_record",
                risk::record_key(call.services.store.personal_key(), declaration.party_id, declaration.declaration_id));
    member(json, "random_day", chance->first.day);
  }
  json.end_object();
  auto response = http::json_response(status, json.take());
  response.with("ETag", "\"" + std::to_string(declaration.version) + "\"");
  return response;
}

Response get_declaration(Call& call) { return declaration_response(call, visible_declaration(call), 200); }

}  // namespace clearway::api
