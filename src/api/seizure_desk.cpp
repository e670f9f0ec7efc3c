#include <algorithm>

#include "api/body.h"
#include "api/examination.h"
#include "api/letter_desk.h"
#include "api/pages.h"
#include "api/refusals.h"
#include "api/routes.h"
#include "api/steps.h"
#include "seizing/seizures.h"
#include "seizure/distribution.h"
#include "seizure/letter.h"
#include "seizure/protection.h"

namespace clearway::api {
namespace {

using seizing::Kept;
using seizure::Action;
using seizure::Case;
using seizure::State;

constexpr std::size_t most_list = 200;
constexpr std::int64_t largest_krw = 1'000'000'000'000'000;

std::string word(const Call& call, std::string_view kind, std::string_view name) {
  return call.text("seizure." + std::string(kind) + "." + std::string(name));
}

[[noreturn]] void refuse_step(const Call& call, const seizure::Refused& refused) {
  using R = seizure::Refusal;
  auto shown = refused;
  const bool words = refused.refusal == R::action_does_not_fit_the_state || refused.refusal == R::case_is_closed ||
                     refused.refusal == R::asset_is_not_sold || refused.refusal == R::asset_is_sold_not_collected;
  for (auto* each : {&shown.value, &shown.expected}) {
    if (!words) continue;
    if (seizure::parse_state(*each)) {
      *each = word(call, "state", *each);
    } else if (seizure::parse_action(*each)) {
      *each = word(call, "action", *each);
    } else if (seizure::parse_asset(*each)) {
      *each = word(call, "asset", *each);
    }
  }
  const bool lacks_text = refused.refusal == R::text_is_missing;
  auto problem = refusal_problem(call, lacks_text ? ErrorCode::field_is_missing : ErrorCode::seizure_step_is_refused,
                                 refused, shown);
  problem.value = refused.refusal == R::precondition_is_missing ? std::string() : shown.value;
  refuse(std::move(problem));
}

Kept visible(const Call& call, const std::string& id) {
  const auto [party, case_id] = split_id(id);
  auto found = require(seizing::find(call.services.store, party, case_id));
  if (!found || !works_in(*call.who, found->matter.customs_office)) refuse(ErrorCode::not_found, "id", id);
  return std::move(*found);
}

Text office_of(const Call& call, const std::string& office) {
  const auto* known = call.services.rulebook.law().codes().customs_offices.find(office);
  return known == nullptr ? Text{office, office} : known->label;
}

void day_or_null(JsonWriter& json, std::string_view name, const std::optional<Date>& day) {
  if (day) {
    member(json, name, *day);
  } else {
    json.key(name).null();
  }
}

void append_summary(JsonWriter& json, const Call& call, const Kept& kept) {
  const auto& [matter, subject] = kept;
  json.member("id", matter.party_id + "." + matter.matter_id)
      .member("party_id", matter.party_id)
      .member("debtor", subject.debtor)
      .member("subject", subject.subject)
      .member("asset", name(subject.asset))
      .member("asset_text", word(call, "asset", name(subject.asset)))
      .member("state", name(subject.state))
      .member("state_text", word(call, "state", name(subject.state)))
      .member("customs_office", matter.customs_office)
      .member("office_text", office_of(call, matter.customs_office).in(call.language));
  json.null_if_empty("assignee", matter.assignee);
  day_or_null(json, "clock_ends", subject.clock_ends);
  member(json, "proposed_on", subject.proposed_on);
  json.member("owed_krw", subject.owed_krw())
      .member("value_krw", subject.value_krw())
      .member("hardship", subject.hardship)
      .member("version", matter.version);
}

void append_debts(JsonWriter& json, const Case& subject) {
  json.key("debts").begin_array();
  for (const auto& debt : subject.debts) {
    json.begin_object().member("matter_id", debt.matter_id).member("number", debt.number);
    member(json, "statutory_date", debt.statutory_date);
    day_or_null(json, "due_on", debt.due_on);
    day_or_null(json, "demand_served_on", debt.demand_served_on);
    day_or_null(json, "demanded_by", debt.demanded_by);
    json.member("appeal_pending", debt.appeal_pending)
        .member("on_the_goods", debt.on_the_goods)
        .member("total_krw", debt.total_krw())
        .key("owed")
        .begin_array();
    for (const auto& one : debt.owed) {
      json.begin_object().member("charge", one.charge).member("krw", one.krw).end_object();
    }
    json.end_array().end_object();
  }
  json.end_array();
}

void append_items(JsonWriter& json, const Case& subject) {
  json.key("items").begin_array();
  for (const auto& item : subject.items) {
    json.begin_object()
        .member("item_id", item.item_id)
        .member("description", item.description)
        .member("quantity", item.quantity)
        .member("place", item.place)
        .member("estimate_krw", item.estimate_krw)
        .member("indivisible", item.indivisible)
        .key("photographs")
        .begin_array();
    for (const auto& one : item.photographs) json.string(one);
    json.end_array().key("custody").begin_array();
    for (const auto& one : item.custody) {
      json.begin_object();
      member(json, "at", one.at);
      json.member("from", one.from)
          .member("to", one.to)
          .member("place", one.place)
          .member("reason", one.reason)
          .null_if_empty("evidence_id", one.evidence_id)
          .end_object();
    }
    json.end_array().key("value_krw");
    if (item.value_krw) {
      json.integer(*item.value_krw);
    } else {
      json.null();
    }
    json.end_object();
  }
  json.end_array().key("valuations").begin_array();
  for (const auto& one : subject.valuations) {
    json.begin_object();
    member(json, "on", one.on);
    json.member("valuer", one.valuer).member("method", one.method).member("total_krw", one.total_krw).end_object();
  }
  json.end_array();
}

void append_sale(JsonWriter& json, const Call& call, const Case& subject) {
  json.key("sale");
  if (!subject.sale) {
    json.null();
    return;
  }
  const auto& sale = *subject.sale;
  json.begin_object()
      .member("method", name(sale.method))
      .member("place", sale.place)
      .member("first_reserve_krw", sale.first_reserve_krw)
      .null_if_empty("ground_text", sale.ground.empty() ? "" : word(call, "private_ground", sale.ground))
      .key("rounds")
      .begin_array();
  for (const auto& round : sale.rounds) {
    json.begin_object().member("reserve_krw", round.reserve_krw);
    member(json, "announced_on", round.announced_on);
    member(json, "bids_from", seizure::bids_from(call.services.rulebook.law(), round));
    member(json, "opens_on", round.opens_on);
    day_or_null(json, "opened_on", round.opened_on);
    json.key("bids").begin_array();
    // Bids are sealed until they are opened.
    for (const auto& bid : round.opened_on ? round.bids : std::vector<seizure::Bid>{}) {
      json.begin_object()
          .member("bidder", bid.bidder)
          .member("amount_krw", bid.amount_krw)
          .member("deposit_krw", bid.deposit_krw)
          .member("lapsed", bid.lapsed)
          .end_object();
    }
    json.end_array().member("bid_count", static_cast<std::int64_t>(round.bids.size())).end_object();
  }
  json.end_array().key("award");
  if (sale.award) {
    json.begin_object()
        .member("buyer", sale.award->buyer)
        .member("price_krw", sale.award->price_krw)
        .member("deposit_krw", sale.award->deposit_krw);
    member(json, "on", sale.award->on);
    member(json, "pay_by", sale.award->pay_by);
    json.member("demanded", sale.award->demanded).end_object();
  } else {
    json.null();
  }
  json.end_object();
}

std::string article(const Call& call, const std::string& cite) {
  const auto* source = call.services.rulebook.law().find_source(cite);
  return source == nullptr ? cite : source->title.in(call.language) + " " + source->article.in(call.language);
}

void append_statement(JsonWriter& json, const Call& call, const Case& subject) {
  json.key("statement");
  if (!subject.statement) {
    json.null();
    return;
  }
  const auto& statement = *subject.statement;
  json.begin_object();
  member(json, "drawn_on", statement.drawn_on);
  member(json, "day", statement.day);
  json.member("proceeds_krw", statement.proceeds_krw)
      .member("interest_krw", statement.interest_krw)
      .member("forfeited_krw", statement.forfeited_krw)
      .member("costs_krw", statement.costs_krw)
      .member("available_krw", statement.available_krw())
      .key("lines")
      .begin_array();
  for (const auto& line : statement.lines) {
    const bool own = !line.id.starts_with("claim:");
    json.begin_object()
        .member("id", line.id)
        .member("creditor", own ? office_of(call, subject.customs_office).in(call.language) : line.creditor)
        .member("kind_text", word(call, "claim", line.kind))
        .member("cite", line.cite)
        .member("article", article(call, line.cite));
    day_or_null(json, "date", line.date);
    json.member("claimed_krw", line.claimed_krw).member("share_krw", line.share_krw).end_object();
  }
  json.end_array().key("allotments").begin_array();
  for (const auto& one : statement.allotments) {
    json.begin_object().member("matter_id", one.matter_id).member("charge", one.charge).member("krw", one.krw);
    json.end_object();
  }
  json.end_array().member("surplus_krw", statement.surplus_krw).member("arrears_left_krw", statement.arrears_left_krw);
  const auto explained = seizure::draw_up(
      call.services.rulebook.law(), call.services.messages,
      {subject.case_id, statement.drawn_on, statement.day, statement.proceeds_krw, statement.interest_krw,
       statement.forfeited_krw, statement.costs_krw, subject.debts, subject.claims});
  append_steps(json, "steps", explained.steps, call.language);
  json.end_object();
}

void append_records(JsonWriter& json, const Call& call, const Case& subject) {
  json.key("records").begin_array();
  for (const auto& record : subject.records) {
    json.begin_object()
        .member("record_id", record.record_id)
        .member("kind", name(record.kind))
        .member("kind_text", word(call, "record", name(record.kind)));
    member(json, "made_at", record.made_at);
    member(json, "received_at", record.received_at);
    json.member("by", record.by)
        .member("outcome_text", word(call, "outcome", record.outcome))
        .member("made_offline", record.made_offline)
        .member("moved_on", record.moved_on)
        .key("signatures")
        .begin_array();
    for (const auto& one : record.signatures) {
      json.begin_object().member("role", one.role).member("signer", one.signer).member("attestation", one.attestation);
      member(json, "at", one.at);
      json.null_if_empty("declined", one.declined).end_object();
    }
    json.end_array().end_object();
  }
  json.end_array().key("events").begin_array();
  for (const auto& one : subject.events) {
    json.begin_object();
    member(json, "on", one.on);
    const bool outcome = one.action.starts_with("record_");
    json.member("action", one.action)
        .member("action_text", word(call, "action", one.action))
        .member("by", one.by)
        .member("text", outcome ? word(call, "outcome", one.text) : one.text)
        .end_object();
  }
  json.end_array();
}

Response seizure_response(const Call& call, const Kept& kept, int status) {
  const auto& subject = kept.subject;
  const auto& law = call.services.rulebook.law();
  JsonWriter json;
  json.begin_object();
  append_summary(json, call, kept);
  json.null_if_empty("third_party", subject.third_party);
  day_or_null(json, "seized_on", subject.seized_on);
  day_or_null(json, "closed_on", subject.closed_on);
  const auto how = seizure::how_seized(law, subject.asset, call.today);
  json.member("effect_text", word(call, "effect", how.effective)).member("sold", how.sold);
  append_debts(json, subject);
  append_items(json, subject);
  json.key("claims").begin_array();
  for (const auto& claim : subject.claims) {
    json.begin_object()
        .member("claim_id", claim.claim_id)
        .member("creditor", claim.creditor)
        .member("kind", claim.kind)
        .member("kind_text", word(call, "claim", claim.kind))
        .member("amount_krw", claim.amount_krw);
    day_or_null(json, "date", claim.date);
    json.end_object();
  }
  json.end_array();
  append_sale(json, call, subject);
  json.member("proceeds_krw", subject.proceeds_krw).member("forfeited_krw", subject.forfeited_krw);
  append_statement(json, call, subject);
  append_records(json, call, subject);
  json.key("actions").begin_array();
  if (call.who->role != Role::auditor) {
    for (const auto action : seizure::open_actions(subject, false)) json.string(name(action));
    if (call.who->role == Role::supervisor && subject.proposed_by != call.who->account.account_id) {
      for (const auto action : seizure::open_actions(subject, true)) json.string(name(action));
    }
  }
  json.end_array().key("missing").begin_array();
  // What the law still asks for before the seizure, or the sale.
  const bool seizes = subject.state == State::approved || subject.state == State::proposed;
  const bool sells = subject.state == State::seized && how.sold;
  if (seizes || sells) {
    const auto verdict = require(seizing::verdict_on(call.services.store, call.services.seizures, subject,
                                                     seizes ? Action::seize : Action::propose_sale, {}, call.today));
    for (const auto& one : verdict.missing) {
      json.begin_object().member("text", one.text.in(call.language)).member("cite", one.cite);
      json.member("article", article(call, one.cite)).end_object();
    }
  }
  json.end_array().key("letters").begin_array();
  for (const auto form : seizure::letters_of(subject)) json.string(form);
  json.end_array();
  append_evidence(json, call, kept.matter.party_id, kept.matter.matter_id);
  auto response = http::json_response(status, json.end_object().take());
  response.with("ETag", "\"" + std::to_string(kept.matter.version) + "\"");
  return response;
}

Response taken_response(const Call& call, const Result<seizing::Taken>& taken) {
  if (!taken && taken.error().code == "amounts_have_moved_on") {
    Problem problem;
    problem.code = ErrorCode::seizure_step_is_refused;
    problem.detail = call.text("seizure.amounts_have_moved_on.text");
    problem.fix = call.text("seizure.amounts_have_moved_on.fix");
    problem.members = "\"refusal\":\"amounts_have_moved_on\"";
    refuse(std::move(problem));
  }
  const auto found = require(taken);
  if (found.refused) refuse_step(call, *found.refused);
  return seizure_response(call, *found.kept, 201);
}

Instant instant(const Body& body, std::string_view key) {
  const auto text = body.text(key, 40);
  const auto at = Instant::parse(text);
  if (!at) refuse(ErrorCode::field_is_not_valid, std::string(key), text, "2026-11-25T09:00:00.000000Z");
  return *at;
}

std::int64_t krw(const Body& body, std::string_view key) {
  if (!body.has(key)) refuse(ErrorCode::field_is_missing, std::string(key));
  return body.integer_or(key, 0, 0, largest_krw);
}

/// Days that src/enforcement can look at.
void check_days(const Call& call, const seizure::Debt& debt) {
  const auto& calendar = call.services.seizures.calendar;
  std::optional<Date> before = debt.statutory_date;
  const std::pair<std::string_view, std::optional<Date>> days[] = {{"notice_served_on", debt.notice_served_on},
                                                                   {"demanded_on", debt.demanded_on},
                                                                   {"demand_served_on", debt.demand_served_on}};
  if (debt.statutory_date.plus_days(-60) < calendar.first_day()) {
    refuse(ErrorCode::field_is_not_valid, "statutory_date", debt.statutory_date.text(),
           "≥ " + calendar.first_day().plus_days(60).text());
  }
  for (const auto& [field, day] : days) {
    if (!day) continue;
    if (*day < *before || *day > call.today) {
      refuse(ErrorCode::field_is_not_valid, std::string(field), day->text(),
             before->text() + " – " + call.today.text());
    }
    before = day;
  }
}

seizure::Debt debt_of(const Call& call, const Body& body) {
  seizure::Debt debt;
  debt.matter_id = body.text("matter_id", 100);
  debt.number = body.text_or("number", debt.matter_id, 60);
  debt.statutory_date = body.date("statutory_date");
  debt.notice_served_on = body.optional_date("notice_served_on");
  debt.due_on = body.optional_date("due_on");
  debt.demanded_on = body.optional_date("demanded_on");
  debt.demand_served_on = body.optional_date("demand_served_on");
  debt.demanded_by = body.optional_date("demanded_by");
  debt.appeal_pending = body.boolean_or("appeal_pending", false);
  debt.on_the_goods = body.boolean_or("on_the_goods", false);
  check_days(call, debt);
  return debt;
}

/// Items of a step, with photographs that stand as evidence of the case.
void read_items(const Call& call, const Kept& kept, const Body& body, seizure::Given& given) {
  const auto evidence = require(call.services.store.evidence(kept.matter.party_id, kept.matter.matter_id));
  for (const auto& each : body.objects("items", seizure::most_items,
                                       {"item_id", "description", "quantity", "place", "estimate_krw", "indivisible",
                                        "photographs", "exempt_ground", "value_krw"})) {
    seizure::Item item;
    item.item_id = each.text("item_id", 40);
    item.description = each.text_or("description", "", 500);
    item.quantity = each.text_or("quantity", "", 60);
    item.place = each.text_or("place", "", 200);
    item.estimate_krw = each.integer_or("estimate_krw", 0, 0, largest_krw);
    item.indivisible = each.boolean_or("indivisible", false);
    item.photographs = each.texts("photographs", 20);
    for (const auto& id : item.photographs) {
      const bool there =
          std::any_of(evidence.begin(), evidence.end(), [&](const auto& one) { return one.evidence_id == id; });
      if (!there)
        refuse(ErrorCode::field_is_not_valid, "photographs", id, "PUT /v1/seizures/{id}/evidence/{evidence_id}");
    }
    if (each.has("value_krw")) item.value_krw = krw(each, "value_krw");
    given.items.push_back(std::move(item));
    given.exempt.push_back(each.text_or("exempt_ground", "-", 60));
  }
}

seizure::Given given_of(const Call& call, const Kept& kept, const Body& body, Action action) {
  seizure::Given given;
  given.by = call.who->account.account_id;
  given.text = body.text_or("text", "", seizure::most_text);
  given.day = body.optional_date("day");
  given.ground = body.text_or("ground", "", 60);
  given.place = body.text_or("place", "", 200);
  given.at = call.now;
  read_items(call, kept, body, given);
  switch (action) {
    case Action::hand_over:
      given.item_id = body.text("item_id", 40);
      given.hand_over = {instant(body, "at"),     body.text("from", 100),          body.text("to", 100),
                         body.text("place", 200), body.text_or("reason", "", 500), body.text_or("evidence_id", "", 64)};
      break;
    case Action::value:
      given.valuation.valuer = body.text("valuer", 100);
      given.valuation.method = body.text("valuation_method", 200);
      break;
    case Action::enter_claim:
      for (const auto& each :
           body.objects("claims", 1, {"claim_id", "creditor", "kind", "date", "amount_krw", "secured_tax"})) {
        given.claim = {each.text("claim_id", 40),
                       each.text("creditor", 100),
                       each.text("kind", 60),
                       each.optional_date("date"),
                       krw(each, "amount_krw"),
                       each.boolean_or("secured_tax", false),
                       {}};
      }
      if (given.claim.claim_id.empty()) refuse(ErrorCode::field_is_missing, "claims");
      break;
    case Action::propose_sale:
      given.method =
          body.boolean_or("private_contract", false) ? seizure::Method::private_contract : seizure::Method::auction;
      given.opens_on = body.optional_date("opens_on");
      given.bid.bidder = body.text_or("bidder", "", 100);
      for (const auto& each : body.objects("quotes", 20, {"amount_krw"}))
        given.quotes.push_back(krw(each, "amount_krw"));
      break;
    case Action::enter_bid:
      given.bid = {body.text("bidder", 100), krw(body, "amount_krw"), krw(body, "deposit_krw"), {}, false};
      break;
    case Action::open_bids: given.drawn = body.text_or("drawn", "", 100); break;
    case Action::receive_price:
    case Action::collect: given.amount_krw = krw(body, "amount_krw"); break;
    case Action::draw_up:
      given.opens_on = body.date("distribution_day");
      given.interest_krw = body.integer_or("interest_krw", 0, 0, largest_krw);
      given.costs_krw = body.integer_or("costs_krw", 0, 0, largest_krw);
      break;
    case Action::release: given.committee = body.boolean_or("committee", false); break;
    default: break;
  }
  if (body.has("relation")) {
    const std::vector<std::string_view> relations(seizure::relation_names.begin(), seizure::relation_names.end());
    const auto chosen = body.choice("relation", relations);
    given.relation =
        static_cast<seizure::Relation>(std::find(relations.begin(), relations.end(), chosen) - relations.begin());
  }
  return given;
}

seizure::FieldRecord record_of(const Call& call, const Body& body) {
  seizure::FieldRecord record;
  record.record_id = body.text("record_id", 64, 8);
  const std::vector<std::string_view> kinds(seizure::record_names.begin(), seizure::record_names.end());
  const auto kind = body.choice("kind", kinds);
  record.kind = static_cast<seizure::RecordKind>(std::find(kinds.begin(), kinds.end(), kind) - kinds.begin());
  record.made_at = instant(body, "made_at");
  record.received_at = call.now;
  record.by = call.who->account.account_id;
  record.outcome = body.text("outcome", 60);
  record.made_offline = body.boolean_or("made_offline", false);
  record.version_seen = body.integer_or("version_seen", 0, 0, 1'000'000);
  record.evidence_ids = body.texts("evidence_ids", 20);
  for (const auto& each :
       body.objects("signatures", 6, {"role", "signer", "attestation", "at", "evidence_id", "declined"})) {
    record.signatures.push_back({each.choice("role", {"officer", "debtor", "witness"}), each.text_or("signer", "", 100),
                                 each.text_or("attestation", "", 500), instant(each, "at"),
                                 each.text_or("evidence_id", "", 64), each.text_or("declined", "", 500)});
  }
  if (const auto problem = seizure::record_problem(record, call.now)) {
    Problem shown;
    shown.code = ErrorCode::seizure_record_is_not_valid;
    shown.field = problem->first;
    shown.detail = word(call, "record_problem", problem->second);
    refuse(std::move(shown));
  }
  return record;
}

}  // namespace

Response list_seizures(Call& call) {
  record::MatterSearch search;
  search.kinds = {std::string(seizing::seizure_kind)};
  search.limit = most_list;
  search.cursor = call.asked("cursor").value_or("");
  search.every_party = true;
  if (const auto party = call.asked("party")) {
    search.every_party = false;
    search.parties = {*party};
  }
  if (const auto state = call.asked("state")) {
    if (!seizure::parse_state(*state)) refuse(ErrorCode::query_is_malformed, "state", *state);
    search.states = {*state};
  }
  const auto page = require(record::Matters(call.services.store).search(search));
  JsonWriter json;
  json.begin_object().key("items").begin_array();
  for (const auto& matter : page.matters) {
    if (!works_in(*call.who, matter.customs_office)) continue;
    json.begin_object();
    append_summary(json, call, require(seizing::kept_of(matter)));
    json.end_object();
  }
  json.end_array().null_if_empty("next_cursor", page.next_cursor);
  return http::json_response(200, json.end_object().take());
}

Response get_seizure(Call& call) { return seizure_response(call, visible(call, call.parameter("id")), 200); }

Response propose_seizure(Call& call) {
  const Body body(call.request.body,
                  {"party_id", "debtor", "customs_office", "asset", "subject", "third_party", "hardship", "debts"});
  Case subject;
  subject.case_id = call.id_from_request("S-");
  subject.party_id = body.text("party_id", 60);
  subject.debtor = body.text("debtor", 200);
  subject.customs_office = body.text("customs_office", 10);
  if (!works_in(*call.who, subject.customs_office)) {
    refuse(ErrorCode::field_is_not_valid, "customs_office", subject.customs_office, "GET /v1/me: offices");
  }
  const std::vector<std::string_view> assets(seizure::asset_names.begin(), seizure::asset_names.end());
  subject.asset = *seizure::parse_asset(body.choice("asset", assets));
  subject.subject = body.text("subject", 500);
  subject.third_party = body.text_or("third_party", "", 200);
  subject.hardship = body.boolean_or("hardship", false);
  subject.proposed_on = call.today;
  subject.proposed_by = call.who->account.account_id;
  for (const auto& each :
       body.objects("debts", 50,
                    {"matter_id", "number", "statutory_date", "notice_served_on", "due_on", "demanded_on",
                     "demand_served_on", "demanded_by", "appeal_pending", "on_the_goods"})) {
    auto debt = debt_of(call, each);
    const bool twice = std::any_of(subject.debts.begin(), subject.debts.end(),
                                   [&](const auto& one) { return one.matter_id == debt.matter_id; });
    if (twice) refuse(ErrorCode::field_is_not_valid, "debts", debt.matter_id, "1");
    subject.debts.push_back(std::move(debt));
  }
  if (subject.debts.empty()) refuse(ErrorCode::field_is_missing, "debts");
  require(collection::open_overdue(call.services.store, call.services.debts, call.today, call.now, subject.party_id));
  auto debts = seizing::with_amounts(call.services.store, call.services.seizures, subject.party_id,
                                     std::move(subject.debts), call.today);
  if (!debts && debts.error().code == "debt_is_unknown") {
    refuse(ErrorCode::field_is_not_valid, "debts.matter_id", debts.error().detail, "GET /v1/debts");
  }
  subject.debts = require(std::move(debts));
  return seizure_response(call, require(seizing::propose(call.services.store, subject, call.origin())), 201);
}

Response take_seizure_step(Call& call) {
  const Body body(call.request.body, {"step",
                                      "text",
                                      "day",
                                      "items",
                                      "item_id",
                                      "from",
                                      "to",
                                      "at",
                                      "place",
                                      "reason",
                                      "evidence_id",
                                      "valuer",
                                      "valuation_method",
                                      "claims",
                                      "private_contract",
                                      "ground",
                                      "opens_on",
                                      "quotes",
                                      "bidder",
                                      "amount_krw",
                                      "deposit_krw",
                                      "relation",
                                      "drawn",
                                      "interest_krw",
                                      "costs_krw",
                                      "distribution_day",
                                      "committee"});
  auto kept = visible(call, call.parameter("id"));
  const std::vector<std::string_view> names(seizure::action_names.begin(), seizure::action_names.end());
  const auto action = *seizure::parse_action(body.choice("step", names));
  const bool decides = action == Action::approve || action == Action::refuse;
  if (decides && call.who->role != Role::supervisor) refuse(ErrorCode::not_permitted);
  const auto given = given_of(call, kept, body, action);
  kept.matter.version = call.expected_version();
  const auto taken =
      seizing::take(call.services.store, call.services.seizures, kept, action, given, call.today, call.origin());
  if (taken && taken->kept && taken->kept->subject.state == State::distributed) {
    require(enforcing::follow_debts(call.services.store, call.services.enforcement, {kept.subject.party_id}, call.today,
                                    call.now));
  }
  return taken_response(call, taken);
}

Response add_seizure_record(Call& call) {
  const Body body(call.request.body, {"record_id", "kind", "made_at", "outcome", "made_offline", "version_seen",
                                      "evidence_ids", "signatures", "place", "text"});
  const auto kept = visible(call, call.parameter("id"));
  const auto record = record_of(call, body);
  const seizing::Personal personal{body.text_or("place", "", 300), body.text_or("text", "", seizure::most_text)};
  return taken_response(call,
                        seizing::add_record(call.services.store, kept, record, personal, call.today, call.origin()));
}

Response look_up_seizure(Call& call) {
  const Body body(call.request.body, {"record_id", "field", "purpose"});
  const auto kept = visible(call, call.parameter("id"));
  const auto record_id = body.text_or("record_id", "", 64);
  const auto field = record_id.empty() ? std::string("debtor") : body.choice("field", {"place", "text", "signers"});
  const auto purpose = body.text("purpose", 500, 5);
  const auto& records = kept.subject.records;
  const bool known = record_id.empty() || std::any_of(records.begin(), records.end(),
                                                      [&](const auto& one) { return one.record_id == record_id; });
  if (!known) refuse(ErrorCode::not_found, "record_id", record_id);
  const auto subject =
      record_id.empty() ? kept.subject.case_id : seizing::personal_subject(kept.subject.case_id, record_id);
  const auto value = require(record::wait<std::string>([&](auto done) {
    call.services.store.look_up_personal_data(kept.matter.party_id, subject, field, purpose, call.origin(), done);
  }));
  JsonWriter json;
  json.begin_object().member("field", field).member("value", value).end_object();
  return http::json_response(201, json.take());
}

Response add_seizure_evidence(Call& call) {
  const auto kept = visible(call, call.parameter("id"));
  take_evidence(call, kept.matter.party_id, kept.matter.matter_id);
  return seizure_response(call, kept, 201);
}

Response read_seizure_evidence(Call& call) {
  const auto kept = visible(call, call.parameter("id"));
  return give_evidence(call, kept.matter.party_id, kept.matter.matter_id);
}

Response assign_seizure(Call& call) {
  const Body body(call.request.body, {"account"});
  auto kept = visible(call, call.parameter("id"));
  const auto account = body.text_or("account", "", 100);
  if (!account.empty()) {
    const auto accounts = require(call.services.store.accounts());
    const bool works = std::any_of(accounts.begin(), accounts.end(), [&](const auto& one) {
      return one.account_id == account && one.active && one.role == "officer" &&
             std::find(one.offices.begin(), one.offices.end(), kept.matter.customs_office) != one.offices.end();
    });
    if (!works) refuse(ErrorCode::field_is_not_valid, "account", account, "officer");
  }
  kept.matter.version = call.expected_version();
  return seizure_response(call, require(seizing::assign(call.services.store, kept, account, call.origin())), 201);
}

Response print_seizure_letter(Call& call) {
  const Body body(call.request.body, {"form", "language"});
  const auto kept = visible(call, call.parameter("id"));
  const auto form = body.choice("form", seizure::letters_of(kept.subject));
  const auto language = body.has("language") ? body.choice("language", {"ko", "en", "both"}) : std::string("both");
  auto subject = kept.subject;
  subject.debtor = require(seizing::debtor_name(call.services.store, kept, "letter " + form, call.origin()));
  const auto office = office_of(call, kept.matter.customs_office);
  const auto& messages = call.services.messages;
  const auto& tools = call.services.letters.tools();
  const auto& at = tools.letterhead.of(kept.matter.customs_office);
  const Places places_ko = {{"office", office.ko}}, places_en = {{"office", office.en}};
  seizure::Sender sender;
  sender.office = office;
  sender.head = {fill(at.head.ko, places_ko), fill(at.head.en, places_en)};
  sender.address = at.address;
  sender.phone = at.phone;
  sender.department = messages.at("seizure.letter.department");
  const auto& person = call.who->account.display_name;
  sender.person = {person, person};
  sender.contact_phone = at.contact_phone;
  sender.email = at.email;
  sender.hours = at.hours;
  sender.link = tools.letterhead.public_url + "/seizures/" + kept.matter.party_id + "." + kept.matter.matter_id;
  sender.verification_code = kept.subject.case_id + "-" + std::to_string(kept.matter.version);
  sender.date = call.today;
  const auto values = seizure::letter_values(call.services.rulebook.law(), call.services.seizures.calendar, messages,
                                             subject, form, sender);
  const auto languages = language == "ko"   ? document::Languages::korean
                         : language == "en" ? document::Languages::english
                                            : document::Languages::both;
  const auto* known = tools.templates.find(form);
  if (known == nullptr) refuse(ErrorCode::not_found, "form", form);
  auto letter = require(document::compose(*known, values, languages, messages));
  Response response(201);
  response.body = require(call.services.letters.print(std::move(letter))).bytes;
  response.with("Content-Type", "application/pdf");
  response.with("Content-Disposition", "attachment; filename=\"" + form + ".pdf\"");
  response.with("X-Content-Type-Options", "nosniff");
  return response;
}

Response get_seizure_worklist(Call& call) {
  const auto office = call.asked("office").value_or("");
  if (office.empty()) refuse(ErrorCode::query_is_malformed, "office");
  Text label;
  (void)office_name_checked(call, office, label);
  const auto kept = require(seizing::open_cases(call.services.store, office));
  std::vector<Case> cases;
  std::map<std::string, std::string> in_charge;
  std::map<std::string, const Kept*> by_id;
  for (const auto& one : kept) {
    cases.push_back(one.subject);
    by_id[one.subject.case_id] = &one;
    if (!one.matter.assignee.empty()) in_charge[one.subject.case_id] = one.matter.assignee;
  }
  std::vector<seizure::Hand> hands;
  for (const auto& account : require(call.services.store.accounts())) {
    const auto& offices = account.offices;
    if (account.active && account.role == "officer" &&
        std::find(offices.begin(), offices.end(), office) != offices.end()) {
      hands.push_back({account.account_id, 0});
    }
  }
  const auto& settings = call.services.seizures.work.on(call.today);
  const auto planned = seizure::plan_work(settings, call.services.messages, cases, in_charge, hands, call.today);
  JsonWriter json;
  json.begin_object()
      .member("office", office)
      .member("minutes_a_day", settings.minutes_a_day)
      .member("small_every", settings.small_every)
      .member("small_below_krw", settings.small_below_krw)
      .member("cite", settings.cite)
      .member("grade", settings.grade)
      .key("hands")
      .begin_array();
  for (const auto& hand : hands) {
    std::int64_t minutes = 0;
    for (const auto& one : planned) minutes += one.officer == hand.account ? one.minutes : 0;
    json.begin_object().member("account", hand.account).member("minutes", minutes).end_object();
  }
  json.end_array().key("items").begin_array();
  for (const auto& one : planned) {
    json.begin_object().key("seizure").begin_object();
    append_summary(json, call, *by_id.at(one.case_id));
    json.end_object()
        .member("place", seizure::place_names[static_cast<std::size_t>(one.place)])
        .member("expected_krw", one.expected_krw)
        .member("minutes", one.minutes)
        .member("per_hour_krw", one.per_hour_krw)
        .null_if_empty("officer", one.officer);
    append_steps(json, "steps", one.steps, call.language);
    json.end_object();
  }
  return http::json_response(200, json.end_array().end_object().take());
}

Response compute_protected_amount(Call& call) {
  const Body body(call.request.body, {"asset", "amount_krw", "benefit", "livelihood_account", "day"});
  const auto asset = *seizure::parse_asset(body.choice("asset", {"salary", "deposit", "insurance"}));
  seizure::MoneyFacts facts;
  facts.amount_krw = krw(body, "amount_krw");
  if (asset == seizure::AssetKind::insurance) {
    facts.benefit = body.choice("benefit", {"death", "surrender", "maturity"});
  }
  facts.livelihood_account = body.boolean_or("livelihood_account", false);
  const auto found = seizure::seizable(call.services.rulebook.law(), call.services.messages, asset, facts,
                                       body.optional_date("day").value_or(call.today));
  JsonWriter json;
  json.begin_object().member("seizable_krw", found.value.seizable_krw).member("exempt_krw", found.value.exempt_krw);
  append_steps(json, "steps", found.steps, call.language);
  return http::json_response(200, json.end_object().take());
}

}  // namespace clearway::api
