#include <algorithm>

#include "api/body.h"
#include "api/examination.h"
#include "api/notice_desk.h"
#include "api/pages.h"
#include "api/refusals.h"
#include "api/routes.h"
#include "api/steps.h"
#include "enrolment/enrolments.h"
#include "noticing/own_corrections.h"

namespace clearway::api {
namespace {

using enrolment::Kept;
using programme::Action;
using programme::Enrolment;
using programme::Given;

constexpr unsigned most_list = 200;

programme::Rules rules_of(const Call& call) {
  const auto& notices = call.services.notices;
  return {notices.law, notices.calendar, call.services.messages};
}

bool acts(const Call& call, std::string_view party_id) {
  return call.who->acts_for(party_id, identity::programmes_scope, call.today);
}

/// As this account may see it; refuses any other as not found.
Kept visible_enrolment(const Call& call) {
  const auto& id = call.parameter("id");
  const auto [party, enrolment] = split_id(id);
  auto found = require(enrolment::find(call.services.store, party, enrolment));
  const bool mine = found && (call.who->is_customs() ? works_in(*call.who, found->matter.customs_office)
                                                     : call.who->acts_for(party, identity::read_scope, call.today));
  if (!mine) refuse(ErrorCode::not_found, "id", id);
  return std::move(*found);
}

/// At the version that the person has read.
Kept at_version(const Call& call, Kept kept) {
  kept.matter.version = call.expected_version();
  return kept;
}
Kept actionable_enrolment(const Call& call) {
  auto kept = visible_enrolment(call);
  if (!acts(call, kept.matter.party_id)) refuse(ErrorCode::not_permitted);
  return kept;
}

[[noreturn]] void refuse_step(const Call& call, const programme::Refused& refused) {
  auto shown = refused;
  for (auto* word : {&shown.value, &shown.expected}) {
    if (programme::parse_state(*word)) *word = call.text("programme.state." + *word);
    if (programme::parse_action(*word)) *word = call.text("programme.action." + *word);
    if (programme::parse_scheme(*word)) *word = call.text("programme.scheme." + *word);
  }
  const bool lacks_text = refused.refusal == programme::Refusal::text_is_missing;
  refuse(refusal_problem(call, lacks_text ? ErrorCode::field_is_missing : ErrorCode::programme_step_is_refused, refused,
                         shown));
}

void append_day(JsonWriter& json, std::string_view name, const std::optional<Date>& day) {
  json.member(name, day ? std::optional(day->text()) : std::nullopt);
}

void append_terms(JsonWriter& json, const Call& call, programme::Scheme scheme, Date day) {
  const auto& law = call.services.rulebook.law();
  const auto terms = programme::terms_on(law, scheme, day);
  const auto* source = law.find_source(terms.cite);
  json.begin_object()
      .member("scheme", name(scheme))
      .member("text", call.text("programme.scheme." + std::string(name(scheme))))
      .member("open", terms.open)
      .member("broker_verifies", terms.broker_verifies)
      .member("customs_reviews", terms.customs_reviews)
      .member("exempts_from_audit", terms.exempts_from_audit)
      .member("cite", terms.cite)
      .member("cite_text", source == nullptr
                               ? terms.cite
                               : source->title.in(call.language) + " " + source->article.in(call.language))
      .member("grade", law::name(terms.grade))
      .end_object();
}

void append_summary(JsonWriter& json, const Call& call, const Kept& kept) {
  const auto& [matter, enrolment] = kept;
  const auto turn = programme::turn(enrolment.state);
  json.member("id", matter.party_id + "." + matter.matter_id)
      .member("party_id", matter.party_id)
      .member("scheme", name(enrolment.scheme))
      .member("scheme_text", call.text("programme.scheme." + std::string(name(enrolment.scheme))))
      .member("state", name(enrolment.state))
      .member("state_text", call.text("programme.state." + std::string(name(enrolment.state))))
      .member("turn", name(turn))
      .member("turn_text", call.text("programme.side." + std::string(name(turn))))
      .member("customs_office", matter.customs_office);
  append_day(json, "clock_ends", enrolment.clock_ends);
  member(json, "applied_on", enrolment.applied_on);
  append_day(json, "designated_on", enrolment.designated_on);
  append_day(json, "until", enrolment.until);
  json.member("year", enrolment.round ? std::optional(enrolment.round->year) : std::nullopt)
      .member("version", matter.version);
}

void append_round(JsonWriter& json, const Call& call, const programme::Round& round) {
  json.begin_object().member("year", round.year);
  member(json, "opened_on", round.opened_on);
  append_day(json, "submitted_on", round.submitted_on);
  append_day(json, "verified_on", round.verified_on);
  append_day(json, "reported_on", round.reported_on);
  append_day(json, "concluded_on", round.concluded_on);
  const auto verifier =
      round.verified_by.empty() ? std::nullopt : require(call.services.store.account(round.verified_by));
  json.null_if_empty("verified_by", verifier ? verifier->display_name : std::string())
      .member("outcome", name(round.outcome))
      .member("outcome_text", call.text("programme.outcome." + std::string(name(round.outcome))))
      .member("corrected_krw", round.corrected_krw())
      .key("corrections")
      .begin_array();
  for (const auto& each : round.corrections) {
    json.begin_object()
        .member("field", each.field)
        .member("question", each.question)
        .member("correction_id", each.correction_id)
        .member("declaration_number", each.declaration_number)
        .member("corrected_krw", each.corrected_krw);
    member(json, "on", each.on);
    json.end_object();
  }
  json.end_array().end_object();
}

/// The check-list of the year that is being settled, with its answers.
void append_questions(JsonWriter& json, const Call& call, const programme::Round& round) {
  json.key("questions").begin_array();
  for (const auto& asked : programme::questions_on(call.services.rulebook.law(), round.opened_on)) {
    const auto* answer = round.find(asked.field, asked.question);
    json.begin_object()
        .member("field", asked.field)
        .member("field_text", asked.field_text.in(call.language))
        .member("question", asked.question)
        .member("text", asked.text.in(call.language))
        .member("verdict", answer == nullptr ? std::nullopt : std::optional(std::string(name(answer->verdict))))
        .member("verdict_text",
                answer == nullptr ? std::nullopt
                                  : std::optional(call.text("programme.verdict." + std::string(name(answer->verdict)))))
        .member("note", answer == nullptr ? std::string() : answer->note);
    append_day(json, "answered_on", answer == nullptr ? std::nullopt : std::optional(answer->on));
    json.end_object();
  }
  json.end_array();
}

void append_actions(JsonWriter& json, const Call& call, const Kept& kept) {
  const auto rules = rules_of(call);
  json.key("actions").begin_array();
  const auto append = [&](programme::Side side) {
    for (const auto action : programme::open_actions(rules, kept.enrolment, side, call.today))
      json.string(name(action));
  };
  if (call.who->is_customs()) {
    if (call.who->role != Role::auditor) append(programme::Side::customs);
  } else if (acts(call, kept.matter.party_id)) {
    append(programme::Side::firm);
    if (call.who->role == Role::broker) append(programme::Side::broker);
  }
  json.end_array();
}

Response enrolment_response(const Call& call, const Kept& kept, int status) {
  const auto& law = call.services.rulebook.law();
  const auto& enrolment = kept.enrolment;
  JsonWriter json;
  json.begin_object();
  append_summary(json, call, kept);
  json.key("terms");
  append_terms(json, call, enrolment.scheme, enrolment.round ? enrolment.round->opened_on : call.today);
  json.key("criteria").begin_array();
  const auto decided = enrolment.designated_on ? enrolment.designated_on : enrolment.closed_on;
  for (const auto& criterion :
       programme::criteria_of(law, call.services.messages, enrolment.facts, decided.value_or(call.today))) {
    json.begin_object()
        .member("criterion", criterion.name)
        .member("title", criterion.title.in(call.language))
        .member("met", criterion.met)
        .key("step");
    append_step(json, criterion.step, call.language);
    json.end_object();
  }
  json.end_array().key("round");
  if (enrolment.round) {
    append_round(json, call, *enrolment.round);
    append_questions(json, call, *enrolment.round);
  } else {
    json.null().key("questions").begin_array().end_array();
  }
  json.key("past").begin_array();
  for (const auto& round : enrolment.past) append_round(json, call, round);
  json.end_array().key("said").begin_array();
  for (const auto& said : enrolment.said) {
    json.begin_object();
    member(json, "on", said.on);
    json.member("by", call.text("programme.side." + std::string(name(said.by))))
        .member("action", said.action)
        .member("action_text", call.text("programme.action." + said.action))
        .member("text", said.text)
        .end_object();
  }
  json.end_array().key("reminders").begin_array();
  for (const auto day : programme::reminders(law, enrolment, call.today)) json.string(day.text());
  json.end_array();
  const auto& reminded = enrolment.reminded;
  append_day(json, "reminded_on", reminded.empty() ? std::nullopt : std::optional(reminded.back().on));
  json.member("next_year", programme::next_year(enrolment, call.today));
  append_actions(json, call, kept);
  auto response = http::json_response(status, json.end_object().take());
  response.with("ETag", "\"" + std::to_string(kept.matter.version) + "\"");
  return response;
}

Response taken_response(const Call& call, const enrolment::Taken& taken) {
  if (taken.refused) refuse_step(call, *taken.refused);
  if (taken.correction_refused) refuse_correction(call, *taken.correction_refused);
  return enrolment_response(call, *taken.kept, 201);
}

Given given_of(const Call& call) {
  Given given;
  given.actor = call.who->account.account_id;
  given.is_broker = call.who->role == Role::broker;
  return given;
}

Response take_step(const Call& call, const Kept& kept, Action action, Given given) {
  return taken_response(call, require(enrolment::take(call.services.store, rules_of(call), kept, action,
                                                      std::move(given), call.today, call.origin())));
}

/// Of a declaration of the firm, as it was assessed.
notice::Notice declared_of(const Call& call, const Kept& kept, const Body& body) {
  const auto id = body.text("declaration_id", 100);
  const auto found = require(call.services.imports.find(kept.matter.party_id, id));
  if (!found) refuse(ErrorCode::field_is_not_valid, "declaration_id", id, "GET /v1/import-declarations");
  return require(noticing::own_declared(call.services.store, call.services.notices, found->filed,
                                        call.services.imports.recompute(*found).answer, call.today));
}

Body correction_body(const Call& call) {
  return Body(call.request.body, {"field", "question", "declaration_id", "lines", "loss_of_relief_is_known"});
}

template <std::size_t count>
std::vector<std::string_view> words_of(const std::array<Action, count>& actions) {
  std::vector<std::string_view> words;
  for (const auto action : actions) words.push_back(name(action));
  return words;
}

constexpr std::array customs_actions = {Action::designate, Action::refuse,   Action::open_round,
                                        Action::ask,       Action::conclude, Action::cancel};
constexpr std::array firm_actions = {Action::submit,   Action::report, Action::supplement,
                                     Action::withdraw, Action::verify, Action::return_check};

}  // namespace

Response list_programme_schemes(Call& call) {
  JsonWriter json;
  json.begin_object().key("items").begin_array();
  for (std::size_t i = 0; i < programme::scheme_names.size(); ++i) {
    append_terms(json, call, static_cast<programme::Scheme>(i), call.today);
  }
  return http::json_response(200, json.end_array().end_object().take());
}

Response list_programmes(Call& call) {
  record::MatterSearch search;
  search.kinds = {std::string(enrolment::enrolment_kind)};
  search.limit = most_list;
  search.cursor = call.asked("cursor").value_or("");
  search.every_party = call.who->is_customs();
  if (!search.every_party) search.parties = call.who->parties(call.today);
  const auto page = require(record::Matters(call.services.store).search(search), search.cursor);
  JsonWriter json;
  json.begin_object().key("items").begin_array();
  for (const auto& matter : page.matters) {
    if (call.who->is_customs() && !works_in(*call.who, matter.customs_office)) continue;
    json.begin_object();
    append_summary(json, call, require(enrolment::kept_of(matter)));
    json.end_object();
  }
  json.end_array().null_if_empty("next_cursor", page.next_cursor);
  return http::json_response(200, json.end_object().take());
}

Response apply_for_programme(Call& call) {
  const Body body(call.request.body, {"party_id", "scheme", "customs_office", "aeo_importer_until", "compliance_score",
                                      "internal_control_score", "last_offence_on"});
  Enrolment application;
  application.party_id = body.text_or("party_id", call.who->account.party_id, 64);
  call.acted = {{application.party_id, ""}};
  if (!acts(call, application.party_id)) refuse(ErrorCode::party_is_not_yours, "party_id", application.party_id);
  application.enrolment_id = call.id_from_request("E-");
  call.acted = {{application.party_id, application.enrolment_id}};
  application.scheme =
      *programme::parse_scheme(body.choice("scheme", {programme::scheme_names.begin(), programme::scheme_names.end()}));
  application.customs_office = body.text("customs_office", 3);
  const auto& offices = call.services.rulebook.law().codes().customs_offices;
  if (offices.find(application.customs_office) == nullptr) {
    refuse(ErrorCode::field_is_not_valid, "customs_office", application.customs_office, "GET /v1/offices");
  }
  application.applied_on = call.today;
  auto given = given_of(call);
  programme::Facts stated;
  stated.aeo_importer_until = body.optional_date("aeo_importer_until");
  stated.compliance_score = body.integer_or("compliance_score", 0, 0, 100);
  stated.internal_control_score = body.integer_or("internal_control_score", 0, 0, 100);
  stated.last_offence_on = body.optional_date("last_offence_on");
  given.facts = require(
      enrolment::facts_of(call.services.store, call.services.imports, application.party_id, stated, call.today));
  auto response = taken_response(call, require(enrolment::apply(call.services.store, rules_of(call), application,
                                                                std::move(given), call.today, call.origin())));
  response.with("Location",
                "/v1/programmes/" + http::percent_encode(application.party_id + "." + application.enrolment_id));
  return response;
}

Response get_programme(Call& call) { return enrolment_response(call, visible_enrolment(call), 200); }

Response answer_self_check(Call& call) {
  const Body body(call.request.body, {"field", "question", "verdict", "note"});
  const auto kept = actionable_enrolment(call);
  auto given = given_of(call);
  given.answer.field = body.text("field", 64);
  given.answer.question = body.text("question", 64);
  given.answer.verdict = *programme::parse_verdict(
      body.choice("verdict", {programme::verdict_names.begin(), programme::verdict_names.end()}));
  given.answer.note = body.text_or("note", "", programme::most_text);
  return take_step(call, at_version(call, kept), Action::answer, std::move(given));
}

Response quote_self_check(Call& call) {
  const auto body = correction_body(call);
  const auto kept = actionable_enrolment(call);
  const auto declared = declared_of(call, kept, body);
  const auto edited = with_declared(edited_of(body), declared);
  const auto quoted =
      require(noticing::quote(call.services.store, call.services.notices, declared, edited, call.today));
  JsonWriter json;
  json.begin_object();
  append_lines(json, call, editable_lines(declared));
  json.key("quote");
  append_quote(json, call, quoted);
  return http::json_response(200, json.end_object().take());
}

Response correct_in_self_check(Call& call) {
  const auto body = correction_body(call);
  const auto kept = at_version(call, actionable_enrolment(call));
  enrolment::Found found;
  found.field = body.text("field", 64);
  found.question = body.text("question", 64);
  found.declaration_id = body.text("declaration_id", 100);
  const auto declared = declared_of(call, kept, body);
  found.edited = with_declared(edited_of(body), declared);
  return taken_response(
      call, require(enrolment::correct(call.services.store, rules_of(call), call.services.notices, kept, declared,
                                       found, given_of(call), call.today, call.origin())));
}

Response step_programme(Call& call) {
  const Body body(call.request.body, {"step", "text"});
  const auto kept = actionable_enrolment(call);
  const auto action = *programme::parse_action(body.choice("step", words_of(firm_actions)));
  auto given = given_of(call);
  given.text = body.text_or("text", "", programme::most_text);
  return take_step(call, at_version(call, kept), action, std::move(given));
}

Response decide_programme(Call& call) {
  const Body body(call.request.body, {"decision", "text", "year", "outcome", "false_report", "aeo_importer_until",
                                      "compliance_score", "internal_control_score", "last_offence_on"});
  const auto kept = visible_enrolment(call);
  const auto action = *programme::parse_action(body.choice("decision", words_of(customs_actions)));
  auto given = given_of(call);
  given.text = body.text_or("text", "", programme::most_text);
  given.year = body.integer_or("year", 0, 2000, 2200);
  given.false_report = body.boolean_or("false_report", false);
  if (body.has("outcome")) {
    given.outcome = *programme::parse_outcome(body.choice("outcome", {"accepted", "not_accepted"}));
  }
  if (action == Action::designate) {
    // What the firm stated, as customs found it; arrears and imports as they stand today.
    auto found = kept.enrolment.facts;
    if (body.has("aeo_importer_until")) found.aeo_importer_until = body.date("aeo_importer_until");
    found.compliance_score = body.integer_or("compliance_score", found.compliance_score, 0, 100);
    found.internal_control_score = body.integer_or("internal_control_score", found.internal_control_score, 0, 100);
    if (body.has("last_offence_on")) found.last_offence_on = body.date("last_offence_on");
    given.facts = require(
        enrolment::facts_of(call.services.store, call.services.imports, kept.matter.party_id, found, call.today));
  }
  return take_step(call, at_version(call, kept), action, std::move(given));
}

Response get_audit_exemption(Call& call) {
  const auto own = call.who->account.party_id;
  const auto party = call.asked("party_id").value_or(own);
  if (party.empty()) refuse(ErrorCode::field_is_missing, "party_id");
  if (!call.who->is_customs() && !call.who->acts_for(party, identity::read_scope, call.today)) {
    refuse(ErrorCode::not_found, "party_id", party);
  }
  const auto declared_on = call.asked_date("declared_on");
  if (!declared_on) refuse(ErrorCode::field_is_missing, "declared_on");
  std::vector<Enrolment> enrolments;
  for (auto& kept : require(enrolment::of_party(call.services.store, party))) {
    enrolments.push_back(std::move(kept.enrolment));
  }
  const auto answer = programme::exempt_from_audit(call.services.rulebook.law(), call.services.messages, enrolments,
                                                   *declared_on, call.asked("field").value_or(""), call.today);
  JsonWriter json;
  json.begin_object().member("party_id", party);
  member(json, "declared_on", *declared_on);
  json.member("exempt", answer.value);
  append_steps(json, "steps", answer.steps, call.language);
  return http::json_response(200, json.end_object().take());
}

}  // namespace clearway::api
