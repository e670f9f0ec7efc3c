#include "api/call.h"

#include <charconv>

#include "db/error.h"
#include "identity/passwords.h"

namespace clearway::api {

void refuse(Problem problem) { throw Refused{std::move(problem)}; }

void refuse(ErrorCode code, std::string field, std::string value, std::string expected) {
  Problem problem{.code = code, .field = std::move(field), .value = std::move(value)};
  problem.places.emplace_back("expected", std::move(expected));
  refuse(std::move(problem));
}

Problem problem_of(const Error& error, std::string value) {
  Problem problem{.value = std::move(value)};
  if (const auto known = http::parse_error_code(error.code)) {
    problem.code = *known;
    return problem;
  }
  if (error.code == "queue_is_full" || error.code == "store_is_closed") {
    problem.code = ErrorCode::server_is_busy;
    return problem;
  }
  if (error.code == "declaration_is_not_recorded") {
    problem.code = ErrorCode::not_found;
    return problem;
  }
  // What the engine said stays in the server's log: it may name hosts and files.
  switch (db::failure_of(error)) {
    case db::Failure::locked: problem.code = ErrorCode::database_is_locked; break;
    case db::Failure::disk_full: problem.code = ErrorCode::disk_is_full; break;
    case db::Failure::connection_lost:
    case db::Failure::cannot_open:
    case db::Failure::access_refused: problem.code = ErrorCode::database_is_lost; break;
    case db::Failure::none:
    case db::Failure::constraint:
    case db::Failure::corrupt:
    case db::Failure::read_only:
    case db::Failure::owned:
    case db::Failure::schema_older:
    case db::Failure::schema_newer:
    case db::Failure::other: problem.code = ErrorCode::database_failed; break;
  }
  return problem;
}

void refuse(const Error& error, std::string value) { refuse(problem_of(error, std::move(value))); }

std::optional<std::string> Call::asked(std::string_view name) const {
  for (const auto& [key, value] : query) {
    if (key == name && !value.empty()) return value;
  }
  return std::nullopt;
}

std::optional<Date> Call::asked_date(std::string_view name) const {
  const auto text = asked(name);
  if (!text) return std::nullopt;
  const auto day = Date::parse(*text);
  if (!day) refuse(ErrorCode::query_is_malformed, std::string(name), *text, "2026-11-23");
  return day;
}

std::string Call::id_from_request(std::string_view prefix) const {
  const auto hash = identity::token_hash(who->account.account_id + "\n" + std::string(request_id()));
  return std::string(prefix) + hash.substr(0, 24);
}

std::int64_t Call::expected_version() const {
  auto text = request.header("if-match");
  if (text.empty()) refuse(ErrorCode::if_match_is_missing);
  if (text.size() >= 2 && text.front() == '"' && text.back() == '"') text = text.substr(1, text.size() - 2);
  std::int64_t version = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), version);
  if (failure != std::errc{} || end != text.data() + text.size() || version < 1) {
    refuse(ErrorCode::version_is_not_current);
  }
  return version;
}

}  // namespace clearway::api
