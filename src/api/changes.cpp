#include <algorithm>

#include "api/body.h"
#include "api/course.h"
#include "api/examination.h"
#include "api/lodging.h"
#include "api/pages.h"
#include "api/routes.h"
#include "law/parameters.h"  // generated
#include "record/facts.h"

namespace clearway::api {
namespace {

using clearance::Action;
using clearance::Event;
using declaration::Field;

/// Who may see a declaration may not always change it: a mandate may be for reading only.
void require_may_change(const Call& call, const record::StoredDeclaration& declaration) {
  if (call.who->is_customs() || call.who->may_file(declaration, call.today)) return;
  Problem refused{.code = ErrorCode::not_permitted};
  refused.places.emplace_back("role", std::string(identity::name(call.who->role)));
  refuse(std::move(refused));
}

record::Change change_of(const Call& call, const record::DeclarationWithHistory& found, record::Kind kind,
                         std::string body) {
  record::Change change;
  change.party_id = found.declaration.party_id;
  change.declaration_id = found.declaration.declaration_id;
  change.kind = kind;
  change.expected_version = call.expected_version();
  change.body = std::move(body);
  return change;
}

/// Writes the change and answers with the declaration as it is then.
Response commit(Call& call, record::Change change) {
  require(record::wait<record::Receipt>(
      [&](auto done) { call.services.store.change(std::move(change), call.origin(), done); }));
  return declaration_response(call, visible_declaration(call), 201);
}

void begin_event(JsonWriter& json, const Event& event) {
  member(json, "on", event.on);
  json.member("by", clearance::name(event.by));
  if (event.until) member(json, "until", *event.until);
}

}  // namespace

bool was_answered(const Call& call) {
  const auto [party_id, declaration_id] = split_id(call.parameter("id"));
  const auto receipt = require(call.services.store.answered(party_id, call.who->account.account_id, call.request_id()));
  if (!receipt) return false;
  if (receipt->subject_id != declaration_id) {
    refuse(ErrorCode::request_id_was_used_for_another_request, {}, std::string(call.request_id()));
  }
  return true;
}

Response record_examination(Call& call) {
  const Body body = examination_request(call.request.body);
  const auto found = visible_declaration(call);
  if (was_answered(call)) return declaration_response(call, found, 201);
  auto result = examination_of(body);
  auto event = event_on(Action::examine, call.today);
  const auto answer = require_allowed(call, found, event);
  JsonWriter json;
  json.begin_object()
      .member("result", result.conforming ? "conforming" : "discrepancy")
      .member("conforming", result.conforming)
      .strings("discrepancies", result.discrepancies)
      .member("note", result.note);
  begin_event(json, event);
  json.end_object();
  auto change = change_of(call, found, record::Kind::examined, json.take());
  change.state = std::string(clearance::name(*answer.next));
  change.examination = result;
  auto response = commit(call, std::move(change));
  call.services.lodging.examined(found.declaration, call.today, !result.conforming);
  return response;
}

Response record_event(Call& call) {
  const Body body(call.request.body, {"event", "on", "until", "reason"});
  const auto found = visible_declaration(call);
  require_may_change(call, found.declaration);
  if (was_answered(call)) return declaration_response(call, found, 201);
  const auto name = body.text("event", 40);
  const auto action = clearance::parse_action(name);
  if (!action || !is_event(*action)) {
    std::string possible;
    for (const auto known : clearance::action_names) {
      if (!is_event(*clearance::parse_action(known))) continue;
      possible += (possible.empty() ? "" : ", ") + std::string(known);
    }
    refuse(ErrorCode::field_is_not_valid, "event", name, possible);
  }
  const auto reason = body.text_or("reason", "", 2000);
  auto event = event_on(*action, body.optional_date("on").value_or(call.today));
  if (event.on > call.today) refuse(ErrorCode::field_is_not_valid, "on", event.on.text(), "≤ " + call.today.text());
  event.until = body.optional_date("until");
  event.reason_given = !reason.empty();
  const auto answer = require_allowed(call, found, event);
  JsonWriter json;
  json.begin_object().member("event", name);
  begin_event(json, event);
  json.member("reason", reason).end_object();
  auto change = change_of(call, found, record::Kind::event, json.take());
  change.state = std::string(clearance::name(*answer.next));
  return commit(call, std::move(change));
}

Response override_channel(Call& call) {
  const Body body(call.request.body, {"channel", "reason"});
  const auto found = visible_declaration(call);
  if (was_answered(call)) return declaration_response(call, found, 201);
  const auto wanted = body.choice("channel", {"green", "orange", "red"});
  const auto reason = body.text("reason", 2000, 5);
  const auto before = risk::name(found.declaration.channel);
  if (wanted == before) refuse(ErrorCode::channel_is_the_same, "channel", wanted);
  JsonWriter json;
  json.begin_object().member("from", before).member("to", wanted).member("reason", reason);
  // A declaration nobody had selected is selected by this, where its state still allows it.
  const auto select = event_on(Action::select, call.today, clearance::Actor::customs);
  const auto answer = call.services.rulebook.lifecycle().check(course_of(found), found.declaration.procedure, select);
  const bool selects = wanted != "green" && answer.next.has_value();
  if (selects) json.member("event", "select");
  member(json, "on", call.today);
  json.member("by", "customs").end_object();
  auto change = change_of(call, found, record::Kind::channel_overridden, json.take());
  for (std::size_t i = 0; i < risk::channel_names.size(); ++i) {
    if (risk::channel_names[i] == wanted) change.channel = static_cast<risk::Channel>(i);
  }
  if (selects) change.state = std::string(clearance::name(*answer.next));
  return commit(call, std::move(change));
}

Response look_up_personal_data(Call& call) {
  const Body body(call.request.body, {"field", "item", "purpose"});
  const auto found = visible_declaration(call);
  const auto field = body.text("field", 60);
  const auto item = body.integer_or("item", 1, 1, 9999);
  const auto purpose = body.text("purpose", 500, 5);
  const auto masked = masked_members(found.declaration.facts);
  const bool kept = std::any_of(masked.begin(), masked.end(), [&](const auto& entry) { return entry.first == field; });
  if (!kept || item != 1) refuse(ErrorCode::nothing_to_look_up, field);
  const auto value = require(record::wait<std::string>([&](auto done) {
    call.services.store.look_up_personal_data(found.declaration.party_id, found.declaration.declaration_id, field,
                                              purpose, call.origin(), done);
  }));
  JsonWriter json;
  json.begin_object().member("field", field).member("item", item).member("value", value).end_object();
  return http::json_response(201, json.take());
}

namespace {

struct Amended {
  intake::SingleDeclaration memory;
  std::vector<std::string> texts;  // new values
  std::vector<std::string> fields;
};

void apply(const Call& call, declaration::Declaration& declaration, const Body& change, Amended& amended) {
  const auto name = change.text("field", 60);
  const auto field = declaration::find_field(name);
  const auto& elements = call.services.rulebook.elements();
  const auto cause = [&](std::string_view key, const Places& places, std::string fix = {}) {
    Problem refused{.code = ErrorCode::amendment_is_refused, .field = name, .detail = call.text(key, places)};
    refused.fix = std::move(fix);
    refused.places.emplace_back("cause", refused.detail);
    refuse(std::move(refused));
  };
  if (!field || elements.find(declaration.procedure, *field) == nullptr) {
    cause("api.field_is_not_declared", {{"field", name}});
  }
  const auto& fixed = call.services.rulebook.law().kr.export_.amendment.fixed_fields.on(call.today).value;
  if (std::find(fixed.begin(), fixed.end(), name) != fixed.end()) {
    cause("api.field_is_fixed", {{"label", elements.label(*field).in(call.language)}},
          call.text("api.field_is_fixed_fix"));
  }
  const auto item = static_cast<std::size_t>(change.integer_or("item", 1, 1, 9999));
  if (declaration::is_item_field(*field) && item > declaration.item_count) {
    cause("api.item_does_not_exist",
          {{"item", std::to_string(item)}, {"count", std::to_string(declaration.item_count)}});
  }
  amended.texts.push_back(change.has("value") ? change.text_or("value", "", 4000) : std::string());
  amended.fields.push_back(name);
  declaration.set(*field, amended.texts.back(), item - 1);
}

/// What is wrong after the change; masked identifiers, which cannot be checked any more, are left out.
std::vector<clearance::Finding> errors_after(const Call& call, declaration::Declaration& declaration) {
  std::vector<clearance::Finding> findings;
  call.services.rulebook.validator().validate(declaration, findings);
  std::erase_if(findings, [](const clearance::Finding& finding) {
    return finding.severity != clearance::Severity::error || finding.value.find('*') != std::string::npos;
  });
  return findings;
}

clearance::LifecycleAnswer require_amendable(const Call& call, const record::DeclarationWithHistory& found,
                                             const Body& body, Event& event) {
  const bool customs = call.who->is_customs();
  event.action = Action::amend_self;
  if (customs) {
    const auto ground = body.has("ground") ? body.choice("ground", {"evidence", "ex_officio"}) : "ex_officio";
    event.action = ground == "evidence" ? Action::amend_with_evidence : Action::amend_ex_officio;
  }
  return require_allowed(call, found, event);
}

}  // namespace

Response amend_declaration(Call& call) {
  const Body body(call.request.body, {"changes", "reason", "ground"});
  const auto found = visible_declaration(call);
  require_may_change(call, found.declaration);
  if (was_answered(call)) return declaration_response(call, found, 201);
  const auto changes = body.objects("changes", 200, {"field", "item", "value"});
  if (changes.empty()) refuse(ErrorCode::field_is_missing, "changes");
  const auto reason = body.text("reason", 2000);
  auto event = event_on(Action::amend_self, call.today);
  event.reason_given = true;
  const auto answer = require_amendable(call, found, body, event);

  Amended amended;
  amended.texts.reserve(changes.size());  // the declaration views them
  const auto& stored = found.declaration;
  amended.memory = intake::parse_declaration(stored.facts);
  auto* declaration = amended.memory.declaration;
  if (declaration == nullptr) throw std::runtime_error("recorded facts cannot be read");
  for (const auto& change : changes) apply(call, *declaration, change, amended);
  const auto errors = errors_after(call, *declaration);
  if (!errors.empty()) {
    Problem refused{.code = ErrorCode::declaration_has_errors};
    refused.places.emplace_back("count", std::to_string(errors.size()));
    refused.members = "\"findings\":";
    screening::append_findings(
        refused.members, *declaration, errors, call.services.rulebook,
        call.language == Language::korean ? screening::Sentences::korean : screening::Sentences::english);
    refuse(std::move(refused));
  }
  const auto facts = call.services.rulebook.validator().derive(*declaration);

  JsonWriter json;
  json.begin_object().member("ground", clearance::name(event.action)).strings("fields", amended.fields);
  begin_event(json, event);
  json.member("reason", reason).end_object();
  auto change = change_of(call, found, record::Kind::amended, json.take());
  change.state = std::string(clearance::name(*answer.next));
  change.facts.emplace();
  record::append_facts(*change.facts, *declaration, change.personal);
  // What is masked already is kept as it was.
  std::erase_if(change.personal, [](const auto& value) { return value.value.find('*') != std::string::npos; });
  if (facts.value_known) change.value_krw = facts.value_krw;
  change.destination_country = std::string(declaration->text(Field::destination_country));
  change.exporter_name = std::string(declaration->text(Field::exporter_name));
  if (facts.hs6 != 0) {
    auto hs6 = std::to_string(facts.hs6);
    change.hs6 = hs6.insert(0, 6 - std::min<std::size_t>(6, hs6.size()), '0');
  }
  return commit(call, std::move(change));
}

}  // namespace clearway::api
