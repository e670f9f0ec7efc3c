// Debts: listed, stated on a day as known on another, and what happens to them entered by officers.
#include <algorithm>

#include "api/arrears_letter.h"
#include "api/body.h"
#include "api/debtor_view.h"
#include "api/examination.h"
#include "api/pages.h"
#include "api/refusals.h"
#include "api/routes.h"
#include "arrears/answer.h"
#include "collection/debts.h"
#include "enforcement/answer.h"
#include "law/parameters.h"  // generated

namespace clearway::api {
namespace {

using arrears::Event;
using arrears::EventKind;
using collection::Kept;

constexpr unsigned most_list = 200;

Kept found(const Call& call, const std::string& id) {
  const auto [party_id, debt_id] = split_id(id);
  auto kept = require(collection::find(call.services.store, party_id, debt_id));
  // What an account may not see does not exist for it.
  if (!kept || !is_debtors_or_offices(call, kept->matter)) refuse(ErrorCode::not_found, "id", id);
  return std::move(*kept);
}

void append_summary(JsonWriter& json, const Call& call, const record::Matter& matter) {
  json.begin_object().member("id", matter.party_id + "." + matter.matter_id).member("party_id", matter.party_id);
  json.member("debt_id", matter.matter_id).member("state", matter.state);
  json.member("state_text", call.text("arrears.state." + matter.state));
  json.null_if_empty("customs_office", matter.customs_office).null_if_empty("order_id", matter.related_id);
  member(json, "opened_on", matter.opened_on);
  json.member("due_on", matter.due_on ? std::optional(matter.due_on->text()) : std::nullopt);
  json.member("principal_left_krw", matter.amount_krw).member("version", matter.version).end_object();
}

Response statement_response(const Call& call, const Kept& kept, Date on, std::optional<Instant> known, int status) {
  const auto& terms = call.services.debts;
  const auto stated = require(collection::statement(call.services.store, terms, kept, on, known));
  JsonWriter json;
  json.begin_object();
  json.member("id", kept.matter.party_id + "." + kept.matter.matter_id).member("version", kept.matter.version);
  arrears::write(json, terms, call.services.messages, kept.file, stated.statement);
  json.key("entries");
  arrears::write(json, terms, stated.lines);
  json.key("events");
  arrears::write_events(json, call.services.messages, kept.file, stated.statement);
  json.key("proof").begin_object().member("ledger_position", stated.proof.position);
  json.member("ledger_digest", stated.proof.digest).member("file_version", stated.proof.file_version);
  json.member("record_sequence", stated.proof.record_sequence).end_object();
  auto response = http::json_response(status, in_language(json.end_object().take(), call.language));
  response.with("ETag", "\"" + std::to_string(kept.matter.version) + "\"");
  return response;
}

arrears::Facts facts_of(const Body& body) {
  arrears::Facts facts;
  const std::vector<std::string_view> causes(debt::cause_names.begin(), debt::cause_names.end());
  const auto cause = body.choice("cause", causes);
  facts.cause = static_cast<debt::Cause>(std::find(causes.begin(), causes.end(), cause) - causes.begin());
  facts.accepted = body.optional_date("accepted");
  facts.imported = body.optional_date("imported");
  facts.statutory_due = body.optional_date("statutory_due");
  facts.extended_to = body.optional_date("extended_to");
  facts.notice_date = body.optional_date("notice_date");
  facts.notice_received = body.optional_date("notice_received");
  facts.notice_published = body.optional_date("notice_published");
  facts.notice_due = body.optional_date("notice_due");
  return facts;
}

arrears::Asked asked_of(const Call& call) {
  const Body body(call.request.body, {"kind", "on", "until", "amount_krw", "currency", "word", "charge", "reference",
                                      "published", "facts", "value_krw", "share_percent", "principal_failed"});
  arrears::Asked asked;
  const std::vector<std::string_view> kinds(arrears::event_names.begin(), arrears::event_names.end());
  asked.event.kind = *arrears::parse_event(body.choice("kind", kinds));
  asked.event.on = body.date("on");
  asked.event.until = body.optional_date("until");
  asked.event.amount = body.integer_or("amount_krw", 0, -1'000'000'000'000'000'000, 1'000'000'000'000'000'000);
  asked.event.word = body.text_or("word", "", 40);
  asked.event.charge = body.text_or("charge", "", 60);
  asked.event.reference = body.text_or("reference", "", 200);
  asked.event.published = body.boolean_or("published", false);
  if (body.has("value_krw"))
    asked.event.liability.value = body.integer_or("value_krw", 0, 0, 1'000'000'000'000'000'000);
  if (body.has("share_percent")) asked.event.liability.share_percent = body.integer_or("share_percent", 0, 1, 100);
  asked.event.liability.principal_failed = body.boolean_or("principal_failed", false);
  asked.currency = body.text_or("currency", "KRW", 3);
  if (body.has("facts")) {
    asked.event.facts =
        facts_of(Body(body.raw_object("facts"), {"cause", "accepted", "imported", "statutory_due", "extended_to",
                                                 "notice_date", "notice_received", "notice_published", "notice_due"}));
  }
  return asked;
}

[[noreturn]] void refuse_event(const Call& call, const arrears::Refused& refused) {
  refuse(refusal_problem(call, ErrorCode::debt_event_is_refused, refused));
}

}  // namespace

Response list_debts(Call& call) {
  record::MatterSearch search;
  search.limit = most_list;
  search.cursor = call.asked("cursor").value_or("");
  search.order = record::MatterOrder::amount;
  search.customs_office = call.asked("office");
  if (const auto state = call.asked("state")) {
    const auto& names = arrears::state_names;
    if (std::find(names.begin(), names.end(), *state) == names.end()) {
      refuse(ErrorCode::query_is_malformed, "state", *state, "open, deferred, held, settled, extinct");
    }
    search.states = {*state};
  }
  const auto party = call.asked("party");
  if (call.who->is_customs()) {
    search.every_party = !party;
    if (party) search.parties = {*party};
  } else {
    const auto& own = call.who->account.party_id;
    if (party && *party != own) refuse(ErrorCode::not_found, "party", *party);
    if (!own.empty()) search.parties = {own};
  }
  const auto page = require(collection::search(call.services.store, search), search.cursor);
  JsonWriter json;
  json.begin_object().key("items").begin_array();
  for (const auto& matter : page.matters) {
    if (is_debtors_or_offices(call, matter)) append_summary(json, call, matter);
  }
  json.end_array().null_if_empty("next_cursor", page.next_cursor);
  return http::json_response(200, json.end_object().take());
}

Response get_debt_statement(Call& call) {
  const auto kept = found(call, call.parameter("id"));
  const auto known = call.asked_date("known");
  return statement_response(call, kept, call.asked_date("on").value_or(call.today),
                            known ? std::optional(arrears::end_of(*known)) : std::nullopt, 200);
}

Response get_debt_measures(Call& call) {
  const auto kept = found(call, call.parameter("id"));
  const auto& rules = call.services.enforcement;
  const auto& messages = call.services.messages;
  const auto of_debt = require(enforcing::of_debt(call.services.store, rules, kept, call.today));
  const auto standing = rules.enforcement.standing(of_debt.file, call.today);
  JsonWriter json;
  json.begin_object();
  json.null_if_empty("case_id", call.who->is_customs() && of_debt.has_case()
                                    ? kept.file.party_id + "." + of_debt.case_id
                                    : std::string());
  json.member("state", kept.matter.state).member("state_text", call.text("arrears.state." + kept.matter.state));
  json.key("measures").begin_array();
  for (std::size_t i = 0; i < enforcement::step_count; ++i) {
    if (!standing.in_force[i]) continue;
    const auto step = static_cast<enforcement::StepKind>(i);
    const auto answer = rules.enforcement.check(standing, step);
    json.begin_object()
        .member("measure", name(step))
        .member("text", enforcement::title(step, messages).in(call.language));
    member(json, "since", *standing.in_force[i]);
    json.member("term_ends", standing.term_end[i] ? std::optional(standing.term_end[i]->text()) : std::nullopt);
    json.key("reasons").begin_array();
    for (const auto& condition : answer.conditions) {
      const bool shows = condition.status == enforcement::Status::met && condition.on;
      if (shows) json.string(enforcement::sentence(condition, messages).in(call.language));
    }
    json.end_array().key("ends").begin_array();
    for (const auto& ending : rules.enforcement.table().endings) {
      if (ending.measure != step) continue;
      json.string(enforcement::sentence(ending, call.today, messages).in(call.language));
    }
    json.end_array().member("cite", answer.cite);
    const auto* source = call.services.rulebook.law().find_source(answer.cite);
    json.member("article", source == nullptr
                               ? answer.cite
                               : source->title.in(call.language) + " " + source->article.in(call.language))
        .member("grade", law::name(answer.grade))
        .end_object();
  }
  json.end_array().key("ended").begin_array();
  for (const auto& ended : standing.ended) {
    json.begin_object().member("measure", name(ended.measure));
    member(json, "since", ended.since);
    member(json, "on", ended.on);
    json.member("text", enforcement::sentence(ended, messages).in(call.language)).end_object();
  }
  return http::json_response(200, json.end_array().end_object().take());
}

Response add_debt_event(Call& call) {
  auto kept = found(call, call.parameter("id"));
  kept.matter.version = call.expected_version();
  const auto taken = require(
      collection::take(call.services.store, call.services.debts, kept, asked_of(call), call.today, call.origin()));
  if (taken.refused) refuse_event(call, *taken.refused);
  require(enforcing::follow_debts(call.services.store, call.services.enforcement, {kept.file.party_id}, call.today,
                                  call.now));
  return statement_response(call, *taken.kept, call.today, std::nullopt, 201);
}

Response print_debt_letter(Call& call) {
  const auto kept = found(call, call.parameter("id"));
  const Body body(call.request.body, {"form", "demanded_by", "language"});
  body.choice("form", {"demand"});
  const auto language = body.has("language") ? body.choice("language", {"ko", "en", "both"}) : std::string("both");
  const auto demanded_by = body.date("demanded_by");
  const auto& law = call.services.rulebook.law();
  const auto longest = static_cast<std::int32_t>(law.kr.arrears.demand.longest_days.on(call.today).value);
  const auto last = call.today.plus_days(longest);
  if (demanded_by <= call.today || demanded_by > last) {
    refuse(ErrorCode::field_is_not_valid, "demanded_by", demanded_by.text(),
           call.today.plus_days(1).text() + " – " + last.text());
  }
  const auto now = require(collection::statement(call.services.store, call.services.debts, kept, call.today)).statement;
  if (now.balance() == 0) refuse_event(call, {arrears::Refusal::debt_is_settled, "form", "demand", call.today.text()});
  if (now.deferral) {
    refuse_event(call, {arrears::Refusal::debt_is_deferred_already, "form", "demand", now.deferral->from.text()});
  }
  auto sender = arrears_sender(call, kept.matter.customs_office, kept.matter.party_id);
  sender.link = public_link(call, "/arrears/debts/", kept.matter);
  const auto values =
      arrears::demand_values(call.services.debts, call.services.messages, kept.file, now, sender, demanded_by);
  return letter_response(call, "demand", values, language);
}

Response get_arrears_figures(Call& call) {
  const auto from = call.asked_date("from"), to = call.asked_date("to"), known = call.asked_date("known");
  if (!from) refuse(ErrorCode::field_is_missing, "from");
  if (!to) refuse(ErrorCode::field_is_missing, "to");
  if (*to < *from) refuse(ErrorCode::query_is_malformed, "to", to->text(), from->text());
  const auto report = require(collection::figures(call.services.store, call.services.debts, *from, *to,
                                                  known ? std::optional(arrears::end_of(*known)) : std::nullopt));
  return http::json_response(200, arrears::to_json(report));
}

}  // namespace clearway::api
