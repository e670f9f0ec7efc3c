#include <algorithm>

#include "api/body.h"
#include "api/notice_desk.h"
#include "api/pages.h"
#include "api/routes.h"
#include "api/steps.h"
#include "law/parameters.h"  // generated
#include "noticing/claims.h"
#include "record/wait.h"
#include "settlement/payments.h"

namespace clearway::api {
namespace {

using payment::RefundState;
using settlement::RefundRow;

bool sees(const Call& call, std::string_view party_id) {
  return call.who->is_customs() || call.who->acts_for(party_id, identity::read_scope, call.today);
}

RefundRow visible_refund(const Call& call) {
  const auto& id = call.parameter("id");
  const auto [party, refund_id] = split_id(id);
  if (sees(call, party)) {
    for (auto& row : require(settlement::refunds_of(call.services.store, party))) {
      if (row.refund_id == refund_id) return std::move(row);
    }
  }
  refuse(ErrorCode::not_found, "id", id);
}

Text ground_of(const Call& call, const std::string& ground, Date day) {
  const auto& grounds = call.services.rulebook.law().kr.refund.grounds.on(day).value;
  const auto row = grounds.find("ground", ground);
  return row ? Text{grounds.text(*row, "ko"), grounds.text(*row, "en")} : Text{ground, ground};
}

void append_refund(JsonWriter& json, const Call& call, const RefundRow& row) {
  const auto& refund = row.refund;
  json.member("id", row.party_id + "." + row.refund_id)
      .member("party_id", row.party_id)
      .member("refund_id", row.refund_id)
      .member("matter_id", refund.matter_id)
      .member("ground", refund.ground)
      .member("ground_text", ground_of(call, refund.ground, refund.proposed_on).in(call.language))
      .member("state", payment::name(refund.state))
      .member("state_text", call.text("payment.refund.state." + std::string(payment::name(refund.state))))
      .member("principal_krw", refund.principal_krw)
      .member("interest_krw", refund.interest_krw);
  member(json, "paid_in_on", refund.paid_in_on);
  member(json, "proposed_on", refund.proposed_on);
  json.member("decided_on", refund.decided_on ? std::optional(refund.decided_on->text()) : std::nullopt)
      .member("paid_on", refund.paid_on ? std::optional(refund.paid_on->text()) : std::nullopt);
}

/// What it comes to: as decided, or as it would be decided today.
Explained<std::int64_t> interest_of(const Call& call, const RefundRow& row) {
  const auto& refund = row.refund;
  return payment::interest_on(call.services.rulebook.law(), call.services.messages, refund.ground, refund.principal_krw,
                              refund.paid_in_on, refund.decided_on.value_or(call.today));
}

Response refund_response(const Call& call, const RefundRow& row, int status) {
  const bool customs = call.who->is_customs();
  const auto interest = interest_of(call, row);
  JsonWriter json;
  json.begin_object();
  append_refund(json, call, row);
  json.member("interest_today_krw", interest.value);
  append_steps(json, "steps", interest.steps, call.language);
  const auto decider = row.decided_by.empty() ? std::nullopt : require(call.services.store.account(row.decided_by));
  json.null_if_empty("decided_by", customs && decider ? decider->display_name : std::string());
  json.key("actions").begin_array();
  const bool acts = call.who->role == Role::officer || call.who->role == Role::supervisor;
  if (acts && row.refund.state == RefundState::proposed) json.string("decide");
  if (acts && row.refund.state == RefundState::decided && row.decided_by != call.who->account.account_id) {
    json.string("pay");
  }
  json.end_array();
  auto response = http::json_response(status, json.end_object().take());
  response.with("ETag", "\"" + std::to_string(row.version) + "\"");
  return response;
}

/// An officer's proposal: money of a firm that stands at no order goes back.
RefundRow propose(const Call& call, const Body& body) {
  payment::Refund refund;
  refund.party_id = body.text("party_id", 64);
  refund.matter_id = body.text("matter_id", 100);
  refund.ground = body.text("ground", 64);
  refund.refund_id = call.id_from_request("R-");
  refund.paid_in_on = body.date("paid_in_on");
  refund.proposed_on = call.today;
  for (auto& row : require(settlement::refunds_of(call.services.store, refund.party_id))) {
    if (row.refund_id == refund.refund_id) return std::move(row);  // the request is repeated
  }
  if (!payment::is_ground(call.services.rulebook.law(), refund.ground, call.today)) {
    refuse(ErrorCode::field_is_not_valid, "ground", refund.ground, "GET /v1/law/refund.grounds");
  }
  if (refund.paid_in_on > call.today) {
    refuse(ErrorCode::field_is_not_valid, "paid_in_on", refund.paid_in_on.text(), "≤ " + call.today.text());
  }
  const auto idle = require(settlement::idle_money(call.services.store, refund.party_id, call.today));
  const auto there =
      std::find_if(idle.begin(), idle.end(), [&](const auto& one) { return one.matter_id == refund.matter_id; });
  if (there == idle.end()) refuse(ErrorCode::nothing_is_left_to_refund, "matter_id", refund.matter_id);
  const auto most = there->there.overpayments_krw + there->there.unallocated_krw;
  refund.principal_krw = body.integer_or("amount_krw", most, 1, most);
  return require(record::wait<RefundRow>([&](auto done) {
    settlement::propose_refund(call.services.store, call.services.settlement, refund, call.origin(), std::move(done));
  }));
}

std::string claim_id(const noticing::Claim& claim) { return claim.matter.party_id + "." + claim.matter.matter_id; }

void append_claim(JsonWriter& json, const Call& call, const noticing::Claim& claim) {
  const auto& [matter, file] = claim;
  json.member("id", claim_id(claim))
      .member("party_id", matter.party_id)
      .member("declaration_id", matter.related_id)
      .member("declaration_number", file.declaration_number)
      .null_if_empty("notice_id", file.notice_id.empty() ? std::string() : matter.party_id + "." + file.notice_id)
      .member("state", matter.state)
      .member("state_text", call.text("notice.state." + matter.state));
  member(json, "filed_on", matter.opened_on);
  json.member("decided_by", matter.due_on ? std::optional(matter.due_on->text()) : std::nullopt)
      .member("decided_on", file.decided_on ? std::optional(file.decided_on->text()) : std::nullopt)
      .member("refund_krw", file.refund_krw);
}

Response claim_response(const Call& call, const noticing::Claim& claim, int status) {
  JsonWriter json;
  json.begin_object();
  append_claim(json, call, claim);
  json.null_if_empty("decision", claim.file.decision);
  append_lines(json, call, claim.file.lines);
  json.key("actions").begin_array();
  const bool acts = call.who->role == Role::officer || call.who->role == Role::supervisor;
  if (acts && claim.matter.state == notice::name(notice::State::claimed)) json.string("accept").string("refuse");
  return http::json_response(status, json.end_array().end_object().take());
}

noticing::Claim visible_claim(const Call& call) {
  const auto& id = call.parameter("id");
  const auto [party, correction_id] = split_id(id);
  if (sees(call, party)) {
    if (auto claim = require(noticing::find_claim(call.services.store, party, correction_id))) return *std::move(claim);
  }
  refuse(ErrorCode::not_found, "id", id);
}

RefundRow accept_claim(const Call& call, const Body& body) {
  const auto id = body.text("claim", 200);
  const auto [party, correction_id] = split_id(id);
  notice::Given given;
  given.text = body.text("text", notice::most_text);
  const auto paid_in_on = body.date("paid_in_on");
  if (paid_in_on > call.today) {
    refuse(ErrorCode::field_is_not_valid, "paid_in_on", paid_in_on.text(), "≤ " + call.today.text());
  }
  return require(noticing::accept_claim(call.services.store, call.services.notices, party, correction_id, given,
                                        paid_in_on, call.today, call.origin()),
                 id);
}

}  // namespace

Response list_refunds(Call& call) {
  std::vector<RefundRow> rows;
  std::string party;
  if (call.who->is_customs() && !call.asked("party_id")) {
    for (std::size_t i = 0; i < payment::refund_state_names.size(); ++i) {
      const auto state = static_cast<RefundState>(i);
      if (state == RefundState::withdrawn) continue;
      for (auto& row : require(settlement::refunds_in(call.services.store, state))) rows.push_back(std::move(row));
    }
  } else {
    party = call.asked("party_id").value_or(call.who->account.party_id);
    if (party.empty()) refuse(ErrorCode::field_is_missing, "party_id");
    if (!sees(call, party)) refuse(ErrorCode::not_found, "party_id", party);
    rows = require(settlement::refunds_of(call.services.store, party));
  }
  JsonWriter json;
  json.begin_object().null_if_empty("party_id", party).key("items").begin_array();
  for (const auto& row : rows) {
    json.begin_object();
    append_refund(json, call, row);
    json.end_object();
  }
  json.end_array().key("idle").begin_array();
  if (!party.empty()) {
    for (const auto& idle : require(settlement::idle_money(call.services.store, party, call.today))) {
      json.begin_object()
          .member("matter_id", idle.matter_id)
          .member("amount_krw", idle.there.overpayments_krw + idle.there.unallocated_krw)
          .end_object();
    }
  }
  json.end_array().key("claims").begin_array();
  for (const auto& claim : require(party.empty() ? noticing::open_claims(call.services.store)
                                                 : noticing::claims_of(call.services.store, party))) {
    json.begin_object();
    append_claim(json, call, claim);
    json.end_object();
  }
  return http::json_response(200, json.end_array().end_object().take());
}

Response get_refund(Call& call) { return refund_response(call, visible_refund(call), 200); }

Response propose_refund(Call& call) {
  const Body body(call.request.body, {"party_id", "matter_id", "ground", "amount_krw", "paid_in_on", "claim", "text"});
  const auto row = body.has("claim") ? accept_claim(call, body) : propose(call, body);
  auto response = refund_response(call, row, 201);
  response.with("Location", "/v1/refunds/" + http::percent_encode(row.party_id + "." + row.refund_id));
  return response;
}

Response get_refund_claim(Call& call) { return claim_response(call, visible_claim(call), 200); }

Response refuse_refund_claim(Call& call) {
  const Body body(call.request.body, {"text"});
  const auto claim = visible_claim(call);
  notice::Given given;
  given.text = body.text("text", notice::most_text);
  const auto refused = require(noticing::refuse_claim(call.services.store, call.services.notices, claim.matter.party_id,
                                                      claim.matter.matter_id, given, call.today, call.origin()),
                               claim_id(claim));
  return claim_response(call, refused, 201);
}

Response decide_refund(Call& call) {
  const auto row = visible_refund(call);
  const auto decided = require(record::wait<Explained<RefundRow>>([&](auto done) {
                                 settlement::decide_refund(call.services.store, call.services.settlement, row.party_id,
                                                           row.refund_id, call.today, call.origin(), std::move(done));
                               }),
                               row.refund_id);
  return refund_response(call, decided.value, 201);
}

Response pay_refund(Call& call) {
  const auto row = visible_refund(call);
  const auto paid = require(record::wait<RefundRow>([&](auto done) {
                              settlement::pay_refund(call.services.store, call.services.settlement, row.party_id,
                                                     row.refund_id, call.today, call.origin(), std::move(done));
                            }),
                            row.refund_id);
  return refund_response(call, paid, 201);
}

}  // namespace clearway::api
