#include "api/body.h"
#include "api/gate.h"
#include "api/routes.h"
#include "identity/passwords.h"

namespace clearway::api {
namespace {

std::string me_json(const Principal& who, const Call& call, std::string_view csrf_token, Instant expires_at) {
  JsonWriter json;
  json.begin_object()
      .member("account_id", who.account.account_id)
      .member("login", who.account.sign_in_name)
      .member("display_name", who.account.display_name)
      .member("role", identity::name(who.role))
      .null_if_empty("provider_kind", who.provider_kind)
      .null_if_empty("filer_code", who.account.filer_code)
      .strings("offices", who.account.offices)
      .strings("party_ids", who.parties(call.today));
  json.key("rights").begin_array();
  for (const auto& rule : route_rules()) {
    if (!rule.is_public && rule.roles.has(who.role)) json.string(rule.operation);
  }
  json.end_array().member("csrf_token", csrf_token);
  member(json, "expires_at", expires_at);
  json.member("sample_world", call.services.settings.sample_world).end_object();
  return json.take();
}

std::string cookie(const Settings& settings, std::string_view name, std::string_view value, bool http_only,
                   std::int64_t seconds) {
  std::string text(name);
  text += "=";
  text += value;
  text += "; Path=/; SameSite=Lax; Max-Age=" + std::to_string(seconds);
  if (http_only) text += "; HttpOnly";
  if (settings.secure_cookies) text += "; Secure";
  return text;
}

void set_cookies(Response& response, const Settings& settings, std::string_view secret, std::string_view csrf,
                 std::int64_t seconds) {
  response.with("Set-Cookie", cookie(settings, session_cookie(settings), secret, true, seconds));
  response.with("Set-Cookie", cookie(settings, csrf_cookie, csrf, false, seconds));
}

void check_limit(Call& call, const std::string& login) {
  const auto seconds = call.services.sign_ins.wait_before(login, call.request.remote_address, call.now);
  if (seconds == 0) return;
  Problem problem{.code = ErrorCode::too_many_sign_ins};
  problem.retry_after = static_cast<int>(seconds);
  problem.places.emplace_back("seconds", std::to_string(seconds));
  refuse(std::move(problem));
}

}  // namespace

Response sign_in(Call& call) {
  const Body body(call.request.body, {"login", "password"});
  const auto login = body.text("login", 64);
  const auto password = body.text("password", 256);
  check_limit(call, login);
  const auto account = require(call.services.store.account_by_sign_in_name(login));
  if (!account) {
    identity::verify_nobody(password);
    refuse(ErrorCode::sign_in_failed);
  }
  if (!identity::verify_password(account->password_hash, password) || !account->active) {
    refuse(ErrorCode::sign_in_failed);
  }
  const auto who = require(call.services.people.person(*account, call.today));
  if (!who) refuse(ErrorCode::sign_in_failed);
  call.services.sign_ins.succeeded(login, call.request.remote_address);

  const auto& settings = call.services.settings;
  const auto secret = identity::random_token();
  record::Session session;
  session.token_hash = identity::token_hash(secret);
  session.account_id = account->account_id;
  session.csrf_token = identity::new_csrf_token(account->password_hash);
  session.created_at = call.now;
  session.expires_at = {call.now.microseconds + settings.session_seconds * 1'000'000};
  require(record::wait<Nothing>([&](auto done) { call.services.store.put_session(session, done); }));
  auto response = http::json_response(201, me_json(*who, call, session.csrf_token, session.expires_at));
  set_cookies(response, settings, secret, session.csrf_token, settings.session_seconds);
  return response;
}

Response sign_out(Call& call) {
  require(record::wait<Nothing>([&](auto done) { call.services.store.delete_session(call.who->session_hash, done); }));
  call.services.people.forget(call.who->account.account_id);
  Response response(204);
  set_cookies(response, call.services.settings, "", "", 0);
  return response;
}

Response get_me(Call& call) {
  return http::json_response(200, me_json(*call.who, call, call.who->csrf_token, call.who->expires_at));
}

}  // namespace clearway::api
