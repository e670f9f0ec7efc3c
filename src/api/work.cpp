#include <algorithm>
#include <array>
#include <span>

#include "api/body.h"
#include "api/lodging.h"
#include "api/routes.h"
#include "identity/passwords.h"
#include "lodging/random_day.h"

namespace clearway::api {
namespace {

std::string draft_id_of(const Call& call) {
  const auto& id = call.parameter("draft_id");
  const bool valid =
      id.size() <= 64 && std::all_of(id.begin(), id.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
      });
  if (!valid) refuse(ErrorCode::not_found, "draft_id", id.substr(0, 64));
  return id;
}

void append_draft(JsonWriter& json, const record::Draft& draft, bool with_content) {
  json.begin_object()
      .member("draft_id", draft.draft_id)
      .member("version", draft.version)
      .member("title", text_member(draft.body, "title"));
  member(json, "updated_at", draft.updated_at);
  if (with_content) {
    const Body body(draft.body, {"title", "content"});
    json.key("content").raw(body.raw_object("content"));
  }
  json.end_object();
}

Response draft_response(const record::Draft& draft, bool with_content) {
  JsonWriter json;
  append_draft(json, draft, with_content);
  auto response = http::json_response(200, json.take());
  response.with("ETag", "\"" + std::to_string(draft.version) + "\"");
  return response;
}

void append_mandate(JsonWriter& json, const Call& call, const record::Mandate& mandate) {
  const auto agent = require(call.services.store.account(mandate.agent));
  json.begin_object()
      .member("mandate_id", mandate.mandate_id)
      .member("party_id", mandate.party_id)
      .member("grantee_login", agent ? agent->sign_in_name : mandate.agent)
      .member("grantee_name", agent ? agent->display_name : std::string())
      .strings("scope", mandate.scopes);
  member(json, "until", mandate.until);
  member(json, "created_at", mandate.created_at);
  if (mandate.revoked_at) {
    member(json, "revoked_at", *mandate.revoked_at);
  } else {
    json.key("revoked_at").null();
  }
  json.end_object();
}

void append_token(JsonWriter& json, const record::ApiToken& token) {
  json.member("token_id", token.token_id).member("name", token.label).strings("scopes", token.scopes);
  member(json, "created_at", token.created_at);
  member(json, "expires_on", token.expires_at.korean_day().plus_days(-1));
}

std::vector<std::string> scopes_of(const Body& body, std::string_view key, std::span<const std::string_view> known) {
  auto scopes = body.texts(key, 10);
  if (scopes.empty()) refuse(ErrorCode::field_is_missing, std::string(key));
  std::string possible;
  for (const auto scope : known) possible += (possible.empty() ? "" : ", ") + std::string(scope);
  for (const auto& scope : scopes) {
    if (std::find(known.begin(), known.end(), scope) == known.end()) {
      refuse(ErrorCode::field_is_not_valid, std::string(key), scope, possible);
    }
  }
  std::sort(scopes.begin(), scopes.end());
  scopes.erase(std::unique(scopes.begin(), scopes.end()), scopes.end());
  return scopes;
}

/// The end of a day in Korea, which is where a token valid until that day ends.
Instant end_of(Date day) {
  constexpr std::int64_t day_microseconds = 86'400'000'000;
  constexpr std::int64_t korea = 9LL * 3'600'000'000;
  return {(std::int64_t{day.days()} + 1) * day_microseconds - korea};
}

}  // namespace

Response list_drafts(Call& call) {
  auto drafts = require(call.services.store.drafts(call.who->account.account_id));
  std::stable_sort(drafts.begin(), drafts.end(),
                   [](const auto& a, const auto& b) { return b.updated_at < a.updated_at; });
  JsonWriter json;
  json.begin_object().key("items").begin_array();
  for (const auto& draft : drafts) append_draft(json, draft, false);
  json.end_array().end_object();
  return http::json_response(200, json.take());
}

Response get_draft(Call& call) {
  const auto id = draft_id_of(call);
  const auto draft = require(call.services.store.draft(call.who->account.account_id, id));
  if (!draft) refuse(ErrorCode::not_found, "draft_id", id);
  return draft_response(*draft, true);
}

Response save_draft(Call& call) {
  const Body body(call.request.body, {"title", "content"});
  record::Draft draft;
  draft.draft_id = draft_id_of(call);
  draft.account_id = call.who->account.account_id;
  draft.party_id = call.who->account.party_id.empty() ? std::string(record::system_party) : call.who->account.party_id;
  draft.updated_at = call.now;
  JsonWriter json;
  json.begin_object().member("title", body.text_or("title", "", 200)).key("content").raw(body.raw_object("content"));
  draft.body = json.end_object().take();
  const bool is_new = call.request.header("if-none-match") == "*";
  if (!is_new) draft.version = call.expected_version();
  // A repeated save finds its own content already there.
  const auto earlier = require(call.services.store.draft(draft.account_id, draft.draft_id));
  if (earlier && earlier->body == draft.body && (is_new || earlier->version == draft.version + 1)) {
    return draft_response(*earlier, false);
  }
  if (!is_new && !earlier) refuse(ErrorCode::version_is_not_current);
  if (is_new && earlier) refuse(ErrorCode::version_is_not_current);
  return draft_response(
      require(record::wait<record::Draft>([&](auto done) { call.services.store.put_draft(draft, done); })), false);
}

Response delete_draft(Call& call) {
  const auto id = draft_id_of(call);
  const auto& account = call.who->account.account_id;
  if (!require(call.services.store.draft(account, id))) refuse(ErrorCode::not_found, "draft_id", id);
  require(record::wait<Nothing>([&](auto done) { call.services.store.delete_draft(account, id, std::nullopt, done); }));
  return Response(204);
}

Response list_random_selection(Call& call) {
  const auto from = call.asked_date("from").value_or(call.today.plus_days(-30));
  const auto to = call.asked_date("to").value_or(call.today.plus_days(1));
  if (to < from || to.days() - from.days() > 400) {
    refuse(ErrorCode::query_is_malformed, "to", to.text(), from.text() + " – " + from.plus_days(400).text());
  }
  const auto rulebook = call.services.lodging.rulebook();
  auto days = require(call.services.store.random_days(from, to));
  std::sort(days.begin(), days.end(), [](const auto& a, const auto& b) { return b.day < a.day; });
  JsonWriter json;
  json.begin_object().key("items").begin_array();
  for (const auto& day : days) {
    json.begin_object();
    member(json, "day", day.day);
    json.member("commitment", day.commitment);
    // Never before the day is over, whatever the record says.
    const bool over = day.day < call.today && day.revealed_at.has_value();
    json.member("secret", over ? day.secret : std::nullopt);
    if (over) {
      member(json, "revealed_at", *day.revealed_at);
    } else {
      json.key("revealed_at").null();
    }
    if (day.committed_at) {
      member(json, "committed_at", *day.committed_at);
    } else {
      json.key("committed_at").null();
    }
    const bool closed = day.closed_at.has_value();
    if (closed) {
      member(json, "closed_at", *day.closed_at);
      json.member("rows", day.rows).member("digest", day.digest);
      member(json, "reveal_on", day.day.plus_days(rulebook->policy().random_reveal_after_days(day.day)));
    } else {
      json.key("closed_at").null();
    }
    json.end_object();
  }
  json.end_array().member("public_key", call.services.store.public_key());
  json.end_object();
  return http::json_response(200, json.take());
}

Response get_random_day_file(Call& call) {
  const auto& text = call.parameter("day");
  const auto day = Date::parse(text);
  if (!day) refuse(ErrorCode::not_found, "day", text.substr(0, 40));
  const auto file = require(lodging::day_file(call.services.store, *day), text);
  Response response(200);
  response.body = risk::render(file);
  response.with("Content-Type", "application/x-ndjson; charset=utf-8");
  response.with("Content-Disposition", "attachment; filename=\"clearway-random-" + day->text() + ".jsonl\"");
  return response;
}

Response list_mandates(Call& call) {
  std::vector<record::Mandate> mandates;
  const auto& account = call.who->account;
  if (!account.party_id.empty()) mandates = require(call.services.store.mandates_of_party(account.party_id));
  for (auto& received : require(call.services.store.mandates_of_agent(account.account_id))) {
    mandates.push_back(std::move(received));
  }
  JsonWriter json;
  json.begin_object().key("items").begin_array();
  for (const auto& mandate : mandates) append_mandate(json, call, mandate);
  json.end_array().end_object();
  return http::json_response(200, json.take());
}

Response give_mandate(Call& call) {
  const Body body(call.request.body, {"grantee_login", "scope", "until"});
  const auto& account = call.who->account;
  if (account.party_id.empty()) refuse(ErrorCode::party_is_not_yours);
  record::Mandate mandate;
  mandate.mandate_id = call.id_from_request("mandate-");
  mandate.party_id = account.party_id;
  const auto login = body.text("grantee_login", 64);
  const auto grantee = require(call.services.store.account_by_sign_in_name(login));
  const auto role = grantee ? identity::parse_stored_role(grantee->role) : std::nullopt;
  const bool may_act = role && grantee->active && (role->first == Role::broker || role->first == Role::trader) &&
                       grantee->account_id != account.account_id;
  if (!may_act) refuse(ErrorCode::field_is_not_valid, "grantee_login", login, "broker, trader");
  mandate.agent = grantee->account_id;
  static constexpr std::array<std::string_view, 7> mandate_scopes = {
      identity::write_scope,   identity::read_scope,    identity::imports_write_scope, identity::imports_read_scope,
      identity::notices_scope, identity::rulings_scope, identity::programmes_scope};
  mandate.scopes = scopes_of(body, "scope", mandate_scopes);
  mandate.from = call.today;
  mandate.until = body.date("until");
  if (mandate.until < call.today) {
    refuse(ErrorCode::field_is_not_valid, "until", mandate.until.text(), "≥ " + call.today.text());
  }
  mandate.created_at = call.now;
  if (auto given = require(call.services.store.mandate(mandate.mandate_id))) {
    mandate = *given;  // the request is repeated
  } else {
    require(record::wait<Nothing>([&](auto done) { call.services.store.put_mandate(mandate, call.origin(), done); }));
    call.services.people.forget(mandate.agent);
  }
  JsonWriter json;
  append_mandate(json, call, mandate);
  return http::json_response(201, json.take());
}

Response revoke_mandate(Call& call) {
  const auto& id = call.parameter("mandate_id");
  const auto mandate = require(call.services.store.mandate(id));
  const bool own = mandate && !call.who->account.party_id.empty() && mandate->party_id == call.who->account.party_id;
  if (!own) refuse(ErrorCode::not_found, "mandate_id", id);
  if (!mandate->revoked_at) {
    require(record::wait<Nothing>([&](auto done) { call.services.store.revoke_mandate(id, call.origin(), done); }));
  }
  call.services.people.forget(mandate->agent);
  return Response(204);
}

Response list_api_tokens(Call& call) {
  const auto tokens = require(call.services.store.tokens(call.who->account.account_id));
  JsonWriter json;
  json.begin_object().key("items").begin_array();
  for (const auto& token : tokens) {
    if (token.revoked_at) continue;
    json.begin_object();
    append_token(json, token);
    json.end_object();
  }
  json.end_array().end_object();
  return http::json_response(200, json.take());
}

Response create_api_token(Call& call) {
  const Body body(call.request.body, {"name", "scopes", "expires_on"});
  record::ApiToken token;
  token.token_id = call.id_from_request("token-");
  token.account_id = call.who->account.account_id;
  token.label = body.text("name", 100);
  token.scopes = scopes_of(body, "scopes", identity::token_scopes);
  const auto last_day = body.date("expires_on");
  const auto latest = call.today.plus_years(1);
  if (last_day < call.today || latest < last_day) {
    refuse(ErrorCode::field_is_not_valid, "expires_on", last_day.text(), call.today.text() + " – " + latest.text());
  }
  token.created_at = call.now;
  token.expires_at = end_of(last_day);
  std::optional<std::string> secret;
  bool repeated = false;
  for (const auto& existing : require(call.services.store.tokens(token.account_id))) {
    if (existing.token_id != token.token_id) continue;
    token = existing;
    repeated = true;
    break;
  }
  if (!repeated) {
    secret = "clw_" + identity::random_token();
    token.token_hash = identity::token_hash(*secret);
    require(record::wait<Nothing>([&](auto done) { call.services.store.put_token(token, call.origin(), done); }));
  }
  JsonWriter json;
  json.begin_object();
  append_token(json, token);
  json.member("token", secret).end_object();
  return http::json_response(201, json.take());
}

Response revoke_api_token(Call& call) {
  const auto& id = call.parameter("token_id");
  const auto tokens = require(call.services.store.tokens(call.who->account.account_id));
  const auto found =
      std::find_if(tokens.begin(), tokens.end(), [&](const auto& token) { return token.token_id == id; });
  if (found == tokens.end()) refuse(ErrorCode::not_found, "token_id", id);
  if (!found->revoked_at) {
    require(record::wait<Nothing>([&](auto done) { call.services.store.revoke_token(id, call.origin(), done); }));
  }
  call.services.people.forget(call.who->account.account_id);
  return Response(204);
}

}  // namespace clearway::api
