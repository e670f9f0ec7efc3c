// Import declarations: lodged, amended, listed, and read with their assessment step by step.
#include "api/body.h"
#include "api/notice_desk.h"
#include "api/pages.h"
#include "api/routes.h"
#include "api/ruling_desk.h"
#include "assessment/explain.h"
#include "detection/filed_json.h"
#include "importing/amendment.h"
#include "importing/imports.h"
#include "noticing/detection_runs.h"
#include "noticing/own_corrections.h"
#include "record/wait.h"

namespace clearway::api {
namespace {

using detection::Filed;

constexpr std::size_t most_reason = 2'000;

std::string rejects_of(const assessment::Problems& problems, const Call& call) {
  JsonWriter json;
  json.begin_array();
  for (const auto& problem : problems) {
    const auto text = assessment::explain(problem, call.services.messages);
    json.begin_object();
    if (!problem.field.empty()) json.member("field", problem.field);
    if (!problem.value.empty()) json.member("value", problem.value);
    json.member("cause", text.text.in(call.language)).member("fix", text.fix.in(call.language)).end_object();
  }
  json.end_array();
  return "\"rejects\":" + json.take();
}

[[noreturn]] void refuse_all(const assessment::Problems& problems, const Call& call) {
  Problem refused{.code = ErrorCode::declaration_cannot_be_read};
  refused.places.emplace_back("count", std::to_string(problems.size()));
  refused.members = rejects_of(problems, call);
  refuse(std::move(refused));
}

std::string id_of(const record::Matter& matter) { return matter.party_id + "." + matter.matter_id; }

bool sees(const Call& call, std::string_view party_id) {
  return call.who->is_customs() || call.who->acts_for(party_id, identity::imports_read_scope, call.today);
}

/// What the firm sends. The reference is made by the program; what customs knows is not the firm's to say.
Filed read_filing(const Call& call, std::string text, std::string_view party_id) {
  text = with_default(text, "declaration_id", "-");
  if (!party_id.empty()) text = with_default(text, "party_id", party_id);
  detection::FiledReader reader;
  assessment::Problems problems;
  auto filed = reader.read(text, problems);
  if (!problems.empty()) refuse_all(problems, call);
  if (filed.declaration_id != "-") refuse(ErrorCode::field_is_unknown, "declaration_id", filed.declaration_id);
  if (!filed.known.empty()) refuse(ErrorCode::field_is_unknown, "known");
  return filed;
}

void check_office_and_days(const Call& call, const Filed& filed) {
  const auto& offices = call.services.rulebook.law().codes().customs_offices;
  if (!filed.customs_office.empty() && offices.find(filed.customs_office) == nullptr)
    refuse(ErrorCode::field_is_not_valid, "customs_office", filed.customs_office);
  for (const auto& [name, day] : {std::pair{"accepted_on", filed.accepted_on}, std::pair{"paid_on", filed.paid_on}}) {
    if (day && *day > call.today) refuse(ErrorCode::field_is_not_valid, name, day->text(), "<= " + call.today.text());
  }
}

Filed filed_of(Call& call) {
  auto filed = read_filing(call, call.request.body, call.who->account.party_id);
  filed.declaration_id = call.id_from_request("IMP-");
  call.acted = {{filed.party_id, filed.declaration_id}};
  check_office_and_days(call, filed);
  if (!call.who->acts_for(filed.party_id, identity::imports_write_scope, call.today))
    refuse(ErrorCode::party_is_not_yours, "party_id", filed.party_id);
  return filed;
}

void append_summary(JsonWriter& json, const importing::Kept& kept) {
  const auto& matter = kept.matter;
  json.begin_object().member("id", id_of(matter)).member("party_id", matter.party_id);
  json.member("declaration_id", matter.matter_id).member("declaration_number", matter.related_id);
  json.member("state", matter.state);
  member(json, "tax_date", kept.filed.declaration.tax_date);
  json.member("lines", kept.filed.declaration.lines.size()).null_if_empty("seller", kept.filed.seller);
  json.member("customs_value_krw", kept.customs_value).member("payable_krw", kept.payable).end_object();
}

/// Held against the rulings of its party; kept in their files where it is lodged.
std::vector<ruling::Departures> against_rulings(const Call& call, const importing::Kept& kept,
                                                const assessment::Assessment& assessed, bool lodged) {
  auto& store = call.services.store;
  const auto& rules = call.services.rulings;
  if (!lodged) return require(registry::departures(store, rules, kept.filed, assessed));
  return require(registry::hold(store, rules, kept.filed, assessed, call.origin()));
}

Response answer(const Call& call, const importing::Kept& kept, int status) {
  const auto& services = call.services;
  const auto again = services.imports.recompute(kept);
  const auto rulings = against_rulings(call, kept, again.answer, status == 201);
  auto filed = kept.filed;
  if (!call.who->is_customs()) filed.known.clear();
  JsonWriter json;
  json.begin_object().key("summary");
  append_summary(json, kept);
  json.key("filed");
  detection::write(json, filed);
  json.key("assessment");
  assessment::write(json, {kept.filed.declaration_id, kept.filed.declaration}, again.answer, services.assessor,
                    services.messages);
  json.key("kept").begin_object().member("digest", kept.digest).member("law_version", kept.law_version);
  json.member("tariff_version", kept.tariff_version).member("same", again.same);
  json.member("law_is_other", again.law_is_other).member("tariff_is_other", again.tariff_is_other).end_object();
  json.key("history").begin_array();
  std::size_t amended = 0;
  for (const auto& step : require(services.imports.steps(kept))) {
    json.begin_object().member("sequence", step.sequence);
    member(json, "at", step.at);
    json.member("event", step.event).member("state", step.state);
    const bool is_amendment = step.event == importing::amended && amended < kept.amendments.size();
    json.null_if_empty("reason", is_amendment ? kept.amendments[amended++].reason : std::string()).end_object();
  }
  json.end_array();
  append_departures(json, call, kept.matter.party_id, rulings);
  json.end_object();
  auto response = http::json_response(status, in_language(json.take(), call.language));
  response.with("ETag", "\"" + std::to_string(kept.matter.version) + "\"");
  return response;
}

importing::Kept found(const Call& call, const std::string& id) {
  const auto [party_id, declaration_id] = split_id(id);
  // What an account may not see does not exist for it.
  if (!sees(call, party_id)) refuse(ErrorCode::not_found, "id", id);
  auto kept = require(call.services.imports.find(party_id, declaration_id));
  if (!kept) refuse(ErrorCode::not_found, "id", id);
  return std::move(*kept);
}

/// A declaration that this account may correct for its firm: who may answer its notices may.
importing::Kept correctable(const Call& call) {
  const auto& id = call.parameter("id");
  const auto [party_id, declaration_id] = split_id(id);
  const bool acts = call.who->acts_for(party_id, identity::notices_scope, call.today);
  if (!acts && !sees(call, party_id)) refuse(ErrorCode::not_found, "id", id);
  auto kept = require(call.services.imports.find(party_id, declaration_id));
  if (!kept) refuse(ErrorCode::not_found, "id", id);
  if (!acts) refuse(ErrorCode::not_permitted);
  return std::move(*kept);
}

/// What the firm corrects of its own accord: the declaration as it was assessed, and what was edited.
struct OwnCorrection {
  notice::Notice declared;
  notice::Edited edited;
};

OwnCorrection own_correction(const Call& call) {
  const Body body(call.request.body, {"lines", "loss_of_relief_is_known", "ruling"});
  const auto kept = correctable(call);
  const auto& services = call.services;
  OwnCorrection own;
  own.declared = require(noticing::own_declared(services.store, services.notices, kept.filed,
                                                services.imports.recompute(kept).answer, call.today));
  own.edited = with_declared(edited_of(body), own.declared);
  own.edited.ruling = followed_ruling(call, body, kept.matter.party_id);
  return own;
}

unsigned limit_of(const Call& call) {
  const auto text = call.asked("limit").value_or("50");
  unsigned value = 0;
  for (const char c : text) value = c >= '0' && c <= '9' && value <= 200 ? value * 10 + unsigned(c - '0') : 1'000;
  if (value < 1 || value > 200) refuse(ErrorCode::query_is_malformed, "limit", text, "1 – 200");
  return value;
}

}  // namespace

Response lodge_import_declaration(Call& call) {
  const auto filed = filed_of(call);
  const auto& services = call.services;
  const auto assessed = services.assessor.assess(filed.declaration);
  if (!assessed.complete) refuse_all(assessed.problems, call);
  require(record::wait<std::vector<record::Matter>>(
      [&](auto done) { services.imports.lodge(filed, call.origin(), std::move(done)); }));
  const auto id = filed.party_id + "." + filed.declaration_id;
  auto response = answer(call, found(call, id), 201);
  response.with("Location", "/v1/import-declarations/" + http::percent_encode(id));
  return response;
}

Response amend_import_declaration(Call& call) {
  const Body body(call.request.body, {"filing", "reason"});
  if (!body.has("filing")) refuse(ErrorCode::field_is_missing, "filing");
  const importing::Amendment amendment{call.today, body.text("reason", most_reason)};
  const auto& services = call.services;
  auto before = found(call, call.parameter("id"));
  const auto party_id = before.matter.party_id, id = before.matter.matter_id;
  if (!call.who->acts_for(party_id, identity::imports_write_scope, call.today)) {
    refuse(ErrorCode::party_is_not_yours, "party_id", party_id);
  }
  auto after = read_filing(call, raw_member(call.request.body, "filing"), party_id);
  if (after.party_id != party_id) refuse(ErrorCode::field_is_not_valid, "filing.party_id", after.party_id, party_id);
  after.declaration_id = id;
  after.known = before.filed.known;
  check_office_and_days(call, after);
  if (require(services.imports.was_amended(before, after, amendment, call.origin()))) return answer(call, before, 201);
  before.matter.version = call.expected_version();

  const auto assessed = services.assessor.assess(after.declaration);
  if (!assessed.complete) refuse_all(assessed.problems, call);
  const auto assessed_before = services.assessor.assess(before.filed.declaration);
  importing::TaxStanding taxes;
  taxes.paid = require(noticing::declared_of(services.notices, before.filed, assessed_before, {}, call.today))
                   .paid_on.has_value();
  taxes.asked_about = require(noticing::is_asked_about(services.store, party_id, id));
  taxes.under_correction = !require(noticing::lines_under_correction(services.store, party_id, id)).empty();
  const auto refused = importing::refusal_of(services.rulebook.law(), {before.filed, assessed_before},
                                             {after, assessed}, taxes, call.today);
  if (refused) {
    Problem problem{.code = ErrorCode::amendment_is_refused, .field = refused->field};
    problem.detail = refused->text(services.messages).in(call.language);
    problem.fix = refused->fix(services.messages).in(call.language);
    problem.members = "\"refusal\":\"" + std::string(name(refused->refusal)) + "\"";
    refuse(std::move(problem));
  }
  require(record::wait<std::vector<record::Matter>>(
      [&](auto done) { services.imports.amend(before, after, amendment, call.origin(), std::move(done)); }));
  return answer(call, found(call, call.parameter("id")), 201);
}

Response list_import_declarations(Call& call) {
  record::MatterSearch search;
  search.every_party = call.who->is_customs();
  for (const auto& party : call.who->parties(call.today, identity::imports_read_scope)) search.parties.push_back(party);
  if (const auto party = call.asked("party_id")) {
    search.every_party = false;
    search.parties.clear();
    if (sees(call, *party)) search.parties.push_back(*party);
  }
  if (const auto state = call.asked("state")) {
    if (*state != importing::accepted && *state != importing::amended)
      refuse(ErrorCode::query_is_malformed, "state", *state, "accepted, amended");
    search.states = {*state};
  }
  search.order = record::MatterOrder::newest;
  search.cursor = call.asked("cursor").value_or("");
  search.limit = limit_of(call);
  const auto page = require(call.services.imports.search(search), search.cursor);
  JsonWriter json;
  json.begin_object().key("items").begin_array();
  for (const auto& matter : page.matters) append_summary(json, require(importing::Imports::read(matter)));
  json.end_array().null_if_empty("next_cursor", page.next_cursor).end_object();
  return http::json_response(200, json.take());
}

Response quote_own_correction(Call& call) {
  const auto own = own_correction(call);
  const auto quoted =
      require(noticing::quote(call.services.store, call.services.notices, own.declared, own.edited, call.today));
  JsonWriter json;
  json.begin_object();
  append_lines(json, call, editable_lines(own.declared));
  json.key("quote");
  append_quote(json, call, quoted);
  return http::json_response(200, json.end_object().take());
}

Response file_own_correction(Call& call) {
  const auto own = own_correction(call);
  const auto taken = require(noticing::correct_own(call.services.store, call.services.notices, own.declared, own.edited,
                                                   call.today, call.origin()));
  if (taken.refused) refuse_correction(call, *taken.refused);
  const auto& matter = *taken.matter;
  JsonWriter json;
  json.begin_object()
      .member("id", id_of(matter))
      .member("declaration", matter.party_id + "." + matter.related_id)
      .member("state", matter.state)
      .member("state_text", call.text("notice.state." + matter.state))
      .member("amount_krw", matter.amount_krw)
      .null_if_empty("order_id", taken.order ? matter.party_id + "." + taken.order->order.order_id : std::string());
  return http::json_response(201, json.end_object().take());
}

Response get_import_declaration(Call& call) { return answer(call, found(call, call.parameter("id")), 200); }

}  // namespace clearway::api
