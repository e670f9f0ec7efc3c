#include <algorithm>

#include "api/body.h"
#include "api/routes.h"
#include "identity/passwords.h"
#include "record/audit.h"

namespace clearway::api {
namespace {

void append_account(JsonWriter& json, const record::Account& account) {
  const auto role = identity::parse_stored_role(account.role);
  json.begin_object()
      .member("account_id", account.account_id)
      .member("version", account.version)
      .member("login", account.sign_in_name)
      .member("display_name", account.display_name)
      .member("role", role ? identity::name(role->first) : std::string_view(account.role))
      .null_if_empty("provider_kind", role ? role->second : std::string())
      .null_if_empty("filer_code", account.filer_code)
      .strings("offices", account.offices)
      .null_if_empty("party_id", account.party_id)
      .member("active", account.active);
  member(json, "created_at", account.created_at);
  json.end_object();
}

Response account_response(const record::Account& account, int status) {
  JsonWriter json;
  append_account(json, account);
  auto response = http::json_response(status, json.take());
  response.with("ETag", "\"" + std::to_string(account.version) + "\"");
  return response;
}

void check_offices(const Call& call, const std::vector<std::string>& offices) {
  for (const auto& office : offices) {
    if (call.services.rulebook.law().codes().customs_offices.find(office) == nullptr) {
      refuse(ErrorCode::field_is_not_valid, "offices", office, "GET /v1/codes/customs_offices");
    }
  }
}

void check_password(const std::string& password) {
  const auto characters = std::count_if(password.begin(), password.end(),
                                        [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; });
  if (characters < 12) refuse(ErrorCode::password_is_too_weak, "password");
}

std::string login_of(const Body& body) {
  auto login = body.text("login", 64, 3);
  const bool valid = std::all_of(login.begin(), login.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
  });
  if (!valid) refuse(ErrorCode::field_is_not_valid, "login", login, "a-z 0-9 . _ -");
  return login;
}

/// A role without what it works on would see nothing: said at once rather than found out later.
void check_role(const record::Account& account, Role role) {
  const bool needs_office = role == Role::officer || role == Role::supervisor;
  if (needs_office && account.offices.empty()) refuse(ErrorCode::field_is_missing, "offices");
  if (role == Role::trader && account.party_id.empty()) refuse(ErrorCode::field_is_missing, "party_id");
  const bool needs_code = role == Role::data_provider || role == Role::broker;
  if (needs_code && account.filer_code.empty()) refuse(ErrorCode::field_is_missing, "filer_code");
}

}  // namespace

Response list_accounts(Call& call) {
  auto accounts = require(call.services.store.accounts());
  std::sort(accounts.begin(), accounts.end(),
            [](const auto& a, const auto& b) { return a.sign_in_name < b.sign_in_name; });
  JsonWriter json;
  json.begin_object().key("items").begin_array();
  for (const auto& account : accounts) append_account(json, account);
  json.end_array().end_object();
  return http::json_response(200, json.take());
}

Response create_account(Call& call) {
  const Body body(call.request.body,
                  {"login", "display_name", "role", "provider_kind", "filer_code", "offices", "party_id", "password"});
  record::Account account;
  account.account_id = call.id_from_request("account-");
  account.sign_in_name = login_of(body);
  account.display_name = body.text("display_name", 100);
  const auto role =
      *identity::parse_role(body.choice("role", {identity::role_names.begin(), identity::role_names.end()}));
  std::string kind;
  if (role == Role::data_provider) {
    kind = body.choice("provider_kind", {identity::provider_kinds.begin(), identity::provider_kinds.end()});
  }
  account.role = identity::stored_role(role, kind);
  account.filer_code = body.text_or("filer_code", "", 10);
  account.offices = body.texts("offices", 50);
  account.party_id = body.text_or("party_id", "", 100);
  account.created_at = call.now;
  check_offices(call, account.offices);
  check_role(account, role);
  const auto password = body.text("password", 256);
  check_password(password);
  if (auto existing = require(call.services.store.account_by_sign_in_name(account.sign_in_name))) {
    if (existing->account_id == account.account_id) return account_response(*existing, 201);  // repeated
    refuse(ErrorCode::login_is_taken, "login", account.sign_in_name);
  }
  account.password_hash = identity::hash_password(password);
  return account_response(require(record::wait<record::Account>(
                              [&](auto done) { call.services.store.put_account(account, call.origin(), done); })),
                          201);
}

Response change_account(Call& call) {
  const Body body(call.request.body, {"display_name", "offices", "party_id", "filer_code", "active", "password"});
  const auto& id = call.parameter("account_id");
  auto account = require(call.services.store.account(id));
  if (!account) refuse(ErrorCode::not_found, "account_id", id);
  const auto role = identity::parse_stored_role(account->role);
  const auto expected = call.expected_version();
  if (account->version != expected) refuse(ErrorCode::version_is_not_current);
  account->display_name = body.text_or("display_name", account->display_name, 100);
  if (body.has("offices")) account->offices = body.texts("offices", 50);
  account->party_id = body.text_or("party_id", account->party_id, 100);
  account->filer_code = body.text_or("filer_code", account->filer_code, 10);
  account->active = body.boolean_or("active", account->active);
  check_offices(call, account->offices);
  if (role) check_role(*account, role->first);
  if (!account->active && account->account_id == call.who->account.account_id) {
    // The last way in must not be locked from inside.
    refuse(ErrorCode::field_is_not_valid, "active", "false", "true");
  }
  if (body.has("password")) {
    const auto password = body.text("password", 256);
    check_password(password);
    account->password_hash = identity::hash_password(password);
  }
  const auto changed = require(record::wait<record::Account>(
      [&](auto done) { call.services.store.put_account(*account, call.origin(), done); }));
  call.services.people.forget(account->account_id);
  return account_response(changed, 200);
}

Response verify_audit(Call& call) {
  const auto& settings = call.services.settings;
  const auto report = require(record::verify(settings.database, settings.key_file));
  JsonWriter json;
  json.begin_object()
      .member("ok", report.ok())
      .member("records", static_cast<std::int64_t>(report.records))
      .key("heads")
      .begin_array();
  for (const auto& head : report.heads) {
    json.begin_object()
        .member("stream", head.stream)
        .member("sequence", head.sequence)
        .member("hash", head.hash)
        .end_object();
  }
  json.end_array();
  member(json, "checked_at", call.now);
  json.key("problem");
  if (report.first) {
    const auto& found = *report.first;
    json.begin_object()
        .member("stream", found.stream)
        .member("sequence", found.sequence)
        .member("subject", found.party_id + "." + found.subject_id)
        .member("what", record::name(found.damage))
        .member("of", found.what)
        .member("why", call.text("audit.why." + found.why, {{"detail", found.detail}}))
        .end_object();
  } else {
    json.null();
  }
  json.end_object();
  return http::json_response(200, json.take());
}

}  // namespace clearway::api
